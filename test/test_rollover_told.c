/* test_rollover_told.c - what a roll-over tells of that was put right late, and that its remedies work. */
#include <string.h>

#include "api.h"
#include "day_tools.h"
#include "db/db.h"
#include "domain/reorganize/reorganize.h"
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
		assert_string_equal(p->record[0].code, field);
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

static const char *why_left(const struct rollover *run, const char *code)
{
	for (const struct problem *p = run->left.first; p != NULL; p = p->next)
		if (streq(p->field, code))
			return p->message;
	return "";
}

struct rolled {
	struct rollover run;
	const char *learner, *enrolment; /* of one who goes into 2A */
};

/* Two pupils of two classes in October of the new year; of the other nobody wants anything. */
static struct rolled rolled(struct ctx *c)
{
	struct rolled x;

	province_make(c);
	today(c, "2025-09-10");
	x.learner = learner_of(c, enrolled(c, "Lê Một", make_class(c, SCHOOL, "1A", 1)));
	enrolled(c, "Lê Ba", make_class(c, SCHOOL, "3A", 3));
	today(c, "2026-06-10");
	x.run = roll(c);
	x.enrolment = next_of(c, x.learner);
	today(c, "2026-10-10");
	return x;
}

static void taken_back_whole(struct ctx *c, struct rolled *x)
{
	OK(rollover_undo(c, &x->run));
	assert_int_equal(x->run.remaining, 0);
	assert_string_equal(get(c, "enrolment", x->enrolment).status, "99");
}

TEST(a_rolled_enrolment_that_events_changed_goes_back_once_they_are_undone)
{
	struct rolled x = rolled(c);
	struct record rec;

	OK(happen(c, "enrolment", x.enrolment, "{\"event\":\"drop\",\"event_date\":\"2026-09-20\",\"reason\":\"01\"}"));
	OK(happen(c, "enrolment", x.enrolment, "{\"event\":\"return\",\"event_date\":\"2026-10-01\"}"));
	OK(happen(c, "enrolment", x.enrolment, "{\"event\":\"leave\",\"event_date\":\"2026-10-05\",\"destination\":\"01\"}"));
	OK(rollover_undo(c, &x.run));
	assert_int_equal(x.run.remaining, 2); /* with the class */
	SAYS(why_left(&x.run, x.enrolment), "hãy huỷ các biến động của ghi danh ấy");
	rec = get(c, "enrolment", x.enrolment);
	for (int i = 0; i < 3; i++)
		OK(event_undo(c, &rec, &rec));
	taken_back_whole(c, &x);
}

TEST(a_rolled_enrolment_in_another_class_and_back_goes_back_once_that_is_undone)
{
	struct rolled x = rolled(c);
	const char *was = class_of(c, x.enrolment), *other = province_record(c, SCHOOL, "class", "{\"name\":\"2B\",\"grade\":\"02\",\"school_year\":2026}");
	struct record rec;

	OK(change(c, "enrolment", x.enrolment, arena_fmt(c->arena, "{\"class\":\"%s\"}", other)));
	OK(rollover_undo(c, &x.run));
	SAYS(why_left(&x.run, x.enrolment), "hãy huỷ các biến động của ghi danh ấy");
	today(c, "2026-10-20");
	OK(change(c, "enrolment", x.enrolment, arena_fmt(c->arena, "{\"class\":\"%s\"}", was)));
	FAILS(rollover_undo(c, &x.run), "rollover.changed");
	OK(rollover_find(c, actor_scope(c), x.run.code, &x.run));
	OK(rollover_find_left(c, &x.run));
	SAYS(why_left(&x.run, x.enrolment), "hãy huỷ các biến động của ghi danh ấy");
	rec = get(c, "enrolment", x.enrolment);
	OK(event_undo(c, &rec, &rec));
	OK(event_undo(c, &rec, &rec));
	taken_back_whole(c, &x);
}

/* A class of the new year by its name. */
static const char *next_class(struct ctx *c, const char *name)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT code FROM r_class WHERE school_year = 2026 AND name = $1", ARGS(val_text(name))));
	return rows_text(&r, 0, 0);
}

static struct transfer goes(struct ctx *c, const char *learner, const char *to, const char *class, const char *day)
{
	struct transfer t;

	OK(transfer_offer(c, &(struct transfer_start){ .person = learner, .day = day }, to, &t));
	OK(transfer_agree(c, &t, class, NULL, &t));
	return t;
}

