/* test_problem_face.c - a fault is told with the name and the class of its record, and accounts and faults come in pages. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "province.h"

#define SCHOOL "19172401"

static const json_t *first_of(const struct api_reply *r, const char *type)
{
	const json_t *items = api_items(r);

	for (size_t i = 0; i < json_array_size(items); i++)
		if (streq(json_string_value(json_object_get(json_array_get(items, i), "type")), type))
			return json_array_get(items, i);
	fail_msg("no fault of a %s: %s", type, r->body);
	return NULL;
}

static const char *text(const json_t *o, const char *member)
{
	const char *s = json_string_value(json_object_get(o, member));

	return s == NULL ? "" : s;
}

/* Names in small letters: a fault of each learner. */
static const char *make_pupils(struct ctx *c, int n)
{
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), *code = NULL;

	for (int i = 0; i < n; i++)
		code = province_pupil(c, SCHOOL, class, arena_fmt(c->arena, "lê thứ %c", 'a' + i), "2019-01-02", "01", "01");
	return code;
}

TEST(api_tells_a_fault_with_the_face_of_its_record)
{
	province_make(c);
	make_pupils(c, 2);
	struct api_session me = api_account(c, "vt.bahang", "clerk", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, GET, API "/quality/problems?year=2025&limit=200", NULL);
	EXPECT(r, 200);
	const json_t *learner = first_of(&r, "learner"), *class = json_object_get(learner, "class");
	assert_string_equal(text(learner, "plural"), "learners");
	assert_string_equal(text(learner, "title"), "lê thứ a");
	assert_string_equal(text(class, "code"), SCHOOL "-L2");
	assert_string_equal(text(class, "title"), "1A");
	assert_string_equal(text(first_of(&r, "class"), "title"), "1A");
	const json_t *whole = first_of(&r, "school"); /* of the school itself */
	assert_string_equal(text(whole, "record"), SCHOOL);
	assert_null(json_object_get(whole, "class"));
}

/* What one record is told is what it is told among all. */
TEST(api_tells_the_faults_of_one_record_or_type)
{
	province_make(c);
	make_pupils(c, 3);
	struct api_session me = api_account(c, "vt.bahang", "clerk", SCHOOL, NULL);
	struct api_reply all = api_call(c, &me, GET, API "/quality/problems?year=2025&limit=1000", NULL);
	size_t n = 0, of_type = 0, i;
	json_t *item;
	const char *code = text(first_of(&all, "learner"), "record");
	json_array_foreach(api_items(&all), i, item) {
		n += streq(text(item, "record"), code);
		of_type += streq(text(item, "type"), "learner");
	}
	assert_true(n > 1 && of_type > n);
	struct api_reply r = api_call(c, &me, GET, arena_fmt(c->arena, API "/quality/problems?year=2025&limit=1000&record=%s", code), NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), n);
	r = api_call(c, &me, GET, API "/quality/problems?year=2025&limit=1&type=learner", NULL);
	assert_int_equal(json_integer_value(json_object_get(r.json, "total")), of_type);
	assert_non_null(strstr(r.link, "type=learner"));
	r = api_call(c, &me, GET, API "/quality/problems?year=2025&record=" SCHOOL "-L999", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	r = api_call(c, &me, GET, API "/quality/problems?type=nope", NULL);
	assert_string_equal(r.key, "query.type");
}

/* A role that reads quality and classes, but no learners by name. */
TEST(api_tells_no_face_that_is_not_shown)
{
	province_make(c);
	make_pupils(c, 1);
	struct api_session me = api_account(c, "so.19", "manager", "19", NULL);
	struct api_reply r = api_call(c, &me, GET, API "/quality/problems?year=2025&unit=" SCHOOL "&limit=1000", NULL);
	EXPECT(r, 200);
	assert_string_equal(text(first_of(&r, "learner"), "title"), "lê thứ a"); /* an office is shown names */
	me = api_account(c, "xem.19", "viewer", "19", NULL);
	r = api_call(c, &me, GET, API "/quality/problems?year=2025&unit=" SCHOOL, NULL);
	EXPECT(r, 403);
}

TEST(api_lists_accounts_in_pages_without_gaps)
{
	static const char *const roles[] = { "clerk", "viewer", "head" };
	const char *next = API "/accounts?limit=2", *all = "";
	size_t pages = 0;

	province_make(c);
	struct api_session me = api_account(c, "admin.19", "unit_admin", "19", NULL);
	for (size_t i = 0; i < COUNT(roles); i++) {
		const char *once;
		OK(account_issue(c, arena_fmt(c->arena, "zz.%zu", i), roles[i], SCHOOL, NULL, &once));
		OK(account_issue(c, arena_fmt(c->arena, "aa.%zu", i), roles[i], "19172402", NULL, &once));
		OK(account_issue(c, arena_fmt(c->arena, "hn.%zu", i), roles[i], "01001401", NULL, &once));
	}
	while (next != NULL) {
		struct api_reply r = api_call(c, &me, GET, next, NULL);
		EXPECT(r, 200);
		const json_t *items = api_items(&r);
		assert_true(json_array_size(items) <= 2 && pages++ < 10);
		for (size_t i = 0; i < json_array_size(items); i++)
			all = arena_fmt(c->arena, "%s%s ", all, text(json_array_get(items, i), "name"));
		next = r.link == NULL ? NULL : arena_strndup(c->arena, r.link + 1, strcspn(r.link + 1, ">"));
	}
	assert_string_equal(all, "admin.19 zz.0 zz.1 zz.2 aa.0 aa.1 aa.2 ");
	struct api_reply r = api_call(c, &me, GET, API "/accounts?within=19172402", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 3);
	r = api_call(c, &me, GET, API "/accounts?within=01001401", NULL);
	EXPECT(r, 404);
	r = api_call(c, &me, GET, API "/accounts?limit=0", NULL);
	EXPECT(r, 422);
}
