/* prepare.c - the rules of a year made ready. */
#include "base/text.h"
#include "base/time.h"
#include "domain/quality/check.h"
#include "store/shown.h"

bool quality_is_shown(const struct ctx *c, const struct record_type *t, const char *const *paths, const struct record_type *counted)
{
	for (; *paths != NULL; paths++)
		if (!path_is_shown(c, t, *paths))
			return false;
	return type_is_shown(c, t) && (counted == NULL || type_is_shown(c, counted));
}

static bool parse(struct ctx *c, const struct quality *q, struct ready_set *s, const char *text, const struct expr **ret)
{
	*ret = NULL;
	return text == NULL || expr_parse(c, &s->refs, rule_condition(c->arena, text, q->year, q->today), ret);
}

static bool tell_at(struct ctx *c, struct ready_set *s, struct ready_rule *r, const char *path)
{
	const struct field *reference;
	size_t i = r->n_fields++;
	bool ok = rule_field(s->set->type, path, &reference, &r->field[i]);

	assert(ok); /* the catalogue was checked */
	r->type[i] = reference == NULL ? s->set->type : reference->to;
	return expr_ref_add(c, &s->refs, path, &r->value[i]) &&
	       expr_ref_add(c, &s->refs, reference == NULL ? "code" : arena_fmt(c->arena, "%s.code", reference->name), &r->code[i]);
}

static bool ready_fields(struct ctx *c, struct ready_set *s, struct ready_rule *r)
{
	size_t n = 1;

	for (size_t i = 0; r->rule->by[i] != NULL; i++)
		n++;
	r->code = NEW_N(c->arena, size_t, n);
	r->value = NEW_N(c->arena, size_t, n);
	r->field = NEW_N(c->arena, const struct field *, n);
	r->type = NEW_N(c->arena, const struct record_type *, n);
	if (r->rule->field != NULL && !tell_at(c, s, r, r->rule->field))
		return false;
	for (size_t i = 0; r->rule->by[i] != NULL; i++) {
		if (r->rule->kind == RULE_REQUIRED && !tell_at(c, s, r, r->rule->by[i]))
			return false;
		if (r->rule->kind != RULE_REQUIRED && r->n_by < BY_MAX && !expr_ref_add(c, &s->refs, r->rule->by[i], &r->by[r->n_by++]))
			return false;
	}
	return true;
}

static bool ready_bounds(struct ctx *c, const struct quality *q, struct ready_set *s, struct ready_rule *r)
{
	struct ready_bound *all = NEW_N(c->arena, struct ready_bound, r->rule->n_bounds + 1);

	r->bound = all;
	for (size_t i = 0; i < r->rule->n_bounds; i++) {
		const struct rule_bound *b = &r->rule->bound[i];
		const char *span = r->rule->kind != RULE_AGE ? NULL
			: arena_fmt(c->arena, "age_on(%s, \"%s\") >= %" PRId64 " and age_on(%s, \"%s\") <= %" PRId64, r->rule->field, r->rule->on,
			            b->min, r->rule->field, r->rule->on, b->max);
		if (!parse(c, q, s, b->when, &all[i].when) || !parse(c, q, s, span, &all[i].must))
			return false;
	}
	return true;
}

static bool ready_rule(struct ctx *c, const struct quality *q, struct ready_set *s, const struct rule *rule)
{
	struct ready_rule *r = &s->rule[s->n_rules++];

	*r = (struct ready_rule){ .rule = rule, .at = (size_t)(rule - c->catalog->rule), .elsewhere = SIZE_MAX };
	if (!parse(c, q, s, rule->when, &r->when) || !parse(c, q, s, rule->must, &r->must) || !ready_fields(c, s, r) || !ready_bounds(c, q, s, r))
		return false;
	if (rule->everywhere && together_elsewhere_sql(&(struct buf){ .arena = c->arena }, s, r))
		r->elsewhere = s->n_elsewhere++;
	return true;
}

