/* asked.c - conditions that name somebody, or try a value. */
#include "store/asked.h"

#include "store/actor.h"
#include "store/identifier.h"
#include "store/masked.h"
#include "store/seen.h"

static bool is_masked(const struct expr_ref *ref)
{
	return ref->field != NULL && ref->field->masked != MASKED_NOT;
}

static bool check(void *arg, const struct expr_ref *ref, enum expr_asked how, const struct val *constant, size_t n)
{
	struct ctx *c = arg;

	(void)constant, (void)n;
	return how != ASKED_MORE || !is_masked(ref) ||
	       fail(c, ERR_INVALID, "query.masked", "Theo \"%s\" chỉ hỏi được: đúng một giá trị (==), có (is not null) hay không (is null); không so hơn kém.", ref->field->label);
}

bool asked_check(struct ctx *c, const struct expr_refs *refs, const struct expr *e)
{
	return !masked_for(c) || expr_each_asked(refs, e, check, c);
}

/* Whose code a path tells; NULL: nobody's. */
static const struct record_type *person_of(struct arena *a, const struct record_type *t, const char *path)
{
	for (const char *dot; t != NULL && (dot = strchr(path, '.')) != NULL; path = dot + 1) {
		const struct field *f = field_find(t, arena_strndup(a, path, (size_t)(dot - path)));
		t = f == NULL ? NULL : f->to;
	}
	return t != NULL && t->code_scheme == CODE_PERSON && streq(path, "code") ? t : NULL;
}

struct noting {
	struct ctx *c;
	const struct record_type *base;
};

static bool note(void *arg, const struct expr_ref *ref, enum expr_asked how, const struct val *constant, size_t n)
{
	const struct noting *k = arg;
	const struct record_type *person = ref->field == NULL ? person_of(k->c->arena, k->base, ref->path) : NULL;
	const char **code = NEW_N(k->c->arena, const char *, n + 1);
	struct code_holder *holder = NEW_N(k->c->arena, struct code_holder, n + 1);
	struct unit u;

	if (how == ASKED_EQUAL && is_masked(ref))
		k->c->seen->guesses += n;
	if (person == NULL || n == 0)
		return true;
	for (size_t i = 0; i < n; i++)
		code[i] = constant[i].s;
	if (!identifier_find_persons(k->c, code, n, holder))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (holder[i].id == 0)
			continue;
		if (!unit_get(k->c, holder[i].unit_id, &u))
			return false;
		if (scope_covers(actor_scope(k->c), &u))
			seen_code(k->c, person, u.id, code[i]);
	}
	return true;
}

/* Whoever is of classes is shown those only, whatever they ask for. */
bool asked_note(struct ctx *c, const struct expr_refs *refs, const struct expr *e)
{
	return c->seen == NULL || !masked_for(c) || actor_scope(c)->classes != NULL || expr_each_asked(refs, e, note, &(struct noting){ c, refs->base });
}
