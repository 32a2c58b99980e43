/* test_annotate.c - somebody's own workbook, coloured and with the column "Lỗi", otherwise what it was. */
#include "annotate/annotate.h"
#include "book/writer.h"
#include "test_import_tools.h"
#include "test_office.h"
#include "test_table_tools.h"

#define AT(s, r, col, text) { .sheet = s, .row = r, .column = col, .message = text }
#define DOUBT(s, r, col, text) { .sheet = s, .row = r, .column = col, .message = text, .warning = true }

static int annotated(struct ctx *c, int fd, const struct annotation *what, const char *name)
{
	const char *path = arena_fmt(c->arena, "%s/%s.xlsx", test_dir(c), name);

	OK(sheet_annotate(c, fd, what, path));
	return sheet_open(c, path);
}

static const struct sheet_titles sheet1[] = { { "Sheet1", 1 } };

static const char small[] = "STT|Lớp|Họ và tên|Ngày sinh\n#1|1A|Lê An|31/02/2019\n#2|1A|Lê Bá\n#3|1A|Lê Cả|@2019-09-05\n";

TEST_PURE(annotate_colours_cells_and_says_why_beside_the_row)
{
	const struct sheet_mark mark[] = { AT("Sheet1", 2, "D", "Không có ngày này."), AT("Sheet1", 2, "B", "=1+1"), DOUBT("Sheet1", 3, "D", "Chưa có."),
		                           AT("Sheet1", 4, NULL, "Hai dòng là một em."), AT("Khác", 2, "A", "x"), AT("Sheet1", 1, NULL, "cả trang") };
	const struct annotation what = { .mark = mark, .n_marks = COUNT(mark), .titles = sheet1, .n_titles = 1 };
	int fd = annotated(c, pupils_file(c, small), &what, "marked");

	sheet_is(c, fd, "[Sheet1]\n1|TSTT|TLớp|THọ và tên|TNgày sinh|TLỗi|\n"
	                "2|N1|T1A|TLê An|T31/02/2019|TCột B: =1+1 Cột D: Không có ngày này.|\n"
	                "3|N2|T1A|TLê Bá|-|TLưu ý, cột D: Chưa có.|\n"
	                "4|N3|T1A|TLê Cả|D2019-09-05|TCả dòng: Hai dòng là một em.|\n");
	assert_string_equal(LOOK("tints", look_path(c, fd)), "2B red; 2D red; 2E red; 3D yellow; 3E yellow; 4A red; 4B red; 4C red; 4D red; 4E red; ");
}

TEST_PURE(annotate_takes_older_marks_away)
{
	const struct sheet_mark first[] = { AT("Sheet1", 2, "D", "Sai."), AT("Sheet1", 3, "D", "Chưa có.") }, second[] = { AT("Sheet1", 3, "D", "Vẫn chưa có.") };
	const struct annotation one = { .mark = first, .n_marks = 2, .titles = sheet1, .n_titles = 1 };
	const struct annotation two = { .mark = second, .n_marks = 1, .titles = sheet1, .n_titles = 1 };
	const struct annotation none = { .titles = sheet1, .n_titles = 1 };
	int fd = annotated(c, annotated(c, pupils_file(c, small), &one, "first"), &two, "second");

	sheet_is(c, fd, "[Sheet1]\n1|TSTT|TLớp|THọ và tên|TNgày sinh|TLỗi|\n2|N1|T1A|TLê An|T31/02/2019|\n"
	                "3|N2|T1A|TLê Bá|-|TCột D: Vẫn chưa có.|\n4|N3|T1A|TLê Cả|D2019-09-05|\n");
	assert_string_equal(LOOK("tints", look_path(c, fd)), "3D red; 3E red; ");
	sheet_is(c, annotated(c, fd, &none, "none"), "[Sheet1]\n1|TSTT|TLớp|THọ và tên|TNgày sinh|\n2|N1|T1A|TLê An|T31/02/2019|\n3|N2|T1A|TLê Bá|\n"
	                                             "4|N3|T1A|TLê Cả|D2019-09-05|\n");
}

