/* reaper.h - closes connections whose other side is too slow.
 *
 * libmicrohttpd's timeout counts silence only: one byte now and then keeps a
 * connection for ever (measured).  Progress is taken from the kernel's own
 * counters of the socket, so nothing here depends on what the server read. */
#ifndef REAPER_H
#define REAPER_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/whence.h"
#include "http/intake.h"

enum peer_state {
	PEER_FREE,
	PEER_IDLE,   /* between requests; becomes HEADER with the first byte */
	PEER_HEADER, /* a request is coming */
	PEER_BODY,
	PEER_WORK,   /* a worker has it: never cut */
	PEER_SEND,
	PEER_CUT,
	PEER_LINGER, /* refused before its body was read: drained a while so that the client sees the answer */
};

struct peer {
	int fd;
	enum peer_state state;
	int64_t begun_ms;      /* when it came into its state */
	int64_t since_ms;      /* when the stretch began over which its progress is measured */
	uint64_t mark; /* bytes when the stretch began */
	bool linger;
	bool counted;          /* among the live */
	uint16_t address;      /* its place in the crowd */
	struct intake intake;
	struct peer *next_free;
};

struct reaper {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	bool stopping;
	unsigned header_ms, body_ms;
	struct peer *peers, *free;
	size_t n_peers;
	unsigned live, live_max, per_client_max; /* per_client_max 0: no limit */
	const char *proxy;                       /* whose connections are those of many; NULL: nobody's */
	struct crowd of;                         /* the live ones, by address */
	atomic_uint_fast64_t *closed;
};

/* The caller sets header_ms, body_ms, peers, n_peers, live_max, per_client_max, proxy and closed. */
bool reaper_start(struct reaper *);
void reaper_stop(struct reaper *);

/* Whether one more from there may come, for whom another may have been cut. */
bool reaper_has_room(struct reaper *, const struct sockaddr *from);
struct peer *peer_new(struct reaper *, int fd, const struct sockaddr *from); /* NULL when there are too many */
void peer_set(struct reaper *, struct peer *, enum peer_state);
bool peer_has_left(const struct peer *);        /* the other side has closed */
void peer_linger(struct peer *);                /* drain it when it is closed */
void peer_gone(struct reaper *, struct peer *); /* about to be closed */

#endif
