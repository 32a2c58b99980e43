/* test_job_progress.c - how far a job is: true, and never less than before. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/runner/attempt.h"
#include "province.h"
#include "store/blob.h"
#include "test_import_tools.h"

struct watched {
	struct ctx *c;
	struct job_control *control;
	int64_t done, total;
	size_t moves;
	bool back;
};

/* Before every call of the job. */
static void watch(void *arg)
{
	struct watched *w = arg;
	const int64_t done = atomic_load(&w->control->done), total = atomic_load(&w->control->total);

	w->back = w->back || done < w->done || (w->total != 0 && total != w->total) || done > total;
	w->moves += done > w->done;
	w->done = done;
	w->total = total;
	db_inject_pause(w->c->db, 1, watch, w);
}

static int64_t clerk_id;

static struct watched watched_import(struct ctx *c, size_t n_files)
{
	const struct unit u = province_unit(c, SCHOOL);
	struct buf files = buf_in(c->arena);
	struct job_made made = { 0 };
	struct account clerk;
	struct job j;
	const char *id = NULL;

	for (size_t i = 0; i < n_files; i++) { /* the longest last */
		const char *blob, *list = "STT,Lớp,Họ và tên,Ngày sinh,Giới tính,Dân tộc\n";
		struct buf text = buf_in(c->arena);
		buf_put(&text, list);
		for (size_t k = 0; k < i * 40 + 3; k++)
			buf_fmt(&text, "%zu,1%c,Lê Văn Dài,%02zu/%02zu/2018,Nam,Kinh\n", k + 1, (char)('A' + (char)(i + n_files)), k % 28 + 1, k / 28 + 1);
		int fd = memfd_create("list", MFD_CLOEXEC);
		assert_true(fd >= 0 && write(fd, text.data, text.len) == (ssize_t)text.len);
		OK(blob_put(c, u.id, fd, &blob));
		close(fd);
		buf_fmt(&files, "%s{\"blob\":\"%s\",\"name\":\"%zu.csv\"}", i > 0 ? "," : "", blob, i);
	}
	OK(db_begin(c) && db_end(c, job_add_in(c, clerk_id, "import", &u, arena_fmt(c->arena, "{\"files\":[%s],\"year\":2025,\"dry_run\":false}", buf_text(&files)), &id)));
	const char *taken;
	OK(job_take(c, "import", id, 1000, &taken));
	assert_string_equal(taken, id);
	OK(job_load(c, id, &j) && account_load(c, clerk_id, &clerk));
	c->account = &clerk;
	struct job_control k = { .spool = "/tmp", .id = id, .owner = id };
	struct watched w = { .c = c, .control = &k };
	watch(&w);
	OK(job_import(c, &j, &k, &made));
	db_inject_pause(c->db, 0, NULL, NULL);
	c->account = NULL;
	w.done = atomic_load(&k.done);
	w.total = atomic_load(&k.total);
	OK(db_begin(c) && db_end(c, job_finish(c, &k, "done", &made)));
	struct buf told = buf_in(c->arena);
	OK(job_put_json(c, &told, &j));
	assert_non_null(strstr(buf_text(&told), n_files > 1 ? "\"counts\":\"bytes\"" : "\"counts\":\"rows\""));
	return w;
}

TEST(job_of_several_files_never_runs_back)
{
	province_make(c);
	api_account(c, "vanthu", "clerk", SCHOOL, NULL);
	clerk_id = pupils_number(c, "SELECT id FROM account WHERE name = 'vanthu'");
	struct watched w = watched_import(c, 3);
	assert_false(w.back);
	assert_true(w.moves >= 2); /* seen before the calls of the next file */
	assert_true(w.done > 0 && w.done == w.total);
	assert_int_equal(w.total, pupils_number(c, "SELECT CAST(sum(size) AS BIGINT) FROM blob"));
	w = watched_import(c, 1);
	assert_false(w.back);
	assert_true(w.done > 0 && w.done == w.total);
	assert_int_equal(w.total, 3);
}
