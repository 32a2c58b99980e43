/* transfer_api.c - from one institution to another, in two steps. */
#include "api/routes.h"
#include "api/shapes.h"
#include "domain/transfer/transfer.h"

SHAPE(transfer, "Một lượt chuyển",
	{ "code", OUT_TEXT, .summary = "Mã lượt chuyển" },
	{ "type", OUT_TEXT, .summary = "learner hoặc staff" },
	{ "person", OUT_TEXT, .summary = "Mã người được chuyển", .maybe = true },
	{ "name", OUT_TEXT, .maybe = true,
	  .summary = "Họ tên, khi người gọi được biết: trường có người ấy; bên kia khi lượt chuyển còn mở hoặc người ấy đã đến" },
	{ "birth_date", OUT_TEXT, .summary = "Ngày sinh, khi người gọi được biết như họ tên", .maybe = true },
	{ "grade", OUT_TEXT, .summary = "Mã khối đang học, khi lượt chuyển còn mở và người gọi được biết như họ tên", .maybe = true },
	{ "started_by", OUT_TEXT, .summary = "from: bên đi đề nghị; to: bên đến xin" },
	{ "state", OUT_TEXT, .summary = "open, done, released (xong mà bên đi không trả lời), refused, withdrawn hoặc undone" },
	{ "class", OUT_TEXT, .summary = "Mã lớp sẽ vào", .maybe = true },
	{ "day", OUT_DATE, .summary = "Ngày chuyển" },
	{ "reason", OUT_TEXT, .summary = "Lý do", .maybe = true },
	{ "note", OUT_TEXT, .summary = "Lý do từ chối hoặc huỷ", .maybe = true },
	{ "other_grade", OUT_BOOL, .summary = "Vào lớp của khối khác" },
	{ "from", OUT_SHAPE, .summary = "Nơi đi", .shape = &unit_name_shape },
	{ "to", OUT_SHAPE, .summary = "Nơi đến", .shape = &unit_name_shape },
	{ "started_at", OUT_TIME, .summary = "Bắt đầu lúc" },
	{ "release_at", OUT_TIME, .summary = "Tự cho đi lúc, nếu bên đi không trả lời", .maybe = true },
	{ "decided_at", OUT_TIME, .summary = "Quyết lúc", .maybe = true });

TAKES(api_transfer_offer,
	{ "person", IN_TEXT, .required = true, .max_len = 50, .summary = "Mã người học hoặc cán bộ của trường bạn" },
	{ "to_school", IN_TEXT, .required = true, .max_len = 20, .summary = "Mã trường tiếp nhận" },
	{ "day", IN_TEXT, .required = true, .max_len = 10, .summary = "Ngày chuyển, dạng năm-tháng-ngày" },
	{ "reason", IN_TEXT, .max_len = 500, .summary = "Lý do" });

TAKES(api_transfer_request,
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã trường tiếp nhận; bỏ trống: trường của bạn" },
	{ "person_code", IN_TEXT, .required = true, .max_len = 50, .summary = "Mã của người xin chuyển đến" },
	{ "full_name", IN_TEXT, .required = true, .max_len = 150, .summary = "Họ tên như hồ sơ ở trường cũ" },
	{ "birth_date", IN_TEXT, .required = true, .max_len = 10, .summary = "Ngày sinh, hoặc năm sinh (2018) khi hồ sơ chỉ có năm" },
	{ "class", IN_TEXT, .max_len = 50, .summary = "Mã lớp sẽ vào (người học)" },
	{ "day", IN_TEXT, .required = true, .max_len = 10, .summary = "Ngày chuyển, dạng năm-tháng-ngày" },
	{ "reason", IN_TEXT, .max_len = 500, .summary = "Lý do" },
	{ "other_grade", IN_BOOL, .summary = "true: đúng là vào lớp của khối khác" });

TAKES(api_transfer_agree,
	{ "class", IN_TEXT, .max_len = 50, .summary = "Mã lớp sẽ vào, khi tiếp nhận người học" },
	{ "day", IN_TEXT, .max_len = 10, .summary = "Ngày chuyển thực tế; bỏ trống: như đã đề nghị" },
	{ "other_grade", IN_BOOL, .summary = "true: đúng là vào lớp của khối khác" });

