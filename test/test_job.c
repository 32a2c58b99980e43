/* test_job.c - jobs: whose turn it is, whose job it is, and that each has its effect once. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "job_tools.h"
#include "province.h"
#include "store/blob.h"
#include "store/migrate.h"
#include "test_import_tools.h"
#include "two_sessions.h"

#define OTHER "19172402"

static void finish(struct ctx *c, const char *id, const char *owner)
{
	struct job_control k = taken(id, owner);

	OK(db_begin(c) && db_end(c, job_finish(c, &k, "done", &(struct job_made){ .result = "{}" })));
}

static const char *add(struct ctx *c, int64_t account, const char *unit)
{
	const struct unit u = province_unit(c, unit);
	const char *id = NULL;

	c->now_ms++;
	OK(db_begin(c) && db_end(c, job_add_in(c, account, "import", &u, "{\"files\":[],\"dry_run\":true}", &id)));
	return id;
}

/* ---- whose turn it is ---- */

TEST(job_of_one_does_not_wait_for_three_hundred_of_another)
{
	const char *of_many, *id = NULL, *one, *colleague;
	size_t n = 0;

	province_make(c);
	for (size_t i = 0; i < 300; i++)
		of_many = add(c, 7, SCHOOL);
	(void)of_many;
	colleague = add(c, 8, SCHOOL);
	one = add(c, 9, OTHER);
	size_t at_one = 0, at_colleague = 0;
	for (n = 1; n <= 6; n++) {
		const char *owner = arena_fmt(c->arena, "w%zu", n);
		c->now_ms++;
		id = take(c, owner);
		at_one = streq(id, one) ? n : at_one;
		at_colleague = streq(id, colleague) ? n : at_colleague;
		finish(c, id, owner);
	}
	assert_int_equal(at_one, 2);       /* the other unit's turn, though one at a time is done */
	assert_int_equal(at_colleague, 3); /* and within the unit the colleague's */
}

TEST(job_of_the_unit_that_runs_least_is_next)
{
	province_make(c);
	const char *a1 = add(c, 7, SCHOOL), *a2 = add(c, 7, SCHOOL), *b = add(c, 9, OTHER);

	assert_string_equal(take(c, "w1"), a1);
	assert_string_equal(take(c, "w2"), b);
	assert_string_equal(take(c, "w3"), a2);
	assert_null(take(c, "w4"));
}

TEST(job_of_another_lane_is_left)
{
	const char *id;

	province_make(c);
	add(c, 7, SCHOOL);
	OK(job_take(c, "export", "w1", LEASE, &id));
	assert_null(id);
	assert_non_null(take(c, "w1"));
}

/* ---- whose job it is ---- */

TEST(job_of_a_lease_that_ended_is_another_s_and_its_first_owner_has_no_say)
{
	bool cancel;

	province_make(c);
	const char *id = add(c, 7, SCHOOL);
	assert_string_equal(take(c, "w1"), id);
	struct job_control first = taken(id, "w1"), second = taken(id, "w2");
	c->now_ms += LEASE / 2;
	assert_null(take(c, "w2"));
	OK(job_renew(c, &first, LEASE, &cancel));
	assert_false(cancel);
	c->now_ms += LEASE - 1;
	assert_null(take(c, "w2")); /* it was kept */
	c->now_ms += 2;
	assert_string_equal(take(c, "w2"), id);
	FAILS(job_renew(c, &first, LEASE, &cancel), "job.lost");
	FAILS(db_begin(c) && db_end(c, job_hold(c, &first)), "job.lost");
	FAILS(db_begin(c) && db_end(c, job_finish(c, &first, "failed", &(struct job_made){ .result = "{\"first\":1}" })), "job.lost");
	FAILS(job_give_back(c, &first, true, 0), "job.lost");
	assert_int_equal(pupils_number(c, "SELECT attempts FROM job"), 2);
	OK(db_begin(c) && db_end(c, job_hold(c, &second)));
	finish(c, id, "w2");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE state = 'done' AND result = '{}' AND owner IS NULL"), 1);
	c->now_ms += 10 * LEASE;
	assert_null(take(c, "w3"));
}

