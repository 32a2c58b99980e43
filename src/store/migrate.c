/* migrate.c - the schema follows the catalogue. */
#include "store/migrate.h"

#include "base/secret.h"
#include "catalog/document.h"
#include "db/db.h"
#include "store/fence.h"
#include "store/narrow.h"
#include "store/refold.h"
#include "store/spread.h"

bool migrate_tables(struct ctx *c, const struct sql_table **ret, size_t *ret_n, bool *ret_new)
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
	json_t *stored = document_read(c->arena, r.count == 0 ? NULL : rows_text(&r, 0, 0));
	if (stored == NULL)
		return fail(c, ERR_INTERNAL, "migrate.model", "the stored model cannot be read");
	*ret_new = false;
	return sql_tables_from_json(c, stored, ret, ret_n);
}

/* What the fields were when the database was last migrated; NULL: not kept then. */
static bool stored_dictionary(struct ctx *c, json_t **ret)
{
	struct rows r;

	*ret = NULL;
	if (!db_rows(c, &r, SQL_META_GET, ARGS(val_text("dictionary"))))
		return false;
	*ret = document_read(c->arena, r.count == 1 ? rows_text(&r, 0, 0) : NULL);
	return true;
}

struct plan {
	struct buf sql;
	bool is_new, narrowed, refolds, begins_codes;
};

/* Was the database migrated to this very catalogue? */
static bool is_same_catalog(struct ctx *c, bool *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_META_GET, ARGS(val_text("digest"))))
		return false;
	*ret = r.count == 1 && streq(rows_text(&r, 0, 0), c->catalog->digest);
	return true;
}

static bool check_narrowed(struct ctx *c, struct plan *p)
{
	struct problems problems = { 0 };
	bool same;
	json_t *old;

	if (!is_same_catalog(c, &same))
		return false;
	if (same)
		return true;
	if (!stored_dictionary(c, &old) || (old != NULL && !narrow_check(c, old, &problems, &p->narrowed)))
		return false;
	if (problems.errors == 0)
		return true;
	fail(c, ERR_CONFLICT, "migrate.refused", "Khai báo mới hẹp hơn dữ liệu đã lưu ở %zu chỗ; chưa thay đổi gì.", problems.errors);
	c->problems = problems;
	return false;
}

static bool has_column(const struct sql_table *t, const char *name, size_t len)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (strlen(t->column[i].name) == len && memcmp(t->column[i].name, name, len) == 0)
			return true;
	return false;
}

/* "card IS NOT NULL AND ", for what is empty is alike to nothing; false: one of them is not there yet. */
static bool put_filled(struct buf *sql, const struct sql_table *old, const char *columns)
{
	for (size_t n; *columns != '\0'; columns += n, columns += strspn(columns, ", ")) {
		n = strcspn(columns, ",");
		if (!has_column(old, columns, n))
			return false;
		buf_fmt(sql, "%.*s IS NOT NULL AND ", (int)n, columns);
	}
	return true;
}

/* Rows that a new rule of "only one" would not allow; the database would say no more than that there are some. */
static bool check_doubles(struct ctx *c, const struct sql_table *old, const struct sql_table *t, struct problems *p)
{
	for (size_t i = 0; i < t->n_indexes; i++) {
		const struct index *x = &t->index[i];
		struct buf sql = buf_in(c->arena);
		struct rows r;
		if (!x->unique || x->where == NULL || sql_table_has_index(old, x))
			continue;
		buf_fmt(&sql, "SELECT count(*) FROM (SELECT 1 AS one FROM %s WHERE ", t->name);
		if (!put_filled(&sql, old, x->columns))
			continue;
		index_condition(&sql, x);
		buf_fmt(&sql, " GROUP BY %s HAVING count(*) > 1) AS doubles", x->columns);
		if (!db_query(c, &r, sql.data, NULL, 0))
			return false;
		if (rows_int(&r, 0, 0) > 0)
			problem_add(c, p, t->name, "migrate.doubles", "%s: %" PRId64 " chỗ có hơn một dòng cùng (%s) trong khi chỉ được một; hãy sửa các dòng ấy trước "
			            "rồi chạy lại.", t->name, rows_int(&r, 0, 0), x->columns);
	}
	return true;
}

static bool check_all_doubles(struct ctx *c, const struct sql_table *old, size_t n)
{
	struct problems p = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct sql_table *now = catalog_table(c->catalog, old[i].name);
		if (now != NULL && !check_doubles(c, &old[i], now, &p))
			return false;
	}
	if (p.errors == 0)
		return true;
	fail(c, ERR_CONFLICT, "migrate.refused", "Dữ liệu đã lưu trái với khai báo mới ở %zu chỗ; chưa thay đổi gì.", p.errors);
	c->problems = p;
	return false;
}

static bool is_there(const struct sql_table *t, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (streq(t[i].name, name))
			return true;
	return false;
}

