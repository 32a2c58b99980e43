/* quality_api.c - faults by the rules, and what is missing. */
#include <stdlib.h>

#include "api/routes.h"
#include "base/json.h"
#include "domain/quality/quality.h"
#include "domain/report/report.h"
#include "domain/unit/unit_levels.h"

SHAPE(quality_rule, "Một quy tắc kiểm tra",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ" },
	{ "types", OUT_TEXT, .summary = "Loại của những hồ sơ mà lỗi được nói ở đó", .list = true },
	{ "kind", OUT_TEXT, .summary = "Loại quy tắc" },
	{ "severity", OUT_TEXT, .summary = "error, warning hoặc notice" },
	{ "levels", OUT_TEXT, .summary = "Cấp học; không có: mọi cấp", .maybe = true },
	{ "field", OUT_TEXT, .summary = "Mục", .maybe = true },
	{ "message", OUT_TEXT, .summary = "Nói với người nhập" },
	{ "remedy", OUT_TEXT, .summary = "Cách sửa", .maybe = true },
	{ "basis", OUT_TEXT, .summary = "Căn cứ", .maybe = true });

static SHAPE(quality_problem, "Một lỗi theo quy tắc",
	{ "rule", OUT_TEXT, .summary = "Quy tắc" },
	{ "severity", OUT_TEXT, .summary = "error, warning hoặc notice" },
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ", .maybe = true },
	{ "plural", OUT_TEXT, .summary = "Tên của loại trong đường dẫn", .maybe = true },
	{ "record", OUT_TEXT, .summary = "Mã hồ sơ", .maybe = true },
	{ "title", OUT_TEXT, .summary = "Tên của hồ sơ, hoặc của người mà hồ sơ nói về; không có: không được xem", .maybe = true },
	{ "class", OUT_TEXT, .summary = "Mã lớp trong năm học ấy", .maybe = true },
	{ "class.title", OUT_TEXT, .summary = "Tên lớp ấy", .maybe = true },
	{ "field", OUT_TEXT, .summary = "Mục", .maybe = true },
	{ "label", OUT_TEXT, .summary = "Tên mục", .maybe = true },
	{ "message", OUT_TEXT, .summary = "Nói với người nhập" },
	{ "detail", OUT_TEXT, .summary = "Của riêng hồ sơ này", .maybe = true },
	{ "remedy", OUT_TEXT, .summary = "Cách sửa", .maybe = true });

SHAPE(quality_problems, "Lỗi của một trường",
	{ "total", OUT_INT, .summary = "Tổng số" },
	{ "rules", OUT_INT, .summary = "Số theo quy tắc", .map = true },
	{ "items", OUT_SHAPE, .summary = "Từng lỗi", .shape = &quality_problem_shape, .list = true },
	{ "cursor", OUT_TEXT, .summary = "Trang sau", .maybe = true });

SHAPE(quality_sum, "Số lỗi của một trường",
	{ "unit", OUT_TEXT, .summary = "Mã trường" },
	{ "name", OUT_TEXT, .summary = "Tên trường" },
	{ "records", OUT_INT, .summary = "Số hồ sơ đã xem" },
	{ "errors", OUT_INT, .summary = "Số lỗi" },
	{ "warnings", OUT_INT, .summary = "Số cảnh báo" },
	{ "notices", OUT_INT, .summary = "Số lời nhắc" },
	{ "rules", OUT_INT, .summary = "Số theo quy tắc", .map = true });

SHAPE(quality_week, "Số liệu của một tuần, theo lần đếm sau cùng trong tuần",
	{ "week", OUT_DATE, .summary = "Ngày thứ hai của tuần" },
	{ "schools", OUT_INT, .summary = "Số trường đã đếm" },
	{ "records", OUT_INT, .summary = "Số hồ sơ đã xem" },
	{ "errors", OUT_INT, .summary = "Số lỗi" },
	{ "warnings", OUT_INT, .summary = "Số cảnh báo" },
	{ "notices", OUT_INT, .summary = "Số lời nhắc" },
	{ "filled", OUT_INT, .summary = "Số ô đã điền" },
	{ "due", OUT_INT, .summary = "Số ô phải điền" });

