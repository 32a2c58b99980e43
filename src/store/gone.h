/* gone.h - what a unit keeps of people who are elsewhere by now is nobody's to write, and neither is what never was.
 * Private to src/store.
 *
 * Their own record, lists of theirs, events: not at all.  What is of a school year and of a person: of the years until they
 * left, which this unit answers for.  A record that only mentions somebody, such as a class its teacher, is its own; whom it
 * comes to mention must have been there in its year. */
#ifndef GONE_H
#define GONE_H

#include "store/record.h"

/* A status that a record has when its person may be elsewhere. */
bool gone_status(const struct record_type *, const char *status);

/* The field leads to a person. */
bool gone_is_person(const struct field *);
bool gone_tells_whom(const struct field *); /* and whom the record is about */

/* A record as it is written: new, changed in some fields, or only given another status. */
struct gone_write {
	const struct record_type *type;
	const struct unit *unit;
	const struct record *rec;    /* as it is; NULL: a new one */
	const struct val *value;     /* as it will be; NULL: as it is */
	const bool *changed;         /* by field; NULL: all of a new one, none of one that is there */
	int school_year;
};

/* Problem "person.moved" where the record, the person it is about or one it comes to mention is not this unit's to write.
 * Inside the transaction that holds the unit. */
MUST_CHECK bool gone_check(struct ctx *, const struct gone_write *, struct problems *);

/* Problem "record.undone" where a record of this status never was. */
void gone_check_changeable(struct ctx *, const struct record_type *, const char *status, struct problems *);

/* A condition in SQL on the alias of the type's table: an arrival taken back left the row, or one it is about.  Whoever it is of
 * is elsewhere and never was here: it is not read here by those who ask for it.  "" where there can be none such. */
const char *gone_never_came_sql(struct arena *, const struct record_type *, const char *alias);

#endif
