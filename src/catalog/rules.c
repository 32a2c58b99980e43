/* rules.c - finding rules and checklists, and what their words stand for. */
#include "catalog/rules.h"

const char *const severity_names[SEVERITY__COUNT] = { "error", "warning", "notice" };
const char *const rule_kind_names[RULE_KIND__COUNT] = { "check", "required", "age", "case", "unique", "agree", "count", "change" };

static const char *filled(struct arena *a, const char *text, const char *mark, const char *with)
{
	struct buf b = buf_in(a);

	for (const char *at; (at = strstr(text, mark)) != NULL; text = at + strlen(mark)) {
		buf_add(&b, text, (size_t)(at - text));
		buf_put(&b, with);
	}
	buf_put(&b, text);
	return buf_text(&b);
}

const char *rule_condition(struct arena *a, const char *text, int year, const char *today)
{
	text = filled(a, filled(a, text, "{year}", arena_fmt(a, "%d", year)), "{next_year}", arena_fmt(a, "%d", year + 1));
	return filled(a, filled(a, text, "{this_year}", arena_fmt(a, "%.4s", today)), "{today}", today);
}

bool rule_field(const struct record_type *base, const char *path, const struct field **ret_reference, const struct field **ret_field)
{
	const char *dot = strchr(path, '.');

	*ret_reference = NULL;
	for (size_t i = 0; dot != NULL && i < base->n_fields; i++)
		if (strncmp(base->field[i].name, path, (size_t)(dot - path)) == 0 && base->field[i].name[dot - path] == '\0')
			*ret_reference = &base->field[i];
	if (dot != NULL && (*ret_reference == NULL || (*ret_reference)->to == NULL))
		return false;
	*ret_field = field_find(dot == NULL ? base : (*ret_reference)->to, dot == NULL ? path : dot + 1);
	return *ret_field != NULL;
}

const struct rule *rule_find(const struct catalog *k, const char *name)
{
	for (size_t i = 0; i < k->n_rules; i++)
		if (streq(k->rule[i].name, name))
			return &k->rule[i];
	return NULL;
}

const struct checklist *checklist_find(const struct catalog *k, const char *name)
{
	for (size_t i = 0; i < k->n_checklists; i++)
		if (streq(k->checklist[i].name, name))
			return &k->checklist[i];
	return NULL;
}

const struct rule_set *rule_set_find(const struct catalog *k, const struct record_type *t)
{
	for (size_t i = 0; i < k->n_rule_sets; i++)
		if (k->rule_set[i].type == t)
			return &k->rule_set[i];
	return NULL;
}
