/* import_job.c - files of a school, one after the other. */
#include <fcntl.h>
#include <unistd.h>

#include "base/json.h"
#include "catalog/document.h"
#include "domain/import/import.h"
#include "domain/import/import_batch.h"
#include "db/db.h"
#include "domain/runner/attempt.h"
#include "store/blob.h"
#include "store/hold.h"
#include "table/table.h"

/* Of one file its rows are counted; of several their bytes, of which it is known from the beginning how many there are: so progress never runs
 * backwards.  share: bytes of the file at hand, 0: rows are counted. */
struct progress {
	struct job_control *control;
	int64_t before, share;
};

static void note_progress(void *arg, size_t done, size_t total)
{
	const struct progress *p = arg;

	if (p->share == 0) {
		atomic_store(&p->control->total, (int64_t)total);
		atomic_store(&p->control->done, (int64_t)done);
	} else if (total > 0) {
		atomic_store(&p->control->done, p->before + (int64_t)((double)p->share * (double)done / (double)total));
	}
}

/* One of the files that were sent, on its way. */
struct sent {
	struct ctx own; /* its memory goes with the file */
	const struct job *job;
	struct job_control *control;
	const json_t *in;
	size_t i;
	struct import_before *earlier; /* of a trial of several files */
	int64_t before, share; /* as of its progress */
	const char *errors;  /* blob of the file with its mistakes marked; NULL: it has none */
	const char *fault, *detail; /* nothing of it can be read, whatever is told of it; NULL: it can, or nobody has tried */
};

static const json_t *sent_file(const struct sent *f)
{
	return json_array_get(json_object_get(f->in, "files"), f->i);
}

/* What is written was sent with its trial, where there was one. */
static int64_t sent_at(const struct sent *f)
{
	const json_t *tried = json_object_get(f->in, "tried_at");

	return tried == NULL ? f->job->created_at : json_integer_value(tried);
}

static bool open_sent(struct sent *f, int *ret_fd)
{
	if (blob_open(&f->own, json_string_value(json_object_get(sent_file(f), "blob")), ret_fd))
		return true;
	if (f->own.err != ERR_NOT_FOUND)
		return false;
	ctx_clear(&f->own);
	if (f->own.now_ms - sent_at(f) >= BLOB_KEEP_MS)
		return fail(&f->own, ERR_INVALID, "import.expired", "Tệp đã gửi chỉ được giữ một ngày; hãy gửi lại tệp.");
	return fail(&f->own, ERR_INVALID, "import.file_lost", "Tệp đã gửi bị thiếu hoặc hỏng trên máy chủ; hãy gửi lại tệp.");
}

/* What was written by whoever had the job before us stays; what we would write after it was taken from us does not. */
static bool hold_job(struct ctx *c, void *arg)
{
	const struct progress *p = arg;

	return job_hold(c, p->control);
}

/* What was told of this file, else of all of them. */
static const json_t *told(const struct sent *f, const char *member)
{
	const json_t *own = json_object_get(sent_file(f), member);

	return own != NULL ? own : json_object_get(f->in, member);
}

static struct import_options options_of(struct sent *f, struct progress *p)
{
	const char *sheet = json_string_value(told(f, "sheet"));

	return (struct import_options){
		.sheet = sheet == NULL ? NULL : catalog_sheet(f->own.catalog, sheet), .unit = f->job->unit,
		.school_year = (int)json_integer_value(told(f, "year")), .dry_run = json_is_true(json_object_get(f->in, "dry_run")),
		.before = f->earlier, .batch = arena_fmt(f->own.arena, "%s-%zu", f->job->id, f->i), .file_name = json_string_value(json_object_get(sent_file(f), "name")),
		.asks = told(f, "asks"), .mapping = told(f, "mapping"),
		.class_name = json_string_value(told(f, "class")), .progress = note_progress, .settle = hold_job, .arg = p,
		.cancel = &f->control->cancel,
	};
}

static bool is_about_the_file(enum err e)
{
	return e == ERR_INVALID || e == ERR_UNSUPPORTED || e == ERR_TOO_LARGE || e == ERR_FORBIDDEN;
}

/* Marked in the user's own workbook, which needs a name while it is made. */
static bool keep_errors(struct sent *f, int fd, const struct import_summary *sum)
{
	struct ctx *c = &f->own;
	const char *path = spool_name(c->arena, f->control->spool);

	if (!import_write_errors(c, fd, sum, path))
		return false;
	int marked = open(path, O_RDONLY | O_CLOEXEC);
	unlink(path);
	if (marked < 0)
		return fail(c, ERR_FULL, "import.spool", "Máy chủ chưa ghi được tệp lỗi; hãy thử lại sau.");
	bool ok = blob_put(c, f->job->unit.id, marked, &f->errors);
	close(marked);
	return ok;
}

