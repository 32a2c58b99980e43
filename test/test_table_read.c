/* test_table_read.c - what an xlsx says, however it says it. */
#include "book/writer.h"
#include "test_table_tools.h"

TEST_PURE(table_reads_every_kind_of_cell)
{
	int fd = sheet_xlsx(c,
	                    "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>8.5</v></c>"
	                    "<c r=\"C1\" s=\"1\"><v>43713</v></c><c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"e\"><v>#VALUE!</v></c>"
	                    "<c r=\"F1\" t=\"str\"><f>A1</f><v>Nguyễn  An </v></c><c r=\"G1\" t=\"inlineStr\"><is><t>Hà</t></is></c>"
	                    "<c r=\"H1\" t=\"d\"><v>2019-09-05T00:00:00</v></c></row></sheetData>",
	                    "<si><t>Trần Bình</t></si>");

	sheet_is(c, fd, "[Lớp 1A]\n1|TTrần Bình|N8.5|D2019-09-05|B1|E#VALUE!|TNguyễn An|THà|D2019-09-05|\n");
}

TEST_PURE(table_joins_rich_text_and_leaves_phonetic_text_out)
{
	int fd = sheet_xlsx(c,
	                    "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><r><t>Hà </t></r>"
	                    "<rPh sb=\"0\" eb=\"1\"><t>x</t></rPh><r><t>Nội</t></r></is></c></row></sheetData>",
	                    "<si><r><rPr><b/></rPr><t xml:space=\"preserve\">Họ </t></r><r><t>và tên</t></r>"
	                    "<rPh sb=\"0\" eb=\"1\"><t>kana</t></rPh></si>");

	sheet_is(c, fd, "[Lớp 1A]\n1|THọ và tên|THà Nội|\n");
}

TEST_PURE(table_cleans_text)
{
	/* NFD, NBSP, a line break as Excel writes it, a zero width space, an escaped underscore */
	int fd = sheet_xlsx(c, "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
	                       "<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row></sheetData>",
	                    "<si><t>Mã&#160; định_x000D_\ndanh </t></si><si><t>Hoa\xCC\x80</t></si><si><t>a_x005F_x000D_b</t></si>"
	                    "<si><t>x_x0007_y</t></si>");

	sheet_is(c, fd, "[Lớp 1A]\n1|TMã định danh|THoà|Ta_x000D_b|tx\ay|\n");
}

TEST_PURE(table_takes_numbers_as_excel_shows_them)
{
	int fd = sheet_xlsx(c, "<sheetData><row r=\"1\"><c><v>40425419</v></c><c><v>8.4000000000000004</v></c><c><v>7.9123456789E10</v></c>"
	                       "<c><v>1.0</v></c><c><v>-0.5</v></c><c><v>1E-3</v></c><c><v>1.5E+25</v></c><c><v>.5</v></c>"
	                       "<c><v>0.1</v></c><c><v>-0</v></c><c><v>0.30000000000000004</v></c><c><v>7</v></c></row>"
	                       "<row r=\"2\"><c><v>6.8999999999999995</v></c><c><v>0.89999999999999991</v></c><c><v>-8.0999999999999996</v></c><c><v>7.0000000000000009</v></c>"
	                       "<c><v>9.0000000000000002E-3</v></c><c><v>8.1333333333333329</v></c><c><v>1234567890123456</v></c><c><v>99.99999999999999999</v></c></row>"
	                       "<row r=\"3\"><c><v>1e999</v></c><c><v>0x10</v></c><c><v>abc</v></c></row></sheetData>", NULL);

	sheet_is(c, fd, "[Lớp 1A]\n1|N40425419|N8.4|N79123456789|N1|N-0.5|N0.001|N15000000000000000000000000|N0.5|N0.1|N0|"
	                "N0.3|N7|\n"
	                "2|N6.9|N0.9|N-8.1|N7|N0.009|N8.13333333333333|N1234567890123456|N100|\n3|T1e999|T0x10|Tabc|\n");
}

