/* enrolment_named.c - what enrolments name does not go from under them. */
#include "base/time.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/enrolment/enrolment.h"

struct named {
	int64_t standing, present, now; /* enrolments that were never taken back; of these, of who is in school; of these, in a year that goes on */
};

static const struct field *reference_to(const struct record_type *enrolment, const struct record_type *t)
{
	for (size_t i = 0; i < enrolment->n_fields; i++)
		if (enrolment->field[i].to == t && enrolment->field[i].required)
			return &enrolment->field[i];
	return NULL;
}

/* It has not come to its summer, or not begun. */
static bool goes_on(struct ctx *c, const struct unit *u, int school_year)
{
	const char *today = time_today(c->arena, c->now_ms);
	struct date d;

	if (!date_parse(today, &d) || school_year != date_school_year(d))
		return school_year > date_school_year(d);
	return !calendar_is_summer(c->catalog, calendar_term(c->catalog, school_year, u->province, today));
}

static bool count(struct ctx *c, const struct record *rec, struct named *ret)
{
	const struct record_type *enrolment = catalog_type(c->catalog, "enrolment");
	const struct life *life = catalog_life(c->catalog, enrolment);
	const char *sql = arena_fmt(c->arena, "SELECT status, count(*), school_year FROM %s WHERE unit_id = $1 AND %s = $2 GROUP BY status, school_year", enrolment->table,
	                            reference_to(enrolment, rec->type)->column);
	struct rows r;

	*ret = (struct named){ 0 };
	if (!db_query(c, &r, sql, ARGS(val_int(rec->unit.id), val_int(rec->id))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const char *status = rows_text(&r, i, 0);
		ret->standing += record_never_was(enrolment, status) ? 0 : rows_int(&r, i, 1);
		ret->present += life_is_present(life, status) ? rows_int(&r, i, 1) : 0;
		ret->now += life_is_present(life, status) && goes_on(c, &rec->unit, (int)rows_int(&r, i, 2)) ? rows_int(&r, i, 1) : 0;
	}
	return true;
}

/* A class of a year that is over keeps whoever was in it to the end. */
static bool is_over(struct ctx *c, const struct record *rec)
{
	struct date today;

	return date_parse(time_today(c->arena, c->now_ms), &today) && rec->school_year < date_school_year(today);
}

static void check_status(struct ctx *c, const struct record_write *w, const struct named *k)
{
	const struct record_type *t = w->old->type;
	const bool never_was = record_never_was(t, w->status);

	if (never_was && k->standing > 0)
		problem_add(c, w->problems, "status", "record.in_use", "%s này còn %" PRId64 " ghi danh, nên không ghi là chưa từng có được. Hãy huỷ các ghi danh ấy "
		            "(trạng thái 99)%s trước.", t->label, k->standing, t->year_bound ? " hoặc xếp sang lớp khác" : "");
	else if (!never_was && !t->year_bound && k->now > 0)
		problem_warn(c, w->problems, "status", "record.in_school", "%s này đang học, nên vẫn được tính vào các biểu. Nếu đã rời trường, hãy đưa hồ sơ "
		             "về trạng thái đang dùng rồi ghi biến động chuyển đi hoặc thôi học.", t->label);
	else if (!never_was && t->year_bound && k->present > 0 && !is_over(c, w->old))
		problem_add(c, w->problems, "status", "record.in_use", "%s này còn %" PRId64 " người đang học. Hãy xếp họ sang lớp khác trước.", t->label, k->present);
}

static bool differs(const struct record_write *w, const char *field)
{
	const struct field *f = field_find(w->old->type, field);

	return f != NULL && !val_equal(&w->value[f->index], &w->old->value[f->index]);
}

bool enrolment_check_named(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	struct named k;

	(void)u;
	for (size_t i = 0; i < n; i++) {
		const bool ends = w[i].old != NULL && streq(w[i].old->status, t->initial_status) && !streq(w[i].status, t->initial_status);
		const bool regraded = w[i].old != NULL && differs(&w[i], "grade");
		if (!ends && !regraded)
			continue;
		if (!count(c, w[i].old, &k))
			return false;
		if (ends)
			check_status(c, &w[i], &k);
		if (regraded && k.present > 0)
			problem_warn(c, w[i].problems, "grade", "class.regraded", "Lớp này có %" PRId64 " người đang học; khối của họ đổi theo. Hãy xem lại nếu không định "
			             "vậy.", k.present);
	}
	return true;
}
