/* restore.c - a database made of a backup, or the backup only read. */
#include "store/backup.h"

#include "base/secret.h"
#include "catalog/document.h"
#include "db/db.h"
#include "store/fence.h"
#include "store/lines.h"

enum { BATCH_ROWS = 500, BATCH_BYTES = 1024 * 1024 };

/* Rows on their way into one table. */
struct batch {
	struct ctx own; /* its memory is that of one batch */
	const struct sql_table *table;
	const char **column;
	struct val *cell;
	size_t n, bytes;
};

struct reading {
	struct backup_in *in;
	bool load; /* into the database */
	const struct sql_table *table;
	size_t n_tables;
	struct digest *digest;
	backup_progress_fn *progress;
	json_t *counted; /* what came, as the manifest tells it */
};

static bool bad(struct ctx *c, const char *what)
{
	return fail(c, ERR_INVALID, "backup.content", "Nội dung của bản sao lưu không đúng: %s.", what);
}

static bool take_json(struct ctx *c, struct backup_in *in, json_t **ret)
{
	size_t n;
	char *line;

	if (!backup_line(c, in, &line, &n))
		return false;
	*ret = document_kept(c->arena, line == NULL ? NULL : json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL));
	return json_is_object(*ret) || bad(c, line == NULL ? "thiếu phần cuối" : "một dòng mô tả không đọc được");
}

/* ---- what it is ---- */

/* Names go into statements; whoever has the public key can make a file. */
static bool is_name(const char *name)
{
	return *name != '\0' && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_, ") == strlen(name);
}

static bool are_names(const struct sql_table *t)
{
	bool ok = is_name(t->name) && is_name(t->key);

	for (size_t i = 0; i < t->n_columns; i++)
		ok = ok && is_name(t->column[i].name);
	for (size_t i = 0; i < t->n_indexes; i++)
		ok = ok && is_name(t->index[i].columns) && (t->index[i].where == NULL || is_name(t->index[i].where));
	return ok;
}

static bool newer(struct ctx *c, const char *what, json_int_t is, int known)
{
	return fail(c, ERR_CONFLICT, "backup.newer", "Bản sao lưu có %s số %" JSON_INTEGER_FORMAT ", chương trình này chỉ biết đến số %d; cần bản Khuê mới hơn.", what, is, known);
}

static bool take_head(struct ctx *c, struct reading *r, struct backup_summary *ret)
{
	if (!take_json(c, r->in, &ret->manifest))
		return false;
	const json_int_t format = json_integer_value(json_object_get(ret->manifest, "khue_backup"));
	const json_int_t catalog = json_integer_value(json_object_get(json_object_get(ret->manifest, "catalog"), "version"));
	if (format < 1)
		return bad(c, "không phải là bản sao lưu của Khuê");
	if (format > BACKUP_FORMAT)
		return newer(c, "định dạng", format, BACKUP_FORMAT);
	if (catalog > c->catalog->version)
		return newer(c, "danh mục", catalog, c->catalog->version);
	json_t *tables = document_kept(c->arena, json_incref(json_object_get(ret->manifest, "tables"))); /* whose texts the tables are made of */
	if (json_array_size(tables) == 0)
		return bad(c, "không có bảng nào");
	if (!sql_tables_from_json(c, tables, &r->table, &r->n_tables))
		return false;
	for (size_t i = 0; i < r->n_tables; i++)
		if (!are_names(&r->table[i]))
			return bad(c, "một bảng mang tên lạ");
	return true;
}

/* ---- rows ---- */

static void begin_batch(struct batch *b)
{
	arena_reset(b->own.arena);
	b->cell = NEW_N(b->own.arena, struct val, BATCH_ROWS * b->table->n_columns);
	b->n = b->bytes = 0;
}

static bool end_batch(struct batch *b)
{
	const struct bulk all = { b->table->name, b->column, b->table->n_columns, b->n, b->cell };
	const bool ok = db_bulk(&b->own, &all);

	if (ok)
		begin_batch(b);
	return ok;
}

static bool add_row(struct batch *b, const char *line, size_t len, bool load)
{
	char *copy = arena_strndup(b->own.arena, line, len);

	if (!line_take(b->table, copy, len, b->cell + b->n * b->table->n_columns))
		return bad(&b->own, "một dòng không phải là của bảng ấy");
	b->n++;
	b->bytes += len;
	if (b->n < BATCH_ROWS && b->bytes < BATCH_BYTES)
		return true;
	if (load)
		return end_batch(b);
	begin_batch(b);
	return true;
}

static bool take_rows(struct reading *r, struct batch *b, int64_t *ret_rows)
{
	size_t n;
	char *line;

	begin_batch(b);
	for (*ret_rows = 0; backup_line(&b->own, r->in, &line, &n); (*ret_rows)++) {
		if (line == NULL)
			return bad(&b->own, "một bảng không có phần cuối");
		if (streq(line, "\\."))
			return !r->load || b->n == 0 || end_batch(b);
		line[n] = '\n';
		secret_digest_add(r->digest, line, n + 1);
		if (!add_row(b, line, n, r->load))
			return false;
	}
	return false;
}

static bool take_table(struct ctx *c, struct reading *r, const struct sql_table *t, int64_t *ret_rows)
{
	struct batch b = { .own = ctx_within(c), .table = t, .column = NEW_N(c->arena, const char *, t->n_columns) };

	for (size_t i = 0; i < t->n_columns; i++)
		b.column[i] = t->column[i].name;
	const bool ok = ctx_end(&b.own, c, take_rows(r, &b, ret_rows));
	if (ok)
		json_array_append_new(r->counted, json_pack("{ss sI ss}", "name", t->name, "rows", (json_int_t)*ret_rows, "digest", secret_digest_text(c->arena, r->digest)));
	return ok;
}