static bool make_plan(struct ctx *c, struct plan *p)
{
	const struct sql_table *old;
	size_t n;

	*p = (struct plan){ .sql = buf_in(c->arena) };
	if (!migrate_tables(c, &old, &n, &p->is_new))
		return false;
	p->begins_codes = is_there(c->catalog->table, c->catalog->n_tables, "other_code") && !is_there(old, n, "other_code");
	return sql_tables_diff(c, old, n, c->catalog->table, c->catalog->n_tables, db_engine(c->db), &p->sql) && spread_plan(c, &p->sql) && fence_plan(c, c->catalog->table, c->catalog->n_tables, &p->sql) &&
	       (p->is_new || (check_all_doubles(c, old, n) && check_narrowed(c, p) && refold_is_needed(c, &p->refolds)));
}

bool migrate_plan(struct ctx *c, const char **ret_sql, bool *ret_new)
{
	struct plan p;

	if (!make_plan(c, &p))
		return false;
	*ret_sql = arena_fmt(c->arena, "%s%s", buf_text(&p.sql), p.refolds ? "-- search_key, sort_key: made anew where they differ\n" : "");
	*ret_new = p.is_new;
	return true;
}

static bool keep(struct ctx *c, const char *name, json_t *stolen)
{
	return db_exec(c, SQL_META_PUT, ARGS(val_text(name), val_text(document_text(c->arena, document_kept(c->arena, stolen)))));
}

/* An older release kept them in one table, of all units and of a sender's own keys. */
static bool begin_codes(struct ctx *c, const struct plan *p)
{
	return (!p->begins_codes || (db_exec(c, SQL_OTHER_CODE_BEGIN, NULL, 0) && db_exec(c, SQL_CODE_AWAY_BEGIN, NULL, 0))) &&
	       db_exec(c, SQL_CLIENT_KEY_BEGIN, NULL, 0) && db_exec(c, SQL_CLIENT_KEY_BEGUN, NULL, 0);
}

/* What an older release did not keep, as far as other tables tell it.  A catalogue of a few types, as in tests, lacks them. */
static bool begin_past(struct ctx *c, const struct plan *p)
{
	return catalog_table(c->catalog, "unit") == NULL ||
	       (begin_codes(c, p) && db_exec(c, SQL_STATUS_CHANGE_BEGIN, NULL, 0) && db_exec(c, SQL_CODE_COUNTER_BEGIN_UNITS, NULL, 0) &&
	        db_exec(c, SQL_CODE_COUNTER_BEGIN_ACCOUNTS, NULL, 0) && db_exec(c, SQL_JOB_BEGIN, NULL, 0) &&
	        db_exec(c, SQL_BLOB_PART_BEGIN, NULL, 0) && db_exec(c, SQL_IDEMPOTENCY_BEGIN, NULL, 0));
}

static bool keep_key(struct ctx *c, const char *name)
{
	struct rows r;

	return db_rows(c, &r, SQL_META_GET, ARGS(val_text(name))) && (r.count > 0 || db_exec(c, SQL_META_PUT, ARGS(val_text(name), val_text(secret_token(c->arena, 32)))));
}

/* What goes out sealed (cursors) is opened by every process of the database; by what a file is marked (book/watermark.h) it is known years later. */
static bool keep_keys(struct ctx *c)
{
	return keep_key(c, "seal_key") && keep_key(c, "watermark_key");
}

static bool take_seal_key(struct ctx *c)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_META_GET, ARGS(val_text("seal_key"))))
		return false;
	if (r.count > 0)
		secret_set_seal_key(rows_text(&r, 0, 0));
	return true;
}

static bool run(struct ctx *c)
{
	struct plan p;

	if (!make_plan(c, &p))
		return false;
	return (p.sql.len == 0 || db_script(c, buf_text(&p.sql))) && keep(c, "tables", sql_tables_to_json(c->catalog->table, c->catalog->n_tables)) &&
	       keep(c, "dictionary", catalog_dictionary(c->catalog)) && begin_past(c, &p) && keep_keys(c) && (!p.refolds || refold(c)) && refold_note(c) &&
	       db_exec(c, SQL_META_PUT, ARGS(val_text("digest"), val_text(c->catalog->digest)));
}

bool migrate(struct ctx *c)
{
	return db_begin(c) && db_end(c, run(c));
}

static bool no_schema(struct ctx *c)
{
	return fail(c, ERR_CONFLICT, "migrate.no_schema", "Cơ sở dữ liệu chưa được tạo; chạy khue init trước.");
}

bool migrate_pending(struct ctx *c, const char **ret_sql)
{
	bool is_new;

	return migrate_plan(c, ret_sql, &is_new) && (!is_new || no_schema(c));
}

static bool check(struct ctx *c)
{
	struct plan p;

	if (!make_plan(c, &p))
		return false;
	if (p.is_new)
		return no_schema(c);
	if (p.sql.len > 0 || p.narrowed || p.refolds)
		return fail(c, ERR_CONFLICT, "migrate.needed", "Danh mục đã đổi so với cơ sở dữ liệu; xem khue migrate --plan rồi chạy khue migrate.");
	return take_seal_key(c);
}

/* The stored model is large and of no use afterwards: a server would carry it for ever. */
bool migrate_check(struct ctx *c)
{
	struct ctx own = ctx_within(c);

	return ctx_end(&own, c, check(&own));
}
