/* bare.h - the two engines without us: the limit that store_bench measures against. */
#ifndef BARE_H
#define BARE_H

#include <libpq-fe.h>
#include <sqlite3.h>

#include "db/db.h"

struct bare {
	sqlite3 *lite;
	sqlite3_stmt *stmt;
	PGconn *pg;
};

/* own: SQLite's file of the bare side; otherwise the file of ours, for reading. */
struct bare bare_open(const char *url, bool own);
void bare_prepare(struct bare *, const char *sql); /* one statement; $1 or ?1 */
void bare_close(struct bare *);
PGresult *bare_must(const struct bare *, PGresult *); /* dies on an error */

/* What was prepared, of one row that is there or comes, by itself. */
void bare_write(const struct bare *, const char *const *args, size_t n);

/* A table like r_learner, with the same indexes, called bare_learner. */
void bare_create(struct ctx *, const char *url);
const struct sql_table *bare_table(void);

/* Rows of all its columns, 500 a transaction or by one COPY; seconds. */
double bare_insert(struct bare *, const struct rows *);

double bare_clock(void); /* seconds */

#endif
