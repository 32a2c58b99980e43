/* test_on_a_day.c - figures of a day stay what they were on that day, whatever happens later. */
#include <string.h>

#include "api.h"
#include "day_tools.h"
#include "db/db.h"
#include "domain/reorganize/reorganize.h"
#include "domain/transfer/transfer.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "store/migrate.h"

/* The records of a list as of a day, filtered; "" when there are none. */
static const char *list(struct ctx *c, const char *type, const char *school, const char *on, const char *filter, const char *fields)
{
	const struct unit u = province_unit(c, school);
	const struct record_query q = { .scope = actor_scope(c), .unit = &u, .filter = filter, .fields = fields, .on = on, .limit = 200 };
	struct buf b = buf_in(c->arena);
	const char *cursor;

	OK(record_list(c, catalog_type(c->catalog, type), &q, &b, &cursor));
	assert_null(cursor);
	return buf_text(&b);
}

static size_t listed(struct ctx *c, const char *type, const char *school, const char *on, const char *filter)
{
	size_t n = 0;

	for (const char *p = list(c, type, school, on, filter, NULL); (p = strstr(p, "{\"code\":")) != NULL; p++)
		n++;
	return n;
}

TEST(whoever_leaves_after_the_day_is_counted_on_it)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *room = make_class(c, SCHOOL, "1A", 1), *early = pupil(c, SCHOOL, room), *late = pupil(c, SCHOOL, room), *that_day = pupil(c, SCHOOL, room);
	today(c, "2025-11-01");
	OK(happen(c, "enrolment", early, "{\"event\":\"leave\",\"event_date\":\"2025-09-29\",\"destination\":\"01\"}"));
	OK(happen(c, "enrolment", that_day, "{\"event\":\"leave\",\"event_date\":\"2025-09-30\",\"destination\":\"01\"}"));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 1);
	OK(happen(c, "enrolment", late, "{\"event\":\"leave\",\"event_date\":\"2025-10-10\",\"destination\":\"01\"}"));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, NULL, "present"), 0);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-09-28", "present"), 3);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-09-29", "present"), 2);
	assert_int_equal(listed(c, "enrolment", SCHOOL, THE_DAY, "present"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-09", "present"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-10", "present"), 0);
	assert_non_null(strstr(list(c, "enrolment", SCHOOL, THE_DAY, "status == \"04\"", "admission"), "\"status\":\"04\""));
	assert_null(strstr(list(c, "enrolment", SCHOOL, "2025-09-28", NULL, "admission"), "\"status\":\"04\""));
}

TEST(of_several_events_the_first_after_the_day_tells_what_was)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *code = pupil(c, SCHOOL, make_class(c, SCHOOL, "1A", 1));
	today(c, "2026-05-01");
	OK(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2025-09-15\",\"reason\":\"01\"}"));
	OK(happen(c, "enrolment", code, "{\"event\":\"return\",\"event_date\":\"2025-11-15\"}"));
	OK(happen(c, "enrolment", code, "{\"event\":\"leave\",\"event_date\":\"2025-11-15\",\"destination\":\"01\"}"));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 0);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-09-14", "present"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-11-15", "status == \"04\""), 1);
	struct record rec = get(c, "enrolment", code);
	OK(event_undo(c, &rec, &rec)); /* leave, then return, then drop are taken back: each was never so */
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-11-15", "status == \"03\""), 1);
	OK(event_undo(c, &rec, &rec));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 0);
	OK(event_undo(c, &rec, &rec));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 1);
}

/* A pupil of SCHOOL goes to FAR on 10 October, which is told two days later. */
static void transfer_pupil(struct ctx *c)
{
	struct transfer_start s = { .day = "2025-10-10", .reason = "Theo gia đình" };
	struct transfer t;

	today(c, "2025-09-01");
	const char *code = pupil(c, SCHOOL, make_class(c, SCHOOL, "1A", 1)), *there = make_class(c, FAR, "1B", 1);
	const struct record rec = get(c, "enrolment", code);
	s.person = text(&rec, "learner");
	today(c, "2025-10-12");
	OK(transfer_offer(c, &s, FAR, &t));
	OK(transfer_agree(c, &t, there, NULL, &t));
}

