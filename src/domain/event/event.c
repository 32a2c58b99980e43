/* event.c - events of people, and the status that follows. */
#include "domain/event/event_parts.h"

#include "base/time.h"
#include "catalog/document.h"
#include "db/db.h"
#include "domain/person/person.h"
#include "store/as_of.h"
#include "store/hold.h"
#include "store/shown.h"
#include "store/take_back.h"

static bool life_of(struct ctx *c, const struct record *rec, const struct life **ret)
{
	*ret = catalog_life(c->catalog, rec->type);
	return *ret != NULL || fail(c, ERR_INVALID, "event.none", "Trạng thái của %s không suy ra từ biến động.", rec->type->label);
}

static const struct val *value_of(const struct record_type *t, const struct val *value, const char *name)
{
	return &value[field_find(t, name)->index];
}

static bool away(struct ctx *c, const struct record_type *person, const char *status)
{
	const char *key, *why = person_why_away(person, status, &key);

	return fail(c, ERR_INVALID, key, "%s này %s.", person->label, why);
}

/* Whoever moved on has no more events in the unit they left. */
bool event_check_here(struct ctx *c, const struct record *rec)
{
	bool here = true;

	if (rec->type->code_scheme == CODE_PERSON && !person_is_here(c, rec, &here))
		return false;
	if (!here)
		return away(c, rec->type, rec->status);
	for (size_t i = 0; i < rec->type->n_fields; i++) {
		const struct field *f = &rec->type->field[i];
		struct rows r;
		if (f->to == NULL || f->to->code_scheme != CODE_PERSON || rec->value[i].kind == VAL_NULL)
			continue;
		if (!db_query(c, &r, arena_fmt(c->arena, "SELECT status FROM %s WHERE unit_id = $1 AND code = $2", f->to->table),
		              ARGS(val_int(rec->unit.id), rec->value[i])))
			return false;
		if (r.count == 1 && !streq(rows_text(&r, 0, 0), f->to->initial_status))
			return away(c, f->to, rows_text(&r, 0, 0));
	}
	return true;
}

/* The last event that counts, of status or of any kind; count 0: none. */
static bool last_event(struct ctx *c, const struct life *life, const struct record *rec, bool any, struct rows *ret)
{
	const struct val args[] = { val_int(rec->unit.id), val_int(rec->id), val_text(life->event_type->initial_status) };
	struct buf sql = buf_in(c->arena);

	buf_fmt(&sql, "SELECT id, event_date, event FROM %s WHERE unit_id = $1 AND %s = $2 AND status = $3", life->event_type->table,
	        life->subject->column);
	for (size_t i = 0; !any && i < life->n_dated; i++)
		buf_fmt(&sql, " AND event <> '%s'", life->dated[i].event);
	buf_put(&sql, " ORDER BY id DESC LIMIT 1");
	return db_query(c, ret, sql.data, args, COUNT(args));
}

static bool check_date(struct ctx *c, const struct life *life, const struct record *rec, const char *date, bool begins, int *ret_term)
{
	struct rows last;

	*ret_term = life->by_term ? calendar_term(c->catalog, rec->school_year, rec->unit.province, date) : 0;
	if (*ret_term < 0)
		return fail(c, ERR_INVALID, "event.date", "Ngày %s không thuộc năm học %d–%d.", date_words(c->arena, date), rec->school_year, rec->school_year + 1);
	if (strcmp(date, time_today(c->arena, c->now_ms)) > 0)
		return fail(c, ERR_INVALID, "event.date", "Ngày %s chưa đến; biến động ghi khi đã xảy ra.", date_words(c->arena, date));
	if (!last_event(c, life, rec, false, &last) || (last.count == 0 && !event_check_begun(c, rec, date, begins)))
		return false;
	if (last.count > 0 && strcmp(date, rows_text(&last, 0, 1)) < 0)
		return fail(c, ERR_INVALID, "event.date", "Đã có biến động ngày %s; ngày mới không thể sớm hơn. Nếu ghi nhầm, hãy huỷ biến động sau cùng trước.",
		            date_words(c->arena, rows_text(&last, 0, 1)));
	return true;
}

