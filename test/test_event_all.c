/* test_event_all.c - the same event of many enrolments at once: as one by one, or not at all. */
#include "db/db.h"
#include "domain/event/event.h"
#include "province.h"
#include "scope_world.h"
#include "store/as_of.h"
#include "store/change.h"
#include "store/hold.h"

enum { MANY = 43 };

static const struct record_type *enrolment(struct ctx *c)
{
	return catalog_type(c->catalog, "enrolment");
}

static void load(struct ctx *c, const char *const *code, struct record *ret)
{
	for (size_t i = 0; i < MANY; i++)
		OK(record_find(c, enrolment(c), actor_scope(c), code[i], &ret[i]));
}

static void make(struct ctx *c, const char **code)
{
	province_make(c);
	const char *class = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");

	for (size_t i = 0; i < MANY; i++)
		code[i] = province_pupil(c, "19172401", class, arena_fmt(c->arena, "Lê Số %zu", i), "2018-03-09", "01", "01");
}

static bool all_leave(struct ctx *c, const struct record *rec, const char *date)
{
	struct draft d = province_draft(c, "enrolment_event", arena_fmt(c->arena, "{\"event\":\"leave\",\"event_date\":\"%s\",\"destination\":\"01\"}", date));

	return db_begin(c) && db_end(c, unit_hold(c, rec->unit.id, HOLD_OPEN, NULL) && event_add_all_in(c, rec, MANY, &d));
}

TEST(events_of_many_are_as_those_of_one)
{
	const char *code[MANY];
	struct record rec[MANY], one;
	int64_t entries;

	make(c, code);
	load(c, code, rec);
	OK(all_leave(c, rec, "2025-10-01"));
	for (size_t i = 0; i < MANY; i++) {
		OK(record_find(c, enrolment(c), actor_scope(c), code[i], &one));
		assert_string_equal(one.status, "04");
		assert_int_equal(one.version, 2);
		assert_string_equal(one.value[field_find(one.type, "status_date")->index].s, "2025-10-01");
	}
	OK(event_undo(c, &one, &one)); /* the last of them, as any event */
	assert_string_equal(one.status, "01");
	assert_int_equal(one.value[field_find(one.type, "status_date")->index].kind, VAL_NULL);
	OK(chain_verify(c, &one.unit, &entries));
}

TEST(an_event_of_many_taken_back_leaves_each_as_it_was_before)
{
	struct draft d;
	const char *code[MANY];
	struct record rec[MANY], one;
	int64_t version;
	json_t *was;

	make(c, code);
	load(c, code, rec);
	for (size_t i = 0; i < MANY; i++) {
		d = province_draft(c, "enrolment", arena_fmt(c->arena, "{\"status_date\":\"2025-09-%02zu\"}", i % 28 + 1));
		OK(record_change(c, &rec[i], 0, &d, &version));
	}
	load(c, code, rec);
	OK(all_leave(c, rec, "2025-10-01"));
	for (size_t i = 0; i < MANY; i++) {
		const char *day = arena_fmt(c->arena, "2025-09-%02zu", i % 28 + 1);
		OK(record_find(c, enrolment(c), actor_scope(c), code[i], &one));
		OK(record_as_of(c, &one, rec[i].version, &was));
		assert_string_equal(json_string_value(json_object_get(was, "status_date")), day);
		OK(event_undo(c, &one, &one));
		assert_string_equal(one.value[field_find(one.type, "status_date")->index].s, day);
	}
}

TEST(events_of_many_happen_to_all_or_none)
{
	const char *code[MANY];
	struct record rec[MANY];
	struct draft d;

	make(c, code);
	load(c, code, rec);
	FAILS(all_leave(c, rec, "2026-10-01"), "event.date"); /* of another school year */
	FAILS(all_leave(c, rec, "2025-12-24"), "event.date"); /* has not come */
	d = province_draft(c, "enrolment_event", "{\"event\":\"drop\",\"event_date\":\"2025-10-05\",\"reason\":\"01\"}");
	OK(event_add(c, &rec[MANY - 1], &d, &rec[MANY - 1]));
	const uint64_t before = world_digest(c);
	FAILS(all_leave(c, rec, "2025-10-06"), "event.state");
	d = province_draft(c, "enrolment_event", "{\"event\":\"return\",\"event_date\":\"2025-11-05\"}");
	assert_true(world_digest(c) == before);
	OK(event_add(c, &rec[MANY - 1], &d, &rec[MANY - 1]));
	FAILS(all_leave(c, rec, "2025-11-04"), "event.date"); /* before the last event of one */
	OK(all_leave(c, rec, "2025-11-06"));
	load(c, code, rec);
	for (size_t i = 0; i < MANY; i++)
		assert_string_equal(rec[i].status, "04");
}
