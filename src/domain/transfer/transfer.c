/* transfer.c - starting a transfer, and seeing those there are. */
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/person/person.h"
#include "domain/transfer/transfer_parts.h"
#include "store/change.h"
#include "store/seen.h"
#include "store/shown.h"

#define LETTERS "t"

bool transfer_covers_from(const struct ctx *c, const struct transfer *t)
{
	return scope_covers(actor_scope(c), &t->from);
}

bool transfer_covers_to(const struct ctx *c, const struct transfer *t)
{
	return scope_covers(actor_scope(c), &t->to);
}

bool transfer_hold(struct ctx *c, const struct unit *from, const struct unit *to, enum hold how)
{
	return units_hold(c, (struct holding[]){ { from->id, HOLD_ANY }, { to->id, how } }, 2);
}

static bool unknown(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "transfer.unknown", "Không có lượt chuyển nào mang mã này trong phạm vi của bạn.");
}

static bool is_state(const struct transfer *t, const char *state)
{
	return streq(t->state, state);
}

/* Where the caller may read the name.  Whoever has or had the person knows it; the other side is told whom an offer is of, and said itself whom it
 * asks for: as long as that is open, and once the person is there. */
static const struct unit *named_at(const struct ctx *c, const struct transfer *t)
{
	if (transfer_covers_from(c, t))
		return &t->from;
	if (!transfer_covers_to(c, t))
		return NULL;
	return is_state(t, "open") ? &t->from : is_state(t, "done") || is_state(t, "released") ? &t->to : NULL;
}

/* By what a school knows who comes. */
static bool load_name(struct ctx *c, struct transfer *t)
{
	const struct record_type *type = catalog_type(c->catalog, t->type);
	const struct unit *at = named_at(c, t);
	struct rows r;

	if (at == NULL || !type_is_shown(c, type) || !field_is_shown(c, type, type->name_field))
		return true;
	const struct field *birth = field_find(type, "birth_date");
	const char *born = birth != NULL && field_is_shown(c, type, birth) ? birth->column : "NULL";
	const enum fence was = fence_open(c);
	const bool ok = db_query(c, &r, arena_fmt(c->arena, "SELECT id, %s, %s FROM %s WHERE unit_id = $1 AND code = $2", type->name_field->column, born, type->table),
	                         ARGS(val_int(at->id), val_text(t->person))) &&
	                (r.count == 0 || !is_state(t, "open") || transfer_find_grade(c, type, at, rows_int(&r, 0, 0), &t->grade));
	if (ok && r.count > 0) {
		t->name = rows_text(&r, 0, 1);
		t->birth_date = rows_text(&r, 0, 2);
	}
	return fence_close(c, was, ok);
}

bool transfer_load(struct ctx *c, const char *code, struct transfer *ret)
{
	struct unit from;
	struct rows r;
	int64_t id;

	if (!record_code_find(c, &scope_everywhere, LETTERS, code, &from, &id) || !db_rows(c, &r, SQL_TRANSFER_BY_ID, ARGS(val_int(from.id), val_int(id))))
		return false;
	if (r.count == 0)
		return unknown(c);
	*ret = (struct transfer){
		.from = from, .id = rows_int(&r, 0, 1), .code = rows_text(&r, 0, 2), .type = rows_text(&r, 0, 3), .person = rows_text(&r, 0, 4),
		.started_by = rows_text(&r, 0, 6), .state = rows_text(&r, 0, 7), .class_code = rows_text(&r, 0, 8), .day = rows_text(&r, 0, 9),
		.reason = rows_text(&r, 0, 10), .started_at = rows_int(&r, 0, 11), .release_at = rows_int(&r, 0, 12), .decided_at = rows_int(&r, 0, 13),
		.note = rows_text(&r, 0, 14), .other_grade = val_is_number(rows_at(&r, 0, 15)) && rows_int(&r, 0, 15) != 0,
	};
	return unit_get(c, rows_int(&r, 0, 5), &ret->to) && load_name(c, ret);
}

/* A transfer is part of the record of who goes. */
static bool is_shown(const struct ctx *c, const struct transfer *t)
{
	const struct record_type *type = catalog_type(c->catalog, t->type);

	return type != NULL && type_is_shown(c, type);
}

bool transfer_find(struct ctx *c, const char *code, struct transfer *ret)
{
	if (!transfer_load(c, code, ret))
		return false;
	return ((transfer_covers_from(c, ret) || transfer_covers_to(c, ret)) && is_shown(c, ret)) || unknown(c);
}

