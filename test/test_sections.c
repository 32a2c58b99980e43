/* test_sections.c - duties by professional section (T42 đ15 k3): an account of one does what its role may of those modules, and no more. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "province.h"
#include "store/actor.h"

#define SCHOOL "19172401"

static int status(struct ctx *c, const struct api_session *who, const char *target)
{
	return api_call(c, who, GET, arena_fmt(c->arena, API "/%s", target), NULL).status;
}

static int set(struct ctx *c, const struct api_session *admin, const char *name, const char *body)
{
	return api_call(c, admin, POST, arena_fmt(c->arena, API "/accounts/%s/sections", name), body).status;
}

TEST(an_account_of_a_section_sees_that_and_no_more)
{
	province_make(c);
	const struct api_session admin = api_account(c, "qt.tn", "unit_admin", "19", NULL), so = api_account(c, "so.tn", "manager", "19", NULL);

	assert_int_equal(status(c, &so, "learners?within=19"), 200);
	assert_int_equal(status(c, &so, "staff?within=19"), 200);
	assert_int_equal(set(c, &admin, "so.tn", "{\"sections\":\"finance\"}"), 204);
	assert_int_equal(status(c, &so, "rooms?within=19"), 200);
	assert_int_equal(status(c, &so, "learners?within=19"), 403);
	assert_int_equal(status(c, &so, "staff?within=19"), 403);
	const char *told = api_call(c, &so, GET, API "/session", NULL).body;
	assert_non_null(strstr(told, "\"sections\":\"finance\""));
	assert_null(strstr(told, "\"learners\":["));
	assert_int_equal(set(c, &admin, "so.tn", "{\"sections\":\"finance,personnel\"}"), 204);
	assert_int_equal(status(c, &so, "staff?within=19"), 200);
	assert_int_equal(status(c, &so, "learners?within=19"), 403);
	assert_non_null(strstr(api_call(c, &admin, GET, API "/accounts?within=19", NULL).body, "\"sections\":\"finance,personnel\""));
	assert_int_equal(set(c, &admin, "so.tn", "{}"), 204);
	assert_int_equal(status(c, &so, "learners?within=19"), 200);
}

TEST(a_section_is_given_with_the_account_and_holds_for_its_long_work)
{
	struct account as;
	struct rows r;

	province_make(c);
	const struct api_session admin = api_account(c, "qt.py", "unit_admin", "P172", NULL);
	const struct api_reply made = api_call(c, &admin, POST, API "/accounts",
	                                       "{\"username\":\"vt.taichinh\",\"role\":\"clerk\",\"unit\":\"" SCHOOL "\",\"sections\":\"finance\"}");
	EXPECT(made, 201);
	province_act_as_system(c);
	OK(db_rows(c, &r, SQL_ACCOUNT_BY_NAME, ARGS(val_text("vt.taichinh"), val_int(c->now_ms))));
	OK(account_load(c, rows_int(&r, 0, 0), &as));
	assert_true(role_may(as.role, "finance", "write"));
	assert_false(role_may(as.role, "learners", "read"));
}

TEST(sections_are_refused_with_the_reason)
{
	province_make(c);
	const struct api_session admin = api_account(c, "qt.py", "unit_admin", "P172", NULL);

	(void)api_account(c, "h.bahang", "head", SCHOOL, NULL);
	(void)api_account(c, "c.bahang", "clerk", SCHOOL, NULL);
	assert_int_equal(set(c, &admin, "h.bahang", "{\"sections\":\"finance\"}"), 422);
	assert_int_equal(set(c, &admin, "c.bahang", "{\"sections\":\"cooking\"}"), 422);
	assert_int_equal(set(c, &admin, "c.bahang", "{\"sections\":\"finance,\"}"), 422);
	assert_int_equal(set(c, &admin, "c.bahang", "{\"sections\":\"\"}"), 422);
	assert_int_equal(set(c, &admin, "qt.py", "{\"sections\":\"finance\"}"), 422);
	assert_int_equal(set(c, &admin, "c.bahang", "{\"sections\":\"finance\"}"), 204);
	const struct api_reply no = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"h.hai\",\"role\":\"head\",\"unit\":\"19172402\",\"sections\":\"finance\"}");
	EXPECT(no, 422);
	assert_string_equal(no.key, "account.sections");
}

/* Whoever types one that is not there is told which there are. */
TEST(a_refusal_names_the_sections_roles_and_levels_there_are)
{
	province_make(c);
	const struct api_session admin = api_account(c, "qt.py", "unit_admin", "P172", NULL), so = api_account(c, "qt.tn", "unit_admin", "19", NULL);

	(void)api_account(c, "c.bahang", "clerk", SCHOOL, NULL);
	struct api_reply no = api_call(c, &admin, POST, API "/accounts/c.bahang/sections", "{\"sections\":\"cooking\"}");
	EXPECT(no, 422);
	for (size_t i = 0; i < c->catalog->n_sections; i++)
		assert_non_null(strstr(no.body, arena_fmt(c->arena, "%s (%s)", c->catalog->section[i].name, c->catalog->section[i].label)));
	no = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"x.hai\",\"role\":\"xyz\",\"unit\":\"" SCHOOL "\"}");
	EXPECT(no, 422);
	assert_non_null(strstr(no.body, "head (Hiệu trưởng)"));
	assert_non_null(strstr(no.body, "clerk (Văn thư nhập liệu)"));
	assert_null(strstr(no.body, "manager (")); /* is of offices */
	no = api_call(c, &so, POST, API "/accounts", "{\"username\":\"x.so\",\"role\":\"manager\",\"unit\":\"19\",\"levels\":\"99\"}");
	EXPECT(no, 422);
	assert_non_null(strstr(no.body, "02 ("));
}

