/* door.c - signing in, its second step, the first password, signing out: plain pages, which work without script. */
#include "api/door.h"
#include "api/pages.h"
#include "api/routes.h"
#include "domain/account/account.h"
#include "domain/account/factor.h"
#include "domain/account/passkey.h"

TAKES(api_door_open,
	{ "username", IN_TEXT, .required = true, .max_len = 60, .summary = "Tên tài khoản" },
	{ "password", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu" },
	{ "ve", IN_TEXT, .max_len = 20000, .summary = "Trang muốn đến sau khi đăng nhập" });

TAKES(api_door_password,
	{ "old", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu hiện tại" },
	{ "new", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu mới: đủ dài (policy.json), không dựa vào những gì dễ đoán" },
	{ "username", IN_TEXT, .max_len = 60, .summary = "Để trình duyệt nhớ mật khẩu cho đúng tài khoản" },
	{ "ve", IN_TEXT, .max_len = 20000, .summary = "Trang muốn đến sau đó" });

TAKES(api_door_confirm,
	{ "otp", IN_TEXT, .required = true, .max_len = 40, .summary = "Mã 6 số của ứng dụng xác thực, hoặc một mã dự phòng" },
	{ "ve", IN_TEXT, .max_len = 20000, .summary = "Trang muốn đến sau đó" });

/* While the password is typed the browser fetches what comes next. */
static const char *ahead(struct arena *a)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < n_assets; i++)
		if (assets[i].first)
			buf_fmt(&b, "<link rel=\"prefetch\" href=\"/w/%s\">\n", assets[i].name);
	return buf_text(&b);
}

static bool reply_door(struct ctx *c, const struct request *q, struct response *r, const char *problem)
{
	struct arena *a = c->arena;
	const char *username = q->in == NULL ? NULL : json_string_value(json_object_get(q->in, "username"));
	const struct fill f[] = {
		{ "problem", door_problem(a, problem) }, { "username", door_html(a, username) }, { "ve", door_html(a, door_wanted(q)) }, { "ahead", ahead(a) },
		{ "focus_name", username == NULL ? " autofocus" : "" }, { "focus_password", username == NULL ? "" : " autofocus" },
	};

	return page_reply(c, q, r, streq(page_language(a, q), "en") ? page_dang_nhap_en_html : page_dang_nhap_html, f, COUNT(f));
}

static bool reply_password(struct ctx *c, const struct request *q, struct response *r, const char *problem)
{
	static const char once[] = "<p>Mật khẩu vừa dùng chỉ dùng được một lần. Đặt mật khẩu riêng ngay: đóng trang này lại thì phải xin cấp lại.</p>\n",
	                  once_en[] = "<p>The password you have just used works once only. Set your own now: once this page is closed you need a new one.</p>\n";
	struct arena *a = c->arena;
	const bool english = streq(page_language(a, q), "en");
	const struct fill f[] = {
		{ "problem", door_problem(a, problem) }, { "username", door_html(a, c->account->name) }, { "ve", door_html(a, door_wanted(q)) },
		{ "least", arena_fmt(a, "%d", c->catalog->password_characters) },
		{ "once", !c->account->must_change ? "" : english ? once_en : once },
	};

	return page_reply(c, q, r, english ? page_mat_khau_en_html : page_mat_khau_html, f, COUNT(f));
}

static bool reply_confirm(struct ctx *c, const struct request *q, struct response *r, const char *problem)
{
	struct passkey key[PASSKEYS_MAX];
	struct arena *a = c->arena;
	struct factor codes;
	size_t n;

	ctx_clear(c);
	if (!factor_find(c, c->account->id, &codes) || !passkey_list(c, c->account->id, key, &n))
		return false;
	const struct fill f[] = {
		{ "problem", door_problem(a, problem) }, { "username", door_html(a, c->account->name) }, { "ve", door_html(a, door_wanted(q)) }, { "csrf", c->account->csrf },
		{ "codes", codes.set ? "" : " hidden" }, { "quiet", codes.set ? " class=\"quiet\"" : "" }, { "passkey", n > 0 ? asset_at(a, "passkey.js") : "" },
	};

	return page_reply(c, q, r, streq(page_language(a, q), "en") ? page_xac_nhan_en_html : page_xac_nhan_html, f, COUNT(f));
}

/* By hand, or back to it: signing out is a button. */
HANDLER(api_door_closed)
{
	(void)c;
	(void)q;
	reply_redirect(r, "/");
	return true;
}

HANDLER(api_door)
{
	if (c->account == NULL)
		return reply_door(c, q, r, NULL);
	return door_go_in(c, q, r, c->account);
}

HANDLER(api_door_open)
{
	struct account *me = NEW(c->arena, struct account);

	return api_session_begin(c, q, r, me) && door_go_in(c, q, r, me);
}

HANDLER(api_door_password_page)
{
	return c->account == NULL ? door_redirect(c, r, "/dang-nhap", "/mat-khau") : reply_password(c, q, r, NULL);
}

HANDLER(api_door_password)
{
	if (!session_set_password(c, api_session_token(c->arena, q), api_remote(q), in_text(q, "old"), in_text(q, "new")))
		return false;
	reply_redirect(r, door_wanted(q));
	return true;
}

HANDLER(api_door_confirm_page)
{
	return c->account != NULL && c->account->must_confirm ? reply_confirm(c, q, r, NULL) : door_redirect(c, r, "/dang-nhap", door_wanted(q));
}

HANDLER(api_door_confirm)
{
	return c->account->must_confirm ? api_session_confirm(c, q, r) && door_go_in(c, q, r, c->account) : door_go_in(c, q, r, c->account);
}

HANDLER(api_door_close)
{
	const char *token = api_session_token(c->arena, q);

	api_session_end(c, q, r);
	reply_redirect(r, "/dang-nhap");
	return c->account == NULL || session_close(c, token);
}

static const char *first_problem(struct ctx *c)
{
	const struct problem *p = c->problems.first;

	return p != NULL && (c->err == ERR_INVALID || c->err == ERR_MALFORMED) ? p->message : http_detail(c);
}

/* Of the document for programs nothing stays but how long to wait. */
static void begin_again(struct response *r)
{
	struct response kept = { .status = r->status };

	for (size_t i = 0; i < r->n_headers; i++)
		if (streq(r->header[i].name, "Retry-After"))
			kept.header[kept.n_headers++] = r->header[i];
	*r = kept;
}

void page_problem(struct ctx *c, const struct request *q, struct response *r)
{
	const char *problem = first_problem(c);
	const struct fill f[] = { { "problem", door_problem(c->arena, problem) } };

	begin_again(r);
	if (q->route == NULL)
		page_reply(c, q, r, page_loi_html, f, COUNT(f));
	else if (c->err == ERR_UNAUTHENTICATED && q->route->action == ACTION_SESSION)
		reply_redirect(r, "/dang-nhap");
	else if (q->route->handler == api_door_open)
		reply_door(c, q, r, problem);
	else if (q->route->handler == api_door_confirm && c->account != NULL && reply_confirm(c, q, r, problem))
		return;
	else if (q->route->handler == api_door_factor && c->account != NULL)
		door_factor(c, q, r, problem);
	else if (q->route->handler == api_door_factor_confirm && c->account != NULL && door_factor_key(c, q, r, problem))
		return;
	else if (q->route->handler == api_door_password && c->account != NULL)
		reply_password(c, q, r, problem);
	else
		page_reply(c, q, r, page_loi_html, f, COUNT(f));
}
