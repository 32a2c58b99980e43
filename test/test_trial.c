/* test_trial.c - what is only tried goes all the way and leaves nothing behind. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "province.h"
#include "scope_world.h"
#include "store/trial.h"

static const char an[] = "{\"full_name\":\"Nguyễn Văn An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";

static const json_t *problem(const struct api_reply *r, const char *key)
{
	size_t i;
	json_t *p;

	json_array_foreach(json_object_get(r->json, "problems"), i, p)
		if (streq(json_string_value(json_object_get(p, "key")), key))
			return p;
	return NULL;
}

static bool is_warning(const json_t *p)
{
	return streq(json_string_value(json_object_get(p, "severity")), "warning");
}

/* Not a row, not a number, not a key. */
static void check_untouched(struct ctx *c, uint64_t before)
{
	assert_true(world_digest(c) == before);
}

TEST(a_record_that_is_tried_is_not_made)
{
	province_make(c);
	struct api_session me = api_account(c, "vt.bahang", "clerk", "19172401", NULL);
	const uint64_t before = world_digest(c);
	struct api_reply r = api_call(c, &me, POST, API "/learners?dry_run=1", an, .key = "k1");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "outcome"), "created");
	check_untouched(c, before);
	r = api_call(c, &me, POST, API "/learners?dry_run=1", "{\"full_name\":\"lê bình\",\"birth_date\":\"2030-03-09\",\"sex\":\"9\"}");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "outcome"), "refused");
	assert_string_equal(api_problem(&r, "ethnic_group"), "field.required");
	assert_string_equal(api_problem(&r, "sex"), "field.code");
	check_untouched(c, before);
	/* The real one takes the number that the trial did not use, and its key is free. */
	r = api_call(c, &me, POST, API "/learners", an, .key = "k1");
	EXPECT(r, 201);
	assert_string_equal(api_text(&r, "code"), "1900000001");
	r = api_call(c, &me, POST, API "/learners?dry_run=1", an);
	assert_true(is_warning(problem(&r, "person.namesake")));
	r = api_call(c, &me, POST, API "/learners?dry_run=2", an);
	assert_string_equal(r.key, "query.flag");
	r = api_call(c, &me, POST, API "/staff?dry_run=1", an);
	EXPECT(r, 403);
}

/* What a form wants to know beforehand: rules of entry, and those of quality, which do not keep anything out. */
TEST(a_change_that_is_tried_is_told_by_the_rules_of_quality)
{
	province_make(c);
	const char *class = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, "19172401", class, "Lê An", "2019-01-02", "01", "01");
	struct api_session me = api_account(c, "vt.bahang", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &me, GET, API "/learners", NULL);
	const char *code = json_string_value(json_object_get(json_array_get(api_items(&r), 0), "code"));
	const char *target = arena_fmt(c->arena, API "/learners/%s?dry_run=1&year=2025", code);
	const uint64_t before = world_digest(c);

	r = api_call(c, &me, PATCH, target, "{\"full_name\":\"lê an\"}", .if_match = "\"1\"");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "outcome"), "changed");
	assert_true(is_warning(problem(&r, "rule.name_letters")));
	r = api_call(c, &me, PATCH, target, "{\"full_name\":\"Lê Ân\"}", .if_match = "\"1\"");
	assert_null(problem(&r, "rule.name_letters"));
	r = api_call(c, &me, PATCH, target, "{\"full_name\":\"Lê An\"}", .if_match = "*");
	assert_string_equal(api_text(&r, "outcome"), "unchanged");
	r = api_call(c, &me, PATCH, target, "{\"birth_date\":\"2090-01-01\"}", .if_match = "*");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "outcome"), "refused");
	r = api_call(c, &me, PATCH, target, "{}", .if_match = "\"7\"");
	EXPECT(r, 412);
	r = api_call(c, &me, PATCH, target, "{}");
	EXPECT(r, 428);
	r = api_call(c, &me, PATCH, API "/learners/1999999999?dry_run=1", "{}", .if_match = "*");
	EXPECT(r, 404);
	check_untouched(c, before);
}

TEST(statuses_events_and_batches_are_tried_too)
{
	province_make(c);
	const char *class = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *enrolment = province_pupil(c, "19172401", class, "Lê An", "2019-01-02", "01", "01");
	struct api_session me = api_account(c, "vt.bahang", "clerk", "19172401", NULL);
	const uint64_t before = world_digest(c);

	struct api_reply r = api_call(c, &me, POST, arena_fmt(c->arena, API "/enrolments/%s/events?dry_run=1", enrolment),
	                              "{\"event\":\"drop\",\"event_date\":\"2025-10-01\",\"reason\":\"01\"}");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "outcome"), "changed");
	r = api_call(c, &me, POST, arena_fmt(c->arena, API "/enrolments/%s/events?dry_run=1", enrolment), "{\"event\":\"nope\",\"event_date\":\"2025-10-01\"}");
	assert_string_equal(api_text(&r, "outcome"), "refused");
	r = api_call(c, &me, POST, arena_fmt(c->arena, API "/classes/%s/status?dry_run=1", class), "{\"status\":\"zz\"}");
	assert_non_null(problem(&r, "status.unknown"));
	r = api_call(c, &me, POST, API "/learners/batch?dry_run=1", arena_fmt(c->arena, "%s\n{\"full_name\":\"x\"}\n", an), .type = "application/x-ndjson", .key = "b");
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "\"outcome\":\"created\""));
	assert_non_null(strstr(r.body, "\"outcome\":\"refused\""));
	assert_null(strstr(r.body, "\"code\":"));
	check_untouched(c, before);
}

