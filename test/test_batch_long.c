/* test_batch_long.c - many lines in one request: each done once and answered once, whatever is cut, and no half of them refused. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "http/inner.h"
#include "http/lines.h"
#include "province.h"
#include "two_sessions.h"

enum { LINES = 450 }; /* in parts of 200 */

static struct api_reply batch(struct ctx *c, const struct api_session *me, const char *key, const char *lines)
{
	return api_call(c, me, POST, API "/learners/batch", lines, .type = "application/x-ndjson", .key = key);
}

static const char *pupils(struct ctx *c, int n)
{
	struct buf b = buf_in(c->arena);

	for (int i = 0; i < n; i++)
		buf_fmt(&b, "{\"full_name\":\"Lê Văn A%c%c\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}\n", 'a' + i / 26 % 26, 'a' + i % 26);
	return buf_text(&b);
}

static int64_t number(struct ctx *c, const char *sql)
{
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	return rows_int(&r, 0, 0);
}

static int64_t learners(struct ctx *c)
{
	return number(c, "SELECT count(*) FROM r_learner");
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}

static void check_order(struct ctx *c, const struct api_reply *r, size_t n)
{
	const char *p = r->body;

	for (size_t i = 1; i <= n; i++) {
		const char *begin = arena_fmt(c->arena, "{\"line\":%zu,", i);
		if (strncmp(p, begin, strlen(begin)) != 0)
			fail_msg("line %zu is not there: %.100s", i, p);
		p = strchr(p, '\n') + 1;
	}
	assert_string_equal(p, "");
}

static struct api_session head(struct ctx *c)
{
	province_make(c);
	return api_account(c, "head.bahang", "head", "19172401", NULL);
}

TEST(a_batch_of_too_many_lines_is_refused_before_any_is_written)
{
	struct api_session me = head(c);
	struct buf b = buf_in(c->arena);

	buf_put(&b, pupils(c, 201));
	for (int i = 0; i < 100000 - 201; i++)
		buf_put(&b, "[]\n");
	struct api_reply r = batch(c, &me, "k", arena_fmt(c->arena, "%s[]\n", b.data));
	EXPECT(r, 413);
	assert_string_equal(r.key, "batch.lines");
	assert_int_equal(learners(c), 0);
	r = batch(c, &me, "k", b.data); /* the key is free: nothing was done under it */
	EXPECT(r, 200);
	check_order(c, &r, 100000);
	assert_int_equal(count(r.body, "\"created\""), 201);
	assert_int_equal(learners(c), 201);
}

/* A repetition is answered as the first time, wherever the database went away, and nothing is there twice.  What was cut after a first part was
 * told line by line: the answer had begun. */
