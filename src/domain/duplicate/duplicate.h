/* duplicate.h - records of learners that are likely one person, in all schools; a clerk decides.
 *
 * Found by name, birth date and identity number, whatever the unit: this is the
 * one reading beyond a caller's scope, and whoever may write the record that is compared
 * could try values until one fits.  So other schools are asked only for a record whose compared
 * fields have stood for a day, so many times a day (catalog/policy.json, "duplicate_asks_a_day"); the
 * answer is that the school has one like it, without score and reasons; and each is an entry in
 * the logs of both units. */
#ifndef DUPLICATE_H
#define DUPLICATE_H

#include "store/record.h"

/* What is compared of a learner. */
struct twin {
	int64_t unit_id, id, version, changed_at;
	const char *code, *name, *folded;        /* folded: as text_fold gives it */
	const char *birth_date, *sex, *personal_id, *father, *mother; /* NULL: not known */
	int64_t birth_year;                      /* 0: not known, or a date is */
};

enum {
	REASONS_MAX = 8,
	DUPLICATE_SCORE = 60, /* from this score on two records are likely one person */
	DUPLICATES_MAX = 50,  /* of one record, in its school and elsewhere; others come forward when those are decided */
};

struct reason {
	const char *field, *what; /* "same" "spelling" "order" "word" "slip" "swapped" "digit" "year" "differs" */
};

struct likeness {
	int score;                /* 0 to 100 */
	struct reason reason[REASONS_MAX];
	size_t n;
};

struct likeness likeness_of(struct arena *, const struct twin *, const struct twin *);

struct duplicate {
	struct twin twin;
	struct unit unit;
	struct likeness like;
	const char *decision;     /* "same", or NULL: open.  Pairs judged different are not found */
	bool visible;             /* within the caller's scope */
};

/* Of how many learners other schools were asked, and of how many not. */
struct duplicate_asked {
	size_t asked, too_new, over_quota;
};

/* Of one learner: those in the caller's scope best first, then those elsewhere.  Ends a running read and writes. */
MUST_CHECK bool duplicate_find(struct ctx *, const struct record *learner, struct duplicate **ret, size_t *ret_n, struct duplicate_asked *);

/* As JSON items: "b" is what duplicate_decide takes for the other. */
void duplicate_put_items(struct ctx *, struct buf *, const struct duplicate *, size_t n);

/* {"asked": ..., "too_new": ..., "over_quota": ..., "message": what that means, or null} */
void duplicate_put_asked(struct ctx *, struct buf *, const struct duplicate_asked *);

/* Open suspicions of the learners of a school and year, {"a", ...} items.  Looks at so many learners only: go on
 * with *ret_cursor until it is NULL.  ERR_INVALID "duplicate.unit": not a school. */
MUST_CHECK bool duplicate_list(struct ctx *, const struct unit *school, int year, const char *cursor, size_t learners, struct buf *ret_items,
                               const char **ret_cursor, struct duplicate_asked *);

/* "same" or "different", once and for all schools, until it is "open" again; kept in the history of a.  b: a code, or what was told of a record
 * elsewhere, which is asked for once more.  ERR_NOT_FOUND "record.unknown", ERR_INVALID "duplicate.decision",
 * "duplicate.self"; of a record elsewhere also ERR_CONFLICT "duplicate.too_new", ERR_LIMITED "duplicate.quota". */
MUST_CHECK bool duplicate_decide(struct ctx *, const char *a, const char *b, const char *decision, const char *note);

#endif
