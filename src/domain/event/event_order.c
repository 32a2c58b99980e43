/* event_order.c - nothing happens to a person before what happened to them last, in whatever enrolment and unit. */
#include "base/time.h"
#include "catalog/expr.h"
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

/* One by itself: it stands on another server than what it is joined with. */
#define HOLDER "(SELECT unit_id, type, record_id FROM identifier WHERE scheme = 'person' AND value = $1) k"

/* Of all codes that lead where this one leads: whoever was merged into another is that one.  $1: the code; p: of the person, t: of
 * what has the life, that ever was. */
static const char *records_sql(struct ctx *c, const struct life *life, const struct record_type *person, const struct field *f)
{
	const char *of = f == NULL ? "t.id = p.id" : arena_fmt(c->arena, "t.%s = p.id", f->column);

	return arena_fmt(c->arena, "(SELECT h.code FROM " HOLDER " JOIN %s h ON h.unit_id = k.unit_id AND h.id = k.record_id AND k.type = '%s'"
	                 " UNION SELECT o.value FROM " HOLDER " JOIN other_code o ON o.unit_id = k.unit_id AND o.type = k.type AND o.record_id = k.record_id"
	                 " WHERE o.scheme = 'person') i JOIN %s p ON p.code = i.code JOIN %s t ON t.unit_id = p.unit_id AND %s AND %s", person->table,
	                 person->name, person->table, life->type->table, of, status_was_sql(c->arena, "t", life->type));
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

bool event_check_begun(struct ctx *c, const struct record *rec, const char *date, bool begins)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_STATUS_CHANGE_CAME, ARGS(val_int(rec->unit.id), val_text(rec->type->name), val_int(rec->id))))
		return false;
	const char *day = rows_text(&r, 0, 0);
	if (day == NULL || (begins ? strcmp(date, day) <= 0 : strcmp(date, day) >= 0))
		return true;
	return begins ? fail(c, ERR_INVALID, "event.date", "%s %s đã tính từ ngày %s, nên không ghi đến sau ngày ấy.", rec->type->label, rec->code, date_words(c->arena, day)) :
	       fail(c, ERR_INVALID, "event.date", "%s %s tính từ ngày %s; biến động này không thể sớm hơn. Nếu em đến từ trước ngày ấy, hãy ghi biến động đến trước.",
	            rec->type->label, rec->code, date_words(c->arena, day));
}

bool event_check_first_coming(struct ctx *c, const struct life *life, const struct record *rec)
{
	const struct field *f;
	const struct record_type *person = person_of(life, &f);
	const char *day;
	struct rows r;
	struct date d;

	if (person == NULL || f == NULL || !life->by_term || rec->value[f->index].kind != VAL_TEXT)
		return true;
	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT max(s.day) FROM %s p JOIN status_change s ON s.unit_id = p.unit_id AND s.type = '%s' AND s.record_id = p.id AND"
	                               " s.status_before IS NULL WHERE p.unit_id = $1 AND p.code = $2", person->table, person->name),
	              ARGS(val_int(rec->unit.id), rec->value[f->index])))
		return false;
	day = rows_text(&r, 0, 0);
	if (day == NULL || !date_parse(day, &d))
		return true;
	const int year = date_school_year(d);
	const bool summer_before = year == rec->school_year - 1 && calendar_is_summer(c->catalog, calendar_term(c->catalog, year, rec->unit.province, day));
	return (year != rec->school_year && !summer_before) ||
	       fail(c, ERR_INVALID, "event.date", "%s này đã đến trường ngày %s bằng chuyển trường hoặc sáp nhập, nên đang học từ đầu; không ghi đến lần nữa.",
	            person->label, date_words(c->arena, day));
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
	            date_words(c->arena, rows_text(&r, 0, 0)), date_words(c->arena, date));
}

#define BEFORE_ALL "1900-01-01"

static const char *day_or_begin(struct arena *a, const char *day)
{
	return streq(day, BEFORE_ALL) ? "đầu năm" : date_words(a, day);
}

