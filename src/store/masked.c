/* masked.c - the last characters of a number, or nothing of an address. */
#include "store/masked.h"

#include <jansson.h>

#include "base/text.h"
#include "store/actor.h"

enum { END = 3, LEAST = 2 * END };

bool masked_for(const struct ctx *c)
{
	return c->account != NULL && !c->account->role->machine;
}

/* Enough to tell which of two it is. */
const char *masked_text(struct arena *a, const struct field *f, const struct val *v)
{
	const bool ends = f->masked == MASKED_BUT_END && v->len >= LEAST && text_length(v->s) == v->len;

	return arena_fmt(a, "•••%s", ends ? v->s + v->len - END : "");
}

void masked_json(struct ctx *c, const struct record_type *t, json_t *record)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		const char *text = json_string_value(json_object_get(record, t->field[i].name));
		if (t->field[i].masked == MASKED_NOT || text == NULL)
			continue;
		const struct val v = val_text(text);
		json_object_set_new(record, t->field[i].name, json_string(masked_text(c->arena, &t->field[i], &v)));
	}
}
