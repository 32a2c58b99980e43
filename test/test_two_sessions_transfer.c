/* test_two_sessions_transfer.c - a transfer taken back while the new school goes on writing. */
#include "round.h"

#include <string.h>

#include "db/db.h"
#include "domain/transfer/transfer.h"
#include "province.h"

static const char *pupil, *transfer, *class_there; /* of the running round */

static void make_moved(struct ctx *c, int round)
{
	struct transfer_start s = { .day = TODAY };
	struct transfer t;
	struct record rec;

	round_units(c, round);
	const char *here = province_record(c, round_school(c, round), "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	class_there = province_record(c, round_other_school(c, round), "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	const char *enrolment = province_pupil(c, round_school(c, round), here, "Sùng A Páo", "2018-04-05", "01", "08");
	OK(record_find(c, catalog_type(c->catalog, "enrolment"), &round_everywhere, enrolment, &rec));
	s.person = pupil = rec.value[field_find(rec.type, "learner")->index].s;
	OK(transfer_offer(c, &s, round_other_school(c, round), &t));
	OK(transfer_agree(c, &t, class_there, TODAY, &t));
	transfer = t.code;
}

static bool is_taken_back(struct ctx *c, int round)
{
	struct transfer t;

	(void)round;
	return transfer_find(c, transfer, &t) && transfer_undo(c, &t, "Nhầm", &t);
}

/* By the new school's own eyes. */
static bool is_changed_there(struct ctx *c, int round)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	json_t *o = json_pack("{ss}", "phone", "0912345678");
	struct record rec;
	struct draft d;
	struct unit u;
	int64_t version;

	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, t, o, NULL, &d);
	return unit_find(c, &round_everywhere, round_other_school(c, round), &u) && record_find(c, t, &(const struct scope){ .path = u.path }, pupil, &rec) &&
	       record_change(c, &rec, 0, &d, &version);
}

static bool is_rated_there(struct ctx *c, int round)
{
	return round_write(c, round_other_school(c, round), "result",
	                   arena_fmt(c->arena, "{\"learner\":\"%s\",\"period\":\"CK1\",\"school_year\":2025}", pupil));
}

/* Taken back, or built on: never both, and the pupil is in one school. */
static void one_of_both(struct ctx *c, const struct ended *back, const struct ended *built)
{
	assert_true(back->ok != built->ok);
	if (!back->ok)
		assert_string_equal(back->key, "transfer.used");
	else /* found before or not */
		assert_true(streq(built->key, "person.moved") || streq(built->key, "record.unknown"));
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_learner WHERE code = '%s' AND status = '01'", pupil)), 1);
	assert_int_equal(round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id"
	                                           " WHERE l.code = '%s' AND e.status IN ('01', '02')", pupil)), 1);
}

static void undo_first(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	one_of_both(c, first, second);
}

static void undo_second(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)round;
	one_of_both(c, second, first);
}

TEST(a_transfer_is_taken_back_or_built_on_by_a_change)
{
	two_sessions(c, make_moved, is_taken_back, is_changed_there, undo_first, .step = 5);
	two_sessions(c, make_moved, is_changed_there, is_taken_back, undo_second);
}

TEST(a_transfer_is_taken_back_or_built_on_by_a_result)
{
	two_sessions(c, make_moved, is_taken_back, is_rated_there, undo_first, .step = 5);
	two_sessions(c, make_moved, is_rated_there, is_taken_back, undo_second);
}

static void once(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)c, (void)round;
	one_of_two(first, second, "transfer.state");
}

TEST(a_transfer_is_taken_back_once)
{
	two_sessions(c, make_moved, is_taken_back, is_taken_back, once, .step = 5);
}

/* Agreed and offered on while it is taken back: where the pupil is, is one place. */
static bool goes_on(struct ctx *c, int round)
{
	const struct transfer_start s = { .person = pupil, .day = TODAY };
	struct transfer t;

	return transfer_offer(c, &s, round_school(c, round), &t);
}

static void not_both(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	(void)c, (void)round;
	assert_true(first->ok != second->ok);
	assert_string_equal(first->ok ? second->key : first->key, first->ok ? (strcmp(second->key, "transfer.school") == 0 ? "transfer.school" : "person.moved") : "transfer.used");
}

TEST(a_transfer_is_taken_back_or_followed_by_another)
{
	two_sessions(c, make_moved, is_taken_back, goes_on, not_both, .step = 5);
}