/* What the list of imports tells of a file. */
static void put_brief(struct sent *f, struct buf *b, const struct import_options *o, const struct import_summary *sum)
{
	json_open_object(b, NULL);
	json_put_text(b, "name", o->file_name);
	if (sum->template_label != NULL) {
		json_put_text(b, "sheet", sum->template_name);
		json_put_text(b, "sheet_label", sum->template_label);
	}
	json_put_int(b, "rows", sum->rows);
	json_put_int(b, "created", sum->created + sum->enrolled);
	json_put_int(b, "changed", sum->changed + sum->moved);
	json_put_int(b, "unchanged", sum->unchanged);
	json_put_int(b, "refused", sum->refused);
	json_put_int(b, "errors", f->own.err == ERR_NONE ? sum->errors : 1);
	if (f->own.err != ERR_NONE)
		json_put_text(b, "key", f->own.key);
	json_close_object(b);
}

static enum table_go found_row(struct ctx *c, void *arg, const struct table_row *row)
{
	(void)c, (void)row;
	*(bool *)arg = true;
	return TABLE_ENOUGH;
}

static void pass_lost(struct ctx *c, void *arg, const char *name, const char *key, const char *why)
{
	(void)c, (void)arg, (void)name, (void)key, (void)why;
}

/* Has it a row in any sheet? */
static bool can_be_read(const struct ctx *c, int fd)
{
	struct ctx quiet = *c;
	bool found = false;

	ctx_clear(&quiet);
	return table_read(&quiet, fd, NULL, &(const struct table_sink){ .row = found_row, .lost = pass_lost }, &found) ? found : !is_about_the_file(quiet.err);
}

/* What was found before is told again: the file is no more. */
static bool import_sent(struct sent *f, const struct import_options *o, struct import_summary *sum, int *ret_fd)
{
	const json_t *fault = json_object_get(sent_file(f), "fault");

	if (fault != NULL)
		return fail(&f->own, ERR_INVALID, json_string_value(json_object_get(fault, "key")), "%s", json_string_value(json_object_get(fault, "detail")));
	if (!open_sent(f, ret_fd)) {
		*ret_fd = -1;
		return false;
	}
	if (import_file(&f->own, *ret_fd, o, sum))
		return true;
	if (is_about_the_file(f->own.err) && !can_be_read(&f->own, *ret_fd)) {
		f->fault = f->own.key;
		f->detail = f->own.detail;
	}
	return false;
}

/* A file that cannot be read at all is told beside the others. */
static bool take_sent(struct sent *f, struct buf *out, struct buf *brief)
{
	struct ctx *c = &f->own;
	struct progress p = { f->control, f->before, f->share };
	const struct import_options o = options_of(f, &p);
	struct import_summary sum = { 0 };
	int fd = -1;

	bool ok = import_sent(f, &o, &sum, &fd);
	if (fd < 0 && json_object_get(sent_file(f), "fault") == NULL)
		return false;
	const bool kept = !ok || sum.errors == 0 || keep_errors(f, fd, &sum);
	if (fd >= 0)
		close(fd);
	if (kept)
		put_brief(f, brief, &o, &sum);
	json_open_object(out, NULL);
	json_put_text(out, "name", o.file_name);
	if (ok) {
		json_put_name(out, "summary");
		import_put_json(out, &sum);
	} else if (is_about_the_file(c->err)) {
		json_put_text(out, "key", c->key);
		json_put_text(out, "detail", c->detail);
		json_put_text(out, "sheet", sum.template_name);
		json_put_text(out, "sheet_label", sum.template_label);
		ctx_clear(c);
		ok = true;
	}
	json_close_object(out);
	return ok && kept;
}

/* Lists before what is about those listed, whatever the order of the files. */
static bool makes_people(struct sent *f)
{
	struct progress p = { .control = f->control };
	const struct import_options o = options_of(f, &p);
	const struct sheet_template *sheet = NULL;
	int fd;

	if (!open_sent(f, &fd))
		return false;
	bool known = import_template(&f->own, fd, &o, &sheet);
	close(fd);
	return known && sheet->creates;
}

/* Failures move to the job's context, whose memory stays. */
static bool run_sent(struct ctx *c, struct sent *f, struct buf *out, struct buf *brief)
{
	const char **const kept[] = { &f->errors, &f->fault, &f->detail };
	bool ok;

	f->own = *c;
	f->own.arena = arena_new();
	ok = take_sent(f, out, brief);
	for (size_t i = 0; i < COUNT(kept); i++)
		*kept[i] = *kept[i] == NULL ? NULL : arena_strdup(c->arena, *kept[i]);
	if (!ok && c->err == ERR_NONE)
		(void)ctx_hand_over(&f->own, c);
	arena_free(f->own.arena);
	return ok;
}

