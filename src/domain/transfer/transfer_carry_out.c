/* transfer_carry_out.c - leave, move, arrive: one transaction over both institutions. */
#include "base/time.h"
#include "db/db.h"
#include "domain/event/event.h"
#include "domain/person/person.h"
#include "domain/transfer/transfer_parts.h"

struct carrying {
	const struct transfer *t;
	const char *day;
	int school_year;         /* the day falls in */
	struct record person;
	struct record enrolment; /* that is left; type NULL: none */
};

static bool happen(struct ctx *c, const struct carrying *k, const struct record *rec, const char *event, const struct unit *other)
{
	const struct life *life = catalog_life(c->catalog, rec->type);
	bool same_province = other->province != NULL && rec->unit.province != NULL && streq(other->province, rec->unit.province);
	struct record after;
	struct draft d;

	draft_init(c, life->event_type, &d);
	draft_set_text(&d, "event", event);
	draft_set_text(&d, "event_date", k->day);
	draft_set_text(&d, "other_province", other->province);
	draft_set_text(&d, "other_school", other->name);
	draft_set_text(&d, "other_place", other->name);
	if (streq(event, "leave"))
		draft_set_text(&d, "destination", same_province ? "01" : "02");
	return event_add_in(c, rec, &d, &after);
}

/* The running year ends with an event; one that has not begun never was here. */
static bool leave_year(struct ctx *c, const struct carrying *k, const struct record *rec)
{
	int64_t version;

	if (rec->school_year == k->school_year)
		return happen(c, k, rec, "leave", &k->t->to);
	return record_set_status_in(c, rec, 0, rec->type->undone_status, k->t->to.code, &version);
}

/* Every enrolment, of this year or a later one, in which the learner is present. */
static bool leave(struct ctx *c, struct carrying *k, const struct life *life)
{
	const char *sql = arena_fmt(c->arena, "SELECT id FROM %s WHERE unit_id = $1 AND learner_id = $2 AND school_year >= $3 ORDER BY id",
	                            life->type->table);
	struct record rec;
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(k->person.unit.id), val_int(k->person.id), val_int(k->school_year))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		if (!record_load(c, life->type, &k->person.unit, rows_int(&r, i, 0), &rec))
			return false;
		if (!life_is_present(life, rec.status))
			continue;
		if (!leave_year(c, k, &rec))
			return false;
		k->enrolment = rec;
	}
	return true;
}

