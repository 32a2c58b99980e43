/* expr_call.c - the functions of the language: age_on, has_level, share_level, present, before, digits, id_fits. */
#include "base/time.h"
#include "catalog/expr_parser.h"
#include "catalog/life.h"

enum { AGE_MAX = 9999 };

/* n years before a day; 29 February becomes 28 February where it must. */
static const char *years_before(struct parser *p, struct date d, int64_t years)
{
	if (years < -AGE_MAX || years > AGE_MAX)
		return NULL;
	d.year -= (int)years;
	if (!date_is_valid(d) && d.month == 2 && d.day == 29)
		d.day = 28;
	return date_is_valid(d) ? date_text(p->c->arena, d) : NULL;
}

/* "learner.birth_date" has "learner.birth_year" beside it, for those of whom only the year is known; SIZE_MAX: it has not. */
static size_t year_beside(struct parser *p, size_t ref)
{
	const char *path = p->refs->ref[ref].path, *dot = strrchr(path, '.');
	size_t year = SIZE_MAX;

	if (!streq(dot == NULL ? path : dot + 1, "birth_date"))
		return SIZE_MAX;
	if (expr_ref_add(p->c, p->refs, arena_fmt(p->c->arena, "%.*sbirth_year", dot == NULL ? 0 : (int)(dot + 1 - path), path), &year) &&
	    p->refs->ref[year].type == COLUMN_INTEGER)
		return year;
	ctx_clear(p->c);
	return SIZE_MAX;
}

static const struct expr *birth_at_most(struct parser *p, size_t ref, struct date d, int64_t age, bool negated)
{
	struct expr *e = parser_node(p, EXPR_BORN_BY), *n = parser_node(p, EXPR_NOT);
	struct val *v = NEW_N(p->c->arena, struct val, 2);
	const char *bound = years_before(p, d, age);

	if (bound == NULL)
		return parser_bad(p, "Số tuổi ngoài khoảng cho phép");
	v[0] = val_text(bound);
	/* Born before this year: by then.  Born in it: known only at its very end. */
	v[1] = val_int(d.year - age + (d.month == 12 && d.day == 31));
	e->ref = ref;
	e->other = year_beside(p, ref);
	e->constant = v;
	e->n_constants = 2;
	n->left = e;
	return negated ? n : e;
}

/* age >= n is the same as born on or before (date - n years): no arithmetic is left for SQL. */
static const struct expr *age_compared(struct parser *p, size_t ref, struct date d, enum expr_op op, int64_t n)
{
	struct expr *e;

	switch (op) {
	case EXPR_GE: return birth_at_most(p, ref, d, n, false);
	case EXPR_GT: return birth_at_most(p, ref, d, n + 1, false);
	case EXPR_LT: return birth_at_most(p, ref, d, n, true);
	case EXPR_LE: return birth_at_most(p, ref, d, n + 1, true);
	default:
		e = parser_node(p, op == EXPR_EQ ? EXPR_AND : EXPR_OR);
		e->left = birth_at_most(p, ref, d, n, op != EXPR_EQ);
		e->right = birth_at_most(p, ref, d, n + 1, op == EXPR_EQ);
		return e->left != NULL && e->right != NULL ? e : NULL;
	}
}

const struct expr *parse_age(struct parser *p)
{
	const char *path = "birth_date";
	enum expr_op op;
	struct date d;
	size_t ref;

	if (!parser_next(p) || !parser_take(p, "("))
		return NULL;
	if (p->token == T_NAME) {
		path = p->word;
		if (!parser_next(p) || !parser_take(p, ","))
			return NULL;
	}
	if (!parser_reference(p, path, &ref))
		return NULL;
	if (p->refs->ref[ref].type != COLUMN_DATE)
		return parser_bad(p, "age_on cần một trường ngày");
	if (p->token != T_TEXT || !date_parse(p->word, &d))
		return parser_bad(p, "age_on cần một ngày có thật dạng \"yyyy-mm-dd\"");
	if (!parser_next(p) || !parser_take(p, ")"))
		return NULL;
	if (!parser_comparison(p, &op))
		return parser_bad(p, "age_on phải được so sánh với một số nguyên");
	if (!parser_next(p))
		return NULL;
	if (p->token != T_NUMBER || p->number_scale > 0)
		return parser_bad(p, "Tuổi phải là số nguyên");
	int64_t n = p->number;
	return parser_next(p) ? age_compared(p, ref, d, op, n) : NULL;
}

