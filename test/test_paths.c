/* test_paths.c - what a record refers to is shown, sought and put in order along with it. */
#include "api.h"
#include "api/routes.h"
#include "day_tools.h"
#include "db/db.h"

struct world {
	struct api_session clerk;
	const char *learner, *enrolment, *second;
};

static struct world world(struct ctx *c)
{
	struct world w;

	province_make(c);
	today(c, "2025-10-10");
	const char *b = make_class(c, SCHOOL, "2B", 2), *a = make_class(c, SCHOOL, "2A", 2);
	w.enrolment = province_pupil(c, SCHOOL, b, "Sùng A Páo", "2018-04-05", "01", "08");
	w.second = province_pupil(c, SCHOOL, a, "Lò Thị Ánh", "2018-02-05", "02", "03");
	province_pupil(c, SCHOOL, a, "Vàng Bình", "2017-12-31", "01", "08");
	const struct record rec = get(c, "enrolment", w.enrolment);
	w.learner = text(&rec, "learner");
	w.clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	return w;
}

static struct api_reply list(struct ctx *c, const struct world *w, const char *query)
{
	return api_call(c, &w->clerk, GET, arena_fmt(c->arena, API "/%s", query), NULL);
}

static const char *member(const struct api_reply *r, size_t i, const char *name)
{
	return json_string_value(json_object_get(json_array_get(api_items(r), i), name));
}

TEST(a_list_shows_fields_of_what_it_refers_to)
{
	const struct world w = world(c);
	struct api_reply r = list(c, &w, "enrolments?unit=" SCHOOL "&filter=learner.full_name+%3D%3D+%22S%C3%B9ng+A+P%C3%A1o%22"
	                                 "&fields=learner.full_name,learner.birth_date,class.name,class.title,learner.version,school.title,learner,class.campus");

	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_string_equal(member(&r, 0, "learner.full_name"), "Sùng A Páo");
	assert_string_equal(member(&r, 0, "learner.birth_date"), "2018-04-05");
	assert_string_equal(member(&r, 0, "class.name"), "2B");
	assert_string_equal(member(&r, 0, "class.title"), "2B");
	assert_string_equal(member(&r, 0, "school.title"), "Trường Tiểu học Ba Hàng");
	assert_string_equal(member(&r, 0, "learner"), w.learner);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(api_items(&r), 0), "learner.version")), 1);
	assert_null(member(&r, 0, "class.campus"));
	assert_null(member(&r, 0, "status_date"));
	r = list(c, &w, arena_fmt(c->arena, "enrolments/%s?fields=learner.full_name,class.grade", w.enrolment));
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "learner.full_name"), "Sùng A Páo");
	assert_string_equal(api_text(&r, "class.grade"), "02");
}

TEST(learners_are_listed_with_their_class_of_the_year)
{
	const struct world w = world(c);
	struct api_reply r = list(c, &w, "learners?unit=" SCHOOL "&fields=title,enrolment.class.name&filter=enrolment.class.name+%3D%3D+%222A%22");

	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_string_equal(member(&r, 0, "title"), "Lò Thị Ánh");
	assert_string_equal(member(&r, 1, "enrolment.class.name"), "2A");
	/* Nobody is in a class of a year that has not come, nor by an enrolment that is over. */
	r = list(c, &w, "learners?unit=" SCHOOL "&year=2026&fields=enrolment.class.name");
	assert_int_equal(json_array_size(api_items(&r)), 3);
	assert_null(member(&r, 0, "enrolment.class.name"));
	OK(happen(c, "enrolment", w.enrolment, "{\"event\":\"leave\",\"event_date\":\"2025-10-09\",\"destination\":\"01\"}"));
	r = list(c, &w, arena_fmt(c->arena, "learners/%s?fields=enrolment.class.name,full_name", w.learner));
	EXPECT(r, 200);
	assert_null(json_string_value(json_object_get(r.json, "enrolment.class.name")));
	assert_string_equal(api_text(&r, "full_name"), "Sùng A Páo");
}

static void is_in_order(struct ctx *c, const struct world *w, const char *sort, const char *const *names)
{
	const char *at = arena_fmt(c->arena, "enrolments?unit=" SCHOOL "&fields=learner.full_name&limit=1&sort=%s", sort), *cursor = "";
	struct api_reply r;

	for (size_t i = 0; i < 3; i++, cursor = arena_fmt(c->arena, "&cursor=%s", api_text(&r, "cursor"))) {
		r = list(c, w, arena_fmt(c->arena, "%s%s", at, cursor));
		EXPECT(r, 200);
		assert_string_equal(member(&r, 0, "learner.full_name"), names[i]);
	}
}

static void is_refused(struct ctx *c, const struct world *w, const char *query)
{
	struct api_reply r = list(c, w, query);

	EXPECT(r, 422);
	assert_string_equal(r.key, "query.sort");
}

