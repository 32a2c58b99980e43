/* job_api.c - long work as those who wait for it see it. */
#include "api/routes.h"
#include "api/shapes.h"
#include "domain/account/account.h"
#include "domain/runner/job_runner.h"

static struct job_runner *runner(const struct request *q)
{
	const struct api_services *s = q->app->data;

	return s == NULL ? NULL : s->jobs;
}

void api_jobs_wake(const struct request *q)
{
	job_runner_wake(runner(q));
}

/* With what its runner knows beyond the database. */
static bool find(struct ctx *c, const struct request *q, const char *id, struct job *ret)
{
	if (!job_find(c, id, ret))
		return false;
	job_runner_progress(runner(q), ret);
	return true;
}

static bool reply(struct ctx *c, struct response *r, const struct job *j, int status)
{
	struct buf b = buf_in(c->arena);

	if (!job_put_json(c, &b, j))
		return false;
	r->status = status;
	return reply_json(r, &b);
}

bool api_reply_job(struct ctx *c, const struct request *q, struct response *r, const char *id, int status)
{
	struct job j;

	return find(c, q, id, &j) && reply(c, r, &j, status);
}

/* ---- one, and waiting for it ---- */

enum { WAIT_MAX_S = 30, LOOK_MS = 500 };

/* What somebody who waits would want to hear of. */
static bool read_mark(struct ctx *c, const struct job *j, const char **ret)
{
	int64_t place = 0;

	if (streq(j->state, "queued") && !job_place(c, j, &place))
		return false;
	*ret = arena_fmt(c->arena, "\"%s.%" PRId64 ".%" PRId64 ".%" PRId64 "\"", j->state, j->done, j->total, place);
	return true;
}

bool api_wait(struct ctx *c, const struct request *q, int64_t *ret_s)
{
	return api_number(c, q, "wait", 0, WAIT_MAX_S, 0, ret_s);
}

bool api_is_put_aside(const struct ctx *c, const struct request *q, const char *mark, int64_t wait_s)
{
	struct waiting *w = q->waiting;

	if (w == NULL || !w->may || wait_s == 0)
		return false;
	if (w->seen == NULL)
		w->seen = q->if_none_match != NULL ? q->if_none_match : mark;
	if (!streq(w->seen, mark) || c->now_ms >= w->since_ms + wait_s * 1000)
		return false;
	w->again_ms = LOOK_MS;
	return true;
}

HANDLER(api_job_show)
{
	const char *mark;
	int64_t wait_s;
	struct job j;

	if (!api_wait(c, q, &wait_s) || !find(c, q, http_param(q, "id"), &j) || !read_mark(c, &j, &mark))
		return false;
	const bool ended = !streq(j.state, "queued") && !streq(j.state, "running");
	if (!ended && api_is_put_aside(c, q, mark, wait_s))
		return true;
	reply_header(r, "ETag", mark);
	return reply(c, r, &j, 200);
}

HANDLER(api_import_show)
{
	return api_job_show(c, q, r);
}

/* ---- lists ---- */

static bool reply_list(struct ctx *c, const struct request *q, struct response *r, struct job_wish *w)
{
	struct buf b = buf_in(c->arena);
	const char *next;
	struct job *all;
	struct unit u;
	size_t n;

	if (!http_flag(c, q, "mine", &w->own) || !api_page(c, q, &w->limit, &w->after) || (http_query(q, "unit") != NULL && !api_unit(c, http_query(q, "unit"), &u)))
		return false;
	w->unit = http_query(q, "unit") == NULL ? NULL : &u;
	w->state = http_query(q, "state");
	if (!job_list(c, w, &all, &n, &next))
		return false;
	api_open_items(&b);
	for (size_t i = 0; i < n; i++) {
		job_runner_progress(runner(q), &all[i]);
		if (!job_put_line(c, &b, &all[i]))
			return false;
	}
	return api_reply_page(c, q, r, &b, next);
}

HANDLER(api_job_list)
{
	struct job_wish w = { .kind = http_query(q, "kind") };

	return reply_list(c, q, r, &w);
}

HANDLER(api_import_list)
{
	struct job_wish w = { .kind = "import" };

	return api_number(c, q, "year", SCHOOL_YEAR_MIN, SCHOOL_YEAR_MAX, 0, &w.year) && reply_list(c, q, r, &w);
}

/* ---- stopping ---- */

static bool not_theirs(struct ctx *c)
{
	return fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không có quyền làm việc này.");
}

HANDLER(api_job_cancel)
{
	struct job j;

	/* Whoever keeps the register takes nothing else in: what is not theirs they do not stop. */
	return job_find(c, http_param(q, "id"), &j) && (j.account_id == actor_id(c) || account_may(c, "import", "write") || not_theirs(c)) &&
	       job_cancel(c, runner(q), &j) && api_reply_job(c, q, r, j.id, 200);
}
