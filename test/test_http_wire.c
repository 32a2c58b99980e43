/* test_http_wire.c - see the header. */
#include "test_http_wire.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "http/inner.h"
#include "http/lines.h"

static struct wire *wire_of(const struct request *q)
{
	return (struct wire *)(uintptr_t)q->app->data;
}

static bool gate(struct ctx *c, const struct route *t, const struct request *q)
{
	(void)c, (void)t, (void)q;
	return true;
}

static bool count(struct ctx *c, const struct request *q, struct response *r)
{
	wire_of(q)->count++;
	return reply_document(c, r, json_pack("{si}", "bytes", (int)q->body_len));
}

static bool evil(struct ctx *c, const struct request *q, struct response *r)
{
	wire_of(q)->evil++;
	return reply_document(c, r, json_pack("{}"));
}

static bool form(struct ctx *c, const struct request *q, struct response *r)
{
	struct wire *w = wire_of(q);

	w->count++;
	for (const struct part *p = q->parts; p != NULL; p = p->next)
		w->form_bytes += p->size;
	return reply_document(c, r, json_pack("{ss?}", "unit", http_part(q, "unit") == NULL ? NULL : http_part(q, "unit")->text));
}

static bool hold(struct ctx *c, const struct request *q, struct response *r)
{
	struct wire *w = wire_of(q);

	w->holding++;
	while (w->hold > 0)
		wire_sleep_ms(2);
	w->holding--;
	return count(c, q, r);
}

static bool add_line(struct ctx *c, const struct request *q, struct spool *s, const char *line)
{
	struct buf b = buf_in(c->arena);

	buf_put(&b, line);
	return reply_lines_add(c, q, s, &b);
}

/* Far more than fits into the buffers of a socket. */
static bool stream(struct ctx *c, const struct request *q, struct response *r)
{
	struct wire *w = wire_of(q);
	struct spool *s = reply_lines(c, q);
	bool ok = add_line(c, q, s, "{\"line\":\"first\",\"none\":null}\n") && reply_lines_begin(c, q, r, s);

	w->holding++;
	while (w->hold > 0)
		wire_sleep_ms(2);
	for (int i = 0; ok && i < 100000; i++)
		ok = add_line(c, q, s, "{\"line\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}\n");
	w->holding--;
	if (ok && w->breaking > 0)
		return fail(c, ERR_FULL, "test.broken", "no room");
	w->count++;
	return ok && add_line(c, q, s, "{\"line\":\"last\"}\n") && reply_lines_end(c, q, r, s);
}

/* Until nobody wants it any more. */
static bool endless(struct ctx *c, const struct request *q, struct response *r)
{
	struct wire *w = wire_of(q);
	struct spool *s = reply_lines(c, q);
	bool ok = http_query(q, "begun") == NULL || (add_line(c, q, s, "{\"line\":\"first\"}\n") && reply_lines_begin(c, q, r, s));

	w->holding++;
	while (ok && http_check_wanted(c, q))
		wire_sleep_ms(2);
	w->holding--;
	return false;
}

