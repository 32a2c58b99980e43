/* progress.c - who owes a form, and how far they are: one statement for all of them, whatever their number. */
#include "base/json.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/report/figures.h"

struct progress {
	const struct form *form;
	const struct report_query *q;
	const char *day;               /* of the form's tree */
	bool sums;                     /* offices are asked for, who add up institutions themselves */
	bool parts;                    /* what stood right below */
};

static void on_day_sql(const struct progress *p, struct buf *sql, struct sql_args *args)
{
	buf_put(sql, "e.valid_from <= ");
	sql_arg(sql, args, val_text(p->day));
	buf_put(sql, " AND (e.valid_to IS NULL OR e.valid_to > ");
	sql_arg(sql, args, val_text(p->day));
	buf_char(sql, ')');
}

/* "below (root, id)": what stands below each of the units that were asked for, or below the one. */
static void below_sql(struct ctx *c, const struct progress *p, struct buf *sql, struct sql_args *args)
{
	buf_put(sql, "WITH RECURSIVE below (root, id) AS (SELECT u.id, u.id FROM unit u ");
	buf_put(sql, p->sums || p->parts ? "JOIN unit_edge e ON e.unit_id = u.id WHERE " : "WHERE ");
	if (p->sums) {
		unit_kinds_sql(sql, c->catalog, "u.kind", unit_kinds_added_up(c->catalog, p->q->unit->kind));
		buf_put(sql, " AND e.valid_to IS NULL AND ");
	} else if (p->parts) {
		on_day_sql(p, sql, args);
		buf_put(sql, " AND ");
	}
	buf_put(sql, p->sums || p->parts ? "e.parent_id = " : "u.id = ");
	sql_arg(sql, args, val_int(p->q->unit->id));
	buf_put(sql, " UNION SELECT b.root, e.unit_id FROM below b JOIN unit_edge e ON e.parent_id = b.id WHERE ");
	on_day_sql(p, sql, args);
	buf_put(sql, ") ");
}

static void report_sql(const struct progress *p, struct buf *sql, struct sql_args *args)
{
	buf_put(sql, " LEFT JOIN report r ON r.unit_id = u.id AND r.form = ");
	sql_arg(sql, args, val_text(p->form->name));
	buf_put(sql, " AND r.period = ");
	sql_arg(sql, args, val_text(p->q->period));
}

/* When a unit was reminded of the form the last time; NULL: never. */
static void reminded_sql(const struct progress *p, const char *unit_id, struct buf *sql, struct sql_args *args)
{
	buf_fmt(sql, "(SELECT max(m.made_at) FROM reminder m WHERE m.unit_id = %s AND m.form = ", unit_id);
	sql_arg(sql, args, val_text(p->form->name));
	buf_put(sql, " AND m.period = ");
	sql_arg(sql, args, val_text(p->q->period));
	buf_char(sql, ')');
}

/* Columns of the institutions u below, with their reports r, that must file the form and are in the caller's scope. */
static bool institutions_sql(struct ctx *c, const struct progress *p, const char *columns, struct buf *sql, struct sql_args *args)
{
	struct buf joins = buf_in(c->arena), where = buf_in(c->arena);

	if (!report_filers_sql(c, p->form, p->day, &joins, &where, args))
		return false;
	below_sql(c, p, sql, args);
	buf_fmt(sql, "SELECT %s FROM below b JOIN unit u ON u.id = b.id JOIN %s t ON t.unit_id = u.id%s", columns, catalog_type(c->catalog, "school")->table,
	        buf_text(&joins));
	report_sql(p, sql, args);
	buf_put(sql, " WHERE ");
	unit_kinds_sql(sql, c->catalog, "u.kind", NULL);
	buf_fmt(sql, " AND %s AND ", where.data);
	scope_sql(sql, args, actor_scope(c), "u", SCOPE_TEST);
	return true;
}

