/* xls_grid.c - one sheet of an .xls: rows and cells as the records pass by. */
#include "table/bytes.h"
#include "table/xls.h"

enum { MERGED_MAX = 50000 };

struct grid {
	struct xls *x;
	size_t row;      /* from 0: the one being filled */
	bool enough;
	bool waiting;    /* a formula whose text comes in a later record */
	size_t column, style;
	struct table_range *merged;
	size_t n_merged, merged_room;
};

static bool deliver(struct grid *g)
{
	const struct reading *r = g->x->r;
	enum table_go go = cells_deliver(&g->x->cells, g->row + 1, r->sink, r->arg);

	g->enough = go == TABLE_ENOUGH;
	return go != TABLE_FAILED;
}

static struct style style_of(const struct grid *g, size_t style)
{
	return style < g->x->styles.n ? g->x->styles.style[style] : (struct style){ 0 };
}

static bool set(struct grid *g, size_t row, size_t column, struct cell cell)
{
	return cells_set(&g->x->cells, row + 1, column, cell);
}

static bool set_number(struct grid *g, size_t row, size_t column, size_t style, double v)
{
	char text[40];
	int len = snprintf(text, sizeof text, "%.17g", v);
	struct cell cell = cell_number(g->x->cells.arena, text, (size_t)len);

	cell_show(g->x->cells.arena, &cell, style_of(g, style).format, g->x->is_1904);
	return set(g, row, column, cell);
}

static bool set_text(struct grid *g, size_t row, size_t column, size_t style)
{
	struct buf *text = &g->x->text;

	return set(g, row, column, cell_text(g->x->cells.arena, buf_text(text), text->len, style_of(g, style).font));
}

static bool set_truth(struct grid *g, size_t row, size_t column, unsigned value, bool is_error)
{
	static const struct {
		unsigned code;
		const char *text;
	} errors[] = { { 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0F, "#VALUE!" }, { 0x17, "#REF!" },
		       { 0x1D, "#NAME?" }, { 0x24, "#NUM!" },   { 0x2A, "#N/A" } };
	struct cell cell = { .kind = CELL_ERROR, .text = "#N/A", .len = 4 };

	if (!is_error)
		cell = (struct cell){ .kind = CELL_BOOL, .text = value ? "1" : "0", .len = 1, .number = value != 0 };
	for (size_t i = 0; is_error && i < COUNT(errors); i++)
		if (errors[i].code == value) {
			cell.text = errors[i].text;
			cell.len = strlen(cell.text);
		}
	return set(g, row, column, cell);
}

/* Thirty bits of a number: whole or the upper half of a double, and maybe a hundred times too big. */
static double rk_number(uint32_t rk)
{
	unsigned char bytes[8] = { 0, 0, 0, 0, rk & 0xFC, rk >> 8 & 0xFF, rk >> 16 & 0xFF, rk >> 24 };
	double v = rk & 2 ? (double)((int32_t)rk >> 2) : le_double(bytes);

	return rk & 1 ? v / 100 : v;
}

static bool formula(struct grid *g, size_t row, size_t column, size_t style)
{
	const unsigned char *result = biff_at(&g->x->biff, 6, 8);

	if (result[6] != 0xFF || result[7] != 0xFF)
		return set_number(g, row, column, style, le_double(result));
	g->waiting = result[0] == 0;
	g->column = column;
	g->style = style;
	if (result[0] == 1 || result[0] == 2)
		return set_truth(g, row, column, result[2], result[0] == 2);
	return true;
}

static bool many_numbers(struct grid *g, size_t row, size_t column)
{
	struct biff *b = &g->x->biff;

	for (size_t at = 4; at + 6 <= b->len - (b->len >= 2 ? 2 : 0); at += 6, column++)
		if (!set_number(g, row, column, le16(b->data + at), rk_number(le32(b->data + at + 2))))
			return false;
	return true;
}

static void add_merged(struct grid *g)
{
	struct biff *b = &g->x->biff;
	size_t n = le16(biff_at(b, 0, 2));

	for (size_t i = 0; i < n && 2 + 8 * (i + 1) <= b->len && g->n_merged < MERGED_MAX; i++) {
		const unsigned char *p = b->data + 2 + 8 * i;
		struct table_range m = { le16(p) + 1u, le16(p + 4), le16(p + 2) + 1u, le16(p + 6) };
		if (m.row_last < m.row_first || m.column_last < m.column_first)
			continue;
		g->merged = arena_grow(g->x->r->arena, g->merged, g->n_merged, &g->merged_room, sizeof *g->merged);
		g->merged[g->n_merged++] = m;
	}
}