SHAPE(completeness, "Đầy đủ đến đâu",
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ, khi tính theo mục", .maybe = true },
	{ "plural", OUT_TEXT, .summary = "Tên của loại trong đường dẫn", .maybe = true },
	{ "declared", OUT_BOOL, .summary = "Đếm trong những hồ sơ được khai trong năm học: danh sách của chính chúng có declared=1", .maybe = true },
	{ "field", OUT_TEXT, .summary = "Mục", .maybe = true },
	{ "class", OUT_TEXT, .summary = "Mã lớp", .maybe = true },
	{ "school", OUT_TEXT, .summary = "Mã trường", .maybe = true },
	{ "level", OUT_TEXT, .summary = "Cấp học", .maybe = true },
	{ "label", OUT_TEXT, .summary = "Tên", .maybe = true },
	{ "filled", OUT_INT, .summary = "Số ô đã điền" },
	{ "due", OUT_INT, .summary = "Số ô phải điền" });

SHAPE(checklist, "Một danh sách còn thiếu gì",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_TEXT, .summary = "Tên cho người đọc" },
	{ "label_en", OUT_TEXT, .summary = "Tên ấy bằng tiếng Anh" },
	{ "basis", OUT_TEXT, .summary = "Căn cứ", .maybe = true },
	{ "plural", OUT_TEXT, .summary = "Hồ sơ của ai: tên của loại trong đường dẫn" });

static SHAPE(checklist_field, "Một mục còn trống",
	{ "field", OUT_TEXT, .summary = "Mục" },
	{ "label", OUT_TEXT, .summary = "Tên mục" });

static SHAPE(checklist_item, "Một người còn thiếu",
	{ "record", OUT_TEXT, .summary = "Mã hồ sơ", .maybe = true },
	{ "title", OUT_TEXT, .summary = "Tên của người ấy; không có: không được xem", .maybe = true },
	{ "class", OUT_TEXT, .summary = "Tên lớp", .maybe = true },
	{ "missing", OUT_SHAPE, .summary = "Các mục còn trống", .shape = &checklist_field_shape, .list = true });

SHAPE(checklist_result, "Từng người còn thiếu gì",
	{ "records", OUT_INT, .summary = "Số hồ sơ đã xem" },
	{ "complete", OUT_INT, .summary = "Số hồ sơ đã đủ" },
	{ "items", OUT_SHAPE, .summary = "Từng người", .shape = &checklist_item_shape, .list = true },
	{ "cursor", OUT_TEXT, .summary = "Trang sau", .maybe = true });

SHAPE(checklist_part, "Một đơn vị ngay bên dưới: bao nhiêu người đã đủ",
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "name", OUT_TEXT, .summary = "Tên đơn vị" },
	{ "kind", OUT_TEXT, .summary = "Loại đơn vị" },
	{ "schools", OUT_INT, .summary = "Số trường có người trong danh sách" },
	{ "records", OUT_INT, .summary = "Số người" },
	{ "complete", OUT_INT, .summary = "Số người đã đủ" },
	{ "counted_at", OUT_TIME, .summary = "Của cả nước: trường được đếm lâu nhất đã đếm lúc này; không có: chưa đếm, hoặc là lúc này", .maybe = true });

static SHAPE(quality_owed, "Các trường phải gửi một biểu, đã đến bước nào",
	{ "none", OUT_INT, .summary = "Chưa lập" },
	{ "draft", OUT_INT, .summary = "Đang lập" },
	{ "submitted", OUT_INT, .summary = "Đã gửi" },
	{ "returned", OUT_INT, .summary = "Bị trả lại" },
	{ "accepted", OUT_INT, .summary = "Đã được tiếp nhận" },
	{ "reminded_at", OUT_TIME,
	  .summary = "Trường chưa gửi mà được nhắc lâu nhất được nhắc lúc này; của một Sở: chính Sở ấy; không có: có trường chưa được nhắc", .maybe = true });

