/* test_spread.c - a database of several servers: where tables are put, and that statements of a unit name it. */
#include "api.h"
#include "province.h"

#include <stdlib.h>
#include <string.h>

#include "api/routes.h"
#include "db/db.h"
#include "store/migrate.h"

#define SCHOOL "19172401"

/* ---- the catalogue ---- */

static bool names(const char *columns, const char *column)
{
	const char *at = strstr(columns, column);
	const size_t n = strlen(column);

	return at != NULL && (at == columns || at[-1] == ' ') && (at[n] == '\0' || at[n] == ',');
}

TEST_PURE(every_table_says_where_its_rows_are)
{
	size_t units = 0;

	(void)c;
	for (size_t i = 0; i < test_catalog()->n_tables; i++) {
		const struct sql_table *t = &test_catalog()->table[i];
		bool required = false;
		if (t->spread == SPREAD_HERE || t->spread == SPREAD_EVERYWHERE) {
			assert_null(t->spread_by);
			continue;
		}
		assert_int_equal(streq(t->spread_by, "unit_id"), t->spread == SPREAD_UNIT);
		for (size_t k = 0; k < t->n_columns; k++)
			required |= streq(t->column[k].name, t->spread_by) && t->column[k].not_null;
		if (!required || !names(t->key, t->spread_by))
			fail_msg("%s: %s must be required and in the key", t->name, t->spread_by);
		for (size_t k = 0; k < t->n_indexes; k++)
			if (t->index[k].unique && !names(t->index[k].columns, t->spread_by))
				fail_msg("%s: the unique index of %s must have %s", t->name, t->index[k].columns, t->spread_by);
		units += t->spread == SPREAD_UNIT;
	}
	assert_true(units > test_catalog()->n_types);
}

/* ---- a stand-in for Citus: its table of what is placed, and functions that note what they were asked ---- */

static void empty_schema(struct ctx *c)
{
	province_script(c, "DROP SCHEMA IF EXISTS several CASCADE; CREATE SCHEMA several; SET search_path TO several; SET client_min_messages TO warning");
}

static void install(struct ctx *c)
{
	province_script(c, "CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY);"
	       "CREATE TABLE asked (n bigserial, what text);"
	       "CREATE FUNCTION create_reference_table(t regclass) RETURNS void LANGUAGE sql AS"
	       " $$INSERT INTO pg_dist_partition VALUES (t); INSERT INTO asked (what) VALUES (t || ' everywhere')$$;"
	       "CREATE FUNCTION create_distributed_table(t regclass, by text, colocate_with text) RETURNS void LANGUAGE sql AS"
	       " $$INSERT INTO pg_dist_partition VALUES (t); INSERT INTO asked (what) VALUES (t || ' by ' || by || ' with ' || colocate_with)$$");
}

/* What was asked for since the last time. */
static const char *asked(struct ctx *c)
{
	const char *all = province_text(c, "SELECT what FROM asked ORDER BY n");

	province_script(c, "DELETE FROM asked");
	return all;
}

static const struct catalog *small_catalog(struct ctx *c, const char *name)
{
	const char *cases = TEST_SOURCE_DIR "/test/catalog", *dir = arena_fmt(c->arena, "%s/%s", test_dir(c), name);
	struct catalog *k;

	if (system(arena_fmt(c->arena, "cp -r '%s/base' '%s' && if [ -d '%s/good/%s' ]; then cp -r '%s/good/%s/.' '%s'; fi", cases, dir, cases, name, cases, name, dir)) != 0)
		fail_msg("cannot copy %s", name);
	OK(catalog_load(c, &k, dir));
	return k;
}

