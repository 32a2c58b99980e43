/* test_quality_parts.c - progress of what stands below an office: each figure the sum of the schools inside, as they are told further down. */
#include <string.h>
#include <unistd.h>

#include "api.h"
#include "base/time.h"
#include "domain/quality/quality.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "http/inner.h"
#include "province.h"

#define API "/api/v1"
#define PROGRESS API "/quality/progress?form=02-TH-DN&period=2025-start&within="

static const char *const figures[] = { "schools", "counted", "learners", "identified", "records", "errors", "warnings", "notices", "filled", "due" };
static const char *const states[] = { "none", "draft", "submitted", "returned", "accepted" };

static void make(struct ctx *c)
{
	static const char *const schools[] = { "19172401", "19172402", "19000501", "01001401" };

	province_make(c);
	for (size_t i = 0; i < COUNT(schools); i++) {
		const char *class = province_record(c, schools[i], "class", arena_fmt(c->arena, "{\"name\":\"A\",\"grade\":\"%s\",\"school_year\":2025}",
			i == 2 ? "06" : "01"));
		for (size_t k = 0; k <= i; k++)
			province_pupil(c, schools[i], class, arena_fmt(c->arena, "LÊ VĂN %zu", k), "2019-01-02", "01", "01");
	}
	OK(quality_week_sweep(c, &(struct spare_time){ .until_ms = time_now_ms() + 60000 }));
}

static struct api_reply parts(struct ctx *c, const struct api_session *me, const char *unit)
{
	struct api_reply r = api_call(c, me, GET, arena_fmt(c->arena, PROGRESS "%s", unit), NULL);

	EXPECT(r, 200);
	return r;
}

static const json_t *part(const struct api_reply *r, const char *unit)
{
	size_t i;
	json_t *x;

	json_array_foreach((json_t *)api_items(r), i, x)
		if (streq(json_string_value(json_object_get(x, "unit")), unit))
			return x;
	fail_msg("%s: %s", unit, r->body);
	return NULL;
}

static int64_t figure(const json_t *x, const char *name)
{
	return json_integer_value(json_object_get(x, name));
}

static int64_t state(const json_t *x, const char *name)
{
	return figure(json_object_get(x, "reports"), name);
}

static int64_t sum(const struct api_reply *r, const char *name, int64_t (*of)(const json_t *, const char *))
{
	int64_t n = 0;
	size_t i;
	json_t *x;

	json_array_foreach((json_t *)api_items(r), i, x)
		n += of(x, name);
	return n;
}

static void is_sum(struct ctx *c, const struct api_session *me, const char *above, const char *unit)
{
	struct api_reply all = parts(c, me, above), below = parts(c, me, unit);

	for (size_t i = 0; i < COUNT(figures); i++)
		assert_int_equal(figure(part(&all, unit), figures[i]), sum(&below, figures[i], figure));
	for (size_t i = 0; i < COUNT(states); i++)
		assert_int_equal(state(part(&all, unit), states[i]), sum(&below, states[i], state));
}

TEST(figures_of_an_office_are_the_sum_of_what_stands_below)
{
	make(c);
	const struct api_session bo = api_account(c, "bo.mot", "manager", "BGDDT", NULL), head = api_account(c, "ht.mot", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &head, POST, API "/reports", "{\"form\":\"02-TH-DN\",\"unit\":\"19172401\",\"period\":\"2025-start\"}");

	EXPECT(r, 201);
	r = api_call(c, &head, POST, arena_fmt(c->arena, "%s/submit", r.location), NULL);
	EXPECT(r, 200);
	is_sum(c, &bo, "BGDDT", "19");
	is_sum(c, &bo, "BGDDT", "01");
	is_sum(c, &bo, "19", "P172");
	is_sum(c, &bo, "19", "19000501"); /* a school is its own sum */
	is_sum(c, &bo, "P172", "19172401");
	r = parts(c, &bo, "BGDDT");
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_int_equal(figure(part(&r, "19"), "learners"), 1 + 2 + 3);
	assert_int_equal(figure(part(&r, "01"), "learners"), 4);
	assert_int_equal(figure(part(&r, "19"), "schools"), 3);
	assert_int_equal(state(part(&r, "19"), "submitted"), 1);
	assert_int_equal(state(part(&r, "19"), "none"), 1);
	assert_string_equal(api_text(&r, "counted_at"), time_iso(c->arena, c->now_ms));
	r = parts(c, &bo, "19");
	assert_string_equal(json_string_value(json_object_get(part(&r, "P172"), "kind")), "phong");
	assert_null(json_object_get(part(&r, "19000501"), "reports")); /* not for them */
}