/* A title that is merged over empty columns covers them. */
TEST_PURE(annotate_stays_clear_of_merged_titles)
{
	const struct sheet_mark mark[] = { AT("Lớp 1A", 2, "A", "Sai.") };
	const struct sheet_titles titles[] = { { "Lớp 1A", 1 } };
	const struct annotation what = { mark, 1, titles, 1, NULL };
	static const char sheet[] = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>Tên</v></c><c r=\"B1\" t=\"str\"><v>Điểm</v></c></row>"
	                            "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"B1:D1\"/></mergeCells>";

	sheet_is(c, annotated(c, sheet_xlsx(c, sheet, NULL), &what, "merged"),
	         "[Lớp 1A]\n1|TTên|TĐiểm|-|-|TLỗi|\n2|N1|-|-|-|TCột A: Sai.|\nmerged B1:D1\n");
}

/* ---- nothing else changes ---- */

/* A dump without what an annotation adds: the last cell of each row, of the sheets that have the column. */
struct filter {
	struct buf out;
	const char *sheet;
	size_t column;
	bool here;
};

static bool filter_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	struct filter *f = arg;

	(void)c;
	f->here = streq(info->name, f->sheet);
	buf_fmt(&f->out, "[%s]\n", info->name);
	return !streq(info->name, ANNOTATE_TITLE);
}

static enum table_go filter_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct filter *f = arg;

	(void)c;
	buf_fmt(&f->out, "%zu", row->number);
	for (size_t i = 0; i < row->n_cells; i++)
		if (row->cell[i].kind != CELL_EMPTY && !(f->here && i == f->column))
			buf_fmt(&f->out, "|%zu %d %s", i, row->cell[i].kind, row->cell[i].text);
	buf_char(&f->out, '\n');
	return TABLE_MORE;
}

static bool filter_end(struct ctx *c, void *arg, const struct table_range *m, size_t n)
{
	struct filter *f = arg;

	(void)c;
	for (size_t i = 0; i < n; i++)
		buf_fmt(&f->out, "merged %zu:%zu %zu:%zu\n", m[i].row_first, m[i].column_first, m[i].row_last, m[i].column_last);
	return true;
}

static const char *without(struct ctx *c, int fd, const char *sheet, size_t column)
{
	static const struct table_sink sink = { .begin = filter_begin, .row = filter_row, .end = filter_end };
	struct filter f = { buf_in(c->arena), sheet, column, false };

	OK(table_read(c, fd, NULL, &sink, &f));
	return buf_text(&f.out);
}

static const struct sheet_titles rich_titles[] = { { "Lớp 1A", 3 } };
static const struct sheet_mark rich_marks[] = { AT("Lớp 1A", 8, "D", "Không có ngày 31/02."), AT("Lớp 1A", 11, "F", "Chưa có dân tộc."), DOUBT("Lớp 1A", 8, "C", "Tên lạ.") };
static const struct note_cell list_cells[] = { { ANNOTATE_LIST " DANH SÁCH", NOTE_TITLE }, { "7", NOTE_NUMBER }, { "=HYPERLINK(\"x\")", NOTE_ERROR } };
static const struct note_row list_rows[] = { { list_cells, COUNT(list_cells) } };
static const double list_widths[] = { 40, 8, 20 };
static const struct note_sheet list = { list_widths, COUNT(list_widths), list_rows, COUNT(list_rows) };
static const struct annotation rich = { rich_marks, COUNT(rich_marks), rich_titles, 1, &list };

