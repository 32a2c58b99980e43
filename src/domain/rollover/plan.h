/* plan.h - the parts of a roll-over's plan.  Private to this folder. */
#ifndef ROLLOVER_PLAN_H
#define ROLLOVER_PLAN_H

#include "domain/rollover/rollover.h"

/* The status of a learner whom the school has no further grade for (list record_status). */
#define ROLLOVER_LEFT "02"

/* The whole plan; reads only. */
MUST_CHECK bool plan_make(struct ctx *, const struct unit *, const struct rollover_options *, struct rollover_plan *ret);

/* Where a class goes a year later, by the lists; what stands in the way is told. */
void plan_step(struct ctx *, struct rollover_plan *, struct rollover_origin *);

/* The classes those go into who are promoted from a class, or retained in it: one that is there, or one to be made. */
struct rollover_class *plan_next_class(struct ctx *, struct rollover_plan *, struct rollover_origin *);
struct rollover_class *plan_same_class(struct ctx *, struct rollover_plan *, struct rollover_origin *);

/* A class as the year Y+1 has it already. */
void plan_add_present(struct rollover_plan *, const struct record *);

/* "Lớp 5/3" from grade 5 to 6: "Lớp 6/3".  Only the first number counts, and only where it
 * is the grade's and no letter stands before it; the name as it is otherwise. */
const char *plan_raise_name(struct arena *, const char *name, int64_t from, int64_t to);

/* Text of a field by name; NULL when it is null or the type has no such field. */
const char *plan_text(const struct record_type *, const struct val *value, const char *field);

#endif
