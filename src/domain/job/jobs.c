/* jobs.c - the kinds of jobs, and the lanes they wait in. */
#include "domain/job/jobs.h"

static const struct {
	const char *kind, *lane;
} kinds[] = { { "import", "import" }, { "import_undo", "import" }, { "export", "export" } };

const char *job_lane(const char *kind)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].kind, kind))
			return kinds[i].lane;
	return NULL;
}

const char *const job_lanes[] = { "import", "export", "print", "outbound", NULL };

bool job_lane_is_used(const char *lane)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].lane, lane))
			return true;
	return false;
}
