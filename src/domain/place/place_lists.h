/* place_lists.h - the lists province, district and commune follow what was loaded after the catalogue was made. */
#ifndef PLACE_LISTS_H
#define PLACE_LISTS_H

#include "catalog/catalog.h"

/* After a load that brought something newer than catalog/places. */
MUST_CHECK bool place_lists_mark(struct ctx *);

/* At start, before other threads: takes the lists from the database when it holds newer places. */
MUST_CHECK bool place_lists_refresh(struct ctx *, struct catalog *);

#endif
