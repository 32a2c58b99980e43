/* test_factor.c - the second factor, by the API and at the door. */
#include "api.h"
#include "api/routes.h"
#include "base/otp.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/demand.h"
#include "domain/unit/unit_admin.h"
#include "province.h"

#define SCHOOL "19172401"
#define NAME "head.bahang"

/* RFC 6238, appendix B, the last six of its eight digits. */
TEST_PURE(codes_by_the_time_are_those_of_the_standard)
{
	static const struct { int64_t time; const char *code; } due[] = {
		{ 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" }, { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
	};
	static const char secret[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
	char code[OTP_DIGITS + 1];

	(void)c;
	for (size_t i = 0; i < COUNT(due); i++) {
		otp_code(secret, due[i].time / 30, code);
		assert_string_equal(code, due[i].code);
		assert_int_equal(otp_step(secret, code, due[i].time * 1000 + 30000), due[i].time / 30); /* a clock that is half a minute fast */
		assert_int_equal(otp_step(secret, code, due[i].time * 1000 + 90000), -1);
	}
	otp_code("khong phai", 1, code);
	assert_string_equal(code, "");
}

static const char *now(struct ctx *c, const char *secret)
{
	char code[OTP_DIGITS + 1];

	otp_code(secret, c->now_ms / OTP_STEP_MS, code);
	return arena_strdup(c->arena, code);
}

static struct api_reply sign_in(struct ctx *c, const char *otp)
{
	return api_call(c, &api_nobody, POST, API "/session", arena_fmt(c->arena, "{\"username\":\"" NAME "\",\"password\":\"" API_PASSWORD "\"%s%s%s}",
	                otp == NULL ? "" : ",\"otp\":\"", otp == NULL ? "" : otp, otp == NULL ? "" : "\""));
}

static void check_sign_in(struct ctx *c, const char *otp, int status)
{
	struct api_reply r = sign_in(c, otp);

	EXPECT(r, status);
}

static const char *set_factor(struct ctx *c, const struct api_session *me, const char *ret_paper[2])
{
	struct api_reply r = api_call(c, me, POST, API "/session/otp", "{\"password\":\"" API_PASSWORD "\"}");

	EXPECT(r, 200);
	const char *secret = api_text(&r, "secret");
	assert_non_null(strstr(api_text(&r, "uri"), secret));
	assert_true(json_array_size(json_object_get(r.json, "qr")) > 20);
	check_sign_in(c, NULL, 200); /* it is not confirmed */
	r = api_call(c, me, POST, API "/session/otp/confirm", "{\"otp\":\"000000x\"}");
	EXPECT(r, 422);
	r = api_call(c, me, POST, API "/session/otp/confirm", arena_fmt(c->arena, "{\"otp\":\"%s\"}", now(c, secret)));
	EXPECT(r, 200);
	for (size_t i = 0; i < 2; i++)
		ret_paper[i] = json_string_value(json_array_get(json_object_get(r.json, "codes"), i));
	c->now_ms += OTP_STEP_MS;
	return secret;
}

TEST(who_has_a_second_factor_signs_in_with_it_only)
{
	const char *paper[2];

	province_make(c);
	const struct api_session me = api_account(c, NAME, "head", SCHOOL, NULL);
	const char *secret = set_factor(c, &me, paper);
	struct api_reply r = sign_in(c, NULL);
	EXPECT(r, 401);
	assert_string_equal(r.key, "session.otp");
	assert_null(r.cookie);
	assert_string_equal(province_text(c, "SELECT CAST(failures AS TEXT) FROM account WHERE name = '" NAME "'"), "0\n"); /* the first of two steps */
	r = sign_in(c, "123");
	EXPECT(r, 401);
	assert_string_equal(r.key, "session.otp_wrong");
	assert_string_equal(province_text(c, "SELECT CAST(failures AS TEXT) FROM account WHERE name = '" NAME "'"), "1\n");
	const char *code = now(c, secret);
	check_sign_in(c, code, 200);
	check_sign_in(c, code, 401); /* no code opens twice */
	check_sign_in(c, paper[0], 200);
	check_sign_in(c, paper[0], 401);
	c->now_ms += OTP_STEP_MS;
	check_sign_in(c, arena_fmt(c->arena, " %.3s %s", now(c, secret), now(c, secret) + 3), 200); /* as programs show it */
	r = api_call(c, &me, GET, API "/session/otp", NULL);
	EXPECT(r, 200);
	assert_true(json_is_true(json_object_get(r.json, "set")));
	assert_int_equal(json_integer_value(json_object_get(r.json, "codes_left")), 9);
}

TEST(a_second_factor_is_set_and_taken_off_with_the_password_only)
{
	const char *paper[2];

	province_make(c);
	const struct api_session me = api_account(c, NAME, "head", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, POST, API "/session/otp", "{\"password\":\"khong-phai-no\"}");
	EXPECT(r, 403);
	assert_string_equal(r.key, "password.old");
	const char *secret = set_factor(c, &me, paper);
	r = api_call(c, &me, POST, API "/session/otp", "{\"password\":\"" API_PASSWORD "\"}");
	EXPECT(r, 409);
	r = api_call(c, &me, POST, API "/session/otp/remove", arena_fmt(c->arena, "{\"password\":\"khong-phai-no\",\"otp\":\"%s\"}", now(c, secret)));
	EXPECT(r, 403);
	r = api_call(c, &me, POST, API "/session/otp/remove", "{\"password\":\"" API_PASSWORD "\",\"otp\":\"12\"}");
	EXPECT(r, 403);
	/* Beside it a password may be shorter, which keeps it. */
	r = api_call(c, &me, POST, API "/session/password", "{\"old\":\"" API_PASSWORD "\",\"new\":\"sen no trang\"}");
	EXPECT(r, 204);
	r = api_call(c, &me, POST, API "/session/otp/remove", arena_fmt(c->arena, "{\"password\":\"sen no trang\",\"otp\":\"%s\"}", now(c, secret)));
	EXPECT(r, 422);
	assert_string_equal(r.key, "otp.password");
	r = api_call(c, &me, POST, API "/session/password", "{\"old\":\"sen no trang\",\"new\":\"" API_PASSWORD "\"}");
	EXPECT(r, 204);
	c->now_ms += OTP_STEP_MS;
	r = api_call(c, &me, POST, API "/session/otp/remove", arena_fmt(c->arena, "{\"password\":\"" API_PASSWORD "\",\"otp\":\"%s\"}", paper[1]));
	EXPECT(r, 204);
	check_sign_in(c, NULL, 200);
	r = api_call(c, &me, POST, API "/session/password", "{\"old\":\"" API_PASSWORD "\",\"new\":\"sen no trang\"}");
	EXPECT(r, 422);
}

TEST(a_new_password_takes_the_second_factor_off)
{
	struct api_session again;
	const char *paper[2], *once;

	province_make(c);
	const struct api_session me = api_account(c, NAME, "head", SCHOOL, NULL);
	set_factor(c, &me, paper);
	OK(account_reset(c, NAME, &once));
	assert_int_equal(api_sign_in(c, NAME, once, &again), 200);
}

static struct api_reply form(struct ctx *c, const struct api_session *who, const char *target, const char *body)
{
	return api_call(c, who, POST, target, body, .type = "application/x-www-form-urlencoded");
}

/* The codes of a password that is known are tried as slowly as passwords. */
TEST(codes_are_not_tried_faster_than_passwords)
{
	const char *paper[2];
	int looked_at = 0;

	province_make(c);
	const struct api_session me = api_account(c, NAME, "head", SCHOOL, NULL);
	const char *secret = set_factor(c, &me, paper);
	for (int i = 0; i < 40; i++) {
		struct api_reply r = sign_in(c, "999");
		looked_at += streq(r.key, "session.otp_wrong");
		if (i % 2 == 0) {
			r = form(c, &api_nobody, "/dang-nhap", "username=" NAME "&password=" API_PASSWORD); /* the right password alone forgets nothing */
			looked_at += r.status == 303;
		}
	}
	assert_true(looked_at <= SESSION_FREE_FAILURES);
	c->now_ms += 20 * 60 * 1000;
	check_sign_in(c, now(c, secret), 200);
}

static struct api_session cookie_of(struct ctx *c, const struct api_reply *r)
{
	const char *token = r->cookie + strcspn(r->cookie, "=") + 1;

	return (struct api_session){ .name = NAME, .token = arena_strndup(c->arena, token, strcspn(token, ";")) };
}

/* Half a session, of a right password alone, opens nothing. */
TEST(the_door_asks_for_the_code_on_a_page_of_its_own)
{
	const char *paper[2];

	province_make(c);
	const struct api_session me = api_account(c, NAME, "head", SCHOOL, NULL);
	const char *secret = set_factor(c, &me, paper);
	struct api_reply r = form(c, &api_nobody, "/dang-nhap", "username=" NAME "&password=" API_PASSWORD "&ve=%2Flop");
	EXPECT(r, 303);
	assert_non_null(strstr(r.location, "/xac-nhan"));
	struct api_session half = cookie_of(c, &r);
	r = api_call(c, &half, GET, API "/learners", NULL);
	EXPECT(r, 401);
	assert_string_equal(r.key, "session.otp");
	r = api_call(c, &half, GET, API "/session", NULL);
	EXPECT(r, 401);
	r = api_call(c, &me, GET, API "/sessions", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1); /* of whoever set it; what is half is none */
	r = form(c, &half, "/mat-khau", "old=" API_PASSWORD "&new=mot+cau+that+dai+77");
	assert_non_null(strstr(r.location, "/dang-nhap"));
	r = api_call(c, &half, GET, "/xac-nhan?ve=%2Flop", NULL);
	EXPECT(r, 200);
	r = form(c, &half, "/xac-nhan", "otp=000&ve=%2Flop");
	EXPECT(r, 403);
	assert_non_null(strstr(r.body, "không đúng"));
	r = form(c, &half, "/xac-nhan", arena_fmt(c->arena, "otp=%s&ve=%%2Flop", now(c, secret)));
	EXPECT(r, 303);
	assert_string_equal(r.location, "/lop");
	const struct api_session whole = cookie_of(c, &r);
	assert_false(streq(whole.token, half.token));
	r = api_call(c, &whole, GET, API "/learners", NULL);
	EXPECT(r, 200);
	r = api_call(c, &half, GET, "/xac-nhan", NULL); /* it is over */
	EXPECT(r, 303);
	r = form(c, &api_nobody, "/dang-nhap", "username=" NAME "&password=" API_PASSWORD);
	half = cookie_of(c, &r);
	c->now_ms += SESSION_HALF_MS + 1;
	r = form(c, &half, "/xac-nhan", arena_fmt(c->arena, "otp=%s", now(c, secret)));
	assert_non_null(strstr(r.location, "/dang-nhap"));
}

/* ---- demanded of whoever reaches far ---- */

static void demand(struct ctx *c, bool on)
{
	const struct account *me = c->account;

	c->account = NULL;
	OK(demand_set(c, on));
	c->account = me;
}

static struct api_reply enter(struct ctx *c, const char *name, struct api_session *ret)
{
	struct api_reply r = api_call(c, &api_nobody, POST, API "/session", arena_fmt(c->arena, "{\"username\":\"%s\",\"password\":\"" API_PASSWORD "\"}", name));

	EXPECT(r, 200);
	*ret = cookie_of(c, &r);
	ret->csrf = api_text(&r, "csrf");
	return r;
}

static bool is_led(struct ctx *c, const char *name)
{
	struct api_session me;
	struct api_reply r = enter(c, name, &me);

	return json_is_true(json_object_get(r.json, "must_set_factor"));
}

TEST(a_second_step_is_demanded_where_that_is_kept)
{
	struct api_session me;

	province_make(c);
	(void)api_account(c, NAME, "head", SCHOOL, NULL);
	assert_false(is_led(c, NAME));
	const struct api_session open = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	demand(c, true);
	struct api_reply r = api_call(c, &open, GET, API "/learners", NULL); /* of sessions that are open, too */
	EXPECT(r, 403);
	assert_string_equal(r.key, "otp.must_set");
	enter(c, NAME, &me);
	r = api_call(c, &me, GET, API "/learners", NULL);
	EXPECT(r, 403);
	r = api_call(c, &me, GET, API "/session/otp", NULL);
	EXPECT(r, 200);
	assert_true(json_is_true(json_object_get(r.json, "demanded")));
	r = api_call(c, &me, POST, API "/session/otp", "{\"password\":\"" API_PASSWORD "\"}");
	EXPECT(r, 200);
	const char *secret = api_text(&r, "secret");
	r = api_call(c, &me, GET, API "/learners", NULL); /* a key alone is not a step */
	EXPECT(r, 403);
	r = api_call(c, &me, POST, API "/session/otp/confirm", arena_fmt(c->arena, "{\"otp\":\"%s\"}", now(c, secret)));
	EXPECT(r, 200);
	r = api_call(c, &me, GET, API "/learners", NULL);
	EXPECT(r, 200);
	demand(c, false);
	r = api_call(c, &open, GET, API "/learners", NULL);
	EXPECT(r, 200);
}

TEST(a_second_step_is_demanded_of_whoever_reaches_far)
{
	static const struct { const char *name, *role, *unit; bool led; } who[] = {
		{ "van.thu", "clerk", SCHOOL, true }, { "quan.tri", "unit_admin", SCHOOL, true }, { "can.bo", "manager", "19", true }, { "nguoi.xem", "viewer", SCHOOL, false },
	};
	province_make(c);
	for (size_t i = 0; i < COUNT(who); i++)
		(void)api_account(c, who[i].name, who[i].role, who[i].unit, NULL);
	demand(c, true);
	for (size_t i = 0; i < COUNT(who); i++)
		assert_int_equal(is_led(c, who[i].name), who[i].led);
}

/* Without script: the password, the key and its code, the codes on paper; then on to where they wanted to go. */
TEST(the_door_leads_to_a_second_step_that_is_demanded)
{
	province_make(c);
	(void)api_account(c, NAME, "head", SCHOOL, NULL);
	demand(c, true);
	struct api_reply r = form(c, &api_nobody, "/dang-nhap", "username=" NAME "&password=" API_PASSWORD "&ve=%2Flop");
	EXPECT(r, 303);
	assert_string_equal(r.location, "/hai-buoc?ve=%2Flop");
	const struct api_session me = cookie_of(c, &r);
	r = api_call(c, &me, GET, "/lop", NULL, .accept = "text/html");
	EXPECT(r, 303);
	assert_string_equal(r.location, "/hai-buoc?ve=%2Flop");
	r = api_call(c, &me, GET, "/hai-buoc?ve=%2Flop", NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "name=\"password\""));
	r = form(c, &me, "/hai-buoc", "password=khong-phai-no&ve=%2Flop");
	EXPECT(r, 403);
	assert_non_null(strstr(r.body, "role=\"alert\""));
	r = form(c, &me, "/hai-buoc/ma", "otp=123&ve=%2Flop"); /* there is no key yet */
	EXPECT(r, 409);
	r = form(c, &me, "/hai-buoc", "password=" API_PASSWORD "&ve=%2Flop");
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "<svg class=\"qr\""));
	struct rows kept;
	OK(db_query(c, &kept, "SELECT f.secret FROM second_factor f JOIN account a ON a.id = f.account_id WHERE a.name = '" NAME "'", NULL, 0));
	const char *secret = rows_text(&kept, 0, 0);
	r = form(c, &me, "/hai-buoc/ma", "otp=000x&ve=%2Flop");
	EXPECT(r, 422);
	assert_non_null(strstr(r.body, "<svg class=\"qr\""));
	assert_non_null(strstr(r.body, arena_fmt(c->arena, "%.4s %.4s", secret, secret + 4)));
	r = form(c, &me, "/hai-buoc/ma", arena_fmt(c->arena, "otp=%s&ve=%%2Flop", now(c, secret)));
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "<ol class=\"codes\"><li>"));
	r = api_call(c, &me, GET, "/dang-nhap?ve=%2Flop", NULL);
	assert_string_equal(r.location, "/lop");
	r = api_call(c, &me, GET, "/hai-buoc", NULL); /* set */
	assert_string_equal(r.location, "/");
}

