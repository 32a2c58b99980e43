/* expr_parse.c - text to a checked tree. */
#include <stdlib.h>

#include "base/time.h"
#include "catalog/expr_node.h"

enum { DEPTH_MAX = 40, IN_MAX = 200 };

enum token { T_END, T_NAME, T_TEXT, T_NUMBER, T_SIGN };

struct parser {
	struct ctx *c;
	struct expr_refs *refs;
	const char *text, *at, *token_at;
	enum token token;
	const char *word; /* name, text or sign */
	int64_t number;   /* scaled by number_scale */
	int number_scale, depth;
};

static const struct expr *parse_or(struct parser *p);

static void *bad(struct parser *p, const char *why)
{
	if (p->c->err == ERR_NONE)
		fail(p->c, ERR_INVALID, "expr.invalid", "%s (ký tự thứ %td của biểu thức)", why, p->token_at - p->text + 1);
	return NULL;
}

static bool is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_';
}

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static bool read_text(struct parser *p)
{
	const char *end = strchr(p->at + 1, '"');

	if (end == NULL)
		return bad(p, "Thiếu dấu nháy kép đóng") != NULL;
	p->word = arena_strndup(p->c->arena, p->at + 1, (size_t)(end - p->at - 1));
	p->at = end + 1;
	p->token = T_TEXT;
	return true;
}

static bool read_number(struct parser *p)
{
	bool negative = *p->at == '-', point = false;
	int digits = 0;

	p->number = 0;
	p->number_scale = 0;
	for (p->at += negative; is_digit(*p->at) || (*p->at == '.' && !point); p->at++) {
		if (*p->at == '.') {
			point = true;
			continue;
		}
		if (++digits > 17)
			return bad(p, "Số quá dài") != NULL;
		p->number = p->number * 10 + (*p->at - '0');
		p->number_scale += point;
	}
	if (negative)
		p->number = -p->number;
	p->token = T_NUMBER;
	return digits > 0 || bad(p, "Thiếu chữ số") != NULL;
}

static bool next(struct parser *p)
{
	static const char *const signs[] = { "==", "!=", "<=", ">=", "<", ">", "(", ")", "," };

	while (*p->at == ' ' || *p->at == '\t' || *p->at == '\n')
		p->at++;
	p->token_at = p->at;
	if (*p->at == '\0') {
		p->token = T_END;
		p->word = "";
		return true;
	}
	if (*p->at == '"')
		return read_text(p);
	if (is_digit(*p->at) || (*p->at == '-' && is_digit(p->at[1])))
		return read_number(p);
	if (is_letter(*p->at)) {
		const char *from = p->at;
		while (is_letter(*p->at) || is_digit(*p->at) || *p->at == '.')
			p->at++;
		p->word = arena_strndup(p->c->arena, from, (size_t)(p->at - from));
		p->token = T_NAME;
		return true;
	}
	for (size_t i = 0; i < COUNT(signs); i++) {
		if (strncmp(p->at, signs[i], strlen(signs[i])) != 0)
			continue;
		p->word = signs[i];
		p->at += strlen(signs[i]);
		p->token = T_SIGN;
		return true;
	}
	return bad(p, "Ký tự không thuộc biểu thức") != NULL;
}

static bool at_sign(const struct parser *p, const char *sign)
{
	return p->token == T_SIGN && streq(p->word, sign);
}

static bool at_word(const struct parser *p, const char *word)
{
	return p->token == T_NAME && streq(p->word, word);
}

static bool take_sign(struct parser *p, const char *sign)
{
	if (!at_sign(p, sign))
		return bad(p, arena_fmt(p->c->arena, "Cần dấu %s", sign)) != NULL;
	return next(p);
}

static struct expr *node(struct parser *p, enum expr_op op)
{
	struct expr *e = NEW(p->c->arena, struct expr);

	e->op = op;
	e->other = SIZE_MAX;
	return e;
}

static bool reference(struct parser *p, const char *path, size_t *ret)
{
	if (expr_ref_add(p->c, p->refs, path, ret))
		return true;
	p->c->detail = arena_fmt(p->c->arena, "%s (ký tự thứ %td của biểu thức)", p->c->detail, p->token_at - p->text + 1);
	return false;
}

