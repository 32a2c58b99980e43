/* test_http_dispatch.c - gate, input, handler and problem documents, through http_dispatch without a socket. */
#include "base/ctx.h" /* before cmocka, which has a macro named fail */
#include "test.h"
#undef fail

#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "http/http.h"

/* What the fake application saw; the dispatcher itself keeps nothing. */
struct seen {
	int gate, handler, fail_times;
	enum err err, gate_err;
	enum again again;
	const char *key;
	int counted, strangers; /* strangers: the gate was asked of somebody who is not known yet */
};

static bool gate(struct ctx *c, const struct route *t, const struct request *q)
{
	struct seen *seen = (struct seen *)(uintptr_t)q->app->data;

	(void)t;
	seen->gate++;
	seen->strangers += c->fence == FENCE_NOTHING;
	c->fence = FENCE_OWN;
	return seen->gate_err == ERR_NONE || fail(c, seen->gate_err, "gate.closed", "Chưa đăng nhập.");
}

static bool handle(struct ctx *c, const struct request *q, struct response *r)
{
	struct seen *seen = (struct seen *)(uintptr_t)q->app->data;

	seen->handler++;
	seen->counted += !c->counted;
	c->counted = true;
	reply_header(r, "Set-Cookie", "s=1");
	if (seen->fail_times-- > 0) {
		reply_header(r, "Retry-After", "9");
		(void)!fail(c, seen->err, seen->key, "SELECT secret");
		c->again = seen->again;
		return false;
	}
	r->n_headers = 0;
	return reply_document(c, r, json_pack("{sb sI ss?}", "ok", 1, "version", (json_int_t)in_int(q, "version"), "name", in_text(q, "name")));
}

static bool handle_big(struct ctx *c, const struct request *q, struct response *r)
{
	struct buf b = buf_in(c->arena);

	(void)q;
	buf_put(&b, "<p>");
	reply_buf(r, "text/html", &b);
	reply_redirect(r, "/there");
	return true;
}

static const struct in_field fields[] = {
	{ "name", IN_TEXT, .required = true, .max_len = 5 },
	{ "version", IN_INT, .required = false },
	{ "flag", IN_BOOL, .required = false },
	{ "more", IN_OBJECT, .required = false },
	{ "list", IN_LIST, .required = false },
	{ "note", IN_TEXT, .required = false },
	{ 0 },
};
static const struct in_field optional[] = { { "note", IN_TEXT, .required = false }, { 0 } };

static const struct route routes[] = {
	ROUTE(GET, "/get", PUBLIC, "thing", NONE, handle, OUT_NONE, "", .query = "limit cursor"),
	ROUTE(POST, "/json", WRITE, "thing", NONE, handle, OUT_NONE, "", IN(fields)),
	ROUTE(POST, "/optional", WRITE, "thing", NONE, handle, OUT_NONE, "", IN(optional)),
	ROUTE(POST, "/record", WRITE, "record", NONE, handle, OUT_NONE, "", .body = BODY_RECORD),
	ROUTE(POST, "/lines", WRITE, "record", NONE, handle, OUT_NONE, "", .body = BODY_NDJSON),
	ROUTE(POST, "/small", WRITE, "thing", NONE, handle, OUT_NONE, "", .body = BODY_RECORD, .body_max = 16),
	ROUTE(POST, "/form", WRITE, "thing", NONE, handle, OUT_NONE, "", .body = BODY_MULTIPART),
	ROUTE(PUT, "/bytes", WRITE, "thing", NONE, handle, OUT_NONE, "", .body = BODY_BYTES, .body_max = 8),
	ROUTE(GET, "/page", PUBLIC, "thing", NONE, handle_big, OUT_NONE, "", .query = "*"),
	ROUTE(GET, "/r/{plural}/{code}", READ, "record", NONE, handle, OUT_NONE, ""),
};

