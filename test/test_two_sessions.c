/* test_two_sessions.c - whoever comes in between, and wherever: trees and counts stay true. */
#include "round.h"

#include <pthread.h>
#include <string.h>

#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/guesses.h"
#include "domain/unit/unit_admin.h"
#include "province.h"
#include "store/change.h"

/* ---- trees ---- */

static bool office_moves(struct ctx *c, int round)
{
	const char *code = round_office(c, round);

	return unit_move(c, &code, 1, "01", "2025-07-01");
}

static bool school_moves_below(struct ctx *c, int round)
{
	const char *code = round_school(c, round);

	return unit_move(c, &code, 1, round_office(c, round), "2025-07-01");
}

static void stands_below(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	const struct unit office = province_unit(c, round_office(c, round)), school = province_unit(c, round_school(c, round));

	assert_true(first->ok && second->ok);
	round_tree_is_sound(c);
	assert_int_equal(strncmp(school.path, office.path, strlen(office.path)), 0);
	assert_int_equal(strncmp(office.path, province_unit(c, "01").path, strlen(province_unit(c, "01").path)), 0);
}

TEST(moves_at_once_leave_a_true_tree)
{
	two_sessions(c, round_units, office_moves, school_moves_below, stands_below);
	two_sessions(c, round_units, school_moves_below, office_moves, stands_below);
}

static bool office_closes(struct ctx *c, int round)
{
	return round_close(c, round_office(c, round));
}

static bool school_is_made_below(struct ctx *c, int round)
{
	return round_make_school(c, arena_fmt(c->arena, "19%04dN", round), round_office(c, round));
}

static void nothing_below_a_closed_office(struct ctx *c, int round, const struct ended *closing, const struct ended *making)
{
	(void)round;
	one_of_two(closing, making, closing->ok ? "unit.closed" : "unit.not_empty");
	round_tree_is_sound(c);
}

static void the_same_the_other_way(struct ctx *c, int round, const struct ended *making, const struct ended *closing)
{
	nothing_below_a_closed_office(c, round, closing, making);
}

TEST(nothing_is_made_under_an_office_that_closes_meanwhile)
{
	two_sessions(c, round_units, office_closes, school_is_made_below, nothing_below_a_closed_office);
	two_sessions(c, round_units, school_is_made_below, office_closes, the_same_the_other_way);
}

static bool office_closes_empty(struct ctx *c, int round)
{
	return round_close(c, round_office(c, round));
}

TEST(nothing_moves_under_an_office_that_closes_meanwhile)
{
	two_sessions(c, round_units, office_closes_empty, school_moves_below, nothing_below_a_closed_office);
	two_sessions(c, round_units, school_moves_below, office_closes_empty, the_same_the_other_way);
}

/* ---- parallel creation ---- */

static bool school_is_made(struct ctx *c, int round)
{
	return round_make_school(c, arena_fmt(c->arena, "19%04dN", round), "19");
}

static bool another_is_made(struct ctx *c, int round)
{
	return round_make_school(c, arena_fmt(c->arena, "19%04dM", round), round_office(c, round));
}

static void both_did_it(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	assert_true(first->ok);
	assert_true(second->ok);
	round_tree_is_sound(c);
}

static void one_code_one_school(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)c, (void)round;
	one_of_two(first, second, "unit.code_taken");
}

TEST(schools_made_at_once_do_not_stand_in_each_others_way)
{
	two_sessions(c, round_units, school_is_made, another_is_made, both_did_it);
	two_sessions(c, round_units, school_is_made, school_is_made, one_code_one_school);
}

enum { MAKERS = 4, EACH = 6 };

static void *make_many(void *arg)
{
	struct ctx own = { .arena = arena_new(), .catalog = test_catalog(), .now_ms = 1763700000000 };
	const int *who = arg;
	intptr_t made = 0;

	if (db_open(&own, &own.db, test_database()))
		for (int i = 0; i < EACH; i++)
			made += round_make_school(&own, arena_fmt(own.arena, "19%dX%d", *who, i), "P172");
	db_close(own.db);
	arena_free(own.arena);
	return (void *)made;
}

