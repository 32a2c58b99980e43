/* status.h - one status for many records at once, and since when a status is what it is.
 *
 * Where no event tells it (catalog/life/), table status_change keeps what a record was before the day of each change, so
 * that expressions can ask for any day (expr_refs.on).  A status the type calls undone or mistaken, and the way back from
 * it, leave nothing there: such a record never was.  A day before that of changes kept already overrules them. */
#ifndef STATUS_H
#define STATUS_H

#include "store/record.h"

/* What a caller knows of a record whose status it changes. */
struct status_of {
	int64_t id, version;
	const char *code, *status;
};

/* Records of one type of a unit get this status as of today, inside the caller's transaction; each leaves an
 * entry in the log.  ERR_STALE "record.stale" when one was changed since it was read. */
MUST_CHECK bool record_set_status_all(struct ctx *, const struct record_type *, const struct unit *, const struct status_of *, size_t n,
                                      const char *status, const char *reason);

MUST_CHECK bool record_set_status_all_since(struct ctx *, const struct record_type *, const struct unit *, const struct status_of *, size_t n,
                                            const char *status, const char *day, const char *reason);

/* For one event of all, which tells the day itself; and these fields, no references, get these values in all of them. */
struct status_field {
	const struct field *field;
	struct val value;
};
MUST_CHECK bool record_set_status_and(struct ctx *, const struct record_type *, const struct unit *, const struct status_of *, size_t n,
                                      const char *status, const struct status_field *, size_t n_fields);

/* A condition in SQL on the table's alias: the record ever was (record_never_was). */
const char *status_was_sql(struct arena *, const char *alias, const struct record_type *);

/* Whether the record was something else at some time since the day, until its present status was set. */
MUST_CHECK bool status_was_other(struct ctx *, const struct record *, const char *day, bool *ret);

/* What the records were until the day; a status of NULL: not there.  status: what they are from it on.  For the functions that
 * change statuses, and for what begins on a day.  day NULL: something else tells it, and nothing is kept.  Inside the caller's
 * transaction. */
MUST_CHECK bool status_changes_add(struct ctx *, const struct record_type *, const struct unit *, const struct status_of *, size_t n,
                                   const char *status, const char *day);

#endif
