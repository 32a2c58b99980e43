/* person_merge.c - two records that are one person become one, and apart again. */
#include "domain/merge/person_merge.h"

#include "base/json.h"
#include "base/time.h"
#include "catalog/document.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/event/event.h"
#include "store/change.h"
#include "store/hold.h"
#include "store/file.h"
#include "store/move.h"
#include "store/status.h"
#include "store/take_back.h"

/* What was done, in the words that take it back:
 * {"status": of `from`, "codes": [[scheme, value]], "rows": [[type, field, id]], "undone": [[type, id, status, unit id]], "filled": [[field, value, value before]]} */
struct merge {
	struct record from, into;
	json_t *undo;
};

static void note(struct merge *m, const char *member, json_t *entry)
{
	json_array_append_new(json_object_get(m->undo, member), entry);
}

static bool log_person(struct ctx *c, const struct record *rec, const char *event, const struct record *other)
{
	const struct change g = { .type = rec->type->name, .record_id = rec->id, .version = rec->version, .code = rec->code, .event = event,
	                          .after = json_texts(c->arena, "other", other->code, NULL) };

	return change_log(c, rec->unit.id, &g);
}

/* Records of a type, by year, in which the person is present in a unit, left or not: for a type whose status follows from events. */
static bool present_years(struct ctx *c, const struct life *life, const struct field *f, const struct unit *unit, const char *person, struct rows *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_fmt(&sql, "SELECT t.id, t.school_year FROM %s p JOIN %s t ON t.unit_id = p.unit_id AND t.%s = p.id WHERE p.unit_id = ", f->to->table,
	        life->type->table, f->column);
	sql_arg(&sql, &args, val_int(unit->id));
	buf_put(&sql, " AND p.code = ");
	sql_arg(&sql, &args, val_text(person));
	buf_put(&sql, " AND ");
	record_present_sql(&sql, c->catalog, life->type, "t.status");
	buf_put(&sql, " ORDER BY t.id");
	return db_query(c, ret, sql.data, args.v, args.n);
}

/* Of a school that the person has left, too, which could not itself. */
static bool set_status(struct ctx *c, const struct record *rec, const char *status, const char *reason)
{
	return record_set_status_all(c, rec->type, &rec->unit, &(struct status_of){ rec->id, rec->version, rec->code, rec->status }, 1, status, reason);
}

static bool undo_enrolment(struct ctx *c, struct merge *m, const struct life *life, const struct unit *unit, int64_t id)
{
	struct record rec;

	if (!record_load(c, life->type, unit, id, &rec))
		return false;
	note(m, "undone", json_pack("[sIsI]", life->type->name, (json_int_t)id, rec.status, (json_int_t)unit->id));
	return set_status(c, &rec, life->type->undone_status, "MERGE");
}

static bool year_in(const struct rows *r, int64_t year)
{
	for (size_t i = 0; i < r->count; i++)
		if (rows_int(r, i, 1) == year)
			return true;
	return false;
}

/* One of the two was a second entry of the same fact: the one whose days are all among the other's. */
static bool settle_two(struct ctx *c, struct merge *m, const struct life *life, const struct unit *unit, int64_t mine, int64_t theirs)
{
	struct event_days days;

	if (!event_compare_days(c, life, unit, mine, theirs, &days))
		return false;
	if (days.only_first == NULL)
		return undo_enrolment(c, m, life, unit, mine);
	if (days.only_second == NULL)
		return undo_enrolment(c, m, life, unit, theirs);
	return fail(c, ERR_CONFLICT, "merge.days", "Hai hồ sơ có hai ghi danh ở trường %s mà không ghi danh nào gồm hết những ngày của ghi danh kia (%s và %s). Hãy ghi đúng ngày "
	            "cho một ghi danh, hoặc đánh dấu nhập nhầm ghi danh sai.", unit->code, days.only_first, days.only_second);
}

/* Both in school in one year in one unit. */
static bool settle_present(struct ctx *c, struct merge *m, const struct life *life, const struct field *f, const struct unit *unit)
{
	struct rows mine, theirs;

	if (!present_years(c, life, f, unit, m->from.code, &mine) || !present_years(c, life, f, unit, m->into.code, &theirs))
		return false;
	for (size_t i = 0; i < mine.count; i++)
		for (size_t k = 0; k < theirs.count; k++)
			if (rows_int(&mine, i, 1) == rows_int(&theirs, k, 1) && !settle_two(c, m, life, unit, rows_int(&mine, i, 0), rows_int(&theirs, k, 0)))
				return false;
	return true;
}

