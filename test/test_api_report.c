/* test_api_report.c - statistical forms, units and the published description, as a client of the API sees them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api.h"
#include "api/routes.h"
#include "domain/view/view.h"
#include "province.h"

struct people {
	struct api_session head, clerk, phong, so, other;
};

static struct people people(struct ctx *c)
{
	province_make(c);
	return (struct people){
		api_account(c, "head.bahang", "head", "19172401", NULL), api_account(c, "clerk.bahang", "clerk", "19172401", NULL),
		api_account(c, "manager.p172", "manager", "P172", NULL), api_account(c, "manager.s19", "manager", "19", NULL),
		api_account(c, "manager.s01", "manager", "01", NULL),
	};
}

static void fill(struct ctx *c)
{
	const char *class = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");

	for (int i = 0; i < 5; i++)
		province_pupil(c, "19172401", class, arena_fmt(c->arena, "Lê Em %d", i), "2019-05-05", i < 2 ? "02" : "01", "01");
}

static struct api_reply compute(struct ctx *c, const struct api_session *who, const char *unit)
{
	return api_call(c, who, POST, API "/reports", arena_fmt(c->arena, "{\"form\":\"02-TH-DN\",\"unit\":\"%s\",\"period\":\"2025-start\"}", unit));
}

static struct api_reply step(struct ctx *c, const struct api_session *who, const char *at, const char *verb)
{
	const char *body = streq(verb, "return") ? "{\"note\":\"Thiếu lớp 1B\"}" : streq(verb, "reopen") ? "{\"reason\":\"Đếm thiếu\"}" : NULL;

	return api_call(c, who, POST, arena_fmt(c->arena, "%s/%s", at, verb), body);
}

TEST(api_takes_a_form_up_to_the_office_above)
{
	struct people p = people(c);

	fill(c);
	struct api_reply r = compute(c, &p.clerk, "19172401");
	EXPECT(r, 201);
	const char *at = r.location;
	assert_string_equal(at, arena_fmt(c->arena, API "/reports/%s", api_text(&r, "id")));
	assert_string_equal(api_text(&r, "state"), "draft");
	assert_non_null(r.etag);
	r = compute(c, &p.phong, "19172401");
	EXPECT(r, 403);
	r = step(c, &p.clerk, at, "submit");
	EXPECT(r, 403);
	r = step(c, &p.phong, at, "accept");
	EXPECT(r, 409);
	r = step(c, &p.head, at, "submit");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "state"), "submitted");
	r = step(c, &p.head, at, "submit");
	EXPECT(r, 409);
	r = compute(c, &p.head, "19172401");
	EXPECT(r, 409);
	assert_string_equal(r.key, "report.frozen");
	r = step(c, &p.head, at, "accept");
	EXPECT(r, 403);
	r = step(c, &p.other, at, "accept");
	EXPECT(r, 404);
	r = api_call(c, &p.phong, POST, arena_fmt(c->arena, "%s/return", at), "{}");
	EXPECT(r, 422);
	r = step(c, &p.phong, at, "return");
	EXPECT(r, 200);
	r = api_call(c, &p.head, GET, at, NULL);
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "state"), "returned");
	assert_string_equal(api_text(&r, "note"), "Thiếu lớp 1B");
	r = compute(c, &p.head, "19172401");
	EXPECT(r, 201);
	r = step(c, &p.head, at, "submit");
	EXPECT(r, 200);
	r = step(c, &p.so, at, "accept");
	EXPECT(r, 200);
	r = step(c, &p.so, at, "return");
	EXPECT(r, 409);
	r = api_call(c, &p.so, GET, API "/reports?form=02-TH-DN&period=2025-start", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &p.other, GET, API "/reports", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	r = api_call(c, &p.so, GET, API "/reports?unit=19172402", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
}

TEST(api_shows_what_stands_behind_a_form)
{
	struct view_watch *watch = api_watch(c);
	struct people p = people(c);
	char magic[4] = "";

	fill(c);
	struct api_reply r = compute(c, &p.head, "19172401");
	const char *at = r.location;
	r = step(c, &p.head, at, "submit");
	EXPECT(r, 200);
	assert_non_null(strstr(json_string_value(json_object_get(r.json, "receiver")), "Phòng"));
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s/cells/37/E/records?limit=2", at), NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	OK(view_flush(watch, c));
	assert_string_equal(province_text(c, "SELECT how FROM person_view"), "listed\nlisted\n"); /* whoever is told of was seen */
	assert_string_equal(json_string_value(json_object_get(r.json, "plural")), "enrolments");
	assert_string_equal(json_string_value(json_object_get(json_array_get(api_items(&r), 0), "unit_name")), "Trường Tiểu học Ba Hàng");
	assert_true(json_is_string(json_object_get(r.json, "cursor")));
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s/cells/37/F/records", at), NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2); /* girls */
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s/cells/999/E/records", at), NULL);
	EXPECT(r, 404);
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s/cells/37/ZZ/records", at), NULL);
	EXPECT(r, 404);
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s/seal", at), NULL);
	EXPECT(r, 200);
	assert_true(json_is_true(json_object_get(r.json, "intact")));
	assert_int_equal(strlen(api_text(&r, "hash")), 64);
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s.xlsx", at), NULL);
	EXPECT(r, 200);
	assert_true(r.file > 0);
	assert_string_equal(r.disposition, "attachment; filename=\"bieu-02-th-dn-dau-nam-hoc-19172401-2025-2026.xlsx\"");
	assert_int_equal(pread(r.file, magic, 4, 0), 4);
	assert_memory_equal(magic, "PK\3\4", 4);
	r = api_call(c, &p.phong, GET, API "/reports/preview?form=02-TH-DN&period=2025-start", NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "\"37\":[5,"));
	assert_true(json_is_integer(json_object_get(r.json, "left_out")));
	r = api_call(c, &p.phong, GET, API "/reports/preview?form=02-TH-DN&period=2025", NULL);
	EXPECT(r, 422);
	r = api_call(c, &p.phong, GET, API "/reports/preview?form=02-TH-DN&period=2025-start&tree=abc", NULL);
	assert_true(r.status == 422);
}

