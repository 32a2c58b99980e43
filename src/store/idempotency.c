/* idempotency.c - answers kept under the caller's key. */
#include "store/idempotency.h"

#include "db/db.h"
#include "store/actor.h"
#include "store/fence.h"

#define KEPT_MS (INT64_C(30) * 24 * 3600 * 1000)

static struct val unit_of_actor(const struct ctx *c)
{
	return c->account == NULL ? val_null() : val_int(c->account->unit.id);
}

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
	                                            val_text(a->body), unit_of_actor(c)));
}

/* Whoever claimed the key is waited for by the database. */
static bool claim_and_act(struct ctx *c, const char *key, const char *request_hash, once_fn *fn, void *arg, struct kept_answer *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_IDEMPOTENCY_CLAIM, ARGS(val_int(actor_id(c)), val_text(key), val_text(request_hash), val_int(c->now_ms), unit_of_actor(c))))
		return false;
	if (r.count == 0)
		return idempotency_find(c, key, ret);
	return fn(c, arg, ret) && db_exec(c, SQL_IDEMPOTENCY_ANSWER, ARGS(val_int(actor_id(c)), val_text(key), val_int(ret->status), val_text(ret->body)));
}

bool idempotency_once(struct ctx *c, const char *key, const char *request_hash, once_fn *fn, void *arg, struct kept_answer *ret)
{
	return db_trial_begin(c) && db_trial_keep(c, claim_and_act(c, key, request_hash, fn, arg, ret));
}

bool idempotency_forget_old(struct ctx *c)
{
	const enum fence was = fence_open(c);

	return fence_close(c, was, db_exec(c, SQL_IDEMPOTENCY_FORGET, ARGS(val_int(c->now_ms - KEPT_MS))));
}
