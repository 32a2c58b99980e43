/* test_quality_week.c - figures of quality kept week by week, of a school and as sums of an office. */
#include <string.h>

#include "api.h"
#include "db/db.h"
#include "domain/quality/quality.h"
#include "province.h"

#define TREND "/api/v1/quality/trend"

enum { DAY = 24 * 60 * 60 * 1000 };

static const char *const figures[] = { "schools", "records", "errors", "warnings", "notices", "filled", "due" };

static void make(struct ctx *c)
{
	province_make(c);
	province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_record(c, "19172402", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, "19172401", "19172401-L2", "LÊ VĂN AN", "2019-01-02", "01", "01");
	province_pupil(c, "19172401", "19172401-L2", "Lê Văn Ba", "2019-01-03", "01", "01");
	province_pupil(c, "19172402", "19172402-L2", "Lê Văn Tư", "2019-01-04", "01", "01");
}

static struct api_reply trend(struct ctx *c, const struct api_session *me, const char *query)
{
	struct api_reply r = api_call(c, me, GET, arena_fmt(c->arena, TREND "%s", query), NULL);

	EXPECT(r, 200);
	return r;
}

static int64_t figure(const struct api_reply *r, size_t at, const char *name)
{
	return json_integer_value(json_object_get(json_array_get(api_items(r), at), name));
}

static const char *week(const struct api_reply *r, size_t at)
{
	return json_string_value(json_object_get(json_array_get(api_items(r), at), "week"));
}

static void sweep(struct ctx *c)
{
	OK(quality_week_sweep(c, &(struct spare_time){ .until_ms = time_now_ms() + 60000 }));
}

TEST(a_week_of_a_school_says_what_its_summary_and_completeness_say)
{
	int64_t filled = 0, due = 0;

	make(c);
	const struct api_session so = api_account(c, "so.mot", "manager", "19", NULL);
	struct api_reply r = trend(c, &so, "?unit=19172401");
	assert_int_equal(json_array_size(api_items(&r)), 0);
	sweep(c);
	r = trend(c, &so, "?unit=19172401");
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_string_equal(week(&r, 0), "2025-11-17");
	struct api_reply sum = api_call(c, &so, GET, "/api/v1/quality/summary?within=19172401", NULL);
	EXPECT(sum, 200);
	for (size_t i = 1; i < 5; i++)
		assert_int_equal(figure(&r, 0, figures[i]), figure(&sum, 0, figures[i]));
	assert_true(figure(&r, 0, "notices") > 0);
	sum = api_call(c, &so, GET, "/api/v1/quality/completeness?unit=19172401&by=school", NULL);
	EXPECT(sum, 200);
	for (size_t i = 0; i < json_array_size(api_items(&sum)); i++) {
		filled += figure(&sum, i, "filled");
		due += figure(&sum, i, "due");
	}
	assert_true(filled > 0 && filled < due);
	assert_int_equal(figure(&r, 0, "filled"), filled);
	assert_int_equal(figure(&r, 0, "due"), due);
}

/* What one of the readers may not read nobody is told of in a sum. */
TEST(a_week_is_counted_by_what_every_reader_of_quality_is_shown)
{
	const struct role *all = role_common(c->arena, c->catalog, "quality", "read");

	assert_non_null(all);
	assert_true(role_may(catalog_role(c->catalog, "head"), "health", "read"));
	assert_false(role_may(all, "health", "read"));
	assert_false(role_may(all, "change", "read")); /* which the clerk has not */
	assert_true(role_may(all, "learners", "read"));
	assert_false(role_may(all, "learners", "write"));
	assert_int_equal(role_field_class(all, "learners"), CLASS_SENSITIVE);
	assert_int_equal(role_field_class(all, "finance"), CLASS_PERSONAL);
	assert_null(role_common(c->arena, c->catalog, "quality", "admin"));
}

