/* job.c - jobs in the database. */
#include "domain/job/job.h"

#include <stdlib.h>

#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/job/queue.h"
#include "store/blob.h"
#include "store/hold.h"
#include "store/shown.h"

bool job_check_room(struct ctx *c)
{
	struct rows r;

	if (c->account == NULL)
		return true;
	if (!db_rows(c, &r, SQL_JOB_WAITING_COUNT, ARGS(val_int(actor_id(c)))))
		return false;
	return rows_int(&r, 0, 0) < c->catalog->jobs_waiting_max ||
	       fail(c, ERR_LIMITED, "job.limit", "Bạn đang có %" PRId64 " việc chờ máy chủ làm, là mức cao nhất; hãy đợi vài việc xong rồi gửi tiếp.",
	            rows_int(&r, 0, 0));
}

static int64_t year_of(struct ctx *c, const char *input)
{
	json_t *in = json_loads(input, 0, NULL);

	arena_defer(c->arena, (void (*)(void *))json_decref, in);
	return json_integer_value(json_object_get(in, "year"));
}

bool job_add_in(struct ctx *c, int64_t account_id, const char *kind, const struct unit *u, const char *input, const char **ret_id)
{
	const struct job_kind *k = job_kind(kind);

	assert(k != NULL);
	if (account_id == actor_id(c) && !job_check_room(c))
		return false;
	const int64_t year = year_of(c, input);
	*ret_id = secret_token(c->arena, 15);
	return db_exec(c, SQL_JOB_INSERT, ARGS(val_text(*ret_id), val_int(u->id), val_int(account_id), val_text(kind), val_text(k->lane), val_text(input),
	                                       year == 0 ? val_null() : val_int(year), val_int(c->now_ms)));
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
		.created_at = rows_int(&r, 0, 10), .changed_at = rows_int(&r, 0, 11), .lane = rows_text(&r, 0, 12), .started_at = rows_int(&r, 0, 13),
		.attempts = rows_int(&r, 0, 14), .files = rows_text(&r, 0, 15), .cancel = rows_int(&r, 0, 16) != 0, .asked_by = rows_text(&r, 0, 17),
		.school_year = rows_int(&r, 0, 18), .brief = rows_text(&r, 0, 19),
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

static void put_pace(struct buf *b, const struct job *j)
{
	const int64_t spent = j->changed_at - j->started_at;

	if (j->started_at == 0 || spent <= 0 || j->done <= 0)
		return;
	buf_fmt(b, ",\"rate\":%" PRId64, j->done * 1000 / spent);
	if (streq(j->state, "running") && j->total > j->done)
		buf_fmt(b, ",\"eta\":\"%s\"", time_iso(b->arena, j->changed_at + spent * (j->total - j->done) / j->done));
}

bool job_put_json(struct ctx *c, struct buf *b, const struct job *j)
{
	int64_t place;

	buf_fmt(b, "{\"id\":\"%s\",\"kind\":\"%s\",\"state\":\"%s\",\"unit\":\"%s\",\"phase\":\"%s\",\"done\":%" PRId64 ",\"total\":%" PRId64, j->id,
	        j->kind, j->state, j->unit.code, j->state, j->done, j->total);
	put_pace(b, j);
	if (streq(j->state, "queued")) {
		if (!job_place(c, j, &place))
			return false;
		buf_fmt(b, ",\"place\":%" PRId64, place);
	}
	buf_fmt(b, ",\"created_at\":\"%s\"", time_iso(b->arena, j->created_at));
	buf_fmt(b, ",\"result\":%s}", j->result == NULL ? "null" : j->result);
	return true;
}

/* ---- files to fetch ---- */

static const json_t *files_of(struct ctx *c, const struct job *j)
{
	json_t *files = json_loads(j->files == NULL ? "[]" : j->files, 0, NULL);

	arena_defer(c->arena, (void (*)(void *))json_decref, files);
	return files;
}

bool job_open_file(struct ctx *c, const struct job *j, size_t number, int *ret_fd)
{
	return blob_open(c, json_string_value(json_array_get(files_of(c, j), number - 1)), ret_fd);
}

size_t job_first_file(struct ctx *c, const struct job *j)
{
	const json_t *files = files_of(c, j);

	for (size_t i = 0; i < json_array_size(files); i++)
		if (json_is_string(json_array_get(files, i)))
			return i + 1;
	return 0;
}
