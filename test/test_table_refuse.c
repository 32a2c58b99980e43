/* test_table_refuse.c - files that must not be read, each with its own sentence. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "test_table_tools.h"

static bool reads(struct ctx *c, int fd, const struct table_limits *limits)
{
	const char *ignored;

	return sheet_dump(c, fd, limits, &ignored);
}

static int bytes(struct ctx *c, const char *head, size_t len)
{
	char *all = arena_alloc(c->arena, 3000);

	memcpy(all, head, len);
	return sheet_file(c, all, 3000);
}

/* An OLE file with a stream of this name, placed where two windows of the search meet. */
static int ole(struct ctx *c, const char *name)
{
	size_t at = 65536 - 6, len = 70000;
	char *all = arena_alloc(c->arena, len);

	memcpy(all, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	for (size_t i = 0; name[i] != '\0'; i++)
		all[at + 2 * i] = name[i];
	return sheet_file(c, all, len);
}

TEST_PURE(table_tells_what_a_wrong_file_is)
{
	const char *const no_file[] = { "/", "/dev/null" };

	for (size_t i = 0; i < COUNT(no_file); i++) {
		const int fd = open(no_file[i], O_RDONLY | O_CLOEXEC);
		FAILS(reads(c, fd, NULL), "sheet.not_a_file");
		close(fd);
	}
	FAILS(reads(c, sheet_text_file(c, ""), NULL), "sheet.empty_file");
	FAILS(reads(c, ole(c, "EncryptedPackage"), NULL), "sheet.encrypted");
	FAILS(reads(c, ole(c, "Workbook"), NULL), "sheet.xls_damaged");
	FAILS(reads(c, ole(c, "WordDocument"), NULL), "sheet.word");
	FAILS(reads(c, bytes(c, "\x09\x08\x10\x00\x00\x06", 6), NULL), "sheet.old_xls");
	FAILS(reads(c, bytes(c, "%PDF-1.7", 8), NULL), "sheet.pdf");
	FAILS(reads(c, bytes(c, "\x89PNG\r\n\x1a\n", 8), NULL), "sheet.image");
	FAILS(reads(c, bytes(c, "\xFF\xD8\xFF\xE0", 4), NULL), "sheet.image");
	FAILS(reads(c, bytes(c, "RIFF1234WEBP", 12), NULL), "sheet.image");
	FAILS(reads(c, bytes(c, "Rar!\x1A\x07", 6), NULL), "sheet.archive");
	FAILS(reads(c, bytes(c, "\x7F" "ELF", 4), NULL), "sheet.unknown");
	FAILS(reads(c, sheet_text_file(c, "\xEF\xBB\xBF\r\n<html><body><p>Phiên đã hết</p></body></html>"), NULL), "sheet.html_no_table");
	FAILS(reads(c, sheet_text_file(c, "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"), NULL), "sheet.html");
	FAILS(reads(c, sheet_text_file(c, "<?xml version=\"1.0\"?><Workbook/>"), NULL), "sheet.xml");
}

TEST_PURE(table_tells_what_another_zip_is)
{
	struct sheet_part ods[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0 }, { "content.xml", "<x/>", 0 } };
	struct sheet_part docx[] = { { "_rels/.rels", sheet_rels, 0 }, { "word/document.xml", "<x/>", 0 } };
	struct sheet_part plain[] = { { "1A.xlsx", "PK", 0 }, { "1B.xlsx", "PK", 0 } };
	struct sheet_part xlsb[] = { { "_rels/.rels", "<Relationships><Relationship Id=\"1\" Type=\"x/officeDocument\" "
	                                              "Target=\"xl/workbook.bin\"/></Relationships>", 0 } };

	FAILS(reads(c, sheet_zip(c, ods, 2), NULL), "sheet.ods");
	FAILS(reads(c, sheet_zip(c, docx, 2), NULL), "sheet.word");
	FAILS(reads(c, sheet_zip(c, plain, 2), NULL), "sheet.archive");
	FAILS(reads(c, sheet_zip(c, xlsb, 1), NULL), "sheet.xlsb");
}

