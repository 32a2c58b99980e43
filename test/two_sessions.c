/* two_sessions.c - two sessions at one database. */
#include "two_sessions.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "db/sqlite.h"

enum { ROUNDS_MAX = 200, WAIT_MAX_MS = 20000 };

struct meeting {
	const struct two_sessions *what;
	struct ctx *c;            /* of the test: looks on */
	int round, stop;          /* the call it stops before */
	struct ended first, second;
	pthread_t thread;
	atomic_bool done;         /* the second is */
	bool met;                 /* the first reached the call it stops before */
};

static struct ended run(const struct meeting *m, bool (*work)(struct ctx *, int), struct ctx *own)
{
	const bool ok = work(own, m->round);
	const struct ended e = { ok, ok ? NULL : strdup(own->key == NULL ? "?" : own->key), ok ? AGAIN_IF_READ : own->again };

	return e;
}

static struct ctx session(const struct ctx *c)
{
	return (struct ctx){ .arena = arena_new(), .catalog = c->catalog, .now_ms = c->now_ms };
}

static void *second(void *arg)
{
	struct meeting *m = arg;
	struct ctx own = session(m->c);

	m->second = db_open(&own, &own.db, test_database()) ? run(m, m->what->second, &own) : (struct ended){ .key = strdup("open") };
	db_close(own.db);
	arena_free(own.arena);
	m->done = true;
	return NULL;
}

/* Does a session wait for another?  Only these two are there. */
static bool waits(struct ctx *c)
{
	struct rows r;

	if (db_engine(c->db) == ENGINE_SQLITE)
		return atomic_load(&((struct writer *)c->db->database->state)->arriving) > 0;
	return db_query(c, &r, "SELECT count(*) FROM pg_locks WHERE NOT granted", NULL, 0) && rows_int(&r, 0, 0) > 0;
}

static void come_in(void *arg)
{
	struct meeting *m = arg;

	m->met = true;
	if (pthread_create(&m->thread, NULL, second, m) != 0)
		abort();
	for (int ms = 0; !m->done && !waits(m->c); ms++) {
		if (ms == WAIT_MAX_MS)
			abort();
		usleep(1000);
	}
}

static void meet(struct meeting *m)
{
	struct ctx own = session(m->c);

	if (!db_open(&own, &own.db, test_database()))
		fail_msg("cannot open");
	db_inject_pause(own.db, m->stop, come_in, m);
	m->first = run(m, m->what->first, &own);
	db_inject_pause(own.db, 0, NULL, NULL);
	if (m->met)
		pthread_join(m->thread, NULL);
	db_close(own.db);
	arena_free(own.arena);
}

void two_sessions_meet(struct ctx *c, const struct two_sessions *what)
{
	static int all;

	for (int stop = 1;; stop += what->step == 0 ? 1 : what->step) {
		const int round = all++;
		struct meeting m = { .what = what, .c = c, .round = round, .stop = stop };
		what->make(c, round);
		meet(&m);
		if (!m.met) {
			free((char *)m.first.key);
			return;
		}
		if (m.first.again == AGAIN || m.second.again == AGAIN)
			fail_msg("a stop before call %d ends in a deadlock", stop);
		what->check(c, round, &m.first, &m.second);
		free((char *)m.first.key);
		free((char *)m.second.key);
		assert_true(stop < ROUNDS_MAX);
	}
}

void one_of_two(const struct ended *a, const struct ended *b, const char *key)
{
	const struct ended *other = a->ok ? b : a;

	if (a->ok == b->ok)
		fail_msg("both %s: %s, %s", a->ok ? "did it" : "failed", a->key == NULL ? "" : a->key, b->key == NULL ? "" : b->key);
	if (strcmp(other->key, key) != 0)
		fail_msg("told %s instead of %s", other->key, key);
}
