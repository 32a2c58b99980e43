/* filers.c - who must file a form. */
#include <stdlib.h>

#include "catalog/life.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/report/figures.h"
#include "domain/unit/unit_admin.h"

enum { CHUNK = 40 };

bool report_filers_sql(struct ctx *c, const struct form *f, const char *date, struct buf *joins, struct buf *where, struct sql_args *args)
{
	const struct record_type *t = catalog_type(c->catalog, "school");
	struct expr_refs refs = { .catalog = c->catalog, .base = t, .on = date };
	const struct expr *e;
	size_t status;

	if (!expr_parse(c, &refs, f->applies, &e) || !expr_ref_add(c, &refs, "status", &status))
		return false;
	expr_joins_sql(joins, &refs);
	record_present_sql(where, c->catalog, t, refs.ref[status].sql);
	buf_put(where, " AND ");
	expr_sql(where, args, &refs, e);
	return true;
}

/* "SELECT ..." of those among CHUNK institutions, whose ids are the first arguments. */
static bool filers_sql(struct ctx *c, const struct form *f, const char *date, struct buf *sql, struct sql_args *args)
{
	struct buf joins = buf_in(c->arena), where = buf_in(c->arena), ids = buf_in(c->arena);

	sql_arg_chunk(&ids, args, CHUNK);
	if (!report_filers_sql(c, f, date, &joins, &where, args))
		return false;
	buf_fmt(sql, "SELECT t.unit_id FROM %s t%s WHERE t.unit_id IN %s AND %s ORDER BY t.unit_id", catalog_type(c->catalog, "school")->table,
	        buf_text(&joins), ids.data, where.data);
	return true;
}

/* Those of the units, sorted by id, that must file the form, moved to the front. */
static bool keep_filers(struct ctx *c, const struct form *f, const char *date, struct unit *units, size_t *n)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	size_t kept = 0;
	struct rows r;

	if (!filers_sql(c, f, date, &sql, &args))
		return false;
	for (size_t from = 0; from < *n; from += CHUNK) {
		for (size_t i = 0; i < CHUNK; i++)
			args.v[i] = from + i < *n ? val_int(units[from + i].id) : val_null();
		if (!db_query(c, &r, sql.data, args.v, args.n))
			return false;
		for (size_t k = 0, i = from; k < r.count; k++) {
			while (units[i].id != rows_int(&r, k, 0))
				i++;
			units[kept++] = units[i];
		}
	}
	*n = kept;
	return true;
}

bool report_keep_filers(struct ctx *c, const struct form *f, const struct period *p, struct unit *units, size_t *n)
{
	return keep_filers(c, f, figures_day(c->arena, f, p), units, n);
}

bool report_filers_on(struct ctx *c, const struct form *f, const struct unit *u, const char *date, struct unit **ret, size_t *ret_n)
{
	if (!unit_schools_below(c, u, date, ret, ret_n))
		return false;
	qsort(*ret, *ret_n, sizeof **ret, unit_compare_ids);
	return keep_filers(c, f, date, *ret, ret_n);
}

bool report_filers(struct ctx *c, const struct form *f, const struct unit *u, const struct period *p, struct unit **ret, size_t *ret_n)
{
	return report_filers_on(c, f, u, figures_day(c->arena, f, p), ret, ret_n);
}

bool report_expected(struct ctx *c, const struct form *f, const struct unit *u, const struct period *p, struct unit **ret, size_t *ret_n)
{
	const char *const *added = unit_kinds_added_up(c->catalog, u->kind);
	struct unit *children;
	size_t n;

	if (!unit_kind_adds_sums(c->catalog, u->kind))
		return report_filers(c, f, u, p, ret, ret_n);
	if (!unit_children(c, &scope_everywhere, u, NULL, &children, &n))
		return false;
	*ret = children;
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		if (unit_kind_is_among(added, children[i].kind))
			children[(*ret_n)++] = children[i];
	qsort(*ret, *ret_n, sizeof **ret, unit_compare_ids);
	return true;
}
