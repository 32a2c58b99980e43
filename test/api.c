/* api.c - calls of the API without a socket, made as a browser would make them. */
#include "api.h"

#include <string.h>
#include <unistd.h>

#include "api/routes.h"
#include "described.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/runner/job_runner.h"
#include "domain/view/view.h"

const struct api_session api_nobody = { 0 };

static struct api_services services;
static struct database *job_database;

static void release(void *json)
{
	json_decref(json);
}

static void close_file(void *fd)
{
	close((int)(intptr_t)fd);
}

static const char *header(const struct response *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (streq(r->header[i].name, name))
			return r->header[i].value;
	return NULL;
}

static void check_problem(const struct api_reply *a)
{
	static const char *const texts[] = { "type", "title", "detail", "key" };

	for (size_t i = 0; i < COUNT(texts); i++)
		if (*api_text(a, texts[i]) == '\0')
			fail_msg("problem document without %s: %s", texts[i], a->body);
	if (json_integer_value(json_object_get(a->json, "status")) != a->status)
		fail_msg("problem document with another status than %d: %s", a->status, a->body);
}

static void check_lines(struct ctx *c, const struct api_reply *a)
{
	for (const char *p = a->body; *p != '\0';) {
		size_t n = strcspn(p, "\n");
		json_t *line = json_loadb(p, n, JSON_REJECT_DUPLICATES, NULL);
		if (!json_is_object(line))
			fail_msg("not a line of JSON: %s", arena_strndup(c->arena, p, n));
		json_decref(line);
		p += n + (p[n] == '\n');
	}
}

/* What every answer must be, whatever was asked. */
static void check(struct ctx *c, struct api_reply *a)
{
	bool problem = a->type != NULL && streq(a->type, "application/problem+json");
	bool page = a->type != NULL && strncmp(a->type, "text/html", strlen("text/html")) == 0; /* which tells a failure in words */

	if ((a->status >= 400) != problem && !page)
		fail_msg("status %d as %s: %s", a->status, a->type == NULL ? "nothing" : a->type, a->body);
	if (a->status == 204 && a->body_len > 0)
		fail_msg("204 with a body: %s", a->body);
	if (a->type != NULL && streq(a->type, "application/x-ndjson"))
		check_lines(c, a);
	if (!problem && (a->type == NULL || !streq(a->type, "application/json")))
		return;
	a->json = json_loadb(a->body, a->body_len, JSON_REJECT_DUPLICATES, NULL);
	if (a->json == NULL)
		fail_msg("not JSON: %s", a->body);
	arena_defer(c->arena, release, a->json);
	if (!problem)
		return;
	a->key = api_text(a, "key");
	check_problem(a);
}

/* An answer of lines that is too long for memory is sent from a file. */
static void read_lines(struct ctx *c, struct api_reply *a, int64_t size)
{
	char *text;

	if (a->file == 0 || !streq(a->type, "application/x-ndjson"))
		return;
	text = arena_alloc(c->arena, (size_t)size + 1);
	for (ssize_t n = 1; n > 0 && (int64_t)a->body_len < size; a->body_len += (size_t)n)
		if ((n = pread(a->file, text + a->body_len, (size_t)size - a->body_len, (off_t)a->body_len)) <= 0)
			fail_msg("a file that is shorter than it is said to be");
	a->body = text;
}

static void read_target(struct ctx *c, struct request *q, const char *target)
{
	size_t n = strcspn(target, "?");

	q->path = http_decode(c->arena, target, n);
	if (q->path == NULL || (target[n] == '?' && !http_parse_query(c->arena, q, target + n + 1)))
		fail_msg("the test asks for a target that cannot be: %s", target);
}

struct api_reply api_send(struct ctx *c, const struct api_session *who, enum method method, const char *target, const char *body,
                          const struct api_options *o)
{
	const struct account *before = c->account;
	const enum fence fence = c->fence;
	const char *source = c->source;
	struct request q = { .method = method, .body = body, .body_len = o->body_len > 0 ? o->body_len : body == NULL ? 0 : strlen(body),
	                     .catalog_version = o->version, .accept = o->accept, .if_match = o->if_match, .if_none_match = o->if_none_match, .prefer = o->prefer,
	                     .accept_encoding = o->accept_encoding, .origin = o->origin, .host = o->host, .idempotency_key = o->key, .sec_fetch_site = o->sec_fetch_site, .parts = o->parts,
	                     .waiting = o->waiting,
	                     .remote = o->remote != NULL ? o->remote : "192.0.2.1", .remote_port = o->remote_port, .secure = o->secure };
	struct response r = { 0 };

	read_target(c, &q, target);
	q.content_type = o->type != NULL ? o->type : body != NULL ? "application/json" : NULL;
	if (who->token != NULL)
		q.cookie = arena_fmt(c->arena, "%s; %s=%s", o->cookie == NULL ? "x=y" : o->cookie, api_session_cookie(&q), who->token);
	else
		q.cookie = o->cookie;
	q.authorization = o->authorization != NULL ? o->authorization : who->bearer == NULL ? NULL : arena_fmt(c->arena, "Bearer %s", who->bearer);
	if (!o->no_csrf)
		q.csrf_token = o->csrf != NULL ? o->csrf : who->csrf;
	c->account = NULL;
	struct app app = api_app;
	struct api_services own = services; /* calls may come at once */
	own.database = test_database();
	app.data = &own;
	http_dispatch(c, &app, &q, &r);
	ctx_clear(c);
	c->account = before;
	c->fence = fence;
	c->source = source;
	struct api_reply a = { .status = r.status, .type = r.type, .body = r.body == NULL ? "" : arena_strndup(c->arena, r.body, r.body_len),
	                       .body_len = r.body_len, .etag = header(&r, "ETag"), .cookie = header(&r, "Set-Cookie"),
	                       .location = header(&r, "Location"), .link = header(&r, "Link"), .allow = header(&r, "Allow"), .file = r.file,
	                       .authenticate = header(&r, "WWW-Authenticate"), .session_ends = header(&r, "Khue-Session-Ends"),
	                       .coding = header(&r, "Content-Encoding"), .disposition = header(&r, "Content-Disposition"), .cache = header(&r, "Cache-Control"),
	                       .applied = header(&r, "Preference-Applied"), .retry_after = header(&r, "Retry-After") };
	if (r.file > 0)
		arena_defer(c->arena, close_file, (void *)(intptr_t)r.file);
	if (o->waiting != NULL && o->waiting->again_ms > 0)
		return a; /* not an answer yet */
	read_lines(c, &a, r.file_size);
	check(c, &a);
	described_check(c, &q, &a);
	return a;
}

