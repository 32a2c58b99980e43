/* queue.h - requests between the sockets and the workers: those that wait for a worker, and those that wait for something new.  Private to
 * src/http. */
#ifndef HTTP_QUEUE_H
#define HTTP_QUEUE_H

#include <pthread.h>
#include <stdatomic.h>

#include "http/job.h"
#include "http/turn.h"

enum {
	WORKERS_MAX = 64,
	DOOR_MAX = 256,            /* who wait at the door */
	PARKED_MAX = 256,          /* requests that wait for something new; beyond that they are answered at once */
};

enum line_of { LINE_WORK, LINE_DOOR, LINE__COUNT };

struct worker {
	pthread_t thread;
	struct server *server;
	enum line_of of;
	bool works;
	uint16_t caller;           /* for whom, if it works */
};

struct server {
	struct server_options opt;
	struct MHD_Daemon *daemon;
	uint16_t port;
	pthread_mutex_t lock;
	struct lineup line[LINE__COUNT];
	struct turns turns;        /* at the door */
	struct crowd asking;       /* requests that are unanswered */
	struct crowd served;       /* by workers, of each caller */
	struct job *parked;        /* by due_ms */
	unsigned n_parked;
	unsigned unanswered;       /* given to workers and not yet sent */
	bool stopping;
	struct worker worker[2 * WORKERS_MAX];
	unsigned n_workers;
	struct reaper reaper;
	atomic_uint_fast64_t requests, refused_queue, refused_guard, refused_crowd, left, closed_slow, by_status[6];
};

static inline void mark(struct server *s, struct job *j, enum peer_state state)
{
	if (j->peer != NULL)
		peer_set(&s->reaper, j->peer, state);
}

/* The next request for a worker, who is done with the one before and waits for it; NULL: the server ends, or none came for so long (0: it waits on).
 * Of callers that wait whoever is served by the fewest workers is first; one of many workers is never for a caller who has all others. */
struct job *queue_take(struct worker *, int64_t rest_ms);

/* For a worker.  GIVEN_NOT: there is no room.  GIVEN_CROWD: that address asks too much at once.  *ret_surplus: one that waited at the door and is sent
 * away for it, to be answered; NULL: there is none. */
enum given { GIVEN, GIVEN_NOT, GIVEN_CROWD };
enum given queue_give(struct server *, struct job *, struct job **ret_surplus);

/* It was answered, and is no longer. */
void queue_forget(struct server *, struct job *);

/* False: it is answered.  Else it found nothing new: its worker is free for others, and it comes again. */
bool queue_park(struct server *, struct job *);

#endif
