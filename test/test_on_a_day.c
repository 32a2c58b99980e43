/* test_on_a_day.c - figures of a day stay what they were on that day, whatever happens later. */
#include <string.h>

#include "api.h"
#include "base/time.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/event/event.h"
#include "domain/reorganize/reorganize.h"
#include "domain/report/figures.h"
#include "domain/transfer/transfer.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "province.h"
#include "sheet/sheet.h"

#define SCHOOL "19172401"
#define OTHER  "19172402"
#define FAR    "01001401"
#define THE_DAY "2025-09-30"

static void today(struct ctx *c, const char *date)
{
	struct date d;

	assert_true(date_parse(date, &d));
	c->now_ms = date_to_days(d) * 86400000 + 43200000;
}

static const struct form *form(struct ctx *c)
{
	return catalog_form(c->catalog, "02-TH-DN");
}

static struct record get(struct ctx *c, const char *type, const char *code)
{
	static const struct scope all = { .path = "/" };
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, type), &all, code, &rec));
	return rec;
}

static const char *text(const struct record *rec, const char *field)
{
	return rec->value[field_find(rec->type, field)->index].s;
}

static bool happen(struct ctx *c, const char *type, const char *code, const char *json)
{
	struct record rec = get(c, type, code);
	struct draft d = province_draft(c, catalog_life(c->catalog, rec.type)->event_type->name, json);

	return event_add(c, &rec, &d, &rec);
}

static bool change(struct ctx *c, const char *type, const char *code, const char *json)
{
	const struct record rec = get(c, type, code);
	struct draft d = province_draft(c, type, json);
	int64_t version;

	return record_change(c, &rec, 0, &d, &version);
}

static const char *make_class(struct ctx *c, const char *school, const char *name, int grade)
{
	return province_record(c, school, "class", arena_fmt(c->arena, "{\"name\":\"%s\",\"grade\":\"0%d\",\"school_year\":2025}", name, grade));
}

static const char *pupil(struct ctx *c, const char *school, const char *class_code)
{
	return province_pupil(c, school, class_code, "Lò Thị Mẫu", "2018-02-03", "02", "03");
}

/* As of the form's day, by one pass in memory. */
static struct figures count(struct ctx *c, const char *school)
{
	const struct unit u = province_unit(c, school);
	struct figures x = figures_new(c->arena, form(c));

	OK(figures_count(c, form(c), 2025, &u, 1, &x));
	return x;
}

static int64_t cell(const struct figures *x, int code)
{
	const struct form_sheet *sheet;
	const struct form_row *row = form_row_find(x->form, code, &sheet);

	return x->cell[figures_at(x->form, sheet, (size_t)(row - sheet->row))];
}

enum { CLASSES = 27, PUPILS = 37, PUPILS_1 = 40, CAMPUSES = 26 };

static int64_t figure(struct ctx *c, const char *school, int code)
{
	const struct figures x = count(c, school);

	return cell(&x, code);
}

/* Is the institution asked for the form of the period? */
static bool files(struct ctx *c, const char *school)
{
	const struct unit u = province_unit(c, school);
	struct unit *units;
	size_t n;

	OK(report_filers(c, form(c), &u, 2025, &units, &n));
	return n == 1;
}

/* The records of a list as of a day, filtered; "" when there are none. */
static const char *list(struct ctx *c, const char *type, const char *school, const char *on, const char *filter, const char *fields)
{
	const struct unit u = province_unit(c, school);
	const struct record_query q = { .scope = actor_scope(c), .unit = &u, .filter = filter, .fields = fields, .on = on, .limit = 200 };
	struct buf b = buf_in(c->arena);
	const char *cursor;

	OK(record_list(c, catalog_type(c->catalog, type), &q, &b, &cursor));
	assert_null(cursor);
	return buf_text(&b);
}

