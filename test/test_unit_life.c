/* test_unit_life.c - schools renamed, suspended, closed: codes and past stay, the lineage tells. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/report/report.h"
#include "domain/unit/unit_admin.h"
#include "domain/reorganize/reorganize.h"
#include "domain/unit/unit_life.h"
#include "domain/unit/unit_tree.h"
#include "province.h"
#include "scope_world.h"
#include "store/change.h"
#include "store/status.h"

#define SCHOOL "19172401"
#define TODAY  "2025-11-21"

static struct record school(struct ctx *c, const char *code)
{
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, "school"), actor_scope(c), code, &rec));
	return rec;
}

/* An array of the lineage: "before" or "after". */
static json_t *lineage(struct ctx *c, const char *code, const char *side)
{
	const struct unit u = province_unit(c, code);
	struct buf b = buf_in(c->arena);

	buf_char(&b, '{');
	OK(unit_put_lineage(c, &u, &b));
	buf_char(&b, '}');
	json_t *o = json_loads(b.data, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(o);
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	return json_object_get(o, side);
}

static const char *entry(const json_t *list, size_t i, const char *member)
{
	const char *s = json_string_value(json_object_get(json_array_get(list, i), member));

	return s == NULL ? "" : s;
}

static bool close_it(struct ctx *c, const char *code, const char *date, bool dissolve)
{
	const struct unit u = province_unit(c, code);

	return unit_close(c, &u, &(struct unit_closing){ date, "12/QĐ-UBND", dissolve });
}

static size_t children(struct ctx *c, const char *code)
{
	const struct unit u = province_unit(c, code);
	struct unit *all;
	size_t n;

	OK(unit_children(c, actor_scope(c), &u, NULL, &all, &n));
	return n;
}

TEST(a_new_name_leaves_the_old_one_in_the_lineage)
{
	struct record rec, now;
	struct draft d;

	province_make(c);
	rec = school(c, SCHOOL);
	d = province_draft(c, "school", "{\"phone\":\"0208 3855 123\"}");
	OK(unit_change(c, &rec, rec.version, &d, &now));
	assert_int_equal(json_array_size(lineage(c, SCHOOL, "before")), 0);
	d = province_draft(c, "school", "{\"name\":\"Trường Tiểu học Ba Hàng 1\"}");
	FAILS(unit_change(c, &rec, rec.version, &d, &now), "record.stale");
	OK(unit_change(c, &rec, 0, &d, &now));
	assert_string_equal(province_unit(c, SCHOOL).name, "Trường Tiểu học Ba Hàng 1");
	json_t *before = lineage(c, SCHOOL, "before");
	assert_int_equal(json_array_size(before), 1);
	assert_string_equal(entry(before, 0, "kind"), "renamed");
	assert_string_equal(entry(before, 0, "name"), "Trường Tiểu học Ba Hàng");
	assert_string_equal(entry(before, 0, "unit"), SCHOOL);
	assert_string_equal(entry(before, 0, "date"), TODAY);
	const uint64_t digest = world_digest(c);
	OK(unit_change(c, &rec, 0, &d, &now)); /* the same again is no change */
	assert_true(world_digest(c) == digest);
}

TEST(below_whom_a_school_stood_stays_in_its_lineage_and_its_log)
{
	province_make(c);
	OK(unit_move(c, (const char *[]){ SCHOOL }, 1, "19", "2025-11-01"));
	json_t *before = lineage(c, SCHOOL, "before");
	assert_int_equal(json_array_size(before), 1);
	assert_string_equal(entry(before, 0, "kind"), "moved");
	assert_string_equal(entry(before, 0, "date"), "2025-11-01");
	assert_string_equal(entry(before, 0, "unit"), "P172");
	assert_string_equal(entry(before, 0, "name"), province_unit(c, "P172").name);
	assert_string_equal(entry(before, 0, "to"), "19");
	assert_string_equal(entry(before, 0, "to_name"), province_unit(c, "19").name);
	assert_int_equal(json_array_size(lineage(c, "P172", "after")), 0);
	const struct unit u = province_unit(c, SCHOOL);
	struct buf b = buf_in(c->arena);
	OK(change_log_read(c, &u, &(struct change_query){ .type = "unit", .until_ms = INT64_MAX, .limit = 1 }, &b));
	assert_non_null(strstr(b.data, arena_fmt(c->arena, "\"parent_name\":\"%s\"", province_unit(c, "P172").name)));
	assert_non_null(strstr(b.data, arena_fmt(c->arena, "\"parent_name\":\"%s\"", province_unit(c, "19").name)));
	OK(unit_move(c, (const char *[]){ SCHOOL }, 1, "P172", "2025-11-01")); /* as though it had never been moved */
	assert_int_equal(json_array_size(lineage(c, SCHOOL, "before")), 0);
}

TEST(a_school_closes_only_when_nobody_is_left)
{
	province_make(c);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *teacher = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	const char *pupil = province_pupil(c, SCHOOL, class, "Lê An", "2018-03-09", "01", "01");
	struct record rec;

	const uint64_t before = world_digest(c);
	bool ok = close_it(c, SCHOOL, TODAY, false);
	assert_false(ok);
	assert_string_equal(c->key, "unit.not_empty");
	assert_string_equal(c->detail, "Trường Tiểu học Ba Hàng còn 1 người học ghi danh từ năm học 2025–2026, 1 cán bộ đang làm việc. Hãy chuyển họ đi và quyết "
	                               "định trước, hoặc dùng sáp nhập hay chia tách.");
	ctx_clear(c);
	assert_true(world_digest(c) == before);
	OK(record_find(c, catalog_type(c->catalog, "enrolment"), actor_scope(c), pupil, &rec));
	OK(db_begin(c) && db_end(c, record_set_status_all(c, rec.type, &rec.unit, &(struct status_of){ rec.id, 1, pupil, "01" }, 1, "04", NULL)));
	FAILS(close_it(c, SCHOOL, TODAY, false), "unit.not_empty");
	OK(record_find(c, catalog_type(c->catalog, "staff"), actor_scope(c), teacher, &rec));
	OK(db_begin(c) && db_end(c, record_set_status_all(c, rec.type, &rec.unit, &(struct status_of){ rec.id, 1, teacher, "01" }, 1, "02", NULL)));

	FAILS(close_it(c, SCHOOL, "2025-11-22", false), "unit.date");
	FAILS(close_it(c, SCHOOL, "2025-02-30", false), "unit.date");
	FAILS(close_it(c, SCHOOL, UNIT_SINCE, false), "unit.date");
	OK(close_it(c, SCHOOL, "2025-11-01", false));
	assert_string_equal(province_unit(c, SCHOOL).status, "06");
	assert_string_equal(school(c, SCHOOL).status, "06");
	assert_int_equal(children(c, "P172"), 1);
	json_t *after = lineage(c, SCHOOL, "after");
	assert_string_equal(entry(after, 0, "kind"), "closed");
	assert_string_equal(entry(after, 0, "date"), "2025-11-01");
	assert_string_equal(entry(after, 0, "decision"), "12/QĐ-UBND");
	FAILS(close_it(c, SCHOOL, TODAY, false), "unit.closed");
	FAILS(unit_move(c, (const char *[]){ SCHOOL }, 1, "19", TODAY), "unit.closed");

	/* The code is taken for good, and those who managed it find its people. */
	struct draft d = province_draft(c, "school", "{\"code\":\"19172401\",\"name\":\"Trường Khác\",\"level_group\":\"06\",\"ownership\":\"01\"}");
	struct unit made;
	FAILS(unit_make_school(c, &d, "P172", &made), "unit.code_taken");
	province_act_as(c, "manager", "P172");
	OK(record_find(c, catalog_type(c->catalog, "enrolment"), actor_scope(c), pupil, &rec));
}

TEST(an_office_closes_when_it_manages_nobody)
{
	size_t n;

	province_make(c);
	FAILS(close_it(c, "P172", "2025-07-01", true), "unit.not_empty");
	OK(unit_move_schools(c, "P172", "19", "2025-07-01", &n));
	OK(close_it(c, "P172", "2025-07-02", true));
	assert_string_equal(province_unit(c, "P172").status, "05");
	assert_string_equal(entry(lineage(c, "P172", "after"), 0, "kind"), "dissolved");
	FAILS(unit_move(c, (const char *[]){ "19000501" }, 1, "P172", TODAY), "unit.closed");
	province_act_as(c, "manager", "19");
	FAILS(close_it(c, "19", TODAY, false), "unit.own");
}

TEST(statuses_that_end_a_school_are_operations_of_their_own)
{
	struct record rec, now;

	province_make(c);
	rec = school(c, SCHOOL);
	FAILS(unit_set_status(c, &rec, 0, "06", NULL, NULL, &now), "unit.status");
	FAILS(unit_set_status(c, &rec, 0, "03", NULL, NULL, &now), "unit.status");
	OK(unit_set_status(c, &rec, 0, "02", "sửa chữa", NULL, &now));
	assert_string_equal(province_unit(c, SCHOOL).status, "02");
	OK(unit_set_status(c, &now, 0, "01", NULL, NULL, &now));
	OK(close_it(c, SCHOOL, TODAY, false));
	rec = school(c, SCHOOL);
	FAILS(unit_set_status(c, &rec, 0, "01", NULL, NULL, &now), "unit.closed");
}

/* Row 37 of the form counts all pupils. */
static bool counts(struct ctx *c, const char *unit_code, const char *tree, const char *row)
{
	const struct unit u = province_unit(c, unit_code);
	const char *cells;

	OK(report_preview(c, catalog_form(c->catalog, "02-TH-DN"), &u, "2024-start", tree, &cells));
	return strstr(cells, row) != NULL;
}

/* Who was there last year, and has not come this year. */
static void is_done(struct ctx *c, const char *learner)
{
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), learner, &rec) &&
	   record_set_status_since(c, &rec, 0, "02", NULL, "2025-06-30", &rec));
}

