/* stmt_cache.c - prepared statements by text, oldest out. */
#include "db/driver.h"

#include <stdlib.h>

enum { PROBES = 8 };

static uint64_t hash(const char *s)
{
	uint64_t h = 14695981039346656037u;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h ^ h >> 29;
}

struct stmt *stmt_slot(struct stmt_cache *cache, const char *text, void (*drop)(void *, struct stmt *), void *arg)
{
	uint64_t at = hash(text);
	struct stmt *oldest = NULL;

	cache->clock++;
	for (unsigned i = 0; i < PROBES; i++) {
		struct stmt *s = &cache->slot[(at + i) % STMT_SLOTS];
		if (s->text != NULL && streq(s->text, text)) {
			s->used = cache->clock;
			return s;
		}
		if (oldest == NULL || (oldest->text != NULL && (s->text == NULL || s->used < oldest->used)))
			oldest = s;
	}
	if (oldest->text != NULL) {
		drop(arg, oldest);
		free(oldest->text);
	}
	*oldest = (struct stmt){ .text = strdup(text), .used = cache->clock };
	if (oldest->text == NULL)
		abort();
	return oldest;
}

void stmt_clear(struct stmt_cache *cache, void (*drop)(void *, struct stmt *), void *arg)
{
	for (size_t i = 0; i < STMT_SLOTS; i++) {
		struct stmt *s = &cache->slot[i];
		if (s->text == NULL)
			continue;
		if (s->handle != NULL)
			drop(arg, s);
		free(s->text);
		*s = (struct stmt){ 0 };
	}
}