/* Whoever computes again is led to the report that is there. */
TEST(api_says_where_the_frozen_report_is_and_what_to_do)
{
	struct people p = people(c);

	fill(c);
	struct api_reply r = compute(c, &p.head, "19172401");
	const char *at = r.location, *code = api_text(&r, "id");
	r = step(c, &p.head, at, "submit");
	EXPECT(r, 200);
	r = compute(c, &p.head, "19172401");
	EXPECT(r, 409);
	assert_string_equal(r.key, "report.frozen");
	assert_string_equal(r.location, at);
	assert_non_null(strstr(r.body, arena_fmt(c->arena, "{\"field\":\"report\",\"severity\":\"error\",\"key\":\"report.frozen\",\"message\":\"%s\"}", code)));
	assert_non_null(strstr(api_text(&r, "detail"), code));
	assert_non_null(strstr(api_text(&r, "detail"), "trả lại"));
	r = step(c, &p.phong, at, "accept");
	EXPECT(r, 200);
	r = compute(c, &p.head, "19172401");
	EXPECT(r, 409);
	assert_string_equal(r.location, at);
	assert_non_null(strstr(api_text(&r, "detail"), "mở lại"));
}

TEST(api_reopens_an_accepted_form)
{
	struct people p = people(c);

	fill(c);
	struct api_reply r = compute(c, &p.head, "19172401");
	const char *at = r.location;
	r = step(c, &p.phong, at, "reopen");
	EXPECT(r, 409);
	r = step(c, &p.head, at, "submit");
	EXPECT(r, 200);
	r = step(c, &p.phong, at, "accept");
	EXPECT(r, 200);
	const char *hash = api_text(&r, "hash");
	r = compute(c, &p.so, "19");
	EXPECT(r, 201);
	const char *sum = r.location;
	assert_int_equal(json_array_size(json_object_get(r.json, "stale")), 0);
	r = step(c, &p.head, at, "reopen");
	EXPECT(r, 403);
	r = api_call(c, &p.so, GET, at, NULL);
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "decided_by"), province_unit(c, "P172").name);
	assert_true(json_is_false(json_object_get(r.json, "reopens")));
	r = step(c, &p.so, at, "reopen"); /* it was the Phòng that accepted */
	EXPECT(r, 403);
	assert_string_equal(r.key, "report.not_yours");
	r = step(c, &p.other, at, "reopen");
	EXPECT(r, 404);
	r = api_call(c, &p.phong, POST, arena_fmt(c->arena, "%s/reopen", at), "{}");
	EXPECT(r, 422);
	r = step(c, &p.phong, at, "reopen");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "state"), "returned");
	assert_string_equal(api_text(&r, "note"), "Đếm thiếu");
	assert_int_equal(json_integer_value(json_object_get(r.json, "edition")), 2);
	r = api_call(c, &p.so, GET, sum, NULL);
	EXPECT(r, 200);
	assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(r.json, "stale"), 0), "why")), "reopened");
	r = api_call(c, &p.so, GET, API "/reports", NULL);
	assert_true(json_is_true(json_object_get(json_array_get(api_items(&r), 0), "stale")));
	fill(c);
	r = compute(c, &p.head, "19172401");
	EXPECT(r, 201);
	const json_t *first = json_array_get(json_object_get(r.json, "difference"), 0);
	assert_true(json_is_integer(json_object_get(first, "before")) && json_is_integer(json_object_get(first, "now")));
	assert_non_null(strstr(r.body, "{\"row\":37,\"column\":\"E\",\"label\":"));
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s?edition=1", at), NULL);
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "hash"), hash);
	assert_string_equal(api_text(&r, "reason"), "Đếm thiếu");
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s/seal?edition=1", at), NULL);
	assert_true(json_is_true(json_object_get(r.json, "intact")));
	assert_string_equal(api_text(&r, "hash"), hash);
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s.xlsx?edition=1", at), NULL);
	EXPECT(r, 200);
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s/cells/37/E/records?edition=1", at), NULL);
	assert_int_equal(json_array_size(api_items(&r)), 5);
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s/cells/37/E/records", at), NULL);
	assert_int_equal(json_array_size(api_items(&r)), 10);
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s?edition=3", at), NULL);
	EXPECT(r, 404);
	assert_string_equal(r.key, "report.edition");
	r = api_call(c, &p.phong, GET, arena_fmt(c->arena, "%s?edition=x", at), NULL);
	EXPECT(r, 422);
}

