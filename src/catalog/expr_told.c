/* expr_told.c - which values of its names an expression tells apart. */
#include "catalog/expr_node.h"

static bool is_same(const struct val *a, const struct val *b)
{
	return a->kind == b->kind && (a->kind == VAL_NULL || (a->kind == VAL_TEXT ? streq(a->s, b->s) : a->i == b->i));
}

static void add(struct arena *a, struct expr_told *told, struct val v)
{
	for (size_t i = 0; i < told->n; i++)
		if (is_same(&told->value[i], &v))
			return;
	told->value = arena_grow(a, told->value, told->n, &told->room, sizeof v);
	told->value[told->n++] = v;
}

/* What is none of the texts of a catalogue; and right before and after one in the order of texts. */
static const char other[] = "~";

static const char *before(struct arena *a, const char *s)
{
	char *ret = arena_fmt(a, "%s~", s);
	const size_t n = strlen(s);

	if (n > 0)
		ret[n - 1]--;
	return ret;
}

static void add_constant(struct arena *a, const struct expr *e, struct expr_told *told, const struct val *v)
{
	const bool order = e->op != EXPR_EQ && e->op != EXPR_NE && e->op != EXPR_IN;

	add(a, told, *v);
	if (v->kind == VAL_TEXT) {
		add(a, told, val_text(order ? before(a, v->s) : other));
		if (order)
			add(a, told, val_text(arena_fmt(a, "%s!", v->s)));
	} else if (v->kind == VAL_BOOL) {
		add(a, told, (struct val){ .kind = VAL_BOOL, .i = v->i == 0 });
	} else {
		add(a, told, (struct val){ .kind = v->kind, .i = v->i - 1 });
		add(a, told, (struct val){ .kind = v->kind, .i = v->i + 1 });
	}
}

bool expr_tell(struct arena *a, const struct expr *e, struct expr_told *told)
{
	struct expr_told *of = &told[e == NULL || e->op < EXPR_EQ ? 0 : e->ref];

	switch (e == NULL ? EXPR_TRUE : e->op) {
	case EXPR_TRUE: case EXPR_FALSE:
		return true;
	case EXPR_NOT:
		return expr_tell(a, e->left, told);
	case EXPR_OR: case EXPR_AND:
		return expr_tell(a, e->left, told) && expr_tell(a, e->right, told);
	case EXPR_EQ: case EXPR_NE: case EXPR_LT: case EXPR_LE: case EXPR_GT: case EXPR_GE: case EXPR_IN:
		if (e->other != SIZE_MAX)
			return false;
		for (size_t i = 0; i < (e->op == EXPR_IN ? e->n_constants : 1); i++)
			add_constant(a, e, of, &e->constant[i]);
		return true;
	case EXPR_IS_TRUE:
		add(a, of, val_bool(true));
		add(a, of, val_bool(false));
		return true;
	case EXPR_IS_NULL:
		add(a, of, val_null());
		add(a, of, val_text(other));
		return true;
	case EXPR_BORN_BY: /* of whom the birth date is known */
		add_constant(a, e, of, &e->constant[0]);
		return true;
	default:
		return false;
	}
}
