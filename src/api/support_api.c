/* support_api.c - requests for help: sent from a page, answered by whoever looks after the unit, read. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/time.h"
#include "domain/account/account.h"
#include "domain/support/support.h"

SHAPE(support_request, "Một yêu cầu hỗ trợ, báo lỗi hoặc góp ý",
	{ "id", OUT_TEXT, .summary = "Mã yêu cầu" },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị của người gửi" },
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị" },
	{ "page", OUT_TEXT, .summary = "Gửi từ màn hình nào" },
	{ "text", OUT_TEXT, .summary = "Nội dung, mỗi đoạn một dòng" },
	{ "state", OUT_TEXT, .summary = "open (chờ trả lời) hoặc answered (đã trả lời)" },
	{ "asked_at", OUT_TIME, .summary = "Gửi lúc nào" },
	{ "asked_by", OUT_TEXT, .maybe = true, .summary = "Tài khoản gửi" },
	{ "mine", OUT_BOOL, .summary = "Của chính người gọi" },
	{ "answer", OUT_TEXT, .maybe = true, .summary = "Câu trả lời" },
	{ "answered_at", OUT_TIME, .maybe = true, .summary = "Trả lời lúc nào" },
	{ "answered_by", OUT_TEXT, .maybe = true, .summary = "Tài khoản trả lời" },
	{ "seen_at", OUT_TIME, .maybe = true, .summary = "Người gửi đọc câu trả lời lúc nào" });

TAKES(api_support_ask,
	{ "unit", IN_TEXT, .summary = "Hỏi thay đơn vị nào bên dưới; để trống: đơn vị của bạn" },
	{ "page", IN_TEXT, .required = true, .max_len = SUPPORT_PAGE_MAX, .summary = "Địa chỉ của màn hình, không có phần sau dấu hỏi" },
	{ "text", IN_TEXT, .required = true, .max_len = SUPPORT_TEXT_MAX, .summary = "Điều cần hỏi, lỗi gặp phải hoặc góp ý; đừng ghi tên, số của ai" });

TAKES(api_support_answer,
	{ "text", IN_TEXT, .required = true, .max_len = SUPPORT_TEXT_MAX, .summary = "Câu trả lời; đừng ghi tên, số của ai" });

static void put(struct ctx *c, struct buf *b, const struct support_request *x)
{
	json_open_object(b, NULL);
	json_put_text(b, "id", x->code);
	json_put_text(b, "unit", x->unit.code);
	json_put_text(b, "unit_name", x->unit.name);
	json_put_text(b, "page", x->page);
	json_put_text(b, "text", x->text);
	json_put_text(b, "state", x->state);
	json_put_text(b, "asked_at", time_iso(b->arena, x->asked_at));
	json_put_text(b, "asked_by", x->asked_by);
	json_put_bool(b, "mine", x->asked_account == actor_id(c));
	json_put_text(b, "answer", x->answer);
	json_put_time(b, "answered_at", x->answered_at);
	json_put_text(b, "answered_by", x->answered_by);
	json_put_time(b, "seen_at", x->seen_at);
	json_close_object(b);
}

static bool reply(struct ctx *c, struct response *r, const struct support_request *x)
{
	struct buf b = buf_in(c->arena);

	put(c, &b, x);
	return reply_json(r, &b);
}

static bool ask(struct ctx *c, const struct request *q, struct response *r)
{
	struct support_request made;
	struct unit u;

	if (!api_unit(c, in_text(q, "unit"), &u) || !support_ask(c, &u, in_text(q, "page"), in_text(q, "text"), &made))
		return false;
	r->status = 201;
	return reply(c, r, &made);
}

HANDLER(api_support_ask)
{
	bool again;

	return api_once(c, q, r, ask, &again);
}

HANDLER(api_support_list)
{
	const char *state = http_query(q, "state"), *cursor;
	struct buf b = buf_in(c->arena);
	struct support_request *all;
	struct unit within;
	size_t limit, n;
	bool mine;

	if (!http_flag(c, q, "mine", &mine) || !api_unit(c, http_query(q, "within"), &within) || !api_page(c, q, &limit, &cursor))
		return false;
	if (state != NULL && !streq(state, "open") && !streq(state, "answered"))
		return fail(c, ERR_INVALID, "support.state", "state chỉ có thể là open (chờ trả lời) hoặc answered (đã trả lời).");
	if (!mine && !account_may(c, "support", "read"))
		return fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không trả lời yêu cầu; hãy xem yêu cầu của chính bạn (mine=1).");
	if (!support_list(c, mine ? NULL : &within, state, cursor, limit, &all, &n, &cursor))
		return false;
	api_open_items(&b);
	for (size_t i = 0; i < n; i++)
		put(c, &b, &all[i]);
	return api_reply_page(c, q, r, &b, cursor);
}

HANDLER(api_support_answer)
{
	struct support_request x;

	return support_find(c, http_param(q, "id"), &x) && support_answer(c, &x, in_text(q, "text"), &x) && reply(c, r, &x);
}

HANDLER(api_support_see)
{
	struct support_request x;

	return support_find(c, http_param(q, "id"), &x) && support_see(c, &x, &x) && reply(c, r, &x);
}
