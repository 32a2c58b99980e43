/* input.c - cells, columns and notes of rows from outside. */
#include "domain/place/input.h"

#include "base/text.h"

void input_note_add(struct input_notes *n, size_t row, const char *field, const char *before, const char *after,
                    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *text = arena_vfmt(n->arena, fmt, ap);
	va_end(ap);
	n->note = arena_grow(n->arena, n->note, n->n, &n->room, sizeof(*n->note));
	n->note[n->n++] = (struct input_note){row, arena_strdup(n->arena, field), arena_strdup(n->arena, before), arena_strdup(n->arena, after), text};
}

const char *input_cell(struct arena *a, const struct place_input *in, size_t column)
{
	if (in->cell[column] == NULL || in->cell[column][0] == '\0')
		return "";
	const char *clean = text_clean(a, in->cell[column], strlen(in->cell[column]));
	return clean == NULL ? "" : clean;
}

bool input_is_digits(const char *text, size_t len)
{
	return strlen(text) == len && strspn(text, "0123456789") == len;
}
