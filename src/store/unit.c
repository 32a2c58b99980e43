/* unit.c - the unit table. */
#include "store/unit.h"

#include "base/text.h"
#include "base/time.h"
#include "catalog/life.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "store/identifier.h"

enum { YEARS_BACK = 5, SCHOOLS_ASKED = 300 };

void unit_from_row(const struct rows *r, size_t row, size_t at, struct unit *ret)
{
	*ret = (struct unit){
		.id = rows_int(r, row, at), .code = rows_text(r, row, at + 1), .name = rows_text(r, row, at + 2), .kind = rows_text(r, row, at + 3),
		.province = rows_text(r, row, at + 4), .status = rows_text(r, row, at + 5), .path = rows_text(r, row, at + 6), .levels = rows_text(r, row, at + 7),
		.limited = rows_int(r, row, at + 8) != 0,
	};
}

int unit_compare_ids(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

bool unit_is_school(const struct ctx *c, const struct unit *u)
{
	return unit_kind_is_institution(c->catalog, u->kind);
}

bool unit_is_working_school(const struct ctx *c, const struct unit *u)
{
	return unit_is_school(c, u) && record_is_present(c->catalog, unit_kind_find(c->catalog, u->kind)->record, u->status);
}

bool unit_is_root(const struct ctx *c, const struct unit *u)
{
	return streq(u->kind, c->catalog->unit_kind[0].code);
}

static const char *const over[] = { "03", "04", "05", "06", "98" };

void unit_not_over_sql(struct buf *sql, const char *column)
{
	buf_fmt(sql, "%s NOT IN (", column);
	for (size_t i = 0; i < COUNT(over); i++)
		buf_fmt(sql, "%s'%s'", i == 0 ? "" : ", ", over[i]);
	buf_char(sql, ')');
}

bool unit_is_over(const char *status)
{
	for (size_t i = 0; i < COUNT(over); i++)
		if (streq(status, over[i]))
			return true;
	return false;
}

bool unit_get(struct ctx *c, int64_t id, struct unit *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_GET, ARGS(val_int(id))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_INTERNAL, "unit.lost", "unit %" PRId64 " does not exist", id);
	unit_from_row(&r, 0, 0, ret);
	return true;
}

bool unit_find(struct ctx *c, const struct scope *s, const char *code, struct unit *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_BY_CODE, ARGS(val_text(code))))
		return false;
	if (r.count == 1)
		unit_from_row(&r, 0, 0, ret);
	if (r.count == 1 && scope_covers(s, ret))
		return true;
	return fail(c, ERR_NOT_FOUND, "unit.unknown", "Không có đơn vị mang mã này trong phạm vi của bạn.");
}

bool unit_parent(struct ctx *c, const struct unit *u, struct unit *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_EDGE_CURRENT, ARGS(val_int(u->id))))
		return false;
	return unit_get(c, r.count == 0 ? u->id : rows_int(&r, 0, 0), ret);
}

bool unit_place(struct ctx *c, const struct unit *u, const char **ret)
{
	const struct list_item *it = NULL;
	struct rows r = { 0 };

	if (unit_is_school(c, u) && !db_rows(c, &r, SQL_UNIT_COMMUNE, ARGS(val_int(u->id))))
		return false;
	if (r.count > 0 && rows_text(&r, 0, 0) != NULL)
		it = list_find(catalog_list(c->catalog, "commune"), rows_text(&r, 0, 0), NULL);
	if (it == NULL && u->province != NULL)
		it = list_find(catalog_list(c->catalog, "province"), u->province, NULL);
	*ret = it == NULL ? NULL : it->name;
	return true;
}

