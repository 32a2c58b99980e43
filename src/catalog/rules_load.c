/* rules_load.c - rules and checklists from JSON. */
#include "base/time.h"
#include "catalog/expr.h"
#include "catalog/loader.h"
#include "catalog/rules.h"

enum { CHECK_YEAR = 2025 };
#define CHECK_DAY "2025-09-05"

#define COMMON "name|kind|severity|entry|levels|when|message|remedy|basis"
static const char *const members[RULE_KIND__COUNT] = {
	COMMON "|field|must", COMMON "|fields", COMMON "|field|by|on|ages", COMMON "|field", COMMON "|field|by|everywhere", COMMON "|field|by",
	COMMON "|field|of|bounds", COMMON "|by|percent|persons",
};

/* One rule or checklist being read, with all that it refers to. */
struct reading {
	struct loader *l;
	const struct source *s;
	const char *name, *near;
	struct expr_refs refs;
};

static struct reading reading(struct loader *l, const struct source *s, const struct record_type *base, const char *name)
{
	return (struct reading){ .l = l, .s = s, .name = name, .near = loader_anchor(l, name), .refs = { .catalog = l->catalog, .base = base, .school_year = CHECK_YEAR } };
}

static const char *condition(struct reading *x, const json_t *o, const char *member, bool needed)
{
	struct ctx *c = x->l->c;
	const char *text = needed ? loader_text(x->l, x->s, o, x->near, member) : loader_text_or_null(x->l, x->s, o, x->near, member);
	const struct expr *e;

	if (text != NULL && !expr_parse(c, &x->refs, rule_condition(c->arena, text, CHECK_YEAR, CHECK_DAY), &e)) {
		loader_bad(x->l, x->s, x->near, "\"%s\" của \"%s\": %s", member, x->name, c->detail);
		ctx_clear(c);
		return NULL;
	}
	return text;
}

static bool path(struct reading *x, const char *member, const char *text, size_t *ret_ref)
{
	if (expr_ref_add(x->l->c, &x->refs, text, ret_ref))
		return true;
	loader_bad(x->l, x->s, x->near, "\"%s\" của \"%s\": %s", member, x->name, x->l->c->detail);
	ctx_clear(x->l->c);
	return false;
}

static const char *const *paths(struct reading *x, const json_t *o, const char *member, bool are_fields, size_t *ret_n)
{
	const char *const *all = loader_texts(x->l, x->s, o, x->near, member);
	const struct field *reference, *field;
	size_t ref;

	for (*ret_n = 0; all[*ret_n] != NULL; ++*ret_n)
		if (path(x, member, all[*ret_n], &ref) && are_fields && !rule_field(x->refs.base, all[*ret_n], &reference, &field))
			loader_bad(x->l, x->s, x->near, "\"%s\" của \"%s\": \"%s\" không phải trường của hồ sơ hay của hồ sơ nó trỏ tới.", member, x->name, all[*ret_n]);
	return all;
}

static const char *field_path(struct reading *x, const json_t *o, const char *member)
{
	const char *text = loader_text(x->l, x->s, o, x->near, member);
	const struct field *reference, *field;
	size_t ref;

	if (text != NULL && path(x, member, text, &ref) && !rule_field(x->refs.base, text, &reference, &field))
		loader_bad(x->l, x->s, x->near, "\"%s\" của \"%s\": \"%s\" không phải trường của hồ sơ hay của hồ sơ nó trỏ tới.", member, x->name, text);
	return text;
}

/* { "01": [6, 9], ... } by codes of the list behind "by". */
static void read_ages(struct reading *x, const json_t *o, struct rule *r)
{
	const json_t *ages = json_object_get(o, "ages");
	struct rule_bound *all = NEW_N(x->l->c->arena, struct rule_bound, json_object_size(ages) + 1);
	const struct expr_ref *by;
	const char *code;
	json_t *span;
	size_t ref;

	r->bound = all;
	if (r->by[0] == NULL || r->by[1] != NULL || !path(x, "by", r->by[0], &ref) || json_object_size(ages) == 0) {
		loader_bad(x->l, x->s, x->near, "\"%s\": cần \"by\": [một trường có danh mục] và \"ages\": { mã: [từ, đến] }.", x->name);
		return;
	}
	by = &x->refs.ref[ref];
	json_object_foreach((json_t *)ages, code, span) {
		const json_t *min = json_array_get(span, 0), *max = json_array_get(span, 1);
		if (by->field == NULL || by->field->list == NULL || list_find(by->field->list, code, NULL) == NULL)
			loader_bad(x->l, x->s, x->near, "\"ages\" của \"%s\": danh mục của \"%s\" không có mã \"%s\".", x->name, r->by[0], code);
		if (json_array_size(span) != 2 || !json_is_integer(min) || !json_is_integer(max) || json_integer_value(min) > json_integer_value(max))
			loader_bad(x->l, x->s, x->near, "\"ages\" của \"%s\": mã \"%s\" cần [từ, đến] là hai số nguyên tăng dần.", x->name, code);
		all[r->n_bounds++] = (struct rule_bound){ .when = arena_fmt(x->l->c->arena, "%s == \"%s\"", r->by[0], code),
		                                          .min = json_integer_value(min), .max = json_integer_value(max) };
	}
}

