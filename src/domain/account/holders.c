/* holders.c - whose account it is to be: who works at a school, found by name by whoever issues accounts there. */
#include "base/json.h"
#include "base/text.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "store/record.h"

enum { FOUND_MAX = 20, TYPED_MIN = 2 };

/* Each word that was typed begins a word of the name. */
static bool is_called(struct ctx *c, const char *name, const char *typed)
{
	const char *padded = arena_fmt(c->arena, " %s", text_fold(c->arena, name));

	for (const char *p = typed; *p != '\0'; p += strspn(p, " ")) {
		const size_t n = strcspn(p, " ");
		if (strstr(padded, arena_fmt(c->arena, " %.*s", (int)n, p)) == NULL)
			return false;
		p += n;
	}
	return true;
}

bool account_find_holders(struct ctx *c, const struct unit *u, const char *typed, struct buf *ret_items)
{
	const struct record_type *staff = catalog_type(c->catalog, "staff");
	const char *clean = text_clean(c->arena, typed, strlen(typed)), *folded = clean == NULL ? "" : text_fold(c->arena, clean);
	struct rows r;

	if (!account_check_manages(c, u))
		return false;
	if (strlen(folded) < TYPED_MIN)
		return true;
	if (!db_rows(c, &r, SQL_ACCOUNT_HOLDERS, ARGS(val_int(u->id))))
		return false;
	for (size_t i = 0, n = 0; i < r.count && n < FOUND_MAX; i++) {
		const char *name = rows_text(&r, i, 0), *code = rows_text(&r, i, 1);
		if (!record_is_present(c->catalog, staff, rows_text(&r, i, 2)) || !(is_called(c, name, folded) || streq(code, folded)))
			continue;
		n++;
		json_put_texts(ret_items, NULL, "code", code, "name", name, NULL);
	}
	return true;
}