/* Each call of the database fails in its turn: nothing stays, and the next request works. */
TEST(a_trial_that_fails_leaves_nothing_behind)
{
	bool done = false;
	int n = 0;

	province_make(c);
	struct api_session me = api_account(c, "vt.bahang", "clerk", "19172401", NULL);
	const uint64_t before = world_digest(c);
	while (!done && n < 400) {
		db_inject_fault(c->db, ++n);
		struct api_reply r = api_call(c, &me, POST, API "/learners?dry_run=1", an);
		db_inject_fault(c->db, 0);
		assert_true(r.status == 200 || r.status == 503);
		done = r.status == 200;
		check_untouched(c, before);
	}
	assert_true(done && n > 15);
	struct api_reply r = api_call(c, &me, POST, API "/learners", an);
	EXPECT(r, 201);
}

/* ---- parts ---- */

static int64_t classes(struct ctx *c)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT count(*) FROM r_class", NULL, 0));
	return rows_int(&r, 0, 0);
}

static bool make_class(struct ctx *c, const char *name, bool keep)
{
	const struct unit u = province_unit(c, "19172401");
	struct draft d = province_draft(c, "class", arena_fmt(c->arena, "{\"name\":\"%s\",\"grade\":\"01\",\"school_year\":2025}", name));
	struct outcome out;

	return db_begin(c) && db_end(c, record_write_batch_in(c, d.type, &u, &d, 1, &out) && (keep || fail(c, ERR_CONFLICT, "test.part", "x")));
}

/* One part stays, the next fails alone, the last goes on from the first. */
static bool in_parts(struct ctx *c, void *arg)
{
	(void)arg;
	OK(make_class(c, "1A", true));
	FAILS(make_class(c, "1B", false), "test.part");
	assert_int_equal(classes(c), 1);
	OK(make_class(c, "1C", true));
	assert_int_equal(classes(c), 2);
	return true;
}

TEST(a_part_of_a_trial_fails_alone)
{
	province_make(c);
	const uint64_t before = world_digest(c);
	OK(trial(c, in_parts, NULL));
	check_untouched(c, before);
	OK(make_class(c, "1A", true));
	assert_int_equal(classes(c), 1);
}

/* ---- units ---- */

static int64_t number(const struct api_reply *r, const char *member)
{
	return json_integer_value(json_object_get(r->json, member));
}

static int64_t records(const struct api_reply *r, const char *plural)
{
	return json_integer_value(json_object_get(json_object_get(r->json, "records"), plural));
}

/* A school of two pupils, a class, a teacher and a clerk, seen by the office that manages it. */
static struct api_session office_of_two(struct ctx *c)
{
	province_make(c);
	const char *class = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, "19172401", class, "Lê An", "2019-01-02", "01", "01");
	province_pupil(c, "19172401", class, "Lê Bình", "2019-01-02", "02", "01");
	province_record(c, "19172401", "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	province_record(c, "19172401", "room", "{\"name\":\"P1\",\"kind\":\"01\",\"solidity\":\"01\",\"level\":\"02\",\"school_year\":2025}");
	api_account(c, "vt.bahang", "clerk", "19172401", NULL);
	return api_account(c, "so.19", "manager", "19", NULL);
}

TEST(a_merger_that_is_tried_is_told_in_counts)
{
	struct api_session me = office_of_two(c);
	const uint64_t before = world_digest(c);
	struct api_reply r = api_call(c, &me, POST, API "/units/19172401/merge", "{\"into\":\"19172402\",\"date\":\"2025-11-01\",\"dry_run\":true}");
	EXPECT(r, 200);
	assert_int_equal(json_array_size(json_object_get(r.json, "problems")), 0);
	assert_int_equal(number(&r, "units"), 1);
	assert_int_equal(number(&r, "learners"), 2);
	assert_int_equal(number(&r, "staff"), 1);
	assert_int_equal(number(&r, "accounts"), 1);
	assert_int_equal(number(&r, "reports"), 0);
	assert_int_equal(records(&r, "learners"), 2);
	assert_int_equal(records(&r, "enrolments"), 2);
	assert_int_equal(records(&r, "classes"), 1);
	assert_int_equal(records(&r, "staff"), 1);
	assert_int_equal(records(&r, "rooms"), 1);
	check_untouched(c, before);
	r = api_call(c, &me, POST, API "/units/19172401/merge", "{\"into\":\"19172402\",\"date\":\"2099-11-01\",\"dry_run\":true}");
	EXPECT(r, 200);
	assert_non_null(problem(&r, "unit.date"));
	assert_int_equal(json_object_size(json_object_get(r.json, "records")), 0);
	r = api_call(c, &me, POST, API "/units/19172401/merge", "{\"into\":\"99999999\",\"date\":\"2025-11-01\",\"dry_run\":true}");
	EXPECT(r, 404);
	check_untouched(c, before);
	r = api_call(c, &me, POST, API "/units/19172401/merge", "{\"into\":\"19172402\",\"date\":\"2025-11-01\"}");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "status"), "03");
}

