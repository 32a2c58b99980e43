/* test_sending.c - what is said of one record of a sending because of another says where that one stands. */
#include <jansson.h>

#include "api.h"
#include "api/routes.h"
#include "province.h"
#include "store/write.h"

#define SCHOOL "19172401"

/* The message of a key in the answer's line, counted from one. */
static const char *told(struct ctx *c, const struct api_reply *r, int line, const char *key)
{
	const char *at = r->body;
	const char *message = NULL;
	json_t *o, *p;
	size_t i;

	for (int n = 1; n < line; n++)
		at = strchr(at, '\n') + 1;
	o = json_loadb(at, strcspn(at, "\n"), 0, NULL);
	assert_int_equal(json_integer_value(json_object_get(o, "line")), line);
	json_array_foreach(json_object_get(o, "problems"), i, p)
		if (streq(json_string_value(json_object_get(p, "key")), key))
			message = arena_strdup(c->arena, json_string_value(json_object_get(p, "message")));
	json_decref(o);
	if (message == NULL)
		fail_msg("no %s in line %d: %s", key, line, at);
	return message;
}

static void tells(struct ctx *c, const struct api_reply *r, int line, const char *key, const char *where)
{
	const char *message = told(c, r, line, key);

	if (strstr(message, where) == NULL)
		fail_msg("%s does not tell %s", message, where);
}

static const char *pupil(struct ctx *c, const char *name, const char *rest)
{
	return arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"%s}", name, rest);
}

TEST(a_second_one_of_a_sending_is_told_where_the_first_stands)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, POST, API "/learners/batch", arena_fmt(c->arena, "%s\n%s\n%s\n%s\n%s\n%s\n%s\n",
	                              pupil(c, "Lê An", ""), pupil(c, "Lê Bá", ",\"personal_id\":\"019218000011\",\"client_id\":\"k1\""), pupil(c, "LÊ AN", ""),
	                              pupil(c, "Lê Ca", ",\"personal_id\":\"019218000011\""), pupil(c, "Lê Em", ",\"client_id\":\"k1\""), pupil(c, "Lê Dị", ",\"code\":\"1999000001\""),
	                              pupil(c, "Lê Do", ",\"code\":\"1999000001\"")), .type = "application/x-ndjson");
	EXPECT(r, 200);
	tells(c, &r, 3, "person.namesake", "dòng 1 của lần gửi");
	tells(c, &r, 4, "field.taken", "dòng 2 của lần gửi");
	tells(c, &r, 5, "client_id.twice", "dòng 2 của lần gửi");
	tells(c, &r, 7, "code.twice", "dòng 6 của lần gửi");
	/* All that are alike are told of the first, and of whom the school has. */
	r = api_call(c, &me, POST, API "/learners/batch", arena_fmt(c->arena, "{\n%s\n%s\n%s\n", pupil(c, "Lê An", ""), pupil(c, "Lê An", ""), pupil(c, "Lê An", "")),
	             .type = "application/x-ndjson");
	EXPECT(r, 200);
	for (int line = 2; line <= 4; line++)
		tells(c, &r, line, "person.namesake", "trường đã có");
	const char *last = strrchr(arena_strndup(c->arena, r.body, strlen(r.body) - 1), '\n');
	assert_non_null(strstr(last, "dòng 2 của lần gửi"));
}

/* What was changed is not told as another's when it is met again among what is stored; who is new and comes with it is. */
TEST(a_changed_number_is_not_its_own_double)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const char *one = province_record(c, SCHOOL, "learner", pupil(c, "Lê An", ""));
	struct api_reply r = api_call(c, &me, POST, API "/learners/batch", arena_fmt(c->arena, "{\"code\":\"%s\",\"personal_id\":\"019218000011\"}\n%s\n", one,
	                              pupil(c, "Lê Ca", ",\"personal_id\":\"019218000011\"")), .type = "application/x-ndjson");
	EXPECT(r, 200);
	const char *second = strchr(r.body, '\n');
	assert_non_null(strstr(r.body, "\"outcome\":\"changed\",\"problems\":[]"));
	assert_true(second != NULL && strstr(second, "\"outcome\":\"refused\"") != NULL && strstr(second, "field.taken") != NULL);
}

TEST(a_second_enrolment_of_a_sending_is_told_where_the_first_stands)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *one = province_record(c, SCHOOL, "learner", pupil(c, "Lê An", "")), *other = province_record(c, SCHOOL, "learner", pupil(c, "Lê Bá", ""));
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}\n", one, class);
	buf_fmt(&b, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}\n", other, class);
	buf_fmt(&b, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}\n", one, class);
	struct api_reply r = api_call(c, &me, POST, API "/enrolments/batch", buf_text(&b), .type = "application/x-ndjson");
	EXPECT(r, 200);
	tells(c, &r, 3, "enrolment.present", "dòng 1 của lần gửi");
	/* Of drafts that do not say where they come from, by their place. */
	const struct unit u = province_unit(c, SCHOOL);
	struct draft d[2] = { province_draft(c, "learner", pupil(c, "Lê Ca", "")), province_draft(c, "learner", pupil(c, "Lê Ca", "")) };
	struct outcome out[2];
	OK(record_write_batch(c, d[0].type, &u, d, 2, out));
	assert_non_null(strstr(out[1].problems.first->message, "hồ sơ thứ 1 của lần gửi"));
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}

static struct api_reply same_lines(struct ctx *c, const struct api_session *me, size_t n, const char *query)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s\n", pupil(c, "Lê An", ""));
	return api_call(c, me, POST, arena_fmt(c->arena, API "/learners/batch?%s", query), buf_text(&b), .type = "application/x-ndjson");
}

/* However often the same person stands in a sending, a line names a few of them and how many there are more. */
TEST(of_many_doubles_a_line_names_the_first_and_how_many_more)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	struct api_reply r = same_lines(c, &me, 2500, "dry_run=1"), one;

	EXPECT(r, 200);
	assert_int_equal(count(r.body, "\"outcome\":\"created\""), 2500);
	assert_true(r.body_len < 2500 * 2000);
	tells(c, &r, 2000, "person.namesake", "còn 1797 hồ sơ nữa");
	assert_non_null(strstr(r.body, "{\"line\":2001,\"outcome\":\"created\",\"problems\":[]}")); /* tried with those behind it */
	r = same_lines(c, &me, 600, "");
	EXPECT(r, 200);
	tells(c, &r, 600, "person.namesake", "còn 397 hồ sơ nữa");
	one = api_call(c, &me, POST, API "/learners?dry_run=1", pupil(c, "Lê An", ""));
	EXPECT(one, 200);
	assert_int_equal(count(one.body, "person.namesake"), 4);
	assert_non_null(strstr(one.body, "còn 597 hồ sơ nữa"));
}
