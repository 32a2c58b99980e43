/* lineup.h - requests that wait for workers of one kind, first come first. */
#ifndef LINEUP_H
#define LINEUP_H

#include <pthread.h>

#include "base/base.h"

struct job;

struct lineup {
	struct job *head, **tail;
	unsigned waiting;
	pthread_cond_t wake; /* of a worker */
};

void lineup_start(struct lineup *);
void lineup_add(struct lineup *, struct job *);

/* Take out *at, which waits in it: &head, or the next of one that does. */
struct job *lineup_take(struct lineup *, struct job **at);

#endif
