/* test_notice.c - units are reminded once a day, and everybody is told what waits for them. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "province.h"
#include "test_report_tools.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

struct people {
	struct api_session head, clerk, other_head, phong, so, admin;
};

static struct people people(struct ctx *c)
{
	province_make(c);
	return (struct people){
		api_account(c, "h.bahang", "head", "19172401", NULL),  api_account(c, "c.bahang", "clerk", "19172401", NULL),
		api_account(c, "h.dongtien", "head", "19172402", NULL), api_account(c, "p172.dl", "manager", "P172", NULL),
		api_account(c, "so.tn", "manager", "19", NULL),        api_account(c, "qt.bahang", "unit_admin", "19172401", NULL),
	};
}

static struct api_reply remind(struct ctx *c, const struct api_session *who, const char *units)
{
	return api_call(c, who, POST, API "/reminders",
	                arena_fmt(c->arena, "{\"units\":[%s],\"about\":{\"form\":\"02-TH-DN\",\"period\":\"2025-start\"}}", units));
}

/* "19172401 " of those that were, "19172401:reminder.today " of those that were not. */
static const char *outcome(struct ctx *c, const struct api_reply *r)
{
	struct buf b = buf_in(c->arena);
	size_t i;
	json_t *x;

	json_array_foreach(json_object_get(r->json, "sent"), i, x)
		buf_fmt(&b, "%s ", json_string_value(x));
	json_array_foreach(json_object_get(r->json, "refused"), i, x)
		buf_fmt(&b, "%s:%s ", json_string_value(json_object_get(x, "unit")), json_string_value(json_object_get(x, "key")));
	return buf_text(&b);
}

static const json_t *notice(struct ctx *c, const struct api_session *who, const char *kind)
{
	const struct api_reply r = api_call(c, who, GET, API "/notices", NULL);
	size_t i;
	json_t *x;

	EXPECT(r, 200);
	json_array_foreach(api_items(&r), i, x)
		if (streq(json_string_value(json_object_get(x, "kind")), kind))
			return x;
	return NULL;
}

static json_int_t number(struct ctx *c, const struct api_session *who, const char *kind)
{
	return json_integer_value(json_object_get(notice(c, who, kind), "n"));
}

/* The list a notice leads to is there, and as long as it says. */
static void follow(struct ctx *c, const struct api_session *who, const char *kind)
{
	const json_t *x = notice(c, who, kind);
	const struct api_reply r = api_call(c, who, GET, json_string_value(json_object_get(x, "to")), NULL);

	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), json_integer_value(json_object_get(x, "n")));
}

TEST(api_reminds_a_unit_of_a_form_once_a_day)
{
	struct people p = people(c);
	struct api_reply r = remind(c, &p.so, "\"19172401\",\"19000501\",\"19\",\"P172\"");

	EXPECT(r, 200);
	assert_string_equal(outcome(c, &r), "19172401 19:reminder.own P172:report.not_for_unit 19000501:report.not_for_unit ");
	assert_int_equal(number(c, &p.head, "reminder"), 1);
	assert_int_equal(number(c, &p.clerk, "reminder"), 1);
	assert_null(notice(c, &p.other_head, "reminder"));
	assert_null(notice(c, &p.admin, "reminder")); /* who files no reports */
	r = remind(c, &p.phong, "\"19172402\",\"19172401\",\"19172402\"");
	EXPECT(r, 200);
	assert_string_equal(outcome(c, &r), "19172402 19172401:reminder.today 19172402:reminder.today ");
	c->now_ms += DAY_MS;
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE session SET seen_at = seen_at + 86400000, created_at = created_at + 86400000", NULL, 0)));
	r = remind(c, &p.phong, "\"19172401\"");
	assert_string_equal(outcome(c, &r), "19172401 ");
	assert_int_equal(number(c, &p.head, "reminder"), 2); /* days */
	assert_string_equal(json_string_value(json_object_get(notice(c, &p.head, "reminder"), "to")), API "/reports/preview?unit=19172401&form=02-TH-DN&period=2025-start");

	report_fill_school(c, "19172401");
	(void)report_test_compute(c, "19172401");
	assert_int_equal(number(c, &p.head, "reminder"), 2);
	(void)report_test_step(c, "19172401", "submit");
	assert_null(notice(c, &p.head, "reminder")); /* what was asked for was done */
	c->now_ms += DAY_MS;
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE session SET seen_at = seen_at + 86400000, created_at = created_at + 86400000", NULL, 0)));
	r = remind(c, &p.phong, "\"19172401\"");
	assert_string_equal(outcome(c, &r), "19172401:reminder.sent ");
	(void)report_test_step(c, "19172401", "return");
	assert_null(notice(c, &p.head, "reminder")); /* nor is it asked for again by what was said before */
	r = remind(c, &p.phong, "\"19172401\"");
	assert_string_equal(outcome(c, &r), "19172401 ");
	assert_int_equal(number(c, &p.head, "reminder"), 1);
}

