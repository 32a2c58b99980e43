/* test_api_record.c - records, batches and the feed of changes, as a client of the API sees them. */
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "province.h"

static const char an[] = "{\"full_name\":\"Nguyễn Văn An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";

static struct api_session head(struct ctx *c)
{
	province_make(c);
	return api_account(c, "head.bahang", "head", "19172401", NULL);
}

static const char *named(struct ctx *c, const char *name)
{
	return arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}", name);
}

static int64_t integer(const struct api_reply *r, const char *member)
{
	return json_integer_value(json_object_get(r->json, member));
}

static const char *of_item(const json_t *item, const char *member)
{
	const char *s = json_string_value(json_object_get(item, member));

	return s == NULL ? "" : s;
}

TEST(api_creates_shows_and_finds_a_record)
{
	struct api_session me = head(c);
	struct api_reply r = api_call(c, &me, POST, API "/learners", an);
	EXPECT(r, 201);
	const char *code = api_text(&r, "code");
	assert_string_equal(r.location, arena_fmt(c->arena, API "/learners/%s", code));
	assert_string_equal(r.etag, "\"1\"");
	assert_int_equal(integer(&r, "version"), 1);
	assert_string_equal(api_text(&r, "unit"), "19172401");
	assert_null(strstr(r.body, "_id\":1"));
	struct api_reply again = api_call(c, &me, GET, r.location, NULL);
	EXPECT(again, 200);
	assert_string_equal(again.body, r.body);
	assert_string_equal(again.etag, "\"1\"");
	again = api_call(c, &me, GET, arena_fmt(c->arena, "%s?fields=full_name", r.location), NULL);
	EXPECT(again, 200);
	assert_non_null(strstr(again.body, "Nguyễn Văn An"));
	assert_null(strstr(again.body, "birth_date"));
	/* What is always shown may be asked for, and anything twice. */
	again = api_call(c, &me, GET, arena_fmt(c->arena, "%s?fields=code,status,sex,sex", r.location), NULL);
	EXPECT(again, 200);
	assert_non_null(json_object_get(again.json, "sex"));
	assert_null(json_object_get(again.json, "full_name"));
	again = api_call(c, &me, GET, arena_fmt(c->arena, "%s?fields=code,nope", r.location), NULL);
	assert_true(again.status == 422);
}

static size_t listed(struct ctx *c, const struct api_session *me, const char *query)
{
	struct api_reply r = api_call(c, me, GET, arena_fmt(c->arena, API "/learners%s", query), NULL);

	EXPECT(r, 200);
	return json_array_size(json_object_get(r.json, "items"));
}

TEST(api_lists_leave_out_what_is_gone_unless_asked)
{
	static const char status[] = "UPDATE r_learner SET status = '%s' WHERE code = '%s'";
	struct api_session me = head(c);
	const char *code[6];

	for (int i = 0; i < 6; i++) {
		struct api_reply r = api_call(c, &me, POST, API "/learners", named(c, arena_fmt(c->arena, "Lê Thứ %c", 'A' + i)));
		EXPECT(r, 201);
		code[i] = api_text(&r, "code");
	}
	assert_int_equal(listed(c, &me, ""), 6);
	/* In use and no longer in use stay; entered by mistake, moved, merged and undone go. */
	OK(db_begin(c));
	for (int i = 0; i < 6; i++)
		OK(db_run(c, arena_fmt(c->arena, status, arena_fmt(c->arena, "0%d", i + 1), code[i]), NULL, 0));
	OK(db_end(c, true));
	assert_int_equal(listed(c, &me, ""), 2);
	assert_int_equal(listed(c, &me, "?q=le%20thu"), 2);
	assert_int_equal(listed(c, &me, "?filter=sex%20%3D%3D%20%2201%22"), 2);
	assert_int_equal(listed(c, &me, "?on=2030-01-01"), 2);
	assert_int_equal(listed(c, &me, "?gone=1"), 6);
	assert_int_equal(listed(c, &me, "?gone=false"), 2);
	struct api_reply wrong = api_call(c, &me, GET, API "/learners?gone=yes", NULL);
	assert_string_equal(wrong.key, "query.flag");
	assert_int_equal(listed(c, &me, "?filter=status%20!%3D%20%2201%22"), 5);
	assert_int_equal(listed(c, &me, arena_fmt(c->arena, "?q=%s", code[3])), 1);
	assert_int_equal(listed(c, &me, "?limit=1&sort=code"), 1);
}