static bool big(struct ctx *c, const struct request *q, struct response *r)
{
	struct buf b = buf_in(c->arena);

	while (b.len < 8 * 1024 * 1024)
		buf_put(&b, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n");
	(void)q;
	reply_buf(r, "text/plain", &b);
	reply_header(r, "Cache-Control", "private");
	return true;
}

static bool file(struct ctx *c, const struct request *q, struct response *r)
{
	char path[] = "/tmp/khue-test-XXXXXX";

	(void)q;
	r->file = mkstemp(path);
	unlink(path);
	r->file_size = write(r->file, "content", 7);
	r->type = "application/octet-stream";
	return r->file_size == 7 || fail(c, ERR_INTERNAL, "test.file", "no file");
}

static bool away(struct ctx *c, const struct request *q, struct response *r)
{
	(void)q, (void)r;
	return fail(c, ERR_BUSY, "db.away", "the database went away");
}

static bool knock(struct ctx *c, const struct request *q, struct response *r)
{
	struct wire *w = wire_of(q);
	const int my = ++w->knocks;

	while (w->doors < my)
		wire_sleep_ms(1);
	return reply_document(c, r, json_pack("{si}", "turn", my));
}

static bool remote(struct ctx *c, const struct request *q, struct response *r)
{
	return reply_document(c, r, json_pack("{ss ss? sb si}", "remote", q->remote, "cookie", q->cookie, "secure", q->secure, "port", q->remote_port));
}

/* The body back as it came. */
static bool echo(struct ctx *c, const struct request *q, struct response *r)
{
	(void)c;
	r->type = "image/png";
	r->body = q->body;
	r->body_len = q->body_len;
	return true;
}

static const struct route routes[] = {
	ROUTE(GET, "/count", PUBLIC, "thing", NONE, count, OUT_NONE, "", .query = "*"),
	ROUTE(GET, "/evil", PUBLIC, "thing", NONE, evil, OUT_NONE, ""),
	ROUTE(POST, "/lines", PUBLIC, "thing", NONE, count, OUT_NONE, "", .body = BODY_NDJSON, .body_max = 4096),
	ROUTE(PATCH, "/json", PUBLIC, "thing", NONE, count, OUT_NONE, "", .body = BODY_RECORD),
	ROUTE(POST, "/upload", PUBLIC, "thing", NONE, count, OUT_NONE, "", .body = BODY_NDJSON, .body_max = 4 * 1024 * 1024),
	ROUTE(POST, "/form", PUBLIC, "thing", NONE, form, OUT_NONE, "", .body = BODY_MULTIPART, .body_max = 4 * 1024 * 1024),
	ROUTE(PUT, "/echo", PUBLIC, "thing", NONE, echo, OUT_NONE, "", .body = BODY_BYTES, .body_max = 4096),
	ROUTE(GET, "/hold", PUBLIC, "thing", NONE, hold, OUT_NONE, ""),
	ROUTE(GET, "/stream", PUBLIC, "thing", NONE, stream, OUT_NONE, ""),
	ROUTE(POST, "/endless", PUBLIC, "thing", NONE, endless, OUT_NONE, "", .query = "begun"),
	ROUTE(GET, "/big", PUBLIC, "thing", NONE, big, OUT_NONE, ""),
	ROUTE(GET, "/file", PUBLIC, "thing", NONE, file, OUT_NONE, ""),
	ROUTE(GET, "/away", PUBLIC, "thing", NONE, away, OUT_NONE, ""),
	ROUTE(POST, "/knock", PUBLIC, "thing", NONE, knock, OUT_NONE, "", .at_door = true),
	ROUTE(GET, "/remote", PUBLIC, "thing", NONE, remote, OUT_NONE, ""),
};

static bool open_own(struct ctx *c, void *arg)
{
	struct wire *w = arg;

	if (w->db_away > 0)
		return fail(c, ERR_BUSY, "db.away", "no database");
	w->opened++;
	return true;
}

static void close_own(struct ctx *c, void *arg)
{
	(void)c;
	((struct wire *)arg)->closed++;
}

static void rest_own(struct ctx *c, void *arg)
{
	(void)c;
	atomic_fetch_add(&((struct wire *)arg)->rested, 1);
}

void wire_start(struct wire *w, struct server_options o)
{
	log_quiet(true);
	w->app = (struct app){ .routes = routes, .n_routes = COUNT(routes), .gate = gate, .data = w };
	o.listen = o.listen == NULL ? "127.0.0.1:0" : o.listen;
	o.workers = o.workers == 0 ? 2 : o.workers;
	o.queue_max = o.queue_max == 0 ? 100 : o.queue_max;
	o.header_ms = o.header_ms == 0 ? 5000 : o.header_ms;
	o.body_ms = o.body_ms == 0 ? 5000 : o.body_ms;
	o.connections_max = o.connections_max == 0 ? 200 : o.connections_max;
	o.app = &w->app;
	o.open = open_own;
	o.close = close_own;
	o.rest = rest_own;
	o.arg = w;
	w->server = server_start(&o);
	assert_non_null(w->server);
	w->port = server_port(w->server);
	assert_int_not_equal(w->port, 0);
}

void wire_stop(struct wire *w)
{
	server_stop(w->server);
	assert_int_equal(w->opened, w->closed);
}

int wire_connect(const struct wire *w)
{
	return wire_connect_from(w, "127.0.0.1");
}

int wire_connect_from(const struct wire *w, const char *address)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(w->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in from = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(inet_pton(AF_INET, address, &from.sin_addr), 1);
	assert_int_equal(bind(fd, (struct sockaddr *)&from, sizeof from), 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	return fd;
}

bool wire_send(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, data, len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

bool wire_read(int fd, char *ret, size_t size, size_t *ret_len, int timeout_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	bool closed = false;

	*ret_len = 0;
	while (*ret_len < size - 1 && poll(&p, 1, timeout_ms) > 0) {
		ssize_t n = recv(fd, ret + *ret_len, size - 1 - *ret_len, 0);
		closed = n <= 0;
		if (closed)
			break;
		*ret_len += (size_t)n;
	}
	ret[*ret_len] = '\0';
	return closed;
}

bool wire_answer(int fd, char *ret, size_t size, size_t *ret_len)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	(void)!poll(&p, 1, 10000);
	return wire_read(fd, ret, size, ret_len, 100);
}

int wire_ask(const struct wire *w, const char *data, size_t len)
{
	struct pollfd p = { .events = POLLIN };
	char answer[64 * 1024];
	size_t have = 0;
	ssize_t n = 1;

	p.fd = wire_connect(w);
	wire_send(p.fd, data, len);
	while (have < sizeof answer - 1 && n > 0 && poll(&p, 1, 3000) > 0) {
		n = recv(p.fd, answer + have, sizeof answer - 1 - have, 0);
		have += n > 0 ? (size_t)n : 0;
		answer[have] = '\0';
		char *end = strstr(answer, "\r\n\r\n"), *length = strcasestr(answer, "Content-Length:");
		if (end != NULL && length != NULL && have >= (size_t)(end + 4 - answer) + strtoul(length + 15, NULL, 10))
			break;
	}
	close(p.fd);
	return have < 12 || memcmp(answer, "HTTP/1.", 7) != 0 ? 0 : (int)strtol(answer + 9, NULL, 10);
}

int64_t wire_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void wire_sleep_ms(int ms)
{
	poll(NULL, 0, ms);
}

void wire_wait_until(atomic_int *what, int value)
{
	for (int i = 0; i < 1000 && *what != value; i++)
		wire_sleep_ms(2);
	assert_int_equal(*what, value);
}
