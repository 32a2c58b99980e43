/* test_never_was.c - a record that never was goes nowhere, and what was done and taken back stands in nobody's way. */
#include <string.h>

#include "day_tools.h"
#include "db/db.h"
#include "domain/import/import_batch.h"
#include "domain/merge/person_merge.h"
#include "domain/rollover/rollover.h"
#include "domain/transfer/transfer.h"
#include "test_import_tools.h"

#define SOMEBODY "{\"full_name\":\"Lê An\",\"birth_date\":\"2019-09-05\",\"sex\":\"01\",\"ethnic_group\":\"01\"}"

struct world {
	struct unit unit;
	const char *batch, *an, *there;
};

/* Somebody came by a file. */
static struct world world(struct ctx *c)
{
	struct world w;

	province_make(c);
	today(c, "2025-10-10");
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh||0912345678\n");
	w.unit = province_unit(c, SCHOOL);
	w.batch = arena_strdup(c->arena, s.batch);
	w.an = pupils_learner(c, "Lê An", "code");
	w.there = make_class(c, OTHER, "1B", 1);
	return w;
}

static bool undo_import(struct ctx *c, const struct world *w)
{
	struct import_undone n;

	return import_undo(c, &w->unit, &w->batch, 1, NULL, NULL, &n);
}

static bool offer(struct ctx *c, const char *person, struct transfer *t)
{
	return transfer_offer(c, &(struct transfer_start){ .person = person, .day = "2025-10-06" }, OTHER, t);
}

static bool merges(struct ctx *c, const char *from, const char *into)
{
	struct record a = get(c, "learner", from), b = get(c, "learner", into);
	int64_t id;

	return person_merge(c, &a, &b, NULL, NULL, &id);
}

static bool parts(struct ctx *c, const char *into, const char **ret_from)
{
	struct record rec = get(c, "learner", into);

	return person_unmerge(c, &rec, &rec) && ((*ret_from = rec.code) != NULL);
}

static bool binds(struct ctx *c, const char *person, const char *value)
{
	struct record rec = get(c, "learner", person);

	return person_bind(c, &rec, "moet", value);
}

TEST(what_never_was_is_neither_moved_nor_merged_nor_bound)
{
	const struct world w = world(c);
	struct transfer open, t;

	const char *wrong = province_record(c, SCHOOL, "learner", SOMEBODY), *child = province_record(c, SCHOOL, "learner", SOMEBODY);
	OK(offer(c, wrong, &open));
	OK(set_status(c, "learner", wrong, "03", NULL));
	FAILS(transfer_agree(c, &open, w.there, NULL, &t), "person.inactive");
	OK(transfer_withdraw(c, &open, &t));
	FAILS(offer(c, wrong, &t), "person.inactive");
	FAILS(merges(c, child, wrong), "person.inactive");
	FAILS(merges(c, wrong, child), "person.inactive");
	FAILS(binds(c, wrong, "1900123456"), "person.inactive");
	OK(set_status(c, "learner", wrong, "01", NULL));
	OK(merges(c, wrong, child));
}

TEST(an_import_is_not_taken_back_from_under_what_was_done_with_it)
{
	const struct world w = world(c);
	const char *child = province_record(c, SCHOOL, "learner", SOMEBODY), *from;
	struct transfer t;

	OK(merges(c, child, w.an));
	FAILS(undo_import(c, &w), "import.changed");
	assert_string_equal(get(c, "learner", child).status, "01");
	OK(parts(c, w.an, &from));
	OK(offer(c, w.an, &t));
	FAILS(undo_import(c, &w), "import.changed");
	OK(transfer_withdraw(c, &t, &t));
	OK(undo_import(c, &w));
}

TEST(a_code_bound_to_what_never_was_is_free_again)
{
	const struct world w = world(c);
	const char *child = province_record(c, SCHOOL, "learner", SOMEBODY), *other = province_record(c, SCHOOL, "learner", SOMEBODY);

	OK(binds(c, w.an, "1999888777"));
	FAILS(binds(c, child, "1999888777"), "identifier.taken");
	OK(undo_import(c, &w));
	OK(binds(c, child, "1999888777"));
	assert_string_equal(get(c, "learner", "moet:1999888777").code, child);
	FAILS(binds(c, other, "1999888777"), "identifier.taken");
}

TEST(a_merge_taken_back_stands_in_no_undos_way)
{
	const struct world w = world(c);
	const char *child = province_record(c, SCHOOL, "learner", SOMEBODY), *from;
	struct transfer t;

	OK(merges(c, w.an, child));
	OK(parts(c, child, &from));
	OK(offer(c, w.an, &t));
	OK(transfer_agree(c, &t, w.there, NULL, &t));
	const char *double_entry = province_record(c, OTHER, "learner", SOMEBODY);
	OK(merges(c, double_entry, w.an));
	OK(parts(c, w.an, &from));
	OK(transfer_undo(c, &t, "Gia đình không chuyển nữa", &t));
	OK(undo_import(c, &w));
}

TEST(parting_two_records_brings_nothing_back_into_what_was_undone)
{
	struct rollover run;
	struct rollover_plan plan;
	const char *from;

	province_make(c);
	today(c, "2025-09-10");
	const char *class = make_class(c, SCHOOL, "1A", 1);
	const struct record a = get(c, "enrolment", pupil(c, SCHOOL, class)), b = get(c, "enrolment", pupil(c, SCHOOL, class));
	const struct unit u = province_unit(c, SCHOOL);
	today(c, "2026-07-10");
	OK(rollover_run(c, &u, &(struct rollover_options){ .year = 2025 }, &plan, &run));
	OK(merges(c, text(&a, "learner"), text(&b, "learner")));
	OK(rollover_undo(c, &run));
	assert_int_equal(run.remaining, 0);
	OK(parts(c, text(&b, "learner"), &from));
	struct rows r;
	OK(db_query(c, &r, "SELECT count(*) FROM r_enrolment WHERE school_year = 2026 AND status <> '99'", NULL, 0));
	assert_int_equal(rows_int(&r, 0, 0), 0);
	assert_string_equal(get(c, "enrolment", a.code).status, "01");
}

TEST(a_merge_before_a_transfer_says_what_comes_first)
{
	const struct world w = world(c);
	const char *child = province_record(c, SCHOOL, "learner", SOMEBODY), *from;
	struct transfer t;

	OK(merges(c, child, w.an));
	OK(offer(c, w.an, &t));
	OK(transfer_agree(c, &t, w.there, NULL, &t));
	FAILS(parts(c, w.an, &from), "merge.elsewhere");
	OK(transfer_undo(c, &t, "Nhầm", &t));
	OK(parts(c, w.an, &from));
	assert_string_equal(from, child);
}

TEST(whoever_is_being_transferred_is_not_merged_away)
{
	const struct world w = world(c);
	const char *child = province_record(c, SCHOOL, "learner", SOMEBODY);
	struct transfer t;

	OK(offer(c, child, &t));
	FAILS(merges(c, child, w.an), "transfer.open");
	OK(transfer_withdraw(c, &t, &t));
	OK(merges(c, child, w.an));
}