TEST(figures_of_a_past_year_still_come_from_the_old_tree)
{
	province_make(c);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2024}");
	const char *learner = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"01\"}");

	province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2024}", learner, class));
	assert_true(counts(c, "P172", "2024-09-30", "\"37\":[1,"));
	is_done(c, learner);
	OK(close_it(c, SCHOOL, "2025-11-01", false));
	assert_true(counts(c, "P172", "2024-09-30", "\"37\":[1,"));
	assert_true(counts(c, "P172", "2025-10-31", "\"37\":[1,"));
	assert_true(counts(c, "P172", "2025-11-01", "\"37\":[0,"));
}

static bool reopen(struct ctx *c, const char *code)
{
	const struct unit u = province_unit(c, code);

	return unit_reopen(c, &u, "Đóng nhầm");
}

static void tree_is_sound(struct ctx *c)
{
	struct problems p = { 0 };

	OK(unit_tree_check(c, &p));
	assert_int_equal(p.errors, 0);
}

TEST(a_school_closed_by_mistake_was_never_closed)
{
	struct record rec, now;

	province_make(c);
	FAILS(reopen(c, SCHOOL), "unit.open");
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2024}");
	const char *learner = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"01\"}");
	province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2024}", learner, class));
	is_done(c, learner);
	OK(close_it(c, SCHOOL, "2025-11-01", false));
	assert_true(counts(c, "P172", "2025-11-01", "\"37\":[0,"));
	OK(reopen(c, SCHOOL));
	assert_string_equal(province_unit(c, SCHOOL).status, "01");
	assert_int_equal(children(c, "P172"), 2);
	assert_true(counts(c, "P172", "2025-10-31", "\"37\":[1,") && counts(c, "P172", "2025-11-01", "\"37\":[1,") && counts(c, "P172", TODAY, "\"37\":[1,"));
	assert_string_equal(entry(lineage(c, SCHOOL, "after"), 1, "kind"), "reopened");
	tree_is_sound(c);
	province_record(c, SCHOOL, "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	rec = school(c, SCHOOL);
	OK(unit_set_status(c, &rec, 0, "02", "sửa chữa", NULL, &now));
	OK(close_it(c, SCHOOL, TODAY, true));
	OK(reopen(c, SCHOOL));
	assert_string_equal(school(c, SCHOOL).status, "02"); /* as it was */
}

