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

#endif
