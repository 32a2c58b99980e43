/* export_api.c - files out: asked for with a purpose, approved by a second person where they are large, fetched once ready. */
#include <unistd.h>

#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/account/account.h"
#include "domain/export/export.h"
#include "domain/job/job.h"

SHAPE(export, "Một lần xuất tệp",
	{ "id", OUT_TEXT, .summary = "Mã" },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị" },
	{ "sheet", OUT_TEXT, .summary = "Tên mẫu" },
	{ "school_year", OUT_INT, .summary = "Năm đầu của năm học" },
	{ "class", OUT_TEXT, .summary = "Mã lớp, khi chỉ một lớp", .maybe = true },
	{ "asks", OUT_ANY, .summary = "Điều mẫu hỏi, và câu trả lời", .map = true },
	{ "empty", OUT_BOOL, .summary = "Chỉ mẫu trống" },
	{ "persons", OUT_INT, .summary = "Số người trong tệp" },
	{ "taken", OUT_INT, .summary = "Khi chờ duyệt: số người trong các tệp khác tài khoản ấy đã lấy trong một ngày mà không ai duyệt", .maybe = true },
	{ "purpose", OUT_TEXT, .summary = "Để làm gì", .maybe = true },
	{ "state", OUT_TEXT, .summary = "waiting_approval, approved, refused, queued, running, done, failed, cancelled hoặc expired" },
	{ "job", OUT_TEXT, .summary = "Công việc viết tệp", .maybe = true },
	{ "asked_at", OUT_TIME, .summary = "Xin lúc", .maybe = true },
	{ "asked_by", OUT_TEXT, .summary = "Ai xin", .maybe = true },
	{ "decided_at", OUT_TIME, .summary = "Duyệt hay từ chối lúc", .maybe = true },
	{ "decided_by", OUT_TEXT, .summary = "Ai duyệt hay từ chối", .maybe = true },
	{ "reason", OUT_TEXT, .summary = "Lý do từ chối", .maybe = true },
	{ "done_at", OUT_TIME, .summary = "Viết xong lúc", .maybe = true },
	{ "fetched", OUT_INT, .summary = "Số lần đã tải" },
	{ "fetched_at", OUT_TIME, .summary = "Tải lần sau cùng", .maybe = true });

TAKES(api_export_create,
	{ "sheet", IN_TEXT, .required = true, .max_len = 60, .summary = "Tên mẫu, xem /sheets" },
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã trường; bỏ trống: đơn vị của bạn" },
	{ "year", IN_INT, .required = true, .summary = "Năm đầu của năm học, ví dụ 2025" },
	{ "class", IN_TEXT, .max_len = 40, .summary = "Mã lớp; bỏ trống: cả trường" },
	{ "purpose", IN_TEXT, .max_len = 500, .summary = "Để làm gì, gửi cho ai, ít nhất năm từ, mỗi từ ít nhất hai chữ cái; bắt buộc trừ khi xin mẫu trống" },
	{ "empty", IN_BOOL, .summary = "Chỉ mẫu trống" },
	{ "asks", IN_OBJECT, .summary = "Điều mẫu hỏi, như {\"period\": \"CN\"}" });

TAKES(api_export_refuse,
	{ "reason", IN_TEXT, .required = true, .max_len = 500, .summary = "Lý do từ chối" });

static bool find_sheet(struct ctx *c, const char *name, const struct sheet_template **ret)
{
	*ret = name == NULL ? NULL : catalog_sheet(c->catalog, name);
	return *ret != NULL || fail(c, ERR_NOT_FOUND, "export.sheet", "Không có mẫu này; xem các mẫu Excel.");
}

/* A register of institutions whoever keeps it may take as well: it is open, and about nobody. */
static bool may_take(struct ctx *c, const struct sheet_template *t)
{
	const struct record_type *subject = t->record[0].type;

	return account_may(c, "export", "write") || (subject->is_unit && account_may(c, subject->module, "write")) ||
	       fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không có quyền làm việc này.");
}

static bool reply_export(struct ctx *c, struct response *r, const struct export *x, int status)
{
	struct buf b = buf_in(c->arena);

	if (!export_put_json(c, &b, x))
		return false;
	r->status = status;
	return reply_json(r, &b);
}

static bool read_year(struct ctx *c, int64_t year)
{
	return (year >= SCHOOL_YEAR_MIN && year <= SCHOOL_YEAR_MAX) || fail(c, ERR_INVALID, "export.year", "year: ghi năm đầu của năm học, ví dụ 2025.");
}

static bool of_class(struct ctx *c, struct export_wish *wish, const char *code)
{
	return code == NULL || *code == '\0' || export_wish_of_class(c, wish, code);
}

