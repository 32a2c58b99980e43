/* test_fence.c - what PostgreSQL itself keeps apart when a statement says nothing of units (store/fence.h). */
#include "base/buf.h"
#include "db/db.h"
#include "domain/doctor/doctor.h"
#include "db/driver.h"
#include "domain/doctor/doctor.h"
#include "province.h"
#include "scope_world.h"
#include "store/fence.h"
#include "store/idempotency.h"
#include "store/migrate.h"

static void only_postgres(struct ctx *c)
{
	if (db_engine(c->db) != ENGINE_POSTGRES)
		skip();
}

static int64_t number(struct ctx *c, const char *sql)
{
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	return rows_int(&r, 0, 0);
}

static int64_t count(struct ctx *c, const struct sql_table *t)
{
	return number(c, arena_fmt(c->arena, "SELECT count(*) FROM %s", t->name));
}

/* "unit_id = 7 OR to_unit_id = 7" */
static const char *of_unit(struct ctx *c, const struct sql_table *t, int64_t unit)
{
	struct buf b = buf_in(c->arena);

	for (const char *p = t->fenced; *p != '\0'; p += strspn(p, ", ")) {
		const size_t n = strcspn(p, ",");
		buf_fmt(&b, "%s%.*s = %" PRId64, p == t->fenced ? "" : " OR ", (int)n, p, unit);
		p += n;
	}
	return buf_text(&b);
}

/* A row of the unit with something in all that is required; every call another. */
static const char *insert(struct ctx *c, const struct sql_table *t, int64_t unit)
{
	enum { FIRST = 900000000 };
	static int n = FIRST;
	struct buf names = buf_in(c->arena), values = buf_in(c->arena);

	n++;
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct column *col = &t->column[i];
		const bool is_unit = !streq(col->name, "id") && strstr(t->fenced, col->name) != NULL;
		if (!col->not_null && !is_unit)
			continue;
		buf_fmt(&names, "%s%s", names.len > 0 ? ", " : "", col->name);
		buf_put(&values, values.len > 0 ? ", " : "");
		if (is_unit)
			buf_int(&values, unit);
		else if (col->type == COLUMN_DATE)
			buf_fmt(&values, "DATE '1900-01-01' + %d", n - FIRST);
		else if (col->type == COLUMN_INTEGER)
			buf_int(&values, n);
		else if (col->type == COLUMN_TEXT)
			buf_fmt(&values, "'x%d'", n);
		else
			buf_put(&values, col->type == COLUMN_BOOLEAN ? "TRUE" : "'x'");
	}
	return arena_fmt(c->arena, "INSERT INTO %s (%s) VALUES (%s)", t->name, buf_text(&names), buf_text(&values));
}

static bool takes(struct ctx *c, const char *sql)
{
	return db_begin(c) && db_end(c, db_run(c, sql, NULL, 0));
}

static void refused(struct ctx *c, const char *sql)
{
	if (takes(c, sql))
		fail_msg("taken: %s", sql);
	assert_non_null(strstr(c->detail, "row-level security"));
	ctx_clear(c);
}

#define EACH_FENCED(t) \
	for (const struct sql_table *t = c->catalog->table; t < c->catalog->table + c->catalog->n_tables; t++) \
		if (t->fenced != NULL)

static void is_shut(struct ctx *c, int64_t unit)
{
	EACH_FENCED(t) {
		assert_int_equal(count(c, t), 0);
		refused(c, insert(c, t, unit));
	}
}

TEST(fence_holds_for_all_types_and_for_what_tells_of_persons)
{
	static const char *const others[] = { "change", "status_change", "person_view", "file", "other_code", "same_person", "transfer",
		                              "blob", "blob_part", "idempotency" };

	for (size_t i = 0; i < c->catalog->n_types; i++)
		assert_non_null(catalog_table(c->catalog, c->catalog->type[i].table)->fenced);
	for (size_t i = 0; i < COUNT(others); i++)
		assert_non_null(catalog_table(c->catalog, others[i])->fenced);
}

