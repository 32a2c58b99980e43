/* test_shown.c - what is not shown of a record is told by no other road: lists, feed, history, jobs, checks, figures. */
#include "store/shown.h"

#include <string.h>

#include "api.h"
#include "catalog/rules.h"
#include "db/db.h"
#include "domain/job/job.h"
#include "province.h"
#include "store/change.h"
#include "test_report_tools.h"

#define SCHOOL "19172401"
#define API "/api/v1"
#define CANARY "Zkbenhtim" /* in a health record */
#define BELIEF "02"        /* the learner's religion */

struct people {
	const char *enrolment, *learner, *health;
	struct api_session head, clerk, manager;
};

/* An office whose officers are shown nothing sensitive. */
static void show_managers_less(struct ctx *c)
{
	static const struct field_class most[] = { { "*", CLASS_PERSONAL } };
	struct catalog *k = NEW(c->arena, struct catalog);
	struct role *role = NEW_N(c->arena, struct role, c->catalog->n_roles);

	*k = *c->catalog;
	memcpy(role, k->role, k->n_roles * sizeof *role);
	for (size_t i = 0; i < k->n_roles; i++)
		if (streq(role[i].name, "manager")) {
			role[i].field_class = most;
			role[i].n_field_classes = COUNT(most);
		}
	k->role = role;
	c->catalog = k;
}

static void make(struct ctx *c, struct people *p)
{
	struct record rec;

	province_make(c);
	show_managers_less(c);
	const char *class_code = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	p->enrolment = province_pupil(c, SCHOOL, class_code, "Giàng Thị Mỷ", "2019-03-04", "02", "08");
	OK(record_find(c, catalog_type(c->catalog, "enrolment"), actor_scope(c), p->enrolment, &rec));
	p->learner = rec.value[field_find(rec.type, "learner")->index].s;
	p->health = province_record(c, SCHOOL, "health_check", arena_fmt(c->arena, "{\"learner\":\"%s\",\"round\":1,\"school_year\":2025,"
	                            "\"checked_on\":\"2025-10-01\",\"other\":\"" CANARY "\"}", p->learner));
	p->head = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	p->clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	p->manager = api_account(c, "can.bo", "manager", "19", NULL);
}

static struct api_reply ask(struct ctx *c, const struct api_session *who, const char *target, int status)
{
	struct api_reply r = api_call(c, who, GET, target, NULL);

	EXPECT(r, status);
	return r;
}

static const char *of_learner(struct ctx *c, const struct people *p, const char *rest)
{
	return arena_fmt(c->arena, API "/learners/%s%s", p->learner, rest);
}

static void change_religion(struct ctx *c, const struct people *p)
{
	struct api_reply r = api_call(c, &p->clerk, PATCH, of_learner(c, p, ""), "{\"religion\":\"" BELIEF "\",\"full_name\":\"Giàng Thị My\"}", .if_match = "*");

	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "\"religion\":\"" BELIEF "\"")); /* a school sees its pupils whole */
}

TEST(feed_and_history_tell_no_more_than_the_record)
{
	struct people p;
	struct api_reply r;

	make(c, &p);
	change_religion(c, &p);
	r = ask(c, &p.manager, API "/changes?unit=" SCHOOL, 200);
	assert_null(strstr(r.body, CANARY));
	assert_null(strstr(r.body, "health_check"));
	assert_null(strstr(r.body, "religion"));
	assert_null(strstr(r.body, "ethnic_group"));
	assert_non_null(strstr(r.body, "Giàng Thị My\""));
	assert_null(strstr(r.body, "\"hash\":\""));
	r = ask(c, &p.manager, API "/changes?unit=" SCHOOL "&types=health_check", 200);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	r = ask(c, &p.manager, of_learner(c, &p, "/history"), 200);
	assert_null(strstr(r.body, "religion"));
	assert_null(strstr(r.body, "\"hash\":\""));
	assert_non_null(strstr(r.body, "Giàng Thị My\""));
	r = ask(c, &p.head, API "/changes?unit=" SCHOOL, 200);
	assert_non_null(strstr(r.body, CANARY));
	assert_non_null(strstr(r.body, "\"religion\":\"" BELIEF "\""));
	assert_non_null(strstr(r.body, "\"hash\":\""));
	assert_non_null(strstr(r.body, "van.thu\",\"version")); /* of accounts who leads is told, or whoever may see them */
	r = ask(c, &p.clerk, of_learner(c, &p, "/history"), 200);
	assert_non_null(strstr(r.body, "\"religion\":\"" BELIEF "\""));
}

