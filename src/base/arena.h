/* arena.h - memory that lives exactly as long as one request, job or load.
 *
 * Everything allocated here is released by one arena_free().  Nothing is freed
 * one by one.  Out of memory aborts the process: callers never test for NULL. */
#ifndef ARENA_H
#define ARENA_H

#include <stdarg.h>

#include "base/base.h"

struct arena;

struct arena *arena_new(void);
struct arena *arena_join(struct arena *outer, struct arena *inner); /* inner goes with outer, and may be reset before; returns it */
void arena_free(struct arena *);                /* NULL is fine */
void arena_reset(struct arena *);               /* as free and new, keeping one block */
void *arena_alloc(struct arena *, size_t size); /* zeroed, aligned for any type */
char *arena_strdup(struct arena *, const char *text);
char *arena_strndup(struct arena *, const char *text, size_t len);
char *arena_fmt(struct arena *, const char *fmt, ...) PRINTF(2, 3);
char *arena_vfmt(struct arena *, const char *fmt, va_list) PRINTF(2, 0);

#define NEW(arena, type)     ((type *)arena_alloc((arena), sizeof(type)))
#define NEW_N(arena, type, n) ((type *)arena_alloc((arena), (size_t)(n) * sizeof(type)))

/* Room for one more at the end of an array that grows: list = arena_grow(a, list, n, &room, sizeof *list). */
void *arena_grow(struct arena *, void *list, size_t n, size_t *room, size_t size);

/* Call fn(arg) when the arena is freed or reset, last registered first.  This is
 * how objects of other libraries (json_t, PGresult, lxw_workbook) join the arena. */
void arena_defer(struct arena *, void (*fn)(void *), void *arg);

#endif
