/* passkey.c - passkeys of accounts. */
#include "domain/account/passkey.h"

#include "base/secret.h"
#include "base/webauthn.h"
#include "catalog/document.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/sign_ins.h"
#include "store/change.h"
#include "store/fence.h"

enum { CHALLENGES_MAX = 1000, CHALLENGE_BYTES = 32, HANDLE_BYTES = 32, ID_BYTES = 12, CREDENTIAL_MAX = 1400 };

bool passkey_list(struct ctx *c, int64_t account_id, struct passkey ret[PASSKEYS_MAX], size_t *ret_n)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_PASSKEY_OF_ACCOUNT, ARGS(val_int(account_id))))
		return false;
	*ret_n = 0;
	for (size_t i = 0; i < r.count && i < PASSKEYS_MAX; i++)
		ret[(*ret_n)++] = (struct passkey){ .id = rows_text(&r, i, 0), .name = rows_text(&r, i, 1), .credential = rows_text(&r, i, 2),
		                                    .since_ms = rows_int(&r, i, 3), .used_ms = rows_int(&r, i, 4) };
	return true;
}

bool passkey_find_handle(struct ctx *c, const char **ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_PASSKEY_OF_ACCOUNT, ARGS(val_int(c->account->id))))
		return false;
	*ret = r.count > 0 ? rows_text(&r, 0, 5) : secret_token(c->arena, HANDLE_BYTES);
	return true;
}

/* ---- challenges ---- */

static const char *bound_to(struct ctx *c, const char *remote)
{
	if (c->account != NULL)
		return c->account->session;
	return secret_digest(c->arena, remote, strlen(remote));
}

static bool keep(struct ctx *c, const char *challenge, const char *bound, const char *handle)
{
	return db_exec(c, SQL_PASSKEY_CHALLENGE_FORGET, ARGS(val_int(c->now_ms - PASSKEY_WAIT_MS))) &&
	       db_exec(c, SQL_PASSKEY_CHALLENGE_INSERT, ARGS(val_text(secret_digest(c->arena, challenge, strlen(challenge))), val_text(bound), val_text(handle),
	                                                   val_int(c->now_ms))) &&
	       db_exec(c, SQL_PASSKEY_CHALLENGE_SHED, ARGS(val_text(bound), val_int(CHALLENGES_MAX - 1)));
}

bool passkey_challenge(struct ctx *c, const char *remote, const char *handle, const char **ret)
{
	*ret = secret_token(c->arena, CHALLENGE_BYTES);
	return db_begin(c) && db_end(c, keep(c, *ret, bound_to(c, remote), handle));
}

