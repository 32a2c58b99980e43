/* arena.c - a growing list of blocks. */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_SIZE = 16 * 1024 };

struct block {
	struct block *next;
	size_t used, size;
	max_align_t data[];
};

struct deferred {
	struct deferred *next;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct block *blocks;
	struct deferred *deferred;
};

static struct block *block_new(size_t size)
{
	struct block *b = malloc(sizeof *b + size);

	if (b == NULL)
		abort();
	b->next = NULL;
	b->used = 0;
	b->size = size;
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a == NULL)
		abort();
	return a;
}

/* A block that only this allocation needed goes behind the one still being filled. */
static struct block *room_for(struct arena *a, size_t size)
{
	struct block *b = a->blocks;

	if (b != NULL && b->size - b->used >= size)
		return b;
	b = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);
	if (size > BLOCK_SIZE / 2 && a->blocks != NULL) {
		b->next = a->blocks->next;
		a->blocks->next = b;
	} else {
		b->next = a->blocks;
		a->blocks = b;
	}
	return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t step = sizeof(max_align_t);

	assert(size <= SIZE_MAX / 2);
	size = (size + step - 1) / step * step;
	struct block *b = room_for(a, size);
	void *p = (char *)b->data + b->used;
	b->used += size;
	return memset(p, 0, size);
}

void *arena_grow(struct arena *a, void *list, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return list;
	*room = *room == 0 ? 16 : *room * 2;
	void *bigger = arena_alloc(a, *room * size);
	if (n > 0)
		memcpy(bigger, list, n * size);
	return bigger;
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
	char *copy = arena_alloc(a, len + 1);

	if (len > 0)
		memcpy(copy, text, len);
	return copy;
}

char *arena_strdup(struct arena *a, const char *text)
{
	return text == NULL ? NULL : arena_strndup(a, text, strlen(text));
}

char *arena_vfmt(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	assert(len >= 0);
	char *text = arena_alloc(a, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, ap);
	return text;
}

char *arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	char *text = arena_vfmt(a, fmt, ap);
	va_end(ap);
	return text;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct deferred *d = NEW(a, struct deferred);

	*d = (struct deferred){ .next = a->deferred, .fn = fn, .arg = arg };
	a->deferred = d;
}

static void free_joined(void *arena)
{
	arena_free(arena);
}

struct arena *arena_join(struct arena *outer, struct arena *inner)
{
	arena_defer(outer, free_joined, inner);
	return inner;
}

static void release(struct arena *a, struct block *keep)
{
	for (struct deferred *d = a->deferred; d != NULL; d = d->next)
		d->fn(d->arg);
	for (struct block *b = a->blocks, *next; b != NULL; b = next) {
		next = b->next;
		if (b != keep)
			free(b);
	}
	a->deferred = NULL;
	a->blocks = keep;
}

void arena_reset(struct arena *a)
{
	struct block *keep = a->blocks;

	while (keep != NULL && keep->size != BLOCK_SIZE)
		keep = keep->next;
	release(a, keep);
	if (keep != NULL) {
		keep->next = NULL;
		keep->used = 0;
	}
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	release(a, NULL);
	free(a);
}
