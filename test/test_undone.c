/* test_undone.c - what never was is neither changed nor named, and what is of a school year stays within it. */
#include <string.h>

#include "api.h"
#include "day_tools.h"
#include "db/db.h"
#include "domain/transfer/transfer.h"

static bool write_new(struct ctx *c, const char *type, const char *json)
{
	const struct unit u = province_unit(c, SCHOOL);
	const struct draft d = province_draft(c, type, json);
	struct outcome out;

	return record_write_batch(c, d.type, &u, &d, 1, &out) && (out.result != WRITE_REFUSED || fail_problems(c, &out.problems));
}

static const char *learner(struct ctx *c, const char *name)
{
	return province_record(c, SCHOOL, "learner", arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\","
	                       "\"ethnic_group\":\"01\"}", name));
}

static const char *teacher(struct ctx *c, const char *name)
{
	return province_record(c, SCHOOL, "staff", arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}", name));
}

static const char *class_of(struct ctx *c, const char *name, int year)
{
	return province_record(c, SCHOOL, "class", arena_fmt(c->arena, "{\"name\":\"%s\",\"grade\":\"01\",\"school_year\":%d}", name, year));
}

static bool enrol(struct ctx *c, const char *who, const char *class, int year)
{
	return write_new(c, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":%d}", who, class, year));
}

TEST(what_never_was_is_not_changed_until_it_is_in_use_again)
{
	static const char *const status[] = { "03", "06" };

	province_make(c);
	const char *class = class_of(c, "1A", 2025), *an = learner(c, "Lê An");
	for (size_t i = 0; i < COUNT(status); i++) {
		OK(set_status(c, "class", class, status[i], NULL));
		FAILS(change(c, "class", class, "{\"name\":\"1B\"}"), "record.undone");
		OK(change(c, "class", class, "{\"name\":\"1A\"}")); /* nothing of it changes */
		FAILS(enrol(c, an, class, 2025), "reference.gone");
		OK(set_status(c, "class", class, "01", NULL));
	}
	OK(change(c, "class", class, "{\"name\":\"1B\"}"));
	OK(enrol(c, an, class, 2025));
}

/* By hand or by an operation. */
static bool becomes(struct ctx *c, const char *code, const char *status)
{
	const struct record rec = get(c, "learner", code);
	int64_t version;

	return db_begin(c) && db_end(c, record_set_status_in(c, &rec, 0, status, NULL, &version));
}

/* A number is that of one; what never was stands in nobody's way. */
TEST(a_number_of_what_never_was_is_free)
{
	static const char json[] = "{\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\",\"personal_id\":\"019218000001\"}";
	static const char *const never[] = { "03", "06" };

	province_make(c);
	for (size_t i = 0; i < COUNT(never); i++) {
		const char *wrong = province_record(c, SCHOOL, "learner", json);
		OK(becomes(c, wrong, never[i]));
		const char *right = province_record(c, SCHOOL, "learner", json);
		FAILS(becomes(c, wrong, "01"), "field.taken");
		OK(change(c, "learner", right, "{\"personal_id\":\"019218000002\"}"));
		OK(becomes(c, wrong, "01"));
		FAILS(change(c, "learner", right, "{\"personal_id\":\"019218000001\"}"), "field.taken");
		OK(becomes(c, wrong, never[i]) && becomes(c, right, never[i]));
	}
}

TEST(an_enrolment_cancelled_is_not_changed)
{
	province_make(c);
	const char *class = class_of(c, "1A", 2025), *enrolment = pupil(c, SCHOOL, class);

	OK(set_status(c, "enrolment", enrolment, "99", NULL));
	FAILS(change(c, "enrolment", enrolment, "{\"boarder\":true}"), "record.undone");
	FAILS(change(c, "enrolment", enrolment, arena_fmt(c->arena, "{\"class\":\"%s\"}", class_of(c, "1B", 2025))), "record.undone");
}