TEST(fence_is_left_as_it_is_only_for_what_reads_nothing_fenced)
{
	size_t n = 0;

	for (enum sql_id id = 0; id < SQL__COUNT; id++) {
		const char *text = sql_table[id].text[ENGINE_POSTGRES];
		n += sql_table[id].open;
		if (sql_table[id].open)
			EACH_FENCED(t)
				if (strstr(text, arena_fmt(c->arena, " %s ", t->name)) != NULL)
					fail_msg("%s reads %s", sql_table[id].name, t->name);
	}
	assert_true(n > 0);
}

/* As to whoever comes with the role of the program; behind its back, which goes on as if it had said it. */
static void unsaid(struct ctx *c)
{
	OK(db_begin(c) && db_end(c, db_script(c, "RESET khue.hidden")));
}

TEST(fence_gives_and_takes_nothing_before_it_is_said_for_whom)
{
	struct world w;

	only_postgres(c);
	world_make(c, &w);
	const int64_t unit = w.unit[0].unit.id;
	EACH_FENCED(t) { /* it is not empty because nothing is in it */
		OK(takes(c, insert(c, t, unit)));
		assert_true(count(c, t) > 0);
	}
	c->fence = FENCE_NOTHING;
	is_shut(c, unit);
	c->fence = FENCE_OWN;
	EACH_FENCED(t)
		assert_true(count(c, t) > 0);
	unsaid(c);
	EACH_FENCED(t)
		assert_int_equal(count(c, t), 0);
	EACH_FENCED(t) {
		unsaid(c); /* what is refused is forgotten, and said again */
		refused(c, insert(c, t, unit));
	}
}

/* What a statement that forgets units is told. */
static void sees_only(struct ctx *c, const struct world *w, const struct account *me, const struct world_unit *own)
{
	EACH_FENCED(t) {
		const int64_t all = number(c, arena_fmt(c->arena, "SELECT count(*) FROM %s WHERE %s", t->name, of_unit(c, t, own->unit.id)));
		c->account = me;
		assert_int_equal(count(c, t), all);
		c->account = NULL;
		assert_true(count(c, t) > all);
	}
	for (size_t i = 0; i < w->n_units; i++) {
		const struct world_unit *u = &w->unit[i];
		if (u->part || u->unit.id == own->unit.id)
			continue;
		c->account = me;
		EACH_FENCED(t) {
			refused(c, insert(c, t, u->unit.id));
			assert_int_equal(number(c, arena_fmt(c->arena, "SELECT count(*) FROM %s WHERE %s", t->name, of_unit(c, t, u->unit.id))), 0);
		}
		c->account = NULL;
	}
}

static const struct world_unit *school_of(const struct world *w, const char *code)
{
	for (size_t i = 0; i < w->n_units; i++)
		if (!w->unit[i].part && streq(w->unit[i].unit.code, code))
			return &w->unit[i];
	fail_msg("no such school");
	return NULL;
}

TEST(fence_shows_a_school_only_itself_whatever_the_statement_forgets)
{
	struct world w;
	struct account me, alone;

	only_postgres(c);
	world_make(c, &w);
	for (size_t i = 0; i < w.n_units; i++)
		EACH_FENCED(t)
			if (!w.unit[i].part)
				OK(takes(c, insert(c, t, w.unit[i].unit.id)));
	const struct world_unit *own = school_of(&w, "19172401");
	me = (struct account){ .scope = { .path = own->unit.path } };
	alone = (struct account){ .scope = { .path = own->unit.path, .alone = true } };
	sees_only(c, &w, &me, own);
	sees_only(c, &w, &alone, own);
}

static int64_t learners(struct ctx *c)
{
	return number(c, "SELECT count(*) FROM r_learner");
}

/* unit_id of all that is seen, each once. */
static const char *seen_units(struct ctx *c)
{
	return province_text(c, "SELECT DISTINCT u.code FROM r_learner t JOIN unit u ON u.id = t.unit_id ORDER BY u.code");
}

