/* unit_touched.h - what hangs on a unit, and what a change of it has touched: counts for whoever is about to decide on it. */
#ifndef UNIT_TOUCHED_H
#define UNIT_TOUCHED_H

#include <jansson.h>

#include "store/actor.h"

struct unit_touched {
	int64_t units;           /* with those below */
	int64_t learners, staff; /* in use, at work; -1: the caller is not shown them */
	int64_t accounts;        /* not disabled */
	int64_t reports;         /* begun and not accepted */
};

/* Adds what hangs on a unit, as it is now. */
MUST_CHECK bool unit_touched_add(struct ctx *, const struct unit *, struct unit_touched *);

/* How many records of each type the unit's log tells of since an entry, {"classes": 12}: of types that the caller is shown.  Adds. */
MUST_CHECK bool unit_touched_records(struct ctx *, const struct unit *, int64_t since_seq, json_t *into);

/* The last entry of the unit's log. */
MUST_CHECK bool unit_log_end(struct ctx *, const struct unit *, int64_t *ret_seq);

#endif
