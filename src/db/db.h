/* db.h - one database interface over SQLite and PostgreSQL.
 *
 * A struct database is the place (one per process, shared by threads); a struct
 * db is one thread's handle to it.  Statements are named in sql/ and compiled to
 * enum sql_id by tools/sqlgen, or generated from the catalogue and passed as
 * text.  Placeholders are $1, $2 ...  Rows come back in the caller's arena.
 *
 * Writing is possible inside db_begin/db_end only.  After any error inside a
 * transaction it can only be rolled back, on both engines alike; db_save and
 * db_restore mark a part that may fail alone.  What gives no rows may fail as late as at the next
 * statement that does, or at the end: PostgreSQL is told both in one go.
 *
 * SQLite: one writer connection per file serves all threads in turn, writers
 * that arrive together share a commit, and db_end returns when it is on disk.
 * Errors: ERR_CONFLICT unique key, ERR_INVALID foreign key, ERR_FULL, and ERR_BUSY
 * with what ctx.again says: "db.retry" (serialization, deadlock: AGAIN), "db.timeout"
 * (AGAIN_NOT), "db.away" (connection lost: AGAIN_IF_READ).  A connection that is found dead before anything was done in a transaction or a read is
 * replaced, and nobody is told.  One that cannot be made: "db.open", "db.host", "db.password", "db.login", "db.no_database", "db.url"; what is there and no
 * database: ERR_INTERNAL "db.not_database", "db.damaged". */
#ifndef DB_H
#define DB_H

#include "base/ctx.h"
#include "base/val.h"
#include "sql.h"

struct database;

struct rows {
	size_t count, width;
	struct val *cell; /* count * width, row by row */
};

static inline const struct val *rows_at(const struct rows *r, size_t row, size_t col)
{
	assert(row < r->count && col < r->width);
	return &r->cell[row * r->width + col];
}

static inline int64_t rows_int(const struct rows *r, size_t row, size_t col)
{
	return rows_at(r, row, col)->kind == VAL_NULL ? 0 : rows_at(r, row, col)->i;
}

static inline const char *rows_text(const struct rows *r, size_t row, size_t col) /* NULL for null */
{
	return rows_at(r, row, col)->kind == VAL_TEXT ? rows_at(r, row, col)->s : NULL;
}

#define ARGS(...) (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ }))

/* url: "sqlite:PATH" ("sqlite:PATH?sync=off" for tests) or "postgres://...". */
MUST_CHECK bool database_open(struct ctx *, struct database **ret, const char *url);
void database_close(struct database *); /* after its handles */

/* For whoever serves, once: from here on a server of which nothing is heard, though it closes no connection, is noticed within 2 s.  What waits for it
 * fails as if its connection was lost, and what is asked fails at once, until it answers. */
void database_pulse(struct database *);

MUST_CHECK bool db_open(struct ctx *, struct db **ret, struct database *);
void db_close(struct db *);
enum engine db_engine(const struct db *);

/* It has several servers (Citus): what stands on different ones is not asked for in one statement ("spread", catalog/system/README.md). */
bool db_is_several(const struct db *);

struct database *db_database(const struct db *); /* for another handle */

/* For whoever has had nothing to do for a while: memory that only made it faster goes back, that of its handle and what was freed elsewhere. */
void db_rest(struct db *);

/* Named statements. */
MUST_CHECK bool db_rows(struct ctx *, struct rows *ret, enum sql_id, const struct val *args, size_t n_args);
MUST_CHECK bool db_exec(struct ctx *, enum sql_id, const struct val *args, size_t n_args);

/* Statements generated from the catalogue. */
MUST_CHECK bool db_query(struct ctx *, struct rows *ret, const char *sql, const struct val *args, size_t n_args);
MUST_CHECK bool db_run(struct ctx *, const char *sql, const struct val *args, size_t n_args);

/* A change of one row that is known to be there, and held: ERR_INTERNAL "db.not_one" otherwise. */
MUST_CHECK bool db_run_one(struct ctx *, const char *sql, const struct val *args, size_t n_args);

