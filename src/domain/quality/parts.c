/* parts.c - figures of what stands right below an office, each the sum of the schools inside it. */
#include "base/json.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/quality/check.h"

enum { ID, CODE, NAME, KIND, SCHOOLS, COUNTED, COUNTED_AT, SUMS };

bool quality_parts(struct ctx *c, const struct unit *u, struct quality_part **ret, size_t *ret_n)
{
	static const char *const sums[] = { "learners", "identified", "records", "errors", "warnings", "notices", "filled", "due" };
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	buf_put(&sql, "SELECT part.id, part.code, part.name, part.kind, count(*), count(k.unit_id), coalesce(min(k.counted_at), 0)");
	for (size_t i = 0; i < COUNT(sums); i++)
		buf_fmt(&sql, ", CAST(coalesce(sum(k.%s), 0) AS BIGINT)", sums[i]);
	unit_parts_sql(c, &sql, &args, u);
	buf_put(&sql, " LEFT JOIN quality_week k ON k.unit_id = u.id AND k.week = (SELECT max(m.week) FROM quality_week m WHERE m.unit_id = u.id) WHERE ");
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_TEST);
	buf_put(&sql, " GROUP BY part.id, part.code, part.name, part.kind ORDER BY part.code");
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = NEW_N(c->arena, struct quality_part, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++) {
		int64_t n[COUNT(sums)];
		for (size_t k = 0; k < COUNT(sums); k++)
			n[k] = rows_int(&r, i, SUMS + k);
		(*ret)[i] = (struct quality_part){
			.id = rows_int(&r, i, ID), .unit = rows_text(&r, i, CODE), .name = rows_text(&r, i, NAME), .kind = rows_text(&r, i, KIND),
			.schools = rows_int(&r, i, SCHOOLS), .counted = rows_int(&r, i, COUNTED), .counted_at = rows_int(&r, i, COUNTED_AT),
			.learners = n[0], .identified = n[1], .records = n[2], .errors = n[3], .warnings = n[4], .notices = n[5], .filled = n[6], .due = n[7],
		};
	}
	return true;
}

/* ---- lists ---- */

/* Of each school: how many there are, and how many lack nothing. */
static bool schools_sql(struct ctx *c, const struct checklist *k, const struct unit *u, int year, struct buf *sql, struct sql_args *args)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = k->set->type, .school_year = year };
	const char *when = checklist_when(c, k, year);
	const struct expr *e = NULL;
	size_t ref;

	if (when != NULL && !expr_parse(c, &refs, when, &e))
		return false;
	buf_put(sql, "SELECT t.unit_id, count(*) AS people, count(CASE WHEN ");
	for (size_t i = 0; i < k->n_fields; i++) {
		if (!expr_ref_add(c, &refs, k->field[i], &ref))
			return false;
		buf_fmt(sql, "%s%s IS NOT NULL", i == 0 ? "" : " AND ", refs.ref[ref].sql);
	}
	buf_fmt(sql, " THEN 1 END) AS complete FROM %s t JOIN unit w ON w.id = t.unit_id", k->set->type->table);
	expr_joins_sql(sql, &refs);
	buf_put(sql, " WHERE ");
	scope_sql(sql, args, actor_scope(c), "w", SCOPE_FIND);
	buf_put(sql, " AND ");
	scope_within_sql(sql, args, u->path, "w", SCOPE_FIND);
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

/* Summed school by school first: joined the other way round each person was held against each unit. */
bool checklist_parts(struct ctx *c, const struct checklist *k, const struct unit *u, int year, struct buf *items)
{
	struct buf sql = buf_in(c->arena), schools = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	if (!checklist_check_shown(c, k) || !schools_sql(c, k, u, year, &schools, &args))
		return false;
	buf_put(&sql, "SELECT part.code, part.name, part.kind, count(*), CAST(sum(s.people) AS BIGINT), CAST(sum(s.complete) AS BIGINT)");
	unit_parts_sql(c, &sql, &args, u);
	buf_fmt(&sql, " JOIN (%s) s ON s.unit_id = u.id GROUP BY part.code, part.name, part.kind ORDER BY part.code", buf_text(&schools));
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		json_open_object(items, NULL);
		json_put_text(items, "unit", rows_text(&r, i, 0));
		json_put_text(items, "name", rows_text(&r, i, 1));
		json_put_text(items, "kind", rows_text(&r, i, 2));
		json_put_int(items, "schools", rows_int(&r, i, 3));
		json_put_int(items, "records", rows_int(&r, i, 4));
		json_put_int(items, "complete", rows_int(&r, i, 5));
		json_close_object(items);
	}
	return true;
}
