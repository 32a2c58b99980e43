/* declared.h - what lives longer than a year, and the records by which it is declared in each: learners by enrolments, staff by years of staff. */
#ifndef DECLARED_H
#define DECLARED_H

#include "catalog/catalog.h"

struct declaration {
	const struct record_type *by;  /* of a year; NULL: no type declares it */
	const struct field *field;     /* the reference of `by` to it */
};

/* Of all that leads to a type in a year the one that leads to each of its records once. */
struct declaration declaration_of(struct arena *, const struct catalog *, const struct record_type *);

/* " AND EXISTS (...)": the record under `alias` is declared in the year, by a record that is in use; nothing where no type declares it. */
void declared_sql(struct buf *sql, const struct catalog *, const struct record_type *, const char *alias, int year);

#endif
