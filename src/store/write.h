/* write.h - the only way records come into being and change.
 *
 * Every write checks the fields, keeps the unit's chain, and adds one entry to
 * the change log in the same transaction; the functions here open it.  Nothing
 * is written when they fail. */
#ifndef WRITE_H
#define WRITE_H

#include <jansson.h>

#include "store/record.h"

/* What a sender wants a record to be; several may be checked before one is written. */
struct draft {
	const struct record_type *type;
	const char *client_id;  /* the sender's own key, or NULL */
	const char *retry_key;  /* names this sending, where there is no client_id: a repetition finds the record */
	const char *code;       /* an existing or given code, or NULL */
	int64_t version;        /* of the record that is there, as last read; 0: any, or a new one */
	bool only_new;          /* a code that is known is refused, not changed */
	const char *status;     /* of a new record; NULL: the type's initial one */
	int school_year;
	bool correction;        /* what was there before was never so: no past is kept of it */
	bool otherwise;         /* a change that the life of the type questions is meant: "other_grade" */
	bool revives;           /* what was undone is in use again after it: the caller sets its status */
	bool as_shown;          /* what the sender is not shown it does not change: whether it was another would tell what it is */
	bool tried;             /* only tried: what the sender is not shown does not stand in a new record either, which leaves no trace */
	bool unread;            /* it could not be read: what it lacks is not known */
	bool as_it_was;         /* what was once there is put back: it need not be right by the rules of entry */
	struct val *value;      /* by index of field; references are codes */
	bool *given;            /* which fields were said (null included) */
	const char *where;      /* where it stands in what was sent, for what is said of another: "dòng 3"; NULL: by its place among the drafts */
	struct problems problems;
};

/* From a JSON object.  Members other than fields, client_id, code, school_year, that of `otherwise` and
 * those in `skip` ("unit,status") are a problem; so is every value that does not fit. */
void draft_from_json(struct ctx *, const struct record_type *, const json_t *, const char *skip, struct draft *ret);
void draft_init(struct ctx *, const struct record_type *, struct draft *ret);

/* Say a value, null included; of a type that has no such field (NULL) nothing is said. */
void draft_set_field(struct draft *, const struct field *, struct val);
void draft_set(struct draft *, const char *field, struct val);
void draft_set_text(struct draft *, const char *field, const char *text); /* NULL: nothing is said */

void draft_carry(struct draft *, const struct record *old); /* what goes along to another year or school: fields the catalogue calls carried */

enum write_result { WRITE_CREATED, WRITE_CHANGED, WRITE_UNCHANGED, WRITE_REFUSED };

struct outcome {
	enum write_result result;
	const char *code;       /* NULL when refused */
	int64_t id, version;
	struct problems problems; /* errors when refused, warnings otherwise */
};
const char *write_result_name(enum write_result); /* "created" ... */

/* Records of one type for one unit: new ones are created, those with a known
 * client_id (or code) are changed where they differ.  Each is refused alone;
 * false only when nothing could be done at all. */
MUST_CHECK bool record_write_batch(struct ctx *, const struct record_type *, const struct unit *, const struct draft *, size_t n,
                                   struct outcome *ret);

/* The same inside the caller's transaction, for records of several types that belong together. */
MUST_CHECK bool record_write_batch_in(struct ctx *, const struct record_type *, const struct unit *, const struct draft *, size_t n,
                                      struct outcome *ret);

/* The same for one, inside the caller's transaction, new records only: a refusal is a failure. */
MUST_CHECK bool record_create(struct ctx *, const struct record_type *, const struct unit *, const struct draft *, struct outcome *ret);

/* Change the given fields.  version: as last read, 0 for any.  ERR_STALE "record.stale".
 * An unchanged record keeps its version and leaves no entry. */
MUST_CHECK bool record_change(struct ctx *, const struct record *, int64_t version, const struct draft *, int64_t *ret_version);

MUST_CHECK bool record_change_in(struct ctx *, const struct record *, int64_t version, const struct draft *, int64_t *ret_version); /* in the caller's transaction */

/* The same of a record that is looked for first, in the caller's scope.  *ret: as it is with this change and no later one, with its warnings; *ret_was: the
 * version before. */
MUST_CHECK bool record_change_found(struct ctx *, const struct record_type *, const char *code, int64_t version, const struct draft *, struct record *ret,
                                    int64_t *ret_was);

/* Only the status changes, as of today; nothing is ever deleted (T42 đ10). */
MUST_CHECK bool record_set_status(struct ctx *, const struct record *, int64_t version, const char *status, const char *reason,
                                  int64_t *ret_version);

/* The same by hand as of a day that is not to come; NULL: today.  ERR_INVALID "status.date". */
MUST_CHECK bool record_set_status_since(struct ctx *, const struct record *, int64_t version, const char *status, const char *reason,
                                        const char *day, struct record *ret);
MUST_CHECK bool record_check_since(struct ctx *, const char *day); /* NULL is one */

/* Inside the caller's transaction: as of today, or of the given day; NULL: an event tells the day itself (see status.h). */
MUST_CHECK bool record_set_status_in(struct ctx *, const struct record *, int64_t version, const char *status, const char *reason,
                                     int64_t *ret_version);

MUST_CHECK bool record_set_status_since_in(struct ctx *, const struct record *, int64_t version, const char *status, const char *reason,
                                           const char *day, int64_t *ret_version);

#endif
