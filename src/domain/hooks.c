/* hooks.c - which records the law watches when they are written. */
#include "domain/enrolment/enrolment.h"

const struct record_hook record_hooks[] = {
	{ "enrolment", enrolment_check },
	{ 0 },
};