TEST(an_office_is_reopened_before_what_it_managed)
{
	const struct unit a = (province_make(c), province_unit(c, SCHOOL)), b = province_unit(c, "19172402");

	OK(reorganize_merge(c, &a, &b, &(struct reorganize_decision){ .date = "2025-11-01" }));
	FAILS(reopen(c, SCHOOL), "unit.reorganized");
	OK(close_it(c, "19172402", "2025-11-10", false));
	OK(close_it(c, "P172", "2025-11-11", false));
	FAILS(reopen(c, "19172402"), "unit.closed");
	OK(reopen(c, "P172"));
	OK(reopen(c, "19172402"));
	tree_is_sound(c);
	province_act_as(c, "manager", "P172");
	FAILS(reopen(c, "P172"), "unit.own");
}

TEST(the_api_closes_a_school_and_tells_its_lineage)
{
	province_make(c);
	const struct api_session manager = api_account(c, "manager", "manager", "P172", NULL), head = api_account(c, "head", "head", SCHOOL, NULL);

	struct api_reply a = api_call(c, &manager, PATCH, "/api/v1/schools/19172401", "{\"name\":\"Trường Tiểu học Mới\"}", .if_match = "\"1\"");
	EXPECT(a, 200);
	a = api_call(c, &head, GET, "/api/v1/units/19172401/lineage", NULL);
	EXPECT(a, 200);
	assert_string_equal(entry(json_object_get(a.json, "before"), 0, "name"), "Trường Tiểu học Ba Hàng");
	a = api_call(c, &head, POST, "/api/v1/units/19172401/close", "{\"date\":\"2025-11-01\"}");
	EXPECT(a, 403);
	a = api_call(c, &manager, POST, "/api/v1/schools/19172401/status", "{\"status\":\"05\"}");
	EXPECT(a, 422);
	assert_string_equal(a.key, "unit.status");
	a = api_call(c, &manager, POST, "/api/v1/schools/19172401/status", "{\"status\":\"02\"}");
	EXPECT(a, 200);
	a = api_call(c, &manager, POST, "/api/v1/units/19172401/close", "{\"date\":\"2025-11-01\",\"dissolve\":true,\"decision\":\"5/QĐ\"}");
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "status"), "05");
	a = api_call(c, &manager, POST, "/api/v1/units/19172401/close", "{\"date\":\"2025-11-01\"}");
	EXPECT(a, 409);
	a = api_call(c, &manager, GET, "/api/v1/units/19172401", NULL);
	EXPECT(a, 200);
	a = api_call(c, &head, POST, "/api/v1/units/19172401/reopen", "{\"reason\":\"nhầm\"}");
	EXPECT(a, 403);
	a = api_call(c, &manager, POST, "/api/v1/units/19172401/reopen", "{\"reason\":\"nhầm\"}");
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "status"), "02");
	a = api_call(c, &manager, POST, "/api/v1/units/19172401/reopen", "{\"reason\":\"nhầm\"}");
	EXPECT(a, 409);
}

