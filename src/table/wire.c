/* wire.c - rows and sheets as bytes, and bytes as rows and sheets. */
#include "table/wire.h"

#include "base/utf8.h"

enum { LONG = 0xFF }; /* a length that needs four bytes */
enum { NO_BREAK = 3 }; /* instead of an encoding: what was converted says nothing of its blanks */

static const char *const legacies[] = { NULL, "TCVN3", "VNI", NULL };

/* ---- to bytes ---- */

static void put(struct buf *b, const void *bytes, size_t len)
{
	buf_add(b, bytes, len);
}

static void put_u32(struct buf *b, size_t n)
{
	uint32_t v = (uint32_t)n;

	put(b, &v, sizeof v);
}

static size_t open_frame(struct buf *b, enum wire_type type)
{
	size_t at = b->len;

	put_u32(b, 0);
	buf_char(b, (char)type);
	return at;
}

static void close_frame(struct buf *b, size_t at)
{
	uint32_t len = (uint32_t)(b->len - at - WIRE_HEAD);

	memcpy(b->data + at, &len, sizeof len);
}

static void put_text(struct buf *b, const char *text, size_t len)
{
	if (len < LONG) {
		buf_char(b, (char)len);
	} else {
		buf_char(b, (char)LONG);
		put_u32(b, len);
	}
	put(b, text, len);
	put(b, "", 1);
}

void wire_put_begin(struct buf *b, const struct table_info *info)
{
	size_t at = open_frame(b, WIRE_BEGIN);

	put_u32(b, info->index);
	buf_char(b, (char)(info->hidden | info->bare << 1));
	put_text(b, info->name, strlen(info->name));
	close_frame(b, at);
}

static bool has_number(enum cell_kind k)
{
	return k == CELL_NUMBER || k == CELL_DATE || k == CELL_BOOL;
}

static const char *other_text(const struct cell *cell)
{
	return cell->kind == CELL_TEXT ? cell->raw : cell->shown;
}

void wire_put_row(struct buf *b, const struct table_row *row)
{
	size_t at = open_frame(b, WIRE_ROW);

	put_u32(b, row->number);
	put_u32(b, row->n_cells);
	put_u32(b, row->beyond);
	for (size_t i = 0; i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		int legacy = cell->legacy == NULL ? cell->no_break ? NO_BREAK : 0 : streq(cell->legacy, "VNI") ? 2 : 1;
		buf_char(b, (char)((int)cell->kind | cell->unclean << 3 | legacy << 4 | (other_text(cell) != NULL) << 6 | cell->twice << 7));
		if (cell->kind == CELL_EMPTY)
			continue;
		put_text(b, cell->text, cell->len);
		if (other_text(cell) != NULL)
			put_text(b, other_text(cell), strlen(other_text(cell)));
		if (has_number(cell->kind))
			put(b, &cell->number, sizeof cell->number);
	}
	close_frame(b, at);
}

void wire_put_end(struct buf *b, const struct table_range *merged, size_t n)
{
	size_t at = open_frame(b, WIRE_END);

	for (size_t i = 0; i < n; i++) {
		put_u32(b, merged[i].row_first);
		put_u32(b, merged[i].column_first);
		put_u32(b, merged[i].row_last);
		put_u32(b, merged[i].column_last);
	}
	close_frame(b, at);
}

void wire_put_lost(struct buf *b, const char *name, const char *key, const char *why)
{
	size_t at = open_frame(b, WIRE_LOST);

	put_text(b, name, strlen(name));
	put_text(b, key == NULL ? "" : key, key == NULL ? 0 : strlen(key));
	put_text(b, key == NULL ? "" : why, key == NULL ? 0 : strlen(why));
	close_frame(b, at);
}

void wire_put_fail(struct buf *b, const struct ctx *c, const struct table_cost *cost)
{
	size_t at = open_frame(b, WIRE_FAIL);

	put(b, cost, sizeof *cost);
	put_u32(b, c->err);
	put_text(b, c->key, strlen(c->key));
	put_text(b, c->detail, strlen(c->detail));
	close_frame(b, at);
}

void wire_put_done(struct buf *b, const struct table_cost *cost)
{
	size_t at = open_frame(b, WIRE_DONE);

	put(b, cost, sizeof *cost);
	close_frame(b, at);
}

/* ---- from bytes ---- */

struct bytes {
	char *at, *end;
	bool bad;
};

static struct bytes bytes_of(char *data, size_t len)
{
	return (struct bytes){ data, data + len, false };
}

static void get(struct bytes *b, void *to, size_t len)
{
	memset(to, 0, len);
	b->bad = b->bad || (size_t)(b->end - b->at) < len;
	if (b->bad)
		return;
	memcpy(to, b->at, len);
	b->at += len;
}

