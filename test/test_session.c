/* test_session.c - what a session gives its browser, which sessions there are, ending them, opening an account again. */
#include "api.h"
#include "api/pages.h"
#include "api/routes.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "day_tools.h"
#include "domain/account/sign_ins.h"

static const char *queue_key(struct ctx *c, const struct api_session *who)
{
	struct api_reply r = api_call(c, who, GET, API "/session", NULL);

	EXPECT(r, 200);
	return api_text(&r, "queue_key");
}

TEST(a_session_gives_a_key_that_is_kept_nowhere)
{
	struct api_session second;
	struct rows r;

	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	assert_int_equal(api_sign_in(c, "van.thu", API_PASSWORD, &second), 200);
	const char *key = queue_key(c, &me);
	assert_int_equal(strlen(key), 43); /* 32 bytes */
	assert_string_equal(key, queue_key(c, &me));
	assert_string_not_equal(key, queue_key(c, &second));
	assert_null(strstr(me.token, key));
	struct api_reply page = api_call(c, &me, GET, "/", NULL, .accept = "text/html");
	assert_true(asset_at(c->arena, "main.js") == NULL || strstr(page.body, key) != NULL);
	OK(db_query(c, &r, "SELECT * FROM session", NULL, 0));
	for (size_t i = 0; i < r.count * r.width; i++)
		assert_true(r.cell[i].kind != VAL_TEXT || (!streq(r.cell[i].s, key) && !streq(r.cell[i].s, me.token)));
	assert_int_equal(api_call(c, &me, DELETE, API "/session", NULL).status, 204);
	assert_int_equal(api_call(c, &me, GET, API "/session", NULL).status, 401);
}

TEST(a_session_calls_its_role_in_both_languages)
{
	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, GET, API "/session", NULL);
	const json_t *label = json_object_get(r.json, "role_label");

	EXPECT(r, 200);
	assert_string_equal(json_string_value(json_object_get(label, "vi")), "Văn thư nhập liệu");
	assert_string_equal(json_string_value(json_object_get(label, "en")), "School clerk");
}

static struct api_reply sign_in(struct ctx *c, bool secure, const char *cookie)
{
	return api_call(c, &api_nobody, POST, API "/session", "{\"username\":\"van.thu\",\"password\":\"" API_PASSWORD "\"}", .secure = secure, .cookie = cookie);
}

static int seen(struct ctx *c, bool secure, const char *name, const char *token)
{
	return api_call(c, &api_nobody, GET, API "/session", NULL, .secure = secure, .cookie = arena_fmt(c->arena, "%s=%s", name, token)).status;
}

static const char *token_of(struct ctx *c, const struct api_reply *r)
{
	const char *token = strchr(r->cookie, '=') + 1;

	return arena_strndup(c->arena, token, strcspn(token, ";"));
}

TEST(a_session_by_tls_has_a_cookie_that_no_other_host_can_put)
{
	province_make(c);
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	struct api_reply plain = sign_in(c, false, NULL), secure = sign_in(c, true, NULL);
	EXPECT(plain, 200);
	EXPECT(secure, 200);
	assert_true(strncmp(plain.cookie, "khue_session=", 13) == 0 && strstr(plain.cookie, "Secure") == NULL);
	assert_true(strncmp(secure.cookie, "__Host-khue_session=", 20) == 0 && strstr(secure.cookie, "; Secure") != NULL);
	assert_true(strstr(secure.cookie, "; Path=/;") != NULL && strstr(secure.cookie, "HttpOnly") != NULL && strstr(secure.cookie, "SameSite=Strict") != NULL && strstr(secure.cookie, "Domain") == NULL);
	const char *token = token_of(c, &secure), *other = token_of(c, &plain);
	assert_int_equal(seen(c, true, "__Host-khue_session", token), 200);
	/* What a host beside this one could put is nobody's, alone and beside the true one. */
	assert_int_equal(seen(c, true, "khue_session", token), 401);
	assert_int_equal(seen(c, false, "__Host-khue_session", other), 401);
	assert_int_equal(seen(c, true, arena_fmt(c->arena, "khue_session=%s; __Host-khue_session", other), token), 200);
	assert_int_equal(seen(c, true, "__host-khue_session", token), 401);
	/* Signing out takes away the cookie of its way. */
	const struct api_session me = { .token = token, .csrf = api_text(&secure, "csrf") };
	struct api_reply r = api_call(c, &me, DELETE, API "/session", NULL, .secure = true);
	EXPECT(r, 204);
	assert_true(strncmp(r.cookie, "__Host-khue_session=;", 21) == 0 && strstr(r.cookie, "; Max-Age=0; Secure") != NULL);
	assert_int_equal(seen(c, true, "__Host-khue_session", token), 401);
	/* The page and its form too. */
	r = api_call(c, &api_nobody, POST, "/dang-nhap", "username=van.thu&password=" API_PASSWORD, .type = "application/x-www-form-urlencoded", .sec_fetch_site = "same-origin", .secure = true);
	EXPECT(r, 303);
	assert_int_equal(strncmp(r.cookie, "__Host-khue_session=", 20), 0);
}

