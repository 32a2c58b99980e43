/* enrolment.h - what must hold of enrolments: a learner is in school once a year at most. */
#ifndef ENROLMENT_H
#define ENROLMENT_H

#include "store/hook.h"

/* Problems "enrolment.present" (the learner is in school already in this year), "person.moved"
 * (is no longer this unit's), "person.inactive" (no longer in use) and "enrolment.learner" (whom it is about cannot change). */
record_hook_fn enrolment_check;

#endif
