/* sessions.c - which sessions there are, and ending one. */
#include "base/json.h"
#include "base/cursor.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "store/change.h"

static int64_t ends_ms(int64_t since, int64_t seen, const struct role *role)
{
	const int64_t life = since + SESSION_LIFE_MS, idle = seen + session_idle_ms(role);

	return idle < life ? idle : life;
}

static void put_session(struct ctx *c, struct buf *b, const struct rows *r, size_t i, const char *present)
{
	json_open_object(b, NULL);
	json_put_text(b, "id", rows_text(r, i, 0));
	json_put_text(b, "account", rows_text(r, i, 1));
	json_put_text(b, "role", rows_text(r, i, 2));
	json_put_text(b, "unit", rows_text(r, i, 5));
	json_put_text(b, "unit_name", rows_text(r, i, 6));
	json_put_text(b, "address", rows_text(r, i, 7));
	json_put_text(b, "since", time_iso(b->arena, rows_int(r, i, 3)));
	json_put_text(b, "last_seen", time_iso(b->arena, rows_int(r, i, 4)));
	json_put_text(b, "ends", time_iso(b->arena, ends_ms(rows_int(r, i, 3), rows_int(r, i, 4), catalog_role(c->catalog, rows_text(r, i, 2)))));
	json_put_bool(b, "present", streq(rows_text(r, i, 0), present));
	json_close_object(b);
}

/* ",system_admin,unit_admin,". */
static const char *admin_roles(struct ctx *c)
{
	struct buf b = buf_in(c->arena);

	buf_char(&b, ',');
	for (size_t i = 0; i < c->catalog->n_roles; i++)
		if (c->catalog->role[i].admin)
			buf_fmt(&b, "%s,", c->catalog->role[i].name);
	return buf_text(&b);
}

bool session_list(struct ctx *c, const struct unit *u, const char *token, const char *cursor, size_t limit, struct buf *b, const char **ret_cursor)
{
	const char *present = token == NULL ? "" : session_id(c, token), *id;
	int64_t at;
	struct rows r;

	*ret_cursor = NULL;
	if ((u != NULL && !account_check_manages(c, u)) || !cursor_read(c, cursor, &at, &id))
		return false;
	const struct val args[] = { val_int(u == NULL ? actor_id(c) : u->id), val_int((int64_t)limit + 1), val_int(at), val_text(id),
		                    val_int(c->now_ms - SESSION_LIFE_MS), val_int(c->now_ms - SESSION_IDLE_MS), val_int(c->now_ms - SESSION_IDLE_ADMIN_MS), val_text(admin_roles(c)) };
	if (!db_rows(c, &r, u == NULL ? SQL_SESSION_OF_ACCOUNT : SQL_SESSION_OF_UNIT, args, COUNT(args)))
		return false;
	for (size_t i = 0; i < r.count && i < limit; i++)
		put_session(c, b, &r, i, present);
	if (r.count > limit)
		*ret_cursor = cursor_write(c->arena, rows_int(&r, limit - 1, 3), rows_text(&r, limit - 1, 0));
	return true;
}

/* What somebody else ended is in the log. */
static bool end(struct ctx *c, const char *id, const struct unit *u, const struct rows *whose)
{
	const int64_t account_id = rows_int(whose, 0, 0);

	return session_end_in(c, id) &&
	       (account_id == actor_id(c) || change_log(c, u->id, &(struct change){ .type = "account", .record_id = account_id, .version = 1,
	                                                                            .code = rows_text(whose, 0, 1), .event = "END_SESSION" }));
}

bool session_end(struct ctx *c, const char *id)
{
	struct unit u = { 0 };
	struct rows r;

	if (!db_rows(c, &r, SQL_SESSION_WHOSE, ARGS(val_text(id))) || (r.count == 1 && !unit_get(c, rows_int(&r, 0, 4), &u)))
		return false;
	const struct role *role = r.count == 0 ? NULL : catalog_role(c->catalog, rows_text(&r, 0, 2));
	const bool own = r.count == 1 && rows_int(&r, 0, 0) == actor_id(c), over = r.count == 0 || c->now_ms > ends_ms(rows_int(&r, 0, 5), rows_int(&r, 0, 6), role);
	if (over || (!own && (!account_may(c, "account", "admin") || !scope_covers(actor_scope(c), &u))))
		return fail(c, ERR_NOT_FOUND, "session.unknown", "Không có phiên này trong phạm vi của bạn, hoặc phiên đã kết thúc.");
	if (!own && role != NULL && !account_check_issues(c, &u, role, rows_text(&r, 0, 3)))
		return false;
	return db_begin(c) && db_end(c, end(c, id, &u, &r));
}
