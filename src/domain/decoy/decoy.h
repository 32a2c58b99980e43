/* decoy.h - records of nobody, which no one has a reason to open: whoever does is told of (domain/view).
 *
 * They are learners of a school of their own, dissolved long ago and right below an office: lists and searches of that office and of those above find
 * them, no school does, and no figure counts them.  They have no number of anybody. */
#ifndef DECOY_H
#define DECOY_H

#include "store/unit.h"

enum { DECOY_USUAL = 5, DECOY_MAX = 50 };

/* One transaction.  catalog_dir: of names (domain/demo).  ERR_INVALID "decoy.number"; "unit.parent": an institution cannot manage another. */
MUST_CHECK bool decoy_plant(struct ctx *, const struct unit *office, const char *catalog_dir, size_t n, struct unit *ret_school);

struct decoy {
	const char *type, *code, *unit, *unit_name; /* unit: code of its school */
};

/* All of them, by school. */
MUST_CHECK bool decoy_list(struct ctx *, struct decoy **ret, size_t *ret_n);

#endif
