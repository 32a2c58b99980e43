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
	{ "kind", OUT_TEXT, .summary = "Mã loại đơn vị" }, \
	{ "status", OUT_TEXT, .summary = "Mã trạng thái" }, \
	{ "province", OUT_TEXT, .summary = "Mã tỉnh", .maybe = true }, \
	{ "levels", OUT_TEXT, .summary = "Các cấp học", .maybe = true }, \
	{ "parent", OUT_TEXT, .summary = "Mã đơn vị quản lý", .maybe = true }

SHAPE(unit, "Một đơn vị", UNIT);

SHAPE(unit_whole, "Một đơn vị, và những năm học có hồ sơ",
	UNIT,
	{ "parent_name", OUT_TEXT, .summary = "Tên đơn vị ấy, nếu trong phạm vi của bạn", .maybe = true },
	{ "above", OUT_TEXT, .summary = "Cơ quan quản lý hôm nay, như đầu giấy tờ của đơn vị ghi", .maybe = true },
	{ "place", OUT_TEXT, .summary = "Nơi đóng, như giấy tờ của đơn vị ghi cạnh ngày: xã, phường, chưa rõ thì tỉnh", .maybe = true },
	{ "placed", OUT_BOOL, .summary = "Có chỗ trong cây đơn vị hay không" },
	{ "years", OUT_INT, .summary = "Năm đầu của những năm học có lớp; của cơ quan quản lý: những năm gần đây mà một trường bên dưới có lớp", .list = true },
	{ "usual_year", OUT_INT, .summary = "Năm đầu của năm học nên xem trước: năm nay, hay năm cuối có lớp; của cơ quan: năm gần nhất quá nửa số trường có lớp" },
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
	{ "kind", IN_TEXT, .required = true, .max_len = 20, .summary = "Mã loại đơn vị, của một cơ quan quản lý" },
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

static void put_members(struct buf *b, const struct unit *u)
{
	json_put_text(b, "code", u->code);
	json_put_text(b, "name", u->name);
	json_put_text(b, "kind", u->kind);
	json_put_text(b, "status", u->status);
	if (u->province != NULL)
		json_put_text(b, "province", u->province);
	if (u->levels != NULL)
		json_put_text(b, "levels", u->levels);
}

static void put_items(struct buf *b, const struct unit *u, size_t n)
{
	json_open_list(b, "items");
	for (size_t i = 0; i < n; i++) {
		json_open_object(b, NULL);
		put_members(b, &u[i]);
		json_close_object(b);
	}
	json_close_list(b);
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
	struct buf b = buf_in(c->arena);
	size_t n;

	if (!check_day(c, on) || !api_unit(c, http_query(q, "parent"), &parent) || !unit_children(c, actor_scope(c), &parent, on, &children, &n))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "parent", parent.code);
	put_items(&b, children, n);
	json_close_object(&b);
	return reply_json(r, &b);
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
	struct buf b = buf_in(c->arena);
	int64_t limit;
	size_t n;

	if (!check_day(c, on) || !unit_find(c, actor_scope(c), http_query(q, "within"), &within) || !api_number(c, q, "limit", 1, 200, 50, &limit) ||
	    !api_cursor(c, q, &after) ||
	    !unit_within(c, actor_scope(c), &within, on, query_or(q, "kind", ""), after == NULL ? "" : after, (size_t)limit, &found, &n, &next))
		return false;
	if ((next = api_cursor_sealed(c, q, next)) != NULL)
		reply_header(r, "Link", api_next_link(c, q, next));
	json_open_object(&b, NULL);
	json_put_text(&b, "within", within.code);
	put_items(&b, found, n);
	json_put_text(&b, "cursor", next);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_unit_list)
{
	if (http_query(q, "within") == NULL)
		return list_children(c, q, r);
	if (http_query(q, "parent") != NULL)
		return fail(c, ERR_INVALID, "query.unit", "Chỉ dùng một trong hai: parent (trực thuộc ngay) hoặc within (mọi cấp bên dưới).");
	return list_within(c, q, r);
}

