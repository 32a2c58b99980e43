/* map.h - from a text to a number. */
#ifndef MAP_H
#define MAP_H

#include "base/arena.h"

/* {0} is empty. */
struct map {
	struct map_entry {
		const char *key; /* not copied; NULL: free */
		size_t value;
	} *entry;
	size_t n, room;
};

size_t map_get(const struct map *, const char *key);                    /* 0: not there */
size_t *map_put(struct arena *, struct map *, const char *key);         /* its number, 0 when new */
bool map_claim(struct arena *, struct map *, const char *key);          /* note it as seen; false when it was already */

#endif
