/* demand.h - whether a second step is demanded, and of whom: of whoever reaches far (role_reaches_far) or teaches in more than one class.
 *
 * The database keeps it; where it keeps nothing the policy says it.  Nobody is shut out: whoever has none is led to set one. */
#ifndef DEMAND_H
#define DEMAND_H

#include "store/actor.h"

MUST_CHECK bool demand_find(struct ctx *, bool *ret);

/* From now on, also of sessions that are open.  ERR_FORBIDDEN "second_step.root": only whoever keeps the accounts of the whole system may; "otp.must_set": and is
 * not led to set a step of their own. */
MUST_CHECK bool demand_set(struct ctx *, bool on);

/* Of a demonstration: left to each, unless the database keeps something already. */
MUST_CHECK bool demand_leave_open(struct ctx *, bool *ret_on);

/* kept: what the database keeps, NULL: nothing. */
bool demand_is_on(const struct ctx *, const char *kept);

/* Whether it is demanded of this account where it is demanded. */
MUST_CHECK bool demand_concerns(struct ctx *, const struct account *, bool *ret);

#endif
