/* unit_life.h - the life of a unit: renamed, suspended, closed.  Its code stays, its past stays, and the lineage says what came of it. */
#ifndef UNIT_LIFE_H
#define UNIT_LIFE_H

#include "store/write.h"

/* Change the record of an institution; the unit follows, and a former name goes into the
 * lineage.  version 0: any.  One transaction. */
MUST_CHECK bool unit_change(struct ctx *, const struct record *school, int64_t version, const struct draft *, struct record *ret);

/* The same inside the caller's transaction. */
MUST_CHECK bool unit_change_in(struct ctx *, const struct record *school, int64_t version, const struct draft *, struct record *ret);

/* Suspended and working again.  ERR_INVALID "unit.status": closing, merging and splitting are
 * operations of their own; ERR_CONFLICT "unit.closed": it has ceased to be. */
MUST_CHECK bool unit_set_status(struct ctx *, const struct record *school, int64_t version, const char *status, const char *reason,
                                const char *day,
                                struct record *ret);

/* A status as an official register has it, whatever it is; inside the caller's transaction. */
MUST_CHECK bool unit_take_status_in(struct ctx *, const struct record *school, const char *status);

/* An institution that an import made never was: its record is undone, its place in the tree ends.  Inside the caller's transaction, the tree and the
 * unit held, as the next. */
MUST_CHECK bool unit_undo_in(struct ctx *, const struct unit *);

/* And is there again since the day it was, under this office.  ERR_CONFLICT "unit.closed": that one has ceased to be. */
MUST_CHECK bool unit_revive_in(struct ctx *, const struct unit *, const char *parent_code, const char *status);

/* From a day on there is no such unit: its place in the tree ends that day; whoever managed it still finds it.
 * ERR_CONFLICT "unit.not_empty": learners, staff, units or open transfers are still there, with counts and what to do;
 * ERR_INVALID "unit.date": no day, in the future, or before its beginning; problems "unit.unsettled"; ERR_FORBIDDEN "unit.own". */
struct unit_closing {
	const char *date, *decision; /* decision: number of the authority's paper, or NULL */
	bool dissolve;               /* dissolved by decision; else it ceased to work */
};
MUST_CHECK bool unit_close(struct ctx *, const struct unit *, const struct unit_closing *);

/* It was closed by mistake: as though it had not been, without a gap in the tree.  ERR_CONFLICT "unit.open": not closed;
 * "unit.reorganized": merged or split away, and stays so; "unit.closed": who managed it has ceased to be; ERR_FORBIDDEN "unit.own". */
MUST_CHECK bool unit_reopen(struct ctx *, const struct unit *, const char *reason);

/* "before": whence it came and how it was called; "after": what came of it.  Members of an object. */
MUST_CHECK bool unit_put_lineage(struct ctx *, const struct unit *, struct buf *);

/* ---- parts that merging and splitting share; inside the caller's transaction ---- */

/* A lineage entry under a number taken with the chain; to NULL: nothing came of it. */
MUST_CHECK bool unit_lineage_add(struct ctx *, const struct unit *from, int64_t id, const struct unit *to, const char *kind, const char *date,
                                 const char *decision);

/* The end of a unit that is empty by then: record, status, edge, log.  event: "CLOSE", "MERGE", "SPLIT"; into: whom it was merged into, or NULL. */
MUST_CHECK bool unit_end(struct ctx *, const struct unit *, const char *status, const char *date, const char *event, const struct unit *into);
MUST_CHECK bool unit_check_end_date(struct ctx *, const struct unit *, const char *date);
MUST_CHECK bool unit_check_empty(struct ctx *, const struct unit *, const char *date);

/* Nobody would stay behind: tells "unit.unsettled" of learners who have not gone over to the school year of the day, or were never enrolled. */
MUST_CHECK bool unit_check_settled(struct ctx *, const struct unit *, const char *date, struct problems *);

#endif