static void read_bounds(struct reading *x, const json_t *o, struct rule *r)
{
	const json_t *list = json_object_get(o, "bounds");
	struct rule_bound *all = NEW_N(x->l->c->arena, struct rule_bound, json_array_size(list) + 1);
	size_t i;
	json_t *b;

	r->bound = all;
	if (json_array_size(list) == 0)
		loader_bad(x->l, x->s, x->near, "\"%s\": cần \"bounds\": [{ \"when\": …, \"min\": …, \"max\": … }].", x->name);
	json_array_foreach(list, i, b) {
		const json_t *min = json_object_get(b, "min"), *max = json_object_get(b, "max");
		loader_known(x->l, x->s, b, x->near, "when|min|max");
		if ((min == NULL && max == NULL) || (min != NULL && !json_is_integer(min)) || (max != NULL && !json_is_integer(max)))
			loader_bad(x->l, x->s, x->near, "\"bounds\" của \"%s\": cần \"min\" hoặc \"max\" là số nguyên.", x->name);
		all[r->n_bounds++] = (struct rule_bound){ condition(x, b, "when", false), min == NULL ? 0 : json_integer_value(min),
		                                          max == NULL ? INT64_MAX : json_integer_value(max) };
	}
}

static void read_count(struct reading *x, const json_t *o, struct rule *r)
{
	const char *of = loader_text(x->l, x->s, o, x->near, "of");

	r->of = of == NULL ? NULL : catalog_type(x->l->catalog, of);
	for (size_t i = 0; r->of != NULL && i < r->of->n_fields && r->of_field == NULL; i++)
		if (r->of->field[i].to == x->refs.base)
			r->of_field = &r->of->field[i];
	if (of != NULL && (r->of_field == NULL || !r->of->year_bound))
		loader_bad(x->l, x->s, x->near, "\"of\" của \"%s\": \"%s\" không phải loại hồ sơ theo năm học trỏ tới %s.", x->name, of, x->refs.base->name);
	read_bounds(x, o, r);
}

static void read_change(struct reading *x, const json_t *o, struct rule *r)
{
	r->percent = json_integer_value(json_object_get(o, "percent"));
	r->persons = json_integer_value(json_object_get(o, "persons"));
	if (r->percent <= 0 || r->persons <= 0)
		loader_bad(x->l, x->s, x->near, "\"%s\": cần \"percent\" và \"persons\" là số nguyên dương.", x->name);
	if (!x->refs.base->year_bound)
		loader_bad(x->l, x->s, x->near, "\"%s\": change so với năm trước nên cần loại hồ sơ theo năm học.", x->name);
	if (r->by[0] != NULL && r->by[1] != NULL)
		loader_bad(x->l, x->s, x->near, "\"by\" của \"%s\" có nhiều nhất một trường.", x->name);
}

static bool word_of(const char *word, const char *const *all, size_t n, size_t *ret)
{
	for (*ret = 0; word != NULL && *ret < n; ++*ret)
		if (streq(word, all[*ret]))
			return true;
	return false;
}

/* "02,03"; NULL: all. */
static const char *read_levels(struct reading *x, const json_t *o)
{
	const struct list *levels = catalog_list(x->l->catalog, "education_level");
	const char *const *all = loader_texts(x->l, x->s, o, x->near, "levels");
	struct buf b = buf_in(x->l->c->arena);

	for (size_t i = 0; all[i] != NULL; i++) {
		if (levels == NULL || list_find(levels, all[i], NULL) == NULL)
			loader_bad(x->l, x->s, x->near, "\"levels\" của \"%s\": danh mục education_level không có mã \"%s\".", x->name, all[i]);
		buf_fmt(&b, "%s%s", i > 0 ? "," : "", all[i]);
	}
	return b.len == 0 ? NULL : buf_text(&b);
}

/* With what puts a record in force: to be told of it says that, too. */
static const char *const *reads_of(struct reading *x, const struct rule_set *set)
{
	const struct expr *e;
	const char **all;

	if (set->when != NULL && !expr_parse(x->l->c, &x->refs, rule_condition(x->l->c->arena, set->when, CHECK_YEAR, CHECK_DAY), &e))
		ctx_clear(x->l->c); /* told with the set */
	all = NEW_N(x->l->c->arena, const char *, x->refs.n_refs + 1);
	for (size_t i = 0; i < x->refs.n_refs; i++)
		all[i] = x->refs.ref[i].path;
	return all;
}