static bool put_years(struct ctx *c, struct buf *b, const struct unit *u)
{
	const char *day = time_today(c->arena, c->now_ms);
	struct date today;
	int *years, usual;
	size_t n;

	if (!date_parse(day, &today) || !unit_years(c, u, &years, &n) || !unit_usual_year(c, u, years, n, &usual))
		return false;
	json_open_list(b, "years");
	for (size_t i = 0; i < n; i++)
		json_put_int(b, NULL, years[i]);
	json_close_list(b);
	json_put_int(b, "usual_year", usual);
	const int year = date_school_year(today);
	json_put_int(b, "current_year", year);
	json_put_int(b, "term", calendar_term(c->catalog, year, u->province, day) + 1);
	return true;
}

/* parent: the unit itself where there is none. */
static bool put_whole(struct ctx *c, struct buf *b, const char *name, const struct unit *u, const char *day, const struct unit *parent)
{
	const bool none = parent->id == u->id, shown = !none && scope_covers(actor_scope(c), parent);
	struct unit then = *parent, ignored;
	const char *place = NULL;

	if (day == NULL && !unit_place(c, u, &place))
		return false;
	if (shown && day != NULL && !unit_on(c, parent, day, &then, &ignored))
		return false;
	json_open_object(b, name);
	put_members(b, u);
	json_put_text(b, "parent", none ? NULL : parent->code);
	json_put_text(b, "parent_name", shown ? then.name : NULL);
	json_put_text(b, "above", none || day != NULL ? NULL : parent->name);
	json_put_text(b, "place", place);
	json_put_bool(b, "placed", !none || unit_is_root(c, u));
	if (!put_years(c, b, u))
		return false;
	json_close_object(b);
	return true;
}

bool api_put_unit(struct ctx *c, struct buf *b, const char *name, const struct unit *u)
{
	struct unit parent;

	return unit_parent(c, u, &parent) && put_whole(c, b, name, u, NULL, &parent);
}

HANDLER(api_unit_show)
{
	const char *on = http_query(q, "on");
	struct buf b = buf_in(c->arena);
	struct unit u, then, parent;

	if (!check_day(c, on) || !unit_find(c, actor_scope(c), http_param(q, "code"), &u))
		return false;
	if (on == NULL)
		return api_put_unit(c, &b, NULL, &u) && reply_json(r, &b);
	return unit_on(c, &u, on, &then, &parent) && put_whole(c, &b, NULL, &then, on, &parent) && reply_json(r, &b);
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

static bool create(struct ctx *c, const struct request *q, struct response *r)
{
	const char *parent = in_text(q, "parent");
	const struct unit u = { .code = in_text(q, "code"), .name = in_text(q, "name"), .kind = in_text(q, "kind"), .status = UNIT_WORKING,
	                        .province = in_text(q, "province") != NULL ? in_text(q, "province") : c->account->unit.province };
	struct buf b = buf_in(c->arena);
	struct unit made;

	if (!unit_make_office(c, &u, parent == NULL ? c->account->unit.code : parent, &made))
		return false;
	r->status = 201;
	json_open_object(&b, NULL);
	put_members(&b, &made);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_unit_create)
{
	bool again;

	return api_once(c, q, r, create, &again);
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
	struct buf b = buf_in(c->arena);
	struct unit_moving m;
	struct unit *u;
	size_t n;

	if (!moving_in(c, q, &m))
		return false;
	if (in_bool(q, "dry_run"))
		return unit_moved(c, &m, &u, &n) && api_reply_unit_trial(c, q, r, &(struct unit_trial_of){ .unit = u, .n = n, .fn = move_units });
	if (!unit_move_all(c, &m, &n))
		return false;
	json_open_object(&b, NULL);
	json_put_int(&b, "moved", n);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_unit_move_one)
{
	return api_unit_move(c, q, r);
}
