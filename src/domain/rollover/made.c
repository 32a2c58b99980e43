/* made.c - what of a run was changed or used since, and stays. */
#include "domain/rollover/made.h"

#include <stdlib.h>

#include "catalog/life.h"
#include "db/db.h"
#include "domain/rollover/plan.h"
#include "store/take_back.h"

static bool load(struct ctx *c, const struct rollover *x, struct made *m)
{
	const char *sql = arena_fmt(c->arena, "SELECT t.id, t.code, t.version, t.status FROM %s t JOIN rollover_item i ON i.unit_id = t.unit_id AND "
	                            "i.type = $3 AND i.record_id = t.id WHERE i.unit_id = $1 AND i.rollover_id = $2 AND i.undone_at IS NULL "
	                            "ORDER BY t.id", m->type->table);
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(x->unit.id), val_int(x->id), val_text(m->type->name))))
		return false;
	m->item = NEW_N(c->arena, struct made_item, r.count + 1);
	m->n = r.count;
	for (size_t i = 0; i < r.count; i++)
		m->item[i].of = (struct status_of){ rows_int(&r, i, 0), rows_int(&r, i, 2), rows_text(&r, i, 1), rows_text(&r, i, 3) };
	return true;
}

static const struct problem_record no_user = { 0 };

/* user: the record that why names, if it names one. */
static void stay(struct ctx *c, struct made *m, struct made_item *it, const char *key, const char *why, struct problem_record user, struct problems *left)
{
	if (it->back || it->stays)
		return;
	it->stays = true;
	problem_put(c, left, (struct problem){ .field = it->of.code, .key = key,
		.message = arena_fmt(c->arena, "%s %s %s", m->type->label, it->of.code, why), .record = { { m->type->name, it->of.code }, user } });
}

/* Changed back to what it was made as, it is as if nobody had touched it. */
static bool is_as_made(struct ctx *c, const struct rollover *x, const struct made *m, const struct made_item *it, bool *ret)
{
	struct record rec;
	bool other;

	*ret = streq(it->of.status, m->type->initial_status);
	if (!*ret || it->of.version == 1)
		return true;
	if (!record_load(c, m->type, &x->unit, it->of.id, &rec) || !record_is_other(c, &rec, 1, &other))
		return false;
	*ret = !other;
	return true;
}

static int by_id(const void *key, const void *item)
{
	const int64_t id = *(const int64_t *)key, other = ((const struct made_item *)item)->of.id;

	return (id > other) - (id < other);
}

static struct made_item *item_of(const struct made *m, int64_t id)
{
	return m->n == 0 ? NULL : bsearch(&id, m->item, m->n, sizeof *m->item, by_id);
}

/* Where the learner is by now, whose status or enrolment it is. */
static bool find_away(struct ctx *c, const struct rollover *x, struct made *m)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_ROLLOVER_AWAY, ARGS(val_int(x->unit.id), val_int(x->id), val_text(m->type->name))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		struct made_item *it = item_of(m, rows_int(&r, i, 0));
		if (it == NULL)
			continue;
		it->reorganized = rows_int(&r, i, 1) != 0;
		it->transfer = rows_text(&r, i, 2);
	}
	return true;
}

/* Events that count. */
static bool find_events(struct ctx *c, const struct rollover *x, struct made *m)
{
	const struct life *life = catalog_life(c->catalog, m->type);
	struct rows r;

	if (life == NULL)
		return true;
	const char *sql = arena_fmt(c->arena, "SELECT i.record_id FROM %s t JOIN rollover_item i ON i.unit_id = t.unit_id AND i.type = $3 AND "
	                            "i.record_id = t.%s WHERE i.unit_id = $1 AND i.rollover_id = $2 AND i.undone_at IS NULL AND %s", life->event_type->table,
	                            life->subject->column, status_was_sql(c->arena, "t", life->event_type));
	if (!db_query(c, &r, sql, ARGS(val_int(x->unit.id), val_int(x->id), val_text(m->type->name))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		struct made_item *it = item_of(m, rows_int(&r, i, 0));
		if (it != NULL)
			it->events = true;
	}
	return true;
}

/* Not here any more; an enrolment may have been left for other reasons, too. */
static bool has_gone(const struct made *m, const struct made_item *it)
{
	return m->type->moved_status != NULL ? streq(it->of.status, m->type->moved_status) : !streq(it->of.status, m->type->initial_status);
}

static const char *why_changed(struct ctx *c, const struct made *m, const struct made_item *it)
{
	const bool gone = has_gone(m, it), is_class = !m->let_go && m->type->moved_status != NULL;

	if (gone && (it->reorganized || is_class))
		return "đã theo việc chia, tách hoặc sáp nhập trường sang trường khác; việc ấy không huỷ được, nên hồ sơ này giữ nguyên như vậy.";
	if (gone && it->transfer != NULL)
		return arena_fmt(c->arena, "%s đã chuyển sang trường khác từ sau lần chuyển năm học; hãy đề nghị trường đang có em huỷ lượt chuyển %s (sau các "
		                 "lượt muộn hơn, nếu có) rồi huỷ lại.", m->let_go ? "này" : "là của người học", it->transfer);
	if (it->events)
		return "đã có biến động (thôi học, chuyển đi, chuyển lớp...) từ sau lần chuyển năm học; hãy huỷ các biến động của ghi danh ấy rồi huỷ lại.";
	return m->let_go ? "đã có trạng thái khác từ sau lần chuyển năm học; hãy trả lại trạng thái cũ rồi huỷ lại." :
	       "đã được sửa sau khi chuyển năm học; hãy sửa lại như lúc lập rồi huỷ lại.";
}

static bool find_changed(struct ctx *c, const struct rollover *x, struct made *m, struct problems *left)
{
	if (!find_away(c, x, m) || !find_events(c, x, m))
		return false;
	for (size_t i = 0; i < m->n; i++) {
		struct made_item *it = &m->item[i];
		bool as_made = streq(it->of.status, ROLLOVER_LEFT);
		it->back = m->let_go ? streq(it->of.status, m->type->initial_status) : record_never_was(m->type, it->of.status);
		if (it->back)
			continue;
		if (!m->let_go && !is_as_made(c, x, m, it, &as_made))
			return false;
		if (!as_made)
			stay(c, m, it, "rollover.changed", why_changed(c, m, it), no_user, left);
	}
	return true;
}

/* Cells: the item's id, code and id of the record that uses it.  Of several each is told once, by the first. */
static void take_users(struct ctx *c, struct made *m, const struct record_type *t, const struct made *goes_too, const struct rows *r,
                       struct problems *left)
{
	for (size_t i = 0; i < r->count; i++) {
		struct made_item *it = item_of(m, rows_int(r, i, 0));
		const struct made_item *user = goes_too == NULL ? NULL : item_of(goes_too, rows_int(r, i, 2));
		if (it != NULL && (user == NULL || user->stays))
			stay(c, m, it, "rollover.used", arena_fmt(c->arena, "đang được %s %s dùng; hãy %s rồi huỷ lại.", t->label, rows_text(r, i, 1),
			     t->by_operation ? "huỷ các biến động của ghi danh ấy" : "huỷ hoặc chuyển hồ sơ ấy"), (struct problem_record){ t->name, rows_text(r, i, 1) }, left);
	}
}

static bool find_users(struct ctx *c, const struct rollover *x, struct made *m, const struct record_type *t, const struct field *f,
                       const struct made *enrolments, struct problems *left)
{
	const char *sql = arena_fmt(c->arena, "SELECT i.record_id, t.code, t.id FROM %s t JOIN rollover_item i ON i.unit_id = t.unit_id AND i.type = $3 AND "
	                            "i.record_id = t.%s WHERE i.unit_id = $1 AND i.rollover_id = $2 AND i.undone_at IS NULL AND %s ORDER BY t.id", t->table,
	                            f->column, status_was_sql(c->arena, "t", t));
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(x->unit.id), val_int(x->id), val_text(m->type->name))))
		return false;
	take_users(c, m, t, t == enrolments->type ? enrolments : NULL, &r, left);
	return true;
}

