/* refold.c - keys for search and order, made anew. */
#include "store/refold.h"

#include "base/text.h"
#include "db/db.h"
#include "store/row.h"
#include "store/words.h"

/* Raised whenever text_fold or text_sort_key give something else for a name.  2: apostrophes and hyphens are blanks.  3: Eth is Đ.  4: the words of
 * the keys are kept.  5: the given name is compared whole, tone and all, before the rest.  6: numbers stand by what they count. */
#define FOLDING "6"

enum { PAGE = 1000, FIXED = 4 };

bool refold_is_needed(struct ctx *c, bool *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_META_GET, ARGS(val_text("folding"))))
		return false;
	*ret = r.count == 0 || !streq(rows_text(&r, 0, 0), FOLDING);
	return true;
}

bool refold_note(struct ctx *c)
{
	return db_exec(c, SQL_META_PUT, ARGS(val_text("folding"), val_text(FOLDING)));
}

/* The cells are unit_id, id, search_key, sort_key and the fields that make the keys. */
static bool fold_row(struct ctx *c, const struct record_type *t, const struct field *const *field, size_t n, const struct val *cell,
                     struct val *ret_search)
{
	struct val *value = NEW_N(c->arena, struct val, t->n_fields);

	for (size_t i = 0; i < n; i++)
		value[field[i]->index] = cell[FIXED + i];
	struct val search = row_search_key(c, t, value), sort = row_sort_key(c, t, value);
	*ret_search = search;
	if (val_equal(&search, &cell[2]) && val_equal(&sort, &cell[3]))
		return true;
	return db_run(c, arena_fmt(c->arena, "UPDATE %s SET search_key = $3, sort_key = $4 WHERE unit_id = $1 AND id = $2", t->table),
	              ARGS(cell[0], cell[1], search, sort));
}

static bool fold_page(struct ctx *c, const struct record_type *t, int64_t *unit_id, int64_t *id, bool *ret_more)
{
	const struct field **field = NEW_N(c->arena, const struct field *, t->n_fields);
	struct buf sql = buf_in(c->arena);
	struct rows r;
	size_t n = 0;

	buf_put(&sql, "SELECT unit_id, id, search_key, sort_key");
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		if (!f->search && f != t->name_field && f != t->given_name_field)
			continue;
		field[n++] = f;
		buf_fmt(&sql, ", %s", f->column);
	}
	buf_fmt(&sql, " FROM %s WHERE (unit_id, id) > ($1, $2) ORDER BY unit_id, id LIMIT %d", t->table, PAGE);
	if (!db_query(c, &r, sql.data, ARGS(val_int(*unit_id), val_int(*id))))
		return false;
	struct val *search = NEW_N(c->arena, struct val, r.count + 1);
	*ret_more = r.count == PAGE;
	for (size_t i = 0; i < r.count; i++) {
		*unit_id = rows_int(&r, i, 0);
		*id = rows_int(&r, i, 1);
		if (!fold_row(c, t, field, n, rows_at(&r, i, 0), &search[i]))
			return false;
	}
	return words_note(c, *unit_id, search, r.count);
}

static bool fold_units(struct ctx *c, int64_t *id, bool *ret_more)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_NAMES, ARGS(val_int(*id), val_int(PAGE))))
		return false;
	*ret_more = r.count == PAGE;
	for (size_t i = 0; i < r.count; i++) {
		const char *folded = text_fold(c->arena, rows_text(&r, i, 1));
		*id = rows_int(&r, i, 0);
		if (!streq(folded, rows_text(&r, i, 2)) && !db_exec(c, SQL_UNIT_FOLD, ARGS(val_int(*id), val_text(folded))))
			return false;
	}
	return true;
}

/* t NULL: the units.  Each page in an arena of its own. */
static bool fold_all(struct ctx *c, const struct record_type *t)
{
	int64_t unit_id = 0, id = 0;
	bool more = true, ok = true;

	while (ok && more) {
		struct ctx own = ctx_within(c);
		ok = ctx_end(&own, c, t == NULL ? fold_units(&own, &id, &more) : fold_page(&own, t, &unit_id, &id, &more));
	}
	return ok;
}

bool refold(struct ctx *c)
{
	if (catalog_table(c->catalog, "unit") != NULL && !fold_all(c, NULL))
		return false;
	for (size_t i = 0; i < c->catalog->n_types; i++)
		if (c->catalog->type[i].name_field != NULL && !fold_all(c, &c->catalog->type[i]))
			return false;
	return true;
}
