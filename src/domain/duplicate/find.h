/* find.h - reading learners to be compared.  Private to src/domain/duplicate. */
#ifndef DUPLICATE_FIND_H
#define DUPLICATE_FIND_H

#include "domain/duplicate/duplicate.h"

/* Columns of r_learner t, in the order of twin_of. */
#define TWIN_COLUMNS "t.unit_id, t.id, t.code, t.full_name, t.search_key, t.birth_date, t.birth_year, t.sex, t.personal_id, t.father_name, t.mother_name"

const struct record_type *twin_type(const struct ctx *);

/* "t.status NOT IN (...)": the one record of somebody, in use or not, where they are. */
const char *twin_living(struct ctx *);

/* Texts live as long as the cells. */
struct twin twin_of(const struct val *cell);

MUST_CHECK bool twin_load(struct ctx *, int64_t unit_id, int64_t id, struct twin *ret);

/* Everyone likely the same; decided: with those judged different too. */
MUST_CHECK bool twins_find(struct ctx *, const struct twin *, bool decided, struct duplicate **ret, size_t *ret_n);

#endif