TEST_PURE(table_knows_dates_by_their_format)
{
	int fd = sheet_xlsx(c, "<sheetData><row r=\"1\"><c s=\"1\"><v>1</v></c><c s=\"1\"><v>59</v></c><c s=\"1\"><v>61</v></c>"
	                       "<c s=\"3\"><v>43713.99999999</v></c><c s=\"3\"><v>43713.75</v></c></row>"
	                       "<row r=\"2\"><c s=\"1\"><v>60</v></c><c s=\"1\"><v>0.5</v></c><c s=\"1\"><v>40425419</v></c>"
	                       "<c s=\"2\"><v>1.25</v></c><c s=\"99\"><v>43713</v></c></row></sheetData>", NULL);

	sheet_is(c, fd, "[Lớp 1A]\n1|D1900-01-01|D1900-02-28|D1900-03-01|D2019-09-06|D2019-09-05|\n"
	                "2|N60|N0.5|N40425419|N1.25|N43713|\n");
}

TEST_PURE(table_knows_what_zeros_and_percentages_show)
{
	sheet_is(c, sheet_xlsx(c, "<row><c s=\"4\"><v>7</v></c><c s=\"4\"><v>0</v></c><c s=\"4\"><v>1234</v></c><c s=\"4\"><v>7.5</v></c><c s=\"4\"><v>-7</v></c>"
	                          "<c s=\"5\"><v>0.5</v></c><c s=\"6\"><v>0.123</v></c><c s=\"6\" t=\"str\"><v>a</v></c></row>", NULL),
	         "[Lớp 1A]\n1|N7 =007|N0 =000|N1234|N7.5|N-7|N0.5 =50%|N0.123 =12,3%|Ta|\n");
}

TEST_PURE(sheet_counts_from_1904_where_the_book_does)
{
	struct sheet_part parts[] = {
		{ "xl/workbook.xml", "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"A\" r:id=\"rId3\"/>"
		                     "</sheets></workbook>", 0 },
		{ "xl/_rels/workbook.xml.rels", sheet_workbook_rels, 0 },
		{ "xl/styles.xml", sheet_styles, 0 },
		{ "xl/worksheets/sheet1.xml", "<worksheet><row><c s=\"1\"><v>0</v></c><c s=\"1\"><v>42251</v></c></row></worksheet>", 0 },
	};

	sheet_is(c, sheet_zip(c, parts, COUNT(parts)), "[A]\n1|D1904-01-01|D2019-09-05|\n");
}

TEST_PURE(table_places_cells_by_address_or_by_order)
{
	int fd = sheet_xlsx(c, "<sheetData><row><c><v>1</v></c><c r=\"D1\"><v>4</v></c><c><v>5</v></c><c r=\"B1\"><v>2</v></c></row>"
	                       "<row r=\"9\"><c r=\"A9\"><v>9</v></c></row><row><c><v>10</v></c></row>"
	                       "<row r=\"4\"><c r=\"A4\"><v>4</v></c></row></sheetData>", NULL);

	sheet_is(c, fd, "[Lớp 1A]\n1|N1|N2|-|N4|N5|\n9|N9|\n10|N10|\n4|N4|\n");
}

TEST_PURE(table_leaves_ghost_rows_and_ghost_columns_out)
{
	int fd = sheet_xlsx(c, "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"/><c r=\"XFD1\" s=\"1\"/></row><row r=\"2\"/>"
	                       "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"str\"><f>\"\"</f><v></v></c></row>"
	                       "<row r=\"4\"><c r=\"B4\"><v>1</v></c><c r=\"C4\" s=\"1\"/></row></sheetData>", "<si><t> </t></si>");

	sheet_is(c, fd, "[Lớp 1A]\n4|-|N1|\n");
}

TEST_PURE(table_shows_a_formula_nobody_computed)
{
	sheet_is(c, sheet_xlsx(c, "<row><c><f>SUM(A2:A9)</f></c><c><f>1+1</f><v>2</v></c>"
	                         "<c><f>1+2</f><v></v></c><c t=\"s\"><f>A1</f><v/></c><c t=\"str\"><f>\"\"</f><v/></c></row>", NULL),
	         "[Lớp 1A]\n1|E#CHƯA TÍNH|N2|E#CHƯA TÍNH|E#CHƯA TÍNH|\n");
}