/* The constant under the cursor as the type of a ref wants it. */
static bool constant(struct parser *p, const struct expr_ref *r, struct val *ret)
{
	int scale = r->field != NULL ? r->field->scale : 0;
	struct date d;

	switch (r->type) {
	case COLUMN_INTEGER:
		if (r->field != NULL && r->field->to != NULL)
			return bad(p, "Trường tham chiếu không so sánh trực tiếp được; hãy dùng .code") != NULL;
		if (p->token != T_NUMBER || p->number_scale > scale)
			return bad(p, "Cần một số (đúng số chữ số thập phân)") != NULL;
		for (int i = p->number_scale; i < scale; i++)
			p->number *= 10;
		*ret = val_int(p->number);
		return next(p);
	case COLUMN_BOOLEAN:
		if (!at_word(p, "true") && !at_word(p, "false"))
			return bad(p, "Cần true hoặc false") != NULL;
		*ret = val_bool(at_word(p, "true"));
		return next(p);
	case COLUMN_DATE:
		if (p->token != T_TEXT || !date_parse(p->word, &d))
			return bad(p, "Cần một ngày có thật dạng \"yyyy-mm-dd\"") != NULL;
		break;
	default:
		if (p->token != T_TEXT)
			return bad(p, "Cần một chuỗi trong dấu nháy kép") != NULL;
		if (r->field != NULL && r->field->list != NULL && list_find(r->field->list, p->word, NULL) == NULL)
			return bad(p, arena_fmt(p->c->arena, "Danh mục %s không có mã \"%s\"", r->field->list->name, p->word)) != NULL;
	}
	*ret = val_text(p->word);
	return next(p);
}

static bool comparison_sign(const struct parser *p, enum expr_op *ret)
{
	static const char *const sign[] = { "==", "!=", "<", "<=", ">", ">=" };

	for (size_t i = 0; p->token == T_SIGN && i < COUNT(sign); i++) {
		if (!streq(p->word, sign[i]))
			continue;
		*ret = EXPR_EQ + (enum expr_op)i;
		return true;
	}
	return false;
}

static const struct expr *parse_in(struct parser *p, size_t ref)
{
	struct expr *e = node(p, EXPR_IN);
	struct val *v = NEW_N(p->c->arena, struct val, IN_MAX);

	e->ref = ref;
	e->constant = v;
	if (!next(p) || !take_sign(p, "("))
		return NULL;
	for (;;) {
		if (e->n_constants == IN_MAX)
			return bad(p, "Danh sách quá dài");
		if (!constant(p, &p->refs->ref[ref], &v[e->n_constants++]))
			return NULL;
		if (!at_sign(p, ","))
			break;
		if (!next(p))
			return NULL;
	}
	return take_sign(p, ")") ? e : NULL;
}

static const struct expr *parse_null(struct parser *p, size_t ref)
{
	struct expr *e = node(p, EXPR_IS_NULL);
	bool negated;

	e->ref = ref;
	if (!next(p))
		return NULL;
	negated = at_word(p, "not");
	if (negated && !next(p))
		return NULL;
	if (!at_word(p, "null"))
		return bad(p, "Sau is cần null hoặc not null");
	if (!next(p))
		return NULL;
	if (!negated)
		return e;
	struct expr *n = node(p, EXPR_NOT);
	n->left = e;
	return n;
}

static const struct expr *parse_right_side(struct parser *p, size_t ref, enum expr_op op)
{
	struct expr *e = node(p, op);
	const struct expr_ref *r = &p->refs->ref[ref];

	e->ref = ref;
	if (p->token == T_NAME && !at_word(p, "true") && !at_word(p, "false")) {
		if (!reference(p, p->word, &e->other))
			return NULL;
		if (p->refs->ref[e->other].type != r->type)
			return bad(p, "Hai vế khác kiểu");
		return next(p) ? e : NULL;
	}
	if (r->type == COLUMN_BOOLEAN && op != EXPR_EQ && op != EXPR_NE)
		return bad(p, "Đúng/sai chỉ so sánh bằng hoặc khác");
	struct val *v = NEW(p->c->arena, struct val);
	e->constant = v;
	return constant(p, r, v) ? e : NULL;
}