/* There from now on, who was not before; whoever has nothing but the initial status may yet come. */
static bool comes(const struct life *life, const char *before, const char *after)
{
	return life_is_present(life, after) && (!life_is_present(life, before) || streq(before, life->type->initial_status));
}

static bool check_event(struct ctx *c, const struct life *life, const struct record *rec, const struct draft *d, int *ret_term,
                        const char **ret_status)
{
	const struct val *kind = value_of(d->type, d->value, "event");
	const struct life_event *e = life_event_find(life, kind->s);
	const struct list_item *label = list_find(field_find(life->event_type, "event")->list, kind->s, NULL);

	if (life_dated_event(life, kind->s) != NULL)
		return fail(c, ERR_INVALID, "event.change", "Biến động \"%s\" không ghi tay: hãy sửa mục %s của hồ sơ, biến động được ghi theo.", label->name,
		            life_dated_event(life, kind->s)->field->label);
	if (e == NULL || !life_starts_from(e, rec->status))
		return fail(c, ERR_INVALID, "event.state", "Đang ở trạng thái \"%s\" thì không ghi được biến động \"%s\".",
		            list_find(rec->type->statuses, rec->status, NULL)->name, label->name);
	if (!check_date(c, life, rec, value_of(d->type, d->value, "event_date")->s, e->begins, ret_term))
		return false;
	*ret_status = e->to[*ret_term];
	if (*ret_status != NULL)
		return !comes(life, rec->status, *ret_status) || event_check_others(c, life, rec, value_of(d->type, d->value, "event_date")->s);
	return fail(c, ERR_INVALID, "event.term", "Danh mục trạng thái không có \"%s\" trong hè; hãy ghi danh vào năm học mới.", label->name);
}

static bool write_copies(struct ctx *c, const struct record *rec, struct draft *d, int64_t *ret_version)
{
	struct outcome out;

	d->code = rec->code;
	d->as_it_was = true; /* the event tells it */
	if (!record_write_batch_in(c, rec->type, &rec->unit, d, 1, &out))
		return false;
	*ret_version = out.version;
	return out.result != WRITE_REFUSED || fail_problems(c, &out.problems);
}

/* What the record itself shows of its last event. */
static bool copy_fields(struct ctx *c, const struct life *life, const struct record *rec, const struct val *event, int64_t *ret_version)
{
	struct draft d;

	*ret_version = rec->version;
	if (life->n_copies == 0)
		return true;
	draft_init(c, rec->type, &d);
	for (size_t i = 0; i < life->n_copies; i++)
		draft_set(&d, life->copy[i].to->name, event[life->copy[i].from->index]);
	return write_copies(c, rec, &d, ret_version);
}

/* The record's version when the event was recorded. */
static bool version_before(struct ctx *c, const struct record *rec, const struct record *event, int64_t *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_CHANGE_VERSION_BEFORE, ARGS(val_int(rec->unit.id), val_text(rec->type->name), val_int(rec->id),
	                                                    val_text(event->type->name), val_int(event->id))))
		return false;
	*ret = rows_at(&r, 0, 0)->kind == VAL_NULL ? 1 : rows_int(&r, 0, 0);
	return true;
}

/* What it showed before the event, whoever had put it there. */
static bool restore_fields(struct ctx *c, const struct life *life, const struct record *rec, const struct record *event, int64_t *ret_version)
{
	json_t *then, *copies = document_kept(c->arena, json_object());
	struct draft d;
	int64_t version;

	*ret_version = rec->version;
	if (life->n_copies == 0)
		return true;
	if (!version_before(c, rec, event, &version) || !record_as_of(c, rec, version, &then))
		return false;
	for (size_t i = 0; i < life->n_copies; i++)
		json_object_set(copies, life->copy[i].to->name, json_object_get(then, life->copy[i].to->name));
	draft_from_json(c, rec->type, copies, NULL, &d);
	return write_copies(c, rec, &d, ret_version);
}

