/* test_http_stream.c - an answer that goes out while its handler works, on a real server. */
#include "test_http_wire.h"

#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define GET_(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"
#define CLOSE_(path) "GET " path " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
#define SEND(fd, text) wire_send(fd, text, sizeof text - 1)

static int count(const struct wire *w)
{
	return wire_ask(w, GET_("/count"), strlen(GET_("/count")));
}

/* Of what comes on the connection, all until this was in it. */
static void read_until(int fd, const char *what, char *ret, size_t size)
{
	size_t len = 0;
	ssize_t n = 1;

	for (ret[0] = '\0'; n > 0 && strstr(ret, what) == NULL; ret[len] = '\0') {
		n = recv(fd, ret + len, size - 1 - len, 0);
		len += n > 0 ? (size_t)n : 0;
	}
	assert_non_null(strstr(ret, what));
}

/* To the closing: how much there was, and what it ended with. */
static size_t read_rest(int fd, char ret_end[static 64])
{
	static char piece[64 * 1024];
	size_t got = 0;
	ssize_t n;

	memset(ret_end, 0, 64);
	while ((n = recv(fd, piece, sizeof piece, 0)) > 0) {
		const size_t tail = n < 63 ? (size_t)n : 63, keep = 63 - tail;
		memmove(ret_end, ret_end + tail, keep);
		memcpy(ret_end + keep, piece + n - tail, tail);
		got += (size_t)n;
	}
	close(fd);
	return got;
}

static bool ends_with(const char *end, const char *with)
{
	return memcmp(end + 63 - strlen(with), with, strlen(with)) == 0;
}

TEST_PURE(http_server_sends_an_answer_while_its_handler_works)
{
	struct wire w = { .hold = 1 };
	char answer[4096], end[64];

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1 });
	int fd = wire_connect(&w);
	SEND(fd, CLOSE_("/stream"));
	read_until(fd, "{\"line\":\"first\"}\n", answer, sizeof answer);
	wire_wait_until(&w.holding, 1); /* it still works */
	assert_int_equal(strncmp(answer, "HTTP/1.1 200", 12), 0);
	assert_non_null(strstr(answer, "\r\nTransfer-Encoding: chunked\r\n"));
	assert_non_null(strstr(answer, "\r\nContent-Type: application/x-ndjson\r\n"));
	w.hold = 0;
	assert_true(read_rest(fd, end) > 70 * 100000);
	assert_true(ends_with(end, "{\"line\":\"last\"}\n\r\n0\r\n\r\n"));
	w.breaking = 1; /* what fails now cannot be told but by an end that is none */
	fd = wire_connect(&w);
	SEND(fd, CLOSE_("/stream"));
	assert_true(read_rest(fd, end) > 0);
	assert_false(ends_with(end, "0\r\n\r\n"));
	assert_int_equal(count(&w), 200);
	wire_stop(&w);
}

TEST_PURE(http_server_works_on_when_the_reader_of_a_begun_answer_is_gone_or_slow)
{
	struct wire w = { .hold = 1 };
	struct server_stats stats = { 0 };
	char answer[4096];

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1, .body_ms = 400 });
	for (int i = 0; i < 2; i++) { /* gone before anything follows, and in the middle */
		int fd = wire_connect(&w);
		w.hold = i == 0;
		SEND(fd, GET_("/stream"));
		read_until(fd, "first", answer, sizeof answer);
		close(fd);
		w.hold = 0;
		assert_int_equal(count(&w), 200); /* by the one worker, when it is done with that */
		assert_int_equal(w.count, 2 * i + 2);
	}
	int fd = wire_connect(&w);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &(int){ 4096 }, sizeof(int));
	SEND(fd, GET_("/stream"));
	read_until(fd, "first", answer, sizeof answer);
	assert_int_equal(count(&w), 200);
	for (int i = 0; i < 500 && stats.closed_slow == 0; i++) {
		(void)!recv(fd, answer, 1, MSG_DONTWAIT);
		wire_sleep_ms(20);
		server_read_stats(w.server, &stats);
	}
	assert_int_equal(stats.closed_slow, 1);
	close(fd);
	wire_stop(&w);
}

TEST_PURE(http_server_stop_waits_for_an_answer_that_has_begun)
{
	struct wire w = { .hold = 1 };
	char answer[4096], end[64];

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1 });
	int fd = wire_connect(&w);
	SEND(fd, CLOSE_("/stream"));
	read_until(fd, "first", answer, sizeof answer);
	pthread_t stopper;
	assert_int_equal(pthread_create(&stopper, NULL, (void *(*)(void *))(void (*)(void))wire_stop, &w), 0);
	w.hold = 0;
	assert_true(read_rest(fd, end) > 70 * 100000);
	assert_true(ends_with(end, "0\r\n\r\n"));
	pthread_join(stopper, NULL);
}

#define POST_(path) "POST " path " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"

/* Before its answer has begun, and after. */
TEST_PURE(long_work_asks_whether_its_caller_is_still_there)
{
	struct wire w = { 0 };
	char answer[4096];

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1 });
	int fd = wire_connect(&w);
	SEND(fd, POST_("/endless"));
	wire_wait_until(&w.holding, 1);
	wire_sleep_ms(50);
	assert_int_equal(w.holding, 1);
	close(fd);
	wire_wait_until(&w.holding, 0);
	fd = wire_connect(&w);
	SEND(fd, POST_("/endless?begun=1"));
	read_until(fd, "first", answer, sizeof answer);
	close(fd);
	assert_int_equal(count(&w), 200); /* by the one worker */
	wire_stop(&w);
}

TEST_PURE(long_work_ends_with_the_server)
{
	struct wire w = { 0 };
	char answer[4096];
	size_t len;

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1 });
	int fd = wire_connect(&w), next = wire_connect(&w);
	SEND(fd, POST_("/endless"));
	wire_wait_until(&w.holding, 1);
	SEND(next, POST_("/endless")); /* waits for the worker */
	wire_sleep_ms(50);
	pthread_t stopper;
	assert_int_equal(pthread_create(&stopper, NULL, (void *(*)(void *))(void (*)(void))wire_stop, &w), 0);
	for (int i = 0; i < 2; i++) {
		assert_true(wire_answer(i == 0 ? fd : next, answer, sizeof answer, &len));
		assert_int_equal(strncmp(answer, "HTTP/1.1 503", 12), 0);
		assert_non_null(strstr(answer, "Retry-After: 2"));
		close(i == 0 ? fd : next);
	}
	pthread_join(stopper, NULL);
}
