/* test_import_damaged.c - workbooks of which a part is damaged: what can be read goes in, the rest is told. */
#include "province.h"

#include "annotate/annotate.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

#define TITLES "<row r=\"1\"><c t=\"str\"><v>Lớp</v></c><c t=\"str\"><v>Họ và tên</v></c><c t=\"str\"><v>Ngày sinh</v></c><c t=\"str\"><v>Giới tính</v></c>" \
	"<c t=\"str\"><v>Dân tộc</v></c><c t=\"str\"><v>Nơi sinh</v></c></row>"
#define PUPIL(row, name, place) "<row r=\"" row "\"><c t=\"str\"><v>1M</v></c><c t=\"str\"><v>" name "</v></c><c s=\"1\"><v>43713</v></c><c t=\"str\"><v>Nam</v></c>" \
	"<c t=\"str\"><v>Kinh</v></c>" place "</row>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

/* A workbook of "Lớp 1M" and "Lớp 1N"; texts: the table that they share. */
static int workbook_of(struct ctx *c, const char *first, const char *second, const char *styles, const char *texts)
{
	const struct sheet_part parts[] = {
		{ "[Content_Types].xml", "<Types/>", 0 },
		{ "_rels/.rels", "", 0 },
		{ "xl/workbook.xml", "<workbook><sheets><sheet name=\"Lớp 1M\" r:id=\"1\"/><sheet name=\"Lớp 1N\" r:id=\"2\"/></sheets></workbook>", 0 },
		{ "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"1\" Type=\"t/worksheet\" Target=\"1.xml\"/><Relationship Id=\"2\" Type=\"t/worksheet\" "
		  "Target=\"2.xml\"/><Relationship Id=\"3\" Type=\"t/styles\" Target=\"s.xml\"/><Relationship Id=\"4\" Type=\"t/sharedStrings\" Target=\"t.xml\"/></Relationships>", 0 },
		{ "xl/1.xml", first, 0 },
		{ "xl/2.xml", second, 0 },
		{ "xl/s.xml", styles, 0 },
		{ "xl/t.xml", texts, 0 },
	};

	return sheet_zip(c, parts, COUNT(parts));
}

static int workbook(struct ctx *c, const char *first, const char *second, const char *styles)
{
	return workbook_of(c, first, second, styles, "<sst><si><t>Bến Tre</t></si></sst>");
}

static struct import_summary take(struct ctx *c, int fd)
{
	struct import_options o = pupils_options(c), again;
	struct import_summary s, same;

	OK(import_file(c, fd, &o, &s));
	const char *marked = arena_fmt(c->arena, "%s/marked.xlsx", test_dir(c));
	OK(import_write_errors(c, fd, &s, marked));
	again = o;
	again.dry_run = true;
	OK(import_file(c, sheet_open(c, marked), &again, &same));
	assert_int_equal(same.rows, s.rows);
	return s;
}

#define STYLES "<styleSheet><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"

TEST(import_takes_the_sheets_beside_one_that_is_damaged)
{
	static const char good[] = SHEET(TITLES PUPIL("2", "Lê Thử An", ""));
	static const char *const bad[] = { "", "<worksheet><sheetData>" TITLES PUPIL("2", "Lê Thử Ba", "") "<row", SHEET(TITLES PUPIL("2", "Lê Thử Ba", "") "<row r=\"0\"/>") };

	province_make(c);
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct import_summary s = take(c, workbook(c, good, bad[i], STYLES));
		pupils_issues_are(c, &s, i == 0 ? "~2A import.class_created; 0! import.sheet_lost; " : "0! import.sheet_lost; ");
		assert_string_equal(s.issue[s.n_issues - 1].sheet, "Lớp 1N");
		assert_non_null(strstr(s.issue[s.n_issues - 1].message, "«Lớp 1N» bị hỏng"));
		assert_true(s.rows == 1 && s.errors == 1);
		struct import_options o = pupils_options(c);
		FAILS(import_file(c, workbook(c, "<worksheet/>", bad[i], STYLES), &o, &s), "sheet.damaged"); /* nothing else can be the list */
	}
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 1);
}

