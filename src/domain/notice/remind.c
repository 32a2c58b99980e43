/* remind.c - an office asks units below it for a form. */
#include <stdlib.h>

#include "base/time.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/notice/notice.h"
#include "domain/report/report.h"
#include "store/hold.h"

/* Which of the units owe the form: the institutions it is for, and the offices whose sums another adds up. */
static bool find_owing(struct ctx *c, const struct form *f, const struct period *when, const struct unit *units, size_t n, bool *ret)
{
	struct unit *schools = NEW_N(c->arena, struct unit, n + 1);
	size_t n_schools = 0;

	for (size_t i = 0; i < n; i++)
		if (unit_is_school(c, &units[i]))
			schools[n_schools++] = units[i];
	if (!report_keep_filers(c, f, when, schools, &n_schools))
		return false;
	for (size_t i = 0; i < n; i++)
		ret[i] = unit_kind_is_added_up(c->catalog, units[i].kind) || (n_schools > 0 && bsearch(&units[i], schools, n_schools, sizeof *schools, unit_compare_ids) != NULL);
	return true;
}

/* An answer like another: true. */
static bool refuse(struct reminded *ret, const char *key, const char *message)
{
	ret->key = key;
	ret->message = message;
	return true;
}

/* u: held, as it is now. */
static bool remind_one(struct ctx *c, const struct form *f, const char *period, const struct unit *u, bool owes, struct reminded *ret)
{
	struct rows r;

	*ret = (struct reminded){ .unit = u->code };
	if (c->account != NULL && u->id == c->account->unit.id)
		return refuse(ret, "reminder.own", "Đây là đơn vị của bạn; chỉ nhắc được đơn vị bên dưới.");
	if (unit_is_over(u->status))
		return refuse(ret, "unit.closed", "Đơn vị này đã ngừng hoạt động.");
	if (!owes)
		return refuse(ret, "report.not_for_unit", arena_fmt(c->arena, "Đơn vị này không phải lập biểu %s.", f->official));
	if (!db_rows(c, &r, SQL_REPORT_HEAD, ARGS(val_int(u->id), val_text(f->name), val_text(period))))
		return false;
	if (r.count == 1 && (streq(rows_text(&r, 0, 2), "submitted") || streq(rows_text(&r, 0, 2), "accepted")))
		return refuse(ret, "reminder.sent", arena_fmt(c->arena, "Đơn vị này đã gửi biểu; báo cáo %s.", report_state_name(rows_text(&r, 0, 2))));
	if (!db_rows(c, &r, SQL_REMINDER_ADD, ARGS(val_int(u->id), val_text(f->name), val_text(period), val_text(time_today(c->arena, c->now_ms)),
	                                           val_int(c->now_ms), val_int(actor_id(c)),
	                                           c->account == NULL ? val_null() : val_int(c->account->unit.id))))
		return false;
	return r.count == 1 || refuse(ret, "reminder.today", "Hôm nay đơn vị này đã được nhắc về biểu này; mai hãy nhắc lại.");
}

static bool remind_all(struct ctx *c, const struct form *f, const char *period, const struct unit *units, size_t n, const bool *owes, struct reminded *ret)
{
	for (size_t i = 0; i < n; i++) {
		struct unit u;
		if (!unit_hold(c, units[i].id, HOLD_ANY, &u))
			return false;
		if (!scope_covers(actor_scope(c), &u)) /* moved away meanwhile */
			return fail(c, ERR_NOT_FOUND, "unit.unknown", "Không có đơn vị mang mã này trong phạm vi của bạn.");
		if (!remind_one(c, f, period, &u, owes[i], &ret[i]))
			return false;
	}
	return true;
}

bool notice_remind(struct ctx *c, const struct form *f, const char *period, struct unit *units, size_t n, struct reminded *ret)
{
	bool *owes = NEW_N(c->arena, bool, n + 1);
	struct period when;

	if (!report_period(c, period, &when))
		return false;
	if (n > 0)
		qsort(units, n, sizeof *units, unit_compare_ids);
	return find_owing(c, f, &when, units, n, owes) && db_begin(c) && db_end(c, remind_all(c, f, period, units, n, owes, ret));
}
