/* import_job.c - files of a school, one after the other. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "domain/import/import.h"
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
		.class_name = json_string_value(json_object_get(in, "class")), .progress = note_progress, .arg = k, .cancel = &k->cancel,
	};
	struct import_summary sum = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(c, ERR_INVALID, "import.expired", "Tệp đã nạp thử chỉ được giữ một ngày; hãy gửi lại tệp.");
	bool ok = import_file(c, fd, &o, &sum);
	bool told = !ok || sum.n_issues == 0 || import_write_errors(c, fd, &sum, job_import_errors(c->arena, k->spool, j->id, i + 1));
	close(fd);
	buf_char(out, '{');
	put_text(out, "name", json_string_value(json_object_get(file, "name")));
	if (ok) {
		buf_put(out, ",\"summary\":");
		import_put_json(out, &sum);
	} else if (c->err == ERR_INVALID || c->err == ERR_UNSUPPORTED || c->err == ERR_TOO_LARGE) {
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
