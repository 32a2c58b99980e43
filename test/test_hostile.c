/* test_hostile.c - files of every wrong kind, and packages that lie. */
#include "test_hostile.h"

#include <stdlib.h>
#include <unistd.h>

#include "table/walls.h"

/* ---- tools ---- */

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c;
	buf_fmt(arg, "[%s]", info->name);
	return true;
}

/* The beginning of what is read is enough. */
static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct buf *b = arg;

	(void)c;
	for (size_t i = 0; i < row->n_cells && b->len < 4000; i++)
		buf_fmt(b, "%.60s|", row->cell[i].text);
	return TABLE_MORE;
}

static bool on_end(struct ctx *c, void *arg, const struct table_range *merged, size_t n)
{
	(void)c, (void)merged;
	buf_fmt(arg, "%zu merged", n);
	return true;
}

static void check_one(struct ctx *c, const struct hostile *h)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row, .end = on_end };
	struct buf b = buf_in(c->arena);
	struct table_cost cost;
	bool ok = table_read_cost(c, h->make(c), NULL, &sink, &b, &cost);

	if (ok != (h->key == NULL) || (!ok && !streq(c->key, h->key)))
		fail_msg("%s: %s, not %s (%s)", h->name, ok ? "read" : c->key, h->key == NULL ? "read" : h->key, ok ? buf_text(&b) : c->detail);
	if (h->says != NULL && strstr(buf_text(&b), h->says) == NULL)
		fail_msg("%s: %s", h->name, buf_text(&b));
	if (!ok && strlen(c->detail) < 60)
		fail_msg("%s: the sentence says too little: %s", h->name, c->detail);
	/* Time needs no look: two seconds are the limit of the process itself, and end in sheet.too_heavy. */
	if (cost.peak_kb == 0 || (!WALLS_SANITIZED && cost.peak_kb > 64 * 1024))
		fail_msg("%s: %zu kB", h->name, (size_t)cost.peak_kb);
	if (getenv("KHUE_HOSTILE") != NULL)
		print_message("%-40s %-24s %5zu ms %6zu kB\n", h->name, ok ? "" : c->key, (size_t)cost.cpu_ms, (size_t)cost.peak_kb);
	ctx_clear(c);
}

void hostile_check(struct ctx *c, const struct hostile *h, size_t n)
{
	struct arena *kept = c->arena;

	for (size_t i = 0; i < n; i++) {
		c->arena = arena_new();
		check_one(c, &h[i]);
		arena_free(c->arena);
	}
	c->arena = kept;
}

