/* unit_admin.c - making and moving units. */
#include "domain/unit/unit_admin.h"

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "store/change.h"
#include "store/hold.h"

static bool check_place(struct ctx *c, const char *kind, const struct unit *parent)
{
	return unit_kind_may_stand_under(c->catalog, kind, parent->kind) ||
	       fail(c, ERR_INVALID, "unit.parent", "%s không quản lý loại đơn vị này.", parent->name);
}

bool unit_tree_hold(struct ctx *c)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_BY_CODE, ARGS(val_text(UNIT_ROOT))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "unit.no_root", "Cơ sở dữ liệu chưa có đơn vị gốc; chạy khue init trước.");
	return unit_hold(c, rows_int(&r, 0, 0), HOLD_ANY, NULL);
}

/* The parent as it is once nobody else can change the tree. */
static bool hold_parent(struct ctx *c, const char *code, struct unit *ret)
{
	return unit_tree_hold(c) && unit_find(c, actor_scope(c), code, ret) && unit_hold(c, ret->id, HOLD_OPEN, ret);
}

bool unit_make_root(struct ctx *c)
{
	const struct unit root = { .code = UNIT_ROOT, .name = "Bộ Giáo dục và Đào tạo", .kind = c->catalog->unit_kind[0].code, .status = UNIT_WORKING };
	int64_t id = 0;

	return db_begin(c) && db_end(c, unit_insert(c, &root, NULL, UNIT_SINCE, &id));
}

static bool log_unit(struct ctx *c, const struct unit *u, const char *event, const char *before, const char *after)
{
	return change_log(c, u->id, &(struct change){ .type = "unit", .record_id = u->id, .version = 1, .code = u->code,
	                                              .event = event, .before = before, .after = after });
}

void unit_put_other(struct buf *b, const char *member, const struct unit *u)
{
	json_put_text(b, member, u->code);
	json_put_text(b, arena_fmt(b->arena, "%s_name", member), u->name);
}

static bool insert(struct ctx *c, const struct unit *u, const struct unit *parent, const char *since, struct unit *ret)
{
	int64_t id = 0;

	return unit_insert(c, u, parent, since, &id) && unit_get(c, id, ret) &&
	       log_unit(c, ret, "NEW", NULL, json_texts(c->arena, "name", u->name, "kind", u->kind, "parent", parent->code, NULL));
}

