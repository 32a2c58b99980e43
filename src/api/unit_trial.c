/* unit_trial.c - what closing, merging, splitting or moving units would touch, without doing it. */
#include <stdlib.h>

#include "api/routes.h"
#include "api/shapes.h"
#include "domain/unit/unit_touched.h"
#include "store/trial.h"

SHAPE(unit_trial, "Nếu làm thật thì động đến những gì; chưa ghi gì",
	{ "units", OUT_INT, .summary = "Số đơn vị, kể cả mọi cấp bên dưới" },
	{ "learners", OUT_INT, .summary = "Số người học đang dùng của các đơn vị ấy; không có: không được xem", .maybe = true },
	{ "staff", OUT_INT, .summary = "Số cán bộ đang làm việc; không có: không được xem", .maybe = true },
	{ "accounts", OUT_INT, .summary = "Số tài khoản chưa khoá" },
	{ "reports", OUT_INT, .summary = "Số báo cáo chưa được tiếp nhận" },
	{ "records", OUT_INT, .summary = "Số hồ sơ sẽ đổi hoặc sang đơn vị khác, theo loại", .map = true },
	{ "problems", OUT_SHAPE, .summary = "Vì sao sẽ bị từ chối; trống: làm được", .shape = &problem_item_shape, .list = true });

struct trying {
	const struct request *q;
	const struct unit *unit;
	size_t n;
	unit_change_fn *fn;
	struct unit_touched touched;
	json_t *records;
};

static bool run(struct ctx *c, void *arg)
{
	struct trying *t = arg;
	int64_t *since = NEW_N(c->arena, int64_t, t->n + 1);

	for (size_t i = 0; i < t->n; i++)
		if (!unit_touched_add(c, &t->unit[i], &t->touched) || !unit_log_end(c, &t->unit[i], &since[i]))
			return false;
	if (!t->fn(c, t->q, t->unit, t->n))
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (!unit_touched_records(c, &t->unit[i], since[i], t->records))
			return false;
	return true;
}

static json_t *count_or_null(int64_t n)
{
	return n < 0 ? json_null() : json_integer(n);
}

bool api_reply_unit_trial(struct ctx *c, const struct request *q, struct response *r, const struct unit *u, size_t n, unit_change_fn *fn)
{
	struct trying t = { .q = q, .unit = u, .n = n, .fn = fn, .records = json_object() };
	struct problems problems = { 0 };
	struct buf b = buf_in(c->arena);

	arena_defer(c->arena, (void (*)(void *))json_decref, t.records);
	if (!trial(c, run, &t) && !trial_refusal(c, &problems))
		return false;
	json_t *o = json_pack("{sI so so sI sI sO}", "units", (json_int_t)t.touched.units, "learners", count_or_null(t.touched.learners), "staff",
	                      count_or_null(t.touched.staff), "accounts", (json_int_t)t.touched.accounts, "reports", (json_int_t)t.touched.reports,
	                      "records", t.records);
	char *text = json_dumps(o, JSON_COMPACT);
	buf_add(&b, text, strlen(text) - 1); /* the object goes on */
	free(text);
	json_decref(o);
	buf_put(&b, ",\"problems\":");
	api_put_problems(&b, &problems, true);
	buf_char(&b, '}');
	reply_buf(r, "application/json", &b);
	return true;
}
