/* place_store.c - places in the database. */
#include "domain/place/place_store.h"

#include "db/db.h"
#include "domain/place/tsv_file.h"

/* The first day is part of the key and must not be null: "always" is stored as a day before any date we accept. */
#define ALWAYS "1800-01-01"

static const char *const level_names[PLACE_LEVEL__COUNT] = {
	[PLACE_PROVINCE] = "province", [PLACE_DISTRICT] = "district", [PLACE_COMMUNE] = "commune"};

/* ---- from rows ---- */

static struct place place_of(const struct rows *r, size_t row)
{
	const char *level = rows_text(r, row, 0), *from = rows_text(r, row, 5);
	int i = 0;

	while (i < PLACE_COMMUNE && !streq(level, level_names[i]))
		i++;
	return (struct place){.level = (enum place_level)i,
	                      .code = rows_text(r, row, 1),
	                      .name = rows_text(r, row, 2),
	                      .parent = rows_text(r, row, 3),
	                      .province = rows_text(r, row, 4),
	                      .valid_from = streq(from, ALWAYS) ? NULL : from,
	                      .valid_to = rows_text(r, row, 6)};
}

static void add_changes(struct place_set *s, const struct rows *r)
{
	for (size_t row = 0; row < r->count; row++) {
		struct place_change ch = {.old_code = rows_text(r, row, 0), .new_code = rows_text(r, row, 1)};
		int kind = 0;
		while (kind < PLACE_CHANGE__COUNT - 1 &&
		       !streq(place_change_name((enum place_change_kind)kind), rows_text(r, row, 2)))
			kind++;
		ch.kind = (enum place_change_kind)kind;
		place_add_change(s, ch);
	}
}

static bool read_stored(struct ctx *c, struct place_set *s)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_PLACE_ALL, NULL, 0))
		return false;
	for (size_t row = 0; row < r.count; row++)
		place_add(s, place_of(&r, row));
	if (!db_rows(c, &r, SQL_PLACE_CHANGE_ALL, NULL, 0))
		return false;
	add_changes(s, &r);
	place_finish(s);
	return true;
}

/* ---- what a set has that the database has not ---- */

static const char *or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

static bool same_text(const char *a, const char *b)
{
	return streq(or_empty(a), or_empty(b));
}

static int place_order(const struct place *p, const struct place *q)
{
	int order = (int)p->level - (int)q->level;

	if (order == 0)
		order = strcmp(p->code, q->code);
	return order != 0 ? order : strcmp(or_empty(p->valid_from), or_empty(q->valid_from));
}

static int change_order(const struct place_change *p, const struct place_change *q)
{
	int order = strcmp(p->old_code, q->old_code);

	return order != 0 ? order : strcmp(p->new_code, q->new_code);
}

enum { PLACE_COLUMNS = 7, CHANGE_COLUMNS = 3 };

static void put_place(const struct place *p, struct val *cell)
{
	const struct val row[PLACE_COLUMNS] = {
		val_text(level_names[p->level]),
		val_text(p->code),
		val_text(p->valid_from == NULL ? ALWAYS : p->valid_from),
		val_text(p->name),
		val_text(p->parent),
		val_text(p->province),
		val_text(p->valid_to),
	};

	memcpy(cell, row, sizeof row);
}

/* Both sets are sorted alike, so one walk over both finds what differs. */
static bool load_places(struct ctx *c, const struct place_set *s, const struct place_set *stored,
                        struct place_load_summary *sum)
{
	static const char *const column[PLACE_COLUMNS] = {"level",  "code",     "valid_from", "name",
	                                                  "parent", "province", "valid_to"};
	struct val *fresh = NEW_N(c->arena, struct val, s->n_places * PLACE_COLUMNS + 1);
	size_t n_fresh = 0, at = 0;

	for (size_t i = 0; i < s->n_places; i++) {
		const struct place *p = &s->place[i];
		struct val *cell = fresh + n_fresh * PLACE_COLUMNS;
		if (i > 0 && place_order(p - 1, p) == 0)
			continue; /* said twice: the first counts */
		while (at < stored->n_places && place_order(&stored->place[at], p) < 0)
			at++;
		put_place(p, cell);
		if (at == stored->n_places || place_order(&stored->place[at], p) != 0) {
			n_fresh++;
			continue;
		}
		const struct place *was = &stored->place[at];
		if (streq(was->name, p->name) && same_text(was->parent, p->parent) &&
		    same_text(was->province, p->province) && same_text(was->valid_to, p->valid_to)) {
			sum->unchanged++;
			continue;
		}
		if (!db_exec(c, SQL_PLACE_UPDATE, cell, PLACE_COLUMNS))
			return false;
		sum->changed++;
	}
	sum->created += n_fresh;
	return db_bulk(c, &(struct bulk){"place", column, PLACE_COLUMNS, n_fresh, fresh});
}

