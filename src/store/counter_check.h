/* counter_check.h - does every counter stand above the numbers that were given out by it? */
#ifndef COUNTER_CHECK_H
#define COUNTER_CHECK_H

#include "base/ctx.h"

/* A counter whose next number is taken already. */
struct counter_low {
	const char *what; /* "đơn vị 19172401", "số của tài khoản" */
	int64_t next, wanted;
	const char *sql;  /* sets it right; more than that it changes nothing */
};

/* Numbers of records and of all else that a unit counts, of units and of accounts.  Codes of persons need none: what is taken is passed over when they are
 * issued.  *ret_looked: how many counters. */
MUST_CHECK bool counter_check(struct ctx *, struct counter_low **ret, size_t *ret_n, int64_t *ret_looked);

#endif