/* The codes of a field's list that belong to a level. */
static struct expr *in_level(struct parser *p, size_t ref, const char *level)
{
	const struct list *list = p->refs->ref[ref].field->list;
	struct expr *e = parser_node(p, EXPR_IN);
	struct val *v = NEW_N(p->c->arena, struct val, list->n_items + 1);

	for (size_t i = 0; i < list->n_items; i++)
		if (list_item_has_level(&list->item[i], level))
			v[e->n_constants++] = val_text(list->item[i].code);
	e->ref = ref;
	e->constant = v;
	return e;
}

static bool coded_field(struct parser *p, const char *function, size_t *ret)
{
	if (p->token != T_NAME)
		return parser_bad(p, arena_fmt(p->c->arena, "%s cần tên trường", function)) != NULL;
	if (!parser_reference(p, p->word, ret))
		return false;
	const struct field *f = p->refs->ref[*ret].field;
	if (f == NULL || f->list == NULL)
		return parser_bad(p, arena_fmt(p->c->arena, "%s cần một trường có danh mục", function)) != NULL;
	return parser_next(p);
}

const struct expr *parse_has_level(struct parser *p)
{
	struct expr *e;
	size_t ref;

	if (!parser_next(p) || !parser_take(p, "(") || !coded_field(p, "has_level", &ref) || !parser_take(p, ","))
		return NULL;
	if (p->token != T_TEXT)
		return parser_bad(p, "has_level cần mã cấp học trong dấu nháy kép");
	e = in_level(p, ref, p->word);
	return parser_next(p) && parser_take(p, ")") ? e : NULL;
}

/* For some level both are of it. */
const struct expr *parse_share_level(struct parser *p)
{
	const struct list *levels = catalog_list(p->refs->catalog, "education_level");
	struct expr *any = NULL;
	size_t x, y;

	if (levels == NULL)
		return parser_bad(p, "share_level cần danh mục education_level");
	if (!parser_next(p) || !parser_take(p, "(") || !coded_field(p, "share_level", &x) || !parser_take(p, ",") || !coded_field(p, "share_level", &y))
		return NULL;
	for (size_t i = 0; i < levels->n_items; i++) {
		struct expr *both = parser_node(p, EXPR_AND), *more = parser_node(p, EXPR_OR);
		both->left = in_level(p, x, levels->item[i].code);
		both->right = in_level(p, y, levels->item[i].code);
		more->left = any;
		more->right = both;
		any = any == NULL ? both : more;
	}
	return parser_take(p, ")") ? any : NULL;
}

const struct expr *parse_present(struct parser *p)
{
	struct expr *e = parser_node(p, EXPR_IN);
	const struct record_type *t = p->refs->base;
	const char *path = "status";
	const struct field *f;

	if (!parser_next(p))
		return NULL;
	bool other = parser_at_sign(p, "(");
	if (other) {
		if (!parser_next(p))
			return NULL;
		f = p->token == T_NAME ? field_find(t, p->word) : NULL;
		if (f == NULL || f->to == NULL)
			return parser_bad(p, "present cần tên một trường tham chiếu");
		t = f->to;
		path = arena_fmt(p->c->arena, "%s.status", f->name);
	}
	const struct life *life = catalog_life(p->refs->catalog, t);
	if (life == NULL)
		return parser_bad(p, arena_fmt(p->c->arena, "Loại hồ sơ %s không có tệp trong life/ nên không dùng được present", t->name));
	while (life->present[e->n_constants] != NULL)
		e->n_constants++;
	struct val *v = NEW_N(p->c->arena, struct val, e->n_constants + 1);
	for (size_t i = 0; i < e->n_constants; i++)
		v[i] = val_text(life->present[i]);
	e->constant = v;
	if (!parser_reference(p, path, &e->ref))
		return NULL;
	return !other || (parser_next(p) && parser_take(p, ")")) ? e : NULL;
}

/* A date, a date known in part, or a year: all begin with the year as text. */
static bool day_or_year(struct parser *p, size_t *ret)
{
	if (p->token != T_NAME)
		return parser_bad(p, "before cần tên trường") != NULL;
	if (!parser_reference(p, p->word, ret))
		return false;
	const struct expr_ref *r = &p->refs->ref[*ret];
	const struct field *f = r->field;
	bool partial = f != NULL && streq(f->type->name, "partial_date"), year = f != NULL && r->type == COLUMN_INTEGER && f->to == NULL && f->scale == 0;
	if (r->type != COLUMN_DATE && !partial && !year)
		return parser_bad(p, "before so sánh ngày, ngày không đầy đủ hoặc năm") != NULL;
	return parser_next(p);
}