bool unit_code_is_fine(const char *code)
{
	size_t n = strlen(code);

	return n >= 2 && n <= 20 && strspn(code, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.") == n;
}

bool unit_code_is_usual(const struct ctx *c, const char *code)
{
	const struct list *provinces = catalog_list(c->catalog, "province");
	const char province[] = { code[0], code[0] == '\0' ? '\0' : code[1], '\0' };

	return provinces == NULL || (strspn(code, "0123456789") >= 2 && list_find(provinces, province, NULL) != NULL);
}

/* An office right below the root brings its province; whatever stands below is of the same. */
static bool check_province(struct ctx *c, const struct unit *u, const struct unit *parent)
{
	const struct list *provinces = catalog_list(c->catalog, "province");

	if (parent->province != NULL ? u->province != NULL && streq(u->province, parent->province)
	                             : u->province != NULL && (provinces == NULL || list_find(provinces, u->province, NULL) != NULL))
		return true;
	return fail(c, ERR_INVALID, "unit.province", "Mã tỉnh phải có trong danh mục và là tỉnh của đơn vị cấp trên.");
}

static bool make_office(struct ctx *c, const struct unit *u, const char *parent_code, struct unit *ret)
{
	struct unit parent;

	return hold_parent(c, parent_code, &parent) && check_place(c, u->kind, &parent) && check_province(c, u, &parent) &&
	       insert(c, u, &parent, UNIT_SINCE, ret);
}

bool unit_make_office(struct ctx *c, const struct unit *u, const char *parent_code, struct unit *ret)
{
	if (unit_is_school(c, u))
		return fail(c, ERR_INVALID, "unit.kind", "Cơ sở giáo dục được lập qua POST /schools.");
	if (!unit_code_is_fine(u->code))
		return fail(c, ERR_INVALID, "code.form", "Mã đơn vị gồm 2 đến 20 chữ cái không dấu và chữ số.");
	if (!text_says_something(u->name))
		return fail(c, ERR_INVALID, "unit.name", "Tên đơn vị không có chữ cái hay chữ số nào; ghi tên đang dùng.");
	return db_begin(c) && db_end(c, make_office(c, u, parent_code, ret));
}

static const struct record_type *school_type(const struct ctx *c)
{
	return catalog_type(c->catalog, "school");
}

static const char *text_of(const struct record_type *t, const struct val *value, const char *name)
{
	const struct field *f = field_find(t, name);

	return f == NULL || value[f->index].kind != VAL_TEXT ? NULL : value[f->index].s;
}

static const char *levels_of(const struct record_type *t, const struct val *value)
{
	const struct field *f = field_find(t, "level_group");
	const char *code = text_of(t, value, "level_group");
	const struct list_item *it = code == NULL ? NULL : list_find(f->list, code, NULL);

	return it == NULL ? NULL : it->levels;
}

static bool is_limited(const struct record_type *t, const struct val *value)
{
	const struct field *f = field_find(t, "limited_information");

	return f != NULL && value[f->index].kind != VAL_NULL && value[f->index].i != 0;
}

static bool make_school(struct ctx *c, const struct draft *d, const char *kind, const char *parent_code, struct unit *ret, struct outcome *out)
{
	const struct record_type *t = school_type(c);
	const char *province = text_of(t, d->value, "province");
	struct unit parent, u = { .code = d->code, .name = text_of(t, d->value, "name"), .kind = kind, .status = t->initial_status,
		                  .levels = levels_of(t, d->value), .limited = is_limited(t, d->value) };

	if (!hold_parent(c, parent_code, &parent) || !check_place(c, u.kind, &parent))
		return false;
	u.province = province != NULL ? province : parent.province;
	/* Of no earlier day is it asked for figures. */
	const char *founded = text_of(t, d->value, "founded_on");
	const bool known = founded != NULL && strcmp(founded, UNIT_SINCE) > 0 && strcmp(founded, time_today(c->arena, c->now_ms)) <= 0;
	return insert(c, &u, &parent, known ? founded : UNIT_SINCE, ret) && record_create(c, t, ret, d, out);
}

bool unit_make_school_in(struct ctx *c, const struct draft *d, const char *parent_code, struct unit *ret, struct outcome *ret_out)
{
	return make_school(c, d, unit_kind_of_record(c->catalog, school_type(c)), parent_code, ret, ret_out);
}

bool unit_make_school_and_tell(struct ctx *c, const struct draft *d, const char *kind, const char *parent_code, struct unit *ret, struct outcome *ret_out)
{
	const char *as = kind == NULL ? unit_kind_of_record(c->catalog, school_type(c)) : kind;
	struct problems p = d->problems;

	if (!unit_kind_is_institution(c->catalog, as))
		return fail(c, ERR_INVALID, "unit.kind", "%s không phải một loại cơ sở giáo dục.", as == NULL ? "?" : as);

	if (d->code == NULL || !unit_code_is_fine(d->code))
		problem_add(c, &p, "code", "code.form", "Mã trường do đơn vị quản lý cấp, gồm 2 đến 20 chữ cái không dấu và chữ số.");
	record_check_required(c, school_type(c), d->value, &p);
	if (p.errors > 0)
		return fail_problems(c, &p);
	if (!db_begin(c) || !db_end(c, make_school(c, d, as, parent_code, ret, ret_out)))
		return false;
	if (!unit_code_is_usual(c, d->code))
		problem_warn(c, &ret_out->problems, "code", "code.unusual", "Mã %s không theo cách đặt mã trường của Bộ: hai chữ số đầu không phải mã một tỉnh. Hãy so với mã mà "
		             "Bộ hoặc đơn vị quản lý đã cấp.", d->code);
	return true;
}

bool unit_make_school(struct ctx *c, const struct draft *d, const char *parent_code, struct unit *ret)
{
	struct outcome out;

	return unit_make_school_and_tell(c, d, NULL, parent_code, ret, &out);
}

bool unit_follow_in(struct ctx *c, const struct record *school)
{
	const struct record_type *t = school->type;
	const char *name = text_of(t, school->value, "name");
	const char *province = text_of(t, school->value, "province");

	if (is_limited(t, school->value) && !school->unit.limited && c->account != NULL && c->account->unit.id == school->unit.id)
		return fail(c, ERR_FORBIDDEN, "school.limited", "Thuộc quốc phòng, công an là do cơ quan quản lý trực tiếp đánh dấu; trường chỉ tự bỏ được.");
	db_fence_anew(c);
	return db_exec(c, SQL_UNIT_RENAME,
	               ARGS(val_int(school->unit.id), val_text(name), val_text(text_fold(c->arena, name)), val_text(school->status),
	                    val_text(province != NULL ? province : school->unit.province), val_text(levels_of(t, school->value)),
	                    is_limited(t, school->value) ? val_bool(true) : val_null()));
}

/* Everything below a moved unit moves with it. */
static bool change_paths(struct ctx *c, const struct unit *u, const struct unit *parent)
{
	char *end = arena_strdup(c->arena, u->path);
	struct rows r;

	end[strlen(end) - 1]++;
	if (!db_rows(c, &r, SQL_UNIT_BELOW, ARGS(val_text(u->path), val_text(end))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const char *tail = rows_text(&r, i, 1) + strlen(u->path);
		const char *path = arena_fmt(c->arena, "%s%" PRId64 "/%s", parent->path, u->id, tail);
		if (!db_exec(c, SQL_UNIT_SET_PATH, ARGS(*rows_at(&r, i, 0), val_text(path))))
			return false;
	}
	db_fence_anew(c);
	return true;
}

static bool log_move(struct ctx *c, const struct unit *u, const struct unit *parent, const char *from_date)
{
	struct buf before = buf_in(c->arena), after = buf_in(c->arena);
	struct unit was;
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_EDGE_CURRENT, ARGS(val_int(u->id))) || (r.count > 0 && !unit_get(c, rows_int(&r, 0, 0), &was)))
		return false;
	if (r.count > 0) {
		json_open_object(&before, NULL);
		unit_put_other(&before, "parent", &was);
		json_close_object(&before);
	}
	json_open_object(&after, NULL);
	unit_put_other(&after, "parent", parent);
	json_put_text(&after, "from", from_date);
	json_close_object(&after);
	return log_unit(c, u, "MOVE", r.count > 0 ? before.data : NULL, after.data);
}

