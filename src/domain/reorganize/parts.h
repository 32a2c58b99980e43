/* parts.h - what goes where in a reorganisation.  Private to this folder. */
#ifndef REORGANIZE_PARTS_H
#define REORGANIZE_PARTS_H

#include "catalog/life.h"
#include "domain/reorganize/reorganize.h"
#include "store/write.h"

enum { NO_PART = -1 };

struct going {
	struct record rec;       /* a class, a member of staff, a campus */
	int part;                /* NO_PART: not said */
	bool listed;             /* staff: named in its part */
	const char *new_code;    /* a class or campus in its new unit */
};

struct pupil {
	int64_t learner_id;
	int part;
	int64_t *enrolment;      /* by school year */
	size_t n_enrolments;
};

struct reorganization {
	struct unit from;
	const struct reorganize_part *part;
	size_t n_parts;
	const struct reorganize_decision *decision;
	int year;                /* school year of the day */
	bool whole;              /* everything goes to part 0 */
	bool ends;               /* no part of it stays */
	struct going *class, *staff, *campus;
	struct pupil *pupil;
	size_t n_classes, n_staff, n_campuses, n_pupils;
	struct going *room;      /* of a whole school, once they are there */
	size_t n_rooms;
};

/* Load what goes and find its part; fails with all problems at once. */
MUST_CHECK bool parts_load(struct ctx *, struct reorganization *);

/* Write it into the part's unit; not for a part that stays. */
MUST_CHECK bool parts_move(struct ctx *, struct reorganization *, int part);

/* What is kept of the year for staff and classes that went, and where they teach: along.c. */
MUST_CHECK bool parts_move_along(struct ctx *, struct reorganization *, int part);

struct going *parts_find(struct going *, size_t n, const char *code); /* code may be NULL */

/* The same record again in another unit: without references, and without what an event of the life tells. */
struct draft parts_copy(struct ctx *, const struct record *, const struct life *);
const char *parts_text(const struct record *, const char *field);

/* The copies of g[i] are there from the day on, under g[i]->new_code. */
MUST_CHECK bool parts_write(struct ctx *, const struct unit *to, struct going *const *g, const struct draft *, size_t n, const char *day);

#endif