TEST(api_tells_everything_that_is_wrong_at_once)
{
	struct api_session me = head(c);
	struct api_reply r = api_call(c, &me, POST, API "/learners",
		"{\"full_name\":7,\"birth_date\":\"2018-02-30\",\"sex\":\"9\",\"nickname\":\"x\",\"personal_id\":\"12a\",\"boarding\":true}");
	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "full_name"), "field.type");
	assert_string_equal(api_problem(&r, "birth_date"), "field.date");
	assert_string_equal(api_problem(&r, "sex"), "field.code");
	assert_string_equal(api_problem(&r, "nickname"), "field.unknown");
	assert_non_null(api_problem(&r, "personal_id"));
	assert_string_equal(api_problem(&r, "ethnic_group"), "field.required");
	r = api_call(c, &me, POST, API "/learners", "{\"full_name\":\"x\"");
	EXPECT(r, 400);
	r = api_call(c, &me, POST, API "/learners", "[]");
	EXPECT(r, 400);
	r = api_call(c, &me, POST, API "/learners", "{\"sex\":\"01\",\"sex\":\"02\"}");
	EXPECT(r, 400);
	r = api_call(c, &me, POST, API "/learners", NULL);
	EXPECT(r, 400);
	r = api_call(c, &me, POST, API "/learners", an, .type = "text/plain");
	EXPECT(r, 415);
	r = api_call(c, &me, POST, API "/dragons", an);
	EXPECT(r, 404);
	r = api_call(c, &me, POST, API "/reports", "{\"form\":1,\"colour\":\"x\"}");
	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "form"), "request.type");
	assert_string_equal(api_problem(&r, "period"), "request.required");
	assert_string_equal(api_problem(&r, "colour"), "request.unknown_member");
	r = api_call(c, &me, GET, API "/learners", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 0);
	r = api_call(c, &me, POST, API "/learners", "{\"unit\":5,\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	assert_true(r.status == 422);
}

TEST(api_changes_what_was_read_and_nothing_else)
{
	static const char *const stale[] = { "\"9\"", "\"0\"", "1", "\"1", "x", "W/\"1\"", "" };
	struct api_session me = head(c);
	struct api_reply r = api_call(c, &me, POST, API "/learners", an);
	const char *at = r.location;
	for (size_t i = 0; i < COUNT(stale); i++) {
		r = api_call(c, &me, PATCH, at, "{\"full_name\":\"Lê An\"}", .if_match = stale[i]);
		EXPECT(r, i == 0 ? 412 : 400);
	}
	r = api_call(c, &me, PATCH, at, "{\"full_name\":\"Lê An\"}");
	EXPECT(r, 428);
	assert_string_equal(r.key, "record.if_match_missing");
	r = api_call(c, &me, PATCH, at, "{\"full_name\":\"Lê An\"}", .if_match = "\"1\"");
	EXPECT(r, 200);
	assert_string_equal(r.etag, "\"2\"");
	assert_string_equal(api_text(&r, "full_name"), "Lê An");
	assert_string_equal(api_text(&r, "birth_date"), "2018-03-09");
	r = api_call(c, &me, PATCH, at, "{\"sex\":\"02\"}", .if_match = "\"1\"");
	EXPECT(r, 412);
	assert_string_equal(r.key, "record.stale");
	r = api_call(c, &me, PATCH, at, "{\"full_name\":\"Lê An\"}", .if_match = "\"2\"");
	EXPECT(r, 200);
	assert_string_equal(r.etag, "\"2\""); /* the same again: no new version */
	r = api_call(c, &me, PATCH, at, "{\"full_name\":null,\"code\":\"1900000099\",\"status\":\"02\"}", .if_match = "*");
	EXPECT(r, 422);
	assert_non_null(api_problem(&r, "code"));
	assert_string_equal(api_problem(&r, "status"), "field.unknown");
	r = api_call(c, &me, PATCH, at, "{\"full_name\":null}", .if_match = "*");
	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "full_name"), "field.required");
	r = api_call(c, &me, GET, at, NULL);
	assert_string_equal(r.etag, "\"2\"");
	assert_string_equal(api_text(&r, "sex"), "01");
}

