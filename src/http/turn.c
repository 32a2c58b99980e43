/* turn.c - whose turn it is at the door. */
#include "http/turn.h"

#include "http/job.h"

static size_t turns_of(const struct turns *t, struct whence w, bool network)
{
	const size_t kept = t->used < TURNS_KEPT ? t->used : TURNS_KEPT;
	size_t n = 0;

	for (size_t i = 0; i < kept; i++)
		n += network ? t->had[i].network == w.network : t->had[i].address == w.address;
	return n;
}

struct job *turn_next(struct turns *t, struct lineup *l)
{
	struct job **best = &l->head;
	size_t least = SIZE_MAX;

	for (struct job **at = &l->head; *at != NULL; at = &(*at)->next) {
		const size_t had = turns_of(t, (*at)->whence, true) * (TURNS_KEPT + 1) + turns_of(t, (*at)->whence, false);
		if (had < least) {
			least = had;
			best = at;
		}
	}
	struct job *j = lineup_take(l, best);
	t->had[t->used++ % TURNS_KEPT] = j->whence;
	t->in_line.n[j->whence.address]--;
	return j;
}

struct job *turn_surplus(struct turns *t, struct lineup *l)
{
	struct job **last = &l->head;

	for (struct job **at = &l->head; *at != NULL; at = &(*at)->next)
		if (t->in_line.n[(*at)->whence.address] >= t->in_line.n[(*last)->whence.address])
			last = at;
	struct job *j = lineup_take(l, last);
	t->in_line.n[j->whence.address]--;
	return j;
}