static int call(struct ctx *c, struct seen *seen, enum method m, const char *target, const char *body, struct response *r)
{
	struct app app = { .routes = routes, .n_routes = COUNT(routes), .gate = gate, .data = seen };
	struct request q = { .method = m, .content_type = "application/json; charset=utf-8" };
	const char *mark = strchr(target, '?');

	*r = (struct response){ 0 };
	if (strncmp(target, "/lines", 6) == 0)
		q.content_type = "application/x-ndjson";
	if (strncmp(target, "/form", 5) == 0)
		q.content_type = "text/plain";
	q.path = mark == NULL ? target : arena_strndup(c->arena, target, (size_t)(mark - target));
	assert_true(http_parse_query(c->arena, &q, mark == NULL ? NULL : mark + 1));
	q.body = body;
	q.body_len = body == NULL ? 0 : strlen(body);
	http_dispatch(c, &app, &q, r);
	ctx_clear(c);
	return r->status;
}

static const char *header(const struct response *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (streq(r->header[i].name, name))
			return r->header[i].value;
	return NULL;
}

/* The answer is a problem with this key, and detail holds this. */
static void is_problem(const struct response *r, int status, const char *key)
{
	json_error_t e;
	json_t *doc = json_loadb(r->body, r->body_len, 0, &e);

	assert_int_equal(r->status, status);
	assert_string_equal(r->type, "application/problem+json");
	assert_non_null(doc);
	assert_string_equal(json_string_value(json_object_get(doc, "key")), key);
	assert_int_equal(json_integer_value(json_object_get(doc, "status")), status);
	assert_true(json_is_string(json_object_get(doc, "title")));
	assert_true(json_string_length(json_object_get(doc, "detail")) > 0);
	assert_true(json_is_array(json_object_get(doc, "problems")));
	assert_int_equal(strncmp(json_string_value(json_object_get(doc, "type")), "/problems/", 10), 0);
	json_decref(doc);
}

TEST_PURE(http_dispatch_answers)
{
	struct seen seen = { 0 };
	struct response r;

	assert_int_equal(call(c, &seen, POST, "/json", "{\"name\":\"Ngọc\",\"version\":9007199254740993}", &r), 200);
	assert_string_equal(r.body, "{\"ok\":true,\"version\":9007199254740993,\"name\":\"Ngọc\"}");
	assert_string_equal(r.type, "application/json");
	assert_int_equal(call(c, &seen, GET, "/get?limit=5", NULL, &r), 200);
	assert_int_equal(call(c, &seen, POST, "/optional", NULL, &r), 200);
	assert_int_equal(call(c, &seen, GET, "/page?anything=1", NULL, &r), 303);
	assert_string_equal(header(&r, "Location"), "/there");
	assert_int_equal(call(c, &seen, POST, "/lines", "{}\n{}\n", &r), 200);
}

TEST_PURE(http_dispatch_knows_paths_and_methods)
{
	struct seen seen = { 0 };
	struct response r;

	call(c, &seen, GET, "/nothing", NULL, &r);
	is_problem(&r, 404, "route.unknown");
	call(c, &seen, PUT, "/json", "{}", &r);
	is_problem(&r, 405, "route.method");
	assert_string_equal(header(&r, "Allow"), "POST");
	call(c, &seen, DELETE, "/r/learners/1", NULL, &r);
	is_problem(&r, 405, "route.method");
	assert_string_equal(header(&r, "Allow"), "GET, HEAD");
	assert_non_null(strstr(r.body, "\"Hồ sơ không bao giờ bị xoá; hãy đổi trạng thái\""));
	call(c, &seen, DELETE, "/get", NULL, &r);
	assert_null(strstr(r.body, "Hồ sơ"));
	assert_int_equal(seen.gate + seen.handler, 0);
}

TEST_PURE(http_dispatch_asks_the_gate_before_it_looks_at_the_input)
{
	struct seen seen = { .gate_err = ERR_UNAUTHENTICATED };
	struct response r;

	call(c, &seen, POST, "/json?wrong=1", "not json", &r);
	is_problem(&r, 401, "gate.closed");
	assert_int_equal(seen.handler, 0);
}

