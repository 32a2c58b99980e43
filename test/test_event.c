/* test_event.c - the status of a pupil or a member of staff follows from what happened. */
#include "province.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "base/time.h"
#include "catalog/life.h"
#include "domain/event/event.h"
#include "rows.h"
#include "store/as_of.h"

enum { NOON = 12 * 3600 * 1000 };

static void today(struct ctx *c, const char *date)
{
	struct date d;

	assert_true(date_parse(date, &d));
	c->now_ms = date_to_days(d) * 86400000 + NOON;
}

static struct record find(struct ctx *c, const char *type, const char *code)
{
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, type), actor_scope(c), code, &rec));
	return rec;
}

static const char *pupil(struct ctx *c)
{
	const char *class_code = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");

	return province_pupil(c, "19172401", class_code, "Lò Thị Mẫu", "2019-02-03", "02", "03");
}

static bool happen(struct ctx *c, const char *type, const char *code, const char *json)
{
	struct record rec = find(c, type, code);
	const struct life *life = catalog_life(c->catalog, rec.type);
	struct draft d = province_draft(c, life->event_type->name, json);

	return event_add(c, &rec, &d, &rec);
}

static const char *status(struct ctx *c, const char *type, const char *code)
{
	return find(c, type, code).status;
}

/* The Ministry's twelve, each by the event and the term that the list names. */
TEST(the_twelve_statuses_follow_from_event_and_term)
{
	static const struct {
		const char *day, *before, *event, *further, *after;
	} cases[] = {
		{ "2025-10-01", NULL, "arrive", "", "02" },
		{ "2025-10-01", NULL, "leave", ",\"destination\":\"01\"", "04" },
		{ "2025-10-01", NULL, "drop", ",\"reason\":\"01\"", "05" },
		{ "2025-11-01", "drop", "return", "", "03" },
		{ "2026-03-01", NULL, "arrive", "", "06" },
		{ "2026-03-01", NULL, "leave", ",\"destination\":\"02\"", "08" },
		{ "2026-03-01", NULL, "drop", ",\"reason\":\"09\"", "09" },
		{ "2026-03-02", "drop", "return", "", "07" },
		{ "2026-06-15", NULL, "arrive", "", "10" },
		{ "2026-06-15", NULL, "leave", ",\"destination\":\"03\"", "11" },
		{ "2026-06-15", NULL, "drop", ",\"reason\":\"06\"", "12" },
	};

	province_make(c);
	today(c, "2026-07-31");
	const char *class_code = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *code = province_pupil(c, "19172401", class_code, "Lò Thị Mẫu", "2019-02-03", "02", "03");
		assert_string_equal(status(c, "enrolment", code), "01");
		if (cases[i].before != NULL)
			OK(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2025-10-15\",\"reason\":\"01\"}"));
		OK(happen(c, "enrolment", code, arena_fmt(c->arena, "{\"event\":\"%s\",\"event_date\":\"%s\"%s}", cases[i].event, cases[i].day,
		                                          cases[i].further)));
		assert_string_equal(status(c, "enrolment", code), cases[i].after);
		struct record rec = find(c, "enrolment", code);
		assert_string_equal(rec.value[field_find(rec.type, "status_date")->index].s, cases[i].day);
	}
}

TEST(an_event_that_cannot_be_is_refused_with_the_reason)
{
	province_make(c);
	today(c, "2026-06-30");
	const char *code = pupil(c);

	FAILS(happen(c, "enrolment", code, "{\"event\":\"return\",\"event_date\":\"2025-10-01\"}"), "event.state");
	FAILS(happen(c, "enrolment", code, "{\"event\":\"leave\",\"event_date\":\"2025-07-31\",\"destination\":\"01\"}"), "event.date");
	FAILS(happen(c, "enrolment", code, "{\"event\":\"leave\",\"event_date\":\"2026-07-01\",\"destination\":\"01\"}"), "event.date");
	FAILS(happen(c, "enrolment", code, "{\"event\":\"leave\",\"event_date\":\"2026-08-01\",\"destination\":\"01\"}"), "event.date");
	FAILS(happen(c, "enrolment", code, "{\"event\":\"leave\",\"event_date\":\"2025-10-01\"}"), "field.required");
	FAILS(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2025-10-01\"}"), "field.required");
	OK(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2026-06-02\",\"reason\":\"01\"}"));
	FAILS(happen(c, "enrolment", code, "{\"event\":\"return\",\"event_date\":\"2026-06-10\"}"), "event.term");
	FAILS(happen(c, "enrolment", code, "{\"event\":\"return\",\"event_date\":\"2026-05-10\"}"), "event.date");
	struct record rec = find(c, "enrolment", code);
	int64_t version;
	FAILS(record_set_status(c, &rec, 0, "01", NULL, &version), "status.derived");
	assert_string_equal(status(c, "enrolment", code), "12");
	rec = find(c, "learner", rec.value[field_find(rec.type, "learner")->index].s);
	FAILS(record_set_status(c, &rec, 0, "04", NULL, &version), "status.derived");
	FAILS(record_set_status(c, &rec, 0, "03", NULL, &version), "record.in_use");
	OK(record_set_status(c, &rec, 0, "02", NULL, &version));
	FAILS(event_undo(c, &rec, &rec), "event.none");
}

