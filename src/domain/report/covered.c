/* covered.c - which figures of a report the caller is not shown: those about few persons, for whoever may not see the records behind them.
 *
 * The pattern is of the figures, not of who asks: it is found for all reports below one office whose own are shown, at once. */
#include <jansson.h>

#include "base/secret.h"
#include "catalog/document.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/report/figures.h"
#include "domain/small/kept.h"
#include "store/seen.h"
#include "store/shown.h"
#include "table/table.h"

static bool source_is_covered(const struct ctx *c, const char *name)
{
	const struct record_type *t = name == NULL ? NULL : catalog_type(c->catalog, name);

	return name != NULL && (t == NULL || (seen_tells(t) && !type_is_shown(c, t)));
}

bool report_hides(const struct ctx *c, const struct form *f)
{
	if (c->account == NULL || c->catalog->small_figures_below == 0)
		return false;
	for (size_t i = 0; i < f->n_sources; i++)
		if (source_is_covered(c, f->source[i].name))
			return true;
	return false;
}

static bool is_open(const struct ctx *c, const char *kind)
{
	return !unit_kind_is_among(c->catalog->small_figures_of, kind);
}

static bool is_sent(const char *state)
{
	return streq(state, "submitted") || streq(state, "accepted");
}

/* Columns after those of the unit, of which the path is one. */
enum { PATH = UNIT_PATH, CELLS = UNIT_WIDTH, BASIS, DEFINITION, DIGEST, STATE, HASH };

/* The reports of a form and period within an office, and the sums they are parts of. */
struct family {
	struct ctx *c;
	const struct form *form;
	struct small_table *table;
	struct small_sum *sum;
	struct unit *unit;
	const char **basis;
	bool *school;
	size_t n, n_sums, n_cells;
};

/* The nearest above, or itself, whose figures are shown. */
static bool find_top(struct ctx *c, const struct unit *u, struct unit *ret)
{
	*ret = *u;
	while (!is_open(c, ret->kind)) {
		const int64_t id = ret->id;
		if (!unit_parent(c, &(struct unit){ .id = ret->id, .path = ret->path }, ret))
			return false;
		if (ret->id == id)
			return true;
	}
	return true;
}

static bool read_figures(struct ctx *c, const struct form *form, const struct rows *r, size_t i, struct figures *ret)
{
	const char *definition = rows_text(r, i, DEFINITION), *digest = rows_text(r, i, DIGEST);
	struct figures own;
	struct form then;

	*ret = figures_new(c->arena, form);
	if (digest == NULL || definition == NULL || streq(digest, form->digest))
		return figures_of(c, form, rows_text(r, i, CELLS), ret);
	if (!form_parse(c, definition, digest, &then) || !figures_of(c, &then, rows_text(r, i, CELLS), &own))
		return false;
	figures_translate(&own, ret);
	return true;
}

/* All of them within the top, or of one unit alone where the whole country is above it. */
static bool find_rows(struct ctx *c, const struct unit *top, const struct report *rep, struct rows *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&sql, "SELECT " UNIT_COLUMNS ", r.cells, r.basis, d.definition, r.definition, r.state, r.hash FROM unit u"
	        " LEFT JOIN report r ON r.unit_id = u.id AND r.form = ");
	sql_arg(&sql, &args, val_text(rep->form_name));
	buf_put(&sql, " AND r.period = ");
	sql_arg(&sql, &args, val_text(rep->period));
	buf_put(&sql, " LEFT JOIN form_definition d ON d.digest = r.definition WHERE ");
	if (unit_is_root(c, top)) {
		buf_put(&sql, "u.id = ");
		sql_arg(&sql, &args, val_int(rep->unit.id));
	} else {
		scope_within_sql(&sql, &args, top->path, "u", SCOPE_FIND);
	}
	buf_put(&sql, " ORDER BY u.id");
	return db_query(c, ret, sql.data, args.v, args.n);
}

/* An institution without a report is nobody; an office stands for what it adds up, be it sent or not. */
static bool read_one(struct ctx *c, const struct rows *r, size_t i, struct family *f)
{
	struct unit *u = &f->unit[f->n];
	struct figures x = figures_new(c->arena, f->form);

	unit_from_row(r, i, 0, u);
	const bool school = unit_is_school(c, u), there = rows_text(r, i, CELLS) != NULL && (school || is_sent(rows_text(r, i, STATE)));
	if (!there && school)
		return true;
	if (there && !read_figures(c, f->form, r, i, &x))
		return false;
	f->basis[f->n] = there && !school ? rows_text(r, i, BASIS) : NULL;
	f->school[f->n] = school;
	f->table[f->n] = (struct small_table){ .cell = x.cell, .covered = NEW_N(c->arena, bool, f->n_cells + 1), .open = is_open(c, u->kind), .sum = !school };
	f->n++;
	return true;
}

