/* idempotency.h - answers kept, so that a repeated request is answered as the first time. */
#ifndef IDEMPOTENCY_H
#define IDEMPOTENCY_H

#include "base/ctx.h"

struct kept_answer {
	const char *request_hash, *body; /* request_hash NULL: nothing is kept under the key */
	int status;
};

MUST_CHECK bool idempotency_find(struct ctx *, const char *key, struct kept_answer *ret);

/* What is answered under a key: what fn says, whatever transactions it has, or what was answered before.  It is kept in the one transaction that does
 * what it tells of, and whoever comes with the same key meanwhile, also from another process, waits for it; where fn fails nothing is kept. */
typedef bool once_fn(struct ctx *, void *arg, struct kept_answer *ret);
MUST_CHECK bool idempotency_once(struct ctx *, const char *key, const char *request_hash, once_fn *fn, void *arg, struct kept_answer *ret);

/* Inside the caller's transaction: it is kept when what it tells of is. */
MUST_CHECK bool idempotency_keep_in(struct ctx *, const char *key, const struct kept_answer *);

/* Those of more than 30 days, whosever they are; inside the caller's transaction.  A record stays known by its client_id. */
MUST_CHECK bool idempotency_forget_old(struct ctx *);

#endif