TAKES(api_transfer_refuse,
	{ "note", IN_TEXT, .required = true, .max_len = 500, .summary = "Lý do từ chối" });

TAKES(api_transfer_undo,
	{ "reason", IN_TEXT, .required = true, .max_len = 500, .summary = "Lý do huỷ" });

static bool reply_transfer(struct ctx *c, struct response *r, const struct transfer *t)
{
	struct buf b = buf_in(c->arena);

	transfer_put_json(c, &b, t);
	return reply_json(r, &b);
}

static bool offer(struct ctx *c, const struct request *q, struct response *r)
{
	const struct transfer_start s = { .person = in_text(q, "person"), .day = in_text(q, "day"), .reason = in_text(q, "reason") };
	struct transfer t;

	if (!transfer_offer(c, &s, in_text(q, "to_school"), &t))
		return false;
	r->status = 201;
	return reply_transfer(c, r, &t);
}

HANDLER(api_transfer_offer)
{
	bool again;

	return api_once(c, q, r, offer, &again);
}

static bool request(struct ctx *c, const struct request *q, struct response *r)
{
	const struct transfer_start s = {
		.person = in_text(q, "person_code"), .full_name = in_text(q, "full_name"), .birth_date = in_text(q, "birth_date"),
		.class_code = in_text(q, "class"), .day = in_text(q, "day"), .reason = in_text(q, "reason"),
		.other_grade = in_bool(q, "other_grade"),
	};
	struct transfer t;
	struct unit to;

	if (!api_unit(c, in_text(q, "unit"), &to) || !transfer_request(c, &s, &to, &t))
		return false;
	r->status = 201;
	return reply_transfer(c, r, &t);
}

HANDLER(api_transfer_request)
{
	bool again;

	return api_once(c, q, r, request, &again);
}

static bool find(struct ctx *c, const struct request *q, struct transfer *ret)
{
	return transfer_find(c, http_param(q, "transfer"), ret);
}

static bool find_to_write(struct ctx *c, const struct request *q, struct transfer *ret)
{
	return find(c, q, ret) && transfer_check_right(c, ret->type);
}

HANDLER(api_transfer_show)
{
	struct transfer t;

	return find(c, q, &t) && reply_transfer(c, r, &t);
}

HANDLER(api_transfer_agree)
{
	struct transfer t;

	if (!find_to_write(c, q, &t))
		return false;
	t.other_grade = t.other_grade || in_bool(q, "other_grade");
	return transfer_agree(c, &t, in_text(q, "class"), in_text(q, "day"), &t) && reply_transfer(c, r, &t);
}

HANDLER(api_transfer_refuse)
{
	struct transfer t;

	return find_to_write(c, q, &t) && transfer_refuse(c, &t, in_text(q, "note"), &t) && reply_transfer(c, r, &t);
}

HANDLER(api_transfer_withdraw)
{
	struct transfer t;

	return find_to_write(c, q, &t) && transfer_withdraw(c, &t, &t) && reply_transfer(c, r, &t);
}

HANDLER(api_transfer_undo)
{
	struct transfer t;

	return find_to_write(c, q, &t) && transfer_undo(c, &t, in_text(q, "reason"), &t) && reply_transfer(c, r, &t);
}

HANDLER(api_transfer_list)
{
	const char *states = http_query(q, "state"), *after, *next;
	struct buf b = buf_in(c->arena);
	struct transfer *all;
	struct unit u;
	int64_t limit;
	size_t n;

	if (!api_unit(c, http_query(q, "unit"), &u) || !api_number(c, q, "limit", 1, 200, 50, &limit) || !api_cursor(c, q, &after) ||
	    !transfer_list(c, &u, states == NULL ? "" : states, after == NULL ? "" : after, (size_t)limit, &all, &n, &next))
		return false;
	api_open_items(&b);
	for (size_t i = 0; i < n; i++)
		transfer_put_json(c, &b, &all[i]);
	return api_reply_page(c, q, r, &b, next);
}
