/* test_hostile_content.c - workbooks whose content means harm: XML, grids, old records, web pages, text. */
#include <unistd.h>

#include "test_hostile.h"

#define SHEET "xl/worksheets/sheet1.xml"
#define CELL "<row><c t=\"str\"><v>Nguyễn Văn An</v></c></row>"

static int sheet(struct ctx *c, const char *xml)
{
	return hostile_xlsx(c, "", &(struct zip_part){ .name = SHEET, .content = xml, .stored = true }, 1);
}

static int grid(struct ctx *c, const char *xml)
{
	return sheet(c, arena_fmt(c->arena, "<worksheet>%s</worksheet>", xml));
}

/* ---- XML ---- */

#define SHEET_OF(id, xml) \
	static int id(struct ctx *c) \
	{ \
		return sheet(c, xml); \
	}
SHEET_OF(doctype, "<!DOCTYPE worksheet><worksheet/>")
SHEET_OF(laughs, "<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><w>&c;</w>")
SHEET_OF(outside, "<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet><row><c t=\"str\"><v>&e;</v></c></row></worksheet>")
SHEET_OF(from_network, "<!DOCTYPE w SYSTEM \"http://127.0.0.1/x.dtd\"><worksheet/>")
SHEET_OF(parameters, "<!DOCTYPE w [<!ENTITY % p SYSTEM \"http://127.0.0.1/x\">%p;]><worksheet/>")
SHEET_OF(undefined, "<worksheet><row><c t=\"str\"><v>&nobody;</v></c></row></worksheet>")
SHEET_OF(not_xml, "PK\3\4 nothing")
SHEET_OF(unclosed, "<worksheet><row><c><v>1</v>")
SHEET_OF(bad_utf8, "<worksheet><row><c t=\"str\"><v>\xC3\x28</v></c></row></worksheet>")
SHEET_OF(said_utf7, "<?xml version=\"1.0\" encoding=\"UTF-7\"?><worksheet/>")
SHEET_OF(control, "<worksheet><row><c t=\"str\"><v>\x01</v></c></row></worksheet>")
SHEET_OF(deep, many(c, "<a>", 100000))
SHEET_OF(attributes, arena_fmt(c->arena, "<worksheet %s/>", many(c, "a='1' ", 10000)))
SHEET_OF(comment, arena_fmt(c->arena, "<worksheet><!-- %s", many(c, "0123456789", 400000)))

static int utf16(struct ctx *c)
{
	const char *xml = "<worksheet><row><c t='str'><v>An</v></c></row></worksheet>";
	size_t n = strlen(xml);
	char *wide = arena_alloc(c->arena, 2 * n + 2);

	memcpy(wide, "\xFF\xFE", 2);
	for (size_t i = 0; i < n; i++)
		wide[2 + 2 * i] = xml[i];
	return hostile_xlsx(c, "", &(struct zip_part){ .name = SHEET, .content = wide, .len = 2 * n + 2 }, 1);
}

static int names(struct ctx *c)
{
	struct buf b = buf_in(c->arena);

	for (int i = 0; i < 20000; i++)
		buf_fmt(&b, "<n%d/>", i);
	return grid(c, buf_text(&b));
}

static int long_attribute(struct ctx *c)
{
	return sheet(c, arena_fmt(c->arena, "<worksheet a='%s'/>", many(c, "0123456789", 300000)));
}

TEST_PURE(hostile_xml_is_refused)
{
	static const struct hostile all[] = {
		{ "DOCTYPE", doctype, "sheet.doctype", NULL },
		{ "entity bomb", laughs, "sheet.doctype", NULL },
		{ "external entity", outside, "sheet.doctype", NULL },
		{ "DTD from the network", from_network, "sheet.doctype", NULL },
		{ "parameter entity", parameters, "sheet.doctype", NULL },
		{ "undefined entity", undefined, "sheet.damaged", NULL },
		{ "not XML", not_xml, "sheet.damaged", NULL },
		{ "XML cut off", unclosed, "sheet.damaged", NULL },
		{ "bad UTF-8", bad_utf8, "sheet.damaged", NULL },
		{ "XML said to be UTF-7", said_utf7, "sheet.damaged", NULL },
		{ "control character", control, "sheet.damaged", NULL },
		{ "100,000 levels", deep, "sheet.damaged", NULL },
		{ "one attribute 10,000 times", attributes, "sheet.damaged", NULL },
		{ "endless comment", comment, "sheet.damaged", NULL },
		{ "endless attribute", long_attribute, "sheet.damaged", NULL },
		{ "20,000 names", names, "sheet.damaged", NULL },
		{ "UTF-16", utf16, NULL, "An|" },
	};

	hostile_check(c, all, COUNT(all));
}

