/* test_report_covered.c - small figures about persons are covered for whoever may not see the records behind them. */
#include <fcntl.h>
#include <unistd.h>

#include "api.h"
#include "api/routes.h"
#include "domain/report/figures.h"
#include "province.h"
#include "table/table.h"
#include "test_report_tools.h"

static void two_schools(struct ctx *c)
{
	province_make(c);
	report_fill_school(c, "19172401");
	report_fill_school(c, "19172402");
}

static json_t *shown(struct ctx *c, const struct report *rep)
{
	struct buf b = buf_in(c->arena);

	OK(report_put_json(c, &b, rep, true));
	json_t *o = json_loads(buf_text(&b), 0, NULL);
	assert_non_null(o);
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	return o;
}

/* By code. */
static const json_t *row_of(const json_t *report, int code)
{
	const json_t *sheet, *row;
	size_t s, i;

	json_array_foreach(json_object_get(report, "sheets"), s, sheet)
		json_array_foreach(json_object_get(sheet, "rows"), i, row)
			if (json_integer_value(json_object_get(row, "code")) == code)
				return row;
	fail_msg("no row %d", code);
	return NULL;
}

static bool is_covered(const json_t *row, const char *letter)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(row, "covered"), i, one)
		if (streq(json_string_value(one), letter))
			return true;
	return false;
}

static size_t count_covered(const json_t *report)
{
	size_t n = 0;

	for (int code = 1; code <= 77; code++)
		n += json_array_size(json_object_get(row_of(report, code), "covered"));
	return n;
}

TEST(small_figures_are_covered_for_who_may_not_see_the_records)
{
	two_schools(c);
	const struct report school = report_test_accepted(c, "19172401");
	report_test_accepted(c, "19172402");
	const struct report so = report_test_accepted(c, "19");
	const json_t *all = shown(c, &school), *of_so;

	assert_int_equal(count_covered(all), 0);
	province_act_as(c, "viewer", "19");
	const json_t *few = shown(c, &school);
	const json_t *disabled = row_of(few, 62), *told = row_of(all, 62);
	assert_int_equal(json_integer_value(json_array_get(json_object_get(told, "values"), 0)), 5);
	assert_int_equal(json_integer_value(json_array_get(json_object_get(row_of(all, 58), "values"), 0)), 4);
	assert_true(is_covered(row_of(few, 58), "E") && json_is_null(json_array_get(json_object_get(row_of(few, 58), "values"), 0)));
	assert_false(is_covered(disabled, "H") && json_is_integer(json_array_get(json_object_get(disabled, "values"), 3)));
	for (int code = 1; code <= 77; code++) {
		const json_t *was = json_object_get(row_of(all, code), "values"), *is = json_object_get(row_of(few, code), "values");
		for (size_t k = 0; k < json_array_size(was); k++) {
			const json_int_t n = json_integer_value(json_array_get(was, k));
			if (code >= 37 && n > 0 && n < 5)
				assert_true(json_is_null(json_array_get(is, k)));
			else if (json_is_integer(json_array_get(is, k)))
				assert_int_equal(json_integer_value(json_array_get(is, k)), n);
			if (code < 37 && code != 13 && code != 14) /* schools, classes; how many with few disabled pupils tells of them */
				assert_true(json_equal(json_array_get(was, k), json_array_get(is, k)));
		}
	}
	assert_true(is_covered(row_of(few, 13), "E") && is_covered(row_of(few, 14), "E"));
	assert_null(json_object_get(few, "hash"));
	assert_true(json_equal(row_of(few, 1), row_of(all, 1)));
	of_so = shown(c, &so); /* its own are shown, but for those that are of its one private school alone */
	assert_int_equal(json_integer_value(json_array_get(json_object_get(row_of(of_so, 37), "values"), 0)), 70);
	assert_true(is_covered(row_of(of_so, 58), "M"));
	assert_null(json_object_get(of_so, "hash"));
}

TEST(small_figures_are_the_same_for_a_school_and_for_the_office_above)
{
	two_schools(c);
	const struct report school = report_test_accepted(c, "19172401");
	report_test_accepted(c, "19172402");
	report_test_accepted(c, "P172");
	province_act_as(c, "viewer", "19172401");
	const json_t *own = shown(c, &school);
	province_act_as(c, "viewer", "P172");
	const json_t *above = shown(c, &school);
	assert_true(count_covered(own) > 20);
	assert_true(json_equal(json_object_get(own, "sheets"), json_object_get(above, "sheets")));
}

/* With the setting off, the answer of whoever may see the records has not one byte changed. */
TEST(who_sees_the_records_sees_every_figure_as_before)
{
	static const char *const roles[][2] = { { "manager", "19" }, { "head", "19172401" }, { "clerk", "19172401" } };
	struct catalog off = *c->catalog;

	two_schools(c);
	const struct report school = report_test_accepted(c, "19172401");
	off.small_figures_below = 0;
	for (size_t i = 0; i < COUNT(roles); i++) {
		struct buf before = buf_in(c->arena), now = buf_in(c->arena);
		const struct catalog *on = c->catalog;
		province_act_as(c, roles[i][0], roles[i][1]);
		OK(report_put_json(c, &now, &school, true));
		c->catalog = &off;
		OK(report_put_json(c, &before, &school, true));
		c->catalog = on;
		assert_string_equal(now.data, before.data);
	}
	province_act_as(c, "viewer", "19");
	c->catalog = &off;
	assert_int_equal(count_covered(shown(c, &school)), 0); /* 0 turns it off */
}

