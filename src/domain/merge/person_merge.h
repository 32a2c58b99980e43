/* person_merge.h - two records that turn out to be one person. */
#ifndef PERSON_MERGE_H
#define PERSON_MERGE_H

#include "domain/person/person.h"

/* What `into` takes from `from`: where it is empty, and the fields that are chosen. */
struct merge_fields {
	bool fill;
	const struct field **take; /* ERR_INVALID "merge.field": a reference, computed, or an identity number */
	size_t n_take;
};

/* `from` becomes part of `into`: its codes lead there, and what referred to it in the same
 * unit refers to `into`; where both are in school in one year, the enrolment of `from` is
 * undone.  fields NULL: `into` stays as it is.  Nothing is lost: `from`
 * stays with merged_status.  ERR_INVALID "merge.self", "merge.type"; ERR_CONFLICT
 * "merge.present": in school in two units, which a transfer must settle first; "event.twice": they were, for some days; "merge.days":
 * neither of two enrolments of a school covers the days of the other; "merge.direction": `from` is in school elsewhere; "transfer.open": `from`
 * is being transferred; ERR_INVALID "person.moved", "person.inactive". */
MUST_CHECK bool person_merge(struct ctx *, const struct record *from, const struct record *into, const struct merge_fields *, const char *note,
                             int64_t *ret_merge);

/* Take the last merge into this record back: everything leads to where it led before, but for what was undone meanwhile with
 * the class it was in.  ERR_CONFLICT "merge.nothing"; "merge.elsewhere": it was in a school they have left. */
MUST_CHECK bool person_unmerge(struct ctx *, const struct record *into, struct record *ret_from);

#endif