TEST(a_reference_to_what_never_was_is_refused_by_every_change)
{
	province_make(c);
	const char *one = class_of(c, "1A", 2025), *wrong = class_of(c, "1X", 2025), *enrolment = pupil(c, SCHOOL, one),
	           *campus = province_record(c, SCHOOL, "campus", "{\"name\":\"Điểm lẻ Bản Cái\"}");
	const char *names = arena_fmt(c->arena, "{\"campus\":\"%s\"}", campus);

	OK(set_status(c, "class", wrong, "03", NULL));
	FAILS(change(c, "enrolment", enrolment, arena_fmt(c->arena, "{\"class\":\"%s\"}", wrong)), "reference.gone");
	OK(set_status(c, "campus", campus, "03", NULL));
	FAILS(change(c, "class", one, names), "reference.gone");
	OK(set_status(c, "campus", campus, "01", NULL));
	OK(change(c, "class", one, names));
	OK(set_status(c, "campus", campus, "03", NULL));
	OK(change(c, "class", one, "{\"name\":\"1Y\"}")); /* what it named before stays */
}

TEST(who_has_left_teaches_only_classes_of_the_years_before)
{
	const struct transfer_start start = { .day = "2025-10-06" };
	struct transfer_start moves = start;
	struct transfer t;

	province_make(c);
	today(c, "2025-09-10");
	const char *dan = teacher(c, "Trần Văn Dạy"), *past = class_of(c, "1A", 2024), *now = class_of(c, "1A", 2025), *next = class_of(c, "1A", 2026);
	const char *names = arena_fmt(c->arena, "{\"homeroom_teacher\":\"%s\"}", dan);
	today(c, "2025-10-10");
	moves.person = dan;
	OK(transfer_offer(c, &moves, OTHER, &t));
	OK(transfer_agree(c, &t, NULL, NULL, &t));
	OK(change(c, "class", past, names));
	OK(change(c, "class", now, names));
	FAILS(change(c, "class", next, names), "person.moved");
	FAILS(write_new(c, "class", arena_fmt(c->arena, "{\"name\":\"1Z\",\"grade\":\"01\",\"school_year\":2026,\"homeroom_teacher\":\"%s\"}", dan)), "person.moved");
}

TEST(what_is_of_a_school_year_names_nothing_of_another)
{
	province_make(c);
	const char *one = class_of(c, "1A", 2025), *past = class_of(c, "1A", 2024), *an = learner(c, "Lê An"), *enrolment = pupil(c, SCHOOL, one);

	FAILS(enrol(c, an, past, 2025), "reference.year");
	FAILS(change(c, "enrolment", enrolment, arena_fmt(c->arena, "{\"class\":\"%s\"}", past)), "reference.year");
	FAILS(change(c, "enrolment", enrolment, arena_fmt(c->arena, "{\"first_class\":\"%s\"}", past)), "reference.year");
	FAILS(write_new(c, "class_subject", arena_fmt(c->arena, "{\"class\":\"%s\",\"subject\":\"01\",\"semester\":\"1\",\"assessment_kind\":\"1\",\"school_year\":2025}", past)), "reference.year");
	OK(enrol(c, an, past, 2024));
	OK(enrol(c, an, one, 2025));
}

TEST(events_of_whoever_is_not_in_use_say_why)
{
	static const char *const left = "{\"event\":\"leave\",\"event_date\":\"2025-10-01\",\"destination\":\"01\"}";

	province_make(c);
	const char *enrolment = pupil(c, SCHOOL, class_of(c, "1A", 2025));
	const struct record rec = get(c, "enrolment", enrolment);

	OK(set_status(c, "learner", text(&rec, "learner"), "02", NULL));
	FAILS(happen(c, "enrolment", enrolment, left), "person.inactive");
	OK(set_status(c, "learner", text(&rec, "learner"), "01", NULL));
	OK(happen(c, "enrolment", enrolment, left));
}
