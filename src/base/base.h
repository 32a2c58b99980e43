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

static inline bool streq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

#endif
