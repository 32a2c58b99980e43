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

struct row_write;

struct change {
	const char *type;              /* record type, or "unit", "account", "report" */
	int64_t record_id, version;
	const char *code, *event;      /* NEW UPDATE CANCEL, or a verb: SUBMIT ACCEPT RETURN ... */
	const char *before, *after;    /* JSON of what changed, may be NULL */
};

/* Append entries to the unit's chain, which is held from then on; also that of a unit that is over. */
MUST_CHECK bool change_log_all(struct ctx *, int64_t unit_id, const struct change *, size_t n);
MUST_CHECK bool change_log(struct ctx *, int64_t unit_id, const struct change *);

/* The same, and the one row that it tells of (row.h). */
MUST_CHECK bool change_log_row(struct ctx *, int64_t unit_id, const struct change *, const struct row_write *);

/* Entries as JSON, as the caller is shown what they are about (shown.h): of a type that is not, none; of a field that is
 * not, neither before nor after.  A digest is told only to those from whom nothing is hidden: with what stands around
 * them, the few values a field can have could be tried until one fits.  Of whom a unit took in by mistake and gave back
 * (gone.h) there is the fact only: neither before nor after, nor digest.  ERR_INVALID "query.cursor": nothing has come so
 * far yet. */
json_t *change_history(struct ctx *, const struct unit *, const char *type, int64_t record_id);

/* What an entry of no record is about, as far as it is the caller's to know; all may be NULL. */
struct change_about {
	const char *title;             /* of whom */
	const char *class_code;        /* into which class somebody comes */
	const char *form, *period;     /* of a report */
};
typedef bool change_about_fn(struct ctx *, const char *type, const char *code, struct change_about *ret);

/* The same backwards, for whoever reads it: the newest first, with the "title" of the record.  What is NULL is not chosen by. */
struct change_query {
	int64_t before;                /* 0: from the newest */
	bool masks;                    /* store/masked.h */
	const char *types;             /* "learner,class" */
	const char *type, *code, *account;
	int64_t from_ms, until_ms;     /* the second is not among them */
	size_t limit;                  /* at most 200 */
	bool by_act;                   /* what was written at once by one account is one item ("together", "first", "last"), led by what the others are of, else by
	                                * its newest entry; what became of a unit is told by itself */
	change_about_fn *about;        /* asked of reports and transfers */
};
MUST_CHECK bool change_log_read(struct ctx *, const struct unit *, const struct change_query *, struct buf *ret_json);

/* Fields of a record that were changed since a version, as JSON items {"field", "value", "by", "at"}: what each holds now, and who
 * changed it last.  "status" is one of them. */
MUST_CHECK bool change_since(struct ctx *, const struct unit *, const struct record_type *, int64_t record_id, int64_t version,
                             struct buf *ret_items);

/* Forwards, of the query: types, limit, masks. */
MUST_CHECK bool change_feed(struct ctx *, const struct unit *, int64_t after, const struct change_query *, struct buf *ret_json);

/* Recompute a unit's chain, of one moment between db_read_begin and db_read_end.  A bad entry is ERR_CONFLICT "audit.broken", its
 * detail names unit and entry; *ret_entries: how many before it are sound. */
MUST_CHECK bool chain_verify(struct ctx *, const struct unit *, int64_t *ret_entries);

/* Does an entry of this event tell all of a record: made, or come, or come back? */
bool change_is_whole(const char *event);

/* What the log tells of beside records; ends with NULL. */
extern const char *const change_others[];

#endif
