/* elsewhere.c - asking other schools: of whom, how often, and the line that stays of it. */
#include "base/json.h"
#include "catalog/document.h"
#include "db/db.h"
#include "domain/duplicate/find.h"
#include "store/change.h"
#include "store/fence.h"
#include "store/hold.h"
#include "store/quota.h"

enum { REST_MS = 24 * 60 * 60 * 1000 };

static bool holds_compared(const json_t *o)
{
	static const char *const compared[] = { "full_name", "given_name", "birth_date", "birth_year", "sex", "personal_id", "father_name", "mother_name" };

	for (size_t i = 0; i < COUNT(compared); i++)
		if (json_object_get(o, compared[i]) != NULL)
			return true;
	return false;
}

/* A new record's first entry holds all of it. */
bool twin_is_fresh(struct ctx *c, const struct twin *t, bool *ret)
{
	const int64_t since = c->now_ms - REST_MS;
	struct rows r;

	*ret = false;
	if (t->changed_at <= since)
		return true;
	if (!db_rows(c, &r, SQL_CHANGE_OF_RECORD, ARGS(val_int(t->unit_id), val_text(twin_type(c)->name), val_int(t->id))))
		return false;
	for (size_t i = 0; i < r.count && !*ret; i++)
		*ret = rows_int(&r, i, 1) > since && holds_compared(document_read(c->arena, rows_text(&r, i, 10)));
	return true;
}

bool elsewhere_allow(struct ctx *c, const struct twin *all, size_t n, bool *ret, struct duplicate_asked *asked)
{
	bool *fresh = NEW_N(c->arena, bool, n + 1);
	const struct quota q = quota_of_account(c, "duplicate.ask", c->catalog->duplicate_asks_a_day);
	size_t wanted = 0, granted = 0;

	*asked = (struct duplicate_asked){ 0 };
	memset(ret, 0, n * sizeof *ret);
	if (actor_sees_everything(c))
		return true;
	for (size_t i = 0; i < n; i++) {
		if (!twin_is_fresh(c, &all[i], &fresh[i]))
			return false;
		wanted += !fresh[i];
	}
	db_read_end(c);
	if (wanted > 0 && (!db_begin(c) || !db_end(c, quota_take(c, &q, wanted, &granted))))
		return false;
	*asked = (struct duplicate_asked){ .asked = granted, .too_new = n - wanted, .over_quota = wanted - granted };
	for (size_t i = 0; i < n; i++)
		if (!fresh[i] && granted > 0) {
			ret[i] = true;
			granted--;
		}
	return true;
}

const char *elsewhere_handle(struct arena *a, const struct duplicate *d)
{
	return arena_fmt(a, "%s#%" PRId64, d->unit.code, d->twin.id);
}

static bool note_one(struct ctx *c, const struct twin *who, const char *unit_code, const struct duplicate *d)
{
	const struct change own = { .type = twin_type(c)->name, .record_id = who->id, .version = who->version, .code = who->code, .event = "TOLD",
	                            .after = json_texts(c->arena, "other", elsewhere_handle(c->arena, d), NULL) };
	/* Not which: whoever made it up would learn that it fits. */
	const struct change theirs = { .type = "unit", .record_id = d->unit.id, .version = 1, .code = d->unit.code, .event = "TOLD",
	                               .after = json_texts(c->arena, "to", unit_code, NULL) };

	return change_log(c, who->unit_id, &own) && change_log(c, d->twin.unit_id, &theirs);
}

static bool note_all(struct ctx *c, const struct elsewhere_told *told, size_t n, struct holding *units, size_t n_units)
{
	struct unit own;

	if (!units_hold(c, units, n_units) || !unit_get(c, told[0].who.unit_id, &own))
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < told[i].n; k++)
			if (!told[i].all[k].visible && !note_one(c, &told[i].who, own.code, &told[i].all[k]))
				return false;
	return true;
}

/* All are learners of one unit. */
bool elsewhere_note(struct ctx *c, const struct elsewhere_told *told, size_t n)
{
	struct holding *units;
	size_t n_told = 0, n_units = 0;

	for (size_t i = 0; i < n; i++)
		n_told += told[i].n;
	units = NEW_N(c->arena, struct holding, n_told + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < told[i].n; k++)
			if (!told[i].all[k].visible)
				units[n_units++] = (struct holding){ told[i].all[k].twin.unit_id, HOLD_ANY };
	if (n_units == 0)
		return true;
	units[n_units++] = (struct holding){ told[0].who.unit_id, HOLD_ANY };
	const enum fence was = fence_open(c); /* theirs is written too */
	return fence_close(c, was, db_begin(c) && db_end(c, note_all(c, told, n, units, n_units)));
}