TEST(job_given_back_is_the_next_one_s_at_once_and_not_counted)
{
	province_make(c);
	const char *id = add(c, 7, SCHOOL);
	struct job_control first = taken(take(c, "w1"), "w1"), second = taken(id, "w2");

	OK(job_give_back(c, &first, false, 0));
	assert_int_equal(pupils_number(c, "SELECT attempts FROM job"), 0);
	assert_string_equal(take(c, "w2"), id);
	OK(job_give_back(c, &second, true, 5000));
	assert_int_equal(pupils_number(c, "SELECT attempts FROM job"), 1);
	assert_null(take(c, "w3")); /* not yet */
	c->now_ms += 5001;
	assert_string_equal(take(c, "w3"), id);
}

/* Of what was to be written, and of what was only tried. */
TEST(job_cut_off_too_often_fails_with_a_sentence)
{
	province_make(c);
	api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	for (size_t trial = 0; trial < 2; trial++) {
		const char *id = add(c, pupils_number(c, "SELECT id FROM account WHERE name = 'vanthu'"), SCHOOL);
		OK(db_begin(c) && db_end(c, trial == 1 || db_run(c, "UPDATE job SET input = replace(input, 'true', 'false')", NULL, 0)));
		for (size_t i = 0; i < 4; i++) {
			assert_string_equal(take(c, arena_fmt(c->arena, "w%zu", i)), id);
			c->now_ms += LEASE + 1;
		}
		struct job_control last = taken(id, "w3");
		job_attempt(c, &last);
	}
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE state = 'failed' AND result LIKE '%job.tries%' AND result LIKE '%3 lần%'"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE result LIKE '%Phần đã ghi vẫn còn%'"), 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE result LIKE '%xem trước%Chưa có gì được ghi%'"), 1);
}

TEST(job_that_is_not_wanted_any_more_is_not_done)
{
	bool cancel;
	struct job j;

	province_make(c);
	api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	const int64_t account = pupils_number(c, "SELECT id FROM account WHERE name = 'vanthu'");
	const char *waiting = add(c, account, SCHOOL), *running;
	OK(job_load(c, waiting, &j));
	OK(job_cancel(c, NULL, &j));
	assert_null(take(c, "w1"));
	FAILS(job_cancel(c, NULL, &j), "job.finished");
	running = add(c, account, SCHOOL);
	struct job_control k = taken(take(c, "w1"), "w1"), next = taken(running, "w2");
	OK(job_load(c, running, &j));
	OK(job_cancel(c, NULL, &j));
	OK(job_renew(c, &k, LEASE, &cancel));
	assert_true(cancel); /* wherever it runs */
	c->now_ms += LEASE + 1;
	assert_string_equal(take(c, "w2"), running);
	job_attempt(c, &next);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE state = 'cancelled'"), 2);
}

/* ---- its effect ---- */

static int file_of(const char *text)
{
	const int fd = memfd_create("list", MFD_CLOEXEC);

	assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	return fd;
}

/* Three who were not there in the rounds before. */
static const char *list_of(struct ctx *c, int round)
{
	const char *day = arena_fmt(c->arena, "%02d/%02d/2019", round % 28 + 1, round / 28 + 1);

	return arena_fmt(c->arena, "STT,Lớp,Họ và tên,Ngày sinh,Giới tính,Dân tộc\n1,1A,Lê An,%s,Nam,Kinh\n2,1A,Lê Bá,%s,Nam,Kinh\n3,1B,Lê Cúc,%s,Nữ,Kinh\n",
	                 day, day, day);
}

static const char *blob_id;
static int64_t clerk_id, before;

static void add_import(struct ctx *c, int round)
{
	const struct unit u = province_unit(c, SCHOOL);
	const char *id;
	int fd = file_of(list_of(c, round));

	before = pupils_number(c, "SELECT count(*) FROM r_learner");
	OK(db_begin(c) && db_end(c, db_run(c, "DELETE FROM job", NULL, 0)));
	OK(blob_put(c, u.id, fd, &blob_id));
	close(fd);
	const char *input = arena_fmt(c->arena, "{\"files\":[{\"blob\":\"%s\",\"name\":\"a.csv\"}],\"year\":2025,\"dry_run\":false}", blob_id);
	OK(db_begin(c) && db_end(c, job_add_in(c, clerk_id, "import", &u, input, &id)));
}

