/* test_table_differential.c - what libxlsxwriter writes, the reader gives back: random grids, cell for cell. */
#include "domain/demo/demo_names.h" /* before test.h: cmocka has a macro called fail */
#include "test_table_tools.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "book/writer.h"

enum { GRIDS = 40, ROWS_MAX = 40, COLUMNS_MAX = 30 };

struct grid {
	size_t rows, columns;
	struct cell cell[ROWS_MAX][COLUMNS_MAX];
};

/* What people type, and what a file format trips over. */
static const char *random_text(struct ctx *c, struct demo_rng *r)
{
	static const char *const pieces[] = { "Nguyễn", "Ước", "a", "0123", "=1+1", "+84", "'x", "<b>", "&amp;", "\"", "_x000D_", "_x0041", "😀",
		                              "Hoa\xCC\x80", "  ", "\n", "%s", "]]>", "ữ", "1e5", "\xC2\xA0", "đ", "_", "@", "#N/A" };
	struct buf b = buf_in(c->arena);

	for (size_t n = 1 + demo_below(r, demo_chance(r, 50) ? 3000 : 6); n > 0; n--) {
		buf_put(&b, pieces[demo_below(r, COUNT(pieces))]);
		if (demo_chance(r, 300))
			buf_char(&b, ' ');
	}
	return buf_text(&b);
}

/* libxlsxwriter writes sixteen digits; people type fewer. */
static double random_number(struct demo_rng *r)
{
	static const double scales[] = { 1, 10, 100, 1000, 1e6, 1e-3, 1e-9 };
	double v = (double)demo_below(r, 999999999) / scales[demo_below(r, COUNT(scales))];

	return demo_chance(r, 300) ? -v : v;
}

static bool put_random(struct ctx *c, struct demo_rng *r, struct writer *w, size_t row, size_t column, struct cell *ret)
{
	const char *text;
	char number[40];

	switch (demo_below(r, 5)) {
	case 0:
		*ret = (struct cell){ .text = "" };
		return writer_text(w, row, column, "", demo_chance(r, 500) ? STYLE_CELL : STYLE_PLAIN);
	case 1:
		*ret = (struct cell){ .kind = CELL_NUMBER, .number = random_number(r) };
		snprintf(number, sizeof number, "%.15g", ret->number);
		ret->number = strtod(number, NULL);
		return writer_number(w, row, column, ret->number, STYLE_PLAIN);
	case 2:
		ret->kind = CELL_DATE;
		ret->text = arena_fmt(c->arena, "%04zu-%02zu-%02zu", 1901 + demo_below(r, 150), 1 + demo_below(r, 12), 1 + demo_below(r, 28));
		return writer_date(w, row, column, ret->text, STYLE_CELL | STYLE_AS_DATE);
	default:
		text = random_text(c, r);
		ret->text = text_clean(c->arena, text, strlen(text));
		ret->kind = *ret->text == '\0' ? CELL_EMPTY : CELL_TEXT;
		return writer_text(w, row, column, text, demo_chance(r, 500) ? STYLE_AS_TEXT : STYLE_PLAIN);
	}
}

static void make(struct ctx *c, struct demo_rng *r, const char *path, struct grid *g)
{
	struct writer *w;

	g->rows = 1 + demo_below(r, ROWS_MAX);
	g->columns = 1 + demo_below(r, COLUMNS_MAX);
	OK(writer_open(c, path, demo_chance(r, 500) ? WRITER_STREAM : WRITER_FREE, &w));
	OK(writer_sheet(w, "Lưới"));
	for (size_t row = 0; row < g->rows; row++)
		for (size_t k = 0; k < g->columns; k++)
			OK(put_random(c, r, w, row, k, &g->cell[row][k]));
	OK(writer_close(w));
}

/* Takes what has been read out of the grid. */
static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct grid *g = arg;

	(void)c;
	assert_in_range(row->number, 1, g->rows);
	assert_in_range(row->n_cells, 1, g->columns);
	for (size_t k = 0; k < row->n_cells; k++) {
		struct cell *want = &g->cell[row->number - 1][k];
		const struct cell *got = &row->cell[k];
		if (want->kind != got->kind || (want->kind == CELL_NUMBER ? want->number != got->number : !streq(want->text, got->text)))
			fail_msg("%zu,%zu: kind %d, %s; not kind %d, %s", row->number, k, got->kind, got->text, want->kind,
			         want->text == NULL ? "" : want->text);
		want->kind = CELL_EMPTY;
	}
	return TABLE_MORE;
}

TEST_PURE(table_gives_back_what_libxlsxwriter_writes)
{
	static const struct table_sink sink = { .row = on_row };
	struct demo_rng r = demo_rng_new(2025, 9);
	struct arena *kept = c->arena;
	const char *path = arena_fmt(c->arena, "%s/grid.xlsx", test_dir(c));

	for (int i = 0; i < GRIDS; i++) {
		c->arena = arena_new();
		struct grid *g = NEW(c->arena, struct grid);
		make(c, &r, path, g);
		OK(table_read(c, sheet_open(c, path), NULL, &sink, g));
		for (size_t row = 0; row < g->rows; row++)
			for (size_t k = 0; k < g->columns; k++)
				assert_int_equal(g->cell[row][k].kind, CELL_EMPTY); /* nothing was lost */
		arena_free(c->arena);
		c->arena = kept;
	}
}