TEST(a_rolled_enrolment_left_by_transfer_goes_back_once_that_is_undone)
{
	struct rolled x = rolled(c);
	struct transfer t;

	const char *there = province_record(c, OTHER, "class", "{\"name\":\"2C\",\"grade\":\"02\",\"school_year\":2026}");
	OK(happen(c, "enrolment", x.enrolment, "{\"event\":\"drop\",\"event_date\":\"2026-09-10\",\"reason\":\"01\"}"));
	OK(happen(c, "enrolment", x.enrolment, "{\"event\":\"return\",\"event_date\":\"2026-09-20\"}"));
	t = goes(c, x.learner, OTHER, there, "2026-10-05");
	OK(rollover_undo(c, &x.run));
	SAYS(why_left(&x.run, x.enrolment), "huỷ lượt chuyển");
	SAYS(why_left(&x.run, x.enrolment), t.code);
	OK(transfer_undo(c, &t, "Nhầm người", &t));
	FAILS(rollover_undo(c, &x.run), "rollover.changed");
	SAYS(why_left(&x.run, x.enrolment), "hãy huỷ các biến động"); /* what came before the transfer */
	struct record rec = get(c, "enrolment", x.enrolment);
	OK(event_undo(c, &rec, &rec));
	OK(event_undo(c, &rec, &rec));
	taken_back_whole(c, &x);
}

TEST(of_whoever_was_rolled_over_went_and_came_back_the_transfers_are_undone_last_first)
{
	struct rolled x = rolled(c);

	const char *there = province_record(c, OTHER, "class", "{\"name\":\"2C\",\"grade\":\"02\",\"school_year\":2026}"), *here = class_of(c, x.enrolment);
	struct transfer out = goes(c, x.learner, OTHER, there, "2026-09-20");
	today(c, "2026-10-12");
	struct transfer home = goes(c, x.learner, SCHOOL, here, "2026-10-05");
	OK(rollover_undo(c, &x.run));
	SAYS(why_left(&x.run, x.enrolment), arena_fmt(c->arena, "huỷ lượt chuyển %s (sau các lượt muộn hơn", out.code));
	OK(transfer_undo(c, &home, "Nhầm", &home));
	OK(transfer_undo(c, &out, "Nhầm", &out));
	taken_back_whole(c, &x);
}

TEST(what_was_rolled_over_and_a_split_took_stays_and_says_so)
{
	static const struct reorganize_decision decision = { "2026-10-01", "77/QĐ-UBND" };
	struct rolled x = rolled(c);
	const struct unit from = province_unit(c, SCHOOL);
	const char *goes[] = { class_of(c, x.enrolment) }, *stays[] = { next_class(c, "4A") };

	const struct reorganize_part part[] = { { .to = province_unit(c, OTHER), .class = goes, .n_classes = 1 }, { .to = from, .class = stays, .n_classes = 1 } };
	OK(reorganize_split(c, &from, part, 2, &decision));
	OK(rollover_undo(c, &x.run));
	assert_int_equal(x.run.remaining, 2);
	SAYS(why_left(&x.run, x.enrolment), "chia, tách hoặc sáp nhập trường");
	SAYS(why_left(&x.run, x.enrolment), "không huỷ được");
	SAYS(why_left(&x.run, goes[0]), "không huỷ được");
	FAILS(rollover_undo(c, &x.run), "rollover.changed");
}

TEST(a_split_takes_whoever_was_rolled_over_after_they_came_back)
{
	static const struct reorganize_decision decision = { "2026-10-20", "77/QĐ-UBND" };
	struct rolled x = rolled(c);
	const struct unit from = province_unit(c, SCHOOL);
	const char *class[] = { class_of(c, x.enrolment) }, *stays[] = { next_class(c, "4A") };

	const char *there = province_record(c, OTHER, "class", "{\"name\":\"2C\",\"grade\":\"02\",\"school_year\":2026}");
	goes(c, x.learner, OTHER, there, "2026-09-20");
	today(c, "2026-10-12");
	goes(c, x.learner, SCHOOL, class[0], "2026-10-05");
	today(c, "2026-10-25");
	const struct reorganize_part part[] = { { .to = province_unit(c, OTHER), .class = class, .n_classes = 1 }, { .to = from, .class = stays, .n_classes = 1 } };
	OK(reorganize_split(c, &from, part, 2, &decision));
	OK(rollover_undo(c, &x.run));
	SAYS(why_left(&x.run, x.enrolment), "chia, tách hoặc sáp nhập trường");
}

TEST(of_whoever_was_rolled_over_out_of_school_a_split_is_not_called_a_transfer)
{
	static const struct reorganize_decision decision = { "2026-07-01", "77/QĐ-UBND" };
	const struct unit from = province_unit(c, (province_make(c), SCHOOL));

	today(c, "2025-09-10");
	const char *class[] = { make_class(c, SCHOOL, "5A", 5) }, *stays[] = { make_class(c, SCHOOL, "1A", 1), NULL };
	const char *learner = learner_of(c, enrolled(c, "Lê Năm", class[0]));
	enrolled(c, "Lê Một", stays[0]);
	today(c, "2026-06-10");
	struct rollover run = roll(c);
	stays[1] = next_class(c, "2A");
	OK(set_status(c, "learner", learner, "01", NULL));
	today(c, "2026-07-10");
	const struct reorganize_part part[] = { { .to = province_unit(c, OTHER), .class = class, .n_classes = 1 }, { .to = from, .class = stays, .n_classes = 2 } };
	OK(reorganize_split(c, &from, part, 2, &decision));
	OK(rollover_undo(c, &run));
	assert_int_equal(run.remaining, 1);
	SAYS(why_left(&run, learner), "chia, tách hoặc sáp nhập trường");
}
