/* passkey_api.c - passkeys: signing in with one, and the caller's own.  What goes to and from an authenticator is JSON as WebAuthn, level 3, has it. */
#include <ctype.h>

#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/webauthn.h"
#include "domain/account/account.h"
#include "domain/account/passkey.h"

OPEN_SHAPE(passkey_public_key, "PublicKeyCredentialCreationOptionsJSON của ai đã đăng nhập, PublicKeyCredentialRequestOptionsJSON của ai chưa");

SHAPE(passkey_options, "Điều trình duyệt hỏi thiết bị; dùng một lần, trong 5 phút",
	{ "publicKey", OUT_SHAPE, .summary = "Cho navigator.credentials.create hoặc .get", .shape = &passkey_public_key_shape });

SHAPE(passkey, "Một khóa truy cập của người gọi",
	{ "id", OUT_TEXT, .summary = "Mã của khóa, để bỏ; không mở được gì" },
	{ "name", OUT_TEXT, .summary = "Tên người ấy đặt" },
	{ "since", OUT_TIME, .summary = "Đăng ký lúc" },
	{ "last_used", OUT_TIME, .summary = "Đăng nhập bằng khóa này lần sau cùng", .maybe = true });

TAKES(api_passkey_sign_in,
	{ "credential", IN_OBJECT, .required = true, .summary = "PublicKeyCredential mà thiết bị ký (AuthenticationResponseJSON)" });

TAKES(api_passkey_add,
	{ "name", IN_TEXT, .required = true, .max_len = 60, .summary = "Tên để nhận ra khóa, như «Điện thoại của tôi»" },
	{ "password", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu hiện tại" },
	{ "credential", IN_OBJECT, .required = true, .summary = "PublicKeyCredential mà thiết bị vừa tạo (RegistrationResponseJSON)" });

/* As the browser writes them: small letters, no port that goes without saying. */
static bool find_site(struct ctx *c, const struct request *q, struct passkey_site *ret)
{
	const char *usual = q->secure ? ":443" : ":80", *host = q->host;
	struct buf b = buf_in(c->arena);

	if (host == NULL || *host == '\0' || *host == '[')
		return fail(c, ERR_INVALID, "passkey.site", "Khóa truy cập chỉ dùng được khi mở hệ thống bằng tên miền; hãy mở bằng tên miền.");
	for (; *host != '\0'; host++)
		buf_char(&b, (char)tolower((unsigned char)*host));
	const char *all = buf_text(&b);
	const size_t n = strcspn(all, ":");
	ret->host = arena_strndup(c->arena, all, n);
	ret->origin = arena_fmt(c->arena, "%s://%s", q->secure ? "https" : "http", streq(all + n, usual) ? ret->host : all);
	return true;
}

static void put_keys(struct buf *b, const char *name, const struct passkey *key, size_t n)
{
	json_open_list(b, name);
	for (size_t i = 0; i < n; i++) {
		json_open_object(b, NULL);
		json_put_text(b, "type", "public-key");
		json_put_text(b, "id", key[i].credential);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_create(struct ctx *c, struct buf *b, const struct passkey_site *site, const char *handle)
{
	json_open_object(b, "rp");
	json_put_text(b, "id", site->host);
	json_put_text(b, "name", "Khuê");
	json_close_object(b);
	json_open_object(b, "user");
	json_put_text(b, "id", handle);
	json_put_text(b, "name", c->account->name);
	json_put_text(b, "displayName", c->account->name);
	json_close_object(b);
	json_open_list(b, "pubKeyCredParams");
	for (const int *algorithm = webauthn_algorithms; *algorithm != 0; algorithm++) {
		json_open_object(b, NULL);
		json_put_text(b, "type", "public-key");
		json_put_int(b, "alg", *algorithm);
		json_close_object(b);
	}
	json_close_list(b);
	json_open_object(b, "authenticatorSelection");
	json_put_text(b, "residentKey", "required");
	json_put_bool(b, "requireResidentKey", true);
	json_put_text(b, "userVerification", "required");
	json_close_object(b);
	json_put_text(b, "attestation", "none");
}

static bool is_signed_in(const struct ctx *c)
{
	return c->account != NULL && !c->account->must_confirm;
}

HANDLER(api_passkey_options)
{
	struct passkey key[PASSKEYS_MAX];
	struct buf b = buf_in(c->arena);
	const char *challenge, *handle = NULL;
	struct passkey_site site;
	size_t n = 0;

	if (!find_site(c, q, &site) || (c->account != NULL && !passkey_list(c, c->account->id, key, &n)) || (is_signed_in(c) && !passkey_find_handle(c, &handle)) ||
	    !passkey_challenge(c, api_remote(q), handle, &challenge))
		return false;
	json_open_object(&b, NULL);
	json_open_object(&b, "publicKey");
	json_put_text(&b, "challenge", challenge);
	json_put_int(&b, "timeout", PASSKEY_WAIT_MS);
	if (handle != NULL) {
		put_create(c, &b, &site, handle);
		put_keys(&b, "excludeCredentials", key, n);
	} else {
		json_put_text(&b, "rpId", site.host);
		json_put_text(&b, "userVerification", "required");
		put_keys(&b, "allowCredentials", key, n);
	}
	json_close_object(&b);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_passkey_sign_in)
{
	struct account *me = NEW(c->arena, struct account);
	struct passkey_site site;

	return find_site(c, q, &site) && api_session_begin_by_passkey(c, q, r, &site, me) && api_session_show(c, q, r);
}

static void put_passkey(struct buf *b, const struct passkey *p)
{
	json_open_object(b, NULL);
	json_put_text(b, "id", p->id);
	json_put_text(b, "name", p->name);
	json_put_time(b, "since", p->since_ms);
	if (p->used_ms != 0)
		json_put_time(b, "last_used", p->used_ms);
	json_close_object(b);
}

HANDLER(api_passkey_list)
{
	struct passkey key[PASSKEYS_MAX];
	struct buf b = buf_in(c->arena);
	size_t n;

	(void)q;
	if (!passkey_list(c, c->account->id, key, &n))
		return false;
	api_open_items(&b);
	for (size_t i = 0; i < n; i++)
		put_passkey(&b, &key[i]);
	return api_reply_items(r, &b);
}

HANDLER(api_passkey_add)
{
	struct buf b = buf_in(c->arena);
	struct passkey_site site;
	struct passkey p;

	if (!find_site(c, q, &site) || !session_prove(c, api_remote(q), in_text(q, "password"), NULL) ||
	    !passkey_add(c, &site, api_remote(q), in_text(q, "name"), json_object_get(q->in, "credential"), &p))
		return false;
	r->status = 201;
	put_passkey(&b, &p);
	return reply_json(r, &b);
}

HANDLER(api_passkey_remove)
{
	r->status = 204;
	return passkey_remove(c, http_param(q, "passkey"));
}
