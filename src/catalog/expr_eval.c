/* expr_eval.c - an expression on one record in memory. */
#include "catalog/expr_node.h"

static int compare(const struct val *a, const struct val *b)
{
	if (a->kind == VAL_TEXT && b->kind == VAL_TEXT) {
		size_t n = a->len < b->len ? a->len : b->len;
		int d = memcmp(a->s, b->s, n);
		return d != 0 ? d : (a->len > b->len) - (a->len < b->len);
	}
	return (a->i > b->i) - (a->i < b->i);
}

static enum truth relation(enum expr_op op, const struct val *a, const struct val *b)
{
	if (a->kind == VAL_NULL || b->kind == VAL_NULL)
		return UNKNOWN;
	int d = compare(a, b);
	switch (op) {
	case EXPR_EQ: return d == 0;
	case EXPR_NE: return d != 0;
	case EXPR_LT: return d < 0;
	case EXPR_LE: return d <= 0;
	case EXPR_GT: return d > 0;
	default:      return d >= 0;
	}
}

static enum truth is_in(const struct expr *e, const struct val *v)
{
	if (v->kind == VAL_NULL)
		return UNKNOWN;
	for (size_t i = 0; i < e->n_constants; i++)
		if (compare(v, &e->constant[i]) == 0)
			return TRUE;
	return FALSE;
}

static enum truth both(const struct expr *e, const struct val *value, enum truth decisive)
{
	enum truth l = expr_eval(e->left, value);

	if (l == decisive)
		return l;
	enum truth r = expr_eval(e->right, value);
	return r == decisive ? r : l == UNKNOWN || r == UNKNOWN ? UNKNOWN : l;
}

enum truth expr_eval(const struct expr *e, const struct val *value)
{
	enum truth t;

	switch (e->op) {
	case EXPR_OR:  return both(e, value, TRUE);
	case EXPR_AND: return both(e, value, FALSE);
	case EXPR_NOT:
		t = expr_eval(e->left, value);
		return t == UNKNOWN ? UNKNOWN : t == TRUE ? FALSE : TRUE;
	case EXPR_TRUE:    return TRUE;
	case EXPR_FALSE:   return FALSE;
	case EXPR_IN:      return is_in(e, &value[e->ref]);
	case EXPR_IS_NULL: return value[e->ref].kind == VAL_NULL ? TRUE : FALSE;
	case EXPR_IS_TRUE:
		return value[e->ref].kind == VAL_NULL ? UNKNOWN : value[e->ref].i != 0 ? TRUE : FALSE;
	default:
		return relation(e->op, &value[e->ref], e->other == SIZE_MAX ? e->constant : &value[e->other]);
	}
}
