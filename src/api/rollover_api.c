/* rollover_api.c - going over to the next school year. */
#include "api/routes.h"
#include "domain/account/account.h"
#include "domain/rollover/rollover.h"

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

static void put_head(struct buf *b, const struct unit *u)
{
	buf_put(b, "\"unit\":");
	buf_json_text(b, u->code);
	buf_char(b, ',');
}

HANDLER(api_rollover_preview)
{
	struct rollover_options o = { 0 };
	struct rollover_plan plan;
	struct buf b = buf_in(c->arena);
	struct unit u;
	int64_t year;

	if (!api_unit(c, http_query(q, "unit"), &u) || !may_classes(c, "read") || !api_number(c, q, "year", 1990, 2099, 0, &year) ||
	    !api_flag(c, q, "continue_levels", &o.continue_levels) || !api_flag(c, q, "keep_homeroom", &o.keep_homeroom))
		return false;
	o.year = (int)year;
	if (!rollover_preview(c, &u, &o, &plan))
		return false;
	buf_char(&b, '{');
	put_head(&b, &u);
	rollover_put_plan(&b, &plan);
	rollover_put_problems(&b, &plan.problems);
	buf_char(&b, '}');
	reply_buf(r, "application/json", &b);
	return true;
}

HANDLER(api_rollover_run)
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
	buf_put(&b, "{\"id\":");
	buf_json_text(&b, made.code);
	buf_char(&b, ',');
	put_head(&b, &u);
	rollover_put_plan(&b, &plan);
	rollover_put_problems(&b, &plan.problems);
	buf_char(&b, '}');
	r->status = 201;
	reply_header(r, "Location", arena_fmt(c->arena, API "/rollovers/%s", made.code));
	reply_buf(r, "application/json", &b);
	return true;
}

HANDLER(api_rollover_list)
{
	struct buf b = buf_in(c->arena);
	struct rollover *all;
	struct unit u;
	size_t n;

	if (!api_unit(c, http_query(q, "unit"), &u) || !may_classes(c, "read") || !rollover_list(c, &u, &all, &n))
		return false;
	buf_put(&b, "{\"items\":[");
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&b, ',');
		buf_char(&b, '{');
		rollover_put_json(&b, &all[i]);
		buf_char(&b, '}');
	}
	buf_put(&b, "]}");
	reply_buf(r, "application/json", &b);
	return true;
}

static bool reply_rollover(struct ctx *c, struct response *r, const struct rollover *x)
{
	struct buf b = buf_in(c->arena);

	buf_char(&b, '{');
	rollover_put_json(&b, x);
	rollover_put_problems(&b, &x->left);
	buf_char(&b, '}');
	reply_buf(r, "application/json", &b);
	return true;
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
