/* narrow.c - fields whose limits became tighter than what is stored. */
#include "store/narrow.h"

#include "db/db.h"

/* One field as it was and as it is. */
struct change_of {
	const struct record_type *type;
	const struct field *f;
	const json_t *was;
	struct problems *problems;
};

static const json_t *named(const json_t *list, const char *name)
{
	size_t i;
	json_t *o;

	json_array_foreach(list, i, o)
		if (json_is_string(json_object_get(o, "name")) && streq(json_string_value(json_object_get(o, "name")), name))
			return o;
	return NULL;
}

static bool is_text(const struct change_of *k, const char *member, const char *now)
{
	const char *was = json_string_value(json_object_get(k->was, member));

	return was == NULL ? now == NULL : now != NULL && streq(was, now);
}

/* Tell how many records do not fit a condition; none is no problem. */
static bool tell(struct ctx *c, const struct change_of *k, const char *misfit, const char *what)
{
	const char *sql = arena_fmt(c->arena, "SELECT count(*) FROM %s t WHERE t.%s IS NOT NULL AND (%s)", k->type->table, k->f->column, misfit);
	struct rows r;

	if (!db_query(c, &r, sql, NULL, 0))
		return false;
	if (rows_int(&r, 0, 0) > 0)
		problem_add(c, k->problems, arena_fmt(c->arena, "%s.%s", k->type->name, k->f->name), "migrate.narrowed",
		            "%s.%s: %" PRId64 " hồ sơ %s. Không giá trị nào bị cắt hay bỏ: hãy giữ khai báo cũ, hoặc sửa các hồ sơ ấy trước rồi chạy lại.",
		            k->type->name, k->f->name, rows_int(&r, 0, 0), what);
	return true;
}

static bool check_limits(struct ctx *c, const struct change_of *k, bool *any)
{
	const json_t *max = json_object_get(k->was, "max"), *min = json_object_get(k->was, "min");
	bool text = k->f->type->column == COLUMN_TEXT;
	const char *of = arena_fmt(c->arena, text ? "length(t.%s)" : "t.%s", k->f->column);
	bool less = k->f->has_max && (max == NULL || json_integer_value(max) > k->f->max);
	bool more = k->f->has_min && (min == NULL || json_integer_value(min) < k->f->min);

	*any = *any || less || more;
	return (!less || tell(c, k, arena_fmt(c->arena, "%s > %" PRId64, of, k->f->max), text ? "dài hơn giới hạn mới" : "lớn hơn giới hạn mới")) &&
	       (!more || tell(c, k, arena_fmt(c->arena, "%s < %" PRId64, of, k->f->min), text ? "ngắn hơn giới hạn mới" : "nhỏ hơn giới hạn mới"));
}

/* Does the list lack a code that it had? */
static bool lost_codes(const json_t *old, const struct list *list)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(named(json_object_get(old, "lists"), list->name), "codes"), i, o)
		if (list_find(list, json_string_value(json_object_get(o, "code")), NULL) == NULL)
			return true;
	return false;
}

/* Codes in use that the list no longer has. */
static bool check_codes(struct ctx *c, const struct record_type *t, const char *column, const struct list *list, struct problems *p)
{
	struct buf gone = buf_in(c->arena);
	struct rows r;

	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT DISTINCT %s FROM %s WHERE %s IS NOT NULL ORDER BY %s", column, t->table, column, column), NULL, 0))
		return false;
	for (size_t i = 0; i < r.count; i++)
		if (list_find(list, rows_text(&r, i, 0), NULL) == NULL)
			buf_fmt(&gone, "%s%s", gone.len > 0 ? ", " : "", rows_text(&r, i, 0));
	if (gone.len > 0)
		problem_add(c, p, arena_fmt(c->arena, "%s.%s", t->name, column), "migrate.narrowed",
		            "%s.%s: hồ sơ đang dùng mã %s mà danh mục %s không còn. Mã không bao giờ bị bỏ: hãy trả mã lại danh mục, có ngày hết hiệu lực nếu cần.",
		            t->name, column, gone.data, list->name);
	return true;
}

static bool check_list(struct ctx *c, const json_t *old, const struct record_type *t, const char *column, const struct list *list,
                       struct problems *p, bool *any)
{
	if (list == NULL || list_is_place(list) || !lost_codes(old, list))
		return true;
	*any = true;
	return check_codes(c, t, column, list, p);
}

static bool check_field(struct ctx *c, const struct change_of *k, bool *any)
{
	bool meaning = !is_text(k, "type", k->f->type->name) || json_integer_value(json_object_get(k->was, "scale")) != k->f->scale ||
	               (k->f->to != NULL && !is_text(k, "to", k->f->to->plural));
	bool unique = k->f->unique && !json_is_true(json_object_get(k->was, "unique"));

	*any = *any || meaning || unique;
	if (meaning)
		return tell(c, k, "TRUE", "đã có giá trị mà kiểu, số lẻ hoặc loại được chỉ tới nay khác");
	if (unique && !tell(c, k, arena_fmt(c->arena, "EXISTS (SELECT 1 FROM %s o WHERE o.unit_id = t.unit_id AND o.%s = t.%s AND o.id <> t.id)",
	                                    k->type->table, k->f->column, k->f->column), "cùng đơn vị có giá trị trùng nhau"))
		return false;
	return check_limits(c, k, any);
}

static bool check_type(struct ctx *c, const json_t *old, const struct record_type *t, struct problems *p, bool *any)
{
	const json_t *was = json_object_get(named(json_object_get(old, "types"), t->name), "fields");

	if (was == NULL)
		return true;
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct change_of k = { t, &t->field[i], named(was, t->field[i].name), p };
		if (k.was != NULL && (!check_field(c, &k, any) || !check_list(c, old, t, k.f->column, k.f->list, p, any)))
			return false;
	}
	return check_list(c, old, t, "status", t->statuses, p, any);
}

bool narrow_check(struct ctx *c, const json_t *old, struct problems *p, bool *ret_any)
{
	*ret_any = false;
	for (size_t i = 0; i < c->catalog->n_types; i++)
		if (!check_type(c, old, &c->catalog->type[i], p, ret_any))
			return false;
	return true;
}
