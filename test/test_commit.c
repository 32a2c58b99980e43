/* test_commit.c - who shares a commit is told the truth about it. */
#include <pthread.h>
#include <unistd.h>

#include "db/db.h"
#include "test.h"

/* Inserts a row whose parent is missing; that is seen at the commit, by whoever does it. */
static void *commit_badly(void *arg)
{
	struct ctx own = { .arena = arena_new(), .catalog = test_catalog() }, *c = &own;
	bool *committed = arg;

	*committed = db_open(c, &own.db, test_database()) && db_begin(c) &&
	             db_end(c, db_run(c, "INSERT INTO kh_child (id, parent) VALUES (1, 99)", NULL, 0));
	db_close(own.db);
	arena_free(own.arena);
	return NULL;
}

/* The first leaves the commit to the second, which cannot do it: both fail, and nothing of either is kept. */
TEST(a_commit_that_fails_fails_for_all_who_share_it)
{
	bool second = true;
	pthread_t thread;
	struct rows r;

	if (db_engine(c->db) != ENGINE_SQLITE)
		skip();
	OK(db_begin(c) && db_end(c, db_script(c, "CREATE TABLE kh_child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES kh_child (id)"
	                                         " DEFERRABLE INITIALLY DEFERRED)")));
	OK(db_begin(c));
	OK(db_run(c, "INSERT INTO kh_child (id, parent) VALUES (7, NULL)", NULL, 0));
	assert_int_equal(pthread_create(&thread, NULL, commit_badly, &second), 0);
	usleep(100 * 1000); /* it waits for the lock now */
	bool first = db_end(c, true);
	pthread_join(thread, NULL);
	ctx_clear(c);
	OK(db_query(c, &r, "SELECT count(*) FROM kh_child", NULL, 0));
	assert_int_equal(rows_int(&r, 0, 0), 0);
	assert_false(first);
	assert_false(second);
}
