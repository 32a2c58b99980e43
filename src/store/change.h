/* change.h - the change log: history, audit, feed and outbox at once.
 *
 * One chain per unit.  An entry holds the digest of the one before it, so that
 * nothing can be altered, taken out or put in unseen.  Entries are written in
 * the transaction of the change, by the functions here only. */
#ifndef CHANGE_H
#define CHANGE_H

#include <jansson.h>

#include "catalog/catalog.h"
#include "store/unit.h"

/* The end of a unit's chain, held (locked) until the transaction ends. */
struct chain {
	int64_t unit_id, next_id, seq; /* next_id: the first of the record numbers taken */
	const char *hash;
};

struct change {
	const char *type;              /* record type, or "unit", "account", "report" */
	int64_t record_id, version;
	const char *code, *event;      /* NEW UPDATE CANCEL, or a verb: SUBMIT ACCEPT RETURN ... */
	const char *before, *after;    /* JSON of what changed, may be NULL */
};

/* Take the chain, and n_ids fresh record numbers of the unit with it. */
MUST_CHECK bool chain_take(struct ctx *, int64_t unit_id, size_t n_ids, struct chain *ret);

/* Append entries and let the chain go.  Once for each chain_take. */
MUST_CHECK bool chain_append(struct ctx *, struct chain *, const struct change *, size_t n);

/* Many writes in one transaction: between the two every chain is taken and put back once, and
 * kept in memory meanwhile.  Inside db_begin and db_end, without db_save; not nested.  ok: what
 * came of the writes; the same comes back unless putting the chains back fails. */
void chain_keep(struct ctx *);
MUST_CHECK bool chain_settle(struct ctx *, bool ok);

/* Both, for one entry. */
MUST_CHECK bool change_log(struct ctx *, int64_t unit_id, const struct change *);

/* One entry as JSON, from the columns of SQL_CHANGE_*. */
json_t *change_history(struct ctx *, const struct unit *, const char *type, int64_t record_id);
MUST_CHECK bool change_feed(struct ctx *, const struct unit *, int64_t after, const char *types, size_t limit, struct buf *ret_json);

/* Recompute a unit's chain.  False with c->err == ERR_NONE never happens: a bad
 * entry is ERR_CONFLICT "audit.broken", its detail names unit and entry. */
MUST_CHECK bool chain_verify(struct ctx *, const struct unit *, int64_t *ret_entries);

#endif
