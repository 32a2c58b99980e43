/* workflow.c - submit, return, accept, reopen. */
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "domain/report/figures.h"
#include "store/change.h"
#include "store/hold.h"
#include "store/shown.h"

static const struct {
	const char *state, *name, *next;
} states[] = {
	{ "draft", "bản nháp", "đơn vị lập báo cáo phải gửi trước" },
	{ "submitted", "đã gửi", "đơn vị cấp trên tiếp nhận hoặc trả lại" },
	{ "returned", "bị trả lại", "đơn vị lập báo cáo sửa hồ sơ, tính lại rồi gửi" },
	{ "accepted", "đã tiếp nhận", "đơn vị đã tiếp nhận mở lại nếu cần sửa" },
};

const char *report_state_name(const char *state)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (streq(states[i].state, state))
			return states[i].name;
	return state;
}

bool report_is_state(const char *state)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (streq(states[i].state, state))
			return true;
	return false;
}

static bool in_state(struct ctx *c, const struct report *rep, const char *wanted, const char *other)
{
	const char *next = "";

	if (streq(rep->state, wanted) || streq(rep->state, other))
		return true;
	for (size_t i = 0; i < COUNT(states); i++)
		if (streq(states[i].state, rep->state))
			next = states[i].next;
	return fail(c, ERR_CONFLICT, "report.state", "Báo cáo %s đang ở trạng thái «%s» nên không làm được việc này; %s.", rep->code,
	            report_state_name(rep->state), next);
}

/* What has to be said must say something. */
static bool check_said(struct ctx *c, const char *text)
{
	const char *clean = text == NULL ? NULL : text_clean(c->arena, text, strlen(text));

	return (clean != NULL && *clean != '\0') || fail(c, ERR_INVALID, "report.reason", "Hãy ghi lý do, để đơn vị lập báo cáo biết phải sửa gì.");
}

static bool is_above(const struct account *me, const struct report *rep)
{
	return me == NULL || (me->unit.id != rep->unit.id && scope_covers(&me->scope, &rep->unit));
}

bool report_is_of_section(const struct ctx *c, const struct form *f)
{
	bool all = true;

	for (size_t i = 0; c->account != NULL && i < f->n_sources; i++) {
		const struct record_type *t = catalog_type(c->catalog, f->source[i].name);
		all = all && (t == NULL || !role_leaves_out(c->account->role, t));
	}
	return all;
}

/* Whoever decides on a report answers for all that it counts. */
static bool check_section(struct ctx *c, const struct form *f)
{
	for (size_t i = 0; i < f->n_sources; i++) {
		const struct record_type *t = catalog_type(c->catalog, f->source[i].name);
		if (t != NULL && !shown_check_section(c, t))
			return false;
	}
	return true;
}

/* Offices above answer for what they take in; nobody decides on their own figures. */
static bool stands_above(struct ctx *c, const struct report *rep)
{
	if (is_above(c->account, rep))
		return check_section(c, rep->form);
	return fail(c, ERR_FORBIDDEN, "report.not_yours", "Chỉ đơn vị quản lý cấp trên mới trả lại, tiếp nhận hoặc mở lại báo cáo này.");
}

static bool log_step(struct ctx *c, const struct report *rep, const char *event, const struct report_remark *remarks, size_t n)
{
	struct buf after = buf_in(c->arena);

	json_open_object(&after, NULL);
	json_put_text(&after, "hash", rep->hash);
	if (rep->note != NULL)
		json_put_text(&after, "note", rep->note);
	if (n > 0)
		report_put_remarks(&after, remarks, n);
	json_close_object(&after);
	return change_log(c, rep->unit.id, &(struct change){ .type = "report", .record_id = rep->id, .version = rep->version,
	                                                .code = rep->code, .event = event, .after = after.data });
}

/* The report as it is once nobody else can act on it. */
static bool hold(struct ctx *c, struct report *rep)
{
	return unit_hold(c, rep->unit.id, HOLD_ANY, NULL) && report_named(c, rep->form_name, &rep->unit, rep->period, rep);
}

static bool check_figures(struct ctx *c, const struct report *rep)
{
	const struct report_checked checked = report_check_figures(c, rep->form, rep->cells);
	struct problems broken = { 0 };

	for (const struct report_broken *x = checked.first; x != NULL; x = x->next)
		problem_put(c, &broken, (struct problem){
			.field = x->n_cells == 0 ? NULL : arena_fmt(c->arena, "%d/%s", x->cell->row, x->cell->column),
			.key = x->n_cells == 0 ? x->key : "report.check", .message = x->message, .warning = x->warning });
	if (broken.errors == 0)
		return true;
	fail(c, ERR_INVALID, "report.checks", "Số liệu của báo cáo mâu thuẫn ở %zu chỗ; sửa hồ sơ rồi tính lại.", broken.errors);
	c->problems = broken;
	return false;
}

static bool submit(struct ctx *c, struct report *rep)
{
	struct rows r;

	if (!hold(c, rep) || !in_state(c, rep, "draft", "returned") || !report_verify(c, rep) || !check_figures(c, rep) ||
	    !db_rows(c, &r, SQL_REPORT_SUBMIT, ARGS(val_int(rep->unit.id), val_int(rep->id), val_int(rep->version), val_int(c->now_ms),
	                                            val_int(actor_id(c)))))
		return false;
	rep->version = rows_int(&r, 0, 0);
	rep->state = "submitted";
	rep->submitted_at = c->now_ms;
	rep->note = NULL;
	return report_answer_remarks(c, rep) && log_step(c, rep, "SUBMIT", NULL, 0);
}

