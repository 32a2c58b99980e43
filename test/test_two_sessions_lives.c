/* test_two_sessions_lives.c - whoever comes in between, and wherever: people, lists and reports stay true. */
#include "round.h"

#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "domain/event/event.h"
#include "domain/import/import.h"
#include "domain/reorganize/reorganize.h"
#include "domain/report/report.h"
#include "domain/rollover/rollover.h"
#include "domain/transfer/transfer.h"
#include "province.h"
#include "book/writer.h"
#include "test_table_tools.h"

/* A list as a school would send it; each session has its own file. */
static int list_file(struct ctx *c, const char *name)
{
	const char *path = arena_fmt(c->arena, "/tmp/khue-two-sessions-%d-%s.xlsx", (int)getpid(), name);
	static const char *const title[] = { "STT", "Lớp", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc" };
	static const char *const cell[] = { "1", "1A", NULL, "05/09/2019", "Nam", "Kinh" };
	struct writer *w;

	if (!writer_open(c, path, WRITER_FREE, &w) || !writer_sheet(w, "Sheet1"))
		return -1;
	for (size_t i = 0; i < COUNT(title); i++)
		if (!writer_text(w, 0, i, title[i], STYLE_PLAIN) || !writer_text(w, 1, i, cell[i] == NULL ? name : cell[i], STYLE_PLAIN))
			return -1;
	if (!writer_close(w))
		return -1;
	int fd = sheet_open(c, path);
	unlink(path);
	return fd;
}

static bool import_list(struct ctx *c, int round, const char *name)
{
	struct import_options o = { .school_year = 2025 };
	struct import_summary s;
	int fd = list_file(c, name);
	bool ok = fd >= 0 && unit_find(c, &round_everywhere, round_school(c, round), &o.unit) && import_file(c, fd, &o, &s) &&
	          (s.refused == 0 || fail(c, ERR_INVALID, "import.refused", "row refused"));

	close(fd);
	return ok;
}

static bool an_is_listed(struct ctx *c, int round)
{
	return import_list(c, round, "Lê An");
}

static bool binh_is_listed(struct ctx *c, int round)
{
	return import_list(c, round, "Lê Bình");
}

/* How many classes there are, and how many pupils have one enrolment each. */
static void one_class_everybody_once(struct ctx *c, int round, const struct ended *first, const struct ended *second, int pupils)
{
	const struct unit u = province_unit(c, round_school(c, round));
	const char *of = arena_fmt(c->arena, "unit_id = %d AND status = '01'", (int)u.id);

	assert_true(first->ok && second->ok);
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_class WHERE %s", of)), 1);
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_learner WHERE %s", of)), pupils);
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_enrolment WHERE %s", of)), pupils);
}

static void two_pupils(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	one_class_everybody_once(c, round, first, second, 2);
}

static void one_pupil(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	one_class_everybody_once(c, round, first, second, 1);
}

TEST(two_imports_of_one_class_make_one_class)
{
	two_sessions(c, round_units, an_is_listed, binh_is_listed, two_pupils, .step = 7);
	two_sessions(c, round_units, an_is_listed, an_is_listed, one_pupil, .step = 7);
}

static void nobody_is_listed_in_a_closed_school(struct ctx *c, int round, const struct ended *importing, const struct ended *closing)
{
	const struct unit u = province_unit(c, round_school(c, round));

	if (importing->ok)
		assert_false(closing->ok);
	else
		assert_string_equal(importing->key, "unit.closed");
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_learner WHERE unit_id = %d", (int)u.id)), importing->ok);
}

TEST(an_import_does_not_go_into_a_school_that_closed_since_it_was_tried)
{
	two_sessions(c, round_units, an_is_listed, round_school_closes, nobody_is_listed_in_a_closed_school, .step = 7);
}

/* ---- people ---- */

static const char *pupil, *enrolment, *class_here, *class_there; /* of the running round */

static void make_pupil(struct ctx *c, int round)
{
	struct record rec;

	round_units(c, round);
	class_here = province_record(c, round_school(c, round), "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	class_there = province_record(c, round_other_school(c, round), "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	enrolment = province_pupil(c, round_school(c, round), class_here, "Sùng A Páo", "2018-04-05", "01", "08");
	OK(record_find(c, catalog_type(c->catalog, "enrolment"), &round_everywhere, enrolment, &rec));
	pupil = rec.value[field_find(rec.type, "learner")->index].s;
}

static bool pupil_is_offered(struct ctx *c, int round)
{
	const struct transfer_start start = { .person = pupil, .day = TODAY };
	struct transfer t;

	return transfer_offer(c, &start, round_other_school(c, round), &t);
}

static bool pupil_is_asked_for(struct ctx *c, int round)
{
	const struct transfer_start start = { .person = pupil, .full_name = "Sùng A Páo", .birth_date = "2018-04-05", .class_code = class_there, .day = TODAY };
	struct transfer t;
	struct unit to;

	return unit_find(c, &round_everywhere, round_other_school(c, round), &to) && transfer_request(c, &start, &to, &t);
}

static void one_transfer_is_open(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	one_of_two(first, second, "transfer.open");
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM transfer WHERE person = '%s' AND state = 'open'", pupil)), 1);
}

TEST(a_person_has_one_open_transfer)
{
	two_sessions(c, make_pupil, pupil_is_offered, pupil_is_asked_for, one_transfer_is_open);
	two_sessions(c, make_pupil, pupil_is_asked_for, pupil_is_offered, one_transfer_is_open);
}

static const char *transfer; /* of the running round */

static void make_offer(struct ctx *c, int round)
{
	const struct transfer_start start = { .person = NULL, .day = TODAY };
	struct transfer_start s = start;
	struct transfer t;

	make_pupil(c, round);
	s.person = pupil;
	OK(transfer_offer(c, &s, round_other_school(c, round), &t));
	transfer = t.code;
}

static bool offer_is_accepted(struct ctx *c, int round)
{
	struct transfer t;

	(void)round;
	return transfer_find(c, transfer, &t) && transfer_agree(c, &t, class_there, TODAY, &t);
}

static bool offer_is_withdrawn(struct ctx *c, int round)
{
	struct transfer t;

	(void)round;
	return transfer_find(c, transfer, &t) && transfer_withdraw(c, &t, &t);
}

static bool pupil_drops_out(struct ctx *c, int round)
{
	const struct record_type *t = catalog_type(c->catalog, "enrolment");
	json_t *o = json_pack("{ss ss ss}", "event", "drop", "event_date", TODAY, "reason", "01");
	struct record rec;
	struct draft d;

	(void)round;
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, catalog_life(c->catalog, t)->event_type, o, NULL, &d);
	return record_find(c, t, &round_everywhere, enrolment, &rec) && event_add(c, &rec, &d, &rec);
}

/* In how many places the pupil is present. */
static int64_t places(struct ctx *c)
{
	return round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id"
	                           " WHERE l.code = '%s' AND e.status IN ('01', '02', '03', '06', '07', '10')", pupil));
}

