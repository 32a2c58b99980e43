/* decode.c - from the characters of a request target to names and values. */
#include "http/inner.h"

#include <strings.h>

#include "base/text.h"

static bool is_control(const char *text, size_t i, size_t len)
{
	unsigned char ch = (unsigned char)text[i];

	if (ch == 0xC2 && i + 1 < len) /* U+0080 to U+009F */
		return (unsigned char)text[i + 1] < 0xA0;
	return ch < 0x20 || ch == 0x7F;
}

bool http_text_is_clean(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (is_control(text, i, len) && text[i] != '\n' && text[i] != '\t')
			return false;
	return text_is_utf8(text, len);
}

const char *http_decode(struct arena *a, const char *text, size_t len)
{
	char *out = arena_alloc(a, len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] != '%') {
			out[n++] = text[i];
			continue;
		}
		int high = len - i > 2 ? hex_digit(text[i + 1]) : -1;
		int low = len - i > 2 ? hex_digit(text[i + 2]) : -1;
		if (high < 0 || low < 0)
			return NULL;
		out[n++] = (char)(high << 4 | low);
		i += 2;
	}
	for (size_t i = 0; i < n; i++)
		if (is_control(out, i, n))
			return NULL;
	return text_is_utf8(out, n) ? out : NULL;
}

/* Only in a query is + a blank. */
static const char *decode_query(struct arena *a, const char *text, size_t len)
{
	char *copy = arena_strndup(a, text, len);

	for (size_t i = 0; i < len; i++)
		if (copy[i] == '+')
			copy[i] = ' ';
	return http_decode(a, copy, len);
}

static const char *find(const struct pair *pairs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (streq(pairs[i].name, name))
			return pairs[i].value;
	return NULL;
}

/* Up to room pairs; false: malformed, too many, or a name twice. */
static bool parse_pairs(struct arena *a, const char *text, struct pair *ret, size_t room, size_t *ret_n)
{
	*ret_n = 0;
	if (text == NULL || *text == '\0')
		return true;
	for (const char *p = text;;) {
		size_t len = strcspn(p, "&");
		size_t name_len = strcspn(p, "=&");
		struct pair pair = { .name = decode_query(a, p, name_len), .value = "" };

		if (name_len < len)
			pair.value = decode_query(a, p + name_len + 1, len - name_len - 1);
		if (*ret_n == room || pair.name == NULL || pair.value == NULL || *pair.name == '\0')
			return false;
		if (find(ret, *ret_n, pair.name) != NULL)
			return false;
		ret[(*ret_n)++] = pair;
		if (p[len] == '\0')
			return true;
		p += len + 1;
	}
}

bool http_parse_query(struct arena *a, struct request *q, const char *query)
{
	return parse_pairs(a, query, q->query, QUERY_MAX, &q->n_query);
}

json_t *http_parse_form(struct arena *a, const char *form)
{
	struct pair pair[QUERY_MAX];
	size_t n;

	if (!parse_pairs(a, form, pair, QUERY_MAX, &n))
		return NULL;
	json_t *all = json_object();
	for (size_t i = 0; i < n; i++)
		json_object_set_new(all, pair[i].name, json_string(pair[i].value));
	return all;
}

const char *http_encode(struct arena *a, const char *text)
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

const char *http_param(const struct request *q, const char *name)
{
	return find(q->param, q->n_params, name);
}

const char *http_query(const struct request *q, const char *name)
{
	return find(q->query, q->n_query, name);
}

const struct part *http_part(const struct request *q, const char *name)
{
	const struct part *p = q->parts;

	while (p != NULL && !streq(p->name, name))
		p = p->next;
	return p;
}

bool http_media_is(const char *content_type, const char *wanted)
{
	if (content_type == NULL)
		return false;
	size_t len = strcspn(content_type, "; \t");
	return len == strlen(wanted) && strncasecmp(content_type, wanted, len) == 0;
}

static bool has_dot_segment(const char *path)
{
	for (const char *p = path; (p = strchr(p, '/')) != NULL;) {
		size_t len = strcspn(++p, "/");
		if ((len == 1 && p[0] == '.') || (len == 2 && p[0] == '.' && p[1] == '.'))
			return true;
	}
	return false;
}

bool http_read_target(struct ctx *c, struct request *q, const char *target)
{
	size_t len = strcspn(target, "?");

	q->path = http_decode(c->arena, target, len);
	if (q->path == NULL || has_dot_segment(q->path))
		return fail(c, ERR_MALFORMED, "request.path", "Đường dẫn viết sai; hãy kiểm tra lại.");
	if (!http_parse_query(c->arena, q, target[len] == '?' ? target + len + 1 : NULL))
		return fail(c, ERR_MALFORMED, "request.query",
		            "Phần sau dấu ? viết sai hoặc có tham số lặp lại; hãy kiểm tra lại.");
	return true;
}
