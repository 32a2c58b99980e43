/* test_http_wire.h - a real server on 127.0.0.1 with a small application, and a client that sends any bytes. */
#ifndef TEST_HTTP_WIRE_H
#define TEST_HTTP_WIRE_H

#include "base/ctx.h" /* before cmocka, which has a macro named fail */
#include "test.h"
#undef fail

#include <stdatomic.h>

#include "http/server.h"

/* What the application did; one per test. */
struct wire {
	struct server *server;
	uint16_t port;
	atomic_int count, evil, opened, closed, rested, db_away; /* db_away: opening fails */
	atomic_int hold, holding;                        /* GET /hold waits while hold > 0, GET /stream after its first line */
	atomic_int knocks, doors;                        /* of POST /knock, at the door: how many came, and how many may go on */
	atomic_int breaking;                             /* GET /stream fails before its last line */
	atomic_long form_bytes;
	struct app app;
};

/* options with 0 are filled in. */
void wire_start(struct wire *, struct server_options);
void wire_stop(struct wire *);

int wire_connect(const struct wire *);
int wire_connect_from(const struct wire *, const char *address); /* "127.0.0.2" */
bool wire_send(int fd, const char *data, size_t len);
/* Until the other side closes (true) or it is silent for timeout_ms (false).  ret ends with a NUL. */
bool wire_read(int fd, char *ret, size_t size, size_t *ret_len, int timeout_ms);
bool wire_answer(int fd, char *ret, size_t size, size_t *ret_len); /* waits for the first byte, however long it takes */
/* Send, read to the end of the first answer or to the closing; the status, 0 when closed without one. */
int wire_ask(const struct wire *, const char *data, size_t len);
int64_t wire_ms(void);
void wire_sleep_ms(int ms);
void wire_wait_until(atomic_int *what, int value);

#endif
