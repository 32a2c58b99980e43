/* test_twice.c - nobody is in school twice on a day, nor nowhere who was there, whatever is recorded in whatever order. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "day_tools.h"
#include "db/db.h"
#include "domain/merge/person_merge.h"
#include "domain/transfer/transfer.h"

struct setting {
	const char *learner, *enrolment, *class, *second, *there, *there_next;
};

static struct setting setting(struct ctx *c)
{
	struct setting s;

	province_make(c);
	today(c, "2025-09-10");
	s.class = make_class(c, SCHOOL, "2A", 2);
	s.second = make_class(c, SCHOOL, "2B", 2);
	s.there = make_class(c, OTHER, "2C", 2);
	s.there_next = province_record(c, OTHER, "class", "{\"name\":\"3C\",\"grade\":\"03\",\"school_year\":2026}");
	s.enrolment = province_pupil(c, SCHOOL, s.class, "Sùng A Páo", "2018-04-05", "01", "08");
	const struct record rec = get(c, "enrolment", s.enrolment);
	s.learner = text(&rec, "learner");
	return s;
}

static bool enrol(struct ctx *c, const char *school, const struct setting *s, const char *class, const char *more, struct outcome *out)
{
	const struct unit u = province_unit(c, school);
	const struct draft d = province_draft(c, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025%s}", s->learner,
	                                                                class, more));

	return record_write_batch(c, d.type, &u, &d, 1, out) && (out->result != WRITE_REFUSED || fail_problems(c, &out->problems));
}

static size_t pupils_on(struct ctx *c, const char *day)
{
	static const struct scope all = { .path = "/" };
	const struct record_query q = { .scope = &all, .on = day, .filter = "present", .limit = 50 };
	struct buf b = buf_in(c->arena);
	const char *next;
	size_t n = 0;

	OK(record_list(c, catalog_type(c->catalog, "enrolment"), &q, &b, &next));
	for (const char *p = buf_text(&b); (p = strstr(p, "\"learner\":")) != NULL; p++)
		n++;
	return n;
}

/* The last one of the school. */
static const char *enrolment_in(struct ctx *c, const char *school)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT e.code FROM r_enrolment e JOIN unit u ON u.id = e.unit_id WHERE u.code = $1 ORDER BY e.id DESC LIMIT 1", ARGS(val_text(school))));
	assert_int_equal(r.count, 1);
	return rows_text(&r, 0, 0);
}

static bool moves(struct ctx *c, const struct setting *s, const char *to, const char *class, const char *day)
{
	const struct transfer_start start = { .person = s->learner, .day = day };
	struct transfer t;

	return transfer_offer(c, &start, to, &t) && transfer_agree(c, &t, class, NULL, &t);
}

TEST(a_second_enrolment_of_the_year_begins_after_the_first)
{
	struct setting s = setting(c);
	struct outcome out;

	today(c, "2025-11-28");
	OK(happen(c, "enrolment", s.enrolment, "{\"event\":\"leave\",\"event_date\":\"2025-10-20\",\"destination\":\"01\"}"));
	FAILS(enrol(c, SCHOOL, &s, s.second, ",\"status_date\":\"2025-10-01\"", &out), "enrolment.day");
	OK(enrol(c, SCHOOL, &s, s.second, "", &out));
	assert_string_equal(out.problems.first->key, "enrolment.again");
	const struct record rec = get(c, "enrolment", out.code);
	assert_string_equal(text(&rec, "status_date"), "2025-11-28");
	assert_int_equal(pupils_on(c, "2025-09-15"), 1);
	assert_int_equal(pupils_on(c, "2025-11-01"), 0);
	assert_int_equal(pupils_on(c, "2025-11-28"), 1);
}

