/* tsv.c - read our own tab-separated files. */
#include "domain/place/tsv.h"

#include <stdlib.h>

/* The next line that is no comment, split at tabs into at most room cells; false at the end. */
static bool split_line(struct ctx *c, struct tsv *t, size_t *ret_n)
{
	while (*t->at != '\0') {
		size_t len = strcspn(t->at, "\n");
		const char *start = t->at;
		t->at += len + (start[len] == '\n');
		t->line++;
		if (len > 0 && start[len - 1] == '\r')
			len--;
		if (len == 0 || start[0] == '#')
			continue;
		char *line = arena_strndup(c->arena, start, len), *cell = line;
		size_t n = 0;
		for (;;) {
			char *tab = strchr(cell, '\t');
			if (n < TSV_COLUMNS_MAX)
				t->cell[n] = cell;
			n++;
			if (tab == NULL)
				break;
			*tab = '\0';
			cell = tab + 1;
		}
		*ret_n = n;
		return true;
	}
	return false;
}

bool tsv_open(struct ctx *c, struct tsv *t, const char *file, const char *text, const char *const *column,
              size_t n_columns)
{
	size_t n = 0;

	assert(n_columns <= TSV_COLUMNS_MAX);
	*t = (struct tsv){.file = file, .at = text, .n_columns = n_columns};
	bool same = split_line(c, t, &n) && n == n_columns;
	for (size_t i = 0; same && i < n_columns; i++)
		same = streq(t->cell[i], column[i]);
	return same || fail(c, ERR_INVALID, "tsv.header", "Tệp %s: dòng tiêu đề không đúng", file);
}

bool tsv_next(struct ctx *c, struct tsv *t, bool *ret_more)
{
	size_t n = 0;

	*ret_more = split_line(c, t, &n);
	return !*ret_more || n == t->n_columns ||
	       fail(c, ERR_INVALID, "tsv.line", "Tệp %s, dòng %zu: có %zu cột, cần %zu cột", t->file, t->line, n,
	            t->n_columns);
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
