/* job_tools.h - for tests that take jobs as a worker does. */
#ifndef JOB_TOOLS_H
#define JOB_TOOLS_H

#include "domain/runner/attempt.h"
#include "test.h"

enum { LEASE = 1000 };

static inline struct job_control taken(const char *id, const char *owner)
{
	return (struct job_control){ .spool = "/tmp", .id = id, .owner = owner };
}

/* The next import for a new owner; NULL: there is none. */
static inline const char *take(struct ctx *c, const char *owner)
{
	const char *id;

	OK(job_take(c, "import", owner, LEASE, &id));
	return id;
}

#endif
