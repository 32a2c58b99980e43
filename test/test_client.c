/* test_client.c - programs that act for a unit. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/account/client.h"
#include "domain/account/demand.h"
#include "domain/account/network.h"
#include "province.h"
#include "two_sessions.h"

static const char *credentials(struct ctx *c, const struct api_reply *issued, const char *more)
{
	return arena_fmt(c->arena, "grant_type=client_credentials&client_id=%s&client_secret=%s%s", api_text(issued, "id"), api_text(issued, "secret"), more);
}

static struct api_reply ask_token(struct ctx *c, const char *form)
{
	return api_call(c, &api_nobody, POST, API "/token", form, .type = "application/x-www-form-urlencoded");
}

static struct api_reply issue(struct ctx *c, const struct api_session *admin, const char *name, const char *scopes, const char *more)
{
	return api_call(c, admin, POST, API "/clients", arena_fmt(c->arena, "{\"name\":\"%s\",\"scopes\":[%s]%s}", name, scopes, more));
}

/* A client of the administrator's unit, with a token. */
static struct api_session client(struct ctx *c, const struct api_session *admin, const char *name, const char *scopes, const char *more)
{
	struct api_reply issued = issue(c, admin, name, scopes, more);
	EXPECT(issued, 201);
	struct api_reply token = ask_token(c, credentials(c, &issued, ""));
	EXPECT(token, 200);
	return (struct api_session){ .name = api_text(&issued, "id"), .bearer = api_text(&token, "access_token") };
}

static struct api_session admin_of(struct ctx *c, const char *unit)
{
	return api_account(c, arena_fmt(c->arena, "quantri.%s", unit), "unit_admin", unit, NULL);
}

static struct api_reply get(struct ctx *c, const struct api_session *s, const char *path)
{
	return api_call(c, s, GET, path, NULL);
}

static void expect(struct api_reply r, int status, const char *key)
{
	EXPECT(r, status);
	assert_string_equal(r.key, key);
}

static void two_schools(struct ctx *c)
{
	static const char *const unit[] = { "19172401", "19172402" }, *const name[] = { "Nguyễn Thị Sen", "Trần Văn Trúc" };

	province_make(c);
	for (size_t i = 0; i < COUNT(unit); i++) {
		const char *class = province_record(c, unit[i], "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
		province_pupil(c, unit[i], class, name[i], "2018-03-01", "01", "01");
	}
}

TEST(a_client_reads_the_learners_of_its_school)
{
	two_schools(c);
	struct api_session admin = admin_of(c, "19172401"), s = client(c, &admin, "sodiem", "\"learners:read\"", "");
	struct api_reply r = get(c, &s, API "/learners");
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&r), 0), "full_name")), "Nguyễn Thị Sen");
	expect(get(c, &s, API "/learners?unit=19172402"), 404, "unit.unknown");
	expect(get(c, &s, API "/enrolments"), 403, "client.scope");
	expect(get(c, &s, API "/changes?unit=19172401"), 403, "client.scope");
	expect(get(c, &s, API "/units"), 403, "client.scope");
	expect(get(c, &s, API "/reports"), 403, "client.people_only");
	expect(get(c, &s, API "/session"), 403, "client.people_only");
	r = get(c, &s, API "/catalog/learner");
	EXPECT(r, 200);
	expect(api_call(c, &s, POST, API "/learners", "{}"), 403, "client.scope");
}

TEST(a_client_writes_without_a_csrf_token_and_stands_in_the_log)
{
	two_schools(c);
	struct api_session admin = admin_of(c, "19172401"), s = client(c, &admin, "lms", "\"learners:write\",\"changes:read\"", "");
	struct api_reply r = api_call(c, &s, POST, API "/learners",
	                              "{\"full_name\":\"Lê Văn Tre\",\"birth_date\":\"2018-05-05\",\"sex\":\"02\",\"ethnic_group\":\"01\",\"nationality\":\"704\"}");
	if (r.status != 201)
		fail_msg("%s", r.body);
	struct api_reply log = get(c, &s, arena_fmt(c->arena, API "/learners/%s/history", api_text(&r, "code")));
	EXPECT(log, 200);
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&log), 0), "account")), "19172401.lms");
	log = get(c, &s, API "/changes?unit=19172401");
	EXPECT(log, 200);
	assert_null(strstr(log.body, "\"client\"")); /* nor does a client see who was issued what */
	log = get(c, &admin, API "/clients");
	EXPECT(log, 200);
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&log), 0), "id")), "19172401.lms");
	log = get(c, &admin, API "/accounts");
	assert_null(strstr(log.body, "19172401.lms"));
	log = get(c, &admin, API "/notices"); /* nobody waits for it to take a password */
	EXPECT(log, 200);
	assert_null(strstr(log.body, "one_time_passwords"));
}

