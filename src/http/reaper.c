/* reaper.c - one thread that looks at every connection a few times a second. */
#include "http/reaper.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"

enum { LINGER_MS = 2000, SWEEP_MIN_MS = 20, SWEEP_MAX_MS = 250, RATE_MIN = 1024 /* bytes a second */ };

static uint64_t progress(int fd, enum peer_state state)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof info;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
		return 0;
	return state == PEER_SEND ? info.tcpi_bytes_acked : info.tcpi_bytes_received;
}

static void enter(struct peer *p, enum peer_state state, int64_t now)
{
	if (p->state != state)
		p->begun_ms = now;
	p->state = state;
	p->since_ms = now;
	if (state != PEER_WORK)
		p->mark = progress(p->fd, state);
}

static void count(struct reaper *r, struct peer *p, bool live)
{
	if (p->counted == live)
		return;
	p->counted = live;
	r->live += live ? 1U : -1U;
	r->of.n[p->address] = (uint16_t)(r->of.n[p->address] + (live ? 1 : -1));
}

static void drop(struct reaper *r, struct peer *p)
{
	count(r, p, false);
	p->state = PEER_FREE;
	p->next_free = r->free;
	r->free = p;
}

static void drain(struct reaper *r, struct peer *p, int64_t now)
{
	char scrap[16384];
	ssize_t n;
	int pieces = 0;

	do
		n = recv(p->fd, scrap, sizeof scrap, MSG_DONTWAIT);
	while (n > 0 && ++pieces < 16);
	if (n == 0 || now - p->since_ms > LINGER_MS) {
		close(p->fd);
		drop(r, p);
	}
}

static void cut(struct reaper *r, struct peer *p)
{
	atomic_fetch_add(r->closed, 1); /* before the client can see it */
	shutdown(p->fd, SHUT_RDWR);     /* the server notices and closes */
	p->state = PEER_CUT;
	count(r, p, false);
}

static void look_at(struct reaper *r, struct peer *p, int64_t now)
{
	int64_t took = now - p->since_ms;

	switch (p->state) {
	case PEER_IDLE:
		if (progress(p->fd, PEER_IDLE) != p->mark)
			enter(p, PEER_HEADER, now);
		break;
	case PEER_HEADER:
		if (took >= r->header_ms)
			cut(r, p);
		break;
	case PEER_BODY:
	case PEER_SEND:
		if (took < r->body_ms)
			break;
		if (progress(p->fd, p->state) - p->mark < (uint64_t)took * RATE_MIN / 1000)
			cut(r, p);
		else
			enter(p, p->state, now);
		break;
	case PEER_LINGER:
		drain(r, p, now);
		break;
	case PEER_FREE:
	case PEER_WORK:
	case PEER_CUT:
		break;
	}
}

