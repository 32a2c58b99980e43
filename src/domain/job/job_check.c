/* job_check.c - jobs compared with the blobs they name. */
#include "domain/job/job_check.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/buf.h"
#include "db/db.h"
#include "store/blob.h"

enum { SHOWN = 5, PAGE = 200, SWEPT_MS = 2 * 60 * 60 * 1000 }; /* sweeping is done every hour */

struct kept {
	const char *id;
	int64_t created_at;
	bool whole, claimed;
};

/* Those that lack something, for people. */
struct lacking {
	int64_t n;
	struct buf which;
};

struct look {
	int64_t now_ms;
	struct kept *blob;
	size_t n;
	struct lacking in, out;
	int64_t jobs;
};

/* Written to its end, and each part still there. */
static bool is_whole(const struct val *size, int64_t parts)
{
	return size->kind != VAL_NULL && parts == (size->i + BLOB_PART - 1) / BLOB_PART;
}

static bool load_blobs(struct ctx *c, struct look *l)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_BLOB_ALL, NULL, 0))
		return false;
	l->n = r.count;
	l->blob = NEW_N(c->arena, struct kept, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		l->blob[i] = (struct kept){ rows_text(&r, i, 0), rows_int(&r, i, 2), is_whole(rows_at(&r, i, 1), rows_int(&r, i, 3)), false };
	qsort(l->blob, l->n, sizeof *l->blob, text_order);
	return true;
}

/* Is it there, and whole?  It is somebody's from here on. */
static bool claim(struct look *l, const json_t *id)
{
	struct kept *b = !json_is_string(id) ? NULL
	                 : bsearch(&(struct kept){ .id = json_string_value(id) }, l->blob, l->n, sizeof *l->blob, text_order);

	if (b != NULL)
		b->claimed = true;
	return b != NULL && b->whole;
}

static void note(struct lacking *k, const char *unit, const char *id)
{
	if (++k->n <= SHOWN)
		buf_fmt(&k->which, "%sđơn vị %s: %s", k->n == 1 ? " (" : "; ", unit, id);
	else if (k->n == SHOWN + 1)
		buf_put(&k->which, "; …");
}

/* Cells: id, unit, state, started_at, input, files. */
static void look_at_job(struct look *l, const struct val *cell)
{
	json_t *in = json_loads(cell[4].s, 0, NULL), *files = cell[5].kind != VAL_TEXT ? NULL : json_loads(cell[5].s, 0, NULL), *x;
	const bool waits = streq(cell[2].s, "queued") || streq(cell[2].s, "running");
	const bool fresh = streq(cell[2].s, "done") && cell[3].kind == VAL_INT && cell[3].i > l->now_ms - BLOB_KEEP_MS;
	bool has_in = true, has_out = true;
	size_t i;

	l->jobs++;
	json_array_foreach(json_object_get(in, "files"), i, x)
		has_in = (json_object_get(x, "fault") != NULL || claim(l, json_object_get(x, "blob"))) && has_in;
	json_array_foreach(files, i, x)
		has_out = (json_is_null(x) || claim(l, x)) && has_out;
	if (waits && !has_in)
		note(&l->in, cell[1].s, cell[0].s);
	if (fresh && !has_out)
		note(&l->out, cell[1].s, cell[0].s);
	json_decref(in);
	json_decref(files);
}

/* Those that may have files, a page in an arena of its own. */
static bool look_at_jobs(struct ctx *c, struct look *l)
{
	const char *after = "";
	struct rows r = { .count = PAGE };

	while (r.count == PAGE) {
		struct ctx own = ctx_within(c);
		const bool ok = db_rows(&own, &r, SQL_JOB_FILES, ARGS(val_text(after), val_int(l->now_ms - 2 * BLOB_KEEP_MS), val_int(PAGE)));
		for (size_t i = 0; ok && i < r.count; i++)
			look_at_job(l, rows_at(&r, i, 0));
		if (ok && r.count > 0)
			after = arena_strdup(c->arena, rows_text(&r, r.count - 1, 0));
		if (!ctx_end(&own, c, ok))
			return false;
	}
	return true;
}

/* A restored backup may have some until somebody works with it. */
static bool look_at_age(struct ctx *c, const struct look *l, struct problems *p)
{
	struct rows r;
	int64_t overdue = 0;

	if (!db_rows(c, &r, SQL_BLOB_SWEPT, NULL, 0))
		return false;
	for (size_t i = 0; i < l->n; i++)
		overdue += l->blob[i].created_at < rows_int(&r, 0, 0) - BLOB_KEEP_MS - SWEPT_MS;
	if (overdue > 0)
		problem_add(c, p, "blob", "blob.overdue", "%" PRId64 " tệp tạm còn lại quá một ngày, trong đó có dữ liệu cá nhân: máy chủ dọn mỗi giờ mà chưa xoá được; xem dòng"
		            " blob.sweep trong nhật ký của chương trình (journalctl -u khue), rồi khởi động lại khue serve hoặc khue worker.", overdue);
	return true;
}

static bool look_at_parts(struct ctx *c, struct problems *p)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_BLOB_LOOSE_PARTS, NULL, 0))
		return false;
	if (rows_int(&r, 0, 0) > 0)
		problem_add(c, p, "blob_part", "blob.part", "%" PRId64 " phần tệp tạm không thuộc tệp nào, không việc nào đọc được và không tự xoá; xoá bằng lệnh SQL:"
		            " DELETE FROM blob_part WHERE blob_id NOT IN (SELECT id FROM blob).", rows_int(&r, 0, 0));
	return true;
}

static void tell(struct ctx *c, struct look *l, struct problems *p)
{
	if (l->in.n > 0)
		problem_add(c, p, "job", "job.input_lost", "%" PRId64 " việc đang chờ hoặc đang chạy%s) mà tệp đã gửi không còn, nên sẽ không làm được; báo người gửi gửi lại"
		            " tệp, và xem có tiến trình nào làm việc dài không (khue serve, khue worker).", l->in.n, buf_text(&l->in.which));
	if (l->out.n > 0)
		problem_add(c, p, "job", "job.output_lost", "%" PRId64 " việc đã xong trong ngày%s) mà tệp kết quả không còn; báo người xin xin lại tệp.", l->out.n,
		            buf_text(&l->out.which));
}

static bool look(struct ctx *c, struct look *l, struct problems *p)
{
	return load_blobs(c, l) && look_at_jobs(c, l) && look_at_age(c, l, p) && look_at_parts(c, p);
}

bool job_check(struct ctx *c, struct problems *p, struct job_check *ret)
{
	struct look l = { .now_ms = c->now_ms, .in.which = buf_in(c->arena), .out.which = buf_in(c->arena) };

	*ret = (struct job_check){ 0 };
	if (!db_read_begin(c))
		return false;
	const bool ok = look(c, &l, p);
	db_read_end(c);
	tell(c, &l, p);
	ret->jobs = l.jobs;
	ret->blobs = (int64_t)l.n;
	for (size_t i = 0; i < l.n; i++)
		ret->unclaimed += !l.blob[i].claimed;
	return ok;
}
