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
#undef HEADER
};

struct walk {
	struct ctx *c;
	struct head *head;
	const char *at, *end; /* what is not yet accounted for; at NULL: do not account */
	size_t n;
};

static bool refuse(struct ctx *c, const char *key, const char *what)
{
	return fail(c, ERR_MALFORMED, key, "Yêu cầu HTTP không hợp lệ (%s); hãy kiểm tra chương trình gửi hoặc máy chủ trung gian.",
	            what);
}

static bool is_token(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)text[i];
		if (ch <= 0x20 || ch >= 0x7F || strchr("\"(),/:;<=>?@[\\]{}", ch) != NULL)
			return false;
	}
	return len > 0;
}

/* libmicrohttpd 0.9.75 splits the header in place: each CR, LF and first colon becomes a NUL.  If every byte
 * is accounted for as name NUL blanks value NUL NUL, then there was no other NUL, no bare CR or LF and no
 * folded line; the library itself tells none of that. */
static bool account_for(struct walk *w, const char *name, size_t name_len, const char *value, size_t value_len)
{
	const char *p = w->at;

	if (name != p || (size_t)(w->end - p) < name_len + 1 || p[name_len] != '\0')
		return false;
	p += name_len + 1;
	if (value == NULL || value < p || value > w->end - 4 || value_len > (size_t)(w->end - value) - 4)
		return false;
	for (; p < value; p++)
		if (*p != ' ' && *p != '\t')
			return false;
	p = value + value_len;
	if (p[0] != '\0' || p[1] != '\0')
		return false;
	w->at = p + 2;
	return true;
}

static bool take(struct walk *w, const char *name, size_t name_len, const char *value, size_t value_len)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		if (name_len != strlen(known[i].name) || strncasecmp(name, known[i].name, name_len) != 0)
			continue;
		const char **slot = (const char **)(void *)((char *)w->head + known[i].at);
		if (*slot != NULL)
			return refuse(w->c, "request.header_twice", "một tiêu đề xuất hiện hai lần");
		while (value_len > 0 && (value[value_len - 1] == ' ' || value[value_len - 1] == '\t'))
			value_len--;
		for (size_t k = 0; k < value_len; k++)
			if ((unsigned char)value[k] >= 0x80)
				return refuse(w->c, "request.header", "giá trị tiêu đề có ký tự ngoài ASCII");
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
		ok = refuse(w->c, "request.header", "quá nhiều tiêu đề");
	else if (!is_token(name, name_len))
		ok = refuse(w->c, "request.header", "tên tiêu đề");
	else if (w->at != NULL && !account_for(w, name, name_len, value, value_len))
		ok = refuse(w->c, "request.header", "dòng tiêu đề bị gấp, thiếu CRLF hoặc có ký tự NUL");
	for (size_t i = 0; ok && i < value_len; i++)
		if (((unsigned char)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7F)
			ok = refuse(w->c, "request.header", "giá trị tiêu đề có ký tự điều khiển");
	if (ok)
		ok = take(w, name, name_len, value, value_len);
	return ok ? MHD_YES : MHD_NO;
}

static bool check_method(struct ctx *c, const struct head *h)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };

	for (size_t i = 0; i < COUNT(methods); i++)
		if (streq(h->method, methods[i]))
			return true;
	return refuse(c, "request.method", "phương thức lạ");
}

/* %2F and %5C would mean one thing before and another after decoding; so would a dot segment. */
static bool check_target(struct ctx *c, const struct head *h)
{
	const char *t = h->target;
	size_t len = strlen(t), path_len = strcspn(t, "?");

	if (len > TARGET_MAX)
		return fail(c, ERR_MALFORMED, "request.target_too_long", "Đường dẫn dài quá %d ký tự; hãy rút ngắn.", TARGET_MAX);
	if (t[0] != '/' || t[1] == '/')
		return refuse(c, "request.target", "đường dẫn phải bắt đầu bằng một dấu /");
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)t[i];
		if (ch <= 0x20 || ch >= 0x7F || ch == '#' || ch == '\\' || ch == '"' || ch == '<' || ch == '>')
			return refuse(c, "request.target", "đường dẫn có ký tự lạ");
		if (ch == '%' && strncmp(t + i, "%00", 3) == 0)
			return refuse(c, "request.target", "đường dẫn có %00");
		if (i < path_len && ch == '%' && (strncasecmp(t + i, "%2f", 3) == 0 || strncasecmp(t + i, "%5c", 3) == 0))
			return refuse(c, "request.target", "đường dẫn có dấu / viết thành mã");
	}
	return true;
}

