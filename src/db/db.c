/* db.c - what both engines share: choosing, faults, rows, transactions. */
#include "db/driver.h"

#include <malloc.h>
#include <stdlib.h>

static const struct driver *const drivers[] = { &driver_sqlite, &driver_postgres };

static bool fault(struct ctx *c)
{
	if (c->db->pause > 0 && --c->db->pause == 0)
		c->db->at_pause(c->db->pause_arg);
	return c->db->fault > 0 && --c->db->fault == 0 && !fail(c, ERR_BUSY, "db.fault", "injected");
}

void db_inject_fault(struct db *db, int n)
{
	db->fault = n;
}

void db_inject_full(struct db *db, bool full)
{
	db->full = full;
}

static bool is_full(struct ctx *c)
{
	return c->db->full && !fail(c, ERR_FULL, "db.full", "injected: đĩa đầy");
}

void db_inject_pause(struct db *db, int n, void (*fn)(void *), void *arg)
{
	db->pause = n;
	db->at_pause = fn;
	db->pause_arg = arg;
}

void db_watch(struct db *db, void (*fn)(void *, const char *sql), void *arg)
{
	db->watch = fn;
	db->watch_arg = arg;
}

static void tell(const struct db *db, const char *sql)
{
	if (db->watch != NULL)
		db->watch(db->watch_arg, sql);
}

static bool run(struct ctx *c, const char *sql, const struct val *args, size_t n, bool stream, db_row_fn *fn, void *arg)
{
	tell(c->db, sql);
	return !fault(c) && c->db->driver->run(c, c->db, sql, args, n, stream, fn, arg);
}

bool database_open(struct ctx *c, struct database **ret, const char *url)
{
	for (size_t i = 0; i < COUNT(drivers); i++) {
		size_t n = strlen(drivers[i]->scheme);
		if (strncmp(url, drivers[i]->scheme, n) != 0)
			continue;
		struct database *d = calloc(1, sizeof *d);
		if (d == NULL || (d->url = strdup(url)) == NULL)
			abort();
		d->driver = drivers[i];
		if (!d->driver->database_open(c, d, url + n)) {
			database_close(d);
			return false;
		}
		*ret = d;
		return true;
	}
	return fail(c, ERR_INVALID, "db.url", "Địa chỉ cơ sở dữ liệu phải có dạng sqlite:TỆP hoặc postgres://…");
}

void database_close(struct database *d)
{
	if (d == NULL)
		return;
	d->driver->database_close(d);
	free(d->url);
	free(d);
}

void database_pulse(struct database *d)
{
	if (d->driver->pulse != NULL)
		d->driver->pulse(d);
}

bool db_open(struct ctx *c, struct db **ret, struct database *d)
{
	struct db *db = calloc(1, sizeof *db);

	if (db == NULL)
		abort();
	db->driver = d->driver;
	db->database = d;
	if (!d->driver->open(c, db)) {
		db_close(db);
		return false;
	}
	*ret = db;
	return true;
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	assert(!db->in_tx);
	db->driver->close(db);
	free(db);
}

/* The library keeps what was freed for the next time, in pieces here and there. */
void db_rest(struct db *db)
{
	if (db != NULL && db->driver->rest != NULL)
		db->driver->rest(db);
	malloc_trim(0);
}

bool db_plan_once(struct ctx *c)
{
	return (!c->db->in_tx && (c->db->in_read == 0 || c->db->loose)) || c->db->driver->plan_once == NULL || c->db->driver->plan_once(c, c->db);
}

void db_fence_anew(struct ctx *c)
{
	if (c->db->driver->fence_anew != NULL)
		c->db->driver->fence_anew(c->db);
}

struct database *db_database(const struct db *db)
{
	return db->database;
}

bool db_is_several(const struct db *db)
{
	return db->several;
}

enum engine db_engine(const struct db *db)
{
	return db->driver->engine;
}

/* Rows double their room at 1, 2, 4, 8 ... */
static bool collect(struct ctx *c, void *arg, const struct val *cell, size_t width)
{
	struct rows *r = arg;
	size_t n = r->count * width;

	r->width = width;
	if ((r->count & (r->count - 1)) == 0) {
		struct val *bigger = NEW_N(c->arena, struct val, (r->count == 0 ? 1 : r->count * 2) * width);
		if (n > 0)
			memcpy(bigger, r->cell, n * sizeof *bigger);
		r->cell = bigger;
	}
	for (size_t i = 0; i < width; i++) {
		struct val v = cell[i];
		if (v.kind == VAL_TEXT || v.kind == VAL_BLOB)
			v.s = arena_strndup(c->arena, v.s, v.len);
		r->cell[n + i] = v;
	}
	r->count++;
	return true;
}

bool db_each(struct ctx *c, const char *sql, const struct val *args, size_t n, db_row_fn *fn, void *arg)
{
	return run(c, sql, args, n, true, fn, arg);
}

bool db_visit(struct ctx *c, const char *sql, const struct val *args, size_t n, db_row_fn *fn, void *arg)
{
	return run(c, sql, args, n, false, fn, arg);
}

bool db_query(struct ctx *c, struct rows *ret, const char *sql, const struct val *args, size_t n)
{
	*ret = (struct rows){ 0 };
	return db_visit(c, sql, args, n, collect, ret);
}

bool db_run(struct ctx *c, const char *sql, const struct val *args, size_t n)
{
	assert(c->db->in_tx);
	return db_visit(c, sql, args, n, NULL, NULL);
}

bool db_run_one(struct ctx *c, const char *sql, const struct val *args, size_t n)
{
	assert(c->db->in_tx);
	tell(c->db, sql);
	return !fault(c) && c->db->driver->run_one(c, c->db, sql, args, n);
}