TEST(whoever_arrives_after_the_day_is_counted_where_they_were)
{
	province_make(c);
	transfer_pupil(c);
	assert_int_equal(figure(c, SCHOOL, PUPILS), 1);
	assert_int_equal(figure(c, FAR, PUPILS), 0);
	assert_int_equal(listed(c, "enrolment", FAR, THE_DAY, NULL), 0);
	assert_int_equal(listed(c, "enrolment", FAR, "2025-10-10", "present"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-10", "present"), 0);
	assert_int_equal(listed(c, "learner", SCHOOL, "2025-10-09", "status == \"01\""), 1);
	assert_int_equal(listed(c, "learner", SCHOOL, "2025-10-10", "status == \"01\""), 0);
	assert_int_equal(listed(c, "learner", FAR, "2025-10-09", NULL), 0);
	assert_int_equal(listed(c, "learner", FAR, "2025-10-10", "status == \"01\""), 1);
}

TEST(an_arrival_that_a_transfer_brought_is_not_taken_back_alone)
{
	struct rows r;

	province_make(c);
	transfer_pupil(c);
	OK(db_query(c, &r, "SELECT code FROM r_enrolment WHERE status = '02'", NULL, 0));
	struct record arrived = get(c, "enrolment", rows_text(&r, 0, 0));
	FAILS(event_undo(c, &arrived, &arrived), "event.arrival");
	assert_int_equal(figure(c, SCHOOL, PUPILS), 1);
	assert_int_equal(figure(c, FAR, PUPILS), 0);
}

/* What has happened under a school or an office does not outlive it. */
TEST(nothing_ends_before_what_happened_in_it)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *code = pupil(c, OTHER, make_class(c, OTHER, "1A", 1));
	today(c, "2025-11-21");
	OK(happen(c, "enrolment", code, "{\"event\":\"leave\",\"event_date\":\"2025-10-20\",\"destination\":\"01\"}"));
	const struct unit other = province_unit(c, OTHER), here = province_unit(c, SCHOOL), office = province_unit(c, "P172");
	FAILS(unit_close(c, &other, &(struct unit_closing){ .date = "2025-09-15" }), "unit.date");
	FAILS(reorganize_merge(c, &other, &here, &(struct reorganize_decision){ .date = "2025-09-15" }), "unit.date");
	assert_int_equal(figure(c, OTHER, PUPILS), 1);
	OK(unit_move(c, (const char *const[]){ SCHOOL, OTHER }, 2, "19", "2025-10-15"));
	FAILS(unit_close(c, &office, &(struct unit_closing){ .date = "2025-09-01" }), "unit.date");
	OK(unit_close(c, &office, &(struct unit_closing){ .date = "2025-10-15" }));
	OK(unit_close(c, &other, &(struct unit_closing){ .date = "2025-10-20" }));
	assert_int_equal(figure(c, OTHER, PUPILS), 1);
}

static size_t events(struct ctx *c, const char *code, const char *what)
{
	const struct record rec = get(c, "enrolment", code);
	struct buf b = buf_in(c->arena);
	size_t n = 0;

	OK(event_list(c, &rec, &b));
	for (const char *p = buf_text(&b); (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}

#define CHANGED "\"status\":\"01\",\"school_year\":2025,\"enrolment\":"

TEST(a_change_of_class_is_an_event_and_the_day_keeps_its_class)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *one = make_class(c, SCHOOL, "1A", 1), *two = make_class(c, SCHOOL, "2A", 2), *code = pupil(c, SCHOOL, one);
	const char *to_one = arena_fmt(c->arena, "{\"class\":\"%s\",\"other_grade\":true}", one), *to_two = arena_fmt(c->arena, "{\"class\":\"%s\",\"other_grade\":true}", two);

	today(c, "2025-10-06");
	OK(change(c, "enrolment", code, to_two));
	assert_int_equal(events(c, code, "\"event\":\"change_class\",\"event_date\":\"2025-10-06\""), 1);
	assert_int_equal(events(c, code, arena_fmt(c->arena, "\"class_before\":\"%s\"", one)), 1);
	assert_string_equal(get(c, "enrolment", code).status, "01");
	assert_int_equal(figure(c, SCHOOL, PUPILS_1), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, THE_DAY, "class.grade == \"01\""), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, NULL, "class.grade == \"01\""), 0);
	assert_non_null(strstr(list(c, "enrolment", SCHOOL, "2025-10-05", NULL, "class"), one));
	assert_non_null(strstr(list(c, "enrolment", SCHOOL, "2025-10-06", NULL, "class"), two));

	OK(change(c, "enrolment", code, to_one)); /* back within the day */
	assert_int_equal(events(c, code, CHANGED), 0);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-06", "class.grade == \"01\""), 1);

	OK(change(c, "enrolment", code, to_two));
	today(c, "2025-10-07");
	OK(change(c, "enrolment", code, to_one));
	assert_int_equal(events(c, code, CHANGED), 2);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-06", "class.grade == \"02\""), 1);
	OK(change(c, "enrolment", code, arena_fmt(c->arena, "{\"class\":\"%s\",\"first_class\":\"%s\"}", two, two)));
	assert_int_equal(events(c, code, CHANGED), 2); /* put right from the first day on */

	FAILS(happen(c, "enrolment", code, "{\"event\":\"change_class\",\"event_date\":\"2025-10-07\"}"), "event.change");
	/* A leave of last week can still be told. */
	OK(happen(c, "enrolment", code, "{\"event\":\"leave\",\"event_date\":\"2025-10-03\",\"destination\":\"01\"}"));
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-04", "present"), 0);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-02", "present and class.grade == \"01\""), 1);
}