SHAPE(export_preview, "Tệp sẽ thế nào nếu xin bây giờ",
	{ "persons", OUT_INT, .summary = "Số người trong tệp" },
	{ "taken", OUT_INT, .summary = "Số người trong các tệp khác bạn đã lấy trong một ngày mà không ai duyệt: cộng vào" },
	{ "over", OUT_INT, .summary = "Nhiều hơn chừng này người thì phải có người thứ hai duyệt" },
	{ "waits", OUT_BOOL, .summary = "Sẽ phải chờ duyệt" });

/* Whom it is about does not hang on what else the template asks. */
HANDLER(api_export_preview)
{
	struct buf b = buf_in(c->arena);
	const struct sheet_template *t;
	struct export_wish wish;
	struct unit u;
	size_t n = 0;
	int64_t taken;
	int year;

	if (!api_unit(c, http_query(q, "unit"), &u) || !find_sheet(c, http_query(q, "sheet"), &t) || !may_take(c, t) || !api_year(c, q, &year) ||
	    !export_wish_make(c, t, &u, year, true, NULL, &wish) || !of_class(c, &wish, http_query(q, "class")) ||
	    (export_is_of_persons(&wish) && !export_count(c, &wish, &n)) ||
	    !export_count_taken(c, &wish, &taken))
		return false;
	json_open_object(&b, NULL);
	json_put_int(&b, "persons", n);
	json_put_int(&b, "taken", taken);
	json_put_int(&b, "over", c->catalog->export_approval_over);
	json_put_bool(&b, "waits", export_needs_approval(c, (int64_t)n, taken));
	json_close_object(&b);
	return reply_json(r, &b);
}

static bool create(struct ctx *c, const struct request *q, struct response *r)
{
	const int64_t year = in_int(q, "year");
	const struct sheet_template *t;
	struct export_wish wish;
	struct export x;
	struct unit u;

	if (!api_unit(c, in_text(q, "unit"), &u) || !find_sheet(c, in_text(q, "sheet"), &t) || !may_take(c, t) || !read_year(c, year) ||
	    !export_wish_make(c, t, &u, (int)year, in_bool(q, "empty"), json_object_get(q->in, "asks"), &wish) ||
	    !of_class(c, &wish, in_text(q, "class")) ||
	    !export_ask(c, &wish, in_text(q, "purpose"), &x))
		return false;
	return reply_export(c, r, &x, 202);
}

HANDLER(api_export_create)
{
	if (!api_once_below(c, q, r, create, API "/exports"))
		return false;
	api_jobs_wake(q);
	return true;
}

HANDLER(api_export_list)
{
	struct buf b = buf_in(c->arena);
	struct export *all;
	struct unit u;
	int64_t limit, before = 0;
	const char *cursor;
	bool waiting;
	size_t n;

	if (!http_flag(c, q, "waiting", &waiting) || !api_unit(c, http_query(q, "unit"), &u) || !api_number(c, q, "limit", 1, 200, 50, &limit) ||
	    !api_cursor(c, q, &cursor))
		return false;
	if (cursor != NULL && !text_int(cursor, &before))
		return fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
	if (waiting ? !export_waiting(c, (size_t)limit, &all, &n) : !export_list(c, &u, before, (size_t)limit, &all, &n))
		return false;
	api_open_items(&b);
	for (size_t i = 0; i < n; i++) {
		if (!export_put_json(c, &b, &all[i]))
			return false;
	}
	return api_reply_page(c, q, r, &b, !waiting && n == (size_t)limit ? arena_fmt(c->arena, "%" PRId64, all[n - 1].id) : NULL);
}

static bool find(struct ctx *c, const struct request *q, struct export *ret)
{
	return export_find(c, actor_scope(c), http_param(q, "id"), ret);
}

HANDLER(api_export_show)
{
	const char *state, *mark;
	int64_t wait_s;
	struct export x;

	if (!api_wait(c, q, &wait_s) || !find(c, q, &x) || !export_state(c, &x, &state))
		return false;
	mark = arena_fmt(c->arena, "\"%s.%" PRId64 "\"", state, x.fetched);
	const bool goes_on = streq(state, "waiting_approval") || streq(state, "approved") || streq(state, "queued") || streq(state, "running");
	if (goes_on && api_is_put_aside(c, q, mark, wait_s))
		return true;
	reply_header(r, "ETag", mark);
	return reply_export(c, r, &x, 200);
}

HANDLER(api_export_approve)
{
	struct export x;

	if (!find(c, q, &x) || !export_approve(c, &x))
		return false;
	api_jobs_wake(q);
	return reply_export(c, r, &x, 200);
}