/* Of an item of a list, or of its reports; NULL: never. */
static const char *reminded(struct ctx *c, const struct api_session *who, const char *list, const char *unit)
{
	const struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "/%s&form=02-TH-DN&period=2025-start", list), NULL);
	size_t i;
	json_t *x;

	EXPECT(r, 200);
	json_array_foreach(api_items(&r), i, x)
		if (streq(json_string_value(json_object_get(x, "unit")), unit)) {
			const json_t *reports = json_object_get(x, "reports");
			return json_string_value(json_object_get(reports == NULL ? x : reports, "reminded_at"));
		}
	fail_msg("%s is not in %s", unit, list);
	return NULL;
}

/* Who was reminded today need not be asked for again: of an office whose schools send themselves when all of them were, of one whose sums are
 * added up when it was itself. */
TEST(progress_tells_when_who_owes_a_form_was_reminded)
{
	struct people p = people(c);
	struct api_session ministry = api_account(c, "bo.dl", "manager", "BGDDT", NULL);

	report_fill_school(c, "19172401");
	report_fill_school(c, "19172402");
	assert_null(reminded(c, &p.so, "reports/progress?within=19", "19172401"));
	struct api_reply r = remind(c, &p.so, "\"19172401\"");
	const char *first = time_iso(c->arena, c->now_ms);
	assert_string_equal(reminded(c, &p.so, "reports/progress?within=19", "19172401"), first);
	assert_null(reminded(c, &p.so, "reports/progress?within=19", "19172402"));
	assert_string_equal(reminded(c, &p.phong, "quality/progress?within=P172", "19172401"), first);
	assert_null(reminded(c, &p.so, "quality/progress?within=19", "P172"));
	c->now_ms += 1000;
	r = remind(c, &p.so, "\"19172402\"");
	EXPECT(r, 200);
	assert_string_equal(reminded(c, &p.so, "quality/progress?within=19", "P172"), first);
	assert_string_equal(reminded(c, &p.phong, "quality/progress?within=P172", "19172402"), time_iso(c->arena, c->now_ms));
	(void)report_test_compute(c, "19172401");
	assert_string_equal(reminded(c, &p.so, "quality/progress?within=19", "P172"), first);
	(void)report_test_step(c, "19172401", "submit"); /* the other one is left */
	assert_string_equal(reminded(c, &p.so, "quality/progress?within=19", "P172"), time_iso(c->arena, c->now_ms));

	assert_null(reminded(c, &ministry, "quality/progress?within=BGDDT", "19"));
	c->now_ms += 1000;
	r = remind(c, &ministry, "\"19\"");
	assert_string_equal(outcome(c, &r), "19 ");
	assert_string_equal(reminded(c, &ministry, "quality/progress?within=BGDDT", "19"), time_iso(c->arena, c->now_ms));
	assert_string_equal(reminded(c, &ministry, "reports/progress?within=BGDDT", "19"), time_iso(c->arena, c->now_ms));
	assert_null(reminded(c, &ministry, "reports/progress?within=BGDDT", "01"));
}

TEST(api_refuses_reminders_that_are_none)
{
	static const struct {
		const char *body, *key;
	} wrong[] = {
		{ "{\"units\":[],\"about\":{\"form\":\"02-TH-DN\",\"period\":\"2025-start\"}}", "reminder.units" },
		{ "{\"units\":[7],\"about\":{\"form\":\"02-TH-DN\",\"period\":\"2025-start\"}}", "reminder.units" },
		{ "{\"units\":[\"19172401\"],\"about\":{\"form\":\"99\",\"period\":\"2025-start\"}}", "report.form" },
		{ "{\"units\":[\"19172401\"],\"about\":{\"form\":\"02-TH-DN\",\"period\":\"2025\"}}", "report.period" },
		{ "{\"units\":[\"19172401\"],\"about\":{\"form\":\"02-TH-DN\"}}", "reminder.about" },
		{ "{\"units\":[\"19172401\"],\"about\":{\"form\":\"02-TH-DN\",\"period\":\"2025-start\",\"x\":1}}", "reminder.about" },
	};
	struct people p = people(c);
	struct api_reply r;
	struct rows rows;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		r = api_call(c, &p.so, POST, API "/reminders", wrong[i].body);
		EXPECT(r, 422);
		assert_string_equal(r.key, wrong[i].key);
	}
	r = remind(c, &p.so, "\"19172401\",\"01001401\"");
	EXPECT(r, 404);
	r = remind(c, &p.head, "\"19172401\"");
	EXPECT(r, 403);
	OK(db_query(c, &rows, "SELECT count(*) FROM reminder", NULL, 0));
	assert_int_equal(rows_int(&rows, 0, 0), 0);
}