TEST(signing_in_gives_another_session_and_ends_the_one_one_came_with)
{
	province_make(c);
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	const struct api_session other = api_account(c, "van.thu.2", "clerk", SCHOOL, NULL);
	struct api_reply first = sign_in(c, false, NULL), beside = sign_in(c, false, NULL);
	const char *given = token_of(c, &first);
	/* One that was put there is not taken up, whether it is of a session or not. */
	struct api_reply second = sign_in(c, false, arena_fmt(c->arena, "khue_session=%s", given)), third = sign_in(c, false, "khue_session=made-up");
	assert_string_not_equal(token_of(c, &second), given);
	assert_string_not_equal(token_of(c, &third), "made-up");
	assert_int_equal(seen(c, false, "khue_session", given), 401);
	assert_int_equal(seen(c, false, "khue_session", "made-up"), 401);
	assert_int_equal(seen(c, false, "khue_session", token_of(c, &second)), 200);
	assert_int_equal(seen(c, false, "khue_session", token_of(c, &beside)), 200);
	/* Also of another account; a wrong password ends nothing. */
	struct api_reply wrong = api_call(c, &other, POST, API "/session", "{\"username\":\"van.thu\",\"password\":\"Khong-phai-mat-khau\"}");
	EXPECT(wrong, 401);
	assert_int_equal(seen(c, false, "khue_session", other.token), 200);
	(void)sign_in(c, false, arena_fmt(c->arena, "khue_session=%s", other.token));
	assert_int_equal(seen(c, false, "khue_session", other.token), 401);
}

/* ---- what is kept of who signed in ---- */

static bool note(struct ctx *c, void *arg, const struct sign_in_kept *k)
{
	buf_fmt(arg, "%s %s %s %" PRId64 " %s\n", k->account == NULL ? "?" : k->account, k->refused ? "no" : "in", k->address, k->port,
	        k->ended_at == 0 ? "-" : time_iso(c->arena, k->ended_at) + strlen("2025-10-10T"));
	return true;
}

static const char *kept(struct ctx *c, const char *account, int64_t from, int64_t until)
{
	struct buf b = buf_in(c->arena);

	OK(sign_in_each(c, account, from, until, note, &b));
	return buf_text(&b);
}

static struct api_session come(struct ctx *c, const char *name, const char *password, int port, int status)
{
	const char *body = arena_fmt(c->arena, "{\"username\":\"%s\",\"password\":\"%s\"}", name, password);
	struct api_reply r = api_call(c, &api_nobody, POST, API "/session", body, .remote = "203.0.113.7", .remote_port = port);

	EXPECT(r, status);
	return status != 200 ? api_nobody : (struct api_session){ .name = name, .token = token_of(c, &r), .csrf = api_text(&r, "csrf") };
}