HANDLER(api_export_refuse)
{
	struct export x;

	return find(c, q, &x) && export_refuse(c, &x, in_text(q, "reason")) && reply_export(c, r, &x, 200);
}

static bool expired(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "export.expired", "Tệp chỉ được giữ một ngày; hãy xin xuất lại.");
}

HANDLER(api_export_file)
{
	struct export x;

	struct job j;
	int fd;

	if (!find(c, q, &x) || !export_check_fetch(c, &x))
		return false;
	if (x.job == NULL)
		return expired(c);
	if (!job_load(c, x.job, &j))
		return false;
	if (!job_open_file(c, &j, 1, &fd)) {
		if (!ctx_forgive(c, ERR_NOT_FOUND))
			return false;
		return expired(c);
	}
	if (!export_note_fetch(c, &x)) {
		close(fd);
		return false;
	}
	const struct sheet_template *t = catalog_sheet(c->catalog, x.sheet);
	return api_reply_xlsx(c, r, fd, api_file_name(c, t == NULL ? x.sheet : t->label, x.unit.code, x.school_year));
}

static bool write_empty(struct ctx *c, const void *wish, const char *path)
{
	size_t rows;

	return export_write(c, wish, path, NULL, &rows);
}

HANDLER(api_sheet_empty)
{
	const struct sheet_template *t;
	struct export_wish wish;
	struct unit u;
	int year;

	return api_unit(c, http_query(q, "unit"), &u) && find_sheet(c, http_param(q, "name"), &t) && api_year(c, q, &year) &&
	       export_wish_make(c, t, &u, year, true, NULL, &wish) &&
	       api_reply_workbook(c, r, write_empty, &wish, api_file_name(c, arena_fmt(c->arena, "Mẫu %s", t->label), u.code, year));
}

/* ---- who took a file that was found ---- */

TAKES(api_export_trace,
	{ "file", IN_FILES, .required = true, .summary = "Một tệp Excel hoặc CSV, như tìm thấy" },
	{ "unit", IN_TEXT, .summary = "So với các lần xuất của đơn vị nào và các đơn vị bên dưới; bỏ trống: đơn vị của bạn" });

static SHAPE(export_found, "Một lần xuất mà tệp là của nó, hoặc có phần của nó",
	{ "export", OUT_SHAPE, .summary = "Lần xuất: ai, khi nào, để làm gì", .shape = &export_shape },
	{ "agree", OUT_INT, .summary = "Số dấu trùng với lần xuất ấy" },
	{ "marks", OUT_INT, .summary = "Trong số dấu đọc được ngần này" },
	{ "by_order", OUT_BOOL, .summary = "Dấu là thứ tự các dòng, không phải khoảng trắng trong ô" },
	{ "zeros", OUT_INT, .summary = "Do may rủi mà trùng chừng ấy thì hiếm hơn 1 trong 10^zeros tệp" });

SHAPE(export_trace, "Tệp này do ai lấy",
	{ "found", OUT_SHAPE, .summary = "Chắc nhất trước; trống: không nói chắc được là của ai", .shape = &export_found_shape, .list = true },
	{ "lines", OUT_INT, .summary = "Số lần xuất đã so, trong phạm vi của bạn" },
	{ "marks", OUT_INT, .summary = "Số chỗ có thể có dấu trong tệp" });

HANDLER(api_export_trace)
{
	const struct part *p = http_part(q, "file"), *of = http_part(q, "unit");
	struct buf b = buf_in(c->arena);
	struct export_trace t;
	struct unit u;

	if (!api_unit(c, of == NULL || of->filename != NULL || *of->text == '\0' ? NULL : of->text, &u))
		return false;
	if (p == NULL || p->filename == NULL)
		return fail(c, ERR_INVALID, "export.file", "Chưa có tệp nào; gửi tệp ở mục file.");
	if (!export_trace(c, &u, p->filename, p->fd, &t))
		return false;
	json_open_object(&b, NULL);
	json_open_list(&b, "found");
	for (size_t i = 0; i < t.n; i++) {
		json_open_object(&b, NULL);
		json_put_name(&b, "export");
		if (!export_put_json(c, &b, &t.found[i].line))
			return false;
		json_put_int(&b, "agree", (int64_t)t.found[i].agree);
		json_put_int(&b, "marks", (int64_t)t.found[i].marks);
		json_put_bool(&b, "by_order", t.found[i].by_order);
		json_put_int(&b, "zeros", t.found[i].zeros);
		json_close_object(&b);
	}
	json_close_list(&b);
	json_put_int(&b, "lines", (int64_t)t.lines);
	json_put_int(&b, "marks", (int64_t)t.marks);
	json_close_object(&b);
	return reply_json(r, &b);
}
