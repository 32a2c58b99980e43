/* scope.c - scope as SQL. */
#include "store/scope.h"

#include "store/unit.h"

const struct scope scope_everywhere = { .path = "/", .limited = true };

/* Paths end with "/", so the range up to the next character holds all that begin so. */
static void range_sql(struct buf *sql, struct sql_args *args, const char *path, const char *alias)
{
	char *next = arena_strdup(sql->arena, path);

	next[strlen(next) - 1]++;
	buf_fmt(sql, "%s.path >= ", alias);
	sql_arg(sql, args, val_text(path));
	buf_fmt(sql, " AND %s.path < ", alias);
	sql_arg(sql, args, val_text(next));
}

static void begins_sql(struct buf *sql, struct sql_args *args, const char *path, const char *alias)
{
	buf_fmt(sql, "substr(%s.path, 1, ", alias);
	sql_arg(sql, args, val_int((int64_t)strlen(path)));
	buf_put(sql, ") = ");
	sql_arg(sql, args, val_text(path));
}

void scope_within_sql(struct buf *sql, struct sql_args *args, const char *path, const char *alias, enum scope_use use)
{
	(use == SCOPE_FIND ? range_sql : begins_sql)(sql, args, path, alias);
}

/* "0" is the next character after "/". */
void scope_below_sql(struct buf *sql, const char *root, const char *alias)
{
	buf_fmt(sql, "%s.path >= %s.path AND %s.path < substr(%s.path, 1, length(%s.path) - 1) || '0'", alias, root, alias, root, root);
}

/* Levels are two digits each, so a part of the text is a whole level. */
static const char *next_level(const char *levels, size_t *ret_len)
{
	levels += strspn(levels, ", ");
	*ret_len = strcspn(levels, ", ");
	return *ret_len == 0 ? NULL : levels;
}

void scope_sql(struct buf *sql, struct sql_args *args, const struct scope *s, const char *alias, enum scope_use use)
{
	size_t n;

	scope_within_sql(sql, args, s->path, alias, use);
	if (!s->limited) {
		buf_fmt(sql, " AND (%s.limited IS NULL OR %s.path = ", alias, alias);
		sql_arg(sql, args, val_text(s->path));
		buf_char(sql, ')');
	}
	if (s->levels == NULL)
		return;
	buf_fmt(sql, " AND (%s.levels IS NULL", alias);
	for (const char *p = s->levels; (p = next_level(p, &n)) != NULL; p += n) {
		buf_fmt(sql, " OR %s.levels LIKE ", alias);
		sql_arg(sql, args, val_text(arena_fmt(sql->arena, "%%%.*s%%", (int)n, p)));
	}
	buf_char(sql, ')');
}

bool scope_covers(const struct scope *s, const struct unit *u)
{
	size_t n;

	if (strncmp(s->path, u->path, strlen(s->path)) != 0 || (u->limited && !s->limited && !streq(s->path, u->path)))
		return false;
	if (s->levels == NULL || u->levels == NULL)
		return true;
	for (const char *p = s->levels; (p = next_level(p, &n)) != NULL; p += n)
		if (memmem(u->levels, strlen(u->levels), p, n) != NULL)
			return true;
	return false;
}
