/* export_job.c - a file out, written while whoever asked does something else. */
#include "domain/export/export.h"
#include "domain/job/runner.h"

const char *job_export_file(struct arena *a, const char *spool, const char *code)
{
	return arena_fmt(a, "%s/%s.xlsx", spool, code);
}

static void note_progress(void *arg, size_t done, size_t total)
{
	struct job_control *k = arg;

	atomic_store(&k->done, (int64_t)done);
	atomic_store(&k->total, (int64_t)total);
}

bool job_export(struct ctx *c, const struct job *j, struct job_control *k, const char **ret_result)
{
	json_t *in = json_loads(j->input, 0, NULL);
	const char *code = json_string_value(json_object_get(in, "export"));
	const struct export_watch watch = { .progress = note_progress, .arg = k, .cancel = &k->cancel };
	struct buf b = buf_in(c->arena);
	struct export x;

	arena_defer(c->arena, (void (*)(void *))json_decref, in);
	if (!export_carry_out(c, code, job_export_file(c->arena, k->spool, code), &watch, &x))
		return false;
	buf_put(&b, "{\"export\":");
	buf_json_text(&b, x.code);
	buf_fmt(&b, ",\"persons\":%" PRId64 "}", x.persons);
	*ret_result = b.data;
	return true;
}