static bool set_status(struct ctx *c, const struct record *rec, int64_t version, const char *status, struct record *ret)
{
	struct record now = *rec;

	now.version = version;
	return record_set_status_since_in(c, &now, version, status, NULL, NULL, &version) && record_load(c, rec->type, &rec->unit, rec->id, ret);
}

bool event_add_in(struct ctx *c, const struct record *given, const struct draft *draft, struct record *ret)
{
	const struct life *life;
	struct problems p = draft->problems;
	struct draft d = *draft;
	struct record rec;
	struct outcome out;
	const char *status = NULL;
	int64_t version;
	int term = 0;

	if (!life_of(c, given, &life) || !record_hold(c, given, 0, HOLD_OPEN, &rec))
		return false;
	assert(d.type == life->event_type);
	draft_set(&d, life->subject->name, val_text(rec.code));
	d.school_year = life->event_type->year_bound ? rec.school_year : 0;
	record_check_required(c, d.type, d.value, &p);
	if (p.errors > 0)
		return fail_problems(c, &p);
	if (!event_check_here(c, &rec) || !check_event(c, life, &rec, &d, &term, &status))
		return false;
	if (life->by_term)
		draft_set(&d, "term", val_text(calendar_term_code(c->catalog, term)));
	draft_set(&d, "status_before", val_text(rec.status));
	draft_set(&d, "status_after", val_text(status));
	if (!record_create(c, d.type, &rec.unit, &d, &out) || !copy_fields(c, life, &rec, d.value, &version) ||
	    !set_status(c, &rec, version, status, ret))
		return false;
	ret->warnings = out.problems;
	return true;
}

/* By hand: a transfer records the arrival it brings itself. */
static bool check_first_coming(struct ctx *c, const struct record *rec, const struct draft *d)
{
	const struct life *life = catalog_life(c->catalog, rec->type);
	const struct val *kind = life == NULL ? NULL : value_of(d->type, d->value, "event");
	const struct life_event *e = kind == NULL || kind->kind != VAL_TEXT ? NULL : life_event_find(life, kind->s);

	return e == NULL || !e->begins || !streq(rec->status, rec->type->initial_status) || event_check_first_coming(c, life, rec);
}

static bool add(struct ctx *c, const struct record *given, const struct draft *d, struct record *ret)
{
	struct record rec;

	chain_keep(c);
	return chain_settle(c, record_hold(c, given, 0, HOLD_OPEN, &rec) && check_first_coming(c, &rec, d) && event_add_in(c, &rec, d, ret));
}

bool event_add(struct ctx *c, const struct record *rec, const struct draft *d, struct record *ret)
{
	return db_begin(c) && db_end(c, add(c, rec, d, ret));
}

/* The field as it was, and as if it had never been otherwise. */
static bool undo_dated(struct ctx *c, const struct life_dated *k, const struct record *rec, const struct record *event, struct record *ret)
{
	const struct val *before = &event->value[k->before->index];
	const char *was = NULL;
	struct outcome out;
	struct draft d;
	int64_t version;

	if (before->kind == VAL_TEXT && !take_back_status(c, &rec->unit, k->field->to, before->s, &was))
		return false;
	if (was != NULL && record_never_was(k->field->to, was))
		return take_back_refuse(c, k->field, before->s);
	draft_init(c, rec->type, &d);
	d.code = rec->code;
	d.correction = d.as_it_was = true;
	draft_set(&d, k->field->name, *before);
	return record_set_status_in(c, event, 0, event->type->undone_status, NULL, &version) &&
	       record_write_batch_in(c, rec->type, &rec->unit, &d, 1, &out) && (out.result != WRITE_REFUSED || fail_problems(c, &out.problems)) &&
	       record_load(c, rec->type, &rec->unit, rec->id, ret);
}

