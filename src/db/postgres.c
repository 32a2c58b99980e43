/* postgres.c - the PostgreSQL driver: libpq, text format, prepared statements, COPY for many rows. */
#include "db/driver.h"

#include <libpq-fe.h>
#include <stdlib.h>

#include "base/buf.h"

/* A plan that was made while a table was empty takes the wrong index until the server knows better.  Its own
 * statistics come minutes later, so a table that grows by COPY is analysed at 1,000 rows, 4,000, 16,000 ..., from a
 * small sample: that takes a tenth of the time and finds the same plans. */
enum { TABLES_MAX = 16, ANALYSE_FIRST = 1000, ANALYSE_LAST = 300000 };

static const char begin_read[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/* A BEGIN costs no round trip of its own: it goes out with the first statement.  Nobody waits for a read's COMMIT. */
struct pg {
	PGconn *conn;
	const char *begin; /* wanted, and not yet sent */
	bool open;         /* a transaction or a read was begun */
	bool ending;       /* a COMMIT was sent and not yet heard of */
	bool lost;         /* no longer what it was: opened anew before it is used again */
	struct growth {
		char table[64];
		size_t rows, next;
	} growth[TABLES_MAX];
};

static struct pg *pg(const struct db *db)
{
	return db->conn;
}

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23 };

/* Shutting down, starting, standing by, full of callers, cut off for idling; or a connection that has not the statements
 * we prepared on it.  What has no state was said by the library: nothing came from the server. */
static bool is_away(const PGconn *conn, const char *state)
{
	static const char *const states[] = { "08", "57P", "25P03", "25006", "26000", "533" };

	if (state == NULL || PQstatus(conn) == CONNECTION_BAD)
		return true;
	for (size_t i = 0; i < COUNT(states); i++)
		if (strncmp(state, states[i], strlen(states[i])) == 0)
			return true;
	return false;
}

static bool busy(struct ctx *c, const char *key, enum again again, const char *what, const char *why)
{
	(void)!fail(c, ERR_BUSY, key, "%s: %s", what, why);
	c->again = again;
	return false;
}

static bool pg_fail(struct ctx *c, struct pg *p, const PGresult *res, const char *what)
{
	const char *state = res != NULL ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
	/* Only the first line: details and context quote values of records. */
	const char *primary = res != NULL ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	const char *why = primary != NULL ? primary : PQerrorMessage(p->conn);

	if (is_away(p->conn, state)) {
		p->lost = true;
		return fail(c, ERR_BUSY, "db.away", "%s: %s", what, why);
	}
	if (streq(state, "23505"))
		return fail(c, ERR_CONFLICT, "db.unique", "Một giá trị phải là duy nhất vừa được dùng ở hồ sơ khác; hãy tải lại rồi làm lại.");
	if (streq(state, "23503"))
		return fail(c, ERR_INVALID, "db.reference", "Hồ sơ được nhắc tới không có.");
	if (streq(state, "40001") || streq(state, "40P01"))
		return busy(c, "db.retry", AGAIN, what, why);
	if (streq(state, "57014"))
		return busy(c, "db.timeout", AGAIN_NOT, what, why);
	if (strncmp(state, "532", 3) == 0 || strncmp(state, "534", 3) == 0)
		return fail(c, ERR_BUSY, "db.memory", "%s: %s", what, why);
	if (strncmp(state, "53", 2) == 0)
		return fail(c, ERR_FULL, "db.full", "Ổ đĩa của máy chủ dữ liệu đã đầy nên chưa ghi được; báo người quản trị rồi làm lại.");
	return fail(c, ERR_INTERNAL, "db.error", "%s: %s", what, why);
}

static bool check(struct ctx *c, struct pg *p, PGresult *res, const char *what)
{
	ExecStatusType st = PQresultStatus(res);

	return st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK || st == PGRES_SINGLE_TUPLE || pg_fail(c, p, res, what);
}

static bool simple(struct ctx *c, struct pg *p, const char *text)
{
	PGresult *res = PQexec(p->conn, text);
	bool ok = check(c, p, res, text);

	PQclear(res);
	return ok;
}

