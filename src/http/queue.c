/* queue.c - requests between the sockets and the workers. */
#include "http/queue.h"

#include "base/secret.h"
#include "base/time.h"

enum { MANY = 4 };

/* NULL: whoever waits has all workers that one caller may have. */
static struct job *take_least_served(struct server *s, struct lineup *l)
{
	struct job **best = NULL;
	unsigned least = s->opt.workers < MANY ? s->opt.workers : s->opt.workers - 1;

	for (struct job **at = &l->head; *at != NULL && least > 0; at = &(*at)->next)
		if (s->served.n[(*at)->caller] < least) {
			least = s->served.n[(*at)->caller];
			best = at;
		}
	return best == NULL ? NULL : lineup_take(l, best);
}

static struct job *take_next(struct server *s, enum line_of of)
{
	struct lineup *l = &s->line[of];

	return l->head == NULL ? NULL : of == LINE_DOOR ? turn_next(&s->turns, l) : take_least_served(s, l);
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

static void wait_for_more(struct server *s, enum line_of of, int64_t until_ms)
{
	if (of == LINE_WORK && s->parked != NULL && s->parked->due_ms < until_ms)
		until_ms = s->parked->due_ms;
	if (until_ms == INT64_MAX) {
		pthread_cond_wait(&s->line[of].wake, &s->lock);
		return;
	}
	const struct timespec until = { .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };
	pthread_cond_timedwait(&s->line[of].wake, &s->lock, &until);
}

struct job *queue_take(struct worker *me, int64_t rest_ms)
{
	struct server *s = me->server;
	const enum line_of of = me->of;
	const int64_t rest_at = rest_ms == 0 ? INT64_MAX : time_now_ms() + rest_ms;
	struct job *j = NULL;

	pthread_mutex_lock(&s->lock);
	if (me->works)
		s->served.n[me->caller]--;
	while ((of != LINE_WORK || (j = take_parked(s)) == NULL) && (j = take_next(s, of)) == NULL && !s->stopping && time_now_ms() < rest_at)
		wait_for_more(s, of, rest_at);
	me->works = j != NULL && of == LINE_WORK;
	if (me->works)
		s->served.n[me->caller = j->caller]++;
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
	pthread_cond_signal(&s->line[LINE_WORK].wake); /* somebody has to know the time */
	pthread_mutex_unlock(&s->lock);
	return true;
}

static bool has_room(const struct server *s, enum line_of of)
{
	return !s->stopping && (of == LINE_DOOR || s->line[of].waiting < s->opt.queue_max);
}

/* Suspend before the job becomes visible: a worker may resume it at once. */
static void enter(struct server *s, struct job *j, enum line_of of, struct job **ret_surplus)
{
	MHD_suspend_connection(j->conn);
	j->queued = true;
	lineup_add(&s->line[of], j);
	s->unanswered++;
	s->asking.n[j->whence.address]++;
	if (of == LINE_DOOR) {
		s->turns.in_line.n[j->whence.address]++;
		if (s->line[of].waiting > DOOR_MAX)
			*ret_surplus = turn_surplus(&s->turns, &s->line[of]);
	}
	pthread_cond_signal(&s->line[of].wake);
}

enum given queue_give(struct server *s, struct job *j, struct job **ret_surplus)
{
	const enum line_of of = j->request.route->at_door ? LINE_DOOR : LINE_WORK;
	const char *token = s->opt.app->token == NULL ? NULL : s->opt.app->token(j->ctx.arena, &j->request);

	j->caller = token == NULL ? j->whence.address : secret_place(token, strlen(token));

	*ret_surplus = NULL;
	mark(s, j, PEER_WORK);
	pthread_mutex_lock(&s->lock);
	const bool crowd = s->opt.per_client_max > 0 && s->asking.n[j->whence.address] >= s->opt.per_client_max, room = has_room(s, of);
	if (room && !crowd)
		enter(s, j, of, ret_surplus);
	pthread_mutex_unlock(&s->lock);
	return !room ? GIVEN_NOT : crowd ? GIVEN_CROWD : GIVEN;
}

void queue_forget(struct server *s, struct job *j)
{
	if (!j->queued)
		return;
	pthread_mutex_lock(&s->lock);
	s->unanswered--;
	s->asking.n[j->whence.address]--;
	pthread_mutex_unlock(&s->lock);
}
