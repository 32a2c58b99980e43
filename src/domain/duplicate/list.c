/* list.c - suspicions as JSON, and those of a whole school. */
#include <stdlib.h>

#include "db/db.h"
#include "domain/duplicate/find.h"

static void put_text(struct buf *b, const char *key, const char *text)
{
	buf_put(b, key);
	buf_json_text(b, text);
}

/* Of a record elsewhere: its number in its unit, which says nothing about anybody. */
static const char *handle(struct ctx *c, const struct duplicate *d)
{
	return d->visible ? d->twin.code : arena_fmt(c->arena, "%s#%" PRId64, d->unit.code, d->twin.id);
}

static void put_one(struct ctx *c, struct buf *b, const struct duplicate *d)
{
	put_text(b, "\"b\":", handle(c, d));
	put_text(b, ",\"record\":", d->visible ? d->twin.code : NULL);
	put_text(b, ",\"unit\":{\"code\":", d->unit.code);
	put_text(b, ",\"name\":", d->unit.name);
	put_text(b, ",\"province\":", d->unit.province);
	buf_fmt(b, "},\"score\":%d", d->like.score);
	put_text(b, ",\"decision\":", d->decision);
	buf_put(b, ",\"reasons\":[");
	for (size_t i = 0; i < d->like.n; i++) {
		put_text(b, i == 0 ? "{\"field\":" : ",{\"field\":", d->like.reason[i].field);
		put_text(b, ",\"reason\":", d->like.reason[i].what);
		buf_char(b, '}');
	}
	buf_put(b, "]}");
}

void duplicate_put_json(struct ctx *c, struct buf *b, const struct duplicate *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_put(b, i == 0 ? "{" : ",{");
		put_one(c, b, &d[i]);
	}
}

/* A pair within the school is told once, and of a decided one nothing is open. */
static void put_open(struct ctx *c, struct buf *b, const struct twin *a, const struct duplicate *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (d[i].decision != NULL || (d[i].twin.unit_id == a->unit_id && d[i].twin.id < a->id))
			continue;
		put_text(b, b->len == 0 ? "{\"a\":" : ",{\"a\":", a->code);
		buf_char(b, ',');
		put_one(c, b, &d[i]);
	}
}

bool duplicate_list(struct ctx *c, const struct unit *school, int year, const char *cursor, size_t learners, struct buf *ret_items,
                    const char **ret_cursor)
{
	struct buf items = buf_in(c->arena);
	struct duplicate *found;
	struct rows r;
	char *end = NULL;
	size_t n;

	*ret_cursor = NULL;
	if (!streq(school->kind, "school"))
		return fail(c, ERR_INVALID, "duplicate.unit", "Hãy chọn một cơ sở giáo dục.");
	int64_t after = cursor == NULL ? 0 : strtoll(cursor, &end, 10);
	if (end != NULL && (*end != '\0' || end == cursor))
		return fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
	const char *sql = arena_fmt(c->arena, "SELECT " TWIN_COLUMNS " FROM r_learner t WHERE t.unit_id = $1 AND t.id > $2 AND %s"
	                            " AND t.id IN (SELECT e.learner_id FROM r_enrolment e WHERE e.unit_id = $1 AND e.school_year = $3)"
	                            " ORDER BY t.id LIMIT %zu", twin_living(c), learners + 1);
	if (!db_query(c, &r, sql, ARGS(val_int(school->id), val_int(after), val_int(year))))
		return false;
	for (size_t i = 0; i < r.count && i < learners; i++) {
		struct twin a = twin_of(rows_at(&r, i, 0));
		if (!twins_find(c, &a, false, &found, &n))
			return false;
		put_open(c, &items, &a, found, n);
	}
	if (r.count > learners)
		*ret_cursor = arena_fmt(c->arena, "%" PRId64, rows_int(&r, learners - 1, 1));
	buf_put(ret_items, buf_text(&items));
	return true;
}
