/* test_door.c - signing in and out on plain pages, the page of the application, and the files it fetches. */
#include "api.h"
#include "api/pages.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "province.h"

#define SCHOOL "19172401"
#define FORM .type = "application/x-www-form-urlencoded", .sec_fetch_site = "same-origin"
#define BROWSER .accept = "text/html,application/xhtml+xml,*/*;q=0.8"

static struct api_session signed_in(struct ctx *c, const struct api_reply *r, const char *name)
{
	const char *token = strchr(r->cookie, '=') + 1;

	return (struct api_session){ .name = name, .token = arena_strndup(c->arena, token, strcspn(token, ";")) };
}

static void leads_to(const struct api_reply *r, const char *where)
{
	assert_int_equal(r->status, 303);
	assert_string_equal(r->location, where);
}

static bool shows(const struct api_reply *r, const char *text)
{
	return strstr(r->body, text) != NULL;
}

static struct api_reply knock(struct ctx *c, const char *name, const char *password, const char *ve)
{
	return api_call(c, &api_nobody, POST, "/dang-nhap", arena_fmt(c->arena, "username=%s&password=%s&ve=%s", name, password, api_escape(c->arena, ve)), FORM);
}

TEST(door_lets_in_by_a_form)
{
	province_make(c);
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	struct api_reply r = api_call(c, &api_nobody, GET, "/dang-nhap?ve=/ho-so/learners", NULL, BROWSER);
	EXPECT(r, 200);
	assert_true(shows(&r, "value=\"/ho-so/learners\"") && shows(&r, "name=\"password\""));
	r = knock(c, "van.thu", API_PASSWORD, "/ho-so/learners?nam=2025");
	leads_to(&r, "/ho-so/learners?nam=2025");
	const struct api_session me = signed_in(c, &r, "van.thu");
	r = api_call(c, &me, GET, "/ho-so/learners?nam=2025", NULL, BROWSER);
	EXPECT(r, 200);
	assert_true(shows(&r, "\"username\":\"van.thu\"") && shows(&r, "\"csrf\":\""));
	r = api_call(c, &me, GET, "/dang-nhap", NULL, BROWSER);
	leads_to(&r, "/");
}

TEST(door_tells_what_is_wrong_and_keeps_the_name)
{
	province_make(c);
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	struct api_reply r = knock(c, "van.thu", "Sai-mat-khau-nay", "/");
	EXPECT(r, 401);
	assert_true(shows(&r, "role=\"alert\"") && shows(&r, "value=\"van.thu\"") && !shows(&r, "Sai-mat-khau-nay"));
	assert_null(r.cookie);
	r = knock(c, "%22%3E%3Cb%3E", "Sai-mat-khau-nay", "/");
	assert_true(r.status >= 400 && !shows(&r, "<b>"));
	r = knock(c, "van.thu", "", "/");
	assert_true(r.status >= 400 && shows(&r, "role=\"alert\""));
	for (size_t i = 0; i < 12; i++)
		r = knock(c, "van.thu", "Sai-mat-khau-nay", "/");
	EXPECT(r, 429);
	assert_true(shows(&r, "role=\"alert\""));
}