const struct expr *parse_before(struct parser *p)
{
	struct expr *e = parser_node(p, EXPR_BEFORE);

	return parser_next(p) && parser_take(p, "(") && day_or_year(p, &e->ref) && parser_take(p, ",") && day_or_year(p, &e->other) &&
	       parser_take(p, ")") ? e : NULL;
}

const struct expr *parse_digits(struct parser *p)
{
	enum { LENGTHS_MAX = 8 };
	struct expr *e = parser_node(p, EXPR_DIGITS);
	struct val *v = NEW_N(p->c->arena, struct val, LENGTHS_MAX);

	e->constant = v;
	if (!parser_next(p) || !parser_take(p, "("))
		return NULL;
	if (p->token != T_NAME)
		return parser_bad(p, "digits cần tên trường");
	if (!parser_reference(p, p->word, &e->ref))
		return NULL;
	if (p->refs->ref[e->ref].type != COLUMN_TEXT)
		return parser_bad(p, "digits cần một trường chữ");
	if (!parser_next(p))
		return NULL;
	do {
		if (!parser_take(p, ","))
			return NULL;
		if (p->token != T_NUMBER || p->number_scale > 0 || p->number < 1 || e->n_constants == LENGTHS_MAX)
			return parser_bad(p, "digits cần số chữ số, như digits(x, 9, 12)");
		v[e->n_constants++] = val_int(p->number);
		if (!parser_next(p))
			return NULL;
	} while (parser_at_sign(p, ","));
	return parser_take(p, ")") ? e : NULL;
}

/* "0" and the code of every province there is or was: the numbers of before stay as they are. */
static const struct expr *id_form(struct parser *p, size_t id)
{
	const struct list *provinces = catalog_list(p->refs->catalog, "province");
	struct expr *e = parser_node(p, EXPR_ID_FORM);

	if (provinces == NULL)
		return parser_bad(p, "id_fits cần danh mục province");
	struct val *v = NEW_N(p->c->arena, struct val, provinces->n_items + 1);
	for (size_t i = 0; i < provinces->n_items; i++)
		if (i == 0 || !streq(provinces->item[i].code, provinces->item[i - 1].code))
			v[e->n_constants++] = val_text(arena_fmt(p->c->arena, "0%s", provinces->item[i].code));
	e->ref = id;
	e->constant = v;
	return e;
}

/* One of what the number must say the same as. */
static const struct expr *id_says(struct parser *p, size_t id)
{
	struct expr *e = parser_node(p, EXPR_ID_YEAR);

	if (p->token != T_NAME)
		return parser_bad(p, "id_fits cần tên trường");
	if (!parser_reference(p, p->word, &e->other))
		return NULL;
	const struct expr_ref *r = &p->refs->ref[e->other];
	bool sex = r->field != NULL && r->field->list != NULL && streq(r->field->list->name, "sex");
	if (!sex && r->type != COLUMN_DATE && (r->type != COLUMN_INTEGER || r->field == NULL || r->field->to != NULL || r->field->scale > 0))
		return parser_bad(p, "id_fits so số định danh với ngày sinh, năm sinh hoặc giới tính");
	e->op = sex ? EXPR_ID_SEX : EXPR_ID_YEAR;
	e->ref = id;
	return parser_next(p) ? e : NULL;
}

const struct expr *parse_id_fits(struct parser *p)
{
	const struct expr *all = NULL;
	size_t id;

	if (!parser_next(p) || !parser_take(p, "("))
		return NULL;
	if (p->token != T_NAME)
		return parser_bad(p, "id_fits cần tên trường số định danh");
	if (!parser_reference(p, p->word, &id))
		return NULL;
	const struct field *f = p->refs->ref[id].field;
	if (f == NULL || f->list != NULL || p->refs->ref[id].type != COLUMN_TEXT)
		return parser_bad(p, "id_fits cần một trường chữ");
	if (!parser_next(p))
		return NULL;
	if (parser_at_sign(p, ")"))
		all = id_form(p, id);
	if (all == NULL && !parser_at_sign(p, ","))
		return parser_bad(p, "Cần dấu , hoặc )");
	while (parser_at_sign(p, ",")) {
		struct expr *e = parser_node(p, EXPR_AND);
		const struct expr *one = parser_next(p) ? id_says(p, id) : NULL;
		if (one == NULL)
			return NULL;
		e->left = all;
		e->right = one;
		all = all == NULL ? one : e;
	}
	return parser_take(p, ")") ? all : NULL;
}