/* The record that stays is the one where the person is in school. */
static bool check_direction(struct ctx *c, const struct merge *m, const struct rows *mine, const struct rows *theirs)
{
	struct date today;
	const int running = date_parse(time_today(c->arena, c->now_ms), &today) ? date_school_year(today) : 0;

	for (size_t i = 0; i < mine->count; i++) {
		const int64_t year = rows_int(mine, i, 1);
		if (year_in(theirs, year))
			return fail(c, ERR_CONFLICT, "merge.present", "Năm học %" PRId64 " cả hai hồ sơ đều đang học, ở trường %s và %s; hãy ghi chuyển đi ở một trường trước.",
			            year, m->from.unit.code, m->into.unit.code);
		if (year >= running)
			return fail(c, ERR_CONFLICT, "merge.direction", "Năm học %" PRId64 " em đang học ở trường %s theo hồ sơ %s; hãy nhập hồ sơ %s vào hồ sơ ấy, không phải ngược lại.",
			            year, m->from.unit.code, m->from.code, m->into.code);
	}
	return true;
}

static bool settle(struct ctx *c, struct merge *m, const struct life *life, const struct field *f)
{
	struct rows mine, theirs;

	if (!settle_present(c, m, life, f, &m->into.unit))
		return false;
	if (m->from.unit.id == m->into.unit.id)
		return true;
	if (!settle_present(c, m, life, f, &m->from.unit) || !present_years(c, life, f, &m->from.unit, m->from.code, &mine) ||
	    !present_years(c, life, f, &m->into.unit, m->into.code, &theirs))
		return false;
	return check_direction(c, m, &mine, &theirs);
}

