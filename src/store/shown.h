/* shown.h - which records and which of their fields the caller is shown, wherever they come up.
 *
 * The one decision for lists, single records, history, feed, files, exports, drill-down and checks alike: a record type
 * is shown to whoever may read its module, a field of it up to the class that catalog/rights.json says of the caller's
 * role and the module ("fields").  What is not shown is left out, and must not be asked for either: a filter would tell
 * it.  The system itself is shown everything but secrets.  Units are the scope's business, not decided here. */
#ifndef SHOWN_H
#define SHOWN_H

#include "catalog/entry.h"
#include "catalog/expr.h"
#include "store/actor.h"

bool type_is_shown(const struct ctx *, const struct record_type *);
bool field_is_shown(const struct ctx *, const struct record_type *, const struct field *);

/* "learner.ethnic_group" from a record of `base`: every step and what it ends at. */
bool path_is_shown(const struct ctx *, const struct record_type *base, const char *path);
MUST_CHECK bool path_check_shown(struct ctx *, const struct record_type *base, const char *path); /* ERR_FORBIDDEN "field.hidden" */

/* Every name of expressions; from: those before it are of other origin.  ERR_FORBIDDEN "field.hidden". */
bool refs_are_shown(const struct ctx *, const struct expr_refs *);
MUST_CHECK bool refs_check_shown(struct ctx *, const struct expr_refs *, size_t from);

/* ERR_FORBIDDEN "field.hidden", by its label. */
MUST_CHECK bool field_check_shown(struct ctx *, const struct record_type *, const struct field *);

/* As entry_check; warnings of rules that look at what the caller is not shown are left out. */
void entry_check_shown(struct ctx *, struct entry_check *, const struct record_type *, const struct entry_record *, struct problems *);

/* Of the fields that are given, those that are not shown: "field.hidden". */
void given_check_shown(struct ctx *, const struct record_type *, const bool *given, struct problems *);

/* Whoever decides on what is about such records must not be of sections that leave them out.  ERR_FORBIDDEN "right.section". */
MUST_CHECK bool shown_check_section(struct ctx *, const struct record_type *);

/* Whether there is nothing in the catalogue that is hidden from the caller. */
bool all_is_shown(const struct ctx *);

#endif
