/* route.c - which row of the table serves a path. */
#include "http/inner.h"

#include <limits.h>

enum { SEGMENTS_MAX = 12 };

static const char *const names[METHOD__COUNT] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

const char *method_name(enum method m)
{
	return m < METHOD__COUNT ? names[m] : "?";
}

size_t route_body_max(const struct route *t)
{
	return t->body_max == 0 ? BODY_MAX_DEFAULT : t->body_max;
}

/* How closely one segment fits: -1 not at all, 0 as {x}, more as {x}.suffix, most as itself. */
static int fit(const char *pattern, size_t pattern_len, const char *text, size_t len)
{
	if (pattern_len == 0 || pattern[0] != '{')
		return pattern_len == len && memcmp(pattern, text, len) == 0 ? INT_MAX : -1;
	const char *suffix = memchr(pattern, '}', pattern_len);
	assert(suffix != NULL);
	size_t suffix_len = pattern_len - (size_t)(++suffix - pattern);
	if (len <= suffix_len || memcmp(text + len - suffix_len, suffix, suffix_len) != 0)
		return -1;
	return (int)suffix_len;
}

/* Both begin with '/'.  ret_fit: one figure a segment, then -1. */
static bool matches(const char *pattern, const char *path, int ret_fit[SEGMENTS_MAX + 1])
{
	for (size_t n = 0; n < SEGMENTS_MAX; n++) {
		if (*pattern != '/' || *path != '/')
			return false;
		pattern++, path++;
		size_t pattern_len = strcspn(pattern, "/"), len = strcspn(path, "/");
		ret_fit[n] = fit(pattern, pattern_len, path, len);
		if (ret_fit[n] < 0)
			return false;
		pattern += pattern_len;
		path += len;
		if (*pattern == '\0' && *path == '\0') {
			ret_fit[n + 1] = -1;
			return true;
		}
	}
	return false;
}

/* Negative: a fits worse than b.  Both fit the same path, so they have as many segments. */
static int compare(const int *a, const int *b)
{
	for (; *a >= 0; a++, b++)
		if (*a != *b)
			return *a < *b ? -1 : 1;
	return 0;
}

static void fill_params(struct arena *a, struct request *q, const char *pattern)
{
	const char *path = q->path;

	for (q->n_params = 0; *pattern == '/';) {
		size_t pattern_len = strcspn(++pattern, "/"), len = strcspn(++path, "/");
		if (*pattern == '{') {
			size_t name_len = strcspn(pattern, "}");
			size_t suffix_len = pattern_len - name_len - 1;

			assert(q->n_params < PARAMS_MAX);
			q->param[q->n_params++] = (struct pair){ .name = arena_strndup(a, pattern + 1, name_len - 1),
				                                 .value = arena_strndup(a, path, len - suffix_len) };
		}
		pattern += pattern_len;
		path += len;
	}
}

static const char *allow_text(struct arena *a, const bool known[METHOD__COUNT])
{
	struct buf b = buf_in(a);

	for (enum method m = 0; m < METHOD__COUNT; m++)
		if (known[m])
			buf_fmt(&b, "%s%s%s", b.len > 0 ? ", " : "", names[m], m == GET ? ", HEAD" : "");
	return buf_text(&b);
}

bool http_is_visit(const struct request *q)
{
	return q->method == GET && q->accept != NULL && strstr(q->accept, "text/html") != NULL && (q->path == NULL || strncmp(q->path, "/api/", 5) != 0);
}

/* The pattern that fits the path most closely decides; then the method, among the rows of that shape. */
const struct route *http_route(const struct app *app, struct request *q, const char **ret_allow, struct arena *a)
{
	int best[SEGMENTS_MAX + 1], own[SEGMENTS_MAX + 1];
	bool found = false, known[METHOD__COUNT] = { false };
	const struct route *hit = NULL;

	for (const struct route *t = app->routes; t < app->routes + app->n_routes; t++) {
		if (!matches(t->path, q->path, own))
			continue;
		int order = found ? compare(own, best) : 1;
		if (order < 0)
			continue;
		if (order > 0) {
			memcpy(best, own, sizeof best);
			memset(known, 0, sizeof known);
			hit = NULL;
			found = true;
		}
		known[t->method] = true;
		if (t->method == q->method)
			hit = t;
	}
	if (!found && app->elsewhere != NULL && http_is_visit(q))
		return app->elsewhere;
	*ret_allow = found ? allow_text(a, known) : NULL;
	if (hit != NULL)
		fill_params(a, q, hit->path);
	return hit;
}
