/* test_transfer_day.c - nobody is twice in school on any day: what happens comes after what happened, in whatever enrolment. */
#include <string.h>

#include "day_tools.h"
#include "db/db.h"
#include "domain/merge/person_merge.h"
#include "domain/transfer/transfer.h"

struct setting {
	const char *learner, *enrolment, *here, *there; /* codes; classes of SCHOOL and OTHER */
};

static struct setting setting(struct ctx *c)
{
	struct setting s;

	province_make(c);
	today(c, "2025-10-25");
	s.here = make_class(c, SCHOOL, "2A", 2);
	s.there = make_class(c, OTHER, "2B", 2);
	s.enrolment = province_pupil(c, SCHOOL, s.here, "Sùng A Páo", "2018-04-05", "01", "08");
	const struct record rec = get(c, "enrolment", s.enrolment);
	s.learner = text(&rec, "learner");
	return s;
}

static bool offer(struct ctx *c, const struct setting *s, const char *day, struct transfer *ret)
{
	const struct transfer_start start = { .person = s->learner, .day = day };

	return transfer_offer(c, &start, OTHER, ret);
}

static bool request(struct ctx *c, const struct setting *s, const char *day, struct transfer *ret)
{
	const struct transfer_start start = { .person = s->learner, .full_name = "Sùng A Páo", .birth_date = "2018-04-05", .class_code = s->there, .day = day };
	const struct unit to = province_unit(c, OTHER);

	return transfer_request(c, &start, &to, ret);
}

/* Refused, and told which day or year stands in the way. */
static void too_early(struct ctx *c, bool done, const char *day)
{
	assert_false(done);
	assert_string_equal(c->key, "transfer.day");
	assert_non_null(strstr(c->detail, date_words(c->arena, day)));
	ctx_clear(c);
}

static const char *here_again(struct ctx *c, const struct setting *s)
{
	return province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", s->learner, s->here));
}

TEST(a_transfer_is_not_before_what_happened_last_whatever_it_was)
{
	static const char *const happened[] = {
		"{\"event\":\"drop\",\"event_date\":\"2025-10-20\",\"reason\":\"01\"}",
		"{\"event\":\"leave\",\"event_date\":\"2025-10-20\",\"destination\":\"01\"}",
		"{\"event\":\"arrive\",\"event_date\":\"2025-10-20\"}",
	};
	const struct setting s = setting(c);
	struct record rec;
	struct transfer t;

	OK(offer(c, &s, "2025-10-10", &t));
	for (size_t i = 0; i < COUNT(happened); i++) {
		OK(happen(c, "enrolment", s.enrolment, happened[i]));
		too_early(c, transfer_agree(c, &t, s.there, NULL, &t), "2025-10-20");
		too_early(c, transfer_agree(c, &t, s.there, "2025-10-19", &t), "2025-10-20");
		rec = get(c, "enrolment", s.enrolment);
		if (i + 1 < COUNT(happened))
			OK(event_undo(c, &rec, &rec));
	}
	OK(transfer_withdraw(c, &t, &t));
	too_early(c, offer(c, &s, "2025-10-19", &t), "2025-10-20");
	too_early(c, request(c, &s, "2025-10-19", &t), "2025-10-20");
	assert_string_equal(get(c, "learner", s.learner).unit.code, SCHOOL);
	OK(offer(c, &s, "2025-10-20", &t));
	/* Not even a change of class: they were seen in it. */
	OK(change(c, "enrolment", s.enrolment, arena_fmt(c->arena, "{\"class\":\"%s\"}", make_class(c, SCHOOL, "2C", 2))));
	too_early(c, transfer_agree(c, &t, s.there, NULL, &t), "2025-10-25");
	OK(transfer_agree(c, &t, s.there, "2025-10-25", &t));
	assert_string_equal(get(c, "learner", s.learner).unit.code, OTHER);
}

TEST(time_does_not_release_a_pupil_as_of_a_day_they_were_counted_after)
{
	const struct setting s = setting(c);
	struct transfer t;
	size_t n;

	OK(request(c, &s, "2025-10-10", &t));
	OK(happen(c, "enrolment", s.enrolment, "{\"event\":\"drop\",\"event_date\":\"2025-10-20\",\"reason\":\"01\"}"));
	c->now_ms += (int64_t)(c->catalog->transfer_release_days + 1) * 86400000;
	OK(transfer_release_due(c, &n));
	assert_int_equal(n, 0);
	OK(transfer_find(c, t.code, &t));
	assert_string_equal(t.state, "refused");
	assert_non_null(strstr(t.note, "20/10/2025"));
	assert_string_equal(get(c, "learner", s.learner).unit.code, SCHOOL);
	OK(request(c, &s, "2025-10-20", &t));
}