/* ---- grids ---- */

#define GRID_OF(id, xml) \
	static int id(struct ctx *c) \
	{ \
		return grid(c, xml); \
	}
GRID_OF(missing_string, "<row><c t=\"s\"><v>4000000000</v></c></row>")
GRID_OF(negative_string, "<row><c t=\"s\"><v>-1</v></c></row>")
GRID_OF(row_zero, "<row r=\"0\"><c><v>1</v></c></row>")
GRID_OF(row_beyond, "<row r=\"1048577\"><c><v>1</v></c></row>")
GRID_OF(column_beyond, "<row><c r=\"AAAA1\"><v>1</v></c></row>")
GRID_OF(last_column, "<row><c r=\"XFD1\"><v>1</v></c></row>")
GRID_OF(style_beyond, "<row><c s=\"4000000000\" t=\"str\"><v>Nguyễn Văn An</v></c></row>")
GRID_OF(long_cell, arena_fmt(c->arena, "<row><c t=\"str\"><v>%s</v></c></row>", many(c, "0123456789", 50000)))
GRID_OF(long_row, arena_fmt(c->arena, "<row>%s</row>", many(c, arena_fmt(c->arena, "<c t=\"str\"><v>%s</v></c>", many(c, "ữ", 30000)), 40)))
GRID_OF(merged, arena_fmt(c->arena, "<sheetData>" CELL "</sheetData><mergeCells>%s</mergeCells>", many(c, "<mergeCell ref=\"A1:XFD1048576\"/>", 400000)))
GRID_OF(formulas, "<row><c t=\"str\"><f>[1]Sheet1!A1</f><v>Nguyễn Văn An</v></c><c t=\"str\"><v>=cmd|' /C calc'!A0</v></c></row>")
GRID_OF(nfd, "<row><c t=\"str\"><v>Nguye\xCC\x82\xCC\x83n Va\xCC\x86n An</v></c></row>")
GRID_OF(marks, arena_fmt(c->arena, "<row><c t=\"str\"><v>a%s</v></c></row>", many(c, "\xCC\x81", 20000)))

static int wide_sheet(struct ctx *c)
{
	return grid(c, arena_fmt(c->arena, "<row>%s</row>", many(c, "<c><v>1</v></c>", 16384)));
}

static int ghosts(struct ctx *c)
{
	return grid(c, arena_fmt(c->arena, CELL "%s", many(c, "<row><c s=\"1\"/><c s=\"1\"/></row>", 300000)));
}

static int many_rows(struct ctx *c)
{
	return grid(c, many(c, "<row><c><v>1</v></c></row>", 210000));
}

static int million_strings(struct ctx *c)
{
	struct buf b = buf_in(c->arena);

	buf_put(&b, "<sst>");
	for (int i = 0; i < 1000000; i++)
		buf_fmt(&b, "<si><t>Nguyễn Văn %d</t></si>", i);
	buf_put(&b, "</sst>");
	return hostile_xlsx(c, "<row><c t=\"s\"><v>999999</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>500000</v></c></row>",
	                    &(struct zip_part){ .name = "xl/sharedStrings.xml", .content = buf_text(&b) }, 1);
}

static int with_macros(struct ctx *c)
{
	const struct zip_part p[] = { { .name = "xl/vbaProject.bin", .content = "\xD0\xCF\x11\xE0 Auto_Open" },
		                      { .name = "[Content_Types].xml", .content = "<Types/>" } };
	return hostile_xlsx(c, CELL, p, 2);
}

