/* postgres_connection.c - connections, opened and opened again, and what is wrong with them. */
#include "db/postgres.h"

#include <stdlib.h>

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

bool postgres_fail(struct ctx *c, struct pg *p, const PGresult *res, const char *what)
{
	const char *state = res != NULL ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
	/* Only the first line: details and context quote values of records. */
	const char *primary = res != NULL ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	const char *why = primary != NULL ? primary : PQerrorMessage(p->conn);

	if (is_away(p->conn, state)) {
		p->lost = true;
		p->unheard = state == NULL;
		return fail(c, ERR_BUSY, "db.away", "%s: %s", what, why);
	}
	if (streq(state, "23505"))
		return fail(c, ERR_CONFLICT, "db.unique", "Một giá trị phải là duy nhất vừa được dùng ở hồ sơ khác; hãy tải lại rồi làm lại.");
	if (streq(state, "23503"))
		return fail(c, ERR_INVALID, "db.reference", "Hồ sơ được nhắc tới không có.");
	if (streq(state, "22012"))
		return fail(c, ERR_INTERNAL, "db.not_one", "meets no row: %s", what);
	if (streq(state, "40001") || streq(state, "40P01") || streq(state, "55P03"))
		return busy(c, "db.retry", AGAIN, what, why);
	if (streq(state, "57014"))
		return busy(c, "db.timeout", AGAIN_NOT, what, why);
	if (strncmp(state, "532", 3) == 0 || strncmp(state, "534", 3) == 0)
		return fail(c, ERR_BUSY, "db.memory", "%s: %s", what, why);
	if (strncmp(state, "53", 2) == 0)
		return fail(c, ERR_FULL, "db.full", "Ổ đĩa của máy chủ dữ liệu đã đầy nên chưa ghi được; báo người quản trị rồi làm lại.");
	return fail(c, ERR_INTERNAL, "db.error", "%s: %s", what, why);
}

bool postgres_check(struct ctx *c, struct pg *p, PGresult *res, const char *what)
{
	ExecStatusType st = PQresultStatus(res);

	return st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK || st == PGRES_SINGLE_TUPLE || postgres_fail(c, p, res, what);
}

bool postgres_simple(struct ctx *c, struct pg *p, const char *text)
{
	PGresult *res = PQexec(p->conn, text);
	bool ok = postgres_check(c, p, res, text);

	PQclear(res);
	return ok;
}

/* What the library says of a bad address quotes it, and a password with it. */
static bool bad_url(struct ctx *c)
{
	return fail(c, ERR_INVALID, "db.url", "Địa chỉ cơ sở dữ liệu không đọc được; dạng đúng: postgres://NGƯỜI-DÙNG@MÁY/TÊN, ký tự lạ trong mật"
	            " khẩu viết dạng phần trăm, như %%40 thay cho @.");
}

bool postgres_database_open(struct ctx *c, struct database *d, const char *where)
{
	PQconninfoOption *parts = PQconninfoParse(d->url, NULL);

	(void)where;
	PQconninfoFree(parts);
	d->state = pulse_new();
	return parts != NULL || bad_url(c);
}

void postgres_database_close(struct database *d)
{
	pulse_free(d->state);
}

static const char setup[] = "SET client_min_messages = warning; SET statement_timeout = '120s'; SET timezone = 'UTC';"
                            "SET default_statistics_target = 10; SELECT to_regclass('pg_dist_partition') IS NOT NULL";

static bool set_up(struct ctx *c, struct db *db)
{
	PGresult *res = PQexec(pg(db)->conn, setup);
	const bool ok = postgres_check(c, pg(db), res, setup);

	postgres_fence_forget(pg(db));
	db->several = ok && streq(PQgetvalue(res, 0, 0), "t");
	PQclear(res);
	return ok;
}

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

PGconn *postgres_connect(const char *url)
{
	const char *const keys[] = { "dbname", "connect_timeout", "client_encoding", NULL };
	const char *const values[] = { url, "3", "UTF8", NULL };

	return PQconnectdbParams(keys, values, 1);
}

/* Known to be away nobody waits for it. */
static bool is_silent(struct ctx *c, const struct db *db)
{
	const struct pulse *u = db->database->state;

	return u->away && !fail(c, ERR_BUSY, "db.away", "nothing is heard of the server");
}

bool postgres_open(struct ctx *c, struct db *db)
{
	if (is_silent(c, db))
		return false;
	db->conn = calloc(1, sizeof(struct pg));
	if (db->conn == NULL)
		abort();
	pg(db)->conn = postgres_connect(db->database->url);
	if (PQstatus(pg(db)->conn) != CONNECTION_OK)
		return refused(c, pg(db)->conn);
	pulse_join(db->database->state, pg(db));
	return set_up(c, db);
}

static void forget(void *arg, struct stmt *s)
{
	(void)arg, (void)s;
}

void postgres_close(struct db *db)
{
	stmt_clear(&db->cache, forget, NULL);
	if (db->conn != NULL) {
		pulse_leave(db->database->state, pg(db));
		PQfinish(pg(db)->conn);
		arena_free(pg(db)->words);
		arena_free(pg(db)->known_in);
		arena_free(pg(db)->kept);
	}
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
bool postgres_alive(struct ctx *c, struct db *db)
{
	struct pg *p = pg(db);

	settle(p);
	if (is_sound(p))
		return true;
	if (p->open)
		return fail(c, ERR_BUSY, "db.away", "connection lost inside a transaction");
	if (is_silent(c, db))
		return false;
	stmt_clear(&db->cache, forget, NULL);
	pulse_leave(db->database->state, p);
	PQreset(p->conn);
	p->lost = PQstatus(p->conn) != CONNECTION_OK;
	if (p->lost)
		return fail(c, ERR_BUSY, "db.away", "reconnect: %s", PQerrorMessage(p->conn));
	pulse_join(db->database->state, p);
	return set_up(c, db);
}