static bool sort_sent(struct ctx *c, const struct job *j, struct job_control *k, const json_t *in, size_t n, size_t *order)
{
	bool *first = NEW_N(c->arena, bool, n + 1);
	size_t used = 0;

	for (size_t i = 0; n > 1 && i < n; i++) {
		struct sent f = { .own = *c, .job = j, .control = k, .in = in, .i = i };
		f.own.arena = arena_new();
		first[i] = makes_people(&f);
		arena_free(f.own.arena);
		if (atomic_load(&k->cancel))
			return fail(c, ERR_CONFLICT, "import.cancelled", "Việc nạp tệp đã được dừng theo yêu cầu; chưa có gì được ghi.");
	}
	for (size_t i = 0; i < n; i++)
		if (first[i])
			order[used++] = i;
	for (size_t i = 0; i < n; i++)
		if (!first[i])
			order[used++] = i;
	return true;
}

/* [a,b,...] */
static const char *in_array(struct arena *a, const struct buf *part, size_t n)
{
	struct buf out = buf_in(a);

	json_open_list(&out, NULL);
	for (size_t i = 0; i < n; i++)
		json_put_raw(&out, NULL, part[i].data);
	json_close_list(&out);
	return buf_text(&out);
}

static const char *files_json(struct arena *a, const char *list)
{
	struct buf b = buf_in(a);

	json_open_object(&b, NULL);
	json_put_raw(&b, "files", list);
	json_close_object(&b);
	return buf_text(&b);
}

/* What is no more is of no size: the file is refused when its turn comes. */
static bool sizes_of(struct ctx *c, const json_t *in, size_t n, int64_t *size, int64_t *ret_all)
{
	const json_t *files = json_object_get(in, "files");
	struct rows r;

	*ret_all = 0;
	for (size_t i = 0; n > 1 && i < n; i++) {
		const char *blob = json_string_value(json_object_get(json_array_get(files, i), "blob"));
		if (!db_rows(c, &r, SQL_BLOB_GET, ARGS(val_text(blob))))
			return false;
		size[i] = r.count == 0 ? 0 : rows_int(&r, 0, 0);
		*ret_all += size[i];
	}
	return true;
}

/* Why the job says what it says of a file stays, and the file goes. */
static bool let_go_in(struct ctx *c, struct job_control *k, const struct job *j, const json_t *in)
{
	const json_t *files = json_object_get(in, "files");
	json_t *file;
	size_t i;

	json_array_foreach(files, i, file) {
		const json_t *blob = json_object_get(file, "fault") == NULL ? NULL : json_object_get(file, "blob");
		if (blob != NULL && !blob_drop(c, json_string_value(blob)))
			return false;
		if (blob != NULL)
			json_object_del(file, "blob");
	}
	return db_exec(c, SQL_JOB_SET_INPUT, ARGS(val_text(j->id), val_text(document_text(c->arena, in)))) && job_hold(c, k);
}

static bool let_go(struct ctx *c, struct job_control *k, const struct job *j, const json_t *in, const struct sent *all, size_t n)
{
	json_t *now = document_kept(c->arena, json_deep_copy(in));
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		json_t *file = json_array_get(json_object_get(now, "files"), i);
		if (all[i].fault != NULL && json_object_set_new(file, "fault", json_pack("{ss ss}", "key", all[i].fault, "detail", all[i].detail)) == 0)
			any = true;
	}
	return !any || (db_begin(c) && db_end(c, let_go_in(c, k, j, now)));
}

