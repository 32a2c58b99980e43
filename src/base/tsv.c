/* tsv.c - read our own tab-separated files. */
#include "base/tsv.h"

#include <stdlib.h>

void tsv_begin(struct arena *a, struct tsv *t, const char *text)
{
	*t = (struct tsv){ .rest = arena_strdup(a, text) };
}

static void cut(struct tsv *t, char *line)
{
	t->n = 0;
	for (char *cell = line; cell != NULL; t->n++) {
		char *tab = strchr(cell, '\t');
		if (tab != NULL)
			*tab++ = '\0';
		if (t->n < TSV_CELLS_MAX)
			t->cell[t->n] = cell;
		cell = tab;
	}
}

bool tsv_line(struct tsv *t)
{
	for (char *line; *t->rest != '\0';) {
		const size_t len = strcspn(t->rest, "\n");
		line = t->rest;
		t->rest += len + (line[len] == '\n');
		line[len > 0 && line[len - 1] == '\r' ? len - 1 : len] = '\0';
		t->line++;
		if (*line == '#' && t->title == NULL)
			t->title = line + 1;
		if (*line == '#' || *line == '\0')
			continue;
		cut(t, line);
		return true;
	}
	return false;
}

size_t tsv_lines_max(const char *text)
{
	size_t n = 1;

	for (const char *p = text; *p != '\0'; p++)
		n += *p == '\n';
	return n;
}

bool tsv_open(struct ctx *c, struct tsv *t, const char *file, const char *text, const char *const *column, size_t n_columns)
{
	assert(n_columns <= TSV_CELLS_MAX);
	tsv_begin(c->arena, t, text);
	t->file = file;
	t->n_columns = n_columns;
	bool same = tsv_line(t) && t->n == n_columns;
	for (size_t i = 0; same && i < n_columns; i++)
		same = streq(t->cell[i], column[i]);
	return same || fail(c, ERR_INVALID, "tsv.header", "Tệp %s: dòng tiêu đề không đúng", file);
}

bool tsv_next(struct ctx *c, struct tsv *t, bool *ret_more)
{
	*ret_more = tsv_line(t);
	return !*ret_more || t->n == t->n_columns ||
	       fail(c, ERR_INVALID, "tsv.line", "Tệp %s, dòng %zu: có %zu cột, cần %zu cột", t->file, t->line, t->n, t->n_columns);
}

const char *tsv_text(const struct tsv *t, size_t column)
{
	assert(column < t->n_columns);
	return t->cell[column][0] == '\0' ? NULL : t->cell[column];
}

bool tsv_number(struct ctx *c, const struct tsv *t, size_t column, int64_t *ret)
{
	const char *s = t->cell[column];
	size_t len = strlen(s);

	if (len == 0 || len > 9 || strspn(s, "0123456789") != len)
		return fail(c, ERR_INVALID, "tsv.number", "Tệp %s, dòng %zu: “%s” không phải là số", t->file, t->line,
		            s);
	*ret = strtol(s, NULL, 10);
	return true;
}
