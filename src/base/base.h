/* base.h - the handful of macros every file may use. */
#ifndef BASE_H
#define BASE_H

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define COUNT(array)    (sizeof(array) / sizeof((array)[0]))
#define MUST_CHECK      __attribute__((warn_unused_result))
#define PRINTF(fmt, va) __attribute__((format(printf, fmt, va)))

/* The two engines.  Known here because the catalogue writes DDL and the drivers run it. */
enum engine { ENGINE_SQLITE, ENGINE_POSTGRES, ENGINE__COUNT };

/* Of items sorted by the text that is their first member: the first that is not before it. */
static inline size_t lower_bound(const void *item, size_t n, size_t size, const char *text)
{
	size_t low = 0;

	while (low < n) {
		const size_t middle = (low + n) / 2;
		if (strcmp(*(const char *const *)((const char *)item + middle * size), text) < 0)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

/* For qsort and bsearch of such items. */
static inline int text_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static inline bool streq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

#endif
