/* test_gone.c - a school that somebody has left writes nothing more about them, by whatever way. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "day_tools.h"
#include "db/db.h"
#include "domain/merge/person_merge.h"
#include "domain/transfer/transfer.h"
#include "scope_world.h"
#include "store/file.h"

struct setting {
	const char *learner, *enrolment, *old, *guardian, *result, *class, *there;
};

static void moves(struct ctx *c, const char *person, const char *class, const char *day)
{
	const struct transfer_start start = { .person = person, .day = day };
	struct transfer t;

	OK(transfer_offer(c, &start, OTHER, &t));
	OK(transfer_agree(c, &t, class, NULL, &t));
}

static struct setting setting(struct ctx *c)
{
	struct setting s;

	province_make(c);
	today(c, "2025-09-10");
	s.class = make_class(c, SCHOOL, "2A", 2);
	s.there = make_class(c, OTHER, "2B", 2);
	s.enrolment = province_pupil(c, SCHOOL, s.class, "Sùng A Páo", "2018-04-05", "01", "08");
	const struct record rec = get(c, "enrolment", s.enrolment);
	s.learner = text(&rec, "learner");
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2024}");
	s.old = province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2024}", s.learner, class));
	s.guardian = province_record(c, SCHOOL, "guardian", arena_fmt(c->arena, "{\"learner\":\"%s\",\"full_name\":\"Sùng Thị Mẹ\",\"relation\":\"02\"}", s.learner));
	s.result = province_record(c, SCHOOL, "result", arena_fmt(c->arena, "{\"learner\":\"%s\",\"period\":\"CN\",\"school_year\":2024}", s.learner));
	today(c, "2025-10-10");
	moves(c, s.learner, s.there, "2025-10-06");
	return s;
}

static struct record left_behind(struct ctx *c, const char *type, const char *code)
{
	const struct unit u = province_unit(c, SCHOOL);
	const struct record_type *t = catalog_type(c->catalog, type);
	struct record rec;
	struct rows r;

	OK(db_query(c, &r, arena_fmt(c->arena, "SELECT id FROM %s WHERE unit_id = $1 AND code = $2", t->table), ARGS(val_int(u.id), val_text(code))));
	OK(record_load(c, t, &u, rows_int(&r, 0, 0), &rec));
	return rec;
}

static bool change_left(struct ctx *c, const char *type, const char *code, const char *json)
{
	const struct record rec = left_behind(c, type, code);
	const struct draft d = province_draft(c, type, json);
	int64_t version;

	return record_change(c, &rec, 0, &d, &version);
}

static bool write_new(struct ctx *c, const char *type, const char *json)
{
	const struct unit u = province_unit(c, SCHOOL);
	const struct draft d = province_draft(c, type, json);
	struct outcome out;

	return record_write_batch(c, d.type, &u, &d, 1, &out) && (out.result != WRITE_REFUSED || fail_problems(c, &out.problems));
}

TEST(a_school_writes_no_more_to_whoever_has_left_it)
{
	static const char jpeg[] = "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1";
	const struct setting s = setting(c);
	struct record rec = left_behind(c, "learner", s.learner);
	const struct field *photo;
	struct draft d;
	int64_t version;

	const uint64_t before = world_digest(c);
	FAILS(change_left(c, "learner", s.learner, "{\"phone\":\"0912345678\"}"), "person.moved");
	FAILS(record_set_status_since(c, &rec, 0, "02", NULL, NULL, &rec), "person.moved");
	FAILS(record_set_status_since(c, &rec, 0, "01", NULL, NULL, &rec), "person.moved");
	OK(file_field(c, rec.type, "photo", &photo));
	FAILS(file_put(c, &rec, 0, photo, jpeg, sizeof jpeg - 1, &version), "person.moved");
	FAILS(person_bind(c, &rec, "moet", "1900123456"), "person.moved");
	FAILS(change_left(c, "guardian", s.guardian, "{\"full_name\":\"Khác\"}"), "person.moved");
	rec = left_behind(c, "guardian", s.guardian);
	FAILS(record_set_status_since(c, &rec, 0, "02", NULL, NULL, &rec), "person.moved");
	FAILS(write_new(c, "guardian", arena_fmt(c->arena, "{\"learner\":\"%s\",\"full_name\":\"Khác\",\"relation\":\"01\"}", s.learner)), "person.moved");
	FAILS(write_new(c, "result", arena_fmt(c->arena, "{\"learner\":\"%s\",\"period\":\"CN\",\"school_year\":2026}", s.learner)), "person.moved");
	FAILS(write_new(c, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", s.learner, s.class)), "person.moved");
	rec = left_behind(c, "enrolment", s.enrolment);
	d = province_draft(c, "enrolment_event", "{\"event\":\"return\",\"event_date\":\"2025-10-09\"}");
	FAILS(event_add(c, &rec, &d, &rec), "person.moved");
	FAILS(event_undo(c, &rec, &rec), "person.moved");
	assert_true(world_digest(c) == before);
	FAILS(change_left(c, "enrolment", s.enrolment, arena_fmt(c->arena, "{\"class\":\"%s\"}", make_class(c, SCHOOL, "2C", 2))), "person.moved");
	/* The school that has them now does. */
	OK(change(c, "learner", s.learner, "{\"phone\":\"0912345678\"}"));
}

