/* test_http_server.c - limits, slow clients, a full queue, an absent database, and stopping, on a real server. */
#include "test_http_wire.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define GET_(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"
#define CLOSE_(path) "GET " path " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
#define SEND(fd, text) wire_send(fd, text, sizeof text - 1)

static int ask(const struct wire *w, const char *request)
{
	return wire_ask(w, request, strlen(request));
}

static void read_all(const struct wire *w, const char *request, char *ret, size_t size)
{
	size_t len;
	int fd = wire_connect(w);

	wire_send(fd, request, strlen(request));
	assert_true(wire_read(fd, ret, size, &len, 3000));
	close(fd);
}

TEST_PURE(http_server_sends_security_headers_on_every_answer)
{
	static const char *const requests[] = { CLOSE_("/count"), CLOSE_("/nothing"), CLOSE_("/count%00"), CLOSE_("/file"), CLOSE_("/away") };
	static const char *const headers[] = { "X-Content-Type-Options: nosniff\r\n", "Referrer-Policy: no-referrer\r\n",
		                               "Cache-Control: no-store\r\n", "Content-Security-Policy: default-src 'none'; " };
	struct wire w = { 0 };
	char answer[16 * 1024];

	(void)c;
	wire_start(&w, (struct server_options){ 0 });
	for (size_t i = 0; i < COUNT(requests); i++) {
		read_all(&w, requests[i], answer, sizeof answer);
		for (size_t k = 0; k < COUNT(headers); k++)
			assert_non_null(strstr(answer, headers[k]));
	}
	assert_non_null(strstr(answer, "Retry-After: 2\r\n"));
	read_all(&w, "PUT /lines HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", answer, sizeof answer);
	assert_non_null(strstr(answer, "Allow: POST\r\n"));
	read_all(&w, CLOSE_("/file"), answer, sizeof answer);
	assert_non_null(strstr(answer, "\r\n\r\ncontent"));
	read_all(&w, "HEAD /count HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", answer, sizeof answer);
	assert_non_null(strstr(answer, "Content-Length: 11\r\n"));
	assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
	wire_stop(&w);
}

TEST_PURE(http_server_compresses_only_where_asked)
{
	struct wire w = { 0 };
	char *answer = arena_alloc(c->arena, 9 * 1024 * 1024);

	wire_start(&w, (struct server_options){ 0 });
	read_all(&w, CLOSE_("/big"), answer, 9 * 1024 * 1024);
	assert_null(strstr(answer, "Content-Encoding"));
	assert_non_null(strstr(answer, "Cache-Control: private\r\n"));
	assert_null(strstr(answer, "no-store"));
	read_all(&w, "GET /big HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br, gzip\r\nConnection: close\r\n\r\n", answer, 9 * 1024 * 1024);
	assert_non_null(strstr(answer, "Content-Encoding: gzip\r\n"));
	assert_non_null(strstr(answer, "Vary: Accept-Encoding\r\n"));
	assert_memory_equal(strstr(answer, "\r\n\r\n") + 4, "\x1f\x8b", 2);
	read_all(&w, "GET /big HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0\r\nConnection: close\r\n\r\n", answer, 9 * 1024 * 1024);
	assert_null(strstr(answer, "Content-Encoding"));
	read_all(&w, "GET /count HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n", answer, 9 * 1024 * 1024);
	assert_null(strstr(answer, "Content-Encoding")); /* too small */
	wire_stop(&w);
}