/* What khue doctor finds wrong with earlier edges is put right on the way. */
static bool change_edge(struct ctx *c, const struct unit *u, const struct unit *parent, const char *from_date)
{
	struct rows r;

	if (!db_exec(c, SQL_UNIT_EDGE_MEND, ARGS(val_int(u->id))) || !db_rows(c, &r, SQL_UNIT_EDGE_CURRENT, ARGS(val_int(u->id))))
		return false;
	if (r.count == 0 && unit_is_over(u->status))
		return fail(c, ERR_CONFLICT, "unit.closed", "%s đã rời khỏi mạng lưới; không chuyển được nữa.", u->name);
	if (r.count == 0) /* at work, but nobody's: khue doctor leads here */
		return db_exec(c, SQL_UNIT_EDGE_INSERT, ARGS(val_int(u->id), val_int(parent->id), val_text(from_date))) &&
		       db_exec(c, SQL_UNIT_EDGE_MEND, ARGS(val_int(u->id)));
	if (rows_int(&r, 0, 0) == parent->id)
		return true;
	if (strcmp(rows_text(&r, 0, 1), from_date) > 0)
		return fail(c, ERR_INVALID, "unit.date", "%s đã được chuyển từ ngày %s; ngày mới phải sau ngày ấy.", u->name, date_words(c->arena, rows_text(&r, 0, 1)));
	if (streq(rows_text(&r, 0, 1), from_date))
		return db_exec(c, SQL_UNIT_EDGE_REPLACE, ARGS(val_int(u->id), val_int(parent->id), val_text(from_date)));
	return db_exec(c, SQL_UNIT_EDGE_CLOSE, ARGS(val_int(u->id), val_text(from_date), val_text(from_date))) &&
	       db_exec(c, SQL_UNIT_EDGE_INSERT, ARGS(val_int(u->id), val_int(parent->id), val_text(from_date)));
}

static bool move_one(struct ctx *c, const struct unit *u, const struct unit *parent, const char *from_date)
{
	if (strncmp(parent->path, u->path, strlen(u->path)) == 0)
		return fail(c, ERR_INVALID, "unit.circle", "%s không thể nằm dưới chính nó hay dưới đơn vị trực thuộc nó; hãy chọn đơn vị khác.", u->name);
	if (!unit_kind_may_stand_under(c->catalog, u->kind, parent->kind))
		return fail(c, ERR_INVALID, "unit.parent", "%s không quản lý loại đơn vị như %s; hãy chọn cơ quan quản lý cấp trên.", parent->name, u->name);
	return log_move(c, u, parent, from_date) && change_edge(c, u, parent, from_date) && change_paths(c, u, parent);
}

