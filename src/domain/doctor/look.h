/* look.h - what the checks of the doctor share.  Private to the folder. */
#ifndef LOOK_H
#define LOOK_H

#include "domain/doctor/doctor.h"

struct look {
	const char *path;
	doctor_progress_fn *progress;
	struct problems *problems;
	bool same_schema;
};

/* What could not be read, as a problem with what the machine said of it. */
void doctor_tell_unread(struct ctx *, struct problems *, const char *field, const char *what);

typedef bool look_fn(struct ctx *, struct look *, struct doctor_finding *ret);
look_fn look_at_records, look_at_jobs, look_at_counters;

#endif