static const struct expr *parse_field(struct parser *p)
{
	enum expr_op op;
	size_t ref;

	if (!reference(p, p->word, &ref) || !next(p))
		return NULL;
	if (at_word(p, "in"))
		return parse_in(p, ref);
	if (at_word(p, "is"))
		return parse_null(p, ref);
	if (comparison_sign(p, &op))
		return next(p) ? parse_right_side(p, ref, op) : NULL;
	if (p->refs->ref[ref].type != COLUMN_BOOLEAN)
		return bad(p, "Thiếu phép so sánh");
	struct expr *e = node(p, EXPR_IS_TRUE);
	e->ref = ref;
	return e;
}

/* n years before a day; 29 February becomes 28 February where it must. */
static const char *years_before(struct parser *p, struct date d, int64_t years)
{
	d.year -= (int)years;
	if (!date_is_valid(d) && d.month == 2 && d.day == 29)
		d.day = 28;
	return date_is_valid(d) ? date_text(p->c->arena, d) : NULL;
}

static const struct expr *birth_at_most(struct parser *p, size_t ref, struct date d, int64_t age, bool negated)
{
	struct expr *e = node(p, negated ? EXPR_GT : EXPR_LE);
	struct val *v = NEW(p->c->arena, struct val);
	const char *bound = years_before(p, d, age);

	if (bound == NULL)
		return bad(p, "Số tuổi ngoài khoảng cho phép");
	*v = val_text(bound);
	e->ref = ref;
	e->constant = v;
	return e;
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
		e = node(p, op == EXPR_EQ ? EXPR_AND : EXPR_OR);
		e->left = birth_at_most(p, ref, d, n, op != EXPR_EQ);
		e->right = birth_at_most(p, ref, d, n + 1, op == EXPR_EQ);
		return e->left != NULL && e->right != NULL ? e : NULL;
	}
}

static const struct expr *parse_age(struct parser *p)
{
	const char *path = "birth_date";
	enum expr_op op;
	struct date d;
	size_t ref;

	if (!next(p) || !take_sign(p, "("))
		return NULL;
	if (p->token == T_NAME) {
		path = p->word;
		if (!next(p) || !take_sign(p, ","))
			return NULL;
	}
	if (!reference(p, path, &ref))
		return NULL;
	if (p->refs->ref[ref].type != COLUMN_DATE)
		return bad(p, "age_on cần một trường ngày");
	if (p->token != T_TEXT || !date_parse(p->word, &d))
		return bad(p, "age_on cần một ngày có thật dạng \"yyyy-mm-dd\"");
	if (!next(p) || !take_sign(p, ")"))
		return NULL;
	if (!comparison_sign(p, &op))
		return bad(p, "age_on phải được so sánh với một số nguyên");
	if (!next(p))
		return NULL;
	if (p->token != T_NUMBER || p->number_scale > 0)
		return bad(p, "Tuổi phải là số nguyên");
	int64_t n = p->number;
	return next(p) ? age_compared(p, ref, d, op, n) : NULL;
}

static const struct expr *parse_has_level(struct parser *p)
{
	struct expr *e = node(p, EXPR_IN);

	if (!next(p) || !take_sign(p, "("))
		return NULL;
	if (p->token != T_NAME)
		return bad(p, "has_level cần tên trường");
	if (!reference(p, p->word, &e->ref) || !next(p) || !take_sign(p, ","))
		return NULL;
	const struct field *f = p->refs->ref[e->ref].field;
	if (f == NULL || f->list == NULL)
		return bad(p, "has_level cần một trường có danh mục");
	if (p->token != T_TEXT)
		return bad(p, "has_level cần mã cấp học trong dấu nháy kép");
	struct val *v = NEW_N(p->c->arena, struct val, f->list->n_items + 1);
	for (size_t i = 0; i < f->list->n_items; i++)
		if (list_item_has_level(&f->list->item[i], p->word))
			v[e->n_constants++] = val_text(f->list->item[i].code);
	e->constant = v;
	return next(p) && take_sign(p, ")") ? e : NULL;
}