TEST(a_revoked_client_is_cut_off_within_a_second)
{
	two_schools(c);
	struct api_session admin = admin_of(c, "19172401"), other = admin_of(c, "19172402");
	struct api_reply issued = issue(c, &admin, "sodiem", "\"learners:read\"", "");
	EXPECT(issued, 201);
	struct api_reply token = ask_token(c, credentials(c, &issued, ""));
	struct api_session s = { .bearer = api_text(&token, "access_token") };
	EXPECT(token, 200);
	assert_int_equal(get(c, &s, API "/learners").status, 200);
	expect(api_call(c, &other, POST, API "/clients/19172401.sodiem/revoke", NULL), 404, "client.unknown");
	assert_int_equal(get(c, &s, API "/learners").status, 200);
	assert_int_equal(api_call(c, &admin, POST, API "/clients/19172401.sodiem/revoke", NULL).status, 204);
	assert_int_equal(api_call(c, &admin, POST, API "/clients/19172401.sodiem/revoke", NULL).status, 204);
	c->now_ms += 999;
	struct api_reply r = get(c, &s, API "/learners");
	expect(r, 401, "token.none");
	assert_string_equal(r.authenticate, "Bearer");
	r = ask_token(c, credentials(c, &issued, ""));
	expect(r, 401, "oauth.invalid_client");
	assert_string_equal(api_text(&r, "error"), "invalid_client");
}

TEST(a_token_ends_after_an_hour)
{
	two_schools(c);
	struct api_session admin = admin_of(c, "19172401"), s = client(c, &admin, "sodiem", "\"learners:read\"", "");
	c->now_ms += TOKEN_LIFE_MS;
	assert_int_equal(get(c, &s, API "/learners").status, 200);
	c->now_ms += 1;
	expect(get(c, &s, API "/learners"), 401, "token.none");
	expect(get(c, &(const struct api_session){ .bearer = "x" }, API "/learners"), 401, "token.none");
}

TEST(a_token_is_asked_for_as_oauth_says)
{
	two_schools(c);
	struct api_session admin = admin_of(c, "19172401");
	struct api_reply issued = issue(c, &admin, "lms", "\"learners:write\",\"classes:read\"", ""), r;
	EXPECT(issued, 201);
	r = ask_token(c, credentials(c, &issued, "&scope=learners:read+classes:read"));
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "token_type"), "Bearer");
	assert_string_equal(api_text(&r, "scope"), "learners:read classes:read");
	assert_int_equal(json_integer_value(json_object_get(r.json, "expires_in")), 3600);
	struct api_session s = { .bearer = api_text(&r, "access_token") };
	expect(api_call(c, &s, POST, API "/learners", "{}"), 403, "client.scope"); /* it asked to read only */
	r = api_call(c, &api_nobody, POST, API "/token", arena_fmt(c->arena, "{\"grant_type\":\"client_credentials\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}",
	                                                           api_text(&issued, "id"), api_text(&issued, "secret")));
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "scope"), "learners:write classes:read");
	r = ask_token(c, credentials(c, &issued, "&scope=staff:read"));
	expect(r, 400, "oauth.invalid_scope");
	assert_string_equal(api_text(&r, "error"), "invalid_scope");
	expect(ask_token(c, "grant_type=password&client_id=x&client_secret=y"), 400, "oauth.unsupported_grant_type");
	expect(ask_token(c, "grant_type=client_credentials"), 401, "oauth.invalid_client");
	expect(ask_token(c, "grant_type=client_credentials&client_id=19172401.lms&client_secret=x"), 401, "oauth.invalid_client");
	expect(ask_token(c, "grant_type=client_credentials&client_id=nobody&client_secret=x"), 401, "oauth.invalid_client");
	r = ask_token(c, "grant_type=client_credentials&grant_type=x");
	expect(r, 400, "request.form");
	assert_string_equal(api_text(&r, "error"), "invalid_request");
	expect(ask_token(c, "grant_type=%zz"), 400, "request.form");
	r = ask_token(c, "");
	expect(r, 400, "oauth.invalid_request");
	assert_string_equal(api_text(&r, "error"), "invalid_request");
	r = ask_token(c, credentials(c, &issued, "&audience=x")); /* what it does not know it passes over */
	EXPECT(r, 200);
	/* "19172401.lms:x" */
	r = api_call(c, &api_nobody, POST, API "/token", "grant_type=client_credentials", .type = "application/x-www-form-urlencoded",
	             .authorization = "Basic MTkxNzI0MDEubG1zOng=");
	expect(r, 401, "oauth.invalid_client");
	r = api_call(c, &api_nobody, POST, API "/token", "grant_type=client_credentials", .type = "application/x-www-form-urlencoded",
	             .authorization = "Basic %%%");
	expect(r, 401, "oauth.invalid_client");
	struct api_session signed_in;
	assert_int_equal(api_sign_in(c, "19172401.lms", api_text(&issued, "secret"), &signed_in), 401);
}