TEST(a_batch_cut_anywhere_is_done_once_when_it_is_sent_again)
{
	struct api_session me = head(c);
	struct api_reply r = api_call(c, &me, POST, API "/learners", "{\"full_name\":\"Lê Cũ\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	const char *old = api_text(&r, "code");
	const char *lines = arena_fmt(c->arena, "{\"code\":\"%s\",\"version\":1,\"phone\":\"0912345678\"}\nno line\n%s", old, pupils(c, LINES));
	int cut = 0;

	for (int at = 1, round = 0;; at += at < 60 ? 7 : 23, round++) {
		const char *key = arena_fmt(c->arena, "k%d", round), *renewed = arena_fmt(c->arena, "{\"code\":\"%s\",\"version\":%d,", old, round + 1);
		const char *now = arena_fmt(c->arena, "%s\"phone\":\"09123456%02d\"}%s", renewed, round, strchr(lines, '\n'));
		const int64_t before = learners(c);
		db_inject_fault(c->db, at);
		r = batch(c, &me, key, now);
		db_inject_fault(c->db, 0);
		const bool begun = r.status == 200, whole = begun && count(r.body, "\"created\"") == LINES;
		cut += begun && !whole;
		if (begun)
			check_order(c, &r, LINES + 2);
		else
			EXPECT(r, 503);
		r = batch(c, &me, key, now);
		EXPECT(r, 200);
		check_order(c, &r, LINES + 2);
		assert_int_equal(count(r.body, "\"created\""), LINES);
		assert_int_equal(count(r.body, "\"refused\""), 1);
		assert_int_equal(count(r.body, "\"changed\""), 1); /* also where it was changed before the cut: its version is an older one now */
		assert_int_equal(learners(c), before + LINES);
		struct api_reply again = batch(c, &me, key, now);
		assert_string_equal(again.body, r.body);
		assert_int_equal(learners(c), before + LINES);
		if (whole)
			break;
	}
	assert_true(cut >= 2); /* between two parts, too */
	r = batch(c, &me, "k0", pupils(c, 1));
	EXPECT(r, 422);
	assert_string_equal(r.key, "idempotency.reused");
	r = batch(c, &me, "year", pupils(c, 1));
	EXPECT(r, 200);
	r = api_call(c, &me, POST, API "/learners/batch?year=2024", pupils(c, 1), .type = "application/x-ndjson", .key = "year");
	EXPECT(r, 422);
	assert_string_equal(r.key, "idempotency.reused");
	struct api_reply whole = api_call(c, &me, POST, API "/learners/batch?nulls=1", pupils(c, 1), .type = "application/x-ndjson", .key = "year");
	EXPECT(whole, 200);
	assert_int_equal(count(whole.body, "\"client_id\":null"), 1);
}

/* Without a key nobody can send it again as the same: what stands is told, and what does not. */
TEST(a_batch_without_a_key_that_is_cut_says_of_each_line_what_became_of_it)
{
	struct api_session me = head(c);
	const char *lines = pupils(c, LINES);
	int told = 0;

	for (int at = 1, whole = 0; !whole; at += 11) {
		const int64_t before = learners(c);
		db_inject_fault(c->db, at);
		struct api_reply r = batch(c, &me, NULL, lines);
		db_inject_fault(c->db, 0);
		if (r.status != 200) {
			EXPECT(r, 503);
			assert_int_equal(learners(c), before);
			continue;
		}
		check_order(c, &r, LINES);
		const size_t created = count(r.body, "\"created\""), unsure = count(r.body, "\"batch.unsure\""), cut = count(r.body, "\"batch.cut\"");
		assert_int_equal(created + unsure + cut, LINES);
		assert_int_equal(learners(c), before + (int64_t)created);
		assert_true(unsure == 0 || (created % 200 == 0 && created > 0));
		told += unsure > 0 && cut > 0;
		whole = created == LINES;
	}
	assert_true(told > 0);
}

/* ---- the same sending under way twice ---- */

static struct api_session same;
static const char *same_lines, *answers[100][2];

static bool send_same(struct ctx *c, int round, int who)
{
	struct api_reply r = api_call(c, &same, POST, API "/learners/batch", same_lines, .type = "application/x-ndjson", .key = arena_fmt(c->arena, "s%d", round));

	answers[round][who] = strdup(r.body);
	return r.status == 200;
}

static bool send_first(struct ctx *c, int round)
{
	return send_same(c, round, 0);
}

static bool send_second(struct ctx *c, int round)
{
	return send_same(c, round, 1);
}

static int64_t made;

static void make_nothing(struct ctx *c, int round)
{
	(void)round;
	assert_true(round < 100);
	made = learners(c);
}

static void check_same(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	assert_true(first->ok && second->ok);
	assert_int_equal(learners(c), made + LINES);
	assert_string_equal(answers[round][0], answers[round][1]);
	assert_int_equal(count(answers[round][0], "\"created\""), LINES);
	free((void *)(uintptr_t)answers[round][0]);
	free((void *)(uintptr_t)answers[round][1]);
}

TEST(a_batch_sent_twice_at_once_is_done_once)
{
	same = head(c);
	same_lines = pupils(c, LINES);
	two_sessions(c, make_nothing, send_first, send_second, check_same, .step = 17);
}

/* ---- lines of a body in a file ---- */

static size_t lengths_of(struct ctx *c, const struct request *q, size_t *ret, size_t max)
{
	struct http_lines l = http_lines_of(c->arena, q);
	const char *text = "";
	size_t len, n = 0;

	for (;;) {
		OK(http_next_line(c, &l, &text, &len));
		if (text == NULL)
			return n;
		assert_true(n < max);
		if (len <= HTTP_LINE_MAX)
			for (size_t i = 0; i < len; i++)
				assert_int_equal(text[i], 'a' + (int)(len % 26));
		ret[n++] = len;
	}
}

TEST_PURE(lines_of_a_file_are_those_of_memory)
{
	static const size_t sizes[] = { 1, 0, 5, 65535, 65536, 65537, 262143, 262144, 262145, 3, 600000, 0, 1, 131072, 131071, 262144, 7 };

	for (int ends = 0; ends < 2; ends++) {
		struct spool *s = spool_new(c->arena, test_dir(c), 4096);
		struct buf b = buf_in(c->arena);
		size_t in_memory[40], in_file[40];
		for (size_t i = 0; i < COUNT(sizes); i++) {
			for (size_t k = 0; k < sizes[i]; k++)
				buf_char(&b, (char)('a' + sizes[i] % 26));
			if (i + 1 < COUNT(sizes) || ends)
				buf_char(&b, '\n');
		}
		for (size_t at = 0, n; at < b.len; at += n) {
			n = b.len - at < 10007 ? b.len - at : 10007;
			OK(spool_add(c, s, b.data + at, n));
		}
		OK(spool_end(c, s));
		assert_true(s->fd > 0 && s->len == b.len && s->room <= 4096);
		const struct request memory = { .body = b.data, .body_len = b.len }, file = { .body_fd = s->fd, .body_len = b.len };
		const size_t n = lengths_of(c, &memory, in_memory, COUNT(in_memory));
		assert_int_equal(n, COUNT(sizes) - 2);
		assert_int_equal(lengths_of(c, &file, in_file, COUNT(in_file)), n);
		assert_memory_equal(in_memory, in_file, n * sizeof *in_file);
	}
}

static void tells_without_mark(struct ctx *c, const struct request *q, const char *first)
{
	struct http_lines l = http_lines_of(c->arena, q);
	const char *text;
	size_t len;

	OK(http_next_line(c, &l, &text, &len));
	assert_string_equal(arena_strndup(c->arena, text, len), first);
	OK(http_next_line(c, &l, &text, &len));
	assert_string_equal(arena_strndup(c->arena, text, len), "\xEF\xBB\xBF" "b"); /* in the middle it is no mark of a beginning */
	OK(http_next_line(c, &l, &text, &len));
	assert_null(text);
}

/* As Windows begins a text. */
TEST_PURE(lines_begin_behind_a_byte_order_mark)
{
	static const struct { const char *body, *first; } bodies[] = {
		{ "\xEF\xBB\xBF" "a\n\xEF\xBB\xBF" "b\n", "a" }, { "\xEF\xBB\xBF\r\na\n\xEF\xBB\xBF" "b", "a" }, { "\xEF\xBB" "\n\xEF\xBB\xBF" "b", "\xEF\xBB" },
	};

	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct spool *s = spool_new(c->arena, test_dir(c), 4);
		const size_t len = strlen(bodies[i].body);
		OK(spool_add(c, s, bodies[i].body, len));
		OK(spool_end(c, s));
		assert_true(s->fd > 0);
		tells_without_mark(c, &(const struct request){ .body = bodies[i].body, .body_len = len }, bodies[i].first);
		tells_without_mark(c, &(const struct request){ .body_fd = s->fd, .body_len = len }, bodies[i].first);
	}
}

TEST_PURE(a_long_answer_of_lines_goes_out_from_a_file_without_its_nulls)
{
	const struct request q = { .tmp_dir = test_dir(c) };
	struct spool *s = reply_lines(c, &q);
	struct response r = { 0 };
	char begin[64] = "";

	for (int i = 0; i < 20000; i++) {
		struct buf b = buf_in(c->arena);
		buf_fmt(&b, "{\"line\":%05d,\"client_id\":null,\"code\":\"x\"}\n", i);
		OK(reply_lines_add(c, &q, s, &b));
	}
	OK(reply_lines_end(c, &q, &r, s));
	assert_true(r.file > 0 && r.file_size == (int64_t)(20000 * strlen("{\"line\":00000,\"code\":\"x\"}\n")));
	assert_int_equal(pread(r.file, begin, 26, 19999 * 26), 26);
	assert_string_equal(begin, "{\"line\":19999,\"code\":\"x\"}\n");
	const int before = r.file;
	assert_true(gzip_reply(c, &r, "gzip", q.tmp_dir));
	assert_true((r.file > 0 ? r.file_size : (int64_t)r.body_len) < 200000);
	assert_true(r.file != before || r.file_size < 200000);
	if (r.file > 0)
		close(r.file);
}
