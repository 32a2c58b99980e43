/* import_job.c - files of a school, one after the other. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "domain/import/import.h"
#include "domain/import/import_batch.h"
#include "domain/job/runner.h"

const char *job_import_errors(struct arena *a, const char *spool, const char *id, size_t file)
{
	return arena_fmt(a, "%s/%s-errors-%zu.xlsx", spool, id, file);
}

/* Rows of the files before count too, so that progress never runs backwards. */
struct progress {
	struct job_control *control;
	int64_t before;
};

static void note_progress(void *arg, size_t done, size_t total)
{
	const struct progress *p = arg;

	atomic_store(&p->control->done, p->before + (int64_t)done);
	atomic_store(&p->control->total, p->before + (int64_t)total);
}

static void put_text(struct buf *b, const char *name, const char *text)
{
	buf_fmt(b, "\"%s\":", name);
	buf_json_text(b, text);
}

/* One of the files that were sent, on its way. */
struct sent {
	struct ctx own; /* its memory goes with the file */
	const struct job *job;
	struct job_control *control;
	const json_t *in;
	size_t i;
};

static const json_t *sent_file(const struct sent *f)
{
	return json_array_get(json_object_get(f->in, "files"), f->i);
}

static bool open_sent(struct sent *f, int *ret_fd)
{
	*ret_fd = open(json_string_value(json_object_get(sent_file(f), "path")), O_RDONLY | O_CLOEXEC);
	return *ret_fd >= 0 || fail(&f->own, ERR_INVALID, "import.expired", "Tệp đã nạp thử chỉ được giữ một ngày; hãy gửi lại tệp.");
}

static struct import_options options_of(struct sent *f, struct progress *p)
{
	const char *sheet = json_string_value(json_object_get(f->in, "sheet"));

	return (struct import_options){
		.sheet = sheet == NULL ? NULL : catalog_sheet(f->own.catalog, sheet), .unit = f->job->unit,
		.school_year = (int)json_integer_value(json_object_get(f->in, "year")), .dry_run = json_is_true(json_object_get(f->in, "dry_run")),
		.batch = arena_fmt(f->own.arena, "%s-%zu", f->job->id, f->i), .file_name = json_string_value(json_object_get(sent_file(f), "name")),
		.asks = json_object_get(f->in, "asks"), .mapping = json_object_get(f->in, "mapping"),
		.class_name = json_string_value(json_object_get(f->in, "class")), .progress = note_progress, .arg = p, .cancel = &f->control->cancel,
	};
}

static bool is_about_the_file(enum err e)
{
	return e == ERR_INVALID || e == ERR_UNSUPPORTED || e == ERR_TOO_LARGE || e == ERR_FORBIDDEN;
}

/* A file that cannot be read at all is told beside the others. */
static bool take_sent(struct sent *f, struct buf *out)
{
	struct ctx *c = &f->own;
	struct progress p = { f->control, atomic_load(&f->control->total) };
	const struct import_options o = options_of(f, &p);
	struct import_summary sum = { 0 };
	int fd;

	if (!open_sent(f, &fd))
		return false;
	bool ok = import_file(c, fd, &o, &sum);
	bool told = !ok || sum.errors == 0 || import_write_errors(c, fd, &sum, job_import_errors(c->arena, f->control->spool, f->job->id, f->i + 1));
	close(fd);
	buf_char(out, '{');
	put_text(out, "name", o.file_name);
	if (ok) {
		buf_put(out, ",\"summary\":");
		import_put_json(out, &sum);
	} else if (is_about_the_file(c->err)) {
		buf_char(out, ',');
		put_text(out, "key", c->key);
		buf_char(out, ',');
		put_text(out, "detail", c->detail);
		ctx_clear(c);
		ok = true;
	}
	buf_char(out, '}');
	return ok && told;
}

