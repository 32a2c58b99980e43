/* postgres.h - shared by the files of the PostgreSQL driver. */
#ifndef POSTGRES_H
#define POSTGRES_H

#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/map.h"
#include "db/driver.h"

/* Of which units the server gives and takes rows that are fenced.  path "": of none; NULL: it is not known what was said last, or does not matter. */
struct fence_said {
	const char *path, *levels; /* levels "": all */
	bool alone, limited; /* struct scope */
	unsigned age; /* of what is below the path: it is found anew each second, and when this process moved a unit */
};

/* What is said on a connection. */
struct said {
	struct fence_said fence; /* under which it is meant */
	const char *sql;
	const struct val *args;
	size_t n;
	struct stmt *stmt;
	bool is_new; /* prepared with it */
	const struct fence_said *tells; /* of which fence it answers what is hidden, to be kept; or NULL */
};

enum { TABLES_MAX = 16, LATER_MAX = 32 };

/* Nobody waits where there is nothing to hear: a BEGIN goes out with the first statement, statements of a transaction that give
 * no rows with the next that does or with its COMMIT, and a read's COMMIT by itself. */
struct pg {
	PGconn *conn;
	int wire;        /* its socket, by a number of our own; -1: none */
	struct pg *next; /* in struct pulse */
	const char *begin; /* wanted, and not yet sent */
	bool open;         /* a transaction or a read was begun */
	bool ending;       /* a COMMIT was sent and not yet heard of */
	bool lost;         /* no longer what it was: opened anew before it is used again */
	bool unheard;      /* lost without a word of the server's: what was said may have been done */
	struct said later[LATER_MAX]; /* put off */
	size_t n_later;
	struct arena *words; /* theirs */
	struct arena *kept;
	struct map bulk; /* in it: the statement of a table and its columns */
	struct fence_said fence; /* as the connection was told last */
	char fence_text[256];
	unsigned age; /* units that moved on this connection */
	bool moved;   /* in this transaction */
	struct arena *known_in;
	struct fence_known *known; /* what is hidden from whom, of known_age */
	unsigned known_age;
	struct growth {
		char table[64];
		size_t rows, next;
	} growth[TABLES_MAX];
};

static inline struct pg *pg(const struct db *db)
{
	return db->conn;
}

/* Of one database: its connections, and whether nothing is heard of it on any. */
struct pulse {
	pthread_mutex_t lock;
	struct pg *first;
	atomic_bool away;
	const char *url;
	pthread_t thread;
	bool runs;
	int stop; /* to be read once it is to end */
};

/* postgres_connection.c */
PGconn *postgres_connect(const char *url);
bool postgres_database_open(struct ctx *, struct database *, const char *where);
void postgres_database_close(struct database *);
bool postgres_open(struct ctx *, struct db *);
void postgres_close(struct db *);
bool postgres_fail(struct ctx *, struct pg *, const PGresult *, const char *what);
bool postgres_check(struct ctx *, struct pg *, PGresult *, const char *what);
bool postgres_simple(struct ctx *, struct pg *, const char *text);
/* Whether it can be talked on: a connection that broke is opened again, but never in the middle of a transaction. */
bool postgres_alive(struct ctx *, struct db *);

/* postgres_pulse.c.  join, leave: a connection whose socket is cut when nothing is heard. */
struct pulse *pulse_new(void);
void pulse_free(struct pulse *);
void pulse_join(struct pulse *, struct pg *);
void pulse_leave(struct pulse *, struct pg *);
void postgres_pulse(struct database *);

/* postgres_talk.c.  postgres_begun: all that was put off is said, before what cannot take it along. */
bool postgres_run(struct ctx *, struct db *, const char *sql, const struct val *, size_t, bool stream, db_row_fn *, void *arg);
bool postgres_run_one(struct ctx *, struct db *, const char *sql, const struct val *, size_t);
bool postgres_begun(struct ctx *, struct db *);
bool postgres_commit(struct ctx *, struct db *);
bool postgres_drain(struct ctx *, struct pg *, const struct said *, db_row_fn *, void *arg); /* the results of one statement */

/* postgres_fence.c */
struct fence_said postgres_fence(const struct ctx *, const struct pg *, const char *sql); /* whom the next statement is for */
bool postgres_is_said(const struct fence_said *now, const struct fence_said *);
struct said postgres_fence_say(struct ctx *, const struct pg *, const struct fence_said *); /* the statement that says it */
void postgres_fence_learn(struct pg *, const struct fence_said *, const struct val *hidden);
void postgres_fence_note(struct pg *, const struct fence_said *);
void postgres_fence_forget(struct pg *); /* a transaction that is taken back takes it back too */
void postgres_fence_moved(void);         /* a unit, in a transaction that ended */

/* postgres_bulk.c */
bool postgres_bulk(struct ctx *, struct db *, const struct bulk *);
void postgres_analyse_grown(struct pg *);

#endif
