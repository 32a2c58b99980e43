/* test_db.c - the engines: statements, transactions, shared commits, faults. */
#include "test.h"

#include <pthread.h>
#include <string.h>

#include "db/driver.h"

/* Every statement in sql/ must at least prepare on both engines. */
TEST(every_statement_is_understood_by_this_engine)
{
	struct rows r;

	for (int id = 0; id < SQL__COUNT; id++) {
		/* Without arguments preparing succeeds and binding complains; a syntax
		 * error or an unknown column complains earlier, with other words. */
		OK(db_begin(c));
		if (!db_rows(c, &r, id, NULL, 0) && strstr(c->detail, "argument") == NULL && strstr(c->detail, "bind message") == NULL)
			fail_msg("%s: %s", sql_table[id].name, c->detail);
		c->err = ERR_INTERNAL;
		assert_false(db_end(c, false));
		ctx_clear(c);
	}
}

static bool put(struct ctx *c, const char *name, const char *value)
{
	return db_exec(c, SQL_META_PUT, ARGS(val_text(name), val_text(value)));
}

static const char *get(struct ctx *c, const char *name)
{
	struct rows r;

	OK(db_rows(c, &r, SQL_META_GET, ARGS(val_text(name))));
	return r.count == 0 ? NULL : rows_text(&r, 0, 0);
}

TEST(a_failed_transaction_leaves_nothing)
{
	OK(db_begin(c));
	OK(put(c, "a", "1"));
	assert_false(db_end(c, fail(c, ERR_INVALID, "test", "no")));
	ctx_clear(c);
	assert_null(get(c, "a"));
}

TEST(a_part_can_be_undone_alone)
{
	OK(db_begin(c));
	OK(put(c, "a", "1"));
	OK(db_save(c));
	OK(put(c, "b", "1"));
	assert_false(db_restore(c, false));
	OK(put(c, "d", "1"));
	OK(db_end(c, true));
	assert_string_equal(get(c, "a"), "1");
	assert_null(get(c, "b"));
	assert_string_equal(get(c, "d"), "1");
}

TEST(unique_keys_are_a_conflict)
{
	static const char *const column[] = { "name", "value" };
	const struct val cell[] = { val_text("x"), val_text("1"), val_text("x"), val_text("2") };

	OK(db_begin(c));
	FAILS(db_bulk(c, &(struct bulk){ "meta", column, 2, 2, cell }), "db.unique");
	c->err = ERR_CONFLICT;
	assert_false(db_end(c, false));
	ctx_clear(c);
	assert_null(get(c, "x"));
}

TEST(bulk_keeps_every_kind_of_value)
{
	static const char *const column[] = { "unit_id", "scheme", "next", "until" };
	const struct val cell[] = {
		val_int(1), val_text("tab\tnew\nback\\slash 'quote\""), val_int(-5), val_int(INT64_MAX),
		val_int(2), val_text(""), val_int(0), val_int(INT64_MIN),
	};
	struct rows r;

	OK(db_begin(c));
	OK(db_bulk(c, &(struct bulk){ "code_block", column, 4, 2, cell }));
	OK(db_end(c, true));
	OK(db_query(c, &r, "SELECT scheme, next, until FROM code_block ORDER BY unit_id", NULL, 0));
	assert_string_equal(rows_text(&r, 0, 0), "tab\tnew\nback\\slash 'quote\"");
	assert_true(rows_int(&r, 0, 1) == -5 && rows_int(&r, 0, 2) == INT64_MAX);
	assert_string_equal(rows_text(&r, 1, 0), "");
	assert_true(rows_int(&r, 1, 2) == INT64_MIN);
}

struct writer_thread {
	pthread_t thread;
	unsigned no, written;
};

static void *write_many(void *arg)
{
	struct writer_thread *w = arg;
	struct ctx own = { .arena = arena_new() }, *c = &own;
	struct db *db;

	if (!db_open(c, &db, test_database()))
		return NULL;
	c->db = db;
	for (unsigned i = 0; i < 50; i++) {
		bool undo = i % 5 == 4;
		const char *name = arena_fmt(c->arena, "%u.%u", w->no, i);
		bool ok = db_begin(c) && db_end(c, put(c, name, "x") && (!undo || fail(c, ERR_INVALID, "test", "undo")));
		w->written += ok;
		ctx_clear(c);
	}
	db_close(db);
	arena_free(own.arena);
	return NULL;
}

/* Commits are shared on SQLite: what was undone is not there, what was acknowledged is. */
TEST(writers_together_lose_nothing)
{
	struct writer_thread w[8] = { 0 };
	struct rows r;

	for (unsigned i = 0; i < COUNT(w); i++) {
		w[i].no = i;
		assert_int_equal(pthread_create(&w[i].thread, NULL, write_many, &w[i]), 0);
	}
	for (unsigned i = 0; i < COUNT(w); i++) {
		pthread_join(w[i].thread, NULL);
		assert_int_equal(w[i].written, 40);
	}
	OK(db_query(c, &r, "SELECT count(*) FROM meta WHERE value = 'x'", NULL, 0));
	assert_int_equal(rows_int(&r, 0, 0), 40 * COUNT(w));
	OK(db_begin(c));
	OK(db_run(c, "DELETE FROM meta WHERE value = 'x'", NULL, 0));
	OK(db_end(c, true));
}