const char *many(struct ctx *c, const char *text, size_t n)
{
	size_t len = strlen(text);
	char *all = arena_alloc(c->arena, len * n + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(all + i * len, text, len);
	return all;
}

int hostile_zip(struct ctx *c, const struct zip_part *part, size_t n, struct zip_end lie)
{
	struct buf b = buf_in(c->arena);

	zip_bytes(&b, part, n, lie);
	return sheet_file(c, b.data, b.len);
}

int hostile_xlsx(struct ctx *c, const char *worksheet, const struct zip_part *instead, size_t n_instead)
{
	struct zip_part part[20] = {
		{ .name = "_rels/.rels", .content = sheet_rels },
		{ .name = "xl/workbook.xml", .content = sheet_workbook },
		{ .name = "xl/_rels/workbook.xml.rels", .content = sheet_workbook_rels },
		{ .name = "xl/styles.xml", .content = sheet_styles },
		{ .name = "xl/worksheets/sheet1.xml", .content = arena_fmt(c->arena, "<worksheet>%s</worksheet>", worksheet) },
	};
	size_t n = 5;

	for (size_t i = 0; i < n_instead; i++) {
		size_t k = 0;
		while (k < n && (instead[i].same_data || !streq(part[k].name, instead[i].name)))
			k++;
		part[k] = instead[i];
		n += k == n;
	}
	return hostile_zip(c, part, n, (struct zip_end){ 0 });
}

#define ROW "<sheetData><row><c t=\"str\"><v>Nguyễn Văn An</v></c></row></sheetData>"

static int with(struct ctx *c, struct zip_part part)
{
	return hostile_xlsx(c, ROW, &part, 1);
}

/* ---- not a workbook at all ---- */

#define BYTES(id, bytes) \
	static int id(struct ctx *c) \
	{ \
		static const char all[4096] = bytes; \
		return sheet_file(c, all, sizeof bytes - 1 > 200 ? sizeof bytes - 1 : 3000); \
	}
BYTES(png, "\x89PNG\r\n\x1a\n")
BYTES(jpeg, "\xFF\xD8\xFF\xE0\0\x10JFIF")
BYTES(gif, "GIF89a")
BYTES(tiff, "II*\0")
BYTES(webp, "RIFF\1\0\0\0WEBPVP8 ")
BYTES(heic, "\0\0\0\x18" "ftypheic")
BYTES(pdf, "%PDF-1.7\n")
BYTES(rtf, "{\\rtf1\\ansi")
BYTES(rar, "Rar!\x1A\x07\1")
BYTES(seven_zip, "7z\xBC\xAF\x27\x1C")
BYTES(gzip, "\x1F\x8B\x08")
BYTES(program, "\x7F" "ELF\2\1\1")
BYTES(zeros, "\0")
BYTES(excel_2, "\x09\0\x04\0\x02\0\x10\0")
BYTES(excel_4, "\x09\x04\x06\0\0\0\x10\0")

static int nothing(struct ctx *c)
{
	return sheet_file(c, "", 0);
}

static int xml_2003(struct ctx *c)
{
	return sheet_text_file(c, "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook><Worksheet/></Workbook>");
}

static int web_archive(struct ctx *c)
{
	return sheet_text_file(c, "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n");
}

static int ods(struct ctx *c)
{
	const struct zip_part p[] = { { .name = "mimetype", .content = "application/vnd.oasis.opendocument.spreadsheet", .stored = true },
		                      { .name = "content.xml", .content = "<x/>" } };
	return hostile_zip(c, p, 2, (struct zip_end){ 0 });
}

static int docx(struct ctx *c)
{
	const struct zip_part p[] = { { .name = "_rels/.rels", .content = sheet_rels }, { .name = "word/document.xml", .content = "<x/>" } };
	return hostile_zip(c, p, 2, (struct zip_end){ 0 });
}

static int xlsb(struct ctx *c)
{
	return with(c, (struct zip_part){ .name = "_rels/.rels", .content = "<Relationships><Relationship Id=\"1\" Type=\"x/officeDocument\" "
	                                                                     "Target=\"xl/workbook.bin\"/></Relationships>" });
}

/* A zip in a zip in a zip: nobody unpacks it. */
static int nested(struct ctx *c)
{
	struct buf b[3] = { buf_in(c->arena), buf_in(c->arena), buf_in(c->arena) };

	zip_bytes(&b[0], &(struct zip_part){ .name = "0.xml", .content = many(c, "0", 1000000) }, 1, (struct zip_end){ 0 });
	for (int i = 1; i < 3; i++)
		zip_bytes(&b[i], &(struct zip_part){ .name = "1A.xlsx", .content = b[i - 1].data, .len = b[i - 1].len }, 1, (struct zip_end){ 0 });
	return sheet_file(c, b[2].data, b[2].len);
}

static int ole_named(struct ctx *c, const char *name)
{
	char *all = arena_alloc(c->arena, 4096);

	memcpy(all, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	for (size_t i = 0; name[i] != '\0'; i++)
		all[1024 + 2 * i] = name[i];
	return sheet_file(c, all, 4096);
}

static int encrypted(struct ctx *c)
{
	return ole_named(c, "EncryptedPackage");
}

static int word_97(struct ctx *c)
{
	return ole_named(c, "WordDocument");
}

TEST_PURE(hostile_kinds_are_told_apart)
{
	static const struct hostile all[] = {
		{ "empty", nothing, "sheet.empty_file", NULL },
		{ "png called .xlsx", png, "sheet.image", NULL },
		{ "jpeg called .xlsx", jpeg, "sheet.image", NULL },
		{ "gif", gif, "sheet.image", NULL },
		{ "tiff", tiff, "sheet.image", NULL },
		{ "webp", webp, "sheet.image", NULL },
		{ "heic", heic, "sheet.image", NULL },
		{ "pdf", pdf, "sheet.pdf", NULL },
		{ "rtf", rtf, "sheet.word", NULL },
		{ "docx", docx, "sheet.word", NULL },
		{ "doc", word_97, "sheet.word", NULL },
		{ "ods", ods, "sheet.ods", NULL },
		{ "xlsb", xlsb, "sheet.xlsb", NULL },
		{ "rar", rar, "sheet.archive", NULL },
		{ "7z", seven_zip, "sheet.archive", NULL },
		{ "gzip", gzip, "sheet.archive", NULL },
		{ "zip in a zip in a zip", nested, "sheet.archive", NULL },
		{ "program", program, "sheet.unknown", NULL },
		{ "zeros", zeros, "sheet.unknown", NULL },
		{ "Excel 2", excel_2, "sheet.old_xls", NULL },
		{ "Excel 4", excel_4, "sheet.old_xls", NULL },
		{ "XML Spreadsheet 2003", xml_2003, "sheet.xml", NULL },
		{ "web archive", web_archive, "sheet.html", NULL },
		{ "encrypted workbook", encrypted, "sheet.encrypted", NULL },
	};

	hostile_check(c, all, COUNT(all));
}

/* ---- packages that lie ---- */

static int bomb(struct ctx *c)
{
	char *zeros = arena_alloc(c->arena, 100000000);

	memset(zeros, ' ', 100000000);
	memcpy(zeros, "<worksheet>", 11);
	return with(c, (struct zip_part){ .name = "xl/worksheets/sheet1.xml", .content = zeros, .len = 100000000 });
}

static int bomb_in(struct ctx *c, const char *part, const char *begin)
{
	return with(c, (struct zip_part){ .name = part, .content = arena_fmt(c->arena, "%s%s", begin, many(c, "<a/>", 5000000)) });
}

static int bomb_styles(struct ctx *c)
{
	return bomb_in(c, "xl/styles.xml", "<styleSheet>");
}

static int bomb_workbook(struct ctx *c)
{
	return bomb_in(c, "xl/workbook.xml", "<workbook>");
}

static int bomb_relations(struct ctx *c)
{
	return bomb_in(c, "_rels/.rels", "<Relationships>");
}

static int bomb_strings(struct ctx *c)
{
	return bomb_in(c, "xl/sharedStrings.xml", "<sst>");
}

/* Packed size told larger than it is, so that the ratio looks fine. */
static int bomb_with_a_lie(struct ctx *c)
{
	return with(c, (struct zip_part){ .name = "xl/styles.xml", .content = many(c, "<a/>", 5000000), .packed = 50000000 });
}

static int overlapping(struct ctx *c)
{
	const char *big = many(c, "<worksheet>xyzzy", 20000);
	struct zip_part p[60];

	for (size_t i = 0; i < COUNT(p); i++)
		p[i] = (struct zip_part){ .name = arena_fmt(c->arena, "xl/worksheets/sheet%zu.xml", i), .content = big, .stored = true,
			                  .same_data = i > 0 };
	return hostile_zip(c, p, COUNT(p), (struct zip_end){ 0 });
}

static int twice(struct ctx *c)
{
	return with(c, (struct zip_part){ .name = "XL/worksheets/Sheet1.xml", .content = "<worksheet/>" });
}

static int many_entries(struct ctx *c)
{
	struct zip_part *p = NEW_N(c->arena, struct zip_part, 65535);

	for (size_t i = 0; i < 65535; i++)
		p[i] = (struct zip_part){ .name = arena_fmt(c->arena, "%zu", i), .content = "", .stored = true };
	return hostile_zip(c, p, 65535, (struct zip_end){ 0 });
}

#define LIE(id, ...) \
	static int id(struct ctx *c) \
	{ \
		return with(c, (struct zip_part){ .name = "xl/worksheets/sheet1.xml", .content = "<worksheet>" ROW "</worksheet>", __VA_ARGS__ }); \
	}
LIE(size_too_big, .size = 1000000)
LIE(size_too_small, .size = 10)
LIE(size_of_4_gb, .size = 0xFFFFFFFE)
LIE(packed_of_4_gb, .packed = 0xFFFFFFFE)
LIE(wrong_sum, .crc = 0xDEADBEEF)

/* All of it was read before the sum was found wrong: a name in it may be another's. */
static int wrong_sum_of_texts(struct ctx *c)
{
	const struct zip_part part[] = {
		{ .name = "xl/sharedStrings.xml", .content = "<sst><si><t>Nguyen Van An</t></si></sst>", .crc = 0xDEADBEEF },
		{ .name = "xl/worksheets/sheet1.xml", .content = "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>" },
	};

	return hostile_xlsx(c, ROW, part, COUNT(part));
}
LIE(bzip2, .method = 12)
LIE(lzma, .method = 14)
LIE(unknown_method, .method = 99)
LIE(stored_said_deflated, .stored = true, .method = 8)
LIE(locked_entry, .flags = 1)
LIE(zip64_size, .size = 0xFFFFFFFF, .extra = "\1\0\x08\0\0\0\0\0\0\0\0\x10", .extra_len = 12)
LIE(zip64_missing, .size = 0xFFFFFFFF, .packed = 0xFFFFFFFF)
LIE(zip64_short, .size = 0xFFFFFFFF, .extra = "\1\0\x02\0\1\1", .extra_len = 6)

static int ended(struct ctx *c, struct zip_end lie)
{
	const struct zip_part p[] = { { .name = "xl/workbook.xml", .content = sheet_workbook } };

	return hostile_zip(c, p, 1, lie);
}

static int end_elsewhere(struct ctx *c)
{
	return ended(c, (struct zip_end){ .directory = 0x7FFFFFFF });
}

static int end_of_zip64(struct ctx *c)
{
	return ended(c, (struct zip_end){ .directory = 0xFFFFFFFF, .entries = 0xFFFF });
}

static int end_counts_wrong(struct ctx *c)
{
	return ended(c, (struct zip_end){ .entries = 60000 });
}

static int cut(struct ctx *c)
{
	int fd = hostile_xlsx(c, ROW, NULL, 0);
	char all[8192];
	ssize_t n = pread(fd, all, sizeof all, 0);

	return sheet_file(c, all, (size_t)n / 2);
}

static int traversal(struct ctx *c)
{
	return with(c, (struct zip_part){ .name = "../../../../etc/passwd", .content = "root" });
}

TEST_PURE(hostile_packages_are_refused)
{
	static const struct hostile all[] = {
		{ "1000:1 bomb", bomb, "sheet.bomb", NULL },
		{ "bomb in the styles", bomb_styles, "sheet.bomb", NULL },
		{ "bomb in the workbook", bomb_workbook, "sheet.bomb", NULL },
		{ "bomb in the relations", bomb_relations, "sheet.bomb", NULL },
		{ "bomb in the strings", bomb_strings, "sheet.bomb", NULL },
		{ "bomb that lies about its size", bomb_with_a_lie, "sheet.overlapping", NULL },
		{ "overlapping entries", overlapping, "sheet.overlapping", NULL },
		{ "one part twice", twice, "sheet.duplicate_part", NULL },
		{ "65,535 entries", many_entries, "sheet.too_many_entries", NULL },
		{ "size told too big", size_too_big, "sheet.wrong_size", NULL },
		{ "size told too small", size_too_small, "sheet.wrong_size", NULL },
		{ "size told 4 GB", size_of_4_gb, "sheet.wrong_size", NULL },
		{ "packed size told 4 GB", packed_of_4_gb, "sheet.overlapping", NULL },
		{ "wrong check sum", wrong_sum, "sheet.damaged", NULL },
		{ "wrong check sum of the texts", wrong_sum_of_texts, "sheet.damaged", NULL },
		{ "bzip2", bzip2, "sheet.damaged", NULL },
		{ "lzma", lzma, "sheet.damaged", NULL },
		{ "unknown method", unknown_method, "sheet.truncated", NULL },
		{ "stored, said to be deflated", stored_said_deflated, "sheet.damaged", NULL },
		{ "entry with a password", locked_entry, "sheet.encrypted", NULL },
		{ "zip64 size of exabytes", zip64_size, "sheet.wrong_size", NULL },
		{ "zip64 without its field", zip64_missing, "sheet.truncated", NULL },
		{ "zip64 field too short", zip64_short, "sheet.truncated", NULL },
		{ "directory elsewhere", end_elsewhere, "sheet.truncated", NULL },
		{ "zip64 end missing", end_of_zip64, "sheet.truncated", NULL },
		{ "entries miscounted", end_counts_wrong, "sheet.truncated", NULL },
		{ "half a file", cut, "sheet.truncated", NULL },
		{ "path that climbs", traversal, NULL, "Nguyễn Văn An" },
	};

	hostile_check(c, all, COUNT(all));
}