TEST(a_database_with_citus_has_its_tables_placed_once)
{
	const struct catalog *whole = c->catalog, *basic, *grown;
	const char *sql;
	bool is_new;

	if (db_engine(c->db) != ENGINE_POSTGRES)
		return;
	basic = small_catalog(c, "basic");
	grown = small_catalog(c, "grown");
	empty_schema(c);
	install(c);
	c->catalog = basic;
	OK(migrate(c));
	assert_string_equal(asked(c), "r_pupil by unit_id with none\nr_school by unit_id with r_pupil\n");
	OK(migrate_check(c));
	OK(migrate(c));
	assert_string_equal(asked(c), "");
	c->catalog = grown;
	OK(migrate_plan(c, &sql, &is_new));
	assert_non_null(strstr(sql, "SELECT create_distributed_table('r_room', 'unit_id', colocate_with => 'r_pupil');"));
	OK(migrate(c));
	assert_string_equal(asked(c), "r_room by unit_id with r_pupil\n");
	c->catalog = whole;
	province_script(c, "SET search_path TO public; DROP SCHEMA several CASCADE");
}

static size_t times(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		n++;
	return n;
}

TEST(a_database_that_gets_citus_later_is_placed_by_migrate)
{
	size_t placed = 0;

	if (db_engine(c->db) != ENGINE_POSTGRES)
		return;
	empty_schema(c);
	OK(migrate(c));
	install(c);
	FAILS(migrate_check(c), "migrate.needed");
	OK(migrate(c));
	OK(migrate_check(c));
	const char *all = asked(c);
	for (size_t i = 0; i < c->catalog->n_tables; i++)
		placed += c->catalog->table[i].spread != SPREAD_HERE;
	assert_int_equal(times(all, "\n"), placed);
	assert_non_null(strstr(all, "unit everywhere\n"));
	assert_non_null(strstr(all, "identifier by value with none\n"));
	assert_non_null(strstr(all, "chain_check by unit_id with none\n"));
	assert_int_equal(times(all, " by unit_id with none\n"), 1);
	assert_int_equal(times(all, "r_learner by unit_id with chain_check\n"), 1);
	assert_null(strstr(all, "session"));
	province_script(c, "DELETE FROM pg_dist_partition WHERE logicalrelid <> CAST('report' AS regclass)");
	OK(migrate(c));
	all = asked(c);
	assert_int_equal(times(all, "\n"), placed - 1);
	assert_int_equal(times(all, " by unit_id with none\n"), 0);
	assert_int_equal(times(all, "chain_check by unit_id with report\n"), 1);
	province_script(c, "SET search_path TO public; DROP SCHEMA several CASCADE");
}

/* ---- what is asked most often names its unit: no exception so far ---- */

enum { SEEN_MAX = 300 };

struct seen {
	struct arena *arena;
	const char *sql[SEEN_MAX];
	size_t n;
};

static void see(void *arg, const char *sql)
{
	struct seen *s = arg;

	for (size_t i = 0; i < s->n; i++)
		if (streq(s->sql[i], sql))
			return;
	assert_true(s->n < SEEN_MAX);
	s->sql[s->n++] = arena_strdup(s->arena, sql);
}

/* "unit_id = $1", "unit_id IN ($1", or a new row that has it. */
static bool names_by(const char *sql, const char *column)
{
	const size_t n = strlen(column);

	for (const char *at = sql; (at = strstr(at, column)) != NULL; at += n)
		if (strncmp(at + n, " = $", 4) == 0 || strncmp(at + n, " IN ($", 6) == 0 || strncmp(at + n, " = CAST($", 9) == 0)
			return true;
	return strncmp(sql, "INSERT INTO ", 12) == 0 && strstr(sql, column) != NULL && strstr(sql, column) < strchr(sql, ')');
}

static const struct sql_table *next_table(struct ctx *c, const char **at)
{
	static const char *const before[] = { "FROM ", "JOIN ", "INTO ", "UPDATE " };

	for (const char *p = *at; *p != '\0'; p++)
		for (size_t i = 0; i < COUNT(before); i++) {
			const size_t n = strlen(before[i]);
			const struct sql_table *t = strncmp(p, before[i], n) != 0 ? NULL :
			                            catalog_table(c->catalog, arena_strndup(c->arena, p + n, strspn(p + n, "abcdefghijklmnopqrstuvwxyz_")));
			*at = p + n;
			if (t != NULL)
				return t;
		}
	return NULL;
}

