/* count.c - one pass over the records of each source gives the figures of every unit. */
#include "base/time.h"
#include "db/db.h"
#include "domain/report/basis.h"

static bool parse(struct ctx *c, struct figures_source *x, const char *when, int year, const struct expr **ret)
{
	*ret = NULL;
	return when == NULL || expr_parse(c, &x->refs, form_condition(c->arena, when, year), ret);
}

static bool parse_rows(struct ctx *c, const struct form *f, struct figures_source *x, int year)
{
	for (size_t s = 0; s < f->n_sheets; s++) {
		const struct form_sheet *sheet = &f->sheet[s];
		struct counted_sheet *cs = &x->sheet[x->n_sheets];
		bool used = false;
		for (size_t i = 0; i < sheet->n_rows; i++) {
			const struct form_row *row = &sheet->row[i];
			if (row->source == NULL || !streq(row->source, x->source->name))
				continue;
			struct counted_row *r = &x->row[x->n_rows++];
			*r = (struct counted_row){ .sheet = sheet, .row = row, .at = figures_at(f, sheet, i) };
			if (!parse(c, x, row->when, year, &r->when))
				return false;
			used = true;
		}
		if (!used)
			continue;
		cs->sheet = sheet;
		x->n_sheets++;
		for (size_t k = 0; k < sheet->n_columns; k++)
			if (!parse(c, x, sheet->column[k].when, year, &cs->column[k]))
				return false;
	}
	return true;
}

const char *figures_day(struct arena *a, const struct form *f, const struct period *p)
{
	if (p->kind != NULL && p->kind->day.day != NULL)
		return year_day_in(a, &p->kind->day, p->year);
	return date_text(a, (struct date){ p->year, f->month, f->day });
}

static bool parse_source(struct ctx *c, const struct form *f, const struct form_source *source, const struct period *p, struct figures_source *x)
{
	const int year = p->year;
	const char **names = NEW_N(c->arena, const char *, f->n_measures + 1);
	size_t n_rows = 0;

	for (size_t i = 0; i < f->n_measures; i++)
		names[i] = f->measure[i].name;
	for (size_t s = 0; s < f->n_sheets; s++)
		n_rows += f->sheet[s].n_rows;
	*x = (struct figures_source){
		.form = f, .source = source, .row = NEW_N(c->arena, struct counted_row, n_rows), .sheet = NEW_N(c->arena, struct counted_sheet, f->n_sheets),
		.measure = NEW_N(c->arena, const struct expr *, f->n_measures + 1), .measured = NEW_N(c->arena, bool, f->n_measures + 1),
	};
	x->refs = (struct expr_refs){ .catalog = c->catalog, .base = source->type, .school_year = year, .on = figures_day(c->arena, f, p),
	                              .measures = source->type->is_unit ? names : NULL };
	if (!parse(c, x, source->when, year, &x->base) || !parse_rows(c, f, x, year))
		return false;
	for (size_t i = 0; i < f->n_measures; i++) {
		x->measured[i] = streq(f->measure[i].source, source->name);
		if (x->measured[i] && !parse(c, x, f->measure[i].when, year, &x->measure[i]))
			return false;
	}
	return true;
}

struct counting {
	const struct form *form;
	const struct figures_source *x;
	const struct unit *units; /* by id */
	size_t n_units;
	struct figures *figures;
	int64_t *measure;         /* [unit][measure] */
	struct basis_marks *marks;
};

