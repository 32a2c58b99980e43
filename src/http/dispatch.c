/* dispatch.c - route, gate, input, handler; and the one place where a failure becomes a status. */
#include "http/inner.h"

#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "base/problems.h"
#include "base/time.h"
#include "db/db.h"
#include "http/stream.h"

enum { TRIES_MAX = 3 };

static bool is_record_path(const struct app *app, struct request *q, struct arena *a)
{
	const char *allow;
	enum method asked = q->method;
	const struct route *t = NULL;

	for (q->method = 0; q->method < METHOD__COUNT && t == NULL; q->method++)
		t = http_route(app, q, &allow, a);
	q->method = asked;
	q->n_params = 0;
	return t != NULL && streq(t->object, "record");
}

static bool find_route(struct ctx *c, const struct app *app, struct request *q, struct response *r)
{
	const char *allow;

	q->app = app;
	q->route = http_route(app, q, &allow, c->arena);
	if (q->route != NULL)
		return true;
	if (allow == NULL)
		return fail(c, ERR_NOT_FOUND, "route.unknown", "Không có địa chỉ này; hãy kiểm tra lại đường dẫn.");
	reply_header(r, "Allow", allow);
	if (q->method == DELETE && is_record_path(app, q, c->arena))
		return fail(c, ERR_METHOD, "route.method", "Hồ sơ không bao giờ bị xoá; hãy đổi trạng thái");
	return fail(c, ERR_METHOD, "route.method", "Địa chỉ này không nhận %s; chỉ nhận %s.", method_name(q->method), allow);
}

static void release(struct response *r)
{
	if (r->file > 0)
		close(r->file);
	*r = (struct response){ 0 };
}

/* Who asks, and for what, is looked for together; what is changed is looked at again when it is held. */
static bool attempt_change(struct ctx *c, struct request *q, struct response *r)
{
	if (!db_read_loosely(c))
		return false;
	const bool ok = q->app->gate(c, q->route, q) && http_read_input(c, q) && q->route->handler(c, q, r);
	db_read_end(c);
	return ok;
}

/* What a GET reads belongs together, and it cannot write. */
static bool call(struct ctx *c, const struct request *q, struct response *r)
{
	if (q->method != GET || q->route->one_statement || c->db == NULL)
		return q->route->handler(c, q, r);
	if (!db_read_begin(c))
		return false;
	bool ok = q->route->handler(c, q, r);
	db_read_end(c);
	return ok;
}

static bool attempt(struct ctx *c, struct request *q, struct response *r)
{
	for (const struct part *p = q->parts; p != NULL; p = p->next)
		if (p->filename != NULL)
			lseek(p->fd, 0, SEEK_SET);
	bool ok = q->method == PATCH && c->db != NULL ? attempt_change(c, q, r) : q->app->gate(c, q->route, q) && http_read_input(c, q) && call(c, q, r);
	ok = ok && (q->app->keep == NULL || q->app->keep(c, q));
	assert(ok == (c->err == ERR_NONE));
	return ok;
}

static bool is_json(const struct response *r)
{
	return r->type != NULL && r->file == 0 && (streq(r->type, "application/json") || streq(r->type, "application/x-ndjson"));
}

static bool deserves_another(const struct ctx *c, const struct request *q)
{
	return c->err == ERR_BUSY && (c->again == AGAIN || (c->again == AGAIN_IF_READ && q->method == GET));
}

static bool is_technical(enum err err)
{
	return err == ERR_INTERNAL || err == ERR_BUSY;
}

const char *http_detail(const struct ctx *c)
{
	if (c->err == ERR_INTERNAL)
		return "Máy chủ gặp lỗi ngoài dự kiến; hãy thử lại, nếu vẫn lỗi thì báo người quản trị.";
	if (c->err == ERR_BUSY && c->again == AGAIN_NOT)
		return "Việc này lâu hơn thời gian cho phép nên đã dừng; hãy thu hẹp lại, như một trường hoặc một năm học, rồi thử lại.";
	if (c->err == ERR_BUSY && c->again == AGAIN_LOOK)
		return "Mất liên lạc với máy chủ dữ liệu đúng lúc đang ghi, nên chưa rõ đã ghi xong hay chưa. Hãy tải lại, xem đã có chưa, rồi mới gửi lại.";
	if (c->err == ERR_BUSY)
		return "Hệ thống đang bận; hãy thử lại sau vài giây.";
	return c->detail == NULL ? "" : c->detail;
}

