/* move.h - a record's row goes to another unit.  For the domain's operations on people only. */
#ifndef MOVE_H
#define MOVE_H

#include "store/record.h"

/* The record arrives in another unit as an active one, on the day; the row left behind gets the
 * type's moved_status, which it must have.  A person keeps the code and finds the row of
 * an earlier stay again; other records get a code of their new unit.  References do not
 * come along, but for `follow`, which will point to record follow_id of the new unit; files do.
 * Inside the caller's transaction, the chains of both units taken (by ascending id).
 * ERR_CONFLICT "person.twin": a value that is unique in a unit is taken there. */
MUST_CHECK bool record_move(struct ctx *, const struct record *, const struct unit *to, const struct field *follow, int64_t follow_id,
                            const char *day, struct record *ret);

/* References through `f` from records of `type` in the unit of both: from one record to
 * another.  only: of this record of the type, 0: of all.  *ret_ids: which were changed.
 * Inside the caller's transaction. */
struct repoint {
	const struct record_type *type;
	const struct field *f;
	const struct record *from, *to;
	int64_t only;
};
MUST_CHECK bool record_repoint(struct ctx *, const struct repoint *, int64_t **ret_ids, size_t *ret_n);

#endif
