/* test_sheet_template.c - the lists schools make, recognised by their titles. */
#include "sheet/template.h"
#include "test_table_tools.h"

#define TITLES(...) \
	.titles = (const char *const[]){ __VA_ARGS__ }, .n_titles = COUNT(((const char *const[]){ __VA_ARGS__ }))

static const struct template_column pupil_columns[] = {
	{ "stt", TITLES("STT", "TT"), .ordinal = true },
	{ "class", TITLES("Mã lớp", "Lớp") },
	{ "moet_code", TITLES("Mã định danh Bộ GD&ĐT", "Mã học sinh") },
	{ "name", TITLES("Họ tên", "Họ và tên"), .required = true },
	{ "birth", TITLES("Ngày sinh"), .required = true },
	{ "sex", TITLES("Giới tính") },
	{ "female", TITLES("Nữ") },
	{ "phone", TITLES("SĐT liên hệ") },
};
static const struct template pupils = { "Danh sách học sinh", pupil_columns, COUNT(pupil_columns) };

static const struct template_column result_columns[] = {
	{ "stt", TITLES("STT"), .ordinal = true },
	{ "code", TITLES("Mã học sinh"), .required = true },
	{ "name", TITLES("Họ tên"), .required = true },
	{ "math_level", TITLES("Toán / Mức đạt được"), .required = true },
	{ "math_score", TITLES("Toán / Điểm KTĐK") },
	{ "viet_level", TITLES("Tiếng Việt / Mức đạt được"), .required = true },
	{ "viet_score", TITLES("Tiếng Việt / Điểm KTĐK") },
	{ "ethics", TITLES("Đạo đức") },
	{ "promoted", TITLES("Lên lớp") },
};
static const struct template results = { "Kết quả học tập", result_columns, COUNT(result_columns) };

static const struct template_column staff_columns[] = {
	{ "name", TITLES("Họ tên", "fullName"), .required = true },
	{ "mail", TITLES("Email", "email") },
	{ "phone", TITLES("Số điện thoại", "phone") },
};
static const struct template staff = { "Tài khoản cán bộ", staff_columns, COUNT(staff_columns) };

/* "A=stt B=? title C=name(2)": columns with their targets. */
static const char *mapping(struct ctx *c, const struct match *m)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < m->n_columns; i++) {
		const struct match_column *mc = &m->column[i];
		buf_fmt(&b, "%s%s=", i == 0 ? "" : " ", table_column_name(c->arena, i));
		buf_put(&b, mc->width == 0 ? "<" : mc->target != MATCH_NONE ? m->template->column[mc->target].id : "?");
		if (mc->width > 1)
			buf_fmt(&b, "(%zu)", mc->width);
		if (mc->target == MATCH_NONE && mc->width != 0)
			buf_fmt(&b, "%s%s", mc->title == NULL ? "" : mc->title, mc->repeats != MATCH_NONE ? "!" : "");
	}
	return buf_text(&b);
}

static const struct match *match(struct ctx *c, int fd, const struct template *t)
{
	struct matches m;

	OK(sheet_match(c, fd, NULL, &t, 1, &m));
	return m.best;
}

TEST_PURE(template_titles_are_compared_as_people_read_them)
{
	const struct match *m = match(c, sheet_text_file(c, "STT,\"MÃ ĐỊNH  DANH\nBộ GD & ĐT (*)\",Ho\xCC\xA3 te\xCC\x82n *,"
	                                                    "ngày\xC2\xA0sinh:,Ghi chú,,Lớp,Lớp\n1,2,3,4,5,6,7,8\n"), &pupils);

	assert_string_equal(mapping(c, m), "A=stt B=moet_code C=name D=birth E=?Ghi chú F=? G=class H=?Lớp!");
	assert_int_equal(m->n_known, 5);
	assert_int_equal(m->n_unknown, 3); /* a title nobody knows, data without a title, a second "Lớp" */
	assert_int_equal(m->n_missing, 0);
	assert_int_equal(m->header_first, 1);
}

TEST_PURE(template_says_what_is_missing)
{
	const struct match *m = match(c, sheet_text_file(c, "TT,Họ tên,Lớp\n1,An,1A\n"), &pupils);
	const struct template *t = &pupils;
	struct matches none;

	assert_int_equal(m->n_missing, 1);
	assert_string_equal(m->missing[0]->id, "birth");
	FAILS(sheet_match(c, sheet_text_file(c, "Tên hàng,Giá\nBút,5000\n"), NULL, &t, 1, &none), "sheet.no_header");
	FAILS(sheet_match(c, sheet_text_file(c, "Lớp,Giá\nBút,5000\n"), NULL, &t, 1, &none), "sheet.no_header");
}