TEST_PURE(http_dispatch_knows_nobody_before_its_gate)
{
	struct seen seen = { .fail_times = 1, .err = ERR_BUSY, .key = "db.retry", .again = AGAIN };
	struct response r;

	assert_int_equal(call(c, &seen, GET, "/get", NULL, &r), 200);
	assert_int_equal(seen.gate, 2);
	assert_int_equal(seen.strangers, 2);
}

TEST_PURE(http_dispatch_refuses_unknown_parameters)
{
	struct seen seen = { 0 };
	struct response r;

	call(c, &seen, GET, "/get?limit=1&limi=2&x=3", NULL, &r);
	is_problem(&r, 422, "request.unknown_parameter");
	assert_non_null(strstr(r.body, "\"field\":\"limi\""));
	assert_non_null(strstr(r.body, "\"field\":\"x\""));
	call(c, &seen, POST, "/optional?x=1", NULL, &r);
	is_problem(&r, 422, "request.unknown_parameter");
	call(c, &seen, GET, "/get?lim=1", NULL, &r); /* a part of a known name is not known */
	is_problem(&r, 422, "request.unknown_parameter");
	assert_int_equal(seen.handler, 0);
}

TEST_PURE(http_input_says_all_that_is_wrong_at_once)
{
	struct seen seen = { 0 };
	struct response r;

	call(c, &seen, POST, "/json", "{\"version\":1.0,\"flag\":1,\"more\":[],\"list\":{},\"nam\":\"x\",\"note\":\"a\\u0007b\"}", &r);
	is_problem(&r, 422, "request.required");
	static const char *const wanted[] = {
		"{\"field\":\"name\",\"severity\":\"error\",\"key\":\"request.required\"",  "{\"field\":\"version\",\"severity\":\"error\",\"key\":\"request.type\"",
		"{\"field\":\"flag\",\"severity\":\"error\",\"key\":\"request.type\"",      "{\"field\":\"more\",\"severity\":\"error\",\"key\":\"request.type\"",
		"{\"field\":\"list\",\"severity\":\"error\",\"key\":\"request.type\"",      "{\"field\":\"nam\",\"severity\":\"error\",\"key\":\"request.unknown_member\"",
		"{\"field\":\"note\",\"severity\":\"error\",\"key\":\"request.control_character\"",
	};
	for (size_t i = 0; i < COUNT(wanted); i++)
		assert_non_null(strstr(r.body, wanted[i]));
	assert_int_equal(seen.handler, 0);
}

TEST_PURE(http_input_counts_characters_not_bytes)
{
	struct seen seen = { 0 };
	struct response r;

	assert_int_equal(call(c, &seen, POST, "/json", "{\"name\":\"ữữữữữ\"}", &r), 200);
	call(c, &seen, POST, "/json", "{\"name\":\"ữữữữữữ\"}", &r);
	is_problem(&r, 422, "request.too_long");
	char long_note[300] = "{\"name\":\"a\",\"note\":\"";
	size_t n = strlen(long_note);
	memset(long_note + n, 'x', 201);
	memcpy(long_note + n + 201, "\"}", 3);
	call(c, &seen, POST, "/json", long_note, &r); /* 200 unless said otherwise */
	is_problem(&r, 422, "request.too_long");
	assert_int_equal(call(c, &seen, POST, "/json", "{\"name\":\"a\\n\\tb\"}", &r), 200);
}

