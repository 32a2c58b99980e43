/* queue.c - the lanes of jobs; jobs are taken, kept, finished and given back. */
#include "domain/job/queue.h"

#include "base/time.h"
#include "db/db.h"

static const struct {
	const char *kind, *lane;
} kinds[] = { { "import", "import" }, { "import_undo", "import" }, { "export", "export" } };

const char *job_lane(const char *kind)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].kind, kind))
			return kinds[i].lane;
	return NULL;
}

const char *const job_lanes[] = { "import", "export", "print", "outbound", NULL };

bool job_lane_is_used(const char *lane)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].lane, lane))
			return true;
	return false;
}

static bool take(struct ctx *c, const char *lane, const char *owner, int64_t lease_ms, const char **ret_id)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_JOB_TAKE, ARGS(val_text(owner), val_int(c->now_ms + lease_ms), val_int(c->now_ms), val_text(lane))))
		return false;
	*ret_id = r.count == 0 ? NULL : rows_text(&r, 0, 0);
	return true;
}

bool job_take(struct ctx *c, const char *lane, const char *owner, int64_t lease_ms, const char **ret_id)
{
	struct rows r;

	*ret_id = NULL;
	if (!db_rows(c, &r, SQL_JOB_WAITS, ARGS(val_text(lane), val_int(c->now_ms))))
		return false;
	return r.count == 0 || (db_begin(c) && db_end(c, take(c, lane, owner, lease_ms, ret_id)));
}

static bool lost(struct ctx *c)
{
	return fail(c, ERR_CONFLICT, "job.lost", "the job is another's now");
}

static bool renew(struct ctx *c, struct job_control *k, int64_t lease_ms, bool *ret_cancel)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_JOB_RENEW, ARGS(val_text(k->id), val_text(k->owner), val_int(c->now_ms + lease_ms), val_int(atomic_load(&k->done)),
	                                        val_int(atomic_load(&k->total)), val_int(c->now_ms))))
		return false;
	if (r.count == 0)
		return lost(c);
	*ret_cancel = rows_int(&r, 0, 0) != 0;
	return true;
}

bool job_renew(struct ctx *c, struct job_control *k, int64_t lease_ms, bool *ret_cancel)
{
	return db_begin(c) && db_end(c, renew(c, k, lease_ms, ret_cancel));
}

/* The moment is that of the clock: a job's own stands still while it is done, and its pace is counted from its row. */
bool job_hold(struct ctx *c, struct job_control *k)
{
	struct rows r;

	return db_rows(c, &r, SQL_JOB_HOLD, ARGS(val_text(k->id), val_text(k->owner), val_int(atomic_load(&k->done)), val_int(atomic_load(&k->total)),
	                                         val_int(time_now_ms()))) &&
	       (r.count == 1 || lost(c));
}

bool job_finish(struct ctx *c, struct job_control *k, const char *state, const struct job_made *made)
{
	struct rows r;

	return db_rows(c, &r, SQL_JOB_FINISH, ARGS(val_text(k->id), val_text(k->owner), val_text(state), val_int(atomic_load(&k->done)),
	                                           val_int(atomic_load(&k->total)), val_text(made->result), val_text(made->brief), val_text(made->files),
	                                           val_int(time_now_ms()))) &&
	       (r.count == 1 || lost(c));
}

static bool give_back(struct ctx *c, struct job_control *k, bool was_begun, int64_t wait_ms)
{
	struct rows r;

	return db_rows(c, &r, SQL_JOB_GIVE_BACK, ARGS(val_text(k->id), val_text(k->owner), val_int(was_begun ? 0 : 1), val_int(c->now_ms + wait_ms))) &&
	       (r.count == 1 || lost(c));
}

bool job_give_back(struct ctx *c, struct job_control *k, bool was_begun, int64_t wait_ms)
{
	return db_begin(c) && db_end(c, give_back(c, k, was_begun, wait_ms));
}

bool job_place(struct ctx *c, const struct job *j, int64_t *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_JOB_PLACE_OWN, ARGS(val_text(j->lane), val_int(j->account_id), val_int(j->created_at), val_text(j->id))))
		return false;
	*ret = rows_int(&r, 0, 0);
	if (!db_rows(c, &r, SQL_JOB_PLACE_OTHERS, ARGS(val_text(j->lane), val_int(j->account_id), val_int(*ret))))
		return false;
	*ret += rows_int(&r, 0, 0);
	return true;
}