static size_t listed(struct ctx *c, const char *type, const char *school, const char *on, const char *filter)
{
	size_t n = 0;

	for (const char *p = list(c, type, school, on, filter, NULL); (p = strstr(p, "{\"code\":")) != NULL; p++)
		n++;
	return n;
}

TEST(whoever_leaves_after_the_day_is_counted_on_it)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *room = make_class(c, SCHOOL, "1A", 1), *early = pupil(c, SCHOOL, room), *late = pupil(c, SCHOOL, room), *that_day = pupil(c, SCHOOL, room);
	today(c, "2025-11-01");
	OK(happen(c, "enrolment", early, "{\"event\":\"leave\",\"event_date\":\"2025-09-29\",\"destination\":\"01\"}"));
	OK(happen(c, "enrolment", that_day, "{\"event\":\"leave\",\"event_date\":\"2025-09-30\",\"destination\":\"01\"}"));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 1);
	OK(happen(c, "enrolment", late, "{\"event\":\"leave\",\"event_date\":\"2025-10-10\",\"destination\":\"01\"}"));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, NULL, "present"), 0);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-09-28", "present"), 3);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-09-29", "present"), 2);
	assert_int_equal(listed(c, "enrolment", SCHOOL, THE_DAY, "present"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-09", "present"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-10", "present"), 0);
	assert_non_null(strstr(list(c, "enrolment", SCHOOL, THE_DAY, "status == \"04\"", "admission"), "\"status\":\"04\""));
	assert_null(strstr(list(c, "enrolment", SCHOOL, "2025-09-28", NULL, "admission"), "\"status\":\"04\""));
}

TEST(of_several_events_the_first_after_the_day_tells_what_was)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *code = pupil(c, SCHOOL, make_class(c, SCHOOL, "1A", 1));
	today(c, "2026-05-01");
	OK(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2025-09-15\",\"reason\":\"01\"}"));
	OK(happen(c, "enrolment", code, "{\"event\":\"return\",\"event_date\":\"2025-11-15\"}"));
	OK(happen(c, "enrolment", code, "{\"event\":\"leave\",\"event_date\":\"2025-11-15\",\"destination\":\"01\"}"));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 0);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-09-14", "present"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-11-15", "status == \"04\""), 1);
	struct record rec = get(c, "enrolment", code);
	OK(event_undo(c, &rec, &rec)); /* leave, then return, then drop are taken back: each was never so */
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-11-15", "status == \"03\""), 1);
	OK(event_undo(c, &rec, &rec));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 0);
	OK(event_undo(c, &rec, &rec));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 1);
}

