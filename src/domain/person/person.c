/* person.c - a person goes to another unit, with everything that stays with the person. */
#include "domain/person/person.h"

#include "base/json.h"
#include "db/db.h"
#include "store/change.h"
#include "store/move.h"

bool person_is_here(struct ctx *c, const struct record *person, bool *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_IDENTIFIER_GET, ARGS(val_text("person"), val_text(person->code))))
		return false;
	*ret = r.count == 1 && rows_int(&r, 0, 0) == person->unit.id && rows_int(&r, 0, 2) == person->id;
	return true;
}

const char *person_why_away(const struct record_type *t, const char *status, const char **ret_key)
{
	*ret_key = "person.inactive";
	if (record_never_was(t, status))
		return "đã ghi là nhập nhầm hoặc đã huỷ; nếu vẫn đúng, hãy đưa hồ sơ về trạng thái đang dùng, hoặc lập hồ sơ mới";
	if (!record_is_gone(t, status))
		return "không còn học hay làm việc ở đây; nếu vẫn còn, hãy đưa hồ sơ về trạng thái đang dùng trước";
	*ret_key = "person.moved";
	return "đã chuyển sang đơn vị khác hoặc đã nhập vào hồ sơ khác; hãy ghi ở hồ sơ hiện nay";
}

bool person_check_ever_was(struct ctx *c, const struct record *person)
{
	const char *key, *why = person_why_away(person->type, person->status, &key);

	return !record_never_was(person->type, person->status) || fail(c, ERR_INVALID, key, "%s %s %s.", person->type->label, person->code, why);
}

/* Lists of the person's own: awards, training, guardians.  What is of a year stays with the year. */
static bool goes_along(const struct record_type *t, const struct field *f, const struct record_type *person)
{
	return f->to == person && !t->year_bound && !t->by_operation;
}

static bool move_list(struct ctx *c, const struct record_type *t, const struct field *f, const struct record *old, const struct record *new,
                      const char *day)
{
	const char *sql = arena_fmt(c->arena, "SELECT id FROM %s WHERE unit_id = $1 AND %s = $2 AND status = $3 ORDER BY id", t->table, f->column);
	struct record rec, moved;
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(old->unit.id), val_int(old->id), val_text(t->initial_status))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		if (!record_load(c, t, &old->unit, rows_int(&r, i, 0), &rec) || !record_move(c, &rec, &new->unit, f, new->id, day, &moved))
			return false;
	return true;
}

bool person_move(struct ctx *c, const struct record *person, const struct unit *to, const char *date, struct record *ret)
{
	bool here;

	if (!person_is_here(c, person, &here))
		return false;
	if (!here)
		return fail(c, ERR_INVALID, "person.moved", "%s này đã chuyển sang đơn vị khác hoặc đã nhập vào hồ sơ khác.", person->type->label);
	if (!record_move(c, person, to, NULL, 0, date, ret))
		return false;
	for (size_t i = 0; i < c->catalog->n_types; i++)
		for (size_t k = 0; k < c->catalog->type[i].n_fields; k++) {
			const struct record_type *t = &c->catalog->type[i];
			if (goes_along(t, &t->field[k], person->type) && !move_list(c, t, &t->field[k], person, ret, date))
				return false;
		}
	const struct change g = { .type = person->type->name, .record_id = ret->id, .version = ret->version, .code = ret->code, .event = "MOVE",
	                          .after = json_texts(c->arena, "from", person->unit.code, "to", to->code, "date", date, NULL) };
	return change_log(c, to->id, &g);
}