TEST_PURE(http_input_refuses_bad_json)
{
	static const struct {
		const char *body, *key;
		int status;
	} cases[] = {
		{ "", "request.body_missing", 400 },
		{ "{", "request.json", 400 },
		{ "{} {}", "request.json", 400 },
		{ "[]", "request.json", 400 },
		{ "\"a\"", "request.json", 400 },
		{ "{'name':1}", "request.json", 400 },
		{ "{\"name\":\"a\",}", "request.json", 400 },
		{ "{\"name\":\"\xff\"}", "request.json", 400 },
		{ "{\"name\":\"\xc0\xaf\"}", "request.json", 400 },
		{ "{\"name\":\"\\ud800\"}", "request.json", 400 },
		{ "{\"name\":\"a\\u0000b\"}", "request.json", 400 },
		{ "{\"name\":\"a\nb\"}", "request.json", 400 },
		{ "\xef\xbb\xbf{}", "request.json", 400 },
		{ "{\"name\":\"a\",\"name\":\"b\"}", "request.json_duplicate", 400 },
		{ "{\"name\":\"a\",\"n\\u0061me\":\"b\"}", "request.json_duplicate", 400 },
		{ "{\"version\":9223372036854775808}", "request.json_number", 400 },
		{ "{\"version\":-9223372036854775809}", "request.json_number", 400 },
		{ "{\"version\":1e999}", "request.json_number", 400 },
		{ "{\"version\":01}", "request.json", 400 },
		{ "{\"version\":NaN}", "request.json", 400 },
		{ "{\"name\":\"a\",\"version\":9223372036854775807}", NULL, 200 },
		{ "{\"name\":\"a\",\"more\":{\"a\\u0085\":1}}", "request.control_character", 422 },
		{ "{\"name\":\"a\",\"list\":[[\"\\u001b\"]]}", "request.control_character", 422 },
		{ "{\"name\":\"a\\u202eb\"}", "request.hidden_character", 422 },
		{ "{\"name\":\"a\",\"more\":{\"a\":[\"b\\u202e\"]}}", "request.hidden_character", 422 },
		{ "{\"name\":\"a\",\"list\":[{\"b\":\"\\u200b\"}]}", "request.hidden_character", 422 },
		{ "{\"name\":\"a\",\"more\":{\"a\\u200b\":1}}", "request.hidden_character", 422 },
		{ "{\"name\":null}", "request.required", 422 },
		{ "{\"name\":\"a\",\"version\":null}", NULL, 200 },
	};
	struct seen seen = { 0 };
	struct response r;

	for (size_t i = 0; i < COUNT(cases); i++) {
		int status = call(c, &seen, POST, "/json", cases[i].body, &r);
		if (status != cases[i].status)
			print_message("%s: %s\n", cases[i].body, r.body);
		if (cases[i].key == NULL)
			assert_int_equal(status, 200);
		else
			is_problem(&r, cases[i].status, cases[i].key);
	}
	assert_int_equal(seen.handler, 2);
}