TEST_PURE(http_server_takes_and_gives_bytes_of_every_value)
{
	static const char head[] = "PUT /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: image/png\r\nContent-Length: 512\r\n\r\n";
	char sent[sizeof head - 1 + 512], answer[4096];
	struct wire w = { 0 };
	size_t n;

	(void)c;
	memcpy(sent, head, sizeof head - 1);
	for (size_t i = 0; i < 512; i++)
		sent[sizeof head - 1 + i] = (char)i;
	wire_start(&w, (struct server_options){ 0 });
	int fd = wire_connect(&w);
	assert_true(wire_send(fd, sent, sizeof sent));
	wire_answer(fd, answer, sizeof answer, &n);
	close(fd);
	wire_stop(&w);
	const char *body = strstr(answer, "\r\n\r\n");
	assert_non_null(body);
	assert_non_null(strstr(answer, "X-Content-Type-Options: nosniff"));
	assert_int_equal(n, (size_t)(body + 4 - answer) + 512);
	assert_memory_equal(body + 4, sent + sizeof head - 1, 512);
}

TEST_PURE(http_server_takes_bodies_and_forms)
{
	static const char form[] =
		"--x\r\nContent-Disposition: form-data; name=\"unit\"\r\n\r\n79\r\n"
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n";
	struct wire w = { 0 };
	struct buf b = buf_in(c->arena);
	char answer[4096];

	wire_start(&w, (struct server_options){ 0 });
	buf_fmt(&b, "POST /upload HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n", 3000000);
	for (int i = 0; i < 3000000; i++)
		buf_char(&b, 'x');
	read_all(&w, b.data, answer, sizeof answer);
	assert_non_null(strstr(answer, "{\"bytes\":3000000}"));
	b.len = 0;
	buf_fmt(&b, "POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %zu\r\n\r\n%s",
	        sizeof form - 1 + 3000000 + 9, form);
	for (int i = 0; i < 3000000; i++)
		buf_char(&b, "\r\n--y"[i % 5]);
	buf_put(&b, "\r\n--x--\r\n");
	read_all(&w, b.data, answer, sizeof answer);
	assert_non_null(strstr(answer, "{\"unit\":\"79\"}"));
	assert_int_equal(w.form_bytes, 3000002);
	assert_int_equal(ask(&w, "PATCH /json HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"), 200);
	assert_int_equal(ask(&w, "PATCH /json HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{]"), 400);
	assert_int_equal(ask(&w, "PATCH /json HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"), 415);
	wire_stop(&w);
}

TEST_PURE(http_server_knows_who_asks)
{
	struct wire w = { 0 };
	char answer[4096];

	(void)c;
	wire_start(&w, (struct server_options){ .proxy = "127.0.0.1" });
	read_all(&w, "GET /remote HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: a=b\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.7\r\n\r\n", answer, sizeof answer);
	assert_non_null(strstr(answer, "{\"remote\":\"192.0.2.7\",\"cookie\":\"a=b\",\"secure\":false,\"port\":0}"));
	read_all(&w, "GET /remote HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.7, nonsense\r\n\r\n", answer, sizeof answer);
	assert_non_null(strstr(answer, "\"127.0.0.1\""));
	static const struct { const char *said; int port; } ports[] = { { "4711", 4711 }, { "65535", 65535 }, { "65536", 0 }, { "-1", 0 }, { "47a", 0 }, { "", 0 }, { "999999", 0 } };
	for (size_t i = 0; i < COUNT(ports); i++) {
		read_all(&w, arena_fmt(c->arena, "GET /remote HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Real-Port: %s\r\n\r\n", ports[i].said), answer, sizeof answer);
		assert_non_null(strstr(answer, arena_fmt(c->arena, "\"port\":%d}", ports[i].port)));
	}
	wire_stop(&w);
	w = (struct wire){ 0 };
	wire_start(&w, (struct server_options){ 0 });
	read_all(&w, "GET /remote HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.7\r\nX-Real-Port: 1\r\n\r\n", answer, sizeof answer);
	assert_non_null(strstr(answer, "\"127.0.0.1\""));
	assert_true(strtol(strstr(answer, "\"port\":") + 7, NULL, 10) > 1023); /* its own */
	wire_stop(&w);
}

