/* runner.c - threads that do jobs, and one that keeps their leases. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/quality/quality.h"
#include "domain/runner/attempt.h"
#include "domain/transfer/transfer.h"
#include "store/audit.h"
#include "store/blob.h"

enum {
	SWEEP_MS = 60 * 60 * 1000, AUDIT_MS = 10 * 1000, QUALITY_MS = 10 * 1000,
	LOOK_MS = 2000,            /* for jobs of other processes */
	BEAT_MS = 1000,            /* of progress and leases; more often where leases are short */
	REST_MS = 10 * 1000,       /* without a job, before memory is given back */
	HANDS_MAX = 32,
};

/* One thread. */
struct hand {
	struct job_runner *runner;
	const char *lane;
	pthread_t thread;
	char id[64], owner[64];    /* "": nothing to do */
	int64_t worked_ms;         /* when it last did something; 0: it has rested since */
	struct job_control control;
};

struct job_runner {
	struct database *database;
	const struct catalog *catalog;
	char *spool;
	int64_t lease_ms;
	struct hand hand[HANDS_MAX];
	size_t n_hands;
	pthread_t beat;
	pthread_mutex_t lock;      /* of what follows, and of what hands have to do */
	pthread_cond_t wake;
	unsigned calls;            /* how often they were woken */
	bool stopping, ended;      /* ended: no hand works any more */
	atomic_bool ready;         /* what other processes left is dealt with */
};

static void set_busy(struct hand *h, const char *id, const char *owner)
{
	struct job_runner *k = h->runner;

	pthread_mutex_lock(&k->lock);
	snprintf(h->id, sizeof h->id, "%s", id);
	snprintf(h->owner, sizeof h->owner, "%s", owner);
	h->control.id = h->id;
	h->control.owner = h->owner;
	h->control.finished = false;
	atomic_store(&h->control.done, 0);
	atomic_store(&h->control.total, 0);
	atomic_store(&h->control.unwanted, false);
	atomic_store(&h->control.ends, k->stopping);
	atomic_store(&h->control.cancel, k->stopping);
	pthread_mutex_unlock(&k->lock);
}

static bool is_stopping(struct job_runner *k)
{
	pthread_mutex_lock(&k->lock);
	const bool stopping = k->stopping;
	pthread_mutex_unlock(&k->lock);
	return stopping;
}

/* ---- hands ---- */

static bool wait_for_work(struct hand *h, unsigned *seen)
{
	struct job_runner *k = h->runner;
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += LOOK_MS / 1000;
	pthread_mutex_lock(&k->lock);
	while (!k->stopping && k->calls == *seen && pthread_cond_timedwait(&k->wake, &k->lock, &until) != ETIMEDOUT)
		continue;
	*seen = k->calls;
	bool go = !k->stopping;
	pthread_mutex_unlock(&k->lock);
	return go;
}

struct watch {
	struct job_runner *runner;
	unsigned calls; /* that were heard */
};

static bool is_called(void *arg)
{
	const struct watch *w = arg;

	pthread_mutex_lock(&w->runner->lock);
	const bool called = w->runner->stopping || w->runner->calls != w->calls;
	pthread_mutex_unlock(&w->runner->lock);
	return called;
}

static struct spare_time spare(struct watch *w, int64_t for_ms)
{
	return (struct spare_time){ time_now_ms() + for_ms, is_called, w };
}

/* Once an hour: what waits for time to pass.  False: there is work to do, and some of this is left. */
static bool sweep(struct ctx *c, struct job_runner *k, unsigned calls)
{
	struct watch w = { k, calls };
	struct spare_time t;
	size_t released;

	spool_sweep(k->spool, c->now_ms);
	if (!blob_sweep(c, c->now_ms - BLOB_KEEP_MS))
		log_event("blob.sweep", "key=%s", c->key);
	ctx_clear(c);
	if (!transfer_release_due(c, &released))
		log_event("transfer.release", "key=%s", c->key);
	else if (released > 0)
		log_event("transfer.release", "released=%zu", released);
	ctx_clear(c);
	t = spare(&w, AUDIT_MS);
	if (!audit_sweep(c, &t))
		log_event("audit.sweep", "key=%s", c->key);
	ctx_clear(c);
	t = spare(&w, QUALITY_MS);
	if (!quality_week_sweep(c, &t))
		log_event("quality.sweep", "key=%s", c->key);
	ctx_clear(c);
	return !is_called(&w);
}

/* An SQLite file has one process: what runs in it ran in another that has ended. */
static void make_ready(struct ctx *c, struct hand *h)
{
	struct job_runner *k = h->runner;

	if (h != k->hand || atomic_load(&k->ready))
		return;
	if (db_engine(c->db) != ENGINE_SQLITE || (db_begin(c) && db_end(c, db_exec(c, SQL_JOB_REQUEUE, NULL, 0))))
		atomic_store(&k->ready, true);
}

