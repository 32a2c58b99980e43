/* figures.c - how many records in force a unit has, by what. */
#include <stdlib.h>

#include "db/db.h"
#include "domain/quality/check.h"

bool figures_where_sql(struct ctx *c, struct buf *sql, struct sql_args *args, struct expr_refs *refs, const struct record_type *t, const char *when,
                   const struct unit *u, int year)
{
	const struct expr *e = NULL;

	if (when != NULL && !expr_parse(c, refs, when, &e))
		return false;
	expr_joins_sql(sql, refs);
	buf_put(sql, " WHERE t.unit_id = ");
	sql_arg(sql, args, val_int(u->id));
	if (t->year_bound) {
		buf_put(sql, " AND t.school_year = ");
		sql_arg(sql, args, val_int(year));
	}
	if (e != NULL) {
		buf_put(sql, " AND ");
		expr_sql(sql, args, refs, e);
	}
	return true;
}

int64_t figure_of(const struct figures_by *f, const char *key)
{
	const size_t at = lower_bound(f->item, f->n, sizeof *f->item, key);

	return at < f->n && streq(f->item[at].key, key) ? f->item[at].n : 0;
}

bool figures_by_path(struct ctx *c, const struct quality *q, const struct record_type *t, const char *path, int year, const struct unit *u,
                     struct figures_by *ret)
{
	const struct rule_set *set = rule_set_find(c->catalog, t);
	struct expr_refs refs = { .catalog = c->catalog, .base = t, .school_year = year };
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;
	size_t ref;

	if (path != NULL && !expr_ref_add(c, &refs, path, &ref))
		return false;
	buf_fmt(&sql, "SELECT %s, count(*) FROM %s t", path == NULL ? "''" : refs.ref[ref].sql, t->table);
	const char *when = set == NULL || set->when == NULL ? NULL : rule_condition(c->arena, set->when, year, q->today);
	if (!figures_where_sql(c, &sql, &args, &refs, t, when, u, year))
		return false;
	if (path != NULL)
		buf_fmt(&sql, " GROUP BY %s", refs.ref[ref].sql);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = (struct figures_by){ .item = NEW_N(c->arena, struct figure, r.count + 1) };
	for (size_t i = 0; i < r.count; i++) {
		const struct val *v = rows_at(&r, i, 0);
		if (v->kind != VAL_NULL)
			ret->item[ret->n++] = (struct figure){ v->kind == VAL_TEXT ? v->s : arena_fmt(c->arena, "%" PRId64, v->i), rows_int(&r, i, 1) };
	}
	if (ret->n > 1)
		qsort(ret->item, ret->n, sizeof *ret->item, text_order);
	return true;
}
