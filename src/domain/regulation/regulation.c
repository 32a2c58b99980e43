/* regulation.c - rules of use: published, found, acknowledged, and by whom not. */
#include "domain/regulation/regulation.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "store/change.h"
#include "store/hold.h"

#define LETTERS "QC"
#define COLUMNS "r.unit_id, r.id, r.code, r.title, r.version, r.made_at, m.name, u.code, u.name, u.path," \
                " (SELECT n.code FROM regulation n WHERE n.unit_id = r.unit_id AND n.replaces = r.id), s.seen_at"

static struct regulation from_row(const struct rows *r, size_t i)
{
	return (struct regulation){
		.unit = { .id = rows_int(r, i, 0), .code = rows_text(r, i, 7), .name = rows_text(r, i, 8), .path = rows_text(r, i, 9) },
		.id = rows_int(r, i, 1), .code = rows_text(r, i, 2), .title = rows_text(r, i, 3), .version = rows_int(r, i, 4), .made_at = rows_int(r, i, 5),
		.made_by = rows_text(r, i, 6), .replaced_by = rows_text(r, i, 10), .seen_at = rows_int(r, i, 11),
	};
}

static bool unknown(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "regulation.unknown", "Không có quy chế nào mang mã này, của đơn vị bạn, của cấp trên, hay trong phạm vi của bạn.");
}

static bool load(struct ctx *c, int64_t unit_id, int64_t id, struct regulation *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_REGULATION_GET, ARGS(val_int(unit_id), val_int(id), val_int(actor_id(c)))))
		return false;
	if (r.count == 0)
		return unknown(c);
	*ret = from_row(&r, 0);
	ret->text = rows_text(&r, 0, 12);
	return true;
}

static bool binds(struct ctx *c, const struct regulation *x)
{
	return c->account != NULL && strncmp(c->account->unit.path, x->unit.path, strlen(x->unit.path)) == 0;
}

bool regulation_find(struct ctx *c, const char *code, struct regulation *ret)
{
	struct unit of;
	int64_t id;

	if (!record_code_find(c, &scope_everywhere, LETTERS, code, &of, &id) || !load(c, of.id, id, ret))
		return false;
	return binds(c, ret) || scope_covers(actor_scope(c), &of) || unknown(c);
}

static bool see(struct ctx *c, struct regulation *x)
{
	if (x->seen_at != 0)
		return true;
	x->seen_at = c->now_ms;
	return db_exec(c, SQL_REGULATION_SEEN_PUT, ARGS(val_int(x->unit.id), val_int(x->id), val_int(actor_id(c)), val_int(c->now_ms)));
}

static bool replaced(struct ctx *c, const struct regulation *x)
{
	return x->replaced_by != NULL && !fail(c, ERR_CONFLICT, "regulation.replaced", "Quy chế này đã có bản mới hơn, %s; hãy đọc bản ấy.", x->replaced_by);
}

static bool find_before(struct ctx *c, const struct unit *u, const char *code, struct regulation *ret)
{
	const char *unit;
	int64_t id;

	*ret = (struct regulation){ 0 };
	if (code == NULL)
		return true;
	if (!record_code_split(c->arena, LETTERS, code, &unit, &id) || !streq(unit, u->code))
		return unknown(c);
	return load(c, u->id, id, ret) && !replaced(c, ret);
}

/* Two that are in force under one name nobody could tell apart; whoever presses twice is one person or two. */
static bool check_only_one(struct ctx *c, const struct unit *u, const char *title, const struct regulation *before)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_REGULATION_IN_FORCE, ARGS(val_int(u->id), val_text(title), val_int(before->id))))
		return false;
	return r.count == 0 ||
	       fail(c, ERR_CONFLICT, "regulation.exists", "Đơn vị đang có quy chế mang đúng tên này, %s; hãy mở nó và ra bản mới, hoặc đặt tên khác.", rows_text(&r, 0, 0));
}

static bool publish(struct ctx *c, const struct unit *of, const char *title, const char *text, const char *replaces, struct regulation *ret)
{
	struct regulation before;
	struct buf after = buf_in(c->arena);
	struct unit u;
	int64_t id;

	if (!unit_hold(c, of->id, HOLD_OPEN, &u) || !find_before(c, &u, replaces, &before) || !check_only_one(c, &u, title, &before) ||
	    !unit_numbers(c, u.id, 1, &id))
		return false;
	const char *code = record_code_make(c->arena, LETTERS, u.code, id);
	if (!db_exec(c, SQL_REGULATION_INSERT, ARGS(val_int(u.id), val_int(id), val_text(code), val_text(title), val_text(text),
	                                           before.id == 0 ? val_null() : val_int(before.id), val_int(before.version + 1), val_int(c->now_ms), val_int(actor_id(c)))))
		return false;
	json_put_texts(&after, NULL, "title", title, "text", text, "replaces", before.code, NULL);
	const struct change g = { .type = "regulation", .record_id = id, .version = 1, .code = code, .event = "PUBLISH", .after = buf_text(&after) };
	return change_log(c, u.id, &g) && load(c, u.id, id, ret) && (!binds(c, ret) || see(c, ret));
}