TEST(a_change_of_class_can_be_taken_back_and_leaves_nothing_when_refused)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *one = make_class(c, SCHOOL, "1A", 1), *two = make_class(c, SCHOOL, "2A", 2), *code = pupil(c, SCHOOL, one);
	const char *to_two = arena_fmt(c->arena, "{\"class\":\"%s\",\"other_grade\":true}", two);
	struct record rec;

	today(c, "2025-10-05");
	OK(happen(c, "enrolment", code, "{\"event\":\"arrive\",\"event_date\":\"2025-09-08\"}"));
	FAILS(change(c, "enrolment", code, "{\"class\":\"19172401-L999\"}"), "field.reference");
	FAILS(change(c, "enrolment", code, arena_fmt(c->arena, "{\"class\":\"%s\",\"learner\":\"1234567890\"}", two)), "enrolment.learner");
	assert_int_equal(events(c, code, "change_class"), 0);
	OK(change(c, "enrolment", code, to_two));
	today(c, "2025-10-20");
	rec = get(c, "enrolment", code);
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(text(&rec, "class"), one);
	assert_string_equal(text(&rec, "status_date"), "2025-09-08");
	assert_string_equal(rec.status, "02");
	assert_int_equal(events(c, code, "change_class"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-06", "class.grade == \"02\""), 0);
	/* The status event shows again what the one before it did, not what the class did. */
	OK(change(c, "enrolment", code, to_two));
	OK(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2025-10-20\",\"reason\":\"01\"}"));
	rec = get(c, "enrolment", code);
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(text(&rec, "status_date"), "2025-09-08");
	assert_string_equal(rec.status, "02");
}

TEST(a_year_that_has_not_begun_is_arranged_without_events)
{
	province_make(c);
	today(c, "2025-07-10");
	const char *one = make_class(c, SCHOOL, "1A", 1), *two = make_class(c, SCHOOL, "2A", 2), *code = pupil(c, SCHOOL, one);
	OK(change(c, "enrolment", code, arena_fmt(c->arena, "{\"class\":\"%s\"}", two)));
	assert_int_equal(events(c, code, "change_class"), 0);
}

TEST(a_class_closed_after_the_day_is_counted_on_it)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *one = make_class(c, SCHOOL, "1A", 1), *two = make_class(c, SCHOOL, "1B", 1), *wrong = make_class(c, SCHOOL, "1C", 1);
	today(c, "2025-10-05");
	OK(set_status(c, "class", one, "02", NULL));
	assert_int_equal(figure(c, SCHOOL, CLASSES), 3);
	today(c, "2025-10-20");
	OK(set_status(c, "class", two, "02", "2025-09-30"));
	FAILS(set_status(c, "class", two, "01", "2025-10-21"), "status.date");
	FAILS(set_status(c, "class", two, "01", "2025-02-30"), "status.date");
	assert_int_equal(figure(c, SCHOOL, CLASSES), 2);
	OK(set_status(c, "class", wrong, "02", NULL));
	assert_int_equal(figure(c, SCHOOL, CLASSES), 2);
	OK(set_status(c, "class", wrong, "06", NULL)); /* never was */
	assert_int_equal(figure(c, SCHOOL, CLASSES), 1);
	today(c, "2025-10-25");
	OK(set_status(c, "class", wrong, "02", NULL)); /* was, after all */
	assert_int_equal(figure(c, SCHOOL, CLASSES), 2);
	assert_int_equal(listed(c, "class", SCHOOL, "2025-10-22", "name == \"1C\" and status == \"02\""), 1);
	assert_int_equal(listed(c, "class", SCHOOL, "2025-10-04", "status == \"01\""), 2);
	assert_int_equal(listed(c, "class", SCHOOL, "2025-10-05", "status == \"01\""), 1);
	/* From an earlier day on: what was told of later days gives way. */
	OK(set_status(c, "class", one, "01", "2025-09-20"));
	OK(set_status(c, "class", one, "02", "2025-09-25"));
	assert_int_equal(listed(c, "class", SCHOOL, "2025-09-24", "name == \"1A\" and status == \"01\""), 1);
	assert_int_equal(listed(c, "class", SCHOOL, "2025-09-25", "name == \"1A\" and status == \"02\""), 1);
	assert_int_equal(listed(c, "class", SCHOOL, "2025-10-06", "name == \"1A\" and status == \"02\""), 1);
}

