/* csv.c - comma, semicolon or tab separated text, in UTF-8 or UTF-16, as a stream of rows. */
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "sheet/xlsx.h"

enum { CHUNK = 64 * 1024, SNIFFED_RECORDS = 20 };
enum encoding { UTF8, UTF16_LE, UTF16_BE };
enum state { AT_START, IN_FIELD, IN_QUOTES, AFTER_QUOTE };

struct csv {
	struct ctx *c;
	const struct sheet_limits *limits;
	const struct sheet_sink *sink;
	void *arg;
	int fd;
	enum encoding encoding;
	char *raw;       /* CHUNK bytes as they came */
	size_t n_raw;
	struct buf utf8; /* the same, decoded */
	uint32_t high;   /* first half of a surrogate pair */
	char delimiter;
	enum state state;
	bool after_cr, enough;
	struct buf field;
	size_t row, column, quote_row;
	struct cells cells;
};

static void add_code_point(struct buf *b, uint32_t ch)
{
	if (ch < 0x80) {
		buf_char(b, (char)ch);
	} else if (ch < 0x800) {
		buf_char(b, (char)(0xC0 | ch >> 6));
		buf_char(b, (char)(0x80 | (ch & 63)));
	} else if (ch < 0x10000) {
		buf_char(b, (char)(0xE0 | ch >> 12));
		buf_char(b, (char)(0x80 | (ch >> 6 & 63)));
		buf_char(b, (char)(0x80 | (ch & 63)));
	} else {
		buf_char(b, (char)(0xF0 | ch >> 18));
		buf_char(b, (char)(0x80 | (ch >> 12 & 63)));
		buf_char(b, (char)(0x80 | (ch >> 6 & 63)));
		buf_char(b, (char)(0x80 | (ch & 63)));
	}
}

/* A lonely half of a pair comes out as bad UTF-8 and is refused with the cell. */
static size_t decode_utf16(struct csv *v)
{
	int low_byte = v->encoding == UTF16_LE ? 0 : 1;
	size_t i = 0;

	for (; i + 1 < v->n_raw; i += 2) {
		const unsigned char *p = (const unsigned char *)v->raw + i;
		uint32_t unit = (uint32_t)p[low_byte] | (uint32_t)p[1 - low_byte] << 8;
		if (v->high != 0 && (unit & 0xFC00) == 0xDC00)
			unit = 0x10000 + ((v->high & 0x3FF) << 10) + (unit & 0x3FF);
		else if (v->high != 0)
			add_code_point(&v->utf8, v->high);
		v->high = (unit & 0xFFFFFC00) == 0xD800 ? unit : 0;
		if (v->high == 0)
			add_code_point(&v->utf8, unit);
	}
	return i;
}

/* Read and decode the next chunk; *ret_end when there is none. */
static bool next_chunk(struct csv *v, bool *ret_end)
{
	size_t used = 0;
	ssize_t n = read(v->fd, v->raw + v->n_raw, CHUNK - v->n_raw);

	if (n < 0)
		return fail(v->c, ERR_INTERNAL, "sheet.io", "read of the uploaded file failed");
	*ret_end = n == 0;
	v->n_raw += (size_t)n;
	v->utf8.len = 0;
	if (v->encoding == UTF8) {
		buf_add(&v->utf8, v->raw, v->n_raw);
		v->n_raw = 0;
		return true;
	}
	used = decode_utf16(v);
	memmove(v->raw, v->raw + used, v->n_raw - used);
	v->n_raw -= used;
	return true;
}

/* ---- which delimiter ---- */

/* How many of the first records have the number of delimiters most of them have. */
static void count_fields(const struct buf *b, char delimiter, size_t *ret_mode, size_t *ret_votes)
{
	size_t n[SNIFFED_RECORDS] = { 0 }, record = 0;
	bool quoted = false, empty = true;

	for (size_t i = 0; i < b->len && record < SNIFFED_RECORDS; i++) {
		char ch = b->data[i];
		if (ch == '"')
			quoted = !quoted;
		if (!quoted && (ch == '\n' || ch == '\r')) {
			record += !empty;
			empty = true;
			continue;
		}
		n[record] += !quoted && ch == delimiter;
		empty = false;
	}
	if (record < SNIFFED_RECORDS && !empty && record == 0)
		record++; /* the last one may be cut off: it counts only when alone */
	*ret_mode = *ret_votes = 0;
	for (size_t i = 0; i < record; i++) {
		size_t votes = 0;
		for (size_t j = 0; j < record; j++)
			votes += n[j] == n[i];
		if (n[i] > 0 && (votes > *ret_votes || (votes == *ret_votes && n[i] > *ret_mode))) {
			*ret_mode = n[i];
			*ret_votes = votes;
		}
	}
}

static char sniff_delimiter(const struct buf *b)
{
	static const char candidates[] = { '\t', ';', ',' }; /* the comma is last: it is also a decimal comma */
	size_t best = 0;
	char found = ',';

	for (size_t i = 0; i < sizeof candidates; i++) {
		size_t mode, votes;
		count_fields(b, candidates[i], &mode, &votes);
		if (votes > best) {
			best = votes;
			found = candidates[i];
		}
	}
	return found;
}

/* Excel's own hint, "sep=;" on a line of its own. Returns how many bytes it takes. */
static size_t delimiter_hint(struct csv *v)
{
	const char *s = buf_text(&v->utf8);
	size_t len = 5;

	if (strncmp(s, "sep=", 4) != 0 || s[4] == '\0' || (s[5] != '\r' && s[5] != '\n'))
		return 0;
	v->delimiter = s[4];
	len += s[5] == '\r';
	return len + (s[len] == '\n');
}

/* ---- records ---- */