static bool load_changes(struct ctx *c, const struct place_set *s, const struct place_set *stored,
                         struct place_load_summary *sum)
{
	static const char *const column[CHANGE_COLUMNS] = {"old_code", "new_code", "kind"};
	struct val *fresh = NEW_N(c->arena, struct val, s->n_changes * CHANGE_COLUMNS + 1);
	size_t n_fresh = 0, at = 0;

	for (size_t i = 0; i < s->n_changes; i++) {
		const struct place_change *g = &s->change[i];
		struct val *cell = fresh + n_fresh * CHANGE_COLUMNS;
		if (i > 0 && change_order(g - 1, g) == 0)
			continue;
		while (at < stored->n_changes && change_order(&stored->change[at], g) < 0)
			at++;
		cell[0] = val_text(g->old_code);
		cell[1] = val_text(g->new_code);
		cell[2] = val_text(place_change_name(g->kind));
		if (at == stored->n_changes || change_order(&stored->change[at], g) != 0) {
			n_fresh++;
		} else if (stored->change[at].kind == g->kind) {
			sum->unchanged++;
		} else {
			if (!db_exec(c, SQL_PLACE_CHANGE_UPDATE, cell, CHANGE_COLUMNS))
				return false;
			sum->changed++;
		}
	}
	sum->created += n_fresh;
	return db_bulk(c, &(struct bulk){"place_change", column, CHANGE_COLUMNS, n_fresh, fresh});
}

static bool load(struct ctx *c, const struct place_set *s, struct place_load_summary *sum)
{
	struct place_set *stored = place_set_new(c->arena);

	return read_stored(c, stored) && load_places(c, s, stored, sum) && load_changes(c, s, stored, sum);
}

bool place_store_load(struct ctx *c, const struct place_set *s, struct place_load_summary *sum)
{
	*sum = (struct place_load_summary){0};
	return db_begin(c) && db_end(c, load(c, s, sum));
}

/* ---- seeding ---- */

static bool read_one(struct ctx *c, const char *catalog_dir, const char *folder, enum place_file file, struct place_set *s)
{
	const char *text;

	return tsv_file(c, catalog_dir, arena_fmt(c->arena, "%s/%s", folder, place_file_names[file]), &text) && place_read_tsv(c, s, file, text);
}

static bool read_ours(struct ctx *c, const char *catalog_dir, struct place_set *s)
{
	for (int file = 0; file < PLACE_FILE__COUNT; file++)
		if (!read_one(c, catalog_dir, "places", (enum place_file)file, s))
			return false;
	if (!read_one(c, catalog_dir, "places/earlier", PLACE_FILE_DISTRICTS, s) || !read_one(c, catalog_dir, "places/earlier", PLACE_FILE_COMMUNES, s))
		return false;
	place_finish(s);
	return true;
}

static bool seed(struct ctx *c, const struct place_set *s)
{
	struct place_load_summary sum = {0};
	struct rows r;

	if (!db_rows(c, &r, SQL_PLACE_ANY, NULL, 0))
		return false;
	if (r.count > 0)
		return fail(c, ERR_CONFLICT, "place.seeded",
		            "Cơ sở dữ liệu đã có danh mục địa bàn; hãy nạp tệp chính thức thay vì khởi tạo lại.");
	return load(c, s, &sum);
}

bool place_store_seed(struct ctx *c, const char *catalog_dir)
{
	struct place_set *s = place_set_new(c->arena);

	return read_ours(c, catalog_dir, s) && db_begin(c) && db_end(c, seed(c, s));
}

/* ---- asking ---- */

bool place_lookup(struct ctx *c, enum place_level level, const char *code, const char *date, struct place *ret)
{
	const struct val args[] = {val_text(level_names[level]), val_text(code), val_text(date)};
	struct rows r;

	if (!(date == NULL ? db_rows(c, &r, SQL_PLACE_NEWEST, args, 2) : db_rows(c, &r, SQL_PLACE_ON, args, 3)))
		return false;
	if (r.count == 0)
		return fail(c, ERR_NOT_FOUND, "place.unknown", "Không có địa bàn mang mã %.20s vào ngày đã cho.", code);
	*ret = place_of(&r, 0);
	return true;
}

bool place_lookup_conversion(struct ctx *c, const char *old_code, const char **ret_new_code,
                             struct place_candidates *ret)
{
	struct place_set *s = place_set_new(c->arena); /* of this one commune: the rule stands in place.c */
	struct rows r;

	if (!db_rows(c, &r, SQL_PLACE_CHANGE_OF, ARGS(val_text(old_code))))
		return false;
	*ret_new_code = NULL;
	*ret = (struct place_candidates){0};
	if (r.count == 0)
		return true;
	add_changes(s, &r);
	place_finish(s);
	*ret_new_code = place_convert(s, old_code, ret);
	return true;
}
