/* test_guesses.c - how much may be guessed, from where and at what, and whom it does not concern. */
#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/guesses.h"
#include "domain/account/sign_ins.h"
#include "province.h"

#define SCHOOL "19172401"

enum { NOW = 1000000000, MINUTE = 60 * 1000 };

static int begin(struct ctx *c, int64_t now_ms, const char *name, const char *password, const char *remote)
{
	(void)c;
	return guess_begin(&(struct guess){ name, password, remote }, now_ms);
}

/* Every guess another name and another password. */
static int from(struct ctx *c, int64_t now_ms, int i, const char *remote)
{
	return begin(c, now_ms, arena_fmt(c->arena, "name%d", i), arena_fmt(c->arena, "password%d", i), remote);
}

TEST_PURE(an_address_guesses_forty_times_and_then_every_twenty_seconds)
{
	for (int i = 0; i < 40; i++)
		assert_int_equal(from(c, NOW, i, "192.0.2.7"), 0);
	assert_int_equal(from(c, NOW, 40, "192.0.2.7"), 20);
	assert_int_equal(from(c, NOW + 5000, 41, "192.0.2.7"), 15);
	assert_int_equal(from(c, NOW + 5000, 42, "192.0.2.8"), 0); /* of its network */
	assert_int_equal(from(c, NOW + 20000, 43, "192.0.2.7"), 0);
	assert_int_equal(from(c, NOW + 20000, 44, "192.0.2.7"), 20);
	assert_int_equal(from(c, NOW + 14 * MINUTE, 45, "192.0.2.7"), 0);
}

TEST_PURE(a_network_guesses_no_more_by_having_many_addresses)
{
	int taken = 0;

	for (int i = 0; i < 2000; i++)
		taken += from(c, NOW, i, arena_fmt(c->arena, "2001:db8:7:%x::1", i)) == 0;
	assert_in_range(taken, 155, 160);
	assert_int_equal(from(c, NOW, 2000, "2001:db8:8::1"), 0);
}

TEST_PURE(a_name_is_guessed_at_no_more_from_many_networks)
{
	int taken = 0;

	for (int i = 0; i < 1000; i++)
		taken += begin(c, NOW, "van.thu", arena_fmt(c->arena, "password%d", i), arena_fmt(c->arena, "198.%d.%d.1", 18 + i / 250, i % 250)) == 0;
	assert_int_equal(taken, 30);
	assert_int_equal(begin(c, NOW, "hieu.truong", "x", "198.18.1.1"), 0);
	assert_int_equal(begin(c, NOW + 31000, "van.thu", "y", "203.0.113.9"), 0); /* nobody is locked out for long */
}

/* Three passwords at fifty thousand names, from two hundred addresses of as many networks. */
TEST_PURE(a_password_is_not_tried_at_many_names)
{
	int taken = 0, asked = 0;

	for (int i = 0; i < 50000; i++)
		for (int k = 0; k < 3; k++, asked++)
			taken += begin(c, NOW + i, arena_fmt(c->arena, "truong%05d", i), arena_fmt(c->arena, "Common-%d", k), arena_fmt(c->arena, "198.18.%d.1", i % 200)) == 0;
	assert_true(taken <= 3 * 15 + 3);
	assert_true(taken * 100 < asked);
}

TEST_PURE(who_was_right_there_before_waits_for_nobody)
{
	const struct guess mine = { "van.thu", "my own", "192.0.2.7" };

	assert_int_equal(guess_begin(&mine, NOW), 0);
	guess_was_right(&mine);
	for (int i = 0; i < 200; i++) {
		(void)from(c, NOW, i, "192.0.2.7");
		(void)begin(c, NOW, "van.thu", arena_fmt(c->arena, "p%d", i), arena_fmt(c->arena, "198.18.%d.1", i));
	}
	assert_true(begin(c, NOW, "hieu.truong", "z", "192.0.2.7") > 0);
	assert_true(begin(c, NOW, "van.thu", "z", "203.0.113.1") > 0);
	assert_int_equal(guess_begin(&mine, NOW), 0);
}

/* An account of one's own makes no room for guesses at others. */
TEST_PURE(who_was_right_there_makes_no_room_for_others)
{
	const struct guess mine = { "van.thu", "my own", "192.0.2.7" };

	assert_int_equal(guess_begin(&mine, NOW), 0);
	guess_was_right(&mine);
	for (int i = 0; i < 40; i++)
		assert_int_equal(from(c, NOW, i, "192.0.2.7"), 0);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(begin(c, NOW, "van.thu", "wrong", "192.0.2.7"), 0);
		assert_true(from(c, NOW, 100 + i, "192.0.2.7") > 0);
		assert_int_equal(guess_begin(&mine, NOW), 0);
		guess_was_right(&mine);
		assert_true(from(c, NOW, 200 + i, "192.0.2.7") > 0);
	}
}