TEST(the_last_event_can_be_taken_back_and_stays_on_record)
{
	struct buf b = buf_in(c->arena);

	province_make(c);
	today(c, "2026-03-01");
	const char *code = pupil(c);
	OK(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2025-10-15\",\"reason\":\"04\"}"));
	OK(happen(c, "enrolment", code, "{\"event\":\"return\",\"event_date\":\"2025-11-01\"}"));
	struct record rec = find(c, "enrolment", code);
	assert_int_equal(rec.value[field_find(rec.type, "dropout_reason")->index].kind, VAL_NULL);
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(rec.status, "05");
	assert_string_equal(rec.value[field_find(rec.type, "status_date")->index].s, "2025-10-15");
	assert_string_equal(rec.value[field_find(rec.type, "dropout_reason")->index].s, "04");
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(rec.status, "01");
	assert_int_equal(rec.value[field_find(rec.type, "status_date")->index].kind, VAL_NULL);
	FAILS(event_undo(c, &rec, &rec), "event.nothing");
	OK(event_list(c, &rec, &b));
	assert_non_null(strstr(b.data, "\"event\":\"drop\""));
	assert_non_null(strstr(b.data, "\"event\":\"return\""));
	assert_null(strstr(b.data, "\"status\":\"01\""));
}

static bool change(struct ctx *c, const char *code, const char *json)
{
	struct record rec = find(c, "enrolment", code);
	struct draft d = province_draft(c, "enrolment", json);
	int64_t version;

	return record_change(c, &rec, 0, &d, &version);
}

/* Everything of the record at a version but the version and when it was written. */
static const char *whole(struct ctx *c, const char *code, int64_t version)
{
	struct record rec = find(c, "enrolment", code);
	json_t *then, *o;

	OK(record_as_of(c, &rec, version == 0 ? rec.version : version, &then));
	o = json_copy(then);
	json_object_del(o, "version");
	json_object_del(o, "changed_at");
	json_object_del(o, "now");
	char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
	const char *kept = arena_strdup(c->arena, text);
	free(text);
	json_decref(o);
	return kept;
}

TEST(an_event_taken_back_leaves_everything_as_it_was_before)
{
	static const char *const before[] = { "{}", "{\"status_date\":\"2025-09-03\"}", "{\"status_date\":null,\"dropout_reason\":\"07\"}",
	                                      "{\"status_date\":\"2025-09-05\",\"dropout_reason\":\"07\"}" };
	static const char *const event[] = { "{\"event\":\"drop\",\"event_date\":\"2025-10-15\",\"reason\":\"04\"}",
	                                     "{\"event\":\"leave\",\"event_date\":\"2025-10-15\",\"destination\":\"01\"}",
	                                     "{\"event\":\"arrive\",\"event_date\":\"2025-10-15\"}" };

	province_make(c);
	today(c, "2025-11-01");
	const char *code = pupil(c);
	for (size_t i = 0; i < COUNT(before); i++)
		for (size_t k = 0; k < COUNT(event); k++) {
			OK(change(c, code, before[i]));
			const int64_t version = find(c, "enrolment", code).version;
			const char *was = whole(c, code, 0);
			OK(happen(c, "enrolment", code, event[k]));
			assert_string_not_equal(whole(c, code, 0), was);
			assert_string_equal(whole(c, code, version), was);
			/* What an event tells is put right by another event. */
			FAILS(change(c, code, "{\"status_date\":\"2025-10-14\"}"), "event.field");
			FAILS(change(c, code, "{\"dropout_reason\":\"02\"}"), "event.field");
			struct record rec = find(c, "enrolment", code);
			OK(event_undo(c, &rec, &rec));
			assert_string_equal(whole(c, code, 0), was);
			assert_string_equal(whole(c, code, version), was);
		}
	/* And one after the other. */
	OK(happen(c, "enrolment", code, event[0]));
	const char *dropped = whole(c, code, 0);
	OK(happen(c, "enrolment", code, "{\"event\":\"return\",\"event_date\":\"2025-10-20\"}"));
	struct record rec = find(c, "enrolment", code);
	OK(event_undo(c, &rec, &rec));
	assert_string_equal(whole(c, code, 0), dropped);
}

