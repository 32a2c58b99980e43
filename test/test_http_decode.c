/* test_http_decode.c - characters of a request target to names and values, and which route serves a path. */
#include "base/ctx.h" /* before cmocka, which has a macro named fail */
#include "test.h"
#undef fail

#include <string.h>

#include "http/http.h"
#include "http/inner.h"

static void decodes(struct ctx *c, const char *raw, const char *wanted)
{
	const char *got = http_decode(c->arena, raw, strlen(raw));

	if (wanted == NULL)
		assert_null(got);
	else
		assert_string_equal(got, wanted);
}

TEST_PURE(http_decode_takes_clean_utf8_only)
{
	decodes(c, "", "");
	decodes(c, "/a%20b", "/a b");
	decodes(c, "/H%C3%A0+n%e1%bb%99i", "/Hà+nội");
	decodes(c, "%41%", NULL);
	decodes(c, "%4", NULL);
	decodes(c, "%4g", NULL);
	decodes(c, "%%41", NULL);
	decodes(c, "%00", NULL);
	decodes(c, "a%0d%0ab", NULL);
	decodes(c, "%7f", NULL);
	decodes(c, "%C2%85", NULL);     /* a control character of two bytes */
	decodes(c, "%C0%AF", NULL);     /* overlong / */
	decodes(c, "%ED%A0%80", NULL);  /* surrogate */
	decodes(c, "%FF", NULL);
	decodes(c, "%25", "%");         /* once, not twice */
	decodes(c, "%252e", "%2e");
}

TEST_PURE(http_query_is_split_once)
{
	struct request q = { 0 };

	assert_true(http_parse_query(c->arena, &q, "a=1&q=Nguy%E1%BB%85n+V%C4%83n&b=x%2By%26%3D&e=&f"));
	assert_int_equal(q.n_query, 5);
	assert_string_equal(http_query(&q, "q"), "Nguyễn Văn");
	assert_string_equal(http_query(&q, "b"), "x+y&=");
	assert_string_equal(http_query(&q, "e"), "");
	assert_string_equal(http_query(&q, "f"), "");
	assert_null(http_query(&q, "g"));
	assert_true(http_parse_query(c->arena, &q, NULL));
	assert_int_equal(q.n_query, 0);
	assert_true(http_parse_query(c->arena, &q, ""));
}

TEST_PURE(http_query_refuses_what_is_ambiguous)
{
	static const char *const bad[] = { "a=1&a=2", "a=1&%61=2", "a=1&&b=2", "&", "=1", "a=%", "a=%zz", "%ff=1", "a=%00", "a=1&" };
	struct request q = { 0 };
	struct buf many = buf_in(c->arena);

	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(http_parse_query(c->arena, &q, bad[i]));
	for (int i = 0; i < QUERY_MAX; i++)
		buf_fmt(&many, "%sn%d=1", i > 0 ? "&" : "", i);
	assert_true(http_parse_query(c->arena, &q, buf_text(&many)));
	buf_put(&many, "&more=1");
	assert_false(http_parse_query(c->arena, &q, buf_text(&many)));
}

TEST_PURE(http_targets_with_dot_segments_are_refused)
{
	static const char *const bad[] = { "/a/../b", "/a/%2e%2e/b", "/.", "/a/.", "/..", "/a%zz", "/a?b=%", "/a?x=1&x=2" };
	struct request q = { 0 };

	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(http_read_target(c, &q, bad[i]));
		ctx_clear(c);
	}
	OK(http_read_target(c, &q, "/a/..b/.c?d=.."));
	assert_string_equal(q.path, "/a/..b/.c");
}

static const struct route routes[] = {
	{ .method = GET, .path = "/api/v1/{plural}/{code}", .object = "record" },
	{ .method = PATCH, .path = "/api/v1/{plural}/{code}", .object = "record" },
	{ .method = GET, .path = "/api/v1/units/{code}", .object = "unit" },
	{ .method = GET, .path = "/api/v1/{plural}/batch", .object = "record" },
	{ .method = GET, .path = "/api/v1/reports/{id}.pdf", .object = "report" },
	{ .method = GET, .path = "/api/v1/reports/{id}", .object = "report" },
	{ .method = GET, .path = "/", .object = "page" },
};

static const struct app app = { .routes = routes, .n_routes = COUNT(routes) };

static int route_of(struct ctx *c, struct request *q, enum method m, const char *path, const char **ret_allow)
{
	q->method = m;
	q->path = path;
	const struct route *t = http_route(&app, q, ret_allow, c->arena);
	return t == NULL ? -1 : (int)(t - routes);
}

TEST_PURE(http_route_prefers_the_literal)
{
	struct request q = { 0 };
	const char *allow;

	assert_int_equal(route_of(c, &q, GET, "/api/v1/learners/L1", &allow), 0);
	assert_string_equal(http_param(&q, "plural"), "learners");
	assert_string_equal(http_param(&q, "code"), "L1");
	assert_int_equal(route_of(c, &q, PATCH, "/api/v1/learners/L1", &allow), 1);
	assert_int_equal(route_of(c, &q, GET, "/api/v1/units/79", &allow), 2);
	assert_int_equal(q.n_params, 1);
	assert_int_equal(route_of(c, &q, GET, "/api/v1/learners/batch", &allow), 3);
	assert_int_equal(route_of(c, &q, GET, "/api/v1/units/batch", &allow), 2); /* the earlier segment decides */
	assert_int_equal(route_of(c, &q, GET, "/api/v1/reports/7.pdf", &allow), 4);
	assert_string_equal(http_param(&q, "id"), "7");
	assert_int_equal(route_of(c, &q, GET, "/api/v1/reports/7", &allow), 5);
	assert_int_equal(route_of(c, &q, GET, "/api/v1/reports/.pdf", &allow), 5); /* {id} is never empty */
	assert_int_equal(route_of(c, &q, GET, "/", &allow), 6);
}

TEST_PURE(http_route_tells_unknown_paths_from_other_methods)
{
	struct request q = { 0 };
	const char *allow;

	assert_int_equal(route_of(c, &q, POST, "/api/v1/learners/L1", &allow), -1);
	assert_string_equal(allow, "GET, HEAD, PATCH");
	assert_int_equal(route_of(c, &q, PATCH, "/api/v1/units/79", &allow), -1); /* not taken for a record */
	assert_string_equal(allow, "GET, HEAD");
	static const char *const unknown[] = { "", "x", "//", "/api", "/api/v1/learners/", "/api/v1//L1", "/api/v1/learners/L1/",
		                               "/api/v1/learners/L1/x", "/API/v1/learners/L1", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o" };
	for (size_t i = 0; i < COUNT(unknown); i++) {
		assert_int_equal(route_of(c, &q, GET, unknown[i], &allow), -1);
		assert_null(allow);
	}
}
