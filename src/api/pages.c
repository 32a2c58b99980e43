/* pages.c - the plain pages: what runs here, how to log in, and the documentation. */
#include "api/routes.h"
#include "http/server.h"

static const char style[] =
	":root{--ink:#1d2733;--soft:#5b6b7b;--line:#d9e0e7;--accent:#8a1f1f;--ground:#f7f5f1}"
	"*{box-sizing:border-box}body{margin:0;font:16px/1.55 system-ui,'Noto Sans',sans-serif;color:var(--ink);background:var(--ground)}"
	"main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem}h1{font-size:1.9rem;margin:.2em 0;color:var(--accent)}h2{margin-top:2rem}"
	"p.lead{color:var(--soft);font-size:1.1rem;margin-top:0}form,section.card{background:#fff;border:1px solid var(--line);border-radius:.5rem;"
	"padding:1.25rem;max-width:26rem}label{display:block;margin:.6rem 0 .2rem}input{width:100%;padding:.55rem;border:1px solid var(--line);"
	"border-radius:.35rem;font:inherit}button{margin-top:1rem;padding:.6rem 1.2rem;border:0;border-radius:.35rem;background:var(--accent);"
	"color:#fff;font:inherit;cursor:pointer}button:focus,input:focus,a:focus{outline:3px solid #e0a526;outline-offset:1px}"
	"[role=alert]{color:var(--accent);min-height:1.5em;margin:.8rem 0 0}table{border-collapse:collapse;width:100%;background:#fff}"
	"th,td{border:1px solid var(--line);padding:.35rem .55rem;text-align:left;vertical-align:top;font-size:.92rem}th{background:#efeae2}"
	"code{font-size:.9em;background:#efeae2;padding:0 .25em;border-radius:.2em}a{color:var(--accent)}";

static const char script[] =
	"'use strict';const form=document.querySelector('#login'),tell=t=>{document.querySelector('[role=alert]').textContent=t};\n"
	"const api=async(method,path,body,csrf)=>{const r=await fetch('/api/v1'+path,{method,headers:Object.assign({'Content-Type':"
	"'application/json'},csrf?{'X-CSRF-Token':csrf}:{}),body:body&&JSON.stringify(body)});const j=r.status===204?{}:await r.json();"
	"if(!r.ok)throw new Error(j.detail);return j};\n"
	"const show=me=>{form.hidden=true;const s=document.querySelector('#me');s.hidden=false;"
	"s.querySelector('h2').textContent=me.unit.name;s.querySelector('p').textContent=me.username+' · '+me.role_label;"
	"const pw=s.querySelector('form');pw.hidden=!me.must_change_password;"
	"pw.onsubmit=async e=>{e.preventDefault();const f=new FormData(pw);try{await api('POST','/session/password',"
	"{old:f.get('old'),new:f.get('new')},me.csrf);location.reload()}catch(x){tell(x.message)}};"
	"s.querySelector('#out').onclick=async()=>{await api('DELETE','/session',null,me.csrf);location.reload()}};\n"
	"form.onsubmit=async e=>{e.preventDefault();tell('');const f=new FormData(form);try{show(await api('POST','/session',"
	"{username:f.get('username'),password:f.get('password')}))}catch(x){tell(x.message)}};\n"
	"api('GET','/session').then(show,()=>{});\n";

static void head(struct buf *b, const char *title)
{
	buf_put(b, "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
	           "content=\"width=device-width,initial-scale=1\"><title>");
	buf_html(b, title);
	buf_put(b, "</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body><main>");
}