static int with_links(struct ctx *c)
{
	const struct zip_part p[] = {
		{ .name = "xl/externalLinks/externalLink1.xml", .content = "<externalLink><externalBook r:id=\"rId1\"/></externalLink>" },
		{ .name = "xl/externalLinks/_rels/externalLink1.xml.rels",
		  .content = "<Relationships><Relationship Id=\"rId1\" Type=\"x/externalLinkPath\" Target=\"http://127.0.0.1:1/a.xlsx\" "
		             "TargetMode=\"External\"/></Relationships>" },
	};
	return hostile_xlsx(c, "<row><c t=\"str\"><f>[1]A!A1</f><v>Nguyễn Văn An</v></c></row>", p, 2);
}

static int rels(struct ctx *c, const char *relations)
{
	return hostile_xlsx(c, CELL, &(struct zip_part){ .name = "xl/_rels/workbook.xml.rels", .content = relations }, 1);
}

static int in_a_circle(struct ctx *c)
{
	return rels(c, "<Relationships><Relationship Id=\"rId3\" Type=\"x/worksheet\" Target=\"../xl/workbook.xml\"/></Relationships>");
}

static int climbing(struct ctx *c)
{
	return rels(c, "<Relationships><Relationship Id=\"rId3\" Type=\"x/worksheet\" Target=\"../../../../../../etc/passwd\"/></Relationships>");
}

static int from_the_web(struct ctx *c)
{
	return rels(c, "<Relationships><Relationship Id=\"rId3\" Type=\"x/worksheet\" Target=\"http://127.0.0.1:1/s.xml\" TargetMode=\"External\"/>"
	               "</Relationships>");
}

static int without_sheets(struct ctx *c)
{
	return hostile_xlsx(c, CELL, &(struct zip_part){ .name = "xl/workbook.xml", .content = "<workbook/>" }, 1);
}

TEST_PURE(hostile_grids_are_refused_or_read)
{
	static const struct hostile all[] = {
		{ "string that is not there", missing_string, "sheet.damaged", NULL },
		{ "negative string", negative_string, "sheet.damaged", NULL },
		{ "row 0", row_zero, "sheet.damaged", NULL },
		{ "row 1,048,577", row_beyond, "sheet.damaged", NULL },
		{ "column AAAA", column_beyond, "sheet.damaged", NULL },
		{ "a value in column XFD", last_column, NULL, NULL },
		{ "16,384 columns", wide_sheet, NULL, "1|1|1|" },
		{ "style 4,000,000,000", style_beyond, NULL, "Nguyễn Văn An" },
		{ "cell of 500,000 characters", long_cell, "sheet.cell_too_long", NULL },
		{ "row of a million characters", long_row, "sheet.row_too_long", NULL },
		{ "400,000 merged ranges", merged, NULL, "50000 merged" },
		{ "300,000 ghost rows", ghosts, NULL, "Nguyễn Văn An" },
		{ "210,000 rows", many_rows, "sheet.too_many_rows", NULL },
		{ "a million strings", million_strings, NULL, "Nguyễn Văn 999999|Nguyễn Văn 0|Nguyễn Văn 500000|" },
		{ "macros, renamed", with_macros, NULL, "Nguyễn Văn An" },
		{ "external links", with_links, NULL, "Nguyễn Văn An" },
		{ "formulas that call out", formulas, NULL, "Nguyễn Văn An|=cmd|" },
		{ "NFD", nfd, NULL, "Nguyễn Văn An" },
		{ "20,000 marks on one letter", marks, NULL, "[Lớp 1A]a" },
		{ "relation in a circle", in_a_circle, NULL, "[Lớp 1A]" },
		{ "relation that climbs", climbing, "sheet.missing_part", NULL },
		{ "sheet on the web", from_the_web, "sheet.missing_part", NULL },
		{ "no sheet", without_sheets, "sheet.no_sheet", NULL },
	};

	hostile_check(c, all, COUNT(all));
}

/* ---- old records ---- */