/* ---- what is approved ---- */

struct duties {
	struct api_session clerk, head, finance, pupils, office;
	const char *export;
};

static const char *at_end(struct ctx *c, const char *path, const char *end)
{
	return arena_fmt(c->arena, "%s%s", path, end);
}

static struct api_session of_section(struct ctx *c, const char *name, const char *role, const char *unit, const char *sections)
{
	const struct api_session s = api_account(c, name, role, unit, NULL);

	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE account SET sections = $2 WHERE name = $1", ARGS(val_text(name), val_text(sections)))));
	return s;
}

/* The head asks for a file of pupils: an office above approves it. */
static struct duties duties(struct ctx *c)
{
	struct catalog *strict = NEW(c->arena, struct catalog);
	struct duties d = { 0 };

	province_make(c);
	*strict = *c->catalog;
	strict->export_approval_over = 0;
	c->catalog = strict;
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	(void)province_pupil(c, SCHOOL, class, "Lò Thị Một", "2019-02-03", "02", "03");
	d.clerk = api_account(c, "vt.bahang", "clerk", SCHOOL, NULL);
	d.head = api_account(c, "ht.bahang", "head", SCHOOL, NULL);
	d.finance = of_section(c, "tc.p172", "manager", "P172", "finance");
	d.pupils = of_section(c, "hs.p172", "manager", "P172", "pupils");
	d.office = api_account(c, "cb.p172", "manager", "P172", NULL);
	api_serve_jobs(c);
	const struct api_reply r = api_call(c, &d.head, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"Gửi phòng giáo dục rà soát\"}");
	EXPECT(r, 202);
	d.export = r.location;
	return d;
}

static size_t waiting(struct ctx *c, const struct api_session *who)
{
	const struct api_reply r = api_call(c, who, GET, API "/exports?waiting=1", NULL);

	EXPECT(r, 200);
	return json_array_size(api_items(&r));
}

static void refused(struct ctx *c, const struct api_session *who, const char *path, const char *body)
{
	const struct api_reply r = api_call(c, who, POST, path, body);

	EXPECT(r, 403);
	assert_string_equal(r.key, "right.section");
}