TEST(door_says_that_the_disk_is_full_and_who_is_in_reads_on)
{
	static const char session[] = "{\"username\":\"van.thu\",\"password\":\"" API_PASSWORD "\"}";

	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	db_inject_full(c->db, true);
	struct api_reply r = knock(c, "van.thu", API_PASSWORD, "/");
	EXPECT(r, 503);
	assert_true(shows(&r, "role=\"alert\"") && shows(&r, "Ổ đĩa của máy chủ đã đầy") && shows(&r, "value=\"van.thu\"") && shows(&r, "name=\"password\""));
	assert_null(r.cookie);
	r = api_call(c, &api_nobody, POST, API "/session", session);
	EXPECT(r, 503);
	assert_string_equal(r.key, "session.full");
	assert_non_null(strstr(api_text(&r, "detail"), "đĩa"));
	c->now_ms += 10 * 60 * 1000; /* so late that it would be noted that they are there */
	r = api_call(c, &me, GET, API "/learners", NULL);
	EXPECT(r, 200);
	r = api_call(c, &me, POST, API "/classes", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	EXPECT(r, 507);
	assert_string_equal(r.key, "db.full");
	db_inject_full(c->db, false);
	r = knock(c, "van.thu", API_PASSWORD, "/");
	leads_to(&r, "/");
	r = api_call(c, &me, POST, API "/classes", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	EXPECT(r, 201);
}

TEST(door_leads_nowhere_else)
{
	static const char *const elsewhere[] = { "//evil.example/", "/.//evil.example", "/..//evil.example", "/\\evil.example", "https://evil.example/", "ho-so", "/ Lò", "",
	                                         "/dang-xuat", "/api/v1/session", "/mat-khau?x=1", "/w/main.js", NULL };

	province_make(c);
	(void)api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	for (size_t i = 0; i < COUNT(elsewhere); i++) {
		const char *long_one = arena_fmt(c->arena, "/ho-so/learners?x=%0*d", 3000, 1); /* NULL: one that no browser could be sent to */
		struct api_reply r = knock(c, "van.thu", API_PASSWORD, elsewhere[i] == NULL ? long_one : elsewhere[i]);
		leads_to(&r, "/");
	}
}

TEST(door_asks_for_a_password_of_ones_own)
{
	const char *once;

	province_make(c);
	OK(account_issue(c, NULL, "van.thu", "clerk", SCHOOL, NULL, &once));
	struct api_reply r = knock(c, "van.thu", once, "/ho-so/classes");
	leads_to(&r, "/mat-khau?ve=%2Fho-so%2Fclasses");
	const struct api_session me = signed_in(c, &r, "van.thu");
	r = api_call(c, &me, GET, "/ho-so/classes", NULL, BROWSER);
	leads_to(&r, "/mat-khau?ve=%2Fho-so%2Fclasses");
	r = api_call(c, &me, GET, "/dang-nhap", NULL, BROWSER);
	leads_to(&r, "/mat-khau");
	r = api_call(c, &me, GET, "/mat-khau", NULL, BROWSER);
	EXPECT(r, 200);
	assert_true(shows(&r, "chỉ dùng được một lần"));
	r = api_call(c, &me, POST, "/mat-khau", arena_fmt(c->arena, "old=%s&new=ngan", once), FORM);
	EXPECT(r, 422);
	assert_true(shows(&r, "role=\"alert\"") && shows(&r, "name=\"new\""));
	r = api_call(c, &me, POST, "/mat-khau", arena_fmt(c->arena, "old=%s&new=%s&ve=/ho-so/classes", once, API_PASSWORD), FORM);
	leads_to(&r, "/ho-so/classes");
	r = api_call(c, &me, GET, "/", NULL, BROWSER);
	EXPECT(r, 200);
	r = api_call(c, &api_nobody, POST, "/mat-khau", "old=a&new=b", FORM);
	leads_to(&r, "/dang-nhap");
}

TEST(door_closes)
{
	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, POST, "/dang-xuat", NULL, .sec_fetch_site = "same-origin", .no_csrf = true);
	leads_to(&r, "/dang-nhap");
	assert_non_null(strstr(r.cookie, "Max-Age=0"));
	r = api_call(c, &me, GET, API "/session", NULL);
	EXPECT(r, 401);
	r = api_call(c, &me, POST, "/dang-xuat", NULL, .sec_fetch_site = "same-origin", .no_csrf = true);
	leads_to(&r, "/dang-nhap");
}

TEST(door_takes_no_form_of_another_page)
{
	static const struct { const char *site, *origin, *host; int status; } from[] = {
		{ "cross-site", NULL, NULL, 403 },  { "same-site", NULL, NULL, 403 },  { NULL, "https://evil.example", "khue.example", 403 },
		{ NULL, "null", "khue.example", 403 }, { NULL, "https://khue.example", NULL, 403 }, { NULL, "https://khue.example", "khue.example", 303 },
		{ "same-origin", "null", NULL, 303 }, { NULL, NULL, "khue.example", 303 },
	};

	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	for (size_t i = 0; i < COUNT(from); i++) {
		struct api_reply r = api_call(c, &api_nobody, POST, "/dang-nhap", "username=van.thu&password=" API_PASSWORD, .type = "application/x-www-form-urlencoded",
		                              .sec_fetch_site = from[i].site, .origin = from[i].origin, .host = from[i].host);
		EXPECT(r, from[i].status);
		if (from[i].status != 403)
			continue;
		r = api_call(c, &me, POST, "/dang-xuat", NULL, .sec_fetch_site = from[i].site, .origin = from[i].origin, .host = from[i].host);
		EXPECT(r, 403);
	}
	/* A page's freedom from the token is not the API's. */
	struct api_reply r = api_call(c, &me, DELETE, API "/session", NULL, .sec_fetch_site = "same-origin", .no_csrf = true);
	EXPECT(r, 403);
}

TEST(application_is_at_every_address_of_a_browser)
{
	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	static const char *const pages[] = { "/", "/ho-so/learners", "/ho-so/learners/1900000001?tab=lich-su&nam=2025", "/khong-co-gi" };

	for (size_t i = 0; i < COUNT(pages); i++) {
		struct api_reply r = api_call(c, &me, GET, pages[i], NULL, BROWSER);
		EXPECT(r, 200);
		assert_true(shows(&r, "id=\"session\"") && shows(&r, asset_at(c->arena, "main.js")) && shows(&r, "\"current_year\":"));
		r = api_call(c, &api_nobody, GET, pages[i], NULL, BROWSER);
		leads_to(&r, i == 0 ? "/dang-nhap" : arena_fmt(c->arena, "/dang-nhap?ve=%s", http_encode(c->arena, pages[i])));
	}
	struct api_reply r = api_call(c, &me, GET, API "/khong/co/gi/ca", NULL, BROWSER);
	EXPECT(r, 404);
	r = api_call(c, &me, GET, "/favicon.ico", NULL, .accept = "image/*");
	EXPECT(r, 404);
	r = api_call(c, &me, POST, "/ho-so/learners", NULL, BROWSER);
	EXPECT(r, 404);
}

TEST(application_cannot_be_broken_by_a_name)
{
	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE unit SET name = '</script><script>x()' WHERE code = $1", (struct val[]){ val_text(SCHOOL) }, 1)));
	struct api_reply r = api_call(c, &me, GET, "/", NULL, BROWSER);
	EXPECT(r, 200);
	assert_true(!shows(&r, "<script>x()") && shows(&r, "\\u003c/script>"));
}

TEST(pages_look_as_the_reader_chose)
{
	province_make(c);
	struct api_reply r = api_call(c, &api_nobody, GET, "/dang-nhap", NULL, BROWSER, .cookie = "khue_theme=dark; khue_lang=en");
	assert_true(shows(&r, "data-theme=\"dark\"") && shows(&r, "Sign in"));
	r = api_call(c, &api_nobody, GET, "/dang-nhap", NULL, BROWSER, .cookie = "khue_theme=\"><b>; khue_lang=xx");
	assert_true(!shows(&r, "data-theme") && !shows(&r, "<b>") && shows(&r, "Đăng nhập"));
	r = api_call(c, &api_nobody, GET, "/dang-nhap", NULL, BROWSER, .secure = true, .cookie = "khue_theme=dark; __Host-khue_lang=en");
	assert_true(!shows(&r, "data-theme") && shows(&r, "Sign in"));
}

TEST(the_public_is_told_what_this_is_and_of_nobody)
{
	static const char *const links[] = { "/catalog", "/catalog.xlsx", "/catalog.json", "/docs", API "/openapi.json", "/dang-nhap" };

	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	const struct api_reply r = api_call(c, &api_nobody, GET, "/gioi-thieu", NULL, BROWSER), again = api_call(c, &me, GET, "/gioi-thieu", NULL, BROWSER);
	EXPECT(r, 200);
	assert_string_equal(r.type, "text/html; charset=utf-8");
	assert_true(r.body_len <= 15 * 1024 && r.cookie == NULL);
	assert_string_equal(again.body, r.body); /* whoever asks */
	assert_true(shows(&r, arena_fmt(c->arena, "phiên bản %d, công bố ngày", c->catalog->version)));
	for (size_t i = 0; i < COUNT(links); i++) {
		assert_true(shows(&r, arena_fmt(c->arena, "href=\"%s\"", links[i])));
		const struct api_reply there = api_call(c, &api_nobody, GET, links[i], NULL);
		EXPECT(there, 200);
	}
	const struct api_reply door = api_call(c, &api_nobody, GET, "/dang-nhap", NULL, BROWSER), shared = api_call(c, &api_nobody, GET, "/gioi-thieu?fbclid=x", NULL, BROWSER);
	assert_true(shows(&door, "href=\"/gioi-thieu\""));
	assert_string_equal(shared.body, r.body); /* as it is passed on */
	const struct api_reply english = api_call(c, &api_nobody, GET, "/gioi-thieu", NULL, BROWSER, .cookie = "khue_lang=en");
	assert_true(shows(&english, "What is kept") && shows(&english, c->catalog->published));
}

TEST(files_of_pages_are_packed_and_kept)
{
	static const struct { const char *accept, *coding; } ask[] = { { "gzip, deflate, br", "br" }, { "gzip", "gzip" }, { "br;q=0, gzip", "gzip" }, { "b, gz", NULL }, { NULL, NULL } };
	const char *script = asset_at(c->arena, "main.js");

	assert_non_null(script);
	for (size_t i = 0; i < COUNT(ask); i++) {
		struct api_reply r = api_call(c, &api_nobody, GET, script, NULL, .accept_encoding = ask[i].accept);
		EXPECT(r, 200);
		assert_non_null(strstr(r.cache, "immutable"));
		assert_true(ask[i].coding == NULL ? r.coding == NULL : streq(r.coding, ask[i].coding));
	}
	for (size_t i = 0; i < n_assets; i++) {
		struct api_reply r = api_call(c, &api_nobody, GET, arena_fmt(c->arena, "/w/%s", assets[i].name), NULL);
		EXPECT(r, 200);
		assert_int_equal(r.body_len, assets[i].plain.len);
	}
	struct api_reply r = api_call(c, &api_nobody, GET, "/w/main.js", NULL);
	EXPECT(r, 404);
	assert_null(asset_at(c->arena, "main"));
	assert_null(asset_at(c->arena, "mai.js"));
}
