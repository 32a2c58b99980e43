/* hold.h - a unit is held before anything is written to it, and seen as it is then.
 *
 * Whoever else writes to the unit waits until the transaction ends.  What was read before may be over by now: a
 * decision is made from what these functions give, never from what was read on the way here.  Several units are
 * held in the order of their ids, the root of the tree first. */
#ifndef HOLD_H
#define HOLD_H

#include "store/record.h"

/* HOLD_OPEN: ERR_CONFLICT "unit.closed" when the unit has ceased to be; HOLD_ANY: also then, for the rest of the
 * transaction.  HOLD_OPTIMISTIC: of record_find_hold alone. */
enum hold { HOLD_OPEN, HOLD_ANY, HOLD_OPTIMISTIC };

/* *ret, which may be NULL, is the unit as it is now. */
MUST_CHECK bool unit_hold(struct ctx *, int64_t unit_id, enum hold, struct unit *ret);

struct holding {
	int64_t unit_id;
	enum hold how;
};
MUST_CHECK bool units_hold(struct ctx *, struct holding *, size_t n); /* sorts them */

/* Hold the record's unit and see the record as it is now.  version: see record_check_version. */
MUST_CHECK bool record_hold(struct ctx *, const struct record *, int64_t version, enum hold, struct record *ret);

/* Find the record of a code in the caller's scope and hold its unit, in one.  HOLD_OPTIMISTIC: nobody is waited for.  Whoever wrote to the unit meanwhile
 * makes the transaction fail where it writes to it, and what it is refused for may be half of what somebody does: run it once more, held. */
MUST_CHECK bool record_find_hold(struct ctx *, const struct record_type *, const char *code, enum hold, struct record *ret);

/* version: as last read, 0 for any.  ERR_STALE "record.stale". */
bool record_stale(struct ctx *, const struct record *); /* always false */
MUST_CHECK bool record_check_version(struct ctx *, const struct record *, int64_t version);

/* n fresh record numbers of a unit that is held. */
MUST_CHECK bool unit_numbers(struct ctx *, int64_t unit_id, size_t n, int64_t *ret_first);

/* How far a held unit has come: the number its next record gets, the last entry of its log. */
MUST_CHECK bool unit_mark(struct ctx *, int64_t unit_id, int64_t *ret_next_id, int64_t *ret_seq);

/* Many writes in one transaction: between the two every chain is put back once, and kept in memory meanwhile.
 * Without db_save; inside another it is the other that puts them back.  ok: what came of the writes; the same comes back unless putting back fails. */
void chain_keep(struct ctx *);
MUST_CHECK bool chain_settle(struct ctx *, bool ok);

#endif
