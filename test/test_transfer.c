/* test_transfer.c - from school to school in two steps: never in none, never in two. */
#include "province.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/event/event.h"
#include "domain/merge/person_merge.h"
#include "domain/transfer/transfer.h"
#include "store/change.h"
#include "store/fence.h"

#define DAY "2025-10-06"

static void today(struct ctx *c, const char *date)
{
	struct date d;

	assert_true(date_parse(date, &d));
	c->now_ms = date_to_days(d) * 86400000 + 43200000;
}

static struct record find(struct ctx *c, const char *type, const char *code)
{
	static const struct scope all = { .path = "/" };
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, type), &all, code, &rec));
	return rec;
}

static const char *class_of_year(struct ctx *c, const char *unit, int year)
{
	return province_record(c, unit, "class", arena_fmt(c->arena, "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":%d}", year));
}

static const char *class_of(struct ctx *c, const char *unit)
{
	return class_of_year(c, unit, 2025);
}

struct setting {
	const char *learner, *enrolment, *here, *there; /* codes; classes */
};

static struct setting setting(struct ctx *c)
{
	struct setting s;

	province_make(c);
	today(c, "2025-10-10");
	s.here = class_of(c, "19172401");
	s.there = class_of(c, "01001401");
	s.enrolment = province_pupil(c, "19172401", s.here, "Sùng A Páo", "2018-04-05", "01", "08");
	struct record rec = find(c, "enrolment", s.enrolment);
	s.learner = rec.value[field_find(rec.type, "learner")->index].s;
	return s;
}

static bool offer(struct ctx *c, const struct setting *s, struct transfer *ret)
{
	const struct transfer_start start = { .person = s->learner, .day = DAY, .reason = "Theo gia đình" };

	return transfer_offer(c, &start, "01001401", ret);
}

static bool request(struct ctx *c, const struct setting *s, const char *name, const char *birth, struct transfer *ret)
{
	const struct transfer_start start = { .person = s->learner, .full_name = name, .birth_date = birth, .class_code = s->there, .day = DAY };
	struct unit to = province_unit(c, "01001401");

	return transfer_request(c, &start, &to, ret);
}

/* The statuses of this year's enrolments of a learner, over the whole country, by unit: "19172401:04 01001401:02 ". */
static const char *whereabouts(struct ctx *c, const char *learner)
{
	struct buf b = buf_in(c->arena);
	struct rows r;

	const enum fence was = fence_open(c);
	OK(db_query(c, &r, "SELECT u.code, e.status FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id"
	            " JOIN unit u ON u.id = e.unit_id WHERE l.code = $1 ORDER BY u.code DESC, e.id", ARGS(val_text(learner))));
	c->fence = was;
	for (size_t i = 0; i < r.count; i++)
		buf_put(&b, rows_text(&r, i, 0)), buf_char(&b, ':'), buf_put(&b, rows_text(&r, i, 1)), buf_char(&b, ' ');
	return buf_text(&b);
}

TEST(an_offer_changes_nothing_until_it_is_accepted)
{
	struct setting s = setting(c);
	struct transfer t;

	province_act_as(c, "clerk", "19172401");
	OK(offer(c, &s, &t));
	assert_string_equal(t.state, "open");
	assert_string_equal(whereabouts(c, s.learner), "19172401:01 ");
	FAILS(offer(c, &s, &t), "transfer.open");
	FAILS(transfer_agree(c, &t, s.there, NULL, &t), "transfer.side");
	province_act_as(c, "head", "19172402");
	FAILS(transfer_find(c, t.code, &t), "transfer.unknown");
	province_act_as(c, "head", "01001401");
	OK(transfer_find(c, t.code, &t));
	FAILS(transfer_agree(c, &t, NULL, NULL, &t), "transfer.class");
	FAILS(transfer_agree(c, &t, s.here, NULL, &t), "transfer.class");
	FAILS(transfer_agree(c, &t, s.there, "2025-12-31", &t), "event.date");
	assert_string_equal(whereabouts(c, s.learner), "19172401:01 ");
	OK(transfer_agree(c, &t, s.there, NULL, &t));
	assert_string_equal(t.state, "done");
	assert_string_equal(whereabouts(c, s.learner), "19172401:04 01001401:02 ");
	struct record rec = find(c, "learner", s.learner);
	assert_string_equal(rec.unit.code, "01001401");
	FAILS(transfer_agree(c, &t, s.there, NULL, &t), "transfer.state");
	FAILS(transfer_refuse(c, &t, "muộn", &t), "transfer.state");
}

static const char *other_class(struct ctx *c, const char *unit, int year, const char *more)
{
	return province_record(c, unit, "class", arena_fmt(c->arena, "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":%d%s}", year, more));
}

TEST(a_transfer_keeps_the_grade_unless_said_otherwise)
{
	struct setting s = setting(c);
	struct transfer t;

	s.there = other_class(c, "01001401", 2025, "");
	OK(offer(c, &s, &t));
	bool ok = transfer_agree(c, &t, s.there, NULL, &t);
	assert_false(ok);
	assert_string_equal(c->key, "transfer.grade");
	assert_non_null(strstr(c->detail, "Khối 2"));
	assert_non_null(strstr(c->detail, "Khối 1"));
	ctx_clear(c);
	assert_string_equal(whereabouts(c, s.learner), "19172401:01 ");
	/* Of the next year it may be the next one, but whoever is in school on the day goes on being so. */
	const char *next = other_class(c, "01001401", 2026, "");
	FAILS(transfer_agree(c, &t, next, NULL, &t), "transfer.class");
	c->now_ms += (int64_t)260 * 86400000;
	OK(transfer_agree(c, &t, next, "2026-06-15", &t));
	assert_false(t.other_grade);
}

TEST(a_combined_class_takes_a_pupil_of_any_grade)
{
	struct setting s = setting(c);
	struct transfer t;

	OK(offer(c, &s, &t));
	OK(transfer_agree(c, &t, other_class(c, "01001401", 2025, ",\"combined\":true"), NULL, &t));
	assert_string_equal(whereabouts(c, s.learner), "19172401:04 01001401:02 ");
}

/* Who asks is not told the grade; who agrees knows it, and says that it is meant; time asks nobody. */
TEST(a_request_for_a_class_of_another_grade_tells_nothing_and_is_then_granted)
{
	struct setting s = setting(c);
	const struct transfer_start start = { .person = s.learner, .full_name = "Sùng A Páo", .birth_date = "2018-04-05", .class_code = other_class(c, "01001401", 2025, ""),
	                                .day = DAY };
	const struct unit to = province_unit(c, "01001401");
	struct transfer t;
	size_t released;

	OK(transfer_request(c, &start, &to, &t));
	FAILS(transfer_agree(c, &t, NULL, NULL, &t), "transfer.grade");
	OK(transfer_find(c, t.code, &t));
	OK(transfer_withdraw(c, &t, &t));
	OK(transfer_request(c, &start, &to, &t));
	c->now_ms += (int64_t)(c->catalog->transfer_release_days + 1) * 86400000;
	OK(transfer_release_due(c, &released));
	assert_int_equal(released, 1);
	assert_string_equal(whereabouts(c, s.learner), "19172401:04 01001401:02 ");
}

TEST(api_agrees_to_another_grade_when_told)
{
	struct setting s = setting(c);
	const struct api_session head = api_account(c, "head", "head", "01001401", NULL);
	const char *class = other_class(c, "01001401", 2025, "");
	struct transfer t;

	OK(offer(c, &s, &t));
	const char *path = arena_fmt(c->arena, API "/transfers/%s/agree", t.code);
	struct api_reply r = api_call(c, &head, POST, path, arena_fmt(c->arena, "{\"class\":\"%s\"}", class));
	EXPECT(r, 422);
	assert_string_equal(r.key, "transfer.grade");
	/* To people: what the class is called, nothing of programs. */
	const char *words = json_string_value(json_object_get(r.json, "detail"));
	assert_non_null(strstr(words, "lớp 1A là Khối 1"));
	assert_null(strchr(words, '"'));
	assert_null(strchr(words, '_'));
	r = api_call(c, &head, GET, arena_fmt(c->arena, API "/transfers/%s", t.code), NULL);
	assert_string_equal(json_string_value(json_object_get(r.json, "birth_date")), "2018-04-05");
	assert_string_equal(json_string_value(json_object_get(r.json, "grade")), "02");
	r = api_call(c, &head, POST, path, arena_fmt(c->arena, "{\"class\":\"%s\",\"other_grade\":true}", class));
	EXPECT(r, 200);
	assert_true(json_is_true(json_object_get(r.json, "other_grade")));
	assert_null(json_object_get(r.json, "grade")); /* it was where they came from */
	r = api_call(c, &head, GET, API "/openapi.json", NULL);
	const json_t *enrolment = json_object_get(json_object_get(json_object_get(r.json, "components"), "schemas"), "enrolment_input");
	assert_non_null(json_object_get(json_object_get(enrolment, "properties"), "other_grade"));
}

TEST(a_transfer_knows_whether_it_crosses_a_province)
{
	struct setting s = setting(c);
	struct buf b = buf_in(c->arena);
	struct transfer t;

	OK(offer(c, &s, &t));
	OK(transfer_agree(c, &t, s.there, NULL, &t));
	struct record rec = find(c, "enrolment", s.enrolment);
	OK(event_list(c, &rec, &b));
	assert_non_null(strstr(b.data, "\"destination\":\"02\""));
	assert_non_null(strstr(b.data, "\"other_province\":\"01\""));
}

TEST(whoever_is_poor_is_so_in_the_new_school)
{
	struct setting s = setting(c);
	struct record rec = find(c, "enrolment", s.enrolment);
	struct draft d = province_draft(c, "enrolment", "{\"poor_household\":true,\"rice_support\":true,\"learns_computing\":true}");
	struct transfer t;
	struct rows r;
	int64_t version;

	OK(record_change(c, &rec, 0, &d, &version));
	OK(offer(c, &s, &t));
	OK(transfer_agree(c, &t, s.there, NULL, &t));
	OK(db_query(c, &r, "SELECT e.poor_household, e.rice_support, e.learns_computing FROM r_enrolment e JOIN unit u ON u.id = e.unit_id"
	            " WHERE u.code = '01001401'", NULL, 0));
	assert_true(r.count == 1 && rows_int(&r, 0, 0) == 1 && rows_int(&r, 0, 1) == 1);
	assert_int_equal(rows_at(&r, 0, 2)->kind, VAL_NULL);
}

TEST(whoever_left_has_no_more_events_where_they_were)
{
	struct setting s = setting(c);
	struct transfer t;
	struct draft d;

	OK(offer(c, &s, &t));
	OK(transfer_agree(c, &t, s.there, NULL, &t));
	struct record rec = find(c, "enrolment", s.enrolment);
	FAILS(event_undo(c, &rec, &rec), "person.moved");
	d = province_draft(c, "enrolment_event", "{\"event\":\"arrive\",\"event_date\":\"2025-10-09\"}");
	FAILS(event_add(c, &rec, &d, &rec), "person.moved");
	d = province_draft(c, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", s.learner, s.here));
	struct unit u = province_unit(c, "19172401");
	struct outcome out;
	OK(record_write_batch(c, d.type, &u, &d, 1, &out));
	assert_int_equal(out.result, WRITE_REFUSED);
	assert_string_equal(out.problems.first->key, "person.moved");
}

TEST(a_request_needs_to_know_the_person_and_is_released_by_time)
{
	struct setting s = setting(c);
	struct transfer t;
	size_t n;

	FAILS(request(c, &s, "Sùng A Páo", "2018-04-06", &t), "transfer.person");
	FAILS(request(c, &s, "Sùng A Chảo", "2018-04-05", &t), "transfer.person");
	province_act_as(c, "head", "01001401");
	OK(request(c, &s, "sùng  a páo", "2018-04-05", &t));
	FAILS(transfer_agree(c, &t, NULL, NULL, &t), "transfer.side");
	province_act_as_system(c);
	OK(transfer_release_due(c, &n));
	assert_int_equal(n, 0);
	c->now_ms += (int64_t)c->catalog->transfer_release_days * 86400000 - 1;
	OK(transfer_release_due(c, &n));
	assert_int_equal(n, 0);
	assert_string_equal(whereabouts(c, s.learner), "19172401:01 ");
	c->now_ms++;
	OK(transfer_release_due(c, &n));
	assert_int_equal(n, 1);
	OK(transfer_find(c, t.code, &t));
	assert_string_equal(t.state, "released");
	assert_string_equal(whereabouts(c, s.learner), "19172401:04 01001401:02 ");
	OK(transfer_release_due(c, &n));
	assert_int_equal(n, 0);
}

TEST(a_request_for_whom_only_the_year_is_known_says_the_year)
{
	struct setting s = setting(c);
	struct setting dated = s;
	struct transfer t;

	s.learner = province_record(c, "19172401", "learner", "{\"full_name\":\"Giàng Thị Mỷ\",\"birth_year\":2018,\"sex\":\"02\",\"ethnic_group\":\"08\"}");
	province_record(c, "19172401", "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", s.learner, s.here));
	FAILS(request(c, &dated, "Sùng A Páo", "2018", &t), "transfer.person");
	FAILS(request(c, &s, "Giàng Thị Mỷ", "2018-01-01", &t), "transfer.person");
	FAILS(request(c, &s, "Giàng Thị Mỷ", "2017", &t), "transfer.person");
	FAILS(request(c, &s, "Giàng Thị Mỷ", "", &t), "transfer.person");
	OK(request(c, &s, "Giàng Thị Mỷ", "2018", &t));
	OK(transfer_withdraw(c, &t, &t));
	struct record rec = find(c, "learner", s.learner);
	struct draft d = province_draft(c, "learner", "{\"birth_date\":\"2018-05-06\"}");
	int64_t version;
	OK(record_change(c, &rec, 0, &d, &version));
	FAILS(request(c, &s, "Giàng Thị Mỷ", "2018", &t), "transfer.person");
	OK(request(c, &s, "Giàng Thị Mỷ", "2018-05-06", &t));
}

TEST(a_request_that_cannot_be_carried_out_is_refused_with_the_reason)
{
	struct setting s = setting(c);
	struct transfer t;
	int64_t version;
	size_t n;

	OK(request(c, &s, "Sùng A Páo", "2018-04-05", &t));
	struct record class = find(c, "class", s.there);
	OK(record_set_status(c, &class, 0, "02", NULL, &version));
	c->now_ms += (int64_t)c->catalog->transfer_release_days * 86400000;
	OK(transfer_release_due(c, &n));
	assert_int_equal(n, 0);
	OK(transfer_find(c, t.code, &t));
	assert_string_equal(t.state, "refused");
	assert_non_null(strstr(t.note, "lớp"));
	assert_string_equal(whereabouts(c, s.learner), "19172401:01 ");
}

/* After the roll-over, in summer: next year is undone in the old school and begun in the new one. */
TEST(a_transfer_in_summer_takes_the_next_year_along)
{
	struct setting s = setting(c);
	struct transfer t;
	const char *next_here = class_of_year(c, "19172401", 2026), *next_there = class_of_year(c, "01001401", 2026);

	province_record(c, "19172401", "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2026}", s.learner, next_here));
	today(c, "2026-07-10");
	OK(offer(c, &s, &t));
	FAILS(transfer_agree(c, &t, class_of_year(c, "01001401", 2027), "2026-07-08", &t), "transfer.class");
	OK(transfer_agree(c, &t, next_there, "2026-07-08", &t));
	assert_string_equal(whereabouts(c, s.learner), "19172401:11 19172401:99 01001401:01 ");
}

TEST(a_member_of_staff_goes_to_another_school)
{
	struct transfer t;

	province_make(c);
	today(c, "2025-10-10");
	const char *code = province_record(c, "19172401", "staff", "{\"full_name\":\"Hoàng Thị Thêm\",\"birth_date\":\"1990-02-01\",\"sex\":\"02\"}");
	const struct transfer_start start = { .person = code, .day = DAY };

	OK(transfer_offer(c, &start, "19000501", &t));
	OK(transfer_agree(c, &t, NULL, NULL, &t));
	struct record rec = find(c, "staff", code);
	assert_string_equal(rec.unit.code, "19000501");
	assert_string_equal(rec.status, "07");
	const struct scope old = { .path = province_unit(c, "19172401").path };
	OK(record_find(c, rec.type, &old, code, &rec));
	assert_string_equal(rec.status, "02");
}

TEST(transfers_through_the_api)
{
	struct setting s = setting(c);
	struct api_session here = api_account(c, "clerk.here", "clerk", "19172401", NULL);
	struct api_session there = api_account(c, "clerk.there", "clerk", "01001401", NULL);
	struct api_reply r;

	r = api_call(c, &here, POST, API "/transfers", arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"99999999\",\"day\":\"" DAY "\"}", s.learner));
	assert_string_equal(r.key, "transfer.school");
	r = api_call(c, &there, POST, API "/transfers", arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"19172402\",\"day\":\"" DAY "\"}", s.learner));
	assert_string_equal(r.key, "record.unknown");
	r = api_call(c, &here, POST, API "/transfers", arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"01001401\",\"day\":\"" DAY "\"}", s.learner));
	EXPECT(r, 201);
	const char *path = arena_fmt(c->arena, API "/transfers/%s", api_text(&r, "code"));
	r = api_call(c, &there, GET, API "/transfers?state=open", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &there, POST, arena_fmt(c->arena, "%s/agree", path), arena_fmt(c->arena, "{\"class\":\"%s\"}", s.there));
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "state"), "done");
	r = api_call(c, &there, GET, arena_fmt(c->arena, API "/learners/%s", s.learner), NULL);
	EXPECT(r, 200);
	r = api_call(c, &there, POST, arena_fmt(c->arena, API "/learners/%s/identifiers", s.learner), "{\"scheme\":\"moet\",\"value\":\"1912345678\"}");
	EXPECT(r, 200);
	r = api_call(c, &there, GET, API "/learners/moet:1912345678", NULL);
	EXPECT(r, 200);
	r = api_call(c, &here, GET, API "/learners/moet:1912345678", NULL);
	assert_int_equal(r.status, 404);
	r = api_call(c, &here, POST, API "/transfers/requests", arena_fmt(c->arena,
		"{\"person_code\":\"%s\",\"full_name\":\"Sùng A Páo\",\"birth_date\":\"2018-04-05\",\"class\":\"%s\",\"day\":\"2025-10-09\"}", s.learner, s.here));
	EXPECT(r, 201);
	path = arena_fmt(c->arena, API "/transfers/%s", api_text(&r, "code"));
	r = api_call(c, &here, POST, arena_fmt(c->arena, "%s/agree", path), "{}");
	assert_string_equal(r.key, "transfer.side");
	r = api_call(c, &there, POST, arena_fmt(c->arena, "%s/refuse", path), "{\"note\":\"Chưa đủ hồ sơ\"}");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "state"), "refused");
	r = api_call(c, &here, POST, arena_fmt(c->arena, "%s/withdraw", path), NULL);
	assert_string_equal(r.key, "transfer.state");
}

