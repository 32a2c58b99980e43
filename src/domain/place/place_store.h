/* place_store.h - places in the database: seeded once, kept in step with the official files, asked by date.
 *
 * Nothing is ever removed: what a newer file no longer has stays with its dates. */
#ifndef PLACE_STORE_H
#define PLACE_STORE_H

#include "domain/place/place.h"

struct place_load_summary {
	size_t created, changed, unchanged; /* places and changes of places together */
};

/* Our own files (catalog/places) into a database without places.  ERR_CONFLICT "place.seeded". */
MUST_CHECK bool place_store_seed(struct ctx *, const char *catalog_dir);

/* A finished set against what is stored: inserts what is missing, updates what differs.
 * A place is known by level, code and first day.  One transaction. */
MUST_CHECK bool place_store_load(struct ctx *, const struct place_set *, struct place_load_summary *ret);

/* The place a code named on a date (NULL: the newest).  ERR_NOT_FOUND "place.unknown". */
MUST_CHECK bool place_lookup(struct ctx *, enum place_level, const char *code, const char *date, struct place *ret);

/* As place_convert: *ret_new_code is NULL when a person must choose, or nothing is known (no candidates). */
MUST_CHECK bool place_lookup_conversion(struct ctx *, const char *old_code, const char **ret_new_code,
                                        struct place_candidates *ret);

#endif