TEST(a_client_holds_no_more_than_its_unit_may_give)
{
	two_schools(c);
	struct api_session school = admin_of(c, "19172401"), office = admin_of(c, "19"), clerk = api_account(c, "vanthu", "clerk", "19172401", NULL);
	expect(issue(c, &office, "kho", "\"learners:write\"", ""), 422, "client.scope");
	expect(issue(c, &office, "kho", "\"health_checks:read\"", ""), 422, "client.scope");
	expect(issue(c, &school, "lms", "\"pupils:read\"", ""), 422, "client.scope");
	expect(issue(c, &school, "lms", "\"learners:admin\"", ""), 422, "client.scope");
	expect(issue(c, &school, "lms", "\"reports:read\"", ""), 422, "client.scope");
	expect(issue(c, &school, "lms", "\"enrolment_events:write\"", ""), 422, "client.scope"); /* only an operation makes these */
	expect(issue(c, &school, "lms", "\"changes:write\"", ""), 422, "client.scope");
	expect(issue(c, &school, "lms", "", ""), 422, "client.scope");
	expect(issue(c, &school, "lms", "\"a b\"", ""), 422, "request.type");
	expect(issue(c, &school, "x!", "\"learners:read\"", ""), 422, "client.name");
	expect(issue(c, &school, "lms", "\"learners:read\"", ",\"fields\":\"secret\""), 422, "client.fields");
	expect(issue(c, &school, "lms", "\"learners:read\"", ",\"a_day\":-2"), 422, "client.calls");
	expect(issue(c, &school, "lms", "\"learners:read\"", ",\"a_day\":0"), 422, "client.calls");
	expect(issue(c, &school, "lms", "\"learners:read\"", ",\"levels\":\"77\""), 422, "account.levels");
	expect(issue(c, &school, "lms", "\"learners:read\"", ",\"unit\":\"19172402\""), 404, "unit.unknown");
	expect(issue(c, &office, "lms", "\"learners:read\"", ",\"unit\":\"19172401\""), 403, "account.chain");
	expect(issue(c, &clerk, "lms", "\"learners:read\"", ""), 403, "right.missing");
	assert_int_equal(issue(c, &school, "lms", "\"learners:read\"", "").status, 201);
	expect(issue(c, &school, "lms", "\"learners:read\"", ""), 409, "account.taken");
	expect(api_call(c, &school, POST, API "/accounts/19172401.lms/reset", NULL), 404, "account.unknown");
	expect(api_call(c, &school, POST, API "/accounts", "{\"username\":\"may\",\"role\":\"school_software\"}"), 422, "account.role");
}

/* As it is put into a body of its own: every one of the list is given, and it holds what it should. */
static void all_are_given(struct ctx *c, const struct api_session *admin, const char *has, const char *has_not)
{
	struct api_reply r = get(c, admin, API "/clients/scopes");

	EXPECT(r, 200);
	char *list = json_dumps(json_object_get(r.json, "scopes"), JSON_COMPACT);
	assert_non_null(list);
	const char *all = arena_strdup(c->arena, list);
	free(list);
	assert_non_null(strstr(all, has));
	assert_null(strstr(all, has_not));
	assert_non_null(strstr(all, "\"changes:read\""));
	assert_non_null(strstr(all, "\"units:read\""));
	r = issue(c, admin, "het", arena_strndup(c->arena, all + 1, strlen(all) - 2), "");
	EXPECT(r, 201);
}