TEST_PURE(what_was_right_is_no_guess_and_this_machine_has_no_address)
{
	for (int i = 0; i < 500; i++) {
		const struct guess g = { arena_fmt(c->arena, "name%d", i), arena_fmt(c->arena, "password%d", i), "192.0.2.7" };
		assert_int_equal(guess_begin(&g, NOW), 0);
		guess_was_right(&g);
	}
	for (int i = 500; i < 700; i++) {
		assert_int_equal(from(c, NOW, i, "127.0.0.1"), 0);
		assert_int_equal(from(c, NOW, 1000 + i, "::1"), 0);
	}
}

TEST_PURE(a_clock_that_is_set_back_locks_nobody_out)
{
	for (int i = 0; i < 60; i++)
		(void)from(c, NOW + 24 * 60 * MINUTE, i, "192.0.2.7");
	assert_int_equal(from(c, NOW, 100, "192.0.2.7"), 0);
}

/* ---- over HTTP ---- */

static struct api_reply sign_in(struct ctx *c, const char *name, const char *password)
{
	return api_call(c, &api_nobody, POST, API "/session", arena_fmt(c->arena, "{\"username\":\"%s\",\"password\":\"%s\"}", name, password));
}

TEST(who_must_wait_is_told_how_long)
{
	struct api_reply r;

	province_make(c);
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	for (int i = 0; i < SESSION_FREE_FAILURES; i++) {
		r = sign_in(c, "van.thu", "Sai-mat-khau-nay");
		EXPECT(r, 401);
	}
	r = sign_in(c, "van.thu", API_PASSWORD);
	EXPECT(r, 429);
	assert_string_equal(r.retry_after, "1");
	c->now_ms -= INT64_C(24) * 60 * MINUTE; /* a clock that is set back keeps nobody out */
	r = sign_in(c, "van.thu", API_PASSWORD);
	EXPECT(r, 200);
}

/* A stranger at the address of a school does not keep it out because the program was begun anew. */
TEST(who_signed_in_before_waits_for_nobody_after_a_restart)
{
	struct api_reply r;

	province_make(c);
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	r = sign_in(c, "van.thu", API_PASSWORD);
	EXPECT(r, 200);
	for (int known = 0; known < 2; known++) {
		guesses_forget();
		if (known)
			OK(sign_in_remember(c));
		for (int i = 0; i < 60; i++)
			(void)from(c, c->now_ms, i, "192.0.2.1"); /* where requests of tests come from */
		r = sign_in(c, "van.thu", API_PASSWORD);
		EXPECT(r, known ? 200 : 429);
	}
	c->now_ms += INT64_C(30) * 24 * 60 * MINUTE;
	guesses_forget();
	OK(sign_in_remember(c));
	for (int i = 0; i < 60; i++)
		(void)from(c, c->now_ms, i, "192.0.2.1");
	r = sign_in(c, "van.thu", API_PASSWORD);
	EXPECT(r, 429);
}

static const char *own(struct ctx *c, const char *old)
{
	return arena_fmt(c->arena, "{\"old\":\"%s\",\"new\":\"Mot cau dai khac han 57\"}", old);
}

/* Who must wait at one address is refused there, and a guess nowhere else. */
TEST(what_is_not_looked_at_is_no_guess)
{
	struct api_reply r;

	province_make(c);
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	for (int i = 0; i < 100; i++)
		r = sign_in(c, "van.thu", "Sai-mat-khau-nay");
	EXPECT(r, 429);
	assert_string_equal(r.retry_after, "1");
	r = sign_in(c, "hieu.truong", "Sai-mat-khau-nay");
	EXPECT(r, 401);
}

TEST(a_wrong_password_of_ones_own_counts_as_one_at_the_door)
{
	struct api_reply r;

	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	for (int i = 0; i < SESSION_FREE_FAILURES; i++) {
		r = api_call(c, &me, POST, API "/session/password", own(c, "Sai-mat-khau-nay"));
		EXPECT(r, 403);
	}
	r = api_call(c, &me, POST, API "/session/password", own(c, API_PASSWORD));
	EXPECT(r, 429);
	c->now_ms += 2000;
	r = api_call(c, &me, POST, API "/session/password", own(c, API_PASSWORD));
	EXPECT(r, 204);
}
