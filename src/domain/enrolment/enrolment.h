/* enrolment.h - what must hold of enrolments, and of what they name: a learner is in school once a year at most. */
#ifndef ENROLMENT_H
#define ENROLMENT_H

#include "store/hook.h"

/* Problems "enrolment.present" (the learner is in school already in this year), "person.moved"
 * (is no longer this unit's), "person.inactive" (no longer in use) and "enrolment.learner" (whom it is about cannot change). */
record_hook_fn enrolment_check;

/* Of learners and classes: problem "record.in_use" where one with enrolments is said never to have been, or a class of the
 * running year or a later one goes out of use with pupils in it; warnings "record.in_school" where a learner in school does, before
 * the summer, and "class.regraded" where another grade takes pupils along. */
record_hook_fn enrolment_check_named;

#endif
