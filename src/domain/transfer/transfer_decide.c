/* transfer_decide.c - the second step: agreed, refused, withdrawn, or released by time. */
#include "db/db.h"
#include "domain/person/person.h"
#include "domain/transfer/transfer_parts.h"
#include "store/change.h"

static bool decide(struct ctx *c, const struct transfer *t, const char *state, const char *class_code, const char *day, const char *note,
                   const char *event)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_TRANSFER_DECIDE, ARGS(val_int(t->from.id), val_int(t->id), val_text(state), val_text(class_code), val_text(day),
	                                              val_int(c->now_ms), val_int(actor_id(c)), val_text(note), val_bool(t->other_grade))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "transfer.state", "Lượt chuyển này đã được giải quyết; hãy tải lại.");
	return transfer_log(c, t, event);
}

static bool decide_and_move(struct ctx *c, const struct transfer *t, const char *state, const char *class_code, const char *day)
{
	struct transfer_span x;

	return transfer_hold(c, &t->from, &t->to, HOLD_OPEN) && decide(c, t, state, class_code, day, NULL, streq(state, "done") ? "AGREE" : "RELEASE") &&
	       transfer_marks(c, t, false, &x) && transfer_days(c, t, day, &x) && transfer_carry_out(c, t, class_code, day) &&
	       transfer_marks(c, t, true, &x) && transfer_keep(c, t, &x);
}

static bool carry_out(struct ctx *c, const struct transfer *t, const char *state, const char *class_code, const char *day)
{
	chain_keep(c);
	return chain_settle(c, decide_and_move(c, t, state, class_code, day));
}

static bool wrong_side(struct ctx *c)
{
	return fail(c, ERR_FORBIDDEN, "transfer.side", "Việc này do trường phía bên kia, hoặc đơn vị quản lý của trường ấy, quyết định.");
}

static bool is_offer(const struct transfer *t)
{
	return streq(t->started_by, "from");
}

bool transfer_agree(struct ctx *c, const struct transfer *t, const char *class_code, const char *day, struct transfer *ret)
{
	if (is_offer(t) ? !transfer_covers_to(c, t) : !transfer_covers_from(c, t))
		return wrong_side(c);
	if (class_code != NULL && !is_offer(t) && (t->class_code == NULL || !streq(class_code, t->class_code)))
		return fail(c, ERR_INVALID, "transfer.class", "Lớp do trường xin nhận chọn. Nếu lớp ấy không đúng, hãy từ chối kèm lý do để trường ấy xin lại.");
	if (class_code == NULL)
		class_code = t->class_code;
	const enum fence was = fence_open(c);
	return fence_close(c, was, db_begin(c) && db_end(c, carry_out(c, t, "done", class_code, day == NULL ? t->day : day))) && transfer_load(c, t->code, ret);
}

static bool close_it(struct ctx *c, const struct transfer *t, const char *state, const char *note, const char *event, struct transfer *ret)
{
	const enum fence was = fence_open(c);
	const bool ok = db_begin(c) && db_end(c, transfer_hold(c, &t->from, &t->to, HOLD_ANY) && decide(c, t, state, t->class_code, t->day, note, event));

	return fence_close(c, was, ok) && transfer_load(c, t->code, ret);
}

bool transfer_refuse(struct ctx *c, const struct transfer *t, const char *note, struct transfer *ret)
{
	if (is_offer(t) ? !transfer_covers_to(c, t) : !transfer_covers_from(c, t))
		return wrong_side(c);
	return close_it(c, t, "refused", note, "REFUSE", ret);
}

bool transfer_withdraw(struct ctx *c, const struct transfer *t, struct transfer *ret)
{
	if (is_offer(t) ? !transfer_covers_from(c, t) : !transfer_covers_to(c, t))
		return wrong_side(c);
	return close_it(c, t, "withdrawn", NULL, "WITHDRAW", ret);
}

/* What stands in the way now will not go away: the asking school must see it and start anew. */
static bool release(struct ctx *c, const char *code, size_t *released)
{
	struct transfer t;

	if (!transfer_load(c, code, &t))
		return false;
	t.other_grade = true; /* nobody is there to be asked, and why not would tell the grade */
	if (db_begin(c) && db_end(c, carry_out(c, &t, "released", t.class_code, t.day))) {
		++*released;
		return true;
	}
	if (c->err == ERR_INTERNAL || c->err == ERR_BUSY || c->err == ERR_FULL)
		return false;
	const char *why = c->detail;
	ctx_clear(c);
	return close_it(c, &t, "refused", why, "REFUSE", &t);
}

bool transfer_release_due(struct ctx *c, size_t *ret_released)
{
	const char *after = "";
	struct rows r;

	*ret_released = 0;
	do {
		if (!db_rows(c, &r, SQL_TRANSFER_DUE, ARGS(val_int(c->now_ms), val_text(after))))
			return false;
		for (size_t i = 0; i < r.count; i++) {
			after = rows_text(&r, i, 0);
			if (!release(c, after, ret_released))
				return false;
		}
	} while (r.count > 0);
	return true;
}