/* One server can answer it: it says of which unit (or code) it is, and looks at nothing that stands elsewhere. */
static const char *fault_of(struct ctx *c, const char *sql)
{
	const struct sql_table *first = NULL;

	for (const struct sql_table *t; (t = next_table(c, &sql)) != NULL;) {
		if (t->spread == SPREAD_EVERYWHERE)
			continue;
		if (first != NULL && first != t && (first->spread != SPREAD_UNIT || t->spread != SPREAD_UNIT) && (first->spread != SPREAD_HERE || t->spread != SPREAD_HERE))
			return arena_fmt(c->arena, "%s and %s stand apart", first->name, t->name);
		first = t;
	}
	return NULL;
}

static void check_seen(struct ctx *c, const struct seen *s)
{
	size_t faults = 0, of_units = 0;

	for (size_t i = 0; i < s->n; i++) {
		const char *sql = s->sql[i], *rest = sql, *why = fault_of(c, sql);
		for (const struct sql_table *t; why == NULL && (t = next_table(c, &rest)) != NULL;) {
			of_units += t->spread == SPREAD_UNIT;
			if (t->spread_by != NULL && !names_by(sql, t->spread_by))
				why = arena_fmt(c->arena, "%s: names no %s", t->name, t->spread_by);
		}
		if (why != NULL)
			print_error("%s\n    %s\n", why, sql);
		faults += why != NULL;
	}
	assert_true(of_units > 10);
	assert_int_equal(faults, 0);
}

/* A connection looks for Citus when it is opened. */
static void connect_anew(struct ctx *c)
{
	struct database *d = db_database(c->db);

	db_close(c->db);
	OK(db_open(c, &c->db, d));
}

TEST(what_is_asked_most_often_names_its_unit)
{
	static const char *const lists[] = {
		API "/learners?limit=50&sort=code&unit=" SCHOOL, API "/learners?q=giang", API "/learners?gone=true", API "/learners?on=2025-10-01",
		API "/enrolments?year=2025&limit=50&count=true", API "/staff?filter=status%20==%20%2201%22", API "/classes",
	};
	struct seen seen = { .arena = c->arena };
	struct buf lines = buf_in(c->arena);

	if (db_engine(c->db) != ENGINE_POSTGRES)
		return; /* it never has several servers */
	province_script(c, "CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY)");
	connect_anew(c);
	assert_true(db_is_several(c->db));
	province_make(c);
	struct api_session s = api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	for (int i = 0; i < 60; i++) {
		province_pupil(c, SCHOOL, class, arena_fmt(c->arena, "Giàng Thị %c%c", 'A' + i / 26, 'a' + i % 26), "2019-03-09", "02", "08");
		buf_fmt(&lines, "{\"client_id\":\"k%d\",\"full_name\":\"Vàng A Páo %c\",\"birth_date\":\"2019-03-09\",\"sex\":\"01\",\"ethnic_group\":\"08\"}\n", i, 'A' + i % 26);
	}
	db_watch(c->db, see, &seen);
	struct api_reply r = api_call(c, &s, GET, API "/learners?limit=50&fields=full_name,enrolment.class.title", NULL);
	EXPECT(r, 200);
	const char *code = json_string_value(json_object_get(json_array_get(api_items(&r), 0), "code")), *one = arena_fmt(c->arena, API "/learners/%s", code);
	for (size_t i = 0; i < COUNT(lists); i++) {
		r = api_call(c, &s, GET, lists[i], NULL);
		EXPECT(r, 200);
	}
	r = api_call(c, &s, GET, one, NULL);
	EXPECT(r, 200);
	r = api_call(c, &s, PATCH, one, "{\"phone\":\"0912345678\"}", .if_match = r.etag);
	EXPECT(r, 200);
	r = api_call(c, &s, POST, API "/learners", "{\"full_name\":\"Lù Văn Sì\",\"birth_date\":\"2019-01-01\",\"sex\":\"01\",\"ethnic_group\":\"08\"}");
	EXPECT(r, 201);
	for (int i = 0; i < 2; i++) {
		r = api_call(c, &s, POST, API "/learners/batch", buf_text(&lines), .type = "application/x-ndjson");
		EXPECT(r, 200);
	}
	db_watch(c->db, NULL, NULL);
	province_script(c, "DROP TABLE pg_dist_partition");
	connect_anew(c);
	check_seen(c, &seen);
}
