/* jobs.h - every kind of job: its lane, what does it, how often it is tried.  Private to the folder. */
#ifndef JOBS_H
#define JOBS_H

#include <stdatomic.h>

#include "domain/job/job.h"

/* A job while it is done. */
struct job_control {
	const char *spool;           /* folder for files that a job needs under a name */
	const char *owner;           /* who holds the job this time */
	const char *id;
	bool finished;               /* its end is in the transaction that wrote its last part */
	atomic_bool cancel;          /* stop at the next safe point: one of the next two, or it is another's now */
	atomic_bool unwanted, ends;  /* a person said so; this process ends */
	_Atomic int64_t done, total;
};

/* What came of a job. */
struct job_made {
	const char *result;          /* JSON, as GET /jobs/{id} tells it */
	const char *brief;           /* JSON, as lists tell it; may be NULL */
	const char *files;           /* JSON: ids of blobs to fetch; may be NULL */
};

/* Runs with c->account set.  False: failed, or cancelled.  Every write of its own is in a transaction that ends with
 * job_hold, or with job_finish: a job that was taken by another has no effect any more.  It may begin again at any point. */
typedef bool job_fn(struct ctx *, const struct job *, struct job_control *, struct job_made *ret);

struct job_kind {
	const char *name, *lane;
	job_fn *run;
	void (*clean)(struct ctx *, const struct job *); /* what is not needed after its end; may be NULL */
	int tries;                   /* so often it may be begun, before a kill or a lost connection counts as its failure */
	const char *failed;          /* what a person is told then */
	const char *failed_trial;    /* the same where nothing was to be written; NULL: it is never only tried */
};
const struct job_kind *job_kind(const char *name); /* NULL: none */

/* All there are, then NULL. */
extern const char *const job_lanes[];

/* Has the lane any kinds? */
bool job_lane_is_used(const char *lane);

/* What a job was given, with a member of this name that is not empty.  NULL: failed, ERR_INVALID "job.input". */
const json_t *job_input(struct ctx *, const struct job *, const char *member);

/* Is it only tried, so that nothing it does stays? */
bool job_is_trial(struct ctx *, const struct job *);

job_fn job_import, job_import_undo, job_export;

/* Files of a job that has ended for good, as its state says. */
void job_import_clean(struct ctx *, const struct job *);

/* What lay in the spool for longer than a day was left by a process that was killed. */
void spool_sweep(const char *folder, int64_t now_ms);

/* A new name in the spool. */
const char *spool_name(struct arena *, const char *folder);

#endif
