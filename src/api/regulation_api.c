/* regulation_api.c - rules of use of units: published, read, acknowledged. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/time.h"
#include "domain/regulation/regulation.h"

#define MEMBERS \
	{ "id", OUT_TEXT, .summary = "Mã của bản này" }, \
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị ban hành" }, \
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị ban hành" }, \
	{ "title", OUT_TEXT, .summary = "Tên quy chế" }, \
	{ "version", OUT_INT, .summary = "Bản thứ mấy" }, \
	{ "published_at", OUT_TIME, .summary = "Ban hành lúc nào" }, \
	{ "published_by", OUT_TEXT, .maybe = true, .summary = "Tài khoản ban hành" }, \
	{ "replaced_by", OUT_TEXT, .maybe = true, .summary = "Mã của bản thay nó; không có: bản này đang áp dụng" }, \
	{ "acknowledged_at", OUT_TIME, .maybe = true, .summary = "Người gọi đã xác nhận lúc nào" }

SHAPE(regulation, "Một bản quy chế, không kèm nội dung", MEMBERS);
SHAPE(regulation_whole, "Một bản quy chế", MEMBERS, { "text", OUT_TEXT, .summary = "Nội dung, mỗi đoạn một dòng" });

static SHAPE(regulation_account, "Một tài khoản chưa xác nhận",
	{ "name", OUT_TEXT, .summary = "Tên tài khoản" },
	{ "role", OUT_TEXT, .summary = "Vai trò" },
	{ "role_name", OUT_TEXT, .maybe = true, .summary = "Tên vai trò" },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị" });

SHAPE(regulation_missing, "Ai chưa xác nhận",
	{ "total", OUT_INT, .summary = "Bao nhiêu tài khoản" },
	{ "items", OUT_SHAPE, .summary = "Từng tài khoản, theo cây đơn vị", .shape = &regulation_account_shape, .list = true },
	{ "cursor", OUT_TEXT, .maybe = true, .summary = "Trang sau bắt đầu từ đâu" });

TAKES(api_regulation_publish,
	{ "unit", IN_TEXT, .summary = "Mã đơn vị ban hành; để trống: đơn vị của bạn" },
	{ "title", IN_TEXT, .required = true, .summary = "Tên quy chế" },
	{ "text", IN_TEXT, .required = true, .max_len = REGULATION_TEXT_MAX, .summary = "Nội dung, mỗi đoạn một dòng" },
	{ "replaces", IN_TEXT, .summary = "Mã của bản đang áp dụng mà bản này thay; để trống: một quy chế mới" });

static void put_members(struct buf *b, const struct regulation *x)
{
	json_put_text(b, "id", x->code);
	json_put_text(b, "unit", x->unit.code);
	json_put_text(b, "unit_name", x->unit.name);
	json_put_text(b, "title", x->title);
	json_put_int(b, "version", x->version);
	json_put_text(b, "published_at", time_iso(b->arena, x->made_at));
	json_put_text(b, "published_by", x->made_by);
	json_put_text(b, "replaced_by", x->replaced_by);
	json_put_time(b, "acknowledged_at", x->seen_at);
}

static bool reply(struct ctx *c, struct response *r, const struct regulation *x)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	put_members(&b, x);
	json_put_text(&b, "text", x->text);
	json_close_object(&b);
	return reply_json(r, &b);
}

static bool publish(struct ctx *c, const struct request *q, struct response *r)
{
	struct regulation made;
	struct unit u;

	if (!api_unit(c, in_text(q, "unit"), &u) || !regulation_publish(c, &u, in_text(q, "title"), in_text(q, "text"), in_text(q, "replaces"), &made))
		return false;
	r->status = 201;
	return reply(c, r, &made);
}

HANDLER(api_regulation_publish)
{
	return api_once_below(c, q, r, publish, API "/regulations");
}

HANDLER(api_regulation_list)
{
	struct buf b = buf_in(c->arena);
	struct regulation *all;
	struct unit u;
	bool old;
	size_t n;

	if (!api_unit(c, http_query(q, "unit"), &u) || !http_flag(c, q, "old", &old) || !regulation_list(c, &u, old, &all, &n))
		return false;
	api_open_items(&b);
	for (size_t i = 0; i < n; i++) {
		json_open_object(&b, NULL);
		put_members(&b, &all[i]);
		json_close_object(&b);
	}
	return api_reply_items(r, &b);
}

HANDLER(api_regulation_show)
{
	struct regulation x;

	return regulation_find(c, http_param(q, "id"), &x) && reply(c, r, &x);
}

HANDLER(api_regulation_acknowledge)
{
	struct regulation x;

	return regulation_find(c, http_param(q, "id"), &x) && regulation_acknowledge(c, &x) && reply(c, r, &x);
}

HANDLER(api_regulation_missing)
{
	struct buf b = buf_in(c->arena);
	struct regulation x;
	struct unit within;
	const char *cursor;
	int64_t total;
	size_t limit;

	if (!regulation_find(c, http_param(q, "id"), &x) || !api_unit(c, http_query(q, "within"), &within) || !api_page(c, q, &limit, &cursor) ||
	    !regulation_count_missing(c, &x, &within, &total))
		return false;
	json_open_object(&b, NULL);
	json_put_int(&b, "total", total);
	json_open_list(&b, "items");
	return regulation_list_missing(c, &x, &within, cursor, limit, &b, &cursor) && api_reply_page(c, q, r, &b, cursor);
}
