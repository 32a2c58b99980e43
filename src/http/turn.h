/* turn.h - whose turn it is at the door.
 *
 * Whoever is not known yet waits in a line of their own, for workers of its own: nobody who is known waits for a password to be looked at.  In
 * that line it is the turn of the network, and of the address in it, that had the fewest turns of late; of a line that is full the last of the
 * address that has the most in it is sent away. */
#ifndef TURN_H
#define TURN_H

#include "base/whence.h"
#include "http/lineup.h"

enum { TURNS_KEPT = 64 };

struct job;

struct turns {
	struct whence had[TURNS_KEPT]; /* the last ones; used: how many there are, at most TURNS_KEPT are kept */
	size_t used;
	struct crowd in_line;
};

/* One that waits in the line, which is not empty; taken out of it. */
struct job *turn_next(struct turns *, struct lineup *);

/* There is one too many, the newcomer among them: who goes, taken out of the line. */
struct job *turn_surplus(struct turns *, struct lineup *);

#endif
