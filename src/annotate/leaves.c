/* leaves.c - what is asked of the sheets that are to be marked. */
#include "annotate/parts.h"

const struct leaf *leaves_find(const struct leaves *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (streq(l->leaf[i].name, name))
			return &l->leaf[i];
	return NULL;
}

const char *leaves_free_name(struct arena *a, const struct leaves *l)
{
	const char *name = ANNOTATE_TITLE;

	for (size_t i = 2; leaves_find(l, name) != NULL && !leaves_find(l, name)->is_list; i++)
		name = arena_fmt(a, ANNOTATE_TITLE " %zu", i);
	return name;
}

size_t annotate_column(const char *ref, size_t otherwise)
{
	size_t n = 0;

	for (; ref != NULL && *ref >= 'A' && *ref <= 'Z' && n < 100000; ref++)
		n = n * 26 + (size_t)(*ref - 'A' + 1);
	return n == 0 ? otherwise : n - 1;
}

const struct line *leaf_line(const struct leaf *leaf, size_t *next, size_t row)
{
	while (*next < leaf->n_lines && leaf->line[*next].row < row)
		(*next)++;
	return *next < leaf->n_lines && leaf->line[*next].row == row ? &leaf->line[(*next)++] : NULL;
}
