/* runner.h - what a kind of job gets while it runs.  Private to the folder. */
#ifndef RUNNER_H
#define RUNNER_H

#include <stdatomic.h>

#include "domain/job/job.h"

struct job_control {
	const char *spool;
	atomic_bool cancel;
	_Atomic int64_t done, total;
};

/* Runs with c->account set; *ret_result: JSON.  False: failed, or cancelled. */
bool job_import(struct ctx *, const struct job *, struct job_control *, const char **ret_result);
bool job_export(struct ctx *, const struct job *, struct job_control *, const char **ret_result);

bool job_import_undo(struct ctx *, const struct job *, struct job_control *, const char **ret_result);

/* Files of a job that has ended for good. */
void job_import_clean(struct ctx *, const struct job *);

/* Remove what has lain in the spool for longer than a day: uploads hold personal data. */
void spool_sweep(const char *folder, int64_t now_ms);

#endif
