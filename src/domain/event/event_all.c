/* event_all.c - the same event of many records at once: a whole school leaves or arrives. */
#include "base/time.h"
#include "db/db.h"
#include "domain/event/event_parts.h"
#include "store/status.h"

static const char *text_in(const struct draft *d, const char *name)
{
	const struct val *v = &d->value[field_find(d->type, name)->index];

	return v->kind == VAL_TEXT ? v->s : "";
}

/* No record has an event that counts after this day. */
static bool check_last(struct ctx *c, const struct life *life, const struct record *rec, size_t n, const char *date)
{
	struct buf sql = buf_in(c->arena);
	struct rows r;

	buf_fmt(&sql, "SELECT max(event_date) FROM %s WHERE unit_id = $1 AND %s = $2 AND status = $3", life->event_type->table, life->subject->column);
	for (size_t i = 0; i < life->n_dated; i++)
		buf_fmt(&sql, " AND event <> '%s'", life->dated[i].event);

	for (size_t i = 0; i < n; i++) {
		if (!db_query(c, &r, sql.data, ARGS(val_int(rec[i].unit.id), val_int(rec[i].id), val_text(life->event_type->initial_status))))
			return false;
		if (rows_text(&r, 0, 0) == NULL && !event_check_begun(c, &rec[i], date, false))
			return false;
		if (rows_text(&r, 0, 0) != NULL && strcmp(date, rows_text(&r, 0, 0)) < 0)
			return fail(c, ERR_INVALID, "event.date", "%s %s đã có biến động ngày %s; ngày mới không thể sớm hơn.", rec[i].type->label, rec[i].code,
			            date_words(c->arena, rows_text(&r, 0, 0)));
	}
	return true;
}

static bool check(struct ctx *c, const struct life *life, const struct record *rec, size_t n, const struct draft *d, int *ret_term, const char **ret_status)
{
	const struct life_event *e = life_event_find(life, text_in(d, "event"));
	const char *date = text_in(d, "event_date");

	*ret_term = life->by_term ? calendar_term(c->catalog, rec->school_year, rec->unit.province, date) : 0;
	if (*ret_term < 0 || strcmp(date, time_today(c->arena, c->now_ms)) > 0)
		return fail(c, ERR_INVALID, "event.date", "Ngày %s chưa đến hoặc không thuộc năm học %d–%d.", date_words(c->arena, date), rec->school_year, rec->school_year + 1);
	for (size_t i = 0; i < n; i++)
		if (e == NULL || !life_starts_from(e, rec[i].status))
			return fail(c, ERR_INVALID, "event.state", "%s %s đang ở trạng thái không ghi được biến động này.", rec[i].type->label, rec[i].code);
	*ret_status = e->to[*ret_term];
	if (*ret_status == NULL)
		return fail(c, ERR_INVALID, "event.term", "Danh mục trạng thái không có biến động này vào ngày %s.", date_words(c->arena, date));
	return check_last(c, life, rec, n, date);
}

static bool write_events(struct ctx *c, const struct life *life, const struct record *rec, size_t n, const struct draft *draft, int term,
                         const char *status)
{
	struct draft *d = NEW_N(c->arena, struct draft, n);
	struct outcome *out = NEW_N(c->arena, struct outcome, n);

	for (size_t i = 0; i < n; i++) {
		draft_init(c, draft->type, &d[i]);
		memcpy(d[i].value, draft->value, draft->type->n_fields * sizeof *draft->value);
		memcpy(d[i].given, draft->given, draft->type->n_fields * sizeof *draft->given);
		d[i].school_year = draft->type->year_bound ? rec[i].school_year : 0;
		draft_set_text(&d[i], life->subject->name, rec[i].code);
		draft_set_text(&d[i], "status_before", rec[i].status);
		draft_set_text(&d[i], "status_after", status);
		if (life->by_term)
			draft_set_text(&d[i], "term", calendar_term_code(c->catalog, term));
	}
	if (!record_write_batch_in(c, draft->type, &rec->unit, d, n, out))
		return false;
	for (size_t i = 0; i < n; i++)
		if (out[i].result == WRITE_REFUSED)
			return fail_problems(c, &out[i].problems);
	return true;
}

/* Status, and the fields that show the last event, in one step. */
static bool write_records(struct ctx *c, const struct life *life, const struct record *rec, size_t n, const struct draft *d, const char *status)
{
	struct status_of *of = NEW_N(c->arena, struct status_of, n);
	struct status_field *field = NEW_N(c->arena, struct status_field, life->n_copies + 1);

	for (size_t i = 0; i < n; i++)
		of[i] = (struct status_of){ rec[i].id, rec[i].version, rec[i].code, rec[i].status };
	for (size_t i = 0; i < life->n_copies; i++)
		field[i] = (struct status_field){ life->copy[i].to, d->value[life->copy[i].from->index] };
	return record_set_status_and(c, rec->type, &rec->unit, of, n, status, field, life->n_copies);
}

bool event_add_all_in(struct ctx *c, const struct record *rec, size_t n, const struct draft *d)
{
	const struct life *life = n == 0 ? NULL : catalog_life(c->catalog, rec->type);
	const char *status = NULL;
	int term = 0;

	if (n == 0)
		return true;
	if (life == NULL)
		return fail(c, ERR_INVALID, "event.none", "Trạng thái của %s không suy ra từ biến động.", rec->type->label);
	return check(c, life, rec, n, d, &term, &status) && write_events(c, life, rec, n, d, term, status) && write_records(c, life, rec, n, d, status);
}