TEST(a_transfer_survives_a_failure_at_every_step)
{
	struct setting s = setting(c);
	struct transfer t, after;
	bool done = false;
	int n = 0;

	OK(offer(c, &s, &t));
	for (; !done && n < 400; n++) {
		db_inject_fault(c->db, n + 1);
		done = transfer_agree(c, &t, s.there, NULL, &after);
		db_inject_fault(c->db, 0);
		ctx_clear(c);
		OK(transfer_find(c, t.code, &after));
		if (streq(after.state, "done"))
			break; /* the fault came after the commit */
		assert_string_equal(whereabouts(c, s.learner), "19172401:01 ");
	}
	assert_true(n > 40);
	assert_string_equal(whereabouts(c, s.learner), "19172401:04 01001401:02 ");
}

/* ---- no sequence of lawful events gives two active enrolments ---- */

enum { LEARNERS = 6, SCHOOLS = 3, STEPS = 400 };

struct play {
	unsigned seed;
	const char *learner[LEARNERS], *class_code[SCHOOLS], *next_class[SCHOOLS];
	int day;
};

static const char *const schools[SCHOOLS] = { "19172401", "19172402", "01001401" };

static unsigned dice(struct play *p, unsigned sides)
{
	p->seed ^= p->seed << 13;
	p->seed ^= p->seed >> 17;
	p->seed ^= p->seed << 5;
	return p->seed % sides;
}

