/* test_password.c - passwords of one's own, and those that open one session. */
#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/password.h"
#include "province.h"

#define SCHOOL "19172401"
#define DAY (24 * 60 * 60 * 1000LL)

static const json_t *item(const struct api_reply *r, const char *member, const char *value)
{
	const json_t *x;
	size_t i;

	json_array_foreach(api_items(r), i, x)
		if (streq(json_string_value(json_object_get(x, member)), value))
			return x;
	return NULL;
}

TEST(a_password_that_is_guessed_is_refused_with_what_is_guessed_in_it)
{
	static const struct { const char *password, *why; } weak[] = {
		{ "ngắn", "ít nhất 15 ký tự" },
		{ "mười bốn ký tự", "ít nhất 15 ký tự" },
		{ "1234567890123456", "«1234567890»" },
		{ "matkhau-matkhau", "«matkhau»" },
		{ "MẬT KHẨU của tôi", "«matkhau»" },
		{ "P@ssw0rd-P@ssw0rd-1", "«passw0rd»" },
		{ "xx-head.bahang-xx", "tên tài khoản" },
		{ "truong-19172401-x", "mã đơn vị" },
		{ "qwertyuiop-2026-abc", "«qwertyuiop»" },
		{ "0987654321.123456", "«0987654321»" },
		{ "aaaaaaaaaaaaaaaaaaaa", "«aaaaaaaaaa" },
		{ "xoxkoxoxkoxoxkoxoxko", "«xoxko» lặp lại" },
		{ "Anh-yeu-em-2011-2012", "«anhyeuem»" },
		{ "k.......!!!!!!!!!!!!", "chỉ có 1 chữ và số" },
	};
	static const char *const strong[] = { "Sen-no-trang-xanh", "mot cau that dai 77", "khi nào mưa thì đi", "học sinh trồng 3 cây bưởi", "gò đất cuối làng" };
	struct account me = { .name = "head.bahang" };

	province_make(c);
	OK(unit_find(c, &scope_everywhere, SCHOOL, &me.unit));
	for (size_t i = 0; i < COUNT(weak); i++) {
		assert_false(password_check(c, &me, weak[i].password, false));
		assert_string_equal(c->key, "password.weak");
		if (strstr(c->detail, weak[i].why) == NULL)
			fail_msg("%s: %s", weak[i].password, c->detail);
		ctx_clear(c);
	}
	for (size_t i = 0; i < COUNT(strong); i++)
		OK(password_check(c, &me, strong[i], false));
}

TEST(a_one_time_password_opens_one_session_within_a_week)
{
	struct api_session me, again;
	const char *once;

	province_make(c);
	OK(account_issue(c, NULL, "head.bahang", "head", SCHOOL, NULL, &once));
	c->now_ms += 7 * DAY;
	assert_int_equal(api_sign_in(c, "head.bahang", once, &me), 200);
	assert_int_equal(api_sign_in(c, "head.bahang", once, &again), 401);
	struct api_reply r = api_call(c, &me, POST, API "/session/password", arena_fmt(c->arena, "{\"old\":\"%s\",\"new\":\"%s\"}", once, API_PASSWORD));
	EXPECT(r, 204);
	assert_int_equal(api_sign_in(c, "head.bahang", API_PASSWORD, &again), 200);
	OK(account_reset(c, "head.bahang", &once));
	c->now_ms += 7 * DAY + 1;
	assert_int_equal(api_sign_in(c, "head.bahang", once, &me), 401);
	OK(account_reset(c, "head.bahang", &once));
	assert_int_equal(api_sign_in(c, "head.bahang", once, &me), 200);
}

/* All of it counts: its length, its case, what stands at its ends.  It is kept by a slow hash, and whoever came in by the old one is out. */
TEST(a_password_is_taken_as_it_was_typed)
{
	static const char mine[] = "Gò đất cuối làng, ba con trâu lội qua suối lúc trời mưa; chiều về học sinh trồng 3 cây bưởi bên bờ ao.";
	static const char *const not_mine[] = {
		"gò đất cuối làng, ba con trâu lội qua suối lúc trời mưa; chiều về học sinh trồng 3 cây bưởi bên bờ ao.",
		"Gò đất cuối làng, ba con trâu lội qua suối lúc trời mưa; chiều về học sinh trồng 3 cây bưởi bên bờ ao",
		"Gò đất cuối làng, ba con trâu lội qua suối lúc trời mưa; chiều về học sinh trồng 3 cây bưởi bên bờ ao. ",
		"Gò đất cuối làng, ba con trâu lội qua suối lúc trời mưa; chiều về h",
	};
	struct api_session again;
	struct rows hash;

	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	assert_int_equal(api_sign_in(c, "van.thu", API_PASSWORD, &again), 200);
	struct api_reply r = api_call(c, &me, POST, API "/session/password", arena_fmt(c->arena, "{\"old\":\"%s\",\"new\":\"%s\"}", API_PASSWORD, mine));
	EXPECT(r, 204);
	assert_int_equal(api_call(c, &me, GET, API "/session", NULL).status, 200);
	assert_int_equal(api_call(c, &again, GET, API "/session", NULL).status, 401);
	for (size_t i = 0; i < COUNT(not_mine); i++)
		assert_int_equal(api_sign_in(c, "van.thu", not_mine[i], &again), 401);
	assert_int_equal(api_sign_in(c, "van.thu", mine, &again), 200);
	OK(db_query(c, &hash, "SELECT password_hash FROM account WHERE name = 'van.thu'", NULL, 0));
	assert_true(strncmp(rows_text(&hash, 0, 0), "$argon2id$", 10) == 0);
}

