/* schema_check.h - are the tables, indexes and triggers there that the database was made with? */
#ifndef SCHEMA_CHECK_H
#define SCHEMA_CHECK_H

#include "base/ctx.h"

/* One problem for each that is not: "schema.table", with what stood in it; "schema.index", which can be made anew. */
MUST_CHECK bool schema_check(struct ctx *, struct problems *);

#endif