static size_t get_u32(struct bytes *b)
{
	uint32_t v;

	get(b, &v, sizeof v);
	return v;
}

static unsigned get_byte(struct bytes *b)
{
	uint8_t v;

	get(b, &v, sizeof v);
	return v;
}

static const char *get_text(struct bytes *b, size_t *ret_len)
{
	size_t len = get_byte(b);

	if (len == LONG)
		len = get_u32(b);
	*ret_len = 0;
	b->bad = b->bad || len >= (size_t)(b->end - b->at) || b->at[len] != '\0';
	if (b->bad)
		return "";
	*ret_len = len;
	b->at += len + 1;
	return b->at - len - 1;
}

/* Whole UTF-8 without control characters. */
static bool is_clean(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
			return false;
	return utf8_valid(text, len) == len;
}

static const char *get_clean(struct bytes *b, size_t *ret_len)
{
	const char *text = get_text(b, ret_len);

	b->bad = b->bad || !is_clean(text, *ret_len);
	return text;
}

bool wire_get_begin(char *data, size_t len, struct table_info *ret)
{
	struct bytes b = bytes_of(data, len);
	size_t n;

	ret->index = get_u32(&b);
	const unsigned flags = get_byte(&b);
	ret->hidden = flags & 1;
	ret->bare = flags & 2;
	ret->name = get_clean(&b, &n);
	return !b.bad && b.at == b.end;
}

static struct cell get_cell(struct bytes *b)
{
	unsigned tag = get_byte(b), legacy = tag >> 4 & 3;
	size_t len;
	struct cell cell = { .kind = tag & 7, .unclean = tag & 8, .twice = tag & 128, .text = "" };

	b->bad = b->bad || cell.kind > CELL_ERROR || (legacy == NO_BREAK && cell.kind != CELL_TEXT);
	cell.no_break = legacy == NO_BREAK;
	if (b->bad || cell.kind == CELL_EMPTY)
		return cell;
	cell.legacy = legacies[legacy];
	cell.text = cell.kind == CELL_TEXT && cell.unclean ? get_text(b, &cell.len) : get_clean(b, &cell.len);
	if (tag & 64 && cell.kind == CELL_TEXT)
		cell.raw = get_text(b, &len);
	else if (tag & 64)
		cell.shown = get_clean(b, &len);
	if (has_number(cell.kind))
		get(b, &cell.number, sizeof cell.number);
	return cell;
}

bool wire_get_row(char *data, size_t len, struct cell *cell, size_t columns, struct table_row *ret)
{
	struct bytes b = bytes_of(data, len);
	size_t number = get_u32(&b), n = get_u32(&b), beyond = get_u32(&b);

	if (b.bad || number == 0 || n == 0 || n > columns)
		return false;
	for (size_t i = 0; i < n && !b.bad; i++)
		cell[i] = get_cell(&b);
	*ret = (struct table_row){ number, n, cell, beyond };
	return !b.bad && b.at == b.end;
}

bool wire_get_end(struct arena *a, char *data, size_t len, struct table_range **ret, size_t *ret_n)
{
	struct bytes b = bytes_of(data, len);
	size_t n = len / 16;

	*ret_n = n;
	*ret = NEW_N(a, struct table_range, n);
	for (size_t i = 0; i < n; i++) {
		struct table_range *m = &(*ret)[i];
		*m = (struct table_range){ 0 };
		m->row_first = get_u32(&b);
		m->column_first = get_u32(&b);
		m->row_last = get_u32(&b);
		m->column_last = get_u32(&b);
		b.bad = b.bad || m->row_first == 0 || m->row_last < m->row_first || m->column_last < m->column_first;
	}
	return !b.bad && b.at == b.end;
}

bool wire_get_lost(char *data, size_t len, const char **ret_name, const char **ret_key, const char **ret_why)
{
	struct bytes b = bytes_of(data, len);
	size_t n;

	*ret_name = get_clean(&b, &n);
	*ret_key = get_clean(&b, &n);
	*ret_key = n == 0 ? NULL : *ret_key;
	*ret_why = get_clean(&b, &n);
	return !b.bad && b.at == b.end;
}

bool wire_get_fail(char *data, size_t len, struct wire_failure *ret, struct table_cost *ret_cost)
{
	struct bytes b = bytes_of(data, len);
	size_t n;

	get(&b, ret_cost, sizeof *ret_cost);
	ret->err = (enum err)get_u32(&b);
	ret->key = get_clean(&b, &n);
	ret->detail = get_clean(&b, &n);
	return !b.bad && b.at == b.end && ret->err > ERR_NONE && ret->err < ERR__COUNT;
}

bool wire_get_done(char *data, size_t len, struct table_cost *ret)
{
	struct bytes b = bytes_of(data, len);

	get(&b, ret, sizeof *ret);
	return !b.bad && b.at == b.end;
}
