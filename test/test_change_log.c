/* test_change_log.c - the log of a unit as people read it: newest first, chosen by who, what and when; and whether it is whole. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "base/time.h"
#include "db/db.h"
#include "province.h"
#include "store/audit.h"

static const char an[] = "{\"full_name\":\"Nguyễn Văn An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";

static const char *text(const json_t *o, const char *member)
{
	const char *s = json_string_value(json_object_get(o, member));

	return s == NULL ? "" : s;
}

static int64_t number(const struct api_reply *r, const char *member)
{
	return json_integer_value(json_object_get(r->json, member));
}

static struct api_reply log_of(struct ctx *c, const struct api_session *me, const char *query)
{
	struct api_reply r = api_call(c, me, GET, arena_fmt(c->arena, API "/changes?unit=19172401%s", query), NULL);

	EXPECT(r, 200);
	return r;
}

static size_t found(struct ctx *c, const struct api_session *me, const char *query)
{
	const struct api_reply r = log_of(c, me, query);

	return json_array_size(api_items(&r));
}

/* Whoever reads: the head of a school with a clerk who has entered An and changed the sex. */
static struct api_session reader(struct ctx *c, const char **ret_code)
{
	province_make(c);
	struct api_session clerk = api_account(c, "vt.bahang", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &clerk, POST, API "/learners", an);
	EXPECT(r, 201);
	*ret_code = api_text(&r, "code");
	r = api_call(c, &clerk, PATCH, r.location, "{\"sex\":\"02\"}", .if_match = "*");
	EXPECT(r, 200);
	return api_account(c, "ht.bahang", "head", "19172401", NULL);
}

TEST(api_reads_the_log_backwards_without_gaps)
{
	const char *code, *down = "", *up = "", *before = "0";
	struct api_session me = reader(c, &code);
	struct api_reply r = log_of(c, &me, "&after=0");

	for (size_t i = json_array_size(api_items(&r)); i-- > 0;)
		down = arena_fmt(c->arena, "%s %lld", down, (long long)json_integer_value(json_object_get(json_array_get(api_items(&r), i), "seq")));
	for (bool more = true; more; before = arena_fmt(c->arena, "%lld", (long long)number(&r, "last"))) {
		r = log_of(c, &me, arena_fmt(c->arena, "&limit=2&before=%s", before));
		for (size_t i = 0; i < json_array_size(api_items(&r)); i++)
			up = arena_fmt(c->arena, "%s %lld", up, (long long)json_integer_value(json_object_get(json_array_get(api_items(&r), i), "seq")));
		more = json_is_true(json_object_get(r.json, "more"));
	}
	assert_string_equal(up, down);
	r = log_of(c, &me, "&before=0&type=learner");
	assert_string_equal(text(json_array_get(api_items(&r), 0), "title"), "Nguyễn Văn An");
	assert_string_equal(text(json_array_get(api_items(&r), 0), "event"), "UPDATE");
	r = log_of(c, &me, "&after=0");
	assert_null(strstr(r.body, "\"title\"")); /* the feed is as it was */
}

TEST(api_reads_of_the_log_what_is_asked_for)
{
	const char *code;
	struct api_session me = reader(c, &code);
	const char *today = time_today(c->arena, c->now_ms);
	struct date d;

	assert_true(date_parse(today, &d));
	const char *tomorrow = date_text(c->arena, date_from_days(date_to_days(d) + 1)), *yesterday = date_text(c->arena, date_from_days(date_to_days(d) - 1));
	assert_int_equal(found(c, &me, "&type=learner"), 2);
	assert_int_equal(found(c, &me, arena_fmt(c->arena, "&code=%s", code)), 2);
	assert_int_equal(found(c, &me, "&code=1999999999"), 0);
	assert_int_equal(found(c, &me, "&account=vt.bahang&type=learner"), 2);
	assert_int_equal(found(c, &me, "&account=ht.bahang&type=learner"), 0);
	assert_int_equal(found(c, &me, arena_fmt(c->arena, "&type=learner&from=%s&to=%s", today, today)), 2);
	assert_int_equal(found(c, &me, arena_fmt(c->arena, "&type=learner&from=%s", tomorrow)), 0);
	assert_int_equal(found(c, &me, arena_fmt(c->arena, "&type=learner&to=%s", yesterday)), 0);
	static const char *const wrong[] = { "from=2025-02-30", "to=x", "before=-1", "before=5&after=3", "type=learner&after=0" };
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct api_reply r = api_call(c, &me, GET, arena_fmt(c->arena, API "/changes?%s", wrong[i]), NULL);
		EXPECT(r, 422);
	}
}

