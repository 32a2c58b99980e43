/* campus_main.c - of the campuses of a school one is the main one. */
#include "domain/unit/campus_main.h"

#include "catalog/life.h"
#include "db/db.h"

static bool is_main(struct ctx *c, const struct record_type *t, const struct field *f, const struct val *value, const char *status)
{
	return value[f->index].kind != VAL_NULL && value[f->index].i != 0 && record_is_present(c->catalog, t, status);
}

static bool becomes_main(struct ctx *c, const struct record_type *t, const struct field *f, const struct record_write *w)
{
	return is_main(c, t, f, w->value, w->status) && (w->old == NULL || !is_main(c, t, f, w->old->value, w->old->status));
}

static void warn(struct ctx *c, const struct field *f, struct record_write *w, const char *which)
{
	problem_warn(c, w->problems, f->name, "campus.main", "%s: %s cũng là điểm trường chính; mỗi trường chỉ có một, hãy bỏ dấu này ở một trong hai.", f->label, which);
}

bool campus_main_check(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	const struct field *f = field_find(t, "is_main");
	const char *sql = arena_fmt(c->arena, "SELECT id, code, status FROM %s WHERE unit_id = $1 AND is_main = $2", t->table), *first = NULL;
	struct rows r = { 0 };

	for (size_t i = 0; f != NULL && i < n; i++) {
		if (!becomes_main(c, t, f, &w[i]))
			continue;
		if (first != NULL)
			warn(c, f, &w[i], arena_fmt(c->arena, "%s của lần gửi này", first));
		else if (!db_query(c, &r, sql, ARGS(val_int(u->id), val_bool(true))))
			return false;
		for (size_t k = 0; k < r.count; k++)
			if (record_is_present(c->catalog, t, rows_text(&r, k, 2)) && (w[i].old == NULL || w[i].old->id != rows_int(&r, k, 0)))
				warn(c, f, &w[i], arena_fmt(c->arena, "điểm trường %s", rows_text(&r, k, 1)));
		first = first != NULL ? first : w[i].where;
	}
	return true;
}
