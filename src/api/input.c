/* input.c - parts of requests that several operations read. */
#include <stdlib.h>

#include "api/openapi.h"
#include "api/routes.h"
#include "base/json.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "store/seen.h"

enum { PURPOSE_WORDS = 3, PURPOSE_MAX = 600 };

bool api_number(struct ctx *c, const struct request *q, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *ret)
{
	const char *text = http_query(q, name);

	*ret = otherwise;
	if (text == NULL || (text_int(text, ret) && *ret >= min && *ret <= max))
		return true;
	return fail(c, ERR_INVALID, "query.number", "%s phải là số nguyên từ %" PRId64 " đến %" PRId64 ".", name, min, max);
}

/* How long a page is and what it shows of a record may change on the way. */
static bool chooses(const char *name)
{
	return !streq(name, "cursor") && !streq(name, "limit") && !streq(name, "fields") && !streq(name, "nulls") && !streq(name, "count");
}

/* A flag is the same however it is written. */
static const char *same_flag(const struct pair *p)
{
	return !parameter_is_flag(p->name) ? p->value : streq(p->value, "true") ? "1" : streq(p->value, "false") ? "0" : p->value;
}

/* The list a cursor is of: its path and the parameters that choose and order. */
static const char *list_asked(struct ctx *c, const struct request *q)
{
	struct pair *query = NEW_N(c->arena, struct pair, q->n_query + 1);
	struct buf b = buf_in(c->arena);

	memcpy(query, q->query, q->n_query * sizeof *query);
	qsort(query, q->n_query, sizeof *query, text_order);
	buf_fmt(&b, "%" PRId64 " %s", actor_id(c), q->path); /* what another is shown may begin and end elsewhere */
	for (size_t i = 0; i < q->n_query; i++)
		if (chooses(query[i].name))
			buf_fmt(&b, "\n%s\n%s", query[i].name, same_flag(&query[i]));
	return buf_text(&b);
}

const char *api_cursor_sealed(struct ctx *c, const struct request *q, const char *cursor)
{
	return cursor == NULL ? NULL : secret_seal(c->arena, cursor, list_asked(c, q));
}

bool api_cursor(struct ctx *c, const struct request *q, const char **ret)
{
	const char *text = http_query(q, "cursor");

	*ret = text == NULL ? NULL : secret_open(c->arena, text, list_asked(c, q));
	return text == NULL || *ret != NULL ||
	       fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được, hoặc là của danh sách khác; hãy lấy lại từ trang đầu.");
}

bool api_page(struct ctx *c, const struct request *q, size_t *ret_limit, const char **ret_cursor)
{
	int64_t limit;

	if (!api_number(c, q, "limit", 1, 200, 50, &limit))
		return false;
	*ret_limit = (size_t)limit;
	return api_cursor(c, q, ret_cursor);
}

bool api_year(struct ctx *c, const struct request *q, int *ret)
{
	struct date today;
	int64_t year;

	if (!date_parse(time_today(c->arena, c->now_ms), &today) || !api_number(c, q, "year", SCHOOL_YEAR_MIN, SCHOOL_YEAR_MAX, date_school_year(today), &year))
		return false;
	*ret = (int)year;
	return true;
}

bool api_purpose(struct ctx *c, const struct request *q)
{
	const char *said = http_query(q, "purpose"), *purpose = said == NULL ? NULL : text_clean(c->arena, said, strlen(said));

	if (purpose == NULL)
		return true;
	if (text_words(purpose) < PURPOSE_WORDS || strlen(purpose) > PURPOSE_MAX)
		return fail(c, ERR_INVALID, "query.purpose", "Hãy viết rõ xem để làm gì, ít nhất %d từ, mỗi từ ít nhất hai chữ cái, ví dụ: gọi phụ huynh lớp 6A.", PURPOSE_WORDS);
	if (c->seen != NULL)
		c->seen->purpose = purpose;
	return true;
}

bool api_day(struct ctx *c, const struct request *q, const char *name, bool after, int64_t otherwise, int64_t *ret)
{
	const char *text = http_query(q, name);
	struct date d;

	*ret = otherwise;
	if (text == NULL)
		return true;
	if (!date_parse(text, &d))
		return fail(c, ERR_INVALID, "query.date", "%s: phải là một ngày có thật dạng năm-tháng-ngày, ví dụ 2025-09-30.", name);
	*ret = date_begins_ms(after ? date_from_days(date_to_days(d) + 1) : d);
	return true;
}

bool api_code_member(struct ctx *c, const json_t *o, const char *name, const char **ret)
{
	const json_t *v = json_object_get(o, name);

	*ret = json_string_value(v);
	if (v == NULL || json_is_null(v) || *ret != NULL)
		return true;
	return fail(c, ERR_INVALID, "field.type", "%s: phải là một mã, viết như chuỗi.", name);
}

const char *api_next_link(struct ctx *c, const struct request *q, const char *sealed)
{
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "<%s?", q->path);
	for (size_t i = 0; i < q->n_query; i++)
		if (!streq(q->query[i].name, "cursor"))
			buf_fmt(&b, "%s=%s&", q->query[i].name, http_encode(c->arena, q->query[i].value));
	buf_fmt(&b, "cursor=%s>; rel=\"next\"", http_encode(c->arena, sealed));
	return buf_text(&b);
}

void api_put_label(struct buf *b, const char *name, const char *vi, const char *en)
{
	json_put_texts(b, name, "vi", vi, "en", en, NULL);
}

void api_open_items(struct buf *b)
{
	json_open_object(b, NULL);
	json_open_list(b, "items");
}

bool api_reply_items(struct response *r, struct buf *b)
{
	json_close_list(b);
	json_close_object(b);
	return reply_json(r, b);
}

bool api_reply_page(struct ctx *c, const struct request *q, struct response *r, struct buf *b, const char *cursor)
{
	const char *sealed = api_cursor_sealed(c, q, cursor);

	json_close_list(b);
	json_put_text(b, "cursor", sealed);
	json_close_object(b);
	if (sealed != NULL)
		reply_header(r, "Link", api_next_link(c, q, sealed));
	return reply_json(r, b);
}