TEST(who_signed_in_is_kept_for_a_year_with_address_and_port)
{
	province_make(c);
	today(c, "2025-10-10");
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	(void)api_account(c, "van.thu.2", "clerk", SCHOOL, NULL);
	const struct api_session admin = api_account(c, "qt.phong", "unit_admin", "P172", NULL);
	today(c, "2025-10-11"); /* 12:00 */
	const int64_t noon = c->now_ms, minute = 60000;
	(void)come(c, "van.thu", "Khong-phai-mat-khau", 5001, 401);
	c->now_ms += minute;
	(void)come(c, "Nguyễn Văn An, mật khẩu 12", "Khong-phai-mat-khau", 5002, 401);
	c->now_ms += minute;
	const struct api_session first = come(c, "van.thu", API_PASSWORD, 5003, 200);
	c->now_ms += minute;
	const struct api_session second = come(c, "van.thu", API_PASSWORD, 5004, 200), other = come(c, "van.thu.2", API_PASSWORD, 0, 200);
	c->now_ms += minute;
	assert_int_equal(api_call(c, &first, DELETE, API "/session", NULL).status, 204);
	assert_string_equal(kept(c, "van.thu", noon, INT64_MAX), "van.thu no 203.0.113.7 5001 -\nvan.thu in 203.0.113.7 5003 12:04:00.000Z\nvan.thu in 203.0.113.7 5004 -\n");
	assert_string_equal(kept(c, NULL, noon + minute, noon + 2 * minute), "? no 203.0.113.7 5002 -\n");
	struct rows all;
	OK(db_query(c, &all, "SELECT * FROM sign_in", NULL, 0));
	for (size_t i = 0; i < all.count * all.width; i++) /* what nobody is called may be a password, or a person */
		assert_true(all.cell[i].kind != VAL_TEXT || strstr(all.cell[i].s, "Nguy") == NULL);
	/* Ended by somebody else, and by itself when it was last seen. */
	c->now_ms += 30 * minute;
	assert_int_equal(api_call(c, &second, GET, API "/session", NULL).status, 200);
	const struct api_session again = come(c, "qt.phong", API_PASSWORD, 5005, 200);
	assert_int_equal(api_call(c, &again, POST, API "/accounts/van.thu.2/disable", NULL).status, 204);
	assert_non_null(strstr(kept(c, "van.thu.2", noon, INT64_MAX), "van.thu.2 in 203.0.113.7 0 12:34:00.000Z\n"));
	c->now_ms += 90 * minute;
	assert_int_equal(api_call(c, &second, GET, API "/session", NULL).status, 401);
	(void)come(c, "qt.phong", API_PASSWORD, 5006, 200); /* its row is still there */
	assert_non_null(strstr(kept(c, "van.thu", noon, INT64_MAX), "5004 -\n"));
	c->now_ms += SESSION_LIFE_MS;
	(void)come(c, "qt.phong", API_PASSWORD, 5007, 200);
	assert_non_null(strstr(kept(c, "van.thu", noon, INT64_MAX), "5004 12:34:00.000Z\n"));
	/* A year is kept, and then it goes. */
	c->now_ms = noon + 366 * INT64_C(24) * 60 * minute;
	(void)come(c, "qt.phong", API_PASSWORD, 5008, 200);
	assert_non_null(strstr(kept(c, "van.thu", 0, INT64_MAX), "5001"));
	c->now_ms = noon + (c->catalog->sign_ins_kept_days + 1) * INT64_C(24) * 60 * minute;
	(void)come(c, "qt.phong", API_PASSWORD, 5009, 200);
	assert_string_equal(kept(c, "van.thu", 0, INT64_MAX), "");
	(void)other, (void)admin;
}

TEST(a_long_list_of_who_signed_in_comes_whole)
{
	const struct sign_in s = { .name = "x", .password = "y", .remote = "203.0.113.7" };
	struct buf b = buf_in(c->arena);

	province_make(c);
	OK(db_begin(c));
	for (int i = 0; i < 2100; i++) {
		c->now_ms += i % 7 == 0; /* several at once */
		OK(sign_in_keep_in(c, &s, 0, "digest"));
	}
	OK(db_end(c, true));
	OK(sign_in_each(c, NULL, 0, INT64_MAX, note, &b));
	size_t n = 0;
	for (const char *p = buf_text(&b); *p != '\0'; p++)
		n += *p == '\n';
	assert_int_equal(n, 2100);
}

static size_t refused_ones(struct ctx *c)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT count(*) FROM sign_in WHERE session IS NULL", NULL, 0));
	return (size_t)rows_int(&r, 0, 0);
}

