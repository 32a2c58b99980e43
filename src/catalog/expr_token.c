/* expr_token.c - the words of an expression, one after the other. */
#include "catalog/expr_parser.h"

void *parser_bad(struct parser *p, const char *why)
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
		return parser_bad(p, "Thiếu dấu nháy kép đóng") != NULL;
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
			return parser_bad(p, "Số quá dài") != NULL;
		p->number = p->number * 10 + (*p->at - '0');
		p->number_scale += point;
	}
	if (negative)
		p->number = -p->number;
	p->token = T_NUMBER;
	return digits > 0 || parser_bad(p, "Thiếu chữ số") != NULL;
}

bool parser_next(struct parser *p)
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
	return parser_bad(p, "Ký tự không thuộc biểu thức") != NULL;
}

bool parser_at_sign(const struct parser *p, const char *sign)
{
	return p->token == T_SIGN && streq(p->word, sign);
}

bool parser_at_word(const struct parser *p, const char *word)
{
	return p->token == T_NAME && streq(p->word, word);
}

bool parser_take(struct parser *p, const char *sign)
{
	if (!parser_at_sign(p, sign))
		return parser_bad(p, arena_fmt(p->c->arena, "Cần dấu %s", sign)) != NULL;
	return parser_next(p);
}

struct expr *parser_node(struct parser *p, enum expr_op op)
{
	struct expr *e = NEW(p->c->arena, struct expr);

	e->op = op;
	e->other = SIZE_MAX;
	return e;
}

bool parser_reference(struct parser *p, const char *path, size_t *ret)
{
	if (expr_ref_add(p->c, p->refs, path, ret))
		return true;
	p->c->detail = arena_fmt(p->c->arena, "%s (ký tự thứ %td của biểu thức)", p->c->detail, p->token_at - p->text + 1);
	return false;
}

bool parser_comparison(const struct parser *p, enum expr_op *ret)
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