bool transfer_log(struct ctx *c, const struct transfer *t, const char *event)
{
	const struct change g = { .type = "transfer", .record_id = t->id, .version = 1, .code = t->code, .event = event,
	                          .after = json_texts(c->arena, "person", t->person, "from", t->from.code, "to", t->to.code, NULL) };

	return change_log(c, t->from.id, &g) && change_log(c, t->to.id, &g);
}

bool transfer_check_right(struct ctx *c, const char *type)
{
	return streq(type, "learner") || c->account == NULL || account_may(c, "staff_transfer", "write") ||
	       fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không có quyền chuyển cán bộ, giáo viên; hãy nhờ hiệu trưởng.");
}

static bool insert(struct ctx *c, const struct record *person, const struct transfer_start *s, const struct unit *to, const char *started_by,
                   const char **ret_code)
{
	int64_t release_ms = c->now_ms + (int64_t)c->catalog->transfer_release_days * 86400000;
	struct transfer t = { .type = person->type->name, .person = person->code, .from = person->unit, .to = *to };
	struct record now;
	struct rows r;
	bool here;

	if (!transfer_hold(c, &person->unit, to, HOLD_OPEN) || !person_is_here(c, person, &here) ||
	    !db_rows(c, &r, SQL_TRANSFER_OPEN_OF_PERSON, ARGS(val_int(person->unit.id), val_text(person->code))))
		return false;
	if (!here)
		return fail(c, ERR_INVALID, "person.moved", "Hồ sơ này đã chuyển sang đơn vị khác hoặc đã nhập vào hồ sơ khác.");
	if (!record_load(c, person->type, &person->unit, person->id, &now) || !person_check_ever_was(c, &now))
		return false;
	if (r.count > 0)
		return fail(c, ERR_CONFLICT, "transfer.open", "Người này đang có một lượt chuyển chưa xong; hãy giải quyết hoặc rút lượt ấy trước.");
	if (!transfer_check_day(c, person, s->day) || !unit_numbers(c, person->unit.id, 1, &t.id))
		return false;
	t.code = *ret_code = record_code_make(c->arena, LETTERS, person->unit.code, t.id);
	return db_exec(c, SQL_TRANSFER_INSERT, ARGS(val_int(person->unit.id), val_int(t.id), val_text(t.code), val_text(t.type), val_text(t.person),
	                                            val_int(to->id), val_text(started_by), val_text(s->class_code), val_text(s->day),
	                                            val_text(s->reason), val_int(c->now_ms), val_int(actor_id(c)),
	                                            streq(started_by, "to") ? val_int(release_ms) : val_null(), val_bool(s->other_grade))) &&
	       transfer_log(c, &t, streq(started_by, "to") ? "REQUEST" : "OFFER");
}

static bool start(struct ctx *c, const struct record *person, const struct transfer_start *s, const struct unit *to, const char *started_by,
                  struct transfer *ret)
{
	const char *code;

	if (!transfer_check_right(c, person->type->name))
		return false;
	const enum fence was = fence_open(c);
	return fence_close(c, was, db_begin(c) && db_end(c, insert(c, person, s, to, started_by, &code))) && transfer_load(c, code, ret);
}

/* The record type a person's code belongs to; NULL: nobody's, or of a kind that the caller is not shown. */
static bool type_of(struct ctx *c, const char *code, const struct record_type **ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_IDENTIFIER_GET, ARGS(val_text("person"), val_text(code))))
		return false;
	*ret = r.count == 0 ? NULL : catalog_type(c->catalog, rows_text(&r, 0, 1));
	if (*ret != NULL && !type_is_shown(c, *ret))
		*ret = NULL;
	return true;
}

bool transfer_offer(struct ctx *c, const struct transfer_start *s, const char *to_code, struct transfer *ret)
{
	const struct record_type *t;
	struct record person;
	struct unit to;

	if (!type_of(c, s->person, &t) ||
	    !record_find(c, t != NULL ? t : catalog_type(c->catalog, "learner"), actor_scope(c), t != NULL ? s->person : "", &person))
		return false;
	bool found = unit_find(c, &scope_everywhere, to_code, &to);
	if (!found && c->err != ERR_NOT_FOUND)
		return false;
	ctx_clear(c);
	if (!found || !unit_is_school(c, &to) || to.id == person.unit.id)
		return fail(c, ERR_INVALID, "transfer.school", "to_school phải là mã của một trường khác; nếu nơi đến ở ngoài hệ thống, hãy ghi biến động chuyển đi.");
	return transfer_check_level(c, &person, &to) && start(c, &person, s, &to, "from", ret);
}

