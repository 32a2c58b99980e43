/* idempotency.h - answers kept, so that a repeated request is answered as the first time. */
#ifndef IDEMPOTENCY_H
#define IDEMPOTENCY_H

#include "base/ctx.h"

struct kept_answer {
	const char *request_hash, *body; /* request_hash NULL: nothing is kept under the key */
	int status;
};

MUST_CHECK bool answer_find(struct ctx *, const char *key, struct kept_answer *ret);
MUST_CHECK bool answer_keep(struct ctx *, const char *key, const struct kept_answer *);

#endif