TEST_PURE(annotate_leaves_the_rest_of_a_workbook_as_it_was)
{
	int before = fixture(c, "rich.xlsx"), after = annotated(c, before, &rich, "rich");
	static const char *const kept[] = { "sheetProtection", "dataValidation", "mergeCell", "legacyDrawing", "tablePart", "autoFilter" };

	assert_string_equal(LOOK("tints", look_path(c, after)), "8C yellow; 8D red; 8H red; 11F red; 11H red; ");
	assert_string_equal(LOOK("changed", look_path(c, before), look_path(c, after)),
	                    "[Content_Types].xml; xl/_rels/workbook.xml.rels; xl/styles.xml; xl/workbook.xml; +xl/worksheets/khue-loi.xml; xl/worksheets/sheet2.xml; ");
	assert_string_equal(arena_fmt(c->arena, "%s[" ANNOTATE_TITLE "]\n", without(c, before, "Lớp 1A", 7)), without(c, after, "Lớp 1A", 7));
	for (size_t i = 0; i < COUNT(kept); i++)
		assert_string_equal(LOOK("count", look_path(c, before), "Lớp 1A", kept[i]), LOOK("count", look_path(c, after), "Lớp 1A", kept[i]));
}

TEST_PURE(annotate_makes_what_libreoffice_opens_and_gives_back)
{
	int before = fixture(c, "rich.xlsx"), after = annotated(c, before, &rich, "rich"), again = office_convert(c, after, "rich.xlsx", "xlsx");

	assert_string_equal(without(c, after, "", 0), without(c, again, "", 0));
	assert_string_equal(LOOK("tints", look_path(c, again)), "8C yellow; 8D red; 8H red; 11F red; 11H red; ");
	assert_string_equal(LOOK("count", look_path(c, again), "Lớp 1A", "dataValidation"), "1");
	/* What LibreOffice saved is known again as ours: neither the column nor the list is doubled. */
	int third = annotated(c, again, &rich, "third");
	assert_string_equal(without(c, after, "", 0), without(c, third, "", 0));
	assert_string_equal(LOOK("tints", look_path(c, third)), "8C yellow; 8D red; 8H red; 11F red; 11H red; ");
}

TEST_PURE(annotate_makes_an_xlsx_of_a_csv)
{
	const struct sheet_titles titles[] = { { "CSV", 1 } };
	const struct sheet_mark mark[] = { AT("CSV", 2, "C", "Sai."), AT("CSV", 3, "D", "Chưa có.") };
	const struct annotation what = { mark, COUNT(mark), titles, 1, &list };
	const char *text;
	int fd = sheet_text_file(c, "STT;Mã;Họ tên;Ngày sinh\n1;00123;=A1;05/09/2019\n2;00124;Lê Bá\n");

	OK(sheet_dump(c, fd, NULL, &text));
	fd = annotated(c, fd, &what, "csv");
	sheet_is(c, fd, "[CSV]\n1|TSTT|TMã|THọ tên|TNgày sinh|TLỗi|\n2|T1|T00123|T=A1|T05/09/2019|TCột C: Sai.|\n"
	                "3|T2|T00124|TLê Bá|-|TCột D: Chưa có.|\n[Lỗi]\n1|TLỖI KHI NHẬP DANH SÁCH|N7|T=HYPERLINK(\"x\")|\n");
	assert_string_equal(LOOK("tints", look_path(c, fd)), "2C red; 2E red; 3D red; 3E red; ");
	const struct annotation next = { mark, 1, titles, 1, &list };
	fd = annotated(c, fd, &next, "next");
	assert_string_equal(LOOK("tints", look_path(c, fd)), "2C red; 2E red; ");
	assert_string_equal(LOOK("count", look_path(c, fd), "Lỗi", "row"), "1");
	/* Saved as csv by the clerk, the column is still ours. */
	fd = sheet_text_file(c, "STT;Họ tên;Lỗi\n1;Lê An;Cột B: Sai.\n2;Lê Bá;Cột B: Sai.\n");
	const struct sheet_mark one[] = { AT("CSV", 3, "B", "Vẫn sai.") };
	const struct annotation last = { one, 1, titles, 1, NULL };
	sheet_is(c, annotated(c, fd, &last, "last"), "[CSV]\n1|TSTT|THọ tên|TLỗi|\n2|T1|TLê An|\n3|T2|TLê Bá|TCột B: Vẫn sai.|\n");
}

