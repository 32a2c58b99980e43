/* postgres_bulk.c - many rows in one statement, a column of them in one argument. */
#include "db/postgres.h"

#include "base/buf.h"

/* A plan that was made while a table was empty takes the wrong index until the server knows better.  Its own
 * statistics come minutes later, so a table that grows so is analysed at 100 rows, 400, 1,600 ..., from a
 * small sample: that takes a tenth of the time and finds the same plans. */
enum { FEW = 4, AT_ONCE = 500, ANALYSE_FIRST = 100, ANALYSE_LAST = 300000 };

static void note_growth(struct pg *p, const char *table, size_t rows)
{
	for (size_t i = 0; i < TABLES_MAX; i++) {
		struct growth *g = &p->growth[i];
		if (g->table[0] == '\0') {
			snprintf(g->table, sizeof g->table, "%s", table);
			g->next = ANALYSE_FIRST;
		}
		if (streq(g->table, table)) {
			g->rows += rows;
			return;
		}
	}
}

void postgres_analyse_grown(struct pg *p)
{
	for (size_t i = 0; i < TABLES_MAX && p->growth[i].table[0] != '\0'; i++) {
		struct growth *g = &p->growth[i];
		char sql[80];
		if (g->rows < g->next || g->next > ANALYSE_LAST)
			continue;
		while (g->next <= g->rows)
			g->next *= 4;
		snprintf(sql, sizeof sql, "ANALYZE %s", g->table);
		PQclear(PQexec(p->conn, sql));
	}
}

static void put_element(struct buf *b, const struct val *v)
{
	switch (v->kind) {
	case VAL_NULL: buf_put(b, "NULL"); break;
	case VAL_INT:  buf_int(b, v->i); break;
	case VAL_BOOL: buf_char(b, v->i ? 't' : 'f'); break;
	case VAL_TEXT:
		buf_char(b, '"');
		for (size_t i = 0, n; i < v->len; i += n) {
			const bool marked = v->s[i] == '"' || v->s[i] == '\\';
			if (marked)
				buf_char(b, '\\');
			for (n = 1; i + n < v->len && v->s[i + n] != '"' && v->s[i + n] != '\\'; n++)
				;
			buf_add(b, v->s + i, n);
		}
		buf_char(b, '"');
		break;
	case VAL_BLOB:
		buf_put(b, "\"\\\\x");
		buf_hex(b, v->s, v->len);
		buf_char(b, '"');
		break;
	}
}

static struct val column_array(struct arena *a, const struct bulk *b, size_t col, size_t from, size_t to)
{
	struct buf text = buf_in(a);

	for (size_t r = from; r < to; r++) {
		buf_char(&text, r == from ? '{' : ',');
		put_element(&text, &b->cell[r * b->n_columns + col]);
	}
	buf_char(&text, '}');
	return val_text(buf_text(&text));
}

/* "unit_id bigint\ncode text\n" */
static bool take_text(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	(void)n;
	*(const char **)arg = arena_strndup(c->arena, cell[0].s, cell[0].len);
	return true;
}

static const char *type_of(struct arena *a, const char *types, const char *column)
{
	const size_t len = strlen(column);

	for (const char *p = types; *p != '\0'; p += strcspn(p, "\n") + 1)
		if (strncmp(p, column, len) == 0 && p[len] == ' ')
			return arena_strndup(a, p + len + 1, strcspn(p + len + 1, "\n"));
	return "text";
}

/* A table that is fenced takes no COPY.  What type a column is of is asked once of each connection. */
static bool statement_of(struct ctx *c, struct db *db, const struct bulk *b, const char **ret)
{
	struct pg *p = pg(db);
	struct buf sql = buf_in(c->arena);
	const char *types = "";

	buf_fmt(&sql, "INSERT INTO %s (", b->table);
	for (size_t i = 0; i < b->n_columns; i++)
		buf_fmt(&sql, "%s%s", i > 0 ? ", " : "", b->column[i]);
	*ret = (const char *)(uintptr_t)map_get(&p->bulk, buf_text(&sql));
	if (*ret != NULL)
		return true;
	if (p->kept == NULL)
		p->kept = arena_new();
	const char *head = arena_strdup(p->kept, buf_text(&sql));
	if (!postgres_run(c, db, sql_table[SQL_BULK_TYPES].text[ENGINE_POSTGRES], ARGS(val_text(b->table)), false, take_text, &types))
		return false;
	for (size_t i = 0; i < b->n_columns; i++)
		buf_fmt(&sql, "%sCAST($%zu AS %s[])", i == 0 ? ") SELECT * FROM unnest(" : ", ", i + 1, type_of(c->arena, types, b->column[i]));
	buf_char(&sql, ')');
	*ret = arena_strdup(p->kept, buf_text(&sql));
	*map_put(p->kept, &p->bulk, head) = (uintptr_t)*ret;
	return true;
}

static bool insert_many(struct ctx *c, struct db *db, const struct bulk *b)
{
	const char *sql;

	if (!statement_of(c, db, b, &sql))
		return false;
	for (size_t from = 0; from < b->n_rows; from += AT_ONCE) {
		const size_t to = from + AT_ONCE < b->n_rows ? from + AT_ONCE : b->n_rows;
		struct arena *a = arena_new();
		struct val *arrays = NEW_N(a, struct val, b->n_columns);
		for (size_t i = 0; i < b->n_columns; i++)
			arrays[i] = column_array(a, b, i, from, to);
		const bool ok = postgres_run(c, db, sql, arrays, b->n_columns, false, NULL, NULL) && (b->n_rows <= AT_ONCE || postgres_begun(c, db));
		arena_free(a);
		if (!ok)
			return false;
	}
	return true;
}

static bool insert(struct ctx *c, struct db *db, const struct bulk *b)
{
	struct buf sql = buf_in(c->arena);

	buf_fmt(&sql, "INSERT INTO %s (", b->table);
	for (size_t i = 0; i < b->n_columns; i++)
		buf_fmt(&sql, "%s%s", i > 0 ? ", " : "", b->column[i]);
	for (size_t i = 0; i < b->n_columns; i++)
		buf_fmt(&sql, "%s$%zu", i == 0 ? ") VALUES (" : ", ", i + 1);
	buf_char(&sql, ')');
	for (size_t r = 0; r < b->n_rows; r++)
		if (!postgres_run(c, db, sql.data, b->cell + r * b->n_columns, b->n_columns, false, NULL, NULL))
			return false;
	return true;
}

bool postgres_bulk(struct ctx *c, struct db *db, const struct bulk *b)
{
	if (!(b->n_rows <= FEW ? insert : insert_many)(c, db, b))
		return false;
	note_growth(pg(db), b->table, b->n_rows);
	return true;
}

