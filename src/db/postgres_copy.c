/* postgres_copy.c - many rows: COPY; a few: INSERT, which takes no round trip of its own. */
#include "db/postgres.h"

#include "base/buf.h"

/* A plan that was made while a table was empty takes the wrong index until the server knows better.  Its own
 * statistics come minutes later, so a table that grows by COPY is analysed at 100 rows, 400, 1,600 ..., from a
 * small sample: that takes a tenth of the time and finds the same plans. */
enum { FEW = 4, ANALYSE_FIRST = 100, ANALYSE_LAST = 300000 };

static void copy_line(struct buf *b, const struct val *cell, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(b, '\t');
		switch (cell[i].kind) {
		case VAL_NULL: buf_put(b, "\\N"); break;
		case VAL_INT:  buf_int(b, cell[i].i); break;
		case VAL_BOOL: buf_char(b, cell[i].i ? 't' : 'f'); break;
		case VAL_TEXT: buf_escaped(b, cell[i].s, cell[i].len); break;
		case VAL_BLOB: buf_put(b, "\\\\x"), buf_hex(b, cell[i].s, cell[i].len); break;
		}
	}
	buf_char(b, '\n');
}

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

static bool copy(struct ctx *c, struct db *db, const struct bulk *b)
{
	struct arena *a = arena_new();
	struct buf text = buf_in(a);

	buf_fmt(&text, "COPY %s (", b->table);
	for (size_t i = 0; i < b->n_columns; i++)
		buf_fmt(&text, "%s%s", i > 0 ? ", " : "", b->column[i]);
	buf_put(&text, ") FROM STDIN");
	bool ok = postgres_begun(c, db);
	PGresult *res = ok ? PQexec(pg(db)->conn, text.data) : NULL;
	ok = ok && (PQresultStatus(res) == PGRES_COPY_IN || postgres_fail(c, pg(db), res, b->table));
	PQclear(res);
	if (ok) {
		for (size_t r = 0; r < b->n_rows; r++) {
			text.len = r == 0 ? 0 : text.len;
			copy_line(&text, b->cell + r * b->n_columns, b->n_columns);
			if (text.len > 256 * 1024 || r + 1 == b->n_rows) {
				PQputCopyData(pg(db)->conn, text.data, (int)text.len);
				text.len = 0;
			}
		}
		PQputCopyEnd(pg(db)->conn, NULL);
		ok = postgres_drain(c, pg(db), &(const struct said){ .sql = b->table }, NULL, NULL);
	}
	arena_free(a);
	return ok;
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
	if (!(b->n_rows <= FEW ? insert : copy)(c, db, b))
		return false;
	note_growth(pg(db), b->table, b->n_rows);
	return true;
}

