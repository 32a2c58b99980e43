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
		if (sql_table[id].text[db_engine(c->db)] == NULL)
			continue;
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
	FAILS(db_end(c, db_bulk(c, &(struct bulk){ "meta", column, 2, 2, cell })), "db.unique");
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

/* More than go out one by one, in more than one piece, with what an array or a line of them would take for its own. */
TEST(bulk_takes_many_rows_of_any_kind)
{
	static const char *const column[] = { "unit_id", "digest", "media_type", "size", "bytes", "created_at", "created_by" };
	static const char *const odd[] = { "tab\tnew\nback\\slash 'quote\"", "", "NULL", "{a,b}", "a,b", "\\", "\"", " x ", "\\N", "\\x41", "Nguyễn" };
	enum { ROWS = 1203, WIDTH = COUNT(column) };
	struct val *cell = NEW_N(c->arena, struct val, ROWS * WIDTH);
	struct rows r;

	for (size_t i = 0; i < ROWS; i++) {
		const char *text = odd[i % COUNT(odd)];
		struct val *row = cell + i * WIDTH;
		row[0] = val_int((int64_t)i);
		row[1] = val_text(text);
		row[2] = val_text(text);
		row[3] = val_int(i % 2 == 0 ? INT64_MIN : INT64_MAX);
		row[4] = val_blob(i % 3 == 0 ? "\0\"\\{}\xff" : "", i % 3 == 0 ? 6 : 0);
		row[5] = row[6] = val_int(0);
	}
	OK(db_begin(c) && db_end(c, db_bulk(c, &(struct bulk){ "file", column, WIDTH, ROWS, cell })));
	OK(db_query(c, &r, "SELECT unit_id, digest, media_type, size, bytes FROM file ORDER BY unit_id", NULL, 0));
	assert_int_equal(r.count, ROWS);
	for (size_t i = 0; i < ROWS; i++) {
		assert_int_equal(rows_int(&r, i, 0), i);
		assert_string_equal(rows_text(&r, i, 1), odd[i % COUNT(odd)]);
		assert_string_equal(rows_text(&r, i, 2), odd[i % COUNT(odd)]);
		assert_true(rows_int(&r, i, 3) == (i % 2 == 0 ? INT64_MIN : INT64_MAX));
		assert_int_equal(rows_at(&r, i, 4)->len, i % 3 == 0 ? 6 : 0);
		assert_memory_equal(rows_at(&r, i, 4)->s, "\0\"\\{}\xff", i % 3 == 0 ? 6 : 0);
	}
	/* What is empty, a day, yes and no: of a record. */
	static const char *const person[] = { "unit_id", "id", "type", "record_id", "day", "status_before" };
	struct val change[5 * COUNT(person)];
	for (size_t i = 0; i < 5; i++) {
		struct val *row = change + i * COUNT(person);
		row[0] = val_int(1), row[1] = val_int((int64_t)i), row[2] = val_text("x"), row[3] = val_int(1), row[4] = val_text("2025-02-03");
		row[5] = i % 2 == 0 ? val_null() : val_text("");
	}
	OK(db_begin(c) && db_end(c, db_bulk(c, &(struct bulk){ "status_change", person, COUNT(person), 5, change })));
	OK(db_query(c, &r, "SELECT day, status_before FROM status_change ORDER BY id", NULL, 0));
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(rows_text(&r, i, 0), "2025-02-03");
		assert_true((rows_at(&r, i, 1)->kind == VAL_NULL) == (i % 2 == 0));
	}
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

/* A context with a handle of its own, beside that of the test. */
static struct ctx other_handle(struct ctx *c)
{
	struct ctx other = { .arena = c->arena, .catalog = c->catalog, .now_ms = c->now_ms };

	OK(db_open(c, &other.db, test_database()));
	return other;
}

static void put_alone(struct ctx *c, const char *value)
{
	OK(db_begin(c));
	OK(put(c, "a", value));
	OK(db_end(c, true));
}