static const char *day_text(struct ctx *c, const struct play *p)
{
	return date_text(c->arena, date_from_days(date_to_days((struct date){ 2025, 8, 15 }) + p->day));
}

/* Refused or not, as the law has it. */
static void attempt(struct ctx *c, bool done)
{
	assert_true(done || c->err != ERR_INTERNAL);
	ctx_clear(c);
}

static void try_event(struct ctx *c, struct play *p, const char *learner)
{
	static const char *const events[] = { "arrive", "leave", "drop", "return" };
	struct record rec = find(c, "learner", learner), enrolment;
	struct rows r;

	OK(db_query(c, &r, "SELECT id FROM r_enrolment WHERE unit_id = $1 AND learner_id = $2 ORDER BY id", ARGS(val_int(rec.unit.id), val_int(rec.id))));
	if (r.count == 0)
		return;
	OK(record_load(c, catalog_type(c->catalog, "enrolment"), &rec.unit, rows_int(&r, dice(p, (unsigned)r.count), 0), &enrolment));
	if (dice(p, 4) == 0) {
		attempt(c, event_undo(c, &enrolment, &enrolment));
		return;
	}
	for (unsigned n = dice(p, COUNT(events)), end = n + COUNT(events); n < end; n++) {
		struct draft d = province_draft(c, "enrolment_event", arena_fmt(c->arena,
			"{\"event\":\"%s\",\"event_date\":\"%s\",\"reason\":\"01\",\"destination\":\"01\"}", events[n % COUNT(events)], day_text(c, p)));
		bool done = event_add(c, &enrolment, &d, &enrolment);
		attempt(c, done);
		if (done)
			return;
	}
}

