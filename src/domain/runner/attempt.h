/* attempt.h - what does a job of each kind.  Private to the folder. */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include "domain/job/queue.h"
#include "domain/runner/job_runner.h"

/* Runs with c->account set.  False: failed, or cancelled.  Every write of its own is in a transaction that ends with
 * job_hold, or with job_finish: a job that was taken by another has no effect any more.  It may begin again at any point. */
typedef bool job_fn(struct ctx *, const struct job *, struct job_control *, struct job_made *ret);
job_fn job_import, job_import_undo, job_export;

/* Files of a job that has ended for good, as its state says. */
void job_import_clean(struct ctx *, const struct job *);

/* A job that was taken, from its beginning to its end: done, failed, cancelled, or given back. */
void job_attempt(struct ctx *, struct job_control *);

/* What lay in the spool for longer than a day was left by a process that was killed. */
void spool_sweep(const char *folder, int64_t now_ms);

/* A new name in the spool. */
const char *spool_name(struct arena *, const char *folder);

#endif