/* One job, if there is one.  False: nothing to do, or the database is away. */
static bool do_next(struct ctx *c, struct hand *h)
{
	const char *id, *owner = arena_fmt(c->arena, "%d-%s", (int)getpid(), secret_token(c->arena, 12));

	c->now_ms = time_now_ms();
	if (is_stopping(h->runner) || !job_take(c, h->lane, owner, h->runner->lease_ms, &id) || id == NULL)
		return false;
	set_busy(h, id, owner);
	job_attempt(c, &h->control);
	set_busy(h, "", "");
	h->worked_ms = time_now_ms();
	return true;
}

static struct ctx fresh(const struct job_runner *k, struct db *db)
{
	return (struct ctx){ .arena = arena_new(), .catalog = k->catalog, .now_ms = time_now_ms(), .source = "job", .db = db };
}

/* Everything that there is to do. */
static void do_all(struct hand *h, struct db *db)
{
	for (bool more = true; more;) {
		struct ctx c = fresh(h->runner, db);
		more = do_next(&c, h);
		arena_free(c.arena);
	}
}

static void rest(struct hand *h, struct db *db)
{
	if (h->worked_ms == 0 || time_now_ms() - h->worked_ms < REST_MS)
		return;
	db_rest(db);
	h->worked_ms = 0;
}

static void *work(void *arg)
{
	struct hand *h = arg;
	struct job_runner *k = h->runner;
	struct ctx own = fresh(k, NULL);
	int64_t swept_ms = 0;
	unsigned seen = 0;

	h->worked_ms = time_now_ms();
	do {
		struct ctx c = fresh(k, own.db);
		if (own.db == NULL && db_open(&c, &own.db, k->database))
			c.db = own.db;
		if (own.db != NULL)
			make_ready(&c, h);
		if (own.db != NULL && atomic_load(&k->ready))
			do_all(h, own.db);
		ctx_clear(&c);
		c.now_ms = time_now_ms();
		if (own.db != NULL && h == k->hand && c.now_ms - swept_ms > SWEEP_MS && sweep(&c, k, seen))
			swept_ms = c.now_ms;
		arena_free(c.arena);
		rest(h, own.db);
	} while (wait_for_work(h, &seen));
	db_close(own.db);
	arena_free(own.arena);
	return NULL;
}

/* ---- leases ---- */

/* What a hand works at, seen from outside: NULL id, nothing. */
static struct job_control look_at(struct ctx *c, struct hand *h)
{
	struct job_control k = { 0 };

	pthread_mutex_lock(&h->runner->lock);
	if (*h->id != '\0') {
		k.id = arena_strdup(c->arena, h->id);
		k.owner = arena_strdup(c->arena, h->owner);
	}
	pthread_mutex_unlock(&h->runner->lock);
	atomic_store(&k.done, atomic_load(&h->control.done));
	atomic_store(&k.total, atomic_load(&h->control.total));
	return k;
}

/* To whoever holds the job as this owner: stop. */
static void tell(struct hand *h, const char *owner, bool unwanted)
{
	pthread_mutex_lock(&h->runner->lock);
	if (streq(h->owner, owner)) {
		if (unwanted)
			atomic_store(&h->control.unwanted, true);
		atomic_store(&h->control.cancel, true);
	}
	pthread_mutex_unlock(&h->runner->lock);
}

static void renew(struct ctx *c, struct hand *h)
{
	struct job_control k = look_at(c, h);
	bool cancel = false;

	if (k.id == NULL)
		return;
	c->now_ms = time_now_ms();
	if (job_renew(c, &k, h->runner->lease_ms, &cancel)) {
		if (cancel)
			tell(h, k.owner, true);
	} else if (streq(c->key, "job.lost")) {
		tell(h, k.owner, false);
	} else {
		log_event("job.renew", "key=%s", c->key);
	}
	ctx_clear(c);
}

static bool wait_for_beat(struct job_runner *k)
{
	const int64_t ms = k->lease_ms / 4 < BEAT_MS ? k->lease_ms / 4 : BEAT_MS;

	usleep((useconds_t)(ms * 1000));
	pthread_mutex_lock(&k->lock);
	bool go = !k->ended;
	pthread_mutex_unlock(&k->lock);
	return go;
}

static bool is_busy(struct job_runner *k)
{
	bool any = false;

	pthread_mutex_lock(&k->lock);
	for (size_t i = 0; i < k->n_hands; i++)
		any = any || *k->hand[i].id != '\0';
	pthread_mutex_unlock(&k->lock);
	return any;
}

static void *beat(void *arg)
{
	struct job_runner *k = arg;
	struct ctx own = fresh(k, NULL);

	while (wait_for_beat(k)) {
		struct ctx c = fresh(k, own.db);
		if (is_busy(k) && own.db == NULL && db_open(&c, &own.db, k->database))
			c.db = own.db;
		for (size_t i = 0; own.db != NULL && i < k->n_hands; i++)
			renew(&c, &k->hand[i]);
		arena_free(c.arena);
	}
	db_close(own.db);
	arena_free(own.arena);
	return NULL;
}