TEST(whoever_arrives_after_the_day_is_counted_where_they_were)
{
	const struct transfer_start start = { .day = "2025-10-10", .reason = "Theo gia đình" };
	struct transfer_start s = start;
	struct transfer t;

	province_make(c);
	today(c, "2025-09-01");
	const char *code = pupil(c, SCHOOL, make_class(c, SCHOOL, "1A", 1)), *there = make_class(c, FAR, "1B", 1);
	const struct record rec = get(c, "enrolment", code);
	s.person = text(&rec, "learner");
	today(c, "2025-10-12");
	OK(transfer_offer(c, &s, FAR, &t));
	OK(transfer_agree(c, &t, there, NULL, &t));
	assert_int_equal(figure(c, SCHOOL, PUPILS), 1);
	assert_int_equal(figure(c, FAR, PUPILS), 0);
	assert_int_equal(listed(c, "enrolment", FAR, THE_DAY, NULL), 0);
	assert_int_equal(listed(c, "enrolment", FAR, "2025-10-10", "present"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-10", "present"), 0);
	assert_int_equal(listed(c, "learner", SCHOOL, "2025-10-09", "status == \"01\""), 1);
	assert_int_equal(listed(c, "learner", SCHOOL, "2025-10-10", "status == \"01\""), 0);
	assert_int_equal(listed(c, "learner", FAR, "2025-10-09", NULL), 0);
	assert_int_equal(listed(c, "learner", FAR, "2025-10-10", "status == \"01\""), 1);
}

static size_t events(struct ctx *c, const char *code, const char *what)
{
	const struct record rec = get(c, "enrolment", code);
	struct buf b = buf_in(c->arena);
	size_t n = 0;

	OK(event_list(c, &rec, &b));
	for (const char *p = buf_text(&b); (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}

#define CHANGED "\"status\":\"01\",\"school_year\":2025,\"enrolment\":"

TEST(a_change_of_class_is_an_event_and_the_day_keeps_its_class)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *one = make_class(c, SCHOOL, "1A", 1), *two = make_class(c, SCHOOL, "2A", 2), *code = pupil(c, SCHOOL, one);
	const char *to_one = arena_fmt(c->arena, "{\"class\":\"%s\"}", one), *to_two = arena_fmt(c->arena, "{\"class\":\"%s\"}", two);

	today(c, "2025-10-06");
	OK(change(c, "enrolment", code, to_two));
	assert_int_equal(events(c, code, "\"event\":\"change_class\",\"event_date\":\"2025-10-06\""), 1);
	assert_int_equal(events(c, code, arena_fmt(c->arena, "\"class_before\":\"%s\"", one)), 1);
	assert_string_equal(get(c, "enrolment", code).status, "01");
	assert_int_equal(figure(c, SCHOOL, PUPILS_1), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, THE_DAY, "class.grade == \"01\""), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, NULL, "class.grade == \"01\""), 0);
	assert_non_null(strstr(list(c, "enrolment", SCHOOL, "2025-10-05", NULL, "class"), one));
	assert_non_null(strstr(list(c, "enrolment", SCHOOL, "2025-10-06", NULL, "class"), two));

	OK(change(c, "enrolment", code, to_one)); /* back within the day */
	assert_int_equal(events(c, code, CHANGED), 0);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-06", "class.grade == \"01\""), 1);

	OK(change(c, "enrolment", code, to_two));
	today(c, "2025-10-07");
	OK(change(c, "enrolment", code, to_one));
	assert_int_equal(events(c, code, CHANGED), 2);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-06", "class.grade == \"02\""), 1);
	OK(change(c, "enrolment", code, arena_fmt(c->arena, "{\"class\":\"%s\",\"first_class\":\"%s\"}", two, two)));
	assert_int_equal(events(c, code, CHANGED), 2); /* put right from the first day on */

	FAILS(happen(c, "enrolment", code, "{\"event\":\"change_class\",\"event_date\":\"2025-10-07\"}"), "event.change");
	/* A leave of last week can still be told. */
	OK(happen(c, "enrolment", code, "{\"event\":\"leave\",\"event_date\":\"2025-10-03\",\"destination\":\"01\"}"));
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-04", "present"), 0);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-02", "present and class.grade == \"01\""), 1);
}

TEST(a_change_of_class_can_be_taken_back_and_leaves_nothing_when_refused)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *one = make_class(c, SCHOOL, "1A", 1), *two = make_class(c, SCHOOL, "2A", 2), *code = pupil(c, SCHOOL, one);
	const char *to_two = arena_fmt(c->arena, "{\"class\":\"%s\"}", two);
	struct record rec;

	today(c, "2025-10-05");
	OK(happen(c, "enrolment", code, "{\"event\":\"arrive\",\"event_date\":\"2025-09-08\"}"));
	FAILS(change(c, "enrolment", code, "{\"class\":\"19172401-L999\"}"), "field.reference");
	FAILS(change(c, "enrolment", code, arena_fmt(c->arena, "{\"class\":\"%s\",\"learner\":\"1234567890\"}", two)), "enrolment.learner");
	assert_int_equal(events(c, code, "change_class"), 0);
	OK(change(c, "enrolment", code, to_two));
	today(c, "2025-10-20");
	rec = get(c, "enrolment", code);
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(text(&rec, "class"), one);
	assert_string_equal(text(&rec, "status_date"), "2025-09-08");
	assert_string_equal(rec.status, "02");
	assert_int_equal(events(c, code, "change_class"), 1);
	assert_int_equal(listed(c, "enrolment", SCHOOL, "2025-10-06", "class.grade == \"02\""), 0);
	/* The status event shows again what the one before it did, not what the class did. */
	OK(change(c, "enrolment", code, to_two));
	OK(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2025-10-20\",\"reason\":\"01\"}"));
	rec = get(c, "enrolment", code);
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(text(&rec, "status_date"), "2025-09-08");
	assert_string_equal(rec.status, "02");
}

