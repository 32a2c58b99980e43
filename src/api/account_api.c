/* account_api.c - accounts and roles. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "domain/account/account.h"

SHAPE(account, "Một tài khoản",
	{ "name", OUT_TEXT, .summary = "Tên tài khoản" },
	{ "role", OUT_TEXT, .summary = "Vai trò" },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "unit_name", OUT_TEXT, .summary = "Tên đơn vị" },
	{ "levels", OUT_TEXT, .summary = "Cấp học được phụ trách; không có: mọi cấp", .maybe = true },
	{ "sections", OUT_TEXT, .summary = "Bộ phận, xem /sections; không có: mọi việc của vai trò", .maybe = true },
	{ "staff", OUT_TEXT, .summary = "Mã hồ sơ cán bộ, của tài khoản giáo viên", .maybe = true },
	{ "staff_name", OUT_TEXT, .summary = "Họ tên người ấy, nếu còn làm việc ở đơn vị; cho ai xem được hồ sơ cán bộ hoặc cấp tài khoản ở đó", .maybe = true },
	{ "managed", OUT_BOOL, .summary = "Người gọi khoá, mở lại được" },
	{ "resets", OUT_BOOL, .summary = "Người gọi cấp lại mật khẩu được; của người đứng đầu đơn vị mình thì không" },
	{ "must_change", OUT_BOOL, .summary = "Còn mang mật khẩu dùng một lần" },
	{ "one_time_ended", OUT_BOOL, .summary = "Mật khẩu ấy đã dùng hoặc quá hạn: phải cấp lại", .maybe = true },
	{ "disabled", OUT_BOOL, .summary = "Đã bị khoá" },
	{ "review_due", OUT_BOOL, .summary = "Người gọi quản lý, và lâu chưa rà soát xem còn cần không" },
	{ "until", OUT_TEXT, .summary = "Ngày cuối cùng dùng được, khi có hạn", .maybe = true },
	{ "last_seen", OUT_TIME, .summary = "Làm việc lần sau cùng, đúng đến phút; không có: chưa đăng nhập lần nào", .maybe = true },
	{ "failures", OUT_INT, .summary = "Số lần gõ sai mật khẩu từ lần gõ đúng sau cùng" },
	{ "failed_at", OUT_TIME, .summary = "Lần sai sau cùng", .maybe = true });

SHAPE(account_password, "Mật khẩu mới của một tài khoản",
	{ "username", OUT_TEXT, .summary = "Tên tài khoản" },
	{ "one_time_password", OUT_TEXT, .summary = "Mật khẩu dùng một lần; chỉ nói ra lần này" });

SHAPE(section, "Một bộ phận chuyên môn",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "modules", OUT_TEXT, .summary = "Phần việc của nó", .list = true });

SHAPE(role, "Một vai trò",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "admin", OUT_BOOL, .summary = "Cấp được tài khoản" },
	{ "units", OUT_TEXT, .summary = "Loại đơn vị có vai trò này", .list = true },
	{ "sections", OUT_BOOL, .summary = "Chia được theo bộ phận" },
	{ "classes", OUT_BOOL, .summary = "Chỉ cho các lớp của một cán bộ: cấp kèm mã hồ sơ của người ấy (staff)" },
	{ "rights", OUT_TEXT, .summary = "Việc được làm, theo phần việc", .map = true, .list = true });

TAKES(api_account_issue,
	{ "username", IN_TEXT, .required = true, .max_len = 60, .summary = "Tên tài khoản" },
	{ "role", IN_TEXT, .required = true, .max_len = 40, .summary = "Vai trò, xem /roles" },
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã đơn vị; bỏ trống: đơn vị của bạn" },
	{ "levels", IN_TEXT, .max_len = 20, .summary = "Cấp học được phụ trách, như 02,03; bỏ trống: mọi cấp" },
	{ "sections", IN_TEXT, .max_len = 100, .summary = "Bộ phận, như personnel,finance, xem /sections; bỏ trống: mọi việc của vai trò" },
	{ "staff", IN_TEXT, .max_len = 20, .summary = "Mã hồ sơ cán bộ của đơn vị, cho vai trò giáo viên: tài khoản thấy các lớp của người ấy" },
	{ "until", IN_TEXT, .max_len = 10, .summary = "Ngày cuối cùng dùng được, năm-tháng-ngày, của người làm thay; bỏ trống: không có hạn" });

TAKES(api_account_sections,
	{ "sections", IN_TEXT, .max_len = 100, .summary = "Bộ phận, như personnel,finance, xem /sections; bỏ trống: mọi việc của vai trò" });

TAKES(api_account_until,
	{ "until", IN_TEXT, .max_len = 10, .summary = "Ngày cuối cùng dùng được, năm-tháng-ngày; bỏ trống: không còn hạn" });

TAKES(api_account_holders,
	{ "unit", IN_TEXT, .required = true, .max_len = 20, .summary = "Mã đơn vị" },
	{ "text", IN_TEXT, .required = true, .max_len = 100, .summary = "Họ tên hay một phần họ tên, hoặc cả mã; ít nhất hai chữ" });

SHAPE(holder, "Một người mà tài khoản có thể là của họ",
	{ "code", OUT_TEXT, .summary = "Mã hồ sơ cán bộ" },
	{ "name", OUT_TEXT, .summary = "Họ tên" });

HANDLER(api_account_holders)
{
	struct buf b = buf_in(c->arena);
	struct unit u;

	api_open_items(&b);
	return unit_find(c, actor_scope(c), in_text(q, "unit"), &u) && account_find_holders(c, &u, in_text(q, "text"), &b) && api_reply_items(r, &b);
}

HANDLER(api_account_list)
{
	struct buf b = buf_in(c->arena);
	const char *cursor;
	struct unit within;
	int64_t limit;

	if (!api_number(c, q, "limit", 1, 200, 50, &limit) || !api_cursor(c, q, &cursor) || !api_unit(c, http_query(q, "within"), &within))
		return false;
	api_open_items(&b);
	return account_list(c, &within, http_query(q, "q"), cursor, (size_t)limit, &b, &cursor) && api_reply_page(c, q, r, &b, cursor);
}

static bool reply_password(struct ctx *c, struct response *r, const char *name, const char *password)
{
	struct buf b = buf_in(c->arena);

	json_put_texts(&b, NULL, "username", name, "one_time_password", password, NULL);
	return reply_json(r, &b);
}

static bool issue(struct ctx *c, const struct request *q, struct response *r)
{
	const char *password, *unit = in_text(q, "unit"), *until = in_text(q, "until"), *sections = in_text(q, "sections");

	if (!account_check_until(c, until) || !account_check_sections(c, in_text(q, "role"), sections) ||
	     !account_issue(c, in_text(q, "staff"), in_text(q, "username"), in_text(q, "role"), unit == NULL ? c->account->unit.code : unit,
	                      in_text(q, "levels"), &password) ||
	    (until != NULL && !account_set_until(c, in_text(q, "username"), until)) || (sections != NULL && !account_set_sections(c, in_text(q, "username"), sections)))
		return false;
	r->status = 201;
	return reply_password(c, r, in_text(q, "username"), password);
}

HANDLER(api_account_issue)
{
	return api_once_secret(c, q, r, issue);
}

HANDLER(api_account_reset)
{
	const char *password;

	return account_reset(c, http_param(q, "name"), &password) && reply_password(c, r, http_param(q, "name"), password);
}

HANDLER(api_account_sections)
{
	r->status = 204;
	return account_set_sections(c, http_param(q, "name"), in_text(q, "sections"));
}

HANDLER(api_account_until)
{
	r->status = 204;
	return account_set_until(c, http_param(q, "name"), in_text(q, "until"));
}

TAKES(api_account_review,
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã đơn vị; bỏ trống: đơn vị của bạn" });

HANDLER(api_account_review)
{
	struct unit u;

	r->status = 204;
	return api_unit(c, in_text(q, "unit"), &u) && account_review(c, &u);
}

HANDLER(api_account_disable)
{
	r->status = 204;
	return account_disable(c, http_param(q, "name"));
}

HANDLER(api_account_enable)
{
	r->status = 204;
	return account_enable(c, http_param(q, "name"));
}

/* That the caller can issue at a unit, at their own levels at most; where none is named, any. */
static bool is_issued(struct ctx *c, const struct role *role, const struct unit *u, bool *ret)
{
	*ret = !role->machine && (u == NULL || role_is_of_kind(role, u->kind));
	return !*ret || u == NULL || account_offers(c, u, role, c->account->levels, ret);
}