/* The school they are in knows nothing of the day they left the one before: it has them from the next year on only. */
TEST(a_pupil_who_comes_back_comes_after_the_day_they_left)
{
	const struct setting s = setting(c);
	struct transfer t;

	today(c, "2026-07-20");
	OK(offer(c, &s, "2026-07-08", &t));
	OK(transfer_agree(c, &t, province_record(c, OTHER, "class", "{\"name\":\"3B\",\"grade\":\"03\",\"school_year\":2026}"), NULL, &t));
	const struct transfer_start back = { .person = s.learner, .day = "2026-07-01" }, later = { .person = s.learner, .day = "2026-07-08" };
	too_early(c, transfer_offer(c, &back, SCHOOL, &t), "2026-07-08");
	OK(transfer_offer(c, &later, SCHOOL, &t));
	const char *here = province_record(c, SCHOOL, "class", "{\"name\":\"3A\",\"grade\":\"03\",\"school_year\":2026}");
	too_early(c, transfer_agree(c, &t, here, "2026-07-01", &t), "2026-07-08");
	OK(transfer_agree(c, &t, here, NULL, &t));
}

/* What happened to a record that was found to be the same person happened to the person. */
TEST(a_transfer_is_not_before_what_happened_to_a_merged_record)
{
	const struct setting s = setting(c);
	const char *twin = province_pupil(c, OTHER, s.there, "Sùng A Páo", "2018-04-05", "01", "08");
	const struct record enrolment = get(c, "enrolment", twin), from = get(c, "learner", text(&enrolment, "learner")), into = get(c, "learner", s.learner);
	struct transfer t;
	int64_t merge;

	OK(happen(c, "enrolment", twin, "{\"event\":\"arrive\",\"event_date\":\"2025-10-20\"}"));
	OK(happen(c, "enrolment", twin, "{\"event\":\"leave\",\"event_date\":\"2025-10-20\",\"destination\":\"01\"}"));
	OK(offer(c, &s, "2025-10-10", &t));
	OK(person_merge(c, &from, &into, NULL, NULL, &merge));
	too_early(c, transfer_agree(c, &t, s.there, NULL, &t), "2025-10-20");
}

static void event_too_early(struct ctx *c, bool done, const char *day)
{
	assert_false(done);
	assert_string_equal(c->key, "event.date");
	assert_non_null(strstr(c->detail, date_words(c->arena, day)));
	ctx_clear(c);
}

TEST(a_second_enrolment_of_a_year_begins_when_the_first_is_over)
{
	const struct setting s = setting(c);

	OK(happen(c, "enrolment", s.enrolment, "{\"event\":\"leave\",\"event_date\":\"2025-10-10\",\"destination\":\"01\"}"));
	const char *again = here_again(c, &s);
	event_too_early(c, happen(c, "enrolment", again, "{\"event\":\"arrive\",\"event_date\":\"2025-10-09\"}"), "2025-10-10");
	OK(happen(c, "enrolment", again, "{\"event\":\"arrive\",\"event_date\":\"2025-10-10\"}"));
	OK(happen(c, "enrolment", again, "{\"event\":\"drop\",\"event_date\":\"2025-10-20\",\"reason\":\"01\"}"));
}

TEST(nobody_was_there_by_one_enrolment_while_by_another)
{
	const struct setting s = setting(c);
	struct record rec;

	OK(happen(c, "enrolment", s.enrolment, "{\"event\":\"drop\",\"event_date\":\"2025-10-10\",\"reason\":\"01\"}"));
	const char *again = here_again(c, &s);
	OK(happen(c, "enrolment", again, "{\"event\":\"arrive\",\"event_date\":\"2025-10-12\"}"));
	OK(happen(c, "enrolment", again, "{\"event\":\"drop\",\"event_date\":\"2025-10-20\",\"reason\":\"01\"}"));
	event_too_early(c, happen(c, "enrolment", s.enrolment, "{\"event\":\"return\",\"event_date\":\"2025-10-15\"}"), "2025-10-20");
	rec = get(c, "enrolment", s.enrolment);
	event_too_early(c, event_undo(c, &rec, &rec), "2025-10-20");
	OK(happen(c, "enrolment", s.enrolment, "{\"event\":\"return\",\"event_date\":\"2025-10-21\"}"));
	/* Of an enrolment that never was nothing stands in the way. */
	rec = get(c, "enrolment", s.enrolment);
	OK(event_undo(c, &rec, &rec));
	OK(set_status(c, "enrolment", again, "99", NULL));
	rec = get(c, "enrolment", s.enrolment);
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(rec.status, "01");
}

