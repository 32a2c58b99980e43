/* map.c - open addressing, growing in an arena. */
#include "base/map.h"

static struct map_entry *place(const struct map *m, const char *key)
{
	uint64_t h = 14695981039346656037u;

	for (const char *p = key; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	for (size_t i = (h ^ h >> 29) & (m->room - 1);; i = (i + 1) & (m->room - 1))
		if (m->entry[i].key == NULL || streq(m->entry[i].key, key))
			return &m->entry[i];
}

size_t map_get(const struct map *m, const char *key)
{
	return m->room == 0 ? 0 : place(m, key)->value;
}

static void grow(struct arena *a, struct map *m)
{
	struct map bigger = { .n = m->n, .room = m->room == 0 ? 16 : m->room * 2 };

	bigger.entry = NEW_N(a, struct map_entry, bigger.room);
	for (size_t i = 0; i < m->room; i++)
		if (m->entry[i].key != NULL)
			*place(&bigger, m->entry[i].key) = m->entry[i];
	*m = bigger;
}

size_t *map_put(struct arena *a, struct map *m, const char *key)
{
	struct map_entry *e;

	if (m->n * 2 >= m->room)
		grow(a, m);
	e = place(m, key);
	if (e->key == NULL) {
		e->key = key;
		m->n++;
	}
	return &e->value;
}

bool map_claim(struct arena *a, struct map *m, const char *key)
{
	size_t *seen = map_put(a, m, key);

	return (*seen)++ == 0;
}