TEST(a_year_that_has_not_begun_is_arranged_without_events)
{
	province_make(c);
	today(c, "2025-07-10");
	const char *one = make_class(c, SCHOOL, "1A", 1), *two = make_class(c, SCHOOL, "2A", 2), *code = pupil(c, SCHOOL, one);
	OK(change(c, "enrolment", code, arena_fmt(c->arena, "{\"class\":\"%s\"}", two)));
	assert_int_equal(events(c, code, "change_class"), 0);
}

static bool set_status(struct ctx *c, const char *type, const char *code, const char *status, const char *day)
{
	const struct record rec = get(c, type, code);
	int64_t version;

	return record_set_status_since(c, &rec, 0, status, NULL, day, &version);
}

TEST(a_class_closed_after_the_day_is_counted_on_it)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *one = make_class(c, SCHOOL, "1A", 1), *two = make_class(c, SCHOOL, "1B", 1), *wrong = make_class(c, SCHOOL, "1C", 1);
	today(c, "2025-10-05");
	OK(set_status(c, "class", one, "03", NULL));
	assert_int_equal(figure(c, SCHOOL, CLASSES), 3);
	today(c, "2025-10-20");
	OK(set_status(c, "class", two, "03", "2025-09-30"));
	FAILS(set_status(c, "class", two, "01", "2025-10-21"), "status.date");
	FAILS(set_status(c, "class", two, "01", "2025-02-30"), "status.date");
	assert_int_equal(figure(c, SCHOOL, CLASSES), 2);
	OK(set_status(c, "class", wrong, "06", NULL)); /* never was */
	assert_int_equal(figure(c, SCHOOL, CLASSES), 1);
	OK(set_status(c, "class", wrong, "01", NULL)); /* was, after all */
	assert_int_equal(figure(c, SCHOOL, CLASSES), 2);
	assert_int_equal(listed(c, "class", SCHOOL, "2025-10-04", "status == \"01\""), 2);
	assert_int_equal(listed(c, "class", SCHOOL, "2025-10-05", "status == \"01\""), 1);
	/* From an earlier day on: what was told of later days gives way. */
	OK(set_status(c, "class", one, "01", "2025-09-20"));
	OK(set_status(c, "class", one, "03", "2025-09-25"));
	assert_int_equal(listed(c, "class", SCHOOL, "2025-09-24", "name == \"1A\" and status == \"01\""), 1);
	assert_int_equal(listed(c, "class", SCHOOL, "2025-09-25", "name == \"1A\" and status == \"03\""), 1);
	assert_int_equal(listed(c, "class", SCHOOL, "2025-10-06", "name == \"1A\" and status == \"03\""), 1);
}

TEST(a_school_suspended_or_closed_after_the_day_files_its_form)
{
	const struct unit_closing closing = { .date = "2025-10-15" };
	struct record rec;

	province_make(c);
	today(c, "2025-09-01");
	rec = get(c, "school", SCHOOL);
	today(c, "2025-10-08");
	OK(unit_set_status(c, &rec, 0, "02", NULL, "2025-10-07", &rec));
	assert_true(files(c, SCHOOL));
	OK(unit_set_status(c, &rec, 0, "01", NULL, "2025-09-20", &rec)); /* it was not suspended at all then */
	OK(unit_set_status(c, &rec, 0, "02", NULL, "2025-09-20", &rec));
	assert_false(files(c, SCHOOL));
	OK(unit_set_status(c, &rec, 0, "01", NULL, "2025-10-01", &rec));
	assert_false(files(c, SCHOOL));
	FAILS(unit_set_status(c, &rec, 0, "02", NULL, "2025-10-09", &rec), "status.date");
	today(c, "2025-10-20");
	const struct unit other = province_unit(c, OTHER);
	OK(unit_close(c, &other, &closing));
	assert_true(files(c, OTHER));
	assert_int_equal(listed(c, "school", OTHER, "2025-10-14", "status == \"01\""), 1);
	assert_int_equal(listed(c, "school", OTHER, "2025-10-15", "status == \"01\""), 0);
}

