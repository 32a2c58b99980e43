/* report.c - computing and keeping forms. */
#include "domain/report/report.h"

#include <stdlib.h>

#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/report/figures.h"
#include "domain/unit/unit_admin.h"
#include "store/change.h"
#include "store/record.h"

enum { FILERS_CHUNK = 40 };

bool report_period_year(struct ctx *c, const char *period, int *ret_year)
{
	if (strlen(period) == 10 && strspn(period, "0123456789") == 4 && streq(period + 4, "-start")) {
		*ret_year = (int)strtol(period, NULL, 10);
		if (*ret_year >= 1990 && *ret_year <= 2100)
			return true;
	}
	return fail(c, ERR_INVALID, "report.period", "Kỳ báo cáo ghi năm đầu của năm học và -start, ví dụ 2025-start.");
}

const char *report_digest(struct ctx *c, const char *unit_code, const char *form, const char *period, const char *cells)
{
	const char *text = arena_fmt(c->arena, "%s\n%s\n%s\n%s", form, unit_code, period, cells);

	return secret_digest(c->arena, text, strlen(text));
}

static bool fill(struct ctx *c, const struct rows *r, struct report *ret)
{
	*ret = (struct report){
		.id = rows_int(r, 0, 1), .code = rows_text(r, 0, 2), .form = catalog_form(c->catalog, rows_text(r, 0, 3)),
		.period = rows_text(r, 0, 4), .state = rows_text(r, 0, 5), .version = rows_int(r, 0, 6), .cells = rows_text(r, 0, 7),
		.hash = rows_text(r, 0, 8), .computed_at = rows_int(r, 0, 9), .submitted_at = rows_int(r, 0, 10),
		.decided_at = rows_int(r, 0, 11), .note = rows_text(r, 0, 12),
	};
	if (ret->form == NULL)
		return fail(c, ERR_INTERNAL, "report.form", "form %s is not in the catalogue", rows_text(r, 0, 3));
	return report_period_year(c, ret->period, &ret->year) && unit_get(c, rows_int(r, 0, 0), &ret->unit);
}

static bool unknown(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "report.unknown", "Không có báo cáo này trong phạm vi của bạn.");
}

bool report_of(struct ctx *c, const struct form *f, const struct unit *u, const char *period, struct report *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_REPORT_OF, ARGS(val_int(u->id), val_text(f->name), val_text(period))))
		return false;
	return r.count == 1 ? fill(c, &r, ret) : unknown(c);
}

/* A report's code is that of its unit, -B and its number there. */
static const struct record_type code_shape = { .code_letters = "B" };

bool report_find(struct ctx *c, const struct scope *scope, const char *code, struct report *ret)
{
	const char *unit_code;
	struct unit u;
	struct rows r;
	int64_t id = 0;

	if (!record_code_split(c->arena, &code_shape, code, &unit_code, &id))
		return unknown(c);
	if (!unit_find(c, scope, unit_code, &u)) {
		if (c->err != ERR_NOT_FOUND)
			return false;
		ctx_clear(c);
		return unknown(c);
	}
	if (!db_rows(c, &r, SQL_REPORT_BY_ID, ARGS(val_int(u.id), val_int(id))))
		return false;
	return r.count == 1 ? fill(c, &r, ret) : unknown(c);
}

static bool frozen(struct ctx *c, const char *state)
{
	return fail(c, ERR_CONFLICT, "report.frozen", "Báo cáo đã %s; đơn vị cấp trên phải trả lại thì mới tính lại được.",
	            streq(state, "accepted") ? "được tiếp nhận" : "gửi");
}

/* Keep figures as the unit's draft. */
static bool keep(struct ctx *c, const struct form *f, const struct unit *u, const char *period, const char *cells)
{
	const char *hash = report_digest(c, u->code, f->name, period, cells);
	struct chain chain;
	struct change g = { .type = "report", .event = "COMPUTE", .after = arena_fmt(c->arena, "{\"hash\":\"%s\"}", hash) };
	struct rows r;

	if (!chain_take(c, u->id, 1, &chain) ||
	    !db_rows(c, &r, SQL_REPORT_OF, ARGS(val_int(u->id), val_text(f->name), val_text(period))))
		return false;
	if (r.count == 1) {
		if (!streq(rows_text(&r, 0, 5), "draft") && !streq(rows_text(&r, 0, 5), "returned"))
			return frozen(c, rows_text(&r, 0, 5));
		g.record_id = rows_int(&r, 0, 1);
		g.version = rows_int(&r, 0, 6) + 1;
		g.code = rows_text(&r, 0, 2);
		if (!db_exec(c, SQL_REPORT_RECOMPUTE, ARGS(val_int(u->id), val_int(g.record_id), val_text(cells), val_text(hash),
		                                           val_int(c->now_ms), val_int(actor_id(c)))))
			return false;
	} else {
		g.record_id = chain.next_id;
		g.version = 1;
		g.code = record_code_make(c->arena, &code_shape, u->code, chain.next_id);
		if (!db_exec(c, SQL_REPORT_INSERT, ARGS(val_int(u->id), val_int(g.record_id), val_text(g.code), val_text(f->name),
		                                        val_text(period), val_text(u->kind), val_text(cells), val_text(hash),
		                                        val_int(c->now_ms), val_int(actor_id(c)))))
			return false;
	}
	return chain_append(c, &chain, &g, 1);
}

