/* person.h - one person, one record for life: moving it between units, other codes it
 * goes by, and two records that turn out to be one person. */
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

/* Bind a code of another scheme to the person, for ever.  Binding it again to the same
 * person changes nothing.  ERR_CONFLICT "identifier.taken": somebody else's, who ever was;
 * ERR_INVALID "identifier.scheme", "identifier.form", "person.moved", "person.inactive". */
MUST_CHECK bool person_bind(struct ctx *, const struct record *person, const char *scheme, const char *value);

/* The same inside the caller's transaction, scheme and form known to be right. */
MUST_CHECK bool person_bind_held(struct ctx *, const struct record *person, const char *scheme, const char *value);

/* {"scheme": ..., "value": ...} as JSON items; the code itself and former codes are "person". */
MUST_CHECK bool person_identifiers(struct ctx *, const struct record *person, struct buf *ret_items);

/* ---- two records of one person ---- */

/* `from` becomes part of `into`: its codes lead there, and what referred to it in the same
 * unit refers to `into`; where both are in school in one year, the enrolment of `from` is
 * undone.  fill: empty fields of `into` are taken from `from`.  Nothing is lost: `from`
 * stays with merged_status.  ERR_INVALID "merge.self", "merge.type"; ERR_CONFLICT
 * "merge.present": in school in two units, which a transfer must settle first; "event.twice": they were, for some days; "merge.days":
 * neither of two enrolments of a school covers the days of the other; "merge.direction": `from` is in school elsewhere; "transfer.open": `from`
 * is being transferred; ERR_INVALID "person.moved", "person.inactive". */
MUST_CHECK bool person_merge(struct ctx *, const struct record *from, const struct record *into, bool fill, const char *note,
                             int64_t *ret_merge);

/* Take the last merge into this record back: everything leads to where it led before, but for what was undone meanwhile with
 * the class it was in.  ERR_CONFLICT "merge.nothing"; "merge.elsewhere": it was in a school they have left. */
MUST_CHECK bool person_unmerge(struct ctx *, const struct record *into, struct record *ret_from);

#endif
