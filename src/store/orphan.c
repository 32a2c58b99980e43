/* orphan.c - rows that stand for something that is not there. */
#include "store/orphan.h"

#include "db/db.h"

#define REMEDY "khôi phục phần ấy từ bản sao lưu gần nhất còn đủ (khue restore vào một cơ sở dữ liệu khác), không tự xoá dòng nào."

struct look {
	struct problems *problems;
	size_t looked;
};

static bool tell(struct ctx *c, struct look *l, const char *where, const char *key, const char *what, const char *sql)
{
	struct rows r;

	l->looked++;
	if (!db_query(c, &r, sql, NULL, 0))
		return false;
	if (rows_int(&r, 0, 0) > 0)
		problem_add(c, l->problems, where, key, "%s: %" PRId64 " dòng %s; " REMEDY, where, rows_int(&r, 0, 0), what);
	return true;
}

static bool check_units(struct ctx *c, struct look *l, const struct table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (streq(t->column[i].name, "unit_id"))
			return tell(c, l, t->name, "orphan.unit", "thuộc một đơn vị không có",
			            arena_fmt(c->arena, "SELECT count(*) FROM %s t WHERE NOT EXISTS (SELECT 1 FROM unit u WHERE u.id = t.unit_id)", t->name));
	return true;
}

static bool check_field(struct ctx *c, struct look *l, const struct record_type *t, const struct field *f)
{
	const char *where = arena_fmt(c->arena, "%s.%s", t->name, f->name);

	if (f->to != NULL)
		return tell(c, l, where, "orphan.reference", "nhắc tới một hồ sơ không có",
		            arena_fmt(c->arena, "SELECT count(*) FROM %s t WHERE t.%s IS NOT NULL AND NOT EXISTS"
		                      " (SELECT 1 FROM %s o WHERE o.unit_id = t.unit_id AND o.id = t.%s)", t->table, f->column, f->to->table, f->column));
	if (f->media != NULL)
		return tell(c, l, where, "orphan.file", "có tệp đính kèm không còn",
		            arena_fmt(c->arena, "SELECT count(*) FROM %s t WHERE t.%s IS NOT NULL AND NOT EXISTS"
		                      " (SELECT 1 FROM file f WHERE f.unit_id = t.unit_id AND f.digest = t.%s)", t->table, f->column, f->column));
	return true;
}

bool orphan_check(struct ctx *c, struct problems *p, size_t *ret_looked)
{
	const struct catalog *k = c->catalog;
	struct look l = { .problems = p };

	for (size_t i = 0; i < k->n_tables; i++)
		if (!check_units(c, &l, &k->table[i]))
			return false;
	for (size_t i = 0; i < k->n_types; i++)
		for (size_t f = 0; f < k->type[i].n_fields; f++)
			if (!check_field(c, &l, &k->type[i], &k->type[i].field[f]))
				return false;
	*ret_looked = l.looked;
	return true;
}
