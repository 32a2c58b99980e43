/* test_table_kinds.c - workbooks of other producers, each odd in a way that hurts nobody: they are read as what they mean. */
#include <unistd.h>

#include "sheet/template.h"
#include "test_table_tools.h"

/* ---- xlsx ---- */

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define CELL(text) "<row><c t=\"inlineStr\"><is><t>" text "</t></is></c></row>"

/* A package: these parts, or the usual ones. */
struct oddly {
	const char *workbook, *workbook_name, *relations, *styles, *sheet, *sheet_name;
};

static int package(struct ctx *c, struct oddly o)
{
	struct sheet_part parts[4] = { { o.workbook_name != NULL ? o.workbook_name : "xl/workbook.xml", o.workbook != NULL ? o.workbook : sheet_workbook, 0 },
		                       { o.sheet_name != NULL ? o.sheet_name : "xl/worksheets/sheet1.xml",
		                         o.sheet != NULL ? o.sheet : "<worksheet><sheetData>" CELL("An") "</sheetData></worksheet>", 0 } };
	size_t n = 2;

	parts[n++] = (struct sheet_part){ o.workbook_name != NULL ? "xl\\_rels\\Workbook.xml.rels" : "xl/_rels/workbook.xml.rels",
		                          o.relations != NULL ? o.relations : sheet_workbook_rels, 0 };
	if (o.styles == NULL || *o.styles != '\0')
		parts[n++] = (struct sheet_part){ "xl/styles.xml", o.styles != NULL ? o.styles : sheet_styles, 0 };
	return sheet_zip(c, parts, n);
}

static const char *many_empty(struct ctx *c, size_t n)
{
	struct buf b = buf_in(c->arena);

	while (n-- > 0)
		buf_put(&b, "-|");
	return buf_text(&b);
}

static const char *dump(struct ctx *c, int fd)
{
	const char *text;

	OK(sheet_dump(c, fd, NULL, &text));
	return text;
}

TEST_PURE(table_names_of_parts_are_compared_without_case_and_slash)
{
	const char *usual = dump(c, package(c, (struct oddly){ 0 }));

	assert_non_null(strstr(usual, "1|TAn|"));
	assert_string_equal(dump(c, package(c, (struct oddly){ .workbook_name = "XL\\Workbook.xml", .sheet_name = "\\xl\\Worksheets\\Sheet1.xml" })), usual);
	assert_string_equal(dump(c, package(c, (struct oddly){ .workbook_name = "./xl/./workbook.xml", .sheet_name = ".\\xl//worksheets/.\\sheet1.xml" })), usual);
}

TEST_PURE(table_reads_what_has_no_styles_or_a_sheet_without_its_part)
{
	static const char two[] = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Mất\" r:id=\"rId9\"/><sheet name=\"Còn\" r:id=\"rId3\"/></sheets></workbook>";
	const char *usual = dump(c, package(c, (struct oddly){ 0 }));

	assert_string_equal(dump(c, package(c, (struct oddly){ .styles = "" })), usual);
	assert_string_equal(dump(c, package(c, (struct oddly){ .workbook = two })), "[Còn]\n1|TAn|\n");
	static const char *const titles[] = { "An" };
	static const struct template_column name = { .id = "name", .titles = titles, .n_titles = 1 };
	static const struct template t = { "An", &name, 1 }, *const templates[] = { &t };
	struct matches m;
	OK(sheet_match(c, package(c, (struct oddly){ .workbook = two }), NULL, templates, 1, &m));
	assert_string_equal(m.lost->name, "Mất");
	assert_true(m.n_lost == 1 && m.lost->key == NULL);
	FAILS(sheet_match(c, package(c, (struct oddly){ .workbook = two, .sheet = "<worksheet/>" }), NULL, templates, 1, &m), "sheet.missing_part");
}

/* ---- one part is damaged, the others are read ---- */

#define TYPES(part) "<Types><Override PartName=\"" part "\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"

