/* job_check.h - are the files there that jobs need, and the jobs that files are of? */
#ifndef JOB_CHECK_H
#define JOB_CHECK_H

#include "base/ctx.h"

struct job_check {
	int64_t jobs, blobs; /* looked at */
	int64_t unclaimed;   /* files of no job: somebody sent and went away; they go within a day */
};

/* "job.input_lost", of a job that waits or runs; "job.output_lost", of one that is done, younger than files are kept; "blob.overdue", there although those
 * who do jobs have swept since; "blob.part", a part of none.  One problem of each, with their number and the first few. */
MUST_CHECK bool job_check(struct ctx *, struct problems *, struct job_check *ret);

#endif