static bool check_version(struct ctx *c, const struct head *h)
{
	return streq(h->version, "HTTP/1.1") || streq(h->version, "HTTP/1.0") || refuse(c, "request.version", "phiên bản HTTP");
}

static bool check_host(struct ctx *c, const struct head *h)
{
	if (h->host == NULL)
		return streq(h->version, "HTTP/1.0") || refuse(c, "request.host", "thiếu Host");
	for (const char *p = h->host; *p != '\0'; p++) {
		bool good = (*p >= '0' && *p <= '9') || ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') || strchr("-._:[]", *p) != NULL;
		if (!good)
			return refuse(c, "request.host", "Host");
	}
	return *h->host != '\0' || refuse(c, "request.host", "Host để trống");
}

static bool check_length(struct ctx *c, struct head *h)
{
	const char *p = h->content_length;

	if (h->transfer_encoding != NULL) {
		if (p != NULL)
			return refuse(c, "request.length", "vừa có Content-Length vừa có Transfer-Encoding");
		if (strcasecmp(h->transfer_encoding, "chunked") != 0 || !streq(h->version, "HTTP/1.1"))
			return refuse(c, "request.length", "Transfer-Encoding");
		h->chunked = true;
		return true;
	}
	if (p == NULL)
		return true;
	size_t len = strlen(p);
	if (len == 0 || len > 15 || strspn(p, "0123456789") != len)
		return refuse(c, "request.length", "Content-Length");
	h->body_len = strtoll(p, NULL, 10);
	return true;
}

static const char *request_line_end(const struct head *h)
{
	const char *target = h->method + strlen(h->method) + 1;
	const char *version = target + strlen(h->target) + 1;

	if (h->target_at != target || h->version != version || version[8] != '\0' || version[9] != '\0')
		return NULL;
	return version + 10;
}

bool guard_check(struct ctx *c, struct MHD_Connection *conn, struct head *h)
{
	const union MHD_ConnectionInfo *size = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	bool in_place = MHD_get_version()[0] == '0'; /* from 1.0 on the library refuses all this itself */
	struct walk w = { .c = c, .head = h };

	if (!check_version(c, h) || !check_method(c, h) || !check_target(c, h))
		return false;
	if (size != NULL)
		h->end = h->method + size->header_size;
	if (in_place) {
		w.at = request_line_end(h);
		if (w.at == NULL || size == NULL)
			return refuse(c, "request.line", "dòng yêu cầu");
		w.end = h->end;
	}
	MHD_get_connection_values_n(conn, MHD_HEADER_KIND, on_header, &w);
	if (c->err != ERR_NONE)
		return false;
	if (in_place && (w.end - w.at != 2 || w.at[0] != '\0' || w.at[1] != '\0'))
		return refuse(c, "request.header", "dòng tiêu đề bị gấp, thiếu CRLF hoặc có ký tự NUL");
	return check_host(c, h) && check_length(c, h);
}

static enum MHD_Result on_trailer(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value,
                                  size_t value_len)
{
	const char **end = cls;

	(void)kind, (void)name_len, (void)value, (void)value_len;
	if (*end != NULL && name < *end)
		return MHD_YES;
	*end = NULL;
	return MHD_NO;
}

/* When the last CR LF of the chunks comes in two pieces, 0.9.75 lists the last header line once more, as a
 * trailer.  A real one stands behind the header. */
bool guard_has_trailer(struct MHD_Connection *conn, const struct head *h)
{
	const char *end = h->end;

	MHD_get_connection_values_n(conn, MHD_FOOTER_KIND, on_trailer, &end);
	return end == NULL;
}
