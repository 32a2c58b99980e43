/* nulls.c - members that are null are left out of an answer, unless asked for. */
#include "http/inner.h"

static bool in_name(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '-' || ch == '.';
}

/* The opening quote of the name that ends at a quote.  NULL: no name ends there; within a text a quote stands behind a backslash, and
 * no letter stands between two texts. */
static const char *name_before(const char *begin, const char *quote)
{
	const char *p = quote;

	while (p > begin && in_name(p[-1]))
		p--;
	return p - begin >= 2 && p[-1] == '"' && (p[-2] == '{' || p[-2] == ',') ? p - 1 : NULL;
}

/* Our JSON has no blanks between its parts. */
void http_drop_nulls(struct arena *a, struct response *r)
{
	static const char null[] = "\":null";
	const size_t n = sizeof null - 1;
	const char *begin = r->body, *end = begin + r->body_len, *done = begin, *hit;
	char *out = NULL, *at = NULL;

	for (const char *p = begin; (hit = memmem(p, (size_t)(end - p), null, n)) != NULL; p = hit + n) {
		const char *from = name_before(begin, hit), *to = hit + n;
		if (from == NULL || (*to != ',' && *to != '}'))
			continue;
		if (from[-1] == ',' && from > done)
			from--; /* the comma before it goes too */
		else
			to += *to == ',';
		if (out == NULL)
			at = out = arena_alloc(a, r->body_len + 1);
		at = mempcpy(at, done, (size_t)(from - done));
		done = to;
	}
	if (out == NULL)
		return;
	at = mempcpy(at, done, (size_t)(end - done));
	*at = '\0';
	r->body = out;
	r->body_len = (size_t)(at - out);
}
