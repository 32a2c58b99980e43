/* twin.c - a learner as it is compared. */
#include "db/db.h"
#include "domain/duplicate/find.h"

const struct record_type *twin_type(const struct ctx *c)
{
	return catalog_type(c->catalog, "learner");
}

static const char *text_or_null(const struct val *v)
{
	return v->kind == VAL_TEXT ? v->s : NULL;
}

struct twin twin_of(const struct val *cell)
{
	return (struct twin){
		.unit_id = cell[0].i, .id = cell[1].i, .code = cell[2].s, .name = cell[3].kind == VAL_TEXT ? cell[3].s : "",
		.folded = cell[4].kind == VAL_TEXT ? cell[4].s : "", .birth_date = text_or_null(&cell[5]),
		.birth_year = cell[5].kind == VAL_NULL && cell[6].kind != VAL_NULL ? cell[6].i : 0, .sex = text_or_null(&cell[7]),
		.personal_id = text_or_null(&cell[8]), .father = text_or_null(&cell[9]), .mother = text_or_null(&cell[10]),
		.version = cell[11].i, .changed_at = cell[12].i,
	};
}

bool twin_load(struct ctx *c, int64_t unit_id, int64_t id, struct twin *ret)
{
	struct rows r;

	if (!db_query(c, &r, "SELECT " TWIN_COLUMNS " FROM r_learner t WHERE t.unit_id = $1 AND t.id = $2", ARGS(val_int(unit_id), val_int(id))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_INTERNAL, "duplicate.lost", "learner %" PRId64 " of unit %" PRId64 " is not there", id, unit_id);
	*ret = twin_of(r.cell);
	return true;
}

const char *twin_living(struct ctx *c)
{
	const struct record_type *t = twin_type(c);

	return arena_fmt(c->arena, "t.status NOT IN ('%s', '%s', '%s', '%s')", t->moved_status, t->merged_status, t->mistaken_status, t->undone_status);
}