TEST(progress_keeps_to_the_scope_of_the_caller)
{
	make(c);
	const struct api_session so = api_account(c, "so.mot", "manager", "19", NULL), lower = api_account(c, "so.hai", "manager", "19", "03"),
	                         head = api_account(c, "ht.mot", "head", "19172401", NULL), viewer = api_account(c, "xem.mot", "viewer", "19", NULL);
	struct api_reply r = api_call(c, &so, GET, PROGRESS "01", NULL);

	EXPECT(r, 404);
	r = api_call(c, &head, GET, PROGRESS "P172", NULL);
	EXPECT(r, 404);
	r = api_call(c, &viewer, GET, PROGRESS "19", NULL);
	EXPECT(r, 403);
	r = parts(c, &lower, "19");
	assert_int_equal(json_array_size(api_items(&r)), 1);
	part(&r, "19000501");
	r = parts(c, &head, "19172401");
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &so, GET, API "/quality/progress?within=19&form=khong-co&period=2025-start", NULL);
	EXPECT(r, 422);
	r = api_call(c, &so, GET, API "/quality/progress?within=19", NULL);
	EXPECT(r, 200);
	assert_null(strstr(r.body, "reports"));
}

TEST(the_last_week_that_was_counted_is_told)
{
	make(c);
	c->now_ms += (int64_t)15 * 24 * 60 * 60 * 1000;
	const struct unit one = province_unit(c, "19172401");
	size_t n;
	OK(quality_week_count(c, &one, &n));
	const struct api_session so = api_account(c, "so.mot", "manager", "19", NULL);
	struct api_reply r = parts(c, &so, "P172");

	assert_int_equal(figure(part(&r, "19172401"), "counted"), 1);
	assert_int_equal(figure(part(&r, "19172401"), "learners"), 1);
	assert_int_equal(figure(part(&r, "19172402"), "learners"), 2);
	assert_string_equal(api_text(&r, "counted_at"), time_iso(c->arena, c->now_ms - (int64_t)15 * 24 * 60 * 60 * 1000));
}

TEST(a_page_of_168_units_is_light)
{
	struct unit made;

	province_make(c);
	for (int i = 0; i < 166; i++) {
		struct draft d = province_draft(c, "school", arena_fmt(c->arena,
			"{\"code\":\"191725%02d\",\"name\":\"Trường Tiểu học Xã Thử Số %d\",\"level_group\":\"06\",\"ownership\":\"01\",\"region\":\"01\"}", i % 100, i));
		const struct unit office = { .code = arena_fmt(c->arena, "X%05d", i), .name = arena_fmt(c->arena, "Xã Thử Số %d", i), .kind = "commune", .province = "19",
			                     .status = "01" };
		OK(unit_make_office(c, &office, "19", &made));
		d.code = arena_fmt(c->arena, "1918%04d", i);
		OK(unit_make_school(c, &d, office.code, &made));
	}
	OK(quality_week_sweep(c, &(struct spare_time){ .until_ms = time_now_ms() + 60000 }));
	const struct api_session so = api_account(c, "so.mot", "manager", "19", NULL);
	struct api_reply r = parts(c, &so, "19");
	struct response sent = { .type = "application/json", .body = r.body, .body_len = r.body_len };

	assert_int_equal(json_array_size(api_items(&r)), 168);
	assert_int_equal(sum(&r, "schools", figure), 169);
	assert_true(gzip_reply(c, &sent, "gzip", NULL));
	assert_true(sent.body_len <= 20 * 1024);
}

