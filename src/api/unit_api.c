/* unit_api.c - units. */
#include "api/routes.h"
#include "base/json.h"
#include "base/time.h"
#include "catalog/life.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"

#define UNIT \
	{ "code", OUT_TEXT, .summary = "Mã đơn vị" }, \
	{ "name", OUT_TEXT, .summary = "Tên" }, \
	{ "kind", OUT_TEXT, .summary = "ministry, so, phong, commune hoặc school" }, \
	{ "status", OUT_TEXT, .summary = "Mã trạng thái" }, \
	{ "province", OUT_TEXT, .summary = "Mã tỉnh", .maybe = true }, \
	{ "levels", OUT_TEXT, .summary = "Các cấp học", .maybe = true }, \
	{ "parent", OUT_TEXT, .summary = "Mã đơn vị quản lý", .maybe = true }

SHAPE(unit, "Một đơn vị", UNIT);

SHAPE(unit_whole, "Một đơn vị, và những năm học có hồ sơ",
	UNIT,
	{ "parent_name", OUT_TEXT, .summary = "Tên đơn vị ấy, nếu trong phạm vi của bạn", .maybe = true },
	{ "placed", OUT_BOOL, .summary = "Có chỗ trong cây đơn vị hay không" },
	{ "years", OUT_INT, .summary = "Năm đầu của những năm học có lớp; của cơ quan quản lý: những năm gần đây mà một trường bên dưới có lớp", .list = true },
	{ "current_year", OUT_INT, .summary = "Năm đầu của năm học hôm nay" },
	{ "term", OUT_INT, .summary = "Hôm nay thuộc học kỳ 1, 2, hay 3 là hè" });

SHAPE(units, "Các đơn vị bên dưới một đơn vị",
	{ "parent", OUT_TEXT, .summary = "Đơn vị quản lý trực tiếp", .maybe = true },
	{ "within", OUT_TEXT, .summary = "Đơn vị mà mọi cấp bên dưới được kể", .maybe = true },
	{ "items", OUT_SHAPE, .summary = "Từng đơn vị", .shape = &unit_shape, .list = true },
	{ "cursor", OUT_TEXT, .summary = "Trang sau", .maybe = true });

SHAPE(units_moved, "Số đơn vị đã chuyển",
	{ "moved", OUT_INT, .summary = "Số đơn vị" });

static SHAPE(lineage_entry, "Một lần thay đổi của đơn vị",
	{ "kind", OUT_TEXT, .summary = "Thay đổi gì" },
	{ "date", OUT_DATE, .summary = "Từ ngày" },
	{ "decision", OUT_TEXT, .summary = "Số quyết định", .maybe = true },
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị kia", .maybe = true },
	{ "name", OUT_TEXT, .summary = "Tên lúc ấy", .maybe = true },
	{ "to", OUT_TEXT, .summary = "Chuyển (moved): mã cơ quan quản lý từ ngày ấy", .maybe = true },
	{ "to_name", OUT_TEXT, .summary = "Chuyển (moved): tên cơ quan ấy", .maybe = true });

SHAPE(lineage, "Đơn vị từ đâu ra và thành gì",
	{ "unit", OUT_TEXT, .summary = "Mã đơn vị" },
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "status", OUT_TEXT, .summary = "Mã trạng thái" },
	{ "before", OUT_SHAPE, .summary = "Từ đâu ra, từng mang tên gì", .shape = &lineage_entry_shape, .list = true },
	{ "after", OUT_SHAPE, .summary = "Thành gì", .shape = &lineage_entry_shape, .list = true });

TAKES(api_unit_create,
	{ "code", IN_TEXT, .required = true, .max_len = 20, .summary = "Mã đơn vị" },
	{ "name", IN_TEXT, .required = true, .max_len = 200, .summary = "Tên đơn vị" },
	{ "kind", IN_TEXT, .required = true, .max_len = 20, .summary = "so, phong hoặc commune" },
	{ "parent", IN_TEXT, .max_len = 20, .summary = "Mã đơn vị cấp trên; bỏ trống: đơn vị của bạn" },
	{ "province", IN_TEXT, .max_len = 2, .summary = "Mã tỉnh" });

TAKES(api_unit_move,
	{ "units", IN_LIST, .summary = "Mã các đơn vị được chuyển" },
	{ "under", IN_TEXT, .max_len = 20, .summary = "Hoặc: mọi cơ sở giáo dục trực thuộc đơn vị này" },
	{ "to", IN_TEXT, .required = true, .max_len = 20, .summary = "Mã đơn vị quản lý mới" },
	{ "from", IN_TEXT, .required = true, .max_len = 10, .summary = "Từ ngày, dạng năm-tháng-ngày" },
	{ "dry_run", IN_BOOL, .summary = "true: làm thử, không ghi gì; trả lời sẽ động đến những gì" });

TAKES(api_unit_move_one,
	{ "to", IN_TEXT, .required = true, .max_len = 20, .summary = "Mã đơn vị quản lý mới" },
	{ "from", IN_TEXT, .required = true, .max_len = 10, .summary = "Từ ngày, dạng năm-tháng-ngày" },
	{ "dry_run", IN_BOOL, .summary = "true: làm thử, không ghi gì; trả lời sẽ động đến những gì" });