/* ---- the whole ---- */

static bool is_of(const char *list, const char *lane)
{
	const size_t n = strlen(lane);

	for (const char *p = list; *p != '\0'; p += strcspn(p, ","), p += *p == ',')
		if (strcspn(p, ",") == n && strncmp(p, lane, n) == 0)
			return true;
	return false;
}

bool job_lanes_are_known(const char *list)
{
	for (const char *p = list; *p != '\0'; p += strcspn(p, ","), p += *p == ',') {
		size_t i = 0, n = strcspn(p, ",");
		while (job_lanes[i] != NULL && (strlen(job_lanes[i]) != n || strncmp(p, job_lanes[i], n) != 0))
			i++;
		if (job_lanes[i] == NULL)
			return false;
	}
	return *list != '\0';
}

static void add_hands(struct job_runner *k, const struct job_runner_options *o)
{
	for (const char *const *lane = job_lanes; *lane != NULL; lane++)
		for (unsigned n = 0; (o->lanes == NULL || is_of(o->lanes, *lane)) && job_lane_is_used(*lane) && n < o->hands && k->n_hands < HANDS_MAX; n++)
			k->hand[k->n_hands++] = (struct hand){ .runner = k, .lane = *lane, .control = { .spool = k->spool } };
}

struct job_runner *job_runner_start(const struct job_runner_options *o)
{
	struct job_runner *k = calloc(1, sizeof *k);

	if (k == NULL || (k->spool = strdup(o->spool)) == NULL)
		abort();
	mkdir(o->spool, 0700);
	k->database = o->database;
	k->catalog = o->catalog;
	k->lease_ms = o->lease_ms == 0 ? JOB_LEASE_MS : o->lease_ms;
	pthread_mutex_init(&k->lock, NULL);
	pthread_cond_init(&k->wake, NULL);
	add_hands(k, o);
	for (size_t i = 0; i < k->n_hands; i++)
		if (pthread_create(&k->hand[i].thread, NULL, work, &k->hand[i]) != 0)
			abort();
	if (pthread_create(&k->beat, NULL, beat, k) != 0)
		abort();
	return k;
}

void job_runner_stop(struct job_runner *k)
{
	pthread_mutex_lock(&k->lock);
	k->stopping = true;
	for (size_t i = 0; i < k->n_hands; i++) {
		atomic_store(&k->hand[i].control.ends, true);
		atomic_store(&k->hand[i].control.cancel, true);
	}
	pthread_cond_broadcast(&k->wake);
	pthread_mutex_unlock(&k->lock);
	for (size_t i = 0; i < k->n_hands; i++)
		pthread_join(k->hand[i].thread, NULL);
	pthread_mutex_lock(&k->lock);
	k->ended = true;
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->beat, NULL);
	pthread_cond_destroy(&k->wake);
	pthread_mutex_destroy(&k->lock);
	free(k->spool);
	free(k);
}

void job_runner_wake(struct job_runner *k)
{
	if (k == NULL)
		return;
	pthread_mutex_lock(&k->lock);
	k->calls++;
	pthread_cond_broadcast(&k->wake);
	pthread_mutex_unlock(&k->lock);
}

static struct hand *hand_of(struct job_runner *k, const char *id)
{
	for (size_t i = 0; k != NULL && i < k->n_hands; i++)
		if (streq(k->hand[i].id, id))
			return &k->hand[i];
	return NULL;
}

void job_runner_progress(struct job_runner *k, struct job *j)
{
	if (k == NULL)
		return;
	pthread_mutex_lock(&k->lock);
	const struct hand *h = streq(j->state, "running") ? hand_of(k, j->id) : NULL;
	if (h != NULL) {
		const int64_t done = atomic_load(&h->control.done), total = atomic_load(&h->control.total);
		j->done = done > j->done ? done : j->done; /* what was done before it was cut off is found again first */
		j->total = total > j->total ? total : j->total;
		j->changed_at = time_now_ms();
	}
	pthread_mutex_unlock(&k->lock);
}

static bool mark_cancelled(struct ctx *c, const char *id)
{
	struct rows r;

	return db_rows(c, &r, SQL_JOB_CANCEL, ARGS(val_text(id), val_int(c->now_ms))) &&
	       (r.count == 1 || fail(c, ERR_CONFLICT, "job.finished", "Công việc này đã xong hoặc đã dừng."));
}

/* Another process finds the mark when it renews its lease. */
bool job_cancel(struct ctx *c, struct job_runner *k, const struct job *j)
{
	if (!db_begin(c) || !db_end(c, mark_cancelled(c, j->id)))
		return false;
	if (k == NULL)
		return true;
	pthread_mutex_lock(&k->lock);
	struct hand *h = hand_of(k, j->id);
	if (h != NULL) {
		atomic_store(&h->control.unwanted, true);
		atomic_store(&h->control.cancel, true);
	}
	pthread_mutex_unlock(&k->lock);
	return true;
}