static bool attempt(struct ctx *c, const char *owner)
{
	const char *id;

	if (!job_take(c, "import", owner, LEASE, &id) || id == NULL)
		return fail(c, ERR_NOT_FOUND, "nothing", "nothing to take");
	struct job_control k = taken(id, owner);
	job_attempt(c, &k);
	return true;
}

static bool slow_owner(struct ctx *c, int round)
{
	return attempt(c, arena_fmt(c->arena, "slow%d", round));
}

static bool next_owner(struct ctx *c, int round)
{
	c->now_ms += LEASE + 1;
	return attempt(c, arena_fmt(c->arena, "next%d", round));
}

static void check_once(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	struct rows r;

	assert_true(first->ok || second->ok);
	OK(db_query(c, &r, "SELECT state, result FROM job", NULL, 0));
	if (!streq(rows_text(&r, 0, 0), "done"))
		fail_msg("round %d: %s", round, rows_text(&r, 0, 1));
	if (strstr(rows_text(&r, 0, 1), "\"created\":3,") == NULL) /* also by whoever only found what the other had written */
		fail_msg("round %d: %s", round, rows_text(&r, 0, 1));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), before + 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment"), before + 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_class"), 2);
}

static void make_school(struct ctx *c)
{
	province_make(c);
	api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	clerk_id = pupils_number(c, "SELECT id FROM account WHERE name = 'vanthu'");
}

/* An owner that was slower than its lease, at many of its calls. */
TEST(job_of_two_owners_is_done_by_one)
{
	make_school(c);
	two_sessions(c, add_import, slow_owner, next_owner, check_once, .step = 17);
}

/* ---- files ---- */

static void read_whole(int fd, char *ret, size_t n)
{
	for (size_t have = 0; have < n;) {
		const ssize_t got = read(fd, ret + have, n - have);
		assert_true(got > 0);
		have += (size_t)got;
	}
	assert_int_equal(read(fd, ret, 1), 0);
}

TEST(blob_comes_back_as_it_was_and_goes_after_a_day)
{
	enum { SIZE = 1200 * 1024 + 7 };
	char *text = arena_alloc(c->arena, SIZE), *back = arena_alloc(c->arena, SIZE);
	const char *id, *empty;
	int fd, out;

	province_make(c);
	for (size_t i = 0; i < SIZE; i++)
		text[i] = (char)(i * 7 + i / 251);
	fd = memfd_create("blob", MFD_CLOEXEC);
	assert_true(write(fd, text, SIZE) == SIZE);
	OK(blob_put(c, 1, fd, &id));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM blob_part"), 3);
	OK(blob_open(c, id, &out));
	read_whole(out, back, SIZE);
	assert_memory_equal(text, back, SIZE);
	close(out);
	assert_int_equal(ftruncate(fd, 0), 0);
	OK(blob_put(c, 1, fd, &empty));
	close(fd);
	OK(blob_open(c, empty, &out));
	assert_int_equal(lseek(out, 0, SEEK_END), 0);
	close(out);
	OK(db_begin(c) && db_end(c, db_run(c, "DELETE FROM blob_part WHERE part = 1", NULL, 0)));
	FAILS(blob_open(c, id, &out), "blob.gone");
	FAILS(blob_open(c, "nothing", &out), "blob.gone");
	FAILS(blob_open(c, NULL, &out), "blob.gone");
	OK(blob_sweep(c, c->now_ms));
	OK(blob_open(c, empty, &out));
	close(out);
	OK(blob_sweep(c, c->now_ms + 1));
	FAILS(blob_open(c, empty, &out), "blob.gone");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM blob_part"), 0);
}

TEST(job_whose_file_is_gone_says_so)
{
	make_school(c);
	add_import(c, 0);
	OK(db_begin(c) && db_end(c, blob_drop(c, blob_id)));
	OK(attempt(c, "w1"));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE state = 'failed' AND result LIKE '%import.file_lost%'"), 1);
	add_import(c, 1);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE blob SET size = size - 1", NULL, 0)));
	OK(attempt(c, "w2"));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE state = 'failed' AND result LIKE '%import.file_lost%'"), 1);
	add_import(c, 2);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE job SET created_at = created_at - $1", ARGS(val_int(BLOB_KEEP_MS)))));
	OK(db_begin(c) && db_end(c, blob_drop(c, blob_id)));
	OK(attempt(c, "w3"));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE state = 'failed' AND result LIKE '%import.expired%'"), 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 0);
}