/* An .xls cannot be added to: the same sheets, cells and merged titles in an .xlsx. */
TEST_PURE(annotate_makes_an_xlsx_of_an_xls)
{
	int before = fixture(c, "rich.xls"), after = annotated(c, before, &rich, "xls");

	assert_string_equal(arena_fmt(c->arena, "%s[" ANNOTATE_TITLE "]\n", without(c, before, "Lớp 1A", 7)), without(c, after, "Lớp 1A", 7));
	assert_string_equal(LOOK("tints", look_path(c, after)), "8C yellow; 8D red; 8H red; 11F red; 11H red; ");
	assert_non_null(strstr(LOOK("part", look_path(c, after), "xl/workbook.xml"), "name=\"DanhMuc\" sheetId=\"3\" state=\"hidden\""));
	assert_string_equal(without(c, after, "", 0), without(c, office_convert(c, after, "rich.xlsx", "xlsx"), "", 0));
}

/* What was seen there is seen again. */
TEST_PURE(annotate_writes_percents_and_truths_as_they_were_shown)
{
	const struct sheet_titles titles[] = { { "HTML", 1 }, { "Học sinh", 3 } };
	const struct sheet_mark mark[] = { AT("HTML", 2, "A", "Sai."), AT("HTML", 2, "E", "Sai."), AT("Học sinh", 4, "B", "Sai.") };
	const struct annotation what = { mark, COUNT(mark), titles, COUNT(titles), NULL };
	int fd = sheet_text_file(c, "<table><tr><td>Tỉ lệ<td>Lẻ<td>Mã<td>Số<td>Cả</tr><tr><td x:num='0.5'>50%<td x:num='0.4857'>48,57%<td x:num='7'>007<td x:num='8.5'>8,5"
	                            "<td x:num='1'>100%</table>");

	sheet_is(c, fd, "[HTML]\n1|TTỉ lệ|TLẻ|TMã|TSố|TCả|\n2|N0.5 =50%|N0.4857 =48,57%|N7 =007|N8.5|N1 =100%|\n");
	sheet_is(c, annotated(c, fd, &what, "percent"), "[HTML]\n1|TTỉ lệ|TLẻ|TMã|TSố|TCả|TLỗi|\n"
	                                                "2|N0.5 =50%|N0.4857 =48,57%|T007|N8.5|N1 =100%|TCột A: Sai. Cột E: Sai.|\n");
	fd = annotated(c, sheet_open(c, arena_fmt(c->arena, "%s/test/fixtures/reading/quirks.xls", TEST_SOURCE_DIR)), &what, "truth");
	const char *text;
	OK(sheet_dump(c, fd, NULL, &text));
	assert_non_null(strstr(text, "|N8.5|T8,5|B1|"));
}

/* ---- XML as other programs write it ---- */

#define MAIN "xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const char styles[] =
	"<x:styleSheet " MAIN "><x:fonts count=\"1\"><x:font/></x:fonts><x:fills count=\"1\"><x:fill><x:patternFill patternType=\"none\"/></x:fill></x:fills>"
	"<x:borders count=\"1\"><x:border/></x:borders><x:cellXfs count=\"3\"><x:xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
	"<x:xf numFmtId=\"49\" fillId=\"0\" applyProtection=\"1\"><x:protection locked=\"0\"/></x:xf><x:xf numFmtId=\"14\" fillId=\"0\"/></x:cellXfs></x:styleSheet>";