/* Of the proxy that is named, and of what it wrote itself. */
TEST_PURE(http_server_believes_the_proxy_that_a_request_came_by_tls)
{
	static const struct { const char *proxy, *proto; bool secure; } ask[] = {
		{ "127.0.0.1", "X-Forwarded-Proto: https\r\n", true },      { "127.0.0.1", "X-Forwarded-Proto: HTTPS\r\n", true },
		{ "127.0.0.1", "X-Forwarded-Proto: http, https\r\n", true }, { "127.0.0.1", "X-Forwarded-Proto: https, http\r\n", false },
		{ "127.0.0.1", "X-Forwarded-Proto: http\r\n", false },       { "127.0.0.1", "", false },
		{ "127.0.0.1", "X-Forwarded-Proto: https,\r\n", false },     { "127.0.0.2", "X-Forwarded-Proto: https\r\n", false },
		{ NULL, "X-Forwarded-Proto: https\r\n", false },
	};
	char answer[4096];

	for (size_t i = 0; i < COUNT(ask); i++) {
		struct wire w = { 0 };
		wire_start(&w, (struct server_options){ .proxy = ask[i].proxy });
		read_all(&w, arena_fmt(c->arena, "GET /remote HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n", ask[i].proto), answer, sizeof answer);
		assert_non_null(strstr(answer, ask[i].secure ? "\"secure\":true" : "\"secure\":false"));
		assert_int_equal(strstr(answer, "Strict-Transport-Security: max-age=31536000\r\n") != NULL, ask[i].secure);
		/* Twice is nobody's. */
		if (*ask[i].proto != '\0')
			read_all(&w, arena_fmt(c->arena, "GET /remote HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s%s\r\n", ask[i].proto, ask[i].proto), answer, sizeof answer);
		assert_true(*ask[i].proto == '\0' || strncmp(answer, "HTTP/1.1 400", 12) == 0);
		wire_stop(&w);
	}
}

TEST_PURE(http_server_cuts_dripping_headers)
{
	struct wire w = { 0 };
	struct server_stats stats;
	char answer[4096];
	size_t len;

	(void)c;
	wire_start(&w, (struct server_options){ .header_ms = 300 });
	int fd = wire_connect(&w), silent = wire_connect(&w);
	int64_t start = wire_ms();
	SEND(fd, "GET /count HTTP/1.1\r\nHost: a\r\nX: ");
	while (wire_ms() - start < 10000 && wire_send(fd, "x", 1) && !wire_read(fd, answer, sizeof answer, &len, 20))
		continue;
	assert_in_range(wire_ms() - start, 250, 9000);
	assert_true(wire_answer(silent, answer, sizeof answer, &len)); /* says nothing at all */
	close(fd), close(silent);

	/* The second request of a connection may drip no better than the first; between them silence is fine. */
	fd = wire_connect(&w);
	SEND(fd, GET_("/count"));
	assert_false(wire_answer(fd, answer, sizeof answer, &len));
	SEND(fd, GET_("/count"));
	assert_false(wire_answer(fd, answer, sizeof answer, &len));
	assert_int_equal(strncmp(answer, "HTTP/1.1 200", 12), 0);
	start = wire_ms();
	SEND(fd, "GET /count HTTP/1.1\r\n");
	while (wire_ms() - start < 10000 && wire_send(fd, "X", 1) && !wire_read(fd, answer, sizeof answer, &len, 20))
		continue;
	assert_in_range(wire_ms() - start, 250, 9000);
	close(fd);
	server_read_stats(w.server, &stats);
	assert_int_equal(stats.closed_slow, 3);
	assert_int_equal(w.count, 2);
	wire_stop(&w);
}