bool report_submit(struct ctx *c, struct report *rep)
{
	if (c->account != NULL && c->account->unit.id != rep->unit.id)
		return fail(c, ERR_FORBIDDEN, "report.not_yours", "Chỉ chính đơn vị lập báo cáo mới gửi được báo cáo này.");
	return check_section(c, rep->form) && db_begin(c) && db_end(c, submit(c, rep));
}

static struct val unit_of_actor(const struct ctx *c)
{
	return c->account == NULL ? val_null() : val_int(c->account->unit.id);
}

static bool decide(struct ctx *c, struct report *rep, const char *state, const char *note, const struct report_remark *remarks, size_t n)
{
	const bool accepted = streq(state, "accepted");
	struct rows r;

	if (!hold(c, rep) || !in_state(c, rep, "submitted", "submitted") || (accepted && !report_verify(c, rep)) || !report_check_remarks(c, rep, remarks, n) ||
	    !db_rows(c, &r, SQL_REPORT_DECIDE, ARGS(val_int(rep->unit.id), val_int(rep->id), val_int(rep->version), val_text(state),
	                                            val_int(c->now_ms), val_int(actor_id(c)), val_text(note), unit_of_actor(c))))
		return false;
	rep->version = rows_int(&r, 0, 0);
	rep->state = state;
	rep->note = note;
	rep->decided_at = c->now_ms;
	rep->decided_unit = c->account == NULL ? 0 : c->account->unit.id;
	return report_add_remarks(c, rep, remarks, n) && log_step(c, rep, accepted ? "ACCEPT" : "RETURN", remarks, n);
}

bool report_return(struct ctx *c, struct report *rep, const char *note, const struct report_remark *remarks, size_t n)
{
	return stands_above(c, rep) && check_said(c, note) && db_begin(c) && db_end(c, decide(c, rep, "returned", note, remarks, n));
}

bool report_accept(struct ctx *c, struct report *rep)
{
	return stands_above(c, rep) && db_begin(c) && db_end(c, decide(c, rep, "accepted", NULL, NULL, 0));
}

/* Whoever accepted answers for it, as long as it stands above; one that has closed stands above nobody.  NULL: whoever stands above. */
static bool only_opener(struct ctx *c, const struct report *rep, const struct unit **ret)
{
	struct unit *u = NEW(c->arena, struct unit);

	*ret = NULL;
	if (c->account == NULL || rep->decided_unit == 0)
		return true;
	if (!unit_get(c, rep->decided_unit, u))
		return false;
	if (scope_covers(&(struct scope){ .path = u->path, .limited = true }, &rep->unit))
		*ret = u;
	return true;
}

static bool may_reopen(struct ctx *c, const struct report *rep)
{
	const struct unit *only;

	if (!only_opener(c, rep, &only))
		return false;
	return only == NULL || only->id == c->account->unit.id ||
	       fail(c, ERR_FORBIDDEN, "report.not_yours", "Báo cáo này do %s tiếp nhận; chỉ đơn vị đó mở lại được.", only->name);
}

bool report_reopens(struct ctx *c, const struct report *rep, bool *ret)
{
	const struct account *me = c->account;
	const struct unit *only;

	if (!only_opener(c, rep, &only))
		return false;
	*ret = streq(rep->state, "accepted") && rep->reopened_at == 0 && is_above(me, rep) && (me == NULL || role_may(me->role, "report", "accept")) && report_is_of_section(c, rep->form) &&
	       (only == NULL || only->id == me->unit.id);
	return true;
}

static bool reopen(struct ctx *c, struct report *rep, const char *reason)
{
	const struct val unit = val_int(rep->unit.id), id = val_int(rep->id);
	struct report next;
	struct rows r;

	if (!hold(c, rep) || !in_state(c, rep, "accepted", "accepted") || !may_reopen(c, rep))
		return false;
	const struct val version = val_int(rep->version);
	next = *rep;
	next.edition++;
	/* One that was tampered with keeps a digest that does not fit: only computing it anew makes it whole. */
	next.hash = streq(report_digest(c, rep), rep->hash) ? report_digest(c, &next) : rep->hash;
	if (!db_exec(c, SQL_REPORT_KEEP_EDITION, ARGS(unit, id, version, val_int(c->now_ms), val_int(actor_id(c)), val_text(reason))) ||
	    !db_rows(c, &r, SQL_REPORT_REOPEN, ARGS(unit, id, version, val_int(next.edition), val_text(next.hash), val_int(c->now_ms),
	                                            val_int(actor_id(c)), unit_of_actor(c), val_text(reason))))
		return false;
	next.version = rows_int(&r, 0, 0);
	next.state = "returned";
	next.decided_at = c->now_ms;
	next.decided_unit = c->account == NULL ? 0 : c->account->unit.id;
	next.note = reason;
	*rep = next;
	return log_step(c, rep, "REOPEN", NULL, 0);
}

bool report_reopen(struct ctx *c, struct report *rep, const char *reason)
{
	return stands_above(c, rep) && check_said(c, reason) && db_begin(c) && db_end(c, reopen(c, rep, reason));
}
