/* test_day_lists.c - a list of a day tells what was told by then. */
#include "api.h"
#include "api/routes.h"
#include "day_tools.h"

static const json_t *only(struct ctx *c, const struct api_session *who, const char *day, const char *filter)
{
	static struct api_reply r;

	r = api_call(c, who, GET, arena_fmt(c->arena, API "/enrolments?unit=" SCHOOL "&on=%s&filter=%s&nulls=1", day, filter), NULL);
	EXPECT(r, 200);
	return json_array_get(api_items(&r), 0);
}

static void is_told(const json_t *o, const char *status, const char *day, const char *reason)
{
	const char *date = json_string_value(json_object_get(o, "status_date")), *why = json_string_value(json_object_get(o, "dropout_reason"));

	assert_string_equal(json_string_value(json_object_get(o, "status")), status);
	assert_string_equal(date == NULL ? "-" : date, day);
	assert_string_equal(why == NULL ? "-" : why, reason);
}

TEST(a_list_of_a_day_has_the_date_and_the_reason_of_that_day)
{
	province_make(c);
	today(c, "2025-12-10");
	const char *code = pupil(c, SCHOOL, make_class(c, SCHOOL, "2A", 2));
	const struct api_session clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL);

	OK(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2025-10-05\",\"reason\":\"02\"}"));
	OK(happen(c, "enrolment", code, "{\"event\":\"return\",\"event_date\":\"2025-11-05\"}"));
	is_told(only(c, &clerk, "2025-09-30", "present"), "01", "-", "-");
	is_told(only(c, &clerk, "2025-10-20", "dropout_reason%20is%20not%20null"), "05", "2025-10-05", "02");
	is_told(only(c, &clerk, "2025-11-10", "present"), "03", "2025-11-05", "-");
}