TEST(a_member_of_staff_goes_after_what_happened_last)
{
	struct transfer t;

	province_make(c);
	today(c, "2025-10-25");
	const char *code = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	const struct transfer_start start = { .person = code, .day = "2025-10-10" };
	OK(transfer_offer(c, &start, OTHER, &t));
	OK(happen(c, "staff", code, "{\"event\":\"second\",\"event_date\":\"2025-10-20\"}"));
	too_early(c, transfer_agree(c, &t, NULL, NULL, &t), "2025-10-20");
	OK(transfer_agree(c, &t, NULL, "2025-10-20", &t));
	assert_string_equal(get(c, "staff", code).unit.code, OTHER);
}

/* The enrolments of a learner at a school, by year: "2025 02 2025-10-06, 2026 01 -". */
static const char *enrolled(struct ctx *c, const char *learner, const char *school)
{
	struct buf b = buf_in(c->arena);
	struct rows r;

	OK(db_query(c, &r, "SELECT e.school_year, e.status, COALESCE(CAST(e.status_date AS TEXT), '-') FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id"
	            " AND l.id = e.learner_id JOIN unit u ON u.id = e.unit_id WHERE l.code = $1 AND u.code = $2 ORDER BY e.school_year, e.id",
	            ARGS(val_text(learner), val_text(school))));
	for (size_t i = 0; i < r.count; i++)
		buf_fmt(&b, "%s%d %s %s", i > 0 ? ", " : "", (int)rows_int(&r, i, 0), rows_text(&r, i, 1), rows_text(&r, i, 2));
	return buf_text(&b);
}

/* Rolled over already: next year is undone here, and begins there if it is to. */
TEST(whoever_comes_has_the_day_of_it_in_either_year)
{
	const struct setting s = setting(c);
	const char *next = province_record(c, SCHOOL, "class", "{\"name\":\"3A\",\"grade\":\"03\",\"school_year\":2026}");
	const char *next_there = province_record(c, OTHER, "class", "{\"name\":\"3B\",\"grade\":\"03\",\"school_year\":2026}");
	struct transfer t;

	province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2026}", s.learner, next));
	today(c, "2026-07-10");
	OK(offer(c, &s, "2026-05-29", &t));
	OK(transfer_agree(c, &t, s.there, NULL, &t));
	assert_string_equal(enrolled(c, s.learner, SCHOOL), "2025 08 2026-05-29, 2026 99 -");
	assert_string_equal(enrolled(c, s.learner, OTHER), "2025 06 2026-05-29");
	OK(transfer_undo(c, &t, "Nhầm", &t));
	assert_string_equal(enrolled(c, s.learner, SCHOOL), "2025 01 -, 2026 01 -");
	OK(offer(c, &s, "2026-07-08", &t));
	OK(transfer_agree(c, &t, next_there, NULL, &t));
	assert_string_equal(enrolled(c, s.learner, OTHER), "2025 99 2026-05-29, 2026 01 2026-07-08");
}

TEST(an_event_of_staff_fills_in_the_day_of_their_status)
{
	struct transfer t;
	struct record rec;

	province_make(c);
	today(c, "2025-10-25");
	const char *code = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\",\"status_date\":\"2020-09-01\"}");
	OK(happen(c, "staff", code, "{\"event\":\"second\",\"event_date\":\"2025-10-20\"}"));
	rec = get(c, "staff", code);
	assert_string_equal(text(&rec, "status_date"), "2025-10-20");
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(text(&rec, "status_date"), "2020-09-01");
	const struct transfer_start start = { .person = code, .day = "2025-10-21" };
	OK(transfer_offer(c, &start, OTHER, &t));
	OK(transfer_agree(c, &t, NULL, NULL, &t));
	rec = get(c, "staff", code);
	assert_string_equal(rec.unit.code, OTHER);
	assert_string_equal(text(&rec, "status_date"), "2025-10-21");
	OK(transfer_undo(c, &t, "Nhầm", &t));
	rec = get(c, "staff", code);
	assert_string_equal(text(&rec, "status_date"), "2020-09-01");
}