static bool read_family(struct ctx *c, const struct rows *r, struct family *f)
{
	f->unit = NEW_N(c->arena, struct unit, r->count + 1);
	f->table = NEW_N(c->arena, struct small_table, r->count + 1);
	f->basis = NEW_N(c->arena, const char *, r->count + 1);
	f->school = NEW_N(c->arena, bool, r->count + 1);
	for (size_t i = 0; i < r->count; i++)
		if (!read_one(c, r, i, f))
			return false;
	return true;
}

static bool stands_below(const struct unit *u, const struct unit *office)
{
	return u->id != office->id && strncmp(u->path, office->path, strlen(office->path)) == 0;
}

/* Whose reports an office has added up, as they are named in its own. */
static bool *added(struct family *f, size_t office)
{
	bool *ret = NEW_N(f->c->arena, bool, f->n + 1);
	const json_t *all = json_object_get(document_read(f->c->arena, f->basis[office]), "reports"), *one;
	size_t i;

	json_array_foreach(all, i, one)
		for (size_t t = 0; t < f->n; t++)
			ret[t] = ret[t] || (f->school[t] && streq(f->unit[t].code, json_string_value(json_object_get(one, "unit"))));
	return ret;
}

static void add_sum(struct family *f, size_t **in, const bool *parts, size_t table, bool open)
{
	for (size_t t = 0; t < f->n; t++)
		if (parts[t])
			in[t][f->table[t].n_in++] = f->n_sums;
	f->sum[f->n_sums++] = (struct small_sum){ table, open };
}

/* Of each office all below it, whether it has added them up or will; and what it did add up. */
static void find_sums(struct family *f)
{
	struct arena *a = f->c->arena;
	size_t **in = NEW_N(a, size_t *, f->n + 1);

	f->sum = NEW_N(a, struct small_sum, 2 * f->n + 1);
	for (size_t t = 0; t < f->n; t++) {
		in[t] = NEW_N(a, size_t, 2 * f->n + 1);
		f->table[t].in = in[t];
	}
	for (size_t o = 0; o < f->n; o++) {
		bool *below = NEW_N(a, bool, f->n + 1), *had = f->basis[o] == NULL ? NULL : added(f, o);
		bool same = had != NULL;
		for (size_t t = 0; t < f->n; t++) {
			below[t] = f->school[t] && stands_below(&f->unit[t], &f->unit[o]);
			same = same && below[t] == had[t];
		}
		if (f->school[o])
			continue;
		if (had != NULL)
			add_sum(f, in, had, o, f->table[o].open);
		if (!same)
			add_sum(f, in, below, SIZE_MAX, f->table[o].open);
	}
}

/* All that the pattern follows from. */
static const char *key_of(struct ctx *c, const struct unit *top, const struct report *rep, const struct form *form, const struct rows *r)
{
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "%s %s %d", form->digest, c->catalog->digest, c->catalog->small_figures_below);
	for (const char *const *p = c->catalog->small_figures_of; *p != NULL; p++)
		buf_fmt(&b, " %s", *p);
	for (size_t i = 0; i < r->count; i++)
		if (rows_text(r, i, PATH) != NULL)
			buf_fmt(&b, "\n%" PRId64 " %s %s %s", rows_int(r, i, 0), rows_text(r, i, PATH), rows_text(r, i, STATE) == NULL ? "" : rows_text(r, i, STATE),
			        rows_text(r, i, HASH) == NULL ? "" : rows_text(r, i, HASH));
	return arena_fmt(c->arena, "%" PRId64 " %s %.20s %.80s", unit_is_root(c, top) ? rep->unit.id : top->id, form->name, rep->period,
	                 secret_digest(c->arena, b.data, b.len));
}

static void keep_pattern(struct family *f, const char *key)
{
	int64_t *id = NEW_N(f->c->arena, int64_t, f->n + 1);

	for (size_t i = 0; i < f->n; i++)
		id[i] = f->unit[i].id;
	small_pattern_keep(key, id, f->table, f->n, f->n_cells);
}