TEST(a_split_a_move_and_a_closing_are_tried_too)
{
	struct api_session me = office_of_two(c);
	const uint64_t before = world_digest(c);
	struct api_reply r = api_call(c, &me, POST, API "/units/19172401/split", "{\"parts\":[{\"unit\":\"19172401\"},{\"unit\":\"19172402\"}],"
	                              "\"date\":\"2025-11-01\",\"dry_run\":true}");
	EXPECT(r, 200);
	assert_non_null(problem(&r, "reorganize.left"));
	r = api_call(c, &me, POST, API "/units/19172401/split", "{\"parts\":[{\"unit\":\"19172401\",\"staff\":[\"1900000003\"]},{\"unit\":\"19172402\","
	             "\"classes\":[\"19172401-L2\"]}],\"date\":\"2025-11-01\",\"dry_run\":true}");
	EXPECT(r, 200);
	assert_null(problem(&r, "reorganize.left"));
	assert_int_equal(records(&r, "learners"), 2);
	assert_int_equal(records(&r, "staff"), 0);
	const json_t *parts = json_object_get(r.json, "parts"), *part = json_array_get(parts, 0), *goes = json_object_get(part, "records");
	assert_int_equal(json_array_size(parts), 1); /* what stays goes nowhere */
	assert_string_equal(json_string_value(json_object_get(part, "unit")), "19172402");
	assert_int_equal(json_integer_value(json_object_get(goes, "learners")), 2);
	assert_int_equal(json_integer_value(json_object_get(goes, "classes")), 1);
	assert_null(json_object_get(goes, "staff"));
	r = api_call(c, &me, POST, API "/units/19172401/close", "{\"date\":\"2025-11-01\",\"dry_run\":true}");
	EXPECT(r, 200);
	assert_non_null(problem(&r, "unit.not_empty"));
	assert_int_equal(number(&r, "learners"), 2);
	r = api_call(c, &me, POST, API "/units/move", "{\"units\":[\"P172\"],\"to\":\"19\",\"from\":\"2025-11-01\",\"dry_run\":true}");
	EXPECT(r, 200);
	assert_int_equal(number(&r, "units"), 3);
	assert_int_equal(number(&r, "learners"), 2);
	r = api_call(c, &me, POST, API "/units/move", "{\"under\":\"P172\",\"to\":\"19\",\"from\":\"2025-11-01\",\"dry_run\":true}");
	EXPECT(r, 200);
	assert_int_equal(json_array_size(json_object_get(r.json, "problems")), 0);
	assert_int_equal(number(&r, "units"), 2);
	r = api_call(c, &me, POST, API "/units/19172401/move", "{\"to\":\"19\",\"from\":\"2025-11-01\",\"dry_run\":true}");
	EXPECT(r, 200);
	assert_int_equal(number(&r, "units"), 1);
	assert_int_equal(number(&r, "learners"), 2);
	check_untouched(c, before);
	r = api_call(c, &me, POST, API "/units/19172401/move", "{\"to\":\"khong.co\",\"from\":\"2025-11-01\"}");
	assert_true(r.status == 404 || r.status == 422);
	check_untouched(c, before);
	r = api_call(c, &me, POST, API "/units/19172401/move", "{\"to\":\"19\",\"from\":\"2025-10-01\"}");
	EXPECT(r, 200);
	assert_int_equal(number(&r, "moved"), 1);
	const struct unit moved = province_unit(c, "19172401"), office = province_unit(c, "P172");
	assert_int_not_equal(strncmp(moved.path, office.path, strlen(office.path)), 0);
	r = api_call(c, &me, POST, API "/units/19172401/move", "{\"to\":\"P172\",\"from\":\"2025-10-15\"}");
	EXPECT(r, 200);
	r = api_call(c, &me, POST, API "/units/move", "{\"under\":\"P172\",\"to\":\"19\",\"from\":\"2025-11-01\"}");
	EXPECT(r, 200);
	assert_int_equal(number(&r, "moved"), 2);
}
