/* report.c - computing and keeping forms. */
#include "domain/report/report.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/time.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/report/basis.h"
#include "store/change.h"
#include "store/hold.h"

bool report_period(struct ctx *c, const char *period, struct period *ret)
{
	return period_parse(c->catalog, period, ret) ||
	       fail(c, ERR_INVALID, "report.period", "Kỳ báo cáo ghi năm đầu của năm học và %s, ví dụ %s.", period_endings(c->arena, c->catalog),
	            period_example(c->arena, c->catalog));
}

static const char *day_of(struct ctx *c, int64_t at)
{
	struct date d;

	if (!date_parse(time_today(c->arena, at), &d))
		return "?";
	return arena_fmt(c->arena, "%d/%d/%d", d.day, d.month, d.year);
}

/* r: SQL_REPORT_HEAD */
static bool is_frozen(const struct rows *r)
{
	return r->count == 1 && !streq(rows_text(r, 0, 2), "draft") && !streq(rows_text(r, 0, 2), "returned");
}

static bool check_not_frozen(struct ctx *c, const struct rows *r)
{
	if (!is_frozen(r))
		return true;
	const char *code = rows_text(r, 0, 1);
	if (streq(rows_text(r, 0, 2), "accepted"))
		fail(c, ERR_CONFLICT, "report.frozen", "Báo cáo %s (bản %d) đã được tiếp nhận ngày %s; muốn tính lại thì xin đơn vị đã tiếp nhận mở lại.",
		     code, report_edition_number(rows_int(r, 0, 4)), date_words(c->arena, day_of(c, rows_int(r, 0, 6))));
	else
		fail(c, ERR_CONFLICT, "report.frozen", "Báo cáo %s (bản %d) đã gửi ngày %s; muốn tính lại thì xin đơn vị cấp trên trả lại.", code,
		     report_edition_number(rows_int(r, 0, 4)), date_words(c->arena, day_of(c, rows_int(r, 0, 5))));
	problem_add(c, &c->problems, "report", "report.frozen", "%s", code);
	return false;
}

static bool head(struct ctx *c, const struct report *d, struct rows *ret)
{
	return db_rows(c, ret, SQL_REPORT_HEAD, ARGS(val_int(d->unit.id), val_text(d->form_name), val_text(d->period)));
}

static struct report draft_of(const struct form *f, const struct unit *u, const char *period, struct period when)
{
	return (struct report){ .unit = *u, .form = f, .form_name = f->name, .definition = f->definition, .period = period, .when = when, .edition = 1 };
}

/* Keep figures as the unit's draft, of a unit that is held; r: SQL_REPORT_HEAD. */
static bool keep(struct ctx *c, struct report *d, const struct rows *r)
{
	struct change g = { .type = "report", .event = "COMPUTE" };
	const char *digest = d->form->digest;
	int64_t fresh = 0;

	if (r->count == 0 && !unit_numbers(c, d->unit.id, 1, &fresh))
		return false;
	d->id = r->count == 1 ? rows_int(r, 0, 0) : fresh;
	d->code = r->count == 1 ? rows_text(r, 0, 1) : report_code(c, &d->unit, d->id);
	d->edition = r->count == 1 ? report_edition_number(rows_int(r, 0, 4)) : 1;
	d->hash = report_digest(c, d);
	g.record_id = d->id;
	g.version = r->count == 1 ? rows_int(r, 0, 3) + 1 : 1;
	g.code = d->code;
	g.after = json_texts(c->arena, "hash", d->hash, NULL);
	bool ok = r->count == 1
		? db_exec(c, SQL_REPORT_RECOMPUTE, ARGS(val_int(d->unit.id), val_int(d->id), val_text(d->cells), val_text(d->hash), val_int(c->now_ms),
		                                        val_int(actor_id(c)), val_text(d->basis), val_text(digest)))
		: db_exec(c, SQL_REPORT_INSERT, ARGS(val_int(d->unit.id), val_int(d->id), val_text(d->code), val_text(d->form_name), val_text(d->period),
		                                     val_text(d->unit.kind), val_text(d->cells), val_text(d->hash), val_int(c->now_ms),
		                                     val_int(actor_id(c)), val_text(d->basis), val_text(digest)));
	return ok && change_log(c, d->unit.id, &g);
}

/* {"cells":{...},"units":3,"missing":["..."]} */
static const char *cells_json(struct ctx *c, const struct figures *x, size_t n_units, const char *const *missing, size_t n_missing)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	figures_put_json(&b, "cells", x);
	json_put_int(&b, "units", n_units);
	json_open_list(&b, "missing");
	for (size_t i = 0; i < n_missing; i++)
		json_put_text(&b, NULL, missing[i]);
	json_close_list(&b);
	json_close_object(&b);
	return buf_text(&b);
}