/* A body, a file or a cookie that was prepared before the failure must not go out with it; where to wait, to ask or to look may. */
static void keep_only_hints(struct response *r)
{
	struct response kept = { 0 };

	for (size_t i = 0; i < r->n_headers; i++)
		if (streq(r->header[i].name, "Retry-After") || streq(r->header[i].name, "Allow") ||
		    streq(r->header[i].name, "Location"))
			kept.header[kept.n_headers++] = r->header[i];
	release(r);
	*r = kept;
}

void http_problem(struct ctx *c, const struct route *route, struct response *r)
{
	struct buf b = buf_in(c->arena);
	bool has_retry = false;
	static const char oauth[] = "oauth.";

	keep_only_hints(r);
	r->status = err_status(c->err);
	json_open_object(&b, NULL);
	json_put_text(&b, "type", arena_fmt(c->arena, "/problems/%s", c->key));
	json_put_text(&b, "title", err_title(c->err));
	json_put_int(&b, "status", r->status);
	json_put_text(&b, "detail", http_detail(c));
	json_put_text(&b, "key", c->key);
	if (route != NULL && route->body == BODY_FORM) /* as RFC 6749, 5.2, wants it */
		json_put_text(&b, "error", strncmp(c->key, oauth, sizeof oauth - 1) == 0 ? c->key + sizeof oauth - 1 : "invalid_request");
	problems_put(&b, "problems", is_technical(c->err) ? NULL : c->problems.first, PROBLEM_SEVERITY | PROBLEM_FIELD_IF_ANY);
	json_close_object(&b);
	reply_buf(r, "application/problem+json", &b);
	for (size_t i = 0; i < r->n_headers; i++)
		has_retry = has_retry || streq(r->header[i].name, "Retry-After");
	if (c->err == ERR_UNAUTHENTICATED)
		reply_header(r, "WWW-Authenticate", "Bearer");
	if (c->err == ERR_BUSY && c->again != AGAIN_NOT && c->again != AGAIN_LOOK && !has_retry)
		reply_header(r, "Retry-After", "2");
	if (c->err == ERR_CLOSED && !has_retry)
		reply_header(r, "Retry-After", "60");
	if (c->err == ERR_LIMITED && c->wait_s > 0)
		reply_header(r, "Retry-After", arena_fmt(c->arena, "%d", c->wait_s));
}

/* What failed by itself, and what was refused to somebody who is known: they may be trying doors.  A stranger fills no log. */
static void log_failure(const struct ctx *c, const struct app *app, const struct request *q, int64_t ms)
{
	const int64_t account = app->caller == NULL ? 0 : app->caller(c);
	const char *route = q->route == NULL ? "-" : q->route->path;
	const int status = err_status(c->err);

	if (status >= 500)
		log_event("request.failed", "method=%s route=%s account=%" PRId64 " status=%d key=%s ms=%" PRId64 " detail=%s", method_name(q->method), route, account, status,
		          c->key, ms, is_technical(c->err) ? c->detail : "-");
	else if (c->err == ERR_FORBIDDEN && account != 0)
		log_event("request.refused", "method=%s route=%s account=%" PRId64 " key=%s", method_name(q->method), route, account, c->key);
}

void http_dispatch(struct ctx *c, const struct app *app, struct request *q, struct response *r)
{
	int64_t start_ms = time_now_ms();
	c->fence = FENCE_NOTHING; /* until it is known who asks */
	struct ctx fresh = *c;
	bool ok = find_route(c, app, q, r);

	if (ok) {
		ok = attempt(c, q, r);
		for (int tries = 1; !ok && tries < TRIES_MAX && deserves_another(c, q) && !stream_begun(q); tries++) {
			fresh.db = c->db; /* a driver may have opened it anew */
			fresh.counted = c->counted;
			*c = fresh;
			release(r);
			ok = attempt(c, q, r);
		}
	}
	if (!ok)
		log_failure(c, app, q, time_now_ms() - start_ms);
	if (stream_begun(q))
		return; /* it is the client's */
	if (!ok)
		http_problem(c, q->route, r);
	else if (is_json(r) && !q->nulls)
		http_drop_nulls(c->arena, r);
	if (!ok && q->route != NULL && q->route->page)
		app->problem_page(c, q, r);
	if (app->tell != NULL)
		app->tell(c, r);
	if (r->status == 0)
		r->status = 200;
}
