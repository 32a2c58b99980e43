/* test_report_basis.c - what stands behind a figure is what was counted, whatever has happened since. */
#include "province.h"

#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "domain/event/event.h"
#include "domain/report/figures.h"
#include "domain/unit/unit_admin.h"
#include "store/as_of.h"
#include "store/move.h"
#include "test_report_tools.h"

static const struct scope everything = { .path = "/" };

static struct record find(struct ctx *c, const char *type, const char *code)
{
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, type), &everything, code, &rec));
	return rec;
}

static void change(struct ctx *c, const char *type, const char *code, const char *json)
{
	const struct record rec = find(c, type, code);
	const struct draft d = province_draft(c, type, json);
	int64_t version;

	OK(record_change(c, &rec, rec.version, &d, &version));
}

/* The records behind a cell, one page. */
static json_t *records(struct ctx *c, const struct report *rep, int code, const char *letter)
{
	struct report_page page;

	OK(report_cell_records(c, rep, code, letter, NULL, 200, &page));
	assert_null(page.cursor);
	json_t *all = json_loads(arena_fmt(c->arena, "[%s]", buf_text(&page.items)), 0, NULL);
	assert_non_null(all);
	arena_defer(c->arena, (void (*)(void *))json_decref, all);
	return all;
}

static const json_t *with_code(const json_t *all, const char *code)
{
	for (size_t i = 0; i < json_array_size(all); i++)
		if (streq(json_string_value(json_object_get(json_array_get(all, i), "code")), code))
			return json_array_get(all, i);
	fail_msg("%s is not among the %zu records", code, json_array_size(all));
	return NULL;
}

/* The first enrolment of a school that was counted as a child of six in class 1. */
static const char *some_enrolment(struct ctx *c, const struct report *rep, int code)
{
	return arena_strdup(c->arena, json_string_value(json_object_get(json_array_get(records(c, rep, code, "E"), 0), "code")));
}

static void two_schools(struct ctx *c)
{
	province_make(c);
	report_fill_school(c, "19172401");
	report_fill_school(c, "19172402");
}

static json_int_t changed(struct ctx *c, const struct report *rep)
{
	struct buf b = buf_in(c->arena);

	OK(report_put_json(c, &b, rep, true));
	json_t *told = json_loads(buf_text(&b), 0, NULL);
	assert_non_null(told);
	arena_defer(c->arena, (void (*)(void *))json_decref, told);
	return json_integer_value(json_object_get(told, "changed"));
}

static void one_more(struct ctx *c, const char *klass)
{
	(void)province_pupil(c, "19172401", province_record(c, "19172401", "class", klass), "Lê Mới", "2019-01-01", "01", "01");
}