TEST(api_tells_what_waits_for_the_caller)
{
	struct people p = people(c);

	report_fill_school(c, "19172401");
	report_fill_school(c, "19172402");
	(void)report_test_compute(c, "19172401");
	(void)report_test_compute(c, "19172402");
	struct api_reply r = api_call(c, &p.so, GET, API "/notices", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 0); /* nothing is not told */
	(void)report_test_step(c, "19172401", "submit");
	(void)report_test_step(c, "19172402", "submit");
	assert_int_equal(number(c, &p.so, "reports_waiting"), 2);
	follow(c, &p.so, "reports_waiting");
	follow(c, &p.phong, "reports_waiting");
	assert_null(notice(c, &p.head, "reports_waiting"));
	/* What an office right below has added up and sent waits too; one's own does not. */
	(void)report_test_compute(c, "P172");
	(void)report_test_step(c, "P172", "submit");
	assert_int_equal(number(c, &p.so, "reports_waiting"), 3);
	follow(c, &p.so, "reports_waiting");
	assert_int_equal(number(c, &p.phong, "reports_waiting"), 2);
	follow(c, &p.phong, "reports_waiting");
	(void)report_test_step(c, "P172", "return");
	(void)report_test_step(c, "19172401", "return");
	follow(c, &p.head, "reports_returned");
	follow(c, &p.clerk, "reports_returned");
	follow(c, &p.so, "reports_waiting");
	assert_null(notice(c, &p.other_head, "reports_returned"));

	const struct api_session nobody = { 0 };
	r = api_call(c, &nobody, GET, API "/notices", NULL);
	EXPECT(r, 401);
}

/* A transfer waits for the side that did not start it; of staff only for those who may move staff. */
TEST(api_tells_of_transfers_that_wait_for_an_answer)
{
	struct people p = people(c);
	const char *room = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *pupil = province_record(c, "19172401", "learner", "{\"full_name\":\"Lê Em\",\"birth_date\":\"2019-05-05\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	const char *teacher = province_record(c, "19172401", "staff", "{\"full_name\":\"Lê Cô\",\"birth_date\":\"1985-05-05\",\"sex\":\"02\",\"ethnic_group\":\"01\"}");
	const struct api_session clerk = api_account(c, "c.dongtien", "clerk", "19172402", NULL);

	province_record(c, "19172401", "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", pupil, room));
	for (const char *const *who = (const char *const[]){ pupil, teacher, NULL }; *who != NULL; who++) {
		struct api_reply r = api_call(c, &p.head, POST, API "/transfers", arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"19172402\",\"day\":\"2025-10-01\"}", *who));
		EXPECT(r, 201);
	}
	assert_int_equal(number(c, &p.other_head, "transfers_waiting"), 2);
	follow(c, &p.other_head, "transfers_waiting");
	const char *there = province_record(c, "19172402", "learner", "{\"full_name\":\"Lê Bé\",\"birth_date\":\"2019-06-06\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	const char *their = province_record(c, "19172402", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_record(c, "19172402", "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", there, their));
	struct api_reply asked = api_call(c, &p.head, POST, API "/transfers/requests", arena_fmt(c->arena,
		"{\"person_code\":\"%s\",\"full_name\":\"Lê Bé\",\"birth_date\":\"2019-06-06\",\"class\":\"%s\",\"day\":\"2025-10-01\"}", there, room));
	EXPECT(asked, 201);
	assert_int_equal(number(c, &p.other_head, "transfers_waiting"), 3);
	assert_int_equal(number(c, &clerk, "transfers_waiting"), 2);
	assert_null(notice(c, &p.head, "transfers_waiting"));
}

