/* transfer_grade.c - a pupil goes to a school that teaches their grade, and into a class of it. */
#include "base/time.h"
#include "db/db.h"
#include "domain/event/alike.h"
#include "domain/transfer/transfer_parts.h"
#include "store/shown.h"

#define CONTINUING "05" /* of the list of levels */

bool transfer_check_asked_class(struct ctx *c, const struct unit *to, const char *class_code)
{
	const struct record_type *t = catalog_type(c->catalog, "class");
	struct date today;
	struct rows r;

	if (class_code == NULL || !date_parse(time_today(c->arena, c->now_ms), &today))
		return true;
	if (!db_query(c, &r, arena_fmt(c->arena, "SELECT school_year FROM %s WHERE unit_id = $1 AND code = $2 AND status = $3", t->table),
	              ARGS(val_int(to->id), val_text(class_code), val_text(t->initial_status))))
		return false;
	return (r.count > 0 && rows_int(&r, 0, 0) + 1 >= date_school_year(today)) ||
	       fail(c, ERR_INVALID, "transfer.class", "Trường của bạn không có lớp đang dùng nào mang mã này trong năm học này hay năm kế tiếp.");
}

/* Code, status and grade of the classes of the learner's enrolments, by year. */
static bool classes_of(struct ctx *c, const struct life *life, const struct life_dated *k, const struct record *learner, struct rows *ret)
{
	const char *sql = arena_fmt(c->arena, "SELECT k.code, e.status, k.%s FROM %s e JOIN %s k ON k.unit_id = e.unit_id AND k.id = e.%s"
	                            " WHERE e.unit_id = $1 AND e.learner_id = $2 ORDER BY e.school_year, e.id",
	                            k->alike == NULL ? "code" : k->alike->column, life->type->table, k->field->to->table, k->field->column);

	return db_query(c, ret, sql, ARGS(val_int(learner->unit.id), val_int(learner->id)));
}

bool transfer_check_grade(struct ctx *c, const struct record *learner, const struct unit *to, const char *class_code)
{
	const struct life *life = catalog_life(c->catalog, catalog_type(c->catalog, "enrolment"));
	const struct life_dated *k = life_dated_field(life, field_find(life->type, "class"));
	struct alike_named was, is;
	struct rows r;

	if (k == NULL || !streq(learner->type->name, "learner"))
		return true;
	if (!classes_of(c, life, k, learner, &r))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		if (!life_is_present(life, rows_text(&r, i, 1)))
			continue;
		if (!alike_find(c, k, (struct alike_end){ &learner->unit, rows_text(&r, i, 0) }, (struct alike_end){ to, class_code }, &was, &is))
			return false;
		if (was.alike != NULL)
			return fail(c, ERR_INVALID, "transfer.grade", "Người học đang ở %s, còn lớp %s là %s. Hãy chọn lớp cùng khối, hoặc xác nhận nếu đúng là "
			            "vào khối khác.", was.alike, is.called, is.alike);
	}
	return true;
}

/* The last they are present in. */
bool transfer_find_grade(struct ctx *c, const struct record_type *type, const struct unit *at, int64_t id, const char **ret)
{
	const struct life *life = catalog_life(c->catalog, catalog_type(c->catalog, "enrolment"));
	const struct life_dated *k = life_dated_field(life, field_find(life->type, "class"));
	const struct record learner = { .type = type, .unit = *at, .id = id };
	struct rows r;

	*ret = NULL;
	if (!streq(type->name, "learner") || k == NULL || k->alike == NULL || !type_is_shown(c, life->type) || !field_is_shown(c, k->field->to, k->alike))
		return true;
	if (!classes_of(c, life, k, &learner, &r))
		return false;
	for (size_t i = r.count; i-- > 0 && *ret == NULL;)
		*ret = life_is_present(life, rows_text(&r, i, 1)) ? rows_text(&r, i, 2) : NULL;
	return true;
}

static bool teaches(const struct unit *u, const struct list_item *grade)
{
	return grade->levels == NULL || strstr(u->levels, grade->levels) != NULL;
}

/* Continuing education takes people of every level, and gives them back. */
static bool fits(const struct unit *to, const struct list *grades, const struct list_item *grade)
{
	const struct list_item *next = grade->next == NULL ? NULL : list_find(grades, grade->next, NULL);

	return teaches(to, grade) || list_item_has_level(grade, CONTINUING) || strstr(to->levels, CONTINUING) != NULL || next == NULL || teaches(to, next);
}

bool transfer_check_level(struct ctx *c, const struct record *learner, const struct unit *to)
{
	const struct life *life = catalog_life(c->catalog, catalog_type(c->catalog, "enrolment"));
	const struct life_dated *k = life_dated_field(life, field_find(life->type, "class"));
	struct rows r;

	if (!streq(learner->type->name, "learner") || k == NULL || k->alike == NULL || to->levels == NULL)
		return true;
	if (!classes_of(c, life, k, learner, &r))
		return false;
	for (size_t i = r.count; i-- > 0;) {
		const struct list_item *grade = rows_text(&r, i, 2) == NULL ? NULL : list_find(k->alike->list, rows_text(&r, i, 2), NULL);
		if (!life_is_present(life, rows_text(&r, i, 1)))
			continue;
		return grade == NULL || fits(to, k->alike->list, grade) ||
		       fail(c, ERR_INVALID, "transfer.level", "Người học đang ở %s; %s không dạy khối ấy, cũng không dạy khối tiếp theo. Hãy xem lại mã trường tiếp nhận.",
		            grade->name, to->name);
	}
	return true;
}
