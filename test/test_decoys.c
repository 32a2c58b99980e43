/* test_decoys.c - records of nobody: found by offices, counted nowhere, and told of when they are opened. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/decoy/decoy.h"
#include "domain/view/view.h"
#include "province.h"

#define SCHOOL "19172401"

enum { HOUR_MS = 60 * 60 * 1000 };

struct watched {
	struct view_watch *watch;
	struct api_session so, colleague, head;
	struct unit school;
	struct decoy *decoy;
	size_t n;
};

static struct watched planted(struct ctx *c, size_t n)
{
	struct watched w = { .watch = api_watch(c) };
	const struct unit so = province_unit(c, "19");

	w.so = api_account(c, "so.tn", "manager", "19", NULL);
	w.colleague = api_account(c, "so2.tn", "manager", "19", NULL);
	w.head = api_account(c, "h.bahang", "head", SCHOOL, NULL);
	province_act_as_system(c);
	OK(decoy_plant(c, &so, TEST_SOURCE_DIR "/catalog", n, &w.school));
	OK(decoy_list(c, &w.decoy, &w.n));
	assert_int_equal(w.n, n);
	OK(view_flush(w.watch, c));
	return w;
}

static const char *answer(struct ctx *c, const struct api_session *who, const char *target)
{
	const struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "/%s", target), NULL);

	EXPECT(r, 200);
	return r.body;
}

/* How often the account was told of, as the other reads it. */
static size_t alarms(struct ctx *c, const struct watched *w, const struct api_session *reader)
{
	size_t n = 0;

	OK(view_flush(w->watch, c));
	for (const char *at = answer(c, reader, "views?within=19&alarms=1"); (at = strstr(at, "\"how\":\"decoy\"")) != NULL; at++)
		n++;
	return n;
}

static void open_decoy(struct ctx *c, const struct watched *w, const struct api_session *who, size_t i)
{
	(void)answer(c, who, arena_fmt(c->arena, "learners/%s", w->decoy[i].code));
}

TEST(a_decoy_that_is_opened_is_told_to_others_once_an_hour)
{
	province_make(c);
	const struct watched w = planted(c, 3);

	assert_int_equal(alarms(c, &w, &w.colleague), 0);
	open_decoy(c, &w, &w.so, 0);
	open_decoy(c, &w, &w.so, 1);
	assert_int_equal(alarms(c, &w, &w.colleague), 1);
	assert_non_null(strstr(answer(c, &w.colleague, "notices"), "decoys_met"));
	const char *told = answer(c, &w.colleague, "views?within=19&alarms=1");
	assert_non_null(strstr(told, "so.tn"));
	for (size_t i = 0; i < w.n; i++)
		assert_null(strstr(told, w.decoy[i].code));
	c->now_ms += HOUR_MS;
	open_decoy(c, &w, &w.so, 0);
	assert_int_equal(alarms(c, &w, &w.colleague), 2);
}

TEST(whoever_met_a_decoy_does_not_learn_of_it)
{
	province_make(c);
	const struct watched w = planted(c, 1);

	open_decoy(c, &w, &w.so, 0);
	assert_int_equal(alarms(c, &w, &w.so), 0);
	assert_null(strstr(answer(c, &w.so, "views?within=19"), "decoy"));
	assert_null(strstr(answer(c, &w.so, "notices"), "decoys_met"));
	assert_null(strstr(answer(c, &w.head, "notices"), "decoys_met"));
}

TEST(a_list_that_shows_one_decoy_says_nothing_two_do)
{
	province_make(c);
	const struct watched w = planted(c, 2);
	char *first = arena_fmt(c->arena, "learners?unit=%s&limit=1", w.school.code), *all = arena_fmt(c->arena, "learners?unit=%s", w.school.code);

	(void)answer(c, &w.so, first);
	(void)answer(c, &w.so, first); /* the same one */
	assert_int_equal(alarms(c, &w, &w.colleague), 0);
	(void)answer(c, &w.so, all);
	assert_int_equal(alarms(c, &w, &w.colleague), 1);
}