TEST(job_whose_input_cannot_be_read_fails)
{
	static const char *const input[] = { "{\"files\":[{\"blob\"", "{}", "[]", "{\"files\":[]}", "" };

	make_school(c);
	for (size_t i = 0; i < COUNT(input); i++) {
		add_import(c, (int)i);
		OK(db_begin(c) && db_end(c, db_run(c, "UPDATE job SET input = $1", ARGS(val_text(input[i])))));
		OK(attempt(c, arena_fmt(c->arena, "w%zu", i)));
		assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE state = 'failed' AND result LIKE '%job.input%'"), 1);
	}
}

/* ---- what a person stops, and what a process gives back ---- */

static const char *stopped(struct ctx *c, bool dry_run)
{
	struct rows r;

	add_import(c, 0);
	if (dry_run)
		OK(db_begin(c) && db_end(c, db_run(c, "UPDATE job SET input = replace(input, 'false', 'true')", NULL, 0)));
	struct job_control k = taken(take(c, "w1"), "w1");
	atomic_store(&k.unwanted, true);
	atomic_store(&k.cancel, true);
	job_attempt(c, &k);
	OK(db_query(c, &r, "SELECT result FROM job WHERE state = 'cancelled'", NULL, 0));
	return rows_text(&r, 0, 0);
}

TEST(job_of_a_trial_that_is_stopped_says_that_nothing_was_written)
{
	make_school(c);
	assert_non_null(strstr(stopped(c, false), "vẫn còn"));
	assert_non_null(strstr(stopped(c, true), "chưa có gì được ghi"));
	assert_null(strstr(stopped(c, true), "vẫn còn"));
}

/* What was sent is not kept once it is written; what a person has to see is. */
TEST(job_of_an_import_drops_what_was_sent_and_keeps_what_is_wrong)
{
	struct job j;
	int fd;

	make_school(c);
	add_import(c, 0);
	OK(attempt(c, "w1"));
	FAILS(blob_open(c, blob_id, &fd), "blob.gone");
	const struct unit u = province_unit(c, SCHOOL);
	int bad = file_of("STT,Lớp,Họ và tên,Ngày sinh,Giới tính,Dân tộc\n1,1A,Lê An,31/02/2019,Nam,Kinh\n");
	const char *id;
	OK(blob_put(c, u.id, bad, &blob_id));
	close(bad);
	OK(db_begin(c) && db_end(c, job_add_in(c, clerk_id, "import", &u, arena_fmt(c->arena, "{\"files\":[{\"blob\":\"%s\",\"name\":\"b.csv\"}],"
	                                       "\"year\":2025,\"dry_run\":true}", blob_id), &id)));
	OK(attempt(c, "w2"));
	OK(job_load(c, id, &j));
	assert_string_equal(j.state, "done");
	assert_int_equal(job_first_file(c, &j), 1);
	OK(job_open_file(c, &j, 1, &fd));
	assert_true(lseek(fd, 0, SEEK_END) > 1000);
	close(fd);
	FAILS(job_open_file(c, &j, 2, &fd), "blob.gone");
	OK(blob_open(c, blob_id, &fd)); /* it may still be written */
	close(fd);
}

/* What was tried may be written once more when that failed; what was not tried is not kept for it. */
TEST(job_that_failed_keeps_what_was_tried)
{
	int fd;

	make_school(c);
	for (int tried = 0; tried < 2; tried++) {
		add_import(c, tried);
		if (tried == 1)
			OK(db_begin(c) && db_end(c, db_run(c, "UPDATE job SET input = replace(input, '\"dry_run\"', '\"tried_at\":1,\"dry_run\"')", NULL, 0)));
		struct job_control k = taken(take(c, arena_fmt(c->arena, "w%d", tried)), arena_fmt(c->arena, "w%d", tried));
		atomic_store(&k.unwanted, true);
		atomic_store(&k.cancel, true);
		job_attempt(c, &k);
		if (tried == 0) {
			FAILS(blob_open(c, blob_id, &fd), "blob.gone");
		} else {
			OK(blob_open(c, blob_id, &fd));
			close(fd);
		}
	}
}

