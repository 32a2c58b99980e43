/* job.c - jobs in the database. */
#include "domain/job/job.h"

#include <stdlib.h>

#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "store/hold.h"
#include "store/shown.h"

bool job_add_in(struct ctx *c, int64_t account_id, const char *kind, const struct unit *u, const char *input, const char **ret_id)
{
	*ret_id = secret_token(c->arena, 15);
	return db_exec(c, SQL_JOB_INSERT, ARGS(val_text(*ret_id), val_int(u->id), val_int(account_id), val_text(kind), val_text(input), val_int(c->now_ms)));
}

bool job_add(struct ctx *c, const char *kind, const struct unit *u, const json_t *input, const char **ret_id)
{
	char *text = json_dumps(input, JSON_COMPACT);

	arena_defer(c->arena, free, text);
	return db_begin(c) && db_end(c, unit_hold(c, u->id, HOLD_OPEN, NULL) && job_add_in(c, actor_id(c), kind, u, text, ret_id));
}

static bool unknown(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "job.unknown", "Không có công việc này trong phạm vi của bạn.");
}

bool job_load(struct ctx *c, const char *id, struct job *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_JOB_GET, ARGS(val_text(id))))
		return false;
	if (r.count == 0)
		return unknown(c);
	*ret = (struct job){
		.id = rows_text(&r, 0, 0), .account_id = rows_int(&r, 0, 2), .kind = rows_text(&r, 0, 3), .state = rows_text(&r, 0, 4),
		.done = rows_int(&r, 0, 6), .total = rows_int(&r, 0, 7), .input = rows_text(&r, 0, 8), .result = rows_text(&r, 0, 9),
		.created_at = rows_int(&r, 0, 10), .changed_at = rows_int(&r, 0, 11),
	};
	return unit_get(c, rows_int(&r, 0, 1), &ret->unit);
}

static bool is_shown(const struct ctx *c, const struct job *j)
{
	if (c->account == NULL || j->account_id == actor_id(c))
		return true;
	return streq(j->kind, "export") ? role_may(c->account->role, "export", "approve") : all_is_shown(c);
}

bool job_find(struct ctx *c, const char *id, struct job *ret)
{
	return job_load(c, id, ret) && ((scope_covers(actor_scope(c), ret->unit.path, ret->unit.levels) && is_shown(c, ret)) || unknown(c));
}

void job_put_json(struct buf *b, const struct job *j)
{
	int64_t spent = j->changed_at - j->created_at;

	buf_fmt(b, "{\"id\":\"%s\",\"kind\":\"%s\",\"state\":\"%s\",\"unit\":\"%s\",\"phase\":\"%s\",\"done\":%" PRId64 ",\"total\":%" PRId64, j->id,
	        j->kind, j->state, j->unit.code, j->state, j->done, j->total);
	if (spent > 0 && j->done > 0)
		buf_fmt(b, ",\"rate\":%" PRId64, j->done * 1000 / spent);
	if (streq(j->state, "running") && j->done > 0 && j->total > j->done)
		buf_fmt(b, ",\"eta\":\"%s\"", time_iso(b->arena, j->changed_at + spent * (j->total - j->done) / j->done));
	buf_fmt(b, ",\"created_at\":\"%s\"", time_iso(b->arena, j->created_at));
	buf_fmt(b, ",\"result\":%s}", j->result == NULL ? "null" : j->result);
}
