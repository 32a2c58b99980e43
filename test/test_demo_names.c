/* test_demo_names.c - invented people and schools: repeatable, and spread as they should be. */
#include "domain/demo/demo_names.h" /* before test.h: cmocka has a macro called fail */
#include "rows.h"

#include "base/text.h"

static const struct demo_data *material(struct ctx *c)
{
	const char *text[DEMO_FILE__COUNT];
	const struct demo_data *d;

	for (int i = 0; i < DEMO_FILE__COUNT; i++)
		text[i] = test_file_text(c, arena_fmt(c->arena, "catalog/demo/%s", demo_file_names[i]));
	OK(demo_data_read(c, text, &d));
	return d;
}

static const char *first_word(struct ctx *c, const char *name)
{
	return arena_strndup(c->arena, name, strcspn(name, " "));
}

TEST_PURE(demo_same_seed_same_people)
{
	const struct demo_data *d = material(c);
	struct demo_rng a = demo_rng_new(7, 3), b = demo_rng_new(7, 3), other = demo_rng_new(7, 4);
	size_t differ = 0;

	for (int i = 0; i < 200; i++) {
		struct demo_person p = demo_person(d, &a, c->arena, DEMO_CHILD, "11", NULL, NULL);
		struct demo_person q = demo_person(d, &b, c->arena, DEMO_CHILD, "11", NULL, NULL);
		struct demo_person o = demo_person(d, &other, c->arena, DEMO_CHILD, "11", NULL, NULL);
		assert_string_equal(p.full_name, q.full_name);
		assert_string_equal(p.sex, q.sex);
		assert_string_equal(p.ethnic_group, q.ethnic_group);
		differ += !streq(p.full_name, o.full_name);
	}
	assert_true(differ > 190);
	assert_int_equal(demo_random(&a), demo_random(&b));
}

TEST_PURE(demo_people_are_spread_as_the_country)
{
	const struct demo_data *d = material(c);
	struct demo_rng r = demo_rng_new(1, 0);
	size_t n = 20000, kinh = 0, boys = 0, nguyen = 0, thai = 0;

	for (size_t i = 0; i < n; i++) {
		struct demo_person p = demo_person(d, &r, c->arena, DEMO_CHILD, "01", NULL, NULL);
		kinh += streq(p.ethnic_group, "01");
		boys += streq(p.sex, "01");
		nguyen += streq(p.ethnic_group, "01") && streq(first_word(c, p.full_name), "Nguyễn");
		assert_true(streq(text_clean(c->arena, p.full_name, strlen(p.full_name)), p.full_name));
		assert_non_null(strchr(p.full_name, ' '));
	}
	assert_in_range(kinh, 19500, 19900);
	assert_in_range(boys, 10250, 10830);
	assert_in_range(nguyen * 1000 / kinh, 290, 380);
	for (size_t i = 0; i < 5000; i++)
		thai += streq(demo_person(d, &r, c->arena, DEMO_ADULT, "14", NULL, NULL).ethnic_group, "03");
	assert_in_range(thai, 2450, 2900); /* Sơn La: somewhat over half */
	assert_string_equal(demo_person(d, &r, c->arena, DEMO_CHILD, "??", "02", "01").sex, "02");
}

TEST_PURE(demo_names_of_other_peoples)
{
	const struct demo_data *d = material(c);
	struct demo_rng r = demo_rng_new(5, 5);

	for (int i = 0; i < 300; i++) {
		const char *ede = demo_person(d, &r, c->arena, DEMO_CHILD, "66", "02", "12").full_name;
		const char *sedang = demo_person(d, &r, c->arena, DEMO_CHILD, "51", "01", "14").full_name;
		assert_int_equal(strncmp(ede, "H'", 2), 0);
		assert_int_equal(strncmp(sedang, "A ", 2), 0);
		for (int group = 1; group <= 55; group++) {
			const char *code = arena_fmt(c->arena, "%02d", group);
			const char *name = demo_person(d, &r, c->arena, DEMO_ADULT, "68", NULL, code).full_name;
			assert_null(strchr(name, '{'));
			assert_null(strstr(name, "  "));
			assert_true(text_length(name) >= 4);
		}
	}
}