static void read_by_kind(struct reading *x, const json_t *o, struct rule *r)
{
	const struct field *reference, *f;
	size_t n;

	if (r->kind != RULE_REQUIRED && r->kind != RULE_CHANGE)
		r->field = field_path(x, o, "field");
	r->by = paths(x, o, r->kind == RULE_REQUIRED ? "fields" : "by", r->kind == RULE_REQUIRED, &n);
	if (n == 0 && (r->kind == RULE_REQUIRED || r->kind == RULE_UNIQUE || r->kind == RULE_AGREE))
		loader_bad(x->l, x->s, x->near, "\"%s\": thiếu \"%s\": danh sách trường.", x->name, r->kind == RULE_REQUIRED ? "fields" : "by");
	r->everywhere = loader_flag(x->l, x->s, o, x->near, "everywhere");
	if (n > (r->everywhere ? 1 : 4) && r->kind != RULE_REQUIRED)
		loader_bad(x->l, x->s, x->near, "\"by\" của \"%s\" có nhiều nhất %d trường.", x->name, r->everywhere ? 1 : 4);
	if (r->kind == RULE_CHECK)
		r->must = condition(x, o, "must", true);
	if (r->kind == RULE_AGE) {
		bool is_date = r->field != NULL && rule_field(x->refs.base, r->field, &reference, &f) && f->type->column == COLUMN_DATE;
		struct date d;
		r->on = loader_text(x->l, x->s, o, x->near, "on");
		if (r->on != NULL && !date_parse(rule_condition(x->l->c->arena, r->on, CHECK_YEAR, CHECK_DAY), &d))
			loader_bad(x->l, x->s, x->near, "\"on\" của \"%s\" phải là một ngày như \"{year}-12-31\".", x->name);
		if (!is_date)
			loader_bad(x->l, x->s, x->near, "\"field\" của \"%s\" phải là một trường ngày.", x->name);
		read_ages(x, o, r);
	}
	if (r->kind == RULE_COUNT)
		read_count(x, o, r);
	if (r->kind == RULE_CHANGE)
		read_change(x, o, r);
}

/* All rules of a set look at one row: together they must not ask for more than that holds. */
static void read_together(struct reading *x, struct expr_refs *all)
{
	size_t ref;

	for (size_t i = 0; i < x->refs.n_refs; i++)
		if (!expr_ref_add(x->l->c, all, x->refs.ref[i].path, &ref)) {
			loader_bad(x->l, x->s, x->near, "cùng với \"%s\", các quy tắc của %s dùng quá nhiều trường hoặc hồ sơ liên quan.", x->name, x->refs.base->name);
			ctx_clear(x->l->c);
			return;
		}
}

static void read_rule(struct loader *l, const struct source *s, const struct rule_set *set, struct expr_refs *all, const json_t *o, struct rule *r)
{
	const char *name = loader_text(l, s, o, "\"rules\"", "name");
	struct reading x = reading(l, s, set->type, name == NULL ? "?" : name);
	const char *kind = loader_text(l, s, o, x.near, "kind"), *severity = loader_text(l, s, o, x.near, "severity");
	const char *at_entry = loader_text_or_null(l, s, o, x.near, "entry");
	const size_t errors = l->problems.errors;
	size_t i;

	*r = (struct rule){ .name = x.name, .set = set, .entry = SEVERITY__COUNT, .key = arena_fmt(l->c->arena, "rule.%s", x.name) };
	if (rule_find(l->catalog, x.name) != NULL)
		loader_bad(l, s, x.near, "quy tắc \"%s\" có hai lần.", x.name);
	if (!word_of(severity, severity_names, SEVERITY__COUNT, &i))
		loader_bad(l, s, x.near, "\"severity\" của \"%s\" phải là error, warning hoặc notice.", x.name);
	r->severity = (enum severity)i;
	if (!word_of(kind, rule_kind_names, RULE_KIND__COUNT, &i)) {
		loader_bad(l, s, x.near, "\"kind\" của \"%s\" phải là check, required, age, case, unique, agree, count hoặc change.", x.name);
		return;
	}
	r->kind = (enum rule_kind)i;
	loader_known(l, s, o, x.near, members[r->kind]);
	r->message = loader_text(l, s, o, x.near, "message");
	r->remedy = loader_text(l, s, o, x.near, "remedy");
	r->basis = loader_text_or_null(l, s, o, x.near, "basis");
	r->when = condition(&x, o, "when", false);
	r->levels = read_levels(&x, o);
	read_by_kind(&x, o, r);
	r->reads = reads_of(&x, set);
	read_together(&x, all);
	if (at_entry == NULL)
		return;
	if (!word_of(at_entry, severity_names, SEVERITY_NOTICE, &i))
		loader_bad(l, s, x.near, "\"entry\" của \"%s\" phải là error hoặc warning.", x.name);
	r->entry = (enum severity)i;
	if (l->problems.errors == errors) /* else it is not whole */
		entry_add(l, s, x.near, r, CHECK_YEAR, CHECK_DAY);
}