TEST(decoys_of_another_process_are_known_in_half_a_minute)
{
	province_make(c);
	const struct watched w = planted(c, 1);
	const struct unit so = province_unit(c, "19");
	struct watched later = w;

	province_act_as_system(c);
	OK(decoy_plant(c, &so, TEST_SOURCE_DIR "/catalog", 1, &later.school));
	OK(decoy_list(c, &later.decoy, &later.n));
	c->now_ms += 31 * 1000;
	OK(view_flush(w.watch, c));
	open_decoy(c, &later, &w.so, streq(later.decoy[0].code, w.decoy[0].code) ? 1 : 0);
	assert_int_equal(alarms(c, &w, &w.colleague), 1);
}

/* What offices and the school are shown in figures. */
static const char *figures(struct ctx *c, const struct watched *w)
{
	static const char *const of_office[] = {
		"quality/completeness?within=19&year=2025",
		"quality/summary?within=19&year=2025",
		"reports/progress?within=19&form=02-TH-DN&period=2025-start",
		"reports/preview?unit=19&form=02-TH-DN&period=2025-start",
		"units?within=19",
		"quality/checklists/lifelong-record/units?within=19&year=2025",
		"quality/progress?within=19",
		"schools?within=19&filter=status%20==%20%2201%22",
	};
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < COUNT(of_office); i++) {
		const struct api_reply r = api_call(c, &w->so, GET, arena_fmt(c->arena, API "/%s", of_office[i]), NULL);
		EXPECT(r, 200);
		buf_fmt(&b, "%s\n", r.body);
	}
	return buf_text(&b);
}

TEST(decoys_change_no_figure_and_are_found)
{
	struct watched w = { 0 };

	province_make(c);
	(void)province_pupil(c, SCHOOL, province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), "Lò Thị Ân", "2018-02-03", "02", "03");
	w.so = api_account(c, "so.co", "manager", "19", NULL);
	const char *before = figures(c, &w);
	w = planted(c, 4);
	assert_string_equal(figures(c, &w), before);
	const char *listed = answer(c, &w.so, "learners?within=19");
	for (size_t i = 0; i < w.n; i++) {
		assert_non_null(strstr(listed, w.decoy[i].code));
		const struct api_reply r = api_call(c, &w.head, GET, arena_fmt(c->arena, API "/learners/%s", w.decoy[i].code), NULL);
		EXPECT(r, 404);
	}
}

TEST(decoys_are_planted_wholly_or_not_at_all)
{
	const char *const before = "SELECT CAST(count(*) AS TEXT) FROM unit";
	struct unit school, so;

	province_make(c);
	so = province_unit(c, "19");
	const char *units = province_text(c, before);
	for (int i = 1; i < 400; i++) {
		db_inject_fault(c->db, i);
		const bool ok = decoy_plant(c, &so, TEST_SOURCE_DIR "/catalog", 2, &school);
		db_inject_fault(c->db, 0);
		if (ok)
			break;
		ctx_clear(c);
		assert_string_equal(province_text(c, before), units);
		assert_string_equal(province_text(c, "SELECT CAST(count(*) AS TEXT) FROM decoy"), "0\n");
	}
	assert_string_equal(province_text(c, "SELECT CAST(count(*) AS TEXT) FROM decoy"), "2\n");
}

TEST(decoys_are_refused_with_the_reason)
{
	struct unit school, so;

	province_make(c);
	so = province_unit(c, "19");
	FAILS(decoy_plant(c, &so, TEST_SOURCE_DIR "/catalog", 0, &school), "decoy.number");
	FAILS(decoy_plant(c, &so, TEST_SOURCE_DIR "/catalog", DECOY_MAX + 1, &school), "decoy.number");
	so = province_unit(c, "BGDDT");
	FAILS(decoy_plant(c, &so, TEST_SOURCE_DIR "/catalog", 2, &school), "decoy.unit");
	so = province_unit(c, SCHOOL);
	FAILS(decoy_plant(c, &so, TEST_SOURCE_DIR "/catalog", 2, &school), "decoy.unit");
}