TEST(import_tells_that_the_styles_of_a_file_are_damaged)
{
	static const char good[] = SHEET(TITLES PUPIL("2", "Lê Thử An", ""));

	province_make(c);
	struct import_summary s = take(c, workbook(c, good, "<worksheet/>", "<styleSheet>"));
	pupils_issues_are(c, &s, "~1! import.formats_lost; ~2A import.class_created; ");
	assert_string_equal(pupils_learner(c, "Lê Thử An", "birth_date"), "2019-09-05");
	s = take(c, workbook(c, good, "<worksheet/>", STYLES));
	pupils_issues_are(c, &s, "");
}

TEST(import_tells_of_one_cell_that_is_damaged_and_of_those_out_of_reach)
{
	static const char cells[] = SHEET(TITLES PUPIL("2", "Lê Thử An", "<c t=\"s\"><v>7</v></c>") PUPIL("3", "Lê Thử Ba", "<c t=\"s\"><v>0</v></c><c r=\"XFD3\"><v>1</v></c>")
	                                  "<row r=\"4\"><c r=\"XFD4\"><v>1</v></c></row>");

	province_make(c);
	struct import_summary s = take(c, workbook(c, cells, "<worksheet/>", STYLES));
	pupils_issues_are(c, &s, "~1! import.cells_beyond; ~2A import.class_created; 2F value.unreadable; ");
	assert_non_null(strstr(s.issue[0].message, "XFD3, XFD4."));
	assert_true(s.rows == 2 && s.created == 1 && s.refused == 1);
	assert_string_equal(pupils_learner(c, "Lê Thử Ba", "birth_place"), "Bến Tre");
}

TEST(import_takes_no_half_of_a_name_whose_other_half_is_damaged)
{
	static const char cells[] =
		"<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>Lớp</v></c><c t=\"str\"><v>Họ và tên</v></c><c/><c t=\"str\"><v>Ngày sinh</v></c><c t=\"str\"><v>Giới tính</v></c>"
		"<c t=\"str\"><v>Dân tộc</v></c></row>"
		"<row r=\"2\"><c t=\"str\"><v>1M</v></c><c t=\"str\"><v>Lê Thử</v></c><c t=\"s\"><v>7</v></c><c s=\"1\"><v>43713</v></c><c t=\"str\"><v>Nam</v></c>"
		"<c t=\"str\"><v>Kinh</v></c></row>"
		"<row r=\"3\"><c t=\"str\"><v>1M</v></c><c t=\"str\"><v>Lê Thử</v></c><c t=\"str\"><v>Ba</v></c><c s=\"1\"><v>43713</v></c><c t=\"str\"><v>Nam</v></c>"
		"<c t=\"str\"><v>Kinh</v></c></row>"
		"</sheetData><mergeCells><mergeCell ref=\"B1:C1\"/></mergeCells></worksheet>";

	province_make(c);
	struct import_summary s = take(c, workbook(c, cells, "<worksheet/>", STYLES));
	assert_string_equal(pupils_errors(c, &s), "2B value.unreadable\n");
	assert_true(s.created == 1 && s.refused == 1);
	assert_string_equal(pupils_class_of(c, "Lê Thử Ba"), "1M");
}

#define SHARED(n) "<c t=\"s\"><v>" n "</v></c>"

