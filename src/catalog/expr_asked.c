/* expr_asked.c - what an expression asks of each of its names. */
#include "catalog/expr_node.h"

static enum expr_asked asked_by(enum expr_op op)
{
	switch (op) {
	case EXPR_IS_NULL: case EXPR_IS_TRUE: case EXPR_DIGITS: case EXPR_ID_FORM:
		return ASKED_WHETHER;
	case EXPR_EQ: case EXPR_NE: case EXPR_IN:
		return ASKED_EQUAL;
	default:
		return ASKED_MORE;
	}
}

bool expr_each_asked(const struct expr_refs *refs, const struct expr *e, expr_asked_fn *fn, void *arg)
{
	switch (e == NULL ? EXPR_TRUE : e->op) {
	case EXPR_TRUE: case EXPR_FALSE:
		return true;
	case EXPR_NOT:
		return expr_each_asked(refs, e->left, fn, arg);
	case EXPR_OR: case EXPR_AND:
		return expr_each_asked(refs, e->left, fn, arg) && expr_each_asked(refs, e->right, fn, arg);
	default:
		break;
	}
	const enum expr_asked how = asked_by(e->op);
	const bool alone = how == ASKED_WHETHER || e->other == SIZE_MAX;
	return fn(arg, &refs->ref[e->ref], how, e->constant, how != ASKED_EQUAL || !alone ? 0 : e->op == EXPR_IN ? e->n_constants : 1) &&
	       (alone || fn(arg, &refs->ref[e->other], how, NULL, 0));
}
