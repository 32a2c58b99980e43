/* test_person.c - one person, one record: moved, known by other codes, merged and taken apart. */
#include "province.h"

#include <string.h>

#include "db/db.h"
#include "domain/merge/person_merge.h"
#include "store/change.h"
#include "store/fence.h"
#include "store/hold.h"

static struct record find(struct ctx *c, const char *type, const char *code)
{
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, type), actor_scope(c), code, &rec));
	return rec;
}

static const char *learner(struct ctx *c, const char *unit, const char *further)
{
	return province_record(c, unit, "learner", arena_fmt(c->arena,
		"{\"full_name\":\"Giàng Thị Dợ\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"08\"%s}", further));
}

static const char *text(const struct record *rec, const char *field)
{
	const struct val *v = &rec->value[field_find(rec->type, field)->index];

	return v->kind == VAL_TEXT ? v->s : NULL;
}

static bool move(struct ctx *c, const struct record *rec, const char *to, struct record *ret)
{
	struct unit u = province_unit(c, to);

	const enum fence was = fence_open(c); /* as a transfer does */
	return fence_close(c, was, db_begin(c) && db_end(c, units_hold(c, (struct holding[]){ { rec->unit.id, HOLD_OPEN }, { u.id, HOLD_OPEN } }, 2) &&
	                                                            person_move(c, rec, &u, "2026-01-05", ret)));
}

static void check_chains(struct ctx *c)
{
	struct unit *u;
	size_t n;
	int64_t entries;

	OK(unit_all(c, &u, &n));
	for (size_t i = 0; i < n; i++)
		OK(chain_verify(c, &u[i], &entries));
}

TEST(a_person_moves_and_comes_back_under_one_code)
{
	struct record rec, moved, back;
	struct unit first;

	province_make(c);
	const char *code = learner(c, "19172401", ",\"personal_id\":\"019318000001\"");
	rec = find(c, "learner", code);
	OK(move(c, &rec, "01001401", &moved));
	assert_string_equal(moved.code, code);
	assert_string_equal(moved.unit.code, "01001401");
	assert_string_equal(moved.status, "01");
	assert_string_equal(text(&moved, "personal_id"), "019318000001");
	assert_true(moved.version > rec.version);
	back = find(c, "learner", code);
	assert_string_equal(back.unit.code, "01001401");
	first = rec.unit;
	OK(record_load(c, rec.type, &first, rec.id, &rec));
	assert_string_equal(rec.status, "04");
	FAILS(move(c, &rec, "19172402", &back), "person.moved");
	OK(move(c, &moved, "19172401", &back));
	assert_int_equal(back.id, rec.id);
	assert_string_equal(back.status, "01");
	assert_true(back.version > moved.version);
	check_chains(c);
}

TEST(a_school_still_sees_the_pupil_who_left_as_they_were)
{
	struct record rec, moved;

	province_make(c);
	const char *code = learner(c, "19172401", "");
	rec = find(c, "learner", code);
	OK(move(c, &rec, "01001401", &moved));
	province_act_as(c, "head", "19172401");
	rec = find(c, "learner", code);
	assert_string_equal(rec.status, "04");
	assert_string_equal(rec.unit.code, "19172401");
	province_act_as(c, "head", "19172402");
	FAILS(record_find(c, rec.type, actor_scope(c), code, &rec), "record.unknown");
	province_act_as(c, "manager", "19");
	rec = find(c, "learner", code);
	assert_string_equal(rec.unit.code, "19172401");
}

TEST(an_identity_number_that_stands_in_the_new_unit_stops_the_move)
{
	struct record rec, moved;

	province_make(c);
	learner(c, "19172402", ",\"personal_id\":\"019318000001\"");
	rec = find(c, "learner", learner(c, "19172401", ",\"personal_id\":\"019318000001\""));
	FAILS(move(c, &rec, "19172402", &moved), "person.twin");
	assert_string_equal(find(c, "learner", rec.code).unit.code, "19172401");
}