bool regulation_publish(struct ctx *c, const struct unit *u, const char *title, const char *text, const char *replaces, struct regulation *ret)
{
	title = text_shown(c->arena, title, strlen(title));
	text = text_shown_lines(c->arena, text);
	if (title == NULL || text == NULL)
		return fail(c, ERR_INVALID, "regulation.text", "Tên hoặc nội dung quy chế có ký tự không đọc được; hãy dán lại từ một văn bản thường.");
	return db_begin(c) && db_end(c, publish(c, u, title, text, replaces, ret));
}

static bool acknowledge(struct ctx *c, struct regulation *x)
{
	if (!unit_hold(c, x->unit.id, HOLD_ANY, NULL) || !load(c, x->unit.id, x->id, x) || replaced(c, x))
		return false;
	return see(c, x);
}

bool regulation_acknowledge(struct ctx *c, struct regulation *x)
{
	if (!binds(c, x))
		return fail(c, ERR_CONFLICT, "regulation.other", "Quy chế này của %s, không áp dụng cho tài khoản của bạn.", x->unit.name);
	return db_begin(c) && db_end(c, acknowledge(c, x));
}

/* The units from the root down to the one: their ids are its path. */
static void put_above(struct buf *sql, struct sql_args *args, const struct unit *u)
{
	buf_put(sql, "r.unit_id IN (");
	for (const char *p = u->path + 1; *p != '\0'; p += strcspn(p, "/") + 1) {
		buf_put(sql, p == u->path + 1 ? "" : ", ");
		sql_arg(sql, args, val_int(strtoll(p, NULL, 10)));
	}
	buf_char(sql, ')');
}

bool regulation_list(struct ctx *c, const struct unit *u, bool old, struct regulation **ret, size_t *ret_n)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	buf_put(&sql, "SELECT " COLUMNS " FROM regulation r JOIN unit u ON u.id = r.unit_id LEFT JOIN account m ON m.id = r.made_by"
	              " LEFT JOIN regulation_seen s ON s.unit_id = r.unit_id AND s.regulation_id = r.id AND s.account_id = ");
	sql_arg(&sql, &args, val_int(actor_id(c)));
	buf_put(&sql, " WHERE ");
	put_above(&sql, &args, u);
	if (!old)
		buf_put(&sql, " AND NOT EXISTS (SELECT 1 FROM regulation n WHERE n.unit_id = r.unit_id AND n.replaces = r.id)");
	buf_put(&sql, " ORDER BY u.path, r.id DESC");
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = NEW_N(c->arena, struct regulation, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*ret)[i] = from_row(&r, i);
	return true;
}

bool regulation_count_unseen(struct ctx *c, int64_t *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	buf_put(&sql, "SELECT count(*) FROM regulation r WHERE ");
	put_above(&sql, &args, &c->account->unit);
	buf_put(&sql, " AND NOT EXISTS (SELECT 1 FROM regulation n WHERE n.unit_id = r.unit_id AND n.replaces = r.id)"
	              " AND NOT EXISTS (SELECT 1 FROM regulation_seen s WHERE s.unit_id = r.unit_id AND s.regulation_id = r.id AND s.account_id = ");
	sql_arg(&sql, &args, val_int(actor_id(c)));
	buf_char(&sql, ')');
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

static void put_missing_from(struct ctx *c, struct buf *sql, struct sql_args *args, const struct regulation *x, const struct unit *within)
{
	buf_put(sql, " FROM account a JOIN unit u ON u.id = a.unit_id WHERE a.disabled_at IS NULL AND NOT EXISTS (SELECT 1 FROM client k WHERE k.account_id = a.id) AND ");
	scope_sql(sql, args, actor_scope(c), "u", SCOPE_FIND);
	buf_put(sql, " AND ");
	scope_within_sql(sql, args, x->unit.path, "u", SCOPE_FIND);
	buf_put(sql, " AND ");
	scope_within_sql(sql, args, within->path, "u", SCOPE_FIND);
	buf_put(sql, " AND NOT EXISTS (SELECT 1 FROM regulation_seen s WHERE s.account_id = a.id AND s.unit_id = ");
	sql_arg(sql, args, val_int(x->unit.id));
	buf_put(sql, " AND s.regulation_id = ");
	sql_arg(sql, args, val_int(x->id));
	buf_char(sql, ')');
}

bool regulation_count_missing(struct ctx *c, const struct regulation *x, const struct unit *within, int64_t *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	buf_put(&sql, "SELECT count(*)");
	put_missing_from(c, &sql, &args, x, within);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

bool regulation_list_missing(struct ctx *c, const struct regulation *x, const struct unit *within, const char *cursor, size_t limit, struct buf *b,
                             const char **ret_cursor)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	buf_put(&sql, "SELECT a.name, a.role, u.code, u.name, u.path");
	put_missing_from(c, &sql, &args, x, within);
	account_after_sql(c, &sql, &args, cursor);
	buf_fmt(&sql, " ORDER BY u.path, a.name LIMIT %zu", limit + 1);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < r.count && i < limit; i++) {
		const struct role *role = catalog_role(c->catalog, rows_text(&r, i, 1));
		json_put_texts(b, NULL, "name", rows_text(&r, i, 0), "role", rows_text(&r, i, 1), "role_name", role == NULL ? NULL : role->label,
		               "unit", rows_text(&r, i, 2), "unit_name", rows_text(&r, i, 3), NULL);
	}
	*ret_cursor = r.count > limit ? arena_fmt(c->arena, "%s %s", rows_text(&r, limit - 1, 4), rows_text(&r, limit - 1, 0)) : NULL;
	return true;
}
