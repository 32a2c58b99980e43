/* quota.h - what may be done so many times a day only.
 *
 * It is counted before it is done, in a transaction that ends before it: of tries that come at once each sees those
 * before it, and a refusal does not take its own count back. */
#ifndef QUOTA_H
#define QUOTA_H

#include "store/actor.h"

struct quota {
	const char *what, *who;   /* "duplicate.ask"; whose number it is */
	int64_t most;             /* a day */
};

struct quota quota_of_account(struct ctx *, const char *what, int64_t most);

/* Inside the caller's transaction.  All that is wanted is counted; *ret: how much of it there was room for. */
MUST_CHECK bool quota_take(struct ctx *, const struct quota *, size_t wanted, size_t *ret);

/* What turned out not to count. */
MUST_CHECK bool quota_give_back(struct ctx *, const struct quota *, size_t n);

/* Bytes of files that are sent for a unit, and of those that stay though others took their place; in a transaction of its own.  What is refused does
 * not count.  ERR_LIMITED "unit.taken_in": it was enough for a day (catalog/policy.json, "taken_in_megabytes_a_day").  The system is not counted. */
MUST_CHECK bool quota_take_bytes(struct ctx *, int64_t unit_id, int64_t bytes);

#endif