TEST(nothing_happens_to_an_enrolment_before_it_began)
{
	struct setting s = setting(c);
	struct outcome out;

	today(c, "2025-11-28");
	OK(happen(c, "enrolment", s.enrolment, "{\"event\":\"leave\",\"event_date\":\"2025-10-20\",\"destination\":\"01\"}"));
	OK(enrol(c, SCHOOL, &s, s.second, ",\"status_date\":\"2025-11-10\"", &out));
	FAILS(happen(c, "enrolment", out.code, "{\"event\":\"leave\",\"event_date\":\"2025-11-09\",\"destination\":\"01\"}"), "event.date");
	assert_int_equal(pupils_on(c, "2025-11-09"), 0);
	assert_int_equal(pupils_on(c, "2025-11-10"), 1);
	/* An arrival says it better, until it is taken back. */
	OK(happen(c, "enrolment", out.code, "{\"event\":\"arrive\",\"event_date\":\"2025-11-05\"}"));
	assert_int_equal(pupils_on(c, "2025-11-04"), 0);
	assert_int_equal(pupils_on(c, "2025-11-05"), 1);
	struct record rec = get(c, "enrolment", out.code);
	OK(event_undo(c, &rec, &rec));
	assert_int_equal(pupils_on(c, "2025-11-09"), 0);
	FAILS(happen(c, "enrolment", out.code, "{\"event\":\"arrive\",\"event_date\":\"2025-11-20\"}"), "event.date");
}

TEST(a_second_enrolment_may_say_when_it_began)
{
	struct setting s = setting(c);
	struct outcome out;

	today(c, "2025-11-28");
	OK(happen(c, "enrolment", s.enrolment, "{\"event\":\"drop\",\"event_date\":\"2025-10-20\",\"reason\":\"04\"}"));
	OK(enrol(c, SCHOOL, &s, s.second, ",\"status_date\":\"2025-11-03\"", &out));
	assert_int_equal(pupils_on(c, "2025-10-01"), 1);
	assert_int_equal(pupils_on(c, "2025-11-02"), 0);
	assert_int_equal(pupils_on(c, "2025-11-03"), 1);
}

TEST(a_year_that_ended_at_the_old_school_is_not_begun_at_the_new_one)
{
	struct setting s = setting(c);
	struct outcome out;

	today(c, "2026-09-10");
	OK(moves(c, &s, OTHER, s.there_next, "2026-09-08"));
	FAILS(enrol(c, OTHER, &s, s.there, "", &out), "enrolment.present");
	assert_non_null(strstr(out.problems.first->message, "trường khác"));
	assert_int_equal(pupils_on(c, "2025-10-01"), 1);
}

TEST(nobody_leaves_a_school_before_they_came)
{
	struct setting s = setting(c);
	struct record rec;

	today(c, "2026-09-10");
	OK(moves(c, &s, OTHER, s.there_next, "2026-09-08"));
	struct rows r;
	OK(db_query(c, &r, "SELECT code FROM r_enrolment WHERE school_year = 2026", NULL, 0));
	rec = get(c, "enrolment", rows_text(&r, 0, 0));
	OK(record_set_status_since(c, &rec, 0, "99", NULL, NULL, &rec));
	FAILS(moves(c, &s, FAR, s.there_next, "2026-06-10"), "transfer.day");
}

TEST(the_months_at_the_old_school_are_not_wiped_away)
{
	struct setting s = setting(c);
	struct record rec;

	today(c, "2025-12-10");
	OK(moves(c, &s, OTHER, s.there, "2025-12-01"));
	rec = get(c, "enrolment", s.enrolment);
	FAILS(record_set_status_since(c, &rec, 0, "99", NULL, NULL, &rec), "person.moved");
	assert_int_equal(pupils_on(c, "2025-10-01"), 1);
	assert_int_equal(pupils_on(c, "2025-12-05"), 1);
}

/* Doubles of before are put right, not held fast. */
TEST(a_pupil_who_is_in_two_schools_already_can_still_be_written_to)
{
	struct setting s = setting(c);
	struct rows r;

	today(c, "2025-12-10");
	OK(moves(c, &s, OTHER, s.there, "2025-12-01"));
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_enrolment SET status = '01' WHERE status = '04'", NULL, 0)));
	OK(db_query(c, &r, "SELECT code FROM r_enrolment WHERE status = '02'", NULL, 0));
	OK(change(c, "enrolment", rows_text(&r, 0, 0), "{\"boarder\":true}"));
}