/* Lists before what is about those listed, whatever the order of the files. */
static bool makes_people(struct sent *f)
{
	struct progress p = { f->control, 0 };
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
static bool run_sent(struct ctx *c, struct sent *f, struct buf *out)
{
	bool ok;

	f->own = *c;
	f->own.arena = arena_new();
	ok = take_sent(f, out);
	if (!ok && c->err == ERR_NONE) {
		c->err = f->own.err;
		c->key = f->own.key == NULL ? NULL : arena_strdup(c->arena, f->own.key);
		c->detail = f->own.detail == NULL ? NULL : arena_strdup(c->arena, f->own.detail);
	}
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
			return fail(c, ERR_CONFLICT, "import.cancelled", "Việc nhập tệp đã được dừng theo yêu cầu; chưa có gì được ghi.");
	}
	for (size_t i = 0; i < n; i++)
		if (first[i])
			order[used++] = i;
	for (size_t i = 0; i < n; i++)
		if (!first[i])
			order[used++] = i;
	return true;
}

bool job_import(struct ctx *c, const struct job *j, struct job_control *k, const char **ret_result)
{
	json_t *in = json_loads(j->input, 0, NULL);
	size_t n = json_array_size(json_object_get(in, "files")), *order = NEW_N(c->arena, size_t, n + 1);
	struct buf *told = NEW_N(c->arena, struct buf, n + 1), out = buf_in(c->arena);

	arena_defer(c->arena, (void (*)(void *))json_decref, in);
	if (!sort_sent(c, j, k, in, n, order))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct sent f = { .job = j, .control = k, .in = in, .i = order[i] };
		told[order[i]] = buf_in(c->arena);
		if (!run_sent(c, &f, &told[order[i]]))
			return false;
	}
	buf_put(&out, "{\"files\":[");
	for (size_t i = 0; i < n; i++)
		buf_fmt(&out, "%s%s", i > 0 ? "," : "", buf_text(&told[i]));
	buf_put(&out, "]}");
	*ret_result = buf_text(&out);
	return true;
}

void job_import_clean(struct ctx *c, const struct job *j)
{
	json_t *in = json_loads(j->input, 0, NULL);
	size_t i;
	json_t *file;

	arena_defer(c->arena, (void (*)(void *))json_decref, in);
	if (json_is_true(json_object_get(in, "dry_run")))
		return; /* may still be committed */
	json_array_foreach(json_object_get(in, "files"), i, file)
		unlink(json_string_value(json_object_get(file, "path")));
}

/* ---- taking it back ---- */

static const json_t *read_json(struct ctx *c, const char *text)
{
	json_t *v = json_loads(text == NULL ? "{}" : text, 0, NULL);

	arena_defer(c->arena, (void (*)(void *))json_decref, v);
	return v;
}

bool job_import_batches(struct ctx *c, const struct job *j, json_t *ret)
{
	const json_t *files = json_object_get(read_json(c, j->result), "files"), *file;
	size_t i;

	if (!streq(j->kind, "import") || !streq(j->state, "done"))
		return fail(c, ERR_CONFLICT, "import.state", "Chỉ huỷ được một lần nạp đã ghi xong.");
	json_array_foreach(files, i, file) {
		const json_t *batch = json_object_get(json_object_get(file, "summary"), "batch");
		if (json_is_string(batch))
			json_array_append_new(ret, json_string(json_string_value(batch)));
	}
	return json_array_size(ret) > 0 || fail(c, ERR_CONFLICT, "import.nothing", "Lần nạp này không ghi gì, nên không có gì để huỷ.");
}

bool job_import_undo(struct ctx *c, const struct job *j, struct job_control *k, const char **ret_result)
{
	const json_t *batches = json_object_get(read_json(c, j->input), "batches");
	const char **batch = NEW_N(c->arena, const char *, json_array_size(batches) + 1);
	struct import_undone n;

	for (size_t i = 0; i < json_array_size(batches); i++)
		batch[i] = json_string_value(json_array_get(batches, i));
	if (!import_undo(c, &j->unit, batch, json_array_size(batches), &n))
		return false;
	atomic_store(&k->done, (int64_t)(n.created + n.restored));
	*ret_result = arena_fmt(c->arena, "{\"undone\":%zu,\"restored\":%zu}", n.created, n.restored);
	return true;
}