TEST(what_is_not_shown_is_not_asked_for_either)
{
	static const char *const refused[] = {
		"/learners?filter=religion%20is%20not%20null", "/enrolments?filter=learner.religion%20==%20%2202%22",
		"/learners?fields=full_name,religion", "/enrolments?fields=learner.religion", "/enrolments?unit=" SCHOOL "&sort=-learner.religion",
		"/enrolments?filter=not%20(learner.ethnic_group%20in%20(%2201%22))",
	};
	static const char *const answered[] = {
		"/learners?filter=birth_date%20is%20not%20null", "/learners?fields=full_name,birth_date", "/learners?q=giang", "/learners?sort=name",
		"/enrolments?filter=learner.sex%20==%20%2202%22%20and%20class.code%20is%20not%20null",
	};
	struct people p;
	struct api_reply r;

	make(c, &p);
	for (size_t i = 0; i < COUNT(refused); i++) {
		r = ask(c, &p.manager, arena_fmt(c->arena, API "%s", refused[i]), 403);
		assert_string_equal(r.key, "field.hidden");
		(void)ask(c, &p.clerk, arena_fmt(c->arena, API "%s", refused[i]), 200);
	}
	for (size_t i = 0; i < COUNT(answered); i++) {
		r = ask(c, &p.manager, arena_fmt(c->arena, API "%s", answered[i]), 200);
		assert_int_equal(json_array_size(api_items(&r)), 1);
		assert_null(strstr(r.body, "ethnic_group"));
	}
	r = ask(c, &p.manager, of_learner(c, &p, "/files/photo"), 403);
	assert_string_equal(r.key, "field.hidden");
	r = ask(c, &p.manager, API "/catalog/learner", 200);
	const json_t *hidden = json_object_get(r.json, "not_shown");
	assert_true(json_array_size(hidden) > 5);
	for (size_t i = 0; i < json_array_size(hidden); i++)
		assert_true(field_find(catalog_type(c->catalog, "learner"), json_string_value(json_array_get(hidden, i)))->sensitivity == CLASS_SENSITIVE);
	r = ask(c, &p.clerk, API "/catalog/learner", 200);
	assert_int_equal(json_array_size(json_object_get(r.json, "not_shown")), 0);
}

/* A role that is shown open fields only: a name is found by no order, cursor or search. */
TEST(names_that_are_not_shown_sort_nothing)
{
	const struct record_type *learner = catalog_type(c->catalog, "learner");
	struct record_query q = { .limit = 1 };
	struct buf items = buf_in(c->arena);
	struct account a;
	struct role role;
	struct people p;
	const char *cursor;

	make(c, &p);
	(void)province_record(c, SCHOOL, "learner", "{\"full_name\":\"An\",\"birth_date\":\"2019-01-01\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	province_act_as(c, "clerk", SCHOOL);
	a = *c->account;
	role = *a.role;
	role.field_class = NULL;
	role.n_field_classes = 0;
	a.role = &role;
	c->account = &a;
	q.scope = actor_scope(c);
	OK(record_list(c, learner, &q, &items, &cursor));
	assert_non_null(strstr(items.data, p.learner)); /* by number, not by name */
	assert_null(strstr(items.data, "full_name"));
	assert_null(strstr(cursor, ".b"));              /* no bytes of a name */
	q.sort = "name";
	FAILS(record_list(c, learner, &q, &items, &cursor), "field.hidden");
	q.sort = NULL;
	q.q = "an";
	FAILS(record_list(c, learner, &q, &items, &cursor), "field.hidden");
	c->account = NULL;
}

static const char *make_job(struct ctx *c, const char *kind, const char *account)
{
	const struct unit u = province_unit(c, SCHOOL);
	const char *id = NULL;
	struct rows r;

	OK(db_rows(c, &r, SQL_ACCOUNT_BY_NAME, ARGS(val_text(account), val_int(c->now_ms))));
	OK(db_begin(c) && db_end(c, job_add_in(c, rows_int(&r, 0, 0), kind, &u, "{\"files\":[],\"dry_run\":true}", &id)));
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE job SET state = 'done', result = $2 WHERE id = $1",
	                                   ARGS(val_text(id), val_text("{\"detail\":\"" CANARY "\"}")))));
	return id;
}

