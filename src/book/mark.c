/* mark.c - the hidden sheet that says what a workbook is.
 *
 * A sheet, not a property of the file: programs that save a workbook anew keep its sheets, whatever else they drop. */
#include <stdlib.h>

#include "base/time.h"
#include "book/parts.h"
#include "table/table.h"

enum { LINES_MAX = 40 };

static bool put(struct book *b, size_t *row, const char *name, const char *value)
{
	return value == NULL || (writer_text(b->w, *row, 0, name, STYLE_AS_TEXT) && writer_text(b->w, (*row)++, 1, value, STYLE_AS_TEXT));
}

bool book_write_mark(struct book *b)
{
	struct arena *a = b->c->arena;
	const struct book_options *o = b->o;
	const struct catalog *k = b->c->catalog;
	size_t row = 0;

	if (!writer_sheet(b->w, BOOK_MARK) || !put(b, &row, "sheet", o->sheet->name) || !put(b, &row, "unit", o->unit_code) ||
	    !put(b, &row, "school_year", arena_fmt(a, "%d", o->school_year)) || !put(b, &row, "catalog", arena_fmt(a, "%d", k->version)) ||
	    !put(b, &row, "digest", k->digest) || !put(b, &row, "made_at", time_iso(a, b->c->now_ms)) ||
	    !put(b, &row, "filled", o->filled ? "1" : "0"))
		return false;
	for (size_t i = 0; o->ask != NULL && i < o->sheet->n_asks; i++)
		if (!put(b, &row, arena_fmt(a, "ask.%s", o->sheet->ask[i].name), o->ask[i]))
			return false;
	writer_protect(b->w);
	writer_hide(b->w);
	return true;
}

struct marking {
	struct book_mark *mark;
	const char *ask[2 * LINES_MAX + 1];
	size_t n_asks, n_lines;
};

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c, (void)arg;
	return info->hidden && streq(info->name, BOOK_MARK);
}

static int number(const char *text)
{
	long n = strtol(text, NULL, 10);

	return n < 0 || n > 9999 ? 0 : (int)n;
}

static void take(struct ctx *c, struct marking *m, const char *name, const char *value)
{
	struct book_mark *mark = m->mark;
	const char *kept = arena_strdup(c->arena, value);
	const struct {
		const char *name, **text;
	} texts[] = { { "sheet", &mark->sheet }, { "unit", &mark->unit }, { "digest", &mark->digest }, { "made_at", &mark->made_at } };

	for (size_t i = 0; i < COUNT(texts); i++)
		if (streq(name, texts[i].name))
			*texts[i].text = kept;
	if (streq(name, "school_year"))
		mark->school_year = number(value);
	else if (streq(name, "catalog"))
		mark->catalog_version = number(value);
	else if (streq(name, "filled"))
		mark->filled = streq(value, "1");
	else if (strncmp(name, "ask.", 4) == 0) {
		m->ask[m->n_asks++] = arena_strdup(c->arena, name + 4);
		m->ask[m->n_asks++] = kept;
	}
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct marking *m = arg;

	if (row->n_cells >= 2 && row->cell[0].kind == CELL_TEXT && row->cell[1].kind != CELL_EMPTY)
		take(c, m, row->cell[0].text, row->cell[1].text);
	return ++m->n_lines < LINES_MAX ? TABLE_MORE : TABLE_ENOUGH;
}

bool book_mark_read(struct ctx *c, int fd, struct book_mark *ret)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row };
	struct marking *m = NEW(c->arena, struct marking);

	*ret = (struct book_mark){ .ask = m->ask };
	m->mark = ret;
	return table_read(c, fd, NULL, &sink, m);
}
