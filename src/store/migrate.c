/* migrate.c - the schema follows the catalogue. */
#include "store/migrate.h"

#include <stdlib.h>

#include "db/db.h"

static bool stored_tables(struct ctx *c, const struct table **ret, size_t *ret_n, bool *ret_new)
{
	struct rows r;

	*ret_n = 0;
	*ret_new = true;
	if (!db_rows(c, &r, SQL_META_EXISTS, NULL, 0))
		return false;
	if (rows_int(&r, 0, 0) == 0)
		return true;
	if (!db_rows(c, &r, SQL_META_GET, ARGS(val_text("tables"))))
		return false;
	json_t *stored = r.count == 0 ? NULL : json_loads(rows_text(&r, 0, 0), 0, NULL);
	if (stored == NULL)
		return fail(c, ERR_INTERNAL, "migrate.model", "the stored model cannot be read");
	arena_defer(c->arena, (void (*)(void *))json_decref, stored);
	*ret_new = false;
	return tables_from_json(c, stored, ret, ret_n);
}

bool migrate_plan(struct ctx *c, const char **ret_sql, bool *ret_new)
{
	const struct table *old;
	struct buf sql = buf_in(c->arena);
	size_t n;

	if (!stored_tables(c, &old, &n, ret_new))
		return false;
	if (!tables_diff(c, old, n, c->catalog->table, c->catalog->n_tables, db_engine(c->db), &sql))
		return false;
	*ret_sql = buf_text(&sql);
	return true;
}

static bool run(struct ctx *c)
{
	const char *sql;
	bool is_new;

	if (!migrate_plan(c, &sql, &is_new))
		return false;
	if (*sql == '\0')
		return true;
	json_t *model = tables_to_json(c->catalog->table, c->catalog->n_tables);
	char *text = json_dumps(model, JSON_COMPACT);
	json_decref(model);
	arena_defer(c->arena, free, text);
	return db_script(c, sql) && db_exec(c, SQL_META_PUT, ARGS(val_text("tables"), val_text(text)));
}

bool migrate(struct ctx *c)
{
	return db_begin(c) && db_end(c, run(c));
}

bool migrate_pending(struct ctx *c, const char **ret_sql)
{
	bool is_new;

	if (!migrate_plan(c, ret_sql, &is_new))
		return false;
	if (is_new)
		return fail(c, ERR_CONFLICT, "migrate.no_schema", "Cơ sở dữ liệu chưa được tạo; chạy khue init trước.");
	return true;
}

bool migrate_check(struct ctx *c)
{
	const char *sql;

	if (!migrate_pending(c, &sql))
		return false;
	if (*sql != '\0')
		return fail(c, ERR_CONFLICT, "migrate.needed", "Danh mục đã đổi so với cơ sở dữ liệu; xem khue migrate --plan rồi chạy khue migrate.");
	return true;
}
