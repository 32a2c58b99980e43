/* http_load.c - asks an HTTP/1.1 server as fast as it answers, over connections kept alive, and says how long that took.
 *
 * http_load PATH|--paths FILE --port P [--host 127.0.0.1] [--clients 16] [--seconds 3] [--cookie C] [--method GET]
 *           [--header 'Name: value']... [--body-file FILE | --bodies FILE]
 * Paths and bodies given as files, one a line, are used round robin (--body-file is one whole body).
 * One line of JSON on stdout.  One thread; each client has one request on its way. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS_MAX = 4096, HEADERS_MAX = 16, HEAD_MAX = 16 * 1024 };

struct lines {
	char **line;
	size_t *len;
	size_t n;
};

struct options {
	const char *host, *method, *cookie, *header[HEADERS_MAX];
	size_t n_headers;
	unsigned port, clients;
	double seconds;
	struct lines paths, bodies;
};

struct client {
	int fd;
	char *request;
	size_t request_len, sent;
	char head[HEAD_MAX];        /* of the answer */
	size_t have;
	int64_t body_left, start_ns; /* body_left -1: the head is not complete */
	int status;
	bool closing;
};

struct result {
	uint32_t *took_us;
	size_t n, room, not_2xx, broken;
};

static void die(const char *what)
{
	fprintf(stderr, "http_load: %s%s%s\n", what, errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
	exit(1);
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static char *read_file(const char *path, size_t *ret_len)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	size_t len = 0, n = 0;

	if (f == NULL)
		die(path);
	do {
		len += n;
		text = realloc(text, len + 65536);
		if (text == NULL)
			die("memory");
		n = fread(text + len, 1, 65535, f);
	} while (n > 0);
	fclose(f);
	text[len] = '\0';
	*ret_len = len;
	return text;
}

static void add_line(struct lines *l, char *line, size_t len)
{
	l->line = realloc(l->line, (l->n + 1) * sizeof *l->line);
	l->len = realloc(l->len, (l->n + 1) * sizeof *l->len);
	if (l->line == NULL || l->len == NULL)
		die("memory");
	l->line[l->n] = line;
	l->len[l->n++] = len;
}

static void read_lines(struct lines *l, const char *path)
{
	size_t len;
	char *text = read_file(path, &len);

	for (char *p = text; p < text + len;) {
		char *end = memchr(p, '\n', (size_t)(text + len - p));
		if (end == NULL)
			end = text + len;
		*end = '\0';
		if (end > p)
			add_line(l, p, (size_t)(end - p));
		p = end + 1;
	}
}

static struct options read_options(int argc, char **argv)
{
	struct options o = { .host = "127.0.0.1", .method = "GET", .clients = 16, .seconds = 3 };

	for (int i = 1; i < argc; i++) {
		const char *a = argv[i];
		char *v = i + 1 < argc ? argv[i + 1] : NULL;
		if (a[0] == '/') {
			add_line(&o.paths, argv[i], strlen(a));
			continue;
		}
		if (v == NULL)
			die("usage: http_load PATH|--paths FILE --port P [--host H] [--clients N] [--seconds S] [--cookie C] [--method M] "
			    "[--header H]... [--body-file F | --bodies F]");
		if (strcmp(a, "--host") == 0)
			o.host = v;
		else if (strcmp(a, "--port") == 0)
			o.port = (unsigned)strtoul(v, NULL, 10);
		else if (strcmp(a, "--clients") == 0)
			o.clients = (unsigned)strtoul(v, NULL, 10);
		else if (strcmp(a, "--seconds") == 0)
			o.seconds = strtod(v, NULL);
		else if (strcmp(a, "--cookie") == 0)
			o.cookie = v;
		else if (strcmp(a, "--method") == 0)
			o.method = v;
		else if (strcmp(a, "--header") == 0 && o.n_headers < HEADERS_MAX)
			o.header[o.n_headers++] = v;
		else if (strcmp(a, "--paths") == 0)
			read_lines(&o.paths, v);
		else if (strcmp(a, "--bodies") == 0)
			read_lines(&o.bodies, v);
		else if (strcmp(a, "--body-file") == 0) {
			size_t len;
			char *body = read_file(v, &len);
			add_line(&o.bodies, body, len);
		} else
			die("unknown option");
		i++;
	}
	if (o.paths.n == 0 || o.port == 0 || o.clients == 0 || o.clients > CLIENTS_MAX)
		die("a path, --port and 1 to 4096 --clients are needed");
	return o;
}

/* All requests are written out beforehand; path i goes with body i, both round robin. */
static struct lines write_requests(const struct options *o)
{
	struct lines all = { 0 };
	size_t n = o->paths.n;

	if (o->bodies.n > 0 && o->bodies.n != n && n % o->bodies.n != 0)
		n = n * o->bodies.n > 1000000 ? o->bodies.n : n * o->bodies.n;
	for (size_t i = 0; i < n; i++) {
		char *text;
		size_t len;
		FILE *f = open_memstream(&text, &len);

		if (f == NULL)
			die("memory");
		fprintf(f, "%s %s HTTP/1.1\r\nHost: %s:%u\r\n", o->method, o->paths.line[i % o->paths.n], o->host, o->port);
		if (o->cookie != NULL)
			fprintf(f, "Cookie: %s\r\n", o->cookie);
		bool typed = false;
		for (size_t k = 0; k < o->n_headers; k++) {
			fprintf(f, "%s\r\n", o->header[k]);
			typed = typed || strncasecmp(o->header[k], "Content-Type:", 13) == 0;
		}
		if (o->bodies.n > 0) {
			size_t b = i % o->bodies.n;
			fprintf(f, "%sContent-Length: %zu\r\n\r\n", typed ? "" : "Content-Type: application/json\r\n", o->bodies.len[b]);
			fwrite(o->bodies.line[b], 1, o->bodies.len[b], f);
		} else {
			fputs("\r\n", f);
		}
		fclose(f);
		add_line(&all, text, len);
	}
	return all;
}

static int dial(const struct options *o)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)o->port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	errno = 0;
	if (inet_pton(AF_INET, o->host, &to.sin_addr) != 1)
		die("--host must be an IPv4 address");
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
		die("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

/* Until sent or the socket is full. */
static bool push(struct client *k)
{
	while (k->sent < k->request_len) {
		ssize_t n = send(k->fd, k->request + k->sent, k->request_len - k->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0)
			return errno == EAGAIN;
		k->sent += (size_t)n;
	}
	return true;
}

static bool begin(struct client *k, const struct lines *requests, size_t *next)
{
	size_t i = (*next)++ % requests->n;

	k->request = requests->line[i];
	k->request_len = requests->len[i];
	k->sent = k->have = 0;
	k->body_left = -1;
	k->closing = false;
	k->start_ns = now_ns();
	return push(k);
}

static void add_took(struct result *r, const struct client *k)
{
	if (r->n == r->room) {
		r->room = r->room == 0 ? 65536 : r->room * 2;
		r->took_us = realloc(r->took_us, r->room * sizeof *r->took_us);
		if (r->took_us == NULL)
			die("memory");
	}
	r->took_us[r->n++] = (uint32_t)((now_ns() - k->start_ns) / 1000);
	r->not_2xx += k->status < 200 || k->status > 299;
}

/* False: this is not an answer we understand (it must have a Content-Length). */
static bool read_head(struct client *k)
{
	char *end = memmem(k->head, k->have, "\r\n\r\n", 4);

	if (end == NULL)
		return k->have < HEAD_MAX - 1;
	*end = '\0';
	char *length = strcasestr(k->head, "\r\nContent-Length:");
	k->closing = strcasestr(k->head, "\r\nConnection: close") != NULL;
	k->status = (int)strtol(k->head + 9, NULL, 10);
	if (length == NULL && k->status != 204 && k->status != 304)
		return false;
	k->body_left = length == NULL ? 0 : strtoll(length + 17, NULL, 10);
	k->body_left -= (int64_t)(k->have - (size_t)(end + 4 - k->head));
	return k->body_left >= 0;
}

/* 1: an answer is complete, 0: more is to come, -1: broken. */
static int pull(struct client *k)
{
	static char scrap[256 * 1024];

	for (;;) {
		bool in_head = k->body_left < 0;
		ssize_t n = in_head ? recv(k->fd, k->head + k->have, HEAD_MAX - 1 - k->have, MSG_DONTWAIT)
		                    : recv(k->fd, scrap, sizeof scrap, MSG_DONTWAIT);
		if (n < 0 && errno == EAGAIN)
			return 0;
		if (n <= 0)
			return -1;
		if (in_head) {
			k->have += (size_t)n;
			if (!read_head(k))
				return -1;
		} else {
			k->body_left -= n;
		}
		if (k->body_left == 0)
			return 1;
	}
}

static void watch(int ep, int op, struct client *k)
{
	struct epoll_event e = { .events = EPOLLIN | (k->sent < k->request_len ? EPOLLOUT : 0), .data.ptr = k };

	if (epoll_ctl(ep, op, k->fd, &e) != 0)
		die("epoll_ctl");
}

static void redial(int ep, struct client *k, const struct options *o, const struct lines *requests, size_t *next)
{
	close(k->fd);
	k->fd = dial(o);
	begin(k, requests, next);
	watch(ep, EPOLL_CTL_ADD, k);
}

static void serve(int ep, struct client *k, const struct options *o, const struct lines *requests, size_t *next, struct result *r)
{
	bool was_sending = k->sent < k->request_len;
	int got = push(k) ? pull(k) : -1;

	if (got < 0) {
		r->broken++;
		redial(ep, k, o, requests, next);
		return;
	}
	if (got > 0) {
		add_took(r, k);
		if (k->closing || !begin(k, requests, next)) {
			redial(ep, k, o, requests, next);
			return;
		}
	}
	if (was_sending || k->sent < k->request_len)
		watch(ep, EPOLL_CTL_MOD, k);
}

static int by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static double at(const struct result *r, double part)
{
	return r->n == 0 ? 0 : r->took_us[(size_t)((double)(r->n - 1) * part)] / 1000.0;
}

int main(int argc, char **argv)
{
	struct options o = read_options(argc, argv);
	struct lines requests = write_requests(&o);
	struct client *clients = calloc(o.clients, sizeof *clients);
	struct epoll_event events[256];
	struct result r = { 0 };
	size_t next = 0;
	int ep = epoll_create1(EPOLL_CLOEXEC);

	if (clients == NULL || ep < 0)
		die("memory");
	for (unsigned i = 0; i < o.clients; i++)
		clients[i].fd = dial(&o);
	int64_t start = now_ns(), until = start + (int64_t)(o.seconds * 1e9);
	for (unsigned i = 0; i < o.clients; i++) {
		begin(&clients[i], &requests, &next);
		watch(ep, EPOLL_CTL_ADD, &clients[i]);
	}
	while (now_ns() < until) {
		int n = epoll_wait(ep, events, 256, 100);
		for (int i = 0; i < n; i++)
			serve(ep, events[i].data.ptr, &o, &requests, &next, &r);
	}
	double seconds = (double)(now_ns() - start) / 1e9;
	qsort(r.took_us, r.n, sizeof *r.took_us, by_size);
	printf("{\"requests\":%zu,\"seconds\":%.3f,\"per_second\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"non_2xx\":%zu,"
	       "\"broken\":%zu}\n", r.n, seconds, (double)r.n / seconds, at(&r, 0.5), at(&r, 0.99), at(&r, 1), r.not_2xx, r.broken);
	return 0;
}
