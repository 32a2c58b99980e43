/* unit_levels.c - which levels are taught below an office; a school does not cease to teach a level while it has classes or rooms of it. */
#include "domain/unit/unit_levels.h"

#include "base/time.h"
#include "db/db.h"
#include "store/scope.h"

static bool share_level(const struct list_item *x, const struct list_item *y)
{
	for (const char *p = x->levels == NULL ? "" : x->levels; *p != '\0'; p += p[2] == ',' ? 3 : 2)
		if (list_item_has_level(y, (const char[]){ p[0], p[1], '\0' }))
			return true;
	return false;
}

/* How many in use are of what the school taught and teaches no more; cells: code, number. */
static bool count(struct ctx *c, enum sql_id sql, const struct record_write *school, const struct unit *u, const struct field *group, const struct list *list,
                  int64_t *ret)
{
	const struct list_item *was = list_find(group->list, school->old->value[group->index].s, NULL);
	const struct list_item *now = list_find(group->list, school->value[group->index].s, NULL);
	struct date today;
	struct rows r;

	*ret = 0;
	if (!date_parse(time_today(c->arena, c->now_ms), &today) || !db_rows(c, &r, sql, ARGS(val_int(u->id), val_int(date_school_year(today)))))
		return false;
	for (size_t i = 0; i < r.count && was != NULL && now != NULL; i++) {
		const struct list_item *it = list_find(list, rows_text(&r, i, 0), NULL);
		if (it != NULL && share_level(it, was) && !share_level(it, now))
			*ret += rows_int(&r, i, 1);
	}
	return true;
}

bool unit_levels_check(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	const struct field *group = field_find(t, "level_group");
	int64_t classes, rooms;

	for (size_t i = 0; i < n; i++) {
		if (w[i].old == NULL || val_equal(&w[i].value[group->index], &w[i].old->value[group->index]) || w[i].value[group->index].kind != VAL_TEXT ||
		    w[i].old->value[group->index].kind != VAL_TEXT)
			continue;
		if (!count(c, SQL_UNIT_CLASS_GRADES, &w[i], u, group, catalog_list(c->catalog, "grade"), &classes) ||
		    !count(c, SQL_UNIT_ROOM_LEVELS, &w[i], u, group, catalog_list(c->catalog, "education_level"), &rooms))
			return false;
		if (classes + rooms == 0)
			continue;
		const char *message = arena_fmt(c->arena, "%s: trường còn %" PRId64 " lớp và %" PRId64 " phòng đang dùng, của năm học này hoặc sau, thuộc cấp học mà "
		                                "nhóm mới không có. Hãy sửa khối, cấp học hoặc ngừng dùng các lớp, phòng ấy trước.", group->label, classes, rooms);
		problem_put(c, w[i].problems, (struct problem){ .field = group->name, .key = "school.level_in_use", .message = message, .warning = w[i].otherwise });
	}
	return true;
}

/* Level by level, so that of a whole country no more is read than what stands before the first school of each. */
bool unit_levels_below(struct ctx *c, const struct unit *u, const char **ret)
{
	const struct list *level = catalog_list(c->catalog, "education_level");
	struct buf sql = buf_in(c->arena), b = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	*ret = u->levels;
	if (u->levels != NULL || level == NULL)
		return true;
	for (size_t i = 0; i < level->n_items; i++) {
		buf_fmt(&sql, "%s CASE WHEN EXISTS (SELECT 1 FROM unit u WHERE u.status = '" UNIT_WORKING "' AND u.levels LIKE '%%%s%%' AND ", i == 0 ? "SELECT" : ",", level->item[i].code);
		scope_within_sql(&sql, &args, u->path, "u", SCOPE_FIND);
		buf_put(&sql, ") THEN 1 ELSE 0 END");
	}
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < level->n_items; i++)
		if (rows_int(&r, 0, i) != 0)
			buf_fmt(&b, "%s%s", b.len > 0 ? "," : "", level->item[i].code);
	*ret = b.len > 0 ? buf_text(&b) : NULL;
	return true;
}
