/* take_back.h - a record is again as it was, when an operation is undone.  For the domain's undos only. */
#ifndef TAKE_BACK_H
#define TAKE_BACK_H

#include "store/record.h"

/* What came between two marks of a held unit (unit_mark): entries of its log after seq, numbers from next_id on. */
struct span {
	int64_t unit_id, seq, seq_end, next_id, next_end;
};

/* A record that was written in a span. */
struct touched {
	const struct record_type *type;
	int64_t id, before, after; /* versions; before 0: it came into being there */
};

/* In the order of the log. */
MUST_CHECK bool span_touched(struct ctx *, const struct span *, struct touched **ret, size_t *ret_n);

/* Whether a record is other than it was at a version, in fields or status: what was changed and changed back is as if nobody had touched it.
 * All fields count, whatever the caller is shown. */
MUST_CHECK bool record_is_other(struct ctx *, const struct record *, int64_t version, bool *ret);

/* Whether something was written to the record after the span that makes it other than it was at its end. */
MUST_CHECK bool touched_is_other(struct ctx *, const struct span *, const struct touched *, bool *ret);

/* Fields and status as before; one that came into being never was.  Says nothing of days: see span_forget_days.
 * Inside the caller's transaction. */
MUST_CHECK bool touched_take_back(struct ctx *, const struct span *, const struct touched *, const char *reason);

/* The days of statuses noted in the span were never so (status.h). */
MUST_CHECK bool span_forget_days(struct ctx *, const struct span *);

/* The status of a record of a unit by its code; NULL: none there. */
MUST_CHECK bool take_back_status(struct ctx *, const struct unit *, const struct record_type *, const char *code, const char **ret);

/* What an undo would put back refers to what by now never was.  Fails with ERR_CONFLICT "reference.gone": that one comes back first. */
bool take_back_refuse(struct ctx *, const struct field *, const char *code);

#endif
