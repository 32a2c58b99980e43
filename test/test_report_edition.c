/* test_report_edition.c - a report's life over several editions; what it is held to; sums that say they are stale. */
#include "province.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "db/db.h"
#include "domain/report/figures.h"
#include "domain/report/report.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "store/change.h"
#include "test_report_tools.h"

/* A pupil more, so that figures differ. */
static void add_pupil(struct ctx *c, const char *school)
{
	province_act_as_system(c);
	province_pupil(c, school, province_record(c, school, "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Mới",
	               "2019-01-01", "01", "01");
}

static struct report as(struct ctx *c, const char *role, const char *unit, const char *of, const char *verb)
{
	province_act_as(c, role, unit);
	struct report rep = streq(verb, "compute") ? report_test_compute(c, of) : report_test_step(c, of, verb);
	province_act_as_system(c);
	return rep;
}

/* Of the system where there is nobody above. */
static struct report above(struct ctx *c, const char *unit, const char *of, const char *verb)
{
	return unit == NULL ? report_test_step(c, of, verb) : as(c, "manager", unit, of, verb);
}

/* submit, return, recompute, submit, accept, reopen, recompute, submit, accept: from one edition to the next. */
static void live(struct ctx *c, const char *own_role, const char *own, const char *office, int64_t before, int64_t after, void (*happen)(struct ctx *))
{
	struct report_difference *d;
	struct report kept;
	size_t n;

	struct report rep = as(c, own_role, own, own, "compute");
	assert_int_equal(rep.edition, 1);
	(void)as(c, own_role, own, own, "submit");
	rep = above(c, office, own, "return");
	assert_string_equal(rep.state, "returned");
	assert_int_equal(rep.edition, 1);
	rep = as(c, own_role, own, own, "compute");
	assert_int_equal(rep.edition, 1);
	(void)as(c, own_role, own, own, "submit");
	const struct report accepted = above(c, office, own, "accept");
	assert_int_equal(report_test_value(&accepted, 37, 0), before);
	rep = above(c, office, own, "reopen");
	assert_int_equal(rep.edition, 2);
	assert_string_equal(rep.state, "returned");
	assert_string_equal(rep.note, "Đếm thiếu lớp 1B");
	rep = report_test_step(c, own, "find");
	OK(report_verify(c, &rep));
	OK(report_differences(c, &rep, &d, &n));
	assert_int_equal(n, 0); /* reopened, not yet computed anew */
	happen(c);
	rep = as(c, own_role, own, own, "compute");
	assert_int_equal(rep.edition, 2);
	assert_int_equal(report_test_value(&rep, 37, 0), after);
	(void)as(c, own_role, own, own, "submit");
	rep = above(c, office, own, "accept");
	OK(report_verify(c, &rep));
	assert_string_not_equal(rep.hash, accepted.hash);
	OK(report_differences(c, &rep, &d, &n));
	assert_true(n > 0 && d[0].before != d[0].now);
	for (size_t i = 0; i < n; i++)
		if (d[i].row == 37 && streq(d[i].column, "E"))
			assert_true(d[i].before == before && d[i].now == after && d[i].was && d[i].is);
	OK(report_edition(c, &rep, 1, &kept));
	assert_string_equal(kept.hash, accepted.hash);
	assert_string_equal(kept.cells, accepted.cells);
	assert_string_equal(kept.basis, accepted.basis);
	assert_string_equal(kept.reason, "Đếm thiếu lớp 1B");
	assert_true(kept.reopened_at != 0 && kept.decided_at == accepted.decided_at && kept.submitted_at == accepted.submitted_at);
	OK(report_verify(c, &kept));
	assert_int_equal(report_count_items(c, &kept, 37, "E", 20), before);
	assert_int_equal(report_count_items(c, &rep, 37, "E", 20), after);
	FAILS(report_edition(c, &rep, 3, &kept), "report.edition");
	FAILS(report_edition(c, &rep, 0, &kept), "report.edition");
}

static void one_more(struct ctx *c)
{
	add_pupil(c, "19172401");
}

static void school_again(struct ctx *c)
{
	(void)as(c, "manager", "P172", "19172401", "reopen");
	one_more(c);
	(void)as(c, "head", "19172401", "19172401", "compute");
	(void)as(c, "head", "19172401", "19172401", "submit");
	(void)as(c, "manager", "P172", "19172401", "accept");
}

static void so_again(struct ctx *c)
{
	school_again(c);
	(void)as(c, "manager", "BGDDT", "19", "reopen");
	(void)as(c, "unit_admin", "19", "19", "compute");
	(void)report_test_step(c, "19", "submit");
	(void)as(c, "manager", "BGDDT", "19", "accept");
}

TEST(a_schools_report_lives_through_editions)
{
	province_make(c);
	report_fill_school(c, "19172401");
	live(c, "head", "19172401", "P172", 35, 36, one_more);
}

TEST(a_provinces_report_lives_through_editions)
{
	province_make(c);
	report_fill_school(c, "19172401");
	(void)as(c, "head", "19172401", "19172401", "compute");
	(void)as(c, "head", "19172401", "19172401", "submit");
	(void)as(c, "manager", "P172", "19172401", "accept");
	live(c, "manager", "19", "BGDDT", 35, 36, school_again);
}

TEST(the_ministrys_report_lives_through_editions)
{
	province_make(c);
	report_fill_school(c, "19172401");
	(void)as(c, "head", "19172401", "19172401", "compute");
	(void)as(c, "head", "19172401", "19172401", "submit");
	(void)as(c, "manager", "P172", "19172401", "accept");
	(void)as(c, "manager", "19", "19", "compute");
	(void)as(c, "manager", "19", "19", "submit");
	(void)as(c, "manager", "BGDDT", "19", "accept");
	live(c, "manager", "BGDDT", NULL, 35, 36, so_again);
}

static bool reopens(struct ctx *c, const char *role, const char *unit, const struct report *rep)
{
	bool may;

	province_act_as(c, role, unit);
	OK(report_reopens(c, rep, &may));
	return may;
}

TEST(only_the_unit_that_accepted_reopens)
{
	struct report rep;

	province_make(c);
	report_fill_school(c, "19172401");
	(void)as(c, "head", "19172401", "19172401", "compute");
	rep = as(c, "head", "19172401", "19172401", "submit");
	assert_false(reopens(c, "manager", "P172", &rep));
	rep = as(c, "manager", "P172", "19172401", "accept");
	assert_true(reopens(c, "manager", "P172", &rep));
	assert_false(reopens(c, "viewer", "P172", &rep) || reopens(c, "head", "19172401", &rep) || reopens(c, "manager", "19", &rep));
	FAILS(report_reopen(c, &rep, "x"), "report.not_yours");
	province_act_as(c, "head", "19172401");
	FAILS(report_reopen(c, &rep, "x"), "report.not_yours");
	province_act_as(c, "manager", "P172");
	OK(report_reopen(c, &rep, "x"));
	FAILS(report_reopen(c, &rep, "x"), "report.state");
	/* Nobody is known to have accepted: any office above. */
	province_act_as_system(c);
	(void)report_test_accepted(c, "19172401");
	rep = as(c, "manager", "19", "19172401", "reopen");
	assert_int_equal(rep.edition, 3);
	/* Who accepted is no longer there. */
	(void)as(c, "head", "19172401", "19172401", "submit");
	rep = as(c, "manager", "P172", "19172401", "accept");
	OK(unit_move(c, (const char *const[]){ "19172401", "19172402" }, 2, "19", "2025-10-05"));
	struct unit phong = province_unit(c, "P172");
	OK(unit_close(c, &phong, &(struct unit_closing){ .date = "2025-11-01" }));
	rep = as(c, "manager", "19", "19172401", "reopen");
	assert_int_equal(rep.edition, 4);
}

TEST(a_stale_copy_of_a_report_is_not_reopened)
{
	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_accepted(c, "19172401"), old = rep;
	OK(report_reopen(c, &rep, "x"));
	FAILS(report_reopen(c, &old, "x"), "report.state"); /* it is looked at again, not believed */
	rep = report_test_step(c, "19172401", "find");
	assert_int_equal(rep.edition, 2);
}

static void run(struct ctx *c, const char *sql)
{
	OK(db_begin(c));
	OK(db_run(c, sql, NULL, 0));
	OK(db_end(c, true));
}

TEST(one_changed_byte_of_a_report_is_found)
{
	static const struct {
		const char *change, *back;
	} all[] = {
		{ "UPDATE report SET cells = replace(cells, '[35,', '[36,')", "UPDATE report SET cells = replace(cells, '[36,', '[35,')" },
		{ "UPDATE report SET basis = replace(basis, '\"enrolment\":[[', '\"enrolment\":[[1')",
		  "UPDATE report SET basis = replace(basis, '\"enrolment\":[[1', '\"enrolment\":[[')" },
		{ "UPDATE form_definition SET definition = replace(definition, 'Mẫu', 'mẫu')", "UPDATE form_definition SET definition = replace(definition, 'mẫu', 'Mẫu')" },
		{ "UPDATE report SET edition = 2", "UPDATE report SET edition = 1" },
		{ "UPDATE report SET period = '2026-start'", "UPDATE report SET period = '2025-start'" },
	};
	struct unit u;

	province_make(c);
	report_fill_school(c, "19172401");
	run(c, "DELETE FROM form_definition");
	struct form changed = *report_test_form(c);
	struct catalog other = *c->catalog;
	const struct catalog *real = c->catalog;
	changed.definition = arena_fmt(c->arena, "{\"texts\":\"Mẫu\",%s", changed.definition + 1);
	changed.digest = secret_digest(c->arena, changed.definition, strlen(changed.definition));
	other.form = &changed;
	other.n_forms = 1;
	c->catalog = &other;
	struct report rep = report_test_accepted(c, "19172401");
	u = rep.unit;
	c->catalog = real;
	for (size_t i = 0; i < COUNT(all); i++) {
		const char *period = strstr(all[i].change, "2026") == NULL ? "2025-start" : "2026-start";
		run(c, all[i].change);
		struct report_page page;
		struct buf b = buf_in(c->arena);
		OK(report_named(c, "02-TH-DN", &u, period, &rep));
		FAILS(report_verify(c, &rep), "report.altered");
		FAILS(report_cell_records(c, &rep, 37, "E", NULL, 50, &page), "report.altered");
		OK(report_put_json(c, &b, &rep, true)); /* shown, but not as whole */
		assert_non_null(strstr(b.data, "\"report.altered\""));
		run(c, all[i].back);
		OK(report_named(c, "02-TH-DN", &u, "2025-start", &rep));
		OK(report_verify(c, &rep));
	}
	run(c, "DELETE FROM form_definition");
	OK(report_named(c, "02-TH-DN", &u, "2025-start", &rep));
	FAILS(report_verify(c, &rep), "report.altered");
}

/* Reopening does not give a forged report a digest that fits. */
TEST(reopening_does_not_launder_a_forged_report)
{
	struct report rep, kept;

	province_make(c);
	report_fill_school(c, "19172401");
	(void)report_test_accepted(c, "19172401");
	run(c, "UPDATE report SET cells = replace(cells, '[35,', '[36,')");
	rep = report_test_step(c, "19172401", "reopen");
	FAILS(report_verify(c, &rep), "report.altered");
	FAILS(report_submit(c, &rep), "report.altered");
	OK(report_edition(c, &rep, 1, &kept));
	FAILS(report_verify(c, &kept), "report.altered");
	rep = report_test_compute(c, "19172401");
	OK(report_verify(c, &rep));
}

TEST(a_kept_edition_that_was_changed_is_found)
{
	struct report_page page;
	struct report rep, kept;

	province_make(c);
	report_fill_school(c, "19172401");
	(void)report_test_accepted(c, "19172401");
	struct report so = report_test_compute(c, "19");
	rep = report_test_step(c, "19172401", "reopen");
	run(c, "UPDATE report_edition SET cells = replace(cells, '[35,', '[36,')");
	OK(report_edition(c, &rep, 1, &kept));
	FAILS(report_verify(c, &kept), "report.altered");
	FAILS(report_cell_records(c, &so, 37, "E", NULL, 50, &page), "report.altered");
	run(c, "UPDATE report_edition SET cells = replace(cells, '[36,', '[35,')");
	OK(report_cell_records(c, &so, 37, "E", NULL, 50, &page));
	/* One forged whole, digest and all, is still not the one that was added up. */
	kept.cells = arena_fmt(c->arena, "%s ", rep.cells);
	run(c, arena_fmt(c->arena, "UPDATE report_edition SET cells = '%s', hash = '%s'", kept.cells, report_digest(c, &kept)));
	OK(report_edition(c, &rep, 1, &kept));
	OK(report_verify(c, &kept));
	FAILS(report_cell_records(c, &so, 37, "E", NULL, 50, &page), "report.altered");
}

/* Reports of before definitions and records were kept: the former digest, today's form. */
TEST(a_report_of_the_former_release_still_verifies)
{
	struct report rep, kept;

	province_make(c);
	report_fill_school(c, "19172401");
	rep = report_test_accepted(c, "19172401");
	const char *text = arena_fmt(c->arena, "02-TH-DN\n19172401\n2025-start\n%s", rep.cells);
	run(c, arena_fmt(c->arena, "UPDATE report SET definition = NULL, basis = NULL, edition = NULL, decided_unit = NULL, hash = '%s'",
	                 secret_digest(c->arena, text, strlen(text))));
	rep = report_test_step(c, "19172401", "find");
	assert_int_equal(rep.edition, 1);
	assert_ptr_equal(rep.form, report_test_form(c));
	OK(report_verify(c, &rep));
	rep = report_test_step(c, "19172401", "reopen");
	assert_int_equal(rep.edition, 2);
	OK(report_verify(c, &rep));
	OK(report_edition(c, &rep, 1, &kept));
	OK(report_verify(c, &kept));
	add_pupil(c, "19172401");
	rep = report_test_compute(c, "19172401");
	OK(report_verify(c, &rep));
	assert_non_null(rep.basis);
}

/* Row 37 under another name and without one column: what is in force from tomorrow on. */
static struct catalog next_year(struct ctx *c)
{
	struct catalog k = *c->catalog;
	struct form *f = NEW(c->arena, struct form);
	const struct form *old = report_test_form(c);
	const char *at = strstr(old->definition, "\"code\":37,\"label\":\"");
	assert_non_null(at);
	at += strlen("\"code\":37,\"label\":\"");
	const char *text = arena_fmt(c->arena, "%.*sTên khác: %s", (int)(at - old->definition), old->definition, at);
	OK(form_parse(c, text, secret_digest(c->arena, text, strlen(text)), f));
	k.form = f;
	k.n_forms = 1;
	return k;
}

static const char *label_of(struct ctx *c, const struct report *rep)
{
	const struct form_sheet *sheet;
	struct buf b = buf_in(c->arena);

	OK(report_put_json(c, &b, rep, true));
	const char *label = form_row_find(rep->form, 37, &sheet)->label;
	assert_non_null(strstr(b.data, label));
	return label;
}

TEST(a_report_is_drawn_with_the_form_it_was_computed_by)
{
	province_make(c);
	report_fill_school(c, "19172401");
	const struct catalog *today = c->catalog, changed = next_year(c);
	struct report rep = report_test_accepted(c, "19172401");
	const char *label = label_of(c, &rep);
	c->catalog = &changed;
	rep = report_test_step(c, "19172401", "find");
	assert_string_equal(label_of(c, &rep), label);
	OK(report_verify(c, &rep));
	OK(report_write_xlsx(c, &rep, arena_fmt(c->arena, "%s/form.xlsx", test_dir(c))));
	assert_true(report_check_every_cell(c, &rep) > 100);
	struct report so = report_test_compute(c, "19"); /* the sum is by the new form, what it adds up by the old */
	assert_string_not_equal(label_of(c, &so), label);
	assert_int_equal(report_test_value(&so, 37, 0), 35);
	assert_true(report_check_every_cell(c, &so) > 100);
	(void)report_test_step(c, "19172401", "reopen");
	rep = report_test_compute(c, "19172401");
	assert_string_not_equal(label_of(c, &rep), label);
	OK(report_verify(c, &rep));
	c->catalog = today;
	rep = report_test_step(c, "19172401", "find");
	assert_string_not_equal(label_of(c, &rep), label);
}

/* Sheet III without its column F: the columns after it stand one place to the left. */
static struct catalog without_girls(struct ctx *c)
{
	struct catalog k = *c->catalog;
	struct form *f = NEW(c->arena, struct form);
	const struct form_sheet *sheet;
	json_t *o = json_loads(report_test_form(c)->definition, 0, NULL);

	form_row_find(report_test_form(c), 37, &sheet);
	json_t *columns = json_object_get(json_array_get(json_object_get(o, "sheets"), (size_t)(sheet - report_test_form(c)->sheet)), "columns");
	assert_string_equal(json_string_value(json_object_get(json_array_get(columns, 1), "at")), "F");
	json_array_remove(columns, 1);
	char *text = json_dumps(o, JSON_SORT_KEYS | JSON_COMPACT);
	json_decref(o);
	arena_defer(c->arena, free, text);
	OK(form_parse(c, text, secret_digest(c->arena, text, strlen(text)), f));
	k.form = f;
	k.n_forms = 1;
	return k;
}

TEST(sums_of_two_wordings_go_by_code_and_column)
{
	province_make(c);
	report_fill_school(c, "19172401");
	const struct catalog changed = without_girls(c);
	(void)report_test_accepted(c, "19172401");
	c->catalog = &changed;
	struct report so = report_test_compute(c, "19");
	assert_int_equal(report_test_value(&so, 37, 0), 35);
	assert_int_equal(report_test_value(&so, 37, 1), 10); /* minorities, column G */
	assert_int_equal(report_count_items(c, &so, 37, "G", 20), 10);
	(void)report_test_step(c, "19172401", "reopen");
	struct report rep = report_test_compute(c, "19172401");
	struct report_difference *d;
	size_t n, gone = 0;
	OK(report_differences(c, &rep, &d, &n));
	for (size_t i = 0; i < n; i++) {
		assert_true(streq(d[i].column, "F") && d[i].was && !d[i].is);
		gone += d[i].row == 37 && d[i].before == 15;
	}
	assert_int_equal(gone, 1);
}

TEST(a_form_that_was_dropped_still_has_its_reports)
{
	struct report rep;

	province_make(c);
	report_fill_school(c, "19172401");
	rep = report_test_accepted(c, "19172401");
	struct catalog none = *c->catalog;
	const char *label = label_of(c, &rep);
	none.n_forms = 0;
	c->catalog = &none;
	OK(report_named(c, "02-TH-DN", &rep.unit, "2025-start", &rep));
	OK(report_verify(c, &rep));
	assert_string_equal(label_of(c, &rep), label);
	assert_true(report_check_every_cell(c, &rep) > 100);
	OK(report_write_xlsx(c, &rep, arena_fmt(c->arena, "%s/form.xlsx", test_dir(c))));
	assert_non_null(strstr(report_test_list(c, &rep.unit), rep.code));
}

static const char *why(struct ctx *c, const char *office, const char *unit)
{
	struct report rep = report_test_step(c, office, "find");
	struct report_stale *all;
	size_t n;

	OK(report_find_stale(c, &rep, &all, &n));
	const char *listed = strstr(report_test_list(c, &rep.unit), arena_fmt(c->arena, "{\"id\":\"%s\"", rep.code));
	assert_non_null(listed);
	assert_true(strncmp(strstr(listed, "\"stale\":"), "\"stale\":true", 12) == 0 ? n > 0 : n == 0);
	for (size_t i = 0; i < n; i++)
		if (streq(all[i].unit, unit)) {
			assert_non_null(strstr(all[i].message, unit));
			return all[i].why;
		}
	return n == 0 ? "" : "another";
}

TEST(a_sum_says_that_it_is_stale)
{
	province_make(c);
	report_fill_school(c, "19172401");
	report_fill_school(c, "19172402");
	(void)report_test_accepted(c, "19172401");
	(void)report_test_compute(c, "19");
	assert_string_equal(why(c, "19", "19172401"), "");
	(void)report_test_step(c, "19172401", "reopen");
	assert_string_equal(why(c, "19", "19172401"), "reopened");
	(void)report_test_accepted(c, "19172401");
	assert_string_equal(why(c, "19", "19172401"), "replaced");
	(void)report_test_compute(c, "19");
	assert_string_equal(why(c, "19", "19172401"), "");
	(void)report_test_accepted(c, "19172402");
	assert_string_equal(why(c, "19", "19172402"), "accepted_since");
	/* Also when it is frozen, and one level up. */
	(void)report_test_accepted(c, "19");
	(void)report_test_compute(c, "BGDDT");
	assert_string_equal(why(c, "19", "19172402"), "");
	assert_string_equal(why(c, "BGDDT", "19"), "");
	(void)report_test_step(c, "19172402", "reopen");
	assert_string_equal(why(c, "19", "19172402"), "reopened");
	assert_string_equal(why(c, "BGDDT", "19"), "below");
	(void)report_test_step(c, "19", "reopen");
	assert_string_equal(why(c, "BGDDT", "19"), "reopened");
	(void)report_test_accepted(c, "19");
	assert_string_equal(why(c, "BGDDT", "19"), "replaced");
}

TEST(the_log_tells_of_every_step)
{
	static const char *const steps[] = { "COMPUTE", "SUBMIT", "ACCEPT", "REOPEN", "COMPUTE" };
	struct rows r;
	int64_t entries;

	province_make(c);
	report_fill_school(c, "19172401");
	(void)report_test_accepted(c, "19172401");
	(void)report_test_step(c, "19172401", "reopen");
	struct report rep = report_test_compute(c, "19172401");
	OK(db_query(c, &r, "SELECT event, after FROM change WHERE type = 'report' ORDER BY seq", NULL, 0));
	assert_int_equal(r.count, COUNT(steps));
	for (size_t i = 0; i < COUNT(steps); i++)
		assert_string_equal(rows_text(&r, i, 0), steps[i]);
	assert_non_null(strstr(rows_text(&r, 3, 1), "Đếm thiếu lớp 1B"));
	OK(chain_verify(c, &rep.unit, &entries));
}

/* Whatever stands in a sum was looked at before it was added. */
TEST(a_report_that_was_tampered_with_is_not_added_up)
{
	struct report rep;

	province_make(c);
	report_fill_school(c, "19172401");
	rep = report_test_accepted(c, "19172401");
	const struct unit so = province_unit(c, "19");
	OK(report_compute(c, rep.form, &so, "2025-start", &rep));
	run(c, "UPDATE report SET cells = replace(cells, '[35,', '[36,') WHERE code LIKE '19172401-%'");
	FAILS(report_compute(c, rep.form, &so, "2025-start", &rep), "report.altered");
}

TEST(a_reason_says_something)
{
	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_accepted(c, "19172401");
	FAILS(report_reopen(c, &rep, "  "), "report.reason");
	OK(report_reopen(c, &rep, "Đếm thiếu lớp 1B"));
	rep = report_test_step(c, "19172401", "submit");
	FAILS(report_return(c, &rep, "\t", NULL, 0), "report.reason");
}
