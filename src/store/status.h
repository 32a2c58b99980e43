/* status.h - one status for many records at once. */
#ifndef STATUS_H
#define STATUS_H

#include "store/record.h"

/* What a caller knows of a record whose status it changes. */
struct status_of {
	int64_t id, version;
	const char *code, *status;
};

/* Records of one type of a unit get this status, inside the caller's transaction; each leaves an
 * entry in the log.  ERR_STALE "record.stale" when one was changed since it was read. */
MUST_CHECK bool record_set_status_all(struct ctx *, const struct record_type *, const struct unit *, const struct status_of *, size_t n,
                                      const char *status, const char *reason);

/* The same; and these fields, no references, get these values in all of them. */
struct status_field {
	const struct field *field;
	struct val value;
};
MUST_CHECK bool record_set_status_and(struct ctx *, const struct record_type *, const struct unit *, const struct status_of *, size_t n,
                                      const char *status, const struct status_field *, size_t n_fields);

#endif