bool unit_on(struct ctx *c, const struct unit *u, const char *day, struct unit *ret, struct unit *ret_parent)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_ON, ARGS(val_int(u->id), val_text(day))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_INTERNAL, "unit.gone", "unit %s is not there any more", u->code);
	*ret = *u;
	ret->name = rows_text(&r, 0, 0);
	ret->status = rows_text(&r, 0, 1);
	return unit_get(c, rows_at(&r, 0, 2)->kind == VAL_NULL ? u->id : rows_int(&r, 0, 2), ret_parent);
}

/* The texts that all paths below it lie between. */
static const char *path_end(struct ctx *c, const struct unit *u)
{
	char *end = arena_strdup(c->arena, u->path);

	end[strlen(end) - 1]++;
	return end;
}

/* Year by year, back from the present one: an office has too many classes to look at them all. */
static bool years_below(struct ctx *c, const struct unit *u, int *ret, size_t *ret_n)
{
	const char *end = path_end(c, u);
	struct date today;
	struct rows r;

	if (!date_parse(time_today(c->arena, c->now_ms), &today))
		return false;
	const int last = date_school_year(today);
	*ret_n = 0;
	for (int year = last - YEARS_BACK; year <= last; year++) {
		if (!db_rows(c, &r, SQL_UNIT_YEAR_BELOW, ARGS(val_text(u->path), val_text(end), val_int(year))))
			return false;
		if (rows_int(&r, 0, 0) > 0)
			ret[(*ret_n)++] = year;
	}
	return true;
}

bool unit_years(struct ctx *c, const struct unit *u, int **ret, size_t *ret_n)
{
	struct rows r;

	if (!unit_is_school(c, u)) {
		*ret = NEW_N(c->arena, int, YEARS_BACK + 1);
		return years_below(c, u, *ret, ret_n);
	}
	if (!db_rows(c, &r, SQL_UNIT_YEARS, ARGS(val_int(u->id))))
		return false;
	*ret = NEW_N(c->arena, int, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*ret)[i] = (int)rows_int(&r, i, 0);
	return true;
}

static bool schools_of_years(struct ctx *c, const struct unit *u, int64_t one_in, int from, int to, int64_t *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_YEAR_SCHOOLS, ARGS(val_text(u->path), val_text(path_end(c, u)), val_int(from), val_int(to), val_int(one_in))))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

/* Where no year has most of the schools, the one that has the most of them. */
static bool year_of_most(struct ctx *c, const struct unit *u, const int *years, size_t n, int *ret)
{
	struct rows below;
	int64_t all, those, most = -1;

	if (!db_rows(c, &below, SQL_UNIT_BELOW_COUNT, ARGS(val_text(u->path), val_text(path_end(c, u)))))
		return false;
	const int64_t one_in = 1 + rows_int(&below, 0, 0) / SCHOOLS_ASKED;
	if (!schools_of_years(c, u, one_in, years[0], years[n - 1], &all))
		return false;
	for (size_t i = n; i-- > 0 && 2 * most <= all;) {
		if (!schools_of_years(c, u, one_in, years[i], years[i], &those))
			return false;
		if (those > most) {
			most = those;
			*ret = years[i];
		}
	}
	return true;
}

bool unit_usual_year(struct ctx *c, const struct unit *u, const int *years, size_t n, int *ret)
{
	struct date today;

	if (!date_parse(time_today(c->arena, c->now_ms), &today))
		return false;
	*ret = date_school_year(today);
	if (n == 0)
		return true;
	if (!unit_is_school(c, u))
		return year_of_most(c, u, years, n, ret);
	for (size_t i = 0; i < n; i++)
		if (years[i] == *ret)
			return true;
	*ret = years[n - 1];
	return true;
}

void unit_parts_sql(const struct ctx *c, struct buf *sql, struct sql_args *args, const struct unit *u)
{
	const bool school = unit_is_school(c, u);

	buf_put(sql, " FROM unit part JOIN unit u ON ");
	scope_below_sql(sql, "part", "u");
	buf_put(sql, " AND ");
	unit_kinds_sql(sql, c->catalog, "u.kind", NULL);
	buf_put(sql, " AND ");
	unit_not_over_sql(sql, "u.status");
	buf_put(sql, school ? " AND part.id = " : " AND part.id IN (SELECT e.unit_id FROM unit_edge e WHERE e.valid_to IS NULL AND e.parent_id = ");
	sql_arg(sql, args, val_int(u->id));
	buf_put(sql, school ? "" : ")");
}