static void sums_sql(struct ctx *c, const struct progress *p, const char *columns, struct buf *sql, struct sql_args *args)
{
	buf_fmt(sql, "SELECT %s FROM unit u JOIN unit_edge e ON e.unit_id = u.id", columns);
	report_sql(p, sql, args);
	buf_put(sql, " WHERE ");
	unit_kinds_sql(sql, c->catalog, "u.kind", unit_kinds_added_up(c->catalog, p->q->unit->kind));
	buf_put(sql, " AND e.valid_to IS NULL AND e.parent_id = ");
	sql_arg(sql, args, val_int(p->q->unit->id));
	buf_put(sql, " AND ");
	scope_sql(sql, args, actor_scope(c), "u", SCOPE_TEST);
}

static bool asked_sql(struct ctx *c, const struct progress *p, const char *columns, struct buf *sql, struct sql_args *args)
{
	if (!p->sums)
		return institutions_sql(c, p, columns, sql, args);
	sums_sql(c, p, columns, sql, args);
	return true;
}

static void put_state(struct report_totals *ret, const char *state, int64_t n)
{
	const struct {
		const char *state;
		size_t *n;
	} all[] = {
		{ "none", &ret->none }, { "draft", &ret->draft }, { "submitted", &ret->submitted }, { "returned", &ret->returned }, { "accepted", &ret->accepted },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		if (streq(state, all[i].state))
			*all[i].n = (size_t)n;
}

static bool count_states(struct ctx *c, const struct progress *p, struct report_totals *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	*ret = (struct report_totals){ 0 };
	if (!asked_sql(c, p, "COALESCE(r.state, 'none') AS state, count(*)", &sql, &args))
		return false;
	buf_put(&sql, " GROUP BY 1");
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < r.count; i++)
		put_state(ret, rows_text(&r, i, 0), rows_int(&r, i, 1));
	return true;
}

/* ret: root and how many below it are not accepted; of institutions nothing stands below. */
static bool count_missing(struct ctx *c, const struct progress *p, struct rows *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	*ret = (struct rows){ 0 };
	if (!p->sums)
		return true;
	if (!institutions_sql(c, p, "b.root, count(*)", &sql, &args))
		return false;
	buf_put(&sql, " AND (r.state IS NULL OR r.state <> 'accepted') GROUP BY b.root");
	return db_query(c, ret, sql.data, args.v, args.n);
}

enum { UNIT_CODE, UNIT_NAME, UNIT_KIND, STATE, COMPUTED, SUBMITTED, DECIDED, REPORT, UNIT_ID, REMINDED };

static bool read_page(struct ctx *c, const struct progress *p, struct rows *ret)
{
	struct buf sql = buf_in(c->arena), columns = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&columns, "u.code, u.name, u.kind, COALESCE(r.state, 'none'), r.computed_at, r.submitted_at, r.decided_at, r.code, u.id, ");
	reminded_sql(p, "u.id", &columns, &args);
	if (!asked_sql(c, p, buf_text(&columns), &sql, &args))
		return false;
	if (p->q->cursor != NULL) {
		buf_put(&sql, " AND u.code > ");
		sql_arg(&sql, &args, val_text(p->q->cursor));
	}
	buf_fmt(&sql, " ORDER BY u.code LIMIT %zu", p->q->limit + 1);
	return db_query(c, ret, sql.data, args.v, args.n);
}

static void put_item(struct buf *b, const struct rows *r, size_t i, const struct progress *p, const struct rows *missing)
{
	int64_t n = 0;

	for (size_t k = 0; k < missing->count; k++)
		if (rows_int(missing, k, 0) == rows_int(r, i, UNIT_ID))
			n = rows_int(missing, k, 1);
	json_open_object(b, NULL);
	json_put_text(b, "unit", rows_text(r, i, UNIT_CODE));
	json_put_text(b, "unit_name", rows_text(r, i, UNIT_NAME));
	json_put_text(b, "kind", rows_text(r, i, UNIT_KIND));
	json_put_text(b, "state", rows_text(r, i, STATE));
	json_put_text(b, "report", rows_text(r, i, REPORT));
	json_put_time(b, "computed_at", rows_int(r, i, COMPUTED));
	json_put_time(b, "submitted_at", rows_int(r, i, SUBMITTED));
	json_put_time(b, "decided_at", rows_int(r, i, DECIDED));
	json_put_time(b, "reminded_at", rows_int(r, i, REMINDED));
	json_put_int_if(b, "missing", p->sums, n);
	json_close_object(b);
}