TEST(what_a_client_can_hold_is_told_by_the_kind_of_its_unit)
{
	two_schools(c);
	struct api_session school = admin_of(c, "19172401"), office = admin_of(c, "19"), clerk = api_account(c, "vanthu", "clerk", "19172401", NULL);

	all_are_given(c, &school, "\"health_checks:write\"", "enrolment_events:write");
	all_are_given(c, &office, "\"learners:read\"", ":write");
	expect(get(c, &school, API "/clients/scopes?unit=19172402"), 404, "unit.unknown");
	expect(get(c, &clerk, API "/clients/scopes"), 403, "right.missing");
}

TEST(a_client_sees_no_class_of_fields_beyond_its_own)
{
	two_schools(c);
	struct api_session admin = admin_of(c, "19172401"), open = client(c, &admin, "mo", "\"learners:read\",\"enrolments:read\"", ",\"fields\":\"open\""),
	                   all = client(c, &admin, "het", "\"enrolments:read\"", ",\"fields\":\"sensitive\"");
	expect(get(c, &open, API "/learners?fields=birth_date"), 403, "field.hidden");
	expect(get(c, &all, API "/enrolments?fields=learner.full_name"), 403, "field.hidden"); /* a reference leads to what it may not read */
	expect(get(c, &all, API "/enrolments?filter=" "learner.sex%20%3D%3D%20%2201%22"), 403, "field.hidden");
	struct api_reply r = get(c, &all, API "/enrolments?fields=policy_group");
	EXPECT(r, 200);
}

TEST(a_client_calls_from_its_addresses_only)
{
	two_schools(c);
	struct api_session admin = admin_of(c, "19172401"), s = client(c, &admin, "lms", "\"learners:read\"", ",\"addresses\":[\"192.0.2.0/28\",\"2001:db8::/32\"]");
	assert_int_equal(get(c, &s, API "/learners").status, 200);
	assert_int_equal(api_call(c, &s, GET, API "/learners", NULL, .remote = "2001:db8:5::1").status, 200);
	expect(api_call(c, &s, GET, API "/learners", NULL, .remote = "192.0.2.16"), 403, "client.address");
	struct api_reply issued = issue(c, &admin, "xa", "\"learners:read\"", ",\"addresses\":[\"203.0.113.7\"]");
	EXPECT(issued, 201);
	expect(ask_token(c, credentials(c, &issued, "")), 401, "oauth.invalid_client");
	expect(issue(c, &admin, "sai", "\"learners:read\"", ",\"addresses\":[\"203.0.113\"]"), 422, "client.addresses");
}

TEST(a_client_calls_so_many_times_a_day)
{
	two_schools(c);
	struct api_session admin = admin_of(c, "19172401"), s = client(c, &admin, "lms", "\"learners:read\"", ",\"a_day\":4");
	for (int i = 0; i < 3; i++) /* the token was the first */
		assert_int_equal(get(c, &s, API "/learners").status, 200);
	expect(get(c, &s, API "/learners"), 429, "client.calls");
	expect(get(c, &s, API "/learners"), 429, "client.calls");
}

TEST_PURE(a_network_holds_its_addresses)
{
	(void)c;
	assert_true(network_has("203.0.113.0/24", "203.0.113.255"));
	assert_false(network_has("203.0.113.0/24", "203.0.114.0"));
	assert_true(network_has("203.0.113.7/31", "203.0.113.6"));
	assert_false(network_has("203.0.113.7", "203.0.113.6"));
	assert_true(network_has("0.0.0.0/0", "198.51.100.1"));
	assert_false(network_has("0.0.0.0/0", "2001:db8::1"));
	assert_true(network_has("::/0", "2001:db8::1"));
	assert_true(network_has("2001:db8::/33", "2001:db8:7fff::1"));
	assert_false(network_has("2001:db8::/33", "2001:db8:8000::1"));
	assert_false(network_has("2001:db8::/33", "nonsense"));
	static const char *const wrong[] = { "", "/8", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/8x", "1.2.3.4/-1", "::/129", "a.b.c.d", "1.2.3.4/0008",
		                             "1111111111111111111111111111111111111111111111111111" };
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (network_is_valid(wrong[i]))
			fail_msg("%s is taken", wrong[i]);
}

