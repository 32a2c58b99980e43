/* test_rollover_told.c - what a roll-over tells of that was put right late, and that its remedies work. */
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

static const char *class_of(struct ctx *c, const char *enrolment)
{
	const struct record rec = get(c, "enrolment", enrolment);

	return text(&rec, "class");
}

static struct rollover roll(struct ctx *c)
{
	const struct unit u = province_unit(c, SCHOOL);
	struct rollover_plan plan;
	struct rollover ret;

	OK(rollover_run(c, &u, &(struct rollover_options){ .year = 2025 }, &plan, &ret));
	return ret;
}

/* The enrolment of 2026 at the school that counts. */
static const char *next_of(struct ctx *c, const char *learner)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT e.code FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id JOIN unit u ON u.id = e.unit_id "
	            "WHERE l.code = $1 AND u.code = $2 AND e.school_year = 2026 AND e.status <> '99'", ARGS(val_text(learner), val_text(SCHOOL))));
	assert_int_equal(r.count, 1);
	return rows_text(&r, 0, 0);
}

/* All that is told of somebody under a key, with a stroke after each; warnings only. */
static const char *warned(struct ctx *c, const struct rollover_plan *plan, const char *field, const char *key)
{
	struct buf b = buf_in(c->arena);

	for (const struct problem *p = plan->problems.first; p != NULL; p = p->next) {
		if (!streq(p->field, field) || !streq(p->key, key))
			continue;
		assert_true(p->warning);
		buf_fmt(&b, "%s|", p->message);
	}
	return buf_text(&b);
}

static const char *told(struct ctx *c, const char *field, const char *key)
{
	const struct unit u = province_unit(c, SCHOOL);
	struct rollover_plan plan;

	OK(rollover_preview(c, &u, &(struct rollover_options){ .year = 2025 }, &plan));
	return warned(c, &plan, field, key);
}

#define SAYS(said, words) assert_non_null(strstr(said, words))

TEST(after_a_roll_over_the_kind_of_admission_is_told_until_it_agrees_with_the_decision)
{
	const char *key = "rollover.decided_otherwise";

	province_make(c);
	today(c, "2025-09-10");
	const char *up = enrolled(c, "Lê Một", make_class(c, SCHOOL, "1A", 1)), *stays = enrolled(c, "Lê Hai", make_class(c, SCHOOL, "2A", 2));
	const char *went = learner_of(c, up), *stayed = learner_of(c, stays);
	OK(change(c, "enrolment", stays, "{\"promotion\":\"02\"}"));
	OK(change(c, "enrolment", up, "{\"promotion\":\"01\"}"));
	today(c, "2026-06-10");
	roll(c);
	assert_string_equal(told(c, went, key), "");
	assert_string_equal(told(c, stayed, key), "");
	const char *second = class_of(c, next_of(c, went));
	OK(change(c, "enrolment", up, "{\"promotion\":\"02\"}"));
	OK(change(c, "enrolment", stays, "{\"promotion\":\"01\"}"));
	SAYS(told(c, went, key), "Hãy xếp lại lớp");
	SAYS(told(c, went, key), "sửa «Loại nhập học» thành «Lưu ban»");
	/* The class alone does not do. */
	const char *first = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2026}");
	const char *third = province_record(c, SCHOOL, "class", "{\"name\":\"3A\",\"grade\":\"03\",\"school_year\":2026}");
	assert_string_not_equal(first, second);
	OK(change(c, "enrolment", next_of(c, went), arena_fmt(c->arena, "{\"class\":\"%s\"}", first)));
	OK(change(c, "enrolment", next_of(c, stayed), arena_fmt(c->arena, "{\"class\":\"%s\"}", third)));
	assert_null(strstr(told(c, went, key), "xếp lại lớp"));
	SAYS(told(c, went, key), "sửa «Loại nhập học» thành «Lưu ban»");
	assert_null(strstr(told(c, stayed, key), "xếp lại lớp"));
	SAYS(told(c, stayed, key), "sửa «Loại nhập học» thành «Lên lớp»");
	OK(change(c, "enrolment", next_of(c, went), "{\"admission\":\"3\"}"));
	OK(change(c, "enrolment", next_of(c, stayed), "{\"admission\":\"4\"}"));
	assert_string_equal(told(c, went, key), "");
	assert_string_equal(told(c, stayed, key), "");
	/* Newly admitted to a level is no repeater, and a repeater is nothing else. */
	OK(change(c, "enrolment", next_of(c, went), "{\"admission\":null}"));
	OK(change(c, "enrolment", next_of(c, stayed), "{\"admission\":\"0\"}"));
	SAYS(told(c, went, key), "«Lưu ban»");
	assert_string_equal(told(c, stayed, key), "");
}

#define DROPPED "{\"event\":\"drop\",\"event_date\":\"2026-05-20\",\"reason\":\"01\"}"
#define LEFT "{\"event\":\"leave\",\"event_date\":\"2026-05-20\",\"destination\":\"01\"}"

TEST(whoever_left_the_old_year_after_they_were_rolled_over_is_told)
{
	const char *key = "rollover.left_since";
	const struct unit u = province_unit(c, (province_make(c), SCHOOL));
	struct rollover_plan plan;
	struct rollover run;
	struct record rec;

	today(c, "2025-09-10");
	const char *class = make_class(c, SCHOOL, "1A", 1), *one = enrolled(c, "Lê Một", class), *two = enrolled(c, "Lê Hai", class);
	const char *dropped = learner_of(c, one), *left = learner_of(c, two), *stays = learner_of(c, enrolled(c, "Lê Ba", class));
	today(c, "2026-06-10");
	roll(c);
	assert_string_equal(told(c, dropped, key), "");
	OK(happen(c, "enrolment", one, DROPPED));
	OK(happen(c, "enrolment", two, LEFT));
	SAYS(told(c, dropped, key), arena_fmt(c->arena, "Hãy huỷ ghi danh %s", next_of(c, dropped)));
	SAYS(told(c, left, key), arena_fmt(c->arena, "Hãy huỷ ghi danh %s", next_of(c, left)));
	assert_string_equal(told(c, stays, key), "");
	/* A further run tells it too. */
	enrolled(c, "Lê Bốn", class);
	OK(rollover_run(c, &u, &(struct rollover_options){ .year = 2025 }, &plan, &run));
	SAYS(warned(c, &plan, dropped, key), "thôi học hoặc chuyển đi");
	/* Either remedy ends it. */
	OK(set_status(c, "enrolment", next_of(c, dropped), "99", NULL));
	assert_string_equal(told(c, dropped, key), "");
	rec = get(c, "enrolment", two);
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(told(c, left, key), "");
}

TEST(whoever_was_rolled_over_and_moved_takes_the_new_enrolment_along)
{
	struct transfer t;

	province_make(c);
	today(c, "2025-09-10");
	const char *learner = learner_of(c, enrolled(c, "Lê Một", make_class(c, SCHOOL, "1A", 1)));
	const char *there = make_class(c, OTHER, "1B", 1);
	today(c, "2026-06-10");
	roll(c);
	OK(transfer_offer(c, &(struct transfer_start){ .person = learner, .day = "2026-05-20" }, OTHER, &t));
	OK(transfer_agree(c, &t, there, NULL, &t));
	assert_string_equal(told(c, learner, "rollover.left_since"), "");
}
