/* expr_node.h - the tree between parser, evaluator and SQL.  Private to src/catalog. */
#ifndef EXPR_NODE_H
#define EXPR_NODE_H

#include "catalog/expr.h"

enum expr_op {
	EXPR_OR, EXPR_AND, EXPR_NOT, EXPR_TRUE, EXPR_FALSE,
	EXPR_EQ, EXPR_NE, EXPR_LT, EXPR_LE, EXPR_GT, EXPR_GE, /* ref against a constant, or another ref */
	EXPR_IN, EXPR_IS_NULL, EXPR_IS_TRUE,
	EXPR_BORN_BY,                    /* ref: a birth date; other: the year beside it; constants: a day, the first year not surely before it */
	EXPR_ID_FORM,                    /* ref: an identity number; constants: the first three digits there are */
	EXPR_ID_SEX, EXPR_ID_YEAR,       /* ref: an identity number; other: sex, birth date or year */
	EXPR_BEFORE,                     /* ref, other: a date, a partial date or a year */
	EXPR_DIGITS,                     /* constants: how many */
};

struct expr {
	enum expr_op op;
	const struct expr *left, *right; /* or, and, not */
	size_t ref, other;               /* refs; other: SIZE_MAX when the right side is constant */
	const struct val *constant;      /* comparisons: one; in: n_constants */
	size_t n_constants;
};

/* The alias of a join, added when new; in its shape @ is the alias.  NULL: there are too many. */
const char *expr_join_add(struct ctx *, struct expr_refs *, const char *table, const struct record_type *, const char *shape);

/* What the record seen under an alias has, or had on refs->on, as SQL; NULL: too many joins. */
const char *expr_status_on(struct ctx *, struct expr_refs *, const struct record_type *, const char *seen);
const char *expr_field_on(struct ctx *, struct expr_refs *, const struct record_type *, const struct field *, const char *seen);

#endif
