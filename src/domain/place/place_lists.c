/* place_lists.c - place lists from the database. */
#include "domain/place/place_lists.h"

#include "db/db.h"

static const char *const levels[] = { "province", "district", "commune" };

static bool mark(struct ctx *c)
{
	return db_exec(c, SQL_META_PUT, ARGS(val_text("places"), val_text("loaded")));
}

bool place_lists_mark(struct ctx *c)
{
	return db_begin(c) && db_end(c, mark(c));
}

static const char *day(const struct rows *r, size_t row, size_t col)
{
	const char *date = rows_text(r, row, col);

	return date == NULL || strcmp(date, "1800-01-01") <= 0 ? NULL : date;
}

bool place_lists_refresh(struct ctx *c, struct catalog *k)
{
	struct list_item *item;
	struct rows r;

	if (!db_rows(c, &r, SQL_META_GET, ARGS(val_text("places"))))
		return false;
	if (r.count == 0)
		return true;
	if (!db_rows(c, &r, SQL_PLACE_ALL, NULL, 0))
		return false;
	for (size_t l = 0; l < COUNT(levels); l++) {
		size_t n = 0;
		item = NEW_N(c->arena, struct list_item, r.count + 1);
		for (size_t i = 0; i < r.count; i++)
			if (streq(rows_text(&r, i, 0), levels[l]))
				item[n++] = (struct list_item){ .code = rows_text(&r, i, 1), .name = rows_text(&r, i, 2), .parent = rows_text(&r, i, 3),
				                                .valid_from = day(&r, i, 5), .valid_to = day(&r, i, 6) };
		catalog_replace_list(c->arena, k, levels[l], item, n);
	}
	return true;
}