TEST(fence_shows_an_office_what_stands_below_it_and_teaches_its_levels)
{
	struct world w;
	struct account so, levels;

	only_postgres(c);
	world_make(c, &w);
	so = (struct account){ .scope = { .path = province_unit(c, "S19").path } };
	levels = (struct account){ .scope = { .path = so.scope.path, .levels = "02" } };
	c->account = &so;
	assert_string_equal(seen_units(c), "19000501\n19000601\n19172401\n"); /* 19172402 is of limited information */
	so.scope.limited = true;
	assert_string_equal(seen_units(c), "19000501\n19000601\n19172401\n19172402\n");
	c->account = NULL;
	const char *wanted = province_text(c, arena_fmt(c->arena, "SELECT DISTINCT u.code FROM r_learner t JOIN unit u ON u.id = t.unit_id WHERE u.path LIKE '%s%%' AND"
	                                                " (u.levels IS NULL OR u.levels LIKE '%%02%%') AND u.limited IS NULL ORDER BY u.code", so.scope.path));
	c->account = &levels;
	assert_string_equal(seen_units(c), wanted);
	assert_string_not_equal(wanted, "19000501\n19000601\n19172401\n19172402\n");
	c->account = NULL;
	assert_true(strlen(seen_units(c)) > strlen("19000501\n19000601\n19172401\n19172402\n"));
}

/* One connection, as a pool of one. */
TEST(fence_of_one_caller_is_never_that_of_the_next)
{
	struct world w;
	struct account a, b;
	struct rows r;

	only_postgres(c);
	world_make(c, &w);
	const int64_t all = learners(c);
	a = (struct account){ .scope = { .path = school_of(&w, "19172401")->unit.path, .alone = true } };
	b = (struct account){ .scope = { .path = school_of(&w, "01001401")->unit.path } };
	for (int i = 0; i < 2; i++) {
		c->account = &a;
		assert_string_equal(seen_units(c), "19172401\n");
		c->account = &b;
		assert_string_equal(seen_units(c), "01001401\n");
		c->fence = FENCE_NOTHING;
		assert_string_equal(seen_units(c), "");
		c->fence = FENCE_OWN;
		assert_string_equal(seen_units(c), "01001401\n");
	}
	/* A transaction that is taken back takes back what was said in it; one that failed in a read too. */
	OK(db_begin(c));
	c->account = &a;
	assert_string_equal(seen_units(c), "19172401\n");
	fail(c, ERR_CONFLICT, "test", "taken back");
	assert_false(db_end(c, false));
	ctx_clear(c);
	assert_string_equal(seen_units(c), "19172401\n");
	c->account = &b;
	assert_string_equal(seen_units(c), "01001401\n");
	c->account = &a;
	OK(db_read_begin(c));
	assert_string_equal(seen_units(c), "19172401\n");
	assert_false(db_query(c, &r, "SELECT 1 / (SELECT 0)", NULL, 0));
	ctx_clear(c);
	db_read_end(c);
	c->account = &a;
	assert_string_equal(seen_units(c), "19172401\n");
	OK(db_begin(c) && db_save(c));
	c->account = &b;
	assert_string_equal(seen_units(c), "01001401\n");
	assert_false(db_restore(c, false));
	assert_string_equal(seen_units(c), "01001401\n");
	c->account = NULL;
	assert_int_equal(learners(c), all);
	OK(db_end(c, true));
	/* Another connection in its place. */
	struct db *other;
	OK(db_open(c, &other, test_database()));
	const int64_t pid = number(c, "SELECT pg_backend_pid()");
	c->account = &a;
	assert_string_equal(seen_units(c), "19172401\n");
	struct ctx second = { .arena = c->arena, .db = other };
	assert_true(db_query(&second, &r, arena_fmt(c->arena, "SELECT pg_terminate_backend(%" PRId64 ", 5000)", pid), NULL, 0));
	db_close(other);
	assert_string_equal(seen_units(c), "19172401\n");
	c->account = NULL;
}

static int64_t renamed(struct ctx *c, const char *to)
{
	return number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_learner WHERE client_id = '%s'", to));
}

