/* page_limit.c - the bare rate at which threads read one page of 50 learners, or count those of all primary schools, by the engine's own interface.
 *
 *     page_limit --db sqlite:FILE|postgres://... [--threads 8] [--seconds 5] [--what page|groups]
 * Each page is another school's; every column of the row is fetched; nothing is checked, written or sent. */
#include <libpq-fe.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char unfenced[] = "SET khue.hidden = '{}'"; /* store/fence.h */
static const char units_sql[] = "SELECT unit_id FROM r_learner GROUP BY unit_id HAVING count(*) >= 50 ORDER BY unit_id LIMIT 200";
static const char pages_sql[] = "SELECT * FROM r_learner WHERE unit_id = $1 ORDER BY sort_key, id LIMIT 50";
static const char groups_sql[] = "SELECT l.sex, l.ethnic_group, count(*) FROM r_school s JOIN r_learner l ON l.unit_id = s.unit_id"
                                 " WHERE s.level_group = '06' AND s.unit_id <> 0 - CAST($1 AS BIGINT) GROUP BY l.sex, l.ethnic_group";

static const char *page_sql = pages_sql;

static const char *url;
static long unit[200];
static size_t n_units;
static atomic_bool stop;
static atomic_ulong pages, cells;

static void die(const char *why)
{
	fprintf(stderr, "page_limit: %s\n", why);
	exit(1);
}

static sqlite3 *open_sqlite(void)
{
	sqlite3 *conn;

	if (sqlite3_open_v2(url + strlen("sqlite:"), &conn, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		die("cannot open");
	return conn;
}

static void find_units_sqlite(void)
{
	sqlite3 *conn = open_sqlite();
	sqlite3_stmt *s;

	if (sqlite3_prepare_v2(conn, units_sql, -1, &s, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(conn));
	while (sqlite3_step(s) == SQLITE_ROW && n_units < 200)
		unit[n_units++] = (long)sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	sqlite3_close(conn);
}

static void find_units_postgres(void)
{
	PGconn *conn = PQconnectdb(url);
	PQclear(PQexec(conn, unfenced));
	PGresult *r = PQexec(conn, units_sql);

	for (int i = 0; i < PQntuples(r); i++)
		unit[n_units++] = strtol(PQgetvalue(r, i, 0), NULL, 10);
	PQclear(r);
	PQfinish(conn);
}

static void *read_sqlite(void *arg)
{
	sqlite3 *conn = open_sqlite();
	sqlite3_stmt *s;
	unsigned long seen = 0;

	sqlite3_prepare_v2(conn, page_sql, -1, &s, NULL);
	for (size_t i = (size_t)arg; !stop; i++) {
		sqlite3_bind_int64(s, 1, unit[i % n_units]);
		while (sqlite3_step(s) == SQLITE_ROW)
			for (int k = 0; k < sqlite3_column_count(s); k++)
				seen += sqlite3_column_blob(s, k) != NULL;
		sqlite3_reset(s);
		pages++;
	}
	cells += seen; /* so that nothing of it can be left out */
	sqlite3_finalize(s);
	sqlite3_close(conn);
	return NULL;
}

static void *read_postgres(void *arg)
{
	PGconn *conn = PQconnectdb(url);

	PQclear(PQexec(conn, unfenced));
	PQclear(PQprepare(conn, "page", page_sql, 0, NULL));
	for (size_t i = (size_t)arg; !stop; i++) {
		char id[24];
		const char *value = id;
		snprintf(id, sizeof id, "%ld", unit[i % n_units]);
		PGresult *r = PQexecPrepared(conn, "page", 1, &value, NULL, NULL, 0);
		if (page_sql == groups_sql ? PQntuples(r) == 0 : PQntuples(r) != 50)
			die(PQerrorMessage(conn));
		PQclear(r);
		pages++;
	}
	PQfinish(conn);
	return NULL;
}

int main(int argc, char **argv)
{
	unsigned threads = 8, seconds = 5;
	pthread_t thread[64];
	struct timespec a, b;

	for (int i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--db") == 0)
			url = argv[i + 1];
		else if (strcmp(argv[i], "--threads") == 0)
			threads = (unsigned)strtoul(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--seconds") == 0)
			seconds = (unsigned)strtoul(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--what") == 0 && strcmp(argv[i + 1], "groups") == 0)
			page_sql = groups_sql;
	}
	if (url == NULL || threads < 1 || threads > 64)
		die("usage: page_limit --db URL [--threads 8] [--seconds 5] [--what page|groups]");
	int is_sqlite = strncmp(url, "sqlite:", 7) == 0;
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	is_sqlite ? find_units_sqlite() : find_units_postgres();
	if (n_units == 0)
		die("no school with 50 learners");
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (size_t i = 0; i < threads; i++)
		pthread_create(&thread[i], NULL, is_sqlite ? read_sqlite : read_postgres, (void *)(i * 7));
	nanosleep(&(struct timespec){ .tv_sec = seconds }, NULL);
	stop = 1;
	for (size_t i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	clock_gettime(CLOCK_MONOTONIC, &b);
	double spent = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
	printf("{\"pages\":%lu,\"seconds\":%.3f,\"per_second\":%.1f}\n", (unsigned long)pages, spent, (double)pages / spent);
	return 0;
}
