/* client_api.c - programs that act for a unit, and their tokens. */
#include <strings.h>

#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/secret.h"
#include "base/text.h"
#include "domain/account/client.h"

SHAPE(client, "Một phần mềm được cấp quyền",
	{ "id", OUT_TEXT, .summary = "Mã phần mềm (client_id)" },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị mà nó làm thay" },
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị" },
	{ "levels", OUT_TEXT, .summary = "Cấp học; không có: mọi cấp", .maybe = true },
	{ "scopes", OUT_TEXT, .summary = "Phạm vi", .list = true },
	{ "fields", OUT_TEXT, .summary = "Lớp trường cao nhất được đọc: open, personal hoặc sensitive" },
	{ "addresses", OUT_TEXT, .summary = "Được gọi từ các địa chỉ này; không có: từ mọi nơi", .list = true, .maybe = true },
	{ "managed", OUT_BOOL, .summary = "Người gọi thu hồi được" },
	{ "a_day", OUT_INT, .summary = "Số lần gọi một ngày" },
	{ "issued_at", OUT_TIME, .summary = "Cấp lúc" },
	{ "token_at", OUT_TIME, .summary = "Xin mã truy cập lần sau cùng", .maybe = true },
	{ "revoked_at", OUT_TIME, .summary = "Thu hồi lúc", .maybe = true });

SHAPE(client_scopes, "Phạm vi cấp được cho phần mềm của một đơn vị",
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "scopes", OUT_TEXT, .summary = "Từng phạm vi", .list = true });

SHAPE(client_secret, "Mã của một phần mềm vừa được cấp",
	{ "id", OUT_TEXT, .summary = "Mã phần mềm (client_id)" },
	{ "secret", OUT_TEXT, .summary = "Mã bí mật (client_secret); chỉ nói ra lần này" });

SHAPE(token, "Mã truy cập, theo OAuth 2",
	{ "access_token", OUT_TEXT, .summary = "Gửi trong tiêu đề Authorization: Bearer" },
	{ "token_type", OUT_TEXT, .summary = "Bearer" },
	{ "expires_in", OUT_INT, .summary = "Còn dùng được bao nhiêu giây" },
	{ "scope", OUT_TEXT, .summary = "Phạm vi, cách nhau bằng dấu cách" });

TAKES(api_client_issue,
	{ "name", IN_TEXT, .required = true, .max_len = 30, .summary = "Tên do đơn vị đặt; mã phần mềm là MÃ-ĐƠN-VỊ.TÊN" },
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã đơn vị; bỏ trống: đơn vị của bạn" },
	{ "scopes", IN_LIST, .required = true, .summary = "Phạm vi, như [\"learners:read\", \"changes:read\"]" },
	{ "fields", IN_TEXT, .max_len = 20, .summary = "Lớp trường cao nhất được đọc: open, personal (bỏ trống) hoặc sensitive" },
	{ "levels", IN_TEXT, .max_len = 20, .summary = "Cấp học, như 02,03; bỏ trống: mọi cấp" },
	{ "addresses", IN_LIST, .summary = "Địa chỉ được gọi từ đó, như [\"203.0.113.0/24\"]; bỏ trống: từ mọi nơi" },
	{ "a_day", IN_INT, .summary = "Số lần gọi một ngày; bỏ trống: theo quy định chung" });

TAKES(api_token,
	{ "grant_type", IN_TEXT, .max_len = 40, .summary = "client_credentials" },
	{ "client_id", IN_TEXT, .max_len = 60, .summary = "Mã phần mềm, khi không gửi bằng tiêu đề Authorization: Basic" },
	{ "client_secret", IN_TEXT, .max_len = 100, .summary = "Mã bí mật, khi không gửi bằng tiêu đề Authorization: Basic" },
	{ "scope", IN_TEXT, .max_len = 2000, .summary = "Phạm vi cần dùng, cách nhau bằng dấu cách; bỏ trống: mọi phạm vi được cấp" });

HANDLER(api_client_list)
{
	struct buf b = buf_in(c->arena);
	const char *cursor;
	int64_t limit, after = 0, next;
	struct unit u;

	if (!api_unit(c, http_query(q, "within"), &u) || !api_number(c, q, "limit", 1, 200, 50, &limit) || !api_cursor(c, q, &cursor))
		return false;
	if (cursor != NULL && !text_int(cursor, &after))
		return fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
	api_open_items(&b);
	return client_list(c, &u, after, (size_t)limit, &b, &next) && api_reply_page(c, q, r, &b, next == 0 ? NULL : arena_fmt(c->arena, "%" PRId64, next));
}