/* The three header rows of an official result file. */
static const char result_header[] =
	"<sheetData><row r=\"1\"><c t=\"str\"><v>STT</v></c><c t=\"str\"><v>Mã học sinh</v></c><c t=\"str\"><v>Họ tên</v></c>"
	"<c t=\"str\"><v>Môn học và hoạt động giáo dục</v></c><c r=\"I1\" t=\"str\"><v>Lên lớp</v></c></row>"
	"<row r=\"2\"><c r=\"D2\" t=\"str\"><v>Toán</v></c><c r=\"F2\" t=\"str\"><v>Tiếng việt</v></c>"
	"<c r=\"H2\" t=\"str\"><v>Đạo đức</v></c></row>"
	"<row r=\"3\"><c r=\"D3\" t=\"str\"><v>Mức đạt được</v></c><c t=\"str\"><v>Điểm KTĐK</v></c>"
	"<c t=\"str\"><v>Mức đạt được</v></c><c t=\"str\"><v>Điểm KTĐK</v></c></row>"
	"<row r=\"4\"><c><v>1</v></c><c><v>1900000001</v></c><c t=\"str\"><v>Lê An</v></c><c t=\"str\"><v>T</v></c><c><v>9</v></c>"
	"<c t=\"str\"><v>H</v></c><c><v>8</v></c><c t=\"str\"><v>T</v></c><c t=\"str\"><v>x</v></c></row></sheetData>";
static const char result_merged[] =
	"<mergeCells><mergeCell ref=\"A1:A3\"/><mergeCell ref=\"B1:B3\"/><mergeCell ref=\"C1:C3\"/><mergeCell ref=\"D1:H1\"/>"
	"<mergeCell ref=\"D2:E2\"/><mergeCell ref=\"F2:G2\"/><mergeCell ref=\"H2:H3\"/><mergeCell ref=\"I1:I3\"/></mergeCells>";

TEST_PURE(template_joins_headers_of_three_rows)
{
	const char *expected = "A=stt B=code C=name D=math_level E=math_score F=viet_level G=viet_score H=ethics I=promoted";
	const char *merged = arena_fmt(c->arena, "%s%s", result_header, result_merged);
	const struct match *m = match(c, sheet_xlsx(c, merged, NULL), &results);

	assert_string_equal(mapping(c, m), expected);
	assert_int_equal(m->header_first, 1);
	assert_int_equal(m->header_last, 3);
	assert_string_equal(m->column[4].title, "Môn học và hoạt động giáo dục / Toán / Điểm KTĐK");
	assert_int_equal(m->n_unknown, 0);
	m = match(c, sheet_xlsx(c, result_header, NULL), &results); /* as in a csv: nothing says what is merged */
	assert_string_equal(mapping(c, m), expected);
	assert_int_equal(m->header_last, 3);
}

TEST_PURE(template_does_not_take_a_parent_for_the_pupil)
{
	const char *csv = "STT,Ngày sinh,Cha,,Mẹ,\n,,Họ tên,Năm sinh,Họ tên,Năm sinh\n1,05/09/2019,An,1990,Hà,1992\n";
	const struct match *m = match(c, sheet_text_file(c, csv), &pupils);

	assert_string_equal(mapping(c, m), "A=stt B=birth C=?Cha D=? E=?Mẹ F=?");
	assert_int_equal(m->n_missing, 1);
}

TEST_PURE(template_sees_a_name_spread_over_two_columns)
{
	int fd = sheet_xlsx(c, "<sheetData><row><c t=\"str\"><v>STT</v></c><c t=\"str\"><v>Họ và tên</v></c>"
	                       "<c r=\"D1\" t=\"str\"><v>Ngày sinh</v></c></row></sheetData><mergeCells><mergeCell ref=\"B1:C1\"/>"
	                       "</mergeCells>", NULL);

	assert_string_equal(mapping(c, match(c, fd, &pupils)), "A=stt B=name(2) C=< D=birth");
}

static int two_sheets(struct ctx *c, const char *first, const char *second, const char *state)
{
	struct sheet_part parts[] = {
		{ "xl/workbook.xml", arena_fmt(c->arena, "<workbook><sheets><sheet name=\"1A\" r:id=\"1\" state=\"%s\"/>"
		                                         "<sheet name=\"1B\" r:id=\"2\"/></sheets></workbook>", state), 0 },
		{ "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"1\" Type=\"t/worksheet\" Target=\"1.xml\"/>"
		                                "<Relationship Id=\"2\" Type=\"t/worksheet\" Target=\"2.xml\"/></Relationships>", 0 },
		{ "xl/1.xml", arena_fmt(c->arena, "<worksheet>%s</worksheet>", first), 0 },
		{ "xl/2.xml", arena_fmt(c->arena, "<worksheet>%s</worksheet>", second), 0 },
	};

	return sheet_zip(c, parts, COUNT(parts));
}