TEST_PURE(http_server_cuts_dripping_bodies_only)
{
	struct wire w = { 0 };
	char answer[4096], scrap[200] = "";
	size_t len;

	(void)c;
	wire_start(&w, (struct server_options){ .body_ms = 1000 });
	int fd = wire_connect(&w);
	int64_t start = wire_ms();
	SEND(fd, "POST /lines HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: 4000\r\n\r\n");
	while (wire_ms() - start < 10000 && wire_send(fd, "x", 1) && !wire_read(fd, answer, sizeof answer, &len, 20))
		continue;
	assert_in_range(wire_ms() - start, 900, 9000);
	close(fd);
	assert_int_equal(w.count, 0);

	/* About 4 KB/s, for longer than body_ms: slow, and lawful. */
	fd = wire_connect(&w);
	SEND(fd, "POST /lines HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: 4000\r\n\r\n");
	for (int i = 0; i < 40; i++) {
		assert_true(wire_send(fd, scrap, 100));
		wire_sleep_ms(30);
	}
	assert_false(wire_answer(fd, answer, sizeof answer, &len));
	assert_int_equal(strncmp(answer, "HTTP/1.1 200", 12), 0);
	close(fd);
	wire_stop(&w);
}

/* How large a body in chunks is shows only as it comes. */
TEST_PURE(http_server_says_of_chunks_that_grow_too_large_what_is_wrong)
{
	enum { CHUNK = 16384, CHUNKS = 64 };
	struct wire w = { 0 };
	char answer[8192], chunk[CHUNK + 16];
	size_t len;

	(void)c;
	wire_start(&w, (struct server_options){ 0 });
	int fd = wire_connect(&w);
	SEND(fd, "POST /lines HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
	memset(chunk, 'x', sizeof chunk);
	memcpy(chunk, "4000\r\n", 6);
	memcpy(chunk + 6 + CHUNK, "\r\n", 2);
	for (int i = 0; i < CHUNKS && wire_send(fd, chunk, 6 + CHUNK + 2); i++)
		continue;
	(void)wire_read(fd, answer, sizeof answer, &len, 5000);
	assert_int_equal(strncmp(answer, "HTTP/1.1 413 ", 13), 0);
	assert_non_null(strstr(answer, "\r\nContent-Type: application/problem+json"));
	assert_non_null(strstr(answer, "\r\nConnection: close\r\n"));
	assert_non_null(strstr(answer, "\"request.too_large\""));
	const char *body = strstr(answer, "\r\n\r\n") + 4, *said = strstr(answer, "\r\nContent-Length: ");
	assert_int_equal(strtol(said + 18, NULL, 10), strlen(body));
	close(fd);
	assert_int_equal(w.count, 0);
	wire_stop(&w);
}

TEST_PURE(http_server_cuts_slow_readers_and_they_hold_no_worker)
{
	struct wire w = { 0 };
	int slow[8];
	char one;

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1, .body_ms = 400 });
	for (size_t i = 0; i < COUNT(slow); i++) {
		slow[i] = wire_connect(&w);
		setsockopt(slow[i], SOL_SOCKET, SO_RCVBUF, &(int){ 4096 }, sizeof(int));
		SEND(slow[i], GET_("/big"));
		assert_int_equal(recv(slow[i], &one, 1, 0), 1); /* the worker is done with it */
	}
	int64_t start = wire_ms();
	assert_int_equal(ask(&w, GET_("/count")), 200);
		struct server_stats stats = { 0 };
	while (stats.closed_slow < COUNT(slow) && wire_ms() - start < 10000) {
		for (size_t i = 0; i < COUNT(slow); i++)
			(void)!recv(slow[i], &one, 1, MSG_DONTWAIT);
		wire_sleep_ms(20);
		server_read_stats(w.server, &stats);
	}
	assert_int_equal(stats.closed_slow, COUNT(slow));
	for (size_t i = 0; i < COUNT(slow); i++)
		close(slow[i]);
	wire_stop(&w);
}