/* What was wrong is free for whom it belongs to; nothing that was bound is lost from the log. */
TEST(a_person_has_one_code_of_a_system)
{
	struct record rec, other, merged, parted;
	struct buf b = buf_in(c->arena);
	int64_t merge;

	province_make(c);
	rec = find(c, "learner", learner(c, "19172401", ""));
	other = find(c, "learner", learner(c, "19172401", ""));
	OK(person_bind(c, &rec, "vendor", "v1"));
	for (int i = 0; i < 30; i++)
		OK(person_bind(c, &rec, "moet", arena_fmt(c->arena, "19001234%02d", i)));
	assert_string_equal(province_text(c, "SELECT scheme || ' ' || value FROM identifier WHERE scheme <> 'person' ORDER BY scheme"), "moet 1900123429\nvendor v1\n");
	assert_string_equal(province_text(c, "SELECT scheme || ' ' || value FROM other_code ORDER BY scheme"), "moet 1900123429\nvendor v1\n");
	assert_string_equal(province_text(c, "SELECT CAST(count(*) AS TEXT) FROM change WHERE event = 'BIND'"), "31\n");
	assert_non_null(strstr(province_text(c, "SELECT after FROM change WHERE event = 'BIND' ORDER BY seq DESC LIMIT 1"), "\"was\":\"1900123428\""));
	OK(person_bind(c, &other, "moet", "1900123400"));
	FAILS(person_bind(c, &other, "moet", "1900123429"), "identifier.taken");
	OK(person_identifiers(c, &other, &b));
	assert_non_null(strstr(buf_text(&b), "1900123400"));
	/* What came with another record stays until they part. */
	OK(person_merge(c, &other, &rec, NULL, "một em", &merge));
	OK(person_bind(c, &rec, "moet", "1900123401"));
	OK(record_find(c, rec.type, actor_scope(c), "moet:1900123400", &merged));
	assert_string_equal(merged.code, rec.code);
	FAILS(record_find(c, rec.type, actor_scope(c), "moet:1900123429", &merged), "record.unknown");
	OK(person_unmerge(c, &rec, &parted));
	OK(record_find(c, rec.type, actor_scope(c), "moet:1900123400", &merged));
	assert_string_equal(merged.code, other.code);
}

TEST(a_temporary_code_is_bound_to_the_ministrys)
{
	struct buf b = buf_in(c->arena);
	struct record rec, found;

	province_make(c);
	rec = find(c, "learner", learner(c, "19172401", ""));
	OK(person_bind(c, &rec, "temporary", "19172401-tam-7"));
	OK(person_bind(c, &rec, "moet", rec.code));
	OK(person_bind(c, &rec, "moet", "1900123456"));
	OK(person_bind(c, &rec, "moet", "1900123456"));
	OK(record_find(c, rec.type, actor_scope(c), "moet:1900123456", &found));
	assert_string_equal(found.code, rec.code);
	OK(person_identifiers(c, &rec, &b));
	assert_non_null(strstr(b.data, "{\"scheme\":\"temporary\",\"value\":\"19172401-tam-7\"}"));
	struct record other = find(c, "learner", learner(c, "19172401", ""));
	FAILS(person_bind(c, &other, "moet", "1900123456"), "identifier.taken");
	/* What somebody goes by is nobody else's code of the Ministry's, and the other way round. */
	FAILS(person_bind(c, &other, "moet", rec.code), "identifier.taken");
	const struct unit home = province_unit(c, "19172401");
	struct draft d = province_draft(c, "learner", "{\"code\":\"1900123456\",\"full_name\":\"Lê Ba\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\","
	                                              "\"ethnic_group\":\"01\"}");
	struct outcome out;
	FAILS(db_begin(c) && db_end(c, record_create(c, d.type, &home, &d, &out)), "code.taken");
	FAILS(person_bind(c, &other, "person", rec.code), "identifier.scheme");
	FAILS(person_bind(c, &other, "moet", "19 00"), "identifier.form");
	FAILS(record_find(c, rec.type, actor_scope(c), "moet:1900123457", &found), "record.unknown");
	FAILS(record_find(c, rec.type, actor_scope(c), "client:x", &found), "record.unknown");
	province_act_as(c, "head", "19172402");
	FAILS(record_find(c, rec.type, actor_scope(c), "moet:1900123456", &found), "record.unknown");
	OK(move(c, &rec, "19172402", &rec));
	OK(record_find(c, rec.type, actor_scope(c), "moet:1900123456", &found));
	province_act_as_system(c);
	check_chains(c);
}