static bool repoint(struct ctx *c, struct merge *m, const struct record_type *t, const struct field *f)
{
	int64_t *id;
	size_t n;

	if (!record_repoint(c, &(struct repoint){ t, f, &m->from, &m->into, 0 }, &id, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		note(m, "rows", json_pack("[ssI]", t->name, f->name, (json_int_t)id[i]));
	return true;
}

static bool take_references(struct ctx *c, struct merge *m)
{
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *t = &c->catalog->type[i];
		const struct life *life = catalog_life(c->catalog, t);
		for (size_t k = 0; k < t->n_fields; k++) {
			const struct field *f = &t->field[k];
			if (f->to != m->into.type)
				continue;
			if (life != NULL && t->year_bound && !settle(c, m, life, f))
				return false;
			if (m->from.unit.id == m->into.unit.id && !repoint(c, m, t, f))
				return false;
		}
	}
	return true;
}

static bool take_codes(struct ctx *c, struct merge *m)
{
	const struct code_holder from = person_holder(&m->from), into = person_holder(&m->into);
	struct rows r;

	if (!identifier_list(c, &from, &r))
		return false;
	for (size_t i = 0; i < r.count; i++)
		note(m, "codes", json_pack("[ss]", rows_text(&r, i, 0), rows_text(&r, i, 1)));
	return identifier_point_all(c, &from, &into);
}

/* A sender's own key is known to its unit only. */
static bool take_client_keys(struct ctx *c, struct merge *m)
{
	struct rows r;

	if (m->from.unit.id != m->into.unit.id)
		return true;
	if (!db_rows(c, &r, SQL_CLIENT_KEY_MOVE, ARGS(val_int(m->from.unit.id), val_text(m->from.type->name), val_int(m->from.id), val_int(m->into.id))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		note(m, "client_keys", json_string(rows_text(&r, i, 0)));
	return true;
}

static bool write_fields(struct ctx *c, const struct record *rec, const struct draft *given)
{
	struct draft d = *given;
	struct outcome out;

	d.code = rec->code;
	d.as_it_was = true;
	return record_write_batch_in(c, rec->type, &rec->unit, &d, 1, &out) && (out.result != WRITE_REFUSED || fail_problems(c, &out.problems));
}

static const char *value_json(struct ctx *c, const struct field *f, const struct val *v)
{
	struct buf b = buf_in(c->arena);

	field_put_json(&b, NULL, f, v);
	return buf_text(&b);
}

/* Of a kind that goes from one record to another; a number that nobody else may have goes with its record. */
static bool is_carried(const struct field *f)
{
	return f->to == NULL && !(f->computed && f->media == NULL) && !f->unique;
}

static bool is_wanted(const struct merge_fields *x, const struct field *f, const struct val *mine)
{
	for (size_t i = 0; i < x->n_take; i++)
		if (x->take[i] == f)
			return true;
	return x->fill && mine->kind == VAL_NULL;
}

static bool check_taken(struct ctx *c, const struct merge_fields *x)
{
	for (size_t i = 0; i < x->n_take; i++)
		if (!is_carried(x->take[i]))
			return fail(c, ERR_INVALID, "merge.field", "%s: không lấy được từ hồ sơ kia khi nhập; hãy sửa ở hồ sơ được giữ.", x->take[i]->label);
	return true;
}

static bool take_fields(struct ctx *c, struct merge *m, const struct merge_fields *x)
{
	const struct record_type *t = m->into.type;
	bool any = false;
	struct draft d;

	draft_init(c, t, &d);
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		if (!is_carried(f) || !is_wanted(x, f, &m->into.value[i]) || val_equal(&m->into.value[i], &m->from.value[i]))
			continue;
		d.value[i] = m->from.value[i];
		d.given[i] = any = true;
		note(m, "filled", json_pack("[sss]", f->name, value_json(c, f, &d.value[i]), value_json(c, f, &m->into.value[i])));
	}
	return !any || (file_carry(c, &m->from, &m->into.unit) && write_fields(c, &m->into, &d));
}

static bool keep(struct ctx *c, struct merge *m, const char *text, int64_t *ret)
{
	const char *undo = document_text(c->arena, m->undo);

	return unit_numbers(c, m->into.unit.id, 1, ret) &&
	       db_exec(c, SQL_SAME_PERSON_INSERT, ARGS(val_int(m->into.unit.id), val_int(*ret), val_int(m->into.id), val_text(m->into.type->name),
	                                                val_int(m->from.unit.id), val_int(m->from.id), val_int(c->now_ms), val_int(actor_id(c)),
	                                                val_text(text), val_text(undo)));
}

static bool check_here(struct ctx *c, const struct record *rec)
{
	bool here;

	if (!person_is_here(c, rec, &here))
		return false;
	return here || fail(c, ERR_INVALID, "person.moved", "Hồ sơ %s đã chuyển sang đơn vị khác hoặc đã nhập vào hồ sơ khác.", rec->code);
}

/* Whoever is being transferred would be asked for under a code that leads elsewhere. */
static bool check_settled(struct ctx *c, const struct record *rec)
{
	struct rows r;

	return db_rows(c, &r, SQL_TRANSFER_OPEN_OF_PERSON, ARGS(val_int(rec->unit.id), val_text(rec->code))) &&
	       (r.count == 0 || fail(c, ERR_CONFLICT, "transfer.open", "Hồ sơ %s đang có một lượt chuyển chưa xong; hãy giải quyết hoặc rút lượt ấy trước.", rec->code));
}

static bool check(struct ctx *c, const struct record *from, const struct record *into)
{
	return check_here(c, from) && check_here(c, into) && person_check_ever_was(c, from) && person_check_ever_was(c, into) && check_settled(c, from);
}

/* Doubles are found in schools that have closed, too. */
static bool hold(struct ctx *c, const struct unit *a, const struct unit *b)
{
	return units_hold(c, (struct holding[]){ { a->id, HOLD_ANY }, { b->id, HOLD_ANY } }, 2);
}

/* What one record keeps of the past and the other has now may be the same days. */
static bool check_once(struct ctx *c, const struct merge *m)
{
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct life *life = catalog_life(c->catalog, &c->catalog->type[i]);
		if (life != NULL && !event_check_once(c, life, m->into.code))
			return false;
	}
	return true;
}

static bool merge(struct ctx *c, const struct record *from, const struct record *into, const struct merge_fields *fields, const char *text, int64_t *ret)
{
	struct merge m = { .undo = document_kept(c->arena, json_pack("{ss s[] s[] s[] s[] s[]}", "status", from->status, "codes", "client_keys", "rows", "undone",
	                                                          "filled")) };

	return hold(c, &from->unit, &into->unit) && record_load(c, from->type, &from->unit, from->id, &m.from) &&
	       record_load(c, into->type, &into->unit, into->id, &m.into) && check(c, &m.from, &m.into) &&
	       take_references(c, &m) && take_codes(c, &m) && take_client_keys(c, &m) && check_once(c, &m) && (fields == NULL || take_fields(c, &m, fields)) &&
	       record_set_status_in(c, &m.from, 0, m.from.type->merged_status, NULL, &m.from.version) && keep(c, &m, text, ret) &&
	       log_person(c, &m.into, "MERGE", &m.from) && log_person(c, &m.from, "MERGE", &m.into);
}

bool person_merge(struct ctx *c, const struct record *from, const struct record *into, const struct merge_fields *fields, const char *text, int64_t *ret)
{
	if (from->type != into->type || from->type->code_scheme != CODE_PERSON || from->type->merged_status == NULL)
		return fail(c, ERR_INVALID, "merge.type", "Chỉ nhập được hai hồ sơ của người, cùng loại.");
	if (from->unit.id == into->unit.id && from->id == into->id)
		return fail(c, ERR_INVALID, "merge.self", "Hai mã này đã là một hồ sơ.");
	return (fields == NULL || check_taken(c, fields)) && db_begin(c) && db_end(c, merge(c, from, into, fields, text, ret));
}

static bool point_client_key_back(struct ctx *c, const struct merge *m, const char *key)
{
	return db_exec(c, SQL_CLIENT_KEY_POINT, ARGS(val_int(m->from.unit.id), val_text(m->from.type->name), val_text(key), val_int(m->from.id)));
}

static bool point_codes_back(struct ctx *c, const struct merge *m)
{
	const struct code_holder from = person_holder(&m->from), into = person_holder(&m->into);
	const size_t before_key = strlen(arena_fmt(c->arena, "%" PRId64 "/%s/", from.unit_id, from.type));
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(m->undo, "codes"), i, o) {
		const char *scheme = json_string_value(json_array_get(o, 0)), *value = json_string_value(json_array_get(o, 1));
		/* An older release kept a sender's keys among the codes. */
		if (streq(scheme, "client") ? !point_client_key_back(c, m, value + before_key) : !identifier_point(c, scheme, value, &into, &from))
			return false;
	}
	json_array_foreach(json_object_get(m->undo, "client_keys"), i, o)
		if (!point_client_key_back(c, m, json_string_value(o)))
			return false;
	return true;
}