/* What the log says meanwhile. */
static const char *logged(struct ctx *c, struct job_control *k)
{
	const int log = memfd_create("log", MFD_CLOEXEC), before_fd = dup(STDERR_FILENO);
	char *text = arena_alloc(c->arena, 4096);

	assert_true(log >= 0 && before_fd >= 0 && dup2(log, STDERR_FILENO) >= 0);
	log_quiet(false);
	job_attempt(c, k);
	log_quiet(getenv("KHUE_TEST_LOG") == NULL);
	assert_true(dup2(before_fd, STDERR_FILENO) >= 0);
	const ssize_t n = pread(log, text, 4095, 0);
	assert_true(n >= 0);
	text[n] = '\0';
	close(log);
	close(before_fd);
	return text;
}

TEST(job_given_back_is_no_failure_in_the_log_and_one_done_is_told)
{
	make_school(c);
	add_import(c, 0);
	struct job_control k = taken(take(c, "w1"), "w1"), next = taken(k.id, "w2");
	atomic_store(&k.ends, true);
	atomic_store(&k.cancel, true);
	const char *log = logged(c, &k);
	assert_non_null(strstr(log, "job.given_back"));
	assert_non_null(strstr(log, k.id));
	assert_null(strstr(log, "job.failed"));
	c->now_ms = time_now_ms();
	assert_string_equal(take(c, "w2"), k.id);
	log = logged(c, &next);
	assert_non_null(strstr(log, "job.done kind=import"));
	assert_non_null(strstr(log, k.id));
	assert_null(strstr(log, "job.failed"));
	add_import(c, 1);
	OK(db_begin(c) && db_end(c, blob_drop(c, blob_id)));
	struct job_control third = taken(take(c, "w3"), "w3");
	log = logged(c, &third);
	assert_non_null(strstr(log, "job.failed"));
	assert_non_null(strstr(log, third.id));
	assert_non_null(strstr(log, "key=import.file_lost"));
}

/* ---- how many may wait ---- */

TEST(job_beyond_the_limit_of_an_account_is_refused_until_another_is_done)
{
	struct catalog *strict = NEW(c->arena, struct catalog);
	const struct unit u = (province_make(c), province_unit(c, SCHOOL));
	json_t *in = json_pack("{s[] sb}", "files", "dry_run", 1);
	const char *id;

	arena_defer(c->arena, (void (*)(void *))json_decref, in);
	*strict = *c->catalog;
	strict->jobs_waiting_max = 3;
	c->catalog = strict;
	province_act_as(c, "clerk", SCHOOL);
	for (size_t i = 0; i < 3; i++)
		OK(job_add(c, "import", &u, in, &id));
	FAILS(job_add(c, "import", &u, in, &id), "job.limit");
	FAILS(job_check_room(c), "job.limit");
	c->now_ms++;
	OK(db_begin(c) && db_end(c, job_add_in(c, actor_id(c) + 1, "import", &u, "{}", &id))); /* another's */
	assert_non_null(take(c, "w1"));
	OK(job_add(c, "import", &u, in, &id));
}

TEST(job_of_another_writes_nothing_for_its_first_owner)
{
	make_school(c);
	add_import(c, 0);
	struct job_control first = taken(take(c, "w1"), "w1");
	c->now_ms += LEASE + 1;
	assert_string_equal(take(c, "w2"), first.id);
	job_attempt(c, &first);
	ctx_clear(c);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_class"), 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM import_batch"), 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE state = 'running' AND owner = 'w2' AND result IS NULL"), 1);
	struct job_control second = taken(first.id, "w2");
	job_attempt(c, &second);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 3);
}

/* A release that knew no owners left jobs without lane. */
TEST(job_of_the_release_before_is_taken_after_the_migration)
{
	make_school(c);
	const char *id = add(c, clerk_id, SCHOOL);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE job SET lane = NULL, attempts = NULL, run_after = NULL, state = 'running'", NULL, 0)));
	assert_null(take(c, "w1"));
	OK(migrate(c));
	assert_string_equal(take(c, "w1"), id);
}