TEST_PURE(http_server_lets_steady_readers_finish)
{
	struct wire w = { 0 };
	char piece[64 * 1024];
	size_t got = 0;
	ssize_t n;

	(void)c;
	wire_start(&w, (struct server_options){ .body_ms = 200 });
	int fd = wire_connect(&w);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &(int){ 32 * 1024 }, sizeof(int));
	int64_t start = wire_ms();
	SEND(fd, CLOSE_("/big"));
	while ((n = recv(fd, piece, sizeof piece, 0)) > 0) {
		got += (size_t)n;
		if (got < 4 * 1024 * 1024)
			wire_sleep_ms(8);
	}
	close(fd);
	assert_int_equal(n, 0);
	assert_true(got > 8 * 1024 * 1024);
	assert_true(wire_ms() - start > 500);
	wire_stop(&w);
}

TEST_PURE(http_server_says_at_once_that_its_queue_is_full)
{
	struct wire w = { .hold = 1 };
	struct server_stats stats;
	int held[5];
	char answer[4096];
	size_t len;

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 2, .queue_max = 3 });
	for (size_t i = 0; i < COUNT(held); i++) {
		held[i] = wire_connect(&w);
		SEND(held[i], CLOSE_("/hold"));
		if (i == 1)
			wire_wait_until(&w.holding, 2);
	}
	do
		server_read_stats(w.server, &stats);
	while (stats.waiting < 3);
	read_all(&w, CLOSE_("/count"), answer, sizeof answer);
	assert_int_equal(strncmp(answer, "HTTP/1.1 503", 12), 0);
	assert_non_null(strstr(answer, "Retry-After: 2\r\n"));
	assert_non_null(strstr(answer, "server.queue_full"));
	assert_int_equal(ask(&w, GET_("/nothing")), 404); /* needs no worker */
	w.hold = 0;
	for (size_t i = 0; i < COUNT(held); i++) {
		assert_true(wire_read(held[i], answer, sizeof answer, &len, 2000));
		assert_int_equal(strncmp(answer, "HTTP/1.1 200", 12), 0);
		close(held[i]);
	}
	assert_int_equal(ask(&w, GET_("/count")), 200);
	server_read_stats(w.server, &stats);
	assert_int_equal(stats.refused_queue, 1);
	assert_int_equal(stats.waiting, 0);
	wire_stop(&w);
}

TEST_PURE(http_server_lives_without_its_database_and_finds_it_again)
{
	struct wire w = { .db_away = 1 };

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1 });
	assert_int_equal(ask(&w, GET_("/count")), 503);
	assert_int_equal(ask(&w, GET_("/count")), 503);
	assert_int_equal(w.opened, 0);
	w.db_away = 0;
	assert_int_equal(ask(&w, GET_("/count")), 200);
	assert_int_equal(ask(&w, GET_("/count")), 200);
	assert_int_equal(w.opened, 1);
	assert_int_equal(ask(&w, GET_("/away")), 503); /* a handle mends itself */
	assert_int_equal(ask(&w, GET_("/count")), 200);
	assert_int_equal(w.opened, 1);
	wire_stop(&w);
}

/* Once, until it has worked again; and what comes afterwards is answered. */
TEST_PURE(http_server_lets_a_worker_rest_that_has_nothing_to_do)
{
	struct wire w = { 0 };

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1, .rest_ms = 30 });
	usleep(100 * 1000);
	assert_int_equal(atomic_load(&w.rested), 0); /* it has not begun */
	for (int round = 1; round <= 2; round++) {
		assert_int_equal(ask(&w, GET_("/count")), 200);
		for (int i = 0; i < 500 && atomic_load(&w.rested) < round; i++)
			usleep(10 * 1000);
		usleep(150 * 1000);
		assert_int_equal(atomic_load(&w.rested), round);
	}
	assert_int_equal(w.opened, 1);
	wire_stop(&w);
}

struct client {
	pthread_t thread;
	int fd; /* connected before the thread begins: a late one would find no server */
	int answered, refused, broken;
	atomic_bool go;
};

