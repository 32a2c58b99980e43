/* reorganize.h - schools merged and split: classes, pupils and staff go to other schools, the school itself ends.
 *
 * What goes is what is running on the day: classes of its school year and later
 * ones with their campuses, learners in school with their enrolments, staff at
 * work.  A pupil leaves and arrives by event, as in a transfer; an enrolment for
 * a year that has not begun is undone here and made anew there.  People keep
 * their codes; the rows left behind keep the past.  With staff and classes goes what
 * is kept of them for the year; with a whole school its land, rooms and
 * equipment.  In a split these stay, and so does what the school declared of itself.
 *
 * All in one transaction, which holds the tree and the schools.  ERR_INVALID "unit.date", "reorganize.unit" (no school at work);
 * ERR_CONFLICT "unit.closed", "unit.not_empty" (transfers are open); ERR_FORBIDDEN "unit.own"; and ERR_INVALID with what is
 * to settle first, each thing by itself, "learner" and "level" all of them in one:
 *   "reorganize.class"    a code that is no class of the school now
 *   "reorganize.staff"    a code that is nobody at work there, or whom two parts could claim
 *   "reorganize.twice"    in two parts
 *   "reorganize.left"     a class or member of staff in no part
 *   "reorganize.learner"  enrolled in classes of different parts, or in one of a former year
 *   "unit.unsettled"      of a school that ends, who would stay behind: not gone over to the school year of the day, or never enrolled
 *   "reorganize.level"    the other school does not teach the grade of these classes */
#ifndef REORGANIZE_H
#define REORGANIZE_H

#include "store/actor.h"
#include "store/record.h"

struct reorganize_decision {
	const char *date, *number; /* number of the authority's paper, or NULL */
};

/* All of a school goes into another, which exists already; it ends as merged. */
MUST_CHECK bool reorganize_merge(struct ctx *, const struct unit *from, const struct unit *into, const struct reorganize_decision *);

/* Staff who are not listed follow the class they are homeroom teacher of. */
struct reorganize_part {
	struct unit to;      /* made beforehand; the school itself: what stays, and then it does not end */
	const char *const *class, *const *staff;
	size_t n_classes, n_staff;
};
MUST_CHECK bool reorganize_split(struct ctx *, const struct unit *from, const struct reorganize_part *, size_t n,
                                 const struct reorganize_decision *);

#endif
