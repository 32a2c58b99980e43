/* runner.c - the thread that does jobs. */
#include "domain/job/runner.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/transfer/transfer.h"
#include "store/audit.h"

enum { SWEEP_MS = 60 * 60 * 1000, AUDIT_MS = 10 * 1000, PROBLEMS_MAX = 100 };

struct job_runner {
	struct database *database;
	const struct catalog *catalog;
	char *spool;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	atomic_bool stopping;
	bool woken;
	char running[64];          /* id, or "" */
	struct job_control control;
};

static const struct {
	const char *kind;
	bool (*run)(struct ctx *, const struct job *, struct job_control *, const char **ret_result);
	void (*clean)(struct ctx *, const struct job *);
} kinds[] = {
	{ "import", job_import, job_import_clean },
	{ "import_undo", job_import_undo, NULL },
	{ "export", job_export, NULL }, /* its file waits to be fetched */
};

static bool start(struct ctx *c, const char *id)
{
	struct rows r;

	return db_rows(c, &r, SQL_JOB_START, ARGS(val_text(id), val_int(c->now_ms))) &&
	       (r.count == 1 || fail(c, ERR_CONFLICT, "job.taken", "job was taken"));
}

static bool finish(struct ctx *c, struct job_runner *k, const char *id, const char *state, const char *result)
{
	return db_exec(c, SQL_JOB_FINISH, ARGS(val_text(id), val_text(state), val_int(atomic_load(&k->control.done)),
	                                       val_int(atomic_load(&k->control.total)), val_text(result), val_int(c->now_ms)));
}

static const char *failure_json(struct ctx *c)
{
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "{\"key\":\"%s\",\"detail\":", c->key);
	if (c->err == ERR_INTERNAL || c->err == ERR_BUSY)
		buf_put(&b, "\"Máy chủ gặp lỗi; việc đã ghi được giữ nguyên, hãy làm lại.\"");
	else
		buf_json_text(&b, c->detail);
	buf_put(&b, ",\"problems\":[");
	size_t n = 0;
	for (const struct problem *p = c->problems.first; p != NULL && n < PROBLEMS_MAX; p = p->next) {
		buf_fmt(&b, "%s{\"field\":", n++ > 0 ? "," : "");
		buf_json_text(&b, p->field);
		buf_fmt(&b, ",\"key\":\"%s\",\"message\":", p->key);
		buf_json_text(&b, p->message);
		buf_char(&b, '}');
	}
	buf_put(&b, "]}");
	return buf_text(&b);
}

static void set_running(struct job_runner *k, const char *id)
{
	pthread_mutex_lock(&k->lock);
	snprintf(k->running, sizeof k->running, "%s", id);
	atomic_store(&k->control.done, 0);
	atomic_store(&k->control.total, 0);
	atomic_store(&k->control.cancel, k->stopping);
	pthread_mutex_unlock(&k->lock);
}

static bool run_kind(struct ctx *c, struct job_runner *k, const struct job *j, const char **ret_result)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].kind, j->kind))
			return kinds[i].run(c, j, &k->control, ret_result);
	return fail(c, ERR_INTERNAL, "job.kind", "unknown kind of job");
}

static void clean(struct ctx *c, const struct job *j)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].kind, j->kind) && kinds[i].clean != NULL)
			kinds[i].clean(c, j);
}

static void run_job(struct ctx *c, struct job_runner *k, const char *id)
{
	struct account account;
	struct job j;
	const char *result = NULL, *state = "done";

	if (!db_begin(c) || !db_end(c, start(c, id)) || !job_load(c, id, &j))
		return;
	set_running(k, id);
	bool ok = account_load(c, j.account_id, &account);
	c->account = ok ? &account : NULL;
	ok = ok && run_kind(c, k, &j, &result);
	if (!ok) {
		log_event("job.failed", "kind=%s key=%s detail=%s", j.kind, c->key, c->err == ERR_INTERNAL || c->err == ERR_BUSY ? c->detail : "-");
		/* Cut off by the end of the process: it stays "running" and is done again at the next start. */
		if (k->stopping && atomic_load(&k->control.cancel))
			return;
		state = atomic_load(&k->control.cancel) ? "cancelled" : "failed";
		result = failure_json(c);
		ctx_clear(c);
	}
	c->now_ms = time_now_ms();
	if (!db_begin(c) || !db_end(c, finish(c, k, id, state, result)))
		log_event("job.lost", "key=%s", c->key);
	else
		clean(c, &j);
	set_running(k, "");
}

static bool next_job(struct ctx *c, const char **ret_id)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_JOB_NEXT, NULL, 0) || r.count == 0)
		return false;
	*ret_id = rows_text(&r, 0, 0);
	return true;
}