TEST(api_keeps_records_and_their_history)
{
	struct api_session me = head(c);
	struct api_reply r = api_call(c, &me, POST, API "/learners", an);
	const char *at = r.location;
	r = api_call(c, &me, POST, arena_fmt(c->arena, "%s/status", at), "{\"status\":\"99\"}");
	EXPECT(r, 422);
	r = api_call(c, &me, POST, arena_fmt(c->arena, "%s/status", at), "{\"status\":\"02\",\"reason\":\"nhập nhầm\"}", .if_match = "\"7\"");
	EXPECT(r, 412);
	r = api_call(c, &me, POST, arena_fmt(c->arena, "%s/status", at), "{\"status\":\"02\",\"reason\":\"nhập nhầm\"}", .if_match = "\"1\"");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "status"), "02");
	assert_string_equal(r.etag, "\"2\"");
	r = api_call(c, &me, DELETE, at, NULL);
	EXPECT(r, 405);
	assert_non_null(strstr(r.allow, "GET"));
	assert_non_null(strstr(r.allow, "PATCH"));
	assert_null(strstr(r.allow, "DELETE"));
	assert_non_null(strstr(r.body, "không bao giờ bị xoá"));
	r = api_call(c, &me, PUT, at, an);
	EXPECT(r, 405);
	r = api_call(c, &me, GET, arena_fmt(c->arena, "%s/history", at), NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	const json_t *first = json_array_get(api_items(&r), 0), *second = json_array_get(api_items(&r), 1);
	assert_string_equal(of_item(first, "event"), "NEW");
	assert_string_equal(of_item(first, "account"), "head.bahang");
	assert_string_equal(of_item(first, "source"), "api");
	assert_string_equal(of_item(json_object_get(second, "after"), "reason"), "nhập nhầm");
	assert_string_equal(of_item(json_object_get(second, "before"), "status"), "01");
}

static void fill(struct ctx *c, const struct api_session *me, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct api_reply r = api_call(c, me, POST, API "/learners", named(c, names[i]));
		EXPECT(r, 201);
	}
}

