/* test_problem_face.c - a fault is told with the name and the class of its record, and accounts and faults come in pages. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/quality/quality.h"
#include "province.h"
#include "store/change.h"

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
	const json_t *learner = first_of(&r, "learner"), *whole = first_of(&r, "school");
	assert_string_equal(text(learner, "plural"), "learners");
	assert_string_equal(text(learner, "title"), "lê thứ a");
	assert_string_equal(text(learner, "class"), SCHOOL "-L2");
	assert_string_equal(text(learner, "class.title"), "1A");
	assert_string_equal(text(first_of(&r, "class"), "title"), "1A");
	assert_string_equal(text(whole, "record"), SCHOOL);
	assert_null(json_object_get(whole, "class"));
}

/* What one record is told is what it is told among all. */
static void check_alone(struct ctx *c, const struct api_session *me, const struct api_reply *all, const char *code)
{
	struct api_reply alone = api_call(c, me, GET, arena_fmt(c->arena, API "/quality/problems?year=2025&limit=1000&record=%s", code), NULL);
	size_t n = 0, i;
	json_t *item;

	EXPECT(alone, 200);
	json_array_foreach(api_items(all), i, item)
		if (streq(text(item, "record"), code))
			assert_true(json_equal(item, json_array_get(api_items(&alone), n++)));
	assert_int_equal(json_array_size(api_items(&alone)), n);
}

TEST(api_tells_the_faults_of_one_record_or_type)
{
	size_t of_type = 0, i;
	json_t *item;

	province_make(c);
	make_pupils(c, 3);
	province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"); /* there twice: what several say together */
	struct api_session me = api_account(c, "vt.bahang", "clerk", SCHOOL, NULL);
	struct api_reply all = api_call(c, &me, GET, API "/quality/problems?year=2025&limit=1000", NULL), r;
	assert_non_null(strstr(all.body, "class_name_twice"));
	json_array_foreach(api_items(&all), i, item) {
		of_type += streq(text(item, "type"), "learner");
		check_alone(c, &me, &all, text(item, "record"));
	}
	assert_true(of_type > 3);
	r = api_call(c, &me, GET, API "/quality/problems?year=2025&limit=1&type=learner", NULL);
	assert_int_equal(json_integer_value(json_object_get(r.json, "total")), of_type);
	assert_non_null(strstr(r.link, "type=learner"));
	const char *class = "";
	size_t of_class = 0, of_rules = 0;
	const char *rule;
	json_array_foreach(api_items(&all), i, item)
		class = *class == '\0' ? text(item, "class") : class;
	json_array_foreach(api_items(&all), i, item)
		of_class += streq(text(item, "class"), class);
	assert_true(of_class > 0 && of_class < json_array_size(api_items(&all)));
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/quality/problems?year=2025&limit=1&class=%s", class), NULL);
	assert_int_equal(json_integer_value(json_object_get(r.json, "total")), of_class);
	json_object_foreach(json_object_get(r.json, "rules"), rule, item)
		of_rules += (size_t)json_integer_value(item);
	assert_int_equal(of_rules, of_class);
	r = api_call(c, &me, GET, API "/quality/problems?year=2025&record=" SCHOOL "-L999", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	r = api_call(c, &me, GET, API "/quality/problems?type=nope", NULL);
	assert_string_equal(r.key, "query.type");
}

/* Whoever sees of staff what is open only: a year that is there twice is told, the name is not; nor in the log. */
TEST(a_name_is_told_to_whom_it_is_shown)
{
	static const struct right rights[] = { { "quality", " read " }, { "staff", " read " } };
	struct role *role = NEW(c->arena, struct role);
	struct account *me = NEW(c->arena, struct account);
	const char *cursor;
	size_t total;

	province_make(c);
	const struct unit u = province_unit(c, SCHOOL);
	const struct list *contracts = field_find(catalog_type(c->catalog, "staff_year"), "contract_form")->list;
	const char *who = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	for (int i = 0; i < 2; i++)
		province_record(c, SCHOOL, "staff_year", arena_fmt(c->arena, "{\"staff\":\"%s\",\"school_year\":2025,\"staff_group\":\"01\","
		                "\"contract_form\":\"%s\",\"qualification\":\"04\"}", who, contracts->item[0].code));
	province_act_as(c, "clerk", SCHOOL);
	for (int hidden = 0; hidden <= 1; hidden++) {
		struct buf faults = buf_in(c->arena), log = buf_in(c->arena);
		OK(quality_problems(c, &(struct quality_query){ .unit = &u, .year = 2025, .rule = "staff_year_twice", .limit = 10 }, &faults, NULL, &total, &cursor));
		OK(change_log_read(c, &u, &(struct change_query){ .type = "staff", .until_ms = INT64_MAX, .limit = 10 }, &log));
		assert_int_equal(total, 2);
		assert_non_null(strstr(log.data, who));
		assert_true((strstr(faults.data, "Trần Văn Dạy") == NULL) == hidden);
		assert_true((strstr(log.data, "\"title\":\"Trần Văn Dạy\"") == NULL) == hidden);
		*role = (struct role){ .name = "x", .right = rights, .n_rights = COUNT(rights) };
		*me = *c->account;
		me->role = role;
		c->account = me;
	}
	c->account = NULL;
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
		OK(account_issue(c, NULL, arena_fmt(c->arena, "zz.%zu", i), roles[i], SCHOOL, NULL, &once));
		OK(account_issue(c, NULL, arena_fmt(c->arena, "aa.%zu", i), roles[i], "19172402", NULL, &once));
		OK(account_issue(c, NULL, arena_fmt(c->arena, "hn.%zu", i), roles[i], "01001401", NULL, &once));
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