TEST_PURE(table_reports_merged_cells)
{
	sheet_is(c, sheet_xlsx(c, "<sheetData><row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:C1\"/>"
	                          "<mergeCell ref=\"B2:B$\"/><mergeCell ref=\"AA10:AB12\"/></mergeCells>", NULL),
	         "[Lớp 1A]\n1|N1|\nmerged A1:C1\nmerged AA10:AB12\n");
}

TEST_PURE(table_does_not_mind_prefixes_and_strict_names)
{
	struct sheet_part parts[] = {
		{ "_rels/.rels", "<p:Relationships xmlns:p=\"x\"><p:Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/"
		                 "officeDocument/relationships/officeDocument\" Target=\"/book/main.xml\"/></p:Relationships>", 0 },
		{ "book/main.xml", "<x:workbook xmlns:x=\"x\" xmlns:q=\"q\"><x:sheets><x:sheet name=\"B\" state=\"veryHidden\" q:id=\"1\"/>"
		                   "<x:sheet name=\"\" sheetId=\"3\" q:id=\"2\"/></x:sheets></x:workbook>", 0 },
		{ "book/_rels/main.xml.rels", "<Relationships><Relationship Id=\"1\" Type=\"t/worksheet\" Target=\"../x/s1.xml\"/>"
		                              "<Relationship Id=\"2\" Type=\"t/worksheet\" Target=\"./S2.XML\"/></Relationships>", 0 },
		{ "x/s1.xml", "<x:worksheet xmlns:x=\"x\"><x:row><x:c><x:v>1</x:v></x:c></x:row></x:worksheet>", 0 },
		{ "book/s2.xml", "<worksheet><row><c><v>2</v></c></row></worksheet>", 0 },
	};

	sheet_is(c, sheet_zip(c, parts, COUNT(parts)), "[B (ẩn)]\n1|N1|\n[Trang 2]\n1|N2|\n");
}

struct stopping {
	int rows, ends;
	enum table_go answer;
};

static enum table_go stop_at_two(struct ctx *c, void *arg, const struct table_row *row)
{
	struct stopping *s = arg;

	(void)row;
	if (++s->rows < 2)
		return TABLE_MORE;
	if (s->answer == TABLE_FAILED)
		(fail)(c, ERR_CONFLICT, "test.enough", "enough");
	return s->answer;
}

static bool count_end(struct ctx *c, void *arg, const struct table_range *merged, size_t n)
{
	struct stopping *s = arg;

	(void)c, (void)merged;
	s->ends += 1 + (int)n;
	return true;
}

TEST_PURE(table_stops_when_told)
{
	const char *grid = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row>"
	                   "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>";
	struct table_sink sink = { .row = stop_at_two, .end = count_end };
	struct stopping s = { .answer = TABLE_ENOUGH };
	int fd = sheet_xlsx(c, grid, NULL);

	OK(table_read(c, fd, NULL, &sink, &s));
	assert_int_equal(s.rows, 2);
	assert_int_equal(s.ends, 2); /* the merged cells still came */
	sink.end = NULL;
	s = (struct stopping){ .answer = TABLE_ENOUGH };
	OK(table_read(c, fd, NULL, &sink, &s));
	assert_int_equal(s.rows, 2);
	s = (struct stopping){ .answer = TABLE_FAILED };
	FAILS(table_read(c, fd, NULL, &sink, &s), "test.enough");
	assert_int_equal(s.rows, 2);
}

TEST_PURE(table_column_names_are_those_of_excel)
{
	assert_string_equal(table_column_name(c->arena, 0), "A");
	assert_string_equal(table_column_name(c->arena, 25), "Z");
	assert_string_equal(table_column_name(c->arena, 26), "AA");
	assert_string_equal(table_column_name(c->arena, 701), "ZZ");
	assert_string_equal(table_column_name(c->arena, 16383), "XFD");
}