TEST(a_read_sees_one_state_whatever_others_write)
{
	struct ctx other = other_handle(c);

	put_alone(&other, "1");
	OK(db_read_begin(c));
	assert_string_equal(get(c, "a"), "1");
	put_alone(&other, "2");
	assert_string_equal(get(c, "a"), "1");
	OK(db_read_begin(c)); /* joins */
	assert_string_equal(get(c, "a"), "1");
	db_read_end(c);
	assert_string_equal(get(c, "a"), "1");
	FAILS(db_begin(c), "db.read_only");
	db_read_end(c);
	db_read_end(c);
	assert_string_equal(get(c, "a"), "2");
	/* The first statement of the next read, known by now, begins a new state. */
	OK(db_read_begin(c));
	assert_string_equal(get(c, "a"), "2");
	db_read_end(c);
	put_alone(c, "3");
	assert_string_equal(get(&other, "a"), "3");
	db_close(other.db);
}

static bool take_value(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	(void)c, (void)n;
	*(int64_t *)arg += cell[0].i;
	return true;
}

static const char thousand[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n";

TEST(a_read_streams_fails_and_goes_on)
{
	int64_t sum = 0;

	for (int i = 0; i < 2; i++) {
		OK(db_read_begin(c));
		OK(db_each(c, thousand, NULL, 0, take_value, &sum));
		db_read_end(c);
	}
	assert_int_equal(sum, 2 * 500500);
	OK(db_read_begin(c));
	FAILS(db_each(c, "SELECT nothing FROM nowhere", NULL, 0, take_value, &sum), "db.error");
	db_read_end(c);
	OK(db_read_begin(c));
	FAILS(db_each(c, "SELECT i FROM nowhere", NULL, 0, take_value, &sum), "db.error");
	db_read_end(c);
	OK(db_read_begin(c));
	OK(db_read_begin(c));
	db_read_end(c);
	db_read_end(c); /* a read of nothing */
	put_alone(c, "1");
	assert_string_equal(get(c, "a"), "1");
}

static void end_connection(struct ctx *c, struct ctx *other)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT pg_backend_pid()", NULL, 0));
	OK(db_query(other, &r, arena_fmt(c->arena, "SELECT pg_terminate_backend(%" PRId64 ", 5000)", rows_int(&r, 0, 0)), NULL, 0));
}

TEST(a_read_that_loses_its_connection_fails_to_its_end)
{
	struct ctx other = other_handle(c);
	struct rows r;

	if (db_engine(c->db) == ENGINE_POSTGRES) {
		put_alone(c, "1");
		OK(db_read_begin(c));
		end_connection(c, &other);
		FAILS(db_rows(c, &r, SQL_META_GET, ARGS(val_text("a"))), "db.away");
		FAILS(db_rows(c, &r, SQL_META_GET, ARGS(val_text("a"))), "db.away");
		db_read_end(c);
		OK(db_read_begin(c));
		assert_string_equal(get(c, "a"), "1");
		db_read_end(c);
		/* Between two reads nobody need notice: the end of the last is heard first. */
		OK(db_read_begin(c));
		end_connection(c, &other);
		db_read_end(c);
		assert_string_equal(get(c, "a"), "1");
	}
	db_close(other.db);
}

/* As after a restart of the server: whatever is said first on it, and nobody need know. */
TEST(a_connection_found_dead_is_replaced_before_anything_has_run)
{
	static const char *const column[] = { "name", "value" };
	const struct val cell[] = { val_text("c"), val_text("3") };
	struct ctx other = other_handle(c);
	int64_t sum = 0;

	if (db_engine(c->db) == ENGINE_POSTGRES) {
		put_alone(c, "1");
		end_connection(c, &other);
		assert_string_equal(get(c, "a"), "1");
		end_connection(c, &other);
		put_alone(c, "2");
		assert_string_equal(get(&other, "a"), "2");
		end_connection(c, &other);
		OK(db_read_begin(c));
		OK(db_each(c, thousand, NULL, 0, take_value, &sum));
		db_read_end(c);
		assert_int_equal(sum, 500500);
		end_connection(c, &other);
		OK(db_begin(c));
		OK(db_script(c, "INSERT INTO meta (name, value) VALUES ('b', '2')"));
		OK(db_end(c, true));
		end_connection(c, &other);
		OK(db_begin(c));
		OK(db_bulk(c, &(struct bulk){ "meta", column, 2, 1, cell }));
		OK(db_end(c, true));
		assert_string_equal(get(&other, "b"), "2");
		assert_string_equal(get(&other, "c"), "3");
	}
	db_close(other.db);
}