TEST(a_list_is_in_the_order_of_any_field_of_one_school)
{
	const struct world w = world(c);
	static const char *const by_name[] = { "Lò Thị Ánh", "Vàng Bình", "Sùng A Páo" }, *const by_birth[] = { "Vàng Bình", "Lò Thị Ánh", "Sùng A Páo" };
	static const char *const down[] = { "Sùng A Páo", "Vàng Bình", "Lò Thị Ánh" };

	is_in_order(c, &w, "learner.full_name", by_name);
	is_in_order(c, &w, "learner.title", by_name);
	is_in_order(c, &w, "-learner.full_name", down);
	is_in_order(c, &w, "learner.birth_date", by_birth);
	OK(change(c, "enrolment", w.second, "{\"boarder\":true,\"display_order\":5}"));
	is_in_order(c, &w, "boarder", (const char *const[]){ "Sùng A Páo", "Vàng Bình", "Lò Thị Ánh" });
	is_in_order(c, &w, "display_order", (const char *const[]){ "Sùng A Páo", "Vàng Bình", "Lò Thị Ánh" });
	is_refused(c, &w, "enrolments?within=" SCHOOL "&sort=learner.full_name");
	is_refused(c, &w, "enrolments?within=" SCHOOL "&sort=-changed_at");
	struct api_reply r = list(c, &w, "classes?fields=name&limit=1&sort=homeroom_teacher.full_name&unit=" SCHOOL); /* not every class has one */
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = list(c, &w, arena_fmt(c->arena, "classes?fields=name&limit=1&sort=homeroom_teacher.full_name&unit=" SCHOOL "&cursor=%s", api_text(&r, "cursor")));
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = list(c, &w, "classes?fields=name&sort=-name&unit=" SCHOOL);
	EXPECT(r, 200);
	assert_string_equal(member(&r, 0, "name"), "2B");
	/* A place in one order is none in another. */
	r = list(c, &w, "enrolments?unit=" SCHOOL "&limit=1&sort=display_order");
	r = list(c, &w, arena_fmt(c->arena, "enrolments?unit=" SCHOOL "&limit=1&sort=boarder&cursor=%s", api_text(&r, "cursor")));
	EXPECT(r, 422);
	assert_string_equal(r.key, "query.cursor");
}

TEST(a_list_says_how_many_there_are)
{
	const struct world w = world(c);
	struct api_reply r = list(c, &w, "enrolments?unit=" SCHOOL "&limit=2&count=1");

	EXPECT(r, 200);
	assert_int_equal(json_integer_value(json_object_get(r.json, "total")), 3);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	r = list(c, &w, arena_fmt(c->arena, "enrolments?unit=" SCHOOL "&limit=2&cursor=%s", api_text(&r, "cursor"))); /* the same list, counted or not */
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_null(json_object_get(r.json, "total"));
	r = list(c, &w, "enrolments?unit=" SCHOOL "&count=1&filter=class.name+%3D%3D+%222A%22&fields=learner.title&sort=learner.title");
	assert_int_equal(json_integer_value(json_object_get(r.json, "total")), 2);
	r = list(c, &w, "enrolments?unit=" SCHOOL "&count=1&year=2020");
	assert_int_equal(json_integer_value(json_object_get(r.json, "total")), 0);
	r = list(c, &w, "enrolments?count=maybe");
	EXPECT(r, 422);
}

/* Counting on would take as long as the list is. */
TEST(a_long_list_is_counted_no_further_than_anybody_reads)
{
	const struct world w = world(c);
	const struct scope all = { .path = "/" };
	struct record_total total;
	const struct record_query q = { .scope = &all, .limit = 1, .total = &total };
	struct buf items = buf_in(c->arena);
	const char *next;

	(void)w;
	OK(db_begin(c) && db_end(c, db_run(c, "INSERT INTO r_room (unit_id, id, code, version, status, created_at, changed_at, changed_by, catalog_version,"
	                                   " school_year, name, sort_key, search_key, kind, solidity, level)"
	                                   " SELECT unit_id, 100000 + n, 'R' || n, 1, '01', 0, 0, 0, 1, 2025, 'Phòng', sort_key, search_key, '01', '01', '02'"
	                                   " FROM r_class CROSS JOIN (WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < 10005)"
	                                   " SELECT n FROM x) y WHERE name = '2A'",
	                                   NULL, 0)));
	OK(record_list(c, catalog_type(c->catalog, "room"), &q, &items, &next));
	assert_true(total.more);
	assert_int_equal(total.n, TOTAL_MAX);
}

TEST(a_path_that_leads_nowhere_is_refused)
{
	const struct world w = world(c);
	static const char *const nowhere[] = { "learner.nope", "nope.full_name", "learner..full_name", ".", "learner.", "learner.full_name.sex", "enrolment.class" };

	for (size_t i = 0; i < COUNT(nowhere); i++) {
		struct api_reply r = list(c, &w, arena_fmt(c->arena, "enrolments?fields=%s", nowhere[i]));
		EXPECT(r, 422);
		assert_string_equal(r.key, "field.unknown");
		r = list(c, &w, arena_fmt(c->arena, "enrolments?unit=" SCHOOL "&sort=%s", nowhere[i]));
		EXPECT(r, 422);
		assert_string_equal(r.key, "query.sort");
	}
}
