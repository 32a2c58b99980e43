/* duplicate.h - records of learners that are likely one person, in all schools; a clerk decides.
 *
 * Found by name, birth date and identity number, whatever the unit: this is the
 * one reading beyond a caller's scope.  Of a record outside it the caller learns
 * the school, the score and which fields agree, never what stands in them. */
#ifndef DUPLICATE_H
#define DUPLICATE_H

#include "store/record.h"

/* What is compared of a learner. */
struct twin {
	int64_t unit_id, id;
	const char *code, *name, *folded;        /* folded: as text_fold gives it */
	const char *birth_date, *sex, *personal_id, *father, *mother; /* NULL: not known */
	int64_t birth_year;                      /* 0: not known, or a date is */
};

enum { REASONS_MAX = 8, DUPLICATE_SCORE = 60 }; /* from this score on two records are likely one person */

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

/* Of one learner, best first. */
MUST_CHECK bool duplicate_find(struct ctx *, const struct record *learner, struct duplicate **ret, size_t *ret_n);

/* As JSON items: "b" is what duplicate_decide takes for the other. */
void duplicate_put_json(struct ctx *, struct buf *, const struct duplicate *, size_t n);

/* Open suspicions of the learners of a school and year, {"a", ...} items.  Looks at so many learners only: go on
 * with *ret_cursor until it is NULL.  ERR_INVALID "duplicate.unit": not a school. */
MUST_CHECK bool duplicate_list(struct ctx *, const struct unit *school, int year, const char *cursor, size_t learners, struct buf *ret_items,
                               const char **ret_cursor);

/* "same" or "different", once and for all schools; kept in the history of a.  b: a code, or what was told of a record
 * elsewhere.  ERR_NOT_FOUND "record.unknown", ERR_INVALID "duplicate.decision", "duplicate.self". */
MUST_CHECK bool duplicate_decide(struct ctx *, const char *a, const char *b, const char *decision, const char *note);

#endif