TEST_PURE(table_refuses_a_bomb_while_it_inflates)
{
	size_t len = 40000000;
	char *zeros = malloc(len);
	struct sheet_part parts[] = { { "_rels/.rels", sheet_rels, 0 },
		                      { "xl/workbook.xml", sheet_workbook, 0 },
		                      { "xl/_rels/workbook.xml.rels", sheet_workbook_rels, 0 },
		                      { "xl/styles.xml", sheet_styles, 0 },
		                      { "xl/worksheets/sheet1.xml", zeros, len } };
	struct table_limits small = table_limits_default;
	int fd;

	assert_non_null(zeros);
	memset(zeros, ' ', len);
	memcpy(zeros, "<worksheet>", 11);
	fd = sheet_zip(c, parts, COUNT(parts));
	free(zeros);
	FAILS(reads(c, fd, NULL), "sheet.bomb");
	small.ratio = 100000;
	small.entry_bytes = 30000000;
	FAILS(reads(c, fd, &small), "sheet.too_large");
	small = table_limits_default;
	small.ratio = 100000;
	small.total_bytes = 30000000;
	FAILS(reads(c, fd, &small), "sheet.too_large");
	small.file_bytes = 1000;
	FAILS(reads(c, fd, &small), "sheet.file_too_large");
}

TEST_PURE(table_refuses_doctype_and_entities)
{
	struct sheet_part parts[] = {
		{ "xl/workbook.xml", sheet_workbook, 0 },
		{ "xl/_rels/workbook.xml.rels", sheet_workbook_rels, 0 },
		{ "xl/styles.xml", sheet_styles, 0 },
		{ "xl/worksheets/sheet1.xml", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet><row><c t=\"str\"><v>&e;"
		                              "</v></c></row></worksheet>", 0 },
	};

	FAILS(reads(c, sheet_zip(c, parts, COUNT(parts)), NULL), "sheet.doctype");
	parts[3].content = "<worksheet><row><c t=\"str\"><v>&e;</v></c></row></worksheet>";
	FAILS(reads(c, sheet_zip(c, parts, COUNT(parts)), NULL), "sheet.damaged");
}

TEST_PURE(table_refuses_broken_packages)
{
	struct sheet_part parts[] = { { "xl/workbook.xml", sheet_workbook, 0 },
		                      { "xl/_rels/workbook.xml.rels", sheet_workbook_rels, 0 },
		                      { "xl/styles.xml", sheet_styles, 0 } };
	struct sheet_part none[] = { { "xl/workbook.xml", "<workbook/>", 0 },
		                     { "xl/_rels/workbook.xml.rels", "<Relationships/>", 0 } };
	struct sheet_part lost[] = { { "xl/workbook.xml", sheet_workbook, 0 },
		                     { "xl/_rels/workbook.xml.rels", "<Relationships/>", 0 } };

	FAILS(reads(c, sheet_zip(c, parts, 3), NULL), "sheet.missing_part"); /* the worksheet */
	FAILS(reads(c, sheet_zip(c, parts, 1), NULL), "sheet.missing_part"); /* the relations */
	FAILS(reads(c, sheet_zip(c, none, 2), NULL), "sheet.no_sheet");
	FAILS(reads(c, sheet_zip(c, lost, 2), NULL), "sheet.missing_part");
	FAILS(reads(c, sheet_xlsx(c, "<row><c t=\"s\"><v>0</v></c></row>", NULL), NULL), "sheet.damaged");
	FAILS(reads(c, sheet_xlsx(c, "<row r=\"0\"><c><v>1</v></c></row>", NULL), NULL), "sheet.damaged");
	FAILS(reads(c, sheet_xlsx(c, "<row r=\"9999999\"><c><v>1</v></c></row>", NULL), NULL), "sheet.damaged");
	FAILS(reads(c, sheet_xlsx(c, "<row><c r=\"1a\"><v>1</v></c></row>", NULL), NULL), "sheet.damaged");
	FAILS(reads(c, sheet_xlsx(c, "<row><c><v>1</v></row>", NULL), NULL), "sheet.damaged");
}

