/* test_transfer_ask.c - whoever asks for a person of another school is not told by trying who was born when. */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "day_tools.h"
#include "db/db.h"
#include "domain/merge/person_merge.h"
#include "domain/transfer/transfer.h"
#include "store/change.h"

#define NOBODY "1999999999"

struct setting {
	struct catalog few;
	struct api_session clerk, far;
	const char *learner, *there, *far_class;
};

static struct setting setting(struct ctx *c)
{
	struct setting s = { .few = *c->catalog };

	province_make(c);
	today(c, "2025-10-10");
	const char *code = province_pupil(c, SCHOOL, make_class(c, SCHOOL, "2A", 2), "Sùng A Páo", "2018-04-05", "01", "08");
	const struct record rec = get(c, "enrolment", code);
	s.learner = text(&rec, "learner");
	s.there = make_class(c, OTHER, "2B", 2);
	s.far_class = make_class(c, FAR, "2B", 2);
	s.clerk = api_account(c, "van.thu", "clerk", OTHER, NULL);
	s.far = api_account(c, "van.thu.xa", "clerk", FAR, NULL);
	return s;
}

static struct api_reply ask(struct ctx *c, const struct api_session *who, const char *person, const char *birth, const char *class)
{
	return api_call(c, who, POST, API "/transfers/requests", arena_fmt(c->arena,
		"{\"person_code\":\"%s\",\"full_name\":\"Sùng A Páo\",\"birth_date\":\"%s\",\"class\":\"%s\",\"day\":\"2025-10-09\"}", person, birth, class));
}

static const char *body(struct ctx *c, const struct api_reply *r)
{
	json_t *o = json_deep_copy(r->json);
	json_object_del(o, "request");
	json_object_del(o, "instance");
	char *text = json_dumps(o, JSON_SORT_KEYS);
	const char *kept = arena_strdup(c->arena, text);

	free(text);
	json_decref(o);
	return kept;
}

static const char *feed(struct ctx *c, const char *school)
{
	const struct unit u = province_unit(c, school);
	struct buf b = buf_in(c->arena);

	OK(change_feed(c, &u, 0, &(struct change_query){ .limit = 1000 }, &b));
	return buf_text(&b);
}

static int64_t lines(struct ctx *c, const char *school, const char *event)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT count(*) FROM change g JOIN unit u ON u.id = g.unit_id WHERE u.code = $1 AND g.event = $2", ARGS(val_text(school), val_text(event))));
	return rows_int(&r, 0, 0);
}

TEST(a_birth_date_is_not_found_by_trying)
{
	struct setting s = setting(c);
	struct api_reply r, other;

	for (int i = 0; i < c->catalog->transfer_misses_of_person; i++) {
		r = ask(c, &s.clerk, s.learner, arena_fmt(c->arena, "2018-05-%02d", i + 1), s.there);
		other = ask(c, &s.clerk, NOBODY, arena_fmt(c->arena, "2018-05-%02d", i + 1), s.there);
		EXPECT(r, 404);
		assert_string_equal(r.key, "transfer.person");
		assert_string_equal(body(c, &r), body(c, &other));
	}
	/* Not even with what is right, by nobody of the school, and nobody is told that there is such a person. */
	r = ask(c, &s.clerk, s.learner, "2018-04-05", s.there);
	other = ask(c, &s.clerk, NOBODY, "2018-04-05", s.there);
	EXPECT(r, 429);
	assert_string_equal(r.key, "transfer.quota");
	assert_string_equal(body(c, &r), body(c, &other));
	const struct api_session beside = api_account(c, "van.thu.ba", "clerk", OTHER, NULL);
	r = ask(c, &beside, s.learner, "2018-04-05", s.there);
	EXPECT(r, 429);
	r = ask(c, &s.far, s.learner, "2018-05-05", s.far_class);
	EXPECT(r, 404);
	today(c, "2025-10-11");
	s.clerk = api_account(c, "van.thu.hai", "clerk", OTHER, NULL);
	r = ask(c, &s.clerk, s.learner, "2018-04-05", s.there);
	EXPECT(r, 201);
}

TEST(misses_are_counted_of_an_account_whomever_it_asks_for)
{
	struct setting s = setting(c);
	struct api_reply r;

	s.few.transfer_misses_a_day = 3;
	c->catalog = &s.few;
	for (int i = 0; i < 3; i++) {
		r = ask(c, &s.clerk, arena_fmt(c->arena, "199999999%d", i), "2018-04-05", s.there);
		EXPECT(r, 404);
	}
	for (int i = 0; i < 10; i++) {
		r = ask(c, &s.clerk, s.learner, "2018-05-05", s.there);
		EXPECT(r, 429);
		assert_string_equal(r.key, "transfer.quota");
	}
	/* Which keeps nobody else from asking. */
	r = ask(c, &s.far, s.learner, "2018-04-05", s.far_class);
	EXPECT(r, 201);
}