/* Which it is, is told to nobody who has not the password. */
TEST(an_ended_one_time_password_is_told_to_whoever_has_it)
{
	struct api_session me;
	const char *once;

	province_make(c);
	OK(account_issue(c, NULL, "head.bahang", "head", SCHOOL, NULL, &once));
	assert_int_equal(api_sign_in(c, "head.bahang", once, &me), 200);
	const char *body = arena_fmt(c->arena, "{\"username\":\"head.bahang\",\"password\":\"%s\"}", once);
	struct api_reply r = api_call(c, &api_nobody, POST, API "/session", body);
	EXPECT(r, 401);
	assert_string_equal(r.key, "password.used");
	r = api_call(c, &api_nobody, POST, API "/session", "{\"username\":\"head.bahang\",\"password\":\"khong-phai-no\"}");
	EXPECT(r, 401);
	assert_string_equal(r.key, "session.refused");

	const struct api_session admin = api_account(c, "qt.truong", "unit_admin", SCHOOL, NULL);
	r = api_call(c, &admin, GET, API "/accounts", NULL);
	EXPECT(r, 200);
	assert_true(json_is_false(json_object_get(item(&r, "name", "head.bahang"), "one_time_ended"))); /* it may be changed where it was used */
	r = api_call(c, &me, DELETE, API "/session", NULL);
	EXPECT(r, 204);
	r = api_call(c, &admin, GET, API "/accounts", NULL);
	EXPECT(r, 200);
	assert_true(json_is_true(json_object_get(item(&r, "name", "head.bahang"), "one_time_ended")));
}

static int64_t told(struct ctx *c, const struct api_session *who)
{
	struct api_reply r = api_call(c, who, GET, API "/notices", NULL);

	EXPECT(r, 200);
	const json_t *x = item(&r, "kind", "accounts_issued");
	return x == NULL ? 0 : json_integer_value(json_object_get(x, "n"));
}

/* Who is refused is told whom to ask. */
static void assert_names_above(struct ctx *c, const struct api_reply *r)
{
	if (strstr(r->body, province_unit(c, "P172").name) == NULL)
		fail_msg("who is above? %s", r->body);
}

TEST(who_keeps_the_accounts_of_a_school_does_not_become_its_head)
{
	province_make(c);
	const struct api_session admin = api_account(c, "qt.truong", "unit_admin", SCHOOL, NULL);
	const struct api_session above = api_account(c, "qt.xa", "unit_admin", "P172", NULL), so = api_account(c, "qt.so", "unit_admin", "19", NULL);
	struct api_reply r = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"ht.mot\",\"role\":\"head\"}");
	EXPECT(r, 201); /* the first is theirs to issue */
	const struct api_session head = api_account(c, "ht.hai", "head", SCHOOL, NULL);
	assert_int_equal(told(c, &head), 1);

	r = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"ht.ba\",\"role\":\"head\"}");
	EXPECT(r, 403);
	assert_string_equal(r.key, "account.superior");
	assert_names_above(c, &r);
	r = api_call(c, &admin, POST, API "/accounts/ht.hai/disable", NULL);
	EXPECT(r, 204); /* whoever left is locked at once: nobody becomes anybody by it */
	r = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"ht.ba\",\"role\":\"head\"}");
	EXPECT(r, 403);
	r = api_call(c, &admin, POST, API "/accounts/ht.hai/enable", NULL);
	EXPECT(r, 204);
	r = api_call(c, &admin, POST, API "/accounts/ht.mot/reset", NULL);
	EXPECT(r, 403);
	assert_string_equal(r.key, "account.superior");
	assert_names_above(c, &r);
	r = api_call(c, &admin, POST, API "/accounts/ht.mot/until", "{}");
	EXPECT(r, 403);
	assert_names_above(c, &r);
	r = api_call(c, &so, POST, API "/accounts/ht.mot/reset", NULL); /* two levels above */
	EXPECT(r, 403);
	assert_string_equal(r.key, "account.chain");
	assert_names_above(c, &r);
	r = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"vt.mot\",\"role\":\"clerk\"}");
	EXPECT(r, 201);
	r = api_call(c, &admin, POST, API "/accounts/vt.mot/reset", NULL);
	EXPECT(r, 200);

	r = api_call(c, &admin, GET, API "/accounts", NULL); /* and is not offered */
	EXPECT(r, 200);
	assert_true(json_is_false(json_object_get(item(&r, "name", "ht.mot"), "resets")) && json_is_true(json_object_get(item(&r, "name", "vt.mot"), "resets")));
	r = api_call(c, &admin, GET, API "/roles?unit=" SCHOOL, NULL);
	EXPECT(r, 200);
	assert_true(item(&r, "name", "head") == NULL && item(&r, "name", "clerk") != NULL);

	r = api_call(c, &above, POST, API "/accounts/ht.mot/reset", NULL);
	EXPECT(r, 200);
	const struct api_session again = api_account(c, "ht.bon", "head", SCHOOL, NULL);
	assert_int_equal(told(c, &again), 2);
	c->now_ms += 15 * DAY;
	const struct api_session late = api_account(c, "ht.nam", "head", SCHOOL, NULL);
	assert_int_equal(told(c, &late), 0);
}

TEST(the_last_administrator_of_the_system_is_not_locked_out)
{
	const char *once;

	province_make(c);
	OK(account_make_first(c, "quantri", &once));
	FAILS(account_disable(c, "quantri"), "account.last_admin");
	OK(account_make_first(c, "quantri.2", &once));
	OK(account_disable(c, "quantri"));
	FAILS(account_disable(c, "quantri.2"), "account.last_admin");
	OK(account_enable(c, "quantri"));
	OK(account_disable(c, "quantri.2"));
	OK(account_disable(c, "quantri.2")); /* it is already */
}
