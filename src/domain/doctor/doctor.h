/* doctor.h - is the database sound, and what it runs on?  What is wrong, and what to do about each. */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "base/ctx.h"

enum doctor_check {
	DOCTOR_VERSIONS, DOCTOR_SETTINGS, DOCTOR_SPACE, DOCTOR_TABLES, DOCTOR_TREES, DOCTOR_CHAINS, DOCTOR_KEYS, DOCTOR_FENCE, DOCTOR_ORPHANS, DOCTOR_RECORDS,
	DOCTOR_JOBS, DOCTOR_COUNTERS, DOCTOR__COUNT
};
extern const char *const doctor_names[DOCTOR__COUNT]; /* "versions" ... */

struct doctor_finding {
	bool looked, sound;
	size_t problems;   /* so many of the list are of this check, warnings with them; they stand in the order of the checks */
	const char *found; /* what was seen, or why it could not be looked at, for people */
};

struct doctor {
	struct doctor_finding of[DOCTOR__COUNT];
	struct problems problems; /* field: a unit's code, a table, a setting; the message says what to do */
};

typedef void doctor_progress_fn(enum doctor_check, size_t done, size_t total);

/* What to do where a chain of the log is broken ("audit.broken"). */
extern const char *const doctor_of_chains;

/* path: of an SQLite file, else NULL.  A check that fails is told as that check ("doctor.unread") and the others go on.  Of a database of
 * another schema than the catalogue's ("migrate.needed", or one of what migrate_pending says) only versions, settings and space are looked at. */
void doctor_look(struct ctx *, const char *path, doctor_progress_fn *, struct doctor *ret);

#endif