TEST(whoever_guesses_without_end_does_not_fill_the_disk)
{
	const struct sign_in s = { .name = "x", .password = "y", .remote = "203.0.113.7" };

	province_make(c);
	log_quiet(true);
	today(c, db_engine(c->db) == ENGINE_SQLITE ? "2027-05-05" : "2027-05-06"); /* hours of its own: the count is the process's */
	OK(db_begin(c));
	for (int i = 0; i < SIGN_IN_REFUSED_AN_HOUR + 100; i++)
		OK(sign_in_keep_in(c, &s, 0, NULL));
	assert_int_equal(refused_ones(c), SIGN_IN_REFUSED_AN_HOUR);
	OK(sign_in_keep_in(c, &s, 1, "digest")); /* who comes in is kept all the same */
	struct rows in;
	OK(db_query(c, &in, "SELECT id FROM sign_in WHERE session = 'digest'", NULL, 0));
	assert_int_equal(in.count, 1);
	c->now_ms += 3600 * 1000;
	OK(sign_in_keep_in(c, &s, 0, NULL));
	OK(db_end(c, true));
	assert_int_equal(refused_ones(c), SIGN_IN_REFUSED_AN_HOUR + 1);
}

static struct api_reply sessions(struct ctx *c, const struct api_session *who, const char *query)
{
	return api_call(c, who, GET, arena_fmt(c->arena, API "/sessions%s", query), NULL);
}

/* How many were opened from an address. */
static size_t opened_from(const struct api_reply *r, const char *address)
{
	size_t i, n = 0;
	json_t *o;

	json_array_foreach(api_items(r), i, o)
		n += streq(json_string_value(json_object_get(o, "address")), address);
	return n;
}

/* The one that is, or is not, of the caller's session; of an account, where one is named. */
static const char *one(const struct api_reply *r, const char *account, bool present)
{
	size_t i;
	json_t *o;

	json_array_foreach(api_items(r), i, o)
		if (json_is_true(json_object_get(o, "present")) == present && (account == NULL || streq(json_string_value(json_object_get(o, "account")), account)))
			return json_string_value(json_object_get(o, "id"));
	fail_msg("no such session: %s", r->body);
	return NULL;
}

static int end_session(struct ctx *c, const struct api_session *who, const char *id)
{
	return api_call(c, who, POST, arena_fmt(c->arena, API "/sessions/%s/end", id), NULL).status;
}

TEST(everybody_sees_and_ends_their_own_sessions)
{
	struct api_session second;

	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL), other = api_account(c, "van.thu.2", "clerk", SCHOOL, NULL);
	c->now_ms += 5000;
	assert_int_equal(api_sign_in(c, "van.thu", API_PASSWORD, &second), 200);
	struct api_reply r = sessions(c, &second, "");
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_null(strstr(r.body, "van.thu.2"));
	assert_null(strstr(r.body, second.token));
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&r), 0), "id")), one(&r, NULL, true)); /* the newest first */
	const char *first = one(&r, "van.thu", false);
	/* Nobody signs in with what it is called, and nobody else ends it. */
	assert_int_equal(api_call(c, &(struct api_session){ .token = first }, GET, API "/session", NULL).status, 401);
	assert_int_equal(end_session(c, &other, first), 404);
	assert_int_equal(end_session(c, &second, first), 204);
	assert_int_equal(end_session(c, &second, first), 404);
	assert_int_equal(api_call(c, &me, GET, API "/session", NULL).status, 401);
	assert_int_equal(api_call(c, &second, GET, API "/session", NULL).status, 200);
	/* Page by page. */
	c->now_ms += 5000;
	assert_int_equal(api_sign_in(c, "van.thu", API_PASSWORD, &second), 200);
	r = sessions(c, &second, "?limit=1");
	assert_int_equal(json_array_size(api_items(&r)), 1);
	struct api_reply next = sessions(c, &second, arena_fmt(c->arena, "?limit=1&cursor=%s", api_text(&r, "cursor")));
	assert_int_equal(json_array_size(api_items(&next)), 1);
	assert_string_not_equal(one(&r, NULL, true), one(&next, NULL, false));
	assert_string_equal(api_text(&next, "cursor"), "");
	/* What has run out is not told. */
	c->now_ms += SESSION_IDLE_MS / 2;
	assert_int_equal(sessions(c, &second, "").status, 200);
	c->now_ms += SESSION_IDLE_MS / 2 + 60000;
	r = sessions(c, &second, "");
	assert_int_equal(json_array_size(api_items(&r)), 1);
}

