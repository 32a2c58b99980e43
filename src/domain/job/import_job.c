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

static void note_progress(void *arg, size_t done, size_t total)
{
	struct job_control *k = arg;

	atomic_store(&k->done, (int64_t)done);
	atomic_store(&k->total, (int64_t)total);
}

static void put_text(struct buf *b, const char *name, const char *text)
{
	buf_fmt(b, "\"%s\":", name);
	buf_json_text(b, text);
}

/* A file that cannot be read at all is told beside the others. */
static bool one_file(struct ctx *c, const struct job *j, struct job_control *k, const json_t *in, size_t i, struct buf *out)
{
	const json_t *file = json_array_get(json_object_get(in, "files"), i);
	const char *path = json_string_value(json_object_get(file, "path")), *sheet = json_string_value(json_object_get(in, "sheet"));
	const struct import_options o = {
		.sheet = sheet == NULL ? NULL : catalog_sheet(c->catalog, sheet), .unit = j->unit,
		.school_year = (int)json_integer_value(json_object_get(in, "year")), .dry_run = json_is_true(json_object_get(in, "dry_run")),
		.batch = arena_fmt(c->arena, "%s-%zu", j->id, i), .file_name = json_string_value(json_object_get(file, "name")),
		.asks = json_object_get(in, "asks"), .mapping = json_object_get(in, "mapping"),
		.class_name = json_string_value(json_object_get(in, "class")), .progress = note_progress, .arg = k, .cancel = &k->cancel,
	};
	struct import_summary sum = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(c, ERR_INVALID, "import.expired", "Tệp đã nạp thử chỉ được giữ một ngày; hãy gửi lại tệp.");
	bool ok = import_file(c, fd, &o, &sum);
	bool told = !ok || sum.errors == 0 || import_write_errors(c, fd, &sum, job_import_errors(c->arena, k->spool, j->id, i + 1));
	close(fd);
	buf_char(out, '{');
	put_text(out, "name", json_string_value(json_object_get(file, "name")));
	if (ok) {
		buf_put(out, ",\"summary\":");
		import_put_json(out, &sum);
	} else if (c->err == ERR_INVALID || c->err == ERR_UNSUPPORTED || c->err == ERR_TOO_LARGE || c->err == ERR_FORBIDDEN) {
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

bool job_import(struct ctx *c, const struct job *j, struct job_control *k, const char **ret_result)
{
	json_t *in = json_loads(j->input, 0, NULL);
	struct buf out = buf_in(c->arena);

	arena_defer(c->arena, (void (*)(void *))json_decref, in);
	buf_put(&out, "{\"files\":[");
	for (size_t i = 0; i < json_array_size(json_object_get(in, "files")); i++) {
		if (i > 0)
			buf_char(&out, ',');
		if (!one_file(c, j, k, in, i, &out))
			return false;
	}
	buf_put(&out, "]}");
	*ret_result = out.data;
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