static void try_enrol(struct ctx *c, struct play *p, const char *learner)
{
	unsigned school = dice(p, SCHOOLS);
	struct unit u = province_unit(c, schools[school]);
	bool next = dice(p, 3) == 0;
	struct draft d = province_draft(c, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":%d}", learner,
	                                                          next ? p->next_class[school] : p->class_code[school], next ? 2026 : 2025));
	struct outcome out;

	OK(record_write_batch(c, d.type, &u, &d, 1, &out));
}

static void try_transfer(struct ctx *c, struct play *p, const char *learner)
{
	unsigned school = dice(p, SCHOOLS);
	struct unit to = province_unit(c, schools[school]);
	struct record rec = find(c, "learner", learner);
	const struct transfer_start s = { .person = learner, .full_name = "Sùng A Páo", .birth_date = "2018-04-05",
	                                  .class_code = p->class_code[school], .day = day_text(c, p) };
	struct transfer t, *all;
	const char *next;
	size_t n;

	attempt(c, dice(p, 2) == 0 ? transfer_offer(c, &s, to.code, &t) : transfer_request(c, &s, &to, &t));
	OK(transfer_list(c, &rec.unit, "open", "", 10, &all, &n, &next));
	for (size_t i = 0; i < n; i++) {
		unsigned at = 0;
		while (!streq(schools[at], all[i].to.code))
			at++;
		unsigned what = dice(p, 4);
		attempt(c, what == 0 ? transfer_refuse(c, &all[i], "x", &t) : what == 1 ? transfer_withdraw(c, &all[i], &t) :
		           transfer_agree(c, &all[i], dice(p, 4) == 0 ? p->next_class[at] : p->class_code[at], day_text(c, p), &t));
	}
	OK(transfer_release_due(c, &n));
}

