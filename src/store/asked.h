/* asked.h - what people find out of others by conditions, without a row that shows it. */
#ifndef ASKED_H
#define ASKED_H

#include "catalog/expr.h"

/* Of what lists mask people ask whether it is one value, or whether there is one; less than and more than would find it digit by digit.
 * ERR_INVALID "query.masked". */
MUST_CHECK bool asked_check(struct ctx *, const struct expr_refs *, const struct expr *);

/* Who is named by code was looked at, and each value of what is masked is a guess (store/seen.h). */
MUST_CHECK bool asked_note(struct ctx *, const struct expr_refs *, const struct expr *);

#endif
