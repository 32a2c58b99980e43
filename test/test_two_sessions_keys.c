/* test_two_sessions_keys.c - what is sent twice at once under one Idempotency-Key, to two processes, is done once and answered alike. */
#include "round.h"

#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "province.h"

#define SCHOOL "19172401"

static struct api_session clerk, head;
static const char *class, *enrolment;
static char answer[2][4000];

static void make(struct ctx *c, int round)
{
	if (round_number(c, "SELECT count(*) FROM unit") == 0) {
		province_make(c);
		clerk = api_account(c, "vt.khoa", "clerk", SCHOOL, NULL);
		head = api_account(c, "ht.khoa", "head", SCHOOL, NULL);
		class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	}
	enrolment = province_pupil(c, SCHOOL, class, arena_fmt(c->arena, "Lò Thị Bướm %d", round), "2019-03-09", "02", "08");
	memset(answer, 0, sizeof answer);
}

static bool send(struct ctx *c, int round, int who, const char *target, const char *body)
{
	const struct api_reply r = api_call(c, &clerk, POST, target, body, .key = arena_fmt(c->arena, "%s %d", strrchr(target, '/'), round));

	assert(r.body_len < sizeof answer[who]);
	memcpy(answer[who], r.body, r.body_len);
	return (r.status == 200 || r.status == 201) && (r.status == 200 || r.location != NULL || strstr(target, "requests") != NULL);
}

static bool creates(struct ctx *c, int round, int who)
{
	return send(c, round, who, API "/learners", arena_fmt(c->arena, "{\"full_name\":\"Giàng Thị Mây %d\",\"birth_date\":\"2019-03-09\",\"sex\":\"02\",\"ethnic_group\":\"08\"}", round));
}

static bool creates_first(struct ctx *c, int round)
{
	return creates(c, round, 0);
}

static bool creates_second(struct ctx *c, int round)
{
	return creates(c, round, 1);
}

static bool leaves(struct ctx *c, int round, int who)
{
	return send(c, round, who, arena_fmt(c->arena, API "/enrolments/%s/events", enrolment), "{\"event\":\"drop\",\"event_date\":\"2025-11-10\",\"reason\":\"01\"}");
}

static bool leaves_first(struct ctx *c, int round)
{
	return leaves(c, round, 0);
}

static bool leaves_second(struct ctx *c, int round)
{
	return leaves(c, round, 1);
}

/* Two officers, or one at two windows: under two keys. */
static bool publishes(struct ctx *c, int round, const char *key)
{
	const char *body = arena_fmt(c->arena, "{\"title\":\"Quy chế %d\",\"text\":\"Giữ mật khẩu.\"}", round);

	return api_call(c, &head, POST, API "/regulations", body, .key = arena_fmt(c->arena, "%s %d", key, round)).status == 201;
}

static bool publishes_first(struct ctx *c, int round)
{
	return publishes(c, round, "first");
}

static bool publishes_second(struct ctx *c, int round)
{
	return publishes(c, round, "second");
}

static void once(const struct ended *first, const struct ended *second, const char *number)
{
	assert_true(first->ok && second->ok);
	assert_string_equal(answer[0], answer[1]);
	assert_string_equal(number, "1\n");
}

static void made_once(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	once(first, second, province_text(c, arena_fmt(c->arena, "SELECT CAST(count(*) AS text) FROM r_learner WHERE full_name = 'Giàng Thị Mây %d'", round)));
}

static void left_once(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	once(first, second, province_text(c, arena_fmt(c->arena, "SELECT CAST(count(*) AS text) FROM r_enrolment_event e JOIN r_enrolment r ON r.unit_id = e.unit_id"
	                                                          " AND r.id = e.enrolment_id WHERE r.code = '%s'", enrolment)));
}

static void published_once(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	assert_true(first->ok != second->ok);
	assert_string_equal(province_text(c, arena_fmt(c->arena, "SELECT CAST(count(*) AS text) FROM regulation WHERE title = 'Quy chế %d'", round)), "1\n");
}

TEST(rules_that_are_published_twice_at_once_are_there_once)
{
	two_sessions(c, make, publishes_first, publishes_second, published_once);
}

TEST(a_key_that_two_processes_are_sent_at_once_makes_one_record)
{
	two_sessions(c, make, creates_first, creates_second, made_once);
}

TEST(a_key_that_two_processes_are_sent_at_once_makes_one_event)
{
	two_sessions(c, make, leaves_first, leaves_second, left_once);
}