TEST(a_change_of_class_keeps_the_grade_unless_said_otherwise)
{
	static const char *const made[] = {
		"{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}",
		"{\"name\":\"G\",\"grade\":\"02\",\"school_year\":2025,\"combined\":true}",
	};
	const char *to[COUNT(made)];

	province_make(c);
	today(c, "2025-11-01");
	const char *code = pupil(c);
	for (size_t i = 0; i < COUNT(made); i++)
		to[i] = arena_fmt(c->arena, "{\"class\":\"%s\"}", province_record(c, "19172401", "class", made[i]));
	struct record rec = find(c, "enrolment", code);
	struct draft d = province_draft(c, "enrolment", to[0]);
	int64_t version;
	bool ok = record_change(c, &rec, 0, &d, &version);
	assert_false(ok);
	assert_string_equal(c->key, "event.grade");
	assert_non_null(strstr(c->detail, "Khối 1"));
	assert_non_null(strstr(c->detail, "Khối 2"));
	assert_null(strchr(c->detail, '"'));
	assert_null(strchr(c->detail, '_'));
	ctx_clear(c);
	OK(change(c, code, to[1]));
	OK(change(c, code, to[2])); /* mixed classes are free, both ways */
	OK(change(c, code, to[1]));
	d = province_draft(c, "enrolment", arena_fmt(c->arena, "%.*s,\"other_grade\":true}", (int)strlen(to[0]) - 1, to[0]));
	assert_int_equal(d.problems.errors, 0);
	rec = find(c, "enrolment", code);
	OK(record_change(c, &rec, 0, &d, &version));
	/* Taken back, nobody asks. */
	rec = find(c, "enrolment", code);
	OK(event_undo(c, &rec, &rec));
	/* Where the year was begun in the wrong class, that is put right. */
	const char *right = rec.value[field_find(rec.type, "class")->index].s;
	assert_non_null(strstr(to[1], right));
	OK(change(c, code, arena_fmt(c->arena, "%.*s,\"first_class\"%s", (int)strlen(to[0]) - 1, to[0], strchr(to[0], ':'))));
	d = province_raw_draft(c, "enrolment", "{\"other_grade\":1}");
	assert_string_equal(d.problems.first->key, "field.type");
	d = province_raw_draft(c, "learner", "{\"other_grade\":true}");
	assert_string_equal(d.problems.first->key, "field.unknown");
}

TEST(api_takes_another_grade_when_told_one_by_one_and_by_the_line)
{
	province_make(c);
	today(c, "2025-11-01");
	const char *code = pupil(c);
	const char *two = province_record(c, "19172401", "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	struct api_session me = api_account(c, "vanthu", "clerk", "19172401", NULL);
	const char *path = arena_fmt(c->arena, API "/enrolments/%s", code), *line = arena_fmt(c->arena, "{\"code\":\"%s\",\"class\":\"%s\"", code, two);

	struct api_reply r = api_call(c, &me, PATCH, path, arena_fmt(c->arena, "{\"class\":\"%s\"}", two), .if_match = "*");
	EXPECT(r, 422);
	assert_string_equal(r.key, "event.grade");
	r = api_call(c, &me, POST, API "/enrolments/batch", arena_fmt(c->arena, "%s}\n", line), .type = "application/x-ndjson");
	assert_non_null(strstr(r.body, "event.grade"));
	r = api_call(c, &me, POST, API "/enrolments/batch", arena_fmt(c->arena, "%s,\"other_grade\":true}\n", line), .type = "application/x-ndjson");
	assert_non_null(strstr(r.body, "\"changed\""));
}

TEST(a_member_of_staff_is_seconded_comes_back_and_retires)
{
	province_make(c);
	today(c, "2026-03-01");
	const char *code = province_record(c, "19172401", "staff", "{\"full_name\":\"Hoàng Văn Thụy\",\"birth_date\":\"1966-02-01\",\"sex\":\"01\"}");

	OK(happen(c, "staff", code, "{\"event\":\"second\",\"event_date\":\"2024-09-01\",\"other_place\":\"Sở\",\"decision_number\":\"12/QĐ\"}"));
	assert_string_equal(status(c, "staff", code), "06");
	FAILS(happen(c, "staff", code, "{\"event\":\"second\",\"event_date\":\"2024-10-01\"}"), "event.state");
	OK(happen(c, "staff", code, "{\"event\":\"return\",\"event_date\":\"2025-08-01\"}"));
	OK(happen(c, "staff", code, "{\"event\":\"await_retirement\",\"event_date\":\"2025-12-01\"}"));
	OK(happen(c, "staff", code, "{\"event\":\"retire\",\"event_date\":\"2026-03-01\"}"));
	assert_string_equal(status(c, "staff", code), "05");
}

static size_t refused(struct ctx *c, const char *json, const char *key)
{
	struct draft d = province_draft(c, "enrolment", json);
	struct unit u = province_unit(c, "19172401");
	struct outcome out;

	OK(record_write_batch(c, d.type, &u, &d, 1, &out));
	if (out.problems.first != NULL)
		assert_string_equal(out.problems.first->key, key);
	return out.problems.errors;
}

TEST(a_learner_is_in_school_once_a_year)
{
	province_make(c);
	today(c, "2026-03-01");
	const char *code = pupil(c);
	struct record rec = find(c, "enrolment", code);
	const char *learner = rec.value[field_find(rec.type, "learner")->index].s, *class_code = rec.value[field_find(rec.type, "class")->index].s;
	const char *again = arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", learner, class_code);

	assert_int_equal(refused(c, again, "enrolment.present"), 1);
	OK(happen(c, "enrolment", code, "{\"event\":\"drop\",\"event_date\":\"2025-10-15\",\"reason\":\"04\"}"));
	assert_int_equal(refused(c, again, "enrolment.again"), 0);
	FAILS(happen(c, "enrolment", code, "{\"event\":\"return\",\"event_date\":\"2025-11-01\"}"), "enrolment.present");
	struct draft d = province_draft(c, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\"}", province_record(c, "19172401", "learner",
		"{\"full_name\":\"Vừ Mí Già\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}")));
	int64_t version;
	rec = find(c, "enrolment", code);
	FAILS(record_change(c, &rec, 0, &d, &version), "enrolment.learner");
}

