/* run.c - writing a plan, in one transaction. */
#include "base/json.h"
#include "db/db.h"
#include "domain/rollover/plan.h"
#include "store/change.h"
#include "store/hold.h"
#include "store/status.h"
#include "store/write.h"

/* A run's code is that of its unit, -K and its number there. */
#define LETTERS "K"

struct run {
	struct rollover_plan *plan;
	struct rollover *made;
	struct val *item;   /* rows of rollover_item */
	size_t n_items;
};

enum { ITEM_COLUMNS = 4 };

static void add_item(struct run *x, const char *type, int64_t id)
{
	struct val *v = x->item + x->n_items++ * ITEM_COLUMNS;

	v[0] = val_int(x->made->unit.id);
	v[1] = val_int(x->made->id);
	v[2] = val_text(type);
	v[3] = val_int(id);
}

static bool write_all(struct ctx *c, struct run *x, const struct record_type *t, const struct draft *draft, size_t n, struct outcome *out)
{
	if (n == 0)
		return true;
	if (!record_write_batch_in(c, t, &x->plan->unit, draft, n, out))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (out[i].result == WRITE_REFUSED)
			return fail_problems(c, &out[i].problems);
		add_item(x, t->name, out[i].id);
	}
	return true;
}

static bool write_classes(struct ctx *c, struct run *x)
{
	const struct record_type *t = catalog_type(c->catalog, "class");
	struct rollover_plan *plan = x->plan;
	struct draft *draft = NEW_N(c->arena, struct draft, plan->n_classes + 1);
	struct rollover_class **of = NEW_N(c->arena, struct rollover_class *, plan->n_classes + 1);
	size_t n = 0;

	for (size_t i = 0; i < plan->n_classes; i++) {
		if (plan->class[i].value == NULL || plan->class[i].pupils == 0)
			continue;
		draft_init(c, t, &draft[n]);
		draft[n].as_it_was = true;
		draft[n].school_year = plan->options.year + 1;
		draft[n].value = plan->class[i].value;
		of[n++] = &plan->class[i];
	}
	struct outcome *out = NEW_N(c->arena, struct outcome, n + 1);
	if (!write_all(c, x, t, draft, n, out))
		return false;
	for (size_t i = 0; i < n; i++)
		of[i]->code = out[i].code;
	return true;
}

static bool load_enrolments(struct ctx *c, const struct rollover_plan *plan, struct record **ret)
{
	int64_t *id = NEW_N(c->arena, int64_t, plan->n_pupils + 1);

	for (size_t i = 0; i < plan->n_pupils; i++)
		id[i] = plan->pupil[i].enrolment_id;
	*ret = NEW_N(c->arena, struct record, plan->n_pupils + 1);
	return record_load_many(c, catalog_type(c->catalog, "enrolment"), &plan->unit, id, plan->n_pupils, *ret);
}

static bool write_enrolments(struct ctx *c, struct run *x)
{
	const struct record_type *t = catalog_type(c->catalog, "enrolment");
	const struct rollover_plan *plan = x->plan;
	struct draft *draft = NEW_N(c->arena, struct draft, plan->n_pupils + 1);
	struct outcome *out = NEW_N(c->arena, struct outcome, plan->n_pupils + 1);
	struct record *old;
	size_t n = 0;

	if (!load_enrolments(c, plan, &old))
		return false;
	for (size_t i = 0; i < plan->n_pupils; i++) {
		const struct rollover_pupil *p = &plan->pupil[i];
		if (p->to == NULL)
			continue;
		struct draft *d = &draft[n++];
		draft_init(c, t, d);
		d->as_it_was = true;
		d->school_year = plan->options.year + 1;
		draft_carry(d, &old[i]);
		draft_set(d, "learner", val_text(p->learner));
		draft_set(d, "class", val_text(p->to->code));
		draft_set(d, "first_class", val_text(p->to->code));
		draft_set(d, "admission", val_text(p->admission));
	}
	return write_all(c, x, t, draft, n, out);
}

static bool let_go(struct ctx *c, struct run *x)
{
	const struct rollover_plan *plan = x->plan;
	struct status_of *of = NEW_N(c->arena, struct status_of, plan->n_pupils + 1);
	size_t n = 0;

	for (size_t i = 0; i < plan->n_pupils; i++) {
		const struct rollover_pupil *p = &plan->pupil[i];
		if (p->to != NULL)
			continue;
		of[n++] = (struct status_of){ p->learner_id, p->version, p->learner, p->status };
		add_item(x, "learner", p->learner_id);
	}
	return record_set_status_all(c, catalog_type(c->catalog, "learner"), &plan->unit, of, n, ROLLOVER_LEFT,
	                             arena_fmt(c->arena, "Hoàn thành cấp học cuối của trường, chuyển năm học %s", x->made->code));
}

