/* unit_write.c - an institution opened, or its record changed, the unit with it. */
#include "domain/unit/unit_write.h"

#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"

static const char *status_of(const struct unit_write *w)
{
	return w->status == NULL ? w->draft->type->initial_status : w->status;
}

/* It begins as every one does, and is what it is said to be from no day that is known. */
static bool make(struct ctx *c, const struct unit_write *w, struct outcome *ret)
{
	const struct record_type *t = w->draft->type;
	struct draft d = *w->draft;
	struct record rec;
	struct unit u;

	d.status = NULL;
	if (!unit_make_school_in(c, &d, w->managed_by, &u, ret))
		return false;
	return streq(status_of(w), t->initial_status) || (record_find(c, t, actor_scope(c), u.code, &rec) && unit_take_status_in(c, &rec, w->status));
}

static bool change(struct ctx *c, const struct unit_write *w, struct outcome *ret)
{
	const struct record_type *t = w->draft->type;
	struct record was, now;

	if (!record_find(c, t, actor_scope(c), w->draft->code, &was) || !unit_change_in(c, &was, 0, w->draft, &now))
		return false;
	*ret = (struct outcome){ .result = now.version == was.version ? WRITE_UNCHANGED : WRITE_CHANGED, .code = now.code, .id = now.id,
		                 .version = now.version, .problems = now.warnings };
	return !w->draft->revives || unit_revive_in(c, &now.unit, w->managed_by, status_of(w));
}

bool unit_write_in(struct ctx *c, const struct unit_write *w, struct outcome *ret)
{
	if (w->managed_by == NULL && (w->unit_id == 0 || w->draft->revives))
		return fail(c, ERR_INVALID, "unit.parent", "Chưa biết đơn vị nào quản lý trường này.");
	return w->unit_id == 0 ? make(c, w, ret) : change(c, w, ret);
}