/* ---- lists ---- */

TEST(a_list_of_an_office_is_the_sum_of_those_of_its_schools)
{
	make(c);
	const struct api_session so = api_account(c, "so.mot", "manager", "19", NULL), head = api_account(c, "ht.mot", "head", "19172402", NULL),
	                         other = api_account(c, "so.ba", "manager", "01", NULL);
	struct api_reply r = api_call(c, &so, GET, API "/quality/checklists/lifelong-record/units?within=19", NULL),
	                 below = api_call(c, &so, GET, API "/quality/checklists/lifelong-record/units?within=P172", NULL),
	                 own = api_call(c, &head, GET, API "/quality/checklists/lifelong-record", NULL);

	EXPECT(r, 200);
	EXPECT(below, 200);
	EXPECT(own, 200);
	assert_int_equal(figure(part(&r, "P172"), "records"), sum(&below, "records", figure));
	assert_int_equal(figure(part(&r, "P172"), "records"), 3);
	assert_int_equal(figure(part(&r, "P172"), "schools"), 2);
	assert_int_equal(figure(part(&r, "P172"), "complete"), 0);
	assert_int_equal(figure(part(&below, "19172402"), "records"), json_integer_value(json_object_get(own.json, "records")));
	const char *one = json_string_value(json_object_get(json_array_get(api_items(&own), 0), "record"));
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&own), 0), "title")), "LÊ VĂN 0");
	r = api_call(c, &head, PATCH, arena_fmt(c->arena, API "/learners/%s", one), "{\"personal_id\":\"019219000001\"}", .if_match = "*");
	EXPECT(r, 200);
	below = api_call(c, &so, GET, API "/quality/checklists/lifelong-record/units?within=P172", NULL);
	assert_int_equal(figure(part(&below, "19172402"), "complete"), 1);
	own = api_call(c, &head, GET, API "/quality/checklists/lifelong-record", NULL);
	assert_int_equal(json_array_size(api_items(&own)), 1);
	r = api_call(c, &other, GET, API "/quality/checklists/lifelong-record/units?within=19", NULL);
	EXPECT(r, 404);
	r = api_call(c, &so, GET, API "/quality/checklists/khong-co/units?within=19", NULL);
	EXPECT(r, 404);
}

