/* test_api.c - signing in, staying signed in, and accounts, as a client of the API sees them. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "domain/account/account.h"
#include "domain/unit/unit_admin.h"
#include "province.h"

static struct api_reply sign_in(struct ctx *c, const char *name, const char *password)
{
	return api_call(c, &api_nobody, POST, API "/session",
	                arena_fmt(c->arena, "{\"username\":\"%s\",\"password\":\"%s\"}", name, password));
}

static bool same_answer(const struct api_reply *a, const struct api_reply *b)
{
	return a->status == b->status && streq(a->body, b->body) && a->cookie == NULL && b->cookie == NULL;
}

TEST(api_signs_in_and_out)
{
	struct api_session me;

	province_make(c);
	api_account(c, "head.bahang", "head", "19172401", NULL);
	struct api_reply r = sign_in(c, "head.bahang", API_PASSWORD);
	EXPECT(r, 200);
	assert_non_null(strstr(r.cookie, "; HttpOnly"));
	assert_non_null(strstr(r.cookie, "; SameSite=Strict"));
	assert_non_null(strstr(r.cookie, "; Path=/;"));
	assert_string_equal(api_text(&r, "role"), "head");
	assert_true(json_is_false(json_object_get(r.json, "must_change_password")));
	assert_int_equal(api_sign_in(c, "head.bahang", API_PASSWORD, &me), 200);
	r = api_call(c, &me, GET, API "/session", NULL);
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "username"), "head.bahang");
	assert_string_equal(api_text(&r, "csrf"), me.csrf);
	assert_null(strstr(r.body, "hash"));
	r = api_call(c, &me, DELETE, API "/session", NULL);
	EXPECT(r, 204);
	assert_non_null(strstr(r.cookie, "Max-Age=0"));
	r = api_call(c, &me, GET, API "/session", NULL);
	EXPECT(r, 401);
	assert_string_equal(r.key, "session.none");
}

TEST(api_says_the_same_for_a_wrong_name_and_a_wrong_password)
{
	province_make(c);
	api_account(c, "head.bahang", "head", "19172401", NULL);
	api_account(c, "gone.bahang", "clerk", "19172401", NULL);
	OK(account_disable(c, "gone.bahang"));
	struct api_reply wrong = sign_in(c, "head.bahang", "Sen-no-trang-hong"), nobody = sign_in(c, "nobody.bahang", "Sen-no-trang-hong");
	struct api_reply disabled = sign_in(c, "gone.bahang", API_PASSWORD);
	EXPECT(wrong, 401);
	assert_true(same_answer(&wrong, &nobody));
	assert_true(same_answer(&wrong, &disabled));
	for (int i = 0; i < 7; i++) {
		wrong = sign_in(c, "head.bahang", "Sen-no-trang-hong");
		nobody = sign_in(c, "nobody.bahang", "Sen-no-trang-hong");
	}
	EXPECT(wrong, 429);
	assert_true(same_answer(&wrong, &nobody));
}

/* Every failure is one look at the clock: waits double from one second and end at a quarter of an hour. */
TEST(api_waits_longer_after_each_failure_but_not_for_ever)
{
	static const int64_t most = 15 * 60 * 1000;
	int64_t expected = 1000;

	province_make(c);
	api_account(c, "head.bahang", "head", "19172401", NULL);
	for (int i = 0; i < 5; i++) {
		struct api_reply r = sign_in(c, "head.bahang", "sai");
		EXPECT(r, 401);
	}
	for (int i = 0; i < 14; i++) {
		struct api_reply r = sign_in(c, "head.bahang", API_PASSWORD);
		EXPECT(r, 429); /* the right one must wait too */
		c->now_ms += expected - 1;
		r = sign_in(c, "head.bahang", API_PASSWORD);
		EXPECT(r, 429);
		c->now_ms += 1;
		r = sign_in(c, "head.bahang", "sai");
		EXPECT(r, 401);
		expected = expected * 2 > most ? most : expected * 2;
	}
	assert_int_equal(expected, most);
	c->now_ms += most;
	struct api_reply r = sign_in(c, "head.bahang", API_PASSWORD);
	EXPECT(r, 200);
	r = sign_in(c, "head.bahang", "sai");
	EXPECT(r, 401); /* counted anew */
	r = sign_in(c, "head.bahang", API_PASSWORD);
	EXPECT(r, 200);
}