/* What the library says of a bad address quotes it, and a password with it. */
static bool bad_url(struct ctx *c)
{
	return fail(c, ERR_INVALID, "db.url", "Địa chỉ cơ sở dữ liệu không đọc được; dạng đúng: postgres://NGƯỜI-DÙNG@MÁY/TÊN, ký tự lạ trong mật"
	            " khẩu viết dạng phần trăm, như %%40 thay cho @.");
}

static bool pg_database_open(struct ctx *c, struct database *d, const char *where)
{
	PQconninfoOption *parts = PQconninfoParse(d->url, NULL);

	(void)where;
	PQconninfoFree(parts);
	return parts != NULL || bad_url(c);
}

static void pg_database_close(struct database *d)
{
	(void)d;
}

static const char setup[] = "SET client_min_messages = warning; SET statement_timeout = '120s'; SET timezone = 'UTC';"
                            "SET default_statistics_target = 10";

/* Of a connection that was refused there is no state, only words; those of the server may be in its own language. */
static const char *key_of_refusal(const PGconn *conn)
{
	static const struct {
		const char *word, *key;
	} known[] = {
		{ "could not translate host name", "db.host" }, { "password authentication failed", "db.password" }, { "pg_hba.conf", "db.login" },
		{ "authentication failed", "db.login" }, { "role \"", "db.login" }, { "database \"", "db.no_database" },
	};
	static const char bad[] = "invalid "; /* of a value in the address */
	const char *said = PQerrorMessage(conn);

	if (PQconnectionNeedsPassword(conn))
		return "db.password";
	if (strncmp(said, bad, sizeof bad - 1) == 0)
		return "db.url";
	for (size_t i = 0; i < COUNT(known); i++)
		if (strstr(said, known[i].word) != NULL && (i < 4 || strstr(said, "does not exist") != NULL))
			return known[i].key;
	return "db.away";
}

static bool refused(struct ctx *c, const PGconn *conn)
{
	const char *key = key_of_refusal(conn);

	return streq(key, "db.url") ? bad_url(c) : fail(c, ERR_BUSY, key, "connect: %s", PQerrorMessage(conn));
}

static bool pg_open(struct ctx *c, struct db *db)
{
	const char *const keys[] = { "dbname", "connect_timeout", "client_encoding", NULL };
	const char *const values[] = { db->database->url, "3", "UTF8", NULL };

	db->conn = calloc(1, sizeof(struct pg));
	if (db->conn == NULL)
		abort();
	pg(db)->conn = PQconnectdbParams(keys, values, 1);
	if (PQstatus(pg(db)->conn) != CONNECTION_OK)
		return refused(c, pg(db)->conn);
	return simple(c, pg(db), setup);
}

static void forget(void *arg, struct stmt *s)
{
	(void)arg, (void)s;
}

static void pg_close(struct db *db)
{
	stmt_clear(&db->cache, forget, NULL);
	if (db->conn != NULL)
		PQfinish(pg(db)->conn);
	free(db->conn);
}

/* What the end of the last read left unheard. */
static void settle(struct pg *p)
{
	PGresult *res;

	while (p->ending && (res = PQgetResult(p->conn)) != NULL)
		PQclear(res);
	p->ending = false;
}

/* Between transactions a connection is idle, or something of the last one is left on it. */
static bool is_sound(const struct pg *p)
{
	return !p->lost && PQstatus(p->conn) == CONNECTION_OK && (p->open || PQtransactionStatus(p->conn) == PQTRANS_IDLE);
}

/* A connection that broke is opened again, but never in the middle of a transaction. */
static bool alive(struct ctx *c, struct db *db)
{
	struct pg *p = pg(db);

	settle(p);
	if (is_sound(p))
		return true;
	if (p->open)
		return fail(c, ERR_BUSY, "db.away", "connection lost inside a transaction");
	stmt_clear(&db->cache, forget, NULL);
	PQreset(p->conn);
	p->lost = PQstatus(p->conn) != CONNECTION_OK;
	if (p->lost)
		return fail(c, ERR_BUSY, "db.away", "reconnect: %s", PQerrorMessage(p->conn));
	return simple(c, p, setup);
}

static void deallocate(void *arg, struct stmt *s)
{
	struct db *db = arg;
	char text[64];

	snprintf(text, sizeof text, "DEALLOCATE s%" PRIuPTR, (uintptr_t)s->handle);
	PQclear(PQexec(pg(db)->conn, text));
}