/* What it gives back it reads again. */
TEST(a_handle_that_rested_works_on)
{
	put_alone(c, "1");
	db_rest(c->db);
	assert_string_equal(get(c, "a"), "1");
	OK(db_read_begin(c));
	assert_string_equal(get(c, "a"), "1");
	db_rest(c->db);
	assert_string_equal(get(c, "a"), "1");
	db_read_end(c);
	put_alone(c, "2");
	assert_string_equal(get(c, "a"), "2");
}

TEST(what_took_too_long_is_not_worth_another_try)
{
	struct rows r;

	if (db_engine(c->db) != ENGINE_POSTGRES)
		return;
	OK(db_begin(c));
	OK(db_script(c, "SET LOCAL statement_timeout = '20ms'"));
	assert_false(db_query(c, &r, "SELECT pg_sleep(20)", NULL, 0));
	assert_string_equal(c->key, "db.timeout");
	assert_int_equal(c->again, AGAIN_NOT);
	assert_false(db_end(c, false));
	ctx_clear(c);
	assert_false(fail(c, ERR_BUSY, "db.away", "another failure"));
	assert_int_equal(c->again, AGAIN_IF_READ);
	ctx_clear(c);
}

/* The statements a connection was to have are gone: not ours to blame on the sender, and made anew. */
TEST(a_connection_without_its_statements_is_opened_anew)
{
	struct rows r;

	if (db_engine(c->db) != ENGINE_POSTGRES)
		return;
	put_alone(c, "1");
	assert_string_equal(get(c, "a"), "1");
	OK(db_begin(c));
	OK(db_script(c, "DEALLOCATE ALL"));
	OK(db_end(c, true));
	OK(db_rows(c, &r, SQL_META_GET, ARGS(val_text("a"))));
	assert_string_equal(get(c, "a"), "1");
	put_alone(c, "1");
	OK(db_begin(c));
	OK(db_script(c, "DEALLOCATE ALL"));
	FAILS(db_end(c, put(c, "a", "2")), "db.away");
	put_alone(c, "3");
	assert_string_equal(get(c, "a"), "3");
}

/* PostgreSQL hears of statements that give no rows together with the next that does, or with the COMMIT. */
TEST(what_is_not_waited_for_is_done_in_its_order_or_not_at_all)
{
	struct rows r;

	OK(db_begin(c));
	for (int i = 0; i < 100; i++)
		OK(put(c, arena_fmt(c->arena, "n%d", i), "1"));
	OK(db_rows(c, &r, SQL_META_GET, ARGS(val_text("n99"))));
	assert_string_equal(rows_text(&r, 0, 0), "1");
	OK(put(c, "n99", "2"));
	OK(db_save(c));
	(void)!(put(c, "n98", "2") && db_run(c, "INSERT INTO meta (name, value) VALUES ('n96', '4')", NULL, 0));
	ctx_clear(c);
	assert_false(db_restore(c, false));
	OK(put(c, "n97", "2"));
	OK(db_end(c, true));
	assert_string_equal(get(c, "n99"), "2");
	assert_string_equal(get(c, "n98"), "1");
	assert_string_equal(get(c, "n97"), "2");
	OK(db_begin(c));
	OK(put(c, "n97", "3"));
	FAILS(db_end(c, db_run(c, "INSERT INTO meta (name, value) VALUES ('n96', '4')", NULL, 0) && put(c, "n95", "5")), "db.unique");
	assert_string_equal(get(c, "n97"), "2");
	assert_string_equal(get(c, "n95"), "1");
}