TEST(api_lets_the_owner_in_while_a_stranger_fails_elsewhere)
{
	static const char wrong[] = "{\"username\":\"head.bahang\",\"password\":\"sai\"}";

	province_make(c);
	api_account(c, "head.bahang", "head", "19172401", NULL);
	for (int i = 0; i < 30; i++)
		api_call(c, &api_nobody, POST, "/api/v1/session", wrong, .remote = "203.0.113.9");
	struct api_reply r = api_call(c, &api_nobody, POST, "/api/v1/session", wrong, .remote = "203.0.113.9");
	EXPECT(r, 429);
	r = sign_in(c, "head.bahang", API_PASSWORD);
	EXPECT(r, 200);
}

static const char *new_password(struct ctx *c, const char *old, const char *new)
{
	return arena_fmt(c->arena, "{\"old\":\"%s\",\"new\":\"%s\"}", old, new);
}

TEST(api_wants_a_one_time_password_changed_first)
{
	struct api_session me;
	const char *once;

	province_make(c);
	OK(account_issue(c, NULL, "head.bahang", "head", "19172401", NULL, &once));
	assert_int_equal(api_sign_in(c, "head.bahang", once, &me), 200);
	struct api_reply r = api_call(c, &me, GET, API "/learners", NULL);
	EXPECT(r, 403);
	assert_string_equal(r.key, "password.must_change");
	r = api_call(c, &me, GET, API "/session", NULL);
	EXPECT(r, 200);
	assert_true(json_is_true(json_object_get(r.json, "must_change_password")));
	r = api_call(c, &me, POST, API "/session/password", new_password(c, once, "ngắn"));
	EXPECT(r, 422);
	assert_string_equal(r.key, "password.weak");
	r = api_call(c, &me, POST, API "/session/password", new_password(c, "sai", API_PASSWORD));
	EXPECT(r, 403);
	r = api_call(c, &me, GET, API "/learners", NULL);
	EXPECT(r, 403);
	r = api_call(c, &me, POST, API "/session/password", new_password(c, once, API_PASSWORD));
	EXPECT(r, 204);
	r = api_call(c, &me, GET, API "/learners", NULL);
	EXPECT(r, 200);
	r = sign_in(c, "head.bahang", once);
	EXPECT(r, 401);
}

TEST(api_takes_the_same_password_again)
{
	struct api_session me;
	const char *once;

	province_make(c);
	OK(account_issue(c, NULL, "head.bahang", "head", "19172401", NULL, &once));
	assert_int_equal(api_sign_in(c, "head.bahang", once, &me), 200);
	struct api_reply r = api_call(c, &me, POST, API "/session/password", new_password(c, once, once));
	assert_true(r.status == 422);
}

