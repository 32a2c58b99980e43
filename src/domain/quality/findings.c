/* findings.c - what is found: kept as it comes, then in order and each once. */
#include <stdlib.h>

#include "domain/quality/check.h"

void check_found(struct ctx *c, struct check *k, const struct ready_rule *r, size_t field, const char *code, const char *detail)
{
	struct findings *f = k->found;
	const struct field *told = r->n_fields == 0 ? NULL : r->field[field];

	f->item = arena_grow(c->arena, f->item, f->n, &f->room, sizeof *f->item);
	f->item[f->n++] = (struct finding){
		.rule = r->rule, .code = arena_strdup(c->arena, code), .field = told, .detail = detail,
		.type = r->n_fields == 0 ? NULL : r->type[field],
		.key = arena_fmt(c->arena, "%d%03zu~%s~%s~%s", (int)r->rule->severity, r->at, code, told == NULL ? "" : told->name, detail == NULL || told != NULL ? "" : detail),
	};
}

void findings_settle(struct findings *f)
{
	size_t n = 0;

	if (f->n > 0)
		qsort(f->item, f->n, sizeof *f->item, text_order);
	/* A learner with two records of the year breaks a rule once. */
	for (size_t i = 0; i < f->n; i++)
		if (i == 0 || !streq(f->item[i].key, f->item[n - 1].key))
			f->item[n++] = f->item[i];
	f->n = n;
}