TAKES(api_unit_close,
	{ "date", IN_TEXT, .required = true, .max_len = 10, .summary = "Ngày ngừng hoạt động, dạng năm-tháng-ngày" },
	{ "decision", IN_TEXT, .max_len = 100, .summary = "Số quyết định của cấp có thẩm quyền" },
	{ "dissolve", IN_BOOL, .summary = "Giải thể theo quyết định; không: ngừng hoạt động" },
	{ "dry_run", IN_BOOL, .summary = "true: làm thử, không ghi gì; trả lời sẽ động đến những gì" });

TAKES(api_unit_reopen,
	{ "reason", IN_TEXT, .required = true, .max_len = 500, .summary = "Vì sao việc đóng là nhầm; ghi vào lịch sử" });

static json_t *unit_json(const struct unit *u)
{
	json_t *o = json_pack("{ss ss ss ss}", "code", u->code, "name", u->name, "kind", u->kind, "status", u->status);

	if (u->province != NULL)
		json_object_set_new(o, "province", json_string(u->province));
	if (u->levels != NULL)
		json_object_set_new(o, "levels", json_string(u->levels));
	return o;
}

static json_t *units_json(const struct unit *u, size_t n)
{
	json_t *all = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(all, unit_json(&u[i]));
	return all;
}

static bool check_day(struct ctx *c, const char *on)
{
	struct date d;

	return on == NULL || date_parse(on, &d) || fail(c, ERR_INVALID, "query.date", "on phải là một ngày có thật dạng năm-tháng-ngày.");
}

/* Those right below a unit. */
static bool list_children(struct ctx *c, const struct request *q, struct response *r)
{
	const char *on = http_query(q, "on");
	struct unit parent, *children;
	size_t n;

	return check_day(c, on) && api_unit(c, http_query(q, "parent"), &parent) && unit_children(c, actor_scope(c), &parent, on, &children, &n) &&
	       reply_document(c, r, json_pack("{ss so}", "parent", parent.code, "items", units_json(children, n)));
}

static const char *query_or(const struct request *q, const char *name, const char *otherwise)
{
	return http_query(q, name) == NULL ? otherwise : http_query(q, name);
}

/* All below one, by the tree of a day, in pages. */
static bool list_within(struct ctx *c, const struct request *q, struct response *r)
{
	const char *on = query_or(q, "on", time_today(c->arena, c->now_ms)), *after, *next;
	struct unit within, *found;
	int64_t limit;
	size_t n;

	if (!check_day(c, on) || !unit_find(c, actor_scope(c), http_query(q, "within"), &within) || !api_number(c, q, "limit", 1, 200, 50, &limit) ||
	    !api_cursor(c, q, &after) ||
	    !unit_within(c, actor_scope(c), &within, on, query_or(q, "kind", ""), after == NULL ? "" : after, (size_t)limit, &found, &n, &next))
		return false;
	if ((next = api_cursor_sealed(c, q, next)) != NULL)
		reply_header(r, "Link", api_next_link(c, q, next));
	return reply_document(c, r, json_pack("{ss so ss?}", "within", within.code, "items", units_json(found, n), "cursor", next));
}

HANDLER(api_unit_list)
{
	if (http_query(q, "within") == NULL)
		return list_children(c, q, r);
	if (http_query(q, "parent") != NULL)
		return fail(c, ERR_INVALID, "query.unit", "Chỉ dùng một trong hai: parent (trực thuộc ngay) hoặc within (mọi cấp bên dưới).");
	return list_within(c, q, r);
}

/* o is taken where this fails. */
static bool add_years(struct ctx *c, const struct unit *u, json_t *o)
{
	json_t *all = json_array();
	struct date today;
	int *years;
	size_t n;

	json_object_set_new(o, "years", all);
	const char *day = time_today(c->arena, c->now_ms);
	if (!date_parse(day, &today) || !unit_years(c, u, &years, &n)) {
		json_decref(o);
		return false;
	}
	for (size_t i = 0; i < n; i++)
		json_array_append_new(all, json_integer(years[i]));
	const int year = date_school_year(today);
	json_object_set_new(o, "current_year", json_integer(year));
	json_object_set_new(o, "term", json_integer(calendar_term(c->catalog, year, u->province, day) + 1));
	return true;
}

/* parent: the unit itself where there is none. */
static bool whole_json(struct ctx *c, const struct unit *u, const char *day, const struct unit *parent, json_t **ret)
{
	const bool none = parent->id == u->id, shown = !none && scope_covers(actor_scope(c), parent->path, parent->levels);
	struct unit then = *parent, ignored;

	if (shown && day != NULL && !unit_on(c, parent, day, &then, &ignored))
		return false;
	*ret = unit_json(u);
	json_object_set_new(*ret, "parent", none ? json_null() : json_string(parent->code));
	json_object_set_new(*ret, "parent_name", shown ? json_string(then.name) : json_null());
	json_object_set_new(*ret, "placed", json_boolean(!none || streq(u->kind, "ministry")));
	return add_years(c, u, *ret);
}