TEST(api_lists_by_given_name_and_finds_without_marks)
{
	static const char *const names[] = { "Trần Thị Đào", "Lê Văn Dũng", "Nguyễn An", "Phạm Văn Ân", "Hoàng Ánh", "Đỗ Bình" };
	static const char *const order[] = { "Nguyễn An", "Hoàng Ánh", "Phạm Văn Ân", "Đỗ Bình", "Lê Văn Dũng", "Trần Thị Đào" };
	static const struct {
		const char *query;
		size_t n;
	} ask[] = {
		{ "q=dao", 1 }, { "q=%C4%90%C3%80O", 1 }, { "q=tran+thi", 1 }, { "q=van", 2 }, { "q=dao+tran", 1 }, { "q=%25", 0 }, { "q=_", 0 },
		{ "q=khong", 0 }, { "filter=full_name+%3D%3D+%22Nguy%E1%BB%85n+An%22", 1 }, { "filter=not+sex+in+(%2201%22)", 0 },
		{ "limit=3", 3 }, { "within=19172401", 6 }, { "fields=full_name,sex&sort=-code", 6 },
	};
	struct api_session me = head(c);

	fill(c, &me, names, COUNT(names));
	struct api_reply r = api_call(c, &me, GET, API "/learners", NULL);
	EXPECT(r, 200);
	assert_null(json_object_get(r.json, "cursor"));
	assert_null(r.link);
	struct api_reply part = api_call(c, &me, GET, API "/learners?limit=2&gone=1", NULL); /* a flag is the same however it is written */
	part = api_call(c, &me, GET, arena_fmt(c->arena, API "/learners?limit=2&gone=true&cursor=%s", api_escape(c->arena, api_text(&part, "cursor"))), NULL);
	EXPECT(part, 200);
	for (size_t i = 0; i < COUNT(order); i++)
		assert_string_equal(of_item(json_array_get(api_items(&r), i), "full_name"), order[i]);
	for (size_t i = 0; i < COUNT(ask); i++) {
		r = api_call(c, &me, GET, arena_fmt(c->arena, API "/learners?%s", ask[i].query), NULL);
		if (r.status != 200 || json_array_size(api_items(&r)) != ask[i].n)
			fail_msg("%s: %d %s", ask[i].query, r.status, r.body);
	}
	r = api_call(c, &me, GET, API "/learners?fields=full_name,sex", NULL);
	const json_t *item = json_array_get(api_items(&r), 0);
	assert_non_null(json_object_get(item, "sex"));
	assert_null(json_object_get(item, "birth_date"));
}

TEST(api_refuses_a_query_it_does_not_understand)
{
	static const char *const wrong[] = {
		"limit=0", "limit=201", "limit=x", "limit=", "limit=5x", "year=25", "within=19172401&sort=birth_date", "unit=19172401&within=19172401", "cursor=x",
		"cursor=i1.b00", "cursor=t00", "filter=age", "filter=password+%3D%3D+%22x%22", "fields=nope", "colour=red",
	};
	struct api_session me = head(c);

	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct api_reply r = api_call(c, &me, GET, arena_fmt(c->arena, API "/learners?%s", wrong[i]), NULL);
		if (r.status != 422)
			fail_msg("%s: %d %s", wrong[i], r.status, r.body);
	}
	struct api_reply r = api_call(c, &me, GET, API "/learners?filter=sex+%3D%3D+%2201%22+and+age+%3E+6", NULL);
	EXPECT(r, 422);
	assert_non_null(strstr(api_text(&r, "detail"), "ký tự thứ 17"));
	r = api_call(c, &me, GET, API "/changes?after=abc", NULL);
	assert_true(r.status == 422);
}

/* What Link says, without the brackets. */
static const char *next_of(struct ctx *c, const struct api_reply *r)
{
	if (r->link == NULL)
		return NULL;
	assert_true(*r->link == '<' && strstr(r->link, ">; rel=\"next\"") != NULL);
	return arena_strndup(c->arena, r->link + 1, strcspn(r->link, ">") - 1);
}

/* Records that come in between change nothing for those that were there. */
static void page_through(struct ctx *c, const struct api_session *me, const char *query)
{
	const char *at = arena_fmt(c->arena, API "/learners?limit=7&%s", query);
	unsigned seen[20] = { 0 }, pages = 0;

	for (; at != NULL; pages++) {
		struct api_reply r = api_call(c, me, GET, at, NULL);
		const json_t *item;
		size_t i;
		EXPECT(r, 200);
		assert_true(json_array_size(api_items(&r)) <= 7);
		json_array_foreach(api_items(&r), i, item) {
			int n;
			if (sscanf(of_item(item, "full_name"), "Lê Trang %d", &n) == 1)
				seen[n]++;
		}
		at = next_of(c, &r);
		if (at != NULL)
			fill(c, me, (const char *const[]){ "Bùi An", "Lê Văn Quân", "Võ Vy" }, 3);
	}
	assert_true(pages >= 3);
	for (size_t i = 0; i < COUNT(seen); i++)
		if (seen[i] != 1)
			fail_msg("%s: record %zu was seen %u times", query, i, seen[i]);
}