static size_t find_unit(const struct counting *k, int64_t id)
{
	size_t lo = 0, hi = k->n_units;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (k->units[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < k->n_units && k->units[lo].id == id ? lo : SIZE_MAX;
}

static bool holds(const struct expr *e, const struct val *value)
{
	return e == NULL || expr_eval(e, value) == TRUE;
}

static void count_cells(const struct counting *k, size_t unit, const struct val *value)
{
	const struct figures_source *x = k->x;
	const struct form_sheet *sheet = NULL;
	const struct counted_sheet *cs = x->sheet;
	bool column[FORM_COLUMNS_MAX] = { false };

	for (size_t i = 0; i < x->n_rows; i++) {
		const struct counted_row *r = &x->row[i];
		if (r->sheet != sheet) {
			sheet = r->sheet;
			while (cs->sheet != sheet)
				cs++;
			for (size_t j = 0; j < sheet->n_columns; j++)
				column[j] = holds(cs->column[j], value);
		}
		if (!holds(r->when, value))
			continue;
		for (size_t j = 0; j < sheet->n_columns; j++)
			if (column[j] && !r->row->blank[j]) {
				k->figures[unit].cell[r->at + j]++;
				basis_mark(k->marks, i, (size_t)(cs - x->sheet), j);
			}
	}
}

/* Unit, id and version; then the refs that are columns. */
static bool count_record(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct counting *k = arg;
	const struct figures_source *x = k->x;
	size_t unit = find_unit(k, cell[0].i);
	struct val value[REFS_MAX];

	(void)c, (void)n;
	if (unit == SIZE_MAX)
		return true;
	for (size_t i = 0, at = 3; i < x->refs.n_refs; i++) {
		if (!x->refs.ref[i].measure) {
			value[i] = cell[at++];
			continue;
		}
		for (size_t m = 0; m < k->form->n_measures; m++)
			if (streq(k->form->measure[m].name, x->refs.ref[i].path))
				value[i] = val_int(k->measure[unit * k->form->n_measures + m]);
	}
	if (!holds(x->base, value))
		return true;
	for (size_t m = 0; m < k->form->n_measures; m++)
		k->measure[unit * k->form->n_measures + m] += x->measured[m] && holds(x->measure[m], value);
	count_cells(k, unit, value);
	basis_note(k->marks, k->figures[unit].basis, cell[1].i, cell[2].i);
	return true;
}

/* School by school: the planner then knows the unit of every table joined, and reads that of each alone. */
static bool count_source(struct ctx *c, struct counting *k, int year)
{
	const struct figures_source *x = k->x;
	struct buf sql = buf_in(c->arena);

	buf_put(&sql, "SELECT t.unit_id, t.id, t.version");
	for (size_t i = 0; i < x->refs.n_refs; i++)
		if (!x->refs.ref[i].measure)
			buf_fmt(&sql, ", %s", x->refs.ref[i].sql);
	buf_fmt(&sql, " FROM %s t", x->source->type->table);
	expr_joins_sql(&sql, &x->refs);
	buf_put(&sql, " WHERE t.unit_id = $1");
	if (x->source->type->year_bound)
		buf_put(&sql, " AND t.school_year = $2");
	for (size_t i = 0; i < k->n_units; i++)
		if (!db_each(c, sql.data, (struct val[]){ val_int(k->units[i].id), val_int(year) }, x->source->type->year_bound ? 2 : 1, count_record, k))
			return false;
	return true;
}

bool figures_count(struct ctx *c, const struct form *f, const struct period *p, const struct unit *units, size_t n, struct figures *ret)
{
	struct counting k = { .form = f, .units = units, .n_units = n, .figures = ret,
	                      .measure = NEW_N(c->arena, int64_t, n * f->n_measures + 1) };

	if (n == 0)
		return true;
	if (n > 1 && !db_plan_once(c))
		return false;
	/* Institutions come last: their conditions use what was counted before. */
	for (int last = 0; last <= 1; last++)
		for (size_t i = 0; i < f->n_sources; i++) {
			struct figures_source x;
			if (f->source[i].type->is_unit != (last == 1))
				continue;
			if (!parse_source(c, f, &f->source[i], p, &x))
				return false;
			k.x = &x;
			k.marks = basis_marks_new(c->arena, &x);
			if (!count_source(c, &k, p->year))
				return false;
		}
	return true;
}