/* Sheets "A" and "B" of this content, and one more part. */
static int two_sheets(struct ctx *c, const char *a, const char *b, struct sheet_part more)
{
	const struct sheet_part parts[] = {
		{ "xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" r:id=\"a\"/><sheet name=\"B\" r:id=\"b\"/></sheets></workbook>", 0 },
		{ "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"a\" Type=\"t/worksheet\" Target=\"a.xml\"/><Relationship Id=\"b\" Type=\"t/worksheet\" "
		  "Target=\"b.xml\"/><Relationship Id=\"t\" Type=\"t/sharedStrings\" Target=\"t.xml\"/></Relationships>", 0 },
		{ "xl/a.xml", a, 0 }, { "xl/b.xml", b, 0 }, more,
	};

	return sheet_zip(c, parts, more.name == NULL ? COUNT(parts) - 1 : COUNT(parts));
}

static void heard_lost(struct ctx *c, void *arg, const char *name, const char *key, const char *why)
{
	(void)c;
	buf_fmt(arg, "-%s %s;", name, key);
	assert_true(why != NULL && strlen(why) > 60);
}

static enum table_go heard_row(struct ctx *c, void *arg, const struct table_row *row)
{
	(void)c;
	buf_fmt(arg, "%s;", row->cell[0].text);
	return TABLE_MORE;
}

static const char *heard(struct ctx *c, int fd)
{
	static const struct table_sink sink = { .row = heard_row, .lost = heard_lost };
	struct buf b = buf_in(c->arena);

	if (!table_read(c, fd, NULL, &sink, &b)) {
		buf_put(&b, c->key);
		ctx_clear(c);
	}
	return buf_text(&b);
}

TEST_PURE(table_a_damaged_sheet_does_not_refuse_the_others)
{
	static const char good[] = "<worksheet>" CELL("An") "</worksheet>";
	static const char *const bad[] = { "", "PK", "<worksheet>" CELL("Ba"), "<worksheet>" CELL("Ba") "<row r=\"0\"/></worksheet>",
		                           "<worksheet>" CELL("Ba") "<row><c r=\"1a\"><v>1</v></c></row></worksheet>" };
	const char *ignored;

	for (size_t i = 0; i < COUNT(bad); i++) {
		const char *begun = i < 2 ? "" : "Ba;";
		assert_string_equal(heard(c, two_sheets(c, bad[i], good, (struct sheet_part){ 0 })), arena_fmt(c->arena, "%s-A sheet.damaged;An;", begun));
		assert_string_equal(heard(c, two_sheets(c, good, bad[i], (struct sheet_part){ 0 })), arena_fmt(c->arena, "An;%s-B sheet.damaged;", begun));
		assert_string_equal(heard(c, two_sheets(c, bad[i], bad[0], (struct sheet_part){ 0 })),
		                    arena_fmt(c->arena, "%s-A sheet.damaged;-B sheet.damaged;sheet.damaged", begun));
		FAILS(sheet_dump(c, two_sheets(c, bad[i], good, (struct sheet_part){ 0 }), NULL, &ignored), "sheet.damaged"); /* whoever does not listen */
	}
	assert_string_equal(heard(c, two_sheets(c, good, "<!DOCTYPE a><worksheet/>", (struct sheet_part){ 0 })), "An;sheet.doctype");
}

TEST_PURE(table_damaged_styles_refuse_nothing)
{
	static const char sheet[] = "<worksheet><row><c s=\"1\"><v>43713</v></c></row></worksheet>";

	assert_string_equal(dump(c, package(c, (struct oddly){ .sheet = sheet })), "[Lớp 1A]\n1|D2019-09-05|\n");
	assert_string_equal(dump(c, package(c, (struct oddly){ .sheet = sheet, .styles = " " })), "[Lớp 1A]\n1|N43713|\n");
	assert_string_equal(dump(c, package(c, (struct oddly){ .sheet = sheet, .styles = "<styleSheet><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>" })), "[Lớp 1A]\n1|N43713|\n");
}