/* Whoever says so says it of every day; and the day of a status can be put right. */
TEST(what_was_entered_by_mistake_was_on_no_day)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *wrong = make_class(c, SCHOOL, "1A", 1), *closed = make_class(c, SCHOOL, "1B", 1);
	today(c, "2025-10-20");
	FAILS(set_status(c, "class", wrong, "03", "2025-10-10"), "status.date");
	assert_int_equal(figure(c, SCHOOL, CLASSES), 2);
	OK(set_status(c, "class", wrong, "03", NULL));
	assert_int_equal(figure(c, SCHOOL, CLASSES), 1);
	assert_int_equal(listed(c, "class", SCHOOL, THE_DAY, "status == \"01\""), 1);
	OK(set_status(c, "class", closed, "02", NULL));
	assert_int_equal(figure(c, SCHOOL, CLASSES), 1);
	const int64_t version = get(c, "class", closed).version;
	OK(set_status(c, "class", closed, "02", "2025-09-10"));
	assert_int_equal(get(c, "class", closed).version, version + 1);
	assert_int_equal(figure(c, SCHOOL, CLASSES), 0);
	OK(set_status(c, "class", closed, "02", "2025-09-10")); /* so it is already */
	assert_int_equal(get(c, "class", closed).version, version + 1);
}

TEST(a_school_suspended_or_closed_after_the_day_files_its_form)
{
	const struct unit_closing closing = { .date = "2025-10-15" };
	struct record rec;

	province_make(c);
	today(c, "2025-09-01");
	rec = get(c, "school", SCHOOL);
	today(c, "2025-10-08");
	OK(unit_set_status(c, &rec, 0, "02", NULL, "2025-10-07", &rec));
	assert_true(files(c, SCHOOL));
	OK(unit_set_status(c, &rec, 0, "01", NULL, "2025-09-20", &rec)); /* it was not suspended at all then */
	OK(unit_set_status(c, &rec, 0, "02", NULL, "2025-09-20", &rec));
	assert_false(files(c, SCHOOL));
	OK(unit_set_status(c, &rec, 0, "01", NULL, "2025-10-01", &rec));
	assert_false(files(c, SCHOOL));
	FAILS(unit_set_status(c, &rec, 0, "02", NULL, "2025-10-09", &rec), "status.date");
	today(c, "2025-10-20");
	const struct unit other = province_unit(c, OTHER);
	OK(unit_close(c, &other, &closing));
	assert_true(files(c, OTHER));
	assert_int_equal(listed(c, "school", OTHER, "2025-10-14", "status == \"01\""), 1);
	assert_int_equal(listed(c, "school", OTHER, "2025-10-15", "status == \"01\""), 0);
}

/* A database of before: a school that ended has no change kept, but it left the tree on a day. */
TEST(a_school_that_ended_under_an_older_release_was_at_work_until_then)
{
	const struct unit_closing closing = { .date = "2025-10-15" };

	province_make(c);
	today(c, "2025-10-20");
	const struct unit other = province_unit(c, OTHER);
	OK(unit_close(c, &other, &closing));
	OK(db_begin(c));
	OK(db_run(c, "DELETE FROM status_change", NULL, 0));
	OK(db_end(c, true));
	assert_false(files(c, OTHER));
	OK(migrate(c));
	OK(migrate(c));
	assert_true(files(c, OTHER));
	assert_int_equal(listed(c, "school", OTHER, "2025-10-15", "status == \"01\""), 0);
}

static void merge(struct ctx *c, const char *from, const char *into, const char *day)
{
	const struct unit a = province_unit(c, from), b = province_unit(c, into);

	OK(reorganize_merge(c, &a, &b, &(struct reorganize_decision){ day, "77/QĐ-UBND" }));
}

/* Pupils in a class, classes, campuses, staff at work, on a day: "2 1 1 1". */
static const char *has(struct ctx *c, const char *school, const char *day)
{
	return arena_fmt(c->arena, "%zu %zu %zu %zu", listed(c, "enrolment", school, day, "present and learner.status == \"01\" and class.status == \"01\""),
	                 listed(c, "class", school, day, "status == \"01\""), listed(c, "campus", school, day, "status == \"01\""),
	                 listed(c, "staff", school, day, "present"));
}

