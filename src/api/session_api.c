/* session_api.c - signing in and out. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/time.h"
#include "domain/account/account.h"
#include "domain/account/passkey.h"

SHAPE(session, "Người đang đăng nhập",
	{ "username", OUT_TEXT, .summary = "Tên tài khoản" },
	{ "role", OUT_TEXT, .summary = "Vai trò" },
	{ "role_label", OUT_SHAPE, .summary = "Tên vai trò cho người đọc", .shape = &label_shape },
	{ "levels", OUT_TEXT, .summary = "Cấp học được phụ trách; không có: mọi cấp", .maybe = true },
	{ "sections", OUT_TEXT, .summary = "Bộ phận; không có: mọi việc của vai trò", .maybe = true },
	{ "staff", OUT_TEXT, .summary = "Mã hồ sơ cán bộ, của tài khoản giáo viên: chỉ thấy các lớp của người ấy", .maybe = true },
	{ "unit", OUT_SHAPE, .summary = "Đơn vị của tài khoản", .shape = &unit_name_shape },
	{ "rights", OUT_TEXT, .summary = "Việc được làm, theo phần việc", .map = true, .list = true },
	{ "must_change_password", OUT_BOOL, .summary = "Phải đổi mật khẩu trước khi làm việc khác" },
	{ "must_set_factor", OUT_BOOL, .summary = "Phải đặt xác nhận hai bước trước khi làm việc khác" },
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
	{ "address", OUT_TEXT, .summary = "Địa chỉ mạng mà phiên được mở từ đó", .maybe = true },
	{ "since", OUT_TIME, .summary = "Đăng nhập lúc" },
	{ "last_seen", OUT_TIME, .summary = "Làm việc lần sau cùng, đúng đến phút" },
	{ "ends", OUT_TIME, .summary = "Hết lúc này, nếu không làm gì nữa" },
	{ "present", OUT_BOOL, .summary = "Chính là phiên này" });

TAKES(api_session_open,
	{ "username", IN_TEXT, .required = true, .max_len = 60, .summary = "Tên tài khoản" },
	{ "password", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu" },
	{ "otp", IN_TEXT, .max_len = 40, .summary = "Mã xác nhận, nếu tài khoản có xác nhận hai bước" });

TAKES(api_session_password,
	{ "old", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu hiện tại" },
	{ "new", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu mới: đủ dài (policy.json), không dựa vào những gì dễ đoán" });

void api_put_words(struct buf *b, const char *name, const char *words)
{
	json_open_list(b, name);
	for (const char *p = words + 1; *p != '\0'; p += strcspn(p, " ") + 1)
		json_put_text_n(b, NULL, p, strcspn(p, " "));
	json_close_list(b);
}

void api_put_rights(struct buf *b, const char *name, const struct role *r)
{
	json_open_object(b, name);
	for (size_t i = 0; i < r->n_rights; i++) {
		api_put_words(b, r->right[i].module, r->right[i].actions);
	}
	json_close_object(b);
}

void api_put_session(struct ctx *c, struct buf *b, const char *name, const struct account *a)
{
	json_open_object(b, name);
	json_put_text(b, "username", a->name);
	json_put_text(b, "role", a->role->name);
	api_put_label(b, "role_label", a->role->label, a->role->label_en);
	json_put_text(b, "levels", a->levels);
	json_put_text(b, "sections", a->sections);
	json_put_text(b, "staff", a->staff);
	json_put_texts(b, "unit", "code", a->unit.code, "name", a->unit.name, "kind", a->unit.kind, NULL);
	api_put_rights(b, "rights", a->role);
	json_put_bool(b, "must_change_password", a->must_change);
	json_put_bool(b, "must_set_factor", a->must_set_factor);
	json_put_text(b, "catalog", api_catalog_digest(c, a));
	json_put_text(b, "csrf", a->csrf);
	json_put_text(b, "queue_key", a->queue_key);
	json_put_text(b, "expires_at", time_iso(c->arena, a->expires_ms));
	json_put_text(b, "idle_expires_at", time_iso(c->arena, a->idle_expires_ms));
	json_put_text(b, "server_time", time_iso(c->arena, c->now_ms));
	json_close_object(b);
}

static bool reply_session(struct ctx *c, struct response *r, const struct account *a)
{
	struct buf b = buf_in(c->arena);

	api_put_session(c, &b, NULL, a);
	return reply_json(r, &b);
}

static void set_cookie(struct ctx *c, const struct request *q, struct response *r, const char *token, int age_s)
{
	reply_header(r, "Set-Cookie", arena_fmt(c->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s", api_session_cookie(q), token, age_s,
	                                        q->secure ? "; Secure" : ""));
}

bool api_session_begin(struct ctx *c, const struct request *q, struct response *r, struct account *ret)
{
	const struct sign_in in = { .name = in_text(q, "username"), .password = in_text(q, "password"), .otp = in_text(q, "otp"), .halfway = q->route->page,
	                            .remote = api_remote(q), .port = q->remote_port, .before = api_session_token(c->arena, q) };
	const char *token;

	if (!session_open(c, &in, &token, ret))
		return false;
	set_cookie(c, q, r, token, SESSION_LIFE_MS / 1000);
	return true;
}

bool api_session_confirm(struct ctx *c, const struct request *q, struct response *r)
{
	struct account *me = NEW(c->arena, struct account);
	const char *token;

	const struct sign_in in = { .name = c->account->name, .otp = in_text(q, "otp"), .remote = api_remote(q), .port = q->remote_port,
	                            .before = api_session_token(c->arena, q) };
	if (!session_confirm(c, &in, &token, me))
		return false;
	set_cookie(c, q, r, token, SESSION_LIFE_MS / 1000);
	actor_set(c, me);
	return true;
}

bool api_session_begin_by_passkey(struct ctx *c, const struct request *q, struct response *r, const struct passkey_site *site, struct account *ret)
{
	const struct sign_in in = { .name = "", .remote = api_remote(q), .port = q->remote_port, .before = api_session_token(c->arena, q) };
	const char *token;

	if (!passkey_sign_in(c, site, &in, json_object_get(q->in, "credential"), &token, ret))
		return false;
	set_cookie(c, q, r, token, SESSION_LIFE_MS / 1000);
	actor_set(c, ret);
	return true;
}

void api_session_end(struct ctx *c, const struct request *q, struct response *r)
{
	set_cookie(c, q, r, "", 0);
}

HANDLER(api_session_open)
{
	struct account *me = NEW(c->arena, struct account);

	if (!api_session_begin(c, q, r, me))
		return false;
	actor_set(c, me);
	return reply_session(c, r, me);
}

HANDLER(api_session_show)
{
	(void)q;
	return reply_session(c, r, c->account);
}

HANDLER(api_session_close)
{
	r->status = 204;
	api_session_end(c, q, r);
	if (!session_close(c, api_session_token(c->arena, q)))
		return false;
	actor_set(c, NULL);
	return true;
}

HANDLER(api_session_password)
{
	r->status = 204;
	return session_set_password(c, api_session_token(c->arena, q), api_remote(q), in_text(q, "old"), in_text(q, "new"));
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
