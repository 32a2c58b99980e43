/* model.c - what a form says of its figures about persons. */
#include "domain/small/model.h"

#include "store/seen.h"

/* A condition that cannot be read, of a form of before, is one of which nothing is known. */
static bool parse(struct ctx *c, struct expr_refs *refs, const char *when, const struct expr **ret)
{
	enum { SOME_YEAR = 2025 }; /* ages lie to each other as in any */

	*ret = NULL;
	if (when == NULL || (refs->base != NULL && expr_parse(c, refs, form_condition(c->arena, when, SOME_YEAR), ret)))
		return true;
	ctx_clear(c);
	return false;
}

static bool same_columns(const struct form_sheet *a, const struct form_sheet *b)
{
	bool same = a->n_columns == b->n_columns;

	for (size_t k = 0; same && k < a->n_columns; k++)
		same = a->column[k].when == b->column[k].when ||
		       (a->column[k].when != NULL && b->column[k].when != NULL && streq(a->column[k].when, b->column[k].when));
	return same;
}

static const struct small_columns *columns_of(struct ctx *c, const struct small_relations *r, size_t first, const struct form_sheet *sheet, struct expr_refs *refs)
{
	const struct expr *when[FORM_COLUMNS_MAX];
	bool known = true;

	for (size_t i = first; i < r->n_lines; i++)
		if (same_columns(r->line[i].columns->sheet, sheet))
			return r->line[i].columns;
	for (size_t k = 0; k < sheet->n_columns; k++)
		known = parse(c, refs, sheet->column[k].when, &when[k]) && known;
	return small_columns_of(c, sheet, known ? refs : NULL, when);
}

static void add_source(struct ctx *c, struct small_relations *r, const struct form_source *source)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = source->type };
	const size_t first = r->n_lines;
	size_t at = 0;

	for (size_t s = 0; s < r->form->n_sheets; s++) {
		const struct form_sheet *sheet = &r->form->sheet[s];
		const struct small_columns *columns = NULL;
		for (size_t i = 0; i < sheet->n_rows; i++) {
			const struct form_row *row = &sheet->row[i];
			if (row->code > 0 && row->source != NULL && streq(row->source, source->name)) {
				struct small_line *l = &r->line[r->n_lines];
				columns = columns == NULL ? columns_of(c, r, first, sheet, &refs) : columns;
				r->stride = columns->n_enough > r->stride ? columns->n_enough : r->stride;
				*l = (struct small_line){ .row = row, .columns = columns, .source = source->name, .at = at };
				l->known = parse(c, &refs, row->when, &l->when);
				r->n_lines++;
				for (size_t k = 0; k < sheet->n_columns; k++) {
					r->counts[at + k] = !row->blank[k];
					r->line[r->n_lines - 1].gaps = r->line[r->n_lines - 1].gaps || row->blank[k];
				}
			}
			at += row->code > 0 ? sheet->n_columns : 0;
		}
	}
	small_rows_of(c, r, &refs, first);
}

static size_t line_of(const struct small_relations *r, int code)
{
	size_t i = 0;

	while (i < r->n_lines && r->line[i].row->code != code)
		i++;
	return i;
}

/* Of a check over rows that do not count persons nothing is to be kept. */
static void add_check(struct ctx *c, struct small_relations *r, const struct form_check *check)
{
	size_t *line = NEW_N(c->arena, size_t, check->n_rows + 1);
	int8_t *sign = NEW_N(c->arena, int8_t, check->n_rows + 1);

	for (size_t i = 0; i <= check->n_rows; i++) {
		line[i] = line_of(r, i == 0 ? check->total : check->row[i - 1]);
		sign[i] = i == 0 ? 1 : -1;
		if (line[i] == r->n_lines || r->line[line[i]].columns->n != r->line[line[0]].columns->n)
			return;
	}
	small_rule_add(c->arena, r, line, sign, check->n_rows + 1, check->equal);
}

static bool is_measured(const struct small_relations *r, const char *when, const struct form_source *const *persons, size_t n)
{
	const struct form *f = r->form;

	for (size_t m = 0; when != NULL && m < f->n_measures; m++)
		for (size_t i = 0; i < n; i++)
			if (streq(f->measure[m].source, persons[i]->name) && strstr(when, f->measure[m].name) != NULL)
				return true;
	return false;
}

static void find_telling(struct small_relations *r, const struct form_source *const *persons, size_t n)
{
	size_t at = 0;

	for (size_t s = 0; s < r->form->n_sheets; s++)
		for (size_t i = 0; i < r->form->sheet[s].n_rows; i++) {
			const struct form_sheet *sheet = &r->form->sheet[s];
			for (size_t k = 0; sheet->row[i].code > 0 && k < sheet->n_columns; k++, at++)
				r->tells[at] = !sheet->row[i].blank[k] && (is_measured(r, sheet->row[i].when, persons, n) || is_measured(r, sheet->column[k].when, persons, n));
		}
}

struct small_relations *small_relations_of(struct ctx *c, const struct form *f)
{
	struct small_relations *r = NEW(c->arena, struct small_relations);
	const struct form_source **persons = NEW_N(c->arena, const struct form_source *, f->n_sources + 1);
	size_t n_rows = 0, n = 0;

	r->form = f;
	for (size_t s = 0; s < f->n_sheets; s++)
		for (size_t i = 0; i < f->sheet[s].n_rows; i++) {
			n_rows++;
			r->n_cells += f->sheet[s].row[i].code > 0 ? f->sheet[s].n_columns : 0;
		}
	r->line = NEW_N(c->arena, struct small_line, n_rows + 1);
	r->counts = NEW_N(c->arena, bool, r->n_cells + 1);
	r->tells = NEW_N(c->arena, bool, r->n_cells + 1);
	for (size_t i = 0; i < f->n_sources; i++) {
		const struct record_type *t = catalog_type(c->catalog, f->source[i].name);
		if (t == NULL || seen_tells(t)) { /* what has left the catalogue may have told of persons */
			persons[n++] = &f->source[i];
			add_source(c, r, &f->source[i]);
		}
	}
	for (size_t i = 0; i < f->n_checks; i++)
		add_check(c, r, &f->check[i]);
	find_telling(r, persons, n);
	return r;
}

bool small_counts(const struct small_relations *r, size_t cell)
{
	return r->counts[cell];
}

bool small_tells(const struct small_relations *r, size_t cell)
{
	return r->tells[cell];
}

size_t small_n_cells(const struct small_relations *r)
{
	return r->n_cells;
}
