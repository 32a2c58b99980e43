/* test_fault.c - the database fails at every single call of an operation in turn: nothing is half written. */
#include <stdio.h>

#include "db/db.h"
#include "domain/account/account.h"
#include "domain/reorganize/reorganize.h"
#include "domain/duplicate/duplicate.h"
#include "domain/report/report.h"
#include "domain/rollover/rollover.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "province.h"
#include "scope_world.h"
#include "store/change.h"

static const char *pupil, *twin; /* of the running test */

static bool change_a_record(struct ctx *c)
{
	struct draft d = province_draft(c, "learner", "{\"full_name\":\"Lê Văn Đổi\",\"personal_id\":\"019218000077\"}");
	struct record rec;
	int64_t version;

	return record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), pupil, &rec) && record_change(c, &rec, 1, &d, &version);
}

static bool change_a_status(struct ctx *c)
{
	struct record rec;
	int64_t version;

	return record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), pupil, &rec) &&
	       record_set_status(c, &rec, 0, "02", "thử", &version);
}

static bool decide_a_duplicate(struct ctx *c)
{
	return duplicate_decide(c, pupil, twin, "different", "thử");
}

static bool issue_an_account(struct ctx *c)
{
	const char *password;

	return account_issue(c, NULL, "head.moi", "head", "19172401", NULL, &password);
}

static bool make_a_school(struct ctx *c)
{
	struct draft d = province_draft(c, "school", "{\"code\":\"19172499\",\"name\":\"Trường Mới\",\"level_group\":\"06\",\"ownership\":\"01\"}");
	struct unit made;

	return unit_make_school(c, &d, "P172", &made);
}

static bool move_schools(struct ctx *c)
{
	size_t n;

	return unit_move_schools(c, "P172", "19", "2025-07-01", &n);
}

static bool the_report(struct ctx *c, struct report *ret)
{
	struct unit u = { 0 };

	return unit_find(c, actor_scope(c), "19172401", &u) && report_of(c, catalog_form(c->catalog, "02-TH-DN"), &u, "2025-start", ret);
}

static bool compute_a_report(struct ctx *c)
{
	struct report rep;
	struct unit u;

	return unit_find(c, actor_scope(c), "19172401", &u) && report_compute(c, catalog_form(c->catalog, "02-TH-DN"), &u, "2025-start", &rep);
}

static bool submit_a_report(struct ctx *c)
{
	struct report rep;

	return the_report(c, &rep) && report_submit(c, &rep);
}

static bool return_a_report(struct ctx *c)
{
	struct report rep;

	return the_report(c, &rep) && report_return(c, &rep, "thử", NULL, 0);
}

static bool accept_a_report(struct ctx *c)
{
	struct report rep;

	return the_report(c, &rep) && report_accept(c, &rep);
}

static bool reopen_a_report(struct ctx *c)
{
	struct report rep;

	return the_report(c, &rep) && report_reopen(c, &rep, "thử");
}

static bool rename_a_school(struct ctx *c)
{
	struct draft d = province_draft(c, "school", "{\"name\":\"Trường Tên Mới\"}");
	struct record rec;

	return record_find(c, catalog_type(c->catalog, "school"), actor_scope(c), "19172401", &rec) && unit_change(c, &rec, 0, &d, &rec);
}

static bool close_a_school(struct ctx *c)
{
	struct unit u;

	return unit_find(c, actor_scope(c), "19172402", &u) && unit_close(c, &u, &(struct unit_closing){ .date = "2025-07-01" });
}

static bool merge_schools(struct ctx *c)
{
	struct unit from, into;

	return unit_find(c, actor_scope(c), "19172401", &from) && unit_find(c, actor_scope(c), "19172403", &into) &&
	       reorganize_merge(c, &from, &into, &(struct reorganize_decision){ .date = "2025-11-01" });
}

static bool roll_over(struct ctx *c)
{
	struct rollover_plan plan;
	struct rollover made;
	struct unit u;

	return unit_find(c, actor_scope(c), "19172401", &u) && rollover_run(c, &u, &(struct rollover_options){ .year = 2025 }, &plan, &made);
}

