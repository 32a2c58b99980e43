/* unit_touched.c - counts of what hangs on units. */
#include "domain/unit/unit_touched.h"

#include "db/db.h"
#include "store/shown.h"

static void add(int64_t *sum, bool shown, int64_t n)
{
	*sum = shown ? *sum + n : -1;
}

bool unit_touched_add(struct ctx *c, const struct unit *u, struct unit_touched *sum)
{
	char *end = arena_strdup(c->arena, u->path);
	struct rows r;

	end[strlen(end) - 1]++;
	if (!db_rows(c, &r, SQL_UNIT_TOUCHED, ARGS(val_text(u->path), val_text(end))))
		return false;
	sum->units += rows_int(&r, 0, 0);
	add(&sum->learners, type_is_shown(c, catalog_type(c->catalog, "learner")), rows_int(&r, 0, 1));
	add(&sum->staff, type_is_shown(c, catalog_type(c->catalog, "staff")), rows_int(&r, 0, 2));
	sum->accounts += rows_int(&r, 0, 3);
	sum->reports += rows_int(&r, 0, 4);
	return true;
}

bool unit_touched_records(struct ctx *c, const struct unit *u, int64_t since_seq, json_t *into)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_CHANGE_COUNT_SINCE, ARGS(val_int(u->id), val_int(since_seq))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const struct record_type *t = catalog_type(c->catalog, rows_text(&r, i, 0));
		if (t == NULL || t->is_unit || !type_is_shown(c, t))
			continue;
		const json_int_t n = json_integer_value(json_object_get(into, t->plural)) + rows_int(&r, i, 1);
		json_object_set_new(into, t->plural, json_integer(n));
	}
	return true;
}

bool unit_log_end(struct ctx *c, const struct unit *u, int64_t *ret_seq)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_CHAIN_HEAD, ARGS(val_int(u->id))))
		return false;
	*ret_seq = r.count == 0 ? 0 : rows_int(&r, 0, 0);
	return true;
}