static bool count_school(struct ctx *c, struct report *d)
{
	const struct form *f = d->form;
	const struct unit *u = &d->unit;
	struct figures x = figures_new(c->arena, f);
	struct unit *units;
	size_t n;

	x.basis = basis_new(c->arena);
	if (!report_filers(c, f, u, &d->when, &units, &n))
		return false;
	if (n != 1)
		return fail(c, ERR_INVALID, "report.not_for_unit", "Đơn vị %s không phải lập biểu %s.", u->code, f->official);
	if (!figures_count(c, f, &d->when, u, 1, &x))
		return false;
	d->cells = cells_json(c, &x, 1, NULL, 0);
	d->basis = basis_json(c, x.basis);
	return true;
}

/* Unit and code of the accepted reports of all that the unit adds up, by the tree of the form's day. */
static bool sources(struct ctx *c, const struct report *d, struct rows *ret)
{
	static const char no_end[] = "9999-12-31"; /* the tree as it is now */
	const char *const *kinds = unit_kinds_added_up(c->catalog, d->unit.kind);
	const struct val day = val_text(unit_kind_adds_sums(c->catalog, d->unit.kind) ? no_end : figures_day(c->arena, d->form, &d->when));
	struct buf sql = buf_in(c->arena);

	buf_put(&sql, "WITH RECURSIVE below (id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT e.unit_id FROM below b JOIN unit p ON p.id = b.id"
	        " JOIN unit_edge e ON e.parent_id = b.id WHERE NOT (");
	unit_kinds_sql(&sql, c->catalog, "p.kind", kinds);
	buf_put(&sql, ") AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2)) SELECT r.unit_id, r.code FROM below b"
	        " JOIN report r ON r.unit_id = b.id JOIN unit u ON u.id = b.id WHERE r.form = $3 AND r.period = $4 AND r.state = 'accepted' AND ");
	unit_kinds_sql(&sql, c->catalog, "u.kind", kinds);
	buf_put(&sql, " ORDER BY r.unit_id");
	return db_query(c, ret, sql.data, ARGS(val_int(d->unit.id), day, val_text(d->form_name), val_text(d->period)));
}

/* One accepted report into a sum, in the rows and columns of today's form whatever it was computed by.  One that was
 * tampered with must not go up. */
static bool add_one(struct ctx *c, const char *code, struct figures *sum, struct buf *basis)
{
	struct figures x, same;
	struct report rep;

	if (!report_find(c, &scope_everywhere, code, &rep) || !report_verify(c, &rep) || !figures_of(c, rep.form, rep.cells, &x))
		return false;
	basis_put_report(basis, &(struct basis_report){ rep.unit.code, rep.code, rep.hash, rep.edition });
	if (rep.form == sum->form) {
		figures_add(sum, &x);
		return true;
	}
	same = figures_new(c->arena, sum->form);
	figures_translate(&x, &same);
	figures_add(sum, &same);
	return true;
}

/* r: of sources(); found[i]: the i-th expected unit has one. */
static bool add_sources(struct ctx *c, struct report *d, const struct rows *r, const struct unit *expected, size_t n, bool *found,
                        struct figures *sum)
{
	struct buf basis = buf_in(c->arena);

	json_open_object(&basis, NULL);
	json_open_list(&basis, "reports");
	for (size_t i = 0; i < r->count; i++) {
		const struct unit key = { .id = rows_int(r, i, 0) };
		const struct unit *at = n == 0 ? NULL : bsearch(&key, expected, n, sizeof key, unit_compare_ids);
		if (at == NULL)
			continue;
		if (!add_one(c, rows_text(r, i, 1), sum, &basis))
			return false;
		found[at - expected] = true;
	}
	json_close_list(&basis);
	json_close_object(&basis);
	d->basis = basis.data;
	return true;
}

static bool add_up(struct ctx *c, struct report *d)
{
	struct figures sum = figures_new(c->arena, d->form);
	struct unit *expected;
	size_t n, n_missing = 0;
	struct rows r;

	if (!report_expected(c, d->form, &d->unit, &d->when, &expected, &n) ||
	    !sources(c, d, &r))
		return false;
	const char **missing = NEW_N(c->arena, const char *, n + 1);
	bool *found = NEW_N(c->arena, bool, n + 1);
	if (!add_sources(c, d, &r, expected, n, found, &sum))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!found[i])
			missing[n_missing++] = expected[i].code;
	d->cells = cells_json(c, &sum, n - n_missing, missing, n_missing);
	return true;
}

