/* job.h - long work: a row in the database, done by a thread of the server, repeated when it was cut off. */
#ifndef JOB_H
#define JOB_H

#include <jansson.h>

#include "store/actor.h"

struct database;

struct job {
	const char *id, *kind, *state; /* queued running done failed cancelled */
	struct unit unit;
	int64_t account_id, done, total, created_at, changed_at;
	const char *input, *result;    /* JSON; result: of a finished one, or NULL */
};

/* A new job of the caller for a unit. */
MUST_CHECK bool job_add(struct ctx *, const char *kind, const struct unit *, const json_t *input, const char **ret_id);

/* The same inside the caller's transaction, of another account; input: JSON text. */
MUST_CHECK bool job_add_in(struct ctx *, int64_t account_id, const char *kind, const struct unit *, const char *input, const char **ret_id);

/* For the program itself. */
MUST_CHECK bool job_load(struct ctx *, const char *id, struct job *ret);

/* One of the caller's own, in their scope; of others an export by those who approve exports, anything else by those from
 * whom no field is hidden: its result quotes rows.  ERR_NOT_FOUND "job.unknown", the same for none and for not theirs. */
MUST_CHECK bool job_find(struct ctx *, const char *id, struct job *ret);
void job_put_json(struct buf *, const struct job *);

/* One thread that does the jobs of a process. */
struct job_runner;
struct job_runner *job_runner_start(struct database *, const struct catalog *, const char *spool);
void job_runner_stop(struct job_runner *);   /* waits for the running job to come to a safe point */
void job_runner_wake(struct job_runner *);   /* after job_add */
const char *job_runner_spool(const struct job_runner *); /* folder of files that wait; only this process reads it */

/* Live figures of a running job into *ret; says nothing about others. */
void job_runner_progress(struct job_runner *, struct job *ret);

/* ERR_CONFLICT "job.finished". */
MUST_CHECK bool job_cancel(struct ctx *, struct job_runner *, const struct job *);

/* import: {"files": [{"path", "name"}], "sheet"?, "year", "dry_run", "class"?, "asks"?, "mapping"?}; result: {"files": [...]}.
 * import_undo: {"batches": [...]}; result: {"undone", "restored"}.
 * A file with errors also comes back marked; job_import_errors tells where. */
const char *job_import_errors(struct arena *, const char *spool, const char *id, size_t file); /* from 1 */

/* The batches that an import wrote, added to *ret.  ERR_CONFLICT "import.state", "import.nothing". */
MUST_CHECK bool job_import_batches(struct ctx *, const struct job *, json_t *ret);

/* input: {"export": code}; result: {"export", "persons"}; where the file of an export lies. */
const char *job_export_file(struct arena *, const char *spool, const char *code);

#endif
