/* chain.h - the ends of the chains that the running transaction holds.  Private to src/store. */
#ifndef CHAIN_H
#define CHAIN_H

#include "store/unit.h"

struct chain {
	struct unit unit;          /* as it was when the chain was taken; only its id before that */
	int64_t next_id, seq;      /* next_id: the next free number of a record */
	const char *hash;
	bool closed_too;           /* held for writing although the unit is over */
	bool changed;              /* kept in memory, to be put back */
};

/* Lock the chain until the transaction ends; once a transaction, later calls find it.  *ret is good until the
 * next call.  The unit is for the caller to read, if it is not there yet. */
MUST_CHECK bool chain_lock(struct ctx *, int64_t unit_id, struct chain **ret);

/* The same, and the unit is read under the lock. */
MUST_CHECK bool chain_take(struct ctx *, int64_t unit_id, struct chain **ret);

/* Write back what has changed in it; later where chains are kept. */
MUST_CHECK bool chain_put(struct ctx *, struct chain *);

#endif
