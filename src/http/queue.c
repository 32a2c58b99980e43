/* queue.c - requests between the sockets and the workers. */
#include "http/queue.h"

#include "base/time.h"

static struct job *take_first(struct server *s)
{
	struct job *j = s->head;

	if (j == NULL)
		return NULL;
	s->head = j->next;
	if (s->head == NULL)
		s->tail = &s->head;
	s->waiting--;
	return j;
}

/* One that has waited long enough. */
static struct job *take_parked(struct server *s)
{
	struct job *j = s->parked;

	if (j == NULL || (j->due_ms > time_now_ms() && !s->stopping))
		return NULL;
	s->parked = j->next;
	s->n_parked--;
	return j;
}

static void wait_for_more(struct server *s, int64_t until_ms)
{
	if (s->parked != NULL && s->parked->due_ms < until_ms)
		until_ms = s->parked->due_ms;
	if (until_ms == INT64_MAX) {
		pthread_cond_wait(&s->wake, &s->lock);
		return;
	}
	const struct timespec until = { .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };
	pthread_cond_timedwait(&s->wake, &s->lock, &until);
}

struct job *queue_take(struct server *s, int64_t rest_ms)
{
	const int64_t rest_at = rest_ms == 0 ? INT64_MAX : time_now_ms() + rest_ms;
	struct job *j;

	pthread_mutex_lock(&s->lock);
	while ((j = take_parked(s)) == NULL && (j = take_first(s)) == NULL && !s->stopping && time_now_ms() < rest_at)
		wait_for_more(s, rest_at);
	if (j != NULL)
		j->wait.may = s->n_parked < PARKED_MAX && !s->stopping;
	pthread_mutex_unlock(&s->lock);
	return j;
}

bool queue_park(struct server *s, struct job *j)
{
	if (j->wait.again_ms == 0 || j->ctx.err != ERR_NONE)
		return false;
	j->due_ms = time_now_ms() + j->wait.again_ms;
	j->wait.again_ms = 0;
	j->response = (struct response){ 0 };
	pthread_mutex_lock(&s->lock);
	struct job **at = &s->parked;
	while (*at != NULL && (*at)->due_ms <= j->due_ms)
		at = &(*at)->next;
	j->next = *at;
	*at = j;
	s->n_parked++;
	pthread_cond_signal(&s->wake); /* somebody has to know the time */
	pthread_mutex_unlock(&s->lock);
	return true;
}

/* Suspend before the job becomes visible: a worker may resume it at once. */
bool queue_give(struct server *s, struct job *j)
{
	mark(s, j, PEER_WORK);
	pthread_mutex_lock(&s->lock);
	bool room = s->waiting < s->opt.queue_max && !s->stopping;
	if (room) {
		MHD_suspend_connection(j->conn);
		j->queued = true;
		j->next = NULL;
		*s->tail = j;
		s->tail = &j->next;
		s->waiting++;
		s->unanswered++;
		pthread_cond_signal(&s->wake);
	}
	pthread_mutex_unlock(&s->lock);
	return room;
}
