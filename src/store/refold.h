/* refold.h - keys for search and order, made anew when names are compared another way.  Private to src/store. */
#ifndef REFOLD_H
#define REFOLD_H

#include "catalog/catalog.h"

/* Were the keys in the database made as this release makes them? */
MUST_CHECK bool refold_is_needed(struct ctx *, bool *ret);

/* Make them anew, a thousand records at a time; those that stay as they are are not written.  Inside the caller's transaction. */
MUST_CHECK bool refold(struct ctx *);

/* They are as this release makes them. */
MUST_CHECK bool refold_note(struct ctx *);

#endif