/* What is of the learner and the year stands on the enrolment without naming it: results, health checks. */
static bool find_of_year(struct ctx *c, const struct rollover *x, struct made *enrolments, const struct record_type *t, const struct field *learner,
                         struct problems *left)
{
	const char *sql = arena_fmt(c->arena, "SELECT e.id, t.code, t.id FROM rollover_item i JOIN %s e ON e.unit_id = i.unit_id AND e.id = i.record_id "
	                            "JOIN %s t ON t.unit_id = e.unit_id AND t.%s = e.learner_id AND t.school_year = e.school_year "
	                            "WHERE i.unit_id = $1 AND i.rollover_id = $2 AND i.type = $3 AND i.undone_at IS NULL AND %s ORDER BY t.id",
	                            enrolments->type->table, t->table, learner->column, status_was_sql(c->arena, "t", t));
	struct rows r;

	if (!db_query(c, &r, sql, ARGS(val_int(x->unit.id), val_int(x->id), val_text(enrolments->type->name))))
		return false;
	take_users(c, enrolments, t, NULL, &r, left);
	return true;
}

/* Whoever went on to the year after would be left without the year between. */
static bool find_later(struct ctx *c, const struct rollover *x, struct made *enrolments, struct problems *left)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_ROLLOVER_LATER, ARGS(val_int(x->unit.id), val_int(x->id))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		struct made_item *it = item_of(enrolments, rows_int(&r, i, 0));
		if (it != NULL)
			stay(c, enrolments, it, "rollover.used", arena_fmt(c->arena, "đã được chuyển tiếp sang năm sau nữa (%s); hãy huỷ lần chuyển hoặc ghi danh ấy rồi "
			     "huỷ lại.", rows_text(&r, i, 1)), no_user, left);
	}
	return true;
}

/* Enrolments first: a class that only they use goes with them. */
static bool find_used(struct ctx *c, const struct rollover *x, struct made *made, struct problems *left)
{
	struct made *enrolments = &made[MADE_ENROLMENTS];

	for (int which = MADE_ENROLMENTS; which <= MADE_CLASSES; which++)
		for (size_t i = 0; i < c->catalog->n_types; i++) {
			const struct record_type *t = &c->catalog->type[i];
			for (size_t k = 0; k < t->n_fields; k++) {
				const struct field *f = &t->field[k];
				bool of_year = which == MADE_ENROLMENTS && t != enrolments->type && t->year_bound && f->required && f->to == made[MADE_LEAVERS].type;
				if (f->to == made[which].type && !find_users(c, x, &made[which], t, f, enrolments, left))
					return false;
				if (of_year && !find_of_year(c, x, enrolments, t, f, left))
					return false;
			}
		}
	return true;
}

bool made_find(struct ctx *c, const struct rollover *x, struct made *made, struct problems *left)
{
	static const char *const type[MADE__COUNT] = { "enrolment", "class", "learner" };

	for (size_t i = 0; i < MADE__COUNT; i++) {
		made[i] = (struct made){ .type = catalog_type(c->catalog, type[i]), .let_go = i == MADE_LEAVERS };
		if (!load(c, x, &made[i]) || !find_changed(c, x, &made[i], left))
			return false;
	}
	return find_later(c, x, &made[MADE_ENROLMENTS], left) && find_used(c, x, made, left);
}
