/* trial.h - what is done together, and what would happen: for callers that know of no database. */
#ifndef TRIAL_H
#define TRIAL_H

#include "base/ctx.h"

/* fn in one transaction, which is kept when fn and the database say so. */
typedef bool trial_fn(struct ctx *, void *arg);
MUST_CHECK bool write_together(struct ctx *, trial_fn *, void *arg);

/* fn sees what it writes, by however many transactions; nobody else ever does.  False as fn returns it. */
MUST_CHECK bool trial(struct ctx *, trial_fn *, void *arg);

/* A failure that lies in what was asked becomes what is wrong with it, added to the list; false: it is of another kind, and stays. */
MUST_CHECK bool trial_refusal(struct ctx *, struct problems *);

#endif