static void merge(struct ctx *c, const char *from, const char *into, const char *day)
{
	const struct unit a = province_unit(c, from), b = province_unit(c, into);

	OK(reorganize_merge(c, &a, &b, &(struct reorganize_decision){ day, "77/QĐ-UBND" }));
}

/* Pupils in a class, classes, campuses, staff at work, on a day: "2 1 1 1". */
static const char *has(struct ctx *c, const char *school, const char *day)
{
	return arena_fmt(c->arena, "%zu %zu %zu %zu", listed(c, "enrolment", school, day, "present and learner.status == \"01\" and class.status == \"01\""),
	                 listed(c, "class", school, day, "status == \"01\""), listed(c, "campus", school, day, "status == \"01\""),
	                 listed(c, "staff", school, day, "present"));
}

TEST(a_merged_school_has_its_pupils_until_the_day_and_the_other_from_it_on)
{
	province_make(c);
	today(c, "2025-09-01");
	const char *campus = province_record(c, SCHOOL, "campus", "{\"name\":\"Điểm lẻ Bản Cái\"}");
	province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	const char *room = province_record(c, SCHOOL, "class", arena_fmt(c->arena, "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025,\"campus\":\"%s\"}", campus));
	pupil(c, SCHOOL, room), pupil(c, SCHOOL, room);
	pupil(c, OTHER, make_class(c, OTHER, "2A", 2));
	const struct figures here = count(c, SCHOOL), there = count(c, OTHER);
	assert_int_equal(cell(&here, PUPILS), 2);
	assert_int_equal(cell(&here, CAMPUSES), 1);

	today(c, "2025-10-20");
	merge(c, SCHOOL, OTHER, "2025-10-15");
	const struct figures now_here = count(c, SCHOOL), now_there = count(c, OTHER);
	assert_memory_equal(here.cell, now_here.cell, here.n_cells * sizeof *here.cell);
	assert_memory_equal(there.cell, now_there.cell, there.n_cells * sizeof *there.cell);
	assert_true(files(c, SCHOOL));
	assert_string_equal(has(c, SCHOOL, "2025-10-14"), "2 1 1 1");
	assert_string_equal(has(c, OTHER, "2025-10-14"), "1 1 0 0");
	assert_string_equal(has(c, SCHOOL, "2025-10-15"), "0 0 0 0");
	assert_string_equal(has(c, OTHER, "2025-10-15"), "3 2 1 1");
}