/* What is put off is done for whom it was meant, and not for whoever comes after. */
TEST(fence_of_what_is_put_off_is_that_of_whoever_said_it)
{
	struct world w;
	struct account a, b;

	only_postgres(c);
	world_make(c, &w);
	const int64_t all = learners(c);
	a = (struct account){ .scope = { .path = school_of(&w, "19172401")->unit.path, .alone = true } };
	b = (struct account){ .scope = { .path = school_of(&w, "01001401")->unit.path, .alone = true } };
	c->account = &a;
	const int64_t of_a = learners(c);
	OK(db_begin(c));
	OK(db_run(c, "UPDATE r_learner SET client_id = 'a'", NULL, 0));
	c->account = &b;
	OK(db_run(c, "UPDATE r_learner SET client_id = 'b'", NULL, 0));
	c->fence = FENCE_ALL;
	OK(db_run(c, "UPDATE r_learner SET client_id = 'all' WHERE client_id IS NULL", NULL, 0));
	c->fence = FENCE_OWN;
	OK(db_end(c, true));
	assert_string_equal(seen_units(c), "01001401\n");
	const int64_t of_b = learners(c);
	c->account = NULL;
	assert_int_equal(renamed(c, "a"), of_a);
	assert_int_equal(renamed(c, "b"), of_b);
	assert_true(of_a > 0 && of_b > 0 && all > of_a + of_b);
	assert_int_equal(renamed(c, "a") + renamed(c, "b") + renamed(c, "all"), all);
}

/* A unit that comes to stand below an office is its own at once, in the same transaction and in the next; of another process within a second. */
TEST(fence_of_an_office_goes_with_the_tree)
{
	struct world w;
	struct account so;
	struct rows r;

	only_postgres(c);
	world_make(c, &w);
	const struct unit s19 = province_unit(c, "S19"), s01 = province_unit(c, "S01");
	const struct world_unit *far = school_of(&w, "01000501");
	so = (struct account){ .scope = { .path = s19.path } };
	c->account = &so;
	OK(db_read_begin(c));
	assert_null(strstr(seen_units(c), "01000501"));
	db_read_end(c);
	OK(db_begin(c));
	OK(db_query(c, &r, "SELECT count(*) FROM r_learner", NULL, 0));
	OK(db_run(c, "UPDATE unit SET path = $2 WHERE id = $1", ARGS(val_int(far->unit.id), val_text(arena_fmt(c->arena, "%s%" PRId64 "/", s19.path, far->unit.id)))));
	db_fence_anew(c);
	OK(db_run(c, "UPDATE r_learner SET client_id = 'moved' WHERE unit_id = $1", ARGS(val_int(far->unit.id))));
	assert_true(renamed(c, "moved") > 0);
	OK(db_end(c, true));
	assert_non_null(strstr(seen_units(c), "01000501"));
	struct ctx other = { .arena = c->arena, .catalog = c->catalog };
	OK(db_open(c, &other.db, test_database()));
	const char *back = arena_fmt(c->arena, "%s%" PRId64 "/", s01.path, far->unit.id);
	assert_true(db_begin(&other) && db_end(&other, db_run(&other, "UPDATE unit SET path = $2 WHERE id = $1", ARGS(val_int(far->unit.id), val_text(back)))));
	db_close(other.db);
	c->now_ms += 1000;
	assert_null(strstr(seen_units(c), "01000501"));
	c->account = NULL;
}

/* As the superuser that script/postgres has. */
static const char *superuser(struct ctx *c)
{
	const char *role = "://khue@", *at = strstr(test_url(), role);

	return at == NULL ? NULL : arena_fmt(c->arena, "postgres://postgres@%s", at + strlen(role));
}

static bool is_told(const struct problems *p, const char *key)
{
	for (const struct problem *x = p->first; x != NULL; x = x->next)
		if (streq(x->key, key))
			return true;
	return false;
}

static void no_progress(enum doctor_check check, size_t done, size_t total)
{
	(void)check, (void)done, (void)total;
}

