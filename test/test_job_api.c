/* test_job_api.c - jobs as those who wait for them see them: lists, places, waiting without end. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api.h"
#include "api/routes.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/runner/attempt.h"
#include "province.h"
#include "test_import_tools.h"

static struct api_session clerk, second, other;

static void make_people(struct ctx *c)
{
	province_make(c);
	clerk = api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	second = api_account(c, "vanthu.2", "clerk", SCHOOL, NULL);
	other = api_account(c, "vanthu.3", "clerk", "19172402", NULL);
}

static const char *add(struct ctx *c, const char *kind, const char *account, const char *unit, int year)
{
	const struct unit u = province_unit(c, unit);
	struct rows r;
	const char *id = NULL;

	c->now_ms++;
	OK(db_rows(c, &r, SQL_ACCOUNT_BY_NAME, ARGS(val_text(account), val_int(c->now_ms))));
	OK(db_begin(c) && db_end(c, job_add_in(c, rows_int(&r, 0, 0), kind, &u, arena_fmt(c->arena, "{\"files\":[],\"dry_run\":true,\"year\":%d}", year), &id)));
	return id;
}

static void set(struct ctx *c, const char *id, const char *sql)
{
	OK(db_begin(c) && db_end(c, db_run(c, arena_fmt(c->arena, "UPDATE job SET %s WHERE id = $1", sql), ARGS(val_text(id)))));
}

/* The ids of a list, in its order. */
static const char *ids(struct ctx *c, const struct api_session *who, const char *target)
{
	struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "%s", target), NULL);
	struct buf b = buf_in(c->arena);
	size_t i;
	json_t *item;

	EXPECT(r, 200);
	json_array_foreach((json_t *)api_items(&r), i, item)
		buf_fmt(&b, "%s ", json_string_value(json_object_get(item, "id")));
	return buf_text(&b);
}

static void are(struct ctx *c, const char *got, const char *a, const char *b)
{
	assert_string_equal(got, b == NULL ? arena_fmt(c->arena, "%s ", a) : arena_fmt(c->arena, "%s %s ", a, b));
}

TEST(job_list_is_one_s_own_or_of_a_unit_the_latest_first)
{
	make_people(c);
	const char *old = add(c, "import", "vanthu", SCHOOL, 2024), *new = add(c, "import", "vanthu", SCHOOL, 2025);
	const char *theirs = add(c, "import", "vanthu.2", SCHOOL, 2025), *away = add(c, "import", "vanthu.3", "19172402", 2025);
	struct api_reply r;

	are(c, ids(c, &clerk, "/jobs"), new, old);
	are(c, ids(c, &clerk, "/imports?year=2024"), old, NULL);
	are(c, ids(c, &clerk, "/imports?unit=" SCHOOL "&year=2025"), theirs, new);
	are(c, ids(c, &second, "/imports?unit=" SCHOOL "&mine=1"), theirs, NULL);
	are(c, ids(c, &other, "/jobs?unit=19172402"), away, NULL);
	assert_string_equal(ids(c, &clerk, "/jobs?kind=export"), "");
	set(c, old, "state = 'done'");
	are(c, ids(c, &clerk, "/jobs?state=done"), old, NULL);
	r = api_call(c, &clerk, GET, API "/jobs?unit=19172402", NULL);
	EXPECT(r, 404);
	r = api_call(c, &clerk, GET, API "/jobs?kind=nothing", NULL);
	EXPECT(r, 422);
	assert_string_equal(r.key, "query.kind");
	r = api_call(c, &clerk, GET, API "/jobs?state=nothing", NULL);
	assert_string_equal(r.key, "query.state");
}

/* Of an office: who approves exports and takes nothing in. */
TEST(job_of_an_export_is_seen_by_who_approves_it)
{
	make_people(c);
	const struct api_session office = api_account(c, "so19", "manager", "19", NULL), viewer = api_account(c, "xem19", "viewer", "19", NULL);
	const char *in = add(c, "import", "vanthu", SCHOOL, 2025), *out = add(c, "export", "vanthu", SCHOOL, 2025);
	struct api_reply r;

	are(c, ids(c, &office, "/jobs?unit=" SCHOOL), out, NULL);
	assert_string_equal(ids(c, &office, "/jobs"), "");
	r = api_call(c, &office, GET, arena_fmt(c->arena, API "/jobs/%s", out), NULL);
	EXPECT(r, 200);
	r = api_call(c, &office, GET, arena_fmt(c->arena, API "/jobs/%s", in), NULL);
	EXPECT(r, 404);
	r = api_call(c, &office, GET, API "/imports?unit=" SCHOOL, NULL);
	EXPECT(r, 403);
	r = api_call(c, &office, POST, arena_fmt(c->arena, API "/jobs/%s/cancel", out), NULL);
	EXPECT(r, 403);
	r = api_call(c, &viewer, GET, API "/jobs?unit=" SCHOOL, NULL);
	EXPECT(r, 403);
}