TEST(api_computes_for_the_schools_below_and_adds_up)
{
	struct people p = people(c);
	struct api_session primary = api_account(c, "manager.cap3", "manager", "19", "03");

	fill(c);
	struct api_reply r = api_call(c, &primary, POST, API "/reports", "{\"form\":\"02-TH-DN\",\"period\":\"2025-start\",\"below\":true}");
	assert_true(r.status == 200 && json_integer_value(json_object_get(r.json, "computed")) == 0);
	r = api_call(c, &p.phong, POST, API "/reports", "{\"form\":\"02-TH-DN\",\"period\":\"2025-start\",\"below\":true}");
	EXPECT(r, 200);
	assert_int_equal(json_integer_value(json_object_get(r.json, "computed")), 2);
	r = api_call(c, &p.head, GET, API "/reports", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &p.head, POST, arena_fmt(c->arena, API "/reports/%s/submit",
	             json_string_value(json_object_get(json_array_get(api_items(&r), 0), "id"))), NULL);
	EXPECT(r, 200);
	r = step(c, &p.phong, arena_fmt(c->arena, API "/reports/%s", api_text(&r, "id")), "accept");
	EXPECT(r, 200);
	r = compute(c, &p.so, "19");
	EXPECT(r, 201);
	assert_non_null(strstr(r.body, "\"missing\":[\"19172402\"]"));
	const char *at = r.location;
	r = step(c, &p.so, at, "submit");
	EXPECT(r, 200);
	r = step(c, &p.so, at, "accept"); /* nobody decides on their own figures */
	EXPECT(r, 403);
	r = step(c, &p.so, at, "return");
	EXPECT(r, 403);
	r = compute(c, &p.so, "BGDDT");
	EXPECT(r, 404);
	r = api_call(c, &p.head, POST, API "/reports", "{\"form\":\"99\",\"period\":\"2025-start\"}");
	EXPECT(r, 422);
}

