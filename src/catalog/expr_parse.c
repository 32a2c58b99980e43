/* expr_parse.c - text to a checked tree. */
#include "base/time.h"
#include "catalog/expr_parser.h"

enum { DEPTH_MAX = 40, IN_MAX = 200 };

static const struct expr *parse_or(struct parser *p);

/* The constant under the cursor as the type of a ref wants it. */
static bool constant(struct parser *p, const struct expr_ref *r, struct val *ret)
{
	int scale = r->field != NULL ? r->field->scale : 0;
	struct date d;

	switch (r->type) {
	case COLUMN_INTEGER:
		if (r->field != NULL && r->field->to != NULL)
			return parser_bad(p, "Trường tham chiếu không so sánh trực tiếp được; hãy dùng .code") != NULL;
		if (p->token != T_NUMBER || p->number_scale > scale)
			return parser_bad(p, "Cần một số (đúng số chữ số thập phân)") != NULL;
		for (int i = p->number_scale; i < scale; i++)
			if (__builtin_mul_overflow(p->number, 10, &p->number))
				return parser_bad(p, "Số quá lớn") != NULL;
		*ret = val_int(p->number);
		return parser_next(p);
	case COLUMN_BOOLEAN:
		if (!parser_at_word(p, "true") && !parser_at_word(p, "false"))
			return parser_bad(p, "Cần true hoặc false") != NULL;
		*ret = val_bool(parser_at_word(p, "true"));
		return parser_next(p);
	case COLUMN_DATE:
		if (p->token != T_TEXT || !date_parse(p->word, &d))
			return parser_bad(p, "Cần một ngày có thật dạng \"yyyy-mm-dd\"") != NULL;
		break;
	default:
		if (p->token != T_TEXT)
			return parser_bad(p, "Cần một chuỗi trong dấu nháy kép") != NULL;
		if (r->field != NULL && r->field->list != NULL && list_find(r->field->list, p->word, NULL) == NULL)
			return parser_bad(p, arena_fmt(p->c->arena, "Danh mục %s không có mã \"%s\"", r->field->list->name, p->word)) != NULL;
	}
	*ret = val_text(p->word);
	return parser_next(p);
}

static const struct expr *parse_in(struct parser *p, size_t ref)
{
	struct expr *e = parser_node(p, EXPR_IN);
	struct val v[IN_MAX];

	e->ref = ref;
	if (!parser_next(p) || !parser_take(p, "("))
		return NULL;
	for (;;) {
		if (e->n_constants == IN_MAX)
			return parser_bad(p, "Danh sách quá dài");
		if (!constant(p, &p->refs->ref[ref], &v[e->n_constants++]))
			return NULL;
		if (!parser_at_sign(p, ","))
			break;
		if (!parser_next(p))
			return NULL;
	}
	struct val *kept = NEW_N(p->c->arena, struct val, e->n_constants);
	memcpy(kept, v, e->n_constants * sizeof *v);
	e->constant = kept;
	return parser_take(p, ")") ? e : NULL;
}

static const struct expr *parse_null(struct parser *p, size_t ref)
{
	struct expr *e = parser_node(p, EXPR_IS_NULL);
	bool negated;

	e->ref = ref;
	if (!parser_next(p))
		return NULL;
	negated = parser_at_word(p, "not");
	if (negated && !parser_next(p))
		return NULL;
	if (!parser_at_word(p, "null"))
		return parser_bad(p, "Sau is cần null hoặc not null");
	if (!parser_next(p))
		return NULL;
	if (!negated)
		return e;
	struct expr *n = parser_node(p, EXPR_NOT);
	n->left = e;
	return n;
}

static const struct expr *parse_right_side(struct parser *p, size_t ref, enum expr_op op)
{
	struct expr *e = parser_node(p, op);
	const struct expr_ref *r = &p->refs->ref[ref];

	e->ref = ref;
	if (p->token == T_NAME && !parser_at_word(p, "true") && !parser_at_word(p, "false")) {
		if (!parser_reference(p, p->word, &e->other))
			return NULL;
		if (p->refs->ref[e->other].type != r->type)
			return parser_bad(p, "Hai vế khác kiểu");
		return parser_next(p) ? e : NULL;
	}
	if (r->type == COLUMN_BOOLEAN && op != EXPR_EQ && op != EXPR_NE)
		return parser_bad(p, "Đúng/sai chỉ so sánh bằng hoặc khác");
	struct val *v = NEW(p->c->arena, struct val);
	e->constant = v;
	return constant(p, r, v) ? e : NULL;
}

static const struct expr *parse_field(struct parser *p)
{
	enum expr_op op;
	size_t ref;

	if (!parser_reference(p, p->word, &ref) || !parser_next(p))
		return NULL;
	if (parser_at_word(p, "in"))
		return parse_in(p, ref);
	if (parser_at_word(p, "is"))
		return parse_null(p, ref);
	if (parser_comparison(p, &op))
		return parser_next(p) ? parse_right_side(p, ref, op) : NULL;
	if (p->refs->ref[ref].type != COLUMN_BOOLEAN)
		return parser_bad(p, "Thiếu phép so sánh");
	struct expr *e = parser_node(p, EXPR_IS_TRUE);
	e->ref = ref;
	return e;
}

static const struct expr *parse_primary(struct parser *p)
{
	if (parser_at_sign(p, "(")) {
		const struct expr *e = parser_next(p) ? parse_or(p) : NULL;
		return e != NULL && parser_take(p, ")") ? e : NULL;
	}
	if (p->token != T_NAME)
		return parser_bad(p, "Cần tên trường hoặc dấu (");
	if (parser_at_word(p, "true") || parser_at_word(p, "false")) {
		struct expr *e = parser_node(p, parser_at_word(p, "true") ? EXPR_TRUE : EXPR_FALSE);
		return parser_next(p) ? e : NULL;
	}
	if (parser_at_word(p, "age_on"))
		return parse_age(p);
	if (parser_at_word(p, "has_level"))
		return parse_has_level(p);
	if (parser_at_word(p, "share_level"))
		return parse_share_level(p);
	if (parser_at_word(p, "present"))
		return parse_present(p);
	if (parser_at_word(p, "before"))
		return parse_before(p);
	if (parser_at_word(p, "digits"))
		return parse_digits(p);
	if (parser_at_word(p, "id_fits"))
		return parse_id_fits(p);
	return parse_field(p);
}

static const struct expr *parse_not(struct parser *p)
{
	if (++p->depth > DEPTH_MAX)
		return parser_bad(p, "Biểu thức lồng quá sâu");
	const struct expr *e;
	if (parser_at_word(p, "not")) {
		struct expr *n = parser_node(p, EXPR_NOT);
		n->left = parser_next(p) ? parse_not(p) : NULL;
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

	while (left != NULL && parser_at_word(p, word)) {
		struct expr *e = parser_node(p, op);
		e->left = left;
		e->right = parser_next(p) ? part(p) : NULL;
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
	if (!parser_next(&p))
		return false;
	*ret = parse_or(&p);
	if (*ret == NULL)
		return false;
	if (p.token != T_END)
		parser_bad(&p, "Thừa nội dung sau biểu thức");
	return c->err == ERR_NONE;
}
