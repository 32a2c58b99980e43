/* reply.c - how handlers say what they answer. */
#include "http/inner.h"

#include <stdlib.h>

const struct shape no_shape = { 0 };

static void free_text(void *text)
{
	free(text);
}

bool reply_document(struct ctx *c, struct response *r, json_t *stolen)
{
	char *text = stolen == NULL ? NULL : json_dumps(stolen, JSON_COMPACT | JSON_ENCODE_ANY);

	json_decref(stolen);
	if (text == NULL)
		return fail(c, ERR_INTERNAL, "json.encode", "value cannot be written as JSON (NULL or not UTF-8)");
	arena_defer(c->arena, free_text, text);
	r->type = "application/json";
	r->body = text;
	r->body_len = strlen(text);
	return true;
}

void reply_buf(struct response *r, const char *type, struct buf *b)
{
	r->type = type;
	r->body = buf_text(b);
	r->body_len = b->len;
}

bool reply_json(struct response *r, struct buf *b)
{
	assert(b->open == 0);
	reply_buf(r, "application/json", b);
	return true;
}

void reply_header(struct response *r, const char *name, const char *value)
{
	assert(r->n_headers < COUNT(r->header));
	assert(value[strcspn(value, "\r\n")] == '\0'); /* would begin another header */
	r->header[r->n_headers++] = (struct pair){ .name = name, .value = value };
}

void reply_redirect(struct response *r, const char *to)
{
	r->status = 303;
	reply_header(r, "Location", to);
}
