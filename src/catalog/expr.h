/* expr.h - the one expression language: filters, conditions, rules, cells of forms.
 *
 *     grade == "01" and learner.sex == "02" and age_on("2025-12-31") > 6
 *
 * or, and, not, == != < <= > >=, in (a, b), is null, is not null, true, false;
 * text and dates in double quotes, whole numbers, decimals with a point.  A name
 * is a field of the record, or a path through references (learner.sex), through
 * the institution (school.ownership), through the yearly profile of the unit, or to the one record of the year that leads here
 * (enrolment.class.name of a learner).  title: what the record is called, else its code.
 * has_level(x, "02"): the code's list says it belongs to a level of education.
 * share_level(x, y): the codes of x and y, of whatever lists, have a level in common.
 * age_on("date"), age_on(x, "date"): whole years from birth_date, or x, to a date;
 * it can only be compared with a whole number.  Where a birth date is absent and the birth_year beside it is not, the
 * year decides what it can: on 31 December everything, on another day all but the one age in doubt.
 * What is asked is now, or a day: expr_refs.on.
 * present: the status of the record is one of those present that catalog/life/ declares for its type; present(staff): of
 * the record a reference leads to.
 * before(a, b): a date, a date known in part or a year is surely before another; unknown where what is known is the same.
 * digits(x, 9, 12): a text of nothing but 9 or 12 digits.
 * id_fits(id): an identity number has 9 digits (the old card), or 12 that begin with a province there is or was, or
 * with a place abroad (1 to 4).  id_fits(id, x ...): its 12 digits say the same as x, a birth date, a birth year or a sex; of 9
 * digits it is not known.  Comparing with an absent value is neither true nor false, as in SQL.  Compiled to SQL and
 * run in memory alike. */
#ifndef EXPR_H
#define EXPR_H

#include "catalog/catalog.h"

/* The values an expression needs; several expressions may share one set. */
struct expr_join {
	const char *alias, *on;       /* "j1", "j1.unit_id = t.unit_id AND j1.id = t.learner_id" */
	const char *shape, *table;    /* shape: on with @ for the alias */
	const struct record_type *type; /* NULL: what happened after the day, not records */
};

struct expr_ref {
	const char *path;             /* "learner.sex" */
	const char *sql;              /* "j1.sex" */
	const struct field *field;    /* NULL: a standard column or a measure */
	enum column_type type;
	bool measure;                 /* value given by the caller, not in SQL */
};

/* What of a field is seen may depend on the record: some fields hold nothing but in the rows of "(SELECT unit_id, id FROM ...)". */
struct expr_mask {
	bool (*hides)(const struct expr_mask *, const struct record_type *, const struct field *);
	const char *(*rows_sql)(struct arena *, const struct expr_mask *, const struct record_type *);
	const struct catalog *catalog;
	const void *arg;
};

enum { REFS_MAX = 128, JOINS_MAX = 24 };

struct expr_refs {
	const struct catalog *catalog;
	const struct record_type *base; /* its alias in SQL is t */
	const char *const *measures;    /* further whole-number names; ends with NULL; may be NULL */
	int school_year;                /* 0, or the year in which to see what is of a year from a record without one */
	const char *on;                 /* NULL: now, or a real day: what held when it ended.  Statuses, and references that a life
	                                   keeps the past of (enrolment.class); a status is null where the record was not there yet */
	const struct expr_mask *mask;   /* NULL: everything is seen */
	struct expr_ref ref[REFS_MAX];
	struct expr_join join[JOINS_MAX];
	size_t n_refs, n_joins;
};

/* Parse and check types.  ERR_INVALID "expr.invalid": says what and at which character. */
MUST_CHECK bool expr_parse(struct ctx *, struct expr_refs *, const char *text, const struct expr **ret);

/* The index of a path in refs, added when new; as expr_parse does for names. */
MUST_CHECK bool expr_ref_add(struct ctx *, struct expr_refs *, const char *path, size_t *ret);

enum truth { FALSE, TRUE, UNKNOWN };

/* sql, the field of the record under the alias `seen`, as refs->mask lets it be seen; NULL: too many joins. */
const char *expr_masked(struct ctx *, struct expr_refs *, const struct record_type *, const struct field *, const char *seen, const char *sql);

/* value[i] belongs to refs->ref[i]. */
enum truth expr_eval(const struct expr *, const struct val *value);

/* Values that between them stand for all there are, as far as the expression (NULL: none) tells them apart; added to those of told[i] of
 * refs->ref[i], which needs REFS_MAX.  Whoever is counted has what they are asked for: absent is told only where it is asked for.  false: it
 * tells apart by something else. */
struct expr_told {
	struct val *value;
	size_t n, room;
};
bool expr_tell(struct arena *, const struct expr *, struct expr_told *told);

/* What an expression asks of one of its names; false: where fn was false. */
enum expr_asked { ASKED_WHETHER /* it holds anything, or something of a form */, ASKED_EQUAL /* to one of constants, or to another name */, ASKED_MORE };
typedef bool expr_asked_fn(void *arg, const struct expr_ref *, enum expr_asked, const struct val *constant, size_t n_constants);
bool expr_each_asked(const struct expr_refs *, const struct expr *, expr_asked_fn *, void *arg);

/* Appends a condition; constants become $N and are appended to args. */
struct sql_args {
	struct val *v;
	size_t n, room;
};
void sql_arg(struct buf *sql, struct sql_args *, struct val); /* appends "$N" */

/* Appends "($2, $3, ...)": always as many, so that it is prepared once; what is left over is null. */
void sql_chunk(struct buf *sql, size_t first, size_t n);
void sql_arg_chunk(struct buf *sql, struct sql_args *, size_t n); /* the same with n nulls, to be written over */

void expr_sql(struct buf *sql, struct sql_args *, const struct expr_refs *, const struct expr *);

/* " LEFT JOIN r_learner j1 ON ..." for every join the refs need. */
void expr_joins_sql(struct buf *sql, const struct expr_refs *);

#endif