static bool keep_items(struct ctx *c, const struct run *x)
{
	static const char *const column[ITEM_COLUMNS] = { "unit_id", "rollover_id", "type", "record_id" };

	return db_bulk(c, &(struct bulk){ "rollover_item", column, ITEM_COLUMNS, x->n_items, x->item });
}

static bool keep_run(struct ctx *c, struct run *x)
{
	struct rollover *made = x->made;
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	rollover_put_plan(&b, x->plan);
	json_close_object(&b);
	made->plan = b.data;
	return db_exec(c, SQL_ROLLOVER_INSERT, ARGS(val_int(made->unit.id), val_int(made->id), val_text(made->code), val_int(made->school_year),
	                                            val_text(made->plan), val_int(c->now_ms), val_int(actor_id(c)))) &&
	       keep_items(c, x);
}

static bool log_run(struct ctx *c, const struct rollover *x, const char *event)
{
	struct buf after = buf_in(c->arena);

	json_open_object(&after, NULL);
	json_put_int(&after, "school_year", x->school_year);
	json_close_object(&after);
	return change_log(c, x->unit.id, &(struct change){ .type = "rollover", .record_id = x->id, .version = 1, .code = x->code, .event = event, .after = buf_text(&after) });
}

static bool run(struct ctx *c, const struct unit *u, const struct rollover_options *o, struct rollover_plan *plan, struct rollover *ret)
{
	struct run x = { .plan = plan, .made = ret };
	int64_t id;

	/* Held before the plan: a second run waits here and then sees what the first one wrote. */
	if (!unit_hold(c, u->id, HOLD_OPEN, NULL) || !unit_numbers(c, u->id, 1, &id) || !plan_make(c, u, o, plan))
		return false;
	if (plan->n_pupils == 0)
		return fail(c, ERR_CONFLICT, "rollover.done", "Không còn ai để chuyển sang năm học %d: %zu người học đã chuyển, %zu người bị bỏ qua "
		            "(xem bản thử).", o->year + 1, plan->already, plan->skipped);
	*ret = (struct rollover){ .unit = *u, .id = id, .school_year = o->year, .made_at = c->now_ms,
	                          .code = record_code_make(c->arena, LETTERS, u->code, id),
	                          .made_by = c->account == NULL ? NULL : c->account->name };
	x.item = NEW_N(c->arena, struct val, (plan->n_classes + plan->n_pupils) * ITEM_COLUMNS + 1);
	return log_run(c, ret, "ROLLOVER") && write_classes(c, &x) && write_enrolments(c, &x) && let_go(c, &x) && keep_run(c, &x);
}

bool rollover_run(struct ctx *c, const struct unit *u, const struct rollover_options *o, struct rollover_plan *plan, struct rollover *ret)
{
	return db_begin(c) && db_end(c, run(c, u, o, plan, ret));
}

/* ---- what was run ---- */

static struct rollover from_row(const struct unit *u, const struct rows *r, size_t i)
{
	const size_t items = (size_t)rows_int(r, i, 8), back = rows_int(r, i, 6) != 0 ? items : (size_t)rows_int(r, i, 9);

	return (struct rollover){ .unit = *u, .id = rows_int(r, i, 0), .code = rows_text(r, i, 1), .school_year = (int)rows_int(r, i, 2),
	                          .plan = rows_text(r, i, 3), .made_at = rows_int(r, i, 4), .made_by = rows_text(r, i, 5),
	                          .undone_at = rows_int(r, i, 6), .undone_by = rows_text(r, i, 7), .taken_back = back, .remaining = items - back };
}

bool rollover_find(struct ctx *c, const struct scope *scope, const char *code, struct rollover *ret)
{
	struct unit u;
	struct rows r;
	int64_t id;

	if (!record_code_find(c, scope, LETTERS, code, &u, &id) || !db_rows(c, &r, SQL_ROLLOVER_BY_ID, ARGS(val_int(u.id), val_int(id))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_NOT_FOUND, "rollover.unknown", "Không có lần chuyển năm học này trong phạm vi của bạn.");
	*ret = from_row(&u, &r, 0);
	return true;
}

bool rollover_list(struct ctx *c, const struct unit *u, int64_t before, size_t limit, struct rollover **ret, size_t *ret_n)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_ROLLOVER_LIST, ARGS(val_int(u->id), val_int(before == 0 ? INT64_MAX : before), val_int((int64_t)limit))))
		return false;
	*ret = NEW_N(c->arena, struct rollover, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*ret)[i] = from_row(u, &r, i);
	return true;
}
