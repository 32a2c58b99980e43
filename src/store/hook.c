/* hook.c - finding the hook of a type. */
#include "store/hook.h"

static const struct record_hook *find(const struct record_type *t)
{
	const struct record_hook *h = record_hooks;

	while (h->type != NULL && !streq(h->type, t->name))
		h++;
	return h;
}

record_hook_fn *record_hook_find(const struct record_type *t)
{
	return find(t)->before_write;
}

record_hook_fn *record_hook_after(const struct record_type *t)
{
	return find(t)->after_write;
}