/* The people of the whole country are not counted for one look. */
TEST(a_list_of_the_whole_country_is_told_as_it_was_counted)
{
	const char *list = API "/quality/checklists/lifelong-record/units?within=BGDDT";

	make(c);
	const struct api_session bo = api_account(c, "bo.mot", "manager", "BGDDT", NULL), head = api_account(c, "ht.mot", "head", "19172401", NULL);
	const char *before = time_iso(c->arena, c->now_ms);
	struct api_reply r = api_call(c, &bo, GET, list, NULL), own = api_call(c, &head, GET, API "/quality/checklists/lifelong-record", NULL);
	EXPECT(r, 200);
	assert_int_equal(figure(part(&r, "19"), "records"), 1 + 2 + 3);
	assert_int_equal(figure(part(&r, "19"), "schools"), 3);
	assert_int_equal(figure(part(&r, "19"), "complete"), 0);
	assert_int_equal(figure(part(&r, "01"), "records"), 4);
	assert_string_equal(json_string_value(json_object_get(part(&r, "01"), "counted_at")), before);
	c->now_ms += 60000;
	const char *one = json_string_value(json_object_get(json_array_get(api_items(&own), 0), "record"));
	own = api_call(c, &head, PATCH, arena_fmt(c->arena, API "/learners/%s", one), "{\"personal_id\":\"019219000001\"}", .if_match = "*");
	EXPECT(own, 200);
	r = api_call(c, &bo, GET, list, NULL);
	assert_int_equal(figure(part(&r, "19"), "complete"), 0);
	const struct unit school = province_unit(c, "19172401");
	size_t n;
	OK(quality_week_count(c, &school, &n));
	r = api_call(c, &bo, GET, list, NULL);
	assert_int_equal(figure(part(&r, "19"), "complete"), 1);
	assert_string_equal(json_string_value(json_object_get(part(&r, "19"), "counted_at")), before); /* the others are of then */
	const struct unit province = province_unit(c, "19");
	OK(quality_week_count(c, &province, &n));
	r = api_call(c, &bo, GET, list, NULL);
	assert_string_equal(json_string_value(json_object_get(part(&r, "19"), "counted_at")), time_iso(c->arena, c->now_ms));
	r = api_call(c, &bo, GET, API "/quality/checklists/lifelong-record/units?within=19", NULL);
	assert_int_equal(figure(part(&r, "P172"), "complete"), 1);
	assert_null(json_string_value(json_object_get(part(&r, "P172"), "counted_at")));
	r = api_call(c, &bo, GET, arena_fmt(c->arena, "%s&year=2024", list), NULL);
	assert_int_equal(figure(part(&r, "19"), "records"), 0); /* of that year nobody was counted: led down to all the same */
	assert_null(json_string_value(json_object_get(part(&r, "19"), "counted_at")));
}

/* Whoever had a school on the day of the form is told of its report, also where the school, or the office, is no more. */
TEST(reports_are_told_by_the_tree_of_their_day)
{
	make(c);
	const struct api_session so = api_account(c, "so.mot", "manager", "19", NULL), phong = api_account(c, "p.mot", "manager", "P172", NULL);
	struct api_reply r = parts(c, &so, "19");
	assert_int_equal(state(part(&r, "P172"), "none"), 2);
	OK(unit_move(c, (const char *const[]){ "19172401" }, 1, "19", "2025-11-10"));
	r = parts(c, &so, "19");
	assert_int_equal(state(part(&r, "P172"), "none"), 2);
	assert_int_equal(figure(part(&r, "P172"), "schools"), 1);
	assert_int_equal(figure(part(&r, "19172401"), "learners"), 1);
	assert_null(json_object_get(part(&r, "19172401"), "reports"));
	is_sum(c, &so, "19", "P172");
	r = parts(c, &so, "P172");
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&r), 0), "unit")), "19172401"); /* by code */
	assert_int_equal(state(part(&r, "19172401"), "none"), 1); /* its report is still owed here, all else is told elsewhere */
	assert_int_equal(figure(part(&r, "19172401"), "schools"), 0);
	assert_string_equal(json_string_value(json_object_get(part(&r, "19172401"), "name")), "Trường Tiểu học Ba Hàng");
	OK(unit_move(c, (const char *const[]){ "19172401" }, 1, "01", "2025-11-12"));
	r = parts(c, &phong, "P172"); /* beyond the province nobody looks on */
	assert_int_equal(json_array_size(api_items(&r)), 1);

	OK(unit_move(c, (const char *const[]){ "19172402" }, 1, "19", "2025-11-12") && unit_move(c, (const char *const[]){ "P172" }, 1, "01", "2025-11-12"));
	r = parts(c, &so, "19"); /* nor on an office */
	assert_int_equal(json_array_size(api_items(&r)), 2);
	OK(unit_move(c, (const char *const[]){ "P172" }, 1, "19", "2025-11-13"));
	const struct unit office = province_unit(c, "P172");
	OK(unit_close(c, &office, &(const struct unit_closing){ .date = "2025-11-14", .dissolve = true }));
	r = parts(c, &so, "19");
	assert_int_equal(state(part(&r, "P172"), "none"), 1);
	assert_int_equal(figure(part(&r, "P172"), "schools"), 0);
	assert_int_equal(json_array_size(api_items(&r)), 3);
}
