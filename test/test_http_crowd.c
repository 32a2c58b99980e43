/* test_http_crowd.c - many of one address keep nobody else out, and who knocks at the door keeps nobody who is in from working. */
#include "test_http_wire.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/whence.h"
#include "http/queue.h"

#define REQUEST(line) line " HTTP/1.1\r\nHost: x\r\n\r\n"
#define HERE "127.0.0.1"
#define THERE "127.0.9.1"

enum { ANSWER_MAX = 4096 };

static void say(int fd, const char *text)
{
	assert_true(wire_send(fd, text, strlen(text)));
}

/* The status of the next answer, which is read to its end; 0: the connection was closed without one. */
static int hear_all(int fd, char answer[ANSWER_MAX])
{
	const char *body, *length;
	size_t len = 0;

	for (ssize_t n; (n = recv(fd, answer + len, ANSWER_MAX - 1 - len, 0)) > 0;) {
		len += (size_t)n;
		answer[len] = '\0';
		if ((body = strstr(answer, "\r\n\r\n")) != NULL && (length = strstr(answer, "Content-Length: ")) != NULL &&
		    len >= (size_t)(body + 4 - answer) + strtoul(length + 16, NULL, 10))
			return (int)strtol(answer + 9, NULL, 10);
	}
	return 0;
}

static int hear(int fd)
{
	char answer[ANSWER_MAX];

	return hear_all(fd, answer);
}

static bool is_closed(int fd, int timeout_ms)
{
	char answer[64];
	size_t len;

	return wire_read(fd, answer, sizeof answer, &len, timeout_ms) && len == 0;
}

static void close_all(const int *fd, size_t n)
{
	for (size_t i = 0; i < n; i++)
		close(fd[i]);
}

TEST_PURE(addresses_of_one_line_have_one_place_and_those_of_one_site_one_network)
{
	const struct whence a = whence_of("192.0.2.7"), b = whence_of("192.0.2.8"), c4 = whence_of("::ffff:192.0.2.7");
	const struct whence d = whence_of("2001:db8:1:1::1"), e = whence_of("2001:db8:1:1::2"), f = whence_of("2001:db8:1:2::1");
	size_t apart = 0;

	(void)c;
	assert_int_equal(a.network, b.network);
	assert_int_equal(a.address, c4.address);
	assert_int_equal(d.address, e.address);
	assert_int_equal(d.network, f.network);
	for (int i = 0; i < 256; i++) /* two may share a place */
		apart += whence_of(arena_fmt(c->arena, "198.51.%d.1", i)).network != a.network && whence_of(arena_fmt(c->arena, "192.0.2.%d", i)).address != d.address;
	assert_true(apart > 250);
	(void)whence_of("nonsense");
}

TEST_PURE(one_caller_never_has_all_of_many_workers)
{
	enum { WORKERS = 4, ASKED = 10 };
	struct wire w = { .hold = 1 };
	int fd[ASKED], other;

	wire_start(&w, (struct server_options){ .workers = WORKERS });
	for (size_t i = 0; i < ASKED; i++) {
		fd[i] = wire_connect_from(&w, HERE);
		say(fd[i], REQUEST("GET /hold"));
	}
	wire_wait_until(&w.holding, WORKERS - 1);
	for (int i = 0; i < 3; i++) {
		other = wire_connect_from(&w, THERE);
		say(other, REQUEST("GET /count"));
		assert_int_equal(hear(other), 200);
		close(other);
	}
	assert_int_equal(w.holding, WORKERS - 1);
	w.hold = 0;
	for (size_t i = 0; i < ASKED; i++)
		assert_int_equal(hear(fd[i]), 200);
	close_all(fd, ASKED);
	wire_stop(&w);
	(void)c;
}

TEST_PURE(of_too_many_connections_of_an_address_the_one_goes_that_was_idle_longest)
{
	struct wire w = { 0 };
	int fd[6];

	(void)c;
	wire_start(&w, (struct server_options){ .per_client_max = 4 });
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = wire_connect(&w);
		say(fd[i], REQUEST("GET /count"));
		assert_int_equal(hear(fd[i]), 200);
		wire_sleep_ms(5);
	}
	assert_true(is_closed(fd[0], 1000) && is_closed(fd[1], 1000));
	for (size_t i = 2; i < COUNT(fd); i++) {
		say(fd[i], REQUEST("GET /count"));
		assert_int_equal(hear(fd[i]), 200);
	}
	close_all(fd, COUNT(fd));
	wire_stop(&w);
}

