/* import_errors.c - what went wrong, given back in the user's own workbook. */
#include <stdlib.h>

#include "domain/import/import.h"
#include "base/map.h"
#include "annotate/annotate.h"

/* ---- causes ---- */

static int by_weight(const void *a, const void *b)
{
	const struct import_cause *x = a, *y = b;

	if (x->first->warning != y->first->warning)
		return x->first->warning ? 1 : -1;
	if (x->rows != y->rows)
		return x->rows > y->rows ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

size_t import_causes(struct arena *a, const struct import_summary *s, struct import_cause **ret)
{
	struct import_cause *cause = NEW_N(a, struct import_cause, s->n_issues);
	struct map map = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < s->n_issues; i++) {
		const struct import_issue *x = &s->issue[i];
		size_t *at = map_put(a, &map, arena_fmt(a, "%d%s|%s", x->warning, x->key, x->title == NULL ? "" : x->title));
		if (*at == 0) {
			cause[n].first = x;
			*at = ++n;
		}
		struct import_cause *k = &cause[*at - 1];
		k->count++;
		k->rows += x->rows == 0 ? 1 : x->rows;
		if (k->n_places < CAUSE_PLACES_MAX)
			k->place[k->n_places++] = x;
	}
	if (n > 0)
		qsort(cause, n, sizeof *cause, by_weight);
	*ret = cause;
	return n;
}

/* ---- the list ---- */

enum { COLUMNS = 9 };

struct pages { /* of the sheet "Lỗi" */
	struct arena *arena;
	struct note_row *row;
	size_t n;
};

/* "What is wrong. Hãy do this." or "...; hãy do this." */
static const char *remedy_of(const char *message)
{
	const char *at = NULL;

	for (const char *p = message; (p = strstr(p, "ãy ")) != NULL; p++)
		if (at == NULL && p > message && (p[-1] == 'H' || p[-1] == 'h') && (p - 1 == message || p[-2] == ' '))
			at = p - 1;
	return at;
}

static const char *without_remedy(struct arena *a, const char *message, const char *remedy)
{
	size_t n = remedy == NULL ? strlen(message) : (size_t)(remedy - message);

	while (n > 0 && strchr(" ;,", message[n - 1]) != NULL)
		n--;
	return arena_strndup(a, message, n);
}

static struct note_cell *add_row(struct pages *p, size_t n_cells)
{
	struct note_cell *cell = NEW_N(p->arena, struct note_cell, n_cells);

	p->row[p->n++] = (struct note_row){ cell, n_cells };
	return cell;
}

static void add_line(struct pages *p, const char *text, enum note_look look)
{
	*add_row(p, 1) = (struct note_cell){ text, look };
}

static void add_head(struct pages *p, const char *const title[COLUMNS])
{
	struct note_cell *cell = add_row(p, COLUMNS);

	for (size_t i = 0; i < COLUMNS; i++)
		cell[i] = (struct note_cell){ title[i], NOTE_HEAD };
}

static struct note_cell number(struct arena *a, size_t n)
{
	return (struct note_cell){ arena_fmt(a, "%zu", n), NOTE_NUMBER };
}

static struct note_cell text(const char *t)
{
	return (struct note_cell){ t, NOTE_TEXT };
}

/* Columns 0, 1, 7 and 8 say the same of a cause and of an issue. */
static struct note_cell *add_issue(struct pages *p, size_t i, const struct import_issue *x)
{
	struct note_cell *cell = add_row(p, COLUMNS);
	const char *remedy = remedy_of(x->message);

	cell[0] = number(p->arena, i + 1);
	cell[1] = (struct note_cell){ x->warning ? "Cảnh báo" : "Lỗi", x->warning ? NOTE_WARNING : NOTE_ERROR };
	cell[5] = text(x->title);
	cell[7] = text(without_remedy(p->arena, x->message, remedy));
	cell[8] = text(remedy == NULL ? NULL : arena_fmt(p->arena, "H%s", remedy + 1));
	return cell;
}

