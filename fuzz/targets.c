/* targets.c - everything that reads strangers' bytes, each from its narrowest entrance.
 *
 * Reading may fail with words; it must not crash, hang, leak, or hand out a cell that is not what table.h says. */
#include "targets.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "base/webauthn.h"
#include "http/framing.h"
#include "sheet/header.h"
#include "table/parse.h"
#include "sheet/title.h"
#include "table/wire.h"
#include "zip_bytes.h"

static const struct table_limits limits = {
	.file_bytes = 1000000, .entries = 64, .entry_bytes = 1000000, .total_bytes = 2000000, .ratio = 200, .ratio_free_bytes = 100000,
	.rows = 5000, .columns = 64, .strings = 5000, .string_bytes = 500000, .cell_bytes = 4096, .row_bytes = 65536,
};

static void must(bool fact)
{
	if (!fact)
		abort();
}

/* ---- a listener who believes nothing ---- */

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c, (void)arg;
	must(text_is_utf8(info->name, strlen(info->name)));
	return true;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct buf *b = arg;
	struct cell got[64];
	struct table_row back;

	(void)c;
	must(row->number > 0 && row->n_cells > 0 && row->n_cells <= limits.columns && row->cell[row->n_cells - 1].kind != CELL_EMPTY);
	for (size_t i = 0; i < row->n_cells; i++)
		must(row->cell[i].unclean || (strlen(row->cell[i].text) == row->cell[i].len && text_is_utf8(row->cell[i].text, row->cell[i].len)));
	b->len = 0;
	wire_put_row(b, row);
	must(wire_get_row(b->data + WIRE_HEAD, b->len - WIRE_HEAD, got, limits.columns, &back) && back.n_cells == row->n_cells);
	return TABLE_MORE;
}

static bool on_end(struct ctx *c, void *arg, const struct table_range *merged, size_t n)
{
	(void)c, (void)arg;
	for (size_t i = 0; i < n; i++)
		must(merged[i].row_first > 0 && merged[i].row_first <= merged[i].row_last && merged[i].column_first <= merged[i].column_last);
	return true;
}

static void read_file(const void *data, size_t len)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row, .end = on_end };
	struct ctx c = { .arena = arena_new() };
	struct buf b = buf_in(c.arena);
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	must(fd >= 0 && write(fd, data, len) == (ssize_t)len);
	bool ok = table_parse(&c, fd, -1, &limits, &sink, &b);
	must(ok == (c.err == ERR_NONE) && (ok || (c.key != NULL && text_is_utf8(c.detail, strlen(c.detail)))));
	close(fd);
	arena_free(c.arena);
}

/* ---- xlsx: the whole package, or one part of it ---- */

#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static void read_part(const char *name, const uint8_t *data, size_t len)
{
	struct zip_part part[] = {
		{ .name = "xl/workbook.xml", .content = "<workbook><sheets><sheet name=\"A\" r:id=\"1\"/></sheets></workbook>", .stored = true },
		{ .name = "xl/_rels/workbook.xml.rels",
		  .content = "<Relationships><Relationship Id=\"1\" Type=\"" TYPE "worksheet\" Target=\"sheet.xml\"/>"
		             "<Relationship Id=\"2\" Type=\"" TYPE "sharedStrings\" Target=\"strings.xml\"/>"
		             "<Relationship Id=\"3\" Type=\"" TYPE "styles\" Target=\"styles.xml\"/></Relationships>", .stored = true },
		{ .name = "xl/sheet.xml", .content = "<worksheet><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>43713</v></c></row></worksheet>", .stored = true },
		{ .name = "xl/strings.xml", .content = "<sst><si><t>NguyÔn</t></si></sst>", .stored = true },
		{ .name = "xl/styles.xml", .content = "<styleSheet/>", .stored = true },
	};
	struct arena *a = arena_new();
	struct buf b = buf_in(a);
	char *content = arena_strndup(a, (const char *)data, len);

	for (size_t i = 0; i < COUNT(part) && len > 0; i++)
		if (streq(part[i].name, name)) {
			part[i].content = content;
			part[i].len = len;
		}
	zip_bytes(&b, part, COUNT(part), (struct zip_end){ 0 });
	read_file(b.data, b.len);
	arena_free(a);
}