static void *reap(void *arg)
{
	struct reaper *r = arg;
	unsigned step_ms = (r->header_ms < r->body_ms ? r->header_ms : r->body_ms) / 4;

	step_ms = step_ms < SWEEP_MIN_MS ? SWEEP_MIN_MS : step_ms > SWEEP_MAX_MS ? SWEEP_MAX_MS : step_ms;
	pthread_mutex_lock(&r->lock);
	while (!r->stopping) {
		struct timespec until;
		int64_t now = time_steady_ms(), next = now + step_ms;

		for (size_t i = 0; i < r->n_peers; i++)
			look_at(r, &r->peers[i], now);
		until = (struct timespec){ .tv_sec = next / 1000, .tv_nsec = next % 1000 * 1000000 };
		pthread_cond_timedwait(&r->wake, &r->lock, &until);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

bool reaper_start(struct reaper *r)
{
	pthread_condattr_t monotonic;

	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&r->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	for (size_t i = r->n_peers; i-- > 0;)
		drop(r, &r->peers[i]);
	return pthread_create(&r->thread, NULL, reap, r) == 0;
}

void reaper_stop(struct reaper *r)
{
	pthread_mutex_lock(&r->lock);
	r->stopping = true;
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	for (size_t i = 0; i < r->n_peers; i++)
		if (r->peers[i].state == PEER_LINGER)
			close(r->peers[i].fd);
}

enum { ANY_ADDRESS = -1 };

/* Rather one that waits for nothing than one whose request comes slowly, and that than one whose body does; NULL: all are at work. */
static struct peer *least_missed(struct reaper *r, int address)
{
	static const enum peer_state order[] = { PEER_IDLE, PEER_HEADER, PEER_BODY };
	struct peer *oldest[COUNT(order)] = { NULL };

	for (size_t i = 0; i < r->n_peers; i++) {
		struct peer *p = &r->peers[i];
		if (address != ANY_ADDRESS && p->address != address)
			continue;
		for (size_t k = 0; k < COUNT(order); k++)
			if (p->state == order[k] && (oldest[k] == NULL || p->begun_ms < oldest[k]->begun_ms) && (p->state != PEER_IDLE || progress(p->fd, PEER_IDLE) == p->mark))
				oldest[k] = p;
	}
	for (size_t k = 0; k < COUNT(order); k++)
		if (oldest[k] != NULL)
			return oldest[k];
	return NULL;
}

static bool make_room(struct reaper *r, int address)
{
	struct peer *p = least_missed(r, address);

	if (p != NULL)
		cut(r, p);
	return p != NULL;
}

static uint16_t most_crowded(const struct reaper *r)
{
	uint16_t most = r->peers[0].address;

	for (size_t i = 0; i < r->n_peers; i++)
		if (r->peers[i].counted && r->of.n[r->peers[i].address] > r->of.n[most])
			most = r->peers[i].address;
	return most;
}

bool reaper_has_room(struct reaper *r, const struct sockaddr *from)
{
	const uint16_t address = whence_of_socket(from).address;
	const bool is_proxy = r->proxy != NULL && whence_of(r->proxy).address == address, limited = r->per_client_max > 0 && !is_proxy;

	pthread_mutex_lock(&r->lock);
	const bool room = (!limited || r->of.n[address] < r->per_client_max || make_room(r, address)) &&
	                  (r->live < r->live_max || make_room(r, most_crowded(r)) || make_room(r, ANY_ADDRESS));
	pthread_mutex_unlock(&r->lock);
	return room;
}

struct peer *peer_new(struct reaper *r, int fd, const struct sockaddr *from)
{
	pthread_mutex_lock(&r->lock);
	struct peer *p = r->free;
	if (p != NULL) {
		r->free = p->next_free;
		p->fd = fd;
		p->linger = false;
		p->intake = (struct intake){ .peer = p };
		p->address = whence_of_socket(from).address;
		count(r, p, true);
		enter(p, PEER_HEADER, time_steady_ms());
	}
	pthread_mutex_unlock(&r->lock);
	return p;
}

void peer_set(struct reaper *r, struct peer *p, enum peer_state state)
{
	pthread_mutex_lock(&r->lock);
	if (p->state != PEER_CUT)
		enter(p, state, time_steady_ms());
	pthread_mutex_unlock(&r->lock);
}

bool peer_has_left(const struct peer *p)
{
	char byte;

	return recv(p->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void peer_linger(struct peer *p)
{
	p->linger = true;
	p->intake.passes = true;
}

/* The copy of the descriptor keeps close() from answering unread bytes with a reset,
 * which would throw away the refusal before the client has read it. */
void peer_gone(struct reaper *r, struct peer *p)
{
	pthread_mutex_lock(&r->lock);
	int copy = p->linger && p->state != PEER_CUT && !r->stopping ? dup(p->fd) : -1;
	if (copy >= 0) {
		shutdown(copy, SHUT_WR);
		p->fd = copy;
		count(r, p, false);
		enter(p, PEER_LINGER, time_steady_ms());
	} else {
		drop(r, p);
	}
	pthread_mutex_unlock(&r->lock);
}
