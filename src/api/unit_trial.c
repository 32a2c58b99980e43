/* unit_trial.c - what closing, merging, splitting or moving units would touch, without doing it. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "base/problems.h"
#include "catalog/document.h"
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
	json_t *records;
	struct buf parts;
};

static void put_records(struct buf *b, json_t *records)
{
	const char *type;
	json_t *n;

	json_open_object(b, "records");
	json_object_foreach(records, type, n)
		json_put_int(b, type, json_integer_value(n));
	json_close_object(b);
}

/* What came into each of the others. */
static bool put_parts(struct ctx *c, struct trying *t, const int64_t *since)
{
	for (size_t i = 0; i < t->of->n_to; i++) {
		const struct unit *to = &t->of->to[i];
		json_t *records = document_kept(c->arena, json_object());
		if (!unit_touched_records(c, to, since[i], records))
			return false;
		json_open_object(&t->parts, NULL);
		json_put_text(&t->parts, "unit", to->code);
		json_put_text(&t->parts, "name", to->name);
		put_records(&t->parts, records);
		json_close_object(&t->parts);
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

bool api_reply_unit_trial(struct ctx *c, const struct request *q, struct response *r, const struct unit_trial_of *of)
{
	struct trying t = { .q = q, .of = of, .records = document_kept(c->arena, json_object()), .parts = buf_in(c->arena) };
	struct problems problems = { 0 };
	struct buf b = buf_in(c->arena);

	if (!trial(c, run, &t) && !trial_refusal(c, &problems))
		return false;
	json_open_object(&b, NULL);
	json_put_int(&b, "units", t.touched.units);
	json_put_int_if(&b, "learners", t.touched.learners >= 0, t.touched.learners);
	json_put_int_if(&b, "staff", t.touched.staff >= 0, t.touched.staff);
	json_put_int(&b, "accounts", t.touched.accounts);
	json_put_int(&b, "reports", t.touched.reports);
	put_records(&b, t.records);
	json_open_list(&b, "parts");
	json_put_raw(&b, NULL, buf_text(&t.parts));
	json_close_list(&b);
	problems_put(&b, "problems", problems.first, PROBLEM_SEVERITY);
	json_close_object(&b);
	return reply_json(r, &b);
}