static bool read_set(struct loader *l, const struct source *s, struct rule_set *set)
{
	const char *type = loader_text(l, s, s->json, NULL, "type");

	set->type = type == NULL ? NULL : catalog_type(l->catalog, type);
	loader_known(l, s, s->json, NULL, "type|when|level|rules");
	if (set->type == NULL) {
		loader_bad(l, s, "\"type\"", "\"type\" phải là một loại hồ sơ.");
		return false;
	}
	if (rule_set_find(l->catalog, set->type) != NULL)
		loader_bad(l, s, "\"type\"", "loại hồ sơ \"%s\" đã có một tệp quy tắc.", type);
	struct reading x = reading(l, s, set->type, type);
	size_t ref;
	x.near = NULL;
	set->when = condition(&x, s->json, "when", false);
	set->level = loader_text_or_null(l, s, s->json, NULL, "level");
	if (set->level != NULL && path(&x, "level", set->level, &ref) && (x.refs.ref[ref].field == NULL || x.refs.ref[ref].field->list == NULL))
		loader_bad(l, s, "\"level\"", "\"level\" phải là một trường có danh mục.");
	return true;
}

void load_rules(struct loader *l)
{
	enum { RULES_MAX = 1000 };
	const char *const *file;
	size_t n = loader_files(l, "rules", ".json", &file), i;
	struct rule_set *sets = NEW_N(l->c->arena, struct rule_set, n + 1);
	struct rule *rules = NEW_N(l->c->arena, struct rule, RULES_MAX);
	json_t *o;

	l->catalog->rule_set = sets;
	l->catalog->rule = rules;
	for (size_t f = 0; f < n; f++) {
		struct source s;
		struct rule_set *set = &sets[l->catalog->n_rule_sets];
		if (!loader_read_json(l, file[f], &s) || !read_set(l, &s, set))
			continue;
		l->catalog->n_rule_sets++;
		struct expr_refs all = { .catalog = l->catalog, .base = set->type, .school_year = CHECK_YEAR };
		json_array_foreach(json_object_get(s.json, "rules"), i, o)
			if (l->catalog->n_rules < RULES_MAX) {
				read_rule(l, &s, set, &all, o, &rules[l->catalog->n_rules]);
				l->catalog->n_rules++;
			}
	}
}

static void read_checklist(struct loader *l, const struct source *s, struct checklist *k)
{
	const char *type = loader_text(l, s, s->json, NULL, "type");
	const struct record_type *t = type == NULL ? NULL : catalog_type(l->catalog, type);

	loader_known(l, s, s->json, NULL, "name|label|basis|type|levels|when|fields");
	k->name = loader_text(l, s, s->json, NULL, "name");
	k->name = k->name == NULL ? "?" : k->name;
	loader_label(l, s, s->json, NULL, &k->label, &k->label_en);
	k->basis = loader_text(l, s, s->json, NULL, "basis");
	k->set = t == NULL ? NULL : rule_set_find(l->catalog, t);
	if (type != NULL && k->set == NULL) {
		loader_bad(l, s, "\"type\"", "\"type\" phải là một loại hồ sơ có tệp trong rules/.");
		return;
	}
	if (t == NULL)
		return;
	struct reading x = reading(l, s, t, k->name);
	k->levels = read_levels(&x, s->json);
	k->when = condition(&x, s->json, "when", false);
	k->field = paths(&x, s->json, "fields", true, &k->n_fields);
	if (k->n_fields == 0)
		loader_bad(l, s, "\"fields\"", "thiếu \"fields\": danh sách trường.");
	k->reads = reads_of(&x, k->set);
}

void load_checklists(struct loader *l)
{
	const char *const *file;
	size_t n = loader_files(l, "checklists", ".json", &file);
	struct checklist *all = NEW_N(l->c->arena, struct checklist, n + 1);

	l->catalog->checklist = all;
	for (size_t i = 0; i < n; i++) {
		struct source s;
		if (loader_read_json(l, file[i], &s))
			read_checklist(l, &s, &all[l->catalog->n_checklists++]);
	}
}