/* ---- revoked in the middle of a batch ---- */

enum { LINES = 600 };

static const char *batch_tokens[200];
static struct api_session batch_sessions[200]; /* of people; the tokens are of clients */
static int batch_created[200], batch_refused[200];

static void issue_for_round(struct ctx *c, int round)
{
	const struct client_wish w = { .name = arena_fmt(c->arena, "dot%d", round), .unit = "19172401", .scopes = "learners:write", .fields = "sensitive", .a_day = CLIENT_CALLS_USUAL };
	const char *id, *secret, *scopes;

	OK(client_issue(c, &w, &id, &secret));
	OK(client_token_issue(c, id, secret, NULL, "192.0.2.1", &batch_tokens[round], &scopes));
}

static bool send_batch(struct ctx *c, int round)
{
	struct api_session s = batch_tokens[round] == NULL ? batch_sessions[round] : (struct api_session){ .bearer = batch_tokens[round] };
	struct buf b = buf_in(c->arena);

	for (int i = 0; i < LINES; i++)
		buf_fmt(&b, "{\"full_name\":\"Lê Văn Tre\",\"birth_date\":\"2018-%02d-%02d\",\"sex\":\"02\",\"ethnic_group\":\"01\",\"nationality\":\"704\",\"client_id\":\"%d-%d\"}\n",
		        i % 12 + 1, i % 28 + 1, round, i);
	struct api_reply r = api_call(c, &s, POST, API "/learners/batch", buf_text(&b), .type = "application/x-ndjson");
	for (const char *p = r.body; r.status == 200 && (p = strstr(p, "\"outcome\":\"")) != NULL; p++) {
		batch_created[round] += strncmp(p, "\"outcome\":\"created", 18) == 0;
		batch_refused[round] += strncmp(p, "\"outcome\":\"refused", 18) == 0;
	}
	return r.status == 200 || fail(c, ERR_CONFLICT, "test", "%s", r.body);
}

static bool revoke_for_round(struct ctx *c, int round)
{
	return client_revoke(c, arena_fmt(c->arena, "19172401.dot%d", round));
}

static void check_batch(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	struct rows r;

	assert_true(second->ok);
	if (!first->ok) /* before the first line */
		return;
	assert_int_equal(batch_created[round] + batch_refused[round], LINES);
	OK(db_query(c, &r, "SELECT count(*) FROM r_learner WHERE client_id LIKE $1", ARGS(val_text(arena_fmt(c->arena, "%d-%%", round)))));
	assert_int_equal(rows_int(&r, 0, 0), batch_created[round]);
}

static void sign_in_for_round(struct ctx *c, int round)
{
	batch_tokens[round] = NULL;
	batch_sessions[round] = api_account(c, arena_fmt(c->arena, "dot%d", round), "clerk", "19172401", NULL);
}

static bool end_for_round(struct ctx *c, int round)
{
	return api_call(c, &batch_sessions[round], DELETE, API "/session", NULL).status == 204;
}

static void stop_in_the_middle(struct ctx *c, void (*begin)(struct ctx *, int), bool (*end)(struct ctx *, int))
{
	int partly = 0;

	memset(batch_created, 0, sizeof batch_created);
	memset(batch_refused, 0, sizeof batch_refused);
	province_make(c);
	two_sessions(c, begin, send_batch, end, check_batch, .step = 8);
	for (int i = 0; i < 200; i++)
		partly += batch_created[i] > 0 && batch_refused[i] > 0;
	assert_true(partly > 0);
}

TEST(a_client_revoked_in_the_middle_of_a_batch_writes_no_more)
{
	stop_in_the_middle(c, issue_for_round, revoke_for_round);
}

TEST(a_session_ended_in_the_middle_of_a_batch_writes_no_more)
{
	stop_in_the_middle(c, sign_in_for_round, end_for_round);
}

/* ---- what a client may not see it cannot find out by writing ---- */

static struct api_reply patch(struct ctx *c, const struct api_session *s, const char *target, const char *body)
{
	return api_call(c, s, PATCH, target, body, .if_match = "*");
}

