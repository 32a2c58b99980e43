/* together.h - several writes that stand or fall together, for callers that know of no database. */
#ifndef TOGETHER_H
#define TOGETHER_H

#include "base/ctx.h"

/* fn in one transaction, which is kept when fn and the database say so. */
typedef bool together_fn(struct ctx *, void *arg);
MUST_CHECK bool together(struct ctx *, together_fn *, void *arg);

#endif