TEST(a_school_puts_right_what_was_of_its_own_years)
{
	const struct setting s = setting(c);

	OK(change_left(c, "result", s.result, "{\"period\":\"CK1\"}"));
	OK(change_left(c, "enrolment", s.old, "{\"promotion\":\"01\"}"));
	OK(change_left(c, "enrolment", s.enrolment, "{\"boarder\":true}"));
	OK(write_new(c, "result", arena_fmt(c->arena, "{\"learner\":\"%s\",\"period\":\"GK1\",\"school_year\":2025}", s.learner)));
	/* A class is its own, whoever taught it. */
	const char *teacher = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	OK(change(c, "class", s.class, arena_fmt(c->arena, "{\"homeroom_teacher\":\"%s\"}", teacher)));
	const char *next = province_record(c, SCHOOL, "class", arena_fmt(c->arena, "{\"name\":\"3A\",\"grade\":\"03\",\"school_year\":2026,"
	                                   "\"homeroom_teacher\":\"%s\"}", teacher));
	moves(c, teacher, NULL, "2025-10-06");
	OK(change(c, "class", s.class, "{\"name\":\"2 Hoa Sen\"}"));
	OK(change(c, "class", next, "{\"name\":\"3 Hoa Sen\"}"));
	FAILS(change_left(c, "staff", teacher, "{\"phone\":\"0912345678\"}"), "person.moved");
	/* Whoever left by an event is nobody else's: the school's still. */
	const char *gone = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Lê Thị Nghỉ\",\"birth_date\":\"1981-01-01\",\"sex\":\"02\"}");
	OK(happen(c, "staff", gone, "{\"event\":\"leave\",\"event_date\":\"2025-10-01\"}"));
	assert_string_equal(get(c, "staff", gone).status, "02");
	OK(change(c, "staff", gone, "{\"phone\":\"0912345678\"}"));
}

TEST(a_record_given_up_for_another_is_written_to_no_more)
{
	const struct setting s = setting(c);
	const char *twin = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Sùng A Páo\",\"birth_date\":\"2018-04-05\",\"sex\":\"01\",\"ethnic_group\":\"08\"}");
	const struct record from = get(c, "learner", twin), into = get(c, "learner", s.learner);
	struct record parted;
	int64_t merge;

	OK(person_merge(c, &from, &into, NULL, NULL, &merge));
	FAILS(change_left(c, "learner", twin, "{\"phone\":\"0912345678\"}"), "person.moved");
	OK(person_unmerge(c, &into, &parted));
	OK(change_left(c, "learner", twin, "{\"phone\":\"0912345678\"}"));
}

TEST(what_a_transfer_taken_back_left_is_nobodys_to_write)
{
	const struct setting s = setting(c);
	const struct record there = get(c, "learner", s.learner);
	struct draft d = province_draft(c, "learner", "{\"phone\":\"0912345678\"}");
	struct transfer t;
	struct rows r;
	int64_t version;

	OK(db_query(c, &r, "SELECT code FROM transfer", NULL, 0));
	OK(transfer_find(c, rows_text(&r, 0, 0), &t));
	OK(transfer_undo(c, &t, "Nhầm", &t));
	FAILS(record_change(c, &there, 0, &d, &version), "person.moved");
	OK(change(c, "learner", s.learner, "{\"phone\":\"0912345678\"}"));
	struct record now;
	bool left = false;
	int last = 0;
	OK(record_load(c, there.type, &there.unit, there.id, &now) && record_left(c, &now, &left, &last));
	assert_true(left && last == 0);
}

TEST(api_tells_the_school_that_was_left_without_telling_where_they_are)
{
	const struct setting s = setting(c);
	const struct api_session head = api_account(c, "hieutruong", "head", SCHOOL, NULL);
	const char *path = arena_fmt(c->arena, API "/learners/%s", s.learner);
	const char *line = arena_fmt(c->arena, "{\"code\":\"%s\",\"phone\":\"0912345678\"}\n", s.learner);

	struct api_reply r = api_call(c, &head, GET, path, NULL);
	EXPECT(r, 200);
	assert_true(json_is_false(json_object_get(r.json, "in_use")));
	assert_int_equal(json_integer_value(json_object_get(r.json, "last_year")), 2025);
	r = api_call(c, &head, PATCH, path, "{\"phone\":\"0912345678\"}", .if_match = "*");
	EXPECT(r, 422);
	assert_string_equal(r.key, "person.moved");
	assert_null(strstr(r.body, OTHER));
	r = api_call(c, &head, POST, arena_fmt(c->arena, "%s/status", path), "{\"status\":\"02\"}");
	assert_string_equal(r.key, "person.moved");
	r = api_call(c, &head, POST, API "/learners/batch", line, .type = "application/x-ndjson");
	assert_non_null(strstr(r.body, "person.moved"));
	r = api_call(c, &head, POST, API "/guardians", arena_fmt(c->arena, "{\"learner\":\"%s\",\"full_name\":\"Khác\",\"relation\":\"01\"}", s.learner));
	assert_string_equal(r.key, "person.moved");
}
