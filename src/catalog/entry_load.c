/* entry_load.c - which record type a rule of entry is of, and where its values come from. */
#include "catalog/entry.h"
#include "catalog/expr.h"
#include "catalog/loader.h"

enum { RULES_OF_TYPE_MAX = 40, SOURCES_MAX = 24 };

/* "a.b" -> its first word, NULL without a dot. */
static const char *first_word(struct arena *a, const char *path)
{
	const char *dot = strchr(path, '.');

	return dot == NULL ? NULL : arena_strndup(a, path, (size_t)(dot - path));
}

/* The reference that every path goes through: the rule is one of the other record alone.  NULL: there is none such. */
static const struct field *alone(struct arena *a, const struct record_type *base, const struct expr_refs *refs)
{
	const struct field *f = NULL;

	for (size_t i = 0; i < refs->n_refs; i++) {
		const char *word = first_word(a, refs->ref[i].path);
		const struct field *through = word == NULL ? NULL : field_find(base, word);
		if (through == NULL || (f != NULL && through != f))
			return NULL;
		f = through;
	}
	return f;
}

static size_t want(struct arena *a, struct wanted *w, const struct field *f)
{
	size_t i = 0;

	while (i < w->n && w->field[i] != f)
		i++;
	if (w->field == NULL)
		w->field = NEW_N(a, const struct field *, SOURCES_MAX);
	if (i == w->n && i < SOURCES_MAX)
		w->field[w->n++] = f;
	return i;
}

static struct entry_set *set_of(struct loader *l, const struct record_type *t)
{
	struct record_type *type = (struct record_type *)(uintptr_t)t; /* being loaded */
	struct entry_set *set = (struct entry_set *)(uintptr_t)t->entry;

	if (set == NULL) {
		type->entry = set = NEW(l->c->arena, struct entry_set);
		set->rule = NEW_N(l->c->arena, const struct entry_rule *, RULES_OF_TYPE_MAX);
		set->through = NEW_N(l->c->arena, struct wanted, t->n_fields);
	}
	return set;
}

/* One value; false: it is further away than one step, or no field. */
static bool find_source(struct arena *a, const struct record_type *base, const struct field *own, const struct expr_ref *ref,
                        struct entry_set *set, struct entry_source *ret)
{
	const char *word = first_word(a, ref->path), *name = word == NULL ? ref->path : ref->path + strlen(word) + 1;
	const struct field *through = word == NULL ? NULL : field_find(base, word);

	*ret = (struct entry_source){ .through = own != NULL ? NULL : through, .field = ref->field, .school = word != NULL && through == NULL };
	if (ref->field == NULL || strchr(name, '.') != NULL || (ret->school && !streq(word, "school")))
		return false;
	ret->at = ref->field->index;
	set->looks_through = set->looks_through || ret->through != NULL;
	if (ret->school)
		ret->at = want(a, &set->school, ref->field);
	else if (ret->through != NULL)
		ret->at = want(a, &set->through[through->index], ref->field);
	return ret->at < SOURCES_MAX || (!ret->school && ret->through == NULL);
}

const char *entry_condition_of_age(struct arena *a, const struct rule *r, const struct rule_bound *x)
{
	return arena_fmt(a, "(not %s or (age_on(%s, \"%s\") >= %" PRId64 " and age_on(%s, \"%s\") <= %" PRId64 "))", x->when, r->field, r->on, x->min,
	                 r->field, r->on, x->max);
}

/* The age is right, or the code is another, for each code. */
static const char *condition_of_ages(struct arena *a, const struct rule *r)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < r->n_bounds; i++)
		buf_fmt(&b, "%s%s", i > 0 ? " and " : "", entry_condition_of_age(a, r, &r->bound[i]));
	return buf_text(&b);
}

static bool depends_on_day(const struct rule *r, const char *must)
{
	return strchr(must, '{') != NULL || (r->when != NULL && strchr(r->when, '{') != NULL);
}

static bool parse(struct loader *l, struct entry_rule *e, struct expr_refs *refs, int year, const char *day)
{
	struct arena *a = l->c->arena;
	const struct rule *r = e->rule;
	const struct expr *when = NULL, *must;

	if ((r->when != NULL && !expr_parse(l->c, refs, rule_condition(a, r->when, year, day), &when)) ||
	    !expr_parse(l->c, refs, rule_condition(a, e->must, year, day), &must))
		return false;
	if (!depends_on_day(r, e->must)) {
		e->when_any_day = when;
		e->must_any_day = must;
	}
	return true;
}

void entry_add(struct loader *l, const struct source *s, const char *near, const struct rule *r, int year, const char *day)
{
	struct arena *a = l->c->arena;
	struct entry_rule *e = NEW(a, struct entry_rule);
	const struct record_type *base = r->set->type;
	struct expr_refs *refs = NEW(l->scratch, struct expr_refs);
	const struct field *reference, *field;

	*refs = (struct expr_refs){ .catalog = l->catalog, .base = base, .school_year = year };
	*e = (struct entry_rule){ .rule = r, .must = r->kind == RULE_AGE ? condition_of_ages(a, r) : r->must == NULL ? "true" : r->must };
	if ((r->kind != RULE_CHECK && r->kind != RULE_AGE) || r->levels != NULL || !parse(l, e, refs, year, day)) {
		loader_bad(l, s, near, "\"entry\" của \"%s\": chỉ quy tắc check hoặc age, không có \"levels\", xét được khi ghi.", r->name);
		ctx_clear(l->c);
		return;
	}
	const struct field *own = alone(a, base, refs);
	const struct record_type *t = own != NULL ? own->to : base;
	struct entry_set *set = set_of(l, t);
	struct entry_source *source = NEW_N(a, struct entry_source, refs->n_refs + 1);
	for (; e->n_sources < refs->n_refs; e->n_sources++)
		if (!find_source(a, base, own, &refs->ref[e->n_sources], set, &source[e->n_sources])) {
			loader_bad(l, s, near, "\"entry\" của \"%s\": chỉ xem được trường của hồ sơ, của hồ sơ nó trỏ tới và của trường học; \"%s\" thì không.", r->name,
			           refs->ref[e->n_sources].path);
			return;
		}
	if (set->n_rules == RULES_OF_TYPE_MAX) {
		loader_bad(l, s, near, "quá nhiều quy tắc \"entry\" của %s.", t->name);
		return;
	}
	e->source = source;
	(void)rule_field(base, r->field, &reference, &field);
	e->field = own != NULL || reference == NULL ? field : reference;
	e->message = arena_fmt(a, "%s: %s %s", e->field->label, r->message, r->remedy);
	set->rule[set->n_rules++] = e;
}
