/* job.h - long work: a row in the database, done by whichever process takes it, begun again elsewhere when that one is gone. */
#ifndef JOB_H
#define JOB_H

#include <jansson.h>

#include "store/actor.h"

struct database;

struct job {
	const char *id, *kind, *lane, *state; /* queued running done failed cancelled */
	struct unit unit;
	int64_t account_id, done, total, created_at, changed_at, started_at, attempts; /* started_at: the last time, 0: not yet */
	bool cancel;                   /* not wanted any more */
	const char *input, *result;    /* JSON; result: of a finished one, or NULL */
	const char *files, *brief;     /* JSON: blobs to fetch, what lists tell; NULL: none */
	const char *asked_by;          /* NULL: the system */
	int64_t school_year;           /* of an import; 0: it has none */
	bool undone;                   /* what an import wrote was taken back */
	int64_t began;                 /* what was done when it was taken the last time: more than 0 after it was cut off */
	const char *writer;            /* of a trial: the last job that writes it, has, or broke off; NULL: none */
	int64_t written;               /* rows an import wrote, to its end or not */
};

/* A new job of the caller for a unit.  ERR_LIMITED "job.limit": too many of the caller's wait. */
MUST_CHECK bool job_add(struct ctx *, const char *kind, const struct unit *, const json_t *input, const char **ret_id);

/* The same question before anything is sent up for a job. */
MUST_CHECK bool job_check_room(struct ctx *);

/* The same inside the caller's transaction, of another account; input: JSON text.  What another asked for earlier is not limited. */
MUST_CHECK bool job_add_in(struct ctx *, int64_t account_id, const char *kind, const struct unit *, const char *input, const char **ret_id);

/* For the program itself. */
MUST_CHECK bool job_load(struct ctx *, const char *id, struct job *ret);

/* One of the caller's own, in their scope; of others an export by those who approve exports, anything else by those from
 * whom no field is hidden: its result quotes rows.  ERR_NOT_FOUND "job.unknown", the same for none and for not theirs. */
MUST_CHECK bool job_find(struct ctx *, const char *id, struct job *ret);

/* What is asked for in a list. */
struct job_wish {
	const struct unit *unit;       /* NULL: of any */
	bool own;                      /* only the caller's */
	const char *kind, *state;      /* NULL: any */
	int64_t year;                  /* of imports; 0: any */
	const char *after;             /* cursor: where the page before ended; NULL: from the latest */
	size_t limit;
};

/* The latest first, without results; without a unit the caller's own.  *ret_next: the cursor of the next page, NULL: this is the last.
 * ERR_INVALID "query.kind", "query.state", "query.cursor". */
MUST_CHECK bool job_list(struct ctx *, const struct job_wish *, struct job **ret, size_t *ret_n, const char **ret_next);

/* One of a list. */
MUST_CHECK bool job_put_line(struct ctx *, struct buf *, const struct job *);

/* Before it, itself among them, wait so many at the most. */
MUST_CHECK bool job_place(struct ctx *, const struct job *, int64_t *ret);

/* With its place among those that wait. */
MUST_CHECK bool job_put_json(struct ctx *, struct buf *, const struct job *);

/* How many of each lane wait and run, and for how long the oldest has waited, as lines for Prometheus; over a connection of its own, which c
 * need not have.  Nothing while the database is away. */
void job_put_counts(struct ctx *, struct database *, struct buf *);

/* import: {"files": [{"blob", "name"}], "sheet"?, "year", "dry_run", "class"?, "asks"?, "mapping"?, "tried_at"?}, of a file that cannot be read and is
 * not kept {"name", "fault": {"key", "detail"}}; result: {"files": [...]}.
 * import_undo: {"batches": [...]}; result: {"undone", "restored"}.  export: {"export": code}; result: {"export", "persons"}.
 * What can be fetched afterwards, by its number from 1: of an import a file with its mistakes marked, where it has any; of an export the file.
 * ERR_NOT_FOUND "blob.gone": there is none, or no more. */
MUST_CHECK bool job_open_file(struct ctx *, const struct job *, size_t number, int *ret_fd);

/* The first number that there is, 0: none. */
size_t job_first_file(struct ctx *, const struct job *);

#endif
