/* test_transfer_name.c - whom a transfer names, and to whom. */
#include "province.h"

#include <string.h>

#include "api.h"
#include "api/routes.h"

#define DAY "2025-10-06"

static const char *class_of(struct ctx *c, const char *unit)
{
	return province_record(c, unit, "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
}

/* "name/name": what each side is told of the person's name; "-" where it is told none. */
static const char *named(struct ctx *c, const struct api_session *here, const struct api_session *there, const char *path)
{
	struct api_reply a = api_call(c, here, GET, path, NULL), b = api_call(c, there, GET, path, NULL);

	EXPECT(a, 200);
	EXPECT(b, 200);
	const char *one = json_string_value(json_object_get(a.json, "name")), *other = json_string_value(json_object_get(b.json, "name"));
	return arena_fmt(c->arena, "%s/%s", one == NULL ? "-" : one, other == NULL ? "-" : other);
}

static const char *pupil_of(struct ctx *c, const char *enrolment)
{
	const char *code = province_text(c, arena_fmt(c->arena, "SELECT l.code FROM r_learner l JOIN r_enrolment e ON e.unit_id = l.unit_id AND "
	                                              "e.learner_id = l.id WHERE e.code = '%s'", enrolment));

	return arena_strndup(c->arena, code, strcspn(code, "\n"));
}

TEST(a_transfer_names_the_person_to_those_who_may_know)
{
	static const char *const refused[] = { "refuse", "withdraw" };
	province_make(c);
	c->now_ms = INT64_C(1760097600000); /* 2025-10-10 */
	const char *enrolment = province_pupil(c, "19172401", class_of(c, "19172401"), "Sùng A Páo", "2018-04-05", "01", "08"), *to = class_of(c, "01001401");
	const char *learner = pupil_of(c, enrolment);
	struct api_session here = api_account(c, "clerk.here", "clerk", "19172401", NULL);
	struct api_session there = api_account(c, "clerk.there", "clerk", "01001401", NULL);
	struct api_session office = api_account(c, "manager.there", "manager", "01", NULL), viewer = api_account(c, "viewer", "viewer", "01001401", NULL);
	const char *offer = arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"01001401\",\"day\":\"" DAY "\"}", learner), *path;
	struct api_reply r;

	for (size_t i = 0; i < COUNT(refused); i++) {
		r = api_call(c, &here, POST, API "/transfers", offer);
		EXPECT(r, 201);
		path = arena_fmt(c->arena, API "/transfers/%s", api_text(&r, "code"));
		assert_string_equal(named(c, &here, &there, path), "Sùng A Páo/Sùng A Páo");
		assert_string_equal(named(c, &here, &office, path), "Sùng A Páo/Sùng A Páo");
		r = api_call(c, i == 0 ? &there : &here, POST, arena_fmt(c->arena, "%s/%s", path, refused[i]), i == 0 ? "{\"note\":\"Hết chỗ\"}" : NULL);
		EXPECT(r, 200);
		assert_string_equal(named(c, &here, &there, path), "Sùng A Páo/-");
	}
	r = api_call(c, &here, POST, API "/transfers", offer);
	EXPECT(r, 201);
	path = arena_fmt(c->arena, API "/transfers/%s", api_text(&r, "code"));
	r = api_call(c, &there, POST, arena_fmt(c->arena, "%s/agree", path), arena_fmt(c->arena, "{\"class\":\"%s\"}", to));
	EXPECT(r, 200);
	r = api_call(c, &there, PATCH, arena_fmt(c->arena, API "/learners/%s", learner), "{\"full_name\":\"Sùng A Phào\"}", .if_match = "*");
	EXPECT(r, 200);
	assert_string_equal(named(c, &here, &there, path), "Sùng A Páo/Sùng A Phào"); /* each as it has them */
	r = api_call(c, &there, PATCH, arena_fmt(c->arena, API "/learners/%s", learner), "{\"full_name\":\"Sùng A Páo\"}", .if_match = "*");
	EXPECT(r, 200);
	r = api_call(c, &there, POST, arena_fmt(c->arena, "%s/undo", path), "{\"reason\":\"Nhầm em\"}");
	EXPECT(r, 200);
	assert_string_equal(named(c, &here, &there, path), "Sùng A Páo/-");
	r = api_call(c, &viewer, GET, path, NULL);
	EXPECT(r, 403);
	r = api_call(c, &here, GET, API "/transfers?state=refused,withdrawn", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	r = api_call(c, &here, GET, API "/transfers?state=done,released", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
}

/* The newest of what is written at once by whoever agrees: the log tells it as the transfer it is. */
static const json_t *last_of_log(struct ctx *c, const struct api_session *who, const char *unit)
{
	struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "/changes?unit=%s&acts=1&limit=1", unit), NULL);

	EXPECT(r, 200);
	return json_array_get(api_items(&r), 0);
}

