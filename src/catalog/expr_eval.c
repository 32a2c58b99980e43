/* expr_eval.c - an expression on one record in memory. */
#include <stdio.h>

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

static int64_t year_of(const struct val *date)
{
	int64_t year = 0;

	for (size_t i = 0; i < 4; i++)
		year = year * 10 + (date->s[i] - '0');
	return year;
}

/* Of whom only the year is known, it decides where it can. */
static enum truth born_by(const struct expr *e, const struct val *date, const struct val *year)
{
	if (date->kind != VAL_NULL)
		return compare(date, &e->constant[0]) <= 0 ? TRUE : FALSE;
	if (year == NULL || year->kind == VAL_NULL)
		return UNKNOWN;
	if (year->i < e->constant[1].i)
		return TRUE;
	return year->i > year_of(&e->constant[0]) ? FALSE : UNKNOWN;
}

enum { ID_DIGITS = 12, OLD_ID_DIGITS = 9 };

/* An old card's number has no meaning; a place abroad begins with 1 to 4: the list starts at 101
 * and has some two hundred countries, with gaps. */
static enum truth id_form(const struct expr *e, const struct val *id)
{
	if (id->kind == VAL_NULL)
		return UNKNOWN;
	if (id->len != ID_DIGITS)
		return id->len == OLD_ID_DIGITS ? TRUE : FALSE;
	for (size_t i = 0; i < e->n_constants; i++)
		if (memcmp(id->s, e->constant[i].s, 3) == 0)
			return TRUE;
	return id->s[0] >= '1' && id->s[0] <= '4' ? TRUE : FALSE;
}

static enum truth id_sex(const struct val *id, const struct val *sex)
{
	if (id->kind == VAL_NULL || sex->kind == VAL_NULL || id->len != ID_DIGITS || sex->len != 2 || sex->s[0] != '0' ||
	    (sex->s[1] != '1' && sex->s[1] != '2'))
		return UNKNOWN;
	bool even = strchr("02468", id->s[3]) != NULL;
	return even == (sex->s[1] == '1') ? TRUE : FALSE;
}

/* The fourth digit is the century too: 0 and 1 of the twentieth, 2 and 3 of the next. */
static enum truth id_year(const struct val *id, const struct val *born)
{
	static const char *const centuries[] = { "19", "20", "21", "22", "23" };
	char year[24];

	if (id->kind == VAL_NULL || born->kind == VAL_NULL || id->len != ID_DIGITS || id->s[3] < '0' || id->s[3] > '9')
		return UNKNOWN;
	if (born->kind == VAL_TEXT)
		snprintf(year, sizeof year, "%.4s", born->s);
	else
		snprintf(year, sizeof year, "%04" PRId64, born->i);
	return memcmp(year, centuries[(id->s[3] - '0') / 2], 2) == 0 && memcmp(year + 2, id->s + 4, 2) == 0 ? TRUE : FALSE;
}

/* What both know of the day decides; the same year says nothing of the day. */
static enum truth before(const struct val *a, const struct val *b)
{
	enum { DAY = 10 };
	char year[2][24];
	const char *text[2];
	const struct val *v[2] = { a, b };

	for (size_t i = 0; i < 2; i++) {
		if (v[i]->kind == VAL_NULL)
			return UNKNOWN;
		if (v[i]->kind != VAL_TEXT)
			snprintf(year[i], sizeof year[i], "%" PRId64, v[i]->i);
		text[i] = v[i]->kind == VAL_TEXT ? v[i]->s : year[i];
	}
	size_t n[2] = { strlen(text[0]), strlen(text[1]) };
	int d = memcmp(text[0], text[1], n[0] < n[1] ? n[0] : n[1]);
	return d != 0 ? d < 0 : n[0] == DAY && n[1] == DAY ? FALSE : UNKNOWN;
}

static enum truth digits(const struct expr *e, const struct val *v)
{
	if (v->kind == VAL_NULL)
		return UNKNOWN;
	for (size_t i = 0; i < e->n_constants; i++)
		if (v->len == (size_t)e->constant[i].i)
			return strspn(v->s, "0123456789") == v->len ? TRUE : FALSE;
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
	case EXPR_BORN_BY: return born_by(e, &value[e->ref], e->other == SIZE_MAX ? NULL : &value[e->other]);
	case EXPR_ID_FORM: return id_form(e, &value[e->ref]);
	case EXPR_ID_SEX:  return id_sex(&value[e->ref], &value[e->other]);
	case EXPR_ID_YEAR: return id_year(&value[e->ref], &value[e->other]);
	case EXPR_BEFORE:  return before(&value[e->ref], &value[e->other]);
	case EXPR_DIGITS:  return digits(e, &value[e->ref]);
	case EXPR_IS_NULL: return value[e->ref].kind == VAL_NULL ? TRUE : FALSE;
	case EXPR_IS_TRUE:
		return value[e->ref].kind == VAL_NULL ? UNKNOWN : value[e->ref].i != 0 ? TRUE : FALSE;
	default:
		return relation(e->op, &value[e->ref], e->other == SIZE_MAX ? e->constant : &value[e->other]);
	}
}
