/* unit_trial.c - what closing, merging, splitting or moving units would touch, without doing it. */
#include <stdlib.h>

#include "api/routes.h"
#include "api/shapes.h"
#include "domain/unit/unit_touched.h"
#include "store/trial.h"

static SHAPE(unit_trial_part, "Một trường nhận một phần",
	{ "unit", OUT_TEXT, .summary = "Mã trường" },
	{ "name", OUT_TEXT, .summary = "Tên trường" },
	{ "records", OUT_INT, .summary = "Số hồ sơ trường ấy sẽ nhận, theo loại", .map = true });

SHAPE(unit_trial, "Nếu làm thật thì động đến những gì; chưa ghi gì",
	{ "units", OUT_INT, .summary = "Số đơn vị, kể cả mọi cấp bên dưới" },
	{ "learners", OUT_INT, .summary = "Số người học đang dùng của các đơn vị ấy; không có: không được xem", .maybe = true },
	{ "staff", OUT_INT, .summary = "Số cán bộ đang làm việc; không có: không được xem", .maybe = true },
	{ "accounts", OUT_INT, .summary = "Số tài khoản chưa khoá" },
	{ "reports", OUT_INT, .summary = "Số báo cáo chưa được tiếp nhận" },
	{ "records", OUT_INT, .summary = "Số hồ sơ sẽ đổi hoặc sang đơn vị khác, theo loại", .map = true },
	{ "parts", OUT_SHAPE, .summary = "Khi chia tách: mỗi trường khác nhận những gì; trống: không chia, hoặc sẽ bị từ chối", .shape = &unit_trial_part_shape,
	  .list = true },
	{ "problems", OUT_SHAPE, .summary = "Vì sao sẽ bị từ chối; trống: làm được", .shape = &problem_item_shape, .list = true });

struct trying {
	const struct request *q;
	const struct unit_trial_of *of;
	struct unit_touched touched;
	json_t *records, *parts;
};

/* What came into each of the others. */
static bool put_parts(struct ctx *c, const struct trying *t, const int64_t *since)
{
	for (size_t i = 0; i < t->of->n_to; i++) {
		const struct unit *to = &t->of->to[i];
		json_t *records = json_object();
		json_array_append_new(t->parts, json_pack("{ss ss so}", "unit", to->code, "name", to->name, "records", records));
		if (!unit_touched_records(c, to, since[i], records))
			return false;
	}
	return true;
}

static bool log_ends(struct ctx *c, const struct unit *u, size_t n, int64_t **ret)
{
	*ret = NEW_N(c->arena, int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!unit_log_end(c, &u[i], &(*ret)[i]))
			return false;
	return true;
}

static bool run(struct ctx *c, void *arg)
{
	struct trying *t = arg;
	const struct unit_trial_of *of = t->of;
	int64_t *since, *since_to;

	for (size_t i = 0; i < of->n; i++)
		if (!unit_touched_add(c, &of->unit[i], &t->touched))
			return false;
	if (!log_ends(c, of->unit, of->n, &since) || !log_ends(c, of->to, of->n_to, &since_to) || !of->fn(c, t->q, of->unit, of->n))
		return false;
	for (size_t i = 0; i < of->n; i++)
		if (!unit_touched_records(c, &of->unit[i], since[i], t->records))
			return false;
	return put_parts(c, t, since_to);
}

static json_t *count_or_null(int64_t n)
{
	return n < 0 ? json_null() : json_integer(n);
}

bool api_reply_unit_trial(struct ctx *c, const struct request *q, struct response *r, const struct unit_trial_of *of)
{
	struct trying t = { .q = q, .of = of, .records = json_object(), .parts = json_array() };
	struct problems problems = { 0 };
	struct buf b = buf_in(c->arena);

	arena_defer(c->arena, (void (*)(void *))json_decref, t.records);
	arena_defer(c->arena, (void (*)(void *))json_decref, t.parts);
	if (!trial(c, run, &t) && !trial_refusal(c, &problems))
		return false;
	json_t *o = json_pack("{sI so so sI sI sO sO}", "units", (json_int_t)t.touched.units, "learners", count_or_null(t.touched.learners), "staff",
	                      count_or_null(t.touched.staff), "accounts", (json_int_t)t.touched.accounts, "reports", (json_int_t)t.touched.reports,
	                      "records", t.records, "parts", t.parts);
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
