/* session_api.c - signing in and out. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/time.h"
#include "domain/account/account.h"

SHAPE(session, "Người đang đăng nhập",
	{ "username", OUT_TEXT, .summary = "Tên tài khoản" },
	{ "role", OUT_TEXT, .summary = "Vai trò" },
	{ "role_label", OUT_SHAPE, .summary = "Tên vai trò cho người đọc", .shape = &label_shape },
	{ "levels", OUT_TEXT, .summary = "Cấp học được phụ trách; không có: mọi cấp", .maybe = true },
	{ "staff", OUT_TEXT, .summary = "Mã hồ sơ cán bộ, của tài khoản giáo viên: chỉ thấy các lớp của người ấy", .maybe = true },
	{ "unit", OUT_SHAPE, .summary = "Đơn vị của tài khoản", .shape = &unit_name_shape },
	{ "rights", OUT_TEXT, .summary = "Việc được làm, theo phần việc", .map = true, .list = true },
	{ "must_change_password", OUT_BOOL, .summary = "Phải đổi mật khẩu trước khi làm việc khác" },
	{ "catalog", OUT_TEXT, .summary = "Mã băm của danh mục như người này thấy, cho tham số v" },
	{ "csrf", OUT_TEXT, .summary = "Mã cho tiêu đề X-CSRF-Token" },
	{ "queue_key", OUT_TEXT, .summary = "Khoá của phiên, 32 byte base64url: niêm phong những gì trình duyệt chưa gửi được; hết phiên thì không còn ai có" },
	{ "expires_at", OUT_TIME, .summary = "Phiên hết vào lúc này, dù có làm việc" },
	{ "idle_expires_at", OUT_TIME, .summary = "Phiên hết vào lúc này, nếu không làm gì nữa" },
	{ "server_time", OUT_TIME, .summary = "Giờ của máy chủ" });

SHAPE(open_session, "Một phiên đang mở",
	{ "id", OUT_TEXT, .summary = "Mã của phiên; không đăng nhập được bằng mã này" },
	{ "account", OUT_TEXT, .summary = "Tên tài khoản" },
	{ "role", OUT_TEXT, .summary = "Vai trò" },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị của tài khoản" },
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị ấy" },
	{ "since", OUT_TIME, .summary = "Đăng nhập lúc" },
	{ "last_seen", OUT_TIME, .summary = "Làm việc lần sau cùng, đúng đến phút" },
	{ "present", OUT_BOOL, .summary = "Chính là phiên này" });

TAKES(api_session_open,
	{ "username", IN_TEXT, .required = true, .max_len = 60, .summary = "Tên tài khoản" },
	{ "password", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu" });

TAKES(api_session_password,
	{ "old", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu hiện tại" },
	{ "new", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu mới, ít nhất 12 ký tự" });

static json_t *or_null(const char *s)
{
	return s == NULL ? json_null() : json_string(s);
}

json_t *api_rights_json(const struct role *r)
{
	json_t *all = json_object();

	for (size_t i = 0; i < r->n_rights; i++) {
		json_t *actions = json_array();
		for (const char *p = r->right[i].actions + 1; *p != '\0'; p += strcspn(p, " ") + 1)
			json_array_append_new(actions, json_stringn(p, strcspn(p, " ")));
		json_object_set_new(all, r->right[i].module, actions);
	}
	return all;
}

json_t *api_session_json(struct ctx *c, const struct account *a)
{
	return json_pack("{ss ss s{ss ss} so so s{ss ss ss} so sb ss ss ss ss ss ss}", "username", a->name, "role", a->role->name, "role_label",
	                 "vi", a->role->label, "en", a->role->label_en, "levels", or_null(a->levels), "staff", or_null(a->staff), "unit", "code", a->unit.code, "name",
	                 a->unit.name, "kind", a->unit.kind, "rights", api_rights_json(a->role), "must_change_password",
	                 a->must_change, "catalog", api_catalog_digest(c, a), "csrf", a->csrf, "queue_key", a->queue_key, "expires_at", time_iso(c->arena, a->expires_ms), "idle_expires_at",
	                 time_iso(c->arena, a->idle_expires_ms), "server_time", time_iso(c->arena, c->now_ms));
}

void api_session_begin(struct ctx *c, struct response *r, const char *token)
{
	reply_header(r, "Set-Cookie", arena_fmt(c->arena, SESSION_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d", token, SESSION_LIFE_MS / 1000));
}

void api_session_end(struct response *r)
{
	reply_header(r, "Set-Cookie", SESSION_COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

HANDLER(api_session_open)
{
	struct account *me = NEW(c->arena, struct account);
	const char *token;

	if (!session_open(c, in_text(q, "username"), in_text(q, "password"), q->remote == NULL ? "" : q->remote, &token, me))
		return false;
	c->account = me;
	api_session_begin(c, r, token);
	return reply_document(c, r, api_session_json(c, me));
}

HANDLER(api_session_show)
{
	(void)q;
	return reply_document(c, r, api_session_json(c, c->account));
}

HANDLER(api_session_close)
{
	r->status = 204;
	api_session_end(r);
	if (!session_close(c, api_session_token(c->arena, q)))
		return false;
	c->account = NULL;
	return true;
}

HANDLER(api_session_password)
{
	r->status = 204;
	return session_set_password(c, api_session_token(c->arena, q), in_text(q, "old"), in_text(q, "new"));
}

HANDLER(api_session_list)
{
	const char *unit = http_query(q, "unit"), *cursor;
	struct buf b = buf_in(c->arena);
	size_t limit;
	struct unit u;

	if (!api_page(c, q, &limit, &cursor) || (unit != NULL && !api_unit(c, unit, &u)))
		return false;
	api_open_items(&b);
	return session_list(c, unit == NULL ? NULL : &u, api_session_token(c->arena, q), cursor, limit, &b, &cursor) && api_reply_page(c, q, r, &b, cursor);
}

HANDLER(api_session_end_one)
{
	r->status = 204;
	return session_end(c, http_param(q, "id"));
}
