/* narrow.h - fields whose limits became tighter than what is stored.  Private to src/store. */
#ifndef NARROW_H
#define NARROW_H

#include "catalog/catalog.h"

/* old: the dictionary the database was last migrated to.  Every field that now allows less
 * is looked up in the database: records that would no longer fit are a problem
 * "migrate.narrowed" each, with their number.  *ret_any: whether any field allows less. */
MUST_CHECK bool narrow_check(struct ctx *, const json_t *old, struct problems *, bool *ret_any);

#endif
