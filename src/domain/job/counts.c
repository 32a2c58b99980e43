/* counts.c - what waits and runs, for whoever watches the server. */
#include "base/log.h"
#include "db/db.h"
#include "domain/job/queue.h"

/* The row of a lane; SIZE_MAX: nothing of it waits or runs. */
static size_t row_of(const struct rows *r, const char *lane)
{
	for (size_t i = 0; i < r->count; i++)
		if (streq(rows_text(r, i, 0), lane))
			return i;
	return SIZE_MAX;
}

static void put_lines(struct buf *b, const struct rows *r, int64_t now_ms)
{
	buf_put(b, "# TYPE khue_jobs gauge\n");
	for (const char *const *lane = job_lanes; *lane != NULL; lane++) {
		const size_t i = row_of(r, *lane);
		if (!job_lane_is_used(*lane))
			continue;
		buf_fmt(b, "khue_jobs{lane=\"%s\",state=\"queued\"} %" PRId64 "\n", *lane, i == SIZE_MAX ? 0 : rows_int(r, i, 1));
		buf_fmt(b, "khue_jobs{lane=\"%s\",state=\"running\"} %" PRId64 "\n", *lane, i == SIZE_MAX ? 0 : rows_int(r, i, 2));
	}
	buf_put(b, "# TYPE khue_job_oldest_waiting_seconds gauge\n");
	for (const char *const *lane = job_lanes; *lane != NULL; lane++) {
		const size_t i = row_of(r, *lane);
		const bool waits = i != SIZE_MAX && rows_int(r, i, 1) > 0;
		if (job_lane_is_used(*lane))
			buf_fmt(b, "khue_job_oldest_waiting_seconds{lane=\"%s\"} %" PRId64 "\n", *lane, waits ? (now_ms - rows_int(r, i, 3)) / 1000 : 0);
	}
}

void job_put_counts(struct ctx *c, struct database *d, struct buf *b)
{
	struct ctx own = { .arena = c->arena, .now_ms = c->now_ms };
	struct rows r;

	if (db_open(&own, &own.db, d) && db_rows(&own, &r, SQL_JOB_COUNTS, NULL, 0))
		put_lines(b, &r, c->now_ms);
	else
		log_event("job.counts", "key=%s", own.key);
	db_close(own.db);
}