/* A package with the prefix x: everywhere, as the toolkits of servers write it. */
static int prefixed_in(struct ctx *c, const char *workbook, const char *worksheet)
{
	const struct sheet_part parts[] = {
		{ "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\""
		  " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\""
		  " ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\""
		  " ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\""
		  " ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>", 0 },
		{ "_rels/.rels", sheet_rels, 0 },
		{ "xl/workbook.xml", workbook, 0 },
		{ "xl/_rels/workbook.xml.rels", sheet_workbook_rels, 0 },
		{ "xl/styles.xml", styles, 0 },
		{ "xl/worksheets/sheet1.xml", arena_fmt(c->arena, "<x:worksheet " MAIN ">%s</x:worksheet>", worksheet), 0 },
	};

	return sheet_zip(c, parts, COUNT(parts));
}

static int prefixed(struct ctx *c, const char *worksheet)
{
	return prefixed_in(c, "<x:workbook " MAIN " xmlns:r=\"" OFFICE "\"><x:sheets><x:sheet name=\"Lớp 1A\" sheetId=\"7\" r:id=\"rId3\"/></x:sheets></x:workbook>", worksheet);
}

static const struct sheet_titles class_titles[] = { { "Lớp 1A", 1 } };

TEST_PURE(annotate_writes_the_xml_that_the_workbook_speaks)
{
	static const char before[] = "<x:dimension ref=\"A1:B3\"/><x:cols><x:col min=\"2\" max=\"9\" width=\"7\" style=\"1\" hidden=\"1\"/></x:cols><x:sheetData>"
	                             "<x:row r=\"1\" spans=\"1:3\"><x:c r=\"A1\" t=\"str\"><x:v>Tên</x:v></x:c>"
	                             "<x:c r=\"C1\" t=\"str\"><x:v>Mã</x:v></x:c></x:row>"
	                             "<x:row r=\"2\"><x:c r=\"C2\" s=\"2\"><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r=\"D2\" s=\"1\"/><x:c r=\"E2\" s=\"1\"/></x:row>"
	                             "<x:row r=\"3\" s=\"2\" customFormat=\"1\"/><x:row r=\"4\">"
	                             "<x:c t=\"str\"><x:v>a&amp;b</x:v></x:c></x:row></x:sheetData><x:autoFilter ref=\"A1:C4\"/>";
	static const char after[] = "<x:dimension ref=\"A1:D3\"></x:dimension><x:cols><x:col width=\"7\" style=\"1\" hidden=\"1\" min=\"2\" max=\"3\"></x:col>"
	                            "<x:col min=\"4\" max=\"4\" width=\"60\" customWidth=\"1\"/><x:col width=\"7\" style=\"1\" hidden=\"1\" min=\"5\" max=\"9\"></x:col></x:cols><x:sheetData>"
	                            "<x:row r=\"1\"><x:c r=\"A1\" t=\"str\"><x:v>Tên</x:v></x:c><x:c r=\"C1\" t=\"str\"><x:v>Mã</x:v></x:c>"
	                            "<x:c r=\"D1\" s=\"7\" t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\">Lỗi</x:t></x:is></x:c></x:row>"
	                            "<x:row r=\"2\"><x:c r=\"B2\" s=\"10\"/><x:c r=\"C2\" s=\"11\"><x:f>1+1</x:f><x:v>2</x:v></x:c>"
	                            "<x:c r=\"D2\" s=\"8\" t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\">"
	                            "Cột B: Trống.&#10;Cột C: &#60;2&#62;</x:t></x:is></x:c><x:c r=\"E2\" s=\"1\"/></x:row>"
	                            "<x:row r=\"3\" s=\"2\" customFormat=\"1\"><x:c r=\"A3\" s=\"12\"/><x:c r=\"D3\" s=\"9\" t=\"inlineStr\">"
	                            "<x:is><x:t xml:space=\"preserve\">Lưu ý, cột A: Trống.</x:t></x:is></x:c></x:row>"
	                            "<x:row r=\"4\"><x:c t=\"str\"><x:v>a&amp;b</x:v></x:c></x:row>"
	                            "<x:row r=\"6\"><x:c r=\"A6\" s=\"13\"/><x:c r=\"D6\" s=\"8\" t=\"inlineStr\">"
	                            "<x:is><x:t xml:space=\"preserve\">Cột A: Thiếu.</x:t></x:is></x:c></x:row>"
	                            "</x:sheetData><x:autoFilter ref=\"A1:C4\"/>";
	const struct sheet_mark mark[] = { AT("Lớp 1A", 2, "B", "Trống."), AT("Lớp 1A", 2, "C", "<2>"), DOUBT("Lớp 1A", 3, "A", "Trống."), AT("Lớp 1A", 6, "A", "Thiếu.") };
	const struct annotation what = { mark, COUNT(mark), class_titles, 1, &list };
	int fd = annotated(c, prefixed(c, before), &what, "prefixed");

	assert_string_equal(LOOK("part", look_path(c, fd), "xl/worksheets/sheet1.xml"), arena_fmt(c->arena, "<x:worksheet " MAIN ">%s</x:worksheet>", after));
	assert_non_null(strstr(LOOK("part", look_path(c, fd), "xl/styles.xml"),
	                       "<x:xf numFmtId=\"49\" applyProtection=\"1\" fillId=\"1\" applyFill=\"1\"><x:protection locked=\"0\"/></x:xf>"));
	assert_non_null(strstr(LOOK("part", look_path(c, fd), "xl/styles.xml"), "<x:xf numFmtId=\"14\" fillId=\"2\" applyFill=\"1\"></x:xf>"));
	assert_non_null(strstr(LOOK("part", look_path(c, fd), "xl/workbook.xml"), "<x:sheet name=\"Lỗi\" sheetId=\"8\" r:id=\"rIdKhueLoi\"/></x:sheets>"));
	assert_string_equal(without(c, fd, "", 0), without(c, office_convert(c, fd, "prefixed.xlsx", "xlsx"), "", 0));
}

