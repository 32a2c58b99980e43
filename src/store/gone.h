/* gone.h - what a unit keeps of people who are elsewhere by now is nobody's to write.  Private to src/store.
 *
 * Their own record, lists of theirs, events: not at all.  What is of a school year and of a person: of the years until they
 * left, which this unit answers for.  A record that only mentions somebody, such as a class its teacher, is its own. */
#ifndef GONE_H
#define GONE_H

#include "store/record.h"

/* A status that a record has when its person may be elsewhere. */
bool gone_status(const struct record_type *, const char *status);

/* The field tells whom the record is about. */
bool gone_is_about(const struct field *);

/* Problem "person.moved" where the record, or the person it is about, is not this unit's to write.  rec NULL: a new one of
 * these values.  Inside the transaction that holds the unit. */
MUST_CHECK bool gone_check(struct ctx *, const struct record_type *, const struct unit *, const struct record *rec, const struct val *value,
                           int school_year, struct problems *);

#endif