TEST(the_api_shows_a_day_and_takes_one_for_a_status)
{
	province_make(c);
	const struct api_session head = api_account(c, "hieutruong", "head", SCHOOL, NULL);
	const char *one = make_class(c, SCHOOL, "1A", 1), *status = arena_fmt(c->arena, "/api/v1/classes/%s/status", one);
	const char *tomorrow = time_today(c->arena, c->now_ms + 86400000), *yesterday = time_today(c->arena, c->now_ms - 86400000);
	const char *before = time_today(c->arena, c->now_ms - 2 * 86400000LL);
	struct api_reply r;

	r = api_call(c, &head, POST, status, arena_fmt(c->arena, "{\"status\":\"03\",\"date\":\"%s\"}", tomorrow), .if_match = "\"1\"");
	assert_string_equal(r.key, "status.date");
	r = api_call(c, &head, POST, status, arena_fmt(c->arena, "{\"status\":\"03\",\"date\":\"%s\"}", yesterday), .if_match = "\"1\"");
	assert_int_equal(r.status, 200);
	const char *all = arena_fmt(c->arena, "/api/v1/classes?unit=%s&filter=%s", SCHOOL, api_escape(c->arena, "status == \"01\""));
	r = api_call(c, &head, GET, all, NULL);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 0);
	r = api_call(c, &head, GET, arena_fmt(c->arena, "%s&on=%s", all, yesterday), NULL);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 0);
	r = api_call(c, &head, GET, arena_fmt(c->arena, "%s&on=%s", all, before), NULL);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 1);
	assert_non_null(strstr(r.body, "\"status\":\"01\""));
	r = api_call(c, &head, GET, arena_fmt(c->arena, "%s&on=2025-02-30", all), NULL);
	assert_string_equal(r.key, "query.on");
}

/* ---- any lawful history ---- */

enum { HISTORIES = 6, STEPS = 60, KEPT = 8 };

static const char *const schools[] = { SCHOOL, OTHER, FAR };

struct play {
	unsigned seed;
	struct kept {
		const char *day;
		struct figures x[COUNT(schools)];
		bool files[COUNT(schools)];
	} kept[KEPT];
	size_t n_kept;
};

static size_t pick(struct play *p, size_t n)
{
	p->seed = p->seed * 1103515245u + 12345u;
	return (p->seed >> 16) % n;
}

/* The code of a random record, NULL: there is none. */
static const char *any(struct ctx *c, struct play *p, const char *type, const char *where)
{
	struct rows r;

	OK(db_query(c, &r, arena_fmt(c->arena, "SELECT code FROM r_%s t WHERE %s ORDER BY unit_id, id", type, where), NULL, 0));
	return r.count == 0 ? NULL : rows_text(&r, pick(p, r.count), 0);
}

static void move_pupil(struct ctx *c, struct play *p, const char *day)
{
	struct transfer_start s = { .day = day, .reason = "Theo gia đình" };
	const char *room = any(c, p, "class", "t.status = '01'");
	struct transfer t;

	s.person = any(c, p, "learner", "t.status = '01'");
	if (s.person == NULL || room == NULL)
		return;
	const char *to = get(c, "class", room).unit.code;
	if (!transfer_offer(c, &s, to, &t) || !transfer_agree(c, &t, room, NULL, &t))
		ctx_clear(c);
}

/* Something happens on this very day; what the law refuses does not. */
static void step(struct ctx *c, struct play *p, const char *day)
{
	static const char *const event[] = { "leave\",\"destination\":\"01", "drop\",\"reason\":\"01", "return" };
	const char *pupil_code = any(c, p, "enrolment", "TRUE"), *room = any(c, p, "class", "t.status IN ('01', '03')");
	struct record rec = get(c, "enrolment", pupil_code);
	bool done = true;

	switch (pick(p, 7)) {
	case 0: case 1:
		done = happen(c, "enrolment", pupil_code, arena_fmt(c->arena, "{\"event\":\"%s\",\"event_date\":\"%s\"}", event[pick(p, COUNT(event))], day));
		break;
	case 2: case 3:
		room = any(c, p, "class", arena_fmt(c->arena, "t.status = '01' AND t.unit_id = %" PRId64, rec.unit.id));
		done = room == NULL || change(c, "enrolment", pupil_code, arena_fmt(c->arena, "{\"class\":\"%s\"}", room));
		break;
	case 4:
		move_pupil(c, p, day);
		break;
	case 5:
		done = room == NULL || set_status(c, "class", room, streq(get(c, "class", room).status, "01") ? "03" : "01", NULL);
		break;
	default:
		rec = get(c, "school", schools[pick(p, COUNT(schools))]);
		done = unit_set_status(c, &rec, 0, streq(rec.status, "01") ? "02" : "01", NULL, NULL, &rec);
	}
	if (!done)
		ctx_clear(c);
}

