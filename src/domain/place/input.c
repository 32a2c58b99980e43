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

const char *input_cell(struct arena *a, const struct place_input *in, int column)
{
	if (column < 0 || (size_t)column >= in->n_cells || in->cell[column] == NULL || in->cell[column][0] == '\0')
		return "";
	const char *clean = text_clean(a, in->cell[column], strlen(in->cell[column]));
	return clean == NULL ? "" : clean;
}

static const char *title_key(struct arena *a, const char *title)
{
	char *key = arena_strdup(a, text_fold(a, title));
	size_t n = 0;

	for (const char *p = key; *p != '\0'; p++)
		if (*p != ' ' && *p != '*')
			key[n++] = *p;
	key[n] = '\0';
	return key;
}

size_t input_find_columns(struct arena *a, const struct place_input *header, const char *const *title, size_t n_titles,
                          int *ret_column)
{
	size_t found = 0;

	for (size_t t = 0; t < n_titles; t++)
		ret_column[t] = -1;
	for (size_t i = 0; i < header->n_cells; i++) {
		const char *key = title_key(a, input_cell(a, header, (int)i));
		for (size_t t = 0; t < n_titles; t++) {
			if (ret_column[t] >= 0 || !streq(key, title_key(a, title[t])))
				continue;
			ret_column[t] = (int)i;
			found++;
			break;
		}
	}
	return found;
}

bool input_is_digits(const char *text, size_t len)
{
	return strlen(text) == len && strspn(text, "0123456789") == len;
}