static void is_on(struct ctx *c, const struct api_session *who, const char *query, const char *name, const char *status, const char *parent)
{
	struct api_reply a = api_call(c, who, GET, arena_fmt(c->arena, API "/units/" SCHOOL "%s", query), NULL);

	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "name"), name);
	assert_string_equal(api_text(&a, "status"), status);
	const char *got = json_string_value(json_object_get(a.json, "parent"));
	assert_string_equal(got == NULL ? "" : got, parent);
	assert_int_equal(json_is_true(json_object_get(a.json, "placed")), *parent != '\0');
	assert_int_equal(json_is_string(json_object_get(a.json, "parent_name")), *parent != '\0');
}

TEST(a_unit_of_a_past_day_is_called_stands_and_is_managed_as_it_was)
{
	province_make(c);
	const struct api_session so = api_account(c, "so19", "manager", "19", NULL);

	OK(unit_move(c, (const char *[]){ SCHOOL }, 1, "19", "2025-07-01"));
	struct api_reply a = api_call(c, &so, POST, API "/schools/" SCHOOL "/status", "{\"status\":\"02\",\"date\":\"2025-09-01\"}");
	EXPECT(a, 200);
	a = api_call(c, &so, PATCH, API "/schools/" SCHOOL, "{\"name\":\"Trường Tiểu học Mới\"}", .if_match = "*");
	EXPECT(a, 200);
	OK(close_it(c, SCHOOL, "2025-11-01", false));
	is_on(c, &so, "?on=2025-06-30", "Trường Tiểu học Ba Hàng", "01", "P172");
	is_on(c, &so, "?on=2025-08-31", "Trường Tiểu học Ba Hàng", "01", "19");
	is_on(c, &so, "?on=2025-10-31", "Trường Tiểu học Ba Hàng", "02", "19");
	is_on(c, &so, "?on=2025-11-01", "Trường Tiểu học Ba Hàng", "06", "");
	is_on(c, &so, "?on=" TODAY, "Trường Tiểu học Mới", "06", "");
	is_on(c, &so, "", "Trường Tiểu học Mới", "06", "");
	a = api_call(c, &so, GET, API "/units?parent=P172&on=2025-06-30", NULL);
	EXPECT(a, 200);
	assert_string_equal(entry(api_items(&a), 0, "name"), "Trường Tiểu học Ba Hàng");
	assert_string_equal(entry(api_items(&a), 0, "status"), "01");
	const struct api_session head = api_account(c, "p172", "manager", "P172", NULL);
	a = api_call(c, &head, GET, API "/units/P172?on=2025-06-30", NULL); /* whose name is not for whoever is below */
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "parent"), "19");
	assert_false(json_is_string(json_object_get(a.json, "parent_name")));
	a = api_call(c, &so, GET, API "/units/" SCHOOL "?on=2025-02-30", NULL);
	assert_string_equal(a.key, "query.date");
	a = api_call(c, &so, GET, API "/units/01001401?on=2025-06-30", NULL);
	EXPECT(a, 404);
}