static SHAPE(quality_part, "Một đơn vị: tổng của các trường ở trong",
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "name", OUT_TEXT, .summary = "Tên đơn vị" },
	{ "kind", OUT_TEXT, .summary = "Loại đơn vị" },
	{ "schools", OUT_INT, .summary = "Số trường" },
	{ "counted", OUT_INT, .summary = "Số trường đã đếm" },
	{ "learners", OUT_INT, .summary = "Số học sinh" },
	{ "identified", OUT_INT, .summary = "Số học sinh đã có số định danh" },
	{ "records", OUT_INT, .summary = "Số hồ sơ đã xem" },
	{ "errors", OUT_INT, .summary = "Số lỗi" },
	{ "warnings", OUT_INT, .summary = "Số cảnh báo" },
	{ "notices", OUT_INT, .summary = "Số lời nhắc" },
	{ "filled", OUT_INT, .summary = "Số ô đã điền" },
	{ "due", OUT_INT, .summary = "Số ô phải điền" },
	{ "reports", OUT_SHAPE, .summary = "Báo cáo của các trường; không có: không hỏi biểu nào, hoặc không phải gửi", .shape = &quality_owed_shape, .maybe = true });

SHAPE(quality_progress, "Các đơn vị ngay bên dưới một đơn vị, nay hay vào ngày chốt số liệu của biểu; của một trường: chính nó",
	{ "counted_at", OUT_TIME, .summary = "Trường được đếm lâu nhất đã đếm lúc này; không có: chưa đếm", .maybe = true },
	{ "items", OUT_SHAPE, .summary = "Từng đơn vị, theo mã", .shape = &quality_part_shape, .list = true });

HANDLER(api_quality_rules)
{
	struct buf b = buf_in(c->arena);

	(void)q;
	api_open_items(&b);
	quality_put_rules(c, &b);
	return api_reply_items(r, &b);
}

/* "unit" or "within", and the rest of what both take. */
static bool read_query(struct ctx *c, const struct request *q, const char *unit, int64_t limit_max, struct unit *u, struct quality_query *ret)
{
	int64_t limit;

	*ret = (struct quality_query){ .unit = u, .rule = http_query(q, "rule"), .severity = http_query(q, "severity") };
	if (!api_cursor(c, q, &ret->cursor) || !api_number(c, q, "limit", 1, limit_max, 50, &limit) || !api_year(c, q, &ret->year) || !api_unit(c, http_query(q, unit), u))
		return false;
	ret->limit = (size_t)limit;
	return true;
}

static bool type_in(struct ctx *c, const struct request *q, const struct record_type **ret)
{
	const char *name = http_query(q, "type");

	*ret = name == NULL ? NULL : catalog_type(c->catalog, name);
	return name == NULL || *ret != NULL || fail(c, ERR_INVALID, "query.type", "type: không có loại hồ sơ này; xem danh mục dữ liệu.");
}

HANDLER(api_quality_problems)
{
	struct buf b = buf_in(c->arena), items = buf_in(c->arena);
	struct quality_query query;
	const char *cursor;
	struct unit u;
	size_t total;

	if (!read_query(c, q, "unit", 1000, &u, &query) || !type_in(c, q, &query.type))
		return false;
	query.record = http_query(q, "record");
	query.class = http_query(q, "class");
	json_open_object(&b, NULL);
	json_open_object(&b, "rules");
	if (!quality_problems(c, &query, &items, &b, &total, &cursor))
		return false;
	json_close_object(&b);
	json_put_int(&b, "total", (int64_t)total);
	json_open_list(&b, "items");
	json_put_raw(&b, NULL, buf_text(&items));
	return api_reply_page(c, q, r, &b, cursor);
}

