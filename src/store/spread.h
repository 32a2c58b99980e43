/* spread.h - tables over several servers, where PostgreSQL has Citus. */
#ifndef SPREAD_H
#define SPREAD_H

#include "base/buf.h"
#include "base/ctx.h"

/* Adds what puts the tables of the catalogue where it says, once they are there: those that are not placed yet.  Nothing without Citus. */
MUST_CHECK bool spread_plan(struct ctx *, struct buf *sql);

#endif
