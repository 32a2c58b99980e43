/* hooks.c - which records the law watches when they are written. */
#include "domain/enrolment/enrolment.h"
#include "domain/health/nutrition.h"

const struct record_hook record_hooks[] = {
	{ "enrolment", enrolment_check },
	{ "health_check", nutrition_compute },
	{ 0 },
};
