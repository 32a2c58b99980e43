/* guard.c - the checks, in the order of the request. */
#include "http/guard.h"

#include <strings.h>

static const struct {
	const char *name;
	size_t at;
} known[] = {
#define HEADER(name, member) { name, offsetof(struct head, member) }
	HEADER("Accept", accept),
	HEADER("Accept-Encoding", accept_encoding),
	HEADER("Authorization", authorization),
	HEADER("Content-Length", content_length),
	HEADER("Content-Type", content_type),
	HEADER("Cookie", cookie),
	HEADER("Host", host),
	HEADER("Idempotency-Key", idempotency_key),
	HEADER("If-Match", if_match),
	HEADER("If-None-Match", if_none_match),
	HEADER("Khue-Catalog-Version", catalog_version),
	HEADER("Origin", origin),
	HEADER("Prefer", prefer),
	HEADER("Sec-Fetch-Site", sec_fetch_site),
	HEADER("Transfer-Encoding", transfer_encoding),
	HEADER("X-CSRF-Token", csrf_token),
	HEADER("X-Forwarded-For", forwarded_for),
	HEADER("X-Forwarded-Proto", forwarded_proto),
	HEADER("X-Real-Port", real_port),
#undef HEADER
};

struct walk {
	struct ctx *c;
	struct head *head;
	size_t n;
};

bool guard_refuse(struct ctx *c, const char *key, const char *what)
{
	return fail(c, ERR_MALFORMED, key, "Yêu cầu HTTP không hợp lệ (%s); hãy kiểm tra chương trình gửi hoặc máy chủ trung gian.",
	            what);
}

static bool take(struct walk *w, const char *name, size_t name_len, const char *value, size_t value_len)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		if (name_len != strlen(known[i].name) || strncasecmp(name, known[i].name, name_len) != 0)
			continue;
		const char **slot = (const char **)(void *)((char *)w->head + known[i].at);
		if (*slot != NULL)
			return guard_refuse(w->c, "request.header_twice", "một tiêu đề xuất hiện hai lần");
		while (value_len > 0 && (value[value_len - 1] == ' ' || value[value_len - 1] == '\t'))
			value_len--;
		for (size_t k = 0; k < value_len; k++)
			if ((unsigned char)value[k] >= 0x80)
				return guard_refuse(w->c, "request.header", "giá trị tiêu đề có ký tự ngoài ASCII");
		*slot = arena_strndup(w->c->arena, value, value_len);
	}
	return true;
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value,
                                 size_t value_len)
{
	struct walk *w = cls;
	bool ok = true;

	(void)kind;
	if (value == NULL)
		value_len = 0;
	if (++w->n > HEADERS_MAX)
		ok = guard_refuse(w->c, "request.header", "quá nhiều tiêu đề");
	else
		ok = take(w, name, name_len, value, value_len);
	return ok ? MHD_YES : MHD_NO;
}

static bool check_method(struct ctx *c, const struct head *h)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };

	for (size_t i = 0; i < COUNT(methods); i++)
		if (streq(h->method, methods[i]))
			return true;
	return guard_refuse(c, "request.method", "phương thức lạ");
}

/* %2F and %5C would mean one thing before and another after decoding; so would a dot segment. */
static bool check_target(struct ctx *c, const struct head *h)
{
	const char *t = h->target;
	size_t len = strlen(t), path_len = strcspn(t, "?");

	if (len > TARGET_MAX)
		return fail(c, ERR_MALFORMED, "request.target_too_long", "Đường dẫn dài quá %d ký tự; hãy rút ngắn.", TARGET_MAX);
	if (t[0] != '/')
		return guard_refuse(c, "request.target", "đường dẫn phải bắt đầu bằng dấu /");
	if (memmem(t, path_len, "//", 2) != NULL)
		return guard_refuse(c, "request.target", "đường dẫn có hai dấu / liền nhau");
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)t[i];
		if (ch <= 0x20 || ch >= 0x7F || ch == '#' || ch == '\\' || ch == '"' || ch == '<' || ch == '>')
			return guard_refuse(c, "request.target", "đường dẫn có ký tự lạ");
		if (ch == '%' && strncmp(t + i, "%00", 3) == 0)
			return guard_refuse(c, "request.target", "đường dẫn có %00");
		if (i < path_len && ch == '%' && (strncasecmp(t + i, "%2f", 3) == 0 || strncasecmp(t + i, "%5c", 3) == 0))
			return guard_refuse(c, "request.target", "đường dẫn có dấu / viết thành mã");
	}
	return true;
}

static bool check_version(struct ctx *c, const struct head *h)
{
	return streq(h->version, "HTTP/1.1") || streq(h->version, "HTTP/1.0") || guard_refuse(c, "request.version", "phiên bản HTTP");
}

static bool check_host(struct ctx *c, const struct head *h)
{
	if (h->host == NULL)
		return streq(h->version, "HTTP/1.0") || guard_refuse(c, "request.host", "thiếu Host");
	for (const char *p = h->host; *p != '\0'; p++) {
		bool good = (*p >= '0' && *p <= '9') || ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') || strchr("-._:[]", *p) != NULL;
		if (!good)
			return guard_refuse(c, "request.host", "Host");
	}
	return *h->host != '\0' || guard_refuse(c, "request.host", "Host để trống");
}

/* That it is said once, and well, the framing has seen to. */
static void read_length(struct head *h)
{
	h->chunked = h->transfer_encoding != NULL;
	h->body_len = h->content_length == NULL ? 0 : strtoll(h->content_length, NULL, 10);
}

bool guard_check(struct ctx *c, struct MHD_Connection *conn, struct head *h)
{
	struct walk w = { .c = c, .head = h };

	if (!check_version(c, h) || !check_method(c, h) || !check_target(c, h))
		return false;
	MHD_get_connection_values_n(conn, MHD_HEADER_KIND, on_header, &w);
	if (c->err != ERR_NONE || !check_host(c, h))
		return false;
	read_length(h);
	return true;
}
