/* idempotency.h - answers kept, so that a repeated request is answered as the first time. */
#ifndef IDEMPOTENCY_H
#define IDEMPOTENCY_H

#include "base/ctx.h"

struct kept_answer {
	const char *request_hash, *body; /* request_hash NULL: nothing is kept under the key */
	int status;
};

MUST_CHECK bool idempotency_find(struct ctx *, const char *key, struct kept_answer *ret);
MUST_CHECK bool idempotency_keep(struct ctx *, const char *key, const struct kept_answer *);

/* Inside the caller's transaction: it is kept when what it tells of is. */
MUST_CHECK bool idempotency_keep_in(struct ctx *, const char *key, const struct kept_answer *);

/* Those of more than 30 days, whosever they are; inside the caller's transaction.  A record stays known by its client_id. */
MUST_CHECK bool idempotency_forget_old(struct ctx *);

#endif