static void stop_jobs(void *arg)
{
	(void)arg;
	job_runner_stop(services.jobs);
	database_close(job_database);
	services.jobs = NULL;
}

static void stop_watching(void *arg)
{
	(void)arg;
	view_watch_free(services.views);
	services.views = NULL;
}

struct view_watch *api_watch(struct ctx *c)
{
	if (services.views != NULL)
		view_watch_free(services.views);
	else
		arena_defer(c->arena, stop_watching, NULL);
	services.views = view_watch_new();
	return services.views;
}

/* With a connection of its own, which outlives that of a test that failed.  In SQLite
 * one process part may write: that is the test, so nothing is done by the thread. */
void api_serve_jobs(struct ctx *c)
{
	OK(db_begin(c) && db_end(c, true));
	OK(database_open(c, &job_database, test_url()));
	services.jobs = job_runner_start(&(struct job_runner_options){ .database = job_database, .catalog = c->catalog,
		.spool = arena_fmt(c->arena, "%s/spool", test_dir(c)), .hands = 1 });
	arena_defer(c->arena, stop_jobs, NULL);
}

int api_sign_in(struct ctx *c, const char *name, const char *password, struct api_session *ret)
{
	json_t *in = json_pack("{ss ss}", "username", name, "password", password);
	char *body = json_dumps(in, JSON_COMPACT);

	json_decref(in);
	arena_defer(c->arena, free, body);
	struct api_reply a = api_call(c, &api_nobody, POST, API "/session", body);
	*ret = (struct api_session){ .name = name };
	if (a.status != 200)
		return a.status;
	assert_int_equal(strncmp(a.cookie, SESSION_COOKIE_PLAIN "=", strlen(SESSION_COOKIE_PLAIN "=")), 0);
	const char *token = a.cookie + strlen(SESSION_COOKIE_PLAIN "=");
	ret->token = arena_strndup(c->arena, token, strcspn(token, ";"));
	ret->csrf = api_text(&a, "csrf");
	return a.status;
}

static struct api_session set_password(struct ctx *c, const char *name, const char *once)
{
	struct account me = { 0 };
	const char *token;

	OK(session_open(c, &(const struct sign_in){ .name = name, .password = once, .remote = "" }, &token, &me));
	c->account = &me;
	OK(session_set_password(c, token, "", once, API_PASSWORD));
	c->account = NULL;
	return (struct api_session){ .name = arena_strdup(c->arena, name), .token = token, .csrf = me.csrf };
}

struct api_session api_account(struct ctx *c, const char *name, const char *role, const char *unit_code, const char *levels)
{
	const char *once;

	assert_null(c->account);
	OK(account_issue(c, NULL, name, role, unit_code, levels, &once));
	return set_password(c, name, once);
}

struct api_session api_teacher(struct ctx *c, const char *name, const char *unit_code, const char *staff)
{
	const char *once;

	assert_null(c->account);
	OK(account_issue(c, staff, name, "teacher", unit_code, NULL, &once));
	return set_password(c, name, once);
}

const char *api_escape(struct arena *a, const char *text)
{
	struct buf b = buf_in(a);

	for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
		bool plain = (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z');
		buf_fmt(&b, plain ? "%c" : "%%%02X", *p);
	}
	return buf_text(&b);
}

const char *api_text(const struct api_reply *a, const char *member)
{
	const char *s = json_string_value(json_object_get(a->json, member));

	return s == NULL ? "" : s;
}

const char *api_problem(const struct api_reply *a, const char *field)
{
	size_t i;
	json_t *p;

	json_array_foreach(json_object_get(a->json, "problems"), i, p) {
		const char *name = json_string_value(json_object_get(p, "field"));
		if (name != NULL && streq(name, field))
			return json_string_value(json_object_get(p, "key"));
	}
	return NULL;
}

const json_t *api_items(const struct api_reply *a)
{
	const json_t *items = json_object_get(a->json, "items");

	if (!json_is_array(items))
		fail_msg("no items: %d %s", a->status, a->body);
	return items;
}

void api_expect(const struct api_reply *a, int status, const char *file, int line)
{
	if (a->status == status)
		return;
	print_error("status %d instead of %d: %s\n", a->status, status, a->body);
	_fail(file, line);
}

json_int_t api_notice_count(struct ctx *c, const struct api_session *who, const char *kind)
{
	const struct api_reply r = api_call(c, who, GET, API "/notices", NULL);
	size_t i;
	json_t *x;

	EXPECT(r, 200);
	json_array_foreach(api_items(&r), i, x)
		if (streq(json_string_value(json_object_get(x, "kind")), kind))
			return json_integer_value(json_object_get(x, "n"));
	return 0;
}
