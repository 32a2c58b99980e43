/* looked.c - a set of keys for each account. */
#include "domain/view/looked.h"

#include <stdlib.h>

enum { ROOM_FIRST = 64 };

struct looked {
	struct looked *next;
	int64_t account_id;
	uint64_t *key; /* 0: free */
	size_t n, room, persons;
	bool stopped;
};

static void *must(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

void looked_forget(struct looked_all *all)
{
	for (size_t i = 0; i < LOOKED_BUCKETS; i++) {
		for (struct looked *l = all->bucket[i], *next; l != NULL; l = next) {
			next = l->next;
			free(l->key);
			free(l);
		}
		all->bucket[i] = NULL;
	}
}

struct looked *looked_of(struct looked_all *all, int64_t account_id, int64_t hour)
{
	struct looked **at = &all->bucket[(uint64_t)account_id % LOOKED_BUCKETS];

	if (hour != all->hour)
		looked_forget(all);
	all->hour = hour;
	for (struct looked *l = *at; l != NULL; l = l->next)
		if (l->account_id == account_id)
			return l;
	struct looked *l = must(calloc(1, sizeof *l));
	l->next = *at;
	l->account_id = account_id;
	return *at = l;
}

uint64_t looked_key(const char *type, const char *code, bool opened)
{
	uint64_t h = 14695981039346656037u + opened;

	for (const char *s = type; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	h = (h ^ ' ') * 1099511628211u;
	for (const char *s = code; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h | 1;
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

static void grow(struct looked *l)
{
	struct looked bigger = *l;

	bigger.room = l->room == 0 ? ROOM_FIRST : l->room * 2;
	bigger.key = must(calloc(bigger.room, sizeof *bigger.key));
	for (size_t i = 0; i < l->room; i++)
		if (l->key[i] != 0)
			bigger.key[place(&bigger, l->key[i])] = l->key[i];
	free(l->key);
	*l = bigger;
}

bool looked_add(struct looked *l, uint64_t key)
{
	if (looked_has(l, key))
		return false;
	if (l->n * 2 >= l->room)
		grow(l);
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
