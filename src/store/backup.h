/* backup.h - everything a database holds, as one file; and a database made of it.
 *
 * A backup is of one moment, while others go on writing.  Inside it is neither SQLite nor PostgreSQL: lines of text
 * (lines.h), table after table in the order of their keys, before them what they are of, after them how many and their
 * digests.  It goes back into either engine.  Nothing of the database is left out: accounts, files, the log, its checks,
 * the key of seals. */
#ifndef BACKUP_H
#define BACKUP_H

#include <jansson.h>

#include "store/backup_file.h"

enum { BACKUP_FORMAT = 1 };

struct backup_summary {
	json_t *manifest;       /* program, catalogue, engine, made_at, tables with rows and digest, chains */
	size_t n_tables;
	int64_t rows, entries;  /* entries: of the log */
	int64_t size;           /* of the file; only when it was written */
};

typedef void backup_progress_fn(size_t tables_done, size_t tables);

/* ERR_CONFLICT "migrate.no_schema"; what backup_create says. */
MUST_CHECK bool backup_write(struct ctx *, const char *path, const struct age_key *, backup_progress_fn *, struct backup_summary *ret);

/* All of it, in one transaction: it is all there afterwards, read again and found equal, or nothing is.  The database gets
 * the tables that the backup had; khue migrate brings them further.  ERR_CONFLICT "restore.not_empty", "backup.newer";
 * ERR_INVALID "backup.content" and what backup_line says. */
MUST_CHECK bool backup_restore(struct ctx *, struct backup_in *, backup_progress_fn *, struct backup_summary *ret);

/* Read it to its end, without a database. */
MUST_CHECK bool backup_check(struct ctx *, struct backup_in *, backup_progress_fn *, struct backup_summary *ret);

#endif
