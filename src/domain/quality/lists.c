/* lists.c - how many people of each list lack nothing: of what stands right below an office as it is now, of the whole country as each school was counted last. */
#include "base/json.h"
#include "db/db.h"
#include "domain/quality/check.h"

/* "count(*) AS people, ... AS complete", and the table with what it is joined with. */
static bool columns_sql(struct ctx *c, const struct checklist *k, struct expr_refs *refs, struct buf *sql)
{
	size_t ref;

	buf_put(sql, "count(*) AS people, count(CASE WHEN ");
	for (size_t i = 0; i < k->n_fields; i++) {
		if (!expr_ref_add(c, refs, k->field[i], &ref))
			return false;
		buf_fmt(sql, "%s%s IS NOT NULL", i == 0 ? "" : " AND ", refs->ref[ref].sql);
	}
	buf_fmt(sql, " THEN 1 END) AS complete FROM %s t", k->set->type->table);
	return true;
}

/* Of each school: how many there are, and how many lack nothing. */
static bool schools_sql(struct ctx *c, const struct checklist *k, const struct unit *u, int year, struct buf *sql, struct sql_args *args)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = k->set->type, .school_year = year };
	const char *when = checklist_when(c, k, year);
	const struct expr *e = NULL;

	if (when != NULL && !expr_parse(c, &refs, when, &e))
		return false;
	buf_put(sql, "SELECT t.unit_id, 0 AS counted_at, ");
	if (!columns_sql(c, k, &refs, sql))
		return false;
	buf_put(sql, " JOIN unit w ON w.id = t.unit_id");
	expr_joins_sql(sql, &refs);
	buf_put(sql, " WHERE ");
	scope_sql(sql, args, actor_scope(c), "w", SCOPE_FIND);
	buf_put(sql, " AND ");
	scope_within_sql(sql, args, u->path, "w", SCOPE_FIND);
	buf_put(sql, " AND ");
	unit_not_over_sql(sql, "w.status");
	if (k->set->type->year_bound) {
		buf_put(sql, " AND t.school_year = ");
		sql_arg(sql, args, val_int(year));
	}
	if (e != NULL) {
		buf_put(sql, " AND ");
		expr_sql(sql, args, &refs, e);
	}
	buf_put(sql, " GROUP BY t.unit_id");
	return true;
}

/* The same as it was counted last. */
static void kept_sql(const struct checklist *k, int year, struct buf *sql, struct sql_args *args)
{
	buf_put(sql, "SELECT k.unit_id, k.counted_at, k.people, k.complete FROM checklist_kept k WHERE k.list = ");
	sql_arg(sql, args, val_text(k->name));
	buf_put(sql, " AND k.school_year = ");
	sql_arg(sql, args, val_int(year));
}

static void put_part(struct buf *items, const struct rows *r, size_t i)
{
	json_open_object(items, NULL);
	json_put_text(items, "unit", rows_text(r, i, 0));
	json_put_text(items, "name", rows_text(r, i, 1));
	json_put_text(items, "kind", rows_text(r, i, 2));
	json_put_int(items, "schools", rows_int(r, i, 3));
	json_put_int(items, "records", rows_int(r, i, 4));
	json_put_int(items, "complete", rows_int(r, i, 5));
	json_put_time(items, "counted_at", rows_int(r, i, 6));
	json_close_object(items);
}

/* Summed school by school first: joined the other way round each person was held against each unit. */
bool checklist_parts(struct ctx *c, const struct checklist *k, const struct unit *u, int year, struct buf *items)
{
	const bool kept = unit_is_root(c, u);
	struct buf sql = buf_in(c->arena), schools = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	if (!checklist_check_shown(c, k) || (!kept && !schools_sql(c, k, u, year, &schools, &args)))
		return false;
	if (kept)
		kept_sql(k, year, &schools, &args);
	buf_put(&sql, "SELECT part.code, part.name, part.kind, count(CASE WHEN s.people > 0 THEN 1 END), CAST(COALESCE(sum(s.people), 0) AS BIGINT),"
	              " CAST(COALESCE(sum(s.complete), 0) AS BIGINT), min(s.counted_at)");
	unit_parts_sql(c, &sql, &args, u);
	buf_fmt(&sql, " %sJOIN (%s) s ON s.unit_id = u.id WHERE ", kept ? "LEFT " : "", buf_text(&schools));
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_TEST);
	buf_put(&sql, " GROUP BY part.code, part.name, part.kind ORDER BY part.code");
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < r.count; i++)
		put_part(items, &r, i);
	return true;
}

/* ---- kept ---- */

static bool count_list(struct ctx *c, const struct checklist *k, const struct unit *school, int year, struct checklist_figures *ret)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = k->set->type, .school_year = year };
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	*ret = (struct checklist_figures){ .shown = quality_is_shown(c, k->set->type, k->reads, NULL) };
	if (!ret->shown)
		return true;
	buf_put(&sql, "SELECT ");
	if (!columns_sql(c, k, &refs, &sql) || !figures_where_sql(c, &sql, &args, &refs, k->set->type, checklist_when(c, k, year), school, year) ||
	    !db_query(c, &r, sql.data, args.v, args.n))
		return false;
	ret->people = rows_int(&r, 0, 0);
	ret->complete = rows_int(&r, 0, 1);
	return true;
}

bool checklist_count(struct ctx *c, const struct unit *school, int year, struct checklist_figures **ret)
{
	*ret = NEW_N(c->arena, struct checklist_figures, c->catalog->n_checklists + 1);
	for (size_t i = 0; i < c->catalog->n_checklists; i++)
		if (!count_list(c, &c->catalog->checklist[i], school, year, &(*ret)[i]))
			return false;
	return true;
}

bool checklist_keep(struct ctx *c, const struct unit *school, int year, const struct checklist_figures *all)
{
	for (size_t i = 0; i < c->catalog->n_checklists; i++)
		if (all[i].shown && !db_exec(c, SQL_CHECKLIST_KEEP, ARGS(val_int(school->id), val_text(c->catalog->checklist[i].name), val_int(year), val_int(c->now_ms),
		                                                         val_int(all[i].people), val_int(all[i].complete))))
			return false;
	return true;
}