TEST(a_merged_school_has_its_pupils_until_the_day_and_the_other_from_it_on)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *campus = province_record(c, SCHOOL, "campus", "{\"name\":\"Điểm lẻ Bản Cái\"}");
	province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	const char *room = province_record(c, SCHOOL, "class", arena_fmt(c->arena, "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025,\"campus\":\"%s\"}", campus));
	pupil(c, SCHOOL, room), pupil(c, SCHOOL, room);
	pupil(c, OTHER, make_class(c, OTHER, "2A", 2));
	const struct figures here = count(c, SCHOOL), there = count(c, OTHER);
	assert_int_equal(cell(&here, PUPILS), 2);
	assert_int_equal(cell(&here, CAMPUSES), 1);

	const struct unit office = province_unit(c, "P172");
	const char *all, *all_now;
	OK(report_preview(c, form(c), &office, "2025-start", NULL, &all));
	assert_non_null(strstr(all, "\"37\":[3,"));

	today(c, "2025-10-20");
	merge(c, SCHOOL, OTHER, "2025-10-15");
	OK(report_preview(c, form(c), &office, "2025-start", NULL, &all_now));
	assert_string_equal(all, all_now);
	const struct figures now_here = count(c, SCHOOL), now_there = count(c, OTHER);
	assert_memory_equal(here.cell, now_here.cell, here.n_cells * sizeof *here.cell);
	assert_memory_equal(there.cell, now_there.cell, there.n_cells * sizeof *there.cell);
	assert_true(files(c, SCHOOL));
	assert_string_equal(has(c, SCHOOL, "2025-10-14"), "2 1 1 1");
	assert_string_equal(has(c, OTHER, "2025-10-14"), "1 1 0 0");
	assert_string_equal(has(c, SCHOOL, "2025-10-15"), "0 0 0 0");
	assert_string_equal(has(c, OTHER, "2025-10-15"), "3 2 1 1");
}

TEST(the_api_shows_a_day_and_takes_one_for_a_status)
{
	province_make(c);
	const struct api_session head = api_account(c, "hieutruong", "head", SCHOOL, NULL);
	const char *one = make_class(c, SCHOOL, "1A", 1), *status = arena_fmt(c->arena, "/api/v1/classes/%s/status", one);
	const char *tomorrow = time_today(c->arena, c->now_ms + 86400000), *yesterday = time_today(c->arena, c->now_ms - 86400000);
	const char *before = time_today(c->arena, c->now_ms - 2 * 86400000LL);
	struct api_reply r;

	r = api_call(c, &head, POST, status, arena_fmt(c->arena, "{\"status\":\"02\",\"date\":\"%s\"}", tomorrow), .if_match = "\"1\"");
	assert_string_equal(r.key, "status.date");
	r = api_call(c, &head, POST, status, arena_fmt(c->arena, "{\"status\":\"02\",\"date\":\"%s\"}", yesterday), .if_match = "\"1\"");
	assert_int_equal(r.status, 200);
	const char *all = arena_fmt(c->arena, "/api/v1/classes?unit=%s&filter=%s", SCHOOL, api_escape(c->arena, "status == \"01\""));
	r = api_call(c, &head, GET, all, NULL);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 0);
	r = api_call(c, &head, GET, arena_fmt(c->arena, "%s&on=%s", all, yesterday), NULL);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 0);
	r = api_call(c, &head, GET, arena_fmt(c->arena, "%s&on=%s", all, before), NULL);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 1);
	assert_non_null(strstr(r.body, "\"status\":\"01\""));
	r = api_call(c, &head, GET, arena_fmt(c->arena, "%s&on=2025-02-30", all), NULL);
	assert_string_equal(r.key, "query.on");
}

/* Each of them once, whatever stands beside it. */
TEST(an_office_reads_its_schools_alone)
{
	province_make(c);
	today(c, "2025-10-01");
	pupil(c, SCHOOL, make_class(c, SCHOOL, "1A", 1));
	pupil(c, OTHER, make_class(c, OTHER, "1A", 1));
	pupil(c, FAR, make_class(c, FAR, "1A", 1));
	const struct unit units[] = { province_unit(c, SCHOOL), province_unit(c, OTHER) };
	struct figures x[] = { figures_new(c->arena, form(c)), figures_new(c->arena, form(c)) };

	OK(figures_count(c, form(c), &(const struct period){ .year = 2025 }, units, COUNT(units), x));
	assert_int_equal(cell(&x[0], PUPILS), 1);
	assert_int_equal(cell(&x[1], PUPILS), 1);
}
