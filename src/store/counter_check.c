/* counter_check.c - counters compared with the highest number in the tables they count for. */
#include "store/counter_check.h"

#include "base/buf.h"
#include "catalog/catalog.h"
#include "db/db.h"

/* By the counter of the unit: "unit_id, id" is its key, and the id a number. */
static bool counts_by_unit(const struct sql_table *t)
{
	for (size_t i = 0; streq(t->key, "unit_id, id") && i < t->n_columns; i++)
		if (streq(t->column[i].name, "id"))
			return t->column[i].type == COLUMN_INTEGER;
	return false;
}

/* The highest number of each unit in any of its tables: one look-up in the key of each. */
static const char *units_sql(struct ctx *c)
{
	struct buf b = buf_in(c->arena);
	bool any = false;

	buf_put(&b, "SELECT u.code, h.unit_id, h.next_id, (SELECT max(n) FROM (");
	for (size_t i = 0; i < c->catalog->n_tables; i++) {
		const struct sql_table *t = &c->catalog->table[i];
		if (!counts_by_unit(t))
			continue;
		buf_fmt(&b, "%sSELECT max(t.id) AS n FROM %s t WHERE t.unit_id = h.unit_id", any ? " UNION ALL " : "", t->name);
		any = true;
	}
	buf_put(&b, ") AS each) AS highest FROM unit_head h JOIN unit u ON u.id = h.unit_id");
	return arena_fmt(c->arena, "SELECT code, unit_id, next_id, highest FROM (%s) AS heads WHERE highest >= next_id ORDER BY code", buf_text(&b));
}

static bool check_units(struct ctx *c, struct counter_low **ret, size_t *ret_n)
{
	struct rows r;

	if (!db_query(c, &r, units_sql(c), NULL, 0))
		return false;
	*ret = NEW_N(c->arena, struct counter_low, r.count + 3);
	for (size_t i = 0; i < r.count; i++)
		(*ret)[(*ret_n)++] = (struct counter_low){
			.what = arena_fmt(c->arena, "đơn vị %s", rows_text(&r, i, 0)), .next = rows_int(&r, i, 2), .wanted = rows_int(&r, i, 3) + 1,
			.sql = arena_fmt(c->arena, "UPDATE unit_head SET next_id = %" PRId64 " WHERE unit_id = %" PRId64, rows_int(&r, i, 3) + 1, rows_int(&r, i, 1)),
		};
	return true;
}

bool counter_check(struct ctx *c, struct counter_low **ret, size_t *ret_n, int64_t *ret_looked)
{
	struct rows r, n;

	*ret_n = 0;
	if (!check_units(c, ret, ret_n) || !db_rows(c, &r, SQL_CODE_COUNTER_LOW, NULL, 0) || !db_rows(c, &n, SQL_CODE_COUNTER_COUNT, NULL, 0))
		return false;
	for (size_t i = 0; i < r.count && i < 2; i++) {
		const char *scheme = rows_text(&r, i, 0);
		(*ret)[(*ret_n)++] = (struct counter_low){
			.what = streq(scheme, "unit") ? "số của các đơn vị" : "số của các tài khoản", .next = rows_int(&r, i, 1), .wanted = rows_int(&r, i, 2) + 1,
			.sql = arena_fmt(c->arena, "UPDATE code_counter SET next = %" PRId64 " WHERE scheme = '%s' AND prefix = ''", rows_int(&r, i, 2) + 1, scheme),
		};
	}
	*ret_looked = rows_int(&n, 0, 0);
	return true;
}