TEST_PURE(demo_dates_and_numbers)
{
	struct demo_rng r = demo_rng_new(2, 9);
	bool leap_day = false;

	for (int i = 0; i < 5000; i++) {
		struct date d = demo_birth_date(&r, 2016);
		assert_true(date_is_valid(d) && d.year == 2016);
		leap_day = leap_day || (d.month == 2 && d.day == 29);
	}
	assert_true(leap_day);
	for (int i = 0; i < 100; i++) {
		const char *boy = demo_personal_id(&r, c->arena, "01", "01", 1988),
		           *girl = demo_personal_id(&r, c->arena, "79", "02", 2016);
		assert_int_equal(strlen(boy), 12);
		assert_int_equal(strncmp(boy, "001088", 6), 0);
		assert_int_equal(strncmp(girl, "079316", 6), 0);
		assert_int_equal(strncmp(demo_phone(&r, c->arena), "09000", 5), 0);
		assert_int_equal(strlen(demo_phone(&r, c->arena)), 10);
	}
}

TEST_PURE(demo_schools)
{
	const struct demo_data *d = material(c);
	struct demo_rng r = demo_rng_new(3, 1);
	bool by_place = false, by_hero = false;

	for (int i = 0; i < 200; i++) {
		const char *name = demo_school_name(d, &r, c->arena, "06", "Ba Đình", "Hà Nội");
		assert_int_equal(strncmp(name, "Trường Tiểu học ", strlen("Trường Tiểu học ")), 0);
		by_place = by_place || streq(name, "Trường Tiểu học Ba Đình");
		by_hero = by_hero || streq(name, "Trường Tiểu học Nguyễn Trãi");
		assert_null(strchr(
			demo_school_name(d, &r, c->arena, arena_fmt(c->arena, "%02d", i % 20), "Ba Đình", "Hà Nội"), '{'));
		assert_true(strlen(demo_occupation(d, &r)) > 0);
	}
	assert_true(by_place && by_hero);
}

TEST_PURE(demo_material_that_is_not_enough)
{
	const char *text[DEMO_FILE__COUNT];
	const struct demo_data *d;

	for (int i = 0; i < DEMO_FILE__COUNT; i++)
		text[i] = test_file_text(c, arena_fmt(c->arena, "catalog/demo/%s", demo_file_names[i]));
	text[DEMO_OCCUPATIONS] = "name\tweight\n";
	FAILS(demo_data_read(c, text, &d), "demo.empty");
	text[DEMO_OCCUPATIONS] = "name\tweight\nNông dân\tnhiều\n";
	FAILS(demo_data_read(c, text, &d), "tsv.number");
}

TEST_PURE(demo_weights_count)
{
	const char *text[DEMO_FILE__COUNT];
	const struct demo_data *d;
	struct demo_rng r = demo_rng_new(11, 0);
	size_t first = 0, second = 0;

	for (int i = 0; i < DEMO_FILE__COUNT; i++)
		text[i] = test_file_text(c, arena_fmt(c->arena, "catalog/demo/%s", demo_file_names[i]));
	text[DEMO_OCCUPATIONS] = "name\tweight\nA\t1\nB\t2\nC\t0\nD\t1\n";
	OK(demo_data_read(c, text, &d));
	for (int i = 0; i < 8000; i++) {
		const char *drawn = demo_occupation(d, &r);
		assert_string_not_equal(drawn, "C");
		first += streq(drawn, "A");
		second += streq(drawn, "B");
	}
	assert_in_range(first, 1850, 2150);
	assert_in_range(second, 3800, 4200);
}