TEST_PURE(who_is_served_is_never_cut_for_another)
{
	struct wire w = { .hold = 1 };
	int fd[4], more, other;

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 6, .per_client_max = 4 });
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = wire_connect(&w);
		say(fd[i], REQUEST("GET /hold"));
	}
	wire_wait_until(&w.holding, 4);
	more = wire_connect(&w);
	(void)!wire_send(more, REQUEST("GET /count"), strlen(REQUEST("GET /count")));
	assert_int_equal(hear(more), 0);
	other = wire_connect_from(&w, THERE);
	say(other, REQUEST("GET /count"));
	assert_int_equal(hear(other), 200);
	w.hold = 0;
	for (size_t i = 0; i < COUNT(fd); i++)
		assert_int_equal(hear(fd[i]), 200);
	struct server_stats stats;
	server_read_stats(w.server, &stats);
	assert_int_equal(stats.refused_crowd, 1);
	close_all(fd, COUNT(fd)), close(more), close(other);
	wire_stop(&w);
}

static void fill_and_come(struct wire *w, const char *said)
{
	enum { MOST = 24 };
	char answer[ANSWER_MAX];
	int fd[2 * MOST];
	size_t len;

	wire_start(w, (struct server_options){ .connections_max = MOST, .header_ms = 60000 });
	for (size_t i = 0; i < MOST; i++) {
		fd[i] = wire_connect(w);
		say(fd[i], said);
	}
	wire_sleep_ms(50); /* for what was asked to be answered */
	for (size_t i = MOST; i < COUNT(fd); i++) {
		fd[i] = wire_connect_from(w, THERE);
		say(fd[i], REQUEST("GET /count"));
		assert_int_equal(hear(fd[i]), 200);
	}
	assert_true(wire_read(fd[0], answer, sizeof answer, &len, 1000));
	close_all(fd, COUNT(fd));
	wire_stop(w);
}

TEST_PURE(all_connections_kept_or_dripping_keep_nobody_out)
{
	struct wire kept = { 0 }, dripping = { 0 }, half = { 0 };

	(void)c;
	fill_and_come(&kept, REQUEST("GET /count"));
	fill_and_come(&dripping, "GET /count HTT");
	fill_and_come(&half, "PATCH /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
}

TEST_PURE(of_too_many_connections_the_address_that_has_the_most_gives_way)
{
	struct wire w = { 0 };
	int first, fd[8];

	(void)c;
	wire_start(&w, (struct server_options){ .connections_max = 4 });
	first = wire_connect_from(&w, THERE);
	say(first, REQUEST("GET /count"));
	assert_int_equal(hear(first), 200);
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = wire_connect(&w);
		say(fd[i], REQUEST("GET /count"));
		assert_int_equal(hear(fd[i]), 200);
	}
	say(first, REQUEST("GET /count"));
	assert_int_equal(hear(first), 200);
	close(first), close_all(fd, COUNT(fd));
	wire_stop(&w);
}

TEST_PURE(where_every_address_has_one_connection_the_longest_idle_gives_way)
{
	struct wire w = { .hold = 1 };
	int busy, fd[3], more[4];

	(void)c;
	wire_start(&w, (struct server_options){ .connections_max = 4 });
	busy = wire_connect_from(&w, "127.0.8.1");
	say(busy, REQUEST("GET /hold"));
	wire_wait_until(&w.holding, 1);
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = wire_connect_from(&w, arena_fmt(c->arena, "127.0.8.%zu", i + 2));
		say(fd[i], REQUEST("GET /count"));
		assert_int_equal(hear(fd[i]), 200);
	}
	for (size_t i = 0; i < COUNT(more); i++) {
		more[i] = wire_connect_from(&w, arena_fmt(c->arena, "127.0.8.%zu", i + 10));
		say(more[i], REQUEST("GET /count"));
		assert_int_equal(hear(more[i]), 200);
	}
	w.hold = 0;
	assert_int_equal(hear(busy), 200);
	close(busy), close_all(fd, COUNT(fd)), close_all(more, COUNT(more));
	wire_stop(&w);
}

/* Behind a proxy there are few connections, and of many people. */
TEST_PURE(behind_a_proxy_it_is_requests_of_an_address_that_are_limited)
{
	static const char ask[] = "GET /hold HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.5\r\n\r\n";
	struct wire w = { .hold = 1 };
	char answer[ANSWER_MAX];
	int fd[2], third, other;

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 4, .per_client_max = 2, .proxy = HERE });
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = wire_connect(&w);
		say(fd[i], ask);
	}
	wire_wait_until(&w.holding, 2);
	third = wire_connect(&w);
	say(third, ask);
	assert_int_equal(hear_all(third, answer), 429);
	assert_non_null(strstr(answer, "Retry-After: 2"));
	other = wire_connect(&w);
	say(other, "GET /count HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.6\r\n\r\n");
	assert_int_equal(hear(other), 200);
	w.hold = 0;
	for (size_t i = 0; i < COUNT(fd); i++)
		assert_int_equal(hear(fd[i]), 200);
	say(third, ask);
	assert_int_equal(hear(third), 200);
	close_all(fd, COUNT(fd)), close(third), close(other);
	wire_stop(&w);
}