static void try_merge(struct ctx *c, struct play *p, const char *learner)
{
	/* Few of those who were in school share no day: as often it is somebody written down again. */
	const char *other = dice(p, 2) == 0 ? p->learner[dice(p, LEARNERS)] :
		province_record(c, schools[dice(p, SCHOOLS)], "learner", "{\"full_name\":\"Sùng A Páo\",\"birth_date\":\"2018-04-05\",\"sex\":\"01\","
		                "\"ethnic_group\":\"08\"}");
	struct record a = find(c, "learner", learner), b = find(c, "learner", other);
	int64_t id;

	attempt(c, dice(p, 2) == 0 ? person_merge(c, &b, &a, &(struct merge_fields){ .fill = true }, NULL, &id) : person_unmerge(c, &a, &b));
}

/* A person's present enrolments, over all records that lead to the person; and every code leads to one living record. */
static void check(struct ctx *c, const struct play *p, int step)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT l.code, count(*) FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id"
	            " WHERE e.status IN ('01', '02', '03', '06', '07', '10') GROUP BY l.code, e.school_year HAVING count(*) > 1", NULL, 0));
	if (r.count > 0)
		fail_msg("step %d: %s is in school %d times", step, rows_text(&r, 0, 0), (int)rows_int(&r, 0, 1));
	for (size_t i = 0; i < LEARNERS; i++) {
		struct record rec = find(c, "learner", p->learner[i]);
		if (!streq(rec.status, "01"))
			fail_msg("step %d: %s leads to a record with status %s", step, p->learner[i], rec.status);
	}
	OK(db_query(c, &r, "SELECT code, count(*) FROM r_learner WHERE status = '01' GROUP BY code HAVING count(*) <> 1", NULL, 0));
	if (r.count > 0)
		fail_msg("step %d: %s is active in %d units", step, rows_text(&r, 0, 0), (int)rows_int(&r, 0, 1));
}