bool api_home(struct ctx *c, const struct request *q, struct response *r)
{
	struct buf b = buf_in(c->arena);

	(void)q;
	head(&b, "Khuê – cơ sở dữ liệu giáo dục mở");
	buf_put(&b,
		"<h1>Khuê</h1><p class=\"lead\">Cơ sở dữ liệu giáo dục mở: trường, lớp, đội ngũ, người học và báo cáo thống kê, khai một lần.</p>"
		"<form id=\"login\"><h2>Đăng nhập</h2><label for=\"u\">Tên tài khoản</label><input id=\"u\" name=\"username\" autocomplete=\"username\" "
		"required autofocus><label for=\"p\">Mật khẩu</label><input id=\"p\" name=\"password\" type=\"password\" "
		"autocomplete=\"current-password\" required><button>Đăng nhập</button></form>"
		"<section id=\"me\" class=\"card\" hidden><h2></h2><p></p><form hidden><p>Mật khẩu này chỉ dùng một lần. Hãy đặt mật khẩu mới, ít nhất 12 ký tự.</p>"
		"<label for=\"o\">Mật khẩu hiện tại</label><input id=\"o\" name=\"old\" type=\"password\" autocomplete=\"current-password\" required>"
		"<label for=\"n\">Mật khẩu mới</label><input id=\"n\" name=\"new\" type=\"password\" autocomplete=\"new-password\" minlength=\"12\" required>"
		"<button>Đổi mật khẩu</button></form><button id=\"out\">Đăng xuất</button></section><p role=\"alert\"></p>"
		"<p><a href=\"/docs\">Tài liệu API</a> · <a href=\"/api/v1/openapi.json\">OpenAPI</a></p>"
		"<script src=\"/login.js\"></script></main></body></html>");
	reply_buf(r, "text/html; charset=utf-8", &b);
	return true;
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
	for (size_t i = 0; i < t->n_in; i++) {
		buf_put(b, "<br><code>");
		buf_html(b, t->in[i].name);
		buf_put(b, t->in[i].required ? "</code> (bắt buộc) " : "</code> ");
		buf_html(b, t->in[i].summary == NULL ? "" : t->in[i].summary);
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

bool api_docs(struct ctx *c, const struct request *q, struct response *r)
{
	struct buf b = buf_in(c->arena);

	(void)q;
	head(&b, "Khuê – tài liệu API");
	buf_put(&b, "<p><a href=\"/\">Khuê</a></p><h1>Tài liệu API</h1><p class=\"lead\">Phiên bản danh mục <code>");
	buf_html(&b, c->catalog->version);
	buf_put(&b, "</code>. Lỗi theo RFC 9457 (<code>application/problem+json</code>). Mọi thay đổi cần tiêu đề <code>X-CSRF-Token</code> lấy từ "
	            "<code>GET /api/v1/session</code>.</p><h2>Đường dẫn</h2><table><tr><th></th><th>Địa chỉ</th><th>Việc</th></tr>");
	for (size_t i = 0; i < api_app.n_routes; i++)
		put_route(&b, &api_app.routes[i]);
	buf_put(&b, "</table>");
	for (size_t i = 0; i < c->catalog->n_types; i++)
		put_type(&b, &c->catalog->type[i]);
	buf_put(&b, "</main></body></html>");
	reply_buf(r, "text/html; charset=utf-8", &b);
	return true;
}

static bool reply_text(struct response *r, const char *type, const char *text)
{
	r->type = type;
	r->body = text;
	r->body_len = strlen(text);
	reply_header(r, "Cache-Control", "max-age=3600");
	return true;
}

bool api_style(struct ctx *c, const struct request *q, struct response *r)
{
	(void)c, (void)q;
	return reply_text(r, "text/css; charset=utf-8", style);
}

bool api_script(struct ctx *c, const struct request *q, struct response *r)
{
	(void)c, (void)q;
	return reply_text(r, "text/javascript; charset=utf-8", script);
}

bool api_healthz(struct ctx *c, const struct request *q, struct response *r)
{
	(void)q;
	return reply_json(c, r, json_pack("{ss}", "status", "ok"));
}

bool api_readyz(struct ctx *c, const struct request *q, struct response *r)
{
	struct unit root;

	(void)q;
	return unit_get(c, 1, &root) && reply_json(c, r, json_pack("{ss}", "status", "ready"));
}

bool api_metrics(struct ctx *c, const struct request *q, struct response *r)
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
		{ "khue_requests_waiting", "gauge", s.waiting },
	};
	for (size_t i = 0; i < COUNT(line); i++)
		buf_fmt(&b, "# TYPE %s %s\n%s %" PRIu64 "\n", line[i].name, line[i].kind, line[i].name, line[i].value);
	buf_put(&b, "# TYPE khue_responses_total counter\n");
	for (size_t i = 1; i < COUNT(s.by_status); i++)
		buf_fmt(&b, "khue_responses_total{status=\"%zuxx\"} %" PRIu64 "\n", i, s.by_status[i]);
	reply_buf(r, "text/plain; version=0.0.4; charset=utf-8", &b);
	return true;
}