static void *change_many(void *arg)
{
	struct ctx own = { .arena = arena_new(), .catalog = test_catalog(), .now_ms = 1763700000000 };
	const struct record_type *t = catalog_type(own.catalog, "learner");
	intptr_t made = 0;

	if (db_open(&own, &own.db, test_database()))
		for (int i = 0; i < EACH; i++) {
			json_t *o = json_pack("{so}", "phone", json_sprintf("09%08d", rand() % 100000000));
			struct record rec;
			struct draft d;
			int64_t was;
			draft_from_json(&own, t, o, NULL, &d);
			if (record_change_found(&own, t, arg, 0, &d, &rec, &was))
				made++;
			else
				print_error("%s\n", own.key);
			ctx_clear(&own);
			json_decref(o);
		}
	db_close(own.db);
	arena_free(own.arena);
	return (void *)made;
}

TEST(many_changes_at_once_are_all_made_and_logged)
{
	pthread_t thread[MAKERS];
	intptr_t all = 0;
	int64_t entries;
	void *made;

	province_make(c);
	char *code = (char *)(uintptr_t)province_record(c, "19172401", "learner", "{\"full_name\":\"Giàng Thị An\",\"birth_date\":\"2019-03-09\",\"sex\":\"02\",\"ethnic_group\":\"08\"}");
	for (int i = 0; i < MAKERS; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, change_many, code), 0);
	for (int i = 0; i < MAKERS; i++) {
		pthread_join(thread[i], &made);
		all += (intptr_t)made;
	}
	assert_int_equal(all, MAKERS * EACH);
	const struct unit school = province_unit(c, "19172401");
	OK(chain_verify(c, &school, &entries));
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT version FROM r_learner WHERE code = '%s'", code)), 1 + MAKERS * EACH);
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM change WHERE code = '%s' AND event = 'UPDATE'", code)), MAKERS * EACH);
}

TEST(many_schools_made_at_once_are_all_made)
{
	pthread_t thread[MAKERS];
	int who[MAKERS];
	intptr_t all = 0;
	void *made;

	province_make(c);
	for (int i = 0; i < MAKERS; i++) {
		who[i] = i;
		assert_int_equal(pthread_create(&thread[i], NULL, make_many, &who[i]), 0);
	}
	for (int i = 0; i < MAKERS; i++) {
		pthread_join(thread[i], &made);
		all += (intptr_t)made;
	}
	assert_int_equal(all, MAKERS * EACH);
	round_tree_is_sound(c);
}

static bool issue(struct ctx *c, const char *name, const char *unit_code)
{
	const char *password;

	return account_issue(c, NULL, name, "head", unit_code, NULL, &password);
}

static bool account_is_issued(struct ctx *c, int round)
{
	return issue(c, arena_fmt(c->arena, "hieutruong.%d", round), round_school(c, round));
}

static bool another_is_issued(struct ctx *c, int round)
{
	return issue(c, arena_fmt(c->arena, "hieutruong.khac.%d", round), round_other_school(c, round));
}

static bool the_same_name_is_issued(struct ctx *c, int round)
{
	return issue(c, arena_fmt(c->arena, "hieutruong.%d", round), round_other_school(c, round));
}

static void one_name_one_account(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)c, (void)round;
	one_of_two(first, second, "account.taken");
}

TEST(accounts_issued_at_once_do_not_stand_in_each_others_way)
{
	two_sessions(c, round_units, account_is_issued, another_is_issued, both_did_it);
}

TEST(a_name_issued_twice_at_once_is_one_account)
{
	two_sessions(c, round_units, account_is_issued, the_same_name_is_issued, one_name_one_account);
}

/* ---- log-in counters ---- */

static bool fails_to_log_in(struct ctx *c, int round)
{
	struct account me;
	const char *token;
	const struct sign_in in = { .name = arena_fmt(c->arena, "ai.do.%d", round), .password = "khong-phai-mat-khau", .remote = "192.0.2.9" };

	return !session_open(c, &in, &token, &me) && c->err == ERR_UNAUTHENTICATED;
}

static void only_a_province(struct ctx *c, int round)
{
	(void)round;
	if (round_number(c, "SELECT count(*) FROM unit") == 0)
		province_make(c);
	OK(db_begin(c) && db_end(c, db_run(c, "DELETE FROM login_failure", NULL, 0)));
	guesses_forget();
}

static void both_are_counted(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	assert_true(first->ok && second->ok);
	assert_int_equal(round_number(c, "SELECT failures FROM login_failure"), 2);
}