static void package(const uint8_t *data, size_t len)
{
	read_file(data, len);
}

static void workbook(const uint8_t *data, size_t len)
{
	read_part("xl/workbook.xml", data, len);
}

static void sheet(const uint8_t *data, size_t len)
{
	read_part("xl/sheet.xml", data, len);
}

static void strings(const uint8_t *data, size_t len)
{
	read_part("xl/strings.xml", data, len);
}

static void styles(const uint8_t *data, size_t len)
{
	read_part("xl/styles.xml", data, len);
}

/* ---- text ---- */

static void text(const uint8_t *data, size_t len, const char *begin)
{
	struct arena *a = arena_new();
	struct buf b = buf_in(a);

	buf_put(&b, begin);
	buf_add(&b, (const char *)data, len);
	read_file(b.data, b.len);
	arena_free(a);
}

static void csv(const uint8_t *data, size_t len)
{
	text(data, len, "a");
}

static void html(const uint8_t *data, size_t len)
{
	text(data, len, "<table>");
}

/* ---- xls: a compound file, or the records in one ---- */

static void xls(const uint8_t *data, size_t len)
{
	read_file(data, len);
}

static void put_u32(unsigned char *at, size_t n)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(n >> 8 * i);
}

/* Sector 0 holds the table, 1 the directory, from 2 on lie the records. */
static void biff(const uint8_t *data, size_t len)
{
	enum { SECTOR = 4096 };
	size_t n = len / SECTOR + 1, size = (3 + n) * SECTOR;
	struct arena *a = arena_new();
	unsigned char *file = arena_alloc(a, size), *table = file + SECTOR, *entry = file + 2 * SECTOR + 128;

	if (n < SECTOR / 4 - 2) {
		memcpy(file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
		file[30] = 12;
		put_u32(file + 48, 1);
		memset(file + 68, 0xFF, 4);
		memset(file + 76, 0xFF, 4 * 109);
		put_u32(file + 76, 0);
		memset(table, 0xFF, SECTOR);
		for (size_t i = 0; i + 1 < n; i++)
			put_u32(table + 4 * (2 + i), 3 + i);
		for (size_t i = 0; i < 8; i++)
			entry[2 * i] = (unsigned char)"Workbook"[i];
		entry[64] = 18;
		put_u32(entry + 116, 2);
		put_u32(entry + 120, n * SECTOR);
		if (len > 0)
			memcpy(file + 3 * SECTOR, data, len);
		read_file(file, size);
	}
	arena_free(a);
}

/* ---- headers ---- */

#define TITLE(x) { x, (const char *const[]){ x }, 1, .required = true }

static const struct template_column columns[] = {
	TITLE("STT"), TITLE("Họ và tên"), TITLE("Toán / Điểm"), TITLE("Điểm"), TITLE("Cha / Họ tên"), TITLE("A"), TITLE("B / A"),
};
static const struct template template = { "Mẫu", columns, COUNT(columns) };

/* Rows of cells between line ends and tabs; "!" before a row merges its first cells as the byte behind it says. */
static void header(const uint8_t *data, size_t len)
{
	struct arena *a = arena_new();
	struct head h = { .sheet = 0, .name = "A", .merged = NEW_N(a, struct table_range, HEAD_ROWS) };
	struct lookup lookup;
	struct match m;
	char *all = arena_strndup(a, (const char *)data, len), *line, *rest = all;
	size_t number = 0;

	for (size_t i = 0; i < len; i++)
		all[i] = all[i] == '\0' ? ' ' : all[i];
	while (h.n_rows < HEAD_ROWS && (line = strsep(&rest, "\n")) != NULL) {
		struct head_row *r = &h.row[h.n_rows++];
		char *title;
		r->number = ++number;
		if (line[0] == '!' && line[1] != '\0') {
			unsigned how = (unsigned char)line[1];
			h.merged[h.n_merged++] = (struct table_range){ number, how & 3, number + (how >> 6), (how & 3) + (how >> 2 & 15) };
			line += 2;
		}
		r->title = NEW_N(a, struct head_title, 64);
		while (r->n < 64 && (title = strsep(&line, "\t")) != NULL) {
			const char *clean = text_clean(a, title, strlen(title));
			struct head_title *t = &r->title[r->n++];
			t->filled = *title != '\0';
			t->text = clean == NULL || *clean == '\0' ? NULL : clean;
			t->key = t->text == NULL ? NULL : title_key(a, clean);
		}
	}
	lookup_build(a, &template, &lookup);
	if (header_find(a, &h, &lookup, &m)) {
		must(m.header_first > 0 && m.header_first <= m.header_last && m.n_known > 0 && m.n_known <= COUNT(columns));
		for (size_t k = 0; k < m.n_columns; k++)
			must(m.column[k].target == MATCH_NONE || m.column[k].target < COUNT(columns));
	}
	arena_free(a);
}

/* ---- what the child says ---- */

static void wire(const uint8_t *data, size_t len)
{
	struct arena *a = arena_new();
	struct cell cell[64];
	struct table_row row;
	struct table_info info;
	struct table_range *merged;
	struct wire_failure f;
	struct table_cost cost;
	size_t n;

	/* Exactly as long as it is: the sanitizer sees the first byte too far. */
	char *own = malloc(len + 1);
	must(own != NULL);
	char *bytes = own + 1;
	memcpy(bytes, data, len);
	if (wire_get_row(bytes, len, cell, COUNT(cell), &row))
		for (size_t i = 0; i < row.n_cells; i++)
			must(cell[i].unclean || strlen(cell[i].text) == cell[i].len);
	(void)!wire_get_begin(bytes, len, &info);
	(void)!wire_get_end(a, bytes, len, &merged, &n);
	(void)!wire_get_fail(bytes, len, &f, &cost);
	(void)!wire_get_done(bytes, len, &cost);
	free(own);
	arena_free(a);
}

/* What is sound is the same however it is cut; the first byte says how. */
static void framing(const uint8_t *data, size_t len)
{
	struct framing whole = { 0 }, parts = { 0 };
	const char *text = (const char *)data + 1;
	const size_t piece = len == 0 ? 1 : data[0] % 16 + 1;

	if (len == 0)
		return;
	len--;
	must(framing_read(&whole, text, len) <= len);
	for (size_t at = 0; at < len; at += piece)
		must(framing_read(&parts, text + at, len - at < piece ? len - at : piece) <= piece);
	must(whole.fault == parts.fault && whole.state == parts.state && whole.rest == parts.rest);
}

/* What an authenticator made, for localhost.  What is taken from it is whole. */
static void attested(const uint8_t *data, size_t len)
{
	struct arena *a = arena_new();
	struct webauthn_bytes part, key;
	struct webauthn_key k;
	uint8_t *own = malloc(len + 1); /* exactly as long as it is */

	must(own != NULL);
	memcpy(own + 1, data, len);
	const struct webauthn_bytes all = { own + 1, len };
	if (webauthn_find_data(all, &part))
		must(part.at >= all.at && part.at + part.n <= all.at + all.n);
	if (webauthn_read_made(a, all, "localhost", &k) == WEBAUTHN_SOUND)
		must(webauthn_decode(a, k.credential, &key) && key.n > 0 && webauthn_decode(a, k.key, &key) && key.n > 0);
	free(own);
	arena_free(a);
}

const struct fuzz_target fuzz_targets[] = {
	{ "package", package }, { "workbook", workbook }, { "sheet", sheet }, { "strings", strings }, { "styles", styles }, { "csv", csv },
	{ "html", html },       { "xls", xls },           { "biff", biff },   { "header", header },   { "wire", wire },
	{ "framing", framing },   { "attested", attested },
};
const size_t fuzz_n_targets = COUNT(fuzz_targets);

const struct fuzz_target *fuzz_target_find(const char *name)
{
	for (size_t i = 0; i < COUNT(fuzz_targets); i++)
		if (streq(fuzz_targets[i].name, name))
			return &fuzz_targets[i];
	return NULL;
}
