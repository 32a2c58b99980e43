/* input.c - parts of requests that several operations read. */
#include "api/routes.h"
#include "base/text.h"
#include "base/time.h"

bool api_number(struct ctx *c, const struct request *q, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *ret)
{
	const char *text = http_query(q, name);

	*ret = otherwise;
	if (text == NULL || (text_int(text, ret) && *ret >= min && *ret <= max))
		return true;
	return fail(c, ERR_INVALID, "query.number", "%s phải là số nguyên từ %" PRId64 " đến %" PRId64 ".", name, min, max);
}

bool api_cursor(struct ctx *c, const struct request *q, int64_t *ret)
{
	const char *text = http_query(q, "cursor");

	*ret = 0;
	return text == NULL || (text_int(text, ret) && *ret > 0) ||
	       fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
}

bool api_year(struct ctx *c, const struct request *q, int *ret)
{
	struct date today;
	int64_t year;

	if (!date_parse(time_today(c->arena, c->now_ms), &today) || !api_number(c, q, "year", 1990, 2100, date_school_year(today), &year))
		return false;
	*ret = (int)year;
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

void api_put_problems(struct buf *b, const struct problems *list, bool with_severity)
{
	buf_char(b, '[');
	for (const struct problem *p = list->first; p != NULL; p = p->next) {
		buf_put(b, p == list->first ? "{\"field\":" : ",{\"field\":");
		buf_json_text(b, p->field);
		if (with_severity)
			buf_fmt(b, ",\"severity\":\"%s\"", p->warning ? "warning" : "error");
		buf_fmt(b, ",\"key\":\"%s\",\"message\":", p->key);
		buf_json_text(b, p->message);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

bool api_flag(struct ctx *c, const struct request *q, const char *name, bool *ret)
{
	const char *text = http_query(q, name);

	*ret = text != NULL && (streq(text, "true") || streq(text, "1"));
	if (text == NULL || *ret || streq(text, "false") || streq(text, "0"))
		return true;
	return fail(c, ERR_INVALID, "query.flag", "%s phải là true hoặc false.", name);
}

static const char *escaped(struct arena *a, const char *text)
{
	struct buf b = buf_in(a);

	for (; *text != '\0'; text++) {
		if ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || (*text >= '0' && *text <= '9') || strchr("-._~", *text) != NULL)
			buf_char(&b, *text);
		else
			buf_fmt(&b, "%%%02X", (unsigned char)*text);
	}
	return buf_text(&b);
}

const char *api_next_link(struct ctx *c, const struct request *q, const char *cursor)
{
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "<%s?", q->path);
	for (size_t i = 0; i < q->n_query; i++)
		if (!streq(q->query[i].name, "cursor"))
			buf_fmt(&b, "%s=%s&", q->query[i].name, escaped(c->arena, q->query[i].value));
	buf_fmt(&b, "cursor=%s>; rel=\"next\"", cursor);
	return buf_text(&b);
}

bool api_reply_page(struct response *r, struct buf *b, const char *cursor)
{
	buf_put(b, "],\"cursor\":");
	buf_json_text(b, cursor);
	buf_char(b, '}');
	reply_buf(r, "application/json", b);
	return true;
}
