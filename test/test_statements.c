/* test_statements.c - how often the database is asked. */
#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "province.h"

#define SCHOOL "19172401"

enum { SEEN_MAX = 100 };

struct seen {
	struct arena *arena;
	const char *sql[SEEN_MAX];
	size_t n;
};

static void see(void *arg, const char *sql)
{
	struct seen *s = arg;

	assert_true(s->n < SEEN_MAX);
	s->sql[s->n++] = arena_strdup(s->arena, sql);
}

static void check_at_most(const struct seen *s, size_t most)
{
	for (size_t i = 0; s->n > most && i < s->n; i++)
		print_error("%zu: %s\n", i + 1, s->sql[i]);
	assert_true(s->n <= most);
}

TEST(a_change_needs_few_statements)
{
	struct seen seen = { .arena = c->arena };

	province_make(c);
	struct api_session s = api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	const char *code = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Giàng Thị An\",\"birth_date\":\"2019-03-09\",\"sex\":\"02\",\"ethnic_group\":\"08\"}");
	const char *one = arena_fmt(c->arena, API "/learners/%s", code);
	struct api_reply r = api_call(c, &s, GET, one, NULL);
	EXPECT(r, 200);
	db_watch(c->db, see, &seen);
	r = api_call(c, &s, PATCH, one, "{\"phone\":\"0912345678\"}", .if_match = r.etag);
	db_watch(c->db, NULL, NULL);
	EXPECT(r, 200);
	/* Who asks, what it is; held, changed, logged.  PostgreSQL holds what it finds, SQLite reads beside its writer. */
	check_at_most(&seen, db_engine(c->db) == ENGINE_POSTGRES ? 6 : 10);
}

/* The answer is made from what was written, not read again. */
static void check_answer(struct ctx *c, const struct api_session *s, const char *one, const char *body)
{
	c->now_ms += 1000;
	struct api_reply r = api_call(c, s, PATCH, one, body, .if_match = "*");

	EXPECT(r, 200);
	json_t *told = json_deep_copy(r.json);
	json_object_del(told, "warnings");
	r = api_call(c, s, GET, one, NULL);
	EXPECT(r, 200);
	if (!json_equal(told, r.json))
		print_error("%s\n%s\n", json_dumps(told, 0), r.body);
	assert_true(json_equal(told, r.json));
	json_decref(told);
}

TEST(a_change_is_answered_as_it_is_stored)
{
	province_make(c);
	struct api_session s = api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	const char *a = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *b = province_record(c, SCHOOL, "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	const char *enrolment = province_pupil(c, SCHOOL, a, "Giàng Thị An", "2019-03-09", "02", "08");
	struct api_reply r = api_call(c, &s, GET, arena_fmt(c->arena, API "/enrolments/%s", enrolment), NULL);
	EXPECT(r, 200);
	const char *learner = arena_fmt(c->arena, API "/learners/%s", api_text(&r, "learner"));

	check_answer(c, &s, learner, "{\"full_name\":\"Giàng  Thị Bình\",\"phone\":\"\",\"pioneer\":true,\"pioneer_on\":\"2025-05-15\",\"father_birth_year\":1985}");
	check_answer(c, &s, learner, "{\"pioneer\":false,\"pioneer_on\":null,\"phone\":\"0912345678\"}");
	check_answer(c, &s, learner, "{\"pioneer\":false}");
	check_answer(c, &s, arena_fmt(c->arena, API "/enrolments/%s", enrolment), arena_fmt(c->arena, "{\"class\":\"%s\"}", b));
}
