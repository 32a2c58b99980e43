/* schema_check.c - what the statements that make the database name, compared with what is there. */
#include "store/schema_check.h"

#include "base/buf.h"
#include "base/text.h"
#include "db/db.h"
#include "store/migrate.h"

/* The name after a word of a CREATE statement; NULL: it has no such word before its bracket. */
static const char *name_after(struct ctx *c, const char *line, const char *word)
{
	const char *at = strstr(line, word), *end = strpbrk(line, "(\n");

	if (at == NULL || (end != NULL && at > end))
		return NULL;
	at += strlen(word);
	return arena_strndup(c->arena, at, strcspn(at, " (\n"));
}

static bool is_there(const struct rows *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (streq(rows_text(r, i, 0), name))
			return true;
	return false;
}

static void look_at(struct ctx *c, const char *line, const struct rows *there, struct problems *p)
{
	const char *table = name_after(c, line, " TABLE "), *other = table != NULL ? NULL : name_after(c, line, " INDEX ");

	if (table != NULL && strncmp(line, "CREATE VIRTUAL ", 15) == 0)
		other = table, table = NULL;
	if (table == NULL && other == NULL)
		other = name_after(c, line, " TRIGGER ");
	if (table != NULL && !is_there(there, table))
		problem_add(c, p, table, "schema.table", "Thiếu bảng %s cùng những gì đã ghi trong đó: dừng khue serve, giữ nguyên cơ sở dữ liệu này, khôi phục bản sao lưu gần "
		            "nhất vào một cơ sở dữ liệu mới.", table);
	else if (other != NULL && !is_there(there, other))
		problem_add(c, p, other, "schema.index", "Thiếu chỉ mục %s: tìm kiếm và ghi có thể sai, chậm hoặc bị từ chối. Không mất dữ liệu: khue backup rồi khue "
		            "restore vào một cơ sở dữ liệu mới, ở đó chỉ mục được lập lại.", other);
}

bool schema_check(struct ctx *c, struct problems *p)
{
	struct buf sql = buf_in(c->arena);
	const struct sql_table *all;
	struct rows there;
	bool none;
	size_t n;

	if (!migrate_tables(c, &all, &n, &none) || !sql_tables_diff(c, NULL, 0, all, n, db_engine(c->db), &sql) || !db_rows(c, &there, SQL_SCHEMA_NAMES, NULL, 0))
		return false;
	for (const char *line = sql.data; line != NULL && *line != '\0'; line = strchr(line, '\n'), line = line == NULL ? NULL : line + 1)
		if (strncmp(line, "CREATE ", 7) == 0)
			look_at(c, line, &there, p);
	return true;
}