static const char *places(struct arena *a, const struct import_cause *k)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < k->n_places; i++)
		if (k->place[i]->row > 0)
			buf_fmt(&b, "%s%zu", b.len > 0 ? ", " : "", k->place[i]->row);
	return arena_fmt(a, "%s%s", buf_text(&b), k->n_places < k->count ? "…" : "");
}

static void add_causes(struct pages *p, const struct import_cause *cause, size_t n)
{
	static const char *const titles[COLUMNS] = { "STT", "Mức", "Ở dòng", "Số lỗi", "Số dòng", "Tiêu đề cột", NULL, "Điều sai (ví dụ)", "Cách sửa" };

	add_head(p, titles);
	for (size_t i = 0; i < n; i++) {
		struct note_cell *cell = add_issue(p, i, cause[i].first);
		cell[2] = text(places(p->arena, &cause[i]));
		cell[3] = number(p->arena, cause[i].count);
		cell[4] = number(p->arena, cause[i].rows);
	}
}

static void add_issues(struct pages *p, const struct import_summary *s)
{
	static const char *const titles[COLUMNS] = { "STT", "Mức", "Trang", "Dòng", "Cột", "Tiêu đề cột", "Giá trị trong tệp", "Điều sai",
		                                     "Cách sửa" };

	add_head(p, titles);
	for (size_t i = 0; i < s->n_issues; i++) {
		const struct import_issue *x = &s->issue[i];
		struct note_cell *cell = add_issue(p, i, x);
		cell[2] = text(x->sheet);
		cell[3] = x->row > 0 ? number(p->arena, x->row) : text(NULL);
		cell[4] = text(x->column);
		cell[6] = text(x->value);
	}
}

static struct note_sheet make_list(struct arena *a, const struct import_summary *s)
{
	static const double widths[COLUMNS] = { 6, 10, 16, 8, 8, 24, 24, 60, 60 };
	struct import_cause *cause;
	size_t n = import_causes(a, s, &cause);
	struct pages p = { .arena = a, .row = NEW_N(a, struct note_row, n + s->n_issues + 8) };

	add_line(&p, arena_fmt(a, ANNOTATE_LIST " %s", s->template_label), NOTE_TITLE);
	add_line(&p, arena_fmt(a, "%zu dòng, %zu dòng chưa nhập; %zu lỗi, %zu cảnh báo. Ô sai được tô đỏ, ô ngờ được tô vàng, cột «" ANNOTATE_TITLE
	                       "» nói vì sao. Sửa ngay trong tệp này rồi nhập lại cả tệp: các dòng đã nhập không bị ghi hai lần.", s->rows, s->refused,
	                       s->errors, s->warnings), NOTE_LINE);
	add_causes(&p, cause, n);
	add_row(&p, 0);
	add_issues(&p, s);
	return (struct note_sheet){ widths, COLUMNS, p.row, p.n };
}

/* ---- the workbook ---- */

bool import_write_errors(struct ctx *c, int fd, const struct import_summary *s, const char *path)
{
	struct sheet_mark *mark = NEW_N(c->arena, struct sheet_mark, s->n_issues);
	struct sheet_titles *titles = NEW_N(c->arena, struct sheet_titles, s->n_sheets);
	const struct note_sheet list = make_list(c->arena, s);
	size_t n = 0;

	for (size_t i = 0; i < s->n_issues; i++) {
		const struct import_issue *x = &s->issue[i];
		if (x->sheet != NULL && x->row > 0)
			mark[n++] = (struct sheet_mark){ x->sheet, x->row, x->column, x->message, x->warning };
	}
	for (size_t i = 0; i < s->n_sheets; i++)
		titles[i] = (struct sheet_titles){ s->sheet[i].name, s->sheet[i].title_row };
	const struct annotation what = { mark, n, titles, s->n_sheets, &list };
	return sheet_annotate(c, fd, &what, path);
}
