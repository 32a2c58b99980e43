/* document.c - JSON that was read or is built, and goes with an arena. */
#include "catalog/document.h"

static void let_go(void *document)
{
	json_decref(document);
}

json_t *document_kept(struct arena *a, json_t *stolen)
{
	arena_defer(a, let_go, stolen);
	return stolen;
}

json_t *document_read(struct arena *a, const char *text)
{
	return document_kept(a, text == NULL ? NULL : json_loads(text, 0, NULL));
}
