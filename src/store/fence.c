/* fence.c - policies of PostgreSQL, made from the catalogue. */
#include "store/fence.h"

#include "catalog/catalog.h"
#include "db/db.h"

static bool holds(const struct ctx *c)
{
	return db_engine(c->db) == ENGINE_POSTGRES && !db_is_several(c->db);
}

static const struct val *found(const struct rows *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (streq(rows_text(r, i, 0), name))
			return rows_at(r, i, 1);
	return NULL;
}

bool fence_plan(struct ctx *c, const struct sql_table *table, size_t n, struct buf *sql)
{
	struct rows r;

	if (!holds(c))
		return true;
	if (!db_rows(c, &r, SQL_FENCE_THERE, ARGS(val_text(FENCE_POLICY))))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct sql_table *t = catalog_table(c->catalog, table[i].name);
		const struct val *is_held = t == NULL || t->fenced == NULL ? NULL : found(&r, t->name);
		if (t == NULL || t->fenced == NULL || (is_held != NULL && is_held->i))
			continue;
		if (is_held == NULL)
			sql_table_fence(sql, t);
		buf_fmt(sql, "ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\n", t->name);
	}
	return true;
}

bool fence_check(struct ctx *c, struct problems *p, const char **ret_found)
{
	size_t fenced = 0;
	struct rows r;

	*ret_found = "SQLite: chương trình tự giới hạn, cơ sở dữ liệu không có lưới riêng";
	if (db_engine(c->db) != ENGINE_POSTGRES)
		return true;
	*ret_found = "nhiều máy chủ dữ liệu: chưa có lưới theo đơn vị";
	if (!holds(c))
		return true;
	if (!db_rows(c, &r, SQL_FENCE_ROLE, NULL, 0))
		return false;
	const char *role = rows_text(&r, 0, 1), *name = rows_text(&r, 0, 2);
	for (size_t i = 0; i < c->catalog->n_tables; i++)
		fenced += c->catalog->table[i].fenced != NULL;
	*ret_found = arena_fmt(c->arena, "%zu bảng chỉ cho thấy dòng của đơn vị trong phạm vi; vai trò %s", fenced, role);
	if (rows_at(&r, 0, 0)->i)
		problem_warn(c, p, role, "fence.superuser", "Vai trò %s của PostgreSQL vượt qua mọi giới hạn theo đơn vị (SUPERUSER hoặc BYPASSRLS): lưới thứ hai không giữ gì."
		            " Chạy: sudo -u postgres psql -c 'ALTER ROLE %s NOSUPERUSER NOBYPASSRLS'; nếu đó là vai trò đã lập máy chủ dữ liệu thì lập cho Khuê"
		            " một vai trò khác và cơ sở dữ liệu của nó, như docs/operating.md, rồi khue restore vào đó.", role, role);
	if (!rows_at(&r, 0, 3)->i)
		problem_warn(c, p, name, "fence.words", "Tìm theo tên ở cấp trên trường sẽ chậm, vì PostgreSQL chưa được phép dùng chỉ mục từ sau lưới theo đơn vị."
		            " Chạy: sudo -u postgres psql -d %s -c 'ALTER FUNCTION arrayoverlap(anyarray, anyarray) LEAKPROOF'"
		            " -c 'ALTER FUNCTION string_to_array(text, text) LEAKPROOF'", name);
	return true;
}
