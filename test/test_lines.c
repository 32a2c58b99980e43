/* test_lines.c - a row as a line of text: every value comes back as it was, and what is no row is refused. */
#include "db/db.h"
#include "store/lines.h"
#include "test.h"

static const struct column columns[] = {
	{ "a", COLUMN_INTEGER, false }, { "b", COLUMN_TEXT, false }, { "c", COLUMN_BOOLEAN, false }, { "d", COLUMN_DATE, false }, { "e", COLUMN_BLOB, false },
};
static const struct sql_table table = { .name = "x", .key = "a", .column = columns, .n_columns = COUNT(columns) };

static void comes_back(struct ctx *c, const struct val *row)
{
	struct buf b = buf_in(c->arena);
	struct val got[COUNT(columns)];

	line_put(&b, &table, row);
	assert_int_equal(b.data[b.len - 1], '\n');
	assert_null(memchr(b.data, '\n', b.len - 1));
	assert_true(line_take(&table, b.data, b.len - 1, got));
	for (size_t i = 0; i < COUNT(columns); i++)
		assert_true(val_equal(&row[i], &got[i]));
}

TEST_PURE(every_value_comes_back_from_its_line)
{
	static const char bytes[] = "\0\xff\t\n\\N";

	comes_back(c, (const struct val[]){ val_null(), val_null(), val_null(), val_null(), val_null() });
	comes_back(c, (const struct val[]){ val_int(INT64_MIN), val_text(""), val_bool(true), val_text("2025-09-05"), val_blob("", 0) });
	comes_back(c, (const struct val[]){ val_int(INT64_MAX), val_text("a\tb\nc\rd\\e\\N"), val_bool(false), val_null(), val_blob(bytes, sizeof bytes) });
	comes_back(c, (const struct val[]){ val_int(0), val_text("\\N"), val_bool(false), val_null(), val_null() });
	comes_back(c, (const struct val[]){ val_int(0), val_text("Nguyễn Thị Ánh"), val_null(), val_null(), val_null() });
}

TEST_PURE(what_is_no_row_is_refused)
{
	static const char *const wrong[] = {
		"", "1", "1\tb\tt\t\\N", "1\tb\tt\t\\N\t\\N\t2", "x\tb\tt\t\\N\t\\N", "\tb\tt\t\\N\t\\N", "1\tb\\\tt\t\\N\t\\N", "1\tb\\q\tt\t\\N\t\\N",
		"1\tb\tx\t\\N\t\\N", "1\tb\tt\t\\N\tab", "1\tb\tt\t\\N\t\\\\xa", "1\tb\tt\t\\N\t\\\\xag", "99999999999999999999\tb\tt\t\\N\t\\N",
	};
	struct val got[COUNT(columns)];

	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(line_take(&table, arena_strdup(c->arena, wrong[i]), strlen(wrong[i]), got));
}
