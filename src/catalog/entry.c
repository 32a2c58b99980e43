/* entry.c - checking a record that is about to be written. */
#include "catalog/entry.h"

#include "base/time.h"
#include "catalog/expr.h"
#include "catalog/pattern.h"

struct entry_check {
	struct ctx *c;             /* what is parsed lives as long as its arena */
	const struct record_type *type;
	const char *today;
	int year, today_year;
	const struct expr **when, **must; /* by rule, of the year; NULL: not parsed yet */
	struct val *seen;
};

struct entry_check *entry_begin(struct ctx *c, const struct record_type *t)
{
	struct entry_check *k = NEW(c->arena, struct entry_check);
	struct date d;

	*k = (struct entry_check){ .c = c, .type = t, .today = time_today(c->arena, c->now_ms) };
	if (date_parse(k->today, &d))
		k->today_year = date_school_year(d);
	if (t->entry == NULL)
		return k;
	k->when = NEW_N(c->arena, const struct expr *, t->entry->n_rules);
	k->must = NEW_N(c->arena, const struct expr *, t->entry->n_rules);
	k->seen = NEW_N(c->arena, struct val, REFS_MAX);
	return k;
}

/* Conditions with a day in them are read again for each year; they were right when the catalogue was loaded. */
static bool parse(struct entry_check *k, size_t i)
{
	const struct entry_rule *r = k->type->entry->rule[i];
	struct ctx *c = k->c;
	struct expr_refs *refs;
	bool ok = true;

	if (k->must[i] != NULL)
		return true;
	k->when[i] = r->when_any_day;
	k->must[i] = r->must_any_day;
	if (k->must[i] != NULL)
		return true;
	refs = NEW(c->arena, struct expr_refs);
	*refs = (struct expr_refs){ .catalog = c->catalog, .base = r->rule->set->type, .school_year = k->year };
	if (r->rule->when != NULL)
		ok = expr_parse(c, refs, rule_condition(c->arena, r->rule->when, k->year, k->today), &k->when[i]);
	ok = ok && expr_parse(c, refs, rule_condition(c->arena, r->must, k->year, k->today), &k->must[i]);
	assert(ok && refs->n_refs == r->n_sources);
	return ok;
}

static bool has_changed(const struct entry_source *s, const bool *changed)
{
	return s->through != NULL ? changed[s->through->index] : !s->school && changed[s->field->index];
}

static bool is_touched(const struct entry_rule *r, const bool *changed)
{
	for (size_t i = 0; changed != NULL && i < r->n_sources; i++)
		if (has_changed(&r->source[i], changed))
			return true;
	return changed == NULL;
}

static const struct val *seen(const struct entry_record *e, const struct entry_source *s)
{
	static const struct val unknown = { .kind = VAL_NULL };

	if (s->school)
		return e->school == NULL ? &unknown : &e->school[s->at];
	if (s->through == NULL)
		return &e->value[s->at];
	return e->through == NULL || e->through[s->through->index] == NULL ? &unknown : &e->through[s->through->index][s->at];
}

/* Of a rule of ages the span that was missed is told; the bounds look at the same two values, in the same order, as the whole rule. */
static const char *message_of(struct ctx *c, const struct entry_check *k, const struct entry_rule *r)
{
	const struct rule *rule = r->rule;

	for (size_t i = 0; rule->kind == RULE_AGE && i < rule->n_bounds; i++) {
		struct expr_refs refs = { .catalog = c->catalog, .base = rule->set->type, .school_year = k->year };
		const struct expr *must;
		bool ok = expr_parse(c, &refs, rule_condition(c->arena, entry_condition_of_age(c->arena, rule, &rule->bound[i]), k->year, k->today), &must);
		assert(ok);
		if (expr_eval(must, k->seen) == FALSE)
			return arena_fmt(c->arena, "%s Thường từ %" PRId64 " đến %" PRId64 " tuổi.", r->message, rule->bound[i].min, rule->bound[i].max);
	}
	return r->message;
}

static void check_rule(struct ctx *c, struct entry_check *k, size_t i, const struct entry_record *e, struct problems *p)
{
	const struct entry_rule *r = k->type->entry->rule[i];

	if (!parse(k, i))
		return;
	for (size_t s = 0; s < r->n_sources; s++)
		k->seen[s] = *seen(e, &r->source[s]);
	if ((k->when[i] != NULL && expr_eval(k->when[i], k->seen) != TRUE) || expr_eval(k->must[i], k->seen) != FALSE)
		return;
	problem_put(c, p, (struct problem){ .field = r->field->name, .key = r->rule->key, .message = message_of(c, k, r), .warning = r->rule->entry != SEVERITY_ERROR });
}

void entry_check(struct ctx *c, struct entry_check *k, const struct entry_record *e, struct problems *p)
{
	const struct record_type *t = k->type;
	int year = e->school_year != 0 ? e->school_year : k->today_year;

	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].pattern != NULL && e->value[i].kind == VAL_TEXT && (e->changed == NULL || e->changed[i]))
			pattern_check(c, &t->field[i], e->value[i].s, p);
	if (t->entry == NULL)
		return;
	if (year != k->year)
		memset(k->must, 0, t->entry->n_rules * sizeof *k->must);
	k->year = year;
	for (size_t i = 0; i < t->entry->n_rules; i++)
		if (is_touched(t->entry->rule[i], e->changed))
			check_rule(c, k, i, e, p);
}

bool entry_looks_through(const struct record_type *t, const bool *changed, const struct field *reference)
{
	for (size_t i = 0; t->entry != NULL && i < t->entry->n_rules; i++) {
		const struct entry_rule *r = t->entry->rule[i];
		for (size_t s = 0; s < r->n_sources; s++)
			if (r->source[s].through == reference && is_touched(r, changed))
				return true;
	}
	return false;
}

bool entry_looks_at_school(const struct record_type *t, const bool *changed)
{
	for (size_t i = 0; t->entry != NULL && i < t->entry->n_rules; i++) {
		const struct entry_rule *r = t->entry->rule[i];
		for (size_t s = 0; s < r->n_sources; s++)
			if (r->source[s].school && is_touched(r, changed))
				return true;
	}
	return false;
}

/* Fields of the record that a rule looks at, references to what it looks at among them. */
static json_t *own_fields(const struct entry_rule *r)
{
	json_t *all = json_array();

	for (size_t i = 0; i < r->n_sources; i++) {
		const struct entry_source *s = &r->source[i];
		const struct field *f = s->through != NULL ? s->through : s->school ? NULL : s->field;
		bool told = f == NULL;
		for (size_t n = 0; !told && n < json_array_size(all); n++)
			told = streq(json_string_value(json_array_get(all, n)), f->name);
		if (!told)
			json_array_append_new(all, json_string(f->name));
	}
	return all;
}

json_t *entry_describe(const struct record_type *t)
{
	json_t *all = json_array();

	if (t->entry == NULL)
		return json_decref(all), NULL;
	for (size_t i = 0; i < t->entry->n_rules; i++) {
		const struct entry_rule *r = t->entry->rule[i];
		json_array_append_new(all, json_pack("{ss ss ss so ss ss}", "key", r->rule->key, "severity", severity_names[r->rule->entry], "field", r->field->name,
		                                     "fields", own_fields(r), "message", r->rule->message, "remedy", r->rule->remedy));
	}
	return all;
}
