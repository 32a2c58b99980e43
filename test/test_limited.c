/* test_limited.c - of an institution of defence or police those above see nothing, and count nothing (F7).  That no route tells of it: test_scope.c. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "province.h"

#define SCHOOL "19172401"

struct both {
	struct api_session so, office_admin, head;
};

static struct both both(struct ctx *c)
{
	province_make(c);
	(void)province_pupil(c, SCHOOL, province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), "Lò Thị Ân", "2018-02-03", "02", "03");
	return (struct both){ api_account(c, "so.tn", "manager", "19", NULL), api_account(c, "qt.py", "unit_admin", "P172", NULL), api_account(c, "h.bahang", "head", SCHOOL, NULL) };
}

static struct api_reply mark(struct ctx *c, const struct api_session *who, const char *value)
{
	const struct api_reply now = api_call(c, who, GET, API "/schools/" SCHOOL, NULL);

	return now.status != 200 ? now : api_call(c, who, PATCH, API "/schools/" SCHOOL, arena_fmt(c->arena, "{\"limited_information\":%s}", value), .if_match = now.etag);
}

static int64_t counted(struct ctx *c, const struct api_session *who, const char *unit)
{
	const struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "/reports/preview?unit=%s&form=02-TH-DN&period=2025-start", unit), NULL);

	return r.status != 200 ? -r.status : json_integer_value(json_array_get(json_object_get(json_object_get(r.json, "cells"), "1"), 0));
}

TEST(an_office_sees_nothing_of_a_school_it_marked_until_the_school_takes_it_off)
{
	const struct both b = both(c);
	const int64_t all = counted(c, &b.so, "19");

	assert_string_equal(mark(c, &b.head, "true").key, "school.limited"); /* nobody leaves the sight of those above by themself */
	assert_int_equal(mark(c, &b.so, "true").status, 200);
	assert_int_equal(api_call(c, &b.so, GET, API "/schools/" SCHOOL, NULL).status, 404);
	assert_int_equal(api_call(c, &b.so, GET, API "/units/" SCHOOL, NULL).status, 404);
	assert_null(strstr(api_call(c, &b.so, GET, API "/learners?within=19", NULL).body, "Lò Thị Ân"));
	assert_null(strstr(api_call(c, &b.so, GET, API "/units?within=19", NULL).body, SCHOOL));
	assert_int_equal(counted(c, &b.so, "19"), all - 1);
	assert_int_equal(counted(c, &b.so, SCHOOL), -404);
	assert_non_null(strstr(api_call(c, &b.head, GET, API "/learners", NULL).body, "Lò Thị Ân"));
	assert_int_equal(counted(c, &b.head, SCHOOL), counted(c, &b.head, SCHOOL));
	assert_int_equal(mark(c, &b.head, "false").status, 200);
	assert_int_equal(counted(c, &b.so, "19"), all);
}

static const char *report_of(struct ctx *c, const struct api_session *who)
{
	struct api_reply r = api_call(c, who, POST, API "/reports", "{\"form\":\"02-TH-DN\",\"unit\":\"19\",\"period\":\"2025-start\"}");

	EXPECT(r, 201);
	r = api_call(c, who, GET, arena_fmt(c->arena, API "/reports/%s", api_text(&r, "id")), NULL);
	EXPECT(r, 200);
	return r.body;
}

TEST(a_sum_does_not_miss_a_school_of_limited_information)
{
	const struct both b = both(c);

	assert_non_null(strstr(report_of(c, &b.so), SCHOOL));
	assert_int_equal(mark(c, &b.so, "true").status, 200);
	assert_null(strstr(report_of(c, &b.so), SCHOOL));
}

/* Who issues accounts has no right to any record. */
TEST(an_administrator_above_still_issues_its_accounts)
{
	const struct both b = both(c);

	assert_int_equal(mark(c, &b.so, "true").status, 200);
	assert_int_equal(api_call(c, &b.office_admin, GET, API "/units/" SCHOOL, NULL).status, 200);
	assert_int_equal(api_call(c, &b.office_admin, POST, API "/accounts", "{\"username\":\"vt.moi\",\"role\":\"clerk\",\"unit\":\"" SCHOOL "\"}").status, 201);
	assert_int_equal(api_call(c, &b.office_admin, GET, API "/learners?unit=" SCHOOL, NULL).status, 403);
}