/* header3.xls with some of its bytes changed, `at` counted from the first place where `find` stands. */
static int changed(struct ctx *c, const char *find, size_t n_find, size_t at, const char *bytes, size_t n)
{
	char *all = arena_alloc(c->arena, 16384), *found;
	ssize_t len = pread(sheet_made(c, "header3.xls"), all, 16384, 0);

	assert_true(len > 0 && len < 16384);
	found = memmem(all, (size_t)len, find, n_find);
	assert_non_null(found);
	memcpy(found + at, bytes, n);
	return sheet_file(c, all, (size_t)len);
}

#define OLE "\xD0\xCF\x11\xE0"
#define CHANGED(id, find, at, bytes) \
	static int id(struct ctx *c) \
	{ \
		return changed(c, find, sizeof find - 1, at, bytes, sizeof bytes - 1); \
	}
CHANGED(sectors_of_a_gigabyte, OLE, 30, "\x1E\0")
CHANGED(sectors_of_a_byte, OLE, 30, "\0\0")
CHANGED(directory_nowhere, OLE, 48, "\xF0\xFF\xFF\x7F")
CHANGED(table_nowhere, OLE, 76, "\xF0\xFF\xFF\x7F")
CHANGED(table_of_tables_in_a_circle, OLE, 68, "\0\0\0\0\xFF\xFF\xFF\x7F")
CHANGED(book_of_4_gb, "W\0o\0r\0k\0b\0o\0o\0k", 120, "\xFF\xFF\xFF\xFF")
CHANGED(book_nowhere, "W\0o\0r\0k\0b\0o\0o\0k", 116, "\xF0\xFF\xFF\x7F")
CHANGED(book_without_name, "W\0o\0r\0k\0b\0o\0o\0k", 0, "X")
CHANGED(excel_95, "\x09\x08\x10\0\0\x06\x05\0", 4, "\0\x05")
CHANGED(no_beginning, "\x09\x08\x10\0\0\x06\x05\0", 0, "\x77\x77")
CHANGED(locked, "\x22\0\2\0", 0, "\x2F")
CHANGED(strings_of_4_g, "\xFC\0", 8, "\xFF\xFF\xFF\xFF")
CHANGED(long_record, "\xFC\0", 2, "\xFF\xFF")
CHANGED(sheet_nowhere, "\x85\0", 4, "\xF0\xFF\xFF\x7F")

/* Each sector of the table follows itself. */
static int chains_in_a_circle(struct ctx *c)
{
	char *all = arena_alloc(c->arena, 16384);
	ssize_t len = pread(sheet_made(c, "header3.xls"), all, 16384, 0);
	uint32_t table;

	memcpy(&table, all + 76, 4);
	for (uint32_t i = 0; i < 128; i++)
		memcpy(all + (table + 1) * 512 + 4 * i, &i, 4);
	return sheet_file(c, all, (size_t)len);
}

TEST_PURE(hostile_old_workbooks_are_refused)
{
	static const struct hostile all[] = {
		{ "sectors of a gigabyte", sectors_of_a_gigabyte, "sheet.xls_damaged", NULL },
		{ "sectors of a byte", sectors_of_a_byte, "sheet.xls_damaged", NULL },
		{ "directory nowhere", directory_nowhere, "sheet.xls_damaged", NULL },
		{ "table nowhere", table_nowhere, "sheet.xls_damaged", NULL },
		{ "table of tables in a circle", table_of_tables_in_a_circle, NULL, "Nguyễn Văn An" },
		{ "chains in a circle", chains_in_a_circle, "sheet.xls_damaged", NULL },
		{ "stream of 4 GB", book_of_4_gb, "sheet.xls_damaged", NULL },
		{ "stream nowhere", book_nowhere, "sheet.xls_damaged", NULL },
		{ "stream without its name", book_without_name, "sheet.xls_damaged", NULL },
		{ "Excel 95", excel_95, "sheet.old_xls", NULL },
		{ "no beginning", no_beginning, "sheet.xls_damaged", NULL },
		{ "xls with a password", locked, "sheet.encrypted", NULL },
		{ "four thousand million strings", strings_of_4_g, NULL, "Nguyễn Văn An" }, /* there are as many as there are */
		{ "record longer than the file", long_record, "sheet.xls_damaged", NULL },
		{ "sheet nowhere", sheet_nowhere, "sheet.xls_damaged", NULL },
	};

	hostile_check(c, all, COUNT(all));
}