static bool is_of_several(enum rule_kind kind)
{
	return kind == RULE_UNIQUE || kind == RULE_AGREE || kind == RULE_CHANGE;
}

struct choice {
	const char *names; /* NULL: all */
	int severity;     /* < 0: all */
	int wide;         /* of those that look everywhere: 1 they alone, 0 none of them, < 0 all */
	bool together;    /* of a record asked for: what it says with others */
};

static bool check_names(struct ctx *c, const char *names)
{
	for (const char *p = names;; p++) {
		const size_t n = strcspn(p, ",");
		if (rule_find(c->catalog, arena_strndup(c->arena, p, n)) == NULL)
			return fail(c, ERR_INVALID, "quality.rule", "Không có quy tắc này; xem các quy tắc kiểm tra.");
		p += n;
		if (*p == '\0')
			return true;
	}
}

static bool is_chosen(const struct quality *q, const struct choice *k, const struct rule *r)
{
	return (q->record == NULL || is_of_several(r->kind) == k->together) && (k->names == NULL || text_is_listed(k->names, r->name)) &&
	       (k->severity < 0 || k->severity == (int)r->severity) && (k->wide < 0 || k->wide == r->everywhere);
}

static bool ready_set(struct ctx *c, struct quality *q, const struct rule_set *set, const struct choice *k)
{
	struct ready_set *s = &q->set[q->n_sets];

	*s = (struct ready_set){ .set = set, .level = SIZE_MAX, .together = k->together, .rule = NEW_N(c->arena, struct ready_rule, c->catalog->n_rules),
	                         .refs = { .catalog = c->catalog, .base = set->type, .school_year = q->year } };
	if (!parse(c, q, s, set->when, &s->when) || (set->level != NULL && !expr_ref_add(c, &s->refs, set->level, &s->level)))
		return false;
	for (size_t i = 0; i < c->catalog->n_rules; i++) {
		const struct rule *r = &c->catalog->rule[i];
		if (r->set == set && is_chosen(q, k, r) && quality_is_shown(c, r->set->type, r->reads, r->of) && !ready_rule(c, q, s, r))
			return false;
	}
	q->n_sets += s->n_rules > 0;
	return true;
}

static bool prepare(struct ctx *c, int year, const char *record, struct choice k, struct quality **ret)
{
	struct quality *q = *ret = NEW(c->arena, struct quality);

	*q = (struct quality){ .year = year, .record = record, .today = time_today(c->arena, c->now_ms),
	                       .set = NEW_N(c->arena, struct ready_set, c->catalog->n_rule_sets * 2 + 1) };
	for (size_t i = 0; i < c->catalog->n_rule_sets; i++)
		for (int together = 0; together < (record == NULL ? 1 : 2); together++) {
			k.together = together == 1;
			if (!ready_set(c, q, &c->catalog->rule_set[i], &k))
				return false;
		}
	return true;
}

bool quality_prepare(struct ctx *c, const struct quality_query *query, struct quality **ret)
{
	const char *rule = query->rule, *severity = query->severity;
	struct choice k = { .names = rule, .severity = -1, .wide = -1 };

	for (int i = 0; severity != NULL && i < SEVERITY__COUNT; i++)
		if (streq(severity, severity_names[i]))
			k.severity = i;
	if (severity != NULL && k.severity < 0)
		return fail(c, ERR_INVALID, "quality.severity", "Mức phải là error, warning hoặc notice.");
	if (rule != NULL && !check_names(c, rule))
		return false;
	return prepare(c, query->year, query->record, k, ret);
}

/* As the system, to whom every rule is shown. */
bool quality_prepare_part(struct ctx *c, int year, enum part part, struct quality **ret)
{
	const struct account *caller = c->account;

	c->account = NULL;
	const bool ok = prepare(c, year, NULL, (struct choice){ .severity = -1, .wide = part == PARTS_TOGETHER ? -1 : part == PART_WIDE }, ret);
	c->account = caller;
	return ok;
}