static bool compute(struct ctx *c, struct report *d)
{
	struct rows r;

	return head(c, d, &r) && check_not_frozen(c, &r) && (unit_is_school(c, &d->unit) ? count_school(c, d) : add_up(c, d));
}

/* It may have been sent while it was counted. */
static bool keep_one(struct ctx *c, struct report *d)
{
	struct rows r;

	return unit_hold(c, d->unit.id, HOLD_ANY, NULL) && head(c, d, &r) && check_not_frozen(c, &r) && report_keep_definition(c, d->form) &&
	       keep(c, d, &r);
}

bool report_compute(struct ctx *c, const struct form *f, const struct unit *u, const char *period, struct report *ret)
{
	struct report d;
	struct period when;

	if (!report_period(c, period, &when) || !db_read_begin(c))
		return false;
	d = draft_of(f, u, period, when);
	const bool ok = compute(c, &d);
	db_read_end(c);
	return ok && db_begin(c) && db_end(c, keep_one(c, &d)) && report_of(c, f, u, period, ret);
}

/* Those of the units that the caller may see, moved to the front; returns how many. */
static size_t in_scope(const struct ctx *c, struct unit *units, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (scope_covers(actor_scope(c), &units[i]))
			units[kept++] = units[i];
	return kept;
}

struct below {
	struct unit *unit;
	struct figures *figures;
	size_t n;
};

static bool count_below(struct ctx *c, const struct form *f, const struct unit *u, const struct period *when, struct below *b)
{
	if (!report_filers(c, f, u, when, &b->unit, &b->n))
		return false;
	b->n = in_scope(c, b->unit, b->n);
	b->figures = NEW_N(c->arena, struct figures, b->n + 1);
	for (size_t i = 0; i < b->n; i++) {
		b->figures[i] = figures_new(c->arena, f);
		b->figures[i].basis = basis_new(c->arena);
	}
	return figures_count(c, f, when, b->unit, b->n, b->figures);
}

static bool keep_below(struct ctx *c, const struct form *f, const char *period, const struct period *when, const struct below *b, struct report_summary *sum)
{
	for (size_t i = 0; i < b->n; i++) {
		struct report d = draft_of(f, &b->unit[i], period, *when);
		struct rows r;
		if (!unit_hold(c, d.unit.id, HOLD_ANY, NULL) || !head(c, &d, &r))
			return false;
		if (is_frozen(&r)) {
			sum->frozen++;
			continue;
		}
		d.cells = cells_json(c, &b->figures[i], 1, NULL, 0);
		d.basis = basis_json(c, b->figures[i].basis);
		if (!keep(c, &d, &r))
			return false;
		sum->computed++;
	}
	return report_keep_definition(c, f);
}

bool report_compute_below(struct ctx *c, const struct form *f, const struct unit *u, const char *period, struct report_summary *sum)
{
	struct below b;
	struct period when;

	*sum = (struct report_summary){ 0 };
	if (!report_period(c, period, &when) || !db_read_begin(c))
		return false;
	const bool ok = count_below(c, f, u, &when, &b);
	db_read_end(c);
	return ok && db_begin(c) && db_end(c, keep_below(c, f, period, &when, &b, sum));
}

static bool preview(struct ctx *c, const struct form *f, const struct unit *u, const char *period, const char *tree_date, const char **ret_cells)
{
	struct figures sum = figures_new(c->arena, f), *x;
	struct unit *units;
	size_t n;
	struct period when;

	if (!report_period(c, period, &when) ||
	    !report_filers_on(c, f, u, tree_date == NULL ? figures_day(c->arena, f, &when) : tree_date, &units, &n))
		return false;
	const size_t all = n;
	n = in_scope(c, units, n);
	x = NEW_N(c->arena, struct figures, n + 1);
	for (size_t i = 0; i < n; i++)
		x[i] = figures_new(c->arena, f);
	if (!figures_find_or_count(c, f, &when, units, n, x))
		return false;
	for (size_t i = 0; i < n; i++)
		figures_add(&sum, &x[i]);
	const char *cells = cells_json(c, &sum, n, NULL, 0);
	const struct report_checked checked = report_check_figures(c, f, cells);
	struct buf b = buf_in(c->arena);
	json_open_object(&b, NULL);
	json_put_int(&b, "left_out", all - n);
	report_put_checks(&b, &checked);
	json_put_members(&b, cells);
	json_close_object(&b);
	*ret_cells = b.data;
	return true;
}

bool report_preview(struct ctx *c, const struct form *f, const struct unit *u, const char *period, const char *tree_date,
                    const char **ret_cells)
{
	if (!db_read_begin(c))
		return false;
	const bool ok = preview(c, f, u, period, tree_date, ret_cells);
	db_read_end(c);
	return ok;
}
