/* rule.c - what must hold between lines, told to each of them. */
#include "domain/small/model.h"

void small_rule_add(struct arena *a, struct small_relations *r, const size_t *line, const int8_t *sign, size_t n, bool equal)
{
	struct small_rule *x;
	size_t *lines = NEW_N(a, size_t, n);
	int8_t *signs = NEW_N(a, int8_t, n);

	memcpy(lines, line, n * sizeof *line);
	memcpy(signs, sign, n * sizeof *sign);
	r->rule = arena_grow(a, r->rule, r->n_rules, &r->room, sizeof *r->rule);
	x = &r->rule[r->n_rules];
	*x = (struct small_rule){ .line = lines, .sign = signs, .n = n, .equal = equal };
	for (size_t i = 0; i < n; i++) {
		struct small_line *l = &r->line[line[i]];
		l->rule = arena_grow(a, l->rule, l->n_rules, &l->room, sizeof *l->rule);
		l->sign = arena_grow(a, l->sign, l->n_rules, &l->signs_room, sizeof *l->sign);
		l->sign[l->n_rules] = sign[i];
		l->rule[l->n_rules++] = r->n_rules;
		x->by_column = x->by_column || l->columns != r->line[line[0]].columns;
	}
	r->n_rules++;
}