TEST(the_doctor_says_when_a_superuser_goes_through_the_fence)
{
	struct doctor seen;
	struct problems none = { 0 }, all = { 0 };
	struct ctx god = { .arena = c->arena, .catalog = c->catalog };
	struct database *d;
	const char *found;

	OK(fence_check(c, &none, &found));
	assert_int_equal(none.errors, 0);
	only_postgres(c);
	assert_non_null(strstr(found, "khue"));
	if (superuser(c) == NULL)
		skip();
	OK(database_open(c, &d, superuser(c)));
	OK(db_open(c, &god.db, d));
	OK(db_begin(&god) && db_script(&god, "ALTER FUNCTION arrayoverlap(anyarray, anyarray) NOT LEAKPROOF"));
	OK(fence_check(&god, &all, &found));
	fail(&god, ERR_CONFLICT, "test", "taken back");
	(void)!db_end(&god, false);
	ctx_clear(&god);
	doctor_look(&god, NULL, no_progress, &seen);
	assert_true(seen.of[DOCTOR_FENCE].sound && seen.of[DOCTOR_FENCE].problems == 1); /* told, and what is stored is sound */
	db_close(god.db);
	database_close(d);
	assert_true(is_told(&all, "fence.superuser"));
	assert_true(is_told(&all, "fence.words"));
	assert_int_equal(all.errors, 0);
}

static const char *plan(struct ctx *c)
{
	const char *sql;
	bool is_new;

	OK(migrate_plan(c, &sql, &is_new));
	return sql;
}

TEST(fence_is_made_anew_where_it_is_missing)
{
	only_postgres(c);
	assert_string_equal(plan(c), "");
	province_script(c, "DROP POLICY khue_units ON r_learner; ALTER TABLE change NO FORCE ROW LEVEL SECURITY");
	FAILS(migrate_check(c), "migrate.needed");
	assert_non_null(strstr(plan(c), "CREATE POLICY khue_units ON r_learner"));
	assert_null(strstr(plan(c), "ON change"));
	assert_non_null(strstr(plan(c), "ALTER TABLE change ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"));
	OK(migrate(c));
	assert_string_equal(plan(c), "");
	OK(migrate_check(c));
}

/* What an older release kept without saying whose it is. */
TEST(fence_hides_rows_of_no_unit_from_all_but_the_program)
{
	struct world w;
	struct account me;

	only_postgres(c);
	world_make(c, &w);
	province_script(c, "INSERT INTO blob_part (blob_id, part, bytes) VALUES ('old', 0, 'x'); INSERT INTO idempotency (account_id, request_key, request_hash, at, status, body)"
	                   " VALUES (0, 'old', 'x', 0, 200, 'x')");
	for (const char *const *t = (const char *const[]){ "blob_part", "idempotency", NULL }; *t != NULL; t++) {
		const char *all = arena_fmt(c->arena, "SELECT count(*) FROM %s", *t);
		assert_int_equal(number(c, all), 1);
		me = (struct account){ .scope = { .path = province_unit(c, "BGDDT").path } };
		c->account = &me;
		assert_int_equal(number(c, all), 0);
		me.scope.path = school_of(&w, "19172401")->unit.path;
		assert_int_equal(number(c, all), 0);
		c->account = NULL;
	}
}

/* Another program of a school, with the same database, which is at the door: it forgets what is old whosever it is. */
TEST(fence_lets_old_answers_of_all_be_forgotten_at_the_door)
{
	struct world w;

	world_make(c, &w);
	province_script(c, arena_fmt(c->arena, "INSERT INTO idempotency (account_id, request_key, request_hash, at, status, body, unit_id) VALUES (7, 'k', 'x', 0, 200, 'x', %" PRId64 ")",
	                             w.unit[0].unit.id));
	c->fence = FENCE_NOTHING;
	OK(db_begin(c) && db_end(c, idempotency_forget_old(c)));
	c->fence = FENCE_OWN;
	assert_int_equal(number(c, "SELECT count(*) FROM idempotency"), 0);
}