static size_t count(struct ctx *c, const char *sql)
{
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	return (size_t)rows_int(&r, 0, 0);
}

TEST(no_sequence_of_lawful_events_gives_two_active_enrolments)
{
	typedef void try_fn(struct ctx *, struct play *, const char *);
	static try_fn *const tries[] = { try_event, try_event, try_event, try_enrol, try_transfer, try_transfer, try_merge };
	struct play p = { .seed = 20251121 };
	size_t seen_present = 0, seen_absent = 0, entries_checked = 0;
	struct unit *u;
	int64_t entries;
	size_t n;

	province_make(c);
	for (size_t i = 0; i < SCHOOLS; i++) {
		p.class_code[i] = class_of(c, schools[i]);
		p.next_class[i] = class_of_year(c, schools[i], 2026);
	}
	for (size_t i = 0; i < LEARNERS; i++) {
		struct record rec = find(c, "enrolment", province_pupil(c, schools[i % 2], p.class_code[i % 2], "Sùng A Páo", "2018-04-05", "01", "08"));
		p.learner[i] = rec.value[field_find(rec.type, "learner")->index].s;
	}
	today(c, "2026-07-31");
	for (int step = 0; step < STEPS; step++) {
		p.day = step * 340 / STEPS;
		tries[dice(&p, COUNT(tries))](c, &p, p.learner[dice(&p, LEARNERS)]);
		check(c, &p, step);
		size_t present = count(c, "SELECT count(*) FROM r_enrolment WHERE status IN ('01', '02', '03', '06', '07', '10')");
		seen_present += present > 0;
		seen_absent += present < LEARNERS;
	}
	assert_true(seen_present > STEPS / 4 && seen_absent > STEPS / 10);
	printf("%zu transfers done, %zu merges, %zu returns\n", count(c, "SELECT count(*) FROM transfer WHERE state = 'done'"),
	       count(c, "SELECT count(*) FROM same_person"), count(c, "SELECT count(*) FROM r_enrolment_event WHERE event = 'return'"));
	assert_true(count(c, "SELECT count(*) FROM transfer WHERE state = 'done'") > 5 && count(c, "SELECT count(*) FROM same_person") > 5);
	assert_true(count(c, "SELECT count(*) FROM r_enrolment_event WHERE event = 'return'") > 2);
	for (size_t i = 0; i < LEARNERS; i++)
		OK(event_check_once(c, catalog_life(c->catalog, catalog_type(c->catalog, "enrolment")), p.learner[i]));
	OK(unit_all(c, &u, &n));
	for (size_t i = 0; i < n; i++, entries_checked += (size_t)entries)
		OK(chain_verify(c, &u[i], &entries));
	assert_true(entries_checked > STEPS);
}