/* The name of a statement is made of its slot and age: never the same twice on a connection. */
static uintptr_t name_stmt(const struct db *db, const struct stmt *s, char *name, size_t room)
{
	uintptr_t no = s->handle != NULL ? (uintptr_t)s->handle : (uintptr_t)(db->cache.clock);

	snprintf(name, room, "s%" PRIuPTR, no);
	return no;
}

static bool prepare(struct ctx *c, struct db *db, struct stmt *s, char *name, size_t room)
{
	uintptr_t no = name_stmt(db, s, name, room);

	if (s->handle != NULL)
		return true;
	PGresult *res = PQprepare(pg(db)->conn, name, s->text, 0, NULL);
	bool ok = check(c, pg(db), res, s->text);
	PQclear(res);
	if (ok)
		s->handle = (void *)no;
	return ok;
}

static struct val cell_value(struct ctx *c, const PGresult *res, int row, int col)
{
	const char *s = PQgetvalue(res, row, col);
	size_t len = (size_t)PQgetlength(res, row, col);

	if (PQgetisnull(res, row, col))
		return val_null();
	switch (PQftype(res, col)) {
	case OID_BOOL:
		return val_bool(s[0] == 't');
	case OID_INT2:
	case OID_INT4:
	case OID_INT8:
		return val_int(strtoll(s, NULL, 10));
	case OID_BYTEA: {
		size_t n;
		unsigned char *raw = PQunescapeBytea((const unsigned char *)s, &n);
		const char *copy = arena_strndup(c->arena, (const char *)raw, n);
		PQfreemem(raw);
		return val_blob(copy, n);
	}
	}
	return (struct val){ .kind = VAL_TEXT, .s = s, .len = len };
}

static bool send_query(struct ctx *c, struct db *db, const char *name, const struct val *args, size_t n)
{
	const char **text = NEW_N(c->arena, const char *, n + 1);
	int *len = NEW_N(c->arena, int, n + 1), *format = NEW_N(c->arena, int, n + 1);

	for (size_t i = 0; i < n; i++) {
		text[i] = args[i].kind == VAL_TEXT || args[i].kind == VAL_BLOB ? args[i].s : NULL;
		len[i] = (int)args[i].len;
		format[i] = args[i].kind == VAL_BLOB;
		if (args[i].kind == VAL_INT)
			text[i] = arena_fmt(c->arena, "%" PRId64, args[i].i);
		else if (args[i].kind == VAL_BOOL)
			text[i] = args[i].i ? "t" : "f";
	}
	return PQsendQueryPrepared(pg(db)->conn, name, (int)n, text, len, format, 0) == 1 || pg_fail(c, pg(db), NULL, name);
}

static bool give_rows(struct ctx *c, const PGresult *res, db_row_fn *fn, void *arg)
{
	int width = PQnfields(res);
	struct val *cell = NEW_N(c->arena, struct val, width);

	for (int r = 0; r < PQntuples(res); r++) {
		for (int i = 0; i < width; i++)
			cell[i] = cell_value(c, res, r, i);
		if (!fn(c, arg, cell, (size_t)width))
			return false;
	}
	return true;
}

/* Every result must be taken, also after a failure; then the connection is free again. */
static bool drain(struct ctx *c, struct pg *p, const char *what, db_row_fn *fn, void *arg)
{
	struct ctx row = *c; /* cells of one row live in an arena of their own */
	bool ok = true, more = true;

	row.arena = arena_new();
	for (PGresult *res; (res = PQgetResult(p->conn)) != NULL; PQclear(res)) {
		if (ok && !check(c, p, res, what))
			ok = false;
		if (!ok || !more || fn == NULL || PQntuples(res) == 0)
			continue;
		arena_reset(row.arena);
		more = give_rows(&row, res, fn, arg);
	}
	arena_free(row.arena);
	return ok && c->err == ERR_NONE;
}

struct taker {
	struct ctx *c;
	db_row_fn *fn;
	void *arg;
	bool any;
};

static bool hand_over(struct ctx *row, void *arg, const struct val *cell, size_t n)
{
	struct taker *t = arg;

	(void)row;
	t->any = true;
	return t->fn(t->c, t->arg, cell, n);
}