static bool undo_the_roll_over(struct ctx *c)
{
	struct rollover *all = NULL;
	struct unit u;
	size_t n = 0;

	return unit_find(c, actor_scope(c), "19172401", &u) && rollover_list(c, &u, 0, 1, &all, &n) && rollover_undo(c, &all[0]);
}

/* Fails at call 1, 2, 3 ... until it works; a failure leaves every table as it was.  One that reads its answer
 * after the commit may fail there too: then everything was written. */
static void at_every_call(struct ctx *c, const char *name, bool (*operation)(struct ctx *), bool reads_after)
{
	const uint64_t before = world_digest(c);
	bool done = false;
	int n = 0;

	while (!done && n < 400) {
		db_inject_fault(c->db, ++n);
		done = operation(c);
		db_inject_fault(c->db, 0);
		if (!done && !streq(c->key, "db.fault"))
			fail_msg("%s, call %d: %s %s", name, n, c->key, c->detail);
		ctx_clear(c);
		if (done || world_digest(c) == before)
			continue;
		struct report rep;
		if (!reads_after)
			fail_msg("%s: something was written although call %d failed", name, n);
		OK(the_report(c, &rep));
		OK(report_verify(c, &rep));
		break;
	}
	printf("%s: %d calls\n", name, n);
	assert_true(n > 3);
	assert_true(world_digest(c) != before);
	for (size_t i = 0; i < 3; i++) {
		struct unit u = province_unit(c, i == 0 ? "19172401" : i == 1 ? "P172" : "19");
		int64_t entries;
		OK(chain_verify(c, &u, &entries));
	}
}

static void enrol_here(struct ctx *c, const char *who, const char *class)
{
	province_record(c, "19172401", "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", who, class));
}

static void one_who_goes_up_and_one_who_leaves(struct ctx *c)
{
	static const char *const grade[] = { "01", "05" };

	for (size_t i = 0; i < COUNT(grade); i++) {
		const char *class = province_record(c, "19172401", "class", arena_fmt(c->arena, "{\"name\":\"A\",\"grade\":\"%s\",\"school_year\":2025}", grade[i]));
		province_pupil(c, "19172401", class, "Lê Thị Hai", "2017-03-09", "02", "01");
	}
}

TEST(no_operation_is_left_half_done_by_a_failing_database)
{
	static const struct {
		const char *name;
		bool (*run)(struct ctx *);
		bool reads_after;
	} operation[] = {
		{ "change a record", change_a_record, false }, { "change a status", change_a_status, false },
		{ "decide a duplicate", decide_a_duplicate, false },
		{ "issue an account", issue_an_account, false }, { "make a school", make_a_school, false },
		{ "compute a report", compute_a_report, true }, { "submit a report", submit_a_report, false },
		{ "return a report", return_a_report, false }, { "submit a report again", submit_a_report, false },
		{ "accept a report", accept_a_report, false }, { "reopen a report", reopen_a_report, false }, { "rename a school", rename_a_school, false }, { "close a school", close_a_school, false },
		{ "roll over", roll_over, false }, { "undo the roll-over", undo_the_roll_over, false },
		{ "move schools", move_schools, false }, { "merge schools", merge_schools, false },
	};

	province_make(c);
	pupil = province_record(c, "19172401", "learner", "{\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	one_who_goes_up_and_one_who_leaves(c);
	province_record(c, "19172401", "staff", "{\"full_name\":\"Trần Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	struct draft d = province_draft(c, "school", "{\"code\":\"19172403\",\"name\":\"Trường Nhận\",\"level_group\":\"06\",\"ownership\":\"01\"}");
	struct unit made;
	OK(unit_make_school(c, &d, "P172", &made));
	twin = province_record(c, "19172401", "learner", "{\"full_name\":\"Lê Ân\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	const char *class = province_record(c, "19172401", "class", "{\"name\":\"B\",\"grade\":\"01\",\"school_year\":2025}");
	enrol_here(c, pupil, class);
	enrol_here(c, twin, class);
	for (size_t i = 0; i < COUNT(operation); i++)
		at_every_call(c, operation[i].name, operation[i].run, operation[i].reads_after);
}
