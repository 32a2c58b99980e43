/* problems.h - what is wrong with one input, as a list of JSON. */
#ifndef PROBLEMS_H
#define PROBLEMS_H

#include "base/ctx.h"
#include "base/json.h"

/* Beside field, key and message. */
enum {
	PROBLEM_SEVERITY = 1,      /* "severity": "error" or "warning" */
	PROBLEM_WARNING = 2,       /* "warning": true or false */
	PROBLEM_FIELD_IF_ANY = 4,  /* no "field" where it is about the whole */
};

void problems_put(struct buf *, const char *name, const struct problem *first, unsigned how);

#endif
