/* test_job_again.c - jobs that are begun once more: after they were cut off, or a trial with other answers. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "job_tools.h"
#include "province.h"
#include "store/blob.h"
#include "test_import_tools.h"

static int64_t clerk_id;

static void make_school(struct ctx *c)
{
	province_make(c);
	api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	clerk_id = pupils_number(c, "SELECT id FROM account WHERE name = 'vanthu'");
}

static const char *add_trial(struct ctx *c)
{
	static const char list[] = "STT,Lớp,Họ và tên,Ngày sinh,Giới tính,Dân tộc\n1,1A,Lê An,05/09/2019,Nam,Kinh\n";
	const struct unit u = province_unit(c, SCHOOL);
	const int fd = memfd_create("list", MFD_CLOEXEC);
	const char *blob, *id = NULL;

	assert_true(fd >= 0 && write(fd, list, strlen(list)) == (ssize_t)strlen(list));
	OK(blob_put(c, u.id, fd, &blob));
	close(fd);
	const char *input = arena_fmt(c->arena, "{\"files\":[{\"blob\":\"%s\",\"name\":\"a.csv\"}],\"year\":2025,\"dry_run\":true}", blob);
	OK(db_begin(c) && db_end(c, job_add_in(c, clerk_id, "import", &u, input, &id)));
	return id;
}

/* What was done before it was cut off is told until more is; its pace is that of the present owner. */
TEST(job_that_was_cut_off_is_told_from_where_it_was)
{
	struct job j;

	make_school(c);
	const char *id = add_trial(c);
	assert_string_equal(take(c, "w1"), id);
	struct job_control k = taken(id, "w1"), next = taken(id, "w2");
	atomic_store(&k.done, 1500);
	atomic_store(&k.total, 5000);
	OK(db_begin(c) && db_end(c, job_hold(c, &k)));
	c->now_ms += LEASE + 1;
	assert_string_equal(take(c, "w2"), id);
	OK(job_load(c, id, &j));
	assert_true(j.done == 1500 && j.total == 5000 && j.began == 1500);
	atomic_store(&next.done, 500); /* found again */
	OK(db_begin(c) && db_end(c, job_hold(c, &next)));
	OK(job_load(c, id, &j));
	assert_true(j.done == 1500 && j.began == 1500);
	struct buf b = buf_in(c->arena);
	OK(job_put_json(c, &b, &j));
	assert_non_null(strstr(buf_text(&b), "\"from\":1500"));
	assert_null(strstr(buf_text(&b), "\"rate\"")); /* nothing new is done yet */
}

/* ---- other answers ---- */

static bool tried_again(struct ctx *c, const char *id, const char *answers)
{
	json_t *told = json_loads(answers, 0, NULL);
	struct job j;

	arena_defer(c->arena, (void (*)(void *))json_decref, told);
	OK(job_load(c, id, &j));
	return job_import_again(c, &j, told);
}

TEST(job_of_a_trial_is_tried_again_with_other_answers)
{
	struct job j;
	const char *id, *writer;

	make_school(c);
	(void)add_trial(c);
	id = take(c, "w1");
	struct job_control k = taken(id, "w1");
	FAILS(tried_again(c, id, "[{}]"), "import.not_yours");
	struct account clerk;
	OK(account_load(c, clerk_id, &clerk));
	c->account = &clerk;
	FAILS(tried_again(c, id, "[{}]"), "import.state"); /* it runs */
	job_attempt(c, &k);
	c->account = &clerk;
	FAILS(tried_again(c, id, "[]"), "import.answers");
	FAILS(tried_again(c, id, "[{\"left_out\":true}]"), "import.file");
	OK(tried_again(c, id, "[{\"year\":2024,\"class\":null}]"));
	c->account = NULL;
	OK(job_load(c, id, &j));
	assert_string_equal(j.state, "queued");
	assert_null(j.result);
	assert_string_equal(take(c, "w2"), id);
	struct job_control second = taken(id, "w2");
	job_attempt(c, &second);
	OK(job_load(c, id, &j));
	assert_string_equal(j.state, "done");
	assert_non_null(strstr(j.result, "\"school_year\":2024"));
	c->account = &clerk;
	OK(job_import_commit(c, &j, &writer));
	FAILS(tried_again(c, id, "[{}]"), "import.committed");
	OK(job_load(c, id, &j));
	assert_string_equal(j.writer, writer);
	OK(job_load(c, writer, &j));
	struct buf b = buf_in(c->arena);
	OK(job_put_json(c, &b, &j));
	assert_non_null(strstr(buf_text(&b), arena_fmt(c->arena, "\"trial\":\"%s\"", id)));
	c->account = NULL;
}

/* ---- what cannot be read ---- */

static void do_next(struct ctx *c, const char *owner)
{
	const char *id = take(c, owner);
	struct job_control k = taken(id, owner);

	job_attempt(c, &k);
}

