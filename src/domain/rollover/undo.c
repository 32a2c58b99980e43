/* undo.c - taking a run back: what nobody built on, and the rest once it is put right. */
#include "base/json.h"
#include "db/db.h"
#include "domain/rollover/made.h"
#include "store/change.h"
#include "store/hold.h"

static size_t count_back(const struct made *made)
{
	size_t n = 0;

	for (size_t i = 0; i < MADE__COUNT; i++)
		for (size_t k = 0; k < made[i].n; k++)
			n += !made[i].item[k].stays;
	return n;
}

static bool nothing_to_undo(struct ctx *c, const struct rollover *x, const struct problems *left)
{
	fail(c, ERR_CONFLICT, "rollover.changed", "%zu hồ sơ của lần chuyển năm học %s đã được sửa hoặc dùng từ đó đến nay, nên chưa huỷ được gì thêm; hãy "
	     "xử lý từng hồ sơ rồi huỷ lại.", left->errors, x->code);
	c->problems = *left;
	return false;
}

/* Its items are the run's no more: a status set later is somebody else's. */
static bool mark(struct ctx *c, const struct rollover *x, const struct made *m)
{
	const char *sql = arena_fmt(c->arena, "UPDATE rollover_item SET undone_at = $4 WHERE unit_id = $1 AND rollover_id = $2 AND type = $3 AND "
	                            "undone_at IS NULL AND record_id IN (SELECT id FROM %s WHERE unit_id = $1 AND status IN ('%s', '%s'))", m->type->table,
	                            m->let_go ? m->type->initial_status : m->type->undone_status,
	                            m->let_go || m->type->mistaken_status == NULL ? "" : m->type->mistaken_status);

	return db_run(c, sql, ARGS(val_int(x->unit.id), val_int(x->id), val_text(m->type->name), val_int(c->now_ms)));
}

static bool take_back(struct ctx *c, const struct rollover *x, const struct made *m)
{
	struct status_of *of = NEW_N(c->arena, struct status_of, m->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		if (!m->item[i].back && !m->item[i].stays)
			of[n++] = m->item[i].of;
	return record_set_status_all(c, m->type, &x->unit, of, n, m->let_go ? m->type->initial_status : m->type->undone_status,
	                             arena_fmt(c->arena, "Huỷ lần chuyển năm học %s", x->code)) &&
	       mark(c, x, m);
}

static bool log_undo(struct ctx *c, const struct rollover *x)
{
	struct buf after = buf_in(c->arena);

	json_open_object(&after, NULL);
	json_put_int(&after, "school_year", x->school_year);
	json_put_int(&after, "taken_back", x->taken_back);
	json_put_int(&after, "remaining", x->remaining);
	json_close_object(&after);
	return change_log(c, x->unit.id, &(struct change){ .type = "rollover", .record_id = x->id, .version = 2, .code = x->code, .event = "UNDO", .after = buf_text(&after) });
}

static bool close_run(struct ctx *c, struct rollover *x)
{
	x->undone_at = c->now_ms;
	x->undone_by = c->account == NULL ? NULL : c->account->name;
	return db_exec(c, SQL_ROLLOVER_UNDONE, ARGS(val_int(x->unit.id), val_int(x->id), val_int(c->now_ms), val_int(actor_id(c))));
}

static bool undo(struct ctx *c, struct rollover *x)
{
	struct made made[MADE__COUNT];
	size_t n;

	if (!unit_hold(c, x->unit.id, HOLD_OPEN, NULL) || !rollover_find(c, actor_scope(c), x->code, x))
		return false;
	if (x->undone_at != 0)
		return fail(c, ERR_CONFLICT, "rollover.undone", "Lần chuyển năm học %s đã được huỷ trước đó.", x->code);
	if (!made_find(c, x, made, &x->left))
		return false;
	n = count_back(made);
	if (n == 0 && x->remaining > 0)
		return nothing_to_undo(c, x, &x->left);
	x->taken_back += n;
	x->remaining -= n;
	if (!log_undo(c, x))
		return false;
	for (size_t i = 0; i < MADE__COUNT; i++)
		if (!take_back(c, x, &made[i]))
			return false;
	return x->remaining > 0 || close_run(c, x);
}

bool rollover_find_left(struct ctx *c, struct rollover *x)
{
	struct made made[MADE__COUNT];

	return x->undone_at != 0 || x->taken_back == 0 || made_find(c, x, made, &x->left);
}

bool rollover_undo(struct ctx *c, struct rollover *x)
{
	return db_begin(c) && db_end(c, undo(c, x));
}