TEST(a_client_learns_nothing_by_writing_what_it_may_not_see)
{
	static const char *const guesses[] = { "{\"ethnic_group\":\"01\"}", "{\"ethnic_group\":\"02\"}", "{\"birth_date\":\"2018-03-01\"}", "{\"birth_date\":\"2018-03-02\"}" };

	two_schools(c);
	struct api_session admin = admin_of(c, "19172401"), s = client(c, &admin, "mu", "\"learners:write\"", ",\"fields\":\"open\"");
	struct api_reply all = get(c, &s, API "/learners"), r;
	const char *code = json_string_value(json_object_get(json_array_get(api_items(&all), 0), "code"));
	for (size_t i = 0; i < COUNT(guesses); i++)
		for (int dry = 0; dry <= 1; dry++) {
			r = patch(c, &s, arena_fmt(c->arena, API "/learners/%s%s", code, dry ? "?dry_run=1" : ""), guesses[i]);
			if (dry ? strstr(r.body, "\"refused\"") == NULL || strstr(r.body, "field.hidden") == NULL : r.status != 422 || strstr(r.body, "field.hidden") == NULL)
				fail_msg("%s, dry %d: %d %s", guesses[i], dry, r.status, r.body);
			r = api_call(c, &s, POST, dry ? API "/learners/batch?dry_run=1" : API "/learners/batch", arena_fmt(c->arena, "{\"code\":\"%s\",%s\n", code, guesses[i] + 1),
			             .type = "application/x-ndjson");
			if (strstr(r.body, "\"refused\"") == NULL || strstr(r.body, "field.hidden") == NULL)
				fail_msg("batch of %s, dry %d: %s", guesses[i], dry, r.body);
		}
	const char *same = "{\"full_name\":\"Nguyễn Thị Sen\",\"birth_date\":\"2018-03-01\",\"sex\":\"01\",\"ethnic_group\":\"01\",\"nationality\":\"704\"}";
	r = api_call(c, &s, POST, API "/learners?dry_run=1", same);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "field.hidden"));
	assert_null(strstr(r.body, code));
	r = api_call(c, &s, POST, API "/learners", same); /* a new record may be sent whole, and nothing is said of the one that is alike */
	EXPECT(r, 201);
	assert_null(strstr(r.body, code));
	r = api_call(c, &s, PUT, arena_fmt(c->arena, API "/learners/%s/files/photo", code), "\xFF\xD8\xFF\xE0 x", .type = "image/jpeg", .if_match = "*");
	expect(r, 403, "field.hidden");
}

TEST(warnings_tell_a_client_nothing_of_other_types)
{
	two_schools(c);
	province_record(c, "19172401", "class", "{\"name\":\"5A\",\"grade\":\"05\",\"school_year\":2026}");
	struct api_session admin = admin_of(c, "19172401"), blind = client(c, &admin, "mu", "\"enrolments:write\",\"classes:read\"", ",\"fields\":\"sensitive\""),
	                   seeing = client(c, &admin, "thay", "\"enrolments:write\",\"classes:read\",\"learners:read\"", ",\"fields\":\"sensitive\"");
	struct api_reply all = get(c, &seeing, API "/learners"), classes = get(c, &seeing, API "/classes?year=2026");
	const char *body = arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2026}",
	                             json_string_value(json_object_get(json_array_get(api_items(&all), 0), "code")),
	                             json_string_value(json_object_get(json_array_get(api_items(&classes), 0), "code")));
	struct api_reply r = api_call(c, &seeing, POST, API "/enrolments?dry_run=1&year=2026", body);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "age_of_grade"));
	r = api_call(c, &blind, POST, API "/enrolments?dry_run=1&year=2026", body);
	EXPECT(r, 200);
	assert_null(strstr(r.body, "age_of_grade"));
}

TEST(the_log_counts_nothing_that_a_client_may_not_read)
{
	two_schools(c);
	struct api_session admin = admin_of(c, "19172401"), s = client(c, &admin, "nk", "\"changes:read\",\"classes:read\"", "");
	struct api_reply known = get(c, &s, API "/changes?unit=19172401&type=learner"), unknown = get(c, &s, API "/changes?unit=19172401&code=19172401-Z9");
	EXPECT(known, 200);
	assert_string_equal(known.body, unknown.body);
	known = get(c, &s, API "/changes?unit=19172401&before=0&limit=1&type=client");
	assert_string_equal(known.body, unknown.body);
	known = get(c, &s, API "/changes?unit=19172401&types=classes&before=0");
	assert_int_equal(json_array_size(api_items(&known)), 1);
	expect(get(c, &s, API "/changes?unit=19172401&types=pupils"), 422, "query.type");
	expect(get(c, &s, API "/changes?unit=19172401&type=pupils"), 422, "query.type");
}

