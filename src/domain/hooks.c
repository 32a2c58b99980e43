/* hooks.c - which records the law watches when they are written. */
#include "domain/enrolment/enrolment.h"
#include "domain/event/event.h"
#include "domain/health/nutrition.h"

const struct record_hook record_hooks[] = {
	{ "enrolment", enrolment_check, event_keep_dated },
	{ "health_check", nutrition_compute, NULL },
	{ 0 },
};