static bool point_rows_back(struct ctx *c, const struct merge *m)
{
	size_t i, n;
	int64_t *id;
	json_t *row;

	json_array_foreach(json_object_get(m->undo, "rows"), i, row) {
		const struct record_type *t = catalog_type(c->catalog, json_string_value(json_array_get(row, 0)));
		const struct field *f = field_find(t, json_string_value(json_array_get(row, 1)));
		if (!record_repoint(c, &(struct repoint){ t, f, &m->into, &m->from, json_integer_value(json_array_get(row, 2)) }, &id, &n))
			return false;
	}
	return true;
}

/* It refers to what was undone meanwhile: an enrolment whose class a roll-over has taken back.  A class that was set aside by hand comes back first. */
static bool stands_on_nothing(struct ctx *c, const struct record *rec, bool *ret)
{
	const char *status;

	*ret = false;
	for (size_t i = 0; i < rec->type->n_fields; i++) {
		const struct field *f = &rec->type->field[i];
		if (f->to == NULL || !f->required || rec->value[i].kind != VAL_TEXT)
			continue;
		if (!take_back_status(c, &rec->unit, f->to, rec->value[i].s, &status))
			return false;
		if (status != NULL && f->to->mistaken_status != NULL && streq(status, f->to->mistaken_status))
			return take_back_refuse(c, f, rec->value[i].s);
		*ret = *ret || (status != NULL && record_never_was(f->to, status));
	}
	return true;
}

/* Only where nobody set another status since. */
static bool restore_statuses(struct ctx *c, const struct merge *m)
{
	size_t i;
	json_t *row;

	json_array_foreach(json_object_get(m->undo, "undone"), i, row) {
		const struct record_type *t = catalog_type(c->catalog, json_string_value(json_array_get(row, 0)));
		const struct unit *unit = json_integer_value(json_array_get(row, 3)) == m->into.unit.id ? &m->into.unit : &m->from.unit;
		struct record rec;
		bool gone;
		if (!record_load(c, t, unit, json_integer_value(json_array_get(row, 1)), &rec) || !stands_on_nothing(c, &rec, &gone))
			return false;
		if (!gone && streq(rec.status, t->undone_status) && !set_status(c, &rec, json_string_value(json_array_get(row, 2)), "UNMERGE"))
			return false;
	}
	return true;
}

