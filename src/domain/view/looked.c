/* looked.c - a set of keys for each account. */
#include "domain/view/looked.h"

enum { ROOM_FIRST = 64 };

struct looked {
	struct looked *next;
	int64_t account_id;
	uint64_t *key; /* 0: free */
	size_t n, room, persons, decoys;
	bool stopped, alarmed;
};

void looked_forget(struct looked_all *all)
{
	if (all->arena != NULL)
		arena_free(all->arena);
	*all = (struct looked_all){ 0 };
}

struct looked *looked_of(struct looked_all *all, int64_t account_id, int64_t hour)
{
	struct looked **at = &all->bucket[(uint64_t)account_id % LOOKED_BUCKETS];

	if (hour != all->hour || all->arena == NULL) {
		looked_forget(all);
		all->arena = arena_new();
		all->hour = hour;
	}
	for (struct looked *l = *at; l != NULL; l = l->next)
		if (l->account_id == account_id)
			return l;
	struct looked *l = NEW(all->arena, struct looked);
	*l = (struct looked){ .next = *at, .account_id = account_id };
	return *at = l;
}

static uint64_t add_text(uint64_t h, const char *text)
{
	for (const char *s = text; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

uint64_t looked_key(const char *type, const char *code, bool opened)
{
	return add_text(add_text(add_text(14695981039346656037u + opened, type), " "), code) | 1;
}

/* Where it is, or would be. */
static size_t place(const struct looked *l, uint64_t key)
{
	size_t i = (size_t)(key >> 20) % l->room;

	while (l->key[i] != 0 && l->key[i] != key)
		i = (i + 1) % l->room;
	return i;
}

bool looked_has(const struct looked *l, uint64_t key)
{
	return l->room > 0 && l->key[place(l, key)] == key;
}

static void grow(struct arena *a, struct looked *l)
{
	struct looked bigger = *l;

	bigger.room = l->room == 0 ? ROOM_FIRST : l->room * 2;
	bigger.key = NEW_N(a, uint64_t, bigger.room);
	for (size_t i = 0; i < l->room; i++)
		if (l->key[i] != 0)
			bigger.key[place(&bigger, l->key[i])] = l->key[i];
	*l = bigger;
}

bool looked_add(struct looked_all *all, struct looked *l, uint64_t key)
{
	if (looked_has(l, key))
		return false;
	if (l->n * 2 >= l->room)
		grow(all->arena, l);
	l->key[place(l, key)] = key;
	l->n++;
	return true;
}

size_t looked_persons(const struct looked *l)
{
	return l->persons;
}

void looked_count(struct looked *l, size_t persons)
{
	l->persons += persons;
}

bool looked_stop(struct looked *l)
{
	const bool was = l->stopped;

	l->stopped = true;
	return !was;
}

bool looked_alarms(struct looked *l, size_t weight, size_t limit)
{
	const bool was = l->alarmed;

	l->decoys += weight;
	l->alarmed = was || l->decoys >= limit;
	return l->alarmed && !was;
}
