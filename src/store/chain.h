/* chain.h - the ends of the chains that the running transaction holds.  Private to src/store. */
#ifndef CHAIN_H
#define CHAIN_H

#include "db/db.h"
#include "store/unit.h"

struct record;
struct row_write;

struct chain {
	struct unit unit;          /* as it was when the chain was taken */
	int64_t next_id, seq;      /* next_id: the next free number of a record */
	int64_t stored_next_id, stored_seq; /* as they were read, or last put back */
	const char *hash;
	bool closed_too;           /* held for writing although the unit is over */
	bool changed;              /* kept in memory, to be put back */
};

/* Lock the chain until the transaction ends; once a transaction, later calls find it.  *ret is good until the next call. */
MUST_CHECK bool chain_take(struct ctx *, int64_t unit_id, struct chain **ret);

/* The same, and what is seen under the lock: the unit, and which version a record has (0: there is none). */
MUST_CHECK bool chain_take_with(struct ctx *, int64_t unit_id, const struct record_type *, int64_t id, struct chain **ret, struct unit *ret_unit,
                                int64_t *ret_version);

/* CHAIN_SEEN: nobody is waited for; putting it back fails where somebody wrote to the unit meanwhile. */
enum chain_how { CHAIN_HELD, CHAIN_SEEN };

/* The chain of whatever row is read: its head is h, and these are its columns, as they are called in what holds it. */
enum { CHAIN_COLUMNS = 4 };
extern const char chain_beside[];
void chain_columns(struct ctx *, enum chain_how, const char *holder, const char *ret[CHAIN_COLUMNS]);
const char *chain_lock(struct ctx *, enum chain_how); /* comes last in the statement */

/* Whether somebody was waited for: what stands beside the head is older than it, and is read again. */
bool chain_waited(const struct rows *, size_t at);
void chain_found(struct ctx *, const struct rows *, size_t at, const struct unit *, struct chain **ret);

/* Of a record that is looked for: like record_find, in a transaction. */
MUST_CHECK bool record_find_with_chain(struct ctx *, const struct record_type *, const struct scope *, const char *code, enum chain_how, struct record *ret,
                                       struct chain **ret_chain);

/* Write back what has changed in it; later where chains are kept. */
MUST_CHECK bool chain_put(struct ctx *, struct chain *);

/* The same, the one change that it ends with, and the row that the change tells of, if any. */
enum { CHANGE_COLUMNS = 15 };
extern const char *const change_column[CHANGE_COLUMNS];
MUST_CHECK bool chain_put_with(struct ctx *, struct chain *, const struct val change[CHANGE_COLUMNS], const struct row_write *);

#endif
