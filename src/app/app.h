/* app.h - what every command has: its options, its context, the database. */
#ifndef APP_H
#define APP_H

#include "base/buf.h"
#include "base/ctx.h"
#include "catalog/catalog.h"
#include "domain/runner/job_runner.h"
#include "store/unit.h"

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2, WORDS_MAX = 64 };

/* The command line after the command: --name value, --flag, and the rest. */
struct options {
	const char *name[WORDS_MAX], *value[WORDS_MAX]; /* value NULL: a flag */
	size_t n;
	const char *word[WORDS_MAX];
	size_t n_words;
};
const char *option(const struct options *, const char *name); /* NULL: absent */
bool option_flag(const struct options *, const char *name);
bool option_number(struct ctx *, const struct options *, const char *name, int64_t otherwise, int64_t *ret);

/* "usage": the first word is none of those, "move, close"; words or options are missing, all told at once, a list ends with NULL; there are more
 * words than so many. */
MUST_CHECK bool app_knows(struct ctx *, const struct options *, const char *first);
MUST_CHECK bool app_needs(struct ctx *, const struct options *, const char *const *words, const char *const *names);
MUST_CHECK bool app_no_more(struct ctx *, const struct options *, size_t n_words);
#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

enum needs { NEEDS_NOTHING, NEEDS_CATALOG, NEEDS_DATABASE, NEEDS_SCHEMA };

struct command {
	const char *name, *about, *usage;
	const char *options; /* " db= unit= dry-run ": those it knows; "=" takes a value */
	enum needs needs;
	bool (*run)(struct ctx *, const struct options *);
};

struct import_options;
struct import_summary;
struct import_issue;

/* The file at a place among the words, taken in as it is told; of --errors the marked workbook is written. If only that fails the summary has been told. */
MUST_CHECK bool app_import(struct ctx *, const struct options *, size_t file, struct import_options *, struct import_summary *ret);

const char *app_file_name(const char *path); /* without its folders */
MUST_CHECK bool app_can_write_errors(struct ctx *, const struct options *); /* what --errors names, for each file of the words; looked at before the work */
const char *app_errors_written(struct ctx *, const struct options *, size_t file, const struct import_summary *); /* NULL: none */

/* What did not go in of one file or several: rows, what kept whole sheets out, and files that nobody can read. */
struct left_out {
	size_t rows, sheets, files;
};
void app_count_left(const struct import_summary *, struct left_out *ret); /* adds */
/* One of several files was refused: it is told with its name and forgotten, and the next is taken.  False when nothing can go on, or it is the only one. */
MUST_CHECK bool app_next_file(struct ctx *, const struct options *, size_t file, struct left_out *left);
bool app_is_sheet_error(const struct import_issue *);
MUST_CHECK bool app_none_left(struct ctx *, const struct options *, const struct left_out *); /* else ERR_INVALID "import.refused" */

bool run_backup(struct ctx *, const struct options *);
bool run_restore(struct ctx *, const struct options *);
bool run_init(struct ctx *, const struct options *);
bool run_serve(struct ctx *, const struct options *);
bool run_worker(struct ctx *, const struct options *);
bool run_demo(struct ctx *, const struct options *);
bool run_load(struct ctx *, const struct options *);
bool run_import(struct ctx *, const struct options *);
bool run_export(struct ctx *, const struct options *);
bool run_report(struct ctx *, const struct options *);
bool run_quality(struct ctx *, const struct options *);
bool run_doctor(struct ctx *, const struct options *);
bool run_audit(struct ctx *, const struct options *);
bool run_catalog(struct ctx *, const struct options *);
bool run_account(struct ctx *, const struct options *);
MUST_CHECK bool app_list_sign_ins(struct ctx *, const struct options *); /* of it */
bool run_client(struct ctx *, const struct options *);

/* decoy.c */
bool run_decoy(struct ctx *, const struct options *);
bool run_migrate(struct ctx *, const struct options *);
bool run_rollover(struct ctx *, const struct options *);
bool run_unit(struct ctx *, const struct options *);
bool run_transfer(struct ctx *, const struct options *);
bool run_place(struct ctx *, const struct options *);

/* The database of the running command; further handles of it are for threads. */
struct database *app_database(void);
const char *app_database_url(const struct options *); /* --db, else KHUE_DB; NULL: neither */

/* For a command that opens its database itself: c->db. */
MUST_CHECK bool app_database_open(struct ctx *, const struct options *);

MUST_CHECK bool app_unit(struct ctx *, const struct options *, struct unit *ret); /* --unit */
MUST_CHECK bool app_year(struct ctx *, const struct options *, int *ret); /* --year: the first of a school year; today's when absent */
bool app_year_is_needed(const struct sheet_template *); /* a register of units is of no year; NULL: a template that is not known yet */

/* A file can be made or replaced there, which is tried and leaves nothing: before the work, of which the file tells.  ERR_INVALID "file.write". */
MUST_CHECK bool app_can_write(struct ctx *, const char *path);

json_t *app_asks(struct ctx *, const struct options *); /* --ask period=CN,subject=2018-TH-TOAN */

/* --jobs, --lanes, --lease, --spool: how this process does jobs. */
MUST_CHECK bool app_jobs(struct ctx *, const struct options *, struct job_runner_options *ret);

/* A process that runs until SIGTERM or SIGINT: before its threads begin, and after. */
void app_block_signals(void);
void app_wait_for_stop(void);

/* Tell a person of the failure: of one of the machine, what it means and what to do.  With --json it is JSON as well, where the
 * command has not told what is wrong itself.  Returns the exit status. */
int app_explain(const struct ctx *, const struct command *, const struct options *);

/* "usage" failures: exit status 2. */
bool app_usage_error(struct ctx *, const char *fmt, ...) PRINTF(2, 3);

/* One JSON value and the end of a line, for --json. */
void app_print_json(json_t *stolen);

/* [{"message", "warning"}] of what is told beside a result. */
json_t *app_problems(const struct problems *);

/* What a command has to say: with --json the value, else the sentence. */
void app_say(const struct options *, json_t *stolen, const char *fmt, ...) PRINTF(3, 4);

/* Shows "label: done/total" on a terminal, nothing elsewhere. */
void app_show_progress(const char *label, size_t done, size_t total);

#endif
