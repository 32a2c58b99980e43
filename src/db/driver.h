/* driver.h - what an engine must provide.  Private to src/db. */
#ifndef DRIVER_H
#define DRIVER_H

#include "db/db.h"

struct sql {
	const char *name;
	const char *text[ENGINE__COUNT]; /* the same text unless the .sql file says otherwise */
	bool open; /* reads nothing that is fenced */
};
extern const struct sql sql_table[SQL__COUNT];

/* Prepared statements of one connection, found by their text. */
enum { STMT_SLOTS = 256 };
struct stmt_cache {
	struct stmt {
		char *text; /* NULL: free */
		void *handle;
		uint64_t used;
		int n_args, *arg; /* sqlite: parameter i takes args[arg[i]] */
	} slot[STMT_SLOTS];
	uint64_t clock;
};

/* The slot of a text: filled, or freed by drop() and to be filled by the caller. */
struct stmt *stmt_slot(struct stmt_cache *, const char *text, void (*drop)(void *arg, struct stmt *), void *arg);
void stmt_clear(struct stmt_cache *, void (*drop)(void *arg, struct stmt *), void *arg);

struct driver {
	enum engine engine;
	const char *scheme;
	bool (*database_open)(struct ctx *, struct database *, const char *where);
	void (*database_close)(struct database *);
	bool (*open)(struct ctx *, struct db *);
	void (*close)(struct db *);
	/* fn may be NULL when no rows are wanted; cells live until the next row.  stream: the answer may be of any size. */
	bool (*run)(struct ctx *, struct db *, const char *sql, const struct val *, size_t, bool stream, db_row_fn *fn, void *arg);
	/* Of a row that is known to be there: ERR_INTERNAL "db.not_one" where it is not one. */
	bool (*run_one)(struct ctx *, struct db *, const char *sql, const struct val *, size_t);
	bool (*script)(struct ctx *, struct db *, const char *text);
	bool (*bulk)(struct ctx *, struct db *, const struct bulk *);
	bool (*begin)(struct ctx *, struct db *);
	bool (*end)(struct ctx *, struct db *, bool ok);
	bool reads_gain; /* reads together cost less than one by one */
	bool (*read_begin)(struct ctx *, struct db *);
	void (*read_end)(struct ctx *, struct db *);
	bool (*plan_once)(struct ctx *, struct db *); /* NULL: it plans nothing twice */
	void (*pulse)(struct database *); /* NULL: it is never away */
	void (*fence_anew)(struct db *); /* NULL: it fences nothing */
	void (*rest)(struct db *); /* NULL: it keeps nothing */
};
extern const struct driver driver_sqlite, driver_postgres;

struct database {
	const struct driver *driver;
	char *url;
	void *state; /* the driver's own */
};

struct db {
	const struct driver *driver;
	struct database *database;
	bool several; /* servers, as far as the driver knows */
	void *conn; /* sqlite: the reader; postgres: the connection */
	struct stmt_cache cache;
	bool in_tx;
	bool unheld; /* nothing is held before the first write */
	bool loose; /* the read is one that a write ends */
	bool in_trial, in_part; /* in_part: of a trial, between db_begin and db_end */
	int in_read; /* how many reads are joined */
	void *tx_slot;
	int fault, pause;
	bool full;
	void (*at_pause)(void *);
	void *pause_arg;
	void (*watch)(void *, const char *sql);
	void *watch_arg;
};

#endif
