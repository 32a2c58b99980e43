/* difference.c - what a new edition changed, and how much computing anew would. */
#include "db/db.h"
#include "domain/report/figures.h"
#include "table/table.h"

/* The figures of both editions in the cells of one form; has[i]: the edition's own form has the cell. */
struct side {
	struct figures x;
	const struct form *form;
};

static bool read_side(struct ctx *c, const struct report *rep, struct side *ret)
{
	ret->form = rep->form;
	return figures_of(c, rep->form, rep->cells, &ret->x);
}

static bool cell_of(struct ctx *c, const struct side *s, int code, const char *letter, int64_t *ret)
{
	const struct form_sheet *sheet;
	const struct form_row *row = form_row_find(s->form, code, &sheet);
	const size_t column = row == NULL || row->no_source != NULL ? SIZE_MAX : figures_column_index(c->arena, sheet, letter);

	if (column == SIZE_MAX || row->blank[column])
		return false;
	*ret = *figures_cell(&s->x, code, column);
	return true;
}

struct differing {
	struct report_difference *all;
	size_t n;
};

/* Cells of a, compared with b; only_missing: just those b does not have. */
static void compare(struct ctx *c, const struct side *a, const struct side *b, bool only_missing, struct differing *ret)
{
	for (size_t s = 0; s < a->form->n_sheets; s++) {
		const struct form_sheet *sheet = &a->form->sheet[s];
		for (size_t i = 0; i < sheet->n_rows; i++)
			for (size_t k = 0; sheet->row[i].code > 0 && k < sheet->n_columns; k++) {
				const char *letter = table_column_name(c->arena, sheet->column[k].at);
				struct report_difference d = { .row = sheet->row[i].code, .column = letter, .label = sheet->row[i].label };
				d.is = cell_of(c, a, d.row, letter, &d.now);
				d.was = cell_of(c, b, d.row, letter, &d.before);
				if (only_missing ? d.is && !d.was : d.is != d.was || d.now != d.before)
					ret->all[ret->n++] = d;
			}
	}
}

bool report_differences(struct ctx *c, const struct report *rep, struct report_difference **ret, size_t *ret_n)
{
	struct differing d = { 0 };
	struct report former;
	struct side now, before;

	*ret_n = 0;
	if (rep->edition <= 1)
		return true;
	if (!report_edition(c, rep, rep->edition - 1, &former)) {
		if (c->err != ERR_NOT_FOUND)
			return false;
		ctx_clear(c); /* its number was tampered with, which the digest tells */
		return true;
	}
	if (!read_side(c, rep, &now) || !read_side(c, &former, &before))
		return false;
	d.all = NEW_N(c->arena, struct report_difference, now.x.n_cells + before.x.n_cells + 1);
	compare(c, &now, &before, false, &d);
	const size_t turned = d.n;
	compare(c, &before, &now, true, &d);
	for (size_t i = turned; i < d.n; i++) { /* told from the former side */
		d.all[i].before = d.all[i].now;
		d.all[i].now = 0;
		d.all[i].was = true;
		d.all[i].is = false;
	}
	*ret = d.all;
	*ret_n = d.n;
	return true;
}

static bool is_open(const struct report *rep)
{
	return rep->reopened_at == 0 && (streq(rep->state, "draft") || streq(rep->state, "returned"));
}

static bool count_now(struct ctx *c, const struct form *f, const struct report *rep, struct figures *ret)
{
	if (!db_read_begin(c))
		return false;
	const bool ok = figures_find_or_count(c, f, &rep->when, &rep->unit, 1, ret);
	db_read_end(c);
	return ok;
}

bool report_count_changed(struct ctx *c, const struct report *rep, const struct figures *x, size_t *ret)
{
	const struct form *f = catalog_form(c->catalog, rep->form_name);
	struct figures now, same;

	*ret = 0;
	if (f == NULL || !unit_is_school(c, &rep->unit) || !is_open(rep))
		return true;
	now = figures_new(c->arena, f);
	if (!count_now(c, f, rep, &now))
		return false;
	same = figures_new(c->arena, rep->form);
	figures_translate(&now, &same);
	for (size_t i = 0; i < x->n_cells; i++)
		*ret += x->cell[i] != same.cell[i];
	return true;
}