TEST(an_office_that_has_gone_was_at_work_on_a_day_before)
{
	province_make(c);
	const struct api_session so = api_account(c, "so19", "manager", "19", NULL);

	OK(unit_move(c, (const char *[]){ SCHOOL, "19172402" }, 2, "19", "2025-07-01"));
	OK(close_it(c, "P172", "2025-07-01", true));
	struct api_reply a = api_call(c, &so, GET, API "/units/P172?on=2025-06-30", NULL);
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "status"), "01");
	assert_string_equal(api_text(&a, "parent"), "19");
	a = api_call(c, &so, GET, API "/units?parent=19&on=2025-06-30", NULL);
	assert_string_equal(entry(api_items(&a), 1, "code"), "P172");
	assert_string_equal(entry(api_items(&a), 1, "status"), "01");
	a = api_call(c, &so, GET, API "/units/P172?on=2025-07-01", NULL);
	assert_string_equal(api_text(&a, "status"), "05");
}

TEST(nothing_more_is_written_into_a_closed_school)
{
	static const char room[] = "{\"name\":\"P1\",\"kind\":\"01\",\"school_year\":2025,\"unit\":\"" SCHOOL "\"}";
	struct api_reply r;

	province_make(c);
	struct api_session me = api_account(c, "head.bahang", "head", SCHOOL, NULL);
	r = api_call(c, &me, POST, API "/classes", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	EXPECT(r, 201);
	const char *class_code = api_text(&r, "code");
	OK(close_it(c, SCHOOL, TODAY, false));
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/classes/%s", class_code), NULL);
	EXPECT(r, 200);
	r = api_call(c, &me, PATCH, arena_fmt(c->arena, API "/classes/%s", class_code), "{\"name\":\"1B\"}", .if_match = "*");
	assert_string_equal(r.key, "unit.closed");
	r = api_call(c, &me, POST, arena_fmt(c->arena, API "/classes/%s/status", class_code), "{\"status\":\"02\"}");
	assert_string_equal(r.key, "unit.closed");
	r = api_call(c, &me, POST, API "/rooms", room);
	assert_string_equal(r.key, "unit.closed");
	r = api_call(c, &me, POST, API "/rooms/batch", room, .type = "application/x-ndjson");
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "unit.closed"));
}

