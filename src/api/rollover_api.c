/* rollover_api.c - going over to the next school year. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/problems.h"
#include "base/text.h"
#include "domain/account/account.h"
#include "domain/rollover/rollover.h"

static SHAPE(rollover_counts, "Số người theo kết quả",
	{ "promoted", OUT_INT, .summary = "Lên lớp" },
	{ "retained", OUT_INT, .summary = "Lưu ban" },
	{ "completed", OUT_INT, .summary = "Hoàn thành cấp học" },
	{ "not_said", OUT_INT, .summary = "Chưa nói kết quả" },
	{ "already", OUT_INT, .summary = "Đã sang năm mới" },
	{ "skipped", OUT_INT, .summary = "Chưa sang được" },
	{ "classes", OUT_INT, .summary = "Lớp được lập" },
	{ "enrolments", OUT_INT, .summary = "Người sang năm mới" },
	{ "leaving", OUT_INT, .summary = "Người rời trường" });

static SHAPE(rollover_grade, "Số người của một khối",
	{ "grade", OUT_TEXT, .summary = "Khối" },
	{ "age_group", OUT_TEXT, .summary = "Nhóm tuổi", .maybe = true },
	{ "promoted", OUT_INT, .summary = "Lên lớp" },
	{ "retained", OUT_INT, .summary = "Lưu ban" },
	{ "completed", OUT_INT, .summary = "Hoàn thành cấp học" },
	{ "not_said", OUT_INT, .summary = "Chưa nói kết quả" });

static SHAPE(rollover_class, "Một lớp thành lớp nào",
	{ "for", OUT_TEXT, .summary = "promoted hoặc retained" },
	{ "from", OUT_TEXT, .summary = "Mã lớp cũ" },
	{ "name", OUT_TEXT, .summary = "Tên lớp cũ" },
	{ "to", OUT_TEXT, .summary = "Mã lớp mới", .maybe = true },
	{ "new_name", OUT_TEXT, .summary = "Tên lớp mới", .maybe = true },
	{ "new_grade", OUT_TEXT, .summary = "Khối mới", .maybe = true },
	{ "exists", OUT_BOOL, .summary = "Lớp mới đã có" },
	{ "promoted", OUT_INT, .summary = "Lên lớp, trong cả lớp cũ; lần chuyển của bản cũ không có", .maybe = true },
	{ "retained", OUT_INT, .summary = "Lưu ban, trong cả lớp cũ", .maybe = true },
	{ "completed", OUT_INT, .summary = "Hoàn thành cấp học, trong cả lớp cũ", .maybe = true },
	{ "not_said", OUT_INT, .summary = "Chưa nói kết quả, trong cả lớp cũ", .maybe = true });

#define PLAN \
	{ "unit", OUT_TEXT, .summary = "Mã trường" }, \
	{ "year", OUT_INT, .summary = "Năm đầu của năm học kết thúc" }, \
	{ "continue_levels", OUT_BOOL, .summary = "Ai hoàn thành một cấp thì lên thẳng cấp sau" }, \
	{ "keep_homeroom", OUT_BOOL, .summary = "Lớp mới giữ giáo viên chủ nhiệm" }, \
	{ "counts", OUT_SHAPE, .summary = "Số người", .shape = &rollover_counts_shape }, \
	{ "grades", OUT_SHAPE, .summary = "Theo khối", .shape = &rollover_grade_shape, .list = true }, \
	{ "classes", OUT_SHAPE, .summary = "Theo lớp", .shape = &rollover_class_shape, .list = true }

SHAPE(rollover_plan, "Ai sang đâu",
	{ "id", OUT_TEXT, .summary = "Mã lần chuyển; bản thử không có", .maybe = true },
	PLAN,
	{ "problems", OUT_SHAPE, .summary = "Ai không sang được, và cách sửa", .shape = &problem_item_shape, .list = true });

SHAPE(rollover, "Một lần chuyển năm học",
	{ "id", OUT_TEXT, .summary = "Mã lần chuyển" },
	{ "state", OUT_TEXT, .summary = "done, partly_undone hoặc undone" },
	{ "taken_back", OUT_INT, .summary = "Số hồ sơ đã huỷ" },
	{ "remaining", OUT_INT, .summary = "Số hồ sơ còn lại" },
	{ "made_at", OUT_TIME, .summary = "Làm lúc" },
	{ "made_by", OUT_TEXT, .summary = "Ai làm", .maybe = true },
	{ "undone_at", OUT_TIME, .summary = "Huỷ lúc", .maybe = true },
	{ "undone_by", OUT_TEXT, .summary = "Ai huỷ", .maybe = true },
	PLAN,
	{ "problems", OUT_SHAPE, .summary = "Điều chưa huỷ được; danh sách không kể", .shape = &problem_item_shape, .maybe = true, .list = true });

TAKES(api_rollover_run,
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã trường; bỏ trống: đơn vị của bạn" },
	{ "year", IN_INT, .required = true, .summary = "Năm đầu của năm học sắp kết thúc, ví dụ 2025" },
	{ "continue_levels", IN_BOOL, .summary = "Ai hoàn thành một cấp thì lên thẳng cấp sau mà trường có dạy" },
	{ "keep_homeroom", IN_BOOL, .summary = "Lớp mới giữ giáo viên chủ nhiệm" });

/* Learners by the route's own right; classes are shown, made and undone along with them. */
static bool may_classes(struct ctx *c, const char *action)
{
	return account_may(c, "classes", action) || fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không có quyền làm việc này.");
}