/* A line is there for whoever may read its record, and no field beyond; that holds backwards too. */
/* However much one act wrote, it is one item; what is read by acts is all that is read by entries. */
TEST(api_reads_of_the_log_one_item_for_what_was_written_at_once)
{
	enum { MANY = 250 };
	const char *code;
	struct api_session me = reader(c, &code), clerk = api_account(c, "vt2.bahang", "clerk", "19172401", NULL);
	struct buf lines = buf_in(c->arena);
	int64_t all = 0;

	for (int i = 0; i < MANY; i++)
		buf_fmt(&lines, "{\"full_name\":\"Lê Văn %c%c\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}\n", 'A' + i % 26, 'a' + i / 26);
	struct api_reply r = api_call(c, &clerk, POST, API "/learners/batch", buf_text(&lines), .type = "application/x-ndjson", .key = "many");
	EXPECT(r, 200);
	r = api_call(c, &me, PATCH, arena_fmt(c->arena, API "/learners/%s", code), "{\"sex\":\"01\"}", .if_match = "*");
	EXPECT(r, 200);
	const size_t entries = found(c, &me, "&before=0&limit=200&type=learner");
	assert_int_equal(entries, 200); /* of more */
	r = log_of(c, &me, "&acts=1&type=learner&limit=2");
	assert_int_equal(json_array_size(api_items(&r)), 2);
	const json_t *one = json_array_get(api_items(&r), 0), *many = json_array_get(api_items(&r), 1);
	assert_null(json_object_get(one, "together"));
	assert_int_equal(json_integer_value(json_object_get(many, "together")), MANY);
	assert_int_equal(json_integer_value(json_object_get(many, "last")), json_integer_value(json_object_get(many, "seq")));
	assert_int_equal(json_integer_value(json_object_get(many, "last")) - json_integer_value(json_object_get(many, "first")), MANY - 1);
	assert_true(json_is_true(json_object_get(r.json, "more")));
	assert_int_equal(number(&r, "last"), json_integer_value(json_object_get(many, "first")));
	r = log_of(c, &me, "&acts=1&limit=200");
	assert_true(json_is_false(json_object_get(r.json, "more")));
	size_t i;
	const json_t *o;
	json_array_foreach(api_items(&r), i, o) {
		const json_int_t n = json_integer_value(json_object_get(o, "together"));
		all += n == 0 ? 1 : n;
	}
	r = log_of(c, &me, "&before=0&limit=200");
	assert_int_equal(all, 200 + found(c, &me, arena_fmt(c->arena, "&before=%lld&limit=200", (long long)number(&r, "last"))));
}

static const json_t *imported(const struct api_reply *r, size_t i)
{
	return json_object_get(json_array_get(api_items(r), i), "import");
}

/* What a file brought is told with the file, as far as its import is known still. */
TEST(api_tells_of_the_log_which_file_was_taken_in)
{
#define FILE_OF(name) "{\"name\":\"" name "\",\"sheet_label\":\"Danh sách\",\"rows\":1,\"created\":1,\"changed\":0,\"unchanged\":0,\"refused\":0,\"errors\":0}"
	const char *code;
	struct api_session me = reader(c, &code);

	province_script(c, "INSERT INTO job (id, unit_id, account_id, kind, state, done, total, input, created_at, changed_at, cancel, brief) "
		"SELECT 'J-1', unit_id, id, 'import', 'done', 0, 0, '{}', 0, 0, FALSE, '[" FILE_OF("mot.xlsx") "," FILE_OF("hai.xlsx") "]' FROM account "
		"WHERE name = 'ht.bahang'");
	static const char *const sources[] = { "import:J-1-1", "undo:J-1-0", "import:abcdef", "api" };
	for (size_t i = 0; i < COUNT(sources); i++) {
		c->source = sources[i];
		c->now_ms += i != 1; /* each file is an act of its own, also of one job */
		province_record(c, "19172401", "class", arena_fmt(c->arena, "{\"name\":\"1%c\",\"grade\":\"01\",\"school_year\":2025}", (char)('A' + i)));
	}
	c->source = NULL;
	struct api_reply r = log_of(c, &me, "&acts=1&type=class");
	assert_null(imported(&r, 0));
	assert_true(imported(&r, 1) != NULL && json_object_get(imported(&r, 1), "job") == NULL); /* of the command line */
	assert_true(json_is_true(json_object_get(imported(&r, 2), "undo")));
	assert_int_equal(json_array_size(json_object_get(imported(&r, 2), "files")), 2);
	assert_string_equal(text(imported(&r, 3), "job"), "J-1");
	assert_int_equal(json_array_size(json_object_get(imported(&r, 3), "files")), 1);
	assert_string_equal(text(json_array_get(json_object_get(imported(&r, 3), "files"), 0), "name"), "hai.xlsx");
	r = log_of(c, &me, "&after=0");
	assert_null(imported(&r, 0)); /* programs read what was written */
}

