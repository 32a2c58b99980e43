/* test_described.c - the check that holds answers to their description sees what departs. */
#include <string.h>

#include "api/routes.h"
#include "api/shapes.h"
#include "described.h"
#include "province.h"

static SHAPE(inner, "", { "day", OUT_DATE, .summary = "" }, { "note", OUT_TEXT, .summary = "", .maybe = true });
static SHAPE(outer, "",
	{ "name", OUT_TEXT, .summary = "" },
	{ "count", OUT_INT, .summary = "" },
	{ "at", OUT_TIME, .summary = "" },
	{ "inner", OUT_SHAPE, .summary = "", .shape = &inner_shape },
	{ "all", OUT_SHAPE, .summary = "", .shape = &inner_shape, .maybe = true, .list = true },
	{ "row", OUT_INT, .summary = "", .maybe = true, .list = true, .gaps = true },
	{ "by", OUT_INT, .summary = "", .maybe = true, .map = true },
	{ "free", OUT_ANY, .summary = "", .maybe = true });

#define FINE "\"name\":\"a\",\"count\":1,\"at\":\"2025-09-05T01:02:03.004Z\",\"inner\":{\"day\":\"2025-09-05\"}"

TEST_PURE(described_departures_are_seen)
{
	static const struct {
		const char *answer, *fault;
	} cases[] = {
		{ "{" FINE "}", NULL },
		{ "{" FINE ",\"all\":[{\"day\":\"2025-09-05\",\"note\":null}],\"row\":[1,null],\"by\":{\"x\":2},\"free\":{\"y\":[]}}", NULL },
		{ "{" FINE ",\"more\":1}", ".more: not described" },
		{ "{\"name\":\"a\"}", "count: missing" },
		{ "{\"name\":null}", "name: null" },
		{ "{\"name\":1}", "name: of another kind than described" },
		{ "{\"name\":\"a\",\"count\":1,\"at\":\"2025-09-05\"}", "at: of another kind than described" },
		{ "{\"name\":\"a\",\"count\":1,\"at\":\"2025-09-05T01:02:03Z\",\"inner\":{\"day\":\"2025-02-30\"}}", "inner.day: of another kind than described" },
		{ "{" FINE ",\"all\":[{\"day\":\"2025-09-05\"},{}]}", "all[1].day: missing" },
		{ "{" FINE ",\"all\":{}}", "all: no list" },
		{ "{" FINE ",\"all\":[null]}", "all[0]: of another kind than described" },
		{ "{" FINE ",\"by\":{\"x\":\"2\"}}", "by.x: of another kind than described" },
		{ "[]", "(answer): no object" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		json_t *v = json_loads(cases[i].answer, 0, NULL);
		const char *fault = described_fault(c, &outer_shape, NULL, v);
		json_decref(v);
		if ((fault == NULL) != (cases[i].fault == NULL) || (fault != NULL && !streq(fault, cases[i].fault)))
			fail_msg("%s: %s", cases[i].answer, fault == NULL ? "nothing found" : fault);
	}
}

TEST_PURE(described_records_have_the_fields_of_their_type)
{
	static const char head[] = "\"code\":\"1\",\"unit\":\"2\",\"status\":\"01\",\"changed_at\":\"2025-09-05T01:02:03Z\",\"version\":1";
	const struct record_type *learner = catalog_type(test_catalog(), "learner");
	static const struct {
		const char *members, *fault;
	} cases[] = {
		{ ",\"full_name\":\"a\",\"birth_date\":null,\"photo\":null", NULL },
		{ ",\"grade\":\"01\"", ".grade: not described" },
		{ ",\"birth_date\":\"nay\"", ".birth_date: of another kind than described" },
		{ ",\"birth_year\":\"2019\"", ".birth_year: of another kind than described" },
	};

	c->catalog = test_catalog();
	for (size_t i = 0; i < COUNT(cases); i++) {
		json_t *v = json_loads(arena_fmt(c->arena, "{%s%s}", head, cases[i].members), 0, NULL);
		const char *fault = described_fault(c, &record_shape, learner, v);
		json_decref(v);
		if ((fault == NULL) != (cases[i].fault == NULL) || (fault != NULL && !streq(fault, cases[i].fault)))
			fail_msg("%s: %s", cases[i].members, fault == NULL ? "nothing found" : fault);
	}
}

/* What no other test asks for over HTTP. */
TEST(described_answers_about_two_records_of_one_person)
{
	static const char *const json = "{\"full_name\":\"Lê Văn An\",\"birth_date\":\"2019-03-04\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";

	province_make(c);
	const char *a = province_record(c, "19172401", "learner", json), *b = province_record(c, "19172401", "learner", json);
	const struct api_session me = api_account(c, "head", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &me, POST, API "/duplicates/decide", arena_fmt(c->arena, "{\"a\":\"%s\",\"b\":\"%s\",\"decision\":\"different\"}", a, b));
	EXPECT(r, 200);
	r = api_call(c, &me, POST, arena_fmt(c->arena, API "/learners/%s/merge", b), arena_fmt(c->arena, "{\"same_as\":\"%s\"}", a));
	EXPECT(r, 200);
	r = api_call(c, &me, POST, arena_fmt(c->arena, API "/learners/%s/unmerge", a), NULL);
	EXPECT(r, 200);
}
