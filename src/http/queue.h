/* queue.h - requests between the sockets and the workers: those that wait for a worker, and those that wait for something new.  Private to
 * src/http. */
#ifndef HTTP_QUEUE_H
#define HTTP_QUEUE_H

#include <pthread.h>
#include <stdatomic.h>

#include "http/guard.h"
#include "http/multipart.h"
#include "http/reaper.h"
#include "http/server.h"
#include "http/stream.h"

enum {
	WORKERS_MAX = 64,
	PARKED_MAX = 256,          /* requests that wait for something new; beyond that they are answered at once */
};

struct job {
	struct job *next;
	struct MHD_Connection *conn;
	struct peer *peer;
	struct ctx ctx;
	struct head head;
	struct request request;
	struct response response;
	struct multipart *multipart;
	struct spool *body;
	size_t drained;
	bool begun, queued, done, close, gzip;
	struct waiting wait;
	struct stream stream;
	int64_t due_ms;            /* parked until then */
};

struct server {
	struct server_options opt;
	struct MHD_Daemon *daemon;
	uint16_t port;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct job *head, **tail;
	struct job *parked;        /* by due_ms */
	unsigned n_parked;
	unsigned waiting, unanswered; /* in the queue; given to workers and not yet sent */
	bool stopping;
	pthread_t worker[WORKERS_MAX];
	unsigned n_workers;
	struct reaper reaper;
	atomic_uint_fast64_t requests, refused_queue, refused_guard, closed_slow, by_status[6];
};

static inline void mark(struct server *s, struct job *j, enum peer_state state)
{
	if (j->peer != NULL)
		peer_set(&s->reaper, j->peer, state);
}

/* The next request for a worker, who waits for it; NULL: the server ends, or none came for so long (0: it waits on). */
struct job *queue_take(struct server *, int64_t rest_ms);

/* For a worker; false: there is no room. */
bool queue_give(struct server *, struct job *);

/* False: it is answered.  Else it found nothing new: its worker is free for others, and it comes again. */
bool queue_park(struct server *, struct job *);

#endif