/* As people say a name: marks, case and blanks do not matter. */
static bool same_name(struct ctx *c, const char *said, const char *stored)
{
	const char *clean = text_clean(c->arena, said, strlen(said));

	return clean != NULL && streq(text_fold(c->arena, clean), text_fold(c->arena, stored));
}

static const char *text(const struct record *rec, const char *name)
{
	const struct field *f = field_find(rec->type, name);

	return f == NULL || rec->value[f->index].kind != VAL_TEXT ? "" : rec->value[f->index].s;
}

/* "2018-04-05", or "2018" of whom no more is known: one is never taken for the other. */
static bool same_birth(struct ctx *c, const char *said, const struct record *person)
{
	const struct field *year = field_find(person->type, "birth_year");
	const char *date = text(person, "birth_date");

	if (*date != '\0' || year == NULL || person->value[year->index].kind != VAL_INT)
		return *date != '\0' && streq(said, date);
	return streq(said, arena_fmt(c->arena, "%" PRId64, person->value[year->index].i));
}

bool transfer_request(struct ctx *c, const struct transfer_start *s, const struct unit *to, struct transfer *ret)
{
	const struct record_type *t;
	struct record person;

	if (!transfer_check_asked_class(c, to, s->class_code) || !type_of(c, s->person, &t))
		return false;
	const enum fence was = fence_open(c);
	bool found = fence_close(c, was, t != NULL && record_find(c, t, &scope_everywhere, s->person, &person));
	if (!found && c->err != ERR_NONE && c->err != ERR_NOT_FOUND)
		return false;
	ctx_clear(c);
	const char *asked = found ? person.code : s->person;
	if (!transfer_ask_count(c, asked))
		return false;
	if (!found || !same_birth(c, s->birth_date, &person) || !same_name(c, s->full_name, text(&person, "full_name")))
		return transfer_ask_missed(c, to, s->person, found ? &person.unit : NULL);
	if (!transfer_ask_right(c, asked))
		return false;
	if (!unit_is_school(c, to) || to->id == person.unit.id)
		return fail(c, ERR_INVALID, "transfer.school", "Người này đã ở trường của bạn, hoặc đơn vị tiếp nhận không phải cơ sở giáo dục.");
	return start(c, &person, s, to, "to", ret) || transfer_ask_told(c, to, &person.unit);
}

bool transfer_list(struct ctx *c, const struct unit *u, const char *states, const char *after, size_t limit, struct transfer **ret, size_t *ret_n,
                   const char **ret_cursor)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_TRANSFER_OF_UNIT, ARGS(val_int(u->id), val_text(states), val_text(after), val_int((int64_t)limit))))
		return false;
	*ret = NEW_N(c->arena, struct transfer, r.count + 1);
	*ret_n = 0;
	for (size_t i = 0; i < r.count; i++) {
		if (!transfer_load(c, rows_text(&r, i, 0), &(*ret)[*ret_n]))
			return false;
		*ret_n += is_shown(c, &(*ret)[*ret_n]);
	}
	*ret_cursor = r.count == limit ? rows_text(&r, limit - 1, 0) : NULL;
	return true;
}

static void put_unit(struct buf *b, const char *name, const struct unit *u)
{
	json_put_texts(b, name, "code", u->code, "name", u->name, NULL);
}

void transfer_put_json(struct ctx *c, struct buf *b, const struct transfer *t)
{
	if (t->name != NULL)
		seen_code(c, catalog_type(c->catalog, t->type), t->from.id, t->person);
	json_open_object(b, NULL);
	json_put_text(b, "code", t->code);
	json_put_text(b, "type", t->type);
	json_put_text(b, "person", t->person);
	json_put_text(b, "name", t->name);
	json_put_text(b, "birth_date", t->birth_date);
	json_put_text(b, "grade", t->grade);
	json_put_text(b, "started_by", t->started_by);
	json_put_text(b, "state", t->state);
	json_put_text(b, "class", t->class_code);
	json_put_text(b, "day", t->day);
	json_put_text(b, "reason", t->reason);
	json_put_text(b, "note", t->note);
	json_put_bool(b, "other_grade", t->other_grade);
	put_unit(b, "from", &t->from);
	put_unit(b, "to", &t->to);
	json_put_time(b, "started_at", t->started_at);
	json_put_time(b, "release_at", t->release_at);
	json_put_time(b, "decided_at", t->decided_at);
	json_close_object(b);
}
