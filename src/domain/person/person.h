/* person.h - one person, one record for life: moving it between units, and other codes it goes by. */
#ifndef PERSON_H
#define PERSON_H

#include "store/identifier.h"
#include "store/write.h"

/* The person's record and everything that stays with the person goes to another unit,
 * inside the caller's transaction, which holds both units (units_hold).
 * The row left behind keeps the past, with the type's moved_status.  The code stays.
 * *ret is the record in its new unit.  ERR_INVALID "person.moved": it is not there any
 * more; ERR_CONFLICT "person.twin": the new unit has somebody with the same identity number. */
MUST_CHECK bool person_move(struct ctx *, const struct record *person, const struct unit *to, const char *date, struct record *ret);

/* Whether the code of the person leads to this very record. */
MUST_CHECK bool person_is_here(struct ctx *, const struct record *person, bool *ret);

/* Why nothing more happens here to a person of this status: the rest of a sentence, and "person.moved" or "person.inactive". */
const char *person_why_away(const struct record_type *, const char *status, const char **ret_key);

/* ERR_INVALID "person.inactive": the record was entered by mistake, or undone. */
MUST_CHECK bool person_check_ever_was(struct ctx *, const struct record *person);

/* ---- other codes: schemes of list identifier_scheme ---- */

/* The record as what codes lead to. */
struct code_holder person_holder(const struct record *person);

/* Whether whom a code leads to (its code is of no interest) ever was: not undone, nor entered by mistake. */
MUST_CHECK bool person_ever_was(struct ctx *, const struct code_holder *, bool *ret);

/* Bind a code of another scheme to the person, for ever.  Binding it again to the same
 * person changes nothing.  ERR_CONFLICT "identifier.taken": somebody else's, who ever was;
 * ERR_INVALID "identifier.scheme", "identifier.form", "person.moved", "person.inactive". */
MUST_CHECK bool person_bind(struct ctx *, const struct record *person, const char *scheme, const char *value);

/* The same inside the caller's transaction, scheme and form known to be right. */
MUST_CHECK bool person_bind_held(struct ctx *, const struct record *person, const char *scheme, const char *value);

/* {"scheme": ..., "value": ...} as JSON items; the code itself and former codes are "person". */
MUST_CHECK bool person_identifiers(struct ctx *, const struct record *person, struct buf *ret_items);

#endif