HANDLER(api_quality_summary)
{
	struct buf b = buf_in(c->arena);
	struct quality_query query;
	const char *cursor;
	struct unit u;

	api_open_items(&b);
	return read_query(c, q, "within", 200, &u, &query) && quality_summary(c, &query, &b, &cursor) && api_reply_page(c, q, r, &b, cursor);
}

HANDLER(api_quality_trend)
{
	struct buf b = buf_in(c->arena);
	struct unit u;
	int64_t weeks;

	api_open_items(&b);
	if (!api_number(c, q, "weeks", 1, 104, 12, &weeks) || !api_unit(c, http_query(q, "unit"), &u) || !quality_trend(c, &u, (int)weeks, &b))
		return false;
	return api_reply_items(r, &b);
}

HANDLER(api_quality_completeness)
{
	const char *by = http_query(q, "by");
	struct completeness_query query = { .by = by == NULL ? "field" : by, .class = http_query(q, "class"), .fields = http_query(q, "fields") };
	struct buf b = buf_in(c->arena);
	struct unit u;

	query.unit = &u;
	api_open_items(&b);
	if (!api_year(c, q, &query.year) || !api_units(c, q, &u, &query.within) || !completeness_count(c, &query, &b))
		return false;
	return api_reply_items(r, &b);
}

HANDLER(api_checklists)
{
	struct buf b = buf_in(c->arena);
	const char *taught = c->account->levels;

	(void)q;
	if (taught == NULL && !unit_levels_below(c, &c->account->unit, &taught))
		return false;
	api_open_items(&b);
	checklist_put_names(c, taught, &b);
	return api_reply_items(r, &b);
}

HANDLER(api_checklist)
{
	struct checklist_query query = { .list = checklist_find(c->catalog, http_param(q, "name")) };
	struct buf b = buf_in(c->arena), items = buf_in(c->arena);
	struct checklist_result result;
	struct unit u;
	int64_t limit;

	query.unit = &u;
	if (query.list == NULL)
		return fail(c, ERR_NOT_FOUND, "checklist.unknown", "Không có danh sách này; xem các danh sách kiểm tra.");
	if (!api_cursor(c, q, &query.cursor) || !api_number(c, q, "limit", 1, 1000, 200, &limit) || !api_year(c, q, &query.year) || !api_unit(c, http_query(q, "unit"), &u))
		return false;
	query.limit = (size_t)limit;
	if (!checklist_run(c, &query, &items, &result))
		return false;
	json_open_object(&b, NULL);
	json_put_int(&b, "records", result.records);
	json_put_int(&b, "complete", result.complete);
	json_open_list(&b, "items");
	json_put_raw(&b, NULL, buf_text(&items));
	return api_reply_page(c, q, r, &b, result.cursor);
}

HANDLER(api_checklist_units)
{
	const struct checklist *k = checklist_find(c->catalog, http_param(q, "name"));
	struct buf b = buf_in(c->arena);
	struct unit u;
	int year;

	api_open_items(&b);
	if (k == NULL)
		return fail(c, ERR_NOT_FOUND, "checklist.unknown", "Không có danh sách này; xem các danh sách kiểm tra.");
	if (!api_year(c, q, &year) || !api_unit(c, http_query(q, "within"), &u) || !checklist_parts(c, k, &u, year, &b))
		return false;
	return api_reply_items(r, &b);
}

