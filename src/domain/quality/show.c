/* show.c - pages of faults, the rules themselves. */
#include "base/json.h"
#include "domain/quality/check.h"
#include "store/seen.h"

bool quality_one_school(struct ctx *c, const struct unit *u)
{
	return unit_is_school(c, u) || fail(c, ERR_INVALID, "quality.unit", "Hãy chọn một cơ sở giáo dục; cả địa bàn thì dùng /quality/summary.");
}

static void put_finding(struct ctx *c, struct buf *b, const struct unit *u, const struct finding *f, const struct face *face)
{
	const struct record_type *t = finding_type(c, f);

	if (t != NULL)
		seen_code(c, t, u->id, f->code);
	json_open_object(b, NULL);
	json_put_text(b, "rule", f->rule->name);
	json_put_text(b, "severity", severity_names[f->rule->severity]);
	json_put_text(b, "type", t == NULL ? NULL : t->name);
	json_put_text(b, "plural", t == NULL ? NULL : t->plural);
	json_put_text(b, "record", f->code);
	json_put_text(b, "title", face->title);
	json_put_text(b, "class", face->class_code);
	json_put_text(b, "class.title", face->class_title);
	json_put_text(b, "field", f->field == NULL ? NULL : f->field->name);
	json_put_text(b, "label", f->field == NULL ? NULL : f->field->label);
	json_put_text(b, "message", f->rule->message);
	json_put_text(b, "detail", f->detail);
	json_put_text(b, "remedy", f->rule->remedy);
	json_close_object(b);
}

static void keep_asked(struct ctx *c, const struct quality_query *query, struct findings *found)
{
	size_t n = 0;

	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->item[i];
		if ((query->record == NULL || streq(f->code, query->record)) && (query->type == NULL || finding_type(c, f) == query->type))
			found->item[n++] = *f;
	}
	found->n = n;
}

static bool keep_class(struct ctx *c, const struct quality *q, const struct quality_query *query, struct findings *found)
{
	struct face *face;
	size_t n = 0;

	if (query->class == NULL)
		return true;
	if (!quality_faces(c, q, query->unit, found->item, found->n, &face))
		return false;
	for (size_t i = 0; i < found->n; i++)
		if (face[i].class_code != NULL && streq(face[i].class_code, query->class))
			found->item[n++] = found->item[i];
	found->n = n;
	return true;
}

/* They stand together by rule. */
static void put_rules(struct buf *rules, const struct findings *found)
{
	for (size_t i = 0, from = 0; rules != NULL && i < found->n; i++)
		if (i + 1 == found->n || found->item[i + 1].rule != found->item[i].rule) {
			json_put_int(rules, found->item[i].rule->name, (int64_t)(i + 1 - from));
			from = i + 1;
		}
}

bool quality_problems(struct ctx *c, const struct quality_query *query, struct buf *items, struct buf *rules, size_t *ret_total, const char **ret_cursor)
{
	struct quality *q;
	struct findings found;
	struct face *face;
	size_t from = 0, n = 0;

	*ret_cursor = NULL;
	if (!quality_one_school(c, query->unit) || !quality_prepare(c, query, &q) || !quality_run(c, q, query->unit, &found))
		return false;
	keep_asked(c, query, &found);
	if (!keep_class(c, q, query, &found))
		return false;
	*ret_total = found.n;
	put_rules(rules, &found);
	while (query->cursor != NULL && from < found.n && strcmp(found.item[from].key, query->cursor) <= 0)
		from++;
	n = found.n - from < query->limit ? found.n - from : query->limit;
	if (!quality_faces(c, q, query->unit, n == 0 ? NULL : found.item + from, n, &face))
		return false;
	for (size_t i = 0; i < n; i++)
		put_finding(c, items, query->unit, &found.item[from + i], &face[i]);
	if (from + n < found.n)
		*ret_cursor = found.item[from + n - 1].key;
	return true;
}

static bool is_told(const struct problems *p, const char *key, const char *field)
{
	for (const struct problem *at = p->first; at != NULL; at = at->next)
		if (streq(at->key, key) && (field == NULL || at->field == NULL ? field == at->field : streq(field, at->field)))
			return true;
	return false;
}

bool quality_warn(struct ctx *c, const struct record *rec, int year, struct problems *p)
{
	struct quality_query query = { .unit = &rec->unit, .year = rec->school_year != 0 ? rec->school_year : year, .record = rec->code, .type = rec->type };
	struct quality *q;
	struct findings found;

	if (!unit_is_school(c, &rec->unit) || (c->account != NULL && !role_may(c->account->role, "quality", "read")))
		return true;
	if (!quality_prepare(c, &query, &q) || !quality_run(c, q, query.unit, &found))
		return false;
	keep_asked(c, &query, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct finding *f = &found.item[i];
		const char *field = f->field == NULL ? NULL : f->field->name;
		if (!is_told(p, f->rule->key, field))
			problem_warn(c, p, field, f->rule->key, "%s%s%s%s%s", f->rule->message, f->detail == NULL ? "" : " ", f->detail == NULL ? "" : f->detail,
			             f->rule->remedy == NULL ? "" : " ", f->rule->remedy == NULL ? "" : f->rule->remedy);
	}
	return true;
}

/* Of what record a fault at this field is: of the rule's own, or of the one it refers to. */
static const struct record_type *told_at(const struct rule *r, const char *path)
{
	const struct field *reference, *field;

	return rule_field(r->set->type, path, &reference, &field) && reference != NULL ? reference->to : r->set->type;
}

/* Each once; of a rule without a field it is the school. */
static void put_types(const struct ctx *c, struct buf *b, const struct rule *r)
{
	const struct record_type *t = r->field == NULL ? NULL : told_at(r, r->field), *last = t;

	json_open_list(b, "types");
	if (t != NULL)
		json_put_text(b, NULL, t->name);
	for (const char *const *path = r->by; r->kind == RULE_REQUIRED && *path != NULL; path++) {
		t = told_at(r, *path);
		if (t != last)
			json_put_text(b, NULL, t->name);
		last = t;
	}
	if (last == NULL && (t = finding_type(c, &(struct finding){ .rule = r })) != NULL)
		json_put_text(b, NULL, t->name);
	json_close_list(b);
}

void quality_put_rules(struct ctx *c, struct buf *b)
{
	for (size_t i = 0; i < c->catalog->n_rules; i++) {
		const struct rule *r = &c->catalog->rule[i];
		if (!quality_is_shown(c, r->set->type, r->reads, r->of))
			continue;
		json_open_object(b, NULL);
		json_put_text(b, "name", r->name);
		json_put_text(b, "type", r->set->type->name);
		put_types(c, b, r);
		json_put_text(b, "kind", rule_kind_names[r->kind]);
		json_put_text(b, "severity", severity_names[r->severity]);
		json_put_text(b, "levels", r->levels);
		json_put_text(b, "field", r->field);
		json_put_text(b, "message", r->message);
		json_put_text(b, "remedy", r->remedy);
		json_put_text(b, "basis", r->basis);
		json_close_object(b);
	}
}