TEST(that_a_second_step_is_demanded_is_for_who_keeps_the_whole_system_to_say)
{
	province_make(c);
	const struct api_session root = api_account(c, "goc", "system_admin", UNIT_ROOT, NULL), school = api_account(c, "quan.tri", "unit_admin", SCHOOL, NULL);
	struct api_reply r = api_call(c, &school, POST, API "/second-step", "{\"demanded\":true,\"password\":\"" API_PASSWORD "\"}");
	EXPECT(r, 403);
	assert_string_equal(r.key, "second_step.root");
	r = api_call(c, &root, POST, API "/second-step", "{\"demanded\":true,\"password\":\"khong-phai-no\"}");
	EXPECT(r, 403);
	r = api_call(c, &root, GET, API "/second-step", NULL);
	EXPECT(r, 200);
	assert_false(json_is_true(json_object_get(r.json, "demanded")));
	r = api_call(c, &root, POST, API "/second-step", "{\"demanded\":true,\"password\":\"" API_PASSWORD "\"}");
	EXPECT(r, 200);
	assert_true(json_is_true(json_object_get(r.json, "demanded")));
	r = api_call(c, &root, POST, API "/second-step", "{\"demanded\":false,\"password\":\"" API_PASSWORD "\"}"); /* of that account as well */
	EXPECT(r, 403);
	assert_string_equal(r.key, "otp.must_set");
}

