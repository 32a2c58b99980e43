/* idempotency.c - answers kept under the caller's key. */
#include "store/idempotency.h"

#include "db/db.h"
#include "store/actor.h"

#define KEPT_MS (INT64_C(30) * 24 * 3600 * 1000)

bool idempotency_find(struct ctx *c, const char *key, struct kept_answer *ret)
{
	struct rows r;

	*ret = (struct kept_answer){ 0 };
	if (!db_rows(c, &r, SQL_IDEMPOTENCY_GET, ARGS(val_int(actor_id(c)), val_text(key))))
		return false;
	if (r.count > 0)
		*ret = (struct kept_answer){ rows_text(&r, 0, 0), rows_text(&r, 0, 2), (int)rows_int(&r, 0, 1) };
	return true;
}

bool idempotency_keep_in(struct ctx *c, const char *key, const struct kept_answer *a)
{
	return db_exec(c, SQL_IDEMPOTENCY_PUT, ARGS(val_int(actor_id(c)), val_text(key), val_text(a->request_hash), val_int(c->now_ms), val_int(a->status),
	                                            val_text(a->body)));
}

bool idempotency_keep(struct ctx *c, const char *key, const struct kept_answer *a)
{
	return db_begin(c) && db_end(c, idempotency_keep_in(c, key, a));
}

bool idempotency_forget_old(struct ctx *c)
{
	return db_exec(c, SQL_IDEMPOTENCY_FORGET, ARGS(val_int(c->now_ms - KEPT_MS)));
}
