/* kept.c - patterns and relations, kept in the memory of the process: the same figures always give the same.
 *
 * All that a pattern follows from is in its key; where there is no room those go that were not asked for the longest. */
#include "domain/small/kept.h"

#include <pthread.h>

enum { SLOTS = 16, KEY_MAX = 200 };

struct slot {
	char key[KEY_MAX];
	uint64_t used;
	struct arena *arena;
	struct small_relations *relations; /* or: */
	size_t n, n_cells;
	int64_t *id;
	bool *covered;                     /* [id][cell] */
};

static struct slot relations[SLOTS], patterns[SLOTS];
static uint64_t uses;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct slot *slot_of(struct slot *all, const char *key, bool *ret_found)
{
	struct slot *oldest = &all[0];

	for (size_t i = 0; i < SLOTS; i++) {
		*ret_found = streq(all[i].key, key);
		if (*ret_found) {
			all[i].used = ++uses;
			return &all[i];
		}
		oldest = all[i].used < oldest->used ? &all[i] : oldest;
	}
	return oldest;
}

static void take(struct slot *s, const char *key, struct arena *a)
{
	arena_free(s->arena);
	*s = (struct slot){ .used = ++uses, .arena = a };
	memcpy(s->key, key, strlen(key) + 1);
}

/* Once there they stay: who uses them holds no lock. */
const struct small_relations *small_relations_kept(struct ctx *c, const struct form *f)
{
	const char *key = arena_fmt(c->arena, "%.32s %.70s", c->catalog->digest, f->digest == NULL ? "" : f->digest);
	struct slot *s = NULL;
	bool found;

	pthread_mutex_lock(&lock);
	for (size_t i = 0; f->digest != NULL && i < SLOTS && s == NULL; i++)
		if (relations[i].arena == NULL || streq(relations[i].key, key))
			s = &relations[i];
	found = s != NULL && s->arena != NULL;
	if (s != NULL && !found) {
		struct ctx own = *c;
		own.arena = arena_new();
		take(s, key, own.arena);
		s->relations = small_relations_of(&own, f);
	}
	pthread_mutex_unlock(&lock);
	return s == NULL ? small_relations_of(c, f) : s->relations;
}

bool small_pattern_find(const char *key, int64_t id, size_t n_cells, bool *ret)
{
	bool found;

	pthread_mutex_lock(&lock);
	const struct slot *s = slot_of(patterns, key, &found);
	bool there = false;
	for (size_t i = 0; found && s->n_cells == n_cells && i < s->n && !there; i++) {
		there = s->id[i] == id;
		if (there)
			memcpy(ret, s->covered + i * n_cells, n_cells * sizeof *ret);
	}
	pthread_mutex_unlock(&lock);
	return there;
}

void small_pattern_keep(const char *key, const int64_t *id, const struct small_table *t, size_t n, size_t n_cells)
{
	bool found;

	if (strlen(key) >= KEY_MAX)
		return;
	pthread_mutex_lock(&lock);
	struct slot *s = slot_of(patterns, key, &found);
	if (!found) {
		take(s, key, arena_new());
		s->n = n;
		s->n_cells = n_cells;
		s->id = NEW_N(s->arena, int64_t, n + 1);
		s->covered = NEW_N(s->arena, bool, n * n_cells + 1);
		memcpy(s->id, id, n * sizeof *id);
		for (size_t i = 0; i < n; i++)
			memcpy(s->covered + i * n_cells, t[i].covered, n_cells * sizeof *s->covered);
	}
	pthread_mutex_unlock(&lock);
}
