/* ddl.c - CREATE TABLE for both engines, and the difference between two models. */
#include "catalog/catalog.h"

static const struct {
	const char *type[COLUMN__COUNT], *suffix;
} dialect[ENGINE__COUNT] = {
	[ENGINE_SQLITE] = { { "INTEGER", "TEXT", "INTEGER", "TEXT", "BLOB" }, " STRICT" },
	/* Text compares by bytes, as in SQLite and in memory. */
	[ENGINE_POSTGRES] = { { "BIGINT", "TEXT COLLATE \"C\"", "BOOLEAN", "DATE", "BYTEA" }, "" },
};

static void put_column(struct buf *b, const struct column *col, enum engine e)
{
	buf_fmt(b, "%s %s", col->name, dialect[e].type[col->type]);
	if (col->not_null)
		buf_put(b, " NOT NULL");
	if (e == ENGINE_SQLITE && col->type == COLUMN_BOOLEAN)
		buf_fmt(b, " CHECK (%s IN (0, 1))", col->name);
}

void index_condition(struct buf *b, const struct index *i)
{
	buf_fmt(b, "%s IN (", i->where);
	for (const char *p = i->in; *p != '\0'; p += strspn(p, ", ")) {
		const size_t n = strcspn(p, ",");
		buf_fmt(b, "%s'%.*s'", p == i->in ? "" : ", ", (int)n, p);
		p += n;
	}
	buf_char(b, ')');
}

/* Numbered by unit and record: the number that SQLite itself gives a row may change.  A word goes from blank to blank, whatever is
 * in it: of the signs that Unicode calls blanks, those that text_clean leaves are none here. */
static void put_sqlite_words(struct buf *b, const struct sql_table *t, const struct index *i)
{
	static const char old_row[] = "(%s, rowid, %s) VALUES ('delete', old.unit_id << 32 | old.id, old.%s); ";
	static const char new_row[] = "(rowid, %s) VALUES (new.unit_id << 32 | new.id, new.%s); ";
	const char *x = i->name, *col = i->columns;

	buf_fmt(b, "CREATE VIRTUAL TABLE %s USING fts5(%s, content='', columnsize=0, detail=none,"
	        " tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*' tokenchars '\u1680\u2028\u2029\u205f'\");\n", x, col);
	buf_fmt(b, "INSERT INTO %s (rowid, %s) SELECT unit_id << 32 | id, %s FROM %s;\n", x, col, col, t->name);
	buf_fmt(b, "CREATE TRIGGER %s_insert AFTER INSERT ON %s BEGIN INSERT INTO %s ", x, t->name, x);
	buf_fmt(b, new_row, col, col);
	buf_fmt(b, "END;\nCREATE TRIGGER %s_update AFTER UPDATE OF %s ON %s WHEN old.%s IS NOT new.%s BEGIN INSERT INTO %s ", x, col, t->name, col, col, x);
	buf_fmt(b, old_row, x, col, col);
	buf_fmt(b, "INSERT INTO %s ", x);
	buf_fmt(b, new_row, col, col);
	buf_fmt(b, "END;\nCREATE TRIGGER %s_delete AFTER DELETE ON %s BEGIN INSERT INTO %s ", x, t->name, x);
	buf_fmt(b, old_row, x, col, col);
	buf_put(b, "END;\n");
}

static void put_words(struct buf *b, const struct sql_table *t, const struct index *i, enum engine e)
{
	if (e == ENGINE_SQLITE)
		put_sqlite_words(b, t, i);
	else
		buf_fmt(b, "CREATE INDEX %s ON %s USING gin (string_to_array(%s, ' '));\n", i->name, t->name, i->columns);
}

static void put_index(struct buf *b, const struct sql_table *t, const struct index *i, enum engine e)
{
	if (i->words) {
		put_words(b, t, i, e);
		return;
	}
	buf_fmt(b, "CREATE %sINDEX %s ON %s (%s)", i->unique ? "UNIQUE " : "", i->name, t->name, i->columns);
	if (i->where != NULL) {
		buf_put(b, " WHERE ");
		index_condition(b, i);
	}
	buf_put(b, ";\n");
}

void sql_table_create(struct buf *b, const struct sql_table *t, enum engine e)
{
	buf_fmt(b, "CREATE TABLE %s (\n", t->name);
	for (size_t i = 0; i < t->n_columns; i++) {
		buf_put(b, "\t");
		put_column(b, &t->column[i], e);
		buf_put(b, ",\n");
	}
	buf_fmt(b, "\tPRIMARY KEY (%s)\n)%s;\n", t->key, dialect[e].suffix);
	for (size_t i = 0; i < t->n_indexes; i++)
		put_index(b, t, &t->index[i], e);
}

static const struct column *find_column(const struct sql_table *t, const char *name, size_t len)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (strlen(t->column[i].name) == len && memcmp(t->column[i].name, name, len) == 0)
			return &t->column[i];
	return NULL;
}

/* What is hidden is said, and a row must not be in it: so the planner, which knows nothing of either, takes the policy to leave nearly every row, and
 * plans as if there were none.  A row of no unit is of 0, which is hidden from all but the system.  Nothing said: it is not known what is hidden, and no row is seen (decision 0059). */