HANDLER(api_client_scopes)
{
	struct buf b = buf_in(c->arena);
	struct unit u;

	if (!api_unit(c, http_query(q, "unit"), &u))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "unit", u.code);
	client_put_scopes(c, &u, &b);
	json_close_object(&b);
	return reply_json(r, &b);
}

/* A list of texts without blanks, as one text. */
static bool words(struct ctx *c, const struct request *q, const char *name, const char **ret)
{
	const json_t *list = json_object_get(q->in, name);
	struct buf b = buf_in(c->arena);
	const json_t *word;
	size_t i;

	*ret = NULL;
	if (!json_is_array(list))
		return true;
	json_array_foreach(list, i, word) {
		if (!json_is_string(word) || strchr(json_string_value(word), ' ') != NULL)
			return fail(c, ERR_INVALID, "request.type", "%s: mỗi phần tử là một chữ không có dấu cách.", name);
		buf_fmt(&b, "%s%s", i > 0 ? " " : "", json_string_value(word));
	}
	*ret = buf_text(&b);
	return true;
}

static bool issue(struct ctx *c, const struct request *q, struct response *r)
{
	struct client_wish w = { .name = in_text(q, "name"), .unit = in_text(q, "unit"), .fields = in_text(q, "fields"), .levels = in_text(q, "levels"),
		                 .a_day = json_object_get(q->in, "a_day") == NULL ? CLIENT_CALLS_USUAL : in_int(q, "a_day") };
	struct buf b = buf_in(c->arena);
	const char *id, *secret;

	if (!words(c, q, "scopes", &w.scopes) || !words(c, q, "addresses", &w.addresses) || !client_issue(c, &w, &id, &secret))
		return false;
	r->status = 201;
	json_put_texts(&b, NULL, "id", id, "secret", secret, NULL);
	return reply_json(r, &b);
}

HANDLER(api_client_issue)
{
	return api_once_secret(c, q, r, issue);
}

HANDLER(api_client_revoke)
{
	r->status = 204;
	return client_revoke(c, http_param(q, "id"));
}

/* RFC 6749, 2.3.1: by Authorization: Basic, or in the body. */
static bool read_credentials(struct ctx *c, const struct request *q, const char **ret_id, const char **ret_secret)
{
	static const char basic[] = "Basic ";
	const char *both;
	char *colon;

	*ret_id = in_text(q, "client_id");
	*ret_secret = in_text(q, "client_secret");
	if (q->authorization != NULL && strncasecmp(q->authorization, basic, sizeof basic - 1) == 0) {
		both = secret_decode64(c->arena, q->authorization + sizeof basic - 1);
		colon = both == NULL ? NULL : strchr(both, ':');
		*ret_id = colon == NULL ? NULL : http_decode(c->arena, both, (size_t)(colon - both));
		*ret_secret = colon == NULL ? NULL : http_decode(c->arena, colon + 1, strlen(colon + 1));
	}
	return (*ret_id != NULL && *ret_secret != NULL) ||
	       fail(c, ERR_UNAUTHENTICATED, "oauth.invalid_client", "Thiếu client_id hoặc client_secret; gửi trong nội dung hoặc bằng tiêu đề Authorization: Basic.");
}

HANDLER(api_token)
{
	const char *id, *secret, *token, *scopes;
	struct buf b = buf_in(c->arena);

	if (in_text(q, "grant_type") == NULL)
		return fail(c, ERR_MALFORMED, "oauth.invalid_request", "Thiếu grant_type; hãy gửi grant_type=client_credentials.");
	if (!streq(in_text(q, "grant_type"), "client_credentials"))
		return fail(c, ERR_MALFORMED, "oauth.unsupported_grant_type", "grant_type phải là client_credentials.");
	if (!read_credentials(c, q, &id, &secret) || !client_token_issue(c, id, secret, in_text(q, "scope"), api_remote(q), &token, &scopes))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "access_token", token);
	json_put_text(&b, "token_type", "Bearer");
	json_put_int(&b, "expires_in", TOKEN_LIFE_MS / 1000);
	json_put_text_n(&b, "scope", scopes + 1, strlen(scopes) - 2);
	json_close_object(&b);
	return reply_json(r, &b);
}
