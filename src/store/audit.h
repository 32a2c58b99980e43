/* audit.h - is the log of a unit whole?  What the last look through it has found is kept. */
#ifndef AUDIT_H
#define AUDIT_H

#include "base/time.h"
#include "store/unit.h"

struct audit {
	int64_t entries;               /* now */
	int64_t verified_at;           /* 0: never */
	int64_t up_to, first_bad;      /* sound up to this entry; the first that is not, 0: all are */
};
MUST_CHECK bool audit_find(struct ctx *, const struct unit *, struct audit *ret);

/* The chains that were not looked through for a day, in time to spare. */
MUST_CHECK bool audit_sweep(struct ctx *, const struct spare_time *);

#endif