/* {"cells":{...},"units":3,"missing":["..."]} */
static const char *cells_json(struct ctx *c, const struct figures *x, size_t n_units, const char *const *missing, size_t n_missing)
{
	struct buf b = buf_in(c->arena);

	buf_put(&b, "{\"cells\":");
	figures_put_json(&b, x);
	buf_fmt(&b, ",\"units\":%zu,\"missing\":[", n_units);
	for (size_t i = 0; i < n_missing; i++) {
		if (i > 0)
			buf_char(&b, ',');
		buf_json_text(&b, missing[i]);
	}
	buf_put(&b, "]}");
	return buf_text(&b);
}

static int by_id(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* "SELECT ..." of those among FILERS_CHUNK institutions who were at work on the day and whom the form is for. */
static bool filers_sql(struct ctx *c, const struct form *f, const char *date, struct buf *sql, struct sql_args *args)
{
	const struct record_type *t = catalog_type(c->catalog, "school");
	struct expr_refs refs = { .catalog = c->catalog, .base = t, .on = date };
	const struct expr *e;
	size_t status;

	if (!expr_parse(c, &refs, f->applies, &e) || !expr_ref_add(c, &refs, "status", &status))
		return false;
	buf_fmt(sql, "SELECT t.unit_id FROM %s t", t->table);
	expr_joins_sql(sql, &refs);
	buf_put(sql, " WHERE t.unit_id IN (");
	for (size_t i = 0; i < FILERS_CHUNK; i++) {
		buf_put(sql, i > 0 ? ", " : "");
		sql_arg(sql, args, val_null());
	}
	buf_fmt(sql, ") AND %s = ", refs.ref[status].sql);
	sql_arg(sql, args, val_text(t->initial_status));
	buf_put(sql, " AND ");
	expr_sql(sql, args, &refs, e);
	buf_put(sql, " ORDER BY t.unit_id");
	return true;
}

/* Institutions below a unit on a day that must file the form, by id. */
static bool filers(struct ctx *c, const struct form *f, const struct unit *u, const char *date, struct unit **ret, size_t *ret_n)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct unit *all;
	struct rows r;
	size_t n;

	if (!filers_sql(c, f, date, &sql, &args) || !unit_schools_below(c, u, date, &all, &n))
		return false;
	qsort(all, n, sizeof *all, by_id);
	*ret_n = 0;
	*ret = all;
	for (size_t from = 0; from < n; from += FILERS_CHUNK) {
		for (size_t i = 0; i < FILERS_CHUNK; i++)
			args.v[i] = from + i < n ? val_int(all[from + i].id) : val_null();
		if (!db_query(c, &r, sql.data, args.v, args.n))
			return false;
		for (size_t k = 0, i = from; k < r.count; k++) {
			while (all[i].id != rows_int(&r, k, 0))
				i++;
			all[(*ret_n)++] = all[i];
		}
	}
	return true;
}

bool report_filers(struct ctx *c, const struct form *f, const struct unit *u, int year, struct unit **ret, size_t *ret_n)
{
	return filers(c, f, u, figures_day(c->arena, f, year), ret, ret_n);
}

static bool count_school(struct ctx *c, const struct form *f, const struct unit *u, int year, const char **ret_cells)
{
	struct figures x = figures_new(c->arena, f);
	struct unit *units;
	size_t n;

	if (!report_filers(c, f, u, year, &units, &n))
		return false;
	if (n != 1)
		return fail(c, ERR_INVALID, "report.not_for_unit", "Đơn vị %s không phải lập biểu %s.", u->code, f->official);
	if (!figures_count(c, f, year, u, 1, &x))
		return false;
	*ret_cells = cells_json(c, &x, 1, NULL, 0);
	return true;
}

/* The Sở below the Ministry; else the institutions below the office, by the tree of the form's day. */
static bool expected_units(struct ctx *c, const struct form *f, const struct unit *u, int year, struct unit **ret, size_t *ret_n)
{
	static const struct scope all = { .path = "/" };
	struct unit *children;
	size_t n;

	if (!streq(u->kind, "ministry"))
		return report_filers(c, f, u, year, ret, ret_n);
	if (!unit_children(c, &all, u, &children, &n))
		return false;
	*ret = children;
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		if (streq(children[i].kind, "so"))
			children[(*ret_n)++] = children[i];
	qsort(*ret, *ret_n, sizeof **ret, by_id);
	return true;
}

