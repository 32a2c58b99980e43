/* job.c - jobs in the database. */
#include "domain/job/job.h"

#include "base/cursor.h"
#include "base/json.h"
#include "base/secret.h"
#include "base/time.h"
#include "catalog/document.h"
#include "db/db.h"
#include "domain/job/queue.h"
#include "store/blob.h"
#include "store/hold.h"
#include "store/shown.h"

enum { ROOM_IN_S = 30 };

bool job_check_room(struct ctx *c)
{
	struct rows r;

	if (c->account == NULL)
		return true;
	if (!db_rows(c, &r, SQL_JOB_WAITING_COUNT, ARGS(val_int(actor_id(c)))))
		return false;
	if (rows_int(&r, 0, 0) < c->catalog->jobs_waiting_max)
		return true;
	fail(c, ERR_LIMITED, "job.limit", "Bạn đang có %" PRId64 " việc chờ máy chủ làm, là mức cao nhất; hãy đợi vài việc xong rồi gửi tiếp.", rows_int(&r, 0, 0));
	c->wait_s = ROOM_IN_S;
	return false;
}

bool job_add_in(struct ctx *c, int64_t account_id, const char *kind, const struct unit *u, const char *input, const char **ret_id)
{
	const char *lane = job_lane(kind);

	assert(lane != NULL);
	if (account_id == actor_id(c) && !job_check_room(c))
		return false;
	const int64_t year = json_integer_value(json_object_get(document_read(c->arena, input), "year"));
	*ret_id = secret_token(c->arena, 15);
	return db_exec(c, SQL_JOB_INSERT, ARGS(val_text(*ret_id), val_int(u->id), val_int(account_id), val_text(kind), val_text(lane), val_text(input),
	                                       year == 0 ? val_null() : val_int(year), val_int(c->now_ms)));
}

bool job_add(struct ctx *c, const char *kind, const struct unit *u, const json_t *input, const char **ret_id)
{
	const char *text = document_text(c->arena, input);

	return db_begin(c) && db_end(c, unit_hold(c, u->id, HOLD_OPEN, NULL) && job_add_in(c, actor_id(c), kind, u, text, ret_id));
}

static bool unknown(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "job.unknown", "Không có công việc này trong phạm vi của bạn.");
}

static bool from_row(struct ctx *c, const struct rows *r, size_t i, struct job *ret)
{
	*ret = (struct job){
		.id = rows_text(r, i, 0), .account_id = rows_int(r, i, 2), .kind = rows_text(r, i, 3), .state = rows_text(r, i, 4),
		.done = rows_int(r, i, 6), .total = rows_int(r, i, 7), .input = rows_text(r, i, 8), .result = rows_text(r, i, 9),
		.created_at = rows_int(r, i, 10), .changed_at = rows_int(r, i, 11), .lane = rows_text(r, i, 12), .started_at = rows_int(r, i, 13),
		.attempts = rows_int(r, i, 14), .files = rows_text(r, i, 15), .cancel = rows_int(r, i, 16) != 0, .asked_by = rows_text(r, i, 17),
		.school_year = rows_int(r, i, 18), .brief = rows_text(r, i, 19), .undone = rows_int(r, i, 20) > 0,
		.began = rows_int(r, i, 21), .writer = rows_text(r, i, 22), .written = rows_int(r, i, 23),
	};
	return unit_get(c, rows_int(r, i, 1), &ret->unit);
}

bool job_load(struct ctx *c, const char *id, struct job *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_JOB_GET, ARGS(val_text(id))))
		return false;
	return r.count == 0 ? unknown(c) : from_row(c, &r, 0, ret);
}

static bool is_shown(const struct ctx *c, const struct job *j)
{
	if (c->account == NULL || j->account_id == actor_id(c))
		return true;
	return streq(j->kind, "export") ? role_may(c->account->role, "export", "approve") : all_is_shown(c);
}

bool job_find(struct ctx *c, const char *id, struct job *ret)
{
	return job_load(c, id, ret) && ((scope_covers(actor_scope(c), &ret->unit) && is_shown(c, ret)) || unknown(c));
}

/* ---- lists ---- */

static bool is_state(const char *text)
{
	static const char *const states[] = { "queued", "running", "done", "failed", "cancelled" };
	size_t i = 0;

	while (i < COUNT(states) && !streq(states[i], text))
		i++;
	return i < COUNT(states);
}

static bool list_rows(struct ctx *c, const struct job_wish *w, struct rows *ret)
{
	const bool own = w->own || w->unit == NULL;
	int64_t before;
	const char *before_id;

	if (w->kind != NULL && job_lane(w->kind) == NULL)
		return fail(c, ERR_INVALID, "query.kind", "kind: chỉ có import, import_undo và export.");
	if (w->state != NULL && !is_state(w->state))
		return fail(c, ERR_INVALID, "query.state", "state: chỉ có queued, running, done, failed và cancelled.");
	if (!cursor_read(c, w->after, &before, &before_id))
		return false;
	const struct val args[] = {
		val_int(actor_id(c)), val_int(w->unit == NULL ? -1 : w->unit->id), val_text(w->kind == NULL ? "" : w->kind),
		val_text(w->state == NULL ? "" : w->state), val_int(w->year), val_int(before), val_text(before_id), val_int((int64_t)w->limit),
		val_int(c->account == NULL || all_is_shown(c)), val_int(c->account == NULL || role_may(c->account->role, "export", "approve")),
	};
	return db_rows(c, ret, own ? SQL_JOB_LIST_OWN : SQL_JOB_LIST_UNIT, args, own ? 8 : COUNT(args));
}