TEST(job_counts_are_told_by_lane)
{
	make_people(c);
	const char *id;
	c->now_ms = time_now_ms() - 90000;
	(void)add(c, "import", "vanthu", SCHOOL, 2025);
	(void)add(c, "import", "vanthu", SCHOOL, 2025);
	(void)add(c, "export", "vanthu", SCHOOL, 2025);
	OK(job_take(c, "import", "w1", 60000, &id));
	c->now_ms = time_now_ms();
	struct api_reply r = api_call(c, &api_nobody, GET, "/metrics", NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "khue_jobs{lane=\"import\",state=\"queued\"} 1\n"));
	assert_non_null(strstr(r.body, "khue_jobs{lane=\"import\",state=\"running\"} 1\n"));
	assert_non_null(strstr(r.body, "khue_jobs{lane=\"export\",state=\"queued\"} 1\n"));
	assert_non_null(strstr(r.body, "khue_jobs{lane=\"export\",state=\"running\"} 0\n"));
	const char *age = strstr(r.body, "\nkhue_job_oldest_waiting_seconds{lane=\"import\"} ");
	assert_non_null(age);
	assert_in_range(strtol(strchr(age, '}') + 1, NULL, 10), 89, 200);
	assert_null(strstr(r.body, SCHOOL));
}

TEST(job_list_goes_on_from_page_to_page)
{
	make_people(c);
	const char *first = add(c, "import", "vanthu", SCHOOL, 2025), *last = add(c, "import", "vanthu", SCHOOL, 2025);
	struct api_reply r = api_call(c, &clerk, GET, API "/jobs?limit=1", NULL);

	EXPECT(r, 200);
	assert_non_null(strstr(r.body, last));
	assert_null(strstr(r.body, first));
	r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/jobs?limit=1&cursor=%s", api_escape(c->arena, api_text(&r, "cursor"))), NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, first));
	assert_null(strstr(r.body, last));
}

TEST(job_list_tells_what_came_of_files_and_whether_it_was_taken_back)
{
	make_people(c);
	const char *id = add(c, "import", "vanthu", SCHOOL, 2025);

	set(c, id, "state = 'done', brief = '[{\"name\":\"a.csv\",\"rows\":3,\"created\":2,\"changed\":0,\"unchanged\":1,\"refused\":0,\"errors\":0}]'");
	struct api_reply r = api_call(c, &clerk, GET, API "/imports", NULL);
	const json_t *item = json_array_get(api_items(&r), 0), *file = json_array_get(json_object_get(item, "files"), 0);
	assert_string_equal(json_string_value(json_object_get(file, "name")), "a.csv");
	assert_true(json_is_true(json_object_get(item, "dry_run")) && json_is_false(json_object_get(item, "undone")));
	assert_string_equal(json_string_value(json_object_get(item, "asked_by")), "vanthu");
	assert_int_equal(json_integer_value(json_object_get(item, "school_year")), 2025);
	OK(db_begin(c) && db_end(c, db_run(c, "INSERT INTO import_batch (unit_id, id, sheet, school_year, account_id, made_at, after_seq, undone_at)"
	                                   " SELECT unit_id, id || '-0', 'pupils', 2025, account_id, 1, 1, 2 FROM job", NULL, 0)));
	r = api_call(c, &clerk, GET, API "/imports", NULL);
	assert_true(json_is_true(json_object_get(json_array_get(api_items(&r), 0), "undone")));
}

static int64_t place_of(struct ctx *c, const struct api_session *who, const char *id)
{
	struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "/jobs/%s", id), NULL);

	EXPECT(r, 200);
	return json_integer_value(json_object_get(r.json, "place"));
}

TEST(job_that_waits_knows_its_place)
{
	const char *many = NULL;

	make_people(c);
	for (size_t i = 0; i < 20; i++)
		many = add(c, "import", "vanthu", SCHOOL, 2025);
	const char *one = add(c, "import", "vanthu.3", "19172402", 2025);
	assert_int_equal(place_of(c, &clerk, many), 21); /* twenty of its own, and the other's one */
	assert_int_equal(place_of(c, &other, one), 2);   /* not the twenty of another */
	set(c, one, "state = 'done'");
	assert_int_equal(place_of(c, &clerk, many), 20);
	assert_int_equal(place_of(c, &other, one), 0);
}

