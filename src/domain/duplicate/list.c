/* list.c - suspicions as JSON, and those of a whole school. */
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "domain/duplicate/find.h"

static void put_reasons(struct buf *b, const struct likeness *l)
{
	json_put_int(b, "score", l->score);
	json_open_list(b, "reasons");
	for (size_t i = 0; i < l->n; i++)
		json_put_texts(b, NULL, "field", l->reason[i].field, "reason", l->reason[i].what, NULL);
	json_close_list(b);
}

static void put_one(struct ctx *c, struct buf *b, const struct duplicate *d)
{
	json_put_text(b, "b", d->visible ? d->twin.code : elsewhere_handle(c->arena, d));
	json_put_text(b, "record", d->visible ? d->twin.code : NULL);
	json_put_texts(b, "unit", "code", d->unit.code, "name", d->unit.name, "province", d->unit.province, NULL);
	json_put_text(b, "decision", d->decision);
	if (d->visible)
		put_reasons(b, &d->like);
	else
		json_put_text(b, "message", arena_fmt(c->arena, "%s có một hồ sơ giống thế; hãy hỏi qua thủ tục chuyển trường.", d->unit.name));
}

void duplicate_put_asked(struct ctx *c, struct buf *b, const struct duplicate_asked *x)
{
	const char *message = NULL;

	if (x->over_quota > 0)
		message = arena_fmt(c->arena, "Hôm nay tài khoản này đã hỏi các trường khác về đủ %d người; về %zu người còn lại, hãy hỏi vào ngày mai.",
		                    c->catalog->duplicate_asks_a_day, x->over_quota);
	else if (x->too_new > 0)
		message = arena_fmt(c->arena, "%zu hồ sơ vừa lập hoặc vừa sửa họ tên, ngày sinh, giới tính, số định danh hay cha mẹ; các trường khác "
		                    "được hỏi về hồ sơ ấy sau một ngày.", x->too_new);
	json_open_object(b, NULL);
	json_put_int(b, "asked", x->asked);
	json_put_int(b, "too_new", x->too_new);
	json_put_int(b, "over_quota", x->over_quota);
	json_put_text(b, "message", message);
	json_close_object(b);
}

void duplicate_put_items(struct ctx *c, struct buf *b, const struct duplicate *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		json_open_object(b, NULL);
		put_one(c, b, &d[i]);
		json_close_object(b);
	}
}

/* A pair within the school is told once, and of a decided one nothing is open. */
static void put_open(struct ctx *c, struct buf *b, const struct twin *a, const struct duplicate *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (d[i].decision != NULL || (d[i].twin.unit_id == a->unit_id && d[i].twin.id < a->id))
			continue;
		json_open_object(b, NULL);
		json_put_text(b, "a", a->code);
		put_one(c, b, &d[i]);
		json_close_object(b);
	}
}

/* Those of whom other schools may be asked are asked together, and what that told is noted at once. */
static bool find_all(struct ctx *c, const struct twin *who, size_t n, struct buf *items, struct duplicate_asked *asked)
{
	struct elsewhere_told *told = NEW_N(c->arena, struct elsewhere_told, n + 1);
	bool *elsewhere = NEW_N(c->arena, bool, n + 1);
	struct duplicate *found;

	if (!elsewhere_allow(c, who, n, elsewhere, asked))
		return false;
	for (size_t i = 0; i < n; i++) {
		told[i].who = who[i];
		if (!twins_find(c, &who[i], (struct twins_wanted){ .elsewhere = elsewhere[i] }, &found, &told[i].n))
			return false;
		told[i].all = found;
		put_open(c, items, &who[i], found, told[i].n);
	}
	return elsewhere_note(c, told, n);
}

bool duplicate_list(struct ctx *c, const struct unit *school, int year, const char *cursor, size_t learners, struct buf *ret_items,
                    const char **ret_cursor, struct duplicate_asked *asked)
{
	struct twin *who = NEW_N(c->arena, struct twin, learners + 1);
	struct buf items = buf_in(c->arena);
	struct rows r;
	int64_t after = 0;

	*ret_cursor = NULL;
	if (!twins_check_shown(c))
		return false;
	if (!unit_is_school(c, school))
		return fail(c, ERR_INVALID, "duplicate.unit", "Hãy chọn một cơ sở giáo dục.");
	if (cursor != NULL && !text_int(cursor, &after))
		return fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
	const char *sql = arena_fmt(c->arena, "SELECT " TWIN_COLUMNS " FROM r_learner t WHERE t.unit_id = $1 AND t.id > $2 AND %s"
	                            " AND t.id IN (SELECT e.learner_id FROM r_enrolment e WHERE e.unit_id = $1 AND e.school_year = $3)"
	                            " ORDER BY t.id LIMIT %zu", twin_living(c), learners + 1);
	if (!db_query(c, &r, sql, ARGS(val_int(school->id), val_int(after), val_int(year))))
		return false;
	for (size_t i = 0; i < r.count && i < learners; i++)
		who[i] = twin_of(rows_at(&r, i, 0));
	if (!find_all(c, who, r.count < learners ? r.count : learners, &items, asked))
		return false;
	if (r.count > learners)
		*ret_cursor = arena_fmt(c->arena, "%" PRId64, rows_int(&r, learners - 1, 1));
	buf_put(ret_items, buf_text(&items));
	return true;
}
