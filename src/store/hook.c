/* hook.c - finding the hook of a type. */
#include "store/hook.h"

record_hook_fn *record_hook_find(const struct record_type *t)
{
	for (const struct record_hook *h = record_hooks; h->type != NULL; h++)
		if (streq(h->type, t->name))
			return h->before_write;
	return NULL;
}
