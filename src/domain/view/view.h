/* view.h - who looked at whom, when and for what.
 *
 * Of each person an account of people is shown there is a row an hour: "listed" in a list, "opened" by themself.  Of what a program takes there is
 * one an hour for a unit and a type of records: "taken".  Rows wait in memory for a second (view_flush), so that reading never waits for a disk;
 * where they cannot be written nobody is shown any more.  An account of an office is shown no more persons an hour than policy.json says
 * ("persons_an_hour"); the first refusal of an hour is a row of its own unit, "stopped".  So is the first decoy it opens, or the second that lists show it
 * (domain/decoy): "decoy", which itself is not told.  And an account of a school that in a day was shown more of its people whole than a file may hold that
 * nobody approves ("export_approval_over"): "whole". */
#ifndef VIEW_H
#define VIEW_H

#include "db/db.h"
#include "store/actor.h"
#include "store/record.h"

struct view_watch;
struct view_watch *view_watch_new(void);
void view_watch_free(struct view_watch *); /* what waits is lost */

/* Write what waits each second, and at the end, on a handle of its own. */
void view_watch_start(struct view_watch *, const struct catalog *, struct database *);
void view_watch_stop(struct view_watch *);

/* Keep whom the answer shows (c->seen), before it goes out.  ERR_LIMITED "view.too_many"; ERR_BUSY "view.waiting": nothing could be written for long. */
MUST_CHECK bool view_keep(struct view_watch *, struct ctx *, const char *purpose);

/* Write what waits, in a transaction of its own, and learn which records are decoys, and at first whom this hour has shown; what fails waits on. */
MUST_CHECK bool view_flush(struct view_watch *, struct ctx *);

struct view_query {
	const struct unit *unit;       /* whose people; within: also those of the units below */
	bool within;
	const char *person, *account;  /* code, name; NULL: any */
	bool alarms;                   /* only where an account was stopped, or met a decoy */
	int64_t from_ms, until_ms;     /* the second is not among them */
	const char *cursor;
	size_t limit;
};

/* As JSON items, the newest first.  ERR_INVALID "query.cursor". */
MUST_CHECK bool view_list(struct ctx *, const struct view_query *, struct buf *ret_items, const char **ret_cursor);

/* How often accounts of the caller's unit and below were stopped, met a decoy, in a week. */
MUST_CHECK bool view_count_stopped(struct ctx *, int64_t *ret);
MUST_CHECK bool view_count_decoys(struct ctx *, int64_t *ret);

/* How often others of the caller's unit were shown many of its people whole, in a week; of whoever approves exports there. */
MUST_CHECK bool view_count_whole(struct ctx *, int64_t *ret);

/* "khue_alarms_total": how often either came about since the program began, for /metrics. */
void view_put_counts(const struct view_watch *, struct buf *);

#endif
