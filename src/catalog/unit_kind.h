/* unit_kind.h - kinds of units, and what each of them may do: catalog/unit_kinds.json.
 *
 * A kind with a record of its own is an institution: it keeps the records of its people, classes and rooms.  All others
 * are offices, which look at what stands below them. */
#ifndef UNIT_KIND_H
#define UNIT_KIND_H

#include "catalog/catalog.h"

struct unit_kind {
	const char *code, *label, *label_en;
	const char *const *under;         /* kinds it may stand under, all of them before it in the file; ends with NULL; none: the root */
	const struct record_type *record; /* of an institution: the type of its own record */
	const char *const *adds_up;       /* of an office: kinds of offices whose sums it adds up; ends with NULL; none: it adds up institutions */
	const char *place;                /* of an office: the list of places each of which has one, "province"; NULL: none */
};

/* NULL: there is none; code may be NULL. */
const struct unit_kind *unit_kind_find(const struct catalog *, const char *code);
bool unit_kind_is_institution(const struct catalog *, const char *code);
bool unit_kind_may_stand_under(const struct catalog *, const char *code, const char *parent_code);

/* The code of the first kind that has such a record, and of the office of such places ("commune"); NULL: there is none. */
const char *unit_kind_of_record(const struct catalog *, const struct record_type *);
const char *unit_kind_of_place(const struct catalog *, const char *list);

/* The kinds whose reports an office adds up, and whether a kind is an office whose sums another adds up. */
const char *const *unit_kinds_added_up(const struct catalog *, const char *code);
bool unit_kind_is_among(const char *const *codes, const char *code);
bool unit_kind_adds_sums(const struct catalog *, const char *code);
bool unit_kind_is_added_up(const struct catalog *, const char *code);

/* "u.kind IN ('so')"; institutions: `kinds` NULL. */
void unit_kinds_sql(struct buf *, const struct catalog *, const char *column, const char *const *kinds);

/* "ministry, so, phong": for sentences. */
const char *unit_kinds_words(struct arena *, const struct catalog *);

#endif