TEST(what_enrolments_name_does_not_go_from_under_them)
{
	struct setting s = setting(c);

	FAILS(set_status(c, "learner", s.learner, "03", NULL), "record.in_use");
	FAILS(set_status(c, "class", s.class, "03", NULL), "record.in_use");
	FAILS(set_status(c, "class", s.class, "02", NULL), "record.in_use");
	const struct draft d = province_draft(c, "class", "{\"grade\":\"05\"}");
	struct record now;
	int64_t was;
	OK(record_change_found(c, catalog_type(c->catalog, "class"), s.class, 0, &d, &now, &was));
	assert_string_equal(now.warnings.first->key, "class.regraded");
	OK(set_status(c, "enrolment", s.enrolment, "99", NULL));
	OK(set_status(c, "learner", s.learner, "03", NULL));
	OK(set_status(c, "class", s.class, "03", NULL));
}

TEST(a_learner_in_school_does_not_go_out_of_use_without_a_word)
{
	struct setting s = setting(c);
	const struct api_session head = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const char *path = arena_fmt(c->arena, API "/learners/%s/status", s.learner);
	struct api_reply r = api_call(c, &head, POST, path, "{\"status\":\"02\",\"reason\":\"nghỉ học\"}");

	assert_int_equal(r.status, 200);
	assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(r.json, "warnings"), 0), "key")), "record.in_school");
	assert_int_equal(api_call(c, &head, POST, path, "{\"status\":\"01\",\"reason\":\"nhầm\"}").status, 200);
	today(c, "2026-06-10");
	r = api_call(c, &head, POST, path, "{\"status\":\"02\",\"reason\":\"xong tiểu học\"}");
	assert_null(json_object_get(r.json, "warnings"));
}

TEST(a_class_of_the_next_year_is_entered_in_summer)
{
	struct setting s = setting(c);

	today(c, "2026-07-10");
	FAILS(moves(c, &s, OTHER, s.there_next, "2026-01-12"), "transfer.class");
	struct transfer t;
	struct rows r;
	OK(db_query(c, &r, "SELECT code FROM transfer", NULL, 0));
	OK(transfer_find(c, rows_text(&r, 0, 0), &t) && transfer_withdraw(c, &t, &t));
	OK(moves(c, &s, OTHER, s.there_next, "2026-06-15"));
}

TEST(a_clerk_moves_pupils_and_no_staff)
{
	struct setting s = setting(c);
	const char *dan = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	const struct api_session clerk = api_account(c, "vanthu", "clerk", SCHOOL, NULL), head = api_account(c, "hieutruong", "head", SCHOOL, NULL);
	const struct api_session there = api_account(c, "vanthu.hai", "clerk", OTHER, NULL);
	const char *offer = arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"" OTHER "\",\"day\":\"2025-09-10\"}", dan);

	struct api_reply r = api_call(c, &clerk, POST, API "/transfers", offer);
	EXPECT(r, 403);
	assert_string_equal(r.key, "right.missing");
	r = api_call(c, &there, POST, API "/transfers/requests", arena_fmt(c->arena, "{\"person_code\":\"%s\",\"full_name\":\"Trần Văn Dạy\","
	             "\"birth_date\":\"1980-01-01\",\"day\":\"2025-09-10\"}", dan));
	EXPECT(r, 403);
	r = api_call(c, &head, POST, API "/transfers", offer);
	EXPECT(r, 201);
	r = api_call(c, &there, POST, arena_fmt(c->arena, API "/transfers/%s/agree", api_text(&r, "code")), "{}");
	EXPECT(r, 403);
	r = api_call(c, &clerk, POST, API "/transfers", arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"" OTHER "\",\"day\":\"2025-09-10\"}", s.learner));
	EXPECT(r, 201);
}

static bool merges(struct ctx *c, const char *from, const char *into)
{
	struct record a = get(c, "learner", from), b = get(c, "learner", into);
	int64_t id;

	return person_merge(c, &a, &b, NULL, NULL, &id);
}