bool figures_of(struct ctx *c, const struct form *f, const char *stored, struct figures *ret)
{
	json_t *o = json_loads(stored, 0, NULL);
	char *text = json_dumps(json_object_get(o, "cells"), JSON_COMPACT);

	json_decref(o);
	arena_defer(c->arena, free, text);
	return figures_from_json(c, f, text == NULL ? "" : text, ret);
}

static bool add_up(struct ctx *c, const struct form *f, const struct unit *u, const char *period, int year, const char **ret_cells)
{
	struct figures sum = figures_new(c->arena, f), x;
	struct unit *expected;
	size_t n, n_missing = 0;
	struct rows r;

	if (!expected_units(c, f, u, year, &expected, &n))
		return false;
	if (!db_rows(c, &r, SQL_REPORT_SOURCES, ARGS(val_text(f->name), val_text(period), val_text(streq(u->kind, "ministry") ? "so" : "school"))))
		return false;
	const char **missing = NEW_N(c->arena, const char *, n + 1);
	bool *found = NEW_N(c->arena, bool, n + 1);
	for (size_t i = 0; i < r.count; i++) {
		const struct unit key = { .id = rows_int(&r, i, 0) };
		const struct unit *at = n == 0 ? NULL : bsearch(&key, expected, n, sizeof key, by_id);
		if (at == NULL)
			continue;
		if (!figures_of(c, f, rows_text(&r, i, 1), &x))
			return false;
		figures_add(&sum, &x);
		found[at - expected] = true;
	}
	for (size_t i = 0; i < n; i++)
		if (!found[i])
			missing[n_missing++] = expected[i].code;
	*ret_cells = cells_json(c, &sum, n - n_missing, missing, n_missing);
	return true;
}

bool report_compute(struct ctx *c, const struct form *f, const struct unit *u, const char *period, struct report *ret)
{
	const char *cells = NULL;
	int year;

	if (!report_period_year(c, period, &year))
		return false;
	if (!(streq(u->kind, "school") ? count_school(c, f, u, year, &cells) : add_up(c, f, u, period, year, &cells)))
		return false;
	return db_begin(c) && db_end(c, keep(c, f, u, period, cells)) && report_of(c, f, u, period, ret);
}

static bool keep_all(struct ctx *c, const struct form *f, const struct unit *units, const struct figures *x, size_t n,
                     const char *period, const bool *is_frozen, struct report_summary *sum)
{
	for (size_t i = 0; i < n; i++) {
		if (is_frozen[i]) {
			sum->frozen++;
			continue;
		}
		if (!keep(c, f, &units[i], period, cells_json(c, &x[i], 1, NULL, 0)))
			return false;
		sum->computed++;
	}
	return true;
}

size_t report_in_scope(const struct ctx *c, struct unit *units, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (scope_covers(actor_scope(c), units[i].path, units[i].levels))
			units[kept++] = units[i];
	return kept;
}

bool report_compute_below(struct ctx *c, const struct form *f, const struct unit *u, const char *period, struct report_summary *sum)
{
	struct unit *units;
	struct figures *x;
	struct rows r;
	size_t n;
	int year;

	*sum = (struct report_summary){ 0 };
	if (!report_period_year(c, period, &year) || !report_filers(c, f, u, year, &units, &n))
		return false;
	n = report_in_scope(c, units, n);
	x = NEW_N(c->arena, struct figures, n + 1);
	for (size_t i = 0; i < n; i++)
		x[i] = figures_new(c->arena, f);
	if (!figures_count(c, f, year, units, n, x) ||
	    !db_rows(c, &r, SQL_REPORT_FROZEN_UNITS, ARGS(val_text(f->name), val_text(period))))
		return false;
	bool *is_frozen = NEW_N(c->arena, bool, n + 1);
	for (size_t i = 0; i < r.count; i++) {
		const struct unit key = { .id = rows_int(&r, i, 0) };
		const struct unit *at = n == 0 ? NULL : bsearch(&key, units, n, sizeof key, by_id);
		if (at != NULL && (streq(rows_text(&r, i, 2), "submitted") || streq(rows_text(&r, i, 2), "accepted")))
			is_frozen[at - units] = true;
	}
	return db_begin(c) && db_end(c, keep_all(c, f, units, x, n, period, is_frozen, sum));
}

bool report_preview(struct ctx *c, const struct form *f, const struct unit *u, const char *period, const char *tree_date,
                    const char **ret_cells)
{
	struct figures sum = figures_new(c->arena, f), *x;
	struct unit *units;
	size_t n;
	int year;

	if (!report_period_year(c, period, &year) ||
	    !filers(c, f, u, tree_date == NULL ? figures_day(c->arena, f, year) : tree_date, &units, &n))
		return false;
	n = report_in_scope(c, units, n);
	x = NEW_N(c->arena, struct figures, n + 1);
	for (size_t i = 0; i < n; i++)
		x[i] = figures_new(c->arena, f);
	if (!figures_count(c, f, year, units, n, x))
		return false;
	for (size_t i = 0; i < n; i++)
		figures_add(&sum, &x[i]);
	*ret_cells = cells_json(c, &sum, n, NULL, 0);
	return true;
}