/* Taken back alone, an arrival that a transfer or a merger brought would leave the person in two places. */
static bool check_came_by_hand(struct ctx *c, const struct life *life, const struct record *rec, const struct record *event)
{
	const struct life_event *e = life_event_find(life, value_of(event->type, event->value, "event")->s);
	const char *before = value_of(event->type, event->value, "status_before")->s, *code = rec->code;
	const struct record_type *person = rec->type->code_scheme == CODE_PERSON ? rec->type : NULL;
	struct rows r;

	for (size_t i = 0; person == NULL && i < rec->type->n_fields; i++)
		if (rec->type->field[i].to != NULL && rec->type->field[i].to->code_scheme == CODE_PERSON && rec->value[i].kind == VAL_TEXT) {
			person = rec->type->field[i].to;
			code = rec->value[i].s;
		}
	if (e == NULL || !e->begins || before == NULL || !streq(before, rec->type->initial_status) || person == NULL || person->moved_status == NULL)
		return true;
	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT count(*) FROM %s WHERE code = $1 AND unit_id <> $2 AND status = $3", person->table),
	              ARGS(val_text(code), val_int(rec->unit.id), val_text(person->moved_status))))
		return false;
	return rows_int(&r, 0, 0) == 0 ||
	       fail(c, ERR_CONFLICT, "event.arrival", "%s này đến bằng chuyển trường, chuyển công tác hoặc sáp nhập; huỷ riêng ở đây thì nơi cũ không nhận lại. "
	            "Hãy làm thủ tục chuyển về nơi cũ.", person->label);
}

static bool undo(struct ctx *c, const struct record *given, struct record *ret)
{
	const struct life *life;
	struct record rec, event;
	const char *status;
	struct rows last;
	int64_t version;

	if (!life_of(c, given, &life) || !record_hold(c, given, 0, HOLD_OPEN, &rec) || !event_check_here(c, &rec) || !last_event(c, life, &rec, true, &last))
		return false;
	if (last.count == 0)
		return fail(c, ERR_CONFLICT, "event.nothing", "Chưa có biến động nào để huỷ.");
	if (!record_load(c, life->event_type, &rec.unit, rows_int(&last, 0, 0), &event))
		return false;
	if (life_dated_event(life, rows_text(&last, 0, 2)) != NULL)
		return undo_dated(c, life_dated_event(life, rows_text(&last, 0, 2)), &rec, &event, ret);
	if (!check_came_by_hand(c, life, &rec, &event))
		return false;
	status = value_of(event.type, event.value, "status_before")->s;
	if (life_is_present(life, status != NULL ? status : rec.type->initial_status) && !life_is_present(life, rec.status) &&
	    !event_check_others(c, life, &rec, rows_text(&last, 0, 1)))
		return false;
	return record_set_status_in(c, &event, 0, event.type->undone_status, NULL, &version) && restore_fields(c, life, &rec, &event, &version) &&
	       set_status(c, &rec, version, status != NULL ? status : rec.type->initial_status, ret);
}

bool event_undo(struct ctx *c, const struct record *rec, struct record *ret)
{
	return db_begin(c) && db_end(c, undo(c, rec, ret));
}

bool event_list(struct ctx *c, const struct record *rec, struct buf *b)
{
	const struct life *life;
	const char *sql;
	struct rows r;

	if (!life_of(c, rec, &life))
		return false;
	if (!type_is_shown(c, life->event_type))
		return fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không được xem %s.", life->event_type->label);
	sql = arena_fmt(c->arena, "SELECT id FROM %s WHERE unit_id = $1 AND %s = $2 ORDER BY event_date, id", life->event_type->table,
	                life->subject->column);
	if (!db_query(c, &r, sql, ARGS(val_int(rec->unit.id), val_int(rec->id))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		struct record event;
		if (!record_load(c, life->event_type, &rec->unit, rows_int(&r, i, 0), &event))
			return false;
		record_put_json(c, b, &event);
	}
	return true;
}