/* What a form of this very day would have said: the form's day is that of the catalogue. */
static struct form form_of(struct ctx *c, const char *day)
{
	struct form f = *form(c);
	struct date d;

	assert_true(date_parse(day, &d));
	f.month = d.month;
	f.day = d.day;
	return f;
}

static void look(struct ctx *c, const char *day, struct kept *k)
{
	struct form *f = NEW(c->arena, struct form);

	*f = form_of(c, day);
	k->day = day;
	for (size_t i = 0; i < COUNT(schools); i++) {
		const struct unit u = province_unit(c, schools[i]);
		struct unit *units;
		size_t n;
		k->x[i] = figures_new(c->arena, f);
		OK(figures_count(c, f, 2025, &u, 1, &k->x[i]));
		OK(report_filers(c, f, &u, 2025, &units, &n));
		k->files[i] = n == 1;
	}
}

/* In SQL, as of the day: the records behind each cell are as many as the pass in memory counted. */
static void trace(struct ctx *c, const struct kept *k, size_t school)
{
	const struct form *f = k->x[school].form;
	const struct report rep = { .form = f, .unit = province_unit(c, schools[school]), .year = 2025 };

	for (size_t s = 0; s < f->n_sheets; s++)
		for (size_t i = 0; i < f->sheet[s].n_rows; i++)
			for (size_t j = 0; j < f->sheet[s].n_columns; j += 3) {
				const struct form_row *row = &f->sheet[s].row[i];
				struct buf b = buf_in(c->arena);
				const char *cursor;
				int64_t n = 0;
				if (row->source == NULL || row->blank[j] || streq(row->source, "school"))
					continue;
				OK(report_cell_records(c, &rep, row->code, sheet_column_name(c->arena, f->sheet[s].column[j].at), NULL, 200, &b, &cursor));
				for (const char *p = buf_text(&b); (p = strstr(p, "{\"code\":")) != NULL; p++)
					n++;
				if (n != k->x[school].cell[figures_at(f, &f->sheet[s], i) + j])
					fail_msg("school %s as of %s, row %d", schools[school], k->day, row->code);
			}
}

static void begin(struct ctx *c, struct play *p)
{
	for (size_t i = 0; i < COUNT(schools); i++)
		for (int grade = 1; grade <= 3; grade++) {
			const char *room = make_class(c, schools[i], "A", grade);
			for (size_t n = pick(p, 3); n < 3; n++)
				pupil(c, schools[i], room);
		}
}

TEST(figures_of_a_day_are_the_same_whenever_they_are_asked_for)
{
	struct play *p = NEW(c->arena, struct play);

	province_make(c);
	today(c, "2025-09-01");
	p->seed = 7;
	begin(c, p);
	for (int i = 0; i < HISTORIES * STEPS; i++) {
		const char *day = time_today(c->arena, date_to_days((struct date){ 2025, 9, 2 }) * 86400000LL + i / 4 * 86400000LL + 43200000);
		today(c, day);
		step(c, p, day);
		if (i % 40 == 39 && p->n_kept < KEPT)
			look(c, day, &p->kept[p->n_kept++]);
		/* Nothing more may happen on a day that was looked at: the next is begun. */
		i += i % 40 == 39 ? 3 - i % 4 : 0;
	}
	assert_int_equal(p->n_kept, KEPT);
	for (size_t i = 0; i < p->n_kept; i++) {
		struct kept now;
		look(c, p->kept[i].day, &now);
		for (size_t k = 0; k < COUNT(schools); k++) {
			if (memcmp(now.x[k].cell, p->kept[i].x[k].cell, now.x[k].n_cells * sizeof *now.x[k].cell) != 0)
				fail_msg("school %s as of %s", schools[k], now.day);
			assert_int_equal(now.files[k], p->kept[i].files[k]);
		}
		if (i % 4 == 1)
			trace(c, &now, i % COUNT(schools));
	}
}
