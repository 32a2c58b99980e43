/* fence.h - what keeps rows of units apart where a statement forgets to (PostgreSQL, decision 0059).
 *
 * Rows of fenced tables ("fenced", catalog/system/README.md) are given and taken by the server itself only of the units that a connection has said
 * it works for: those of the account (ctx.account), all of them for the system.  It fails closed: nothing said, no row.  What an account may do beyond its
 * scope by rule says so with ctx.fence around it. */
#ifndef FENCE_H
#define FENCE_H

#include "base/buf.h"
#include "catalog/catalog.h"

/* Adds what fences those of the tables that the catalogue says are fenced and that are not yet, once they are there.  Nothing on SQLite, nor where there are
 * several servers, which would not be told. */
MUST_CHECK bool fence_plan(struct ctx *, const struct sql_table *, size_t n, struct buf *sql);

/* Whether it holds, as warnings, since what is stored is sound all the same: not for a superuser ("fence.superuser"), and it makes search slow where
 * the server may not use the index of words ("fence.words"). */
MUST_CHECK bool fence_check(struct ctx *, struct problems *, const char **ret_found);

/* Around what an account may do beyond its scope: what was there is put back by the second. */
static inline enum fence fence_open(struct ctx *c)
{
	const enum fence was = c->fence;

	c->fence = FENCE_ALL;
	return was;
}

static inline bool fence_close(struct ctx *c, enum fence was, bool ok)
{
	c->fence = was;
	return ok;
}

#endif