TEST_PURE(http_input_caps_depth_before_parsing)
{
	struct seen seen = { 0 };
	struct response r;
	struct buf b = buf_in(c->arena);

	for (int depth = 15; depth <= 16; depth++) { /* plus the object around */
		b.len = 0;
		buf_put(&b, "{\"name\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"{{{\",\"list\":");
		for (int i = 0; i < depth; i++)
			buf_char(&b, '[');
		for (int i = 0; i < depth; i++)
			buf_char(&b, ']');
		buf_char(&b, '}');
		call(c, &seen, POST, "/record", buf_text(&b), &r);
		if (depth == 15)
			assert_int_equal(r.status, 200);
		else
			is_problem(&r, 400, "request.json_depth");
	}
}

TEST_PURE(http_input_wants_the_right_kind_of_body)
{
	struct seen seen = { 0 };
	struct response r;
	struct app app = { .routes = routes, .n_routes = COUNT(routes), .gate = gate, .data = &seen };
	static const char *const types[] = { NULL, "text/plain", "application/jsonx", "application/x-www-form-urlencoded", "json" };

	for (size_t i = 0; i < COUNT(types); i++) {
		struct request q = { .method = POST, .path = "/record", .body = "{}", .body_len = 2, .content_type = types[i] };
		r = (struct response){ 0 };
		http_dispatch(c, &app, &q, &r);
		is_problem(&r, 415, "request.content_type");
		ctx_clear(c);
	}
	call(c, &seen, GET, "/get", "{}", &r);
	is_problem(&r, 400, "request.body_unexpected");
	call(c, &seen, POST, "/small", "{\"a\":1234567890}", &r);
	assert_int_equal(r.status, 200);
	call(c, &seen, POST, "/small", "{\"a\":12345678901}", &r);
	is_problem(&r, 413, "request.too_large");
	call(c, &seen, POST, "/lines", "", &r);
	is_problem(&r, 400, "request.body_missing");
	call(c, &seen, PUT, "/bytes", "", &r);
	is_problem(&r, 400, "request.body_missing");
	call(c, &seen, PUT, "/bytes", "123456789", &r);
	is_problem(&r, 413, "request.too_large");
	call(c, &seen, PUT, "/bytes", "\xFF\xD8{\xFF", &r);
	assert_int_equal(r.status, 200);
	call(c, &seen, POST, "/form", "x", &r);
	is_problem(&r, 415, "request.content_type");
}

TEST_PURE(http_dispatch_keeps_technical_details_to_itself)
{
	struct seen seen = { .fail_times = 1, .err = ERR_INTERNAL, .key = "db.broken" };
	struct response r;

	log_quiet(true);
	call(c, &seen, POST, "/optional", NULL, &r);
	is_problem(&r, 500, "db.broken");
	assert_null(strstr(r.body, "SELECT"));
	assert_null(header(&r, "Set-Cookie"));
	assert_int_equal(seen.handler, 1);
	seen = (struct seen){ .fail_times = 1, .err = ERR_CONFLICT, .key = "record.taken" };
	call(c, &seen, POST, "/optional", NULL, &r);
	is_problem(&r, 409, "record.taken");
	assert_non_null(strstr(r.body, "SELECT secret"));
	assert_null(header(&r, "Set-Cookie"));
}

TEST_PURE(http_dispatch_does_not_run_again_what_took_too_long)
{
	struct response r;
	struct seen seen = { .fail_times = 1, .err = ERR_BUSY, .again = AGAIN_NOT, .key = "db.timeout" };

	log_quiet(true);
	call(c, &seen, GET, "/get", NULL, &r);
	is_problem(&r, 503, "db.timeout");
	assert_int_equal(seen.handler, 1);
	assert_string_equal(header(&r, "Retry-After"), "9"); /* the handler's own */
	assert_non_null(strstr(r.body, "thu hẹp"));
}

TEST_PURE(http_dispatch_tries_again_when_that_is_safe)
{
	struct response r;
	struct seen seen = { .fail_times = 2, .err = ERR_BUSY, .key = "db.busy" };

	log_quiet(true);
	assert_int_equal(call(c, &seen, GET, "/get", NULL, &r), 200);
	assert_int_equal(seen.handler, 3);
	assert_int_equal(seen.gate, 3);
	assert_int_equal(r.n_headers, 0);
	seen = (struct seen){ .fail_times = 3, .err = ERR_BUSY, .key = "db.busy" };
	call(c, &seen, GET, "/get", NULL, &r);
	is_problem(&r, 503, "db.busy");
	assert_string_equal(header(&r, "Retry-After"), "9"); /* the handler's own */
	seen = (struct seen){ .fail_times = 1, .err = ERR_BUSY, .key = "db.busy" };
	call(c, &seen, POST, "/optional", NULL, &r);
	is_problem(&r, 503, "db.busy");
	assert_int_equal(seen.handler, 1);
	seen = (struct seen){ .fail_times = 2, .err = ERR_BUSY, .again = AGAIN, .key = "db.retry" };
	c->counted = false;
	assert_int_equal(call(c, &seen, POST, "/optional", NULL, &r), 200);
	assert_int_equal(seen.handler, 3);
	assert_int_equal(seen.counted, 1);
	seen = (struct seen){ .fail_times = 1, .err = ERR_CONFLICT, .again = AGAIN, .key = "db.retry" };
	assert_int_equal(call(c, &seen, GET, "/get", NULL, &r), 409);
	assert_int_equal(seen.handler, 1);
	seen = (struct seen){ .gate_err = ERR_BUSY };
	call(c, &seen, GET, "/get", NULL, &r);
	is_problem(&r, 503, "gate.closed");
	assert_string_equal(header(&r, "Retry-After"), "2");
	assert_int_equal(seen.gate, 3);
}