/* "0" and the code of every province there is or was: the numbers of before stay as they are. */
static const struct expr *id_form(struct parser *p, size_t id)
{
	const struct list *provinces = catalog_list(p->refs->catalog, "province");
	struct expr *e = node(p, EXPR_ID_FORM);

	if (provinces == NULL)
		return bad(p, "id_fits cần danh mục province");
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
	struct expr *e = node(p, EXPR_ID_YEAR);

	if (p->token != T_NAME)
		return bad(p, "id_fits cần tên trường");
	if (!reference(p, p->word, &e->other))
		return NULL;
	const struct expr_ref *r = &p->refs->ref[e->other];
	bool sex = r->field != NULL && r->field->list != NULL && streq(r->field->list->name, "sex");
	if (!sex && r->type != COLUMN_DATE && (r->type != COLUMN_INTEGER || r->field == NULL || r->field->to != NULL || r->field->scale > 0))
		return bad(p, "id_fits so số định danh với ngày sinh, năm sinh hoặc giới tính");
	e->op = sex ? EXPR_ID_SEX : EXPR_ID_YEAR;
	e->ref = id;
	return next(p) ? e : NULL;
}

static const struct expr *parse_id_fits(struct parser *p)
{
	const struct expr *all = NULL;
	size_t id;

	if (!next(p) || !take_sign(p, "("))
		return NULL;
	if (p->token != T_NAME)
		return bad(p, "id_fits cần tên trường số định danh");
	if (!reference(p, p->word, &id))
		return NULL;
	const struct field *f = p->refs->ref[id].field;
	if (f == NULL || f->pattern == NULL)
		return bad(p, "id_fits cần một trường chỉ gồm chữ số");
	if (!next(p))
		return NULL;
	if (at_sign(p, ")"))
		all = id_form(p, id);
	if (all == NULL && !at_sign(p, ","))
		return bad(p, "Cần dấu , hoặc )");
	while (at_sign(p, ",")) {
		struct expr *e = node(p, EXPR_AND);
		const struct expr *one = next(p) ? id_says(p, id) : NULL;
		if (one == NULL)
			return NULL;
		e->left = all;
		e->right = one;
		all = all == NULL ? one : e;
	}
	return take_sign(p, ")") ? all : NULL;
}

static const struct expr *parse_primary(struct parser *p)
{
	if (at_sign(p, "(")) {
		const struct expr *e = next(p) ? parse_or(p) : NULL;
		return e != NULL && take_sign(p, ")") ? e : NULL;
	}
	if (p->token != T_NAME)
		return bad(p, "Cần tên trường hoặc dấu (");
	if (at_word(p, "true") || at_word(p, "false")) {
		struct expr *e = node(p, at_word(p, "true") ? EXPR_TRUE : EXPR_FALSE);
		return next(p) ? e : NULL;
	}
	if (at_word(p, "age_on"))
		return parse_age(p);
	if (at_word(p, "has_level"))
		return parse_has_level(p);
	if (at_word(p, "id_fits"))
		return parse_id_fits(p);
	return parse_field(p);
}

static const struct expr *parse_not(struct parser *p)
{
	if (++p->depth > DEPTH_MAX)
		return bad(p, "Biểu thức lồng quá sâu");
	const struct expr *e;
	if (at_word(p, "not")) {
		struct expr *n = node(p, EXPR_NOT);
		n->left = next(p) ? parse_not(p) : NULL;
		e = n->left == NULL ? NULL : n;
	} else {
		e = parse_primary(p);
	}
	p->depth--;
	return e;
}

static const struct expr *parse_chain(struct parser *p, const char *word, enum expr_op op,
                                      const struct expr *(*part)(struct parser *))
{
	const struct expr *left = part(p);

	while (left != NULL && at_word(p, word)) {
		struct expr *e = node(p, op);
		e->left = left;
		e->right = next(p) ? part(p) : NULL;
		left = e->right == NULL ? NULL : e;
	}
	return left;
}

static const struct expr *parse_and(struct parser *p)
{
	return parse_chain(p, "and", EXPR_AND, parse_not);
}

static const struct expr *parse_or(struct parser *p)
{
	return parse_chain(p, "or", EXPR_OR, parse_and);
}

bool expr_parse(struct ctx *c, struct expr_refs *refs, const char *text, const struct expr **ret)
{
	struct parser p = { .c = c, .refs = refs, .text = text, .at = text, .token_at = text };

	if (strlen(text) > 4000)
		return fail(c, ERR_INVALID, "expr.invalid", "Biểu thức quá dài.");
	if (!next(&p))
		return false;
	*ret = parse_or(&p);
	if (*ret == NULL)
		return false;
	if (p.token != T_END)
		bad(&p, "Thừa nội dung sau biểu thức");
	return c->err == ERR_NONE;
}