TEST_PURE(template_is_looked_for_on_every_visible_sheet)
{
	const char *list = "<row r=\"5\"><c t=\"str\"><v>Họ tên</v></c><c t=\"str\"><v>Ngày sinh</v></c><c t=\"str\"><v>Lớp</v></c></row>";
	const char *codes = "<row><c t=\"str\"><v>STT</v></c><c t=\"str\"><v>Lớp</v></c></row>";
	const struct template *both[] = { &results, &pupils };
	struct matches m;

	OK(sheet_match(c, two_sheets(c, list, list, "visible"), NULL, both, 2, &m));
	assert_int_equal(m.n, 2);
	assert_ptr_equal(m.best->template, &pupils);
	OK(sheet_match(c, two_sheets(c, list, list, "hidden"), NULL, both, 2, &m));
	assert_int_equal(m.n, 1);
	assert_string_equal(m.best->sheet_name, "1B");
	assert_int_equal(m.best->sheet, 1);
	OK(sheet_match(c, two_sheets(c, codes, list, "visible"), NULL, both, 2, &m));
	assert_int_equal(m.n, 1);
	assert_string_equal(m.best->sheet_name, "1B");
	assert_int_equal(m.best->header_first, 5);
}

/* ---- rows ---- */

struct classified {
	const struct match *match;
	struct buf text;
};

static enum table_go classify(struct ctx *c, void *arg, const struct table_row *row)
{
	static const char letters[] = "DHSN";
	struct classified *k = arg;
	const char *section;
	enum row_kind kind = sheet_row_kind(c->arena, k->match, row, &section);

	assert_true((kind == ROW_SECTION) == (section != NULL));
	buf_fmt(&k->text, "%s%zu%c%s", k->text.len == 0 ? "" : " ", row->number, letters[kind], section == NULL ? "" : section);
	return TABLE_MORE;
}

static void rows_are(struct ctx *c, const char *csv, const struct template *t, const char *expected)
{
	static const struct table_sink sink = { .row = classify };
	int fd = sheet_text_file(c, csv);
	struct classified k = { match(c, fd, t), buf_in(c->arena) };

	OK(table_read(c, fd, NULL, &sink, &k));
	assert_string_equal(buf_text(&k.text), expected);
}

TEST_PURE(template_rows_of_a_school_list)
{
	rows_are(c,
	         "TRƯỜNG TIỂU HỌC HOA SEN,,,\n"
	         "DANH SÁCH HỌC SINH NĂM HỌC 2025-2026,,,\n"
	         "LỚP 1A,,,\n"
	         "STT,Họ và tên,Ngày sinh,Nữ\n"
	         "(1),(2),(3),(4)\n"
	         "1,Lê An,05/09/2019,\n"
	         "2,Tống Công,06/09/2019,x\n"
	         "3,,,\n"
	         "Tổng số: 2,,,1\n"
	         "LỚP 1B (GVCN: Trần Bình),,,\n"
	         "STT,Họ và tên,Ngày sinh,Nữ\n"
	         "1,Hà Hiệu Trưởng,07/09/2019,x\n"
	         "2,Người Lập,,\n"
	         ",Cộng,1,\n"
	         ",,\"Hoa Sen, ngày 05 tháng 9 năm 2025\",\n"
	         ",Người lập bảng,Hiệu trưởng,\n"
	         ",Trần Bình,,\n",
	         &pupils, "1N 2N 3S1A 4H 5H 6D 7D 8N 9N 10S1B 11H 12D 13D 14N 15N 16N 17D");
}

TEST_PURE(template_rows_without_numbers)
{
	rows_are(c,
	         "Họ tên,Ngày sinh,Lớp\n"
	         "Danh sách lớp: Lá 1,,\n"
	         "Lê An,05/09/2019,1A\n"
	         "Lớp Trưởng,06/09/2019,1A\n"
	         "Tổng cộng,,2\n"
	         "Hiệu trưởng,,\n"
	         ",,1A\n",
	         &pupils, "1H 2SLá 1 3D 4D 5N 6N 7D");
}

TEST_PURE(template_knows_the_class_above_the_header)
{
	const char *csv = "SỞ GD&ĐT THÁI NGUYÊN,,\nDANH SÁCH HỌC SINH LỚP 12.6 - NĂM HỌC 2025-2026,,\nSTT,Họ tên,Ngày sinh\n1,An,1/1/2019\n";
	const char *list = "DANH SÁCH LỚP HỌC,,\nSTT,Họ tên,Ngày sinh\n1,An,1/1/2019\n";

	assert_string_equal(match(c, sheet_text_file(c, csv), &pupils)->section, "12.6");
	assert_null(match(c, sheet_text_file(c, list), &pupils)->section);
}

TEST_PURE(template_knows_a_second_header_row_of_machine_names)
{
	rows_are(c, "Họ tên (*),Email (*),Số điện thoại\nfullName,email,phone\nLê An,an@example.edu.vn,0912345678\n", &staff, "1H 2H 3D");
}
