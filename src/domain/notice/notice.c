/* notice.c - what waits for the caller, each kind only where they have the right to do it. */
#include "domain/notice/notice.h"

#include "db/db.h"
#include "domain/account/account.h"
#include "domain/export/export.h"
#include "domain/regulation/regulation.h"
#include "domain/report/report.h"
#include "domain/support/support.h"
#include "domain/view/view.h"
#include "store/shown.h"

enum { ACCOUNTS_MS = 14 * 24 * 60 * 60 * 1000 };

struct notices {
	struct notice *all;
	size_t n;
};

static void add(struct notices *list, enum notice_kind kind, int64_t n)
{
	if (n > 0)
		list->all[list->n++] = (struct notice){ .kind = kind, .n = n };
}

/* A statement that counts, of the caller's unit and account. */
static bool count(struct ctx *c, struct notices *list, enum notice_kind kind, const char *module, const char *action, enum sql_id sql, size_t n_args)
{
	struct rows r;

	if (!account_may(c, module, action))
		return true;
	if (!db_rows(c, &r, sql, (const struct val[]){ val_int(c->account->unit.id), val_int(actor_id(c)) }, n_args))
		return false;
	add(list, kind, rows_int(&r, 0, 0));
	return true;
}

/* A generated one that ends with a condition of units u. */
static bool count_below(struct ctx *c, struct notices *list, enum notice_kind kind, const char *module, const char *action, struct buf *sql,
                        struct sql_args *args)
{
	struct rows r;

	if (!account_may(c, module, action))
		return true;
	scope_sql(sql, args, actor_scope(c), "u", SCOPE_FIND);
	if (!db_query(c, &r, sql->data, args->v, args->n))
		return false;
	add(list, kind, rows_int(&r, 0, 0));
	return true;
}

static bool submitted(struct ctx *c, struct notices *list)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&sql, "SELECT count(*) FROM report r JOIN unit u ON u.id = r.unit_id WHERE ");
	report_waiting_sql(c, &sql, &args);
	buf_put(&sql, " AND ");
	return count_below(c, list, NOTICE_SUBMITTED, "report", "accept", &sql, &args);
}

static bool passwords(struct ctx *c, struct notices *list)
{
	struct buf sql = buf_in(c->arena);

	buf_put(&sql, "SELECT count(*) FROM account a JOIN unit u ON u.id = a.unit_id WHERE a.must_change AND a.password_hash <> '' AND a.disabled_at IS NULL AND ");
	return count_below(c, list, NOTICE_PASSWORDS, "account", "admin", &sql, &(struct sql_args){ 0 });
}

static bool accounts(struct ctx *c, struct notices *list)
{
	const struct account *me = c->account;
	struct rows r;

	if (!role_decides(me->role))
		return true;
	if (!db_rows(c, &r, SQL_NOTICE_ACCOUNTS, ARGS(val_int(me->unit.id), val_text(me->role->name), val_int(me->id), val_int(c->now_ms - ACCOUNTS_MS))))
		return false;
	add(list, NOTICE_ACCOUNTS, rows_int(&r, 0, 0));
	return true;
}

static bool of_caller(struct ctx *c, struct notices *list, enum notice_kind kind, bool (*counted)(struct ctx *, int64_t *ret))
{
	int64_t n;

	if (!counted(c, &n))
		return false;
	add(list, kind, n);
	return true;
}

/* Of staff only where staff may be transferred. */
static bool transfers(struct ctx *c, struct notices *list)
{
	int64_t n = 0;
	struct rows r;

	if (!account_may(c, "transfer", "write"))
		return true;
	if (!db_rows(c, &r, SQL_NOTICE_TRANSFERS, ARGS(val_int(c->account->unit.id))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		if (type_is_shown(c, catalog_type(c->catalog, rows_text(&r, i, 0))) &&
		    (streq(rows_text(&r, i, 0), "learner") || account_may(c, "staff_transfer", "write")))
			n += rows_int(&r, i, 1);
	add(list, NOTICE_TRANSFERS, n);
	return true;
}

static bool reminders(struct ctx *c, struct notices *list, struct rows *r)
{
	*r = (struct rows){ 0 };
	if (account_may(c, "report", "write") && !db_rows(c, r, SQL_NOTICE_REMINDERS, ARGS(val_int(c->account->unit.id))))
		return false;
	list->all = NEW_N(c->arena, struct notice, NOTICE__COUNT + r->count);
	return true;
}

static void add_reminders(struct notices *list, const struct rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		list->all[list->n++] = (struct notice){ .kind = NOTICE_REMINDER, .n = rows_int(r, i, 2), .form = rows_text(r, i, 0), .period = rows_text(r, i, 1) };
}

bool notice_list(struct ctx *c, struct notice **ret, size_t *ret_n)
{
	struct notices list = { 0 };
	struct rows asked;

	if (!reminders(c, &list, &asked) || !transfers(c, &list) ||
	    !of_caller(c, &list, NOTICE_EXPORTS, export_count_waiting) ||
	    !count(c, &list, NOTICE_RETURNED, "report", "write", SQL_NOTICE_RETURNED, 1) || !submitted(c, &list))
		return false;
	add_reminders(&list, &asked);
	if (!passwords(c, &list) || !accounts(c, &list) || !of_caller(c, &list, NOTICE_REGULATIONS, regulation_count_unseen) ||
	    !of_caller(c, &list, NOTICE_FILES, export_count_ready) || !of_caller(c, &list, NOTICE_REVIEW, account_count_due) ||
	    !of_caller(c, &list, NOTICE_VIEWS, view_count_stopped) || !of_caller(c, &list, NOTICE_DECOYS, view_count_decoys) || !of_caller(c, &list, NOTICE_WHOLE, view_count_whole) ||
	    !of_caller(c, &list, NOTICE_REQUESTS, support_count_waiting) ||
	    !of_caller(c, &list, NOTICE_ANSWERS, support_count_unseen))
		return false;
	*ret = list.all;
	*ret_n = list.n;
	return true;
}
