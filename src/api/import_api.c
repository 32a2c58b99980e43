/* import_api.c - files in, as jobs. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/routes.h"
#include "base/secret.h"
#include "base/text.h"
#include "domain/job/job.h"
#include "domain/unit/unit_life.h"

TAKES(api_import_create,
	{ "file", IN_FILES, .required = true, .summary = "Một hay nhiều tệp Excel, CSV" },
	{ "year", IN_INT, .required = true, .summary = "Năm đầu của năm học" },
	{ "unit", IN_TEXT, .summary = "Mã trường; bỏ trống: trường của bạn" },
	{ "sheet", IN_TEXT, .summary = "Mẫu, xem /sheets; bỏ trống: hệ thống tự nhận" },
	{ "class", IN_TEXT, .summary = "Tên lớp, khi tệp không nói" },
	{ "asks", IN_TEXT, .summary = "Trả lời điều mẫu hỏi, một đối tượng JSON như {\"period\": \"CK1\"}" },
	{ "mapping", IN_TEXT, .summary = "Cột nào là mục nào, một mảng JSON như trong kết quả nạp thử" },
	{ "dry_run", IN_BOOL, .summary = "false: ghi ngay; bỏ trống: thử trước" });

static bool services(struct ctx *c, const struct request *q, struct job_runner **ret)
{
	const struct api_services *s = q->app->data;

	*ret = s == NULL ? NULL : s->jobs;
	return *ret != NULL || fail(c, ERR_BUSY, "job.none", "this process runs no jobs");
}

static const char *text_part(const struct request *q, const char *name)
{
	const struct part *p = http_part(q, name);

	return p == NULL || p->filename != NULL || *p->text == '\0' ? NULL : p->text;
}

/* The upload waits, unlinked, in a temporary file; the job needs it after the request has gone. */
static bool keep_file(struct ctx *c, const char *spool, const struct part *p, json_t *files)
{
	const char *path = arena_fmt(c->arena, "%s/%s", spool, secret_token(c->arena, 15));
	int out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	char piece[65536];
	ssize_t n = 0;
	bool ok = out >= 0;

	lseek(p->fd, 0, SEEK_SET);
	while (ok && (n = read(p->fd, piece, sizeof piece)) > 0)
		ok = write(out, piece, (size_t)n) == n;
	ok = ok && n == 0 && close(out) == 0;
	json_array_append_new(files, json_pack("{ss ss}", "path", path, "name", p->filename));
	return ok || fail(c, ERR_FULL, "import.spool", "Máy chủ chưa nhận được tệp: %s. Hãy thử lại sau.", strerror(errno));
}

/* A part that holds JSON. */
static bool read_part(struct ctx *c, const struct request *q, const char *name, json_type type, json_t *in)
{
	const char *text = text_part(q, name);
	json_t *v = text == NULL ? NULL : json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	if (text == NULL)
		return true;
	if (v == NULL || json_typeof(v) != type) {
		json_decref(v);
		return fail(c, ERR_INVALID, "import.part", "%s: ghi một %s JSON.", name, type == JSON_OBJECT ? "đối tượng" : "mảng");
	}
	json_object_set_new(in, name, v);
	return true;
}

static bool read_input(struct ctx *c, const struct request *q, const char *spool, json_t *in)
{
	json_t *files = json_object_get(in, "files");
	const char *year = text_part(q, "year"), *sheet = text_part(q, "sheet"), *class_name = text_part(q, "class"), *dry = text_part(q, "dry_run");
	int64_t y;

	if (year == NULL || !text_int(year, &y) || y < 1990 || y > 2100)
		return fail(c, ERR_INVALID, "import.year", "year: ghi năm đầu của năm học, ví dụ 2025.");
	if (sheet != NULL && catalog_sheet(c->catalog, sheet) == NULL)
		return fail(c, ERR_INVALID, "import.sheet", "Không có mẫu này; xem /api/v1/sheets, hoặc bỏ trống để hệ thống tự nhận.");
	json_object_set_new(in, "year", json_integer(y));
	if (dry != NULL && !streq(dry, "true") && !streq(dry, "1") && !streq(dry, "false") && !streq(dry, "0"))
		return fail(c, ERR_INVALID, "import.dry_run", "dry_run: ghi true (chỉ thử) hoặc false (ghi ngay).");
	json_object_set_new(in, "dry_run", json_boolean(dry == NULL || streq(dry, "true") || streq(dry, "1")));
	if (!read_part(c, q, "asks", JSON_OBJECT, in) || !read_part(c, q, "mapping", JSON_ARRAY, in))
		return false;
	if (sheet != NULL)
		json_object_set_new(in, "sheet", json_string(sheet));
	if (class_name != NULL)
		json_object_set_new(in, "class", json_string(class_name));
	for (const struct part *p = q->parts; p != NULL; p = p->next)
		if (p->filename != NULL && !keep_file(c, spool, p, files))
			return false;
	return json_array_size(files) > 0 || fail(c, ERR_INVALID, "import.file", "Chưa có tệp nào; gửi tệp ở mục file.");
}

