/* test_catalog_kept.c - what a screen knows of the catalogue it asks for once, until it is told otherwise. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "province.h"

static const char forever[] = "private, max-age=31536000, immutable";

static const char *digest_of(struct ctx *c, const struct api_session *me)
{
	struct api_reply r = api_call(c, me, GET, API "/session", NULL);

	return arena_strdup(c->arena, api_text(&r, "catalog"));
}

TEST(api_tells_a_type_for_ever_under_its_digest)
{
	province_make(c);
	struct api_session me = api_account(c, "vt.bahang", "clerk", "19172401", NULL), office = api_account(c, "so.19", "manager", "19", NULL);
	const char *v = digest_of(c, &me), *etag = arena_fmt(c->arena, "\"%s\"", v);

	assert_int_equal(strlen(v), 16);
	struct api_reply r = api_call(c, &me, GET, arena_fmt(c->arena, API "/catalog/learners?v=%s", v), NULL), same;
	EXPECT(r, 200);
	assert_string_equal(r.cache, forever);
	assert_string_equal(r.etag, etag);
	same = api_call(c, &me, GET, API "/catalog/learner", NULL);
	EXPECT(same, 200);
	assert_string_equal(same.cache, "private, no-cache");
	assert_string_equal(same.body, r.body);
	same = api_call(c, &me, GET, API "/catalog/learner?v=0123456789abcdef", NULL);
	assert_string_equal(same.cache, "private, no-cache");
	same = api_call(c, &me, GET, API "/catalog/learner", NULL, .if_none_match = arena_fmt(c->arena, "\"x\", W/%s", etag));
	EXPECT(same, 304);
	assert_int_equal(same.body_len, 0);
	assert_string_equal(same.etag, etag);
	same = api_call(c, &me, GET, API "/catalog/learner", NULL, .if_none_match = "\"0123456789abcdef\"");
	EXPECT(same, 200);
	/* Who is told something else has another digest. */
	struct api_reply other = api_call(c, &office, GET, API "/catalog/health_checks", NULL);
	assert_string_not_equal(other.etag, etag);
	other = api_call(c, &office, GET, API "/catalog/learner", NULL, .if_none_match = etag);
	EXPECT(other, 200);
	other = api_call(c, &me, GET, API "/catalog/nope", NULL);
	EXPECT(other, 404);
}

TEST(api_tells_of_a_type_what_a_screen_needs)
{
	province_make(c);
	struct api_session me = api_account(c, "vt.bahang", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &me, GET, API "/catalog/learner", NULL);

	assert_null(strstr(r.body, "\"schema\""));
	assert_null(strstr(r.body, "\"moet\""));
	assert_non_null(strstr(r.body, "\"namesake\":[\"full_name\",\"birth_date\",\"sex\"]"));
	assert_null(strstr(r.body, "\"doubles\""));
	assert_true(r.body_len < 40000);
	r = api_call(c, &me, GET, API "/catalog/results", NULL);
	assert_non_null(strstr(r.body, "\"doubles\":[{\"fields\":[\"learner\",\"period\"]}]"));
	assert_null(strstr(r.body, "\"namesake\""));
}

TEST(api_tells_many_lists_at_once)
{
	province_make(c);
	struct api_session me = api_account(c, "vt.bahang", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &me, GET, arena_fmt(c->arena, API "/lists?names=sex,grade,ethnic_group&v=%s", digest_of(c, &me)), NULL);

	EXPECT(r, 200);
	assert_string_equal(r.cache, forever);
	assert_int_equal(json_array_size(api_items(&r)), 3);
	struct api_reply alone = api_call(c, &me, GET, API "/lists/grade", NULL);
	assert_true(json_equal(json_array_get(api_items(&r), 1), alone.json));
	r = api_call(c, &me, GET, API "/lists?names=sex", NULL, .if_none_match = r.etag);
	EXPECT(r, 304);
	static const char *const wrong[] = { "/lists", "/lists?names=", "/lists?names=sex,nope", "/lists?names=sex,,grade" };
	for (size_t i = 0; i < COUNT(wrong); i++) {
		r = api_call(c, &me, GET, arena_fmt(c->arena, API "%s", wrong[i]), NULL);
		assert_string_equal(r.key, "query.names");
	}
}
