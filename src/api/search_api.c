/* search_api.c - searching without personal data in the address: the line of search, and lists asked for by a body. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/time.h"
#include "domain/account/account.h"
#include "domain/lookup/lookup.h"

TAKES(api_search,
	{ "text", IN_TEXT, .required = true,
	  .summary = "Tên, mã, ngày sinh, số định danh, số điện thoại (cả của cha mẹ, người chăm sóc) hoặc bốn số cuối của một số ấy" },
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Chỉ ở đúng đơn vị này" },
	{ "within", IN_TEXT, .max_len = 20, .summary = "Chỉ ở đơn vị này và mọi cấp bên dưới" },
	{ "year", IN_INT, .summary = "Năm đầu của năm học của lớp; không nói: năm nay" },
	{ "kinds", IN_LIST,
	  .summary = "person, class, unit; không nói: cả ba. school: mọi cơ sở giáo dục đang hoạt động, kể cả ngoài phạm vi, khi người gọi được chuyển người học" },
	{ "limit", IN_INT, .summary = "Nhiều nhất bao nhiêu mỗi loại, từ 1 đến 50; không nói: 10" });

SHAPE(found, "Một người, lớp hoặc đơn vị tìm được",
	{ "kind", OUT_TEXT, .summary = "person, class hoặc unit" },
	{ "type", OUT_TEXT, .summary = "Loại hồ sơ; của đơn vị: mã loại đơn vị" },
	{ "plural", OUT_TEXT, .summary = "Tên của loại trong đường dẫn; của đơn vị thì không có", .maybe = true },
	{ "code", OUT_TEXT, .summary = "Mã" },
	{ "title", OUT_TEXT, .summary = "Tên" },
	{ "note", OUT_TEXT, .summary = "Điều phân biệt những người trùng tên: lớp, trường, năm sinh; tìm thấy bằng số điện thoại của ai" },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" });

/* As the parameters of the list, one by one. */
TAKES(api_record_query,
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Như tham số cùng tên của danh sách" },
	{ "within", IN_TEXT, .max_len = 20, .summary = "Như tham số cùng tên của danh sách" },
	{ "year", IN_INT, .summary = "Như tham số cùng tên của danh sách" },
	{ "on", IN_TEXT, .max_len = 10, .summary = "Như tham số cùng tên của danh sách" },
	{ "gone", IN_BOOL, .summary = "Như tham số cùng tên của danh sách" },
	{ "declared", IN_BOOL, .summary = "Như tham số cùng tên của danh sách" },
	{ "q", IN_TEXT, .summary = "Tìm theo tên hoặc mã" },
	{ "filter", IN_TEXT, .max_len = 4000, .summary = "Điều kiện, viết như trong danh mục" },
	{ "sort", IN_TEXT, .summary = "Như tham số cùng tên của danh sách" },
	{ "fields", IN_TEXT, .max_len = 4000, .summary = "Như tham số cùng tên của danh sách" },
	{ "count", IN_BOOL, .summary = "Như tham số cùng tên của danh sách" },
	{ "limit", IN_INT, .summary = "Như tham số cùng tên của danh sách" },
	{ "purpose", IN_TEXT, .max_len = 200, .summary = "Như tham số cùng tên của danh sách" },
	{ "cursor", IN_TEXT, .max_len = 8000, .summary = "Con trỏ của trang, lấy từ trang trước" });

TAKES(api_list_query,
	{ "q", IN_TEXT, .summary = "Tìm theo tên hoặc mã" },
	{ "code", IN_TEXT, .max_len = 20, .summary = "Chỉ mã này" },
	{ "parent", IN_TEXT, .max_len = 20, .summary = "Mã của cấp ngay trên" },
	{ "date", IN_TEXT, .max_len = 10, .summary = "Chỉ những mã có hiệu lực vào ngày này" });

TAKES(api_account_query,
	{ "within", IN_TEXT, .max_len = 20, .summary = "Mã đơn vị, kể cả mọi cấp bên dưới" },
	{ "q", IN_TEXT, .summary = "Một phần của tên tài khoản" },
	{ "limit", IN_INT, .summary = "Nhiều nhất bao nhiêu trong một trang" },
	{ "cursor", IN_TEXT, .max_len = 8000, .summary = "Con trỏ của trang, lấy từ trang trước" });

TAKES(api_changes_query,
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã đơn vị; không nói: đơn vị của bạn" },
	{ "after", IN_INT, .summary = "Số cuối (last) đã nhận" },
	{ "before", IN_INT, .summary = "Trước số này, mới nhất trước; 0: từ mục mới nhất" },
	{ "acts", IN_BOOL, .summary = "Như tham số cùng tên của /changes" },
	{ "types", IN_TEXT, .max_len = 1000, .summary = "Chỉ những loại hồ sơ này, cách nhau bằng dấu phẩy" },
	{ "type", IN_TEXT, .max_len = 60, .summary = "Tên loại hồ sơ" },
	{ "code", IN_TEXT, .max_len = 60, .summary = "Mã hồ sơ" },
	{ "account", IN_TEXT, .max_len = 100, .summary = "Tên tài khoản" },
	{ "from", IN_TEXT, .max_len = 10, .summary = "Từ ngày này, giờ Việt Nam" },
	{ "to", IN_TEXT, .max_len = 10, .summary = "Đến hết ngày này, giờ Việt Nam" },
	{ "limit", IN_INT, .summary = "Nhiều nhất bao nhiêu trong một lần" },
	{ "purpose", IN_TEXT, .max_len = 200, .summary = "Như tham số cùng tên của danh sách" });

