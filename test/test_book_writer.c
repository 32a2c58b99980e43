/* test_book_writer.c - what is written comes back as it was. */
#include "book/writer.h"
#include "test_table_tools.h"

static int written(struct ctx *c, const char *path)
{
	int fd = sheet_open(c, path);

	assert_true(fd >= 0);
	return fd;
}

TEST_PURE(write_and_read_give_the_same_cells)
{
	const char *path = arena_fmt(c->arena, "%s/same.xlsx", test_dir(c));
	struct writer *w;

	for (enum writer_mode mode = WRITER_STREAM; mode <= WRITER_FREE; mode++) {
		OK(writer_open(c, path, mode, &w));
		OK(writer_sheet(w, "Lớp 1A"));
		writer_widths(w, 0, 3, 18);
		OK(writer_merge(w, 0, 0, 0, 3, "DANH SÁCH HỌC SINH", STYLE_TITLE));
		OK(writer_text(w, 1, 0, "Họ tên", STYLE_HEADER));
		OK(writer_text(w, 1, 1, "Ngày sinh", STYLE_HEADER));
		writer_freeze(w, 2, 0);
		OK(writer_text(w, 2, 0, "Nguyễn Văn An", STYLE_CELL));
		OK(writer_date(w, 2, 1, "2019-09-05", STYLE_CELL));
		OK(writer_number(w, 2, 2, 8.5, STYLE_CELL));
		OK(writer_number(w, 2, 3, 40425419, STYLE_CELL | STYLE_AS_INTEGER));
		OK(writer_text(w, 3, 0, "001204001234", STYLE_CELL | STYLE_AS_TEXT));
		OK(writer_date(w, 3, 1, "1890-01-31", STYLE_CELL));
		OK(writer_date(w, 3, 2, "không rõ", STYLE_ERROR));
		OK(writer_text(w, 4, 0, "", STYLE_CELL));
		OK(writer_sheet(w, "Lớp 1A"));
		OK(writer_sheet(w, "a/b: rất dài, dài hơn ba mươi mốt ký tự"));
		OK(writer_number(w, 0, 1, -0.25, STYLE_PLAIN));
		OK(writer_close(w));
		sheet_is(c, written(c, path),
		         "[Lớp 1A]\n1|TDANH SÁCH HỌC SINH|\n2|THọ tên|TNgày sinh|\n3|TNguyễn Văn An|D2019-09-05|N8.5|N40425419|\n"
		         "4|T001204001234|T31/01/1890|Tkhông rõ|\nmerged A1:D1\n[Trang 2]\n[a b rất dài, dài hơn ba mươi m]\n1|-|N-0.25|\n");
	}
}

TEST_PURE(write_never_makes_a_formula_nor_a_broken_file)
{
	static const struct {
		const char *text, *back;
	} nasty[] = {
		{ "=1+1", NULL }, { "=cmd|' /C calc'!A0", NULL }, { "+84912345678", NULL }, { "-1", NULL }, { "@SUM(A1)", NULL },
		{ "{=A1}", NULL }, { "=HYPERLINK(\"http://example.com\")", NULL }, { "http://example.com", NULL }, { "1e5", NULL },
		{ "'0912", NULL }, { "<b>&amp;", NULL }, { "]]>", NULL }, { "_x0041_ _x_ _x00", NULL }, { "a\001b\nc", "a b c" },
		{ "M\xE3", "M?" }, { "a\xEF\xBF\xBF", "a?" },
	};
	const char *path = arena_fmt(c->arena, "%s/nasty.xlsx", test_dir(c));
	struct writer *w;

	for (enum writer_mode mode = WRITER_STREAM; mode <= WRITER_FREE; mode++) {
		struct buf want = buf_in(c->arena);
		buf_put(&want, "[A]\n");
		OK(writer_open(c, path, mode, &w));
		OK(writer_sheet(w, "A"));
		for (size_t i = 0; i < COUNT(nasty); i++) {
			OK(writer_text(w, i, 0, nasty[i].text, STYLE_PLAIN));
			buf_fmt(&want, "%zu|T%s|\n", i + 1, nasty[i].back != NULL ? nasty[i].back : nasty[i].text);
		}
		OK(writer_close(w));
		sheet_is(c, written(c, path), buf_text(&want));
	}
}

TEST_PURE(write_cuts_what_no_cell_holds)
{
	const char *path = arena_fmt(c->arena, "%s/long.xlsx", test_dir(c)), *text;
	struct buf b = buf_in(c->arena);
	struct writer *w;

	for (int i = 0; i < 33000; i++)
		buf_put(&b, "ế");
	OK(writer_open(c, path, WRITER_STREAM, &w));
	OK(writer_sheet(w, "A"));
	OK(writer_text(w, 0, 0, buf_text(&b), STYLE_PLAIN));
	OK(writer_close(w));
	OK(sheet_dump(c, written(c, path), NULL, &text));
	assert_int_equal(strlen(text), strlen("[A]\n1|T|\n") + 32767 * strlen("ế"));
}

TEST_PURE(write_says_when_it_cannot)
{
	struct writer *w;

	OK(writer_open(c, arena_fmt(c->arena, "%s/no/such/folder.xlsx", test_dir(c)), WRITER_FREE, &w));
	OK(writer_sheet(w, "A"));
	FAILS(writer_close(w), "sheet.write");
	OK(writer_open(c, arena_fmt(c->arena, "%s/left.xlsx", test_dir(c)), WRITER_STREAM, &w));
	OK(writer_sheet(w, "A")); /* and never closed: nothing may leak */
	OK(writer_text(w, 0, 0, "x", STYLE_CELL));
}