void sql_table_fence(struct buf *b, const struct sql_table *t)
{
	buf_fmt(b, "CREATE POLICY " FENCE_POLICY " ON %s USING (", t->name);
	for (const char *p = t->fenced; *p != '\0'; p += strspn(p, ", ")) {
		const size_t n = strcspn(p, ",");
		const bool always = find_column(t, p, n)->not_null;
		buf_fmt(b, "%sNOT (%s%.*s%s <@ (SELECT CAST(nullif(current_setting('" FENCE_SETTING "', TRUE), '') AS int8multirange)))", p == t->fenced ? "" : " OR ",
		        always ? "" : "COALESCE(", (int)n, p, always ? "" : ", 0)");
		p += n;
	}
	buf_put(b, ");\n");
}

static const struct sql_table *find_table(const struct sql_table *all, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (streq(all[i].name, name))
			return &all[i];
	return NULL;
}

static bool same_rows(const struct index *a, const struct index *b)
{
	return a->where == NULL ? b->where == NULL : b->where != NULL && streq(a->where, b->where) && streq(a->in, b->in);
}

bool sql_table_has_index(const struct sql_table *t, const struct index *x)
{
	for (size_t i = 0; i < t->n_indexes; i++)
		if (streq(t->index[i].name, x->name) && t->index[i].unique == x->unique && same_rows(&t->index[i], x))
			return true;
	return false;
}

static void refuse(struct ctx *c, struct problems *p, const struct sql_table *t, const char *column, const char *why)
{
	problem_add(c, p, arena_fmt(c->arena, "%s.%s", t->name, column), "migrate.refused",
	            "%s.%s: %s Dữ liệu đã lưu không bị bỏ; hãy khôi phục khai báo cũ hoặc chuyển dữ liệu trước.", t->name, column, why);
}

static void diff_columns(struct ctx *c, const struct sql_table *old, const struct sql_table *t, enum engine e, struct buf *sql,
                         struct problems *p)
{
	for (size_t i = 0; i < old->n_columns; i++) {
		const struct column *was = &old->column[i], *is = find_column(t, was->name, strlen(was->name));
		if (is == NULL)
			refuse(c, p, t, was->name, "cột không còn trong khai báo.");
		else if (is->type != was->type)
			refuse(c, p, t, was->name, "cột đổi kiểu.");
		else if (is->not_null && !was->not_null)
			refuse(c, p, t, was->name, "cột trở thành bắt buộc.");
	}
	for (size_t i = 0; i < t->n_columns; i++) {
		if (find_column(old, t->column[i].name, strlen(t->column[i].name)) != NULL)
			continue;
		if (t->column[i].not_null) {
			refuse(c, p, t, t->column[i].name, "cột mới là bắt buộc nhưng bảng đã có dữ liệu.");
			continue;
		}
		buf_fmt(sql, "ALTER TABLE %s ADD COLUMN ", t->name);
		put_column(sql, &t->column[i], e);
		buf_put(sql, ";\n");
	}
}

static void drop_index(struct buf *sql, const struct index *i, enum engine e)
{
	if (i->words && e == ENGINE_SQLITE)
		buf_fmt(sql, "DROP TRIGGER %s_insert;\nDROP TRIGGER %s_update;\nDROP TRIGGER %s_delete;\nDROP TABLE %s;\n", i->name, i->name, i->name, i->name);
	else
		buf_fmt(sql, "DROP INDEX %s;\n", i->name);
}

static void diff_indexes(const struct sql_table *old, const struct sql_table *t, enum engine e, struct buf *sql)
{
	for (size_t i = 0; i < old->n_indexes; i++)
		if (!sql_table_has_index(t, &old->index[i]))
			drop_index(sql, &old->index[i], e);
	for (size_t i = 0; i < t->n_indexes; i++)
		if (!sql_table_has_index(old, &t->index[i]))
			put_index(sql, t, &t->index[i], e);
}

bool sql_tables_diff(struct ctx *c, const struct sql_table *old, size_t n_old, const struct sql_table *new, size_t n_new,
                 enum engine e, struct buf *sql)
{
	struct problems p = { 0 };

	for (size_t i = 0; i < n_old; i++)
		if (find_table(new, n_new, old[i].name) == NULL)
			refuse(c, &p, &old[i], "*", "bảng không còn trong khai báo.");
	for (size_t i = 0; i < n_new; i++) {
		const struct sql_table *was = find_table(old, n_old, new[i].name);
		if (was == NULL) {
			sql_table_create(sql, &new[i], e);
			continue;
		}
		if (!streq(was->key, new[i].key))
			refuse(c, &p, &new[i], "*", "khoá chính thay đổi.");
		diff_columns(c, was, &new[i], e, sql, &p);
		diff_indexes(was, &new[i], e, sql);
	}
	if (p.errors == 0)
		return true;
	fail(c, ERR_CONFLICT, "migrate.refused", "Khai báo mới làm mất dữ liệu đã lưu ở %zu chỗ; chưa thay đổi gì.", p.errors);
	c->problems = p;
	return false;
}