static bool wait_for_work(struct job_runner *k)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 2;
	pthread_mutex_lock(&k->lock);
	while (!k->stopping && !k->woken && pthread_cond_timedwait(&k->wake, &k->lock, &until) != ETIMEDOUT)
		continue;
	k->woken = false;
	bool go = !k->stopping;
	pthread_mutex_unlock(&k->lock);
	return go;
}

/* Once an hour: what waits for time to pass. */
static void sweep(struct ctx *c, const struct job_runner *k)
{
	size_t released;

	spool_sweep(k->spool, c->now_ms);
	if (!transfer_release_due(c, &released))
		log_event("transfer.release", "key=%s", c->key);
	else if (released > 0)
		log_event("transfer.release", "released=%zu", released);
	ctx_clear(c);
	if (!audit_sweep(c, AUDIT_MS))
		log_event("audit.sweep", "key=%s", c->key);
	ctx_clear(c);
}

static void *work(void *arg)
{
	struct job_runner *k = arg;
	struct ctx own = { .arena = arena_new(), .catalog = k->catalog, .now_ms = time_now_ms() };
	bool requeued = false;
	int64_t swept_ms = 0;

	do {
		const char *id;
		struct ctx c = { .arena = arena_new(), .catalog = k->catalog, .now_ms = time_now_ms(), .source = "job", .db = own.db };
		if (own.db == NULL && db_open(&c, &own.db, k->database))
			c.db = own.db;
		if (own.db != NULL && !requeued)
			requeued = db_begin(&c) && db_end(&c, db_exec(&c, SQL_JOB_REQUEUE, NULL, 0));
		if (own.db != NULL && c.now_ms - swept_ms > SWEEP_MS) {
			swept_ms = c.now_ms;
			sweep(&c, k);
		}
		while (own.db != NULL && requeued && next_job(&c, &id)) {
			struct ctx one = c;
			one.arena = arena_new();
			one.now_ms = time_now_ms();
			run_job(&one, k, arena_strdup(c.arena, id));
			arena_free(one.arena);
			if (k->stopping)
				break;
		}
		arena_free(c.arena);
	} while (wait_for_work(k));
	db_close(own.db);
	arena_free(own.arena);
	return NULL;
}

struct job_runner *job_runner_start(struct database *d, const struct catalog *catalog, const char *spool)
{
	struct job_runner *k = calloc(1, sizeof *k);

	if (k == NULL || (k->spool = strdup(spool)) == NULL)
		abort();
	mkdir(spool, 0700);
	k->database = d;
	k->catalog = catalog;
	k->control.spool = k->spool;
	pthread_mutex_init(&k->lock, NULL);
	pthread_cond_init(&k->wake, NULL);
	if (pthread_create(&k->thread, NULL, work, k) != 0)
		abort();
	return k;
}

void job_runner_stop(struct job_runner *k)
{
	pthread_mutex_lock(&k->lock);
	k->stopping = true;
	atomic_store(&k->control.cancel, true);
	pthread_cond_signal(&k->wake);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	pthread_cond_destroy(&k->wake);
	pthread_mutex_destroy(&k->lock);
	free(k->spool);
	free(k);
}

void job_runner_wake(struct job_runner *k)
{
	pthread_mutex_lock(&k->lock);
	k->woken = true;
	pthread_cond_signal(&k->wake);
	pthread_mutex_unlock(&k->lock);
}

const char *job_runner_spool(const struct job_runner *k)
{
	return k->spool;
}

void job_runner_progress(struct job_runner *k, struct job *j)
{
	pthread_mutex_lock(&k->lock);
	if (streq(k->running, j->id) && streq(j->state, "running")) {
		j->done = atomic_load(&k->control.done);
		j->total = atomic_load(&k->control.total);
		j->changed_at = time_now_ms();
	}
	pthread_mutex_unlock(&k->lock);
}

static bool cancel_queued(struct ctx *c, const char *id)
{
	struct rows r;

	return db_rows(c, &r, SQL_JOB_CANCEL_QUEUED, ARGS(val_text(id), val_int(c->now_ms))) &&
	       (r.count == 1 || fail(c, ERR_CONFLICT, "job.finished", "Công việc này đã xong hoặc đã dừng."));
}

bool job_cancel(struct ctx *c, struct job_runner *k, const struct job *j)
{
	pthread_mutex_lock(&k->lock);
	bool running = streq(k->running, j->id);
	if (running)
		atomic_store(&k->control.cancel, true);
	pthread_mutex_unlock(&k->lock);
	return running || (db_begin(c) && db_end(c, cancel_queued(c, j->id)));
}