/* Nothing of a pipeline may be left on the connection.  NULL twice: it broke, and no more will come. */
static void leave_pipeline(PGconn *conn)
{
	bool synced = false;

	for (int nothing = 0; !synced && nothing < 2;) {
		PGresult *res = PQgetResult(conn);
		nothing = res == NULL ? nothing + 1 : 0;
		synced = PQresultStatus(res) == PGRES_PIPELINE_SYNC;
		PQclear(res);
	}
	PQexitPipelineMode(conn);
}

/* BEGIN, PREPARE where it is new, and the statement, in one go. */
static bool run_first(struct ctx *c, struct db *db, struct stmt *s, const struct val *args, size_t n, bool stream, db_row_fn *fn, struct taker *t)
{
	struct pg *p = pg(db);
	PGconn *conn = p->conn;
	const char *begin = p->begin;
	const bool is_new = s->handle == NULL;
	char name[32];
	uintptr_t no = name_stmt(db, s, name, sizeof name);
	bool ok;

	p->begin = NULL;
	p->open = true;
	ok = (PQenterPipelineMode(conn) == 1 && PQsendQueryParams(conn, begin, 0, NULL, NULL, NULL, NULL, 0) == 1 &&
	      (!is_new || PQsendPrepare(conn, name, s->text, 0, NULL) == 1)) || pg_fail(c, p, NULL, begin);
	ok = ok && send_query(c, db, name, args, n) && (PQpipelineSync(conn) == 1 || pg_fail(c, p, NULL, begin)) &&
	     drain(c, p, begin, NULL, NULL);
	if (ok && is_new && (ok = drain(c, p, s->text, NULL, NULL)))
		s->handle = (void *)no;
	if (ok && stream && fn != NULL)
		PQsetSingleRowMode(conn);
	ok = ok && drain(c, p, s->text, fn == NULL ? NULL : hand_over, t);
	leave_pipeline(conn);
	return ok;
}

/* A connection that was found dead by the first thing said on it: nothing of the transaction has run, so it is said again on another. */
static bool is_worth_another(struct ctx *c, struct db *db, const char *begin)
{
	struct pg *p = pg(db);

	if (!p->lost)
		return false;
	ctx_clear(c);
	p->begin = begin;
	p->open = false;
	return alive(c, db);
}

/* Before what cannot take the BEGIN along. */
static bool begun(struct ctx *c, struct db *db)
{
	const char *begin = pg(db)->begin;

	if (!alive(c, db))
		return false;
	if (begin == NULL)
		return true;
	if (!simple(c, pg(db), begin) && (!is_worth_another(c, db, begin) || !simple(c, pg(db), begin)))
		return false;
	pg(db)->begin = NULL;
	pg(db)->open = true;
	return true;
}

static bool run_once(struct ctx *c, struct db *db, const char *sql, const struct val *args, size_t n, bool stream, struct taker *t)
{
	struct stmt *s = stmt_slot(&db->cache, sql, deallocate, db);
	char name[32];

	if (pg(db)->begin != NULL)
		return run_first(c, db, s, args, n, stream, t->fn, t);
	if (!prepare(c, db, s, name, sizeof name) || !send_query(c, db, name, args, n))
		return false;
	if (stream && t->fn != NULL)
		PQsetSingleRowMode(pg(db)->conn);
	return drain(c, pg(db), sql, t->fn == NULL ? NULL : hand_over, t);
}

static bool pg_run(struct ctx *c, struct db *db, const char *sql, const struct val *args, size_t n, bool stream, db_row_fn *fn, void *arg)
{
	struct taker t = { .c = c, .fn = fn, .arg = arg };

	if (!alive(c, db))
		return false;
	const char *begin = pg(db)->begin;
	const bool first = !pg(db)->open;
	if (run_once(c, db, sql, args, n, stream, &t))
		return true;
	return first && !t.any && is_worth_another(c, db, begin) && run_once(c, db, sql, args, n, stream, &t);
}

static bool pg_plan_once(struct ctx *c, struct db *db)
{
	return begun(c, db) && simple(c, pg(db), "SET LOCAL plan_cache_mode = force_generic_plan");
}

static bool pg_script(struct ctx *c, struct db *db, const char *text)
{
	return begun(c, db) && simple(c, pg(db), text);
}