TEST(the_log_is_read_backwards_as_far_as_it_is_shown)
{
	const char *code;

	reader(c, &code);
	province_record(c, "19172401", "health_check", arena_fmt(c->arena, "{\"learner\":\"%s\",\"round\":1,\"school_year\":2025,\"checked_on\":\"2025-09-09\"}", code));
	struct api_session head = api_account(c, "ht.hai", "head", "19172401", NULL), office = api_account(c, "so.19", "manager", "19", NULL);
	assert_int_equal(found(c, &head, "&type=health_check"), 1);
	assert_int_equal(found(c, &office, "&type=health_check"), 0);
	assert_int_equal(found(c, &office, "&type=learner"), 2);
}

/* The first entry of a day in Vietnam is of that day, the last of the day before is not. */
TEST_PURE(a_day_begins_in_vietnam)
{
	const struct date day = { 2025, 9, 30 };

	assert_string_equal(time_today(c->arena, date_begins_ms(day)), "2025-09-30");
	assert_string_equal(time_today(c->arena, date_begins_ms(day) - 1), "2025-09-29");
}

static struct api_reply audit(struct ctx *c, const struct api_session *me)
{
	struct api_reply r = api_call(c, me, GET, API "/audit?unit=19172401", NULL);

	EXPECT(r, 200);
	return r;
}

TEST(a_log_is_looked_through_once_a_day_and_what_was_found_is_kept)
{
	const char *code;
	struct api_session me = reader(c, &code);
	struct api_reply r = audit(c, &me);

	assert_null(json_object_get(r.json, "verified_at"));
	OK(audit_sweep(c, &(struct spare_time){ .until_ms = time_now_ms() + 60000 }));
	r = audit(c, &me);
	assert_true(json_is_true(json_object_get(r.json, "ok")));
	assert_int_equal(number(&r, "up_to"), number(&r, "entries"));
	assert_string_equal(api_text(&r, "verified_at"), time_iso(c->arena, c->now_ms));
	/* An entry altered: seen the next day, and told by its number. */
	OK(db_begin(c));
	OK(db_run(c, "UPDATE change SET code = 'x' WHERE seq = 2 AND unit_id = (SELECT id FROM unit WHERE code = '19172401')", NULL, 0));
	OK(db_end(c, true));
	OK(audit_sweep(c, &(struct spare_time){ .until_ms = time_now_ms() + 60000 }));
	r = audit(c, &me);
	assert_true(json_is_true(json_object_get(r.json, "ok")));
	const int64_t now = c->now_ms;
	c->now_ms += 21 * 60 * 60 * 1000;
	OK(audit_sweep(c, &(struct spare_time){ .until_ms = time_now_ms() + 60000 }));
	c->now_ms = now;
	r = audit(c, &me);
	assert_true(json_is_false(json_object_get(r.json, "ok")));
	assert_int_equal(number(&r, "first_bad"), 2);
	assert_int_equal(number(&r, "up_to"), 1);
	struct api_session clerk = api_account(c, "vt.hai", "clerk", "19172401", NULL);
	r = api_call(c, &clerk, GET, API "/audit", NULL);
	EXPECT(r, 403);
}

TEST(api_tells_of_the_log_which_form_of_which_period_a_report_is)
{
	const char *code;
	struct api_session me = reader(c, &code);
	struct api_reply r = api_call(c, &me, POST, API "/reports", "{\"form\":\"02-TH-DN\",\"unit\":\"19172401\",\"period\":\"2025-start\"}");

	EXPECT(r, 201);
	r = log_of(c, &me, "&acts=1&type=report");
	const json_t *computed = json_array_get(api_items(&r), 0);
	assert_string_equal(text(computed, "event"), "COMPUTE");
	assert_string_equal(text(computed, "form"), "02-TH-DN");
	assert_string_equal(text(computed, "period"), "2025-start");
	r = log_of(c, &me, "&acts=1&type=learner");
	assert_null(json_object_get(json_array_get(api_items(&r), 0), "form"));
}
