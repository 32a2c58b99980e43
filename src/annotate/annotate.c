/* annotate.c - what is to be marked in which sheet, and by which way. */
#include "annotate/annotate.h"

#include <stdlib.h>
#include <unistd.h>

#include "annotate/parts.h"

enum { TEXT_MAX_BYTES = 30000, COLUMN_MAX = 16384 };

bool annotate_is_column(const char *title)
{
	static const char own[] = ANNOTATE_TITLE;
	size_t n = title == NULL ? 0 : strlen(title), m = sizeof own - 1;

	return n >= m && streq(title + n - m, own) && (n == m || (n > m + 3 && strncmp(title + n - m - 3, " / ", 3) == 0));
}

bool annotate_is_list(const char *sheet_name, const char *first)
{
	return strncmp(sheet_name, ANNOTATE_TITLE, strlen(ANNOTATE_TITLE)) == 0 && first != NULL &&
	       strncmp(first, ANNOTATE_LIST, strlen(ANNOTATE_LIST)) == 0;
}

/* ---- the sheets as they are ---- */

struct survey {
	struct leaves *leaves;
	const struct annotation *what;
	struct leaf *leaf;
	bool begun;
};

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	struct survey *s = arg;
	struct leaves *l = s->leaves;

	l->leaf = arena_grow(c->arena, l->leaf, l->n, &l->room, sizeof *l->leaf);
	s->leaf = &l->leaf[l->n++];
	s->leaf->name = arena_strdup(c->arena, info->name);
	s->leaf->hidden = info->hidden;
	for (size_t i = 0; i < s->what->n_titles; i++)
		if (streq(s->what->titles[i].sheet, info->name))
			s->leaf->title_row = s->what->titles[i].row;
	s->begun = false;
	return true;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct survey *s = arg;
	struct leaf *l = s->leaf;

	(void)c;
	for (size_t i = 0; !s->begun && i < row->n_cells; i++)
		if (row->cell[i].kind == CELL_TEXT) {
			l->is_list = annotate_is_list(l->name, row->cell[i].text);
			break;
		}
	s->begun = true;
	for (size_t i = 0; row->number == l->title_row && i < row->n_cells; i++)
		if (row->cell[i].kind == CELL_TEXT && annotate_is_column(row->cell[i].text)) {
			l->had_column = true;
			l->column = i;
		}
	l->columns = row->n_cells > l->columns ? row->n_cells : l->columns;
	l->n_cells += row->n_cells;
	return TABLE_MORE;
}

static bool on_end(struct ctx *c, void *arg, const struct table_range *merged, size_t n)
{
	struct leaf *l = ((struct survey *)arg)->leaf;

	l->merged = NEW_N(c->arena, struct table_range, n);
	l->n_merged = n;
	for (size_t i = 0; i < n; i++) {
		l->merged[i] = merged[i];
		if (l->title_row > 0 && merged[i].row_last >= l->title_row && merged[i].column_last + 1 > l->columns)
			l->columns = merged[i].column_last + 1;
	}
	return true;
}

static void on_lost(struct ctx *c, void *arg, const char *name, const char *key, const char *why)
{
	const struct survey *s = arg;

	(void)c, (void)name, (void)why;
	if (key != NULL)
		s->leaf->is_lost = true;
}

/* ---- lines ---- */

static int by_place(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return (x->warning > y->warning) - (x->warning < y->warning);
}

static void say(struct arena *a, struct line *l)
{
	struct buf b = buf_in(a);

	l->look = NOTE_WARNING;
	for (size_t i = 0; i < l->n_spots; i++) {
		const struct spot *s = &l->spot[i];
		if (!s->warning)
			l->look = NOTE_ERROR;
		l->whole = l->whole || (s->column == NOWHERE && !s->warning);
		if (b.len > TEXT_MAX_BYTES)
			continue;
		buf_put(&b, i > 0 ? "\n" : "");
		if (s->letter != NULL)
			buf_fmt(&b, "%sột %s: %s", s->warning ? "Lưu ý, c" : "C", s->letter, s->message);
		else
			buf_fmt(&b, "%sả dòng: %s", s->warning ? "Lưu ý, c" : "C", s->message);
	}
	l->text = buf_text(&b);
}

static void add_title(struct leaf *leaf)
{
	size_t at = 0;

	while (at < leaf->n_lines && leaf->line[at].row < leaf->title_row)
		at++;
	if (at == leaf->n_lines || leaf->line[at].row != leaf->title_row) {
		memmove(&leaf->line[at + 1], &leaf->line[at], (leaf->n_lines - at) * sizeof *leaf->line);
		leaf->line[at] = (struct line){ .row = leaf->title_row };
		leaf->n_lines++;
	}
	leaf->line[at].text = ANNOTATE_TITLE;
	leaf->line[at].look = NOTE_HEAD;
}

/* Right of everything; one further column must still be readable. */
static void place_column(struct leaf *leaf, size_t marked)
{
	size_t most = table_limits_default.columns < COLUMN_MAX ? table_limits_default.columns : COLUMN_MAX;

	if (leaf->had_column)
		return;
	leaf->column = marked > leaf->columns ? marked : leaf->columns;
	if (leaf->column >= most)
		leaf->column = NOWHERE;
}

static void draw_lines(struct arena *a, struct leaf *leaf, const struct annotation *what)
{
	struct spot *spot = NEW_N(a, struct spot, what->n_marks);
	size_t n = 0, marked = 0;
	bool any = false;

	for (size_t i = 0; i < what->n_marks; i++) {
		const struct sheet_mark *m = &what->mark[i];
		size_t column = annotate_column(m->column, NOWHERE);
		if (!streq(m->sheet, leaf->name) || m->row == 0 || (column == NOWHERE && m->row <= leaf->title_row) ||
		    (column != NOWHERE && (column >= COLUMN_MAX || (leaf->had_column && column == leaf->column))))
			continue;
		marked = column != NOWHERE && column >= marked ? column + 1 : marked;
		spot[n++] = (struct spot){ m->row, column, m->column, m->message, m->warning };
	}
	place_column(leaf, marked);
	if (n > 0)
		qsort(spot, n, sizeof *spot, by_place);
	leaf->line = NEW_N(a, struct line, n + 1);
	for (size_t i = 0; i < n;) {
		struct line *l = &leaf->line[leaf->n_lines++];
		*l = (struct line){ .row = spot[i].row, .spot = &spot[i] };
		while (i < n && spot[i].row == l->row)
			i++, l->n_spots++;
		if (l->row > leaf->title_row && leaf->column != NOWHERE)
			say(a, l), any = true;
	}
	if (any)
		add_title(leaf);
}

/* ---- the way ---- */

bool sheet_annotate(struct ctx *c, int fd, const struct annotation *what, const char *path)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row, .end = on_end, .lost = on_lost };
	struct leaves leaves = { 0 };
	struct survey s = { .leaves = &leaves, .what = what };
	enum table_kind kind;
	bool done = false;

	if (!table_kind_of(c, fd, &kind) || !table_read(c, fd, NULL, &sink, &s))
		return false;
	for (size_t i = 0; i < leaves.n; i++)
		if (leaves.leaf[i].title_row > 0)
			draw_lines(c->arena, &leaves.leaf[i], what);
	struct arena *a = arena_join(c->arena, arena_new());
	bool ok = (kind != TABLE_XLSX || annotate_xlsx(c, a, fd, &leaves, what->list, path, &done)) &&
	          (done || annotate_new(c, fd, &leaves, what->list, path));
	arena_reset(a);
	if (!ok)
		unlink(path);
	return ok;
}