bool unit_place_in(struct ctx *c, const struct unit *given, const char *parent_code)
{
	struct unit parent, u;
	struct rows r;

	if (!hold_parent(c, parent_code, &parent) || !unit_get(c, given->id, &u) || !db_rows(c, &r, SQL_UNIT_EDGE_CURRENT, ARGS(val_int(u.id))))
		return false;
	return (r.count == 1 && rows_int(&r, 0, 0) == parent.id) || move_one(c, &u, &parent, r.count == 1 ? rows_text(&r, 0, 1) : UNIT_SINCE);
}

bool unit_moved(struct ctx *c, const struct unit_moving *m, struct unit **ret, size_t *ret_n)
{
	struct unit office, *child;
	size_t n;

	*ret_n = 0;
	if (m->under == NULL) {
		*ret = NEW_N(c->arena, struct unit, m->n + 1);
		for (; *ret_n < m->n; ++*ret_n)
			if (!unit_find(c, actor_scope(c), m->code[*ret_n], &(*ret)[*ret_n]))
				return false;
		return true;
	}
	if (!unit_find(c, actor_scope(c), m->under, &office) || !unit_children(c, actor_scope(c), &office, NULL, &child, &n))
		return false;
	*ret = child;
	for (size_t i = 0; i < n; i++)
		if (unit_is_school(c, &child[i]))
			child[(*ret_n)++] = child[i];
	return true;
}

/* Nothing is believed that was read before the tree was held. */
static bool move(struct ctx *c, const struct unit_moving *m, size_t *ret_n)
{
	struct unit parent, *moved;

	if (!unit_tree_hold(c) || !unit_find(c, actor_scope(c), m->to, &parent) || !unit_moved(c, m, &moved, ret_n))
		return false;
	struct holding *all = NEW_N(c->arena, struct holding, *ret_n + 1);
	all[0] = (struct holding){ parent.id, HOLD_OPEN };
	for (size_t i = 0; i < *ret_n; i++)
		all[i + 1] = (struct holding){ moved[i].id, HOLD_ANY }; /* what has ended goes along, so that it is still found */
	if (!units_hold(c, all, *ret_n + 1))
		return false;
	for (size_t i = 0; i < *ret_n; i++) {
		struct unit u; /* one moved before may have taken it along */
		if (!unit_get(c, moved[i].id, &u) || !move_one(c, &u, &parent, m->from_date))
			return false;
	}
	return true;
}

bool unit_move_all(struct ctx *c, const struct unit_moving *m, size_t *ret_n)
{
	struct date d;

	*ret_n = 0;
	if (!date_parse(m->from_date, &d))
		return fail(c, ERR_INVALID, "unit.date", "Ngày chuyển phải là một ngày có thật dạng năm-tháng-ngày.");
	if (strcmp(m->from_date, time_today(c->arena, c->now_ms)) > 0)
		return fail(c, ERR_INVALID, "unit.date", "Ngày %s chưa đến; hãy ghi khi quyết định đã có hiệu lực.", date_words(c->arena, m->from_date));
	return db_begin(c) && db_end(c, move(c, m, ret_n));
}

bool unit_move(struct ctx *c, const char *const *code, size_t n, const char *parent_code, const char *from_date)
{
	return unit_move_all(c, &(struct unit_moving){ .code = code, .n = n, .to = parent_code, .from_date = from_date }, &n);
}

bool unit_move_schools(struct ctx *c, const char *office_code, const char *parent_code, const char *from_date, size_t *ret_n)
{
	return unit_move_all(c, &(struct unit_moving){ .under = office_code, .to = parent_code, .from_date = from_date }, ret_n);
}

bool unit_schools_below(struct ctx *c, const struct unit *u, const char *date, struct unit **ret, size_t *ret_n)
{
	const char *on = date == NULL ? time_today(c->arena, c->now_ms) : date;
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_TREE_ON, ARGS(val_int(u->id), val_text(on))))
		return false;
	*ret = NEW_N(c->arena, struct unit, r.count);
	*ret_n = 0;
	for (size_t i = 0; i < r.count; i++)
		if (unit_kind_is_institution(c->catalog, rows_text(&r, i, 2)) && (rows_int(&r, i, 5) == 0 || rows_int(&r, i, 0) == u->id))
			(*ret)[(*ret_n)++] = (struct unit){ .id = rows_int(&r, i, 0), .code = rows_text(&r, i, 1), .kind = rows_text(&r, i, 2), .path = rows_text(&r, i, 3),
			                                       .levels = rows_text(&r, i, 4), .limited = rows_int(&r, i, 5) != 0 };
	return true;
}