static void put_part(struct buf *b, const struct quality_part *x, const struct report_part *owed)
{
	const struct {
		const char *name;
		int64_t n;
	} figures[] = {
		{ "schools", x->schools }, { "counted", x->counted }, { "learners", x->learners }, { "identified", x->identified }, { "records", x->records },
		{ "errors", x->errors }, { "warnings", x->warnings }, { "notices", x->notices }, { "filled", x->filled }, { "due", x->due },
	};

	json_open_object(b, NULL);
	json_put_text(b, "unit", x->unit);
	json_put_text(b, "name", x->name);
	json_put_text(b, "kind", x->kind);
	for (size_t i = 0; i < COUNT(figures); i++)
		json_put_int(b, figures[i].name, figures[i].n);
	if (owed != NULL) {
		json_open_object(b, "reports");
		json_put_int(b, "none", (int64_t)owed->of.none);
		json_put_int(b, "draft", (int64_t)owed->of.draft);
		json_put_int(b, "submitted", (int64_t)owed->of.submitted);
		json_put_int(b, "returned", (int64_t)owed->of.returned);
		json_put_int(b, "accepted", (int64_t)owed->of.accepted);
		json_put_time(b, "reminded_at", owed->reminded_at);
		json_close_object(b);
	}
	json_close_object(b);
}

/* Without a form, and for whoever may not read reports, none. */
static bool parts_owed(struct ctx *c, const struct request *q, const struct unit *u, struct report_part **ret, size_t *ret_n)
{
	const char *name = http_query(q, "form"), *period = http_query(q, "period");
	const struct report_query query = { .unit = u, .period = period == NULL ? "" : period };
	const struct form *f = name == NULL ? NULL : catalog_form(c->catalog, name);

	*ret_n = 0;
	if (name == NULL || !role_may(c->account->role, "report", "read"))
		return true;
	if (f == NULL)
		return fail(c, ERR_INVALID, "report.form", "Không có biểu này; xem các biểu thống kê.");
	return report_parts(c, f, &query, ret, ret_n);
}

static int by_code(const void *a, const void *b)
{
	const struct quality_part *x = a, *y = b;

	return strcmp(x->unit, y->unit);
}

/* What stood below on the day of the form and is elsewhere by now, or no more: only its reports are told here. */
static bool add_former(struct ctx *c, const struct report_part *owed, size_t n_owed, struct quality_part **part, size_t *n)
{
	struct quality_part *all = NEW_N(c->arena, struct quality_part, *n + n_owed + 1);
	size_t n_all = *n;

	memcpy(all, *part, *n * sizeof *all);
	for (size_t i = 0; i < n_owed; i++) {
		struct unit u;
		size_t k = 0;
		while (k < *n && all[k].id != owed[i].unit_id)
			k++;
		if (k < *n)
			continue;
		if (!unit_get(c, owed[i].unit_id, &u))
			return false;
		if (scope_covers(actor_scope(c), &u))
			all[n_all++] = (struct quality_part){ .id = u.id, .unit = u.code, .name = u.name, .kind = u.kind };
	}
	if (n_all > *n)
		qsort(all, n_all, sizeof *all, by_code);
	*part = all;
	*n = n_all;
	return true;
}

static const struct report_part *owed_by(const struct report_part *all, size_t n, int64_t unit_id)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].unit_id == unit_id)
			return &all[i];
	return NULL;
}

HANDLER(api_quality_progress)
{
	struct buf b = buf_in(c->arena);
	struct quality_part *part;
	struct report_part *owed = NULL;
	int64_t counted_at = 0;
	size_t n, n_owed;
	struct unit u;

	if (!api_unit(c, http_query(q, "within"), &u) || !quality_parts(c, &u, &part, &n) || !parts_owed(c, q, &u, &owed, &n_owed) ||
	    !add_former(c, owed, n_owed, &part, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (part[i].counted_at != 0 && (counted_at == 0 || part[i].counted_at < counted_at))
			counted_at = part[i].counted_at;
	json_open_object(&b, NULL);
	json_put_time(&b, "counted_at", counted_at);
	json_open_list(&b, "items");
	for (size_t i = 0; i < n; i++)
		put_part(&b, &part[i], owed_by(owed, n_owed, part[i].id));
	return api_reply_items(r, &b);
}