TEST(api_makes_and_moves_units_of_ones_own)
{
	struct people p = people(c);
	struct api_reply r = api_call(c, &p.so, POST, API "/units", "{\"code\":\"X001\",\"name\":\"UBND xã Một\",\"kind\":\"commune\"}");
	EXPECT(r, 201);
	r = api_call(c, &p.so, GET, API "/units/X001", NULL);
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "parent"), "19");
	assert_string_equal(api_text(&r, "province"), "19");
	r = api_call(c, &p.so, POST, API "/units", "{\"code\":\"X001\",\"name\":\"Lần hai\",\"kind\":\"commune\"}");
	EXPECT(r, 409);
	r = api_call(c, &p.so, POST, API "/units", "{\"code\":\"S99\",\"name\":\"Sở nữa\",\"kind\":\"so\"}");
	EXPECT(r, 422);
	r = api_call(c, &p.so, POST, API "/units", "{\"code\":\"T99\",\"name\":\"Trường\",\"kind\":\"school\"}");
	EXPECT(r, 422);
	r = api_call(c, &p.so, POST, API "/units/move", "{\"units\":[\"19172401\"],\"to\":\"X001\",\"from\":\"2025-07-01\"}");
	EXPECT(r, 200);
	r = api_call(c, &p.phong, GET, API "/units/19172401", NULL);
	EXPECT(r, 404);
	r = api_call(c, &p.so, GET, API "/units?parent=X001", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &p.so, POST, API "/schools", "{\"code\":\"19172499\",\"name\":\"TH Mới\",\"level_group\":\"06\",\"ownership\":\"01\",\"managed_by\":\"X001\"}");
	EXPECT(r, 201);
	assert_string_equal(r.location, API "/schools/19172499");
	r = api_call(c, &p.so, PATCH, API "/schools/19172499", "{\"name\":\"TH Rất Mới\"}", .if_match = "\"1\"");
	EXPECT(r, 200);
	r = api_call(c, &p.so, GET, API "/units/19172499", NULL);
	assert_string_equal(api_text(&r, "name"), "TH Rất Mới");
	r = api_call(c, &p.so, POST, API "/units", "{\"code\":\"X 1\\n<b>\",\"name\":\"x\",\"kind\":\"commune\"}");
	assert_true(r.status == 422);
	r = api_call(c, &p.so, POST, API "/units", "{\"code\":\"X777\",\"name\":\"x\",\"kind\":\"commune\",\"province\":\"01\"}");
	assert_true(r.status == 422);
}

static bool has_parameter(const json_t *operation, const char *name)
{
	size_t i;
	json_t *p;

	json_array_foreach(json_object_get(operation, "parameters"), i, p)
		if (streq(json_string_value(json_object_get(p, "name")), name))
			return true;
	return false;
}

static const char *dumped(struct ctx *c, const json_t *o)
{
	char *text = json_dumps(o, JSON_COMPACT);

	arena_defer(c->arena, free, text);
	return text;
}