TEST(who_manages_accounts_sees_and_ends_their_sessions)
{
	province_make(c);
	const struct api_session clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL), admin = api_account(c, "qt.phong", "unit_admin", "P172", NULL),
	                         so = api_account(c, "qt.so", "unit_admin", "19", NULL), head = api_account(c, "hieu.truong", "head", SCHOOL, NULL),
	                         other = api_account(c, "qt.khac", "unit_admin", "19172402", NULL);
	struct api_reply r = sessions(c, &admin, "?unit=" SCHOOL);
	struct rows log;

	EXPECT(r, 200);
	const char *id = one(&r, "van.thu", false);
	assert_int_equal(sessions(c, &clerk, "?unit=" SCHOOL).status, 403);
	assert_int_equal(sessions(c, &head, "?unit=" SCHOOL).status, 403);
	assert_int_equal(sessions(c, &so, "?unit=" SCHOOL).status, 403); /* not right below */
	assert_int_equal(sessions(c, &other, "?unit=" SCHOOL).status, 404);
	assert_int_equal(end_session(c, &so, id), 403);
	assert_int_equal(end_session(c, &head, id), 404);
	assert_int_equal(end_session(c, &other, id), 404);
	assert_int_equal(api_call(c, &clerk, GET, API "/session", NULL).status, 200);
	assert_int_equal(end_session(c, &admin, id), 204);
	assert_int_equal(api_call(c, &clerk, GET, API "/session", NULL).status, 401);
	OK(db_query(c, &log, "SELECT code FROM change WHERE event = 'END_SESSION'", NULL, 0));
	assert_int_equal(log.count, 1);
	assert_string_equal(rows_text(&log, 0, 0), "van.thu");
	assert_int_equal(api_call(c, &api_nobody, POST, API "/session", "{\"username\":\"van.thu\",\"password\":\"" API_PASSWORD "\"}", .remote = "2001:db8::7").status, 200);
	r = sessions(c, &admin, "?unit=" SCHOOL);
	assert_int_equal(opened_from(&r, "2001:db8::7"), 1);
}

TEST(a_list_of_sessions_says_when_each_ends_and_leaves_out_what_has)
{
	struct api_session later;

	province_make(c);
	const struct api_session admin = api_account(c, "qt.phong", "unit_admin", "P172", NULL), below = api_account(c, "qt.truong", "unit_admin", SCHOOL, NULL),
	                         clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	struct api_reply r = sessions(c, &admin, "?unit=" SCHOOL);
	const char *of_admin = one(&r, "qt.truong", false), *of_clerk = one(&r, "van.thu", false);
	size_t i;
	json_t *o;

	(void)below, (void)clerk;
	json_array_foreach(api_items(&r), i, o)
		assert_string_equal(json_string_value(json_object_get(o, "ends")),
		                    time_iso(c->arena, c->now_ms + (streq(json_string_value(json_object_get(o, "id")), of_admin) ? SESSION_IDLE_ADMIN_MS : SESSION_IDLE_MS)));
	c->now_ms += SESSION_IDLE_ADMIN_MS + 1;
	assert_int_equal(api_sign_in(c, "qt.phong", API_PASSWORD, &later), 200);
	r = sessions(c, &later, "?unit=" SCHOOL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_string_equal(one(&r, "van.thu", false), of_clerk);
	r = sessions(c, &later, ""); /* one's own too */
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_int_equal(end_session(c, &later, of_admin), 404); /* it has ended by itself */
	/* What is at work to the end of its life ends with that. */
	const int64_t since = c->now_ms - SESSION_IDLE_ADMIN_MS - 1;
	for (c->now_ms += 1800000; c->now_ms < since + SESSION_LIFE_MS; c->now_ms += 1800000)
		assert_int_equal(api_call(c, &clerk, GET, API "/session", NULL).status, 200);
	c->now_ms = since + SESSION_LIFE_MS - 1000;
	assert_int_equal(api_sign_in(c, "qt.phong", API_PASSWORD, &later), 200);
	r = sessions(c, &later, "?unit=" SCHOOL);
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&r), 0), "ends")), time_iso(c->arena, since + SESSION_LIFE_MS));
	c->now_ms += 2000;
	r = sessions(c, &later, "?unit=" SCHOOL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	assert_int_equal(end_session(c, &later, of_clerk), 404);
}