TEST(a_week_of_an_office_is_the_sum_of_those_below)
{
	make(c);
	sweep(c);
	const struct api_session so = api_account(c, "so.mot", "manager", "19", NULL);
	struct api_reply office = trend(c, &so, "?unit=P172"), whole = trend(c, &so, ""), a = trend(c, &so, "?unit=19172401"), b = trend(c, &so, "?unit=19172402"),
	                 other = trend(c, &so, "?unit=19000501");

	for (size_t i = 0; i < COUNT(figures); i++) {
		assert_int_equal(figure(&office, 0, figures[i]), figure(&a, 0, figures[i]) + figure(&b, 0, figures[i]));
		assert_int_equal(figure(&whole, 0, figures[i]), figure(&office, 0, figures[i]) + figure(&other, 0, figures[i]));
	}
	assert_int_equal(figure(&office, 0, "schools"), 2);
	assert_int_equal(figure(&whole, 0, "schools"), 3);
	assert_true(figure(&a, 0, "due") != figure(&b, 0, "due"));
	const struct api_session primary = api_account(c, "so.hai", "manager", "19", "02");
	office = trend(c, &primary, "");
	assert_int_equal(figure(&office, 0, "schools"), 2);
}

TEST(a_week_is_told_to_nobody_who_may_not_read_of_that_unit)
{
	make(c);
	sweep(c);
	const struct api_session other = api_account(c, "so.khac", "manager", "01", NULL), viewer = api_account(c, "nguoi.xem", "viewer", "19172401", NULL),
	                         head = api_account(c, "hieu.truong", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &other, GET, TREND "?unit=19172401", NULL);

	EXPECT(r, 404);
	r = api_call(c, &other, GET, TREND "?unit=19", NULL);
	EXPECT(r, 404);
	r = trend(c, &other, "");
	assert_int_equal(figure(&r, 0, "schools"), 1);
	r = api_call(c, &head, GET, TREND "?unit=P172", NULL);
	EXPECT(r, 404);
	r = api_call(c, &viewer, GET, TREND, NULL);
	EXPECT(r, 403);
	r = api_call(c, &head, GET, TREND "?weeks=0", NULL);
	EXPECT(r, 422);
	r = trend(c, &head, "");
	assert_int_equal(figure(&r, 0, "schools"), 1);
}

TEST(the_last_count_of_a_week_stands_and_weeks_are_told_in_order)
{
	make(c);
	struct api_session head = api_account(c, "hieu.truong", "head", "19172401", NULL);
	sweep(c);
	struct api_reply r = trend(c, &head, "");
	const int64_t before = figure(&r, 0, "due");
	province_pupil(c, "19172401", "19172401-L2", "Lê Văn Năm", "2019-01-05", "01", "01");
	c->now_ms += DAY / 2; /* not due yet: another process, or one that was started again */
	sweep(c);
	assert_int_equal(api_sign_in(c, "hieu.truong", API_PASSWORD, &head), 200);
	r = trend(c, &head, "");
	assert_int_equal(figure(&r, 0, "due"), before);
	c->now_ms += DAY / 2;
	sweep(c);
	assert_int_equal(api_sign_in(c, "hieu.truong", API_PASSWORD, &head), 200);
	r = trend(c, &head, "");
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_int_equal(figure(&r, 0, "schools"), 1);
	const int64_t after = figure(&r, 0, "due");
	assert_true(after > before);
	c->now_ms += 2 * DAY; /* a Monday */
	province_pupil(c, "19172401", "19172401-L2", "Lê Văn Sáu", "2019-01-06", "01", "01");
	sweep(c);
	assert_int_equal(api_sign_in(c, "hieu.truong", API_PASSWORD, &head), 200);
	r = trend(c, &head, "");
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_string_equal(week(&r, 0), "2025-11-17");
	assert_string_equal(week(&r, 1), "2025-11-24");
	assert_int_equal(figure(&r, 0, "due"), after);
	assert_true(figure(&r, 1, "due") > after);
	r = trend(c, &head, "?weeks=1");
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_string_equal(week(&r, 0), "2025-11-24");
}

TEST(a_school_that_has_not_begun_the_year_is_counted_by_its_last)
{
	make(c);
	province_record(c, "19000501", "class", "{\"name\":\"6A\",\"grade\":\"06\",\"school_year\":2024}");
	sweep(c);
	const struct api_session head = api_account(c, "hieu.truong", "head", "19000501", NULL);
	struct api_reply r = trend(c, &head, ""), sum = api_call(c, &head, GET, "/api/v1/quality/summary?within=19000501&year=2024", NULL);

	EXPECT(sum, 200);
	assert_true(figure(&r, 0, "due") > 0);
	assert_true(figure(&sum, 0, "records") > 0);
	assert_int_equal(figure(&r, 0, "records"), figure(&sum, 0, "records"));
}