TEST_PURE(table_finds_the_workbook_without_the_root)
{
	static const char *const roots[] = { "", "PK", "<Relationships/>", "<Relationships><Relationship Id=\"1\" Type=\"x/officeDocument\" Target=\"nowhere.xml\"/></Relationships>" };
	static const char *const places[] = { "xl/workbook.xml", "xl/Book2.xml" };

	for (size_t i = 0; i <= COUNT(roots); i++)
		for (size_t k = 0; k < COUNT(places); k++) {
			struct sheet_part parts[] = { { places[k], sheet_workbook, 0 }, { arena_fmt(c->arena, "xl/_rels/%s.rels", places[k] + 3), sheet_workbook_rels, 0 },
				                      { "xl/worksheets/sheet1.xml", "<worksheet>" CELL("An") "</worksheet>", 0 },
				                      { "[Content_Types].xml", k == 0 ? "" : TYPES("/xl/book2.xml"), 0 }, { "_rels/.rels", i < COUNT(roots) ? roots[i] : "", 0 } };
			sheet_is(c, sheet_zip(c, parts, i < COUNT(roots) ? 5 : 4), "[Lớp 1A]\n1|TAn|\n");
		}
}

TEST_PURE(table_one_text_that_is_not_there_is_one_cell)
{
	static const char sheet[] = "<worksheet><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>7</v></c><c><v>8</v></c></row></worksheet>";
	const struct sheet_part cut = { "xl/t.xml", "<sst><si><t>An</t></si>", 0 };

	sheet_is(c, sheet_xlsx(c, "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>7</v></c><c><v>8</v></c></row>", "<si><t>An</t></si>"), "[Lớp 1A]\n1|TAn|E#HỎNG|N8|\n");
	/* Of a table that is cut off what came before is there. */
	assert_string_equal(heard(c, two_sheets(c, sheet, "<worksheet>" CELL("Ba") "</worksheet>", cut)), "An;Ba;");
	assert_string_equal(heard(c, two_sheets(c, "<worksheet><row><c t=\"s\"><v>1</v></c></row></worksheet>", "<worksheet/>", cut)), "#HỎNG;");
	/* Of one of which nothing is nobody reads a sheet that needs it; who needs none is read. */
	assert_string_equal(heard(c, two_sheets(c, sheet, "<worksheet>" CELL("Ba") "</worksheet>", (struct sheet_part){ "xl/t.xml", "<sst><si><t>An", 0 })), "-A sheet.damaged;Ba;");
	assert_string_equal(heard(c, two_sheets(c, sheet, "<worksheet/>", (struct sheet_part){ "xl/t.xml", "", 0 })), "-A sheet.damaged;");
}

TEST_PURE(table_what_lies_far_to_the_right_is_told_and_refuses_nothing)
{
	sheet_is(c, sheet_xlsx(c, "<row r=\"1\"><c><v>1</v></c><c r=\"XFD1\"><v>2</v></c><c r=\"KO1\"><v>3</v></c></row><row r=\"4\"><c r=\"XFD4\"><v>2</v></c></row>"
	                          "<row r=\"5\"><c r=\"XFD5\" s=\"1\"/><c r=\"KN5\"><v>9</v></c></row>", NULL),
	         arena_fmt(c->arena, "[Lớp 1A]\n1|N1|+KO\n4|-|+XFD\n5|%sN9|\n", many_empty(c, 299)));
}

/* The same word means something else in another namespace, wherever it is declared. */
TEST_PURE(table_extensions_are_no_part_of_the_workbook)
{
	static const char first[] = "<workbook xmlns=\"" MAIN "\" xmlns:r=\"r\" xmlns:x15=\"urn:x15\"><workbookPr/><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId3\"/></sheets>"
	                            "<x15:workbookPr date1904=\"1\"/><extLst><ext><workbookPr date1904=\"1\"/></ext></extLst></workbook>";
	static const char second[] = "<workbook xmlns=\"" MAIN "\" xmlns:r=\"r\"><sheets><sheet xmlns:x15=\"urn:x15\" x15:name=\"B\" name=\"A\" sheetId=\"1\" r:id=\"rId3\"/></sheets>"
	                             "<workbookPr xmlns=\"urn:other\" date1904=\"1\"><workbookPr date1904=\"1\"/></workbookPr></workbook>";
	static const char third[] = "<s:workbook xmlns:s=\"" MAIN "\" xmlns:r=\"r\" xmlns:mc=\"mc\"><s:sheets><sheet xmlns=\"" MAIN "\" name=\"A\" sheetId=\"1\" r:id=\"rId3\"/></s:sheets>"
	                            "<mc:AlternateContent><mc:Choice Requires=\"x\"><s:workbookPr date1904=\"1\"/></mc:Choice><mc:Fallback/></mc:AlternateContent></s:workbook>";
	static const char sheet[] = "<worksheet xmlns=\"" MAIN "\" xmlns:x=\"urn:x\"><sheetData><row><c s=\"1\"><v>43713</v></c><x:c><x:v>7</x:v></x:c></row></sheetData></worksheet>";
	const char *const workbook[] = { first, second, third };

	for (size_t i = 0; i < COUNT(workbook); i++)
		assert_string_equal(dump(c, package(c, (struct oddly){ .workbook = workbook[i], .sheet = sheet })), "[A]\n1|D2019-09-05|\n");
}

