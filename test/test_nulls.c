/* test_nulls.c - members that are null are left out, unless asked for. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "http/inner.h"
#include "province.h"

TEST_PURE(nulls_alone_go)
{
	static const struct {
		const char *given, *left;
	} cases[] = {
		{ "{}", "{}" },
		{ "{\"a\":1,\"b\":\"x\"}", "{\"a\":1,\"b\":\"x\"}" },
		{ "{\"a\":null}", "{}" },
		{ "{\"a\":null,\"b\":null}", "{}" },
		{ "{\"a\":null,\"b\":1}", "{\"b\":1}" },
		{ "{\"a\":1,\"b\":null}", "{\"a\":1}" },
		{ "{\"a\":1,\"b\":null,\"c\":null,\"d\":2}", "{\"a\":1,\"d\":2}" },
		{ "{\"a\":null,\"b\":null,\"c\":2,\"d\":null}", "{\"c\":2}" },
		{ "{\"a\":{\"b\":null},\"c\":[{\"d\":null,\"e\":1},{\"d\":null}]}", "{\"a\":{},\"c\":[{\"e\":1},{}]}" },
		{ "[null,{\"a\":null},null]", "[null,{},null]" },
		{ "{\"a\":[1,null],\"b\":null}", "{\"a\":[1,null]}" },
		{ "{\"a\":nullx}", "{\"a\":nullx}" },
		/* what people wrote is left alone */
		{ "{\"a\":\":null,\",\"b\":\"null\"}", "{\"a\":\":null,\",\"b\":\"null\"}" },
		{ "{\"a\":\",\\\"b\\\":null,\"}", "{\"a\":\",\\\"b\\\":null,\"}" },
		{ "{\"a\":\"{\\\"b\\\":null}\"}", "{\"a\":\"{\\\"b\\\":null}\"}" },
		{ "[\"a,\",\":null,x\",\"{\",\":null}\"]", "[\"a,\",\":null,x\",\"{\",\":null}\"]" },
		{ "{\"a\\\"b\":null,\"c\":1}", "{\"a\\\"b\":null,\"c\":1}" },
		{ "{\"a\":\"\\\\\",\"b\":null}", "{\"a\":\"\\\\\"}" },
		{ "{\"line\":1,\"code\":null}\n{\"line\":2,\"code\":null}\n", "{\"line\":1}\n{\"line\":2}\n" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct response r = { .body = cases[i].given, .body_len = strlen(cases[i].given) };
		http_drop_nulls(c->arena, &r);
		if (!streq(r.body, cases[i].left) || r.body_len != strlen(cases[i].left))
			fail_msg("%s: %s", cases[i].given, r.body);
	}
}

static bool has(const json_t *o, const char *name)
{
	return json_object_get(o, name) != NULL;
}

TEST(nulls_are_shown_to_whoever_asks)
{
	province_make(c);
	const char *code = province_record(c, "19172401", "learner", "{\"full_name\":\"Lê Văn An\",\"birth_date\":\"2019-03-04\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	const struct api_session me = api_account(c, "head", "head", "19172401", NULL);
	const char *at = arena_fmt(c->arena, API "/learners/%s", code);
	struct api_reply r = api_call(c, &me, GET, at, NULL);

	EXPECT(r, 200);
	assert_true(has(r.json, "full_name") && !has(r.json, "phone"));
	r = api_call(c, &me, GET, arena_fmt(c->arena, "%s?nulls=1", at), NULL);
	EXPECT(r, 200);
	assert_true(has(r.json, "phone"));
	r = api_call(c, &me, GET, arena_fmt(c->arena, "%s?nulls=perhaps", at), NULL);
	EXPECT(r, 422);
	assert_string_equal(r.key, "query.flag");
	r = api_call(c, &me, GET, API "/learners", NULL);
	assert_true(!has(json_array_get(api_items(&r), 0), "phone") && !has(r.json, "cursor"));
	r = api_call(c, &me, GET, API "/learners?nulls=true", NULL);
	assert_true(has(json_array_get(api_items(&r), 0), "phone") && has(r.json, "cursor"));
	r = api_call(c, &me, PATCH, arena_fmt(c->arena, "%s?nulls=1", at), "{\"phone\":null}", .if_match = "*");
	EXPECT(r, 200);
	assert_true(has(r.json, "phone"));
	r = api_call(c, &me, GET, "/catalog.xlsx?nulls=1", NULL);
	EXPECT(r, 422); /* a file is no JSON */
}

/* How a page is shown may change on the way through a list. */
TEST(nulls_may_be_asked_for_on_the_next_page)
{
	province_make(c);
	for (int i = 0; i < 3; i++)
		(void)province_record(c, "19172401", "learner",
		                      arena_fmt(c->arena, "{\"full_name\":\"Lê Văn %c\",\"birth_date\":\"2019-03-04\",\"sex\":\"01\",\"ethnic_group\":\"01\"}", 'A' + i));
	const struct api_session me = api_account(c, "head", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &me, GET, API "/learners?limit=2", NULL);

	EXPECT(r, 200);
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/learners?limit=2&nulls=1&cursor=%s", api_escape(c->arena, api_text(&r, "cursor"))), NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
}
