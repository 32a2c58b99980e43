/* test_report_list.c - reports a page at a time, and who is how far with a form. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "province.h"
#include "test_report_tools.h"

static const char *member(const struct api_reply *r, size_t i, const char *name)
{
	const char *s = json_string_value(json_object_get(json_array_get(api_items(r), i), name));

	return s == NULL ? "" : s;
}

/* "01001401 19172401 ": the units on the pages, in their order. */
static const char *walk(struct ctx *c, const struct api_session *who, const char *target)
{
	struct buf b = buf_in(c->arena);
	const char *at = target;

	for (;;) {
		struct api_reply r = api_call(c, who, GET, at, NULL);
		EXPECT(r, 200);
		for (size_t i = 0; i < json_array_size(api_items(&r)); i++)
			buf_fmt(&b, "%s ", member(&r, i, "unit"));
		if (r.link == NULL)
			return buf_text(&b);
		assert_int_equal(json_array_size(api_items(&r)), 1);
		assert_non_null(strstr(r.link, "rel=\"next\""));
		at = arena_fmt(c->arena, "%s&cursor=%s", target, api_escape(c->arena, api_text(&r, "cursor")));
	}
}

static void make(struct ctx *c)
{
	province_make(c);
	for (const char *const *unit = (const char *const[]){ "19172401", "19172402", "01001401", "P172", "19", "BGDDT", NULL }; *unit != NULL; unit++)
		(void)report_test_compute(c, *unit);
	(void)report_test_step(c, "19172401", "submit");
	(void)report_test_step(c, "19172402", "submit");
	(void)report_test_step(c, "19172402", "return");
	(void)report_test_step(c, "19", "submit");
}

TEST(api_lists_reports_a_page_at_a_time_in_the_order_of_codes)
{
	make(c);
	const struct api_session ministry = api_account(c, "bo.gd", "manager", "BGDDT", NULL), so = api_account(c, "so.tn", "manager", "19", NULL);
	assert_string_equal(walk(c, &ministry, API "/reports?limit=1"), "01001401 19 19172401 19172402 BGDDT P172 ");
	assert_string_equal(walk(c, &so, API "/reports?limit=1"), "19 19172401 19172402 P172 ");
	assert_string_equal(walk(c, &ministry, API "/reports?limit=1&within=P172"), "19172401 19172402 P172 ");
	assert_string_equal(walk(c, &ministry, API "/reports?limit=1&unit=P172"), "P172 ");
	assert_string_equal(walk(c, &ministry, API "/reports?limit=1&state=submitted"), "19 19172401 ");
	assert_string_equal(walk(c, &ministry, API "/reports?limit=1&state=submitted&kind=so"), "19 ");
	assert_string_equal(walk(c, &so, API "/reports?limit=1&state=returned&form=02-TH-DN&period=2025-start"), "19172402 ");
	assert_string_equal(walk(c, &so, API "/reports?limit=1&period=2024-start"), "");
}

TEST(api_refuses_what_no_list_of_reports_is_chosen_by)
{
	static const char *const wrong[][2] = {
		{ "unit=19&within=19", "query.unit" }, { "state=sent", "query.state" }, { "kind=office", "query.kind" }, { "kind=so%20phong", "query.kind" },
		{ "period=2025", "report.period" }, { "limit=201", "query.number" }, { "cursor=x", "query.cursor" },
	};

	make(c);
	const struct api_session so = api_account(c, "so.tn", "manager", "19", NULL);
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct api_reply r = api_call(c, &so, GET, arena_fmt(c->arena, API "/reports?%s", wrong[i][0]), NULL);
		EXPECT(r, 422);
		assert_string_equal(r.key, wrong[i][1]);
	}
	struct api_reply r = api_call(c, &so, GET, API "/reports?limit=1", NULL);
	r = api_call(c, &so, GET, arena_fmt(c->arena, API "/reports?limit=1&state=submitted&cursor=%s", api_escape(c->arena, api_text(&r, "cursor"))), NULL);
	EXPECT(r, 422); /* of another list */
	assert_string_equal(r.key, "query.cursor");
}

/* How many statements it takes: the first number of the call that may fail without harm. */
static int calls_of(struct ctx *c, const char *within)
{
	const struct unit u = province_unit(c, within);

	for (int n = 1;; n++) {
		struct buf b = buf_in(c->arena);
		const char *cursor;
		db_inject_fault(c->db, n);
		const bool ok = report_list(c, &(struct report_query){ .unit = &u, .within = true, .limit = 50 }, &b, &cursor);
		db_inject_fault(c->db, 0);
		ctx_clear(c);
		if (ok)
			return n;
	}
}

