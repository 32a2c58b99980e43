/* event_dated.c - a change of a field whose past is kept is an event of its own. */
#include "base/time.h"
#include "db/db.h"
#include "domain/event/alike.h"
#include "domain/event/event_parts.h"

static bool create(struct ctx *c, const struct life *life, const struct life_dated *k, const struct record *old, const char *today)
{
	const struct record_type *t = life->event_type;
	const int term = life->by_term ? calendar_term(c->catalog, old->school_year, old->unit.province, today) : -1;
	struct outcome out;
	struct draft d;

	draft_init(c, t, &d);
	d.school_year = t->year_bound ? old->school_year : 0;
	draft_set_field(&d, life->subject, val_text(old->code));
	draft_set(&d, "event", val_text(k->event));
	draft_set(&d, "event_date", val_text(today));
	draft_set_field(&d, k->before, old->value[k->field->index]);
	draft_set(&d, "status_before", val_text(old->status));
	draft_set(&d, "status_after", val_text(old->status));
	if (term >= 0)
		draft_set(&d, "term", val_text(calendar_term_code(c->catalog, term)));
	return record_create(c, t, &old->unit, &d, &out);
}

/* The last such event that counts; id 0: none. */
static bool last(struct ctx *c, const struct life *life, const struct life_dated *k, const struct record *rec, struct record *ret)
{
	const struct record_type *t = life->event_type;
	struct rows r;

	ret->id = 0;
	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT id FROM %s WHERE unit_id = $1 AND %s = $2 AND status = $3 AND event = $4 ORDER BY id DESC LIMIT 1",
	                               t->table, life->subject->column),
	              ARGS(val_int(rec->unit.id), val_int(rec->id), val_text(t->initial_status), val_text(k->event))))
		return false;
	return r.count == 0 || record_load(c, t, &rec->unit, rows_int(&r, 0, 0), ret);
}

static bool keep(struct ctx *c, const struct life *life, const struct life_dated *k, const struct record_write *w)
{
	const char *today = time_today(c->arena, c->now_ms);
	const struct val *now = &w->value[k->field->index];
	struct record event;
	int64_t version;

	if (!last(c, life, k, w->old, &event))
		return false;
	/* Back within the day: nobody was ever counted there. */
	if (event.id != 0 && streq(event.value[field_find(event.type, "event_date")->index].s, today) && val_equal(&event.value[k->before->index], now))
		return record_set_status_in(c, &event, 0, event.type->undone_status, NULL, &version);
	return (life_is_present(life, w->old->status) || event_check_here(c, w->old)) && create(c, life, k, w->old, today);
}

/* Put right together with where the year was begun: it was never otherwise. */
static bool is_put_right(const struct life_dated *k, const struct record_write *w)
{
	const struct val *now = &w->value[k->field->index], *first = k->first == NULL ? NULL : &w->value[k->first->index];

	return w->correction || (first != NULL && val_equal(first, now) && !val_equal(first, &w->old->value[k->first->index]));
}

/* The same, or before or after that year. */
static bool is_correction(struct ctx *c, const struct life_dated *k, const struct record_write *w)
{
	struct date today;

	if (is_put_right(k, w))
		return true;
	return w->old->type->year_bound && date_parse(time_today(c->arena, c->now_ms), &today) && date_school_year(today) != w->old->school_year;
}

bool event_keep_dated(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	const struct life *life = catalog_life(c->catalog, t);

	(void)u;
	for (size_t i = 0; life != NULL && i < n; i++)
		for (size_t k = 0; k < life->n_dated; k++) {
			const struct life_dated *d = &life->dated[k];
			if (!val_equal(&w[i].value[d->field->index], &w[i].old->value[d->field->index]) && !is_correction(c, d, &w[i]) && !keep(c, life, d, &w[i]))
				return false;
		}
	return true;
}

static bool check_alike(struct ctx *c, const struct life_dated *k, const struct unit *u, const struct record_write *w)
{
	const struct val *was = &w->old->value[k->field->index], *is = &w->value[k->field->index];
	struct alike_named from, to;

	if (was->kind != VAL_TEXT || is->kind != VAL_TEXT || !alike_find(c, k, (struct alike_end){ u, was->s }, (struct alike_end){ u, is->s }, &from, &to))
		return c->err == ERR_NONE;
	if (from.alike != NULL)
		problem_add(c, w->problems, k->field->name, "event.grade", "%s: đang ở %s (%s), không đổi sang %s (%s) trong cùng năm học. Hãy chọn lại, "
		            "hoặc xác nhận khi ghi nếu đúng là như vậy.", k->field->label, from.called, from.alike, to.called, to.alike);
	return true;
}

/* A year that has not begun is still being arranged. */
static bool may_differ(struct ctx *c, const struct record_write *w)
{
	struct date today;

	return w->old == NULL || w->otherwise ||
	       (w->old->type->year_bound && date_parse(time_today(c->arena, c->now_ms), &today) && date_school_year(today) < w->old->school_year);
}

bool event_check_alike(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	const struct life *life = catalog_life(c->catalog, t);

	for (size_t i = 0; life != NULL && i < n; i++)
		for (size_t k = 0; k < life->n_dated && !may_differ(c, &w[i]); k++) {
			const struct life_dated *d = &life->dated[k];
			if (!val_equal(&w[i].value[d->field->index], &w[i].old->value[d->field->index]) && !is_put_right(d, &w[i]) && !check_alike(c, d, u, &w[i]))
				return false;
		}
	return true;
}