static const char *blob_of(struct ctx *c, const char *bytes, size_t n)
{
	const int fd = memfd_create("sent", MFD_CLOEXEC);
	const char *blob;

	assert_true(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	OK(blob_put(c, province_unit(c, SCHOOL).id, fd, &blob));
	close(fd);
	return blob;
}

#define BLOB(literal) blob_of(c, literal, sizeof(literal) - 1)

static const char *told_of(struct ctx *c, const char *id, const char *owner, const char *state)
{
	struct job j;

	do_next(c, owner);
	OK(job_load(c, id, &j));
	assert_string_equal(j.state, state);
	return j.result;
}

/* It goes at once, and is told of as before when the others are tried again and written; what only lacks an answer stays. */
TEST(job_lets_go_of_a_file_that_cannot_be_read)
{
	struct account clerk;
	struct job j;
	const char *id, *writer;

	make_school(c);
	const struct unit u = province_unit(c, SCHOOL);
	const char *good = BLOB("STT,Lớp,Họ và tên,Ngày sinh,Giới tính,Dân tộc\n1,1A,Lê An,05/09/2019,Nam,Kinh\n"), *bytes = BLOB("\1\2\0\3\xFE"),
	           *zip = BLOB("PK\3\4 and no more"), *other = BLOB("Họ,Tuổi\nLê,7\n");
	const char *input = arena_fmt(c->arena, "{\"files\":[{\"blob\":\"%s\",\"name\":\"a.csv\"},{\"blob\":\"%s\",\"name\":\"b.bin\"},{\"blob\":\"%s\",\"name\":\"c.xlsx\"},"
	                              "{\"blob\":\"%s\",\"name\":\"d.csv\"}],\"year\":2025,\"dry_run\":true}", good, bytes, zip, other);
	OK(db_begin(c) && db_end(c, job_add_in(c, clerk_id, "import", &u, input, &id)));
	const char *first = told_of(c, id, "w1", "done");
	assert_non_null(strstr(first, "sheet.unknown"));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM blob"), 2);
	for (int i = 0; i < 2; i++)
		assert_int_equal(pupils_number(c, arena_fmt(c->arena, "SELECT count(*) FROM blob WHERE id = '%s'", i == 0 ? good : other)), 1);
	OK(account_load(c, clerk_id, &clerk));
	c->account = &clerk;
	OK(tried_again(c, id, "[{},{},{},{}]"));
	c->account = NULL;
	assert_string_equal(told_of(c, id, "w2", "done"), first);
	c->account = &clerk;
	OK(job_load(c, id, &j));
	OK(job_import_commit(c, &j, &writer));
	c->account = NULL;
	assert_non_null(strstr(told_of(c, writer, "w3", "done"), "sheet.unknown"));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM blob"), 0);
}

/* ---- what did not come to its end ---- */

static struct api_reply called(struct ctx *c, enum method method, const char *id, const char *end)
{
	struct api_session clerk;

	assert_int_equal(api_sign_in(c, "vanthu", API_PASSWORD, &clerk), 200);
	return api_call(c, &clerk, method, arena_fmt(c->arena, API "/%s/%s%s", method == GET ? "jobs" : "imports", id, end), NULL);
}

/* Writes what was tried; is broken off after its rows stand, as state tells. */
static const char *broken_off(struct ctx *c, const char *trial, const char *state)
{
	struct account clerk;
	struct job j;
	const char *id;

	OK(account_load(c, clerk_id, &clerk));
	OK(job_load(c, trial, &j));
	c->account = &clerk;
	OK(job_import_commit(c, &j, &id));
	c->account = NULL;
	do_next(c, "w2");
	OK(db_begin(c) && db_end(c, db_run(c, arena_fmt(c->arena, "UPDATE job SET state = '%s', result = NULL WHERE id = '%s'", state, id), NULL, 0)));
	return id;
}

static int64_t written_of(struct ctx *c, const char *id)
{
	struct api_reply r = called(c, GET, id, "");

	EXPECT(r, 200);
	return json_integer_value(json_object_get(r.json, "written"));
}

/* Twice the same trial: what each wrote is its own, and is taken back by it. */
static void taken_back_when(struct ctx *c, const char *state)
{
	make_school(c);
	const char *trial = add_trial(c);
	do_next(c, "w1");
	const char *first = broken_off(c, trial, state), *second = broken_off(c, trial, "done");

	assert_int_equal(written_of(c, first), 1);
	assert_int_equal(written_of(c, second), 0); /* it was there */
	struct api_reply r = called(c, POST, second, "/undo");
	EXPECT(r, 409);
	assert_string_equal(r.key, "import.nothing");
	r = called(c, POST, first, "/undo");
	EXPECT(r, 202);
	const struct api_reply same = called(c, POST, first, "/undo"); /* whoever presses again is told of the same */
	EXPECT(same, 202);
	assert_string_equal(api_text(&same, "id"), api_text(&r, "id"));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM job WHERE kind = 'import_undo'"), 1);
	do_next(c, "w3");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status = '01'"), 0);
	r = called(c, POST, first, "/undo");
	EXPECT(r, 409);
	assert_string_equal(r.key, "import.undone");
}

TEST(job_that_was_stopped_is_taken_back)
{
	taken_back_when(c, "cancelled");
}

TEST(job_that_broke_off_is_taken_back)
{
	taken_back_when(c, "failed");
}

TEST(job_that_writes_is_not_taken_back_and_is_told_by_its_trial_when_it_stopped)
{
	struct job j;

	make_school(c);
	const char *trial = add_trial(c);
	do_next(c, "w1");
	const char *id = broken_off(c, trial, "running");
	struct api_reply r = called(c, POST, id, "/undo");
	EXPECT(r, 409);
	assert_string_equal(r.key, "import.state");
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE job SET state = 'cancelled' WHERE state = 'running'", NULL, 0)));
	OK(job_load(c, trial, &j));
	assert_string_equal(j.writer, id);
	struct account account;
	OK(account_load(c, clerk_id, &account));
	c->account = &account;
	OK(tried_again(c, trial, "[{}]")); /* another trial by now */
	c->account = NULL;
	OK(job_load(c, trial, &j));
	assert_null(j.writer);
}
