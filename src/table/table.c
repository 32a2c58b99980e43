/* table.c - read a workbook of whatever kind it turns out to be. */
#include <sys/stat.h>
#include <unistd.h>

#include "table/parse.h"
#include "table/read.h"

const struct table_limits table_limits_default = {
	.file_bytes = 64000000,
	.entries = 512,
	.entry_bytes = 200000000,
	.total_bytes = 300000000,
	.ratio = 200,
	.ratio_free_bytes = 1000000,
	.rows = 200000,
	.columns = 300,
	.strings = 2000000,
	.string_bytes = 128000000,
	.cell_bytes = 131072, /* Excel's 32,767 characters */
	.row_bytes = 2000000,
};

static bool size_is_fine(struct ctx *c, int fd, const struct table_limits *l)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fail(c, ERR_INTERNAL, "sheet.io", "fstat of the uploaded file failed");
	if (!S_ISREG(st.st_mode))
		return fail(c, ERR_INVALID, "sheet.not_a_file", S_ISDIR(st.st_mode) ? "Đây là một thư mục, không phải một tệp; hãy ghi tên tệp trong thư mục ấy."
		            : "Đây không phải một tệp trên đĩa; hãy lưu thành một tệp rồi nạp tệp ấy.");
	if ((uint64_t)st.st_size > l->file_bytes)
		return fail(c, ERR_TOO_LARGE, "sheet.file_too_large",
		            "Tệp lớn quá %" PRIu64 " MB. Hãy xóa hình ảnh, các dòng và cột trống thừa, hoặc chia thành nhiều tệp nhỏ hơn.",
		            l->file_bytes / 1000000);
	return true;
}

bool table_parse(struct ctx *c, int fd, int spill, const struct table_limits *limits, const struct table_sink *sink, void *arg)
{
	static bool (*const readers[])(const struct reading *) = {
		[TABLE_XLSX] = xlsx_read, [TABLE_CSV] = csv_read, [TABLE_XLS] = xls_read, [TABLE_HTML] = html_read,
	};
	struct reading r = { .c = c, .fd = fd, .spill = spill, .limits = limits, .sink = sink, .arg = arg };
	enum table_kind kind;

	if (!size_is_fine(c, fd, limits) || !table_kind_of(c, fd, &kind))
		return false;
	if (kind >= COUNT(readers))
		return table_refuse(c, kind);
	/* Everything the reading needs goes at once, not with the request. */
	r.arena = arena_join(c->arena, arena_new());
	bool ok = lseek(fd, 0, SEEK_SET) == 0 ? readers[kind](&r) : fail(c, ERR_INTERNAL, "sheet.io", "lseek in the uploaded file failed");
	arena_reset(r.arena);
	return ok;
}
