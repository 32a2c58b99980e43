/* job_api.c - long work as those who wait for it see it. */
#include "api/routes.h"
#include "domain/job/job.h"

static struct job_runner *runner(const struct request *q)
{
	const struct api_services *s = q->app->data;

	return s == NULL ? NULL : s->jobs;
}

void api_jobs_wake(const struct request *q)
{
	job_runner_wake(runner(q));
}

bool api_job_taken(struct ctx *c, struct response *r, bool ok)
{
	if (!ok && c->err == ERR_LIMITED)
		reply_header(r, "Retry-After", "30");
	return ok;
}

static bool put_job(struct ctx *c, const struct request *q, struct job *j, struct response *r)
{
	struct buf b = buf_in(c->arena);

	job_runner_progress(runner(q), j);
	if (!job_put_json(c, &b, j))
		return false;
	reply_buf(r, "application/json", &b);
	return true;
}

bool api_reply_job(struct ctx *c, const struct request *q, struct response *r, const char *id, int status)
{
	struct job j;

	r->status = status;
	return job_find(c, id, &j) && put_job(c, q, &j, r);
}

HANDLER(api_job_show)
{
	return api_reply_job(c, q, r, http_param(q, "id"), 200);
}

HANDLER(api_import_show)
{
	return api_job_show(c, q, r);
}

HANDLER(api_job_cancel)
{
	struct job j;

	return job_find(c, http_param(q, "id"), &j) && job_cancel(c, runner(q), &j) && api_reply_job(c, q, r, j.id, 200);
}
