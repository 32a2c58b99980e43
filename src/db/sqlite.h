/* sqlite.h - shared by the files of the SQLite driver. */
#ifndef SQLITE_H
#define SQLITE_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

#include "db/driver.h"

/* The only connection that writes to the file, and does all its checkpoints:
 * Debian 12's SQLite (3.40) may corrupt a WAL that two connections reset. */
struct writer {
	char *path;
	bool sync;
	sqlite3 *conn;             /* opened by the first transaction */
	struct stmt_cache cache;
	int lock_fd;               /* keeps other processes' writers out */
	bool alone;                /* it does */
	pthread_mutex_t lock;      /* held from begin to end */
	atomic_int arriving;       /* threads between asking for the lock and having it */
	int64_t used_ms;           /* when somebody last had it */
	int64_t held_ms;           /* by another program, as far as is known: until then nobody tries */
	bool open;                 /* a shared transaction is under way */
	unsigned members;          /* finished parts of it that wait for the commit */
	struct member *waiting, *told;
};

bool sqlite_fail(struct ctx *, sqlite3 *, const char *what);
bool sqlite_connect(struct ctx *, sqlite3 **ret, const char *path, int flags, const char *setup);
void sqlite_drop(void *, struct stmt *);
bool sqlite_prepare(struct ctx *, sqlite3 *, struct stmt *);
bool sqlite_run(struct ctx *, struct stmt *, const struct val *args, size_t n, db_row_fn *, void *arg);

/* A statement without arguments and answer that comes often: BEGIN, COMMIT and the like. */
bool sqlite_word(struct ctx *, sqlite3 *, struct stmt_cache *, const char *text);

bool sqlite_writer_open(struct ctx *, struct database *, const char *where);
void sqlite_writer_close(struct database *);
void sqlite_writer_rest(struct writer *); /* unless it was used a moment ago */
bool sqlite_writer_begin(struct ctx *, struct db *);
bool sqlite_writer_end(struct ctx *, struct db *, bool ok);

#endif