static const json_t *account_of(struct ctx *c, const struct api_session *who, const char *name)
{
	struct api_reply r = api_call(c, who, GET, API "/accounts?within=" SCHOOL "&nulls=1", NULL);
	size_t i;
	json_t *o;

	EXPECT(r, 200);
	json_array_foreach(api_items(&r), i, o)
		if (streq(json_string_value(json_object_get(o, "name")), name))
			return o;
	fail_msg("no account %s: %s", name, r.body);
	return NULL;
}

TEST(accounts_tell_when_they_were_seen_and_who_failed)
{
	const char *once;
	struct api_session in;

	province_make(c);
	const struct api_session admin = api_account(c, "qt.phong", "unit_admin", "P172", NULL);
	OK(account_issue(c, NULL, "van.thu", "clerk", SCHOOL, NULL, &once));
	const json_t *o = account_of(c, &admin, "van.thu");
	assert_true(json_is_null(json_object_get(o, "last_seen")) && json_integer_value(json_object_get(o, "failures")) == 0);
	assert_int_equal(api_sign_in(c, "van.thu", "Khong-phai-mat-khau", &in), 401);
	assert_int_equal(api_sign_in(c, "van.thu", "Khong-phai-mat-khau", &in), 401);
	assert_int_equal(api_sign_in(c, "van.thu.nao", "Khong-phai-mat-khau", &in), 401);
	o = account_of(c, &admin, "van.thu");
	assert_int_equal(json_integer_value(json_object_get(o, "failures")), 2);
	assert_true(json_is_string(json_object_get(o, "failed_at")) && json_is_null(json_object_get(o, "last_seen")));
	assert_int_equal(api_sign_in(c, "van.thu", once, &in), 200);
	o = account_of(c, &admin, "van.thu");
	const char *seen = json_string_value(json_object_get(o, "last_seen"));
	assert_non_null(seen);
	assert_int_equal(json_integer_value(json_object_get(o, "failures")), 0);
	assert_true(json_is_null(json_object_get(o, "failed_at")));
	c->now_ms += 5 * 60000;
	(void)api_call(c, &in, GET, API "/session", NULL);
	assert_string_not_equal(json_string_value(json_object_get(account_of(c, &admin, "van.thu"), "last_seen")), seen);
	/* By a part of the name, which is no pattern. */
	struct api_reply r = api_call(c, &admin, GET, API "/accounts?q=N.TH", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &admin, GET, API "/accounts?q=_an", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
}

/* Also where it is asked for once more: to change it. */
TEST(a_right_password_takes_the_count_of_wrong_ones_away)
{
	const char *once;
	struct api_session in;

	province_make(c);
	const struct api_session admin = api_account(c, "qt.phong", "unit_admin", "P172", NULL);
	OK(account_issue(c, NULL, "van.thu", "clerk", SCHOOL, NULL, &once));
	assert_int_equal(api_sign_in(c, "van.thu", once, &in), 200);
	assert_int_equal(api_call(c, &in, POST, API "/session/password", "{\"old\":\"Khong-phai-mat-khau\",\"new\":\"" API_PASSWORD "\"}").status, 403);
	assert_int_equal(json_integer_value(json_object_get(account_of(c, &admin, "van.thu"), "failures")), 1);
	const char *right = arena_fmt(c->arena, "{\"old\":\"%s\",\"new\":\"" API_PASSWORD "\"}", once);
	assert_int_equal(api_call(c, &in, POST, API "/session/password", right).status, 204);
	assert_int_equal(json_integer_value(json_object_get(account_of(c, &admin, "van.thu"), "failures")), 0);
}

/* A sign-in that loses its connection is run anew: one attempt all the same. */
TEST(an_attempt_that_is_run_anew_counts_once)
{
	const char *once, *token;
	struct account *me = NEW(c->arena, struct account);

	province_make(c);
	const struct api_session office = api_account(c, "cb.phong", "manager", "P172", NULL);
	OK(account_issue(c, NULL, "van.thu", "clerk", SCHOOL, NULL, &once));
	for (int call = 1, told = 1; call <= 8; call++, told++) {
		db_inject_fault(c->db, call);
		if (!session_open(c, &(const struct sign_in){ .name = "van.thu", .password = "Khong-phai-mat-khau", .remote = "::1" }, &token, me) && c->err == ERR_BUSY) {
			ctx_clear(c);
			db_inject_fault(c->db, 0);
			FAILS(session_open(c, &(const struct sign_in){ .name = "van.thu", .password = "Khong-phai-mat-khau", .remote = "::1" }, &token, me), "session.refused");
		} else {
			ctx_clear(c);
			db_inject_fault(c->db, 0);
		}
		assert_int_equal(json_integer_value(json_object_get(account_of(c, &office, "van.thu"), "failures")), told);
		c->now_ms += 3600 * 1000; /* past any wait */
	}
}

TEST(a_disabled_account_is_opened_again_with_its_password)
{
	struct api_session in;

	province_make(c);
	const struct api_session clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL), admin = api_account(c, "qt.phong", "unit_admin", "P172", NULL),
	                         so = api_account(c, "qt.so", "unit_admin", "19", NULL), other = api_account(c, "qt.khac", "unit_admin", "19172402", NULL);

	assert_int_equal(api_call(c, &admin, POST, API "/accounts/van.thu/disable", NULL).status, 204);
	assert_int_equal(api_call(c, &so, POST, API "/accounts/van.thu/enable", NULL).status, 403);
	assert_int_equal(api_call(c, &other, POST, API "/accounts/van.thu/enable", NULL).status, 404);
	assert_int_equal(api_sign_in(c, "van.thu", API_PASSWORD, &in), 401);
	const struct api_reply reset = api_call(c, &admin, POST, API "/accounts/van.thu/reset", NULL);
	assert_int_equal(reset.status, 409);
	assert_string_equal(json_string_value(json_object_get(reset.json, "key")), "account.disabled");
	assert_int_equal(api_call(c, &admin, POST, API "/accounts/van.thu/enable", NULL).status, 204);
	assert_int_equal(api_call(c, &admin, POST, API "/accounts/van.thu/enable", NULL).status, 204);
	assert_int_equal(api_call(c, &clerk, GET, API "/session", NULL).status, 401); /* its sessions had ended */
	assert_int_equal(api_sign_in(c, "van.thu", API_PASSWORD, &in), 200);
}

