/* alike.c - does a change of class keep the grade? */
#include "domain/event/alike.h"

#include "db/db.h"

struct seen {
	const char *code; /* NULL: nothing to compare */
	const char *called;
	int64_t school_year;
};

static bool look(struct ctx *c, const struct life_dated *k, struct alike_end end, struct seen *ret)
{
	const struct record_type *to = k->field->to;
	const char *sql = arena_fmt(c->arena, "SELECT school_year, %s, %s, %s FROM %s WHERE unit_id = $1 AND code = $2", k->alike->column,
	                            k->unless == NULL ? "NULL" : k->unless->column, to->name_field == NULL ? "code" : to->name_field->column, to->table);
	struct rows r;

	*ret = (struct seen){ 0 };
	if (end.code == NULL)
		return true;
	if (!db_query(c, &r, sql, ARGS(val_int(end.unit->id), val_text(end.code))))
		return false;
	if (r.count == 1 && !(val_is_number(rows_at(&r, 0, 2)) && rows_int(&r, 0, 2) != 0))
		*ret = (struct seen){ rows_text(&r, 0, 1), rows_text(&r, 0, 3), rows_int(&r, 0, 0) };
	return true;
}

static const char *name_of(const struct life_dated *k, const char *code)
{
	const struct list_item *it = k->alike->list == NULL ? NULL : list_find(k->alike->list, code, NULL);

	return it == NULL ? code : it->name;
}

bool alike_find(struct ctx *c, const struct life_dated *k, struct alike_end was, struct alike_end is, struct alike_named *ret_was, struct alike_named *ret_is)
{
	struct seen a, b;

	*ret_was = *ret_is = (struct alike_named){ 0 };
	if (k->alike == NULL)
		return true;
	if (!look(c, k, was, &a) || !look(c, k, is, &b))
		return false;
	if (a.code != NULL && b.code != NULL && a.school_year == b.school_year && !streq(a.code, b.code)) {
		*ret_was = (struct alike_named){ name_of(k, a.code), a.called };
		*ret_is = (struct alike_named){ name_of(k, b.code), b.called };
	}
	return true;
}