static void copy_text(struct buf *b, const struct val *v)
{
	static const char hex[] = "0123456789abcdef";

	if (v->kind == VAL_BLOB) {
		buf_put(b, "\\\\x");
		for (size_t i = 0; i < v->len; i++)
			buf_add(b, (char[]){ hex[(unsigned char)v->s[i] >> 4], hex[v->s[i] & 15] }, 2);
		return;
	}
	for (size_t i = 0, from = 0; i <= v->len; i++) {
		char ch = i < v->len ? v->s[i] : '\0';
		if (i < v->len && ch != '\\' && ch != '\t' && ch != '\n' && ch != '\r')
			continue;
		buf_add(b, v->s + from, i - from);
		from = i + 1;
		if (i < v->len)
			buf_add(b, (char[]){ '\\', ch == '\t' ? 't' : ch == '\n' ? 'n' : ch == '\r' ? 'r' : '\\' }, 2);
	}
}

static void copy_line(struct buf *b, const struct val *cell, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(b, '\t');
		switch (cell[i].kind) {
		case VAL_NULL: buf_put(b, "\\N"); break;
		case VAL_INT:  buf_int(b, cell[i].i); break;
		case VAL_BOOL: buf_char(b, cell[i].i ? 't' : 'f'); break;
		case VAL_TEXT:
		case VAL_BLOB: copy_text(b, &cell[i]); break;
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

static void analyse_grown(struct pg *p)
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

static bool pg_bulk(struct ctx *c, struct db *db, const struct bulk *b)
{
	struct arena *a = arena_new();
	struct buf text = buf_in(a);

	buf_fmt(&text, "COPY %s (", b->table);
	for (size_t i = 0; i < b->n_columns; i++)
		buf_fmt(&text, "%s%s", i > 0 ? ", " : "", b->column[i]);
	buf_put(&text, ") FROM STDIN");
	bool ok = begun(c, db);
	PGresult *res = ok ? PQexec(pg(db)->conn, text.data) : NULL;
	ok = ok && (PQresultStatus(res) == PGRES_COPY_IN || pg_fail(c, pg(db), res, b->table));
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
		ok = drain(c, pg(db), b->table, NULL, NULL);
	}
	arena_free(a);
	if (ok)
		note_growth(pg(db), b->table, b->n_rows);
	return ok;
}

static bool pg_begin(struct ctx *c, struct db *db)
{
	(void)c;
	pg(db)->begin = "BEGIN";
	return true;
}

/* True when there is a transaction to end. */
static bool was_begun(struct pg *p)
{
	const bool open = p->open;

	p->begin = NULL;
	p->open = false;
	return open;
}

static bool pg_end(struct ctx *c, struct db *db, bool ok)
{
	struct ctx quiet = *c; /* a failed rollback must not hide the first error */

	if (!was_begun(pg(db)))
		return ok;
	if (ok && PQtransactionStatus(pg(db)->conn) == PQTRANS_INTRANS) {
		ok = simple(c, pg(db), "COMMIT");
		analyse_grown(pg(db));
		return ok;
	}
	quiet.err = ERR_NONE;
	if (PQstatus(pg(db)->conn) == CONNECTION_OK)
		(void)!simple(&quiet, pg(db), "ROLLBACK");
	return ok ? fail(c, ERR_BUSY, "db.away", "the transaction was gone at its end") : false;
}

static bool pg_read_begin(struct ctx *c, struct db *db)
{
	(void)c;
	pg(db)->begin = begin_read;
	return true;
}

static void pg_read_end(struct ctx *c, struct db *db)
{
	struct pg *p = pg(db);

	(void)c;
	if (was_begun(p))
		p->ending = PQstatus(p->conn) == CONNECTION_OK && PQsendQuery(p->conn, "COMMIT") == 1;
}

const struct driver driver_postgres = {
	.engine = ENGINE_POSTGRES, .scheme = "postgres",
	.database_open = pg_database_open, .database_close = pg_database_close,
	.open = pg_open, .close = pg_close, .run = pg_run, .script = pg_script, .bulk = pg_bulk,
	.begin = pg_begin, .end = pg_end, .read_begin = pg_read_begin, .read_end = pg_read_end, .plan_once = pg_plan_once,
};