/* Left on 20 October as one record, and there all year, or from a day on, as another. */
static void merge_days(struct ctx *c, const char *school)
{
	struct setting s = setting(c);
	const char *class = streq(school, OTHER) ? s.there : s.second;

	const struct record same = get(c, "enrolment", province_pupil(c, school, class, "Sùng A Páo", "2018-04-05", "01", "08"));
	const char *all_year = text(&same, "learner");
	const struct record later = get(c, "enrolment", province_pupil(c, school, class, "Sùng A Páo", "2018-04-05", "01", "08"));
	today(c, "2025-11-28");
	OK(happen(c, "enrolment", s.enrolment, "{\"event\":\"leave\",\"event_date\":\"2025-10-20\",\"destination\":\"01\"}"));
	FAILS(merges(c, s.learner, all_year), "event.twice");
	FAILS(merges(c, all_year, s.learner), streq(school, OTHER) ? "merge.direction" : "event.twice");
	assert_string_equal(get(c, "learner", s.learner).code, s.learner);
	assert_int_equal(pupils_on(c, "2025-09-15"), 3);
	/* As it says. */
	OK(happen(c, "enrolment", later.code, "{\"event\":\"arrive\",\"event_date\":\"2025-10-20\"}"));
	OK(merges(c, s.learner, text(&later, "learner")));
	assert_int_equal(pupils_on(c, "2025-09-15"), 2);
	assert_int_equal(pupils_on(c, "2025-10-20"), 2);
}

TEST(records_merged_of_one_school_do_not_count_a_day_twice)
{
	merge_days(c, SCHOOL);
}

TEST(records_merged_of_two_schools_do_not_count_a_day_twice)
{
	merge_days(c, OTHER);
}

/* The record that stays is that of the school they are in. */
TEST(a_pupil_is_merged_into_the_record_of_the_school_they_are_in)
{
	struct setting s = setting(c);
	const char *again = province_record(c, OTHER, "learner", "{\"full_name\":\"Sùng A Páo\",\"birth_date\":\"2018-04-05\",\"sex\":\"01\",\"ethnic_group\":\"08\"}");

	FAILS(merges(c, s.learner, again), "merge.direction");
	OK(merges(c, again, s.learner));
	assert_string_equal(get(c, "learner", again).unit.code, SCHOOL);
	assert_true(moves(c, &s, OTHER, s.there, "2025-09-10"));
	assert_int_equal(pupils_on(c, "2025-09-10"), 1);
}

/* Of last year they were in school by one record there, and by another that has gone on from it. */
TEST(a_second_record_of_a_past_year_is_settled_where_it_was_kept)
{
	struct setting s = setting(c);
	const char *twin = province_pupil(c, SCHOOL, s.class, "Sùng A Páo", "2018-04-05", "01", "08");
	const struct record rec = get(c, "enrolment", twin);
	struct record from;

	today(c, "2026-09-10");
	assert_true(moves(c, &s, OTHER, s.there_next, "2026-09-10"));
	OK(merges(c, text(&rec, "learner"), s.learner));
	assert_int_equal(pupils_on(c, "2026-05-01"), 1);
	assert_string_equal(get(c, "enrolment", twin).status, "99");
	from = get(c, "learner", s.learner);
	OK(person_unmerge(c, &from, &from));
	assert_string_equal(get(c, "enrolment", twin).status, "01");
	/* The other way round it is what was left behind. */
	FAILS(merges(c, s.learner, text(&rec, "learner")), "merge.direction");
	OK(happen(c, "enrolment", enrolment_in(c, OTHER), "{\"event\":\"leave\",\"event_date\":\"2026-09-10\",\"destination\":\"01\"}"));
	OK(merges(c, s.learner, text(&rec, "learner")));
	assert_string_equal(get(c, "enrolment", s.enrolment).status, "99");
	assert_int_equal(pupils_on(c, "2026-05-01"), 1);
	from = get(c, "learner", s.learner);
	OK(person_unmerge(c, &from, &from));
	assert_string_equal(get(c, "enrolment", s.enrolment).status, "01");
}