TEST(job_is_waited_for_without_an_answer_until_something_is_new)
{
	make_people(c);
	const char *id = add(c, "import", "vanthu", SCHOOL, 2025), *target = arena_fmt(c->arena, API "/jobs/%s?wait=20", id);
	struct waiting w = { .may = true, .since_ms = c->now_ms };
	struct api_reply r = api_call(c, &clerk, GET, target, NULL, .waiting = &w);

	assert_int_equal(w.again_ms, 500); /* asked again then */
	w.again_ms = 0;
	(void)api_call(c, &clerk, GET, target, NULL, .waiting = &w);
	assert_int_equal(w.again_ms, 500);
	w.again_ms = 0;
	set(c, id, "state = 'running', done = 1, total = 2");
	r = api_call(c, &clerk, GET, target, NULL, .waiting = &w);
	assert_int_equal(w.again_ms, 0);
	assert_string_equal(api_text(&r, "state"), "running");
	w = (struct waiting){ .may = true, .since_ms = c->now_ms };
	(void)api_call(c, &clerk, GET, target, NULL, .waiting = &w, .if_none_match = r.etag);
	assert_int_equal(w.again_ms, 500); /* it has seen this */
	w = (struct waiting){ .may = true, .since_ms = c->now_ms };
	r = api_call(c, &clerk, GET, target, NULL, .waiting = &w, .if_none_match = "\"queued.0.0.1\"");
	assert_int_equal(w.again_ms, 0); /* and not this */
	assert_string_equal(api_text(&r, "state"), "running");
	w = (struct waiting){ .may = true, .since_ms = c->now_ms - 20000 };
	r = api_call(c, &clerk, GET, target, NULL, .waiting = &w);
	assert_true(w.again_ms == 0 && r.json != NULL); /* long enough */
	w = (struct waiting){ .since_ms = c->now_ms };
	r = api_call(c, &clerk, GET, target, NULL, .waiting = &w);
	assert_true(w.again_ms == 0 && r.json != NULL); /* too many wait */
	set(c, id, "state = 'done'");
	w = (struct waiting){ .may = true, .since_ms = c->now_ms };
	r = api_call(c, &clerk, GET, target, NULL, .waiting = &w);
	assert_true(w.again_ms == 0 && r.json != NULL); /* nothing will be new any more */
	r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/jobs/%s?wait=31", id), NULL);
	EXPECT(r, 422);
}

/* An export is what its job is, for those who wait for it too. */
TEST(job_of_an_export_is_waited_for_at_the_export)
{
	make_people(c);
	struct api_reply r = api_call(c, &clerk, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"empty\":true}");

	EXPECT(r, 202);
	const char *id = arena_strdup(c->arena, api_text(&r, "id")), *job = arena_strdup(c->arena, api_text(&r, "job"));
	const char *target = arena_fmt(c->arena, API "/exports/%s?wait=20", id);
	struct waiting w = { .may = true, .since_ms = c->now_ms };
	(void)api_call(c, &clerk, GET, target, NULL, .waiting = &w);
	assert_int_equal(w.again_ms, 500);
	w.again_ms = 0;
	set(c, job, "state = 'running'");
	r = api_call(c, &clerk, GET, target, NULL, .waiting = &w);
	assert_int_equal(w.again_ms, 0);
	assert_string_equal(api_text(&r, "state"), "running");
	const char *seen = r.etag;
	assert_non_null(seen);
	w = (struct waiting){ .may = true, .since_ms = c->now_ms };
	(void)api_call(c, &clerk, GET, target, NULL, .waiting = &w, .if_none_match = seen);
	assert_int_equal(w.again_ms, 500);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE export SET state = 'done', done_at = asked_at", NULL, 0)));
	w = (struct waiting){ .may = true, .since_ms = c->now_ms };
	r = api_call(c, &clerk, GET, target, NULL, .waiting = &w);
	assert_int_equal(w.again_ms, 0); /* nothing will be new any more */
	assert_string_equal(api_text(&r, "state"), "done");
	r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/exports/%s?wait=31", id), NULL);
	EXPECT(r, 422);
}

/* What waits in the database of a file that was tried. */
static const char *add_trial(struct ctx *c)
{
	const char *id = add(c, "import", "vanthu", SCHOOL, 2025);

	set(c, id, "state = 'done', input = '{\"files\":[{\"blob\":\"b\",\"name\":\"a.csv\"}],\"year\":2025,\"dry_run\":true}'");
	return id;
}

