/* duplicate_api.c - records that are likely one person. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "domain/duplicate/duplicate.h"

static SHAPE(duplicate_reason, "Vì sao nghi là một người",
	{ "field", OUT_TEXT, .summary = "Mục giống nhau" },
	{ "reason", OUT_TEXT, .summary = "Giống thế nào" });

static SHAPE(duplicate, "Hai hồ sơ có thể là một người",
	{ "a", OUT_TEXT, .summary = "Mã người học của trường", .maybe = true },
	{ "b", OUT_TEXT, .summary = "Mã người học kia, hoặc dấu của hồ sơ ở trường khác" },
	{ "record", OUT_TEXT, .summary = "Mã hồ sơ kia, khi được xem", .maybe = true },
	{ "unit", OUT_SHAPE, .summary = "Trường giữ hồ sơ kia", .shape = &unit_name_shape },
	{ "decision", OUT_TEXT, .summary = "same, different; không có: chưa ai quyết", .maybe = true },
	{ "score", OUT_INT, .summary = "Giống đến đâu", .maybe = true },
	{ "reasons", OUT_SHAPE, .summary = "Giống ở chỗ nào", .shape = &duplicate_reason_shape, .maybe = true, .list = true },
	{ "message", OUT_TEXT, .summary = "Việc nên làm, khi không được xem hồ sơ kia", .maybe = true });

static SHAPE(duplicate_asked, "Đã hỏi các trường khác đến đâu",
	{ "asked", OUT_INT, .summary = "Số người đã hỏi" },
	{ "too_new", OUT_INT, .summary = "Số hồ sơ vừa lập hoặc vừa sửa, chưa hỏi" },
	{ "over_quota", OUT_INT, .summary = "Số người vượt hạn của một ngày" },
	{ "message", OUT_TEXT, .summary = "Nói với người dùng", .maybe = true });

SHAPE(duplicates, "Các nghi vấn hồ sơ trùng",
	{ "items", OUT_SHAPE, .summary = "Từng nghi vấn", .shape = &duplicate_shape, .list = true },
	{ "elsewhere", OUT_SHAPE, .summary = "Hỏi các trường khác", .shape = &duplicate_asked_shape },
	{ "cursor", OUT_TEXT, .summary = "Trang sau", .maybe = true });

SHAPE(duplicate_decision, "Điều đã quyết",
	{ "decision", OUT_TEXT, .summary = "same hoặc different" });

TAKES(api_duplicate_decide,
	{ "a", IN_TEXT, .required = true, .max_len = 60, .summary = "Mã người học của bạn" },
	{ "b", IN_TEXT, .required = true, .max_len = 60, .summary = "Mục b của nghi vấn: mã người học, hoặc dấu của hồ sơ ở trường khác" },
	{ "decision", IN_TEXT, .required = true, .max_len = 20, .summary = "same: một người; different: hai người, không hỏi lại; open: bỏ quyết định trước, xét lại" },
	{ "note", IN_TEXT, .max_len = 500, .summary = "Căn cứ" });

HANDLER(api_learner_duplicates)
{
	struct buf b = buf_in(c->arena);
	struct duplicate_asked asked;
	struct duplicate *all;
	struct record rec;
	size_t n;

	if (!record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), http_param(q, "code"), &rec) || !duplicate_find(c, &rec, &all, &n, &asked))
		return false;
	api_open_items(&b);
	duplicate_put_items(c, &b, all, n);
	json_close_list(&b);
	json_put_name(&b, "elsewhere");
	duplicate_put_asked(c, &b, &asked);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_duplicates)
{
	struct buf b = buf_in(c->arena), items = buf_in(c->arena);
	struct duplicate_asked asked;
	const char *cursor;
	struct unit u;
	int64_t limit;
	int year;

	if (!api_number(c, q, "limit", 1, 200, 50, &limit) || !api_year(c, q, &year) || !api_unit(c, http_query(q, "unit"), &u) ||
	    !api_cursor(c, q, &cursor) || !duplicate_list(c, &u, year, cursor, (size_t)limit, &items, &cursor, &asked))
		return false;
	json_open_object(&b, NULL);
	json_put_name(&b, "elsewhere");
	duplicate_put_asked(c, &b, &asked);
	json_open_list(&b, "items");
	json_put_raw(&b, NULL, buf_text(&items));
	return api_reply_page(c, q, r, &b, cursor);
}

HANDLER(api_duplicate_decide)
{
	const char *decision = in_text(q, "decision");
	struct buf b = buf_in(c->arena);

	if (!duplicate_decide(c, in_text(q, "a"), in_text(q, "b"), decision, in_text(q, "note")))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "decision", decision);
	json_close_object(&b);
	return reply_json(r, &b);
}
