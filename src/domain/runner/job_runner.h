/* job_runner.h - those that do jobs, and what follows from what they did. */
#ifndef JOB_RUNNER_H
#define JOB_RUNNER_H

#include "domain/job/job.h"

/* Those that do the jobs of a process: some threads for each lane. */
struct job_runner;
struct job_runner_options {
	struct database *database;
	const struct catalog *catalog;
	const char *spool;           /* folder for files that are being worked on; only this process and those before it use it */
	const char *lanes;           /* "import,export"; NULL: all */
	unsigned hands;              /* threads for each lane */
	int64_t lease_ms;            /* after which a job that is not heard of is another's; 0: a minute */
};
struct job_runner *job_runner_start(const struct job_runner_options *);
void job_runner_stop(struct job_runner *);   /* what runs comes to a safe point and is given back */
void job_runner_wake(struct job_runner *);   /* after job_add; NULL: other processes look by themselves */

/* "import,print": are all of them lanes? */
bool job_lanes_are_known(const char *lanes);

/* Live figures of a job that this process does into *ret; says nothing about others. */
void job_runner_progress(struct job_runner *, struct job *ret);

/* Wherever it runs.  ERR_CONFLICT "job.finished". */
MUST_CHECK bool job_cancel(struct ctx *, struct job_runner *, const struct job *);

/* A job that writes what this one tried: once, unless that failed or was stopped.  ERR_CONFLICT "import.state"; "import.committed": a problem with
 * field "import" holds the id of the job that writes it or has. */
MUST_CHECK bool job_import_commit(struct ctx *, const struct job *trial, const char **ret_id);

/* The same trial once more: of each file sent what is told of it now (import_file of the API), checked; those with "left_out" stay out.
 * ERR_CONFLICT "import.state", "import.committed"; ERR_FORBIDDEN "import.not_yours"; ERR_INVALID "import.answers", "import.file". */
MUST_CHECK bool job_import_again(struct ctx *, const struct job *trial, const json_t *answers);

/* A job that takes back what an import wrote, to its end or not, and that stands; the one that is at it already, where there is one.
 * ERR_CONFLICT "import.state", "import.nothing", "import.undone". */
MUST_CHECK bool job_import_take_back(struct ctx *, const struct job *, const char **ret_id);

#endif
