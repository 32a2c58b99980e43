/* expr_parser.h - a text being read as an expression.  Private to src/catalog. */
#ifndef EXPR_PARSER_H
#define EXPR_PARSER_H

#include "catalog/expr_node.h"

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

/* Each false or NULL after the first fault: it is told with its place. */
void *parser_bad(struct parser *, const char *why);
bool parser_next(struct parser *);
bool parser_at_sign(const struct parser *, const char *sign);
bool parser_at_word(const struct parser *, const char *word);
bool parser_take(struct parser *, const char *sign);
struct expr *parser_node(struct parser *, enum expr_op);
bool parser_reference(struct parser *, const char *path, size_t *ret);
bool parser_comparison(const struct parser *, enum expr_op *ret);

/* From the name of the function to its closing bracket, an age with what it is compared with. */
const struct expr *parse_age(struct parser *);
const struct expr *parse_has_level(struct parser *);
const struct expr *parse_share_level(struct parser *);
const struct expr *parse_present(struct parser *);
const struct expr *parse_before(struct parser *);
const struct expr *parse_digits(struct parser *);
const struct expr *parse_id_fits(struct parser *);

#endif