TEST(files_are_approved_by_whoever_may_read_what_is_in_them)
{
	const struct duties d = duties(c);

	assert_int_equal(waiting(c, &d.finance), 0);
	assert_null(strstr(api_call(c, &d.finance, GET, API "/notices", NULL).body, "export"));
	refused(c, &d.finance, at_end(c, d.export, "/approve"), NULL);
	refused(c, &d.finance, at_end(c, d.export, "/refuse"), "{\"reason\":\"Chưa rõ\"}");
	assert_int_equal(waiting(c, &d.pupils), 1);
	assert_int_equal(waiting(c, &d.office), 1);
	const struct api_reply r = api_call(c, &d.pupils, POST, at_end(c, d.export, "/approve"), NULL);
	EXPECT(r, 200);
}

/* Beside whoever asked there is somebody in the unit, but none of that section: the office above is asked. */
TEST(a_file_that_nobody_of_the_unit_may_approve_waits_for_the_office_above)
{
	const struct duties d = duties(c);

	(void)of_section(c, "tc.bahang", "clerk", SCHOOL, "finance");
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE account SET role = 'manager' WHERE name = 'tc.bahang'", NULL, 0)));
	assert_int_equal(waiting(c, &d.office), 1);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE account SET sections = 'finance,pupils' WHERE name = 'tc.bahang'", NULL, 0)));
	assert_int_equal(waiting(c, &d.office), 0);
}

TEST(a_file_is_fetched_by_whoever_may_still_read_what_is_in_it)
{
	const struct duties d = duties(c);
	struct api_reply r = api_call(c, &d.clerk, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"Gửi phòng giáo dục rà soát\"}");

	EXPECT(r, 202);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE account SET sections = 'finance' WHERE name = 'vt.bahang'", NULL, 0)));
	r = api_call(c, &d.clerk, GET, at_end(c, r.location, "/file"), NULL);
	EXPECT(r, 403);
	assert_string_equal(r.key, "right.section");
}

TEST(reports_are_decided_by_whoever_may_read_what_they_count)
{
	const struct duties d = duties(c);
	const struct api_reply made = api_call(c, &d.clerk, POST, API "/reports", "{\"form\":\"02-TH-DN\",\"unit\":\"" SCHOOL "\",\"period\":\"2025-start\"}");
	struct api_reply r;

	EXPECT(made, 201);
	r = api_call(c, &d.head, POST, at_end(c, made.location, "/submit"), NULL);
	EXPECT(r, 200);
	assert_null(strstr(api_call(c, &d.finance, GET, API "/notices", NULL).body, "report"));
	assert_non_null(strstr(api_call(c, &d.office, GET, API "/notices", NULL).body, "report"));
	refused(c, &d.finance, at_end(c, made.location, "/accept"), NULL);
	refused(c, &d.finance, at_end(c, made.location, "/return"), "{\"note\":\"Thiếu lớp\"}");
	r = api_call(c, &d.office, POST, at_end(c, made.location, "/accept"), NULL);
	EXPECT(r, 200);
	refused(c, &d.finance, at_end(c, made.location, "/reopen"), "{\"reason\":\"Đếm thiếu\"}");
	assert_true(json_is_false(json_object_get(api_call(c, &d.finance, GET, made.location, NULL).json, "reopens")));
}

TEST(transfers_are_answered_by_whoever_may_read_the_person)
{
	const struct duties d = duties(c);
	const struct api_session other = api_account(c, "vt.dongtien", "clerk", "19172402", NULL);
	const struct api_session personnel = of_section(c, "cb.dongtien", "clerk", "19172402", "personnel");
	const char *code = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Lò Thị Hai\",\"birth_date\":\"2019-02-04\",\"sex\":\"02\",\"ethnic_group\":\"03\"}");
	const struct api_reply r = api_call(c, &d.clerk, POST, API "/transfers", arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"19172402\",\"day\":\"2025-10-01\"}", code));

	EXPECT(r, 201);
	assert_non_null(strstr(api_call(c, &other, GET, API "/notices", NULL).body, "transfer"));
	assert_null(strstr(api_call(c, &personnel, GET, API "/notices", NULL).body, "transfer"));
	assert_int_equal(api_call(c, &personnel, POST, at_end(c, r.location, "/refuse"), "{\"reason\":\"Không nhận\"}").status, 404);
	assert_int_equal(api_call(c, &personnel, POST, API "/duplicates/decide", "{\"a\":\"x\",\"b\":\"y\",\"same\":false}").status, 403);
}