TAKES(api_views_query,
	{ "unit", IN_TEXT, .max_len = 20, .summary = "Mã đơn vị của người được xem; không nói: đơn vị của bạn" },
	{ "within", IN_TEXT, .max_len = 20, .summary = "Mã đơn vị, kể cả mọi cấp bên dưới" },
	{ "person", IN_TEXT, .max_len = 40, .summary = "Mã của người được xem" },
	{ "account", IN_TEXT, .max_len = 100, .summary = "Tên tài khoản đã xem" },
	{ "alarms", IN_BOOL, .summary = "Chỉ những lần một tài khoản bị dừng vì xem quá nhiều người, hoặc mở hồ sơ mồi" },
	{ "from", IN_TEXT, .max_len = 10, .summary = "Từ ngày này, giờ Việt Nam" },
	{ "to", IN_TEXT, .max_len = 10, .summary = "Đến hết ngày này, giờ Việt Nam" },
	{ "limit", IN_INT, .summary = "Nhiều nhất bao nhiêu trong một trang" },
	{ "cursor", IN_TEXT, .max_len = 8000, .summary = "Con trỏ của trang, lấy từ trang trước" });

static bool read_kinds(struct ctx *c, const struct request *q, struct lookup *l)
{
	const json_t *kinds = json_object_get(q->in, "kinds"), *kind;
	size_t i;

	l->persons = l->classes = l->units = !json_is_array(kinds);
	json_array_foreach(kinds, i, kind) {
		const char *name = json_string_value(kind);
		bool *wanted = name == NULL ? NULL : streq(name, "person") ? &l->persons : streq(name, "class") ? &l->classes : streq(name, "unit") ? &l->units
		               : streq(name, "school") ? &l->schools : NULL;
		if (wanted == NULL)
			return fail(c, ERR_INVALID, "search.kinds", "kinds: mỗi mục phải là person, class, unit hoặc school; bỏ kinds để tìm cả ba.");
		*wanted = true;
	}
	return !l->schools || c->account == NULL || account_may(c, "transfer", "write") ||
	       fail(c, ERR_FORBIDDEN, "right.missing", "Chỉ ai được làm thủ tục chuyển trường mới tìm được trường ở ngoài phạm vi của mình.");
}

/* A school looks in itself, an office in all that is below it. */
static bool find_place(struct ctx *c, const struct request *q, struct unit *u, struct lookup *l)
{
	const char *unit = in_text(q, "unit"), *within = in_text(q, "within");

	if (unit != NULL && within != NULL)
		return fail(c, ERR_INVALID, "query.unit", "Chỉ dùng một trong hai: unit (đúng đơn vị ấy) hoặc within (cả các đơn vị trực thuộc).");
	if (!api_unit(c, unit != NULL ? unit : within, u))
		return false;
	l->unit = u;
	l->within = unit == NULL && !unit_is_school(c, u);
	return true;
}

static bool read_number(struct ctx *c, const struct request *q, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *ret)
{
	*ret = json_is_integer(json_object_get(q->in, name)) ? in_int(q, name) : otherwise;
	return (*ret >= min && *ret <= max) || fail(c, ERR_INVALID, "query.number", "%s phải là số nguyên từ %" PRId64 " đến %" PRId64 ".", name, min, max);
}

HANDLER(api_search)
{
	struct lookup l = { .text = in_text(q, "text") };
	struct buf b = buf_in(c->arena);
	struct date today;
	int64_t limit, year;
	struct unit u;

	if (!date_parse(time_today(c->arena, c->now_ms), &today) || !read_number(c, q, "limit", 1, 50, 10, &limit) ||
	    !read_number(c, q, "year", SCHOOL_YEAR_MIN, SCHOOL_YEAR_MAX, date_school_year(today), &year) || !read_kinds(c, q, &l) || !find_place(c, q, &u, &l))
		return false;
	l.limit = (size_t)limit;
	l.year = (int)year;
	api_open_items(&b);
	if (!lookup_run(c, &l, &b))
		return false;
	return api_reply_items(r, &b);
}

static const char *as_parameter(struct ctx *c, const json_t *v)
{
	return json_is_boolean(v) ? (json_is_true(v) ? "true" : "false") : json_is_integer(v) ? arena_fmt(c->arena, "%" PRId64, (int64_t)json_integer_value(v)) : json_string_value(v);
}

/* The list itself, asked as by its address; what was asked for is not told in a header either. */
static bool ask(struct ctx *c, const struct request *q, struct response *r, handler_fn *list_of)
{
	struct request list = *q;

	list.path = arena_strndup(c->arena, q->path, strlen(q->path) - strlen("/query"));
	list.n_query = 0;
	for (const struct in_field *f = q->route->in; f->name != NULL; f++) {
		const json_t *v = json_object_get(q->in, f->name);
		if (v != NULL && !json_is_null(v))
			list.query[list.n_query++] = (struct pair){ f->name, as_parameter(c, v) };
	}
	if (!list_of(c, &list, r))
		return false;
	r->n_headers = 0;
	return true;
}

HANDLER(api_record_query)
{
	return ask(c, q, r, api_record_list);
}

HANDLER(api_list_query)
{
	return ask(c, q, r, api_list);
}

HANDLER(api_account_query)
{
	return ask(c, q, r, api_account_list);
}

HANDLER(api_changes_query)
{
	return ask(c, q, r, api_changes);
}

HANDLER(api_views_query)
{
	return ask(c, q, r, api_views);
}
