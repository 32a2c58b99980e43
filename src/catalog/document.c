/* document.c - JSON that was read or is built, and goes with an arena. */
#include "catalog/document.h"

#include <stdlib.h>

#include "base/json.h"

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

const char *document_text(struct arena *a, const json_t *document)
{
	char *text = json_dumps(document, JSON_COMPACT | JSON_ENCODE_ANY);

	arena_defer(a, free, text);
	return text;
}

void document_put(struct buf *b, const char *name, const json_t *document)
{
	char *text = json_dumps(document, JSON_COMPACT | JSON_ENCODE_ANY);

	json_put_raw(b, name, text);
	free(text);
}
