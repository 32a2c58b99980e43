/* export.h - files out: the records of a unit as a template's workbook, and the log of who took them for what.
 *
 * Nothing leaves without a purpose, the right to export and a line in the log.  A file about more persons than
 * catalog/policy.json says ("export_approval_over") waits until a second person with the right to approve agrees.
 * A line is never deleted and holds no data of a learner; asking, deciding and fetching are entries of the unit's change
 * log as well.  An empty template holds nobody's data and needs none of this. */
#ifndef EXPORT_H
#define EXPORT_H

#include <jansson.h>
#include <stdatomic.h>

#include "catalog/sheets.h"
#include "store/actor.h"

enum { EXPORT_KEEP_MS = 24 * 60 * 60 * 1000 };

/* ---- what goes into a file ---- */

struct export;
struct export_wish {
	const struct sheet_template *sheet;
	struct unit unit;
	int school_year;
	bool empty;
	const char *class_code;        /* only who is in this class; NULL: all */
	int64_t class_id;
	const char *const *ask;        /* by ask of the template: what was told, or what stands for it; all of them unless empty */
	const struct export *line;     /* of the log: the file says who took it, and carries a watermark; NULL: nobody did */
};

struct export_watch {                  /* all may be NULL */
	void (*progress)(void *arg, size_t done, size_t total);
	bool (*written)(struct ctx *, void *arg, const struct export *); /* the file is whole; nothing is noted yet */
	bool (*settle)(struct ctx *, void *arg, const struct export *);  /* in the transaction that notes it, last */
	void *arg;
	const atomic_bool *cancel;
};

/* told: {"period": "CN"}, or NULL.  ERR_INVALID "export.ask": one is missing, not known, or has no such value;
 * "export.unit": the template is about what only institutions have; ERR_FORBIDDEN "right.missing": the caller may not
 * read what the template is about. */
MUST_CHECK bool export_wish_make(struct ctx *, const struct sheet_template *, const struct unit *, int school_year, bool empty,
                                 const json_t *told, struct export_wish *ret);

/* Only who is in a class.  ERR_INVALID "export.class": there is none of this code here in the year, or the template knows no classes. */
MUST_CHECK bool export_wish_of_class(struct ctx *, struct export_wish *, const char *code);

/* Rows a filled file has now. */
MUST_CHECK bool export_count(struct ctx *, const struct export_wish *, size_t *ret);

/* Whether its rows are persons. */
bool export_is_of_persons(const struct export_wish *);

/* Write the workbook: by class, then by given name; of one given name, two rows that follow one another may stand either way
 * (book/watermark.h).  Columns that the caller is not shown (store/shown.h) are left out, and the guide sheet says so.  ERR_CONFLICT "export.cancelled". */
MUST_CHECK bool export_write(struct ctx *, const struct export_wish *, const char *path, const struct export_watch *, size_t *ret_rows);

/* ---- who took it, for what ---- */

struct export {
	int64_t id;
	const char *code;
	struct unit unit;
	const char *class_code;        /* NULL: the whole unit */
	const char *sheet, *asks, *purpose; /* asks: JSON object; purpose NULL: of an empty template */
	int school_year;
	bool empty;
	int64_t persons, taken;        /* taken: of how many the account had other files that day, when it asked */
	const char *state;             /* waiting_approval approved refused done */
	int64_t asked_at, asked_account, decided_at, done_at, fetched, fetched_at; /* 0: not yet; fetched: how often */
	const char *asked_by, *decided_by, *reason, *job;
};

/* Of how many persons the caller had other files in a day, without a second person's word: small files add up.  The same file again counts once. */
MUST_CHECK bool export_count_taken(struct ctx *, const struct export_wish *, int64_t *ret);

/* Whether a file about so many, beside those, must be approved. */
bool export_needs_approval(const struct ctx *, int64_t persons, int64_t taken);

/* Ask for a file: a job begins, or the line waits for approval.  ERR_INVALID "export.purpose". */
MUST_CHECK bool export_ask(struct ctx *, const struct export_wish *, const char *purpose, struct export *ret);

/* The same at once and to a path, for the operator at the command line, whose word is the approval. */
MUST_CHECK bool export_now(struct ctx *, const struct export_wish *, const char *purpose, const char *path, const struct export_watch *,
                           struct export *ret);

/* Those who may not approve see only what they asked for themselves.  ERR_NOT_FOUND "export.unknown". */
MUST_CHECK bool export_find(struct ctx *, const struct scope *, const char *code, struct export *ret);

/* The log of a unit, the latest first.  before: an id from which to go on down, 0 from the latest. */
MUST_CHECK bool export_list(struct ctx *, const struct unit *, int64_t before, size_t limit, struct export **ret, size_t *ret_n);

/* What waits for the caller: of their unit what another asked for, and of the units right below what nobody there may approve.  The oldest first. */
MUST_CHECK bool export_count_waiting(struct ctx *, int64_t *ret);

/* Of their own, in their unit: files that are there and were never fetched. */
MUST_CHECK bool export_count_ready(struct ctx *, int64_t *ret);
MUST_CHECK bool export_waiting(struct ctx *, size_t limit, struct export **ret, size_t *ret_n);

/* By a second person.  ERR_FORBIDDEN "export.same_person", "account.disabled" (of who asked); ERR_CONFLICT "export.state". */
MUST_CHECK bool export_approve(struct ctx *, struct export *);
MUST_CHECK bool export_refuse(struct ctx *, struct export *, const char *reason);

/* The job of an approved line: writes the file, and notes it.  ERR_CONFLICT "export.grown": more persons than were asked
 * for, and nobody approved so many. */
MUST_CHECK bool export_carry_out(struct ctx *, const char *code, const char *path, const struct export_watch *, struct export *ret);

/* Whoever asked takes the file away, for a day; each time is noted.  ERR_FORBIDDEN "export.not_yours"; ERR_CONFLICT
 * "export.not_ready"; ERR_NOT_FOUND "export.expired". */
MUST_CHECK bool export_check_fetch(struct ctx *, const struct export *);
MUST_CHECK bool export_note_fetch(struct ctx *, const struct export *);

/* ---- who took a file that was found ---- */

enum { EXPORT_TRACE_MOST = 10 };

struct export_found {
	struct export line;
	size_t agree, marks;           /* so many of the marks that count are those of this line */
	bool by_order;                 /* the marks are the order of rows, not the blanks of cells */
	int zeros;                     /* that any of the lines compared agrees so by chance: less often than once in 1 and so many zeros */
};

struct export_trace {
	struct export_found found[EXPORT_TRACE_MOST]; /* the surest first */
	size_t n;
	size_t lines;                  /* were compared */
	size_t marks;                  /* the file has at the most on one sheet: places where one could be */
};

/* Of a file as it is, or sorted, cut, saved in another way: which lines of the log it comes from, of those of a unit and what is below, in the
 * caller's scope.  Nobody is named whom a file could name by chance more often than once in a million.  It is counted and noted in the unit of whoever
 * asks, but not what came of it.  called: the name that the file came by.  ERR_LIMITED "export.traces".  ERR_INVALID "sheet.unread": called a workbook,
 * which it is not. */
MUST_CHECK bool export_trace(struct ctx *, const struct unit *within, const char *called, int fd, struct export_trace *ret);

/* Its state as people see it. */
MUST_CHECK bool export_state(struct ctx *, const struct export *, const char **ret);

/* state as people see it: also queued running failed cancelled (of the job) and expired. */
MUST_CHECK bool export_put_json(struct ctx *, struct buf *, const struct export *);

#endif