TEST(api_pages_have_no_gaps_and_no_repeats)
{
	struct api_session me = head(c);

	for (int i = 0; i < 20; i++)
		fill(c, &me, (const char *const[]){ arena_fmt(c->arena, "Lê Trang %d", i) }, 1);
	page_through(c, &me, "sort=name");
	page_through(c, &me, "sort=-name&unit=19172401");
	page_through(c, &me, "sort=code&within=19172401");
	page_through(c, &me, "sort=-code&q=le");
	page_through(c, &me, "filter=sex%20%3D%3D%20%2201%22%20and%20full_name%20!%3D%20%22%26%25%20%2B%22&fields=full_name");
}

static struct api_reply batch(struct ctx *c, const struct api_session *me, const char *key, const char *lines)
{
	return api_call(c, me, POST, API "/learners/batch", lines, .type = "application/x-ndjson", .key = key);
}

/* What was answered of the line with this number. */
static const json_t *line(struct ctx *c, const struct api_reply *r, int number)
{
	const char *said = arena_fmt(c->arena, "{\"line\":%d,", number);

	const char *p = r->body;

	while (p != NULL && strncmp(p, said, strlen(said)) != 0)
		p = strchr(p, '\n') == NULL ? NULL : strchr(p, '\n') + 1;
	json_t *o = p == NULL ? NULL : json_loadb(p, strcspn(p, "\n"), 0, NULL);
	if (o == NULL)
		fail_msg("no line %d: %s", number, r->body);
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	return o;
}

static size_t count_learners(struct ctx *c, const struct api_session *me)
{
	struct api_reply r = api_call(c, me, GET, API "/learners?limit=200", NULL);

	return json_array_size(api_items(&r));
}

TEST(api_answers_a_batch_line_by_line)
{
	static const char lines[] =
		"{\"client_id\":\"a1\",\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}\n"
		"{\"client_id\":\"a2\",\"full_name\":\"Lê Ba\",\"birth_date\":\"2018-02-30\",\"sex\":\"01\",\"ethnic_group\":\"01\"}\r\n"
		"not json\n"
		"[1]\n"
		"\n"
		"{\"client_id\":\"a3\",\"unit\":\"19172402\",\"full_name\":\"Lê Ca\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}\n"
		"{\"client_id\":\"a1\",\"full_name\":\"Lê Da\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}\n"
		"{\"client_id\":\"a4\",\"full_name\":\"Lê Em\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";
	static const struct {
		int line; /* the empty one counts */
		const char *outcome;
	} expected[] = { { 1, "created" }, { 2, "refused" }, { 3, "refused" }, { 4, "refused" }, { 6, "refused" }, { 7, "refused" }, { 8, "created" } };
	struct api_session me = head(c);
	struct api_reply r = batch(c, &me, NULL, lines);

	EXPECT(r, 200);
	for (size_t i = 0; i < COUNT(expected); i++)
		assert_string_equal(of_item(line(c, &r, expected[i].line), "outcome"), expected[i].outcome);
	assert_string_equal(of_item(line(c, &r, 1), "client_id"), "a1");
	assert_string_equal(of_item(line(c, &r, 8), "client_id"), "a4");
	assert_int_equal(strlen(of_item(line(c, &r, 1), "code")), 10);
	assert_int_equal(json_integer_value(json_object_get(line(c, &r, 1), "version")), 1);
	assert_null(json_object_get(line(c, &r, 2), "code"));
	const json_t *p = json_array_get(json_object_get(line(c, &r, 2), "problems"), 0);
	assert_string_equal(of_item(p, "field"), "birth_date");
	assert_string_equal(of_item(json_array_get(json_object_get(line(c, &r, 6), "problems"), 0), "key"), "unit.unknown");
	assert_int_equal(count_learners(c, &me), 2);
	struct api_reply again = batch(c, &me, NULL, lines);
	assert_string_equal(of_item(line(c, &again, 1), "outcome"), "unchanged");
	assert_string_equal(of_item(line(c, &again, 1), "code"), of_item(line(c, &r, 1), "code"));
	assert_string_equal(of_item(line(c, &again, 8), "outcome"), "unchanged");
	assert_true(streq(of_item(line(c, &again, 7), "outcome"), "refused"));
	r = batch(c, &me, NULL, "{\"client_id\":\"a4\",\"full_name\":\"Lê Én\"}\n");
	assert_string_equal(of_item(line(c, &r, 1), "outcome"), "changed");
	assert_int_equal(json_integer_value(json_object_get(line(c, &r, 1), "version")), 2);
	assert_int_equal(count_learners(c, &me), 2);
}