/* ="0123" is how some programs keep Excel from eating the zero. */
static void unwrap_formula(struct buf *f, const char **text, size_t *len)
{
	*text = buf_text(f);
	*len = f->len;
	if (*len >= 3 && strncmp(*text, "=\"", 2) == 0 && (*text)[*len - 1] == '"') {
		*text += 2;
		*len -= 3;
	}
}

static bool end_field(struct csv *v)
{
	const char *text;
	size_t len;

	unwrap_formula(&v->field, &text, &len);
	struct cell cell = cell_text(v->cells.arena, text, len);
	v->field.len = 0;
	v->state = AT_START;
	if (cell.unclean && (memchr(cell.text, '\0', cell.len) != NULL || !text_is_utf8(cell.text, cell.len)))
		return fail(v->c, ERR_INVALID, "sheet.encoding",
		            "Tệp CSV không dùng bảng mã Unicode (dòng %zu), nên chữ tiếng Việt sẽ bị sai. Hãy mở tệp bằng Excel, chọn "
		            "Lưu thành (Save As), kiểu «CSV UTF-8», hoặc tốt hơn là Excel Workbook (*.xlsx), rồi nộp lại.", v->row);
	return cells_set(&v->cells, v->row, v->column++, cell);
}

static bool end_record(struct csv *v)
{
	enum sheet_go go;

	if (!end_field(v))
		return false;
	go = cells_deliver(&v->cells, v->row, v->sink, v->arg);
	v->enough = go == SHEET_ENOUGH;
	v->row++;
	v->column = 0;
	return go != SHEET_FAILED;
}

static bool open_quote(struct csv *v)
{
	return fail(v->c, ERR_INVALID, "sheet.open_quote",
	            "Tệp CSV sai ở dòng %zu: dấu nháy kép (\") mở ra mà không đóng lại. Hãy thêm dấu nháy đóng, hoặc lưu tệp "
	            "thành .xlsx bằng Excel rồi nộp lại.", v->quote_row);
}

static bool add_to_field(struct csv *v, char ch)
{
	if (v->field.len >= v->limits->cell_bytes)
		return v->state == IN_QUOTES
		       ? open_quote(v)
		       : fail(v->c, ERR_TOO_LARGE, "sheet.cell_too_long",
		              "Tệp CSV, dòng %zu, cột %s chứa quá nhiều chữ trong một ô. Hãy rút ngắn ô đó, hoặc kiểm tra xem có nộp "
		              "nhầm tệp không.", v->row, sheet_column_name(v->c->arena, v->column));
	buf_char(&v->field, ch);
	return true;
}

static bool step(struct csv *v, char ch)
{
	bool skip = v->after_cr && ch == '\n';

	v->after_cr = false;
	if (v->state == IN_QUOTES) {
		if (ch == '"') {
			v->state = AFTER_QUOTE;
			return true;
		}
		return add_to_field(v, ch);
	}
	if (skip)
		return true;
	if (ch == '"' && (v->state == AT_START || v->state == AFTER_QUOTE)) {
		bool again = v->state == AFTER_QUOTE; /* "" inside quotes is a quote */
		v->state = IN_QUOTES;
		if (again)
			return add_to_field(v, ch);
		v->quote_row = v->row;
		return true;
	}
	if (ch == v->delimiter)
		return end_field(v);
	if (ch == '\n' || ch == '\r') {
		v->after_cr = ch == '\r';
		return end_record(v);
	}
	v->state = IN_FIELD;
	return add_to_field(v, ch);
}

static bool read_records(struct csv *v)
{
	bool end = v->n_raw == 0 && v->utf8.len == 0, is_first = true;
	size_t i;

	while (!end && !v->enough) {
		i = 0;
		if (is_first) {
			i = delimiter_hint(v);
			if (v->delimiter == '\0')
				v->delimiter = sniff_delimiter(&v->utf8);
		}
		is_first = false;
		for (; i < v->utf8.len && !v->enough; i++)
			if (!step(v, v->utf8.data[i]))
				return false;
		if (!next_chunk(v, &end))
			return false;
	}
	if (v->enough)
		return true;
	if (v->state == IN_QUOTES)
		return open_quote(v);
	return (v->field.len == 0 && v->column == 0 && v->state == AT_START) || end_record(v);
}

static void find_encoding(struct csv *v)
{
	char bom[3] = { 0 };
	ssize_t n = pread(v->fd, bom, sizeof bom, 0);
	off_t skip = 0;

	if (n >= 2 && memcmp(bom, "\xFF\xFE", 2) == 0)
		v->encoding = UTF16_LE, skip = 2;
	else if (n >= 2 && memcmp(bom, "\xFE\xFF", 2) == 0)
		v->encoding = UTF16_BE, skip = 2;
	else if (n >= 3 && memcmp(bom, "\xEF\xBB\xBF", 3) == 0)
		skip = 3;
	lseek(v->fd, skip, SEEK_SET);
}

bool csv_read(struct ctx *c, struct arena *a, int fd, const struct sheet_limits *limits, const struct sheet_sink *sink,
              void *arg)
{
	struct csv v = { .c = c, .limits = limits, .sink = sink, .arg = arg, .fd = fd, .row = 1 };
	struct sheet_info info = { .name = "CSV" };
	bool end;

	if (sink->begin != NULL && !sink->begin(c, arg, &info))
		return c->err == ERR_NONE;
	v.raw = arena_alloc(a, CHUNK);
	v.utf8 = buf_in(a);
	v.field = buf_in(a);
	cells_open(&v.cells, c, a, limits);
	v.cells.sheet = info.name;
	find_encoding(&v);
	if (!next_chunk(&v, &end) || !read_records(&v))
		return false;
	return sink->end == NULL || sink->end(c, arg, NULL, 0);
}