/* Each text of the table is told for itself, where the table says how many there are; else those before the bad one. */
TEST(import_tells_of_the_cells_whose_shared_text_is_damaged)
{
	static const char cells[] = SHEET(TITLES PUPIL("2", "Lê Thử An", SHARED("0")) PUPIL("3", "Lê Thử Ba", SHARED("1")) PUPIL("4", "Lê Thử Cả", SHARED("2")));
	static const char *const bad[] = { "Bến & Tre", "Bến <5 Tre", "B\xE1\xBA Tre", "Bến \x01 Tre", "<b>Bến</t>" };
	static const char table[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sst xmlns=\"http://x\" count=\"9\" %s><si><t>Hà Nội</t></si>\n<si><t>%s</t></si><si><r><t>Cà </t></r>"
	                            "<r><t>Mau</t></r></si></sst>";

	province_make(c);
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct import_summary s = take(c, workbook_of(c, cells, "<worksheet/>", STYLES, arena_fmt(c->arena, table, "uniqueCount=\"3\"", bad[i])));
		assert_string_equal(pupils_errors(c, &s), "3F value.unreadable\n");
		assert_true(s.rows == 3 && s.refused == 1);
		assert_string_equal(pupils_learner(c, "Lê Thử An", "birth_place"), "Hà Nội");
		assert_string_equal(pupils_learner(c, "Lê Thử Cả", "birth_place"), "Cà Mau");
		s = take(c, workbook_of(c, cells, "<worksheet/>", STYLES, arena_fmt(c->arena, table, i % 2 == 0 ? "" : "uniqueCount=\"4\"", bad[i])));
		assert_string_equal(pupils_errors(c, &s), "3F value.unreadable\n4F value.unreadable\n");
	}
	char *wide = arena_alloc(c->arena, 140001);
	memset(wide, 'x', 140000);
	wide[140000] = '\0';
	struct import_summary s = take(c, workbook_of(c, cells, "<worksheet/>", STYLES, arena_fmt(c->arena, table, "", wide)));
	assert_string_equal(pupils_errors(c, &s), "3F value.unreadable\n");
}

/* Where one text ends and the next begins is not sure. */
TEST(import_takes_no_text_for_another_where_the_table_is_damaged)
{
	static const char cells[] = SHEET(TITLES PUPIL("2", "Lê Thử An", SHARED("0")) PUPIL("3", "Lê Thử Ba", SHARED("1")) PUPIL("4", "Lê Thử Cả", SHARED("2")));
	static const char *const bad[] = { "<si><t>Bến & Tre</t></si><!-- <si> --><si><t>Cà Mau</t></si>", "<si><t><![CDATA[<si>]]></t>&</si><si><t>Cà Mau</t></si>",
		                           "<si><t>Bến & <si><t>Tre</t></si><si><t>Cà Mau</t></si>", "<xsi><t>Bến & Tre</t></xsi><si><t>Cà Mau</t></si>" };

	province_make(c);
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct import_options o = pupils_options(c);
		struct import_summary s;
		const bool read = import_file(c, workbook_of(c, cells, "<worksheet/>", STYLES, arena_fmt(c->arena, "<sst uniqueCount=\"3\"><si><t>Hà Nội</t></si>%s</sst>", bad[i])), &o, &s);
		if (read)
			assert_string_equal(pupils_errors(c, &s), "3F value.unreadable\n4F value.unreadable\n");
		else
			assert_string_equal(c->key, "sheet.damaged");
		ctx_clear(c);
	}
}

/* It may have been the heading of a class: the row is told. */
TEST(import_tells_of_a_row_whose_only_text_is_damaged)
{
	static const char cells[] = SHEET("<row r=\"1\"><c t=\"str\"><v>STT</v></c><c t=\"str\"><v>Lớp</v></c><c t=\"str\"><v>Họ và tên</v></c><c t=\"str\"><v>Ngày sinh</v></c></row>"
	                                  "<row r=\"2\"><c><v>1</v></c><c t=\"str\"><v>1M</v></c><c t=\"str\"><v>Lê Thử An</v></c><c s=\"1\"><v>43713</v></c></row>"
	                                  "<row r=\"3\"><c t=\"s\"><v>7</v></c></row>");

	province_make(c);
	struct import_summary s = take(c, workbook(c, cells, "<worksheet/>", STYLES));
	assert_non_null(strstr(pupils_issues(c, &s), "~1! import.rows_passed; "));
}
