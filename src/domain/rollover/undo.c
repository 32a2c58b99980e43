/* undo.c - taking a run back, while nobody built on it. */
#include "db/db.h"
#include "domain/rollover/plan.h"
#include "store/change.h"
#include "store/hold.h"
#include "store/status.h"

/* What a run leaves of a type: records it made, or people it let go. */
static const struct kind {
	const char *type;
	bool made;
} kinds[] = {
	{ "enrolment", true }, { "class", true }, { "learner", false },
};

struct made {
	struct status_of *of;
	size_t n;
};

static bool load_made(struct ctx *c, const struct rollover *x, const struct kind *k, struct made *ret)
{
	const char *sql = arena_fmt(c->arena, "SELECT t.id, t.code, t.version, t.status FROM %s t JOIN rollover_item i ON i.unit_id = t.unit_id AND "
	                            "i.type = $3 AND i.record_id = t.id WHERE i.unit_id = $1 AND i.rollover_id = $2 ORDER BY t.id",
	                            catalog_type(c->catalog, k->type)->table);
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(x->unit.id), val_int(x->id), val_text(k->type))))
		return false;
	*ret = (struct made){ NEW_N(c->arena, struct status_of, r.count + 1), r.count };
	for (size_t i = 0; i < r.count; i++)
		ret->of[i] = (struct status_of){ rows_int(&r, i, 0), rows_int(&r, i, 2), rows_text(&r, i, 1), rows_text(&r, i, 3) };
	return true;
}

static void check_made(struct ctx *c, const struct kind *k, const struct made *made, struct problems *p)
{
	const struct record_type *t = catalog_type(c->catalog, k->type);

	for (size_t i = 0; i < made->n; i++)
		if (k->made ? made->of[i].version != 1 : !streq(made->of[i].status, ROLLOVER_LEFT))
			problem_add(c, p, made->of[i].code, "rollover.changed", "%s %s đã được sửa sau khi chuyển năm học.", t->label, made->of[i].code);
}

/* Other records that stand on what the run made; what was undone itself does not count. */
static bool find_users(struct ctx *c, const struct rollover *x, const struct field *f, const struct record_type *t, struct problems *p)
{
	const char *sql = arena_fmt(c->arena, "SELECT t.code FROM %s t JOIN rollover_item i ON i.unit_id = t.unit_id AND i.type = $3 AND "
	                            "i.record_id = t.%s WHERE i.unit_id = $1 AND i.rollover_id = $2 AND COALESCE(t.status <> $5, TRUE) AND NOT EXISTS (SELECT 1 FROM "
	                            "rollover_item m WHERE m.unit_id = t.unit_id AND m.type = $4 AND m.record_id = t.id AND m.rollover_id = $2) "
	                            "ORDER BY t.id LIMIT 100", t->table, f->column);
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(x->unit.id), val_int(x->id), val_text(f->to_name), val_text(t->name), val_text(t->undone_status))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		bool told = false;
		for (const struct problem *q = p->first; q != NULL && !told; q = q->next)
			told = streq(q->field, rows_text(&r, i, 0));
		if (!told)
			problem_add(c, p, rows_text(&r, i, 0), "rollover.changed", "%s %s đã dùng hồ sơ do lần chuyển năm học lập ra.", t->label,
			            rows_text(&r, i, 0));
	}
	return true;
}

static bool check_users(struct ctx *c, const struct rollover *x, struct problems *p)
{
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *t = &c->catalog->type[i];
		for (size_t k = 0; k < t->n_fields; k++) {
			const struct field *f = &t->field[k];
			bool made = f->to != NULL && (streq(f->to_name, "class") || streq(f->to_name, "enrolment"));
			if (made && !find_users(c, x, f, t, p))
				return false;
		}
	}
	return true;
}

static bool check(struct ctx *c, const struct rollover *x, struct made *made)
{
	struct problems p = { 0 };

	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (!load_made(c, x, &kinds[i], &made[i]))
			return false;
		check_made(c, &kinds[i], &made[i], &p);
	}
	if (!check_users(c, x, &p))
		return false;
	if (p.errors == 0)
		return true;
	fail(c, ERR_CONFLICT, "rollover.changed", "%zu hồ sơ đã được sửa hoặc dùng sau lần chuyển năm học %s, nên không huỷ được cả lần; hãy sửa "
	     "từng hồ sơ.", p.errors, x->code);
	c->problems = p;
	return false;
}

static bool undo(struct ctx *c, struct rollover *x)
{
	const char *reason = arena_fmt(c->arena, "Huỷ lần chuyển năm học %s", x->code);
	struct made made[COUNT(kinds)];
	struct rows r;

	if (!unit_hold(c, x->unit.id, HOLD_OPEN, NULL) ||
	    !db_rows(c, &r, SQL_ROLLOVER_UNDONE, ARGS(val_int(x->unit.id), val_int(x->id), val_int(c->now_ms), val_int(actor_id(c)))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "rollover.undone", "Lần chuyển năm học %s đã được huỷ trước đó.", x->code);
	if (!check(c, x, made))
		return false;
	const struct change g = { .type = "rollover", .record_id = x->id, .version = 2, .code = x->code, .event = "UNDO",
	                          .after = arena_fmt(c->arena, "{\"school_year\":%d}", x->school_year) };
	if (!change_log(c, x->unit.id, &g))
		return false;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		const struct record_type *t = catalog_type(c->catalog, kinds[i].type);
		const char *status = kinds[i].made ? t->undone_status : t->initial_status;
		if (!record_set_status_all(c, t, &x->unit, made[i].of, made[i].n, status, reason))
			return false;
	}
	x->undone_at = c->now_ms;
	x->undone_by = c->account == NULL ? NULL : c->account->name;
	return true;
}

bool rollover_undo(struct ctx *c, struct rollover *x)
{
	return db_begin(c) && db_end(c, undo(c, x));
}
