/* test_nutrition.c - growth by WHO's tables, and the status of a child who was measured. */
#include "province.h"

#include <math.h>

#include "catalog/growth.h"
#include "domain/health/nutrition.h"

static void near_to(double got, double wanted)
{
	if (fabs(got - wanted) > 0.02)
		fail_msg("%.3f is not %.2f", got, wanted);
}

/* The values that WHO prints for whole deviations. */
TEST_PURE(growth_gives_the_deviations_that_who_prints)
{
	static const struct {
		enum growth_measure measure;
		const char *sex;
		int month;
		double value, z;
	} known[] = {
		{ GROWTH_WEIGHT, "01", 0, 3.3464, 0 },    { GROWTH_HEIGHT, "02", 24, 85.7153, 0 },  { GROWTH_HEIGHT, "01", 60, 105.3299, -1 },
		{ GROWTH_BMI, "01", 61, 15.2641, 0 },     { GROWTH_BMI, "02", 228, 21.4269, 0 },    { GROWTH_HEIGHT, "02", 228, 163.1548 + 2 * 6.5409, 2 },
		{ GROWTH_HEIGHT, "01", 61, 110.2647 - 2 * 4.5914, -2 },
	};
	const struct growth *g = test_catalog()->growth;
	double z;

	(void)c;
	for (size_t i = 0; i < COUNT(known); i++) {
		assert_true(growth_z(g, known[i].measure, known[i].sex, known[i].month, known[i].value, &z));
		near_to(z, known[i].z);
	}
	for (int m = 0; m < GROWTH_MONTHS; m++) {
		assert_true(growth_z(g, GROWTH_BMI, "01", m, 16, &z) && growth_z(g, GROWTH_HEIGHT, "02", m, 100, &z));
		assert_int_equal(growth_z(g, GROWTH_WEIGHT, "02", m, 20, &z), m <= 120);
	}
	assert_false(growth_z(g, GROWTH_BMI, "01", 229, 16, &z));
	assert_false(growth_z(g, GROWTH_BMI, "01", -1, 16, &z));
	assert_false(growth_z(g, GROWTH_BMI, "09", 60, 16, &z));
	assert_false(growth_z(g, GROWTH_BMI, "01", 60, 0, &z));
}

/* Beyond three deviations every further one is as wide as that between the second and the third. */
TEST_PURE(growth_goes_on_evenly_beyond_three_deviations)
{
	const struct growth *g = test_catalog()->growth;
	double low, z, before = -100;

	(void)c;
	assert_true(growth_z(g, GROWTH_WEIGHT, "01", 30, 30, &z) && z > 3);
	assert_true(growth_z(g, GROWTH_WEIGHT, "01", 30, 6, &low) && low < -3);
	for (double kg = 5; kg < 40; kg += 0.1) {
		assert_true(growth_z(g, GROWTH_WEIGHT, "01", 30, kg, &z));
		assert_true(z > before && z - before < (before < -99 ? 200 : 0.3));
		before = z;
	}
}

TEST_PURE(age_is_counted_in_completed_months)
{
	(void)c;
	assert_int_equal(growth_months("2020-01-31", "2020-02-29"), 0);
	assert_int_equal(growth_months("2020-01-31", "2020-03-01"), 1);
	assert_int_equal(growth_months("2019-10-15", "2025-10-14"), 71);
	assert_int_equal(growth_months("2019-10-15", "2025-10-15"), 72);
	assert_int_equal(growth_months("2025-10-15", "2025-10-14"), -1);
	assert_int_equal(growth_months("2025", "2025-10-14"), -1);
}

static struct record check(struct ctx *c, const char *learner, const char *day, const char *further)
{
	static const struct scope all = { .path = "/" };
	const char *code = province_record(c, "19172401", "health_check", arena_fmt(c->arena,
		"{\"learner\":\"%s\",\"school_year\":2025,\"round\":1,\"checked_on\":\"%s\"%s}", learner, day, further));
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, "health_check"), &all, code, &rec));
	return rec;
}

static const struct val *value(const struct record *rec, const char *name)
{
	return &rec->value[field_find(rec->type, name)->index];
}

TEST(a_health_check_says_how_a_child_grows)
{
	static const struct {
		const char *day, *measured, *status;
	} cases[] = {
		{ "2025-10-10", ",\"height_cm\":116,\"weight_kg\":21", "00" },   /* six years: as the median */
		{ "2025-10-10", ",\"height_cm\":116,\"weight_kg\":26", "04" },
		{ "2025-10-10", ",\"height_cm\":116,\"weight_kg\":16.5", "03" },
		{ "2025-10-10", ",\"height_cm\":103,\"weight_kg\":16.5", "02" },
		{ "2025-10-10", ",\"weight_kg\":15", "01" },
		{ "2023-10-10", ",\"height_cm\":104,\"weight_kg\":19", "00" },   /* four years: one deviation and more is not yet overweight */
		{ "2025-10-10", "", NULL },
		{ "2019-01-01", ",\"height_cm\":60", NULL },                      /* before the child was born */
	};
	struct draft d;
	int64_t version;

	province_make(c);
	const char *learner = province_record(c, "19172401", "learner",
		"{\"full_name\":\"Bàn Thị Mẩy\",\"birth_date\":\"2019-10-01\",\"sex\":\"01\",\"ethnic_group\":\"09\"}");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct record rec = check(c, learner, cases[i].day, cases[i].measured);
		const struct val *status = value(&rec, "nutrition_status");
		if (cases[i].status == NULL ? status->kind != VAL_NULL : status->kind != VAL_TEXT || !streq(status->s, cases[i].status))
			fail_msg("case %zu: %s", i, status->kind == VAL_TEXT ? status->s : "none");
	}
	struct record rec = check(c, learner, "2025-10-10", ",\"height_cm\":120,\"weight_kg\":21.6");
	assert_int_equal(value(&rec, "bmi")->i, 150);
	d = province_draft(c, "health_check", "{\"weight_kg\":36}");
	OK(record_change(c, &rec, 0, &d, &version));
	rec = check(c, learner, "2025-10-10", ",\"height_cm\":120,\"weight_kg\":36");
	assert_int_equal(value(&rec, "bmi")->i, 250);
	assert_string_equal(value(&rec, "nutrition_status")->s, "04");
	assert_true(value(&rec, "bmi_for_age")->i > 300);
}
