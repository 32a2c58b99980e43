/* sqlite.c - the SQLite driver: a read-only connection per handle, one writer for all (sqlite_writer.c). */
#include "db/sqlite.h"

#include "base/buf.h"

static bool sq_open(struct ctx *c, struct db *db)
{
	const char *path = ((struct writer *)db->database->state)->path;

	return sqlite_connect(c, (sqlite3 **)&db->conn, path, SQLITE_OPEN_READONLY, "PRAGMA cache_size = -2000");
}

/* Pages, which the system has as well, and statements that are prepared. */
static void sq_rest(struct db *db)
{
	stmt_clear(&db->cache, sqlite_drop, NULL);
	sqlite3_db_release_memory(db->conn);
	sqlite_writer_rest(db->database->state);
}

static void sq_close(struct db *db)
{
	stmt_clear(&db->cache, sqlite_drop, NULL);
	sqlite3_close(db->conn);
}

static bool sq_run(struct ctx *c, struct db *db, const char *sql, const struct val *args, size_t n, bool stream, db_row_fn *fn, void *arg)
{
	struct writer *w = db->database->state;
	struct stmt *s = stmt_slot(db->in_tx ? &w->cache : &db->cache, sql, sqlite_drop, NULL);

	(void)stream; /* SQLite always gives row by row */
	if (!sqlite_prepare(c, db->in_tx ? w->conn : db->conn, s))
		return false;
	bool ok = sqlite_run(c, s, args, n, fn, arg);
	sqlite3_clear_bindings(s->handle); /* the texts belong to the caller */
	return ok;
}

static bool sq_run_one(struct ctx *c, struct db *db, const char *sql, const struct val *args, size_t n)
{
	const struct writer *w = db->database->state;

	if (!sq_run(c, db, sql, args, n, false, NULL, NULL))
		return false;
	return sqlite3_changes(w->conn) == 1 || fail(c, ERR_INTERNAL, "db.not_one", "meets %d rows: %s", sqlite3_changes(w->conn), sql);
}

static bool sq_script(struct ctx *c, struct db *db, const char *text)
{
	sqlite3 *conn = ((struct writer *)db->database->state)->conn;

	return sqlite3_exec(conn, text, NULL, NULL, NULL) == SQLITE_OK || sqlite_fail(c, conn, text);
}

enum { BULK_VALUES_MAX = 8000 }; /* of one statement */

static struct stmt *insert_of(struct ctx *c, struct writer *w, const struct bulk *b, size_t rows)
{
	struct buf sql = buf_in(c->arena);

	buf_fmt(&sql, "INSERT INTO %s (", b->table);
	for (size_t i = 0; i < b->n_columns; i++)
		buf_fmt(&sql, "%s%s", i > 0 ? ", " : "", b->column[i]);
	buf_put(&sql, ") VALUES ");
	for (size_t i = 0; i < rows * b->n_columns; i++)
		buf_put(&sql, i == 0 ? "(?" : i % b->n_columns == 0 ? "), (?" : ", ?");
	buf_char(&sql, ')');
	return stmt_slot(&w->cache, sql.data, sqlite_drop, NULL);
}

/* Many rows a statement: with each that fires a trigger, the words of what was written before go from memory into their table. */
static bool sq_bulk(struct ctx *c, struct db *db, const struct bulk *b)
{
	static const size_t sizes[] = { 64, 8, 1 };
	struct writer *w = db->database->state;
	size_t done = 0;
	bool ok = true;

	for (size_t i = 0; ok && i < COUNT(sizes); i++) {
		if (b->n_rows - done < sizes[i] || sizes[i] * b->n_columns > BULK_VALUES_MAX)
			continue;
		struct stmt *s = insert_of(c, w, b, sizes[i]);
		for (ok = sqlite_prepare(c, w->conn, s); ok && b->n_rows - done >= sizes[i]; done += sizes[i])
			ok = sqlite_run(c, s, b->cell + done * b->n_columns, sizes[i] * b->n_columns, NULL, NULL);
		if (s->handle != NULL)
			sqlite3_clear_bindings(s->handle);
	}
	return ok;
}

static bool sq_read_begin(struct ctx *c, struct db *db)
{
	return sqlite_word(c, db->conn, &db->cache, "BEGIN");
}

static void sq_read_end(struct ctx *c, struct db *db)
{
	struct ctx quiet = *c;

	quiet.err = ERR_NONE;
	(void)!sqlite_word(&quiet, db->conn, &db->cache, "ROLLBACK");
}

const struct driver driver_sqlite = {
	.engine = ENGINE_SQLITE, .scheme = "sqlite:",
	.database_open = sqlite_writer_open, .database_close = sqlite_writer_close,
	.open = sq_open, .close = sq_close, .run = sq_run, .run_one = sq_run_one, .script = sq_script, .bulk = sq_bulk,
	.begin = sqlite_writer_begin, .end = sqlite_writer_end, .reads_gain = true, .read_begin = sq_read_begin, .read_end = sq_read_end,
	.rest = sq_rest,
};