HANDLER(api_roles)
{
	const char *code = http_query(q, "unit");
	struct buf b = buf_in(c->arena);
	struct unit u;

	if (code != NULL && !api_unit(c, code, &u))
		return false;
	api_open_items(&b);
	for (size_t i = 0; i < c->catalog->n_roles; i++) {
		const struct role *role = &c->catalog->role[i];
		bool issued;
		if (!is_issued(c, role, code == NULL ? NULL : &u, &issued))
			return false;
		if (!issued)
			continue;
		json_open_object(&b, NULL);
		json_put_text(&b, "name", role->name);
		api_put_label(&b, "label", role->label, role->label_en);
		json_put_bool(&b, "admin", role->admin);
		json_put_bool(&b, "sections", role_has_sections(role));
		json_put_bool(&b, "classes", role->taught != NULL);
		api_put_words(&b, "units", role->unit_kinds);
		api_put_rights(&b, "rights", role);
		json_close_object(&b);
	}
	return api_reply_items(r, &b);
}

HANDLER(api_sections)
{
	struct buf b = buf_in(c->arena);

	(void)q;
	api_open_items(&b);
	for (size_t i = 0; i < c->catalog->n_sections; i++) {
		const struct section *s = &c->catalog->section[i];
		json_open_object(&b, NULL);
		json_put_text(&b, "name", s->name);
		api_put_label(&b, "label", s->label, s->label_en);
		api_put_words(&b, "modules", s->modules);
		json_close_object(&b);
	}
	return api_reply_items(r, &b);
}
