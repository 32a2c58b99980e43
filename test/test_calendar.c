/* test_calendar.c - terms and periods are data: a fourth term, the middle and the end of a year. */
#include <stdlib.h>

#include "catalog/calendar.h"
#include "catalog/form.h"
#include "catalog/life.h"
#include "catalog/period.h"
#include "domain/report/figures.h"
#include "province.h"
#include "test.h"

#define FORM "02-TH-DN"

/* The catalogue of the checkout, edited by a line of the shell in its folder. */
static bool load_edited(struct ctx *c, const char *edit, struct catalog **ret)
{
	const char *dir = arena_fmt(c->arena, "%s/catalog", test_dir(c));

	if (system(arena_fmt(c->arena, "rm -rf '%s' && cp -r '" TEST_SOURCE_DIR "/catalog' '%s' && cd '%s' && %s", dir, dir, dir, edit)) != 0)
		fail_msg("%s", edit);
	return catalog_load(c, ret, dir);
}

static int term(const struct catalog *k, const char *date)
{
	return calendar_term(k, 2025, "19", date);
}

TEST_PURE(terms_are_those_of_their_list)
{
	const struct catalog *three = test_catalog();
	struct catalog *four;

	assert_int_equal(calendar_terms(three), 3);
	assert_true(calendar_is_summer(three, term(three, "2026-06-15")));
	FAILS(load_edited(c, "printf '4\\tHè\\tSummer\\n' >> lists/term.tsv", &four), "catalog.invalid");
	OK(load_edited(c, "printf '4\\tHè\\tSummer\\n' >> lists/term.tsv && sed -i 's/^\\*.*/*\\t\\t08-01\\t12-01\\t+03-01\\t+06-01/' calendar.tsv"
	               " && sed -i 's/\"3\": \"10\"/\"3\": \"06\", \"4\": \"10\"/' life/enrolment.json", &four));
	assert_int_equal(calendar_terms(four), 4);
	assert_int_equal(term(four, "2026-04-01"), 2);
	assert_false(calendar_is_summer(four, term(four, "2026-04-01")));
	assert_true(calendar_is_summer(four, term(four, "2026-06-15")));
	assert_string_equal(calendar_term_code(four, term(four, "2026-06-15")), "4");
	assert_int_equal(term(four, "2026-08-01"), -1);
	const struct life_event *arrive = life_event_find(catalog_life(four, catalog_type(four, "enrolment")), "arrive");
	assert_string_equal(arrive->to[2], "06");
	assert_string_equal(arrive->to[3], "10");
}

#define MIDDLE "{ \"code\": \"middle\", \"label\": { \"vi\": \"Giữa năm học\", \"en\": \"Middle\" }, \"day\": \"+01-15\" }"
#define END "{ \"code\": \"end\", \"label\": { \"vi\": \"Cuối năm học\", \"en\": \"End\" }, \"day\": \"+05-31\" }"

static bool load_with_periods(struct ctx *c, const char *lines, struct catalog **ret)
{
	return load_edited(c, arena_fmt(c->arena, "sed -i 's|^    { \"code\": \"start\".*|&,\\n    %s|' periods.json", lines), ret);
}

static const char *day_of(struct ctx *c, const char *period)
{
	struct period p;

	OK(report_period(c, period, &p));
	return figures_day(c->arena, catalog_form(c->catalog, FORM), &p);
}

TEST(periods_are_those_of_the_catalogue)
{
	const struct form *f = catalog_form(c->catalog, FORM);
	struct report start, end;
	struct catalog *more;
	struct period p;

	province_make(c);
	assert_string_equal(day_of(c, "2025-start"), "2025-09-30");
	FAILS(report_period(c, "2025-end", &p), "report.period");
	FAILS(report_period(c, "2025-", &p), "report.period");
	FAILS(report_period(c, "25-start", &p), "report.period");

	OK(load_with_periods(c, MIDDLE ",\\n    " END, &more));
	c->catalog = more;
	assert_string_equal(day_of(c, "2025-start"), "2025-09-30");
	assert_string_equal(day_of(c, "2025-middle"), "2026-01-15");
	assert_string_equal(day_of(c, "2025-end"), "2026-05-31");
	FAILS(report_period(c, "2025-never", &p), "report.period");
	c->now_ms += INT64_C(240) * 24 * 3600 * 1000;
	const struct unit u = province_unit(c, "19172401");
	f = catalog_form(c->catalog, FORM);
	OK(report_compute(c, f, &u, "2025-start", &start));
	OK(report_compute(c, f, &u, "2025-end", &end));
	assert_true(start.id != end.id && end.when.year == 2025);

	/* What was reported stays readable when its period has left the catalogue. */
	c->catalog = test_catalog();
	OK(report_find(c, actor_scope(c), end.code, &end));
	assert_int_equal(end.when.year, 2025);
}

TEST_PURE(a_period_that_cannot_be_is_refused)
{
	static const char *const wrong[] = {
		"{ \"code\": \"End\", \"label\": { \"vi\": \"C\", \"en\": \"C\" } }",
		"{ \"code\": \"start\", \"label\": { \"vi\": \"C\", \"en\": \"C\" } }",
		"{ \"code\": \"end\", \"label\": { \"vi\": \"C\", \"en\": \"C\" }, \"day\": \"05-32\" }",
		"{ \"code\": \"end\" }",
	};
	struct catalog *k;

	for (size_t i = 0; i < COUNT(wrong); i++)
		FAILS(load_with_periods(c, wrong[i], &k), "catalog.invalid");
	OK(load_with_periods(c, END, &k));
}