TEST(a_report_that_is_not_sent_says_how_many_figures_would_be_others)
{
	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_compute(c, "19172401");
	assert_int_equal(changed(c, &rep), 0);
	one_more(c, "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	const json_int_t n = changed(c, &rep);
	assert_true(n > 10);
	(void)province_record(c, "19172401", "staff", "{\"full_name\":\"Lê Thầy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\",\"ethnic_group\":\"01\"}"); /* which it does not ask for */
	assert_int_equal(changed(c, &rep), n);
	rep = report_test_compute(c, "19172401");
	assert_int_equal(changed(c, &rep), 0);
	rep = report_test_step(c, "19172401", "submit");
	one_more(c, "{\"name\":\"1C\",\"grade\":\"01\",\"school_year\":2025}");
	assert_int_equal(changed(c, &rep), 0); /* sent: it stays as it is */
	rep = report_test_step(c, "19172401", "return");
	assert_true(changed(c, &rep) > 10);
}

/* What nobody accepted is in no sum, and so behind no figure of a sum. */
TEST(an_offices_figures_lead_to_what_it_added_up)
{
	two_schools(c);
	(void)report_test_compute(c, "19172402");
	struct report school = report_test_accepted(c, "19172401");
	struct report so = report_test_compute(c, "19");
	assert_int_equal(report_test_value(&so, 37, 0), 35);
	assert_int_equal(report_count_items(c, &so, 37, "E", 200), 35);
	assert_true(report_check_every_cell(c, &so) > 100);
	so = report_test_accepted(c, "19");
	assert_int_equal(report_count_items(c, &so, 37, "E", 7), 35);
	struct report ministry = report_test_compute(c, "BGDDT");
	assert_int_equal(report_count_items(c, &ministry, 37, "E", 7), 35);
	assert_int_equal(report_count_items(c, &ministry, 1, "E", 7), 1); /* institutions too */
	assert_true(report_check_every_cell(c, &ministry) > 100);
	assert_true(report_check_every_cell(c, &school) > 100);
}

TEST(figures_of_several_schools_are_paged_without_gaps)
{
	static const size_t limits[] = { 1, 2, 34, 35, 36, 69, 70, 200 };

	two_schools(c);
	(void)report_test_accepted(c, "19172401");
	(void)report_test_accepted(c, "19172402");
	struct report so = report_test_compute(c, "19");
	for (size_t i = 0; i < COUNT(limits); i++)
		assert_int_equal(report_count_items(c, &so, 37, "E", limits[i]), 70);
	const json_t *all = records(c, &so, 37, "E");
	for (size_t i = 0; i < json_array_size(all); i++)
		for (size_t k = i + 1; k < json_array_size(all); k++)
			if (json_equal(json_object_get(json_array_get(all, i), "code"), json_object_get(json_array_get(all, k), "code")))
				fail_msg("records %zu and %zu are the same", i, k);
}

TEST(what_happened_after_counting_leaves_the_records_as_they_were_counted)
{
	struct record ret;

	two_schools(c);
	struct report school = report_test_accepted(c, "19172401");
	struct report so = report_test_compute(c, "19");
	const char *code = some_enrolment(c, &school, 73), *gone = some_enrolment(c, &school, 45);
	change(c, "enrolment", code, "{\"learns_computing\":false,\"inclusive\":true}");
	change(c, "enrolment", code, "{\"learns_computing\":true,\"policy_group\":\"08\"}");
	change(c, "enrolment", code, "{\"learns_computing\":false}");
	struct record leaver = find(c, "enrolment", gone);
	struct draft d = province_draft(c, "enrolment_event", "{\"event\":\"leave\",\"event_date\":\"2025-10-10\",\"destination\":\"01\"}");
	OK(event_add(c, &leaver, &d, &ret));
	province_pupil(c, "19172401", province_record(c, "19172401", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Mới",
	               "2019-01-01", "01", "01");
	for (int i = 0; i < 2; i++) {
		const struct report *rep = i == 0 ? &school : &so;
		assert_true(report_check_every_cell(c, rep) > 100);
		const json_t *all = records(c, rep, 37, "E"), *was = with_code(all, code), *now = json_object_get(was, "now");
		assert_int_equal(json_array_size(all), 35);
		assert_int_equal(json_integer_value(json_object_get(was, "counted_version")), 1);
		assert_int_equal(json_integer_value(json_object_get(was, "version")), 1);
		assert_true(json_is_true(json_object_get(was, "learns_computing")));
		assert_true(json_is_null(json_object_get(was, "policy_group")));
		assert_true(json_is_false(json_object_get(now, "learns_computing")));
		assert_string_equal(json_string_value(json_object_get(now, "policy_group")), "08");
		assert_int_equal(json_integer_value(json_object_get(now, "version")), 4);
		assert_string_equal(json_string_value(json_object_get(now, "status")), "01");
		assert_null(json_object_get(now, "learner")); /* only what differs */
		was = with_code(all, gone);
		assert_string_equal(json_string_value(json_object_get(was, "status")), "01");
		assert_string_equal(json_string_value(json_object_get(json_object_get(was, "now"), "status")), "04");
	}
	const json_t *untouched = json_array_get(records(c, &school, 40, "E"), 0);
	assert_null(json_object_get(untouched, "now"));
	assert_int_equal(json_integer_value(json_object_get(untouched, "counted_version")), 1);
}

/* Who is of another sex than when they were counted is marked, though their enrolment is as it was; where only the
 * enrolment decides nobody is. */
TEST(who_was_changed_themselves_is_marked_where_that_decides)
{
	two_schools(c);
	struct report school = report_test_accepted(c, "19172401");
	struct report so = report_test_compute(c, "19");
	const char *code = arena_strdup(c->arena, json_string_value(json_object_get(json_array_get(records(c, &school, 37, "F"), 0), "code")));
	const struct record enrolment = find(c, "enrolment", code);
	c->now_ms += 1000;
	change(c, "learner", enrolment.value[field_find(enrolment.type, "learner")->index].s, "{\"sex\":\"01\"}");
	for (int i = 0; i < 2; i++) {
		const json_t *all = records(c, i == 0 ? &school : &so, 37, "F");
		size_t marked = 0;
		for (size_t k = 0; k < json_array_size(all); k++)
			marked += json_is_true(json_object_get(json_array_get(all, k), "person_changed"));
		assert_int_equal(marked, 1);
		assert_true(json_is_true(json_object_get(with_code(all, code), "person_changed")));
		assert_null(json_object_get(with_code(all, code), "now"));
	}
	assert_null(json_object_get(with_code(records(c, &school, 37, "E"), code), "person_changed"));
}

/* The version counted need not be the first. */
TEST(a_record_is_shown_at_the_version_that_was_counted)
{
	two_schools(c);
	struct report draft = report_test_compute(c, "19172401");
	const char *code = some_enrolment(c, &draft, 73);
	change(c, "enrolment", code, "{\"inclusive\":true}");
	draft = report_test_compute(c, "19172401");
	change(c, "enrolment", code, "{\"inclusive\":false}");
	const json_t *was = with_code(records(c, &draft, 37, "E"), code);
	assert_int_equal(json_integer_value(json_object_get(was, "counted_version")), 2);
	assert_true(json_is_true(json_object_get(was, "inclusive")));
	assert_true(json_is_false(json_object_get(json_object_get(was, "now"), "inclusive")));
}

/* A school that has gone to another Sở keeps its figures in the sum; its records are no longer the caller's to see. */
TEST(records_of_a_school_that_left_the_scope_are_left_out_and_counted)
{
	struct report_page page;
	size_t n;

	two_schools(c);
	(void)report_test_accepted(c, "19172401");
	(void)report_test_accepted(c, "19172402");
	struct report so = report_test_compute(c, "19");
	OK(unit_move(c, (const char *const[]){ "19172402" }, 1, "01", "2025-10-15"));
	province_act_as(c, "manager", "19");
	OK(report_cell_records(c, &so, 37, "E", NULL, 200, &page));
	assert_int_equal(page.left_out, 35);
	assert_null(strstr(buf_text(&page.items), "\"19172402"));
	assert_non_null(strstr(buf_text(&page.items), "\"unit_name\":\"Trường "));
	n = report_count_items(c, &so, 37, "E", 10);
	assert_int_equal(n, 70);
	assert_true(report_check_every_cell(c, &so) > 100);
}

/* To see figures is not to see people. */
TEST(figures_may_be_seen_without_the_records_behind_them)
{
	struct report_page page;

	two_schools(c);
	struct report school = report_test_accepted(c, "19172401");
	struct report so = report_test_compute(c, "19");
	province_act_as(c, "viewer", "19");
	FAILS(report_cell_records(c, &school, 37, "E", NULL, 50, &page), "right.missing");
	FAILS(report_cell_records(c, &so, 37, "E", NULL, 50, &page), "right.missing");
	OK(report_cell_records(c, &so, 1, "E", NULL, 50, &page)); /* institutions are public */
	FAILS(report_cell_records(c, &so, 250, "E", NULL, 50, &page), "report.cell");
	FAILS(report_cell_records(c, &so, 37, "ZZ", NULL, 50, &page), "report.cell");
}

TEST(a_page_of_a_report_that_was_computed_anew_is_refused)
{
	static const char *const bad[] = { "x", "", "000000000000-0-0-0", "i1.i2" };
	struct report_page page, next;

	two_schools(c);
	struct report rep = report_test_compute(c, "19172401");
	OK(report_cell_records(c, &rep, 37, "E", NULL, 10, &page));
	for (size_t i = 0; i < COUNT(bad); i++)
		FAILS(report_cell_records(c, &rep, 37, "E", bad[i], 10, &next), "query.cursor");
	FAILS(report_cell_records(c, &rep, 37, "E", arena_fmt(c->arena, "%sx", page.cursor), 10, &next), "query.cursor");
	FAILS(report_cell_records(c, &rep, 40, "E", page.cursor, 10, &next), "query.cursor"); /* of another cell */
	OK(report_cell_records(c, &rep, 37, "E", page.cursor, 10, &next));
	change(c, "enrolment", some_enrolment(c, &rep, 73), "{\"learns_computing\":false}");
	rep = report_test_compute(c, "19172401");
	FAILS(report_cell_records(c, &rep, 37, "E", page.cursor, 10, &next), "query.cursor");
}

/* Reports of before the records were kept say so; a sum tells how many of its records cannot be listed. */
TEST(reports_without_a_basis_say_so)
{
	struct report_page page;

	two_schools(c);
	(void)report_test_accepted(c, "19172401");
	(void)report_test_accepted(c, "19172402");
	struct report so = report_test_compute(c, "19");
	OK(db_begin(c));
	OK(db_run(c, "UPDATE report SET basis = NULL WHERE code LIKE '19172401-%'", NULL, 0));
	OK(db_end(c, true));
	struct report school = report_test_step(c, "19172401", "find");
	FAILS(report_cell_records(c, &school, 37, "E", NULL, 50, &page), "report.no_basis");
	OK(report_cell_records(c, &so, 37, "E", NULL, 200, &page));
	assert_int_equal(page.unlisted, 35);
	assert_int_equal(report_count_items(c, &so, 37, "E", 10), 70);
	/* One that lists no records of the type says so too, and not that there is nobody. */
	school.basis = "{\"patterns\":[],\"records\":{}}";
	school.hash = report_digest(c, &school);
	OK(report_cell_records(c, &school, 37, "E", NULL, 50, &page));
	assert_int_equal(page.items.len, 0);
	assert_int_equal(page.unlisted, 35);
}

TEST(what_was_counted_is_the_same_alone_and_in_one_pass)
{
	struct report_summary sum;

	two_schools(c);
	struct report alone = report_test_compute(c, "19172401");
	struct unit so = province_unit(c, "19");
	OK(report_compute_below(c, report_test_form(c), &so, "2025-start", &sum));
	struct report rep = report_test_step(c, "19172401", "find");
	assert_non_null(strstr(rep.basis, "\"enrolment\":[["));
	assert_string_equal(rep.basis, alone.basis);
	assert_string_equal(rep.hash, alone.hash);
	/* 35 enrolments, 5 classes, 6 campuses, a profile and the school: a kilobyte or two, not a copy of the records. */
	assert_true(strlen(rep.basis) < 4000);
}

static struct record moved(struct ctx *c, const struct record *rec, const char *to)
{
	const struct unit u = province_unit(c, to);
	struct record ret;

	OK(db_begin(c));
	OK(record_move(c, rec, &u, NULL, 0, NULL, &ret));
	OK(db_end(c, true));
	return ret;
}

/* Whoever comes back finds the old row, written over with what was learnt elsewhere: still it says what it was before. */
TEST(whoever_came_back_is_shown_as_they_were_before_they_left)
{
	json_t *was;

	province_make(c);
	const char *code = province_record(c, "19172401", "learner", "{\"full_name\":\"Lê An\",\"birth_date\":\"2019-01-01\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	change(c, "learner", code, "{\"full_name\":\"Lê Ân\"}");
	struct record rec = find(c, "learner", code);
	rec = moved(c, &rec, "19172402");
	change(c, "learner", code, "{\"full_name\":\"Lê Ẩn\",\"sex\":\"02\"}");
	rec = find(c, "learner", code);
	rec = moved(c, &rec, "19172401");
	for (int version = 1; version <= 2; version++) {
		OK(record_as_of(c, &rec, version, &was));
		assert_string_equal(json_string_value(json_object_get(was, "full_name")), version == 1 ? "Lê An" : "Lê Ân");
		assert_string_equal(json_string_value(json_object_get(was, "sex")), "01");
		assert_string_equal(json_string_value(json_object_get(was, "status")), "01");
		assert_string_equal(json_string_value(json_object_get(json_object_get(was, "now"), "full_name")), "Lê Ẩn");
	}
	OK(record_as_of(c, &rec, 3, &was)); /* as the row was left behind */
	assert_string_not_equal(json_string_value(json_object_get(was, "status")), "01");
	OK(record_as_of(c, &rec, rec.version, &was));
	assert_null(json_object_get(was, "now"));
}
