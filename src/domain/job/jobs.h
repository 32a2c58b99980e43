/* jobs.h - kinds of jobs and their lanes, and what a job was given: for those who do them. */
#ifndef JOBS_H
#define JOBS_H

#include "domain/job/job.h"

/* Of a kind; NULL: there is no such kind. */
const char *job_lane(const char *kind);

/* All there are, then NULL. */
extern const char *const job_lanes[];

/* Has the lane any kinds? */
bool job_lane_is_used(const char *lane);

/* What a job was given, with a member of this name that is not empty.  NULL: failed, ERR_INVALID "job.input". */
const json_t *job_input(struct ctx *, const struct job *, const char *member);

/* Is it only tried, so that nothing it does stays? */
bool job_is_trial(struct ctx *, const struct job *);

#endif