static const char *enrol(struct ctx *c, const char *learner_code, const char *class_code, int year)
{
	return province_record(c, "19172401", "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":%d}",
		learner_code, class_code, year));
}

/* Two records of one child in one school: last year's enrolment on one, this year's on both. */
struct twins {
	const char *from, *into, *past, *second, *first;
};

static struct twins twins(struct ctx *c)
{
	struct twins t;

	province_make(c);
	const char *last = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2024}");
	const char *now = province_record(c, "19172401", "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	t.from = learner(c, "19172401", ",\"phone\":\"0912345678\",\"birth_place\":\"Bệnh viện A\"");
	t.into = learner(c, "19172401", ",\"phone\":\"0987654321\"");
	t.past = enrol(c, t.from, last, 2024);
	t.second = enrol(c, t.from, now, 2025);
	t.first = enrol(c, t.into, now, 2025);
	return t;
}

static bool merge(struct ctx *c, const struct twins *t)
{
	struct record from = find(c, "learner", t->from), into = find(c, "learner", t->into);
	int64_t id;

	return person_merge(c, &from, &into, &(struct merge_fields){ .fill = true }, "cùng một cháu", &id);
}

TEST(two_records_of_one_child_become_one)
{
	struct twins t = twins(c);
	struct record rec;

	OK(merge(c, &t));
	rec = find(c, "learner", t.from);
	assert_string_equal(rec.code, t.into);
	assert_string_equal(text(&rec, "phone"), "0987654321");
	assert_string_equal(text(&rec, "birth_place"), "Bệnh viện A");
	rec = find(c, "enrolment", t.past);
	assert_string_equal(text(&rec, "learner"), t.into);
	assert_string_equal(rec.status, "01");
	assert_string_equal(find(c, "enrolment", t.second).status, "99");
	assert_string_equal(find(c, "enrolment", t.first).status, "01");
	rec = find(c, "learner", t.into);
	int64_t id;
	FAILS(person_merge(c, &rec, &rec, NULL, NULL, &id), "merge.self");
	struct record other = find(c, "enrolment", t.past);
	FAILS(person_merge(c, &other, &other, NULL, NULL, &id), "merge.type");
	check_chains(c);
}

TEST(a_merge_taken_back_leaves_everything_as_it_was)
{
	struct twins t = twins(c);
	struct record rec, from;

	OK(merge(c, &t));
	rec = find(c, "learner", t.into);
	OK(person_unmerge(c, &rec, &from));
	assert_string_equal(from.code, t.from);
	assert_string_equal(from.status, "01");
	assert_string_equal(find(c, "learner", t.from).code, t.from);
	rec = find(c, "learner", t.into);
	assert_null(text(&rec, "birth_place"));
	rec = find(c, "enrolment", t.past);
	assert_string_equal(text(&rec, "learner"), t.from);
	assert_string_equal(find(c, "enrolment", t.second).status, "01");
	rec = find(c, "learner", t.into);
	FAILS(person_unmerge(c, &rec, &from), "merge.nothing");
	check_chains(c);
}