TEST(api_refuses_changes_without_the_token)
{
	static const char an[] = "{\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";

	province_make(c);
	struct api_session me = api_account(c, "head.bahang", "head", "19172401", NULL);
	struct api_session other = api_account(c, "clerk.bahang", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &me, POST, API "/learners", an, .no_csrf = true);
	EXPECT(r, 403);
	assert_string_equal(r.key, "csrf.token");
	r = api_call(c, &me, POST, API "/learners", an, .csrf = "");
	EXPECT(r, 403);
	r = api_call(c, &me, POST, API "/learners", an, .csrf = other.csrf);
	EXPECT(r, 403);
	r = api_call(c, &me, POST, API "/learners", an, .sec_fetch_site = "cross-site");
	EXPECT(r, 403);
	assert_string_equal(r.key, "csrf.cross_site");
	r = api_call(c, &me, POST, API "/learners", an, .sec_fetch_site = "same-site");
	EXPECT(r, 403);
	r = api_call(c, &me, DELETE, API "/session", NULL, .no_csrf = true);
	EXPECT(r, 403);
	r = api_call(c, &me, GET, API "/learners", NULL, .no_csrf = true);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	r = api_call(c, &me, POST, API "/learners", an, .sec_fetch_site = "same-origin");
	EXPECT(r, 201);
	struct api_session forged = { .name = "head.bahang", .token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", .csrf = me.csrf };
	r = api_call(c, &forged, GET, API "/learners", NULL);
	EXPECT(r, 401);
}

TEST(api_ends_sessions_by_the_clock)
{
	const int64_t since = c->now_ms;

	province_make(c);
	struct api_session idle = api_account(c, "head.bahang", "head", "19172401", NULL);
	struct api_session busy = api_account(c, "clerk.bahang", "clerk", "19172401", NULL);
	for (int64_t at = since; at <= since + SESSION_LIFE_MS; at += 30 * 60 * 1000) {
		c->now_ms = at;
		struct api_reply r = api_call(c, &busy, GET, API "/session", NULL);
		EXPECT(r, 200);
		r = api_call(c, &busy, GET, API "/learners", NULL);
		EXPECT(r, 200);
	}
	struct api_reply r = api_call(c, &idle, GET, API "/session", NULL);
	EXPECT(r, 401);
	c->now_ms = since + SESSION_LIFE_MS + 1;
	r = api_call(c, &busy, GET, API "/session", NULL);
	EXPECT(r, 401);
}

static struct api_reply issue(struct ctx *c, const struct api_session *by, const char *name, const char *role, const char *unit, const char *levels)
{
	return api_call(c, by, POST, API "/accounts", arena_fmt(c->arena, "{\"username\":\"%s\",\"role\":\"%s\",\"unit\":\"%s\"%s%s%s}", name, role, unit,
	                levels == NULL ? "" : ",\"levels\":\"", levels == NULL ? "" : levels, levels == NULL ? "" : "\""));
}

/* T42 đ9: for one's own unit and the units right below it. */
TEST(api_issues_accounts_down_the_chain_only)
{
	static const struct {
		const char *name, *role, *unit;
		int status;
		const char *key;
	} ask[] = {
		{ "m.s19", "manager", "19", 201, NULL },
		{ "a.p172", "unit_admin", "P172", 201, NULL },
		{ "h.thcs", "head", "19000501", 201, NULL },
		{ "h.bahang", "head", "19172401", 403, "account.chain" }, /* P172 issues those */
		{ "m.s01", "manager", "01", 404, "unit.unknown" },
		{ "h.badinh", "head", "01001401", 404, "unit.unknown" },
		{ "m.bo", "manager", "BGDDT", 404, "unit.unknown" },
		{ "h.s19", "head", "19", 422, "account.role" },
		{ "a.bo", "system_admin", "19", 422, "account.role" },
		{ "x.s19", "king", "19", 422, "account.role" },
		{ "m.s19", "manager", "19", 409, "account.taken" },
		{ "M S19", "manager", "19", 422, "account.name" },
		{ "ab", "manager", "19", 422, "account.name" },
	};

	province_make(c);
	struct api_session admin = api_account(c, "admin.s19", "unit_admin", "19", NULL), manager = api_account(c, "manager.s19", "manager", "19", NULL);
	for (size_t i = 0; i < COUNT(ask); i++) {
		struct api_reply r = issue(c, &admin, ask[i].name, ask[i].role, ask[i].unit, NULL);
		if (r.status != ask[i].status || (ask[i].key != NULL && !streq(r.key, ask[i].key)))
			fail_msg("%s at %s: %d %s", ask[i].role, ask[i].unit, r.status, r.body);
	}
	struct api_reply r = issue(c, &manager, "n.s19", "manager", "19", NULL);
	EXPECT(r, 403);
	assert_string_equal(r.key, "right.missing");
	r = api_call(c, &admin, GET, API "/learners", NULL);
	EXPECT(r, 403); /* who issues accounts does not read records */
	r = api_call(c, &admin, GET, API "/roles", NULL);
	EXPECT(r, 200);
	size_t people = 0;
	for (size_t i = 0; i < c->catalog->n_roles; i++)
		people += !c->catalog->role[i].machine; /* programs are issued elsewhere */
	assert_int_equal(json_array_size(api_items(&r)), people);
}

static bool is_offered(const struct api_reply *r, const char *role)
{
	size_t i;
	json_t *x;

	json_array_foreach(api_items(r), i, x)
		if (streq(json_string_value(json_object_get(x, "name")), role))
			return true;
	return false;
}

/* At a unit each role that is told can be issued, and no other; of the accounts there are, those that are told can be given a new password. */
TEST(api_offers_what_it_issues)
{
	static const char *const unit[] = { "19", "P172", "19172401" };

	province_make(c);
	struct api_session admin = api_account(c, "admin.s19", "unit_admin", "19", NULL);
	(void)api_account(c, "van.thu", "clerk", "19172401", NULL);
	for (size_t k = 0; k < COUNT(unit); k++) {
		const struct api_reply told = api_call(c, &admin, GET, arena_fmt(c->arena, API "/roles?unit=%s", unit[k]), NULL);
		EXPECT(told, 200);
		for (size_t i = 0; i < c->catalog->n_roles; i++) {
			const char *role = c->catalog->role[i].name;
			const struct api_reply r = issue(c, &admin, arena_fmt(c->arena, "a%zu.%zu", k, i), role, unit[k], NULL);
			if (is_offered(&told, role) != (r.status == 201 || streq(r.key, "account.staff")))
				fail_msg("%s at %s: %d %s", role, unit[k], r.status, r.body);
		}
	}
	const struct api_reply all = api_call(c, &admin, GET, API "/accounts?limit=200", NULL);
	size_t i, managed = 0;
	json_t *x;
	EXPECT(all, 200);
	json_array_foreach(api_items(&all), i, x) {
		const char *name = json_string_value(json_object_get(x, "name"));
		const struct api_reply r = streq(name, admin.name) ? all : api_call(c, &admin, POST, arena_fmt(c->arena, API "/accounts/%s/reset", name), NULL);
		if (json_is_true(json_object_get(x, "managed")) != (r.status == 200))
			fail_msg("%s: %d %s", name, r.status, r.body);
		managed += r.status == 200;
	}
	assert_true(managed > 2 && managed < i); /* what is two steps below is not */
}

TEST(api_issues_no_more_levels_than_one_has)
{
	static const struct {
		const char *levels;
		int status;
	} ask[] = { { NULL, 403 }, { "01", 403 }, { "01,02", 403 }, { "02,04", 403 }, { "02,03,04", 403 }, { "02", 201 }, { "03", 201 },
		    { "02,03", 201 }, { "99", 422 }, { "2", 422 }, { "02;03", 422 } };

	province_make(c);
	struct api_session admin = api_account(c, "admin.s19", "unit_admin", "19", "02,03");
	for (size_t i = 0; i < COUNT(ask); i++) {
		struct api_reply r = issue(c, &admin, arena_fmt(c->arena, "m%zu.s19", i), "manager", "19", ask[i].levels);
		if (r.status != ask[i].status)
			fail_msg("levels %s: %d %s", ask[i].levels == NULL ? "none" : ask[i].levels, r.status, r.body);
	}
	struct api_reply r = issue(c, &admin, "m.s19", "manager", "19", "03,02");
	assert_true(r.status == 201);
	r = issue(c, &admin, "n.s19", "manager", "19", "");
	assert_true(r.status == 422);
}

TEST(api_resets_and_disables_accounts_below)
{
	struct api_session again;

	province_make(c);
	struct api_session admin = api_account(c, "admin.p172", "unit_admin", "P172", NULL), head = api_account(c, "head.bahang", "head", "19172401", NULL);
	struct api_session other = api_account(c, "admin.s01", "unit_admin", "01", NULL);
	struct api_reply r = api_call(c, &other, POST, API "/accounts/head.bahang/reset", NULL);
	EXPECT(r, 404);
	r = api_call(c, &head, POST, API "/accounts/admin.p172/disable", NULL);
	EXPECT(r, 403);
	r = api_call(c, &admin, POST, API "/accounts/head.bahang/reset", NULL);
	EXPECT(r, 200);
	const char *once = api_text(&r, "one_time_password");
	assert_true(strlen(once) >= 16);
	r = api_call(c, &head, GET, API "/session", NULL);
	EXPECT(r, 401);
	r = sign_in(c, "head.bahang", API_PASSWORD);
	EXPECT(r, 401);
	assert_int_equal(api_sign_in(c, "head.bahang", once, &again), 200);
	r = api_call(c, &again, GET, API "/learners", NULL);
	EXPECT(r, 403);
	r = api_call(c, &admin, POST, API "/accounts/head.bahang/disable", NULL);
	EXPECT(r, 204);
	r = api_call(c, &again, GET, API "/session", NULL);
	EXPECT(r, 401);
	r = sign_in(c, "head.bahang", once);
	EXPECT(r, 401);
	r = api_call(c, &admin, POST, API "/accounts/admin.p172/disable", NULL);
	EXPECT(r, 422);
	r = api_call(c, &admin, POST, API "/accounts/admin.p172/reset", NULL); /* it would take the second step off */
	EXPECT(r, 422);
	assert_string_equal(r.key, "account.self");
	r = api_call(c, &admin, GET, API "/accounts", NULL);
	EXPECT(r, 200);
	assert_null(strstr(r.body, "admin.s01"));
	assert_null(strstr(r.body, "argon2"));
	assert_non_null(strstr(r.body, "head.bahang"));
}

/* An account for primary education sees the institutions that teach it, and no others. */
TEST(api_shows_an_account_of_a_level_its_institutions_only)
{
	province_make(c);
	struct api_session me = api_account(c, "manager.th", "manager", "19", "02");
	province_pupil(c, "19000501", province_record(c, "19000501", "class", "{\"name\":\"6A\",\"grade\":\"06\",\"school_year\":2025}"), "Lê Sáu",
	               "2014-01-01", "01", "01");
	province_pupil(c, "19172401", province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Một",
	               "2019-01-01", "01", "01");
	struct api_reply r = api_call(c, &me, GET, API "/schools", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	r = api_call(c, &me, GET, API "/schools?within=19", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	r = api_call(c, &me, GET, API "/learners", NULL);
	assert_non_null(strstr(r.body, "Lê Một"));
	assert_null(strstr(r.body, "Lê Sáu"));
	r = api_call(c, &me, GET, API "/learners?q=sau", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	r = api_call(c, &me, GET, API "/units?parent=19", NULL);
	EXPECT(r, 200);
	assert_null(strstr(r.body, "19000501"));
	r = api_call(c, &me, GET, API "/units/19000501", NULL);
	EXPECT(r, 404);
	r = api_call(c, &me, GET, API "/learners?unit=19000501", NULL);
	EXPECT(r, 404);
	r = api_call(c, &me, GET, API "/changes?unit=19000501", NULL);
	EXPECT(r, 404);
}

TEST(api_publishes_the_rules_in_three_forms)
{
	static const char *const public[] = { "/catalog", "/catalog.json", "/catalog.xlsx" };
	struct api_reply r;

	province_make(c);
	for (size_t i = 0; i < COUNT(public); i++) {
		r = api_call(c, &api_nobody, GET, public[i], NULL);
		EXPECT(r, 200);
		assert_non_null(strstr(r.type, i == 0 ? "text/html" : i == 1 ? "application/json" : "spreadsheetml"));
	}
	struct api_session me = api_account(c, "head.bahang", "head", "19172401", NULL);
	r = api_call(c, &me, GET, API "/catalog", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_integer_value(json_object_get(r.json, "version")), c->catalog->version);
	assert_true(json_array_size(json_object_get(r.json, "types")) == c->catalog->n_types);
	assert_true(json_array_size(json_object_get(r.json, "changes")) > 0);
	assert_non_null(json_object_get(json_array_get(json_object_get(r.json, "types"), 0), "rights"));
	r = api_call(c, &me, GET, API "/catalog", NULL, .accept = "text/html,application/xhtml+xml");
	assert_non_null(strstr(r.type, "text/html"));
	r = api_call(c, &me, GET, API "/catalog", NULL, .accept = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	assert_non_null(strstr(r.type, "spreadsheetml"));
}

TEST(api_takes_records_under_two_versions_and_says_which)
{
	static const char body[] = "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}";
	struct api_reply r;

	province_make(c);
	struct api_session me = api_account(c, "head.bahang", "head", "19172401", NULL);
	r = api_call(c, &me, POST, API "/classes", body, .version = "1");
	EXPECT(r, 201);
	assert_int_equal(json_integer_value(json_object_get(r.json, "catalog_version")), 1);
	r = api_call(c, &me, POST, API "/classes", body);
	EXPECT(r, 201);
	assert_int_equal(json_integer_value(json_object_get(r.json, "catalog_version")), c->catalog->version);
	r = api_call(c, &me, POST, API "/classes", body, .version = "99");
	assert_string_equal(r.key, "catalog.version");
	r = api_call(c, &me, POST, API "/classes", body, .version = "1a");
	assert_string_equal(r.key, "catalog.version");
}

TEST(api_lists_units_of_every_level_by_the_tree_of_a_day)
{
	struct api_reply r;

	province_make(c);
	struct api_session me = api_account(c, "so19", "manager", "19", NULL);
	r = api_call(c, &me, GET, API "/units?within=19", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 5);
	r = api_call(c, &me, GET, API "/units?within=19&kind=school&limit=2", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_non_null(r.link);
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/units?within=19&kind=school&limit=2&cursor=%s", api_text(&r, "cursor")), NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_null(r.link);
	OK(unit_move(c, (const char *[]){ "19172401" }, 1, "19", "2025-07-01"));
	r = api_call(c, &me, GET, API "/units?within=P172&kind=school", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &me, GET, API "/units?within=P172&kind=school&on=2025-06-30", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	r = api_call(c, &me, GET, API "/units?parent=P172", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &me, GET, API "/units?parent=P172&on=2025-06-30", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	r = api_call(c, &me, GET, API "/units?parent=P172&on=2025-07-01", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &me, GET, API "/units?parent=P172&on=2025-02-30", NULL);
	assert_string_equal(r.key, "query.date");
	r = api_call(c, &me, GET, API "/units?within=P172&on=2025-02-30", NULL);
	assert_string_equal(r.key, "query.date");
	r = api_call(c, &me, GET, API "/units?within=01", NULL);
	assert_int_equal(r.status, 404);
}
