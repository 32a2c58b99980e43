/* bare.c - the two engines without us. */
#include "bare.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "catalog/catalog.h"

enum { BATCH = 500 };

static struct sql_table table;

double bare_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

const struct sql_table *bare_table(void)
{
	return &table;
}

static void lite_exec(sqlite3 *conn, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(conn, sql, NULL, NULL, &why) != SQLITE_OK) {
		fprintf(stderr, "bare: %s: %s\n", sql, why);
		exit(1);
	}
}

PGresult *bare_must(const struct bare *b, PGresult *r)
{
	ExecStatusType st = PQresultStatus(r);

	if (st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK || st == PGRES_COPY_IN)
		return r;
	fprintf(stderr, "bare: %s\n", PQerrorMessage(b->pg));
	exit(1);
}

struct bare bare_open(const char *url, bool own)
{
	struct bare b = { 0 };
	char path[600];

	if (strncmp(url, "sqlite:", 7) != 0) {
		b.pg = PQconnectdb(url);
		if (PQstatus(b.pg) != CONNECTION_OK)
			exit(1);
		/* Rows of ours are read too (store/fence.h). */
		PQclear(PQexec(b.pg, "SET khue.hidden = '{}'"));
		return b;
	}
	snprintf(path, sizeof path, "%s%s", url + 7, own ? "-bare" : "");
	if (sqlite3_open_v2(path, &b.lite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		exit(1);
	lite_exec(b.lite, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY");
	return b;
}

void bare_prepare(struct bare *b, const char *sql)
{
	if (b->pg != NULL)
		PQclear(bare_must(b, PQprepare(b->pg, "s", sql, 0, NULL)));
	else if (sqlite3_prepare_v3(b->lite, sql, -1, SQLITE_PREPARE_PERSISTENT, &b->stmt, NULL) != SQLITE_OK)
		exit(1);
}

void bare_write(const struct bare *b, const char *const *args, size_t n)
{
	if (b->pg != NULL) {
		PQclear(bare_must(b, PQexecPrepared(b->pg, "s", (int)n, args, NULL, NULL, 0)));
		return;
	}
	for (size_t i = 0; i < n; i++)
		sqlite3_bind_text(b->stmt, (int)i + 1, args[i], -1, SQLITE_STATIC);
	if (sqlite3_step(b->stmt) != SQLITE_DONE || sqlite3_changes(b->lite) != 1)
		exit(1);
	sqlite3_reset(b->stmt);
}

void bare_close(struct bare *b)
{
	sqlite3_finalize(b->stmt);
	sqlite3_close(b->lite);
	PQfinish(b->pg);
}

void bare_create(struct ctx *c, const char *url)
{
	const struct sql_table *t = catalog_table(c->catalog, "r_learner");
	struct index *x = NEW_N(c->arena, struct index, t->n_indexes);
	struct buf sql = buf_in(c->arena);
	struct bare b = bare_open(url, true);

	for (size_t i = 0; i < t->n_indexes; i++) {
		x[i] = t->index[i];
		x[i].name = arena_fmt(c->arena, "bare_%s", t->index[i].name);
	}
	table = *t;
	table.name = "bare_learner";
	table.index = x;
	sql_table_create(&sql, &table, db_engine(c->db));
	if (b.pg != NULL)
		PQclear(bare_must(&b, PQexec(b.pg, buf_text(&sql))));
	else
		lite_exec(b.lite, buf_text(&sql));
	bare_close(&b);
}

static void prepare_insert(struct bare *b)
{
	char sql[2000] = "INSERT INTO bare_learner VALUES (?";

	for (size_t i = 1; i < table.n_columns; i++)
		snprintf(sql + strlen(sql), sizeof sql - strlen(sql), ", ?");
	snprintf(sql + strlen(sql), sizeof sql - strlen(sql), ")");
	bare_prepare(b, sql);
}

static void lite_bind(sqlite3_stmt *s, int at, const struct val *v)
{
	switch (v->kind) {
	case VAL_NULL: sqlite3_bind_null(s, at); break;
	case VAL_INT:
	case VAL_BOOL: sqlite3_bind_int64(s, at, v->i); break;
	case VAL_TEXT: sqlite3_bind_text(s, at, v->s, (int)v->len, SQLITE_STATIC); break;
	case VAL_BLOB: sqlite3_bind_blob(s, at, v->s, (int)v->len, SQLITE_STATIC); break;
	}
}

static double lite_insert(struct bare *b, const struct rows *r)
{
	if (b->stmt == NULL)
		prepare_insert(b);
	double start = bare_clock();
	for (size_t i = 0; i < r->count; i++) {
		if (i % BATCH == 0)
			lite_exec(b->lite, "BEGIN IMMEDIATE");
		for (size_t k = 0; k < r->width; k++)
			lite_bind(b->stmt, (int)k + 1, rows_at(r, i, k));
		if (sqlite3_step(b->stmt) != SQLITE_DONE)
			exit(1);
		sqlite3_reset(b->stmt);
		if (i % BATCH == BATCH - 1 || i + 1 == r->count)
			lite_exec(b->lite, "COMMIT");
	}
	return bare_clock() - start;
}

static void copy_cell(struct buf *b, const struct val *v)
{
	if (v->kind == VAL_NULL)
		buf_put(b, "\\N");
	else if (v->kind == VAL_INT)
		buf_int(b, v->i);
	else if (v->kind == VAL_BOOL)
		buf_char(b, v->i ? 't' : 'f');
	else if (v->kind == VAL_TEXT)
		buf_add(b, v->s, v->len); /* our texts have no tab, line end or backslash */
	else
		buf_put(b, "\\\\x");
	for (size_t i = 0; v->kind == VAL_BLOB && i < v->len; i++)
		buf_fmt(b, "%02x", (unsigned char)v->s[i]);
}

static double pg_copy(struct bare *b, const struct rows *r)
{
	struct arena *a = arena_new();
	struct buf text = buf_in(a);

	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; k < r->width; k++) {
			copy_cell(&text, rows_at(r, i, k));
			buf_char(&text, k + 1 < r->width ? '\t' : '\n');
		}
	double start = bare_clock();
	PQclear(bare_must(b, PQexec(b->pg, "COPY bare_learner FROM STDIN")));
	PQputCopyData(b->pg, text.data, (int)text.len);
	PQputCopyEnd(b->pg, NULL);
	for (PGresult *res; (res = PQgetResult(b->pg)) != NULL;)
		PQclear(bare_must(b, res));
	double took = bare_clock() - start;
	arena_free(a);
	return took;
}

double bare_insert(struct bare *b, const struct rows *r)
{
	return b->pg == NULL ? lite_insert(b, r) : pg_copy(b, r);
}
