/* two_sessions.h - two sessions at one database: the first stops before one of its calls, the second comes in, the
 * first goes on.
 *
 * The second runs to its end, or until it waits for what the first holds.  Tried at every call of the first in turn,
 * each time ("round", numbered through) on things of its own, until the first has no more calls.  No round may end in a deadlock. */
#ifndef TWO_SESSIONS_H
#define TWO_SESSIONS_H

#include "test.h"

struct ended {
	bool ok;
	const char *key;                                     /* of the failure */
	enum again again;
};

struct two_sessions {
	void (*make)(struct ctx *, int round);               /* what the round is about */
	bool (*first)(struct ctx *, int round);              /* each with a handle and an arena of its own; no assertions inside */
	bool (*second)(struct ctx *, int round);
	void (*check)(struct ctx *, int round, const struct ended *first, const struct ended *second);
	int step;                                            /* not every call of a long work, but every step-th; 0: every */
};
#define two_sessions(c, make_, first_, second_, check_, ...) \
	two_sessions_meet(c, &(const struct two_sessions){ .make = make_, .first = first_, .second = second_, .check = check_, __VA_ARGS__ })
void two_sessions_meet(struct ctx *, const struct two_sessions *);

/* One of them did it, the other was told why not. */
void one_of_two(const struct ended *, const struct ended *, const char *key);

#endif
