/* audit.c - looking through chains, and keeping what was found. */
#include "store/audit.h"

#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "store/change.h"

enum { DAY_MS = 20 * 60 * 60 * 1000 }; /* less than a day, so that it does not come later each day */

bool audit_find(struct ctx *c, const struct unit *u, struct audit *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_AUDIT_FIND, ARGS(val_int(u->id))))
		return false;
	*ret = r.count == 0 ? (struct audit){ 0 } : (struct audit){ rows_int(&r, 0, 0), rows_int(&r, 0, 1), rows_int(&r, 0, 2), rows_int(&r, 0, 3) };
	return true;
}

static bool verify(struct ctx *c, const struct unit *u, struct audit *ret)
{
	*ret = (struct audit){ .verified_at = c->now_ms };
	if (!db_read_begin(c))
		return false;
	bool ok = chain_verify(c, u, &ret->up_to);
	db_read_end(c);
	if (!ok && c->err == ERR_CONFLICT) {
		ret->first_bad = ret->up_to + 1;
		ctx_clear(c);
		ok = true;
	}
	ret->entries = ret->up_to;
	return ok;
}

/* Look through the chain, and keep what was found. */
static bool look_through(struct ctx *c, const struct unit *u, struct audit *ret)
{
	return verify(c, u, ret) && db_begin(c) &&
	       db_end(c, db_exec(c, SQL_AUDIT_KEEP, ARGS(val_int(u->id), val_int(ret->verified_at), val_int(ret->up_to),
	                                                 ret->first_bad == 0 ? val_null() : val_int(ret->first_bad))));
}

/* What one chain needs goes with it. */
static bool run_one(struct ctx *c, int64_t unit_id)
{
	struct ctx own = ctx_within(c);
	struct audit a;
	struct unit u;

	const bool ok = unit_get(&own, unit_id, &u) && look_through(&own, &u, &a);
	if (ok && a.first_bad != 0)
		log_event("audit.broken", "unit=%s entry=%" PRId64, u.code, a.first_bad);
	return ctx_end(&own, c, ok);
}

bool audit_sweep(struct ctx *c, const struct spare_time *t)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_AUDIT_DUE, ARGS(val_int(c->now_ms - DAY_MS))))
		return false;
	for (size_t i = 0; i < r.count && spare_time_is_left(t); i++)
		if (!run_one(c, rows_int(&r, i, 0)))
			return false;
	return true;
}
