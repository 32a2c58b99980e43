/* unit_write.h - the writer of institutions: what that of records is to records. */
#ifndef UNIT_WRITE_H
#define UNIT_WRITE_H

#include "store/write.h"

struct unit_write {
	const struct draft *draft;  /* of its record, with its code */
	int64_t unit_id;            /* 0: a new one */
	const char *managed_by;     /* code of the office of a new one, or one that comes again */
	const char *status;         /* of a new one, or one that comes again; NULL: the initial one */
};

/* Inside the caller's transaction, the tree held.  What is refused is a failure, with its problems. */
MUST_CHECK bool unit_write_in(struct ctx *, const struct unit_write *, struct outcome *ret);

#endif
