/* view.c - who looked at whom, told. */
#include "domain/view/view.h"

#include "base/cursor.h"
#include "base/json.h"
#include "base/time.h"
#include "domain/account/account.h"
#include "store/shown.h"

static const int64_t week_ms = INT64_C(7) * 24 * 60 * 60 * 1000;

enum { AT, ID, HOW, TYPE, CODE, PURPOSE, ACCOUNT, ROLE, ACCOUNT_UNIT, ACCOUNT_UNIT_NAME, UNIT, UNIT_NAME, TITLES };

/* What each type of persons is called by, as far as the caller is shown it. */
static void titles_sql(struct ctx *c, struct buf *columns, struct buf *joins)
{
	buf_put(columns, "COALESCE(NULL");
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *t = &c->catalog->type[i];
		if (t->code_scheme != CODE_PERSON || t->name_field == NULL || !field_is_shown(c, t, t->name_field))
			continue;
		buf_fmt(columns, ", p%zu.%s", i, t->name_field->column);
		buf_fmt(joins, " LEFT JOIN %s p%zu ON v.type = '%s' AND p%zu.unit_id = v.unit_id AND p%zu.code = v.code", t->table, i, t->name, i, i);
	}
	buf_put(columns, ", NULL)");
}

/* Who met a decoy does not learn of it. */
static void hide_own_sql(struct ctx *c, struct buf *sql, struct sql_args *args)
{
	buf_put(sql, " AND NOT (v.how = 'decoy' AND v.account_id = ");
	sql_arg(sql, args, val_int(actor_id(c)));
	buf_char(sql, ')');
}

static void choose_sql(struct ctx *c, const struct view_query *q, int64_t at, const char *id, struct buf *sql, struct sql_args *args)
{
	scope_sql(sql, args, actor_scope(c), "u", SCOPE_FIND);
	buf_put(sql, " AND ");
	if (q->within) {
		scope_within_sql(sql, args, q->unit->path, "u", SCOPE_FIND);
	} else {
		buf_put(sql, "v.unit_id = ");
		sql_arg(sql, args, val_int(q->unit->id));
	}
	buf_put(sql, " AND (v.at, v.id) < (");
	sql_arg(sql, args, val_int(at));
	buf_put(sql, ", ");
	sql_arg(sql, args, val_text(id));
	buf_put(sql, ") AND v.at >= ");
	sql_arg(sql, args, val_int(q->from_ms));
	buf_put(sql, " AND v.at < ");
	sql_arg(sql, args, val_int(q->until_ms));
	if (q->alarms)
		buf_put(sql, " AND v.how IN ('stopped', 'decoy', 'whole')");
	hide_own_sql(c, sql, args);
	if (q->person != NULL) {
		buf_put(sql, " AND v.code = ");
		sql_arg(sql, args, val_text(q->person));
	}
	if (q->account != NULL) {
		buf_put(sql, " AND a.name = ");
		sql_arg(sql, args, val_text(q->account));
	}
}

static void put_view(struct buf *b, const struct rows *r, size_t i)
{
	json_open_object(b, NULL);
	json_put_text(b, "at", time_iso(b->arena, rows_int(r, i, AT)));
	json_put_text(b, "how", rows_text(r, i, HOW));
	json_put_text(b, "type", rows_text(r, i, TYPE));
	json_put_text(b, "code", rows_text(r, i, CODE));
	json_put_text(b, "title", rows_text(r, i, TITLES));
	json_put_text(b, "unit", rows_text(r, i, UNIT));
	json_put_text(b, "unit_name", rows_text(r, i, UNIT_NAME));
	json_put_text(b, "account", rows_text(r, i, ACCOUNT));
	json_put_text(b, "role", rows_text(r, i, ROLE));
	json_put_text(b, "account_unit", rows_text(r, i, ACCOUNT_UNIT));
	json_put_text(b, "account_unit_name", rows_text(r, i, ACCOUNT_UNIT_NAME));
	json_put_text(b, "purpose", rows_text(r, i, PURPOSE));
	json_close_object(b);
}

bool view_list(struct ctx *c, const struct view_query *q, struct buf *items, const char **ret_cursor)
{
	struct buf sql = buf_in(c->arena), titles = buf_in(c->arena), joins = buf_in(c->arena);
	struct sql_args args = { 0 };
	const char *id;
	struct rows r;
	int64_t at;

	*ret_cursor = NULL;
	if (!cursor_read(c, q->cursor, &at, &id))
		return false;
	titles_sql(c, &titles, &joins);
	buf_fmt(&sql, "SELECT v.at, v.id, v.how, v.type, v.code, v.purpose, a.name, a.role, au.code, au.name, u.code, u.name, %s"
	        " FROM person_view v JOIN unit u ON u.id = v.unit_id JOIN account a ON a.id = v.account_id JOIN unit au ON au.id = a.unit_id%s WHERE ",
	        buf_text(&titles), buf_text(&joins));
	choose_sql(c, q, at, id, &sql, &args);
	buf_fmt(&sql, " ORDER BY v.at DESC, v.id DESC LIMIT %zu", q->limit + 1);
	if (!db_query(c, &r, buf_text(&sql), args.v, args.n))
		return false;
	for (size_t i = 0; i < r.count && i < q->limit; i++)
		put_view(items, &r, i);
	if (r.count > q->limit)
		*ret_cursor = cursor_write(c->arena, rows_int(&r, q->limit - 1, AT), rows_text(&r, q->limit - 1, ID));
	return true;
}

static bool count_alarms(struct ctx *c, const char *how, int64_t *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	*ret = 0;
	if (!account_may(c, "audit", "read"))
		return true;
	buf_fmt(&sql, "SELECT count(*) FROM person_view v JOIN unit u ON u.id = v.unit_id WHERE v.how = '%s' AND v.at >= ", how);
	sql_arg(&sql, &args, val_int(c->now_ms - week_ms));
	buf_put(&sql, " AND ");
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_FIND);
	hide_own_sql(c, &sql, &args);
	if (!db_query(c, &r, buf_text(&sql), args.v, args.n))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

bool view_count_stopped(struct ctx *c, int64_t *ret)
{
	return count_alarms(c, "stopped", ret);
}

bool view_count_whole(struct ctx *c, int64_t *ret)
{
	struct rows r;

	*ret = 0;
	if (!account_may(c, "export", "approve"))
		return true;
	if (!db_rows(c, &r, SQL_VIEW_WHOLE, ARGS(val_int(c->account->unit.id), val_int(c->now_ms - week_ms), val_int(actor_id(c)))))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

bool view_count_decoys(struct ctx *c, int64_t *ret)
{
	return count_alarms(c, "decoy", ret);
}
