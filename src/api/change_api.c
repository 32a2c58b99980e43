/* change_api.c - the log of a unit: forwards for programs, backwards for people; and whether it is whole. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/time.h"
#include "domain/report/report.h"
#include "domain/transfer/transfer.h"
#include "store/audit.h"
#include "store/change.h"
#include "store/masked.h"

static SHAPE(change_import, "Lần nạp tệp đã ghi hay đã huỷ mục này",
	{ "undo", OUT_BOOL, .summary = "Mục này là của việc huỷ lần nạp ấy" },
	{ "job", OUT_TEXT, .summary = "Mã lần nạp; không có: nạp bằng dòng lệnh", .maybe = true },
	{ "files", OUT_SHAPE, .summary = "Tệp đã nạp; của việc huỷ: mọi tệp của lần nạp", .shape = &job_file_shape, .maybe = true, .list = true });

SHAPE(change, "Một mục của nhật ký thay đổi",
	{ "seq", OUT_INT, .summary = "Số thứ tự trong đơn vị" },
	{ "at", OUT_TIME, .summary = "Lúc nào" },
	{ "account", OUT_TEXT, .summary = "Tài khoản; không có: hệ thống", .maybe = true },
	{ "purpose", OUT_TEXT, .summary = "Để làm gì", .maybe = true },
	{ "source", OUT_TEXT, .summary = "Từ đâu", .maybe = true },
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ" },
	{ "code", OUT_TEXT, .summary = "Mã hồ sơ" },
	{ "title", OUT_TEXT, .summary = "Hồ sơ ấy nay tên gì, khi đọc ngược (before)", .maybe = true },
	{ "class", OUT_TEXT, .summary = "Người chuyển trường vào lớp nào, nếu lớp ấy ở trường của người đọc", .maybe = true },
	{ "form", OUT_TEXT, .summary = "Báo cáo theo biểu nào", .maybe = true },
	{ "period", OUT_TEXT, .summary = "Báo cáo của kỳ nào", .maybe = true },
	{ "version", OUT_INT, .summary = "Phiên bản của hồ sơ sau thay đổi" },
	{ "event", OUT_TEXT, .summary = "Việc gì" },
	{ "before", OUT_ANY, .summary = "Các mục trước thay đổi", .maybe = true, .map = true },
	{ "after", OUT_ANY, .summary = "Các mục sau thay đổi", .maybe = true, .map = true },
	{ "hash", OUT_TEXT, .summary = "Mã băm, nối với mục trước", .maybe = true },
	{ "import", OUT_SHAPE, .summary = "Lần nạp tệp mà mục này thuộc về, khi đọc ngược (before)", .shape = &change_import_shape, .maybe = true },
	{ "together", OUT_INT, .summary = "acts: mục này đứng cho mấy mục ghi cùng một lúc", .maybe = true },
	{ "first", OUT_INT, .summary = "Số của mục đầu trong các mục ấy", .maybe = true },
	{ "last", OUT_INT, .summary = "Số của mục cuối trong các mục ấy", .maybe = true });

SHAPE(changes, "Dòng thay đổi của một đơn vị",
	{ "items", OUT_SHAPE, .summary = "Từng mục", .shape = &change_shape, .list = true },
	{ "last", OUT_INT, .summary = "Số cuối đã đọc, để hỏi tiếp ở after hoặc before" },
	{ "more", OUT_BOOL, .summary = "Còn nữa" },
	{ "masked", OUT_BOOL, .summary = "Số định danh, điện thoại, địa chỉ không hiện đủ; gửi purpose để xem đủ", .maybe = true });

SHAPE(audit, "Nhật ký của một đơn vị có nguyên vẹn không, theo lần kiểm chứng sau cùng",
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "entries", OUT_INT, .summary = "Số mục nay có" },
	{ "verified_at", OUT_TIME, .summary = "Kiểm chứng lúc nào; không có: chưa lần nào", .maybe = true },
	{ "up_to", OUT_INT, .summary = "Đúng đến mục số mấy", .maybe = true },
	{ "ok", OUT_BOOL, .summary = "Nguyên vẹn", .maybe = true },
	{ "first_bad", OUT_INT, .summary = "Mục đầu tiên không đúng", .maybe = true });

/* A record type by its name or plural, or what else the log tells of. */
static bool type_in(struct ctx *c, const char *name, const char **ret)
{
	const struct record_type *t = catalog_plural(c->catalog, name);

	*ret = t != NULL ? t->name : name;
	for (const char *const *other = change_others; *other != NULL; other++)
		if (streq(*other, name))
			return true;
	return t != NULL || catalog_type(c->catalog, name) != NULL ||
	       fail(c, ERR_INVALID, "query.type", "Không có loại \"%.40s\" trong nhật ký; xem danh mục dữ liệu.", name);
}