/* text NULL: an older release only filled what was empty. */
static bool value_before(struct ctx *c, const struct field *f, const char *text, struct val *ret)
{
	struct problems problems = { 0 };
	const json_t *v = text == NULL ? NULL : json_array_get(document_read(c->arena, arena_fmt(c->arena, "[%s]", text)), 0);

	*ret = val_null();
	return v == NULL || json_is_null(v) || field_from_json(c, f, v, ret, &problems) || fail_problems(c, &problems);
}

/* Only where nobody changed the field since. */
static bool give_fields_back(struct ctx *c, const struct merge *m)
{
	const struct record_type *t = m->into.type;
	bool any = false;
	struct draft d;
	size_t i;
	json_t *filled;

	draft_init(c, t, &d);
	json_array_foreach(json_object_get(m->undo, "filled"), i, filled) {
		const struct field *f = field_find(t, json_string_value(json_array_get(filled, 0)));
		if (!streq(value_json(c, f, &m->into.value[f->index]), json_string_value(json_array_get(filled, 1))))
			continue;
		if (!value_before(c, f, json_string_value(json_array_get(filled, 2)), &d.value[f->index]))
			return false;
		d.given[f->index] = any = true;
	}
	return !any || write_fields(c, &m->into, &d);
}

static bool mark_undone(struct ctx *c, const struct merge *m, int64_t id)
{
	struct rows r;

	return db_rows(c, &r, SQL_SAME_PERSON_UNDONE, ARGS(val_int(m->into.unit.id), val_int(id), val_int(c->now_ms))) &&
	       (r.count == 1 || fail(c, ERR_CONFLICT, "merge.nothing", "Lần nhập này vừa được huỷ."));
}

/* What was merged at another school stands there; from here it cannot be parted. */
static bool nothing_merged(struct ctx *c, const struct record *into)
{
	const char *sql = arena_fmt(c->arena, "SELECT u.code FROM same_person s JOIN %s p ON p.unit_id = s.unit_id AND p.id = s.record_id JOIN unit u ON u.id = s.unit_id"
	                            " WHERE s.unit_id <> $1 AND s.type = $2 AND p.code = $3 AND s.undone_at IS NULL ORDER BY s.at DESC LIMIT 1", into->type->table);
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(into->unit.id), val_text(into->type->name), val_text(into->code))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "merge.nothing", "Chưa có hồ sơ nào được nhập vào hồ sơ này.");
	return fail(c, ERR_CONFLICT, "merge.elsewhere", "Hồ sơ được nhập vào đây ở trường %s, trước khi chuyển đi. Muốn tách ra thì huỷ lượt chuyển, rồi tách ở "
	            "trường ấy; sau khi sáp nhập trường thì không tách được nữa.",
	            rows_text(&r, 0, 0));
}

static bool unmerge(struct ctx *c, const struct record *into, struct record *ret)
{
	struct merge m = { .undo = NULL };
	struct unit unit;
	struct rows r;

	if (!db_rows(c, &r, SQL_SAME_PERSON_LAST, ARGS(val_int(into->unit.id), val_int(into->id), val_text(into->type->name))))
		return false;
	if (r.count == 0)
		return nothing_merged(c, into);
	m.undo = document_read(c->arena, rows_text(&r, 0, 3));
	return unit_get(c, rows_int(&r, 0, 1), &unit) && hold(c, &into->unit, &unit) &&
	       record_load(c, into->type, &into->unit, into->id, &m.into) && check_here(c, &m.into) &&
	       record_load(c, into->type, &unit, rows_int(&r, 0, 2), &m.from) &&
	       point_codes_back(c, &m) && record_set_status_in(c, &m.from, 0, json_string_value(json_object_get(m.undo, "status")), NULL, &m.from.version) &&
	       point_rows_back(c, &m) && restore_statuses(c, &m) && give_fields_back(c, &m) &&
	       mark_undone(c, &m, rows_int(&r, 0, 0)) &&
	       log_person(c, &m.into, "UNMERGE", &m.from) && log_person(c, &m.from, "UNMERGE", &m.into) &&
	       record_load(c, into->type, &unit, m.from.id, ret);
}

bool person_unmerge(struct ctx *c, const struct record *into, struct record *ret)
{
	return db_begin(c) && db_end(c, unmerge(c, into, ret));
}