TEST(api_description_has_every_route)
{
	static const char *const methods[] = { "get", "post", "put", "patch", "delete" };
	struct api_reply r = api_call(c, &api_nobody, GET, API "/openapi.json", NULL);
	struct api_reply docs = api_call(c, &api_nobody, GET, "/docs", NULL);

	EXPECT(r, 200);
	EXPECT(docs, 200);
	assert_string_equal(api_text(&r, "openapi"), "3.1.0");
	for (size_t i = 0; i < api_app.n_routes; i++) {
		const struct route *t = &api_app.routes[i];
		if (strstr(docs.body, arena_fmt(c->arena, "<code>%s</code>", t->path)) == NULL)
			fail_msg("%s is not in /docs", t->path);
		if (strncmp(t->path, API, strlen(API)) != 0)
			continue;
		const json_t *o = json_object_get(json_object_get(json_object_get(r.json, "paths"), t->path), methods[t->method]);
		if (o == NULL)
			fail_msg("%s %s is not in openapi.json", methods[t->method], t->path);
		if ((t->body != BODY_NONE) != (json_object_get(o, "requestBody") != NULL))
			fail_msg("%s %s: requestBody", methods[t->method], t->path);
		char *names = arena_strdup(c->arena, t->query == NULL || streq(t->query, "*") ? "" : t->query);
		for (char *save = NULL, *name = strtok_r(names, " ", &save); name != NULL; name = strtok_r(NULL, " ", &save))
			if (!has_parameter(o, name))
				fail_msg("%s %s: no parameter %s", methods[t->method], t->path, name);
		for (const struct in_field *f = t->in; f != NULL && f->name != NULL; f++)
			if (strstr(dumped(c, o), arena_fmt(c->arena, "\"%s\"", f->name)) == NULL)
				fail_msg("%s %s: no member %s", methods[t->method], t->path, f->name);
	}
	for (size_t i = 0; i < c->catalog->n_types; i++)
		assert_non_null(json_object_get(json_object_get(json_object_get(r.json, "components"), "schemas"), c->catalog->type[i].name));
}

TEST(api_answers_what_needs_no_session)
{
	static const char *const open[] = { "/dang-nhap", "/docs", "/style.css", "/healthz", "/readyz", API "/openapi.json" };

	province_make(c);
	for (size_t i = 0; i < COUNT(open); i++) {
		struct api_reply r = api_call(c, &api_nobody, GET, open[i], NULL);
		EXPECT(r, 200);
	}
	struct api_reply r = api_call(c, &api_nobody, GET, API "/learners", NULL);
	EXPECT(r, 401);
	r = api_call(c, &api_nobody, GET, "/nirgends", NULL);
	EXPECT(r, 404);
	assert_string_equal(r.key, "route.unknown");
}

TEST(api_catalogue_says_what_the_caller_may)
{
	struct people p = people(c);
	struct api_reply r = api_call(c, &p.phong, GET, API "/catalog/learner", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(json_object_get(r.json, "rights")), 1);
	assert_non_null(strstr(r.body, "\"name\":\"full_name\""));
	r = api_call(c, &p.head, GET, API "/catalog/learner", NULL);
	assert_int_equal(json_array_size(json_object_get(r.json, "rights")), 2);
	r = api_call(c, &p.head, GET, API "/catalog/dragon", NULL);
	EXPECT(r, 404);
	r = api_call(c, &p.head, GET, API "/lists/sex", NULL);
	EXPECT(r, 200);
	assert_true(json_array_size(api_items(&r)) >= 2);
	r = api_call(c, &p.head, GET, API "/lists/sex?code=01", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &p.head, GET, API "/lists/sex?date=2025-02-30", NULL);
	EXPECT(r, 422);
	r = api_call(c, &p.head, GET, API "/forms", NULL);
	assert_int_equal(json_array_size(api_items(&r)), c->catalog->n_forms);
	r = api_call(c, &p.head, GET, API "/sheets", NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "\"asks\":[{\"name\":\"period\""));
	assert_non_null(strstr(r.body, "\"FileMau-KQHT-C1\""));
}
