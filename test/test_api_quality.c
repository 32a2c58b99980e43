/* test_api_quality.c - rules, faults, completeness and lists over HTTP. */
#include <string.h>

#include "api.h"
#include "province.h"

static void make(struct ctx *c)
{
	province_make(c);
	province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, "19172401", "19172401-L2", "LÊ VĂN AN", "2019-01-02", "01", "01");
}

TEST(api_quality_tells_faults_with_what_to_do)
{
	make(c);
	const struct api_session head = api_account(c, "hieu.truong", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &head, GET, "/api/v1/quality/problems?year=2025&rule=name_letters", NULL);

	EXPECT(r, 200);
	assert_int_equal(json_integer_value(json_object_get(r.json, "total")), 1);
	const json_t *o = json_array_get(api_items(&r), 0);
	assert_string_equal(json_string_value(json_object_get(o, "type")), "learner");
	assert_string_equal(json_string_value(json_object_get(o, "field")), "full_name");
	assert_string_equal(json_string_value(json_object_get(o, "severity")), "notice");
	assert_non_null(json_string_value(json_object_get(o, "message")));
	assert_non_null(json_string_value(json_object_get(o, "remedy")));
	const char *record = json_string_value(json_object_get(o, "record"));
	struct api_reply learner = api_call(c, &head, GET, arena_fmt(c->arena, "/api/v1/learners/%s", record), NULL);
	EXPECT(learner, 200);
	r = api_call(c, &head, GET, "/api/v1/quality/problems?year=2025&severity=error&limit=1", NULL);
	EXPECT(r, 200);
	r = api_call(c, &head, GET, "/api/v1/quality/problems?year=2025&rule=enrolled_twice,name_letters", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_integer_value(json_object_get(r.json, "total")), 1);
	r = api_call(c, &head, GET, "/api/v1/quality/problems?year=2025&rule=name_letters,nobody", NULL);
	EXPECT(r, 422);
	r = api_call(c, &head, GET, "/api/v1/quality/problems?year=2025&rule=nobody", NULL);
	EXPECT(r, 422);
	assert_string_equal(r.key, "quality.rule");
	r = api_call(c, &head, GET, "/api/v1/quality/problems?year=hai", NULL);
	EXPECT(r, 422);
	r = api_call(c, &head, GET, "/api/v1/quality/problems?unit=19172402", NULL);
	EXPECT(r, 404);
}

TEST(api_quality_pages_follow_their_cursor)
{
	size_t seen = 0;

	make(c);
	const struct api_session head = api_account(c, "hieu.truong", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &head, GET, "/api/v1/quality/problems?year=2025", NULL);
	size_t total = (size_t)json_integer_value(json_object_get(r.json, "total"));

	for (const char *cursor = "";; cursor = api_escape(c->arena, api_text(&r, "cursor"))) {
		r = api_call(c, &head, GET, arena_fmt(c->arena, "/api/v1/quality/problems?year=2025&limit=2%s%s", *cursor == '\0' ? "" : "&cursor=", cursor), NULL);
		EXPECT(r, 200);
		seen += json_array_size(api_items(&r));
		if (*api_text(&r, "cursor") == '\0')
			break;
	}
	assert_int_equal(seen, total);
	assert_true(total > 3);
}

TEST(api_quality_is_for_those_who_may_read_records)
{
	static const char *const paths[] = { "/api/v1/quality/rules", "/api/v1/quality/problems?year=2025", "/api/v1/quality/summary?year=2025",
	                                     "/api/v1/quality/completeness?year=2025", "/api/v1/quality/checklists",
	                                     "/api/v1/quality/checklists/grade-12-exam?year=2025", "/api/v1/duplicates?year=2025" };

	make(c);
	const struct api_session viewer = api_account(c, "nguoi.xem", "viewer", "19172401", NULL);
	const struct api_session clerk = api_account(c, "van.thu", "clerk", "19172401", NULL);
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct api_reply r = api_call(c, &viewer, GET, paths[i], NULL);
		EXPECT(r, 403);
		r = api_call(c, &clerk, GET, paths[i], NULL);
		EXPECT(r, 200);
		r = api_call(c, &api_nobody, GET, paths[i], NULL);
		EXPECT(r, 401);
	}
}

TEST(api_rules_tell_of_what_records_their_faults_are)
{
	make(c);
	const struct api_session head = api_account(c, "hieu.truong", "head", "19172401", NULL);
	struct api_reply rules = api_call(c, &head, GET, "/api/v1/quality/rules", NULL), faults;
	const json_t *rule, *fault, *type;
	size_t i, k, n;

	EXPECT(rules, 200);
	faults = api_call(c, &head, GET, "/api/v1/quality/problems?year=2025&limit=1000", NULL);
	EXPECT(faults, 200);
	assert_true(json_array_size(api_items(&faults)) > 0);
	json_array_foreach(api_items(&faults), i, fault) {
		bool told = false;
		json_array_foreach(api_items(&rules), k, rule)
			if (streq(json_string_value(json_object_get(rule, "name")), json_string_value(json_object_get(fault, "rule"))))
				json_array_foreach(json_object_get(rule, "types"), n, type)
					told = told || streq(json_string_value(type), json_string_value(json_object_get(fault, "type")));
		assert_true(told);
	}
	assert_non_null(strstr(faults.body, "\"type\":\"learner\""));
}

TEST(api_quality_sums_up_for_an_office)
{
	make(c);
	const struct api_session so = api_account(c, "so.mot", "manager", "19", NULL);
	struct api_reply r = api_call(c, &so, GET, "/api/v1/quality/summary?year=2025", NULL);

	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 3);
	assert_non_null(strstr(r.body, "\"name_letters\":1"));
	r = api_call(c, &so, GET, "/api/v1/quality/problems?year=2025", NULL);
	EXPECT(r, 422);
	r = api_call(c, &so, GET, "/api/v1/quality/problems?year=2025&unit=19172401", NULL);
	EXPECT(r, 200);
	r = api_call(c, &so, GET, "/api/v1/quality/completeness?year=2025&by=school", NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "19172401"));
	assert_null(strstr(r.body, "01001401"));
	r = api_call(c, &so, GET, "/api/v1/quality/completeness?year=2025&unit=19172401", NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "{\"type\":\"class\",\"plural\":\"classes\",\"field\":\""));
	r = api_call(c, &so, GET, "/api/v1/quality/completeness?year=2025&unit=19172401&within=19", NULL);
	EXPECT(r, 422);
	r = api_call(c, &so, GET, "/api/v1/quality/checklists/nothing?unit=19172401", NULL);
	EXPECT(r, 404);
	r = api_call(c, &so, POST, "/api/v1/duplicates/decide", "{\"a\":\"1900000001\",\"b\":\"1900000002\",\"decision\":\"same\"}");
	EXPECT(r, 403); /* an office reads; schools decide */
}