TEST(api_tells_of_exports_and_passwords_to_those_who_may_act)
{
	struct people p = people(c);
	struct catalog *strict = NEW(c->arena, struct catalog); /* the thread for jobs goes on with it when this function has ended */
	struct api_reply r;

	*strict = *c->catalog;
	strict->export_approval_over = -1;
	c->catalog = strict;
	api_serve_jobs(c);
	r = api_call(c, &p.clerk, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"Gửi phòng giáo dục rà soát\"}");
	EXPECT(r, 202);
	follow(c, &p.head, "exports_waiting");
	assert_null(notice(c, &p.clerk, "exports_waiting"));
	r = api_call(c, &p.head, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"Gửi phòng giáo dục rà soát\"}");
	EXPECT(r, 202);
	assert_int_equal(number(c, &p.head, "exports_waiting"), 1); /* one's own is for another */
	assert_int_equal(number(c, &p.phong, "exports_waiting"), 1); /* who is in the office above, where there is no second head */
	follow(c, &p.phong, "exports_waiting");
	assert_null(notice(c, &p.so, "exports_waiting"));
	assert_null(notice(c, &p.other_head, "exports_waiting"));
	r = api_call(c, &p.clerk, GET, API "/exports?waiting=1", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	(void)api_account(c, "h2.bahang", "head", "19172401", NULL);
	assert_null(notice(c, &p.phong, "exports_waiting"));

	assert_null(notice(c, &p.admin, "one_time_passwords"));
	r = api_call(c, &p.admin, POST, API "/accounts", "{\"username\":\"vt.moi\",\"role\":\"clerk\"}");
	EXPECT(r, 201);
	assert_int_equal(number(c, &p.admin, "one_time_passwords"), 1);
	assert_string_equal(json_string_value(json_object_get(notice(c, &p.admin, "one_time_passwords"), "to")), API "/accounts");
	assert_null(notice(c, &p.head, "one_time_passwords"));
	r = api_call(c, &p.admin, POST, API "/accounts/vt.moi/disable", NULL);
	EXPECT(r, 204);
	assert_null(notice(c, &p.admin, "one_time_passwords"));
}

static void set_exports(struct ctx *c, const char *members)
{
	OK(db_begin(c) && db_end(c, db_run(c, arena_fmt(c->arena, "UPDATE export SET %s", members), NULL, 0)));
}

/* Until it is fetched, or a day has passed. */
TEST(api_tells_whoever_asked_that_a_file_is_there)
{
	struct people p = people(c);
	struct catalog strict = *c->catalog;
	struct ctx as = *c;

	strict.export_approval_over = -1;
	as.catalog = &strict;
	const struct api_reply r = api_call(&as, &p.clerk, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"Gửi phòng giáo dục rà soát\"}");
	EXPECT(r, 202);
	assert_null(notice(c, &p.clerk, "files_ready"));
	set_exports(c, arena_fmt(c->arena, "state = 'done', done_at = %" PRId64, c->now_ms - DAY_MS + 1000));
	follow(c, &p.clerk, "files_ready");
	assert_null(notice(c, &p.head, "files_ready"));
	set_exports(c, "fetched = 1");
	assert_null(notice(c, &p.clerk, "files_ready"));
	set_exports(c, arena_fmt(c->arena, "fetched = 0, done_at = %" PRId64, c->now_ms - DAY_MS - 1000));
	assert_null(notice(c, &p.clerk, "files_ready"));
}

/* Numbers are of the caller's scope, by place and by level. */
TEST(nobody_is_told_of_what_waits_for_others)
{
	struct people p = people(c);
	const struct api_session hanoi = api_account(c, "so.hn", "manager", "01", NULL), ministry = api_account(c, "bo.gd", "manager", "BGDDT", NULL);
	const struct api_session secondary = api_account(c, "so.cs", "manager", "19", "03"), admin = api_account(c, "qt.so", "unit_admin", "19", NULL);
	const struct api_session other = api_account(c, "qt.hn", "unit_admin", "01", NULL);
	const char *password;

	report_fill_school(c, "19172401");
	(void)report_test_compute(c, "19172401");
	(void)report_test_step(c, "19172401", "submit");
	OK(account_issue(c, NULL, "vt.moi", "clerk", "19172402", NULL, &password));
	assert_int_equal(number(c, &p.so, "reports_waiting"), 1);
	assert_null(notice(c, &hanoi, "reports_waiting"));
	assert_null(notice(c, &secondary, "reports_waiting"));
	assert_null(notice(c, &ministry, "reports_waiting")); /* it adds up the Sở */
	(void)report_test_compute(c, "19");
	(void)report_test_step(c, "19", "submit");
	follow(c, &ministry, "reports_waiting");
	assert_int_equal(number(c, &ministry, "reports_waiting"), 1);
	assert_int_equal(number(c, &admin, "one_time_passwords"), 1);
	assert_null(notice(c, &other, "one_time_passwords"));
	assert_null(notice(c, &p.admin, "one_time_passwords"));
}