static const char *next_year(struct ctx *c, const char *learner)
{
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"3A\",\"grade\":\"03\",\"school_year\":2026}");

	return province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2026}", learner, class));
}

/* Offered and withdrawn again. */
static void may_go(struct ctx *c, const struct setting *s, const char *day)
{
	struct transfer t;

	OK(offer(c, s, day, &t));
	OK(transfer_withdraw(c, &t, &t));
}

TEST(a_transfer_is_of_a_year_that_is_near)
{
	const struct setting s = setting(c);
	struct transfer t;

	too_early(c, offer(c, &s, "2024-10-10", &t), "2025–2026");
	too_early(c, offer(c, &s, "2025-05-31", &t), "2025–2026");
	too_early(c, request(c, &s, "2025-05-31", &t), "2025–2026");
	too_early(c, offer(c, &s, "2026-08-01", &t), "2025–2026");
	too_early(c, request(c, &s, "2052-10-10", &t), "2025–2026");
	may_go(c, &s, "2025-06-01"); /* left in summer, told late */
	may_go(c, &s, "2026-07-31");
	/* Already of the next year: its end. */
	next_year(c, s.learner);
	may_go(c, &s, "2026-08-20");
	too_early(c, offer(c, &s, "2027-08-01", &t), "2026–2027");
	OK(offer(c, &s, "2025-10-10", &t));
	too_early(c, transfer_agree(c, &t, s.there, "2025-05-31", &t), "2025–2026");
	assert_string_equal(get(c, "learner", s.learner).unit.code, SCHOOL);
}

TEST(in_summer_the_next_year_is_near)
{
	const struct setting s = setting(c);
	struct transfer t;

	today(c, "2026-06-10");
	may_go(c, &s, "2026-08-20");
	may_go(c, &s, "2027-07-31");
	too_early(c, offer(c, &s, "2027-08-01", &t), "2026–2027");
	/* The year they were in, as long as there is no other. */
	today(c, "2026-09-10");
	may_go(c, &s, "2026-03-01");
	next_year(c, s.learner);
	too_early(c, offer(c, &s, "2026-03-01", &t), "2026–2027");
	may_go(c, &s, "2026-07-10");
}

/* Where no enrolment of the year runs no event would say so. */
TEST(a_transfer_is_carried_out_when_its_day_has_come)
{
	const struct setting s = setting(c);
	struct transfer t;

	today(c, "2026-07-10");
	next_year(c, s.learner);
	OK(set_status(c, "enrolment", s.enrolment, "99", NULL));
	OK(offer(c, &s, "2026-07-20", &t));
	const char *there = province_record(c, OTHER, "class", "{\"name\":\"3B\",\"grade\":\"03\",\"school_year\":2026}");
	FAILS(transfer_agree(c, &t, there, NULL, &t), "event.date");
	today(c, "2026-07-20");
	OK(transfer_agree(c, &t, there, NULL, &t));
}

TEST(a_transfer_of_staff_is_not_of_years_ago)
{
	struct transfer t;

	province_make(c);
	today(c, "2025-10-25");
	const char *code = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	const struct setting s = { .learner = code };
	too_early(c, offer(c, &s, "1925-10-10", &t), "2024–2025");
	too_early(c, offer(c, &s, "2027-10-10", &t), "2025–2026");
	may_go(c, &s, "2024-08-15");
}

TEST(a_pupil_is_offered_to_a_school_that_teaches_their_grade)
{
	const struct setting s = setting(c);
	const char *five = province_pupil(c, SCHOOL, make_class(c, SCHOOL, "5A", 5), "Sùng A Lềnh", "2015-04-05", "01", "08");
	const struct record rec = get(c, "enrolment", five);
	struct transfer t;

	const struct transfer_start young = { .person = s.learner, .day = "2025-10-10" }, old = { .person = text(&rec, "learner"), .day = "2025-10-10" };
	FAILS(transfer_offer(c, &young, "19000501", &t), "transfer.level");
	OK(transfer_offer(c, &old, "19000501", &t)); /* grade 6 comes next */
	OK(transfer_offer(c, &young, OTHER, &t));
}
