/* find.h - reading learners to be compared.  Private to src/domain/duplicate. */
#ifndef DUPLICATE_FIND_H
#define DUPLICATE_FIND_H

#include "domain/duplicate/duplicate.h"

/* Columns of r_learner t, in the order of twin_of. */
#define TWIN_COLUMNS "t.unit_id, t.id, t.code, t.full_name, t.search_key, t.birth_date, t.birth_year, t.sex, t.personal_id, t.father_name, t.mother_name, " \
	"t.version, t.changed_at"

const struct record_type *twin_type(const struct ctx *);

/* "t.status NOT IN (...)": the one record of somebody, in use or not, where they are. */
const char *twin_living(struct ctx *);

/* Texts live as long as the cells. */
struct twin twin_of(const struct val *cell);

MUST_CHECK bool twin_load(struct ctx *, int64_t unit_id, int64_t id, struct twin *ret);

/* Everyone likely the same; decided: with those judged different too; elsewhere: also outside the caller's scope. */
struct twins_wanted {
	bool decided, elsewhere;
};
MUST_CHECK bool twins_find(struct ctx *, const struct twin *, struct twins_wanted, struct duplicate **ret, size_t *ret_n);

/* The caller compares learners.  ERR_FORBIDDEN "field.hidden": a field that is compared is not shown. */
MUST_CHECK bool twins_check_shown(struct ctx *);

/* Whether what is compared was written within a day: whoever wrote it might be trying values. */
MUST_CHECK bool twin_is_fresh(struct ctx *, const struct twin *, bool *ret);

/* elsewhere.c: may other schools be asked of these learners?  ret[i] for each, and counted.  Ends a running read. */
MUST_CHECK bool elsewhere_allow(struct ctx *, const struct twin *, size_t n, bool *ret, struct duplicate_asked *);

/* What was told of records elsewhere, noted in the logs of both units. */
struct elsewhere_told {
	struct twin who;
	const struct duplicate *all;
	size_t n;
};
MUST_CHECK bool elsewhere_note(struct ctx *, const struct elsewhere_told *, size_t n);
const char *elsewhere_handle(struct arena *, const struct duplicate *); /* "01001401#7" */

#endif