TEST(jobs_are_seen_by_their_owner_and_by_those_who_decide_on_them)
{
	struct people p;
	struct api_reply ghost, r;

	make(c, &p);
	api_serve_jobs(c);
	const struct api_session second = api_account(c, "van.thu.hai", "clerk", SCHOOL, NULL);
	const char *of_clerk = make_job(c, "export", "van.thu"), *of_head = make_job(c, "export", "hieu.truong");
	const char *import = make_job(c, "import", "van.thu");
	ghost = ask(c, &p.clerk, API "/jobs/abcdefghijklmnopqrst", 404);
	(void)ask(c, &p.clerk, arena_fmt(c->arena, API "/jobs/%s", of_clerk), 200);
	(void)ask(c, &p.head, arena_fmt(c->arena, API "/jobs/%s", of_clerk), 200); /* approves exports */
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 2; k++) {
			const char *path = arena_fmt(c->arena, API "/%s/%s", k == 0 ? "jobs" : "imports", i == 0 ? of_head : of_clerk);
			r = ask(c, i == 0 ? &p.clerk : &second, path, 404);
			assert_string_equal(r.body, ghost.body);
		}
	r = api_call(c, &second, POST, arena_fmt(c->arena, API "/jobs/%s/cancel", of_clerk), NULL);
	EXPECT(r, 404);
	for (size_t i = 0; i < 2; i++) { /* in lists just so: what a second clerk asks for is nobody's export */
		r = ask(c, i == 0 ? &second : &p.head, API "/jobs?unit=" SCHOOL, 200);
		assert_true((strstr(r.body, of_clerk) != NULL) == (i == 1) && (strstr(r.body, of_head) != NULL) == (i == 1));
		assert_non_null(strstr(r.body, import));
		assert_null(strstr(r.body, CANARY)); /* results are not in lists */
	}
	(void)ask(c, &second, arena_fmt(c->arena, API "/imports/%s", import), 200); /* nothing of the school is hidden from a clerk */
	(void)ask(c, &p.head, arena_fmt(c->arena, API "/imports/%s", import), 200);
}

TEST(a_cell_that_says_something_sensitive_names_nobody)
{
	struct report_page page;
	struct people p;

	make(c, &p);
	struct report rep = report_test_compute(c, SCHOOL);
	province_act_as(c, "manager", "19");
	OK(report_cell_records(c, &rep, 37, "E", NULL, 50, &page));
	assert_non_null(strstr(buf_text(&page.items), p.enrolment));
	assert_null(strstr(buf_text(&page.items), "policy_group"));
	OK(report_cell_records(c, &rep, 37, "F", NULL, 50, &page)); /* girls */
	FAILS(report_cell_records(c, &rep, 37, "G", NULL, 50, &page), "field.hidden"); /* of ethnic minorities */
	FAILS(report_cell_records(c, &rep, 65, "E", NULL, 50, &page), "field.hidden"); /* with a disability */
	province_act_as(c, "head", SCHOOL);
	OK(report_cell_records(c, &rep, 37, "G", NULL, 50, &page));
	assert_non_null(strstr(buf_text(&page.items), p.enrolment));
	province_act_as_system(c);
}

/* One rule of health, one of learners: told to whoever is shown what they look at. */
TEST(checks_tell_nothing_of_what_is_not_shown)
{
	struct people p;
	struct api_reply r;

	make(c, &p);
	r = ask(c, &p.head, API "/quality/completeness?year=2025&unit=" SCHOOL, 200);
	assert_non_null(strstr(r.body, "\"ethnic_group\""));
	assert_non_null(strstr(r.body, "health_check"));
	r = ask(c, &p.manager, API "/quality/completeness?year=2025&unit=" SCHOOL, 200);
	assert_null(strstr(r.body, "\"ethnic_group\""));
	assert_null(strstr(r.body, "health_check"));
	assert_non_null(strstr(r.body, "\"birth_date\""));
	for (size_t i = 0; i < c->catalog->n_rules; i++) {
		const struct rule *rule = &c->catalog->rule[i];
		bool hidden = false;
		for (const char *const *path = rule->reads; *path != NULL; path++) {
			const struct field *reference, *f;
			hidden = hidden || (rule_field(rule->set->type, *path, &reference, &f) && f->sensitivity == CLASS_SENSITIVE);
		}
		r = ask(c, &p.manager, API "/quality/rules", 200);
		if (hidden && strstr(r.body, arena_fmt(c->arena, "\"name\":\"%s\"", rule->name)) != NULL)
			fail_msg("%s is told to a manager", rule->name);
	}
}
