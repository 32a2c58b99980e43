/* import_undo_units.c - institutions that an import opened never were; those that it changed are as before. */
#include "domain/import/import_undo_units.h"

#include "base/time.h"
#include "db/db.h"
#include "domain/unit/unit_life.h"
#include "store/hold.h"
#include "store/take_back.h"

enum { UNIT, SEQ, RECORD, CODE, VERSION, EVENT, BEFORE };

/* One institution, and its entries of the batch in the log. */
struct written {
	struct unit unit;
	struct record record;   /* as it is now */
	size_t first, last;     /* entries */
	bool made;              /* opened, or there again */
};

struct undoing {
	struct ctx *c;
	const struct record_type *type;
	struct rows log;
	struct written *written;
	size_t n;
};

static json_t *before_of(struct undoing *u, size_t entry)
{
	const char *text = rows_text(&u->log, entry, BEFORE);
	json_t *before = json_loads(text == NULL ? "{}" : text, 0, NULL);

	arena_defer(u->c->arena, (void (*)(void *))json_decref, before);
	return before;
}

static const char *status_before(struct undoing *u, size_t entry)
{
	return json_string_value(json_object_get(before_of(u, entry), "status"));
}

static bool begins(struct undoing *u, size_t entry)
{
	const char *status = status_before(u, entry);

	return streq(rows_text(&u->log, entry, EVENT), "NEW") || (status != NULL && streq(status, u->type->undone_status));
}

static void group(struct undoing *u)
{
	u->written = NEW_N(u->c->arena, struct written, u->log.count + 1);
	for (size_t i = 0; i < u->log.count; i++) {
		const int64_t id = rows_int(&u->log, i, UNIT);
		if (u->n == 0 || u->written[u->n - 1].unit.id != id)
			u->written[u->n++] = (struct written){ .unit.id = id, .first = i };
		u->written[u->n - 1].last = i;
		u->written[u->n - 1].made = u->written[u->n - 1].made || begins(u, i);
	}
}

static bool hold_all(struct undoing *u)
{
	struct holding *all = NEW_N(u->c->arena, struct holding, u->n + 1);

	for (size_t i = 0; i < u->n; i++)
		all[i] = (struct holding){ u->written[i].unit.id, HOLD_ANY };
	if (!units_hold(u->c, all, u->n))
		return false;
	for (size_t i = 0; i < u->n; i++) {
		struct written *w = &u->written[i];
		if (!unit_get(u->c, w->unit.id, &w->unit) || !record_load(u->c, u->type, &w->unit, rows_int(&u->log, w->first, RECORD), &w->record))
			return false;
	}
	return true;
}

static void in_the_way(struct undoing *u, const struct written *w, struct problems *p, const char *message)
{
	problem_put(u->c, p, (struct problem){ .field = w->unit.code, .key = "import.changed", .message = message, .record = { { u->type->name, w->unit.code } } });
}

/* Whatever is written to a unit stands in its log: of one that was opened nothing came since. */
static bool check_made(struct undoing *u, const struct written *w, struct problems *p)
{
	struct ctx *c = u->c;
	int64_t next_id, seq;

	if (!unit_mark(c, w->unit.id, &next_id, &seq))
		return false;
	if (seq != rows_int(&u->log, w->last, SEQ)) {
		in_the_way(u, w, p, arena_fmt(c->arena, "%s đã được sửa hoặc dùng sau khi nạp tệp.", w->unit.name));
	} else if (!unit_check_empty(c, &w->unit, time_today(c->arena, c->now_ms))) {
		if (c->err != ERR_CONFLICT)
			return false;
		in_the_way(u, w, p, c->detail);
		ctx_clear(c);
	}
	return true;
}

/* What was changed since and changed back is as if nobody had touched it. */
static bool check_changed(struct undoing *u, struct written *w, struct problems *p)
{
	bool other;

	if (!record_is_other(u->c, &w->record, rows_int(&u->log, w->last, VERSION), &other))
		return false;
	if (other)
		in_the_way(u, w, p, arena_fmt(u->c->arena, "%s đã được sửa sau khi nạp tệp.", w->unit.name));
	return true;
}

static bool check(struct undoing *u)
{
	struct problems p = { 0 };

	for (size_t i = 0; i < u->n; i++)
		if (u->written[i].made ? !check_made(u, &u->written[i], &p) : !check_changed(u, &u->written[i], &p))
			return false;
	if (p.errors == 0)
		return true;
	fail(u->c, ERR_CONFLICT, "import.changed", "%zu trường đã được sửa hoặc dùng sau lần nạp này, nên không huỷ được cả lần; hãy sửa từng trường.", p.errors);
	u->c->problems = p;
	return false;
}

/* The former values, the oldest last. */
static bool restore(struct undoing *u, const struct written *w)
{
	struct record rec = w->record, now;
	struct draft d;

	for (size_t i = w->last + 1; i-- > w->first; rec = now) {
		draft_from_json(u->c, u->type, before_of(u, i), "status,reason", &d);
		d.as_it_was = true;
		d.correction = true;
		d.otherwise = true;
		if (!unit_change_in(u->c, &rec, 0, &d, &now))
			return false;
	}
	return true;
}

bool import_undo_units(struct ctx *c, const char *batch, struct import_undone *ret)
{
	struct undoing u = { .c = c, .type = catalog_type(c->catalog, "school") };

	if (!db_rows(c, &u.log, SQL_IMPORT_BATCH_UNITS, ARGS(val_text(arena_fmt(c->arena, "import:%s", batch)))))
		return false;
	group(&u);
	if (!hold_all(&u) || !check(&u))
		return false;
	for (size_t i = 0; i < u.n; i++) {
		const struct written *w = &u.written[i];
		if (w->made ? !unit_undo_in(c, &w->unit) : !restore(&u, w))
			return false;
		w->made ? ret->created++ : ret->restored++;
	}
	return true;
}