static bool take_tables(struct ctx *c, struct reading *r, struct backup_summary *ret)
{
	json_t *o;

	for (size_t i = 0; i < r->n_tables; i++) {
		int64_t rows;
		r->progress(i, r->n_tables);
		if (!take_json(c, r->in, &o))
			return false;
		const char *name = json_string_value(json_object_get(o, "table"));
		if (name == NULL || !streq(name, r->table[i].name))
			return bad(c, "thiếu một bảng");
		if (!take_table(c, r, &r->table[i], &rows))
			return false;
		ret->rows += rows;
	}
	r->progress(r->n_tables, r->n_tables);
	ret->n_tables = r->n_tables;
	return true;
}

static bool take_end(struct ctx *c, struct reading *r, struct backup_summary *ret)
{
	json_t *end;
	char *line;
	size_t n;

	if (!take_json(c, r->in, &end) || !backup_line(c, r->in, &line, &n))
		return false;
	if (line != NULL || !json_equal(json_object_get(end, "tables"), r->counted))
		return bad(c, "số dòng hoặc mã kiểm của các bảng không khớp");
	json_object_update(ret->manifest, end);
	ret->entries = json_integer_value(json_object_get(json_object_get(end, "chains"), "entries"));
	return true;
}

static bool take_all(struct ctx *c, struct reading *r, struct backup_summary *ret)
{
	r->digest = secret_digest_new(c->arena);
	r->counted = document_kept(c->arena, json_array());
	return take_tables(c, r, ret) && take_end(c, r, ret);
}

bool backup_check(struct ctx *c, struct backup_in *in, backup_progress_fn *progress, struct backup_summary *ret)
{
	struct reading r = { .in = in, .progress = progress };

	*ret = (struct backup_summary){ 0 };
	return take_head(c, &r, ret) && take_all(c, &r, ret);
}

/* ---- into the database ---- */

static bool check_empty(struct ctx *c)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_BACKUP_OBJECTS, NULL, 0))
		return false;
	return rows_int(&r, 0, 0) == 0 || fail(c, ERR_CONFLICT, "restore.not_empty", "Cơ sở dữ liệu này không trống; chỉ khôi phục vào một cơ sở dữ liệu mới, trống.");
}

/* Tables first, what is built of their rows after these. */
static bool make_tables(struct ctx *c, const struct reading *r, bool indexes)
{
	struct sql_table *bare = NEW_N(c->arena, struct sql_table, r->n_tables + 1);
	struct buf sql = buf_in(c->arena);

	for (size_t i = 0; i < r->n_tables; i++) {
		bare[i] = r->table[i];
		bare[i].n_indexes = 0;
	}
	return sql_tables_diff(c, bare, indexes ? r->n_tables : 0, indexes ? r->table : bare, r->n_tables, db_engine(c->db), &sql) &&
	       (sql.len == 0 || db_script(c, sql.data));
}

static bool fence_tables(struct ctx *c, const struct reading *r)
{
	struct buf sql = buf_in(c->arena);

	return fence_plan(c, r->table, r->n_tables, &sql) && (sql.len == 0 || db_script(c, sql.data));
}

struct rereading {
	struct digest *digest;
	const struct sql_table *table;
	struct buf text;
};

static bool add_stored(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct rereading *x = arg;

	(void)c, (void)n;
	x->text.len = 0;
	line_put(&x->text, x->table, cell);
	secret_digest_add(x->digest, x->text.data, x->text.len);
	return true;
}

/* What stands in the tables now is what stood in those of the backup. */
static bool check_stored(struct ctx *c, const struct reading *r)
{
	struct rereading x = { .digest = r->digest, .text = buf_in(c->arena) };

	for (size_t i = 0; i < r->n_tables; i++) {
		x.table = &r->table[i];
		if (!db_each(c, lines_select(c->arena, x.table), NULL, 0, add_stored, &x))
			return false;
		const char *said = json_string_value(json_object_get(json_array_get(r->counted, i), "digest"));
		if (!streq(secret_digest_text(c->arena, x.digest), said))
			return fail(c, ERR_INTERNAL, "restore.differs", "table %s is not what the backup holds", x.table->name);
	}
	return true;
}

/* Those of the backup alone: others may be somebody else's. */
static bool look_at_sizes(struct ctx *c, const struct reading *r)
{
	struct buf sql = buf_in(c->arena);

	if (db_engine(c->db) != ENGINE_POSTGRES)
		return true;
	for (size_t i = 0; i < r->n_tables; i++)
		buf_fmt(&sql, "%s%s", i == 0 ? "ANALYZE " : ", ", r->table[i].name);
	return db_script(c, buf_text(&sql));
}

static bool load(struct ctx *c, struct reading *r, struct backup_summary *ret)
{
	struct rows none;

	return check_empty(c) && db_rows(c, &none, SQL_BACKUP_NO_HURRY, NULL, 0) && take_head(c, r, ret) && make_tables(c, r, false) && take_all(c, r, ret) &&
	       make_tables(c, r, true) && fence_tables(c, r) && look_at_sizes(c, r) && check_stored(c, r);
}

bool backup_restore(struct ctx *c, struct backup_in *in, backup_progress_fn *progress, struct backup_summary *ret)
{
	struct reading r = { .in = in, .load = true, .progress = progress };

	*ret = (struct backup_summary){ 0 };
	return db_begin(c) && db_end(c, load(c, &r, ret));
}
