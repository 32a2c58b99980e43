/* sheet.c - read a workbook of whatever kind it turns out to be. */
#include <sys/stat.h>
#include <unistd.h>

#include "sheet/xlsx.h"

const struct sheet_limits sheet_limits_default = {
	.file_bytes = 64000000,
	.entries = 512,
	.entry_bytes = 200000000,
	.total_bytes = 300000000,
	.ratio = 200,
	.ratio_free_bytes = 1000000,
	.rows = 200000,
	.columns = 300,
	.strings = 1000000,
	.string_bytes = 64000000,
	.cell_bytes = 131072, /* Excel's 32,767 characters */
};

static void free_arena(void *arena)
{
	arena_free(arena);
}

static bool size_is_fine(struct ctx *c, int fd, const struct sheet_limits *l)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return fail(c, ERR_INTERNAL, "sheet.io", "the uploaded file is not a regular file");
	if ((uint64_t)st.st_size > l->file_bytes)
		return fail(c, ERR_TOO_LARGE, "sheet.file_too_large",
		            "Tệp lớn quá %" PRIu64 " MB. Hãy xóa hình ảnh, các dòng và cột trống thừa, hoặc chia thành nhiều tệp nhỏ hơn.",
		            l->file_bytes / 1000000);
	return true;
}

bool sheet_read(struct ctx *c, int fd, const struct sheet_limits *limits, const struct sheet_sink *sink, void *arg)
{
	const struct sheet_limits *l = limits == NULL ? &sheet_limits_default : limits;
	enum sheet_kind kind;
	bool ok;

	if (!size_is_fine(c, fd, l) || !sheet_kind_of(c, fd, &kind))
		return false;
	if (kind != SHEET_XLSX && kind != SHEET_CSV)
		return sheet_refuse(c, kind);
	/* Everything the reading needs goes at once, not with the request. */
	struct arena *a = arena_new();
	arena_defer(c->arena, free_arena, a);
	if (lseek(fd, 0, SEEK_SET) != 0)
		ok = fail(c, ERR_INTERNAL, "sheet.io", "lseek in the uploaded file failed");
	else if (kind == SHEET_XLSX)
		ok = xlsx_read(c, a, fd, l, sink, arg);
	else
		ok = csv_read(c, a, fd, l, sink, arg);
	arena_reset(a);
	return ok;
}

const char *sheet_column_name(struct arena *a, size_t column)
{
	char name[16], *p = name + sizeof name;

	*--p = '\0';
	for (column++; column > 0 && p > name; column = (column - 1) / 26)
		*--p = (char)('A' + (column - 1) % 26);
	return arena_strdup(a, p);
}