/* ---- at the door ---- */

static void wait_at_door(const struct wire *w, unsigned n)
{
	struct server_stats stats;

	do
		server_read_stats(w->server, &stats);
	while (stats.at_door != n);
}

TEST_PURE(who_is_known_does_not_wait_for_who_knocks)
{
	struct wire w = { 0 };
	int fd[20], work;

	(void)c;
	wire_start(&w, (struct server_options){ .workers = 1, .queue_max = 4 });
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = wire_connect(&w);
		say(fd[i], REQUEST("POST /knock"));
	}
	wire_wait_until(&w.knocks, 1);
	wait_at_door(&w, COUNT(fd) - 1);
	work = wire_connect(&w);
	for (int i = 0; i < 5; i++) {
		say(work, REQUEST("GET /count"));
		assert_int_equal(hear(work), 200);
	}
	assert_int_equal(w.knocks, 1);
	w.doors = INT32_MAX;
	for (size_t i = 0; i < COUNT(fd); i++)
		assert_int_equal(hear(fd[i]), 200);
	close_all(fd, COUNT(fd)), close(work);
	wire_stop(&w);
}

TEST_PURE(at_the_door_it_is_the_turn_of_whoever_had_the_fewest)
{
	struct wire w = { 0 };
	char answer[ANSWER_MAX];
	int fd[10], late;

	(void)c;
	wire_start(&w, (struct server_options){ 0 });
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = wire_connect_from(&w, i % 2 == 0 ? HERE : "127.0.0.2"); /* of one network */
		say(fd[i], REQUEST("POST /knock"));
	}
	wire_wait_until(&w.knocks, 1);
	wait_at_door(&w, COUNT(fd) - 1);
	late = wire_connect_from(&w, THERE);
	say(late, REQUEST("POST /knock"));
	wait_at_door(&w, COUNT(fd));
	w.doors = INT32_MAX;
	assert_int_equal(hear_all(late, answer), 200);
	assert_non_null(strstr(answer, "\"turn\":2}"));
	for (size_t i = 0; i < COUNT(fd); i++)
		assert_int_equal(hear(fd[i]), 200);
	close_all(fd, COUNT(fd)), close(late);
	wire_stop(&w);
}

TEST_PURE(nobodys_password_is_looked_at_who_has_left)
{
	struct wire w = { 0 };
	struct server_stats stats;
	int first, fd[6], last;

	(void)c;
	wire_start(&w, (struct server_options){ 0 });
	first = wire_connect(&w);
	say(first, REQUEST("POST /knock"));
	wire_wait_until(&w.knocks, 1);
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = wire_connect(&w);
		say(fd[i], REQUEST("POST /knock"));
	}
	wait_at_door(&w, COUNT(fd));
	close_all(fd, COUNT(fd));
	last = wire_connect(&w);
	say(last, REQUEST("POST /knock"));
	wait_at_door(&w, COUNT(fd) + 1);
	w.doors = INT32_MAX;
	assert_int_equal(hear(first), 200);
	assert_int_equal(hear(last), 200);
	assert_int_equal(w.knocks, 2);
	server_read_stats(w.server, &stats);
	assert_int_equal(stats.left, COUNT(fd));
	close(first), close(last);
	wire_stop(&w);
}

TEST_PURE(of_a_full_door_the_last_of_the_most_is_sent_away)
{
	struct wire w = { 0 };
	int fd[DOOR_MAX + 1], other;
	size_t sent_away = 0;

	(void)c;
	wire_start(&w, (struct server_options){ .connections_max = 2 * DOOR_MAX });
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = wire_connect(&w);
		say(fd[i], REQUEST("POST /knock"));
		if (i == 0)
			wire_wait_until(&w.knocks, 1);
	}
	wait_at_door(&w, DOOR_MAX);
	other = wire_connect_from(&w, THERE);
	say(other, REQUEST("POST /knock"));
	assert_int_equal(hear(fd[DOOR_MAX]), 503); /* before a turn is over, and there is room */
	w.doors = INT32_MAX;
	assert_int_equal(hear(other), 200);
	for (size_t i = 0; i < DOOR_MAX; i++)
		sent_away += hear(fd[i]) != 200;
	assert_int_equal(sent_away, 0);
	close_all(fd, COUNT(fd)), close(other);
	wire_stop(&w);
}
