/* orphan.h - rows that stand for something that is not there. */
#ifndef ORPHAN_H
#define ORPHAN_H

#include "catalog/catalog.h"

/* One problem for each table or field where there are any, with their number: "orphan.unit", rows of a unit that is not there;
 * "orphan.reference", records that name another that is not there; "orphan.file", records that name a file that is not there; "orphan.code",
 * persons whose code is not in the register; of these three which they are, the first few.  "orphan.unread": the table could not be read; the others are looked through all the same.
 * *ret_looked: how many tables and fields were looked through. */
MUST_CHECK bool orphan_check(struct ctx *, struct problems *, size_t *ret_looked);

#endif
