/* queue.h - whose turn it is, and whose job it is.
 *
 * Taking a job is one statement.  Of the jobs of a lane that wait, or whose owner has not been heard of until its lease
 * ended, the next is: of the unit of which the fewest run; then of the unit of which none was begun for the longest time;
 * then the same of its accounts; then the oldest.  So units, and within a unit its people, take turns: whoever asks for
 * one thing waits for one of each other's, not for all three hundred of them.
 *
 * Every taking makes a new owner.  What a job writes is committed only together with job_hold or job_finish, which ask
 * whether the owner still is the one; both come last in the transaction, after the units are held. */
#ifndef QUEUE_H
#define QUEUE_H

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

/* The lane of a kind; NULL: there is no such kind. */
const char *job_lane(const char *kind);

/* All there are, then NULL. */
extern const char *const job_lanes[];

/* Has the lane any kinds? */
bool job_lane_is_used(const char *lane);

enum { JOB_LEASE_MS = 60 * 1000 };

/* *ret_id NULL: nothing is to be done in this lane.  owner: a new name. */
MUST_CHECK bool job_take(struct ctx *, const char *lane, const char *owner, int64_t lease_ms, const char **ret_id);

/* Some more time.  ERR_CONFLICT "job.lost": it is another's.  *ret_cancel: it is not wanted any more. */
MUST_CHECK bool job_renew(struct ctx *, struct job_control *, int64_t lease_ms, bool *ret_cancel);

/* Inside the caller's transaction, last.  ERR_CONFLICT "job.lost". */
MUST_CHECK bool job_hold(struct ctx *, struct job_control *);
MUST_CHECK bool job_finish(struct ctx *, struct job_control *, const char *state, const struct job_made *);

/* Back to the others: at once and as if it had not been begun, or to be tried again after a while. */
MUST_CHECK bool job_give_back(struct ctx *, struct job_control *, bool was_begun, int64_t wait_ms);

/* What a job was given, with a member of this name that is not empty.  NULL: failed, ERR_INVALID "job.input". */
const json_t *job_input(struct ctx *, const struct job *, const char *member);

/* Is it only tried, so that nothing it does stays? */
bool job_is_trial(struct ctx *, const struct job *);

#endif
