/* regulation.h - rules of use that a unit publishes, each text a version, and who has acknowledged them (T42 đ12 k4, đ15 k5c).
 *
 * Those of a unit bind every account of it and below it. */
#ifndef REGULATION_H
#define REGULATION_H

#include "store/actor.h"

enum { REGULATION_TEXT_MAX = 50000 }; /* characters */

struct regulation {
	struct unit unit;          /* whose it is: id, code, name, path */
	int64_t id, version, made_at, seen_at; /* seen_at: when the caller acknowledged it, 0: not yet */
	const char *code, *title, *text, *made_by;
	const char *replaced_by;   /* the code of the next version, NULL: it is the one that holds */
};

/* replaces: the code of a version of the unit's own, which holds no more then; NULL: a new regulation.  Who publishes it has acknowledged it.
 * ERR_NOT_FOUND "regulation.unknown"; ERR_CONFLICT "regulation.replaced": another version took its place already. */
MUST_CHECK bool regulation_publish(struct ctx *, const struct unit *, const char *title, const char *text, const char *replaces, struct regulation *ret);

/* One that binds the caller, or is of a unit in their scope.  ERR_NOT_FOUND "regulation.unknown". */
MUST_CHECK bool regulation_find(struct ctx *, const char *code, struct regulation *ret);

/* Those that bind a unit, the highest unit's first and of each the newest first, without their texts.  old: also versions that hold no more. */
MUST_CHECK bool regulation_list(struct ctx *, const struct unit *, bool old, struct regulation **ret, size_t *ret_n);

/* How many that hold the caller has not acknowledged. */
MUST_CHECK bool regulation_count_unseen(struct ctx *, int64_t *ret);

/* ERR_CONFLICT "regulation.replaced": a newer version holds; "regulation.other": it does not bind the caller. */
MUST_CHECK bool regulation_acknowledge(struct ctx *, struct regulation *);

/* Accounts of people in the caller's scope that it binds and that have not acknowledged it: how many, and as JSON items, by the tree and then by name.
 * *ret_cursor: where the next page begins, NULL when this is the last. */
MUST_CHECK bool regulation_count_missing(struct ctx *, const struct regulation *, const struct unit *within, int64_t *ret);
MUST_CHECK bool regulation_list_missing(struct ctx *, const struct regulation *, const struct unit *within, const char *cursor, size_t limit, struct buf *ret_items,
                                        const char **ret_cursor);

#endif
