/* trial.h - what would happen: done by the way of the real thing, and taken back. */
#ifndef TRIAL_H
#define TRIAL_H

#include "base/ctx.h"

/* fn sees what it writes, by however many transactions; nobody else ever does.  False as fn returns it. */
typedef bool trial_fn(struct ctx *, void *arg);
MUST_CHECK bool trial(struct ctx *, trial_fn *, void *arg);

/* A failure that lies in what was asked becomes what is wrong with it, added to the list; false: it is of another kind, and stays. */
MUST_CHECK bool trial_refusal(struct ctx *, struct problems *);

#endif