TEST(what_is_chosen_of_the_other_record_is_taken_and_given_back)
{
	struct twins t = twins(c);
	const struct record_type *type = catalog_type(c->catalog, "learner");
	const struct field *take[] = { field_find(type, "phone") }, *never[] = { field_find(type, "personal_id") };
	struct record from = find(c, "learner", t.from), into = find(c, "learner", t.into);
	int64_t id;

	FAILS(person_merge(c, &from, &into, &(struct merge_fields){ .take = never, .n_take = 1 }, NULL, &id), "merge.field");
	OK(person_merge(c, &from, &into, &(struct merge_fields){ .take = take, .n_take = 1 }, NULL, &id));
	into = find(c, "learner", t.into);
	assert_string_equal(text(&into, "phone"), "0912345678");
	assert_null(text(&into, "birth_place"));
	OK(person_unmerge(c, &into, &from));
	into = find(c, "learner", t.into);
	assert_string_equal(text(&into, "phone"), "0987654321");
	assert_null(text(&into, "birth_place"));
	OK(person_merge(c, &from, &into, &(struct merge_fields){ .fill = true, .take = take, .n_take = 1 }, NULL, &id));
	into = find(c, "learner", t.into);
	assert_string_equal(text(&into, "birth_place"), "Bệnh viện A");
	const struct draft since = province_draft(c, "learner", "{\"phone\":\"0900000000\"}");
	int64_t version;
	OK(record_change(c, &into, 0, &since, &version));
	into = find(c, "learner", t.into);
	OK(person_unmerge(c, &into, &from));
	into = find(c, "learner", t.into);
	assert_string_equal(text(&into, "phone"), "0900000000");      /* somebody wrote it since */
	assert_null(text(&into, "birth_place"));
	check_chains(c);
}

TEST(a_child_in_school_in_two_units_is_not_merged_away)
{
	struct record from, into;
	int64_t id;

	province_make(c);
	const char *here = province_record(c, "19172401", "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	const char *there = province_record(c, "19172402", "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	from = find(c, "enrolment", province_pupil(c, "19172401", here, "Vàng A Sử", "2018-05-05", "01", "08"));
	into = find(c, "enrolment", province_pupil(c, "19172402", there, "Vàng A Sử", "2018-05-05", "01", "08"));
	from = find(c, "learner", text(&from, "learner"));
	into = find(c, "learner", text(&into, "learner"));
	FAILS(person_merge(c, &from, &into, NULL, NULL, &id), "merge.present");
	assert_string_equal(find(c, "learner", from.code).status, "01");
}

TEST(moving_and_merging_survive_a_failure_at_every_step)
{
	struct twins t = twins(c);
	struct record rec = find(c, "learner", t.into), moved;
	bool done = false;
	int n = 0;

	for (; !done && n < 300; n++) {
		struct record from = find(c, "learner", t.from), into = find(c, "learner", t.into);
		int64_t id;
		db_inject_fault(c->db, n + 1);
		done = person_merge(c, &from, &into, &(struct merge_fields){ .fill = true }, NULL, &id);
		db_inject_fault(c->db, 0);
		ctx_clear(c);
		assert_string_equal(find(c, "enrolment", t.second).status, done ? "99" : "01");
		assert_string_equal(find(c, "learner", t.from).code, done ? t.into : t.from);
		assert_int_equal(into.version == find(c, "learner", t.into).version, !done);
	}
	assert_true(done && n > 20);
	struct unit to = province_unit(c, "19000501");
	for (done = false, n = 0; !done && n < 300; n++) {
		rec = find(c, "learner", t.into);
		db_inject_fault(c->db, n + 1);
		done = db_begin(c) && db_end(c, units_hold(c, (struct holding[]){ { rec.unit.id, HOLD_OPEN }, { to.id, HOLD_OPEN } }, 2) && person_move(c, &rec, &to, "2026-01-05", &moved));
		db_inject_fault(c->db, 0);
		ctx_clear(c);
		assert_string_equal(find(c, "learner", t.into).unit.code, done ? "19000501" : "19172401");
	}
	assert_true(done && n > 10);
	check_chains(c);
}