/* 8 o'clock in Vietnam. */
static int64_t morning(void)
{
	struct date d;

	assert_true(date_parse("2026-03-02", &d));
	return date_begins_ms(d) + INT64_C(8) * 60 * 60 * 1000;
}

static void set_until(struct ctx *c, const struct api_session *who, const char *name, const char *day, int status)
{
	const struct api_reply r = api_call(c, who, POST, arena_fmt(c->arena, API "/accounts/%s/until", name),
	                                    day == NULL ? "{}" : arena_fmt(c->arena, "{\"until\":\"%s\"}", day));

	EXPECT(r, status);
}

/* Whoever stands in for another comes in up to the last day, in Vietnam, and no longer. */
TEST(an_account_of_a_substitute_ends_with_its_day)
{
	const int64_t hour = INT64_C(60) * 60 * 1000;
	struct api_session me, again;
	struct api_reply r;

	province_make(c);
	c->now_ms = morning();
	const struct api_session admin = api_account(c, "quan.tri", "unit_admin", SCHOOL, NULL);
	(void)api_account(c, "lam.thay", "clerk", SCHOOL, NULL);
	set_until(c, &admin, "lam.thay", "2026-02-28", 422);
	set_until(c, &admin, "lam.thay", "2026-02-30", 422);
	set_until(c, &admin, "quan.tri", "2026-03-02", 422); /* not one's own */
	set_until(c, &admin, "lam.thay", "2026-03-02", 204);
	assert_int_equal(api_sign_in(c, "lam.thay", API_PASSWORD, &me), 200);
	c->now_ms += 15 * hour; /* 23:00; meanwhile sessions have ended by themselves */
	assert_int_equal(api_sign_in(c, "lam.thay", API_PASSWORD, &me), 200);
	assert_int_equal(api_sign_in(c, "quan.tri", API_PASSWORD, &again), 200);
	r = api_call(c, &again, GET, API "/accounts?q=lam.thay", NULL);
	EXPECT(r, 200);
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&r), 0), "until")), "2026-03-02");
	assert_true(json_is_false(json_object_get(json_array_get(api_items(&r), 0), "disabled")));
	r = api_call(c, &me, GET, API "/session", NULL);
	assert_string_equal(api_text(&r, "expires_at"), "2026-03-02T17:00:00.000Z"); /* midnight */
	c->now_ms += hour - 1;
	assert_int_equal(api_call(c, &me, GET, API "/learners", NULL).status, 200);
	c->now_ms += 2;
	assert_int_equal(api_call(c, &me, GET, API "/learners", NULL).status, 401);
	assert_int_equal(api_sign_in(c, "lam.thay", API_PASSWORD, &me), 401);
	assert_int_equal(api_sign_in(c, "quan.tri", API_PASSWORD, &again), 200);
	r = api_call(c, &again, GET, API "/accounts?q=lam.thay", NULL);
	assert_true(json_is_true(json_object_get(json_array_get(api_items(&r), 0), "disabled")));
	r = api_call(c, &again, POST, API "/accounts/lam.thay/reset", NULL);
	EXPECT(r, 409);
	r = api_call(c, &again, POST, API "/accounts/lam.thay/enable", NULL);
	EXPECT(r, 204);
	c->now_ms += hour;
	assert_int_equal(api_sign_in(c, "lam.thay", API_PASSWORD, &me), 200);
}