static bool take(struct ctx *c, const char *challenge, const char *remote, const char **ret_handle)
{
	struct rows r;

	if (!db_begin(c) || !db_end(c, db_rows(c, &r, SQL_PASSKEY_CHALLENGE_TAKE, ARGS(val_text(secret_digest(c->arena, challenge, strlen(challenge))),
	                                       val_text(bound_to(c, remote)), val_int(c->now_ms - PASSKEY_WAIT_MS)))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_FORBIDDEN, "passkey.challenge", "Lần xác nhận này đã dùng hoặc đã quá 5 phút. Hãy bắt đầu lại.");
	*ret_handle = rows_text(&r, 0, 0);
	return true;
}

/* ---- what a browser sends ---- */

static bool malformed(struct ctx *c)
{
	return fail(c, ERR_INVALID, "passkey.form", "Không đọc được khóa truy cập mà trình duyệt gửi; hãy tải lại trang rồi thử lại.");
}

static bool tell(struct ctx *c, enum webauthn_fault fault)
{
	switch (fault) {
	case WEBAUTHN_SOUND: return true;
	case WEBAUTHN_FORM: return malformed(c);
	case WEBAUTHN_HOST: return fail(c, ERR_FORBIDDEN, "passkey.host", "Khóa truy cập này là của một trang khác. Mở đúng địa chỉ của hệ thống rồi thử lại.");
	case WEBAUTHN_UNVERIFIED:
		return fail(c, ERR_FORBIDDEN, "passkey.unverified", "Thiết bị chưa xác nhận đúng là bạn. Bật khoá bằng vân tay, khuôn mặt hoặc mã PIN rồi thử lại.");
	case WEBAUTHN_SIGNATURE: return fail(c, ERR_FORBIDDEN, "passkey.signature", "Khóa truy cập không khớp với khóa đã đăng ký.");
	}
	return malformed(c);
}

static bool member(struct ctx *c, const json_t *o, const char *name, struct webauthn_bytes *ret)
{
	const char *text = json_string_value(json_object_get(o, name));

	return (text != NULL && webauthn_decode(c->arena, text, ret)) || malformed(c);
}

/* What a browser was asked for, and by whom. */
struct asked {
	const char *type, *remote;
	const struct passkey_site *site;
};

/* clientDataJSON: what it says of that itself; the challenge is over, whatever else is wrong. */
static bool check_client(struct ctx *c, const json_t *response, const struct asked *by, struct webauthn_bytes *ret, const char **ret_handle)
{
	if (!member(c, response, "clientDataJSON", ret))
		return false;
	const json_t *said = document_read(c->arena, arena_strndup(c->arena, (const char *)ret->at, ret->n));
	const char *is = json_string_value(json_object_get(said, "type")), *challenge = json_string_value(json_object_get(said, "challenge")),
	           *origin = json_string_value(json_object_get(said, "origin"));
	if (is == NULL || challenge == NULL || origin == NULL || !streq(is, by->type))
		return malformed(c);
	if (!take(c, challenge, by->remote, ret_handle))
		return false;
	return (streq(origin, by->site->origin) && !json_is_true(json_object_get(said, "crossOrigin"))) ||
	       fail(c, ERR_FORBIDDEN, "passkey.origin", "Yêu cầu đến từ một trang khác nên bị từ chối. Mở đúng địa chỉ của hệ thống rồi thử lại.");
}

/* Also of one who is not signed in yet. */
static bool log_key(struct ctx *c, int64_t unit_id, int64_t account_id, const char *account, const char *event)
{
	const enum fence was = fence_open(c);

	return fence_close(c, was, change_log(c, unit_id, &(struct change){ .type = "account", .record_id = account_id, .version = 1, .code = account, .event = event }));
}

/* ---- registering ---- */

static bool add(struct ctx *c, const struct webauthn_key *k, const char *host, const char *handle, const struct passkey *p)
{
	const struct account *me = c->account;
	struct rows r;

	if (!db_rows(c, &r, SQL_PASSKEY_OF_ACCOUNT, ARGS(val_int(me->id))))
		return false;
	if (r.count >= PASSKEYS_MAX)
		return fail(c, ERR_CONFLICT, "passkey.many", "Đã có %d khóa truy cập; bỏ bớt khóa không còn dùng trước.", PASSKEYS_MAX);
	if (!db_rows(c, &r, SQL_PASSKEY_INSERT, ARGS(val_text(p->id), val_int(me->id), val_text(p->name), val_text(host), val_text(handle), val_text(k->credential),
	                                             val_text(k->key), val_int(k->algorithm), val_int(k->counter), val_int(c->now_ms))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "passkey.taken", "Khóa truy cập này đã đăng ký rồi.");
	return session_end_others_in(c, me->id, me->session) && log_key(c, me->unit.id, me->id, me->name, "PASSKEY_ON");
}

bool passkey_add(struct ctx *c, const struct passkey_site *site, const char *remote, const char *name, const json_t *credential, struct passkey *ret)
{
	const json_t *response = json_object_get(credential, "response");
	const struct asked by = { "webauthn.create", remote, site };
	struct webauthn_bytes client, attested;
	struct webauthn_key k;
	const char *handle;

	if (!check_client(c, response, &by, &client, &handle) || !member(c, response, "attestationObject", &attested) ||
	    !tell(c, webauthn_read_made(c->arena, attested, site->host, &k)))
		return false;
	if (handle == NULL || strlen(k.credential) > CREDENTIAL_MAX)
		return malformed(c);
	*ret = (struct passkey){ .id = secret_token(c->arena, ID_BYTES), .name = name, .credential = k.credential, .since_ms = c->now_ms };
	return db_begin(c) && db_end(c, add(c, &k, site->host, handle, ret));
}

static bool remove_own(struct ctx *c, const char *id)
{
	const struct account *me = c->account;
	struct rows r;

	if (!db_rows(c, &r, SQL_PASSKEY_DELETE, ARGS(val_text(id), val_int(me->id))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_NOT_FOUND, "passkey.none", "Không có khóa truy cập này; hãy tải lại trang.");
	return session_end_others_in(c, me->id, me->session) && log_key(c, me->unit.id, me->id, me->name, "PASSKEY_OFF");
}

bool passkey_remove(struct ctx *c, const char *id)
{
	return db_begin(c) && db_end(c, remove_own(c, id));
}

/* ---- signing in ---- */

/* A key that is known, and whose. */
struct known {
	const char *id, *host, *handle, *account;
	struct webauthn_key key;
	int64_t account_id, unit_id;
};

static bool find(struct ctx *c, const json_t *credential, struct known *ret)
{
	const char *id = json_string_value(json_object_get(credential, "id"));
	struct rows r;

	if (id == NULL || strlen(id) > CREDENTIAL_MAX)
		return malformed(c);
	if (!db_rows(c, &r, SQL_PASSKEY_BY_CREDENTIAL, ARGS(val_text(id), val_int(c->now_ms))))
		return false;
	if (r.count == 0 || rows_at(&r, 0, 8)->kind != VAL_NULL)
		return fail(c, ERR_FORBIDDEN, "passkey.unknown", "Khóa truy cập này không mở tài khoản nào ở đây. Đăng nhập bằng mật khẩu, rồi đăng ký lại khóa.");
	*ret = (struct known){ .id = rows_text(&r, 0, 0), .account_id = rows_int(&r, 0, 1), .host = rows_text(&r, 0, 2), .handle = rows_text(&r, 0, 3),
	                       .key = { .credential = id, .key = rows_text(&r, 0, 4), .algorithm = (int)rows_int(&r, 0, 5) }, .account = rows_text(&r, 0, 7),
	                       .unit_id = rows_int(&r, 0, 9) };
	return true;
}

static bool keep_refused(struct ctx *c, const struct sign_in *s, const struct known *k, const char *event)
{
	return sign_in_keep_in(c, s, k->account_id, NULL) && (event == NULL || log_key(c, k->unit_id, k->account_id, k->account, event));
}

static bool refuse(struct ctx *c, const struct sign_in *s, const struct known *k, enum webauthn_fault fault)
{
	return db_begin(c) && db_end(c, keep_refused(c, s, k, NULL)) && tell(c, fault);
}

static bool use(struct ctx *c, const struct sign_in *s, const struct known *k, uint32_t counter)
{
	struct rows r;

	if (!db_begin(c) || !db_end(c, db_rows(c, &r, SQL_PASSKEY_USE, ARGS(val_text(k->id), val_int(counter), val_int(c->now_ms)))))
		return false;
	return r.count == 1 ||
	       (db_begin(c) && db_end(c, keep_refused(c, s, k, "PASSKEY_BACK")) &&
	        fail(c, ERR_FORBIDDEN, "passkey.counter",
	             "Số đếm của khóa truy cập này lùi lại: có thể có một bản sao của khóa. Đăng nhập bằng mật khẩu, bỏ khóa này rồi đăng ký lại."));
}

bool passkey_sign_in(struct ctx *c, const struct passkey_site *site, const struct sign_in *s, const json_t *credential, const char **ret_token,
                     struct account *ret)
{
	const json_t *response = json_object_get(credential, "response");
	const char *handle = json_string_value(json_object_get(response, "userHandle")), *none;
	const struct asked by = { "webauthn.get", s->remote, site };
	struct webauthn_signed said;
	struct sign_in named = *s;
	uint32_t counter = 0;
	struct known k;

	if (!check_client(c, response, &by, &said.client, &none) || !member(c, response, "authenticatorData", &said.data) ||
	    !member(c, response, "signature", &said.signature) || !find(c, credential, &k))
		return false;
	if (c->account != NULL && c->account->must_confirm && c->account->id != k.account_id)
		return fail(c, ERR_FORBIDDEN, "passkey.other", "Khóa truy cập này là của tài khoản khác. Chọn đúng khóa, hoặc bấm «Dùng tài khoản khác».");
	named.name = k.account;
	const enum webauthn_fault fault = !streq(k.host, site->host) ? WEBAUTHN_HOST : handle != NULL && !streq(handle, k.handle) ? WEBAUTHN_SIGNATURE
	                                  : webauthn_check_signed(c->arena, &said, k.host, &k.key, &counter);
	if (fault != WEBAUTHN_SOUND)
		return refuse(c, &named, &k, fault);
	return use(c, &named, &k, counter) && session_begin(c, &named, k.account_id, ret_token, ret);
}