/* The record kept is not always the one that was there longer. */
TEST(a_merge_in_one_school_loses_no_day)
{
	struct setting s = setting(c);
	const struct record late = get(c, "enrolment", province_pupil(c, SCHOOL, s.second, "Sùng A Páo", "2018-04-05", "01", "08"));
	const struct record partly = get(c, "enrolment", province_pupil(c, SCHOOL, s.second, "Sùng A Páo", "2018-04-05", "01", "08"));

	today(c, "2026-03-10");
	OK(happen(c, "enrolment", late.code, "{\"event\":\"arrive\",\"event_date\":\"2026-02-15\"}"));
	OK(happen(c, "enrolment", partly.code, "{\"event\":\"drop\",\"event_date\":\"2025-10-15\",\"reason\":\"01\"}"));
	OK(happen(c, "enrolment", partly.code, "{\"event\":\"return\",\"event_date\":\"2026-03-01\"}"));
	OK(merges(c, s.learner, text(&late, "learner")));
	assert_int_equal(pupils_on(c, "2025-09-30"), 2);
	assert_string_equal(get(c, "enrolment", late.code).status, "99");
	struct record from = get(c, "learner", text(&late, "learner"));
	OK(person_unmerge(c, &from, &from));
	assert_int_equal(pupils_on(c, "2025-09-30"), 2);
	assert_int_equal(pupils_on(c, "2026-03-09"), 3);
	FAILS(merges(c, text(&late, "learner"), text(&partly, "learner")), "merge.days");
	OK(merges(c, text(&partly, "learner"), s.learner));
	assert_int_equal(pupils_on(c, "2025-12-01"), 1);
}

/* Who came in summer is in school from its end on; an arrival in autumn would say that they were not. */
TEST(who_came_with_a_transfer_does_not_arrive_again)
{
	struct setting s = setting(c);

	today(c, "2026-10-10");
	OK(moves(c, &s, OTHER, s.there_next, "2026-06-20"));
	FAILS(happen(c, "enrolment", enrolment_in(c, OTHER), "{\"event\":\"arrive\",\"event_date\":\"2026-10-05\"}"), "event.date");
	assert_int_equal(pupils_on(c, "2026-09-30"), 1);
}

TEST(whoever_is_enrolled_for_the_next_year_goes_into_a_class_of_it)
{
	struct setting s = setting(c);
	const char *next = province_record(c, SCHOOL, "class", "{\"name\":\"3A\",\"grade\":\"03\",\"school_year\":2026}");

	province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2026}", s.learner, next));
	today(c, "2026-10-10");
	FAILS(moves(c, &s, OTHER, s.there, "2026-06-20"), "transfer.class");
	struct transfer t;
	struct rows r;
	OK(db_query(c, &r, "SELECT code FROM transfer", NULL, 0));
	OK(transfer_find(c, rows_text(&r, 0, 0), &t));
	OK(transfer_agree(c, &t, s.there_next, NULL, &t));
	assert_int_equal(pupils_on(c, "2026-09-30"), 1);
}

TEST(nobody_goes_back_into_a_class_that_never_was)
{
	struct setting s = setting(c);
	const char *third = make_class(c, SCHOOL, "2D", 2);
	const struct record twin = get(c, "enrolment", province_pupil(c, SCHOOL, third, "Sùng A Páo", "2018-04-05", "01", "08"));
	struct record rec;

	today(c, "2025-10-10");
	OK(change(c, "enrolment", s.enrolment, arena_fmt(c->arena, "{\"class\":\"%s\"}", s.second)));
	OK(set_status(c, "class", s.class, "03", NULL));
	rec = get(c, "enrolment", s.enrolment);
	FAILS(event_undo(c, &rec, &rec), "reference.gone");
	OK(set_status(c, "class", s.class, "01", NULL));
	OK(event_undo(c, &rec, &rec));
	OK(merges(c, text(&twin, "learner"), s.learner));
	OK(set_status(c, "class", third, "03", NULL));
	rec = get(c, "learner", s.learner);
	FAILS(person_unmerge(c, &rec, &rec), "reference.gone");
	OK(set_status(c, "class", third, "01", NULL));
	OK(person_unmerge(c, &rec, &rec));
}
