/* ctx.h - what one unit of work (a request, a job, a command, a test) carries with it.
 *
 * Error idiom: a function that can fail returns bool.  The place that detects
 * the failure says so once, with `return fail(c, ...)`; every caller above just
 * returns false.  Nobody overwrites an error, nobody logs one on the way up. */
#ifndef CTX_H
#define CTX_H

#include "base/arena.h"

enum err {
	ERR_NONE,
#define ERR(name, status, title) ERR_##name,
#include "base/err_table.h"
#undef ERR
	ERR__COUNT
};

/* A record that a message names, people by their code: whoever may see it is shown what it is called.  type NULL: none. */
struct problem_record {
	const char *type, *code;
};

enum { PROBLEM_RECORDS = 2 };

/* One thing wrong with one field.  Several may be reported by one failure. */
struct problem {
	struct problem *next;
	const char *field;   /* where: a field's name, or NULL for the whole record */
	const char *key;     /* stable, for programs: "field.required" */
	const char *message; /* Vietnamese, for people: what is wrong and what to do */
	bool warning;        /* told, but does not refuse the record */
	struct problem_record record[PROBLEM_RECORDS];
};

struct problems {
	struct problem *first, **tail; /* {0} is an empty list */
	size_t errors, warnings;
};

/* Which units a caller may touch. */
struct scope {
	const char *path;    /* everything below this path is the caller's; "/" is the whole country */
	const char *levels;  /* "02,03": of the institutions, only those that teach one of these; NULL: all */
	bool limited;        /* also institutions of limited information below it (defence, police: F7); of its own unit nothing is hidden */
	const struct scope_classes *classes; /* store/scope.h: and of that school only what belongs to these; NULL: all of it */
	bool alone;          /* of the one unit with the path: no other will stand below it */
	bool led;            /* of classes only those they lead, where more is shown and may be changed */
};

/* Of which units PostgreSQL itself gives and takes rows that are fenced ("fenced", catalog/system/README.md), whatever the statement says. */
enum fence {
	FENCE_OWN,     /* those of the scope; the system's: all */
	FENCE_ALL,     /* an account does here what it may do beyond its scope */
	FENCE_NOTHING, /* who asks is not known yet */
};

struct db;
struct catalog;
struct account; /* store/actor.h: who is acting; begins with its scope */
struct seen;    /* store: whom the answer shows */

/* Of ERR_BUSY: may the same be run once more, at once? */
enum again {
	AGAIN_IF_READ, /* it may have been done: only what writes nothing */
	AGAIN,         /* it was not done, and it was bad luck */
	AGAIN_NOT,     /* it would fail again: it took too long */
	AGAIN_LOOK,    /* it may have been done: whoever asked must look first */
};

struct ctx {
	struct arena *arena;
	struct db *db;
	const struct catalog *catalog;
	const struct account *account; /* NULL: the system itself (command line) */
	struct seen *seen;             /* NULL: nobody watches */
	enum fence fence;
	const char *purpose, *source;  /* for the change log; may be NULL */
	int catalog_version;           /* the published version the sender speaks; 0: the current */
	int64_t now_ms;                /* the one clock; SQL never calls now() */
	bool counted;                  /* what counts against the caller was counted, should the same be run anew */
	enum err err;
	enum again again;              /* said by whoever fails, after fail() */
	int wait_s;                    /* of ERR_LIMITED: how long to wait, the same; 0: it is not known */
	const char *key;               /* stable: "record.stale" */
	const char *detail;            /* Vietnamese sentence; for ERR_INTERNAL and ERR_BUSY technical, for the log only */
	struct problems problems;
};

/* Record the first failure and return false. */
bool fail(struct ctx *, enum err, const char *key, const char *fmt, ...) PRINTF(4, 5);

/* A failure goes to where it is looked for, into the memory of that one; false. */
bool ctx_hand_over(struct ctx *from, struct ctx *to);

/* The same work in memory of its own, until ctx_end: what failed there is handed over when it is not ok.  Returns ok. */
struct ctx ctx_within(const struct ctx *);
bool ctx_end(struct ctx *within, struct ctx *, bool ok);

/* What the machine said of a technical failure, "STATEMENT: REASON": the first line of the reason, all that a person can read of it. */
const char *ctx_reason(const struct ctx *);

/* Forget a failure that was dealt with. */
void ctx_clear(struct ctx *);

/* The same if it was of this kind; else false. */
MUST_CHECK bool ctx_forgive(struct ctx *, enum err);

/* Add a problem to a list (in the arena of c). Never fails. */
void problem_add(struct ctx *, struct problems *, const char *field, const char *key, const char *fmt, ...) PRINTF(5, 6);
void problem_warn(struct ctx *, struct problems *, const char *field, const char *key, const char *fmt, ...) PRINTF(5, 6);

/* The same of records, with all but the message. */
void problem_say(struct ctx *, struct problems *, struct problem, const char *fmt, ...) PRINTF(4, 5);

/* The same with a whole sentence that lives as long. */
void problem_put(struct ctx *, struct problems *, struct problem);

/* Fail with ERR_INVALID, taking over a list that holds at least one error. */
bool fail_problems(struct ctx *, const struct problems *);

int err_status(enum err);         /* HTTP status */
const char *err_title(enum err);  /* Vietnamese title */

#endif
