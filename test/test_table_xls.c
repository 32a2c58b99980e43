/* test_table_xls.c - workbooks of Excel 97-2003, and what LibreOffice makes of the quirks schools' files have. */
#include <unistd.h>

#include "sheet/template.h"
#include "test_table_tools.h"

#define QUIRKS \
	"[Học sinh]\n1|TDANH SÁCH HỌC SINH LỚP 1A|\n3|TSTT|THọ và tên|TNgày sinh|TMã định danh Bộ GD&ĐT (*)|\n" \
	"4|N1|TNguyễn Thị Ánh|D2019-09-05|T0123456789|\n5|N2|TTrần Văn Bình|T05/09/2019|N1123456789 =001123456789|\n" \
	"6|N3|TLê Hoà|N43713|T'0912345678|\n" \
	"7|N4|TPhạm Ước|T5-9-2019|N8.5|T8,5|B1|E#DIV/0!|E#N/A|N17|TPhạm Ước x|D2019-09-05|\nmerged A1:D1\n" \
	"[Danh mục ẩn (ẩn)]\n1|T01|TĐang học|\n"

TEST_PURE(xls_says_what_the_xlsx_says)
{
	sheet_is(c, sheet_made(c, "quirks.xls"), QUIRKS);
	sheet_is(c, sheet_made(c, "quirks.xlsx"), QUIRKS);
}

TEST_PURE(xls_counts_from_1904_where_the_book_does)
{
	sheet_is(c, sheet_made(c, "epoch1904.xls"), "[A]\n1|D2019-09-05|D1904-01-02|N42251|\n");
	sheet_is(c, sheet_made(c, "epoch1904.xlsx"), "[A]\n1|D2019-09-05|D1904-01-02|N42251|\n");
}

TEST_PURE(sheet_with_16000_ghost_rows_reads_as_one)
{
	struct table_limits l = table_limits_default;
	const char *text;

	l.rows = 2;
	OK(sheet_dump(c, sheet_made(c, "ghosts.xlsx"), &l, &text));
	assert_string_equal(text, "[Lớp 1A]\n1|THọ và tên|TLớp|\n2|TNguyễn Văn An|T1A|\n");
	l.rows = 6; /* a thousand more lie below */
	OK(sheet_dump(c, sheet_made(c, "quirks.xls"), &l, &text));
}

TEST_PURE(table_believes_the_font_of_a_cell)
{
	const char *expected = "[Chữ]\n1|THọ tên|TNơi sinh|\n2|TNguyễn Văn Lương ~TCVN3|TBỏ ~TCVN3|\n"
	                       "3|TTRẦN THỊ BƯỞI ~TCVN3|THà Nội|\n4|TNguyễn Thị Diễm ~VNI|THồ ~VNI|\n"
	                       "5|TĐặng Thị Thuỷ ~TCVN3|TCà Mau ~VNI|\n6|THoà|TBá|\n";

	sheet_is(c, sheet_made(c, "fonts.xls"), expected);
	sheet_is(c, sheet_made(c, "fonts.xlsx"), expected);
}

/* A cut file is damaged wherever it is cut; nothing of it is read twice or out of bounds. */
TEST_PURE(xls_cut_anywhere_is_refused)
{
	int fd = sheet_made(c, "header3.xls");
	char all[8192];
	ssize_t len = pread(fd, all, sizeof all, 0);
	const char *text;
	int refused = 0;

	assert_in_range(len, 5000, sizeof all);
	for (ssize_t n = 512; n < len; n += 256)
		if (!sheet_dump(c, sheet_file(c, all, (size_t)n), NULL, &text)) {
			assert_string_equal(c->key, "sheet.xls_damaged");
			ctx_clear(c);
			refused++;
		}
	assert_in_range(refused, 10, 30);
}

TEST_PURE(xls_with_a_password_is_refused)
{
	int fd = sheet_made(c, "header3.xls");
	char all[8192], *format;
	ssize_t len = pread(fd, all, sizeof all, 0);
	const char *text;

	format = memmem(all, (size_t)len, "\x22\x00\x02\x00", 4); /* 1904: same length, another record */
	assert_non_null(format);
	format[0] = 0x2F;
	FAILS(sheet_dump(c, sheet_file(c, all, (size_t)len), NULL, &text), "sheet.encrypted");
}

/* ---- headers of three rows, with and without merged cells ---- */

#define ONE(title) { title, (const char *const[]){ title }, 1, .required = true }

static const struct template_column result_columns[] = {
	ONE("STT"), ONE("Họ và tên"), ONE("Toán / Mức đạt được"), ONE("Toán / Điểm KTĐK"),
	ONE("Tiếng Việt / Mức đạt được"), ONE("Tiếng Việt / Điểm KTĐK"),
};
static const struct template results = { "Kết quả học tập", result_columns, COUNT(result_columns) };

static void header_is_found(struct ctx *c, int fd, size_t first, size_t last)
{
	const struct template *template = &results;
	struct matches m;

	OK(sheet_match(c, fd, NULL, &template, 1, &m));
	assert_int_equal(m.best->header_first, first);
	assert_int_equal(m.best->header_last, last);
	assert_int_equal(m.best->n_missing, 0);
	for (size_t i = 0; i < COUNT(result_columns); i++)
		assert_int_equal(m.best->column[i].target, i);
}

TEST_PURE(header_of_three_rows_is_found_in_every_kind_of_file)
{
	static const char *const names[] = { "header3.xls", "header3.xlsx", "header3.html", "header3.csv" };

	for (size_t i = 0; i < COUNT(names); i++)
		header_is_found(c, sheet_made(c, names[i]), 1, 3);
}

TEST_PURE(header_parent_stays_within_its_own_parent)
{
	const struct template_column columns[] = { ONE("Cha / Họ tên / Viết hoa"), ONE("Cha / Họ tên / Viết thường"), ONE("Mẹ / Họ tên"),
		                                   ONE("Mẹ / Năm sinh"), ONE("Ghi chú") };
	const struct template parents = { "Cha mẹ", columns, COUNT(columns) }, *template = &parents;
	struct matches m;

	OK(sheet_match(c, sheet_text_file(c, "Cha;;Mẹ;;Ghi chú\nHọ tên;;;;\nViết hoa;Viết thường;Họ tên;Năm sinh;\nA;a;B;1990;x\n"), NULL,
	               &template, 1, &m));
	assert_int_equal(m.best->n_missing, 0);
	assert_int_equal(m.best->n_known, 5);
	assert_string_equal(m.best->column[2].title, "Mẹ / Họ tên");
}
