/* import_api.c - files in, as jobs. */
#include "api/routes.h"
#include "base/text.h"
#include "catalog/document.h"
#include "domain/runner/job_runner.h"
#include "store/blob.h"
#include "store/quota.h"

TAKES(api_import_create,
	{ "file", IN_FILES, .required = true, .summary = "Một hay nhiều tệp Excel, CSV" },
	{ "year", IN_INT, .required = true, .summary = "Năm đầu của năm học" },
	{ "unit", IN_TEXT, .summary = "Mã trường; bỏ trống: trường của bạn" },
	{ "sheet", IN_TEXT, .summary = "Mẫu, xem /sheets; bỏ trống: hệ thống tự nhận" },
	{ "class", IN_TEXT, .summary = "Tên lớp, khi tệp không nói" },
	{ "asks", IN_TEXT, .summary = "Trả lời điều mẫu hỏi, một đối tượng JSON như {\"period\": \"CK1\"}" },
	{ "mapping", IN_TEXT, .summary = "Cột nào là mục nào, một mảng JSON như trong kết quả nạp thử" },
	{ "dry_run", IN_BOOL, .summary = "false: ghi ngay; bỏ trống: thử trước" });

static const char *text_part(const struct request *q, const char *name)
{
	const struct part *p = http_part(q, name);

	return p == NULL || p->filename != NULL || *p->text == '\0' ? NULL : p->text;
}

/* Whoever does the job may be another process, on another machine. */
static bool keep_file(struct ctx *c, const struct unit *u, const struct part *p, json_t *files)
{
	const char *blob;

	if (!blob_put(c, u->id, p->fd, &blob))
		return false;
	json_array_append_new(files, json_pack("{ss ss}", "blob", blob, "name", p->filename));
	return true;
}

/* Counted before any of it is kept. */
static bool count_files(struct ctx *c, const struct request *q, const struct unit *u)
{
	int64_t bytes = 0;

	for (const struct part *p = q->parts; p != NULL; p = p->next)
		bytes += p->filename != NULL ? p->size : 0;
	return quota_take_bytes(c, u->id, bytes);
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

static bool read_input(struct ctx *c, const struct request *q, const struct unit *u, json_t *in)
{
	json_t *files = json_object_get(in, "files");
	const char *year = text_part(q, "year"), *sheet = text_part(q, "sheet"), *class_name = text_part(q, "class"), *dry = text_part(q, "dry_run");
	int64_t y;

	if (year == NULL || !text_int(year, &y) || y < SCHOOL_YEAR_MIN || y > SCHOOL_YEAR_MAX)
		return fail(c, ERR_INVALID, "import.year", "year: ghi năm đầu của năm học, ví dụ 2025.");
	if (sheet != NULL && catalog_sheet(c->catalog, sheet) == NULL)
		return fail(c, ERR_INVALID, "import.sheet", "Không có mẫu này; xem các mẫu Excel, hoặc bỏ trống để hệ thống tự nhận.");
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
	if (!count_files(c, q, u))
		return false;
	for (const struct part *p = q->parts; p != NULL; p = p->next)
		if (p->filename != NULL && !keep_file(c, u, p, files))
			return false;
	return json_array_size(files) > 0 || fail(c, ERR_INVALID, "import.file", "Chưa có tệp nào; gửi tệp ở mục file.");
}

static bool reply_begun(struct ctx *c, const struct request *q, const char *id, struct response *r)
{
	api_jobs_wake(q);
	reply_header(r, "Location", arena_fmt(c->arena, API "/imports/%s", id));
	return api_reply_job(c, q, r, id, 202);
}

static bool create(struct ctx *c, const struct request *q, struct response *r)
{
	json_t *in = document_kept(c->arena, json_pack("{s[]}", "files"));
	struct unit u;
	const char *id;

	return api_unit(c, text_part(q, "unit"), &u) && job_check_room(c) && read_input(c, q, &u, in) && job_add(c, "import", &u, in, &id) &&
	       api_reply_job(c, q, r, id, 202);
}

HANDLER(api_import_create)
{
	if (!api_once_below(c, q, r, create, API "/imports"))
		return false;
	api_jobs_wake(q);
	return true;
}

HANDLER(api_import_commit)
{
	struct job j;
	const char *id;

	if (!job_find(c, http_param(q, "id"), &j))
		return false;
	if (job_import_commit(c, &j, &id))
		return reply_begun(c, q, id, r);
	if (streq(c->key, "import.committed")) /* there its result is */
		reply_header(r, "Location", arena_fmt(c->arena, API "/imports/%s", c->problems.first->message));
	return false;
}

TAKES(api_import_again,
	{ "files", IN_LIST, .required = true, .objects = true,
	  .summary = "Cho từng tệp, theo thứ tự đã gửi: year, sheet, class, asks, mapping như khi gửi; left_out: true nếu bỏ tệp ấy" });

static bool check_told(struct ctx *c, const char *name, const json_t *v)
{
	const int64_t year = json_integer_value(v);

	if (json_is_null(v))
		return true;
	if (streq(name, "year"))
		return (year >= SCHOOL_YEAR_MIN && year <= SCHOOL_YEAR_MAX) || fail(c, ERR_INVALID, "import.year", "year: ghi năm đầu của năm học, ví dụ 2025.");
	if (streq(name, "sheet"))
		return (json_is_string(v) && catalog_sheet(c->catalog, json_string_value(v)) != NULL) ||
		       fail(c, ERR_INVALID, "import.sheet", "Không có mẫu này; xem các mẫu Excel, hoặc bỏ trống để hệ thống tự nhận.");
	if ((streq(name, "class") && json_is_string(v)) || (streq(name, "asks") && json_is_object(v)) || (streq(name, "mapping") && json_is_array(v)) ||
	    (streq(name, "left_out") && json_is_boolean(v)))
		return true;
	return fail(c, ERR_INVALID, "import.answers", "files: mục «%.40s» không có, hoặc không viết như thế.", name);
}

HANDLER(api_import_again)
{
	const json_t *all = json_object_get(q->in, "files"), *v;
	struct job j;
	const char *name;

	if (!job_find(c, http_param(q, "id"), &j))
		return false;
	for (size_t i = 0; i < json_array_size(all); i++)
		json_object_foreach(json_array_get(all, i), name, v)
			if (!check_told(c, name, v))
				return false;
	return job_check_room(c) && job_import_again(c, &j, all) && reply_begun(c, q, j.id, r);
}

HANDLER(api_import_undo)
{
	struct job j;
	const char *id;

	return job_find(c, http_param(q, "id"), &j) && job_import_take_back(c, &j, &id) && reply_begun(c, q, id, r);
}

HANDLER(api_import_errors)
{
	struct job j;
	int64_t file;
	int fd;

	if (!job_find(c, http_param(q, "id"), &j) || !api_number(c, q, "file", 1, 1000, 0, &file))
		return false;
	if (file == 0)
		file = (int64_t)job_first_file(c, &j);
	if (!streq(j.kind, "import") || file == 0 || !job_open_file(c, &j, (size_t)file, &fd)) {
		if (c->err != ERR_NONE && c->err != ERR_NOT_FOUND)
			return false;
		ctx_clear(c);
		return fail(c, ERR_NOT_FOUND, "import.no_errors", "Lần nạp này không có lỗi nào, chưa xong, hoặc đã quá một ngày.");
	}
	return api_reply_xlsx(c, r, fd, arena_fmt(c->arena, "tep-loi-%" PRId64, file));
}
