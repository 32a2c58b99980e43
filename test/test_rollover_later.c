/* test_rollover_later.c - what comes after a roll-over: another one, and corrections that were late. */
#include <string.h>

#include "api.h"
#include "day_tools.h"
#include "db/db.h"
#include "domain/rollover/rollover.h"
#include "domain/transfer/transfer.h"

static const char *enrolled(struct ctx *c, const char *name, const char *class)
{
	return province_pupil(c, SCHOOL, class, name, "2015-04-05", "01", "01");
}

static const char *learner_of(struct ctx *c, const char *enrolment)
{
	const struct record rec = get(c, "enrolment", enrolment);

	return text(&rec, "learner");
}

static bool roll(struct ctx *c, int year, struct rollover *ret)
{
	const struct unit u = province_unit(c, SCHOOL);
	struct rollover_plan plan;

	return rollover_run(c, &u, &(struct rollover_options){ .year = year }, &plan, ret);
}

static int64_t enrolments(struct ctx *c, int year)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT count(*) FROM r_enrolment WHERE school_year = $1 AND status <> '99'", ARGS(val_int(year))));
	return rows_int(&r, 0, 0);
}

TEST(an_earlier_roll_over_is_not_taken_from_under_a_later_one)
{
	struct rollover first, second;

	province_make(c);
	today(c, "2025-09-10");
	enrolled(c, "Lê Một", make_class(c, SCHOOL, "1A", 1));
	enrolled(c, "Lê Bốn", make_class(c, SCHOOL, "4A", 4));
	today(c, "2026-06-10");
	OK(roll(c, 2025, &first));
	FAILS(roll(c, 2027, &second), "rollover.year");
	today(c, "2027-06-10");
	OK(roll(c, 2026, &second)); /* one goes up, one leaves */
	FAILS(rollover_undo(c, &first), "rollover.changed");
	assert_int_equal(enrolments(c, 2026), 2);
	OK(rollover_undo(c, &second));
	OK(rollover_undo(c, &first));
	assert_int_equal(first.remaining, 0);
	assert_int_equal(enrolments(c, 2026) + enrolments(c, 2027), 0);
}

TEST(whoever_was_let_go_and_is_back_goes_with_a_later_run)
{
	struct rollover run;

	province_make(c);
	today(c, "2025-09-10");
	const char *done = enrolled(c, "Lê Năm", make_class(c, SCHOOL, "5A", 5)), *learner = learner_of(c, done);
	enrolled(c, "Lê Một", make_class(c, SCHOOL, "1A", 1));
	today(c, "2026-06-10");
	OK(roll(c, 2025, &run));
	assert_string_equal(get(c, "learner", learner).status, "02");
	FAILS(roll(c, 2025, &run), "rollover.done");
	/* Retained after all. */
	OK(change(c, "enrolment", done, "{\"promotion\":\"02\"}"));
	OK(set_status(c, "learner", learner, "01", NULL));
	OK(roll(c, 2025, &run));
	assert_int_equal(enrolments(c, 2026), 2);
	assert_string_equal(get(c, "learner", learner).status, "01");
}

TEST(of_whoever_was_let_go_and_went_elsewhere_the_transfer_is_undone_first)
{
	struct rollover run;
	struct transfer t;

	province_make(c);
	today(c, "2025-09-10");
	const char *learner = learner_of(c, enrolled(c, "Lê Năm", make_class(c, SCHOOL, "5A", 5)));
	enrolled(c, "Lê Một", make_class(c, SCHOOL, "1A", 1));
	today(c, "2026-06-10");
	OK(roll(c, 2025, &run));
	OK(set_status(c, "learner", learner, "01", NULL));
	OK(transfer_offer(c, &(struct transfer_start){ .person = learner, .day = "2026-06-10" }, "19000501", &t));
	OK(transfer_agree(c, &t, province_record(c, "19000501", "class", "{\"name\":\"6A\",\"grade\":\"06\",\"school_year\":2026}"), NULL, &t));
	OK(rollover_undo(c, &run));
	assert_int_equal(run.left.errors, 1);
	assert_non_null(strstr(run.left.first->message, "huỷ lượt chuyển"));
}

static bool told(struct ctx *c, int year, const char *field, const char *key, const char *words)
{
	const struct unit u = province_unit(c, SCHOOL);
	struct rollover_plan plan;

	OK(rollover_preview(c, &u, &(struct rollover_options){ .year = year }, &plan));
	for (const struct problem *p = plan.problems.first; p != NULL; p = p->next)
		if (streq(p->field, field) && streq(p->key, key))
			return p->warning && strstr(p->message, words) != NULL;
	return false;
}

TEST(a_decision_put_right_after_the_pupil_went_over_is_told)
{
	const char *key = "rollover.decided_otherwise";
	struct rollover run;

	province_make(c);
	today(c, "2025-09-10");
	const char *up = enrolled(c, "Lê Một", make_class(c, SCHOOL, "1A", 1)), *done = enrolled(c, "Lê Năm", make_class(c, SCHOOL, "5A", 5));
	const char *stays = enrolled(c, "Lê Hai", make_class(c, SCHOOL, "2A", 2));
	OK(change(c, "enrolment", stays, "{\"promotion\":\"02\"}"));
	today(c, "2026-06-10");
	OK(roll(c, 2025, &run));
	assert_false(told(c, 2025, learner_of(c, up), key, ""));
	assert_false(told(c, 2025, learner_of(c, stays), key, ""));
	assert_false(told(c, 2025, learner_of(c, done), key, ""));
	OK(change(c, "enrolment", up, "{\"promotion\":\"02\"}"));
	OK(change(c, "enrolment", stays, "{\"promotion\":\"01\"}"));
	OK(change(c, "enrolment", done, "{\"promotion\":\"02\"}"));
	assert_true(told(c, 2025, learner_of(c, up), key, "ghi ở lại lớp, nhưng lần chuyển trước đã xếp em lên lớp"));
	assert_true(told(c, 2025, learner_of(c, stays), key, "ghi được lên lớp, nhưng lần chuyển trước đã xếp em ở lại lớp"));
	assert_true(told(c, 2025, learner_of(c, done), key, "ra trường"));
}

TEST(a_roll_over_before_the_summer_is_warned_of)
{
	province_make(c);
	today(c, "2025-11-28");
	enrolled(c, "Lê Một", make_class(c, SCHOOL, "1A", 1));
	assert_true(told(c, 2025, "year", "rollover.early", "2025–2026 chưa kết thúc"));
	assert_false(told(c, 2024, "year", "rollover.early", ""));
	today(c, "2026-06-01");
	assert_false(told(c, 2025, "year", "rollover.early", ""));
	today(c, "2026-09-10");
	assert_false(told(c, 2025, "year", "rollover.early", ""));
}