static const char *wrong_with(struct ctx *c, const char *sql)
{
	struct problems p = { 0 };

	OK(db_begin(c) && db_run(c, sql, NULL, 0));
	OK(unit_tree_check(c, &p)); /* inside: it is undone again */
	const bool kept = fail(c, ERR_CONFLICT, "undo", "undo");
	assert_false(db_end(c, kept));
	ctx_clear(c);
	return p.first == NULL ? "" : arena_fmt(c->arena, "%s %s", p.first->field, p.first->key);
}

TEST(a_tree_that_is_not_true_is_told)
{
	province_make(c);
	assert_string_equal(wrong_with(c, "UPDATE unit SET name = name"), "");
	assert_string_equal(wrong_with(c, "UPDATE unit SET path = '/1/999/' WHERE code = '" SCHOOL "'"), SCHOOL " tree.path");
	assert_string_equal(wrong_with(c, "UPDATE unit_edge SET parent_id = (SELECT id FROM unit WHERE code = '01') WHERE unit_id = "
	                                  "(SELECT id FROM unit WHERE code = 'P172')"), "P172 tree.path");
	assert_string_equal(wrong_with(c, "UPDATE unit_edge SET valid_to = '2025-01-01' WHERE unit_id = (SELECT id FROM unit WHERE code = '" SCHOOL "')"),
	                    SCHOOL " tree.left");
	assert_string_equal(wrong_with(c, "UPDATE unit_edge SET valid_to = '1900-01-01' WHERE unit_id = (SELECT id FROM unit WHERE code = '" SCHOOL "')"),
	                    SCHOOL " tree.edge");
	assert_string_equal(wrong_with(c, "DELETE FROM unit_edge WHERE unit_id = (SELECT id FROM unit WHERE code = '" SCHOOL "')"), SCHOOL " tree.edge");
	assert_string_equal(wrong_with(c, "INSERT INTO unit_edge (unit_id, parent_id, valid_from) SELECT unit_id, parent_id, '2025-01-01' FROM unit_edge WHERE "
	                                  "unit_id = (SELECT id FROM unit WHERE code = '" SCHOOL "')"), SCHOOL " tree.edge");
	assert_string_equal(wrong_with(c, "UPDATE unit SET status = '06' WHERE code = 'P172'"), "19172401 tree.closed");
}

TEST(a_move_is_noted_when_it_has_happened)
{
	static const char *const school[] = { SCHOOL };

	province_make(c);
	FAILS(unit_move(c, school, 1, "19", "2025-11-22"), "unit.date");
	OK(unit_move(c, school, 1, "19", TODAY));
}

/* ---- levels ---- */

static struct api_reply regroup(struct ctx *c, const struct api_session *who, const char *group)
{
	return api_call(c, who, PATCH, API "/schools/" SCHOOL, arena_fmt(c->arena, "{\"level_group\":\"%s\"}", group), .if_match = "*");
}

TEST(a_school_does_not_cease_to_teach_what_it_has_classes_and_rooms_of)
{
	province_make(c);
	const struct api_session office = api_account(c, "phong", "manager", "P172", NULL), me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *room = province_record(c, SCHOOL, "room", "{\"name\":\"P.1\",\"kind\":\"01\",\"solidity\":\"01\",\"level\":\"02\",\"school_year\":2026}");

	province_record(c, SCHOOL, "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2024}");
	struct api_reply r = regroup(c, &office, "07");
	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "level_group"), "school.level_in_use");
	assert_non_null(strstr(r.body, "1 lớp và 1 phòng"));
	r = regroup(c, &office, "09"); /* one more */
	EXPECT(r, 200);
	assert_null(json_object_get(r.json, "warnings"));
	r = api_call(c, &me, POST, arena_fmt(c->arena, API "/classes/%s/status", class), "{\"status\":\"02\"}");
	EXPECT(r, 200);
	r = api_call(c, &me, POST, arena_fmt(c->arena, API "/rooms/%s/status", room), "{\"status\":\"02\"}");
	EXPECT(r, 200);
	r = regroup(c, &office, "07");
	EXPECT(r, 200);
	assert_string_equal(province_unit(c, SCHOOL).levels, "03");
}
