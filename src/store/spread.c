/* spread.c - tables over several servers, where PostgreSQL has Citus. */
#include "store/spread.h"

#include "catalog/catalog.h"
#include "db/db.h"

/* No named statement: it can be prepared where there is Citus only. */
static const char placed_sql[] =
	"SELECT CAST(k.relname AS TEXT) FROM pg_dist_partition p JOIN pg_class k ON k.oid = p.logicalrelid"
	" WHERE k.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())";

static bool is_placed(const struct rows *placed, const struct sql_table *t)
{
	for (size_t i = 0; i < placed->count; i++)
		if (streq(rows_text(placed, i, 0), t->name))
			return true;
	return false;
}

/* Tables of units stand together with one of them that is placed: which one that is does not matter. */
static const char *anchor_of(const struct catalog *k, const struct rows *placed)
{
	for (size_t i = 0; i < k->n_tables; i++)
		if (k->table[i].spread == SPREAD_UNIT && is_placed(placed, &k->table[i]))
			return k->table[i].name;
	return "none";
}

bool spread_plan(struct ctx *c, struct buf *sql)
{
	struct rows citus, placed;

	if (!db_rows(c, &citus, SQL_SPREAD_CITUS, NULL, 0))
		return false;
	if (rows_int(&citus, 0, 0) == 0)
		return true;
	if (!db_query(c, &placed, placed_sql, NULL, 0))
		return false;
	const char *anchor = anchor_of(c->catalog, &placed);
	for (size_t i = 0; i < c->catalog->n_tables; i++) {
		const struct sql_table *t = &c->catalog->table[i];
		if (t->spread == SPREAD_HERE || is_placed(&placed, t))
			continue;
		if (t->spread == SPREAD_EVERYWHERE) {
			buf_fmt(sql, "SELECT create_reference_table('%s');\n", t->name);
			continue;
		}
		buf_fmt(sql, "SELECT create_distributed_table('%s', '%s', colocate_with => '%s');\n", t->name, t->spread_by,
		        t->spread == SPREAD_UNIT ? anchor : "none");
		if (t->spread == SPREAD_UNIT && streq(anchor, "none"))
			anchor = t->name;
	}
	return true;
}