/* Years with more than one record, and the days on which any of them changed; year by year.  $1: the code. */
static const char *days_sql(struct ctx *c, const struct life *life, const char *records)
{
	return arena_fmt(c->arena, "SELECT d.school_year, d.day FROM (SELECT t.school_year, s.day FROM %s JOIN status_change s ON s.unit_id = t.unit_id AND"
	                 " s.type = '%s' AND s.record_id = t.id UNION SELECT t.school_year, v.event_date FROM %s JOIN %s v ON v.unit_id = t.unit_id AND"
	                 " v.%s = t.id AND v.status = '%s' UNION SELECT t.school_year, '" BEFORE_ALL "' FROM %s) d WHERE d.school_year IN"
	                 " (SELECT t.school_year FROM %s GROUP BY t.school_year HAVING count(*) > 1) ORDER BY d.school_year, d.day", records, life->type->name,
	                 records, life->event_type->table, life->subject->column, life->event_type->initial_status, records, records);
}

/* Code, unit and number of the records of the year that are present when the day ends. */
static bool present_on(struct ctx *c, const struct life *life, const char *records, const char *person, int64_t year, const char *day, struct rows *ret)
{
	struct expr_refs *refs = NEW(c->arena, struct expr_refs);
	struct sql_args args = { 0 };
	struct buf sql = buf_in(c->arena), first = buf_in(c->arena);
	const struct expr *present;

	*refs = (struct expr_refs){ .catalog = c->catalog, .base = life->type, .on = day };
	if (!expr_parse(c, refs, "present", &present))
		return false;
	sql_arg(&first, &args, val_text(person)); /* the records name it */
	buf_fmt(&sql, "SELECT t.code, u.code, t.id FROM %s JOIN unit u ON u.id = t.unit_id", records);
	expr_joins_sql(&sql, refs);
	buf_put(&sql, " WHERE t.school_year = ");
	sql_arg(&sql, &args, val_int(year));
	buf_put(&sql, " AND ");
	expr_sql(&sql, &args, refs, present);
	buf_put(&sql, " ORDER BY t.unit_id, t.id");
	return db_query(c, ret, sql.data, args.v, args.n);
}

bool event_check_once(struct ctx *c, const struct life *life, const char *person)
{
	const struct field *f;
	const struct record_type *type = person_of(life, &f);
	struct rows days, r;

	if (type == NULL || f == NULL || !life->type->year_bound)
		return true;
	const char *records = records_sql(c, life, type, f);
	if (!db_query(c, &days, days_sql(c, life, records), ARGS(val_text(person))))
		return false;
	for (size_t i = 0; i < days.count; i++) {
		const char *day = rows_text(&days, i, 1);
		if (!present_on(c, life, records, person, rows_int(&days, i, 0), day, &r))
			return false;
		if (r.count > 1)
			return fail(c, ERR_CONFLICT, "event.twice", "Năm học %" PRId64 "–%" PRId64 " người này có hai ghi danh cùng tính từ %s: %s (%s) và %s (%s). Hãy ghi ngày "
			            "chuyển đến cho ghi danh bắt đầu sau, hoặc đánh dấu nhập nhầm ghi danh thừa.", rows_int(&days, i, 0), rows_int(&days, i, 0) + 1,
			            day_or_begin(c->arena, day), rows_text(&r, 0, 0), rows_text(&r, 0, 1),
			            rows_text(&r, 1, 0), rows_text(&r, 1, 1));
	}
	return true;
}

/* The two as records to be asked about; the code that the others are found by is not needed. */
static const char *pair_sql(struct ctx *c, const struct life *life, const struct unit *u, int64_t first, int64_t second)
{
	return arena_fmt(c->arena, "(SELECT * FROM %s WHERE unit_id = %" PRId64 " AND id IN (%" PRId64 ", %" PRId64 ") AND $1 = '') t", life->type->table, u->id, first,
	                 second);
}

bool event_compare_days(struct ctx *c, const struct life *life, const struct unit *u, int64_t first, int64_t second, struct event_days *ret)
{
	const char *pair = pair_sql(c, life, u, first, second);
	struct rows days, r;

	*ret = (struct event_days){ NULL, NULL };
	if (!db_query(c, &days, days_sql(c, life, pair), ARGS(val_text(""))))
		return false;
	for (size_t i = 0; i < days.count; i++) {
		bool here[2] = { false, false };
		if (!present_on(c, life, pair, "", rows_int(&days, i, 0), rows_text(&days, i, 1), &r))
			return false;
		for (size_t k = 0; k < r.count; k++)
			here[rows_int(&r, k, 2) == second] = true;
		if (here[0] && !here[1] && ret->only_first == NULL)
			ret->only_first = day_or_begin(c->arena, rows_text(&days, i, 1));
		if (here[1] && !here[0] && ret->only_second == NULL)
			ret->only_second = day_or_begin(c->arena, rows_text(&days, i, 1));
	}
	return true;
}