static bool reply_job(struct ctx *c, struct job_runner *jobs, struct response *r, const char *id, int status)
{
	struct buf b = buf_in(c->arena);
	struct job j;

	if (!job_find(c, id, &j))
		return false;
	job_runner_progress(jobs, &j);
	job_put_json(&b, &j);
	r->status = status;
	reply_buf(r, "application/json", &b);
	return true;
}

static bool start(struct ctx *c, struct job_runner *jobs, const char *kind, const struct unit *u, const json_t *in, struct response *r)
{
	const char *id;

	if (!job_add(c, kind, u, in, &id))
		return false;
	job_runner_wake(jobs);
	reply_header(r, "Location", arena_fmt(c->arena, API "/imports/%s", id));
	return reply_job(c, jobs, r, id, 202);
}

HANDLER(api_import_create)
{
	json_t *in = json_pack("{s[]}", "files");
	struct job_runner *jobs;
	struct unit u;

	arena_defer(c->arena, (void (*)(void *))json_decref, in);
	return services(c, q, &jobs) && api_unit(c, text_part(q, "unit"), &u) && read_input(c, q, job_runner_spool(jobs), in) &&
	       start(c, jobs, "import", &u, in, r);
}

HANDLER(api_import_commit)
{
	struct job_runner *jobs;
	struct job j;

	if (!services(c, q, &jobs) || !job_find(c, http_param(q, "id"), &j))
		return false;
	json_t *in = json_loads(j.input, 0, NULL);
	arena_defer(c->arena, (void (*)(void *))json_decref, in);
	if (!streq(j.state, "done") || !json_is_true(json_object_get(in, "dry_run")))
		return fail(c, ERR_CONFLICT, "import.state", "Chỉ ghi được một lần nạp thử đã xong.");
	json_object_set_new(in, "dry_run", json_false());
	return start(c, jobs, "import", &j.unit, in, r);
}

HANDLER(api_import_undo)
{
	json_t *in = json_pack("{s[]}", "batches");
	struct job_runner *jobs;
	struct job j;

	arena_defer(c->arena, (void (*)(void *))json_decref, in);
	return services(c, q, &jobs) && job_find(c, http_param(q, "id"), &j) &&
	       job_import_batches(c, &j, json_object_get(in, "batches")) && start(c, jobs, "import_undo", &j.unit, in, r);
}

HANDLER(api_import_show)
{
	struct job_runner *jobs;

	return services(c, q, &jobs) && reply_job(c, jobs, r, http_param(q, "id"), 200);
}

HANDLER(api_job_show)
{
	return api_import_show(c, q, r);
}

HANDLER(api_job_cancel)
{
	struct job_runner *jobs;
	struct job j;

	return services(c, q, &jobs) && job_find(c, http_param(q, "id"), &j) && job_cancel(c, jobs, &j) &&
	       reply_job(c, jobs, r, j.id, 200);
}

/* The first file that has errors. */
static int open_first(struct ctx *c, const char *spool, const struct job *j)
{
	json_t *in = json_loads(j->input, 0, NULL);
	size_t n = json_array_size(json_object_get(in, "files"));
	int fd = -1;

	for (size_t i = 1; fd < 0 && i <= n; i++)
		fd = open(job_import_errors(c->arena, spool, j->id, i), O_RDONLY | O_CLOEXEC);
	json_decref(in);
	return fd;
}

HANDLER(api_import_errors)
{
	struct job_runner *jobs;
	struct job j;
	int64_t file;

	if (!services(c, q, &jobs) || !job_find(c, http_param(q, "id"), &j) || !api_number(c, q, "file", 1, 1000, 0, &file))
		return false;
	const char *spool = job_runner_spool(jobs);
	int fd = file == 0 ? open_first(c, spool, &j) : open(job_import_errors(c->arena, spool, j.id, (size_t)file), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(c, ERR_NOT_FOUND, "import.no_errors", "Lần nạp này không có lỗi nào, hoặc chưa xong.");
	r->file = fd;
	r->file_size = lseek(fd, 0, SEEK_END);
	lseek(fd, 0, SEEK_SET);
	r->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	reply_header(r, "Content-Disposition", "attachment; filename=\"loi.xlsx\"");
	return true;
}