bool job_import(struct ctx *c, const struct job *j, struct job_control *k, struct job_made *ret)
{
	const json_t *in = job_input(c, j, "files");
	size_t n = json_array_size(json_object_get(in, "files")), *order = NEW_N(c->arena, size_t, n + 1);
	struct buf *told = NEW_N(c->arena, struct buf, n + 1), *brief = NEW_N(c->arena, struct buf, n + 1), *files = NEW_N(c->arena, struct buf, n + 1);
	int64_t *size = NEW_N(c->arena, int64_t, n + 1), before = 0, all;
	struct sent *sent = NEW_N(c->arena, struct sent, n + 1);

	if (in == NULL || !sizes_of(c, in, n, size, &all) || !sort_sent(c, j, k, in, n, order))
		return false;
	if (all > 0)
		atomic_store(&k->total, all);
	struct import_before earlier = { .arena = c->arena };
	const bool together = n > 1 && json_is_true(json_object_get(in, "dry_run"));
	for (size_t i = 0; i < n; i++) {
		const size_t at = order[i];
		sent[at] = (struct sent){ .job = j, .control = k, .in = in, .i = at, .earlier = together ? &earlier : NULL, .before = before, .share = size[at] };
		told[at] = brief[at] = files[at] = buf_in(c->arena);
		if (!run_sent(c, &sent[at], &told[at], &brief[at]))
			return false;
		json_put_text(&files[at], NULL, sent[at].errors);
		before += size[at];
		if (all > 0)
			atomic_store(&k->done, before);
	}
	if (!let_go(c, k, j, in, sent, n))
		return false;
	*ret = (struct job_made){ .result = files_json(c->arena, in_array(c->arena, told, n)),
		                  .brief = in_array(c->arena, brief, n), .files = in_array(c->arena, files, n) };
	return true;
}

static bool drop_sent(struct ctx *c, const json_t *files)
{
	size_t i;
	json_t *file;

	json_array_foreach(files, i, file)
		if (json_is_string(json_object_get(file, "blob")) && !blob_drop(c, json_string_value(json_object_get(file, "blob"))))
			return false;
	return true;
}

void job_import_clean(struct ctx *c, const struct job *j)
{
	json_t *in = document_read(c->arena, j->input);

	if (json_is_true(json_object_get(in, "dry_run")) || (json_is_integer(json_object_get(in, "tried_at")) && !streq(j->state, "done")))
		return; /* may still be committed, or once more */
	if (!db_begin(c) || !db_end(c, drop_sent(c, json_object_get(in, "files"))))
		ctx_clear(c); /* swept within a day */
}

/* ---- writing what was tried ---- */

static bool check_not_written(struct ctx *c, const struct job *trial)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_JOB_WRITER, ARGS(val_text(trial->id))))
		return false;
	if (r.count == 0)
		return true;
	fail(c, ERR_CONFLICT, "import.committed", "Lần nạp thử này %s rồi; hãy xem kết quả của lần ghi ấy.",
	     streq(rows_text(&r, 0, 1), "done") ? "đã được ghi" : "đang được ghi");
	problem_add(c, &c->problems, "import", "import.committed", "%s", rows_text(&r, 0, 0));
	return false;
}

/* Who comes second waits for the unit, and finds the first. */
static bool commit(struct ctx *c, const struct job *trial, const char *input, const char **ret_id)
{
	return unit_hold(c, trial->unit.id, HOLD_OPEN, NULL) && check_not_written(c, trial) &&
	       job_add_in(c, actor_id(c), "import", &trial->unit, input, ret_id) &&
	       db_exec(c, SQL_JOB_SET_WRITER, ARGS(val_text(trial->id), val_text(*ret_id)));
}

bool job_import_commit(struct ctx *c, const struct job *trial, const char **ret_id)
{
	json_t *in = document_read(c->arena, trial->input);

	if (!streq(trial->kind, "import") || !streq(trial->state, "done") || !json_is_true(json_object_get(in, "dry_run")))
		return fail(c, ERR_CONFLICT, "import.state", "Chỉ ghi được một lần nạp thử đã xong.");
	json_object_set_new(in, "dry_run", json_false());
	json_object_set_new(in, "tried_at", json_integer(trial->created_at));
	json_object_set_new(in, "trial", json_string(trial->id));
	return db_begin(c) && db_end(c, commit(c, trial, document_text(c->arena, in), ret_id));
}

/* ---- trying once more ---- */

/* Of those that stay, with what is told of each now over what was; null: nothing is told any more. */
static json_t *files_told(const json_t *files, const json_t *answers)
{
	json_t *left = json_array();

	for (size_t i = 0; i < json_array_size(files); i++) {
		const json_t *file = json_array_get(files, i), *one = json_array_get(answers, i), *v;
		const char *member;
		if (json_is_true(json_object_get(one, "left_out")))
			continue;
		json_t *now = json_copy((json_t *)file);
		json_object_foreach((json_t *)one, member, v)
			json_is_null(v) ? json_object_del(now, member) : json_object_set(now, member, (json_t *)v);
		json_array_append_new(left, now);
	}
	return left;
}

static bool again(struct ctx *c, const struct job *trial, const char *input)
{
	struct rows r;

	if (!unit_hold(c, trial->unit.id, HOLD_OPEN, NULL) || !check_not_written(c, trial) ||
	    !db_rows(c, &r, SQL_JOB_AGAIN, ARGS(val_text(trial->id), val_text(input), val_int(c->now_ms))))
		return false;
	return r.count == 1 || fail(c, ERR_CONFLICT, "import.state", "Lần nạp này đang được thử; hãy đợi xong.");
}

