/* gone.c - whoever has left a unit is not written to there any more. */
#include "store/gone.h"

#include "base/time.h"
#include "db/db.h"

bool gone_status(const struct record_type *t, const char *status)
{
	return t->code_scheme == CODE_PERSON && record_is_gone(t, status);
}

bool gone_is_about(const struct field *f)
{
	return f->to != NULL && f->required && f->to->code_scheme == CODE_PERSON;
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

static void tell(struct ctx *c, struct problems *p, const struct record_type *person, const char *field)
{
	problem_add(c, p, field, "person.moved", "%s này đã chuyển sang đơn vị khác hoặc đã nhập vào hồ sơ khác; hãy ghi ở hồ sơ hiện nay.", person->label);
}

static bool check_about(struct ctx *c, const struct record_type *t, const struct unit *u, const struct field *f, const char *code, int school_year,
                        struct problems *p)
{
	const char *sql = arena_fmt(c->arena, "SELECT id, status FROM %s WHERE unit_id = $1 AND code = $2", f->to->table);
	struct rows r;
	bool gone;
	int last;

	if (!db_query(c, &r, sql, ARGS(val_int(u->id), val_text(code))))
		return false;
	if (r.count != 1)
		return true; /* told as a reference that leads nowhere */
	if (!is_elsewhere(c, f->to, u, code, rows_int(&r, 0, 0), rows_text(&r, 0, 1), &gone))
		return false;
	if (!gone)
		return true;
	const bool was_here = f->to->undone_status == NULL || !streq(rows_text(&r, 0, 1), f->to->undone_status);
	if (!last_year(c, f->to, u, rows_int(&r, 0, 0), &last))
		return false;
	if (!t->year_bound || !was_here || school_year > last)
		tell(c, p, f->to, f->name);
	return true;
}

bool gone_check(struct ctx *c, const struct record_type *t, const struct unit *u, const struct record *rec, const struct val *value, int school_year,
                struct problems *p)
{
	bool gone = false;

	if (rec != NULL && !is_elsewhere(c, t, u, rec->code, rec->id, rec->status, &gone))
		return false;
	if (gone)
		tell(c, p, t, NULL);
	for (size_t i = 0; i < t->n_fields; i++)
		if (gone_is_about(&t->field[i]) && value[i].kind == VAL_TEXT && !check_about(c, t, u, &t->field[i], value[i].s, school_year, p))
			return false;
	return true;
}
