/* scope.h - which units a caller may touch, and the one place where that becomes SQL.
 *
 * Units are a tree; unit.path is "/1/7/40/": the ids from the root.  Within a
 * unit is a range of paths.  Nothing else in the program writes a condition on
 * units for reading records. */
#ifndef SCOPE_H
#define SCOPE_H

#include "catalog/expr.h"

extern const struct scope scope_everywhere; /* what the program itself looks for */

/* The classes in which a member of staff of a school stands, in one school year: those they lead (class.homeroom_teacher, or whoever
 * leads it at the end of the year) and those they only teach in (class_subject.teacher).  As they are when something is asked:
 * nobody need touch the account. */
struct scope_classes {
	int64_t unit_id, staff_id; /* staff_id 0: nobody who works there now, of whom there are none */
	int school_year;
	const struct role *role;
};

/* How the condition is meant: to find units by their paths, or to test the one unit that is known already.
 * A range invites the planner to walk through every unit of a province for a single record. */
enum scope_use { SCOPE_FIND, SCOPE_TEST };

/* "u.path >= $1 AND u.path < $2", or "substr(u.path, 1, $1) = $2", for the table alias of unit. */
void scope_sql(struct buf *sql, struct sql_args *, const struct scope *, const char *unit_alias, enum scope_use);

/* " AND ..." that the record of the type under the alias belongs to the classes of the scope, where it has any: the class, the learners
 * who are in one this year, and what refers to them and must; of other types there is nothing.  Of the types that the role names ("taught")
 * also where they only teach.  SCOPE_WHOLE: only where every field is shown.  args NULL: numbers are written out. */
enum scope_share { SCOPE_SHARED, SCOPE_WHOLE };
void scope_records_sql(struct buf *sql, struct sql_args *, const struct catalog *, const struct scope *, const struct record_type *, const char *alias,
                       enum scope_share);

/* Whether a new record of the type is inside the scope because of what it must refer to. */
bool scope_takes_new(const struct scope *, const struct record_type *);

/* For expr_refs.mask: where they only teach, fields that are neither open nor a name hold nothing.  NULL: nothing is hidden so. */
const struct expr_mask *scope_mask(struct arena *, const struct catalog *, const struct scope *);

/* As scope_sql for one subtree. */
void scope_within_sql(struct buf *sql, struct sql_args *, const char *path, const char *unit_alias, enum scope_use);

/* The same below the unit under another alias of the table. */
void scope_below_sql(struct buf *sql, const char *root_alias, const char *unit_alias);

struct unit;
bool scope_covers(const struct scope *, const struct unit *);

#endif
