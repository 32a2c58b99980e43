/* status_change.c - what a record was before the day its status changed. */
#include "base/time.h"
#include "db/db.h"
#include "store/hold.h"
#include "store/status.h"

enum { COLUMNS = 6 };

/* As of a day that is past: what was said of later days gives way.  *ret: what the record was until this day. */
static bool overrule(struct ctx *c, const struct record_type *t, const struct unit *u, const struct status_of *of, const char *status,
                     const char *day, struct val *ret)
{
	const struct val args[] = { val_int(u->id), val_text(t->name), val_int(of->id), val_text(day), val_text(status) };
	struct rows r;

	*ret = val_text(of->status);
	if (!db_rows(c, &r, SQL_STATUS_CHANGE_LATER, args, COUNT(args) - 1))
		return false;
	if (r.count == 0)
		return true;
	*ret = *rows_at(&r, 0, 0);
	return db_exec(c, SQL_STATUS_CHANGE_OVERRULE, args, COUNT(args));
}

/* What is taken back was never so, and what comes back always was. */
static bool leaves_none(const struct record_type *t, const struct status_of *of, const char *status)
{
	return record_never_was(t, status) || (of->status != NULL && record_never_was(t, of->status));
}

const char *status_was_sql(struct arena *a, const char *alias, const struct record_type *t)
{
	return arena_fmt(a, "%s.status NOT IN ('%s', '%s')", alias, t->undone_status == NULL ? "" : t->undone_status,
	                 t->mistaken_status == NULL ? "" : t->mistaken_status);
}

bool status_was_other(struct ctx *c, const struct record *rec, const char *day, bool *ret)
{
	struct rows r;

	*ret = false;
	if (day == NULL || strcmp(day, time_today(c->arena, c->now_ms)) >= 0 || record_never_was(rec->type, rec->status))
		return true;
	if (!db_rows(c, &r, SQL_STATUS_CHANGE_LATER, ARGS(val_int(rec->unit.id), val_text(rec->type->name), val_int(rec->id), val_text(day))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		*ret = *ret || rows_text(&r, i, 0) == NULL || !streq(rows_text(&r, i, 0), rec->status);
	return true;
}

bool status_changes_add(struct ctx *c, const struct record_type *t, const struct unit *u, const struct status_of *of, size_t n, const char *status,
                        const char *day)
{
	static const char *const column[COLUMNS] = { "unit_id", "id", "type", "record_id", "day", "status_before" };
	struct val *cell = NEW_N(c->arena, struct val, n * COLUMNS + 1), *v = cell;
	const bool past = day != NULL && strcmp(day, time_today(c->arena, c->now_ms)) < 0;
	int64_t id;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += !leaves_none(t, &of[i], status);
	if (day == NULL || k == 0)
		return true;
	if (!unit_numbers(c, u->id, k, &id))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct val before = val_text(of[i].status);
		if (leaves_none(t, &of[i], status))
			continue;
		if (past && !overrule(c, t, u, &of[i], status, day, &before))
			return false;
		const struct val row[COLUMNS] = { val_int(u->id), val_int(id++), val_text(t->name), val_int(of[i].id), val_text(day), before };
		memcpy(v, row, sizeof row);
		v += COLUMNS;
	}
	return db_bulk(c, &(struct bulk){ "status_change", column, COLUMNS, k, cell });
}
