/* trial.c - done together, and done and taken back. */
#include "store/trial.h"

#include "db/db.h"

bool write_together(struct ctx *c, trial_fn *fn, void *arg)
{
	return db_begin(c) && db_end(c, fn(c, arg));
}

bool trial(struct ctx *c, trial_fn *fn, void *arg)
{
	if (!db_trial_begin(c))
		return false;
	const bool ok = fn(c, arg);
	db_trial_end(c);
	return ok;
}

bool trial_refusal(struct ctx *c, struct problems *p)
{
	if (c->err != ERR_INVALID && c->err != ERR_CONFLICT)
		return false;
	if (c->problems.first == NULL)
		problem_add(c, p, NULL, c->key, "%s", c->detail);
	for (const struct problem *at = c->problems.first; at != NULL; at = at->next)
		problem_put(c, p, *at);
	ctx_clear(c);
	return true;
}
