/* test_frame.c - what a program knows before it shows anything: how long the session lasts, which years there are. */
#include "api.h"
#include "api/routes.h"
#include "domain/account/account.h"
#include "day_tools.h"

TEST(a_session_says_when_it_ends)
{
	province_make(c);
	today(c, "2025-10-10");
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, GET, API "/session", NULL);

	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "server_time"), "2025-10-10T12:00:00.000Z");
	assert_string_equal(r.session_ends, "2025-10-10T13:00:00.000Z");
	assert_string_equal(api_text(&r, "expires_at"), "2025-10-11T00:00:00.000Z");
	assert_string_equal(api_text(&r, "idle_expires_at"), "2025-10-10T13:00:00.000Z");
	/* What is done puts off the one and not the other; kept to the minute. */
	c->now_ms += 30 * 60000;
	r = api_call(c, &me, GET, API "/session", NULL);
	assert_string_equal(api_text(&r, "expires_at"), "2025-10-11T00:00:00.000Z");
	assert_string_equal(api_text(&r, "idle_expires_at"), "2025-10-10T13:30:00.000Z");
	c->now_ms += 30000;
	r = api_call(c, &me, GET, API "/session", NULL);
	assert_string_equal(api_text(&r, "idle_expires_at"), "2025-10-10T13:30:00.000Z");
	r = api_call(c, &me, GET, API "/learners", NULL);
	assert_string_equal(r.session_ends, "2025-10-10T13:30:00.000Z");
	c->now_ms += 61 * 60000;
	r = api_call(c, &me, GET, API "/session", NULL);
	EXPECT(r, 401);
	assert_null(r.session_ends);
}

/* Who issues accounts can do more harm from a desk that was left. */
TEST(a_session_of_an_administrator_ends_sooner)
{
	province_make(c);
	today(c, "2025-10-10");
	const struct api_session me = api_account(c, "qt.phong", "unit_admin", "P172", NULL), top = api_account(c, "qt.bo", "system_admin", "BGDDT", NULL),
	                         head = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, GET, API "/session", NULL);

	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "expires_at"), "2025-10-11T00:00:00.000Z");
	assert_string_equal(api_text(&r, "idle_expires_at"), "2025-10-10T12:15:00.000Z");
	assert_string_equal(r.session_ends, "2025-10-10T12:15:00.000Z");
	c->now_ms += SESSION_IDLE_ADMIN_MS;
	r = api_call(c, &me, GET, API "/session", NULL);
	assert_string_equal(api_text(&r, "idle_expires_at"), "2025-10-10T12:30:00.000Z");
	c->now_ms += 1;
	r = api_call(c, &top, GET, API "/session", NULL);
	EXPECT(r, 401);
	r = api_call(c, &head, GET, API "/session", NULL);
	assert_string_equal(api_text(&r, "idle_expires_at"), "2025-10-10T13:15:00.001Z");
}

TEST(a_unit_says_what_stands_at_the_head_of_its_papers)
{
	province_make(c);
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL), so = api_account(c, "so19", "manager", "19", NULL),
	                         top = api_account(c, "bo.gd", "manager", "BGDDT", NULL);
	struct api_reply r = api_call(c, &me, GET, API "/units/" SCHOOL, NULL);

	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "above"), province_unit(c, "P172").name);
	assert_string_equal(api_text(&r, "place"), "Tỉnh Thái Nguyên");
	r = api_call(c, &so, PATCH, API "/schools/" SCHOOL, "{\"commune\":\"01840\"}", .if_match = "*");
	EXPECT(r, 200);
	r = api_call(c, &me, GET, API "/units/" SCHOOL, NULL);
	assert_string_equal(api_text(&r, "place"), "Phường Đức Xuân");
	r = api_call(c, &so, GET, API "/units/" SCHOOL "?on=2025-06-30", NULL); /* papers are of today */
	assert_false(json_is_string(json_object_get(r.json, "above")) || json_is_string(json_object_get(r.json, "place")));
	r = api_call(c, &top, GET, API "/units/BGDDT", NULL);
	assert_false(json_is_string(json_object_get(r.json, "above")) || json_is_string(json_object_get(r.json, "place")));
}

TEST(a_school_says_which_years_it_has)
{
	province_make(c);
	today(c, "2026-02-10");
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	const char *old = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2023}");
	const char *wrong = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2022}");

	make_class(c, SCHOOL, "2A", 2);
	make_class(c, SCHOOL, "2B", 2);
	OK(set_status(c, "class", wrong, "03", NULL) && set_status(c, "class", old, "02", NULL));
	struct api_reply r = api_call(c, &me, GET, API "/units/" SCHOOL, NULL);
	EXPECT(r, 200);
	const json_t *years = json_object_get(r.json, "years");
	assert_int_equal(json_array_size(years), 2);
	assert_int_equal(json_integer_value(json_array_get(years, 0)), 2023);
	assert_int_equal(json_integer_value(json_array_get(years, 1)), 2025);
	assert_int_equal(json_integer_value(json_object_get(r.json, "current_year")), 2025);
	assert_int_equal(json_integer_value(json_object_get(r.json, "usual_year")), 2025);
	assert_int_equal(json_integer_value(json_object_get(r.json, "term")), 2);
	/* Of an office what its schools have; of another one nothing. */
	const struct api_session so = api_account(c, "so19", "manager", "19", NULL), other = api_account(c, "so01", "manager", "01", NULL);
	r = api_call(c, &so, GET, API "/units/19", NULL);
	years = json_object_get(r.json, "years");
	assert_int_equal(json_array_size(years), 2);
	assert_int_equal(json_integer_value(json_array_get(years, 1)), 2025);
	r = api_call(c, &other, GET, API "/units/01", NULL);
	assert_int_equal(json_array_size(json_object_get(r.json, "years")), 0);
	assert_int_equal(json_integer_value(json_object_get(r.json, "usual_year")), 2025);
}

static int usual_year(struct ctx *c, const struct api_session *s, const char *unit)
{
	struct api_reply r = api_call(c, s, GET, arena_fmt(c->arena, API "/units/%s", unit), NULL);

	EXPECT(r, 200);
	return (int)json_integer_value(json_object_get(r.json, "usual_year"));
}

TEST(an_office_looks_at_the_year_most_of_its_schools_are_in)
{
	province_make(c);
	today(c, "2026-08-20");
	const struct api_session me = api_account(c, "van.thu", "clerk", SCHOOL, NULL), so = api_account(c, "so19", "manager", "19", NULL);
	const char *const others[] = { "19172402", "19000501" };

	for (size_t i = 0; i < COUNT(others); i++)
		province_record(c, others[i], "class", i == 1 ? "{\"name\":\"6A\",\"grade\":\"06\",\"school_year\":2025}" : "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2024}");
	assert_int_equal(usual_year(c, &me, SCHOOL), 2024); /* the last it has */
	assert_int_equal(usual_year(c, &so, "19"), 2025);
	province_record(c, SCHOOL, "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2026}");
	assert_int_equal(usual_year(c, &me, SCHOOL), 2026);
	assert_int_equal(usual_year(c, &so, "19"), 2025); /* one of three has gone over */
	province_record(c, others[0], "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2026}");
	assert_int_equal(usual_year(c, &so, "19"), 2026);
}
