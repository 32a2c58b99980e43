/* test_rollover_list.c - the roll-overs of a school, a page at a time, and each class by class. */
#include "api.h"
#include "province.h"

#define SCHOOL "19172401"

TEST(the_roll_over_api_lists_a_page_at_a_time_the_latest_first)
{
	province_make(c);
	(void)province_pupil(c, SCHOOL, province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Em", "2019-05-05",
	                     "01", "01");
	const struct api_session head = api_account(c, "head", "head", SCHOOL, NULL);
	const char *id[3], *at = "/api/v1/rollovers?limit=1";

	for (size_t i = 0; i < COUNT(id); i++) {
		struct api_reply a = api_call(c, &head, POST, "/api/v1/rollovers", "{\"year\":2025}");
		EXPECT(a, 201);
		id[i] = api_text(&a, "id");
		a = api_call(c, &head, POST, arena_fmt(c->arena, "%s/undo", a.location), NULL);
		EXPECT(a, 200);
	}
	for (size_t i = COUNT(id); i-- > 0;) {
		struct api_reply a = api_call(c, &head, GET, at, NULL);
		EXPECT(a, 200);
		assert_int_equal(json_array_size(api_items(&a)), 1);
		assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&a), 0), "id")), id[i]);
		assert_true((a.link != NULL) == (i > 0));
		at = arena_fmt(c->arena, "/api/v1/rollovers?limit=1&cursor=%s", api_escape(c->arena, api_text(&a, "cursor")));
	}
	struct api_reply a = api_call(c, &head, GET, "/api/v1/rollovers?cursor=x", NULL);
	EXPECT(a, 422);
}

/* "1A promoted 1 1 0 1": of a line of the plan its class, for whom it is, and how many of the class go up, stay, complete, have no decision. */
static const char *of_classes(struct ctx *c, const struct api_reply *plan)
{
	static const char *const counts[] = { "promoted", "retained", "completed", "not_said" };
	struct buf b = buf_in(c->arena);
	const json_t *x;
	size_t i;

	json_array_foreach(json_object_get(plan->json, "classes"), i, x) {
		buf_fmt(&b, "%s%s %s", i == 0 ? "" : "; ", json_string_value(json_object_get(x, "name")), json_string_value(json_object_get(x, "for")));
		for (size_t k = 0; k < COUNT(counts); k++)
			buf_fmt(&b, " %d", (int)json_integer_value(json_object_get(x, counts[k])));
	}
	return buf_text(&b);
}

TEST(a_roll_over_says_of_each_class_how_many_go_stay_and_complete)
{
	static const char wanted[] = "1A promoted 1 1 0 1; 1A retained 1 1 0 1; 5A promoted 0 0 1 1";

	province_make(c);
	const struct api_session head = api_account(c, "head", "head", SCHOOL, NULL);
	const char *first = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	(void)province_pupil(c, SCHOOL, first, "Lê Em", "2019-05-05", "01", "01");
	const char *stays = province_pupil(c, SCHOOL, first, "Lê Chị", "2019-06-05", "02", "01");
	(void)province_pupil(c, SCHOOL, province_record(c, SCHOOL, "class", "{\"name\":\"5A\",\"grade\":\"05\",\"school_year\":2025}"), "Lê Anh",
	                     "2015-05-05", "01", "01");
	struct api_reply a = api_call(c, &head, PATCH, arena_fmt(c->arena, "/api/v1/enrolments/%s", stays), "{\"promotion\":\"02\"}", .if_match = "*");
	EXPECT(a, 200);
	a = api_call(c, &head, GET, "/api/v1/rollovers/preview?year=2025", NULL);
	EXPECT(a, 200);
	assert_string_equal(of_classes(c, &a), wanted);
	a = api_call(c, &head, POST, "/api/v1/rollovers", "{\"year\":2025}");
	EXPECT(a, 201);
	a = api_call(c, &head, GET, a.location, NULL);
	EXPECT(a, 200);
	assert_string_equal(of_classes(c, &a), wanted);
}