/* ---- web pages and text ---- */

#define TEXT_OF(id, text) \
	static int id(struct ctx *c) \
	{ \
		return sheet_text_file(c, text); \
	}
TEXT_OF(login, "<!DOCTYPE html><html><body><form action='/login'>Đăng nhập</form></body></html>")
TEXT_OF(html_entities, "<!DOCTYPE html [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><table><tr><td>Nguyễn Văn An<td>&b;</table>")
TEXT_OF(html_script, "<table><tr><td>Nguyễn Văn An<script src='http://127.0.0.1:1/'>x</script><img src='http://127.0.0.1:1/'></table>")
TEXT_OF(html_deep, arena_fmt(c->arena, "<table><tr><td>%sNguyễn Văn An", many(c, "<div>", 200000)))
TEXT_OF(html_tables, arena_fmt(c->arena, "%s", many(c, "<table><tr><td>", 100000)))
TEXT_OF(html_comment, arena_fmt(c->arena, "<table><tr><td>Nguyễn Văn An<!-- %s", many(c, "- -", 2000000)))
TEXT_OF(html_spans, arena_fmt(c->arena, "<table>%s", many(c, "<tr><td colspan=65535 rowspan=65535>1", 2000)))
TEXT_OF(html_wide, arena_fmt(c->arena, "<table><tr>%s", many(c, "<td>1", 10000)))
TEXT_OF(html_attribute, arena_fmt(c->arena, "<table a='%s'><tr><td>1", many(c, "0123456789", 1500000)))
TEXT_OF(utf7, "+/v8-H+HsE-,1\n")
TEXT_OF(utf7_without_mark, "H+Hs0- t+AOo-n\nNguy+HsU-n V+AQM-n An,T+HqE-m\n")
TEXT_OF(western, "M\xE3,T\xEAn\n")
TEXT_OF(open_quote, "a,b\n\"An,1\nBình,2\n")
TEXT_OF(one_line, many(c, "0123456789", 4000000))
TEXT_OF(csv_wide, many(c, "1,", 20000))
TEXT_OF(csv_long, many(c, "1,2\n", 300000))
TEXT_OF(csv_formula, "Họ tên,Ghi chú\nNguyễn Văn An,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n")

TEST_PURE(hostile_pages_and_texts_are_refused_or_read)
{
	static const struct hostile all[] = {
		{ "login page", login, "sheet.html_no_table", NULL },
		{ "entities in a page", html_entities, NULL, "Nguyễn Văn An|" },
		{ "script in a page", html_script, NULL, "Nguyễn Văn An|" },
		{ "200,000 divs", html_deep, NULL, NULL },
		{ "tables in tables", html_tables, NULL, NULL },
		{ "endless comment in a page", html_comment, "sheet.html_damaged", NULL },
		{ "spans of 65,535", html_spans, NULL, "1|" },
		{ "10,000 columns in a page", html_wide, NULL, "1|1|1|" },
		{ "endless attribute in a page", html_attribute, "sheet.html_damaged", NULL },
		{ "UTF-7", utf7, "sheet.utf7", NULL },
		{ "UTF-7 without its mark", utf7_without_mark, "sheet.utf7", NULL },
		{ "unknown bytes", western, "sheet.encoding", NULL },
		{ "open quote", open_quote, "sheet.open_quote", NULL },
		{ "a line of 40 MB", one_line, "sheet.cell_too_long", NULL },
		{ "20,000 columns", csv_wide, NULL, "1|1|1|" },
		{ "300,000 rows", csv_long, "sheet.too_many_rows", NULL },
		{ "formula in text", csv_formula, NULL, "=HYPERLINK" },
	};

	hostile_check(c, all, COUNT(all));
}
