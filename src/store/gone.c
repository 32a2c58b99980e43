/* gone.c - whoever has left a unit is not written to there any more. */
#include "store/gone.h"

#include "base/time.h"
#include "db/db.h"

bool gone_status(const struct record_type *t, const char *status)
{
	return t->code_scheme == CODE_PERSON && record_is_gone(t, status);
}

bool gone_is_person(const struct field *f)
{
	return f->to != NULL && f->to->code_scheme == CODE_PERSON;
}

bool gone_tells_whom(const struct field *f)
{
	return f->required && gone_is_person(f);
}

/* The code of whoever is elsewhere leads there; of those who only stopped working, or were taken back here, it does not. */
static bool is_elsewhere(struct ctx *c, const struct record_type *t, const struct unit *u, const char *code, int64_t id, const char *status, bool *ret)
{
	struct rows r;

	*ret = false;
	if (!gone_status(t, status))
		return true;
	if (!db_rows(c, &r, SQL_IDENTIFIER_GET, ARGS(val_text("person"), val_text(code))))
		return false;
	*ret = r.count == 1 && (rows_int(&r, 0, 0) != u->id || rows_int(&r, 0, 2) != id);
	return true;
}

const char *gone_never_came_sql(struct arena *a, const struct record_type *t, const char *alias)
{
	const char *inner = arena_fmt(a, "%s_", alias);
	struct buf b = buf_in(a);

	if (t->code_scheme == CODE_PERSON && t->undone_status != NULL)
		buf_fmt(&b, "%s.status = '%s' AND EXISTS (SELECT 1 FROM code_away w WHERE w.unit_id = %s.unit_id AND w.type = '%s' AND w.record_id = %s.id)", alias,
		        t->undone_status, alias, t->name, alias);
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		const char *of = f->to == NULL || !f->required || f->to == t ? "" : gone_never_came_sql(a, f->to, inner);
		if (*of != '\0')
			buf_fmt(&b, "%sEXISTS (SELECT 1 FROM %s %s WHERE %s.unit_id = %s.unit_id AND %s.id = %s.%s AND (%s))", b.len > 0 ? " OR " : "", f->to->table,
			        inner, inner, alias, inner, alias, f->column, of);
	}
	return buf_text(&b);
}

/* The school year of the day they left; the one before this where that was not kept. */
static bool last_year(struct ctx *c, const struct record_type *t, const struct unit *u, int64_t id, int *ret)
{
	const char *today = time_today(c->arena, c->now_ms);
	struct rows r;
	struct date d;

	if (!db_rows(c, &r, SQL_STATUS_CHANGE_LAST, ARGS(val_int(u->id), val_text(t->name), val_int(id))))
		return false;
	const char *day = rows_text(&r, 0, 0);
	*ret = date_parse(day == NULL ? today : day, &d) ? date_school_year(d) - (day == NULL) : 0;
	return true;
}

/* last: the year until which this unit answers for whoever is elsewhere; 0: for none, they never were here. */
static bool left(struct ctx *c, const struct record_type *t, const struct unit *u, const char *code, int64_t id, const char *status, bool *ret, int *ret_last)
{
	*ret_last = 0;
	if (!is_elsewhere(c, t, u, code, id, status, ret))
		return false;
	const bool was_here = t->undone_status == NULL || !streq(status, t->undone_status);
	return !*ret || !was_here || last_year(c, t, u, id, ret_last);
}

bool record_left(struct ctx *c, const struct record *rec, bool *ret, int *ret_last)
{
	return left(c, rec->type, &rec->unit, rec->code, rec->id, rec->status, ret, ret_last);
}

static void tell(struct ctx *c, struct problems *p, const struct record_type *person, const char *field)
{
	problem_add(c, p, field, "person.moved", "%s này đã chuyển sang đơn vị khác hoặc đã nhập vào hồ sơ khác; hãy ghi ở hồ sơ hiện nay.", person->label);
}

/* Were they here in that year?  What is not of a year is of today. */
static bool check_person(struct ctx *c, const struct gone_write *w, const struct field *f, const char *code, struct problems *p)
{
	const char *sql = arena_fmt(c->arena, "SELECT id, status FROM %s WHERE unit_id = $1 AND code = $2", f->to->table);
	struct rows r;
	bool gone;
	int last;

	if (!db_query(c, &r, sql, ARGS(val_int(w->unit->id), val_text(code))))
		return false;
	if (r.count != 1)
		return true; /* told as a reference that leads nowhere */
	if (!left(c, f->to, w->unit, code, rows_int(&r, 0, 0), rows_text(&r, 0, 1), &gone, &last))
		return false;
	if (gone && (!w->type->year_bound || w->school_year > last))
		tell(c, p, f->to, f->name);
	return true;
}

static bool check_field(struct ctx *c, const struct gone_write *w, const struct field *f, struct problems *p)
{
	const struct val *was = w->rec == NULL || !gone_tells_whom(f) ? NULL : &w->rec->value[f->index];
	const bool comes = w->rec == NULL || (w->changed != NULL && w->changed[f->index]);
	const struct val *now = !comes ? NULL : &w->value[f->index];

	if (was != NULL && was->kind == VAL_TEXT && !check_person(c, w, f, was->s, p))
		return false;
	return now == NULL || now->kind != VAL_TEXT || check_person(c, w, f, now->s, p);
}

bool gone_check(struct ctx *c, const struct gone_write *w, struct problems *p)
{
	const struct record *rec = w->rec;
	bool gone = false;

	if (rec != NULL && !is_elsewhere(c, w->type, w->unit, rec->code, rec->id, rec->status, &gone))
		return false;
	if (gone)
		tell(c, p, w->type, NULL);
	for (size_t i = 0; i < w->type->n_fields; i++)
		if (gone_is_person(&w->type->field[i]) && !check_field(c, w, &w->type->field[i], p))
			return false;
	return true;
}

void gone_check_changeable(struct ctx *c, const struct record_type *t, const char *status, struct problems *p)
{
	if (record_never_was(t, status))
		problem_add(c, p, NULL, "record.undone", "%s này đã huỷ hoặc ghi là nhập nhầm, như chưa từng có. Nếu vẫn đúng, hãy đưa về trạng thái đang dùng "
		            "rồi sửa, hoặc lập hồ sơ mới.", t->label);
}