TEST(a_cursor_says_nothing_and_is_of_its_caller)
{
	two_schools(c);
	const char *class = province_record(c, "19172401", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, "19172401", class, "Lê Thị Cúc", "2018-07-09", "01", "01");
	struct api_session head = api_account(c, "hieutruong", "head", "19172401", NULL), other = api_account(c, "hieutruong.2", "head", "19172401", NULL);
	const char *list = API "/learners?unit=19172401&sort=birth_date&limit=1";
	struct api_reply r = get(c, &head, list);
	EXPECT(r, 200);
	const char *cursor = api_text(&r, "cursor");
	assert_null(strstr(cursor, "323031382d30332d3031")); /* 2018-03-01 in hexadecimal */
	r = get(c, &head, arena_fmt(c->arena, "%s&cursor=%s", list, cursor));
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	expect(get(c, &other, arena_fmt(c->arena, "%s&cursor=%s", list, cursor)), 422, "query.cursor");
	expect(get(c, &head, arena_fmt(c->arena, "%s&cursor=%sA", list, cursor)), 422, "query.cursor");
}

TEST(a_repeated_event_and_a_repeated_batch_are_answered_as_the_first_time)
{
	two_schools(c);
	struct api_session head = api_account(c, "hieutruong", "head", "19172401", NULL);
	struct api_reply all = get(c, &head, API "/enrolments?unit=19172401"), first, again;
	const char *target = arena_fmt(c->arena, API "/enrolments/%s/events", json_string_value(json_object_get(json_array_get(api_items(&all), 0), "code")));
	const char *drop = "{\"event\":\"drop\",\"event_date\":\"2025-11-10\",\"reason\":\"01\"}";
	first = api_call(c, &head, POST, target, drop, .key = "e1");
	EXPECT(first, 200);
	again = api_call(c, &head, POST, target, drop, .key = "e1");
	EXPECT(again, 200);
	assert_string_equal(again.body, first.body);
	const char *lines = "{\"full_name\":\"Lê Văn Tre\",\"birth_date\":\"2018-05-05\",\"sex\":\"02\",\"ethnic_group\":\"01\",\"nationality\":\"704\"}\n";
	first = api_call(c, &head, POST, API "/learners/batch", lines, .type = "application/x-ndjson", .key = "b1");
	again = api_call(c, &head, POST, API "/learners/batch", lines, .type = "application/x-ndjson", .key = "b1");
	assert_non_null(strstr(first.body, "created"));
	assert_string_equal(again.body, first.body);
}

TEST(a_line_about_a_record_that_is_there_tells_its_own_faults_only)
{
	two_schools(c);
	struct api_session head = api_account(c, "hieutruong", "head", "19172401", NULL);
	struct api_reply all = get(c, &head, API "/learners?unit=19172401"), r;
	const char *code = json_string_value(json_object_get(json_array_get(api_items(&all), 0), "code"));
	r = api_call(c, &head, POST, API "/learners/batch", arena_fmt(c->arena, "{\"code\":\"%s\",\"sex\":\"9\"}\n{\"code\":\"%s\",\"phone\":null}\nno line\n{\"sex\":\"9\"}\n", code, code),
	             .type = "application/x-ndjson");
	EXPECT(r, 200);
	const char *second = strchr(r.body, '\n') + 1, *third = strchr(second, '\n') + 1, *fourth = strchr(third, '\n') + 1;
	assert_true(strstr(r.body, "field.required") >= fourth); /* a new one lacks its name */
	assert_true(strstr(r.body, "code.twice") > second && strstr(r.body, "code.twice") < third);
	assert_true(strstr(r.body, "line.json") > third && strstr(r.body, "line.json") < fourth);
}

/* A program has no telephone. */
TEST(api_asks_no_client_for_a_second_step)
{
	province_make(c);
	const struct api_session admin = admin_of(c, "19172401"), one = client(c, &admin, "pm", "\"learners:read\"", "");

	OK(demand_set(c, true));
	expect(api_call(c, &admin, GET, API "/clients", NULL), 403, "otp.must_set");
	struct api_reply r = get(c, &one, API "/learners");
	EXPECT(r, 200);
}
