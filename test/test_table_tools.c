/* test_table_tools.c - make small workbooks, good and bad, and read them back as text. */
#include "test_table_tools.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#define R "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define P "http://schemas.openxmlformats.org/package/2006/relationships"

const char sheet_rels[] =
	"<Relationships xmlns=\"" P "\"><Relationship Id=\"rId1\" Type=\"" R "/officeDocument\" Target=\"xl/workbook.xml\"/>"
	"</Relationships>";
const char sheet_workbook[] =
	"<workbook xmlns:r=\"" R "\"><sheets><sheet name=\"Lớp 1A\" sheetId=\"7\" r:id=\"rId3\"/></sheets></workbook>";
const char sheet_workbook_rels[] =
	"<Relationships xmlns=\"" P "\">"
	"<Relationship Id=\"rId1\" Type=\"" R "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" R "/styles\" Target=\"/xl/styles.xml\"/>"
	"<Relationship Id=\"rId3\" Type=\"" R "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
const char sheet_styles[] =
	"<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"[$-42A]dd\\/mm\\/yyyy;@\"/>"
	"<numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"166\" formatCode=\"000\"/>"
	"<numFmt numFmtId=\"167\" formatCode=\"0.0%\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
	"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"14\"/><xf numFmtId=\"166\"/><xf numFmtId=\"9\"/><xf numFmtId=\"167\"/></cellXfs></styleSheet>";

static void close_fd(void *fd)
{
	close((int)(intptr_t)fd);
}

int sheet_file(struct ctx *c, const void *content, size_t len)
{
	int fd = memfd_create("sheet", MFD_CLOEXEC);

	assert_true(fd >= 0);
	arena_defer(c->arena, close_fd, (void *)(intptr_t)fd);
	assert_true(len == 0 || write(fd, content, len) == (ssize_t)len);
	return fd;
}

int sheet_text_file(struct ctx *c, const char *content)
{
	return sheet_file(c, content, strlen(content));
}

int sheet_open(struct ctx *c, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		arena_defer(c->arena, close_fd, (void *)(intptr_t)fd);
	return fd;
}

int sheet_zip(struct ctx *c, const struct sheet_part *part, size_t n)
{
	const char *path = arena_fmt(c->arena, "%s/made.xlsx", test_dir(c));
	int error, fd;
	zip_t *z;

	unlink(path);
	z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
	assert_non_null(z);
	for (size_t i = 0; i < n; i++) {
		size_t len = part[i].len != 0 ? part[i].len : strlen(part[i].content);
		zip_source_t *s = zip_source_buffer(z, part[i].content, len, 0);
		assert_true(zip_file_add(z, part[i].name, s, ZIP_FL_ENC_UTF_8) >= 0);
	}
	assert_int_equal(zip_close(z), 0);
	fd = sheet_open(c, path);
	assert_true(fd >= 0);
	return fd;
}

int sheet_xlsx(struct ctx *c, const char *worksheet, const char *strings)
{
	struct sheet_part parts[] = {
		{ "_rels/.rels", sheet_rels, 0 },
		{ "xl/workbook.xml", sheet_workbook, 0 },
		{ "xl/_rels/workbook.xml.rels", sheet_workbook_rels, 0 },
		{ "xl/styles.xml", sheet_styles, 0 },
		{ "xl/worksheets/sheet1.xml", arena_fmt(c->arena, "<worksheet>%s</worksheet>", worksheet), 0 },
		{ "xl/sharedStrings.xml", arena_fmt(c->arena, "<sst>%s</sst>", strings == NULL ? "" : strings), 0 },
	};

	return sheet_zip(c, parts, strings == NULL ? COUNT(parts) - 1 : COUNT(parts));
}

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c;
	buf_fmt(arg, "[%s%s]\n", info->name, info->hidden ? " (ẩn)" : "");
	return true;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	static const char letters[] = "-TNDBE";

	buf_fmt(arg, "%zu|", row->number);
	for (size_t i = 0; i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		assert_int_equal(strlen(cell->text), cell->len);
		buf_char(arg, cell->unclean ? 't' : letters[cell->kind]);
		buf_add(arg, cell->text, cell->len);
		if (cell->legacy != NULL)
			buf_fmt(arg, " ~%s", cell->legacy);
		if (cell->shown != NULL)
			buf_fmt(arg, " =%s", cell->shown);
		if (cell->twice)
			buf_put(arg, " ×2");
		buf_char(arg, '|');
	}
	if (row->beyond > 0)
		buf_fmt(arg, "+%s", table_column_name(c->arena, row->beyond - 1));
	buf_char(arg, '\n');
	return TABLE_MORE;
}

static bool on_end(struct ctx *c, void *arg, const struct table_range *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_fmt(arg, "merged %s%zu:%s%zu\n", table_column_name(c->arena, m[i].column_first), m[i].row_first,
		        table_column_name(c->arena, m[i].column_last), m[i].row_last);
	return true;
}

bool sheet_dump(struct ctx *c, int fd, const struct table_limits *limits, const char **ret)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row, .end = on_end };
	struct buf b = buf_in(c->arena);
	bool ok = table_read(c, fd, limits, &sink, &b);

	*ret = buf_text(&b);
	return ok;
}

int sheet_made(struct ctx *c, const char *name)
{
	int fd = sheet_open(c, arena_fmt(c->arena, "%s/test/fixtures/reading/%s", TEST_SOURCE_DIR, name));

	assert_true(fd >= 0);
	return fd;
}

void sheet_is(struct ctx *c, int fd, const char *expected)
{
	const char *text;

	OK(sheet_dump(c, fd, NULL, &text));
	assert_string_equal(text, expected);
}
