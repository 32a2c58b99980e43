/* postgres_driver.c - the PostgreSQL driver: libpq, text format, prepared statements, COPY for many rows. */
#include "db/postgres.h"

static const char begin_read[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

static bool pg_plan_once(struct ctx *c, struct db *db)
{
	return postgres_begun(c, db) && postgres_simple(c, pg(db), "SET LOCAL plan_cache_mode = force_generic_plan");
}

/* What it does is done for whoever asks, so that is said first. */
static bool pg_script(struct ctx *c, struct db *db, const char *text)
{
	const bool back = strncmp(text, "ROLLBACK", 8) == 0, marks = back || strncmp(text, "SAVEPOINT", 9) == 0 || strncmp(text, "RELEASE", 7) == 0;

	if (back) {
		pg(db)->n_later = 0; /* it would be taken back */
		postgres_fence_forget(pg(db));
	}
	return (marks ? postgres_begun(c, db) : postgres_run(c, db, "SELECT 1", NULL, 0, false, NULL, NULL) && postgres_begun(c, db)) && postgres_simple(c, pg(db), text);
}

static void pg_fence_anew(struct db *db)
{
	pg(db)->age++;
	pg(db)->moved = true;
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
	p->n_later = 0;
	if (p->moved)
		postgres_fence_moved();
	p->moved = false;
	return open;
}

/* A COMMIT that was said and not heard of may have been done. */
static bool commit(struct ctx *c, struct db *db)
{
	struct pg *p = pg(db);

	p->unheard = false;
	if (p->n_later > 0 ? postgres_commit(c, db) : postgres_simple(c, p, "COMMIT")) {
		postgres_analyse_grown(p);
		return true;
	}
	postgres_fence_forget(p);
	if (p->unheard) {
		ctx_clear(c);
		(void)!fail(c, ERR_BUSY, "db.unknown", "the connection was lost at the COMMIT");
		c->again = AGAIN_LOOK;
	}
	return false;
}

static bool pg_end(struct ctx *c, struct db *db, bool ok)
{
	struct pg *p = pg(db);
	struct ctx quiet = *c; /* a failed rollback must not hide the first error */

	if (ok && p->n_later > 0 && !p->open) { /* by itself: a COMMIT is not said twice */
		if (db->unheld) {
			ok = postgres_alive(c, db) && commit(c, db);
			return !was_begun(p) && ok;
		}
		ok = postgres_begun(c, db);
	}
	if (ok && p->open && PQtransactionStatus(p->conn) == PQTRANS_INTRANS) {
		ok = commit(c, db);
		if (ok || p->lost || PQtransactionStatus(p->conn) == PQTRANS_IDLE)
			return !was_begun(p) || ok;
	}
	if (!was_begun(p))
		return ok;
	quiet.err = ERR_NONE;
	postgres_fence_forget(p);
	if (PQstatus(p->conn) == CONNECTION_OK)
		(void)!postgres_simple(&quiet, p, "ROLLBACK");
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
	if (p->open && PQtransactionStatus(p->conn) != PQTRANS_INTRANS)
		postgres_fence_forget(p); /* what fails takes it back */
	if (was_begun(p))
		p->ending = PQstatus(p->conn) == CONNECTION_OK && PQsendQuery(p->conn, "COMMIT") == 1;
}

const struct driver driver_postgres = {
	.engine = ENGINE_POSTGRES, .scheme = "postgres",
	.database_open = postgres_database_open, .database_close = postgres_database_close,
	.open = postgres_open, .close = postgres_close, .run = postgres_run, .run_one = postgres_run_one, .script = pg_script, .bulk = postgres_bulk,
	.begin = pg_begin, .end = pg_end, .read_begin = pg_read_begin, .read_end = pg_read_end, .plan_once = pg_plan_once,
	.pulse = postgres_pulse, .fence_anew = pg_fence_anew,
};
