/* unit_admin.h - making, moving and loading units.  The tree has dates; codes never change with it. */
#ifndef UNIT_ADMIN_H
#define UNIT_ADMIN_H

#include "domain/unit/unit_rows.h"
#include "store/write.h"

#define UNIT_ROOT "BGDDT"           /* the Ministry */
#define UNIT_SINCE "1945-09-02"     /* edges without a known beginning start here */

/* Nobody else changes the tree until the transaction ends; what is read of it from now on is true.  Before any other unit is held. */
MUST_CHECK bool unit_tree_hold(struct ctx *);

/* "into":"19172401","into_name":"Trường …": another unit in an entry of the log, as it was called then. */
void unit_put_other(struct buf *, const char *member, const struct unit *);

/* The Ministry, once. */
MUST_CHECK bool unit_make_root(struct ctx *);

/* An office under another.  ERR_CONFLICT "unit.code_taken", "unit.closed": the parent; ERR_INVALID "unit.kind": an institution; "unit.parent": no such parent for this kind. */
MUST_CHECK bool unit_make_office(struct ctx *, const struct unit *, const char *parent_code, struct unit *ret);

/* An institution with its record, under the office that manages it (T42 đ10 k1: that office gives the code). */
MUST_CHECK bool unit_make_school(struct ctx *, const struct draft *school, const char *parent_code, struct unit *ret);
/* The same of a kind of institutions (NULL: the first), with what came of the record.  ERR_INVALID "unit.kind". */
MUST_CHECK bool unit_make_school_and_tell(struct ctx *, const struct draft *school, const char *kind, const char *parent_code, struct unit *ret,
                                          struct outcome *ret_out);

/* The same, checked already, inside the caller's transaction. */
MUST_CHECK bool unit_make_school_in(struct ctx *, const struct draft *school, const char *parent_code, struct unit *ret, struct outcome *ret_out);

bool unit_code_is_fine(const char *code); /* 2 to 20 letters without marks and digits */
bool unit_code_is_usual(const struct ctx *, const char *code); /* of a school: the Ministry's begin with the province, as all do that were issued */

/* Keep the unit in step with its record after a change of name, levels or status; inside the caller's transaction. */
MUST_CHECK bool unit_follow_in(struct ctx *, const struct record *school);

/* From a day on, another parent manages the units.  One transaction; each edge ends
 * the day before; earlier ones that reach into later ones, or end before they begin, end where the next begins.
 * ERR_INVALID "unit.parent", "unit.circle", "unit.date"; ERR_CONFLICT "unit.closed". */
MUST_CHECK bool unit_move(struct ctx *, const char *const *code, size_t n, const char *parent_code, const char *from_date);

/* It stands under the office, and has since it stood where it stands now.  Inside the caller's transaction; failures as above. */
MUST_CHECK bool unit_place_in(struct ctx *, const struct unit *, const char *parent_code);

/* The same for all institutions right below an office. */
MUST_CHECK bool unit_move_schools(struct ctx *, const char *office_code, const char *parent_code, const char *from_date, size_t *ret_n);

/* Both, as they are asked for. */
struct unit_moving {
	const char *const *code; /* or, NULL: all institutions right below an office */
	size_t n;
	const char *under, *to, *from_date;
};
MUST_CHECK bool unit_move_all(struct ctx *, const struct unit_moving *, size_t *ret_n);

/* Which units that would be. */
MUST_CHECK bool unit_moved(struct ctx *, const struct unit_moving *, struct unit **ret, size_t *ret_n);

/* Ids of all institutions below a unit, by the tree of a day (NULL: today's), in order of code; but those of which it sees nothing (struct unit, limited). */
MUST_CHECK bool unit_schools_below(struct ctx *, const struct unit *, const char *date, struct unit **ret, size_t *ret_n);

/* The official list.  What is there already is brought up to date; nothing is removed. */
struct load_summary {
	size_t created, changed, unchanged, rejected;
};
MUST_CHECK bool unit_load_offices(struct ctx *, const struct unit_rows *, struct load_summary *);

#endif