TEST(a_school_that_has_ceased_to_be_is_not_counted_any_more)
{
	make(c);
	province_script(c, "UPDATE unit SET status = '06' WHERE code = '19172402'");
	sweep(c);
	const struct api_session so = api_account(c, "so.mot", "manager", "P172", NULL);
	struct api_reply r = trend(c, &so, "");

	assert_int_equal(figure(&r, 0, "schools"), 1);
	province_script(c, "UPDATE unit SET status = '01' WHERE code = '19172402'");
	sweep(c);
	c->now_ms += 1000;
	province_script(c, "UPDATE unit SET status = '06' WHERE code = '19172402'");
	r = trend(c, &so, "");
	assert_int_equal(figure(&r, 0, "schools"), 1);
	c->now_ms += INT64_C(7) * 24 * 60 * 60 * 1000; /* of the week gone by it was */
	sweep(c);
	const struct api_session later = api_account(c, "so.hai", "manager", "P172", NULL);
	r = trend(c, &later, "");
	assert_int_equal(figure(&r, 0, "schools"), 2);
	assert_int_equal(figure(&r, 1, "schools"), 1);
}

/* ---- in time to spare ---- */

static bool called_after_one(void *arg)
{
	return ++*(int *)arg > 1;
}

TEST(whoever_is_called_away_counts_one_school_more_at_most_and_goes_on_later)
{
	int asked = 0;

	make(c);
	OK(quality_week_sweep(c, &(struct spare_time){ time_now_ms() + 60000, called_after_one, &asked }));
	assert_string_equal(province_text(c, "SELECT CAST(count(*) AS TEXT) FROM quality_week"), "1\n"); /* of any province: where it begins is another place for each process */
	sweep(c);
	assert_string_equal(province_text(c, "SELECT CAST(count(*) AS TEXT) FROM quality_week"), "4\n");
}

/* ---- two processes ---- */

struct beside {
	struct ctx own;
	int statements, writes;
};

/* The second counts all while the first has just read what is due. */
static void count_beside(void *arg)
{
	struct ctx *c = &((struct beside *)arg)->own;

	OK(quality_week_sweep(c, &(struct spare_time){ .until_ms = time_now_ms() + 60000 }));
}

static void note(void *arg, const char *sql)
{
	struct beside *b = arg;

	b->writes += strstr(sql, "INSERT INTO quality_week") != NULL;
	b->statements++;
}

TEST(what_another_process_has_counted_meanwhile_is_left_out)
{
	struct beside b = { .own = *c };

	make(c);
	OK(db_open(&b.own, &b.own.db, test_database()));
	b.own.now_ms = c->now_ms + 1000;
	db_watch(c->db, note, &b);
	db_inject_pause(c->db, 2, count_beside, &b);
	sweep(c);
	db_inject_pause(c->db, 0, NULL, NULL);
	db_watch(c->db, NULL, NULL);
	db_close(b.own.db);
	assert_true(b.statements > 1);
	assert_int_equal(b.writes, 0);
	assert_string_equal(province_text(c, "SELECT CAST(count(*) AS TEXT) FROM quality_week"), "4\n");
}

TEST(a_count_that_was_overtaken_does_not_replace_a_later_one)
{
	size_t n;

	make(c);
	const struct unit u = province_unit(c, "19172401");
	OK(quality_week_count(c, &u, &n));
	assert_int_equal(n, 1);
	province_script(c, "UPDATE quality_week SET due = 1, counted_at = counted_at + 1");
	OK(quality_week_count(c, &u, &n));
	assert_string_equal(province_text(c, "SELECT CAST(due AS TEXT) FROM quality_week"), "1\n");
	c->now_ms += 10;
	OK(quality_week_count(c, &u, &n));
	assert_string_not_equal(province_text(c, "SELECT CAST(due AS TEXT) FROM quality_week"), "1\n");
	assert_string_equal(province_text(c, "SELECT CAST(identified AS TEXT) FROM quality_week"), "0\n");
	assert_string_equal(province_text(c, "SELECT CAST(learners AS TEXT) FROM quality_week"), "2\n");
}