/* A sum that is made anew each time somebody is accepted, or was reopened, tells who came between. */
TEST(of_sums_that_are_not_sent_or_were_reopened_nothing_is_shown)
{
	struct report former;

	two_schools(c);
	report_test_accepted(c, "19172401");
	report_test_accepted(c, "19172402");
	struct report so = report_test_compute(c, "19");
	province_act_as(c, "viewer", "19");
	assert_true(is_covered(row_of(shown(c, &so), 37), "E"));
	FAILS(report_edition(c, &so, 2, &former), "report.edition");
	assert_false(streq(so.state, "submitted"));
	province_act_as_system(c);
	report_test_step(c, "19", "submit");
	report_test_step(c, "19", "accept");
	report_test_step(c, "19", "reopen");
	so = report_test_step(c, "19", "find");
	OK(report_edition(c, &so, 1, &former));
	province_act_as(c, "viewer", "19");
	assert_true(is_covered(row_of(shown(c, &former), 37), "E"));
	assert_int_equal(json_array_size(json_object_get(shown(c, &so), "difference")), 0);
}

TEST(what_changes_by_the_minute_and_digests_are_not_for_whom_small_figures_are_covered)
{
	two_schools(c);
	const struct report school = report_test_accepted(c, "19172401");
	const struct api_session viewer = api_account(c, "xem.so", "viewer", "19", NULL), manager = api_account(c, "so.so", "manager", "19", NULL);
	struct api_reply r = api_call(c, &viewer, GET, API "/reports/preview?form=02-TH-DN&period=2025-start", NULL);

	EXPECT(r, 403);
	assert_string_equal(api_text(&r, "key"), "report.covered");
	r = api_call(c, &manager, GET, API "/reports/preview?form=02-TH-DN&period=2025-start", NULL);
	EXPECT(r, 200);
	r = api_call(c, &viewer, GET, arena_fmt(c->arena, API "/reports/%s/seal", school.code), NULL);
	EXPECT(r, 200);
	assert_null(strstr(r.body, "\"hash\""));
	r = api_call(c, &viewer, GET, arena_fmt(c->arena, API "/reports/%s", school.code), NULL);
	EXPECT(r, 200);
	assert_null(strstr(r.body, school.hash));
	r = api_call(c, &manager, GET, arena_fmt(c->arena, API "/reports/%s", school.code), NULL);
	assert_non_null(strstr(r.body, school.hash));
	const struct api_session head = api_account(c, "ht.hai", "head", "19172402", NULL);
	r = api_call(c, &head, POST, API "/reports", "{\"form\":\"02-TH-DN\",\"unit\":\"19172402\",\"period\":\"2025-start\"}");
	EXPECT(r, 201);
	const char *draft = arena_fmt(c->arena, API "/reports/%s", api_text(&r, "id"));
	r = api_call(c, &viewer, GET, draft, NULL);
	EXPECT(r, 403);
	assert_string_equal(api_text(&r, "key"), "report.covered");
	r = api_call(c, &manager, GET, draft, NULL);
	EXPECT(r, 200);
}

struct signs {
	size_t n;
	bool told;
};

static enum table_go see_row(struct ctx *in, void *arg, const struct table_row *r)
{
	struct signs *s = arg;

	(void)in;
	for (size_t i = 0; i < r->n_cells; i++) {
		s->n += r->cell[i].text != NULL && streq(r->cell[i].text, "•");
		s->told = s->told || (r->cell[i].text != NULL && streq(r->cell[i].text, "Số nhỏ được che để không nhận ra được ai."));
	}
	return TABLE_MORE;
}

static struct signs signs_of(struct ctx *c, const struct report *rep)
{
	const char *path = arena_fmt(c->arena, "%s/form.xlsx", test_dir(c));
	const struct table_sink sink = { .row = see_row };
	struct signs ret = { .n = 0 };

	OK(report_write_xlsx(c, rep, path));
	const int fd = open(path, O_RDONLY);
	OK(table_read(c, fd, NULL, &sink, &ret));
	close(fd);
	return ret;
}

/* In a workbook there is a sign, which no formula is beside. */
TEST(small_figures_are_covered_in_the_workbook_too)
{
	two_schools(c);
	const struct report school = report_test_accepted(c, "19172401");
	struct signs all = signs_of(c, &school);

	assert_true(all.n == 0 && !all.told);
	province_act_as(c, "viewer", "19172401");
	const size_t covered = count_covered(shown(c, &school));
	all = signs_of(c, &school);
	assert_true(covered > 20 && all.told);
	assert_int_equal(all.n, covered + 1); /* and beside its sentence */
}