static bool shared_text(struct grid *g, size_t row, size_t column, size_t style)
{
	struct xls *x = g->x;
	struct cell cell;

	if (!strings_find(x->strings, x->cells.arena, le32(biff_at(&x->biff, 6, 4)), style_of(g, style).font, &cell)) {
		if (x->strings == NULL || x->r->c->err != ERR_NONE)
			return false;
		cell = cell_unreadable();
	}
	return set(g, row, column, cell);
}

/* Nothing but zeros is left: a length that is too small is a lie. */
static bool is_at_end(const struct biff *b)
{
	for (size_t i = b->at; i < b->len; i++)
		if (b->data[i] != 0)
			return false;
	return true;
}

static bool cell_record(struct grid *g)
{
	struct biff *b = &g->x->biff;
	size_t row = le16(biff_at(b, 0, 2)), column = le16(biff_at(b, 2, 2)), style = le16(biff_at(b, 4, 2));

	/* First of all: a new row clears the arena that the cell is to live in. */
	if (row != g->row && !deliver(g))
		return false;
	g->row = row;
	g->waiting = false;
	switch (g->enough ? BIFF_EOF : b->type) {
	case BIFF_LABELSST:
		return shared_text(g, row, column, style);
	case BIFF_LABEL:
		b->at = 6;
		if (!biff_text(b, 2, g->x->r->limits->cell_bytes, &g->x->text))
			return false;
		return is_at_end(b) ? set_text(g, row, column, style) : set(g, row, column, cell_unreadable());
	case BIFF_RSTRING:
		b->at = 6;
		return biff_text(b, 2, g->x->r->limits->cell_bytes, &g->x->text) && set_text(g, row, column, style);
	case BIFF_NUMBER:
		return set_number(g, row, column, style, le_double(biff_at(b, 6, 8)));
	case BIFF_RK:
		return set_number(g, row, column, style, rk_number(le32(biff_at(b, 6, 4))));
	case BIFF_MULRK:
		return many_numbers(g, row, column);
	case BIFF_BOOLERR:
		return set_truth(g, row, column, *biff_at(b, 6, 1), *biff_at(b, 7, 1));
	case BIFF_FORMULA:
		return formula(g, row, column, style);
	default:
		return true;
	}
}

static bool record(struct grid *g)
{
	struct biff *b = &g->x->biff;

	switch (b->type) {
	case BIFF_MERGECELLS:
		add_merged(g);
		return true;
	case BIFF_STRING:
		if (!g->waiting || g->enough)
			return true;
		g->waiting = false;
		return biff_text(b, 2, g->x->r->limits->cell_bytes, &g->x->text) && set_text(g, g->row, g->column, g->style);
	case BIFF_LABELSST:
	case BIFF_LABEL:
	case BIFF_RSTRING:
	case BIFF_NUMBER:
	case BIFF_RK:
	case BIFF_MULRK:
	case BIFF_BOOLERR:
	case BIFF_FORMULA:
		return g->enough || cell_record(g);
	default:
		return true;
	}
}

bool xls_sheet_read(struct xls *x, const struct xls_sheet *s)
{
	const struct reading *r = x->r;
	struct biff *b = &x->biff;
	struct grid g = { .x = x };
	size_t depth = 1; /* a chart inside the sheet has a beginning and an end of its own */

	x->cells.sheet = s->name;
	x->cells.n_rows = 0;
	b->next = s->at;
	if (!biff_next(b) || b->type != BIFF_BOF)
		return false;
	while (depth > 0 && !(g.enough && r->sink->end == NULL)) {
		if (!biff_next(b))
			return false;
		depth += b->type == BIFF_BOF;
		depth -= b->type == BIFF_EOF;
		if (depth == 1 && !record(&g))
			return false;
	}
	if (!g.enough && !deliver(&g))
		return false;
	cells_clear(&x->cells);
	return r->sink->end == NULL || r->sink->end(r->c, r->arg, g.merged, g.n_merged);
}