HANDLER(api_rollover_preview)
{
	struct rollover_options o = { 0 };
	struct rollover_plan plan;
	struct buf b = buf_in(c->arena);
	struct unit u;
	int64_t year;

	if (!api_unit(c, http_query(q, "unit"), &u) || !may_classes(c, "read") || !api_number(c, q, "year", SCHOOL_YEAR_MIN, SCHOOL_YEAR_MAX - 1, 0, &year) ||
	    !http_flag(c, q, "continue_levels", &o.continue_levels) || !http_flag(c, q, "keep_homeroom", &o.keep_homeroom))
		return false;
	o.year = (int)year;
	if (!rollover_preview(c, &u, &o, &plan))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "unit", u.code);
	rollover_put_plan(&b, &plan);
	problems_put(&b, "problems", plan.problems.first, PROBLEM_WARNING);
	json_close_object(&b);
	return reply_json(r, &b);
}

static bool run(struct ctx *c, const struct request *q, struct response *r)
{
	int64_t year = in_int(q, "year");
	const struct rollover_options o = { .year = year < 0 || year > 9999 ? 0 : (int)year, .continue_levels = in_bool(q, "continue_levels"),
		                            .keep_homeroom = in_bool(q, "keep_homeroom") };
	struct rollover_plan plan;
	struct rollover made;
	struct buf b = buf_in(c->arena);
	struct unit u;

	if (!api_unit(c, in_text(q, "unit"), &u) || !may_classes(c, "write") || !rollover_run(c, &u, &o, &plan, &made))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "id", made.code);
	json_put_text(&b, "unit", u.code);
	rollover_put_plan(&b, &plan);
	problems_put(&b, "problems", plan.problems.first, PROBLEM_WARNING);
	json_close_object(&b);
	r->status = 201;
	return reply_json(r, &b);
}

HANDLER(api_rollover_run)
{
	return api_once_below(c, q, r, run, API "/rollovers");
}

HANDLER(api_rollover_list)
{
	struct buf b = buf_in(c->arena);
	struct rollover *all;
	const char *cursor;
	int64_t before = 0;
	size_t limit, n;
	struct unit u;

	if (!api_unit(c, http_query(q, "unit"), &u) || !may_classes(c, "read") || !api_page(c, q, &limit, &cursor))
		return false;
	if (cursor != NULL && !text_int(cursor, &before))
		return fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
	if (!rollover_list(c, &u, before, limit + 1, &all, &n))
		return false;
	api_open_items(&b);
	for (size_t i = 0; i < n && i < limit; i++) {
		json_open_object(&b, NULL);
		rollover_put_members(&b, &all[i]);
		json_close_object(&b);
	}
	return api_reply_page(c, q, r, &b, n > limit ? arena_fmt(c->arena, "%" PRId64, all[limit - 1].id) : NULL);
}

static bool reply_rollover(struct ctx *c, struct response *r, const struct rollover *x)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	rollover_put_members(&b, x);
	problems_put(&b, "problems", x->left.first, PROBLEM_WARNING);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_rollover_show)
{
	struct rollover x;

	return rollover_find(c, actor_scope(c), http_param(q, "id"), &x) && may_classes(c, "read") && rollover_find_left(c, &x) &&
	       reply_rollover(c, r, &x);
}

HANDLER(api_rollover_undo)
{
	struct rollover x;

	return rollover_find(c, actor_scope(c), http_param(q, "id"), &x) && may_classes(c, "write") && rollover_undo(c, &x) && reply_rollover(c, r, &x);
}
