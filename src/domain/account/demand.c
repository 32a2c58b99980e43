/* demand.c - of whom a second step is demanded. */
#include "domain/account/demand.h"

#include "db/db.h"
#include "domain/unit/unit_admin.h"
#include "store/change.h"
#include "store/fence.h"

#define KEPT "second_step"
#define DEMANDED "demanded"
#define OPTIONAL "optional"

bool demand_is_on(const struct ctx *c, const char *kept)
{
	return kept == NULL ? c->catalog->second_step_demanded != 0 : streq(kept, DEMANDED);
}

static bool find(struct ctx *c, const char **ret_kept)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_META_GET, ARGS(val_text(KEPT))))
		return false;
	*ret_kept = r.count == 0 ? NULL : rows_text(&r, 0, 0);
	return true;
}

bool demand_find(struct ctx *c, bool *ret)
{
	const char *kept;

	if (!find(c, &kept))
		return false;
	*ret = demand_is_on(c, kept);
	return true;
}

static bool keep(struct ctx *c, bool on)
{
	struct unit root;

	return unit_find(c, &scope_everywhere, UNIT_ROOT, &root) && db_exec(c, SQL_META_PUT, ARGS(val_text(KEPT), val_text(on ? DEMANDED : OPTIONAL))) &&
	       change_log(c, root.id, &(struct change){ .type = "unit", .record_id = root.id, .version = 1, .code = root.code,
	                                                .event = on ? "OTP_DEMANDED" : "OTP_OPTIONAL" });
}

bool demand_set(struct ctx *c, bool on)
{
	if (c->account != NULL && !(c->account->role->admin && actor_sees_everything(c)))
		return fail(c, ERR_FORBIDDEN, "second_step.root", "Việc này của người quản trị toàn hệ thống; đơn vị của bạn theo như vậy.");
	if (c->account != NULL && (c->account->must_change || c->account->must_set_factor))
		return fail(c, ERR_FORBIDDEN, "otp.must_set", "Đặt mật khẩu riêng và xác nhận hai bước của chính bạn trước.");
	return db_begin(c) && db_end(c, keep(c, on));
}

bool demand_leave_open(struct ctx *c, bool *ret_on)
{
	const char *kept;

	if (!find(c, &kept))
		return false;
	*ret_on = kept != NULL && demand_is_on(c, kept);
	return kept != NULL || demand_set(c, false);
}

bool demand_concerns(struct ctx *c, const struct account *a, bool *ret)
{
	const struct record_type *class = catalog_type(c->catalog, "class");
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	*ret = role_reaches_far(a->role);
	if (*ret || a->scope.classes == NULL)
		return true;
	buf_fmt(&sql, "SELECT count(*) FROM %s k WHERE k.unit_id = ", class->table);
	sql_arg(&sql, &args, val_int(a->unit.id));
	scope_records_sql(&sql, &args, c->catalog, &a->scope, class, "k", SCOPE_SHARED);
	const enum fence was = fence_open(c); /* it is not known yet who asks */
	if (!fence_close(c, was, db_query(c, &r, buf_text(&sql), args.v, args.n)))
		return false;
	*ret = rows_int(&r, 0, 0) > 1;
	return true;
}