static const char *text(const json_t *o, const char *member)
{
	const char *s = json_string_value(json_object_get(o, member));

	return s == NULL ? "-" : s;
}

TEST(the_log_tells_of_a_transfer_that_was_taken_in_and_of_whom)
{
	province_make(c);
	c->now_ms = INT64_C(1760097600000); /* 2025-10-10 */
	const char *enrolment = province_pupil(c, "19172401", class_of(c, "19172401"), "Sùng A Páo", "2018-04-05", "01", "08"), *to = class_of(c, "01001401");
	const char *learner = pupil_of(c, enrolment);
	struct api_session here = api_account(c, "head.here", "head", "19172401", NULL), there = api_account(c, "head.there", "head", "01001401", NULL);
	struct api_reply r = api_call(c, &here, POST, API "/transfers", arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"01001401\",\"day\":\"" DAY "\"}", learner));

	EXPECT(r, 201);
	const char *path = arena_fmt(c->arena, API "/transfers/%s", api_text(&r, "code"));
	assert_string_equal(text(last_of_log(c, &there, "01001401"), "title"), "Sùng A Páo");
	r = api_call(c, &there, POST, arena_fmt(c->arena, "%s/refuse", path), "{\"note\":\"Hết chỗ\"}");
	EXPECT(r, 200);
	/* What happened to somebody leads what followed from it, and a transfer both. */
	r = api_call(c, &here, POST, arena_fmt(c->arena, API "/enrolments/%s/events", enrolment), "{\"event\":\"leave\",\"event_date\":\"" DAY "\",\"destination\":\"01\"}");
	EXPECT(r, 200);
	assert_string_equal(text(last_of_log(c, &here, "19172401"), "type"), "enrolment_event");
	assert_string_equal(text(last_of_log(c, &here, "19172401"), "title"), "Sùng A Páo");
	r = api_call(c, &here, POST, arena_fmt(c->arena, API "/enrolments/%s/events/undo", enrolment), NULL);
	EXPECT(r, 200);
	r = api_call(c, &here, POST, API "/transfers", arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"01001401\",\"day\":\"" DAY "\"}", learner));
	EXPECT(r, 201);
	path = arena_fmt(c->arena, API "/transfers/%s", api_text(&r, "code"));
	r = api_call(c, &there, POST, arena_fmt(c->arena, "%s/agree", path), arena_fmt(c->arena, "{\"class\":\"%s\"}", to));
	EXPECT(r, 200);
	const json_t *in = last_of_log(c, &there, "01001401"), *out = last_of_log(c, &here, "19172401");
	assert_string_equal(text(in, "type"), "transfer");
	assert_string_equal(text(in, "event"), "AGREE");
	assert_string_equal(text(in, "title"), "Sùng A Páo");
	assert_string_equal(text(in, "class"), to);
	assert_true(json_integer_value(json_object_get(in, "together")) > 1);
	assert_string_equal(text(out, "type"), "transfer");
	assert_string_equal(text(out, "title"), "Sùng A Páo");
	assert_string_equal(text(out, "class"), "-"); /* a class of another school */
}