TEST_PURE(table_alternatives_that_need_nothing_are_read)
{
	static const char workbook[] = "<workbook xmlns=\"" MAIN "\" xmlns:r=\"r\" xmlns:mc=\"mc\"><sheets><sheet name=\"A\" r:id=\"rId3\"/></sheets><mc:AlternateContent>"
	                               "<mc:Choice Requires=\"x\"/><mc:Fallback><workbookPr date1904=\"1\"/></mc:Fallback></mc:AlternateContent></workbook>";
	static const char sheet[] = "<worksheet><sheetData><row><c s=\"1\"><v>42251</v></c></row></sheetData></worksheet>";

	assert_string_equal(dump(c, package(c, (struct oddly){ .workbook = workbook, .sheet = sheet })), "[A]\n1|D2019-09-05|\n");
}

TEST_PURE(table_texts_of_a_cell_say_more_than_the_number_beside_them)
{
	sheet_is(c, sheet_xlsx(c, "<row><c t=\"inlineStr\"><v>1.0</v><is><t>Hà Nội</t></is></c><c t=\"inlineStr\"><is><t>Huế</t></is><v>1.0</v></c>"
	                          "<c><is><r><t>Cà </t></r><r><t>Mau</t></r></is></c><c t=\"inlineStr\"><f>A1</f><is><t>Vinh</t></is></c><c t=\"inlineStr\"><v>Bắc</v></c></row>", NULL),
	         "[Lớp 1A]\n1|THà Nội|THuế|TCà Mau|TVinh|TBắc|\n");
}

TEST_PURE(table_addresses_may_be_small_and_fixed)
{
	sheet_is(c, sheet_xlsx(c, "<row r=\"1\"><c r=\"b1\"><v>1</v></c><c r=\"$D$1\"><v>2</v></c></row>", NULL), "[Lớp 1A]\n1|-|N1|-|N2|\n");
}

/* ---- xls, written byte by byte ---- */

static void put16(struct buf *b, unsigned n)
{
	buf_add(b, (const char[]){ (char)(n & 0xFF), (char)(n >> 8 & 0xFF) }, 2);
}

static void put32(struct buf *b, uint32_t n)
{
	put16(b, n & 0xFFFF);
	put16(b, n >> 16);
}

static void record(struct buf *b, unsigned type, const char *data, size_t len)
{
	put16(b, type);
	put16(b, (unsigned)len);
	buf_add(b, data, len);
}

#define RECORD(b, type, bytes) record((b), (type), (bytes), sizeof(bytes) - 1)

/* A workbook of one sheet with one row: the strings of the table, one after the other.  sst: the whole record and those that continue it. */
static struct buf biff(struct ctx *c, const struct buf *sst, size_t cells)
{
	struct buf b = buf_in(c->arena);

	RECORD(&b, 0x0809, "\x00\x06\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00");
	const size_t where = b.len + 4;
	RECORD(&b, 0x0085, "\0\0\0\0\0\0\x01\0A");
	buf_add(&b, sst->data, sst->len);
	RECORD(&b, 0x000A, "");
	b.data[where] = (char)(b.len & 0xFF), b.data[where + 1] = (char)(b.len >> 8);
	RECORD(&b, 0x0809, "\x00\x06\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00");
	for (size_t i = 0; i < cells; i++)
		record(&b, 0x00FD, (const char[]){ 0, 0, (char)i, 0, 0, 0, (char)i, 0, 0, 0 }, 10);
	RECORD(&b, 0x000A, "");
	return b;
}

enum { SECTOR = 512, FREE = 0xFFFFFFFF, END = 0xFFFFFFFE };

