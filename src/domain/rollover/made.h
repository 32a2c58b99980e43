/* made.h - what a run left that still stands, and what of it cannot be taken back.  Private to this folder. */
#ifndef ROLLOVER_MADE_H
#define ROLLOVER_MADE_H

#include "domain/rollover/rollover.h"
#include "store/status.h"

/* Records it made, or people it let go. */
enum { MADE_ENROLMENTS, MADE_CLASSES, MADE_LEAVERS, MADE__COUNT };

struct made {
	const struct record_type *type;
	bool let_go;            /* not made: only their status is the run's */
	struct made_item {
		struct status_of of;
		bool back, stays;   /* back: nothing of the run is left in it */
		bool events;        /* something happened to it since */
		bool reorganized;   /* the learner went along when schools were split or merged */
		const char *transfer; /* by which the learner went, the last one; NULL: none */
	} *item;                /* by id */
	size_t n;
};

/* By MADE_*.  The unit is held, or within one read; each record that stays is a problem of *left. */
MUST_CHECK bool made_find(struct ctx *, const struct rollover *, struct made *made, struct problems *left);

#endif