TEST(job_of_a_trial_is_written_once)
{
	make_people(c);
	const char *commit = arena_fmt(c->arena, API "/imports/%s/commit", add_trial(c));
	struct api_reply r = api_call(c, &clerk, POST, commit, NULL);

	EXPECT(r, 202);
	const char *first = arena_strdup(c->arena, api_text(&r, "id")), *where = arena_fmt(c->arena, API "/imports/%s", first);
	for (size_t i = 0; i < 2; i++) {
		r = api_call(c, &clerk, POST, commit, NULL);
		EXPECT(r, 409);
		assert_string_equal(r.key, "import.committed");
		assert_string_equal(r.location, where);
		set(c, first, "state = 'done'");
	}
	set(c, first, "state = 'failed'"); /* what failed may be done again */
	r = api_call(c, &clerk, POST, commit, NULL);
	EXPECT(r, 202);
	set(c, api_text(&r, "id"), "state = 'cancelled'");
	r = api_call(c, &clerk, POST, commit, NULL);
	EXPECT(r, 202);
	r = api_call(c, &clerk, POST, commit, NULL);
	EXPECT(r, 409);
}

/* Of what another process does nothing is known but its row. */
TEST(job_at_work_elsewhere_tells_its_pace)
{
	struct job_control k = { .owner = "w1" };

	c->now_ms = time_now_ms() - 10000;
	make_people(c);
	const int64_t begun = c->now_ms;
	const char *id = add(c, "import", "vanthu", SCHOOL, 2025);
	OK(job_take(c, "import", "w1", 60000, &k.id));
	assert_string_equal(k.id, id);
	atomic_store(&k.done, 500);
	atomic_store(&k.total, 1000);
	OK(db_begin(c) && db_end(c, job_hold(c, &k)));
	c->now_ms = begun + 10000;
	struct api_reply r = api_call(c, &clerk, GET, arena_fmt(c->arena, API "/jobs/%s", id), NULL);
	EXPECT(r, 200);
	const int64_t rate = json_integer_value(json_object_get(r.json, "rate"));
	assert_true(rate > 30 && rate <= 50);
	assert_non_null(json_object_get(r.json, "eta"));
}

TEST(job_beyond_the_limit_is_answered_with_when_to_come_again)
{
	struct catalog *strict = NEW(c->arena, struct catalog);

	make_people(c);
	*strict = *c->catalog;
	strict->jobs_waiting_max = 1;
	c->catalog = strict;
	(void)add(c, "import", "vanthu", SCHOOL, 2025);
	struct api_reply r = api_call(c, &clerk, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"empty\":true}");
	EXPECT(r, 429);
	assert_string_equal(r.key, "job.limit");
	r = api_call(c, &second, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":2025,\"empty\":true}");
	EXPECT(r, 202);
}

static struct api_reply send_bytes(struct ctx *c, const struct api_session *me, size_t n, const char *key)
{
	const int fd = memfd_create("list", MFD_CLOEXEC);
	struct part year = { .name = "year", .text = "2025" }, file = { .next = &year, .name = "file", .filename = "a.csv", .fd = fd, .size = (int64_t)n };

	assert_true(fd >= 0 && ftruncate(fd, (off_t)n) == 0);
	struct api_reply r = api_call(c, me, POST, API "/imports", NULL, .type = "multipart/form-data", .parts = &file, .key = key);
	close(fd);
	return r;
}

/* What is refused does not count, and what was sent stays. */
TEST(files_of_a_school_are_taken_in_up_to_so_many_bytes_a_day)
{
	struct catalog *strict = NEW(c->arena, struct catalog);
	struct api_reply r;

	make_people(c);
	*strict = *c->catalog;
	strict->taken_in_megabytes_a_day = 1;
	c->catalog = strict;
	r = send_bytes(c, &clerk, 700 * 1024, "k1");
	EXPECT(r, 202);
	for (int i = 0; i < 3; i++) {
		r = send_bytes(c, i == 1 ? &second : &clerk, 400 * 1024, i == 2 ? "k2" : NULL);
		EXPECT(r, 429);
		assert_string_equal(r.key, "unit.taken_in");
		const long wait_s = strtol(r.retry_after, NULL, 10);
		assert_true(wait_s > 0 && wait_s <= 24 * 60 * 60 + 1);
	}
	r = send_bytes(c, &clerk, 700 * 1024, "k1"); /* the same once more */
	EXPECT(r, 202);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM blob"), 1);
	r = send_bytes(c, &clerk, 324 * 1024, "k2");
	EXPECT(r, 202);
	r = send_bytes(c, &clerk, 1, NULL);
	EXPECT(r, 429);
	c->now_ms += 24 * 60 * 60 * 1000;
	assert_int_equal(api_sign_in(c, "vanthu", API_PASSWORD, &clerk), 200);
	r = send_bytes(c, &clerk, 400 * 1024, NULL);
	EXPECT(r, 202);
}
