/* duplicate_api.c - records that are likely one person. */
#include "api/routes.h"
#include "domain/duplicate/duplicate.h"

TAKES(api_duplicate_decide,
	{ "a", IN_TEXT, .required = true, .max_len = 60, .summary = "Mã người học của bạn" },
	{ "b", IN_TEXT, .required = true, .max_len = 60, .summary = "Mục b của nghi vấn: mã người học, hoặc dấu của hồ sơ ở trường khác" },
	{ "decision", IN_TEXT, .required = true, .max_len = 20, .summary = "same: một người; different: hai người, không hỏi lại" },
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
	buf_put(&b, "{\"items\":[");
	duplicate_put_json(c, &b, all, n);
	buf_put(&b, "],\"elsewhere\":");
	duplicate_put_asked(c, &b, &asked);
	buf_char(&b, '}');
	reply_buf(r, "application/json", &b);
	return true;
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
	buf_put(&b, "{\"elsewhere\":");
	duplicate_put_asked(c, &b, &asked);
	buf_fmt(&b, ",\"items\":[%s", buf_text(&items));
	return api_reply_page(c, q, r, &b, cursor);
}

HANDLER(api_duplicate_decide)
{
	return duplicate_decide(c, in_text(q, "a"), in_text(q, "b"), in_text(q, "decision"), in_text(q, "note")) &&
	       reply_json(c, r, json_pack("{ss}", "decision", in_text(q, "decision")));
}
