/* together.c - one transaction. */
#include "store/together.h"

#include "db/db.h"

bool together(struct ctx *c, together_fn *fn, void *arg)
{
	return db_begin(c) && db_end(c, fn(c, arg));
}
