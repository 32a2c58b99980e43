/* csv.c - comma, semicolon or tab separated text as a stream of rows. */
#include "base/text.h"
#include "table/decode.h"
#include "table/read.h"

enum { SNIFFED_RECORDS = 20 };
enum state { AT_START, IN_FIELD, IN_QUOTES, AFTER_QUOTE };

struct csv {
	const struct reading *r;
	struct decoder decoder;
	struct buf utf8; /* the piece being read */
	char delimiter;
	enum state state;
	bool after_cr, enough;
	struct buf field;
	size_t row, column, quote_row;
	struct cells cells;
};

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
	static const char candidates[] = { '\t', '|', ';', ',' }; /* the comma is last: it is also a decimal comma */
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
	struct cell cell = cell_text(v->cells.arena, text, len, v->decoder.font);
	v->field.len = 0;
	v->state = AT_START;
	if (cell.unclean && (memchr(cell.text, '\0', cell.len) != NULL || !text_is_utf8(cell.text, cell.len)))
		return fail(v->r->c, ERR_INVALID, "sheet.encoding",
		            "Tệp CSV không dùng bảng mã Unicode (dòng %zu), nên chữ tiếng Việt sẽ bị sai. Hãy mở tệp bằng Excel, chọn "
		            "Lưu thành (Save As), kiểu «CSV UTF-8», hoặc tốt hơn là Excel Workbook (*.xlsx), rồi nộp lại.", v->row);
	return cells_set(&v->cells, v->row, v->column++, cell);
}

static bool end_record(struct csv *v)
{
	enum table_go go;

	if (!end_field(v))
		return false;
	go = cells_deliver(&v->cells, v->row, v->r->sink, v->r->arg);
	v->enough = go == TABLE_ENOUGH;
	v->row++;
	v->column = 0;
	return go != TABLE_FAILED;
}

static bool open_quote(struct csv *v)
{
	return fail(v->r->c, ERR_INVALID, "sheet.open_quote",
	            "Tệp CSV sai ở dòng %zu: dấu nháy kép (\") mở ra mà không đóng lại. Hãy thêm dấu nháy đóng, hoặc lưu tệp "
	            "thành .xlsx bằng Excel rồi nộp lại.", v->quote_row);
}

static bool add_to_field(struct csv *v, char ch)
{
	if (v->field.len >= v->r->limits->cell_bytes)
		return v->state == IN_QUOTES
		       ? open_quote(v)
		       : fail(v->r->c, ERR_TOO_LARGE, "sheet.cell_too_long",
		              "Tệp CSV, dòng %zu, cột %s chứa quá nhiều chữ trong một ô. Hãy rút ngắn ô đó, hoặc kiểm tra xem có nộp "
		              "nhầm tệp không.", v->row, table_column_name(v->r->c->arena, v->column));
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
	bool end, is_first = true;

	for (;;) {
		size_t i = 0;
		if (!decoder_next(&v->decoder, &v->utf8, &end))
			return false;
		if (end)
			break;
		if (is_first) {
			i = delimiter_hint(v);
			if (v->delimiter == '\0')
				v->delimiter = sniff_delimiter(&v->utf8);
		}
		is_first = false;
		for (; i < v->utf8.len; i++) {
			if (!step(v, v->utf8.data[i]))
				return false;
			if (v->enough)
				return true;
		}
	}
	if (v->state == IN_QUOTES)
		return open_quote(v);
	return (v->field.len == 0 && v->column == 0 && v->state == AT_START) || end_record(v);
}

bool csv_read(const struct reading *r)
{
	struct csv v = { .r = r, .row = 1 };
	struct table_info info = { .name = "CSV" };

	if (r->sink->begin != NULL && !r->sink->begin(r->c, r->arg, &info))
		return r->c->err == ERR_NONE;
	v.utf8 = buf_in(r->arena);
	v.field = buf_in(r->arena);
	cells_open(&v.cells, r->c, r->arena, r->limits);
	v.cells.sheet = info.name;
	if (!decoder_open(r->c, r->arena, r->fd, &v.decoder) || !read_records(&v))
		return false;
	return r->sink->end == NULL || r->sink->end(r->c, r->arg, NULL, 0);
}