TEST(a_page_of_sums_takes_no_more_statements_than_one_sum)
{
	make(c);
	(void)report_test_step(c, "19172401", "accept"); /* since both sums were made */
	const struct unit so = province_unit(c, "19");
	const char *items = report_test_list(c, &so);
	for (const char *const *unit = (const char *const[]){ "19", "P172", NULL }; *unit != NULL; unit++) {
		const char *at = strstr(items, arena_fmt(c->arena, "{\"id\":\"%s-", *unit));
		assert_non_null(at);
		assert_true(strncmp(strstr(at, "\"stale\":"), "\"stale\":true", 12) == 0);
	}
	assert_int_equal(calls_of(c, "19"), calls_of(c, "P172"));
}

static int64_t total(const struct api_reply *r, const char *state)
{
	return json_integer_value(json_object_get(json_object_get(r->json, "totals"), state));
}

TEST(api_tells_how_far_every_unit_below_is_with_a_form)
{
	make(c);
	const struct api_session so = api_account(c, "so.tn", "manager", "19", NULL), ministry = api_account(c, "bo.gd", "manager", "BGDDT", NULL);
	const struct api_session other = api_account(c, "so.hn", "manager", "01", NULL), head = api_account(c, "h.bahang", "head", "19172401", NULL);
	const char *form = API "/reports/progress?form=02-TH-DN&period=2025-start";

	struct api_reply r = api_call(c, &so, GET, form, NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2); /* the lower secondary school owes none */
	assert_string_equal(member(&r, 0, "unit"), "19172401");
	assert_string_equal(member(&r, 0, "state"), "submitted");
	assert_true(*member(&r, 0, "submitted_at") != '\0' && *member(&r, 0, "decided_at") == '\0');
	assert_string_equal(member(&r, 1, "state"), "returned");
	assert_true(*member(&r, 1, "decided_at") != '\0');
	assert_true(total(&r, "submitted") == 1 && total(&r, "returned") == 1 && total(&r, "none") == 0);
	r = api_call(c, &so, GET, arena_fmt(c->arena, "%s&limit=1", form), NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_true(total(&r, "submitted") == 1 && total(&r, "returned") == 1); /* of all, not of the page */
	assert_string_equal(walk(c, &so, arena_fmt(c->arena, "%s&limit=1", form)), "19172401 19172402 ");
	r = api_call(c, &so, GET, API "/reports/progress?form=02-TH-DN&period=2024-start", NULL);
	assert_true(total(&r, "none") == 2);
	assert_string_equal(member(&r, 0, "state"), "none");

	r = api_call(c, &ministry, GET, form, NULL);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_string_equal(member(&r, 0, "unit"), "01");
	assert_string_equal(member(&r, 0, "state"), "none");
	assert_int_equal(json_integer_value(json_object_get(json_array_get(api_items(&r), 0), "missing")), 1);
	assert_string_equal(member(&r, 1, "state"), "submitted");
	assert_int_equal(json_integer_value(json_object_get(json_array_get(api_items(&r), 1), "missing")), 2);
	(void)report_test_step(c, "19172401", "accept");
	r = api_call(c, &ministry, GET, form, NULL);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(api_items(&r), 1), "missing")), 1);
	r = api_call(c, &ministry, GET, arena_fmt(c->arena, "%s&within=P172", form), NULL);
	assert_true(json_array_size(api_items(&r)) == 2 && total(&r, "accepted") == 1);

	r = api_call(c, &other, GET, arena_fmt(c->arena, "%s&within=P172", form), NULL);
	EXPECT(r, 404);
	r = api_call(c, &head, GET, form, NULL);
	assert_string_equal(member(&r, 0, "unit"), "19172401");
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &so, GET, API "/reports/progress?form=02-TH-DN", NULL);
	EXPECT(r, 422);
	assert_string_equal(r.key, "report.period");
	r = api_call(c, &so, GET, API "/reports/progress?period=2025-start", NULL);
	assert_string_equal(r.key, "request.required");
}

/* Those who look after one level are told of its schools only. */
TEST(reports_and_progress_are_of_the_callers_levels)
{
	make(c);
	const struct api_session primary = api_account(c, "so.th", "manager", "19", "02"), secondary = api_account(c, "so.cs", "manager", "19", "03");
	const char *form = API "/reports/progress?form=02-TH-DN&period=2025-start";
	struct api_reply r = api_call(c, &primary, GET, form, NULL);
	assert_true(json_array_size(api_items(&r)) == 2 && total(&r, "returned") == 1);
	assert_string_equal(walk(c, &primary, API "/reports?limit=1&kind=school"), "19172401 19172402 ");
	assert_string_equal(walk(c, &secondary, API "/reports?limit=1&kind=school"), "");
	r = api_call(c, &secondary, GET, form, NULL);
	assert_true(json_array_size(api_items(&r)) == 0 && total(&r, "returned") == 0);
}