bool api_unit_json(struct ctx *c, const struct unit *u, json_t **ret)
{
	struct unit parent;

	return unit_parent(c, u, &parent) && whole_json(c, u, NULL, &parent, ret);
}

HANDLER(api_unit_show)
{
	const char *on = http_query(q, "on");
	struct unit u, then, parent;
	json_t *o;

	if (!check_day(c, on) || !unit_find(c, actor_scope(c), http_param(q, "code"), &u))
		return false;
	if (on == NULL)
		return api_unit_json(c, &u, &o) && reply_document(c, r, o);
	return unit_on(c, &u, on, &then, &parent) && whole_json(c, &then, on, &parent, &o) && reply_document(c, r, o);
}

bool api_reply_lineage(struct ctx *c, struct response *r, const struct unit *u)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	json_put_text(&b, "unit", u->code);
	json_put_text(&b, "name", u->name);
	json_put_text(&b, "status", u->status);
	if (!unit_put_lineage(c, u, &b))
		return false;
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_unit_lineage)
{
	struct unit u;

	return unit_find(c, actor_scope(c), http_param(q, "code"), &u) && api_reply_lineage(c, r, &u);
}

static bool close_unit(struct ctx *c, const struct request *q, const struct unit *u, size_t n)
{
	const struct unit_closing x = { in_text(q, "date"), in_text(q, "decision"), in_bool(q, "dissolve") };

	(void)n;
	return unit_close(c, u, &x);
}

HANDLER(api_unit_close)
{
	struct unit u;

	if (!unit_find(c, actor_scope(c), http_param(q, "code"), &u))
		return false;
	if (in_bool(q, "dry_run"))
		return api_reply_unit_trial(c, q, r, &(struct unit_trial_of){ .unit = &u, .n = 1, .fn = close_unit });
	return close_unit(c, q, &u, 1) && unit_get(c, u.id, &u) && api_reply_lineage(c, r, &u);
}

HANDLER(api_unit_reopen)
{
	struct unit u;

	return unit_find(c, actor_scope(c), http_param(q, "code"), &u) && unit_reopen(c, &u, in_text(q, "reason")) && unit_get(c, u.id, &u) &&
	       api_reply_lineage(c, r, &u);
}

HANDLER(api_unit_create)
{
	const char *parent = in_text(q, "parent");
	const struct unit u = { .code = in_text(q, "code"), .name = in_text(q, "name"), .kind = in_text(q, "kind"), .status = "01",
	                        .province = in_text(q, "province") != NULL ? in_text(q, "province") : c->account->unit.province };
	struct unit made;

	if (streq(u.kind, "school"))
		return fail(c, ERR_INVALID, "unit.kind", "Cơ sở giáo dục được lập qua POST /schools.");
	if (!unit_make_office(c, &u, parent == NULL ? c->account->unit.code : parent, &made))
		return false;
	r->status = 201;
	return reply_document(c, r, unit_json(&made));
}

/* The unit of the address; or either the units that are named, or the institutions right below an office. */
static bool moving_in(struct ctx *c, const struct request *q, struct unit_moving *ret)
{
	const char *const one = http_param(q, "code");
	const json_t *units = json_object_get(q->in, "units");
	const size_t n = json_array_size(units);
	const char **code = NEW_N(c->arena, const char *, n + 1);

	*ret = (struct unit_moving){ .code = code, .n = n, .to = in_text(q, "to"), .from_date = in_text(q, "from") };
	if (one != NULL) {
		code[0] = one;
		ret->n = 1;
		return true;
	}
	ret->under = in_text(q, "under");
	if ((n > 0) == (ret->under != NULL))
		return fail(c, ERR_INVALID, "unit.codes", "Ghi một trong hai: units (danh sách mã) hoặc under (mã đơn vị quản lý hiện nay).");
	for (size_t i = 0; i < n; i++) {
		code[i] = json_string_value(json_array_get(units, i));
		if (code[i] == NULL)
			return fail(c, ERR_INVALID, "unit.codes", "units phải là danh sách mã đơn vị.");
	}
	return true;
}

static bool move_units(struct ctx *c, const struct request *q, const struct unit *u, size_t n)
{
	struct unit_moving m;

	(void)u;
	return moving_in(c, q, &m) && unit_move_all(c, &m, &n);
}

HANDLER(api_unit_move)
{
	struct unit_moving m;
	struct unit *u;
	size_t n;

	if (!moving_in(c, q, &m))
		return false;
	if (in_bool(q, "dry_run"))
		return unit_moved(c, &m, &u, &n) && api_reply_unit_trial(c, q, r, &(struct unit_trial_of){ .unit = u, .n = n, .fn = move_units });
	return unit_move_all(c, &m, &n) && reply_document(c, r, json_pack("{sI}", "moved", (json_int_t)n));
}

HANDLER(api_unit_move_one)
{
	return api_unit_move(c, q, r);
}