static void accepted_or_withdrawn(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	one_of_two(first, second, "transfer.state");
	assert_int_equal(places(c), 1);
}

TEST(a_transfer_is_accepted_or_withdrawn_never_both)
{
	two_sessions(c, make_offer, offer_is_accepted, offer_is_withdrawn, accepted_or_withdrawn, .step = 3);
	two_sessions(c, make_offer, offer_is_withdrawn, offer_is_accepted, accepted_or_withdrawn);
}

/* Whoever dropped out first is enrolled anew by the transfer; whoever had gone cannot drop out where they were. */
static void in_one_school_or_none(struct ctx *c, int round, const struct ended *accepting, const struct ended *dropping)
{
	(void)round;
	assert_true(accepting->ok);
	if (!dropping->ok)
		assert_string_equal(dropping->key, "person.moved");
	assert_int_equal(places(c), 1);
}

TEST(a_pupil_who_drops_out_while_going_elsewhere_is_in_one_school)
{
	two_sessions(c, make_offer, offer_is_accepted, pupil_drops_out, in_one_school_or_none, .step = 3);
}

static const char *class_next;

static void make_pupil_and_next_year(struct ctx *c, int round)
{
	make_pupil(c, round);
	class_next = province_record(c, round_school(c, round), "class", "{\"name\":\"3A\",\"grade\":\"03\",\"school_year\":2026}");
}

static bool pupil_is_enrolled_again(struct ctx *c, int round)
{
	return round_write(c, round_school(c, round), "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2026}", pupil, class_next));
}