/* The policy says it where the database keeps nothing; a demonstration keeps that it is left to each. */
TEST(a_demonstration_leaves_the_second_step_to_each)
{
	bool on = true;

	province_make(c);
	assert_false(demand_is_on(c, NULL));
	struct catalog strict = *c->catalog;
	strict.second_step_demanded = 1;
	c->catalog = &strict;
	OK(demand_find(c, &on));
	assert_true(on);
	OK(demand_leave_open(c, &on));
	assert_false(on);
	OK(demand_find(c, &on));
	assert_false(on);
	OK(demand_set(c, true));
	OK(demand_leave_open(c, &on)); /* what is kept stays */
	assert_true(on);
}

TEST(a_second_step_that_changes_ends_the_other_sessions)
{
	const char *paper[2];
	struct api_session other;

	province_make(c);
	const struct api_session me = api_account(c, NAME, "head", SCHOOL, NULL);
	assert_int_equal(api_sign_in(c, NAME, API_PASSWORD, &other), 200);
	(void)set_factor(c, &me, paper);
	assert_int_equal(strlen(paper[0]), 34); /* 138 bits */
	assert_int_equal(api_call(c, &other, GET, API "/session", NULL).status, 401);
	struct api_reply r = sign_in(c, paper[0]);
	EXPECT(r, 200);
	other = cookie_of(c, &r);
	assert_int_equal(api_call(c, &other, GET, API "/session", NULL).status, 200);
	r = api_call(c, &me, POST, API "/session/otp/remove", arena_fmt(c->arena, "{\"password\":\"" API_PASSWORD "\",\"otp\":\"%s\"}", paper[1]));
	EXPECT(r, 204);
	assert_int_equal(api_call(c, &other, GET, API "/session", NULL).status, 401);
	assert_int_equal(api_call(c, &me, GET, API "/session", NULL).status, 200);
}