static int64_t count_answers(struct ctx *c)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT count(*) FROM idempotency", NULL, 0));
	return rows_int(&r, 0, 0);
}

TEST(api_answers_a_repeated_request_as_the_first_time)
{
	struct api_session me = head(c);
	struct api_reply first = api_call(c, &me, POST, API "/learners", an, .key = "k1");
	EXPECT(first, 201);
	c->now_ms += 60000;
	struct api_reply again = api_call(c, &me, POST, API "/learners", an, .key = "k1");
	EXPECT(again, 201);
	assert_string_equal(again.body, first.body);
	assert_int_equal(count_learners(c, &me), 1);
	assert_true(again.location != NULL && again.etag != NULL);
	again = api_call(c, &me, POST, API "/learners", an, .key = "k\xE2\x80\xAE" "1");
	EXPECT(again, 422);
	assert_string_equal(again.key, "idempotency.key");
	again = api_call(c, &me, POST, API "/learners", "{\"client_id\":\"a\\u202e1\",\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	EXPECT(again, 422);
	assert_string_equal(api_problem(&again, "client_id"), "field.hidden_character");
	again = api_call(c, &me, POST, API "/learners", named(c, "Lê Khác"), .key = "k1");
	EXPECT(again, 422);
	assert_string_equal(again.key, "idempotency.reused");
	again = api_call(c, &me, POST, API "/learners", an, .key = "k2");
	EXPECT(again, 201);
	assert_string_not_equal(again.body, first.body);
	again = api_call(c, &me, POST, API "/learners", an);
	EXPECT(again, 201);
	assert_int_equal(count_learners(c, &me), 3);
	again = api_call(c, &me, POST, API "/learners", "{\"full_name\":\"Lê An\"}", .key = "k3");
	EXPECT(again, 422);
	again = api_call(c, &me, POST, API "/learners", an, .key = "k3"); /* where nothing was done nothing is kept */
	EXPECT(again, 201);
	assert_int_equal(count_learners(c, &me), 4);
}

TEST(api_forgets_an_answer_after_a_month_at_somebodys_next_sign_in)
{
	const int64_t began = c->now_ms, day = INT64_C(24) * 3600 * 1000;
	struct api_session me = head(c);
	struct api_reply first = api_call(c, &me, POST, API "/learners", an, .key = "k1");
	EXPECT(first, 201);
	for (int days = 29; days <= 31; days += 2) {
		c->now_ms = began + days * day;
		api_account(c, days == 29 ? "a.bahang" : "b.bahang", "clerk", "19172401", NULL);
		assert_int_equal(count_answers(c), days == 29 ? 1 : 0);
	}
}

TEST(api_makes_no_doubles_of_a_repeated_batch)
{
	const char *lines = arena_fmt(c->arena, "%s\n%s\n", named(c, "Lê An"), named(c, "Lê An"));
	struct api_session me = head(c);
	struct api_reply first = batch(c, &me, "b1", lines);
	EXPECT(first, 200);
	assert_string_equal(of_item(line(c, &first, 2), "outcome"), "created"); /* two of one name are two */
	struct api_reply again = batch(c, &me, "b1", lines);
	EXPECT(again, 200);
	assert_int_equal(count_learners(c, &me), 2);
	for (int i = 1; i <= 2; i++)
		assert_string_equal(of_item(line(c, &again, i), "code"), of_item(line(c, &first, i), "code"));
	again = batch(c, &me, "b2", lines);
	EXPECT(again, 200);
	assert_int_equal(count_learners(c, &me), 4);
}

/* A key names one sending of one account; another one must never change what the first wrote. */
TEST(api_keys_of_others_change_nothing)
{
	struct api_session me = head(c), clerk = api_account(c, "clerk.bahang", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &me, POST, API "/learners", named(c, "Lê An"), .key = "1");
	EXPECT(r, 201);
	const char *at = r.location;
	r = api_call(c, &clerk, POST, API "/learners", named(c, "Trần Khác"), .key = "1");
	r = api_call(c, &me, GET, at, NULL);
	assert_true(streq(api_text(&r, "full_name"), "Lê An"));
	r = batch(c, &me, "2", arena_fmt(c->arena, "%s\n", named(c, "Lê Ba")));
	const char *code = of_item(line(c, &r, 1), "code");
	batch(c, &me, "2", arena_fmt(c->arena, "%s\n", named(c, "Trần Khác")));
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/learners/%s", code), NULL);
	assert_true(streq(api_text(&r, "full_name"), "Lê Ba"));
	r = api_call(c, &me, POST, API "/learners", arena_fmt(c->arena, "{\"code\":\"%s\",\"full_name\":\"Trần Mới\"}", code));
	assert_true(r.status == 409 || r.status == 422);
}

TEST(api_tells_changes_after_a_number_by_type)
{
	struct api_session me = head(c);
	struct api_reply r = api_call(c, &me, GET, API "/changes", NULL);
	EXPECT(r, 200);
	int64_t last = integer(&r, "last");
	fill(c, &me, (const char *const[]){ "Lê An", "Lê Ba" }, 2);
	r = api_call(c, &me, POST, API "/classes", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	EXPECT(r, 201);
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/changes?after=%d", (int)last), NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 3);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(api_items(&r), 0), "seq")), last + 1);
	assert_true(json_is_false(json_object_get(r.json, "more")));
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/changes?after=%d&types=class", (int)last), NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_string_equal(of_item(json_array_get(api_items(&r), 0), "type"), "class");
	assert_int_equal(integer(&r, "last"), last + 3);
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/changes?after=%d&types=class,learner&limit=2", (int)last), NULL);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_true(json_is_true(json_object_get(r.json, "more")));
	r = api_call(c, &me, GET, arena_fmt(c->arena, API "/changes?after=%d&limit=2", (int)integer(&r, "last")), NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &me, GET, API "/changes?types=learne", NULL);
	EXPECT(r, 422);
	assert_string_equal(r.key, "query.type");
	r = api_call(c, &me, GET, API "/changes?limit=0", NULL);
	EXPECT(r, 422);
}

/* A value is cut to be told, but never inside a letter: then the answer would not be text. */
TEST(api_tells_a_long_wrong_value_in_whole_letters)
{
	const struct api_session me = head(c);
	const char *room = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");

	for (int i = 0; i < 3; i++) {
		struct api_reply r = api_call(c, &me, POST, arena_fmt(c->arena, API "/classes/%s/status", room),
		                              arena_fmt(c->arena, "{\"status\":\"%.*sếếếếếếếếếếếế\"}", i, "xxx"), .if_match = "\"1\"");
		EXPECT(r, 422);
		assert_string_equal(r.key, "status.unknown");
		assert_non_null(r.json);
	}
}