TEST(what_is_asked_rightly_is_not_counted)
{
	struct setting s = setting(c);
	struct api_reply r;

	s.few.transfer_misses_a_day = s.few.transfer_misses_of_person = 1;
	c->catalog = &s.few;
	for (int i = 0; i < 4; i++) {
		r = ask(c, &s.clerk, s.learner, "2018-04-05", s.there);
		EXPECT(r, 201);
		r = api_call(c, &s.clerk, POST, arena_fmt(c->arena, API "/transfers/%s/withdraw", api_text(&r, "code")), NULL);
		EXPECT(r, 200);
	}
	assert_int_equal(lines(c, OTHER, "MISSED") + lines(c, SCHOOL, "ASKED"), 0);
}

TEST(each_miss_is_a_line_at_both_schools)
{
	struct setting s = setting(c);

	const struct unit here = province_unit(c, SCHOOL), there = province_unit(c, OTHER);
	int64_t entries;

	(void)ask(c, &s.clerk, s.learner, "2018-05-05", s.there);
	assert_int_equal(lines(c, OTHER, "MISSED"), 1);
	assert_int_equal(lines(c, SCHOOL, "ASKED"), 1);
	assert_non_null(strstr(feed(c, OTHER), arena_fmt(c->arena, "\"event\":\"MISSED\",\"before\":null,\"after\":{\"person\":\"%s\"}", s.learner)));
	assert_non_null(strstr(feed(c, SCHOOL), "\"event\":\"ASKED\",\"before\":null,\"after\":{\"to\":\"" OTHER "\"}"));
	/* The same line of whom nobody knows; of what is no code, and may be a number of the child, none of it. */
	(void)ask(c, &s.clerk, NOBODY, "2018-05-05", s.there);
	(void)ask(c, &s.clerk, "019218000001", "2018-05-05", s.there);
	assert_int_equal(lines(c, OTHER, "MISSED"), 3);
	assert_int_equal(lines(c, SCHOOL, "ASKED"), 1);
	assert_non_null(strstr(feed(c, OTHER), "\"event\":\"MISSED\",\"before\":null,\"after\":{\"person\":\"" NOBODY "\"}"));
	assert_null(strstr(feed(c, OTHER), "019218000001"));
	assert_null(strstr(feed(c, OTHER), "2018-05-05"));
	OK(chain_verify(c, &here, &entries));
	OK(chain_verify(c, &there, &entries));
}

/* A second code of the person is not a second person to guess about. */
TEST(misses_are_of_the_person_by_whatever_code)
{
	struct setting s = setting(c);
	const char *twin = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Sùng A Páo\",\"birth_date\":\"2018-04-05\",\"sex\":\"01\",\"ethnic_group\":\"08\"}");
	const struct record from = get(c, "learner", twin), into = get(c, "learner", s.learner);
	struct api_reply r;
	int64_t merge;

	s.few.transfer_misses_of_person = 1;
	c->catalog = &s.few;
	OK(person_merge(c, &from, &into, NULL, NULL, &merge));
	r = ask(c, &s.clerk, twin, "2018-05-05", s.there);
	EXPECT(r, 404);
	r = ask(c, &s.clerk, s.learner, "2018-04-05", s.there);
	EXPECT(r, 429);
}

/* A day that cannot be, or a transfer that runs already, tells whoever asks that name and birth date are right. */
TEST(whoever_is_told_that_a_guess_is_right_leaves_a_line)
{
	const struct setting s = setting(c);
	const char *old = arena_fmt(c->arena, "{\"person_code\":\"%s\",\"full_name\":\"Sùng A Páo\",\"birth_date\":\"2018-04-05\",\"day\":\"2020-01-01\"}", s.learner);
	struct api_reply r = api_call(c, &s.clerk, POST, API "/transfers/requests", old);

	assert_string_equal(r.key, "transfer.day");
	assert_int_equal(lines(c, SCHOOL, "ASKED"), 1);
	/* Another school's class is refused before anybody is looked for. */
	r = ask(c, &s.clerk, NOBODY, "2018-04-05", s.far_class);
	EXPECT(r, 422);
	assert_string_equal(r.key, "transfer.class");
}