static const char *text_of(const struct ctx *c, enum sql_id id)
{
	const char *text = sql_table[id].text[db_engine(c->db)];

	assert(text != NULL); /* it is the other engine's alone */
	return text;
}

bool db_rows(struct ctx *c, struct rows *ret, enum sql_id id, const struct val *args, size_t n)
{
	return db_query(c, ret, text_of(c, id), args, n);
}

bool db_rows_each(struct ctx *c, enum sql_id id, const struct val *args, size_t n, db_row_fn *fn, void *arg)
{
	return db_each(c, text_of(c, id), args, n, fn, arg);
}

bool db_exec(struct ctx *c, enum sql_id id, const struct val *args, size_t n)
{
	return db_run(c, text_of(c, id), args, n);
}

bool db_bulk(struct ctx *c, const struct bulk *b)
{
	assert(c->db->in_tx);
	return b->n_rows == 0 || (!fault(c) && c->db->driver->bulk(c, c->db, b));
}

bool db_script(struct ctx *c, const char *text)
{
	assert(c->db->in_tx);
	return !fault(c) && c->db->driver->script(c, c->db, text);
}

static bool begin_part(struct ctx *c)
{
	assert(!c->db->in_part);
	c->db->tx_slot = NULL;
	c->db->in_part = db_script(c, "SAVEPOINT trial");
	return c->db->in_part;
}

/* Beyond the trial nobody sees it. */
static bool end_part(struct ctx *c, bool ok)
{
	struct ctx quiet = *c; /* a failed rollback must not hide the first error */

	assert(c->db->in_part);
	c->db->in_part = false;
	c->db->tx_slot = NULL;
	if (ok && db_script(c, "RELEASE trial"))
		return true;
	quiet.err = ERR_NONE;
	(void)!c->db->driver->script(&quiet, c->db, "ROLLBACK TO trial; RELEASE trial");
	return false;
}

bool db_begin(struct ctx *c)
{
	assert(!c->db->in_tx || c->db->in_trial); /* one level only; nested work joins the caller's */
	if (c->db->loose && c->db->in_read == 1)
		db_read_end(c);
	if (c->db->in_read > 0)
		return fail(c, ERR_INTERNAL, "db.read_only", "a write inside a read");
	if (c->db->in_trial)
		return begin_part(c);
	tell(c->db, "BEGIN");
	if (fault(c) || !c->db->driver->begin(c, c->db))
		return false;
	c->db->in_tx = true;
	c->db->tx_slot = NULL;
	return true;
}

/* Several servers know of a transaction only by its BEGIN. */
bool db_begin_unheld(struct ctx *c)
{
	const bool ok = db_begin(c);

	c->db->unheld = ok && !c->db->in_trial && !c->db->several;
	return ok;
}

void **db_tx_slot(struct ctx *c)
{
	assert(c->db->in_tx);
	return &c->db->tx_slot;
}

bool db_end(struct ctx *c, bool ok)
{
	assert(c->db->in_tx);
	assert(ok == (c->err == ERR_NONE));
	if (c->db->in_trial)
		return end_part(c, ok);
	if (ok && (fault(c) || is_full(c)))
		ok = false;
	c->db->in_tx = false;
	tell(c->db, ok ? "COMMIT" : "ROLLBACK");
	ok = c->db->driver->end(c, c->db, ok);
	c->db->unheld = false;
	return ok;
}

bool db_trial_begin(struct ctx *c)
{
	c->db->in_trial = db_begin(c);
	return c->db->in_trial;
}

void db_trial_end(struct ctx *c)
{
	struct ctx quiet = *c;

	assert(c->db->in_trial && !c->db->in_part);
	quiet.err = ERR_NONE;
	c->db->in_trial = c->db->in_tx = false;
	(void)!c->db->driver->end(&quiet, c->db, false);
}

bool db_trial_keep(struct ctx *c, bool ok)
{
	assert(c->db->in_trial && !c->db->in_part);
	c->db->in_trial = false;
	return db_end(c, ok);
}

bool db_save(struct ctx *c)
{
	return db_script(c, "SAVEPOINT part");
}

bool db_restore(struct ctx *c, bool ok)
{
	struct ctx quiet = *c; /* a failed rollback must not hide the first error */

	if (ok)
		return db_script(c, "RELEASE part");
	quiet.err = ERR_NONE;
	c->db->tx_slot = NULL;
	(void)!c->db->driver->script(&quiet, c->db, "ROLLBACK TO part; RELEASE part");
	return false;
}

static bool is_writing(const struct db *db)
{
	return db->in_tx || db->in_trial;
}

static bool read_begin(struct ctx *c)
{
	tell(c->db, "BEGIN");
	return c->db->driver->read_begin(c, c->db);
}

bool db_read_begin(struct ctx *c)
{
	if (fault(c) || (c->db->in_read == 0 && !is_writing(c->db) && !read_begin(c)))
		return false;
	c->db->in_read++;
	return true;
}

bool db_read_loosely(struct ctx *c)
{
	assert(c->db->in_read == 0 && !is_writing(c->db));
	if (fault(c) || (c->db->driver->reads_gain && !read_begin(c)))
		return false;
	c->db->in_read = 1;
	c->db->loose = true;
	return true;
}

void db_read_end(struct ctx *c)
{
	const bool nothing = c->db->loose && !c->db->driver->reads_gain;

	if (c->db->in_read == 0 || --c->db->in_read > 0 || is_writing(c->db))
		return;
	c->db->loose = false;
	if (nothing)
		return;
	tell(c->db, "COMMIT");
	c->db->driver->read_end(c, c->db);
}