/* As openpyxl writes: what r stands for is said by each sheet. */
TEST_PURE(annotate_says_what_its_sheet_needs_where_each_sheet_says_it)
{
	static const char workbook[] = "<x:workbook " MAIN "><x:sheets><x:sheet xmlns:r=\"" OFFICE "\" name=\"Lớp 1A\" sheetId=\"7\" r:id=\"rId3\"/></x:sheets></x:workbook>";
	const struct sheet_mark mark[] = { AT("Lớp 1A", 2, "B", "Trống.") };
	const struct annotation what = { mark, COUNT(mark), class_titles, 1, &list };
	int fd = annotated(c, prefixed_in(c, workbook, "<x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"str\"><x:v>Tên</x:v></x:c></x:row></x:sheetData>"), &what, "declared");

	assert_non_null(strstr(LOOK("part", look_path(c, fd), "xl/workbook.xml"),
	                       "<x:sheet name=\"Lỗi\" sheetId=\"8\" xmlns:r=\"" OFFICE "\" r:id=\"rIdKhueLoi\"/></x:sheets>"));
	assert_string_equal(without(c, fd, "", 0), without(c, office_convert(c, fd, "declared.xlsx", "xlsx"), "", 0));
}

TEST_PURE(annotate_writes_anew_a_package_it_cannot_add_to)
{
	const struct sheet_mark mark[] = { AT("Lớp 1A", 2, "A", "Sai.") };
	const struct annotation what = { mark, 1, class_titles, 1, NULL };
	int fd = sheet_xlsx(c, "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>Sinh</v></c></row><row r=\"2\"><c r=\"A2\" s=\"1\"><v>43713</v></c></row></sheetData>", NULL);

	sheet_is(c, annotated(c, fd, &what, "anew"), "[Lớp 1A]\n1|TSinh|TLỗi|\n2|D2019-09-05|TCột A: Sai.|\n");
}

TEST_PURE(annotate_says_when_it_cannot_write)
{
	const struct annotation what = { .titles = sheet1, .n_titles = 1 };

	FAILS(sheet_annotate(c, pupils_file(c, small), &what, "/nonexistent/out.xlsx"), "sheet.write");
}
