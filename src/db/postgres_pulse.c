/* postgres_pulse.c - whether the server answers at all.  One whose machine is gone, or whose processes stand still, closes no connection: whoever waits
 * for it would wait for minutes. */
#include "db/postgres.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/time.h"

enum { EVERY_MS = 500, PATIENCE_MS = 1200 };

struct pulse *pulse_new(void)
{
	struct pulse *u = calloc(1, sizeof *u);

	if (u == NULL)
		abort();
	pthread_mutex_init(&u->lock, NULL);
	return u;
}

void pulse_free(struct pulse *u)
{
	if (u->runs) {
		eventfd_write(u->stop, 1);
		pthread_join(u->thread, NULL);
		close(u->stop);
	}
	assert(u->first == NULL);
	pthread_mutex_destroy(&u->lock);
	free(u);
}

/* A descriptor of our own: the library closes its when it likes, and the number is somebody else's then. */
void pulse_join(struct pulse *u, struct pg *p)
{
	p->wire = fcntl(PQsocket(p->conn), F_DUPFD_CLOEXEC, 0);
	pthread_mutex_lock(&u->lock);
	p->next = u->first;
	u->first = p;
	pthread_mutex_unlock(&u->lock);
}

void pulse_leave(struct pulse *u, struct pg *p)
{
	pthread_mutex_lock(&u->lock);
	for (struct pg **at = &u->first; *at != NULL; at = &(*at)->next)
		if (*at == p) {
			*at = p->next;
			if (p->wire >= 0)
				close(p->wire);
			break;
		}
	pthread_mutex_unlock(&u->lock);
}

/* Whoever waits on them hears at once that they broke. */
static void cut_all(struct pulse *u)
{
	pthread_mutex_lock(&u->lock);
	for (const struct pg *p = u->first; p != NULL; p = p->next)
		if (p->wire >= 0)
			shutdown(p->wire, SHUT_RDWR);
	pthread_mutex_unlock(&u->lock);
}

static bool comes(int fd, int within_ms)
{
	int n;

	do
		n = poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, within_ms);
	while (n < 0 && errno == EINTR);
	return n > 0;
}

enum heard { HEARD, HEARD_BROKEN, HEARD_NOTHING };

static enum heard ask(PGconn *conn)
{
	PGresult *res;

	if (PQsendQuery(conn, "SELECT 1") != 1)
		return HEARD_BROKEN;
	do {
		while (PQisBusy(conn) == 1) {
			if (!comes(PQsocket(conn), PATIENCE_MS))
				return HEARD_NOTHING;
			if (PQconsumeInput(conn) != 1)
				return HEARD_BROKEN;
		}
		res = PQgetResult(conn);
		PQclear(res);
	} while (res != NULL);
	return PQstatus(conn) == CONNECTION_OK ? HEARD : HEARD_BROKEN;
}

/* A refusal is an answer: whoever asks hears it as soon. */
static enum heard connect_anew(const struct pulse *u, PGconn **conn)
{
	const int64_t began = time_steady_ms();

	*conn = postgres_connect(u->url);
	if (PQstatus(*conn) == CONNECTION_OK)
		return HEARD;
	PQfinish(*conn);
	*conn = NULL;
	return time_steady_ms() - began >= PATIENCE_MS ? HEARD_NOTHING : HEARD_BROKEN;
}

static void take(struct pulse *u, enum heard heard)
{
	const bool away = heard == HEARD_NOTHING;

	if (u->away != away)
		log_event(away ? "db.silent" : "db.answers", "after_ms=%d", PATIENCE_MS);
	u->away = away;
	if (away)
		cut_all(u);
}

static void *feel(void *arg)
{
	struct pulse *u = arg;
	PGconn *conn = NULL;

	do {
		enum heard heard = conn == NULL ? connect_anew(u, &conn) : ask(conn);
		if (heard == HEARD_BROKEN && conn != NULL) {
			PQfinish(conn);
			heard = connect_anew(u, &conn);
		}
		if (heard == HEARD_NOTHING && conn != NULL) {
			PQfinish(conn);
			conn = NULL;
		}
		take(u, heard);
	} while (!comes(u->stop, EVERY_MS));
	PQfinish(conn);
	return NULL;
}

void postgres_pulse(struct database *d)
{
	struct pulse *u = d->state;

	assert(!u->runs);
	u->url = d->url;
	u->stop = eventfd(0, EFD_CLOEXEC);
	u->runs = u->stop >= 0 && pthread_create(&u->thread, NULL, feel, u) == 0;
	if (!u->runs)
		log_event("db.pulse", "it will not be noticed when the server is silent");
}
