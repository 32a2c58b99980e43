/* test_rollover_list.c - the roll-overs of a school, a page at a time. */
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