static bool types_in(struct ctx *c, const struct request *q, const char **ret)
{
	const char *text = http_query(q, "types"), *type;
	struct buf b = buf_in(c->arena);

	*ret = NULL;
	for (const char *p = text; p != NULL && *p != '\0'; p += *p == ',') {
		const size_t n = strcspn(p, ",");
		if (!type_in(c, arena_strndup(c->arena, p, n), &type))
			return false;
		buf_fmt(&b, "%s%s", b.len > 0 ? "," : "", type);
		*ret = buf_text(&b);
		p += n;
	}
	return true;
}

/* Whoever chooses reads, and whoever reads begins with the newest. */
static bool reads_backwards(const struct request *q)
{
	static const char *const names[] = { "before", "account", "type", "code", "from", "to", "acts" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (http_query(q, names[i]) != NULL)
			return true;
	return false;
}

/* What a report or a transfer is called to whoever reads of it. */
static bool about(struct ctx *c, const char *type, const char *code, struct change_about *ret)
{
	struct transfer t;
	struct report rep;
	bool found;

	*ret = (struct change_about){ 0 };
	if (streq(type, "report")) {
		found = report_find(c, actor_scope(c), code, &rep);
		if (found)
			*ret = (struct change_about){ .form = rep.form_name, .period = rep.period };
	} else {
		found = transfer_find(c, code, &t);
		if (found)
			*ret = (struct change_about){ .title = t.name, .class_code = scope_covers(actor_scope(c), &t.to) ? t.class_code : NULL };
	}
	return found || ctx_forgive(c, ERR_NOT_FOUND);
}

static bool read_backwards(struct ctx *c, const struct request *q, const struct unit *u, struct change_query query, struct buf *b)
{
	query.type = http_query(q, "type");
	query.code = http_query(q, "code");
	query.account = http_query(q, "account");
	query.about = about;
	if (http_query(q, "after") != NULL)
		return fail(c, ERR_INVALID, "query.after", "after đọc xuôi cả dòng thay đổi; before, type, code, account, from, to đọc ngược. Hãy chỉ dùng một cách.");
	if (query.type != NULL && !type_in(c, query.type, &query.type))
		return false;
	return api_number(c, q, "before", 0, INT64_MAX, 0, &query.before) && http_flag(c, q, "acts", &query.by_act) && api_day(c, q, "from", false, 0, &query.from_ms) &&
	       api_day(c, q, "to", true, INT64_MAX, &query.until_ms) && change_log_read(c, u, &query, b);
}

HANDLER(api_changes)
{
	struct buf b = buf_in(c->arena);
	struct change_query query = { .masks = masked_for(c) && http_query(q, "purpose") == NULL };
	int64_t after, n;
	struct unit u;

	if (!api_purpose(c, q) || !api_number(c, q, "limit", 1, 200, 100, &n) || !api_number(c, q, "after", 0, INT64_MAX, 0, &after) || !api_unit(c, http_query(q, "unit"), &u) ||
	    !types_in(c, q, &query.types))
		return false;
	query.limit = (size_t)n;
	if (!(reads_backwards(q) ? read_backwards(c, q, &u, query, &b) : change_feed(c, &u, after, &query, &b)))
		return false;
	return reply_json(r, &b);
}

HANDLER(api_audit)
{
	struct buf b = buf_in(c->arena);
	struct audit a;
	struct unit u;

	if (!api_unit(c, http_query(q, "unit"), &u) || !audit_find(c, &u, &a))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "unit", u.code);
	json_put_int(&b, "entries", a.entries);
	if (a.verified_at != 0) {
		json_put_time(&b, "verified_at", a.verified_at);
		json_put_int(&b, "up_to", a.up_to);
		json_put_bool(&b, "ok", a.first_bad == 0);
	}
	if (a.first_bad != 0)
		json_put_int(&b, "first_bad", a.first_bad);
	json_close_object(&b);
	return reply_json(r, &b);
}
