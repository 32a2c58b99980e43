/* demo.h - a demonstration province of generated people: any size, the same for the same seed.
 *
 * Everything is written as a school would write it, through the store: codes are
 * issued, changes logged, chains kept.  About one learner in fifty has a mistake
 * that the store accepts and a person should find: a personal number that
 * contradicts birth year or sex, none at all, an unusual age, a name in small letters. */
#ifndef DEMO_H
#define DEMO_H

#include "base/ctx.h"

struct demo_options {
	const char *catalog_dir;
	const char *province;  /* code since 1 July 2025: "19" */
	size_t learners;       /* exactly as many are made; from 1 */
	uint64_t seed;
	int school_year;       /* first year: 2025 */
	void (*progress)(void *arg, size_t done, size_t total); /* learners, after each school; may be NULL */
	void *arg;
};

struct demo_summary {
	size_t schools, classes, learners, staff, rooms;
	size_t mistakes; /* learners with one of the mistakes above */
};

/* After unit_make_root.  Offices that are there already are used.  ERR_INVALID "demo.province",
 * "demo.size"; ERR_CONFLICT "unit.code_taken" when the province was made before: nothing
 * is undone then, a school is written in several transactions. */
MUST_CHECK bool demo_make(struct ctx *, const struct demo_options *, struct demo_summary *ret);

#endif
