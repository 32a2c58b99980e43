/* enrolment.c - a learner is in school once a year at most. */
#include "domain/enrolment/enrolment.h"

#include <stdlib.h>

#include "base/time.h"
#include "catalog/expr.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/event/event.h"
#include "domain/person/person.h"

enum { CHUNK = 40 };

struct check {
	const struct life *life;
	const struct field *learner;
	const struct unit *unit;
	struct rows seen;
};

/* Columns of what is seen, in this unit and others. */
enum { CODE, PERSON_STATUS, ID, STATUS, HERE };

static bool look_up(struct ctx *c, struct check *k, const struct record_write *w, size_t n)
{
	struct buf sql = buf_in(c->arena);
	struct val args[CHUNK + 2] = { val_int(k->unit->id), val_int(w->school_year) };

	buf_fmt(&sql, "SELECT l.code, l.status, e.id, e.status, CASE WHEN l.unit_id = $1 THEN 1 ELSE 0 END FROM %s l LEFT JOIN %s e ON e.unit_id = l.unit_id"
	        " AND e.%s = l.id AND e.school_year = $2 WHERE l.code IN ", k->learner->to->table, k->life->type->table, k->learner->column);
	sql_chunk(&sql, 3, CHUNK);
	for (size_t i = 0; i < n; i++)
		args[i + 2] = w[i].value[k->learner->index];
	return db_query(c, &k->seen, sql.data, args, COUNT(args));
}

/* One enrolment ended and another begins within the year: from a day on, or whoever it is would be there twice until it ended. */
static bool check_day(struct ctx *c, const struct check *k, struct record_write *w)
{
	const struct field *f = field_find(k->life->type, "status_date");
	const char *today = time_today(c->arena, c->now_ms);
	struct record rec = { .type = k->life->type, .unit = *k->unit, .school_year = w->school_year, .value = w->value };
	const bool given = w->value[f->index].kind == VAL_TEXT;
	struct date d;

	if (!given && date_parse(today, &d) && date_school_year(d) == w->school_year) {
		w->value[f->index] = val_text(today);
		problem_warn(c, w->problems, f->name, "enrolment.again", "Người học đã có một ghi danh khác trong năm học này; ghi danh mới tính từ hôm nay. Nếu em trở lại "
		             "từ ngày khác, hãy ghi ngày ấy vào %s.", f->label);
	}
	if (w->value[f->index].kind != VAL_TEXT) {
		problem_add(c, w->problems, f->name, "enrolment.day", "Người học đã có một ghi danh khác trong năm học %d–%d; hãy ghi %s là ngày bắt đầu ở đây.",
		            w->school_year, w->school_year + 1, f->label);
		return true;
	}
	if (!given || streq(w->status, k->life->type->initial_status))
		w->begins = w->value[f->index].s;
	if (event_check_others(c, k->life, &rec, w->value[f->index].s))
		return true;
	if (c->err != ERR_INVALID)
		return false;
	problem_add(c, w->problems, f->name, "enrolment.day", "%s", c->detail);
	ctx_clear(c);
	return true;
}

/* What happened by event is not typed over. */
static bool check_events_fields(struct ctx *c, const struct check *k, const struct record_write *w)
{
	const struct record_type *t = k->life->event_type;
	const char *sql = arena_fmt(c->arena, "SELECT 1 FROM %s WHERE unit_id = $1 AND %s = $2 AND status = $3 AND status_after <> status_before LIMIT 1", t->table,
	                            k->life->subject->column);
	struct rows r;

	for (size_t i = 0; i < k->life->n_copies; i++) {
		const struct field *f = k->life->copy[i].to;
		if (val_equal(&w->value[f->index], &w->old->value[f->index]))
			continue;
		if (!db_query(c, &r, sql, ARGS(val_int(k->unit->id), val_int(w->old->id), val_text(t->initial_status))))
			return false;
		if (r.count > 0)
			problem_add(c, w->problems, f->name, "event.field", "%s: suy ra từ biến động. Hãy huỷ biến động rồi ghi lại cho đúng.", f->label);
	}
	return true;
}