static bool is_enrolled(struct ctx *c, const struct carrying *k, const struct life *life, int year, bool *ret)
{
	const char *sql = arena_fmt(c->arena, "SELECT status FROM %s WHERE unit_id = $1 AND learner_id = $2 AND school_year = $3", life->type->table);
	struct rows r;

	*ret = false;
	if (!db_query(c, &r, sql, ARGS(val_int(k->person.unit.id), val_int(k->person.id), val_int(year))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		*ret = *ret || life_is_present(life, rows_text(&r, i, 0));
	return true;
}

/* Whoever is in school on the day goes on being so: only the summer leads into the next year, and for whom one is there leads nowhere else. */
static bool check_class_year(struct ctx *c, const struct carrying *k, const struct life *life, int year)
{
	const bool summer = calendar_is_summer(c->catalog, calendar_term(c->catalog, k->school_year, k->t->from.province, k->day));
	bool now, next;

	if (!is_enrolled(c, k, life, k->school_year, &now) || !is_enrolled(c, k, life, k->school_year + 1, &next))
		return false;
	if (year == k->school_year)
		return !summer || !next ||
		       fail(c, ERR_INVALID, "transfer.class", "Người học đã được ghi danh năm học %d–%d ở trường cũ; chuyển trong hè thì chọn lớp của năm học ấy.",
		            year + 1, year + 2);
	return summer || !now ||
	       fail(c, ERR_INVALID, "transfer.class", "Ngày %s người học còn đang học năm học %d–%d; hãy chọn lớp của năm học ấy, hoặc ngày chuyển trong hè.",
	            date_words(c->arena, k->day), k->school_year, k->school_year + 1);
}

/* Of the year of the day; in summer often of the next one already. */
static bool check_class(struct ctx *c, const struct carrying *k, const char *class_code, int *ret_year)
{
	const struct record_type *t = catalog_type(c->catalog, "class");
	struct record class;

	if (class_code == NULL)
		return fail(c, ERR_INVALID, "transfer.class", "Cần mã lớp ở trường tiếp nhận mà người học sẽ vào.");
	bool found = record_find(c, t, &scope_everywhere, class_code, &class);
	if (!found && c->err != ERR_NOT_FOUND)
		return false;
	ctx_clear(c);
	*ret_year = found ? class.school_year : 0;
	if (found && class.unit.id == k->t->to.id && streq(class.status, t->initial_status) &&
	    (class.school_year == k->school_year || class.school_year == k->school_year + 1))
		return true;
	return fail(c, ERR_INVALID, "transfer.class", "Ngày chuyển thuộc năm học %d–%d, mà lớp này không phải lớp của trường tiếp nhận trong năm học ấy hay năm "
	            "kế tiếp. Chọn lớp của năm học ấy, hoặc sửa ngày chuyển.", k->school_year, k->school_year + 1);
}

static bool enrol(struct ctx *c, const struct carrying *k, const struct life *life, const char *class_code, int year)
{
	struct outcome out;
	struct record rec;
	struct draft d;

	draft_init(c, life->type, &d);
	d.school_year = year;
	if (k->enrolment.type != NULL)
		draft_carry(&d, &k->enrolment);
	draft_set_text(&d, "learner", k->t->person);
	draft_set_text(&d, "class", class_code);
	draft_set_text(&d, "first_class", class_code);
	draft_set_text(&d, "admission", "1");
	/* A year that has not begun is begun here: nobody arrives in the middle of it. */
	const bool arrives = year == k->school_year;
	d.as_it_was = arrives; /* its beginning is told by the event */
	if (!arrives)
		draft_set_text(&d, "status_date", k->day);
	if (!record_create(c, life->type, &k->t->to, &d, &out))
		return false;
	return !arrives || (record_load(c, life->type, &k->t->to, out.id, &rec) && happen(c, k, &rec, "arrive", &k->t->from));
}

static bool move_learner(struct ctx *c, struct carrying *k, const char *class_code)
{
	const struct life *life = catalog_life(c->catalog, catalog_type(c->catalog, "enrolment"));
	struct record arrived;
	int year = 0;

	return check_class(c, k, class_code, &year) && check_class_year(c, k, life, year) &&
	       (k->t->other_grade || transfer_check_grade(c, &k->person, &k->t->to, class_code)) && leave(c, k, life) && person_move(c, &k->person, &k->t->to, k->day, &arrived) &&
	       enrol(c, k, life, class_code, year);
}

static bool move_staff(struct ctx *c, struct carrying *k)
{
	struct record arrived;

	return happen(c, k, &k->person, "leave", &k->t->to) &&
	       record_load(c, k->person.type, &k->t->from, k->person.id, &k->person) &&
	       person_move(c, &k->person, &k->t->to, k->day, &arrived) && happen(c, k, &arrived, "arrive", &k->t->from);
}

bool transfer_carry_out(struct ctx *c, const struct transfer *t, const char *class_code, const char *day)
{
	const struct record_type *type = catalog_type(c->catalog, t->type);
	struct carrying k = { .t = t, .day = day };
	struct date d;

	if (!record_find(c, type, &scope_everywhere, t->person, &k.person))
		return false;
	if (k.person.unit.id != t->from.id)
		return fail(c, ERR_INVALID, "person.moved", "Người này không còn ở trường chuyển đi.");
	if (!person_check_ever_was(c, &k.person) || !transfer_check_day(c, &k.person, day) || !date_parse(day, &d))
		return false;
	if (strcmp(day, time_today(c->arena, c->now_ms)) > 0)
		return fail(c, ERR_INVALID, "event.date", "Ngày chuyển %s chưa đến; hãy trả lời khi đã đến ngày ấy, hoặc ghi ngày chuyển thực tế.", date_words(c->arena, day));
	k.school_year = date_school_year(d);
	return catalog_life(c->catalog, type) == NULL ? move_learner(c, &k, class_code) : move_staff(c, &k);
}
