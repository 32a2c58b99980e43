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