static bool check_old(struct ctx *c, const struct check *k, const struct record_write *w, const char *person_status)
{
	const struct field *f = k->learner;
	const char *key, *why;

	if (!val_equal(&w->value[f->index], &w->old->value[f->index]))
		problem_add(c, w->problems, f->name, "enrolment.learner", "%s: ghi danh đã lập thì không đổi sang người khác; hãy lập ghi danh mới.", f->label);
	if (!w->as_it_was && !check_events_fields(c, k, w))
		return false;
	if (!record_never_was(k->life->type, w->status) || record_never_was(k->life->type, w->old->status) || person_status == NULL)
		return true;
	why = person_why_away(f->to, person_status, &key);
	if (streq(key, "person.moved"))
		problem_add(c, w->problems, f->name, key, "%s này %s. Những tháng đã học ở đây vẫn là đã học.", f->to->label, why);
	return true;
}

static bool check_one(struct ctx *c, const struct check *k, struct record_write *w)
{
	const struct field *f = k->learner;
	const struct val *code = &w->value[f->index];
	const char *person_status = NULL;
	bool other = false;

	for (size_t i = 0; code->kind == VAL_TEXT && i < k->seen.count; i++)
		if (rows_int(&k->seen, i, HERE) != 0 && streq(rows_text(&k->seen, i, CODE), code->s))
			person_status = rows_text(&k->seen, i, PERSON_STATUS);
	if (w->old != NULL && !check_old(c, k, w, person_status))
		return false;
	if (person_status == NULL || !life_is_present(k->life, w->status))
		return true;
	if (w->old == NULL && !streq(person_status, f->to->initial_status)) {
		const char *key, *why = person_why_away(f->to, person_status, &key);
		problem_add(c, w->problems, f->name, key, "%s này %s.", f->to->label, why);
		return true;
	}
	for (size_t i = 0; i < k->seen.count; i++) {
		const bool here = rows_int(&k->seen, i, HERE) != 0;
		if (!streq(rows_text(&k->seen, i, CODE), code->s) || rows_at(&k->seen, i, ID)->kind == VAL_NULL ||
		    (here && w->old != NULL && rows_int(&k->seen, i, ID) == w->old->id))
			continue;
		if (!here && w->old != NULL && life_is_present(k->life, w->old->status))
			continue; /* a double that was there before is put right, not held fast */
		if (life_is_present(k->life, rows_text(&k->seen, i, STATUS))) {
			problem_add(c, w->problems, f->name, "enrolment.present", "%s: năm học %d–%d đã có một ghi danh đang học%s.", f->label, w->school_year,
			            w->school_year + 1, here ? "" : " ở trường khác");
			return true;
		}
		other = other || !record_never_was(k->life->type, rows_text(&k->seen, i, STATUS));
	}
	return !other || w->old != NULL || w->as_it_was || check_day(c, k, w);
}

struct twin {
	const char *code;
	struct record_write *w;
	size_t at;
};

static int by_code(const void *a, const void *b)
{
	const struct twin *x = a, *y = b;
	int order = strcmp(x->code, y->code);

	if (order == 0)
		order = (x->w->school_year > y->w->school_year) - (x->w->school_year < y->w->school_year);
	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

/* The same learner in two rows of one sending: the first stands. */
static void check_twins(struct ctx *c, const struct check *k, struct record_write *w, size_t n)
{
	struct twin *all = NEW_N(c->arena, struct twin, n);
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (w[i].value[k->learner->index].kind == VAL_TEXT && life_is_present(k->life, w[i].status))
			all[m++] = (struct twin){ w[i].value[k->learner->index].s, &w[i], i };
	qsort(all, m, sizeof *all, by_code);
	for (size_t i = 1; i < m; i++)
		if (streq(all[i].code, all[i - 1].code) && all[i].w->school_year == all[i - 1].w->school_year)
			problem_add(c, all[i].w->problems, k->learner->name, "enrolment.present", "%s: người học này đã có ghi danh ở %s của lần gửi này.", k->learner->label,
			            all[i - 1].w->where);
}

bool enrolment_check(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	struct check k = { .life = catalog_life(c->catalog, t), .learner = field_find(t, "learner"), .unit = u };

	if (k.life == NULL || k.learner == NULL || k.learner->to == NULL)
		return true;
	for (size_t from = 0, m; from < n; from += m) {
		for (m = 1; m < CHUNK && from + m < n && w[from + m].school_year == w[from].school_year; m++)
			continue;
		if (!look_up(c, &k, w + from, m))
			return false;
		for (size_t i = from; i < from + m; i++)
			if (!check_one(c, &k, &w[i]))
				return false;
	}
	check_twins(c, &k, w, n);
	return true;
}