TEST(events_are_recorded_through_the_api_and_by_no_other_way)
{
	province_make(c);
	today(c, "2026-03-01");
	const char *code = pupil(c), *path = arena_fmt(c->arena, API "/enrolments/%s/events", code);
	struct api_session me = api_account(c, "head.bahang", "head", "19172401", NULL);
	static const char leave[] = "{\"event\":\"leave\",\"event_date\":\"2025-10-15\",\"destination\":\"01\"}";
	struct api_reply r = api_call(c, &me, POST, path, leave);

	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "status"), "04");
	r = api_call(c, &me, POST, path, "{\"event\":\"leave\",\"status_after\":\"01\",\"enrolment\":\"x\"}");
	assert_int_equal(r.status, 422);
	assert_string_equal(api_problem(&r, "status_after"), "field.computed");
	assert_string_equal(api_problem(&r, "enrolment"), "event.subject");
	r = api_call(c, &me, GET, path, NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &me, POST, API "/enrolment_events", leave);
	assert_int_equal(r.status, 403);
	assert_string_equal(r.key, "record.by_operation");
	r = api_call(c, &me, POST, arena_fmt(c->arena, "%s/undo", path), NULL);
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "status"), "01");
	r = api_call(c, &me, POST, arena_fmt(c->arena, "%s/undo", path), NULL);
	assert_string_equal(r.key, "event.nothing");
}

/* ---- statements cannot ask the catalogue who is present ---- */

/* "('01', '02')" */
static const char *present_sql(struct ctx *c, const struct life *life)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; life->present[i] != NULL; i++)
		buf_fmt(&b, "%s'%s'", i == 0 ? "(" : ", ", life->present[i]);
	buf_char(&b, ')');
	return buf_text(&b);
}

/* e: enrolments; everything else with a list of statuses is staff. */
static size_t check_statements(struct ctx *c, const char *file)
{
	static const char mark[] = "status IN ";
	const char *text = test_file_text(c, arena_fmt(c->arena, "sql/%s", file));
	size_t n = 0;

	for (const char *at = text; (at = strstr(at, mark)) != NULL; n++) {
		bool enrolment = at - text > 2 && strncmp(at - 2, "e.", 2) == 0;
		const char *wanted = present_sql(c, catalog_life(c->catalog, catalog_type(c->catalog, enrolment ? "enrolment" : "staff")));
		at += strlen(mark);
		if (strncmp(at, wanted, strlen(wanted)) != 0)
			fail_msg("sql/%s: %.50s... is not what catalog/life says is present: %s", file, at, wanted);
	}
	return n;
}

TEST_PURE(statements_take_for_present_who_is_present_by_the_catalogue)
{
	DIR *folder = opendir(TEST_SOURCE_DIR "/sql");
	size_t n = 0;

	assert_non_null(folder);
	for (const struct dirent *d; (d = readdir(folder)) != NULL;)
		if (strstr(d->d_name, ".sql") != NULL)
			n += check_statements(c, d->d_name);
	closedir(folder);
	assert_true(n > 0);
}