bool unit_children(struct ctx *c, const struct scope *s, const struct unit *u, const char *on, struct unit **ret, size_t *ret_n)
{
	struct rows r;

	if (on == NULL ? !db_rows(c, &r, SQL_UNIT_CHILDREN, ARGS(val_int(u->id))) : !db_rows(c, &r, SQL_UNIT_CHILDREN_ON, ARGS(val_int(u->id), val_text(on))))
		return false;
	*ret = NEW_N(c->arena, struct unit, r.count + 1);
	*ret_n = 0;
	for (size_t i = 0; i < r.count; i++) {
		unit_from_row(&r, i, 0, &(*ret)[*ret_n]);
		*ret_n += scope_covers(s, &(*ret)[*ret_n]);
	}
	return true;
}

bool unit_within(struct ctx *c, const struct scope *s, const struct unit *u, const char *date, const char *kind, const char *after,
                 size_t limit, struct unit **ret, size_t *ret_n, const char **ret_next)
{
	struct rows r;

	*ret = NEW_N(c->arena, struct unit, limit + 1);
	*ret_n = 0;
	*ret_next = NULL;
	/* A tree of the past may hold units that are somebody else's now. */
	do {
		if (!db_rows(c, &r, SQL_UNIT_WITHIN_ON, ARGS(val_int(u->id), val_text(date), val_text(kind), val_text(after), val_int((int64_t)limit + 1))))
			return false;
		for (size_t i = 0; i < r.count && *ret_next == NULL; i++) {
			struct unit *at = &(*ret)[*ret_n];
			unit_from_row(&r, i, 0, at);
			after = at->code;
			if (!scope_covers(s, at))
				continue;
			if (*ret_n == limit)
				*ret_next = (*ret)[limit - 1].code;
			else
				++*ret_n;
		}
	} while (*ret_next == NULL && r.count == limit + 1);
	return true;
}

bool unit_all(struct ctx *c, struct unit **ret, size_t *ret_n)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_ALL, NULL, 0))
		return false;
	*ret_n = r.count;
	*ret = NEW_N(c->arena, struct unit, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		unit_from_row(&r, i, 0, &(*ret)[i]);
	return true;
}

bool unit_insert(struct ctx *c, const struct unit *u, const struct unit *parent, const char *valid_from, int64_t *ret_id)
{
	static const char no_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_BY_CODE, ARGS(val_text(u->code))))
		return false;
	if (r.count > 0)
		return fail(c, ERR_CONFLICT, "unit.code_taken", "Mã đơn vị %s đã được cấp.", u->code);
	if (!identifier_number(c, "unit", ret_id))
		return false;
	const char *path = arena_fmt(c->arena, "%s%" PRId64 "/", parent == NULL ? "/" : parent->path, *ret_id);
	if (!db_exec(c, SQL_UNIT_INSERT,
	             ARGS(val_int(*ret_id), val_text(u->code), val_text(u->name), val_text(u->kind), val_text(u->province),
	                  val_text(u->status), val_text(path), val_text(text_fold(c->arena, u->name)), val_int(c->now_ms), val_text(u->levels),
	                  u->limited ? val_bool(true) : val_null())))
		return false;
	db_fence_anew(c);
	if (!db_exec(c, SQL_UNIT_HEAD_INSERT, ARGS(val_int(*ret_id), val_text(no_hash))))
		return false;
	return parent == NULL || db_exec(c, SQL_UNIT_EDGE_INSERT, ARGS(val_int(*ret_id), val_int(parent->id), val_text(valid_from)));
}