bool job_import_again(struct ctx *c, const struct job *trial, const json_t *answers)
{
	json_t *in = document_read(c->arena, trial->input);
	const json_t *files = json_object_get(in, "files");

	if (!streq(trial->kind, "import") || !json_is_true(json_object_get(in, "dry_run")))
		return fail(c, ERR_CONFLICT, "import.state", "Chỉ thử lại được một lần nạp thử.");
	if (trial->account_id != actor_id(c))
		return fail(c, ERR_FORBIDDEN, "import.not_yours", "Chỉ người đã gửi tệp mới thử lại được.");
	if (json_array_size(answers) != json_array_size(files))
		return fail(c, ERR_INVALID, "import.answers", "files: ghi đủ một mục cho mỗi tệp, theo thứ tự đã gửi.");
	json_object_set_new(in, "files", files_told(files, answers));
	if (json_array_size(json_object_get(in, "files")) == 0)
		return fail(c, ERR_INVALID, "import.file", "Không còn tệp nào; hãy gửi tệp khác.");
	return db_begin(c) && db_end(c, again(c, trial, document_text(c->arena, in)));
}

/* ---- taking it back ---- */

static bool standing_batches(struct ctx *c, const struct job *j, json_t *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_IMPORT_BATCH_OF_JOB, ARGS(val_int(j->unit.id), val_text(j->id))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		if (rows_at(&r, i, 1)->kind == VAL_NULL)
			json_array_append_new(ret, json_string(rows_text(&r, i, 0)));
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "import.nothing", "Lần nạp này không ghi gì, nên không có gì để huỷ.");
	return json_array_size(ret) > 0 || fail(c, ERR_CONFLICT, "import.undone", "Lần nạp này đã được huỷ rồi.");
}

/* Who comes second waits for the unit, and gets the first's. */
static bool take_back(struct ctx *c, const struct job *j, const char **ret_id)
{
	json_t *in = document_kept(c->arena, json_pack("{s[]}", "batches"));
	struct rows r;

	if (!unit_hold(c, j->unit.id, HOLD_OPEN, NULL) || !db_rows(c, &r, SQL_JOB_UNDOER, ARGS(val_text(j->id))))
		return false;
	if (r.count > 0) {
		*ret_id = rows_text(&r, 0, 0);
		return true;
	}
	return standing_batches(c, j, json_object_get(in, "batches")) &&
	       job_add_in(c, actor_id(c), "import_undo", &j->unit, document_text(c->arena, in), ret_id) &&
	       db_exec(c, SQL_JOB_SET_UNDOER, ARGS(val_text(j->id), val_text(*ret_id)));
}

/* Done, stopped or broken off: what is written is there. */
bool job_import_take_back(struct ctx *c, const struct job *j, const char **ret_id)
{
	if (!streq(j->kind, "import") || streq(j->state, "queued") || streq(j->state, "running"))
		return fail(c, ERR_CONFLICT, "import.state", "Chỉ huỷ được một lần nạp đã kết thúc; lần đang ghi thì hãy dừng trước.");
	return db_begin(c) && db_end(c, take_back(c, j, ret_id));
}

/* Its end stands or falls with what it took back. */
struct undoing {
	struct job_control *control;
	struct job_made *made;
};

static bool settle_undo(struct ctx *c, void *arg, const struct import_undone *n)
{
	const struct undoing *u = arg;
	struct buf b = buf_in(c->arena);

	atomic_store(&u->control->done, (int64_t)(n->created + n->restored));
	json_open_object(&b, NULL);
	json_put_int(&b, "undone", n->created);
	json_put_int(&b, "restored", n->restored);
	json_close_object(&b);
	*u->made = (struct job_made){ .result = buf_text(&b) };
	return job_finish(c, u->control, "done", u->made);
}

bool job_import_undo(struct ctx *c, const struct job *j, struct job_control *k, struct job_made *ret)
{
	const json_t *in = job_input(c, j, "batches"), *batches = json_object_get(in, "batches");
	const char **batch = NEW_N(c->arena, const char *, json_array_size(batches) + 1);
	struct undoing u = { k, ret };
	struct import_undone n;

	if (in == NULL)
		return false;
	for (size_t i = 0; i < json_array_size(batches); i++)
		batch[i] = json_string_value(json_array_get(batches, i));
	k->finished = import_undo(c, &j->unit, batch, json_array_size(batches), settle_undo, &u, &n);
	return k->finished;
}