TEST_PURE(table_refuses_too_many_entries)
{
	struct sheet_part parts[600];

	for (size_t i = 0; i < COUNT(parts); i++)
		parts[i] = (struct sheet_part){ arena_fmt(c->arena, "xl/worksheets/sheet%zu.xml", i), "<x/>", 0 };
	FAILS(reads(c, sheet_zip(c, parts, COUNT(parts)), NULL), "sheet.too_many_entries");
}

TEST_PURE(table_refuses_a_cut_or_lying_zip)
{
	int fd = sheet_xlsx(c, "<row><c t=\"inlineStr\"><is><t>Nguyễn Văn An</t></is></c></row>", "<si/>"), copy;
	char all[8192];
	ssize_t len = pread(fd, all, sizeof all, 0);
	char *last = NULL;

	assert_in_range(len, 500, sizeof all - 1);
	FAILS(reads(c, sheet_file(c, all, (size_t)len - 30), NULL), "sheet.truncated");
	FAILS(reads(c, sheet_file(c, all, (size_t)len / 2), NULL), "sheet.truncated");
	for (char *p = all; (p = memmem(p, (size_t)(all + len - p), "PK\1\2", 4)) != NULL; p += 4)
		if (memcmp(p + 46, "xl/worksheets", 13) == 0)
			last = p;
	assert_non_null(last);
	memset(last + 24, 1, 1); /* its size once inflated, says the directory */
	copy = sheet_file(c, all, (size_t)len);
	FAILS(reads(c, copy, NULL), "sheet.wrong_size");
}

TEST_PURE(table_keeps_its_limits)
{
	struct table_limits l = table_limits_default;
	int fd = sheet_xlsx(c, "<row><c t=\"s\"><v>1</v></c><c r=\"D1\"><v>1</v></c></row><row><c><v>2</v></c></row>",
	                    "<si><t>một</t></si><si><t>hai hai</t></si>");

	l.rows = 1;
	FAILS(reads(c, fd, &l), "sheet.too_many_rows");
	l = table_limits_default;
	l.strings = 1;
	FAILS(reads(c, fd, &l), "sheet.too_many_strings");
	l = table_limits_default;
	l.string_bytes = 10;
	FAILS(reads(c, fd, &l), "sheet.too_many_strings");
	l = table_limits_default;
	l.cell_bytes = 4;
	FAILS(reads(c, sheet_xlsx(c, "<row><c><v>12345</v></c></row>", NULL), &l), "sheet.cell_too_long");
	FAILS(reads(c, sheet_text_file(c, "a,b\nxxxxx,1\n"), &l), "sheet.cell_too_long");
}

TEST_PURE(table_survives_xml_made_to_eat_memory)
{
	struct buf deep = buf_in(c->arena), names = buf_in(c->arena), token = buf_in(c->arena);

	for (int i = 0; i < 5000; i++)
		buf_put(&deep, "<a>");
	FAILS(reads(c, sheet_xlsx(c, buf_text(&deep), NULL), NULL), "sheet.damaged");
	for (int i = 0; i < 20000; i++)
		buf_fmt(&names, "<n%d/>", i);
	FAILS(reads(c, sheet_xlsx(c, buf_text(&names), NULL), NULL), "sheet.damaged");
	buf_put(&token, "<!--");
	for (int i = 0; i < 700000; i++)
		buf_fmt(&token, "%d", i);
	buf_put(&token, "-->");
	FAILS(reads(c, sheet_xlsx(c, buf_text(&token), NULL), NULL), "sheet.damaged");
}
