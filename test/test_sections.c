/* test_sections.c - duties by professional section (T42 đ15 k3): an account of one does what its role may of those modules, and no more. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "province.h"
#include "store/actor.h"

#define SCHOOL "19172401"

static int status(struct ctx *c, const struct api_session *who, const char *target)
{
	return api_call(c, who, GET, arena_fmt(c->arena, API "/%s", target), NULL).status;
}

static int set(struct ctx *c, const struct api_session *admin, const char *name, const char *body)
{
	return api_call(c, admin, POST, arena_fmt(c->arena, API "/accounts/%s/sections", name), body).status;
}

TEST(an_account_of_a_section_sees_that_and_no_more)
{
	province_make(c);
	const struct api_session admin = api_account(c, "qt.tn", "unit_admin", "19", NULL), so = api_account(c, "so.tn", "manager", "19", NULL);

	assert_int_equal(status(c, &so, "learners?within=19"), 200);
	assert_int_equal(status(c, &so, "staff?within=19"), 200);
	assert_int_equal(set(c, &admin, "so.tn", "{\"sections\":\"finance\"}"), 204);
	assert_int_equal(status(c, &so, "rooms?within=19"), 200);
	assert_int_equal(status(c, &so, "learners?within=19"), 403);
	assert_int_equal(status(c, &so, "staff?within=19"), 403);
	const char *told = api_call(c, &so, GET, API "/session", NULL).body;
	assert_non_null(strstr(told, "\"sections\":\"finance\""));
	assert_null(strstr(told, "\"learners\":["));
	assert_int_equal(set(c, &admin, "so.tn", "{\"sections\":\"finance,personnel\"}"), 204);
	assert_int_equal(status(c, &so, "staff?within=19"), 200);
	assert_int_equal(status(c, &so, "learners?within=19"), 403);
	assert_non_null(strstr(api_call(c, &admin, GET, API "/accounts?within=19", NULL).body, "\"sections\":\"finance,personnel\""));
	assert_int_equal(set(c, &admin, "so.tn", "{}"), 204);
	assert_int_equal(status(c, &so, "learners?within=19"), 200);
}

TEST(a_section_is_given_with_the_account_and_holds_for_its_long_work)
{
	struct account as;
	struct rows r;

	province_make(c);
	const struct api_session admin = api_account(c, "qt.py", "unit_admin", "P172", NULL);
	const struct api_reply made = api_call(c, &admin, POST, API "/accounts",
	                                       "{\"username\":\"vt.taichinh\",\"role\":\"clerk\",\"unit\":\"" SCHOOL "\",\"sections\":\"finance\"}");
	EXPECT(made, 201);
	province_act_as_system(c);
	OK(db_rows(c, &r, SQL_ACCOUNT_BY_NAME, ARGS(val_text("vt.taichinh"), val_int(c->now_ms))));
	OK(account_load(c, rows_int(&r, 0, 0), &as));
	assert_true(role_may(as.role, "finance", "write"));
	assert_false(role_may(as.role, "learners", "read"));
}

TEST(sections_are_refused_with_the_reason)
{
	province_make(c);
	const struct api_session admin = api_account(c, "qt.py", "unit_admin", "P172", NULL);

	(void)api_account(c, "h.bahang", "head", SCHOOL, NULL);
	(void)api_account(c, "c.bahang", "clerk", SCHOOL, NULL);
	assert_int_equal(set(c, &admin, "h.bahang", "{\"sections\":\"finance\"}"), 422);
	assert_int_equal(set(c, &admin, "c.bahang", "{\"sections\":\"cooking\"}"), 422);
	assert_int_equal(set(c, &admin, "c.bahang", "{\"sections\":\"finance,\"}"), 422);
	assert_int_equal(set(c, &admin, "c.bahang", "{\"sections\":\"\"}"), 422);
	assert_int_equal(set(c, &admin, "qt.py", "{\"sections\":\"finance\"}"), 422);
	assert_int_equal(set(c, &admin, "c.bahang", "{\"sections\":\"finance\"}"), 204);
	const struct api_reply no = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"h.hai\",\"role\":\"head\",\"unit\":\"19172402\",\"sections\":\"finance\"}");
	EXPECT(no, 422);
	assert_string_equal(no.key, "account.sections");
}
