/* update.h - one change of one record, inside a transaction.  Private to src/store. */
#ifndef UPDATE_H
#define UPDATE_H

#include "store/write.h"

/* To a record as record_hold gave it.  Problems of the draft's values are added and nothing is written; false for everything else. */
MUST_CHECK bool record_apply(struct ctx *, const struct record *, const struct draft *, int64_t *ret_version, struct problems *);

#endif