bool job_list(struct ctx *c, const struct job_wish *w, struct job **ret, size_t *ret_n, const char **ret_next)
{
	struct rows r;

	if (!list_rows(c, w, &r))
		return false;
	*ret = NEW_N(c->arena, struct job, r.count + 1);
	*ret_n = 0;
	for (size_t i = 0; i < r.count; i++) {
		struct job *j = &(*ret)[*ret_n];
		if (!from_row(c, &r, i, j))
			return false;
		*ret_n += scope_covers(actor_scope(c), &j->unit); /* an account may have moved since */
	}
	*ret_next = r.count < w->limit ? NULL : cursor_write(c->arena, rows_int(&r, r.count - 1, 10), rows_text(&r, r.count - 1, 0));
	return true;
}

static void put_pace(struct buf *b, const struct job *j)
{
	const int64_t spent = j->changed_at - j->started_at, done = j->done - j->began;

	if (j->started_at == 0 || spent <= 0 || done <= 0)
		return;
	json_put_int(b, "rate", done * 1000 / spent);
	if (streq(j->state, "running") && j->total > j->done)
		json_put_text(b, "eta", time_iso(b->arena, j->changed_at + spent * (j->total - j->done) / done));
}

/* Of an import: which files, tried or written, and the other of the two. */
static void put_import(struct buf *b, const struct job *j, const json_t *in)
{
	const json_t *files = json_object_get(in, "files"), *file;
	size_t i;

	json_open_list(b, "names");
	json_array_foreach(files, i, file)
		json_put_text(b, NULL, json_string_value(json_object_get(file, "name")));
	json_close_list(b);
	json_put_bool(b, "dry_run", json_is_true(json_object_get(in, "dry_run")));
	json_put_bool(b, "undone", j->undone);
	json_put_text(b, "trial", json_string_value(json_object_get(in, "trial")));
	json_put_text(b, "writer", j->writer);
	json_put_int(b, "written", j->written);
}

static bool put_state(struct ctx *c, struct buf *b, const struct job *j)
{
	const json_t *in = document_read(c->arena, j->input);
	const bool import = streq(j->kind, "import");
	int64_t place;

	json_open_object(b, NULL);
	json_put_text(b, "id", j->id);
	json_put_text(b, "kind", j->kind);
	json_put_text(b, "state", j->state);
	json_put_text(b, "unit", j->unit.code);
	json_put_text(b, "phase", j->state);
	json_put_int(b, "done", j->done);
	json_put_int(b, "total", j->total);
	json_put_text(b, "counts", import && json_array_size(json_object_get(in, "files")) > 1 ? "bytes" : "rows");
	json_put_int(b, "from", j->began);
	put_pace(b, j);
	if (streq(j->state, "queued")) {
		if (!job_place(c, j, &place))
			return false;
		json_put_int(b, "place", place);
	}
	json_put_text(b, "created_at", time_iso(b->arena, j->created_at));
	json_put_text(b, "changed_at", time_iso(b->arena, j->changed_at));
	json_put_text(b, "asked_by", j->asked_by);
	if (j->school_year != 0)
		json_put_int(b, "school_year", j->school_year);
	if (import)
		put_import(b, j, in);
	return true;
}

bool job_put_json(struct ctx *c, struct buf *b, const struct job *j)
{
	if (!put_state(c, b, j))
		return false;
	json_put_raw(b, "result", j->result);
	json_close_object(b);
	return true;
}

bool job_put_line(struct ctx *c, struct buf *b, const struct job *j)
{
	if (!put_state(c, b, j))
		return false;
	json_put_raw(b, "files", j->brief);
	json_close_object(b);
	return true;
}

/* ---- what it was given ---- */

const json_t *job_input(struct ctx *c, const struct job *j, const char *member)
{
	const json_t *in = document_read(c->arena, j->input), *v = json_object_get(in, member);

	if (json_array_size(v) > 0 || json_string_length(v) > 0)
		return in;
	fail(c, ERR_INVALID, "job.input", "Máy chủ không còn đọc được yêu cầu này; hãy làm lại từ đầu.");
	return NULL;
}

bool job_is_trial(struct ctx *c, const struct job *j)
{
	return json_is_true(json_object_get(document_read(c->arena, j->input), "dry_run"));
}

/* ---- files to fetch ---- */

bool job_open_file(struct ctx *c, const struct job *j, size_t number, int *ret_fd)
{
	return blob_open(c, json_string_value(json_array_get(document_read(c->arena, j->files), number - 1)), ret_fd);
}

size_t job_first_file(struct ctx *c, const struct job *j)
{
	const json_t *files = document_read(c->arena, j->files);

	for (size_t i = 0; i < json_array_size(files); i++)
		if (json_is_string(json_array_get(files, i)))
			return i + 1;
	return 0;
}
