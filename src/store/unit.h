/* unit.h - units as the store needs them: who owns a record, and where in the tree. */
#ifndef UNIT_H
#define UNIT_H

#include "store/scope.h"

struct unit {
	int64_t id;
	const char *code, *name, *kind; /* kind: a code of catalog/unit_kind.h */
	const char *province;           /* two digits, NULL for the Ministry */
	const char *status, *path;
	const char *levels;             /* levels of education taught, "01,02"; NULL for offices */
	bool limited;                   /* of defence or police: those above see nothing of it (store/scope.h) */
};

/* Of the table unit u, and from such columns of a row, the first of which is at `at`. */
#define UNIT_COLUMNS "u.id, u.code, u.name, u.kind, u.province, u.status, u.path, u.levels, u.limited"
enum { UNIT_PATH = 6, UNIT_WIDTH = 9 };
struct rows;
void unit_from_row(const struct rows *, size_t row, size_t at, struct unit *ret);

/* For qsort and bsearch of units. */
int unit_compare_ids(const void *, const void *);

/* An institution: it keeps the records of its people, classes and rooms.  All other units are offices. */
bool unit_is_school(const struct ctx *, const struct unit *);
bool unit_is_root(const struct ctx *, const struct unit *);

#define UNIT_WORKING "01" /* of the list operating_status: what every unit begins as */
bool unit_is_working_school(const struct ctx *, const struct unit *);

/* Merged, split, dissolved, closed or undone, by the list operating_status: it has ceased to be. */
bool unit_is_over(const char *status);
void unit_not_over_sql(struct buf *, const char *column); /* "u.status NOT IN ('03', …)" */

/* ERR_NOT_FOUND "unit.unknown" when there is none in the scope: the same words for "not yours". */
MUST_CHECK bool unit_find(struct ctx *, const struct scope *, const char *code, struct unit *ret);
MUST_CHECK bool unit_get(struct ctx *, int64_t id, struct unit *ret);

/* Today's parent; the unit itself at the root. */
MUST_CHECK bool unit_parent(struct ctx *, const struct unit *, struct unit *ret);

/* Where it is, as papers name it beside their day: the commune of an institution, else the province; NULL: not known. */
MUST_CHECK bool unit_place(struct ctx *, const struct unit *, const char **ret);

/* The school years in which it had classes, the earliest first; of an office, in which any school below had, of the last six. */
MUST_CHECK bool unit_years(struct ctx *, const struct unit *, int **ret, size_t *ret_n);

/* The one to look at first, of those unit_years gave: the present one; of a school that has not begun it, the last one it has; of an office, the latest
 * in which more than half of its schools that have classes at all have some.  Without any: the present one. */
MUST_CHECK bool unit_usual_year(struct ctx *, const struct unit *, const int *years, size_t n, int *ret);

/* " FROM unit part JOIN unit u ON ...": for each unit right below one (of an institution: itself) the institutions inside it that have not ceased
 * to be.  Whose they are is not asked: scope_sql of u is the caller's to add. */
void unit_parts_sql(const struct ctx *, struct buf *, struct sql_args *, const struct unit *);

/* As it was called and stood on a day, and its parent of that day; the unit itself at the root, and where it had no place in the tree. */
MUST_CHECK bool unit_on(struct ctx *, const struct unit *, const char *day, struct unit *ret, struct unit *ret_parent);

/* Units right below one, inside the scope, by code; on: by the tree of a day, as they were called and stood on it, NULL: as it is. */
MUST_CHECK bool unit_children(struct ctx *, const struct scope *, const struct unit *, const char *on, struct unit **ret, size_t *ret_n);

/* A page of the units below one and itself by the tree of a day, inside the scope, by code.  kind "": all;
 * after "": from the first.  *ret_next: the code to go on after, NULL: no more. */
MUST_CHECK bool unit_within(struct ctx *, const struct scope *, const struct unit *, const char *date, const char *kind, const char *after,
                            size_t limit, struct unit **ret, size_t *ret_n, const char **ret_next);

/* Every unit, by path: for checks of the whole. */
MUST_CHECK bool unit_all(struct ctx *, struct unit **ret, size_t *ret_n);

/* Make a unit under a parent (NULL: the root) from a day on; tree and parent are held.  ERR_CONFLICT "unit.code_taken". */
MUST_CHECK bool unit_insert(struct ctx *, const struct unit *, const struct unit *parent, const char *valid_from, int64_t *ret_id);

#endif
