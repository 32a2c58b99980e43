/* list.c - reports by unit, form and period, a page at a time. */
#include "base/json.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/report/figures.h"

enum { CODE, FORM, PERIOD, STATE, VERSION, COMPUTED, SUBMITTED, DECIDED, NOTE, UNIT_CODE, UNIT_NAME, UNIT_KIND, UNIT_ID, EDITION, BASIS };

static void and_equal(struct buf *sql, struct sql_args *args, const char *column, const char *value)
{
	if (value == NULL)
		return;
	buf_fmt(sql, " AND %s = ", column);
	sql_arg(sql, args, val_text(value));
}

/* "19172401 02-TH-DN 2025-start": the last of the page before. */
static bool after_sql(struct ctx *c, struct buf *sql, struct sql_args *args, const char *cursor)
{
	char *part = arena_strdup(c->arena, cursor), *rest;
	const char *v[3];

	for (size_t i = 0; i < COUNT(v); i++, part = rest) {
		v[i] = strtok_r(part, " ", &rest);
		if (v[i] == NULL)
			return fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
	}
	buf_put(sql, " AND (u.code, r.form, r.period) > (");
	for (size_t i = 0; i < COUNT(v); i++) {
		buf_put(sql, i > 0 ? ", " : "");
		sql_arg(sql, args, val_text(v[i]));
	}
	buf_char(sql, ')');
	return true;
}

void report_waiting_sql(struct ctx *c, struct buf *sql, struct sql_args *args)
{
	const struct unit *me = &c->account->unit;

	buf_put(sql, "r.state = 'submitted' AND r.unit_id <> ");
	sql_arg(sql, args, val_int(me->id));
	buf_put(sql, " AND (");
	unit_kinds_sql(sql, c->catalog, "u.kind", unit_kinds_added_up(c->catalog, me->kind));
	buf_put(sql, " OR u.path = ");
	sql_arg(sql, args, val_text(me->path));
	buf_put(sql, " || CAST(u.id AS TEXT) || '/')");
	for (size_t i = 0; i < c->catalog->n_forms; i++)
		if (!report_is_of_section(c, &c->catalog->form[i]))
			buf_fmt(sql, " AND r.form <> '%s'", c->catalog->form[i].name);
}

static bool where_sql(struct ctx *c, struct buf *sql, struct sql_args *args, const struct report_query *q)
{
	buf_put(sql, " WHERE r.unit_id = u.id AND ");
	scope_sql(sql, args, actor_scope(c), "u", q->within ? SCOPE_FIND : SCOPE_TEST);
	buf_put(sql, " AND ");
	if (q->within) {
		scope_within_sql(sql, args, q->unit->path, "u", SCOPE_FIND);
	} else {
		buf_put(sql, "r.unit_id = ");
		sql_arg(sql, args, val_int(q->unit->id));
	}
	and_equal(sql, args, "r.form", q->form);
	and_equal(sql, args, "r.period", q->period);
	and_equal(sql, args, "r.state", q->state);
	and_equal(sql, args, "u.kind", q->kind);
	if (q->waiting) {
		buf_put(sql, " AND ");
		report_waiting_sql(c, sql, args);
	}
	return q->cursor == NULL || after_sql(c, sql, args, q->cursor);
}

static bool read_page(struct ctx *c, const struct report_query *q, struct rows *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&sql, "SELECT r.code, r.form, r.period, r.state, r.version, r.computed_at, r.submitted_at, r.decided_at, r.note, u.code, u.name, u.kind,"
	        " u.id, r.edition, CASE WHEN ");
	unit_kinds_sql(&sql, c->catalog, "u.kind", NULL);
	buf_put(&sql, " THEN NULL ELSE r.basis END FROM unit u");
	/* Units first: SQLite would go through the reports of a form in the whole country for those of a province. */
	buf_put(&sql, unit_is_root(c, q->unit) ? ", report r" : " CROSS JOIN report r");
	if (!where_sql(c, &sql, &args, q))
		return false;
	buf_fmt(&sql, " ORDER BY u.code, r.form, r.period LIMIT %zu", q->limit + 1);
	return db_query(c, ret, sql.data, args.v, args.n);
}

/* What decides whether it is stale. */
static struct report sum_of(const struct ctx *c, const struct rows *r, size_t i)
{
	struct report sum = {
		.form_name = rows_text(r, i, FORM), .form = catalog_form(c->catalog, rows_text(r, i, FORM)), .period = rows_text(r, i, PERIOD),
		.basis = rows_text(r, i, BASIS), .unit = { .id = rows_int(r, i, UNIT_ID), .kind = rows_text(r, i, UNIT_KIND) },
	};

	(void)period_parse(c->catalog, sum.period, &sum.when);
	return sum;
}

static void put_item(struct buf *b, const struct rows *r, size_t i, bool stale)
{
	json_open_object(b, NULL);
	json_put_text(b, "id", rows_text(r, i, CODE));
	json_put_text(b, "form", rows_text(r, i, FORM));
	json_put_text(b, "period", rows_text(r, i, PERIOD));
	json_put_text(b, "state", rows_text(r, i, STATE));
	json_put_int(b, "edition", report_edition_number(rows_int(r, i, EDITION)));
	json_put_int(b, "version", rows_int(r, i, VERSION));
	json_put_time(b, "computed_at", rows_int(r, i, COMPUTED));
	json_put_time(b, "submitted_at", rows_int(r, i, SUBMITTED));
	json_put_time(b, "decided_at", rows_int(r, i, DECIDED));
	json_put_text(b, "note", rows_text(r, i, NOTE));
	json_put_text(b, "unit", rows_text(r, i, UNIT_CODE));
	json_put_text(b, "unit_name", rows_text(r, i, UNIT_NAME));
	json_put_bool(b, "stale", stale);
	json_close_object(b);
}

bool report_list(struct ctx *c, const struct report_query *q, struct buf *items, const char **ret_cursor)
{
	struct rows r;

	*ret_cursor = NULL;
	if (!read_page(c, q, &r))
		return false;
	const size_t n = r.count > q->limit ? q->limit : r.count;
	struct report *sums = NEW_N(c->arena, struct report, n + 1);
	bool *stale = NEW_N(c->arena, bool, n + 1);
	for (size_t i = 0; i < n; i++)
		sums[i] = sum_of(c, &r, i);
	if (!report_mark_stale(c, sums, n, stale))
		return false;
	for (size_t i = 0; i < n; i++)
		put_item(items, &r, i, stale[i]);
	if (r.count > n)
		*ret_cursor = arena_fmt(c->arena, "%s %s %s", rows_text(&r, n - 1, UNIT_CODE), rows_text(&r, n - 1, FORM), rows_text(&r, n - 1, PERIOD));
	return true;
}