/* Row by row, whatever the size of the answer.  The cells live until the next
 * row; fn must not use the same handle.  Stops when fn returns false. */
typedef bool db_row_fn(struct ctx *, void *arg, const struct val *cell, size_t n_cells);
MUST_CHECK bool db_each(struct ctx *, const char *sql, const struct val *args, size_t n_args, db_row_fn *fn, void *arg);

MUST_CHECK bool db_rows_each(struct ctx *, enum sql_id, const struct val *args, size_t n_args, db_row_fn *fn, void *arg);

/* The same for an answer that is known to be small, such as a page: taken whole, which costs less. */
MUST_CHECK bool db_visit(struct ctx *, const char *sql, const struct val *args, size_t n_args, db_row_fn *fn, void *arg);

/* Many rows into one table: prepared inserts, or COPY. */
struct bulk {
	const char *table;
	const char *const *column;
	size_t n_columns, n_rows;
	const struct val *cell; /* n_rows * n_columns */
};
MUST_CHECK bool db_bulk(struct ctx *, const struct bulk *);

/* Tables and their changes; several statements, no arguments. */
MUST_CHECK bool db_script(struct ctx *, const char *text);

/* db_end commits when ok, rolls back otherwise, and returns whether it committed. */
MUST_CHECK bool db_begin(struct ctx *);
MUST_CHECK bool db_end(struct ctx *, bool ok);

/* The same for whoever finds out by what is written whether what was read still holds: up to the first write PostgreSQL reads in no
 * transaction, and what is written goes out in one at the end. */
MUST_CHECK bool db_begin_unheld(struct ctx *);
MUST_CHECK bool db_save(struct ctx *);              /* inside a transaction; no nesting */
MUST_CHECK bool db_restore(struct ctx *, bool ok);  /* ok: keep; else undo to db_save and return false */

/* In between everything is done in earnest, in one transaction: what begins and ends inside is seen there, and fails alone.  At the end it is taken
 * back, or kept as by db_end.  Not nested. */
MUST_CHECK bool db_trial_begin(struct ctx *);
void db_trial_end(struct ctx *);
MUST_CHECK bool db_trial_keep(struct ctx *, bool ok);

/* What the running transaction carries for the store: NULL at its beginning, and again when a part of it was undone. */
void **db_tx_slot(struct ctx *);

/* Several reads that belong together see one state, that of the first of them (and cost less on SQLite).  Inside a read or a
 * transaction it joins that one, and for each begin there is an end; an end without one does nothing.  After a lost connection all that
 * is left of the read fails with ERR_BUSY "db.away". */
MUST_CHECK bool db_read_begin(struct ctx *);
void db_read_end(struct ctx *);

/* The same for whoever looks for what is to be written, and looks again then: the next db_begin ends it, and they see one state
 * only where that costs less (SQLite). */
MUST_CHECK bool db_read_loosely(struct ctx *);

/* To the end of the running read or transaction the same is asked of one unit after the other: PostgreSQL does not plan it anew for each, which took a
 * fifth of the time.  Outside of both nothing changes. */
MUST_CHECK bool db_plan_once(struct ctx *);

/* Units stand elsewhere than when the transaction began: what stands below the scope of an account (ctx.fence) is found anew. */
void db_fence_anew(struct ctx *);

/* For tests: the n-th call from now on this handle fails with ERR_BUSY "db.fault".  0: never. */
void db_inject_fault(struct db *, int n);

/* For tests: nothing is committed on this handle, as on a full disk: ERR_FULL "db.full". */
void db_inject_full(struct db *, bool full);

/* For tests: fn is told every statement before it runs on this handle, BEGIN, COMMIT and ROLLBACK too; it may not use the handle.  NULL: nobody is. */
void db_watch(struct db *, void (*fn)(void *, const char *sql), void *arg);

/* For tests: fn is called before the n-th call from now on this handle; it may not use the handle. */
void db_inject_pause(struct db *, int n, void (*fn)(void *), void *arg);

#endif
