/* test_batch_version.c - two people at one grid: who comes second is told what the first has done, and loses nothing unseen. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "province.h"

static const char an[] = "{\"full_name\":\"Nguyễn Văn An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";

static json_t *line(struct ctx *c, const struct api_session *me, const char *text)
{
	struct api_reply r = api_call(c, me, POST, API "/learners/batch", text, .type = "application/x-ndjson");

	EXPECT(r, 200);
	json_t *o = json_loads(r.body, 0, NULL);
	assert_non_null(o);
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	return o;
}

static const char *text(const json_t *o, const char *member)
{
	const char *s = json_string_value(json_object_get(o, member));

	return s == NULL ? "" : s;
}

static const json_t *current(const json_t *line, const char *field)
{
	size_t i;
	json_t *item;

	json_array_foreach(json_object_get(line, "current"), i, item)
		if (streq(text(item, "field"), field))
			return item;
	return NULL;
}

TEST(a_line_of_an_older_version_is_refused_with_what_changed)
{
	province_make(c);
	struct api_session me = api_account(c, "vt.mot", "clerk", "19172401", NULL), other = api_account(c, "vt.hai", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &me, POST, API "/learners", an);
	const char *code = api_text(&r, "code");
	json_t *o = line(c, &me, arena_fmt(c->arena, "{\"code\":\"%s\",\"version\":1,\"phone\":\"0912345678\",\"sex\":\"02\"}\n", code));
	assert_string_equal(text(o, "outcome"), "changed");
	assert_int_equal(json_integer_value(json_object_get(o, "version")), 2);
	o = line(c, &me, arena_fmt(c->arena, "{\"code\":\"%s\",\"version\":2,\"phone\":null}\n", code));
	assert_string_equal(text(o, "outcome"), "changed");

	o = line(c, &other, arena_fmt(c->arena, "{\"code\":\"%s\",\"version\":1,\"full_name\":\"Nguyễn An\"}\n", code));
	assert_string_equal(text(o, "outcome"), "refused");
	assert_string_equal(text(json_array_get(json_object_get(o, "problems"), 0), "key"), "record.stale");
	assert_string_equal(text(o, "code"), code);
	assert_int_equal(json_integer_value(json_object_get(o, "version")), 3);
	assert_int_equal(json_array_size(json_object_get(o, "current")), 2);
	assert_string_equal(text(current(o, "sex"), "value"), "02");
	assert_string_equal(text(current(o, "sex"), "by"), "vt.mot");
	assert_true(*text(current(o, "sex"), "at") != '\0');
	assert_non_null(current(o, "phone")); /* emptied: no value */
	assert_null(json_object_get(current(o, "phone"), "value"));
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/learners/%s", code), NULL);
	assert_string_equal(api_text(&r, "full_name"), "Nguyễn Văn An");
	o = line(c, &other, arena_fmt(c->arena, "{\"code\":\"%s\",\"version\":3,\"full_name\":\"Nguyễn An\"}\n", code));
	assert_string_equal(text(o, "outcome"), "changed");
}

TEST(a_line_with_a_version_makes_nothing_new)
{
	province_make(c);
	struct api_session me = api_account(c, "vt.mot", "clerk", "19172401", NULL);
	json_t *o = line(c, &me, arena_fmt(c->arena, "{\"client_id\":\"a1\",\"version\":1,%s\n", an + 1));
	assert_string_equal(text(o, "outcome"), "refused");
	assert_string_equal(text(json_array_get(json_object_get(o, "problems"), 0), "key"), "record.unknown");
	assert_null(json_object_get(o, "current"));
	o = line(c, &me, arena_fmt(c->arena, "{\"version\":\"1\",%s\n", an + 1));
	assert_string_equal(text(json_array_get(json_object_get(o, "problems"), 0), "key"), "field.type");
	struct api_reply r = api_call(c, &me, GET, API "/learners", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
}

TEST(api_answers_briefly_whoever_prefers_it)
{
	province_make(c);
	struct api_session me = api_account(c, "vt.mot", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &me, POST, API "/learners", an), brief;
	const char *target = r.location;
	brief = api_call(c, &me, PATCH, target, "{\"sex\":\"02\"}", .if_match = "\"1\"", .prefer = "respond-async, return=minimal");
	EXPECT(brief, 200);
	assert_string_equal(brief.body, arena_fmt(c->arena, "{\"code\":\"%s\",\"version\":2}", api_text(&r, "code")));
	assert_string_equal(brief.etag, "\"2\"");
	assert_string_equal(brief.applied, "return=minimal");
	r = api_call(c, &me, PATCH, target, "{\"sex\":\"01\"}", .if_match = "\"2\"", .prefer = "return=representation");
	EXPECT(r, 200);
	assert_null(r.applied);
	assert_string_equal(api_text(&r, "sex"), "01");
	/* What should be looked at is told all the same. */
	api_call(c, &me, POST, API "/learners", "{\"full_name\":\"Lê Bình\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	brief = api_call(c, &me, PATCH, target, "{\"full_name\":\"Lê Bình\"}", .if_match = "*", .prefer = "return=minimal");
	assert_string_equal(text(json_array_get(json_object_get(brief.json, "warnings"), 0), "key"), "person.namesake");
}

/* By the sender's key and by its code: the second changes what the first has made of it. */
TEST(a_record_named_twice_in_two_ways_is_changed_twice)
{
	province_make(c);
	struct api_session me = api_account(c, "vt.mot", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &me, POST, API "/learners", "{\"client_id\":\"k1\",\"full_name\":\"Nguyễn Văn An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	EXPECT(r, 201);
	const char *code = api_text(&r, "code");
	r = api_call(c, &me, POST, API "/learners/batch", arena_fmt(c->arena, "{\"client_id\":\"k1\",\"phone\":\"0912345678\"}\n{\"code\":\"%s\",\"email\":\"an@example.vn\"}\n", code),
	             .type = "application/x-ndjson");
	EXPECT(r, 200);
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/learners/%s", code), NULL);
	assert_string_equal(api_text(&r, "phone"), "0912345678");
	assert_string_equal(api_text(&r, "email"), "an@example.vn");
	assert_int_equal(json_integer_value(json_object_get(r.json, "version")), 3);
}
