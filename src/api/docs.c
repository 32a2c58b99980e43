/* docs.c - what is asked of the running program itself: its documentation, its health. */
#include "api/routes.h"
#include "base/json.h"
#include "domain/job/job.h"
#include "domain/view/view.h"
#include "http/server.h"

SHAPE(health, "Tiến trình còn làm việc",
	{ "status", OUT_TEXT, .summary = "ok hoặc ready" });

static void head(struct buf *b, const char *title)
{
	buf_put(b, "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
	           "content=\"width=device-width,initial-scale=1\"><title>");
	buf_html(b, title);
	buf_put(b, "</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body><main>");
}

static void put_route(struct buf *b, const struct route *t)
{
	static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

	buf_fmt(b, "<tr><td>%s</td><td><code>", methods[t->method]);
	buf_html(b, t->path);
	buf_put(b, "</code></td><td>");
	buf_html(b, t->summary);
	if (t->query != NULL) {
		buf_put(b, "<br>Tham số: <code>");
		buf_html(b, t->query);
		buf_put(b, "</code>");
	}
	for (const struct in_field *f = t->in; f != NULL && f->name != NULL; f++) {
		buf_put(b, "<br><code>");
		buf_html(b, f->name);
		buf_put(b, f->required ? "</code> (bắt buộc) " : "</code> ");
		buf_html(b, f->summary == NULL ? "" : f->summary);
	}
	buf_put(b, "</td></tr>");
}

static void put_type(struct buf *b, const struct record_type *t)
{
	buf_put(b, "<h2 id=\"");
	buf_html(b, t->name);
	buf_put(b, "\">");
	buf_html(b, t->label);
	buf_fmt(b, " <code>%s</code></h2><table><tr><th>Trường</th><th>Tên</th><th>Kiểu</th><th>Bắt buộc</th><th>Tên trao đổi</th><th>Mục đích</th></tr>", t->plural);
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		buf_fmt(b, "<tr><td><code>%s</code></td><td>", f->name);
		buf_html(b, f->label);
		buf_fmt(b, "</td><td>%s%s%s</td><td>%s</td><td>%s</td><td>", f->type->name, f->list != NULL ? " " : "", f->list != NULL ? f->list->name : "",
		        f->required ? "có" : f->required_when_text != NULL ? "có điều kiện" : "", f->moet == NULL ? "" : f->moet);
		buf_html(b, f->why == NULL ? "" : f->why);
		buf_put(b, "</td></tr>");
	}
	buf_put(b, "</table>");
}

HANDLER(api_docs)
{
	struct buf b = buf_in(c->arena);

	head(&b, "Khuê – tài liệu API");
	buf_put(&b, "<p><a href=\"/\">Khuê</a></p><h1>Tài liệu API</h1><p class=\"lead\">Phiên bản danh mục <code>");
	buf_html(&b, c->catalog->digest);
	buf_put(&b, "</code>. Lỗi theo RFC 9457 (<code>application/problem+json</code>). Mọi thay đổi cần tiêu đề <code>X-CSRF-Token</code> lấy từ "
	            "<code>GET /api/v1/session</code>.</p><h2>Đường dẫn</h2><table><tr><th></th><th>Địa chỉ</th><th>Việc</th></tr>");
	for (size_t i = 0; i < q->app->n_routes; i++)
		put_route(&b, &q->app->routes[i]);
	buf_put(&b, "</table>");
	for (size_t i = 0; i < c->catalog->n_types; i++)
		put_type(&b, &c->catalog->type[i]);
	buf_put(&b, "</main></body></html>");
	reply_buf(r, "text/html; charset=utf-8", &b);
	return true;
}

static bool reply_status(struct ctx *c, struct response *r, const char *status)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_text(&b, "status", status);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_healthz)
{
	(void)q;
	return reply_status(c, r, "ok");
}

HANDLER(api_readyz)
{
	struct unit root;

	(void)q;
	return unit_get(c, 1, &root) && reply_status(c, r, "ready");
}

HANDLER(api_metrics)
{
	const struct api_services *services = q->app->data;
	struct server_stats s = { 0 };
	struct buf b = buf_in(c->arena);

	if (services != NULL && services->server != NULL)
		server_read_stats(services->server, &s);
	const struct {
		const char *name, *kind;
		uint64_t value;
	} line[] = {
		{ "khue_requests_total", "counter", s.requests },         { "khue_refused_queue_full_total", "counter", s.refused_queue },
		{ "khue_refused_by_guard_total", "counter", s.refused_guard }, { "khue_closed_too_slow_total", "counter", s.closed_slow },
		{ "khue_refused_crowd_total", "counter", s.refused_crowd },   { "khue_left_at_door_total", "counter", s.left },
		{ "khue_requests_waiting", "gauge", s.waiting },          { "khue_waiting_at_door", "gauge", s.at_door },
	};
	for (size_t i = 0; i < COUNT(line); i++)
		buf_fmt(&b, "# TYPE %s %s\n%s %" PRIu64 "\n", line[i].name, line[i].kind, line[i].name, line[i].value);
	buf_put(&b, "# TYPE khue_responses_total counter\n");
	for (size_t i = 1; i < COUNT(s.by_status); i++)
		buf_fmt(&b, "khue_responses_total{status=\"%zuxx\"} %" PRIu64 "\n", i, s.by_status[i]);
	if (services != NULL && services->views != NULL)
		view_put_counts(services->views, &b);
	if (services != NULL && services->database != NULL)
		job_put_counts(c, services->database, &b);
	reply_buf(r, "text/plain; version=0.0.4; charset=utf-8", &b);
	return true;
}
