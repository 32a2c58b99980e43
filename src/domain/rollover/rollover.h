/* rollover.h - a school goes over to the next school year: up a grade, the same grade again, or done.
 *
 * Who is in school in year Y is enrolled for Y+1 by the decision that stands in
 * the enrolment (list promotion; not said: promoted), with what the catalogue
 * calls carried; classes are carried forward with them.  Which grade follows which, and which completes a level, is
 * said by catalog/lists/grade.tsv and preschool_age_group.tsv.  A class that
 * nobody goes up from is not carried.  Who cannot be rolled over is left as they
 * are and told as a problem; once that is put right, a further run takes them
 * along.  Learners whom the school has no further grade for get the status "no
 * longer in use" and stay findable. */
#ifndef ROLLOVER_H
#define ROLLOVER_H

#include "store/actor.h"
#include "store/record.h"

struct rollover_options {
	int year;              /* Y, the first year of the school year that ends */
	bool continue_levels;  /* who completes a level goes on to the next one that the school teaches */
	bool keep_homeroom;    /* carried classes keep their homeroom teacher */
};

struct rollover_counts {
	size_t promoted, retained, completed;
	size_t not_said;       /* of these, without a decision in the enrolment */
};

struct rollover_grade {
	const char *grade, *age_group; /* of year Y; age_group NULL outside preschool */
	struct rollover_counts counts;
};

/* A class of year Y+1. */
struct rollover_class {
	const char *code;      /* NULL: to be made */
	const char *name, *grade, *age_group, *campus;
	struct val *value;     /* by index of field; NULL: it was there */
	const char *from;      /* the class of year Y it was made from */
	size_t pupils;         /* who go into it by this plan */
	bool refused;          /* lacks what a class must have; told as a problem */
};

/* A class of year Y, and where those go who are promoted from it. */
struct rollover_origin {
	struct record rec;
	const char *name, *grade, *age_group, *campus;
	const char *next_grade, *next_age_group; /* next_grade NULL: they complete */
	bool fits, ends, leaving;      /* it can be rolled; it ends a level; who completes it leaves the school */
	struct rollover_class *to, *again; /* for promoted and retained; NULL: nobody yet */
	struct rollover_counts counts;
};

struct rollover_pupil {
	int64_t enrolment_id, learner_id, version; /* enrolment_id: of year Y */
	const char *learner, *status;
	struct rollover_class *to;     /* NULL: completes and leaves */
	const char *admission;
};

struct rollover_plan {
	struct unit unit;
	struct rollover_options options;
	struct rollover_counts counts;
	struct rollover_grade *grade;
	struct rollover_origin *origin;
	struct rollover_class *class;
	struct rollover_pupil *pupil;  /* whom a run writes something for */
	size_t n_grades, n_origins, n_classes, n_pupils;
	size_t already, skipped;       /* taken over by an earlier run; left out: each is told, alone or with the class */
	struct problems problems;
};

/* What a run would do.  ERR_INVALID "rollover.unit": no school, or closed; "rollover.year". */
MUST_CHECK bool rollover_preview(struct ctx *, const struct unit *, const struct rollover_options *, struct rollover_plan *ret);

struct rollover {
	struct unit unit;
	int64_t id, made_at, undone_at; /* undone_at 0: it stands */
	int school_year;
	const char *code, *plan, *made_by, *undone_by; /* plan: JSON as rollover_put_plan, without problems */
	size_t taken_back, remaining; /* records it made and people it let go: undone, and still standing */
	struct problems left;  /* after an undo, or rollover_find_left: each that stays, and what to do */
};

/* All of it in one transaction.  ERR_CONFLICT "rollover.done": nobody is left to take over. */
MUST_CHECK bool rollover_run(struct ctx *, const struct unit *, const struct rollover_options *, struct rollover_plan *ret_plan,
                             struct rollover *ret);

/* ERR_NOT_FOUND "rollover.unknown". */
MUST_CHECK bool rollover_find(struct ctx *, const struct scope *, const char *code, struct rollover *ret);
/* The latest first.  before: an id from which to go on down, 0: from the latest. */
MUST_CHECK bool rollover_list(struct ctx *, const struct unit *, int64_t before, size_t limit, struct rollover **ret, size_t *ret_n);

/* What the run made is marked undone, whom it let go are the school's again; what was changed or used since stays, with
 * the class it stands in, a problem each ("rollover.changed", "rollover.used"), for a later undo.  The run is undone when
 * nothing remains.  ERR_CONFLICT "rollover.changed" with the problems when nothing can be taken back; "rollover.undone". */
MUST_CHECK bool rollover_undo(struct ctx *, struct rollover *);

/* Of a run that is undone in part: what an undo would leave as it is by now. */
MUST_CHECK bool rollover_find_left(struct ctx *, struct rollover *);

/* "counts":{...},"grades":[...],"classes":[...] as members of an object. */
void rollover_put_plan(struct buf *, const struct rollover_plan *);
/* "id":..., the members of an object; state: done, partly_undone, undone */
void rollover_put_members(struct buf *, const struct rollover *);

#endif