static void enrolled_once(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	assert_true(first->ok != second->ok);
	assert_int_equal(places(c), 2); /* 2025 and 2026 */
}

TEST(a_learner_is_enrolled_once_a_year_whoever_comes_in_between)
{
	two_sessions(c, make_pupil_and_next_year, pupil_is_enrolled_again, pupil_is_enrolled_again, enrolled_once);
}

/* Whatever the program may forget, the database holds to it. */
TEST(the_database_itself_allows_one_enrolment_and_one_transfer)
{
	static const char *const twice[] = {
		"INSERT INTO r_enrolment (unit_id, id, code, version, status, created_at, changed_at, changed_by, school_year, learner_id, class_id)"
		" SELECT unit_id, id + 1000, 'twice', 1, '02', 0, 0, 0, school_year, learner_id, class_id FROM r_enrolment",
		"INSERT INTO transfer (unit_id, id, code, type, person, to_unit_id, started_by, state, day, started_at, started_account)"
		" SELECT unit_id, id + 1000, 'twice', type, person, to_unit_id, started_by, 'open', day, 0, 0 FROM transfer",
	};

	make_offer(c, 0);
	for (size_t i = 0; i < COUNT(twice); i++)
		FAILS(db_begin(c) && db_end(c, db_run(c, twice[i], NULL, 0)), "db.unique");
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_enrolment SET status = '04'", NULL, 0) && db_run(c, twice[0], NULL, 0)));
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE transfer SET state = 'refused'", NULL, 0) && db_run(c, twice[1], NULL, 0)));
}

/* ---- records ---- */

static bool change_name(struct ctx *c, int64_t version, const char *json)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	json_t *o = json_loads(json, 0, NULL);
	struct record rec;
	struct draft d;

	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, t, o, NULL, &d);
	return record_find(c, t, &round_everywhere, pupil, &rec) && record_change(c, &rec, version, &d, &version);
}

static bool name_changes(struct ctx *c, int round)
{
	(void)round;
	return change_name(c, 0, "{\"full_name\":\"Sùng A Pao\"}");
}

static bool birth_changes(struct ctx *c, int round)
{
	(void)round;
	return change_name(c, 0, "{\"birth_date\":\"2018-04-06\"}");
}

static bool name_changes_as_read(struct ctx *c, int round)
{
	(void)round;
	return change_name(c, 1, "{\"full_name\":\"Sùng A Pao\"}");
}

static bool birth_changes_as_read(struct ctx *c, int round)
{
	(void)round;
	return change_name(c, 1, "{\"birth_date\":\"2018-04-06\"}");
}

static void both_stand(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	assert_true(first->ok && second->ok);
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT version FROM r_learner WHERE code = '%s' AND full_name = 'Sùng A Pao'"
	                                     " AND birth_date = '2018-04-06'", pupil)), 3);
}

static int64_t told[2]; /* the version each was answered */

static bool change_and_load(struct ctx *c, const char *json, int64_t *ret_version)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	json_t *o = json_loads(json, 0, NULL);
	struct record mine;
	struct draft d;
	int64_t was;

	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, t, o, NULL, &d);
	if (!record_change_found(c, t, pupil, 0, &d, &mine, &was))
		return false;
	*ret_version = mine.version;
	return true;
}

static bool name_changes_and_is_shown(struct ctx *c, int round)
{
	(void)round;
	return change_and_load(c, "{\"full_name\":\"Sùng A Pao\"}", &told[0]);
}

static bool birth_changes_and_is_shown(struct ctx *c, int round)
{
	(void)round;
	return change_and_load(c, "{\"birth_date\":\"2018-04-06\"}", &told[1]);
}

static void each_was_shown_its_own(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)c, (void)round;
	assert_true(first->ok && second->ok);
	assert_int_equal(told[0] + told[1], 2 + 3);
}

TEST(whoever_changes_a_record_is_answered_with_that_change)
{
	two_sessions(c, make_pupil, name_changes_and_is_shown, birth_changes_and_is_shown, each_was_shown_its_own);
}

static void the_second_was_told(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)c, (void)round;
	one_of_two(first, second, "record.stale");
}

TEST(changes_of_whatever_version_never_fail_each_other)
{
	two_sessions(c, make_pupil, name_changes, birth_changes, both_stand);
}

