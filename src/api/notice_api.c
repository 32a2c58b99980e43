/* notice_api.c - reminders, and what waits for the caller. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "domain/notice/notice.h"

SHAPE(notice, "Việc đang chờ người gọi",
	{ "kind", OUT_TEXT, .summary = "transfers_waiting (lượt chuyển chờ trường trả lời), exports_waiting (tệp chờ duyệt), reports_returned (báo cáo bị trả lại), "
	                               "reports_waiting (báo cáo chờ tiếp nhận), reminder (cấp trên nhắc gửi một biểu)"
	                               ", one_time_passwords (tài khoản chưa đổi mật khẩu), "
	                               "accounts_issued (tài khoản cùng vai trò vừa được cấp, mở lại hoặc cấp lại mật khẩu), regulations (quy chế chưa xác nhận), "
	                               "files_ready (tệp đã xin, ghi xong, chưa tải), requests_waiting (yêu cầu hỗ trợ chờ trả lời) "
	                               "hoặc requests_answered (yêu cầu của tôi đã có trả lời)" },
	{ "n", OUT_INT, .summary = "Bao nhiêu; của reminder: được nhắc bao nhiêu ngày" },
	{ "to", OUT_TEXT, .summary = "Địa chỉ của danh sách ấy" });

static SHAPE(reminder_refused, "Một đơn vị không được nhắc",
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "key", OUT_TEXT, .summary = "Khoá, cho phần mềm" },
	{ "message", OUT_TEXT, .summary = "Vì sao" });

SHAPE(reminders, "Đã nhắc ai",
	{ "sent", OUT_TEXT, .summary = "Mã các đơn vị đã được nhắc", .list = true },
	{ "refused", OUT_SHAPE, .summary = "Các đơn vị không được nhắc", .shape = &reminder_refused_shape, .list = true });

TAKES(api_remind,
	{ "units", IN_LIST, .required = true, .summary = "Mã các đơn vị được nhắc" },
	{ "about", IN_OBJECT, .required = true, .summary = "Biểu nào, của kỳ nào: {\"form\": \"02-TH-DN\", \"period\": \"2025-start\"}" });

static bool read_units(struct ctx *c, const json_t *list, struct unit **ret)
{
	const size_t n = json_array_size(list);

	if (n == 0 || n > REMIND_MAX)
		return fail(c, ERR_INVALID, "reminder.units", "Hãy ghi từ 1 đến %d mã đơn vị cần nhắc.", REMIND_MAX);
	*ret = NEW_N(c->arena, struct unit, n);
	for (size_t i = 0; i < n; i++) {
		const char *code = json_string_value(json_array_get(list, i));
		if (code == NULL)
			return fail(c, ERR_INVALID, "reminder.units", "units[%zu]: phải là một mã đơn vị, viết như chuỗi.", i);
		if (!unit_find(c, actor_scope(c), code, &(*ret)[i])) {
			if (!ctx_forgive(c, ERR_NOT_FOUND))
				return false;
			return fail(c, ERR_NOT_FOUND, "unit.unknown", "units[%zu]: không có đơn vị mang mã %.20s trong phạm vi của bạn.", i, code);
		}
	}
	return true;
}

static bool read_about(struct ctx *c, json_t *about, const struct form **ret, const char **ret_period)
{
	const char *form;

	if (json_unpack(about, "{ss ss !}", "form", &form, "period", ret_period) != 0)
		return fail(c, ERR_INVALID, "reminder.about", "about: hãy ghi tên biểu (form) và kỳ (period), ngoài ra không ghi gì.");
	*ret = catalog_form(c->catalog, form);
	return *ret != NULL || fail(c, ERR_INVALID, "report.form", "Không có biểu này; xem các biểu thống kê.");
}

HANDLER(api_remind)
{
	const json_t *list = json_object_get(q->in, "units");
	const size_t n = json_array_size(list);
	struct reminded *all = NEW_N(c->arena, struct reminded, n + 1);
	struct buf b = buf_in(c->arena);
	const struct form *f = NULL;
	struct unit *units = NULL;
	const char *period = NULL;

	if (!read_units(c, list, &units) || !read_about(c, json_object_get(q->in, "about"), &f, &period) || !notice_remind(c, f, period, units, n, all))
		return false;
	json_open_object(&b, NULL);
	json_open_list(&b, "sent");
	for (size_t i = 0; i < n; i++)
		if (all[i].key == NULL)
			json_put_text(&b, NULL, all[i].unit);
	json_close_list(&b);
	json_open_list(&b, "refused");
	for (size_t i = 0; i < n; i++) {
		if (all[i].key == NULL)
			continue;
		json_put_texts(&b, NULL, "unit", all[i].unit, "key", all[i].key, "message", all[i].message, NULL);
	}
	json_close_list(&b);
	json_close_object(&b);
	return reply_json(r, &b);
}

static const char *address(struct ctx *c, const struct notice *x)
{
	const struct unit *u = &c->account->unit;

	switch (x->kind) {
	case NOTICE_TRANSFERS: return arena_fmt(c->arena, API "/transfers?unit=%s&state=open", u->code);
	case NOTICE_EXPORTS:   return API "/exports?waiting=1";
	case NOTICE_RETURNED:  return arena_fmt(c->arena, API "/reports?unit=%s&state=returned", u->code);
	case NOTICE_SUBMITTED: return arena_fmt(c->arena, API "/reports?within=%s&waiting=1", u->code);
	case NOTICE_REMINDER:  return arena_fmt(c->arena, API "/reports/preview?unit=%s&form=%s&period=%s", u->code, x->form, x->period);
	case NOTICE_PASSWORDS:
	case NOTICE_REVIEW:    return API "/accounts";
	case NOTICE_ACCOUNTS:  return arena_fmt(c->arena, API "/changes?unit=%s&type=account", u->code);
	case NOTICE_FILES:     return arena_fmt(c->arena, API "/exports?unit=%s", u->code);
	case NOTICE_VIEWS:
	case NOTICE_WHOLE:
	case NOTICE_DECOYS:    return arena_fmt(c->arena, API "/views?within=%s&alarms=1", u->code);
	case NOTICE_REQUESTS:  return arena_fmt(c->arena, API "/requests?within=%s&state=open", u->code);
	case NOTICE_ANSWERS:   return API "/requests?mine=1&state=answered";
	default:               return API "/regulations";
	}
}

HANDLER(api_notices)
{
	static const char *const kinds[] = {
		[NOTICE_TRANSFERS] = "transfers_waiting", [NOTICE_EXPORTS] = "exports_waiting", [NOTICE_RETURNED] = "reports_returned",
		[NOTICE_SUBMITTED] = "reports_waiting",   [NOTICE_REMINDER] = "reminder",       [NOTICE_PASSWORDS] = "one_time_passwords",
		[NOTICE_ACCOUNTS] = "accounts_issued",    [NOTICE_REGULATIONS] = "regulations", [NOTICE_FILES] = "files_ready",
		[NOTICE_REVIEW] = "accounts_review",      [NOTICE_VIEWS] = "views_stopped",      [NOTICE_DECOYS] = "decoys_met",
		[NOTICE_WHOLE] = "views_whole",
		[NOTICE_REQUESTS] = "requests_waiting",   [NOTICE_ANSWERS] = "requests_answered",
	};
	struct buf b = buf_in(c->arena);
	struct notice *all;
	size_t n;

	(void)q;
	if (!notice_list(c, &all, &n))
		return false;
	api_open_items(&b);
	for (size_t i = 0; i < n; i++) {
		json_open_object(&b, NULL);
		json_put_text(&b, "kind", kinds[all[i].kind]);
		json_put_int(&b, "n", all[i].n);
		json_put_text(&b, "to", address(c, &all[i]));
		json_close_object(&b);
	}
	return api_reply_items(r, &b);
}
