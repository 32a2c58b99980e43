/* lineup.c - requests that wait for workers of one kind. */
#include "http/lineup.h"

#include "http/job.h"

void lineup_start(struct lineup *l)
{
	l->tail = &l->head;
	pthread_cond_init(&l->wake, NULL);
}

void lineup_add(struct lineup *l, struct job *j)
{
	j->next = NULL;
	*l->tail = j;
	l->tail = &j->next;
	l->waiting++;
}

struct job *lineup_take(struct lineup *l, struct job **at)
{
	struct job *j = *at;

	*at = j->next;
	if (*at == NULL)
		l->tail = at;
	l->waiting--;
	return j;
}