static void entry(struct buf *b, const char *name, unsigned type, uint32_t child, uint32_t first, uint32_t size)
{
	const size_t from = b->len;

	for (const char *p = name; *p != '\0'; p++)
		put16(b, (unsigned char)*p);
	while (b->len < from + 64)
		buf_char(b, '\0');
	put16(b, (unsigned)strlen(name) * 2 + 2);
	put16(b, type | 0x100);
	put32(b, FREE), put32(b, FREE), put32(b, child);
	while (b->len < from + 116)
		buf_char(b, '\0');
	put32(b, first), put32(b, size), put32(b, 0);
}

/* The box around it: the table of sectors, the stream, of at least 4,096 bytes, then the directory, with which the file ends before its sector does. */
static int box(struct ctx *c, const char *name, const struct buf *stream)
{
	struct buf b = buf_in(c->arena);
	const size_t size = stream->len > 4096 ? stream->len : 4096, n = (size + SECTOR - 1) / SECTOR;

	buf_add(&b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	while (b.len < 24)
		buf_char(&b, '\0');
	put16(&b, 0x3E), put16(&b, 3), put16(&b, 0xFFFE), put16(&b, 9), put16(&b, 6), put16(&b, 0), put32(&b, 0), put32(&b, 0);
	put32(&b, 1), put32(&b, (uint32_t)n + 1), put32(&b, 0), put32(&b, 4096), put32(&b, END), put32(&b, 0), put32(&b, END), put32(&b, 0), put32(&b, 0);
	while (b.len < SECTOR)
		put32(&b, FREE);
	put32(&b, 0xFFFFFFFD);
	for (size_t i = 0; i < n; i++)
		put32(&b, i + 1 == n ? END : (uint32_t)(i + 2));
	put32(&b, END);
	while (b.len < 2 * SECTOR)
		put32(&b, FREE);
	buf_add(&b, stream->data, stream->len);
	while (b.len < (n + 2) * SECTOR)
		buf_char(&b, '\0');
	entry(&b, "Root Entry", 5, 1, END, 0);
	entry(&b, name, 2, FREE, 1, (uint32_t)size);
	return sheet_file(c, b.data, b.len);
}

#define AN "\x02\x00\x00" "An"
#define BINH "\x04\x00\x00" "Binh"

static struct buf strings(struct ctx *c, unsigned said, const char *more)
{
	struct buf b = buf_in(c->arena), sst = buf_in(c->arena);

	put32(&sst, said), put32(&sst, said);
	buf_add(&sst, AN BINH, sizeof AN BINH - 1);
	buf_put(&sst, more);
	record(&b, 0x00FC, sst.data, sst.len);
	return b;
}

TEST_PURE(xls_counts_its_texts_whatever_it_says)
{
	const unsigned said[] = { 2, 1, 0, 3, 100000 };

	for (size_t i = 0; i < COUNT(said); i++) {
		const struct buf sst = strings(c, said[i], ""), b = biff(c, &sst, 2);
		sheet_is(c, box(c, "Workbook", &b), "[A]\n1|TAn|TBinh|\n");
	}
	const struct buf sst = strings(c, 2, "\x05"), b = biff(c, &sst, 2); /* nobody promised more */
	sheet_is(c, box(c, "Workbook", &b), "[A]\n1|TAn|TBinh|\n");
}

TEST_PURE(xls_one_text_that_is_not_there_is_one_cell)
{
	const struct buf sst = strings(c, 2, ""), b = biff(c, &sst, 3), none = buf_in(c->arena), without = biff(c, &none, 1);
	const char *ignored;

	sheet_is(c, box(c, "Workbook", &b), "[A]\n1|TAn|TBinh|E#HỎNG|\n");
	FAILS(sheet_dump(c, box(c, "Workbook", &without), NULL, &ignored), "sheet.xls_damaged");
}

/* Others stand before and after. */
TEST_PURE(xls_a_text_that_is_too_long_is_one_cell)
{
	struct table_limits l = table_limits_default;
	struct buf table = buf_in(c->arena), tables = buf_in(c->arena);
	const char *text;

	put32(&table, 3), put32(&table, 3);
	buf_add(&table, AN "\x0C\x00\x00" "A long text." BINH, sizeof AN "\x0C\x00\x00" "A long text." BINH - 1);
	record(&tables, 0x00FC, table.data, table.len);
	const struct buf b = biff(c, &tables, 3);
	l.cell_bytes = 8;
	OK(sheet_dump(c, box(c, "Workbook", &b), &l, &text));
	assert_string_equal(text, "[A]\n1|TAn|E#HỎNG|TBinh|\n");
}

/* A font and a format cut off; a sheet that begins nowhere. */
TEST_PURE(xls_a_damaged_record_does_not_refuse_the_rest)
{
	struct buf tables = strings(c, 2, "");

	RECORD(&tables, 0x0031, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x09\0" "Ar");
	RECORD(&tables, 0x041E, "\xA4\0\x09\0\0" "dd");
	const struct buf plain = biff(c, &tables, 2);
	sheet_is(c, box(c, "Workbook", &plain), "[A]\n1|TAn|TBinh|\n");
	RECORD(&tables, 0x0085, "\x04\0\0\0\0\0\x01\0B");
	const struct buf lost = biff(c, &tables, 2);
	assert_string_equal(heard(c, box(c, "Workbook", &lost)), "An;-B sheet.xls_damaged;");
}

/* A text in its own cell that says to be shorter than what stands there: nobody knows which is true. */
TEST_PURE(xls_a_text_that_says_to_be_shorter_is_not_read)
{
	static const char said[] = { 13, 6, 0 };
	const struct buf none = buf_in(c->arena);

	for (size_t i = 0; i < COUNT(said); i++) {
		struct buf b = biff(c, &none, 0);
		char label[] = "\0\0\0\0\0\0\0\0\0Nguyen Thu Ha";
		label[6] = said[i];
		b.len -= 4; /* its end */
		record(&b, 0x0204, label, sizeof label - 1);
		RECORD(&b, 0x000A, "");
		sheet_is(c, box(c, "Workbook", &b), i == 0 ? "[A]\n1|TNguyen Thu Ha|\n" : "[A]\n1|E#HỎNG|\n");
	}
}

TEST_PURE(xls_is_found_by_its_name_in_any_case)
{
	static const char *const names[] = { "Workbook", "WORKBOOK", "workbook", "Book", "BOOK" };
	const struct buf sst = strings(c, 2, ""), b = biff(c, &sst, 2);

	for (size_t i = 0; i < COUNT(names); i++)
		sheet_is(c, box(c, names[i], &b), "[A]\n1|TAn|TBinh|\n");
}

/* "Thanh" cut after "Th": what goes on begins with flags, and where nothing else follows, so does what goes on then. */
TEST_PURE(xls_texts_go_on_over_any_edge)
{
	static const struct {
		const char *bytes;
		size_t len;
	} parts[][4] = {
		{ { "\0anh", 4 } },
		{ { "\0", 1 }, { "\0anh", 4 } },
		{ { "\x01", 1 }, { "\0", 1 }, { "\x01" "a\0n\0h\0", 7 } },
		{ { "", 0 }, { "\0anh", 4 } },
		{ { "\0an", 3 }, { "", 0 }, { "\x01h\0", 3 } },
	};

	for (size_t i = 0; i < COUNT(parts); i++) {
		struct buf sst = buf_in(c->arena);
		record(&sst, 0x00FC, "\x01\0\0\0\x01\0\0\0\x05\0\0Th", 13);
		for (size_t k = 0; k < COUNT(parts[i]) && parts[i][k].bytes != NULL; k++)
			record(&sst, 0x003C, parts[i][k].bytes, parts[i][k].len);
		const struct buf b = biff(c, &sst, 1);
		sheet_is(c, box(c, "Workbook", &b), "[A]\n1|TThanh|\n");
	}
}

TEST_PURE(xls_of_many_sectors_is_read)
{
	struct buf sst = buf_in(c->arena), all = buf_in(c->arena);

	put32(&all, 40), put32(&all, 40);
	for (int i = 0; i < 40; i++) {
		put16(&all, 100), buf_char(&all, '\0');
		for (int k = 0; k < 100; k++)
			buf_char(&all, (char)('a' + (i + k) % 26));
	}
	record(&sst, 0x00FC, all.data, all.len);
	const struct buf b = biff(c, &sst, 1);
	assert_true(b.len > 4096 && b.len % SECTOR != 0);
	assert_non_null(strstr(dump(c, box(c, "Workbook", &b)), "1|Tabcdef"));
}
