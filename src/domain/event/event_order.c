/* event_order.c - nothing happens to a person before what happened to them last, in whatever enrolment and unit. */
#include "db/db.h"
#include "domain/event/event_parts.h"
#include "store/status.h"

/* The record type of the person; *ret_field: of the life's type, what leads there; NULL: it is the person's own. */
static const struct record_type *person_of(const struct life *life, const struct field **ret_field)
{
	*ret_field = NULL;
	if (life->type->code_scheme == CODE_PERSON)
		return life->type;
	for (size_t i = 0; i < life->type->n_fields; i++)
		if (life->type->field[i].to != NULL && life->type->field[i].to->code_scheme == CODE_PERSON) {
			*ret_field = &life->type->field[i];
			return (*ret_field)->to;
		}
	return NULL;
}

/* Of all codes that lead where this one leads: whoever was merged into another is that one.  $1: the code; p: of the person, t: of
 * what has the life, that ever was. */
static const char *records_sql(struct ctx *c, const struct life *life, const struct record_type *person, const struct field *f)
{
	const char *of = f == NULL ? "t.id = p.id" : arena_fmt(c->arena, "t.%s = p.id", f->column);

	return arena_fmt(c->arena, "identifier k JOIN identifier i ON i.unit_id = k.unit_id AND i.type = k.type AND i.record_id = k.record_id AND"
	                 " i.scheme = k.scheme AND k.scheme = 'person' AND k.value = $1 JOIN %s p ON p.code = i.value JOIN %s t ON t.unit_id = p.unit_id"
	                 " AND %s AND %s", person->table, life->type->table, of, status_was_sql(c->arena, "t", life->type));
}

static const char *last_sql(struct ctx *c, const struct life *life, const struct record_type *person, const struct field *f)
{
	return arena_fmt(c->arena, "SELECT max(v.event_date) FROM %s JOIN %s v ON v.unit_id = t.unit_id AND v.%s = t.id WHERE v.status = '%s'",
	                 records_sql(c, life, person, f), life->event_type->table, life->subject->column, life->event_type->initial_status);
}

bool event_last_of_person(struct ctx *c, const struct life *life, const char *person, const char **ret_day)
{
	const struct field *f;
	const struct record_type *type = person_of(life, &f);
	struct rows r;

	*ret_day = NULL;
	if (type == NULL)
		return true;
	if (!db_query(c, &r, last_sql(c, life, type, f), ARGS(val_text(person))))
		return false;
	*ret_day = rows_text(&r, 0, 0);
	return true;
}

bool event_years_of_person(struct ctx *c, const struct life *life, const char *person, int now, int *ret_running, int *ret_last)
{
	const struct field *f;
	const struct record_type *type = person_of(life, &f);
	struct rows r;

	*ret_running = *ret_last = 0;
	if (type == NULL || !life->type->year_bound)
		return true;
	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT COALESCE(max(CASE WHEN t.school_year <= $2 THEN t.school_year END), 0), COALESCE(max(t.school_year), 0)"
	                               " FROM %s", records_sql(c, life, type, f)), ARGS(val_text(person), val_int(now))))
		return false;
	*ret_running = (int)rows_int(&r, 0, 0);
	*ret_last = (int)rows_int(&r, 0, 1);
	return true;
}

bool event_check_others(struct ctx *c, const struct life *life, const struct record *rec, const char *date)
{
	const struct field *f;
	const struct record_type *person = person_of(life, &f);
	struct rows r;

	if (person == NULL || f == NULL || !life->type->year_bound || rec->value[f->index].kind != VAL_TEXT)
		return true;
	if (!db_query(c, &r, arena_fmt(c->arena, "%s AND t.school_year = $2 AND NOT (t.unit_id = $3 AND t.id = $4)", last_sql(c, life, person, f)),
	              ARGS(rec->value[f->index], val_int(rec->school_year), val_int(rec->unit.id), val_int(rec->id))))
		return false;
	return rows_text(&r, 0, 0) == NULL || strcmp(rows_text(&r, 0, 0), date) <= 0 ||
	       fail(c, ERR_INVALID, "event.date", "Ở một %s khác của năm học %d–%d, người này đã có biến động ngày %s; từ ngày %s thì thành đang học ở hai nơi. "
	            "Hãy ghi từ ngày ấy trở đi, hoặc huỷ biến động kia trước nếu ghi nhầm.", rec->type->label, rec->school_year, rec->school_year + 1,
	            rows_text(&r, 0, 0), date);
}