TEST(failures_to_log_in_at_once_are_all_counted)
{
	two_sessions(c, only_a_province, fails_to_log_in, fails_to_log_in, both_are_counted);
}

/* Four have failed and one more is free: of two guesses at once one is looked at, the other waits. */
static void four_have_failed(struct ctx *c, int round)
{
	only_a_province(c, round);
	for (int i = 0; i < 4; i++) {
		assert_true(fails_to_log_in(c, round));
		ctx_clear(c);
	}
}

static bool guesses(struct ctx *c, int round)
{
	struct account me;
	const char *token;
	const struct sign_in in = { .name = arena_fmt(c->arena, "ai.do.%d", round), .password = "khong-phai-mat-khau", .remote = "192.0.2.9" };

	return session_open(c, &in, &token, &me);
}

static void one_guess_is_looked_at(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	const bool first_was = !first->ok && strcmp(first->key, "session.refused") == 0, second_was = !second->ok && strcmp(second->key, "session.refused") == 0;

	if (first_was == second_was || strcmp(first_was ? second->key : first->key, "session.wait") != 0)
		fail_msg("round %d: %s, %s", round, first->key, second->key);
	assert_int_equal(round_number(c, "SELECT failures FROM login_failure"), 5);
}

TEST(guesses_at_once_do_not_pass_the_limit)
{
	two_sessions(c, four_have_failed, guesses, guesses, one_guess_is_looked_at);
}

/* ---- closing ---- */

static bool teacher_comes(struct ctx *c, int round)
{
	return round_write(c, round_school(c, round), "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
}

static void nobody_works_in_a_closed_school(struct ctx *c, int round, const struct ended *closing, const struct ended *coming)
{
	(void)c, (void)round;
	one_of_two(closing, coming, closing->ok ? "unit.closed" : "unit.not_empty");
}

static void the_same_with_the_teacher_first(struct ctx *c, int round, const struct ended *coming, const struct ended *closing)
{
	nobody_works_in_a_closed_school(c, round, closing, coming);
}

TEST(nobody_comes_to_a_school_that_closes_meanwhile)
{
	two_sessions(c, round_units, round_school_closes, teacher_comes, nobody_works_in_a_closed_school);
	two_sessions(c, round_units, teacher_comes, round_school_closes, the_same_with_the_teacher_first);
}

static void units_and_a_class(struct ctx *c, int round)
{
	round_units(c, round);
	OK(round_write(c, round_school(c, round), "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"));
}

static bool class_is_renamed(struct ctx *c, int round)
{
	const struct record_type *t = catalog_type(c->catalog, "class");
	json_t *o = json_pack("{ss}", "name", "1B");
	struct record class;
	int64_t version;
	struct draft d;
	struct rows r;

	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, t, o, NULL, &d);
	return db_query(c, &r, "SELECT t.code FROM r_class t JOIN unit u ON u.id = t.unit_id WHERE u.code = $1", ARGS(val_text(round_school(c, round)))) &&
	       record_find(c, t, &round_everywhere, rows_text(&r, 0, 0), &class) && record_change(c, &class, class.version, &d, &version);
}

static void nothing_was_renamed_in_a_closed_school(struct ctx *c, int round, const struct ended *closing, const struct ended *renaming)
{
	static const char after[] = "SELECT count(*) FROM change g JOIN unit u ON u.id = g.unit_id WHERE u.code = '%s' AND g.type = 'class'"
	                            " AND g.seq > (SELECT max(s.seq) FROM change s WHERE s.unit_id = g.unit_id AND s.event = 'STATUS')";

	assert_true(closing->ok);
	assert_true(renaming->ok || streq(renaming->key, "unit.closed"));
	assert_int_equal(round_number(c, arena_fmt(c->arena, after, round_school(c, round))), 0);
}

static void the_same_with_the_class_first(struct ctx *c, int round, const struct ended *renaming, const struct ended *closing)
{
	nothing_was_renamed_in_a_closed_school(c, round, closing, renaming);
}

TEST(nothing_is_renamed_in_a_school_that_closes_meanwhile)
{
	two_sessions(c, units_and_a_class, round_school_closes, class_is_renamed, nothing_was_renamed_in_a_closed_school);
	two_sessions(c, units_and_a_class, class_is_renamed, round_school_closes, the_same_with_the_class_first);
}
