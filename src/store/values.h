/* values.h - what a batch asks the database about its values.  Private to src/store. */
#ifndef VALUES_H
#define VALUES_H

#include "store/row.h"

struct rows;

/* Values as the table keeps them; a reference that leads nowhere is a problem. */
struct val *values_stored(struct ctx *, const struct record_type *, const struct val *value, const struct row_lookup *by_field,
                          struct problems *);
void values_not_there(struct ctx *, const struct field *, const char *code, struct problems *); /* that problem: "field.reference" */

/* Which of these values of a unique field are in use, by what ever was: value -> record id. */
MUST_CHECK bool values_find_taken(struct ctx *, const struct unit *, const struct record_type *, const struct field *,
                                  const char *const *value, size_t n, struct row_lookup *ret);

/* What the unit has of a type that there is one of a school year; cells: school year, code, status. */
MUST_CHECK bool values_find_years(struct ctx *, const struct unit *, const struct record_type *, struct rows *ret);

/* The key a draft can be found by again, unique within unit and type; NULL: it has none. */
const char *values_client_key(struct ctx *, const struct draft *);

/* What entry rules want of the unit's school, NULL: it has none; of the type's references, by what was looked up for
 * them, NULL: nothing. */
MUST_CHECK bool values_find_school(struct ctx *, const struct unit *, const struct record_type *, const struct val **ret);
const struct val *const *values_through(struct ctx *, const struct record_type *, const struct val *value, const struct row_lookup *by_field);

/* Of each draft the id of the unit's own record it is of, by that key or by its code; 0: of none that is there. */
MUST_CHECK bool values_find_known(struct ctx *, const struct unit *, const struct record_type *, const struct draft *, size_t n, int64_t *ret);

#endif