/* Asks until the server is gone. */
static void *keep_asking(void *arg)
{
	struct client *k = arg;
	char answer[2048];

	while (k->go) {
		ssize_t n = 0;
		if (!SEND(k->fd, GET_("/count")) || (n = recv(k->fd, answer, sizeof answer - 1, 0)) <= 0)
			break;
		answer[n] = '\0';
		k->answered += strncmp(answer, "HTTP/1.1 200", 12) == 0;
		k->refused += strncmp(answer, "HTTP/1.1 503", 12) == 0;
	}
	close(k->fd);
	return NULL;
}

TEST_PURE(http_server_stops_without_losing_what_it_accepted)
{
	(void)c;
	for (int round = 0; round < 5; round++) {
		struct wire w = { 0 };
		struct client k[8] = { 0 };
		int answered = 0;

		wire_start(&w, (struct server_options){ 0 });
		for (size_t i = 0; i < COUNT(k); i++) {
			k[i].fd = wire_connect(&w);
			k[i].go = true;
			assert_int_equal(pthread_create(&k[i].thread, NULL, keep_asking, &k[i]), 0);
		}
		for (int i = 0; i < 5000 && w.count <= 100; i++)
			wire_sleep_ms(2);
		wire_sleep_ms(round * 7);
		wire_stop(&w);
		for (size_t i = 0; i < COUNT(k); i++) {
			pthread_join(k[i].thread, NULL);
			answered += k[i].answered;
		}
		assert_true(answered > 100);
		assert_int_equal(answered, w.count); /* each handler that ran was heard of */
	}
}

TEST_PURE(http_server_stop_waits_for_workers_and_queue)
{
	struct wire w = { .hold = 1 };
	int held[4];
	char answer[4096];
	size_t len;
	struct server_stats stats;

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1 });
	for (size_t i = 0; i < COUNT(held); i++) {
		held[i] = wire_connect(&w);
		SEND(held[i], GET_("/hold"));
	}
	wire_wait_until(&w.holding, 1);
	do
		server_read_stats(w.server, &stats);
	while (stats.waiting < 3);
	pthread_t stopper;
	assert_int_equal(pthread_create(&stopper, NULL, (void *(*)(void *))(void (*)(void))wire_stop, &w), 0);
	wire_sleep_ms(50);
	w.hold = 0;
	pthread_join(stopper, NULL);
	for (size_t i = 0; i < COUNT(held); i++) {
		assert_true(wire_read(held[i], answer, sizeof answer, &len, 1000));
		assert_int_equal(strncmp(answer, "HTTP/1.1 200", 12), 0);
		assert_non_null(strstr(answer, "Connection: close"));
		close(held[i]);
	}
	assert_int_equal(w.count, 4);
}

TEST_PURE(http_server_reads_addresses)
{
	static const char *const bad[] = { "", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "::1:80", "host.invalid:80",
		                           ":0", "[::1:0", "127.0.0.1:-1", "203.0.113.1:0" };
	struct wire w = { 0 }, six = { 0 };
	char taken[32];

	(void)c;
	wire_start(&w, (struct server_options){ 0 });
	struct server_options o = { .workers = 1, .queue_max = 1, .header_ms = 100, .body_ms = 100, .connections_max = 4, .app = &w.app };
	int keep = dup(STDERR_FILENO), quiet = open("/dev/null", O_WRONLY);
	dup2(quiet, STDERR_FILENO);
	for (size_t i = 0; i < COUNT(bad); i++) {
		o.listen = bad[i];
		assert_null(server_start(&o));
	}
	snprintf(taken, sizeof taken, "127.0.0.1:%u", w.port);
	o.listen = taken;
	assert_null(server_start(&o));
	dup2(keep, STDERR_FILENO);
	close(keep), close(quiet);
	wire_start(&six, (struct server_options){ .listen = "[::1]:0" });
	wire_stop(&six);
	wire_stop(&w);
}
