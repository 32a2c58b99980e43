/* workflow.c - submit, return, accept, reopen. */
#include "db/db.h"
#include "domain/report/figures.h"
#include "store/change.h"
#include "store/hold.h"

static bool in_state(struct ctx *c, const struct report *rep, const char *wanted, const char *other)
{
	if (streq(rep->state, wanted) || streq(rep->state, other))
		return true;
	return fail(c, ERR_CONFLICT, "report.state", "Báo cáo đang ở trạng thái \"%s\" nên không làm được việc này.", rep->state);
}

/* Offices above answer for what they take in; nobody decides on their own figures. */
static bool stands_above(struct ctx *c, const struct report *rep)
{
	const struct account *me = c->account;

	if (me == NULL || (me->unit.id != rep->unit.id && scope_covers(&me->scope, rep->unit.path, rep->unit.levels)))
		return true;
	return fail(c, ERR_FORBIDDEN, "report.not_yours", "Chỉ đơn vị quản lý cấp trên mới trả lại, tiếp nhận hoặc mở lại báo cáo này.");
}

static bool log_step(struct ctx *c, const struct report *rep, const char *event)
{
	struct buf after = buf_in(c->arena);

	buf_fmt(&after, "{\"hash\":\"%s\"", rep->hash);
	if (rep->note != NULL) {
		buf_put(&after, ",\"note\":");
		buf_json_text(&after, rep->note);
	}
	buf_char(&after, '}');
	return change_log(c, rep->unit.id, &(struct change){ .type = "report", .record_id = rep->id, .version = rep->version,
	                                                .code = rep->code, .event = event, .after = after.data });
}

static bool stale(struct ctx *c)
{
	return fail(c, ERR_STALE, "report.stale", "Báo cáo vừa được người khác xử lý; hãy tải lại.");
}

static bool submit(struct ctx *c, struct report *rep)
{
	struct rows r;

	if (!unit_hold(c, rep->unit.id, HOLD_ANY, NULL) ||
	    !db_rows(c, &r, SQL_REPORT_SUBMIT, ARGS(val_int(rep->unit.id), val_int(rep->id), val_int(rep->version), val_int(c->now_ms),
	                                            val_int(actor_id(c)))))
		return false;
	if (r.count == 0)
		return stale(c);
	rep->version = rows_int(&r, 0, 0);
	rep->state = "submitted";
	rep->submitted_at = c->now_ms;
	return log_step(c, rep, "SUBMIT");
}

bool report_submit(struct ctx *c, struct report *rep)
{
	struct problems broken = { 0 };

	if (c->account != NULL && c->account->unit.id != rep->unit.id)
		return fail(c, ERR_FORBIDDEN, "report.not_yours", "Chỉ chính đơn vị lập báo cáo mới gửi được báo cáo này.");
	if (!in_state(c, rep, "draft", "returned") || !report_verify(c, rep))
		return false;
	report_check(c, rep->form, rep->cells, &broken);
	if (broken.errors > 0) {
		fail(c, ERR_INVALID, "report.checks", "Số liệu của báo cáo mâu thuẫn ở %zu chỗ; sửa hồ sơ rồi tính lại.", broken.errors);
		c->problems = broken;
		return false;
	}
	rep->note = NULL;
	return db_begin(c) && db_end(c, submit(c, rep));
}

static struct val unit_of_actor(const struct ctx *c)
{
	return c->account == NULL ? val_null() : val_int(c->account->unit.id);
}

static bool decide(struct ctx *c, struct report *rep, const char *state, const char *event)
{
	struct rows r;

	if (!unit_hold(c, rep->unit.id, HOLD_ANY, NULL) ||
	    !db_rows(c, &r, SQL_REPORT_DECIDE, ARGS(val_int(rep->unit.id), val_int(rep->id), val_int(rep->version), val_text(state),
	                                            val_int(c->now_ms), val_int(actor_id(c)), val_text(rep->note), unit_of_actor(c))))
		return false;
	if (r.count == 0)
		return stale(c);
	rep->version = rows_int(&r, 0, 0);
	rep->state = state;
	rep->decided_at = c->now_ms;
	rep->decided_unit = c->account == NULL ? 0 : c->account->unit.id;
	return log_step(c, rep, event);
}

bool report_return(struct ctx *c, struct report *rep, const char *note)
{
	if (!stands_above(c, rep) || !in_state(c, rep, "submitted", "submitted"))
		return false;
	rep->note = note;
	return db_begin(c) && db_end(c, decide(c, rep, "returned", "RETURN"));
}

bool report_accept(struct ctx *c, struct report *rep)
{
	if (!stands_above(c, rep) || !in_state(c, rep, "submitted", "submitted") || !report_verify(c, rep))
		return false;
	rep->note = NULL;
	return db_begin(c) && db_end(c, decide(c, rep, "accepted", "ACCEPT"));
}

/* Whoever accepted answers for it, as long as it stands above; one that has closed stands above nobody. */
static bool may_reopen(struct ctx *c, const struct report *rep)
{
	struct unit u;

	if (c->account == NULL || rep->decided_unit == 0 || rep->decided_unit == c->account->unit.id)
		return true;
	if (!unit_get(c, rep->decided_unit, &u))
		return false;
	if (!scope_covers(&(struct scope){ .path = u.path }, rep->unit.path, rep->unit.levels))
		return true;
	return fail(c, ERR_FORBIDDEN, "report.not_yours", "Báo cáo này do %s tiếp nhận; chỉ đơn vị đó mở lại được.", u.name);
}

static bool reopen(struct ctx *c, struct report *rep, const char *reason)
{
	const struct val unit = val_int(rep->unit.id), id = val_int(rep->id), version = val_int(rep->version);
	struct report next = *rep;
	struct rows r;

	next.edition++;
	/* One that was tampered with keeps a digest that does not fit: only computing it anew makes it whole. */
	next.hash = streq(report_digest(c, rep), rep->hash) ? report_digest(c, &next) : rep->hash;
	if (!unit_hold(c, rep->unit.id, HOLD_ANY, NULL) ||
	    !db_exec(c, SQL_REPORT_KEEP_EDITION, ARGS(unit, id, version, val_int(c->now_ms), val_int(actor_id(c)), val_text(reason))) ||
	    !db_rows(c, &r, SQL_REPORT_REOPEN, ARGS(unit, id, version, val_int(next.edition), val_text(next.hash), val_int(c->now_ms),
	                                            val_int(actor_id(c)), unit_of_actor(c), val_text(reason))))
		return false;
	if (r.count == 0)
		return stale(c);
	next.version = rows_int(&r, 0, 0);
	next.state = "returned";
	next.decided_at = c->now_ms;
	next.decided_unit = c->account == NULL ? 0 : c->account->unit.id;
	next.note = reason;
	*rep = next;
	return log_step(c, rep, "REOPEN");
}

bool report_reopen(struct ctx *c, struct report *rep, const char *reason)
{
	return stands_above(c, rep) && in_state(c, rep, "accepted", "accepted") && may_reopen(c, rep) && db_begin(c) && db_end(c, reopen(c, rep, reason));
}
