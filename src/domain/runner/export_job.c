/* export_job.c - a file out, written while whoever asked does something else. */
#include <fcntl.h>
#include <unistd.h>

#include "base/json.h"
#include "domain/export/export.h"
#include "domain/runner/attempt.h"
#include "store/blob.h"

struct exporting {
	struct job_control *control;
	const char *path;
	struct job_made *made;
};

static void note_progress(void *arg, size_t done, size_t total)
{
	const struct exporting *e = arg;

	atomic_store(&e->control->done, (int64_t)done);
	atomic_store(&e->control->total, (int64_t)total);
}

static bool keep_file(struct ctx *c, void *arg, const struct export *x)
{
	struct exporting *e = arg;
	struct buf result = buf_in(c->arena), files = buf_in(c->arena);
	const char *blob;
	int fd = open(e->path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(c, ERR_FULL, "export.spool", "Máy chủ chưa ghi được tệp; hãy thử lại sau.");
	bool ok = blob_put(c, x->unit.id, fd, &blob);
	close(fd);
	if (!ok)
		return false;
	json_open_object(&result, NULL);
	json_put_text(&result, "export", x->code);
	json_put_int(&result, "persons", x->persons);
	json_close_object(&result);
	json_open_list(&files, NULL);
	json_put_text(&files, NULL, blob);
	json_close_list(&files);
	*e->made = (struct job_made){ .result = buf_text(&result), .files = buf_text(&files) };
	return true;
}

/* The line of the log and the job are done together. */
static bool settle(struct ctx *c, void *arg, const struct export *x)
{
	const struct exporting *e = arg;

	(void)x;
	return job_finish(c, e->control, "done", e->made);
}

bool job_export(struct ctx *c, const struct job *j, struct job_control *k, struct job_made *ret)
{
	const json_t *in = job_input(c, j, "export");
	const char *code = json_string_value(json_object_get(in, "export"));
	struct exporting e = { k, spool_name(c->arena, k->spool), ret };
	const struct export_watch watch = { .progress = note_progress, .written = keep_file, .settle = settle, .arg = &e, .cancel = &k->cancel };
	struct export x;

	if (in == NULL)
		return false;
	k->finished = export_carry_out(c, code, e.path, &watch, &x);
	unlink(e.path);
	return k->finished;
}