TEST(a_change_of_what_was_read_is_told_when_it_is_not_that_any_more)
{
	two_sessions(c, make_pupil, name_changes_as_read, birth_changes_as_read, the_second_was_told);
}

static bool comes_with_a_code(struct ctx *c, int round)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	json_t *o = json_pack("{ss ss ss ss ss}", "code", arena_fmt(c->arena, "19%08d", 70000000 + round), "full_name", "Lê An", "birth_date", "2018-04-05",
	                      "sex", "01", "ethnic_group", "01");
	struct outcome out;
	struct unit u;
	struct draft d;

	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, t, o, NULL, &d);
	d.only_new = true;
	return unit_find(c, &round_everywhere, round_school(c, round), &u) && record_write_batch(c, t, &u, &d, 1, &out) &&
	       (out.result == WRITE_CREATED || fail(c, ERR_CONFLICT, out.problems.first == NULL ? "changed" : out.problems.first->key, "not new"));
}

static void one_came(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)c, (void)round;
	one_of_two(first, second, "code.taken");
}

TEST(a_code_brought_twice_at_once_is_one_record)
{
	two_sessions(c, round_units, comes_with_a_code, comes_with_a_code, one_came);
}

static bool rolls_over(struct ctx *c, int round)
{
	const struct rollover_options o = { .year = 2025 };
	struct rollover_plan plan;
	struct rollover made;
	struct unit u;

	return unit_find(c, &round_everywhere, round_school(c, round), &u) && rollover_run(c, &u, &o, &plan, &made);
}

static void rolled_over_once(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	one_of_two(first, second, "rollover.done");
	assert_int_equal(places(c), 2);
}

TEST(a_school_rolls_over_once)
{
	two_sessions(c, make_pupil, rolls_over, rolls_over, rolled_over_once);
}

static bool school_is_merged(struct ctx *c, int round)
{
	struct unit from, into;

	return unit_find(c, &round_everywhere, round_school(c, round), &from) && unit_find(c, &round_everywhere, round_other_school(c, round), &into) &&
	       reorganize_merge(c, &from, &into, &(struct reorganize_decision){ .date = TODAY });
}

static void the_pupil_is_somewhere(struct ctx *c, int round, const struct ended *merging, const struct ended *offering)
{
	(void)round;
	if (merging->ok)
		assert_true(offering->ok || strcmp(offering->key, "transfer.school") == 0 || strcmp(offering->key, "person.moved") == 0);
	else
		assert_string_equal(merging->key, "unit.not_empty");
	assert_true(merging->ok != offering->ok);
	assert_int_equal(places(c), 1);
	round_tree_is_sound(c);
}

TEST(a_school_does_not_end_while_a_transfer_from_it_is_open)
{
	two_sessions(c, make_pupil, school_is_merged, pupil_is_offered, the_pupil_is_somewhere, .step = 3);
}

/* ---- reports ---- */

static void make_submitted(struct ctx *c, int round)
{
	struct report rep;

	round_units(c, round);
	const struct unit u = province_unit(c, round_school(c, round));
	OK(report_compute(c, catalog_form(c->catalog, "02-TH-DN"), &u, "2025-start", &rep));
	OK(report_submit(c, &rep));
}

static bool find_report(struct ctx *c, int round, struct report *ret)
{
	struct unit u;

	return unit_find(c, &round_everywhere, round_school(c, round), &u) && report_of(c, catalog_form(c->catalog, "02-TH-DN"), &u, "2025-start", ret);
}

static bool report_is_accepted(struct ctx *c, int round)
{
	struct report rep;

	return find_report(c, round, &rep) && report_accept(c, &rep);
}

static bool report_is_returned(struct ctx *c, int round)
{
	struct report rep;

	return find_report(c, round, &rep) && report_return(c, &rep, "thiếu lớp 5", NULL, 0);
}

static void decided_once(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	struct report rep;

	assert_true(first->ok != second->ok);
	OK(find_report(c, round, &rep) || c->err == ERR_NONE);
	assert_string_equal(rep.state, first->ok ? "accepted" : "returned");
}

TEST(a_report_is_accepted_or_returned_never_both)
{
	two_sessions(c, make_submitted, report_is_accepted, report_is_returned, decided_once);
}
