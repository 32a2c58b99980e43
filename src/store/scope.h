/* scope.h - which units a caller may touch, and the one place where that becomes SQL.
 *
 * Units are a tree; unit.path is "/1/7/40/": the ids from the root.  Within a
 * unit is a range of paths.  Nothing else in the program writes a condition on
 * units for reading records. */
#ifndef SCOPE_H
#define SCOPE_H

#include "catalog/expr.h"

struct scope {
	const char *path;    /* everything below this path is the caller's; "/" is the whole country */
	const char *levels;  /* "02,03": of the institutions, only those that teach one of these; NULL: all */
};

/* How the condition is meant: to find units by their paths, or to test the one unit that is known already.
 * A range invites the planner to walk through every unit of a province for a single record. */
enum scope_use { SCOPE_FIND, SCOPE_TEST };

/* "u.path >= $1 AND u.path < $2", or "substr(u.path, 1, $1) = $2", for the table alias of unit. */
void scope_sql(struct buf *sql, struct sql_args *, const struct scope *, const char *unit_alias, enum scope_use);

/* The same condition for one subtree. */
void within_sql(struct buf *sql, struct sql_args *, const char *path, const char *unit_alias, enum scope_use);

/* levels: of the unit, NULL for an office. */
bool scope_covers(const struct scope *, const char *path, const char *levels);

#endif
