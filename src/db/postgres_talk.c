/* postgres_talk.c - what is said on a connection, and what is heard. */
#include "db/postgres.h"

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23 };

static void deallocate(void *arg, struct stmt *s)
{
	struct db *db = arg;
	char text[64];

	snprintf(text, sizeof text, "DEALLOCATE s%" PRIuPTR, (uintptr_t)s->handle);
	PQclear(PQexec(pg(db)->conn, text));
}

/* The name of a statement is made of its slot and age: never the same twice on a connection. */
static const char *name_of(const struct stmt *s, char *name, size_t room)
{
	snprintf(name, room, "s%" PRIuPTR, (uintptr_t)s->handle);
	return name;
}

static bool prepare(struct ctx *c, struct db *db, struct stmt *s)
{
	char name[32];

	if (s->handle != NULL)
		return true;
	s->handle = (void *)(uintptr_t)s->used;
	PGresult *res = PQprepare(pg(db)->conn, name_of(s, name, sizeof name), s->text, 0, NULL);
	const bool ok = postgres_check(c, pg(db), res, s->text);
	PQclear(res);
	if (!ok)
		s->handle = NULL;
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
	return (struct val){ .kind = VAL_TEXT, .len = val_length(len), .s = s };
}

/* Without a statement that is prepared, by its text. */
static bool send_query(struct ctx *c, struct db *db, const struct said *w, const struct stmt *s)
{
	const char **text = NEW_N(c->arena, const char *, w->n + 1);
	int *len = NEW_N(c->arena, int, w->n + 1), *format = NEW_N(c->arena, int, w->n + 1), n = (int)w->n;
	PGconn *conn = pg(db)->conn;
	char name[32];

	for (size_t i = 0; i < w->n; i++) {
		const struct val *v = &w->args[i];
		text[i] = v->kind == VAL_TEXT || v->kind == VAL_BLOB ? v->s : NULL;
		len[i] = v->kind == VAL_TEXT || v->kind == VAL_BLOB ? (int)v->len : 0;
		format[i] = v->kind == VAL_BLOB;
		if (v->kind == VAL_INT)
			text[i] = arena_fmt(c->arena, "%" PRId64, v->i);
		else if (v->kind == VAL_BOOL)
			text[i] = v->i ? "t" : "f";
	}
	return (s == NULL ? PQsendQueryParams(conn, w->sql, n, NULL, text, len, format, 0)
	                  : PQsendQueryPrepared(conn, name_of(s, name, sizeof name), n, text, len, format, 0)) == 1 || postgres_fail(c, pg(db), NULL, w->sql);
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
bool postgres_drain(struct ctx *c, struct pg *p, const struct said *w, db_row_fn *fn, void *arg)
{
	struct ctx row = *c; /* cells of one row live in an arena of their own */
	bool ok = true, more = true;

	row.arena = fn == NULL ? NULL : arena_new();
	for (PGresult *res; (res = PQgetResult(p->conn)) != NULL; PQclear(res)) {
		if (ok && !postgres_check(c, p, res, w->sql))
			ok = false;
		if (!ok || !more || fn == NULL || PQntuples(res) == 0)
			continue;
		arena_reset(row.arena);
		more = give_rows(&row, res, fn, arg);
	}
	if (fn != NULL)
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

static bool send_one(struct ctx *c, struct db *db, struct said *w)
{
	struct stmt *s = w->stmt != NULL && streq(w->stmt->text, w->sql) ? w->stmt : NULL; /* another may have taken its slot */
	char name[32];

	w->stmt = s;
	w->is_new = s != NULL && s->handle == NULL;
	if (w->is_new) {
		s->handle = (void *)(uintptr_t)s->used;
		if (PQsendPrepare(pg(db)->conn, name_of(s, name, sizeof name), s->text, 0, NULL) != 1)
			return postgres_fail(c, pg(db), NULL, w->sql);
	}
	return send_query(c, db, w, s);
}

struct learner {
	struct pg *p;
	const struct fence_said *of;
};

static bool learn(struct ctx *row, void *arg, const struct val *cell, size_t n)
{
	const struct learner *l = arg;

	(void)row, (void)n;
	postgres_fence_learn(l->p, l->of, &cell[0]);
	return true;
}

static bool hear_one(struct ctx *c, struct pg *p, const struct said *w, bool stream, struct taker *t)
{
	db_row_fn *fn = t != NULL && t->fn != NULL ? hand_over : NULL;

	if (w->is_new && !postgres_drain(c, p, &(struct said){ .sql = w->sql }, NULL, NULL))
		return false;
	if (stream && fn != NULL)
		PQsetSingleRowMode(p->conn);
	return w->tells != NULL ? postgres_drain(c, p, w, learn, &(struct learner){ p, w->tells }) : postgres_drain(c, p, w, fn, t);
}

/* Of one that fails it is not known what was still prepared. */
static void forget_new(struct said *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (w[i].is_new)
			w[i].stmt->handle = NULL;
}

/* All of one go: each after whom it is for, where that is somebody else than before. */
struct talk {
	struct said said[2 * (LATER_MAX + 2)];
	size_t n;
	struct fence_said fence;
};

static void add(struct ctx *c, const struct pg *p, struct talk *k, const struct said *w)
{
	if (!postgres_is_said(&k->fence, &w->fence)) {
		k->said[k->n++] = postgres_fence_say(c, p, &w->fence);
		k->fence = w->fence;
	}
	k->said[k->n++] = *w;
}

/* What was put off, and what is said last, in one go.  begun: after the BEGIN that is wanted. */
static bool say(struct ctx *c, struct db *db, const struct said *last, bool begun, bool stream, struct taker *t)
{
	struct pg *p = pg(db);
	struct talk k;

	k.n = 0;
	k.fence = p->fence;
	if (begun && p->begin != NULL)
		add(c, p, &k, &(struct said){ .sql = p->begin });
	for (size_t i = 0; i < p->n_later; i++)
		add(c, p, &k, &p->later[i]);
	if (last != NULL)
		add(c, p, &k, last);
	const size_t n = k.n;
	struct said *all = k.said;
	for (size_t i = 0; i < n; i++)
		all[i].stmt = stmt_slot(&db->cache, all[i].sql, deallocate, db);
	if (begun) {
		p->open = true;
		p->begin = NULL;
	}
	bool ok = PQenterPipelineMode(p->conn) == 1 || postgres_fail(c, p, NULL, all[0].sql);
	for (size_t i = 0; ok && i < n; i++)
		ok = send_one(c, db, &all[i]);
	ok = ok && (PQpipelineSync(p->conn) == 1 || postgres_fail(c, p, NULL, all[0].sql));
	for (size_t i = 0; ok && i < n; i++)
		ok = hear_one(c, p, &all[i], stream, i + 1 == n ? t : NULL);
	leave_pipeline(p->conn);
	if (!ok) {
		forget_new(all, n);
		postgres_fence_forget(p);
	} else if (k.fence.path != p->fence.path) {
		postgres_fence_note(p, &k.fence);
	}
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
	return postgres_alive(c, db);
}

static void drop_later(struct pg *p)
{
	p->n_later = 0;
	if (p->words != NULL)
		arena_reset(p->words);
}

static bool run_once(struct ctx *c, struct db *db, const struct said *w, bool stream, struct taker *t)
{
	const bool begun = w == NULL || (pg(db)->begin != NULL && !db->unheld) || pg(db)->n_later > 0;

	if (begun || !postgres_is_said(&pg(db)->fence, &w->fence))
		return say(c, db, w, begun, stream, t);
	struct stmt *s = stmt_slot(&db->cache, w->sql, deallocate, db);
	if (!prepare(c, db, s) || !send_query(c, db, w, s))
		return false;
	if (stream && t->fn != NULL)
		PQsetSingleRowMode(pg(db)->conn);
	return postgres_drain(c, pg(db), w, t->fn == NULL ? NULL : hand_over, t);
}

static bool talk(struct ctx *c, struct db *db, const struct said *w, bool stream, struct taker *t)
{
	if (!postgres_alive(c, db))
		return false;
	const char *begin = pg(db)->begin;
	const bool first = !pg(db)->open;
	const bool ok = run_once(c, db, w, stream, t) || (first && !t->any && is_worth_another(c, db, begin) && run_once(c, db, w, stream, t));
	drop_later(pg(db));
	return ok;
}

bool postgres_begun(struct ctx *c, struct db *db)
{
	struct taker t = { .c = c };

	return pg(db)->begin == NULL && pg(db)->n_later == 0 ? postgres_alive(c, db) : talk(c, db, NULL, false, &t);
}

bool postgres_commit(struct ctx *c, struct db *db)
{
	struct taker t = { .c = c };
	const bool by_itself = !pg(db)->open; /* what goes out in one is a transaction without being called so */

	if (by_itself)
		pg(db)->begin = NULL;
	const bool ok = say(c, db, by_itself ? NULL : &(struct said){ .sql = "COMMIT" }, true, false, &t);
	pg(db)->open = !by_itself;
	drop_later(pg(db));
	return ok;
}

/* What gives no rows is not waited for: whether it went well is known before the transaction ends. */
static bool put_off(struct ctx *c, struct db *db, const struct said *w)
{
	struct pg *p = pg(db);

	if (p->words == NULL)
		p->words = arena_new();
	struct val *args = NEW_N(p->words, struct val, w->n + 1);
	for (size_t i = 0; i < w->n; i++) {
		args[i] = w->args[i];
		if (args[i].kind == VAL_TEXT || args[i].kind == VAL_BLOB)
			args[i].s = arena_strndup(p->words, args[i].s, args[i].len);
	}
	struct fence_said fence = w->fence;
	fence.path = arena_strdup(p->words, fence.path);
	fence.levels = arena_strdup(p->words, fence.levels);
	p->later[p->n_later++] = (struct said){ .fence = fence, .sql = arena_strdup(p->words, w->sql), .args = args, .n = w->n };
	return p->n_later < LATER_MAX || postgres_begun(c, db);
}

bool postgres_run(struct ctx *c, struct db *db, const char *sql, const struct val *args, size_t n, bool stream, db_row_fn *fn, void *arg)
{
	struct taker t = { .c = c, .fn = fn, .arg = arg };
	const struct said w = { .fence = postgres_fence(c, pg(db), sql), .sql = sql, .args = args, .n = n };

	return fn == NULL && db->in_tx ? put_off(c, db, &w) : talk(c, db, &w, stream, &t);
}

/* The server finds out, for what goes out with its COMMIT is kept before anybody here could count. */
bool postgres_run_one(struct ctx *c, struct db *db, const char *sql, const struct val *args, size_t n)
{
	const char *counted = arena_fmt(c->arena, "WITH met AS (%s RETURNING 1) SELECT 1 / count(*) FROM met", sql);

	return put_off(c, db, &(const struct said){ .fence = postgres_fence(c, pg(db), sql), .sql = counted, .args = args, .n = n });
}
