/* demo_write.c - drafts by the hundred into the store. */
#include "domain/demo/demo_make.h"

struct demo_form demo_form(struct ctx *c, const char *type, const char *const *name, size_t n)
{
	struct demo_form f = { .type = catalog_type(c->catalog, type) };

	assert(n <= DEMO_FIELDS && f.type != NULL);
	for (size_t i = 0; i < n; i++)
		f.field[i] = field_find(f.type, name[i]);
	return f;
}

void demo_set(const struct demo_form *f, struct draft *d, size_t field, struct val v)
{
	if (v.kind != VAL_NULL)
		draft_set_field(d, f->field[field], v);
}

void demo_text(const struct demo_form *f, struct draft *d, size_t field, const char *text)
{
	demo_set(f, d, field, val_text(text));
}

struct demo_batch demo_batch(struct demo_maker *m, const struct demo_form *f, const char **code)
{
	return (struct demo_batch){ .type = f->type, .code = code, .draft = NEW_N(m->keep, struct draft, DEMO_BATCH),
	                            .out = NEW_N(m->keep, struct outcome, DEMO_BATCH) };
}

struct draft *demo_batch_add(struct ctx *c, struct demo_maker *m, struct demo_batch *b)
{
	struct draft *d = &b->draft[b->n++];

	assert(b->n <= DEMO_BATCH);
	draft_init(c, b->type, d);
	if (b->type->year_bound)
		d->school_year = m->options->school_year;
	return d;
}

bool demo_batch_write(struct ctx *c, struct demo_maker *m, struct demo_batch *b)
{
	if (b->n > 0 && !record_write_batch(c, b->type, &m->unit, b->draft, b->n, b->out))
		return false;
	for (size_t i = 0; i < b->n; i++) {
		if (b->out[i].result != WRITE_CREATED)
			return fail(c, ERR_INTERNAL, "demo.refused", "%s %zu of %s: %s", b->type->name, i, m->unit.code,
			            b->out[i].problems.first == NULL ? "" : b->out[i].problems.first->message);
		if (b->code != NULL)
			b->code[b->n_codes++] = arena_strdup(m->keep, b->out[i].code);
	}
	b->n = 0;
	arena_reset(m->scratch);
	return true;
}

bool demo_batch_ready(struct ctx *c, struct demo_maker *m, struct demo_batch *b)
{
	return !demo_batch_full(b) || demo_batch_write(c, m, b);
}