bool report_progress(struct ctx *c, const struct form *f, const struct report_query *q, struct report_totals *ret, struct buf *items, const char **ret_cursor)
{
	struct progress p = { .form = f, .q = q, .sums = unit_kind_adds_sums(c->catalog, q->unit->kind) };
	struct rows r, missing;
	struct period when;

	*ret_cursor = NULL;
	if (!report_period(c, q->period, &when))
		return false;
	p.day = figures_day(c->arena, f, &when);
	if (!count_states(c, &p, ret) || !count_missing(c, &p, &missing) || !read_page(c, &p, &r))
		return false;
	for (size_t i = 0; i < r.count && i < q->limit; i++)
		put_item(items, &r, i, &p, &missing);
	if (r.count > q->limit)
		*ret_cursor = rows_text(&r, q->limit - 1, UNIT_CODE);
	return true;
}

/* Of what is not sent; 0: one was never reminded. */
static void longest_ago_sql(struct ctx *c, const struct progress *p, struct buf *sql, struct sql_args *args)
{
	struct buf reminded = buf_in(c->arena);

	buf_put(&reminded, "CASE WHEN ");
	unit_kinds_sql(&reminded, c->catalog, "(SELECT part.kind FROM unit part WHERE part.id = b.root)", unit_kinds_added_up(c->catalog, p->q->unit->kind));
	buf_put(&reminded, " THEN b.root ELSE u.id END");
	buf_put(sql, "min(CASE WHEN r.state IN ('submitted', 'accepted') THEN NULL ELSE COALESCE(");
	reminded_sql(p, buf_text(&reminded), sql, args);
	buf_put(sql, ", 0) END)");
}

static void note_reminded(struct report_part *p, const struct rows *r, size_t i, bool first)
{
	if (rows_at(r, i, 3)->kind != VAL_NULL && (first || rows_int(r, i, 3) < p->reminded_at))
		p->reminded_at = rows_int(r, i, 3);
}

bool report_parts(struct ctx *c, const struct form *f, const struct report_query *q, struct report_part **ret, size_t *ret_n)
{
	struct buf sql = buf_in(c->arena), columns = buf_in(c->arena);
	struct progress p = { .form = f, .q = q, .parts = !unit_is_school(c, q->unit) };
	struct sql_args args = { 0 };
	struct period when;
	struct rows r;

	if (!report_period(c, q->period, &when))
		return false;
	p.day = figures_day(c->arena, f, &when);
	buf_put(&columns, "b.root, COALESCE(r.state, 'none') AS state, count(*), ");
	longest_ago_sql(c, &p, &columns, &args);
	if (!institutions_sql(c, &p, buf_text(&columns), &sql, &args))
		return false;
	buf_put(&sql, " GROUP BY 1, 2 ORDER BY 1");
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = NEW_N(c->arena, struct report_part, r.count + 1);
	*ret_n = 0;
	for (size_t i = 0; i < r.count; i++) {
		if (*ret_n == 0 || (*ret)[*ret_n - 1].unit_id != rows_int(&r, i, 0))
			(*ret)[(*ret_n)++] = (struct report_part){ .unit_id = rows_int(&r, i, 0) };
		struct report_part *part = &(*ret)[*ret_n - 1];
		note_reminded(part, &r, i, part->of.none + part->of.draft + part->of.returned == 0);
		put_state(&part->of, rows_text(&r, i, 1), rows_int(&r, i, 2));
	}
	return true;
}