/* What is covered in the report's unit, in the cells of the family's form. */
static bool find_pattern(struct ctx *c, const struct report *rep, const struct form *form, const struct small_relations *relations, bool *ret)
{
	struct family f = { .c = c, .form = form, .n_cells = small_n_cells(relations) };
	const char *key;
	struct unit top;
	struct rows r;

	if (!find_top(c, &rep->unit, &top) || !find_rows(c, &top, rep, &r))
		return false;
	key = key_of(c, &top, rep, form, &r);
	if (small_pattern_find(key, rep->unit.id, f.n_cells, ret))
		return true;
	if (!read_family(c, &r, &f))
		return false;
	find_sums(&f);
	(void)small_cover(c->arena, relations, c->catalog->small_figures_below, f.table, f.n, f.sum); /* what is left is covered whole */
	keep_pattern(&f, key);
	return small_pattern_find(key, rep->unit.id, f.n_cells, ret) ||
	       fail(c, ERR_INTERNAL, "report.covered", "unit %s is not within its own province", rep->unit.code);
}

/* Only what is counted from records that the caller is not shown. */
static void keep_own(struct ctx *c, const struct form *f, const struct small_relations *r, bool all_telling, bool *covered)
{
	size_t at = 0;

	for (size_t s = 0; s < f->n_sheets; s++)
		for (size_t i = 0; i < f->sheet[s].n_rows; i++) {
			const struct form_row *row = &f->sheet[s].row[i];
			const bool own = row->code > 0 && source_is_covered(c, row->source);
			for (size_t k = 0; row->code > 0 && k < f->sheet[s].n_columns; k++, at++)
				covered[at] = (covered[at] && own) || (all_telling && small_tells(r, at));
		}
}

static bool find_covered(struct ctx *c, const struct report *rep, const struct form *form, bool *ret)
{
	const struct small_relations *r = small_relations_kept(c, form);
	const bool whole = rep->reopened_at != 0 || (!unit_is_school(c, &rep->unit) && !is_sent(rep->state));
	struct figures from = figures_new(c->arena, form), to = figures_new(c->arena, rep->form);
	bool *own = NEW_N(c->arena, bool, from.n_cells + 1);

	if (!whole && !find_pattern(c, rep, form, r, own))
		return false;
	for (size_t i = 0; whole && i < from.n_cells; i++)
		own[i] = small_counts(r, i);
	keep_own(c, form, r, whole || !is_open(c, rep->unit.kind), own);
	for (size_t i = 0; i < from.n_cells; i++)
		from.cell[i] = own[i];
	if (form == rep->form)
		to = from;
	else
		figures_translate(&from, &to);
	for (size_t i = 0; i < to.n_cells; i++)
		ret[i] = to.cell[i] != 0;
	return true;
}

bool covered_of(struct ctx *c, const struct report *rep, struct covered *ret)
{
	const struct form *today = catalog_form(c->catalog, rep->form_name), *form = today == NULL ? rep->form : today;
	bool *of;

	*ret = (struct covered){ .hides = report_hides(c, rep->form) };
	if (!ret->hides || unit_kind_adds_sums(c->catalog, rep->unit.kind))
		return true;
	struct ctx within = ctx_within(c);
	of = NEW_N(c->arena, bool, figures_new(within.arena, rep->form).n_cells + 1);
	const bool ok = find_covered(&within, rep, form, of);
	ret->of = of;
	return ctx_end(&within, c, ok);
}

bool covered_is(struct ctx *c, const struct covered *x, const struct form *f, int code, const char *column)
{
	const struct form_sheet *sheet;
	const struct form_row *row = x->of == NULL ? NULL : form_row_find(f, code, &sheet);
	const size_t k = row == NULL ? SIZE_MAX : figures_column_index(c->arena, sheet, column);

	return k != SIZE_MAX && x->of[figures_at(f, sheet, (size_t)(row - sheet->row)) + k];
}

static bool broken_is_covered(struct ctx *c, const struct covered *x, const struct form *f, const struct report_broken *b)
{
	for (size_t i = 0; i < b->n_cells; i++)
		if (covered_is(c, x, f, b->cell[i].row, b->cell[i].column))
			return true;
	return false;
}

void covered_leave_out(struct ctx *c, const struct covered *x, const struct form *f, struct report_checked *ret)
{
	struct report_checked left = { 0 };

	if (x->of == NULL)
		return;
	for (struct report_broken *b = ret->first, *next; b != NULL; b = next) {
		next = b->next;
		if (broken_is_covered(c, x, f, b))
			continue;
		b->next = NULL;
		if (left.n++ == 0)
			left.first = b;
		else
			left.last->next = b;
		left.last = b;
	}
	*ret = left;
}

size_t covered_leave_out_remarks(struct ctx *c, const struct covered *x, const struct form *f, struct report_remark *all, size_t n)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		if (!covered_is(c, x, f, all[i].row, all[i].column))
			all[left++] = all[i];
	return left;
}