TEST(an_account_is_issued_with_its_last_day)
{
	struct api_reply r;

	province_make(c);
	c->now_ms = morning();
	const struct api_session admin = api_account(c, "quan.tri", "unit_admin", SCHOOL, NULL), clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	r = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"lam.thay\",\"role\":\"clerk\",\"until\":\"2026-03-01\"}");
	EXPECT(r, 422);
	assert_string_equal(r.key, "account.until");
	r = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"lam.thay\",\"role\":\"clerk\",\"until\":\"2026-04-30\"}");
	EXPECT(r, 201);
	r = api_call(c, &admin, GET, API "/accounts?q=lam.thay", NULL);
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&r), 0), "until")), "2026-04-30");
	set_until(c, &clerk, "lam.thay", "2026-03-05", 403);
	set_until(c, &admin, "lam.thay", NULL, 204);
	r = api_call(c, &admin, GET, API "/accounts?q=lam.thay", NULL);
	assert_null(json_object_get(json_array_get(api_items(&r), 0), "until"));
}

/* Whether each account is still wanted is looked at every so often, by who keeps them. */
TEST(accounts_that_were_not_looked_at_for_long_are_told)
{
	struct api_session school, phong;
	struct api_reply r;

	province_make(c);
	c->now_ms = morning();
	(void)api_account(c, "quan.tri", "unit_admin", SCHOOL, NULL);
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	(void)api_account(c, "qt.phong", "unit_admin", "P172", NULL);
	(void)api_account(c, "qt.so", "unit_admin", "19", NULL);
	assert_int_equal(api_sign_in(c, "quan.tri", API_PASSWORD, &school), 200);
	assert_int_equal(api_notice_count(c, &school, "accounts_review"), 0);
	c->now_ms += INT64_C(91) * 24 * 60 * 60 * 1000;
	assert_int_equal(api_sign_in(c, "quan.tri", API_PASSWORD, &school), 200);
	assert_int_equal(api_sign_in(c, "qt.phong", API_PASSWORD, &phong), 200);
	assert_int_equal(api_notice_count(c, &school, "accounts_review"), 1); /* one's own is for those above */
	assert_int_equal(api_notice_count(c, &phong, "accounts_review"), 2);
	r = api_call(c, &school, POST, API "/accounts/review", "{\"unit\":\"P172\"}");
	EXPECT(r, 404);
	r = api_call(c, &school, POST, API "/accounts/van.thu/disable", NULL);
	EXPECT(r, 204);
	assert_int_equal(api_notice_count(c, &school, "accounts_review"), 0); /* nobody has it any more */
	r = api_call(c, &phong, GET, API "/accounts?within=" SCHOOL "&q=quan.tri", NULL);
	assert_true(json_is_true(json_object_get(json_array_get(api_items(&r), 0), "review_due")));
	r = api_call(c, &phong, POST, API "/accounts/review", "{\"unit\":\"" SCHOOL "\"}");
	EXPECT(r, 204);
	assert_int_equal(api_notice_count(c, &phong, "accounts_review"), 0);
	r = api_call(c, &phong, GET, API "/changes?unit=" SCHOOL "&before=0&type=account", NULL);
	assert_int_equal(r.status, 403); /* the log is for who reads records */
}