TEST(a_change_that_does_not_meet_its_row_is_not_kept)
{
	static const char sql[] = "UPDATE meta SET value = 'x' WHERE name = $1";

	put_alone(c, "1");
	OK(db_begin(c));
	OK(db_run_one(c, sql, ARGS(val_text("a"))));
	OK(db_end(c, true));
	assert_string_equal(get(c, "a"), "x");
	OK(db_begin(c));
	OK(put(c, "a", "2"));
	FAILS(db_end(c, db_run_one(c, sql, ARGS(val_text("nobody")))), "db.not_one");
	assert_string_equal(get(c, "a"), "x");
	for (int unheld = 0; unheld < 2; unheld++) { /* also where something was read, so that it goes out with the COMMIT */
		OK(unheld ? db_begin_unheld(c) : db_begin(c));
		assert_string_equal(get(c, "a"), "x");
		OK(put(c, "a", "3"));
		FAILS(db_end(c, db_run_one(c, sql, ARGS(val_text("nobody")))), "db.not_one");
		assert_string_equal(get(c, "a"), "x");
	}
}

/* On PostgreSQL another sees what the connection is doing. */
static void check_holds_nothing(struct ctx *c, struct ctx *other)
{
	struct rows r;

	if (db_engine(c->db) != ENGINE_POSTGRES)
		return;
	OK(db_query(c, &r, "SELECT pg_backend_pid()", NULL, 0));
	OK(db_query(other, &r, arena_fmt(c->arena, "SELECT state FROM pg_stat_activity WHERE pid = %" PRId64, rows_int(&r, 0, 0)), NULL, 0));
	assert_string_equal(rows_text(&r, 0, 0), "idle");
}

TEST(what_is_read_unheld_holds_nothing_and_what_is_written_is_written_in_one)
{
	struct ctx other = other_handle(c);

	put_alone(c, "1");
	OK(db_begin_unheld(c));
	assert_string_equal(get(c, "a"), "1");
	check_holds_nothing(c, &other);
	OK(put(c, "a", "2"));
	OK(put(c, "b", "2"));
	OK(db_end(c, true));
	assert_string_equal(get(&other, "a"), "2");
	assert_string_equal(get(&other, "b"), "2");
	OK(db_begin_unheld(c));
	assert_string_equal(get(c, "a"), "2");
	OK(put(c, "a", "3"));
	FAILS(db_end(c, db_run(c, "INSERT INTO meta (name, value) VALUES ('b', '3')", NULL, 0)), "db.unique");
	assert_string_equal(get(&other, "a"), "2");
	OK(db_begin_unheld(c));
	OK(put(c, "a", "4"));
	assert_string_equal(get(c, "a"), "4"); /* from the first write on it is a transaction as any other */
	assert_string_equal(get(&other, "a"), "2");
	OK(put(c, "b", "4"));
	c->err = ERR_INTERNAL;
	assert_false(db_end(c, false));
	ctx_clear(c);
	assert_string_equal(get(c, "a"), "2");
	OK(db_begin_unheld(c));
	OK(db_end(c, true));
	if (db_engine(c->db) == ENGINE_POSTGRES) {
		OK(db_begin_unheld(c));
		assert_string_equal(get(c, "a"), "2");
		end_connection(c, &other);
		OK(put(c, "a", "5"));
		assert_false(db_end(c, true));
		ctx_clear(c);
		assert_string_equal(get(&other, "a"), "2");
		put_alone(c, "6");
		assert_string_equal(get(&other, "a"), "6");
	}
	db_close(other.db);
}

TEST(a_write_that_loses_its_connection_fails_to_its_end)
{
	struct ctx other = other_handle(c);
	struct rows r;

	if (db_engine(c->db) == ENGINE_POSTGRES) {
		put_alone(c, "1");
		OK(db_begin(c));
		OK(put(c, "a", "2"));
		end_connection(c, &other);
		OK(put(c, "a", "3")); /* it is not yet heard of */
		FAILS(db_rows(c, &r, SQL_META_GET, ARGS(val_text("a"))), "db.away");
		assert_false(db_rows(c, &r, SQL_META_GET, ARGS(val_text("a"))));
		ctx_clear(c);
		assert_false(db_end(c, true));
		assert_string_equal(c->key, "db.away");
		ctx_clear(c);
		assert_string_equal(get(c, "a"), "1");
		put_alone(c, "4");
		assert_string_equal(get(&other, "a"), "4");
	}
	db_close(other.db);
}
