/* schema.c - record types as JSON Schema and as a description for people. */
#include "catalog/entry.h"

static const char year_label[] = "Năm học (năm đầu)";

json_t *catalog_json_schema(const struct record_type *t)
{
	json_t *properties = json_object(), *required = json_array();

	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		json_t *o = json_pack("{ss}", "title", f->label);
		f->type->schema(f, o);
		json_object_set_new(properties, f->name, o);
		if (f->required)
			json_array_append_new(required, json_string(f->name));
	}
	if (t->year_bound) {
		json_object_set_new(properties, "school_year", json_pack("{ss ss si si}", "title", year_label, "type", "integer", "minimum", SCHOOL_YEAR_MIN,
		                                                         "maximum", SCHOOL_YEAR_MAX));
		json_array_append_new(required, json_string("school_year"));
	}
	return json_pack("{ss ss ss so so sb}", "$schema", "https://json-schema.org/draft/2020-12/schema", "type", "object",
	                 "title", t->label, "properties", properties, "required", required, "additionalProperties", 0);
}

static void set_text(json_t *o, const char *name, const char *text)
{
	if (text != NULL)
		json_object_set_new(o, name, json_string(text));
}

/* moet: the object whose names need no object. */
static json_t *describe_field(const struct field *f, const char *moet)
{
	json_t *o = json_pack("{ss s{ss ss} ss ss sb}", "name", f->name, "label", "vi", f->label, "en", f->label_en,
	                      "type", f->type->name, "class", class_names[f->sensitivity], "required", f->required);

	set_text(o, "required_when", f->required_when_text);
	if (f->unique)
		json_object_set_new(o, "unique", json_true());
	if (f->computed)
		json_object_set_new(o, "computed", json_true());
	if (f->carried)
		json_object_set_new(o, "carried", json_true());
	set_text(o, "list", f->list == NULL ? NULL : f->list->name);
	set_text(o, "to", f->to == NULL ? NULL : f->to->plural);
	set_text(o, "media", f->media);
	set_text(o, "pattern", f->pattern);
	set_text(o, "moet", f->moet);
	if (f->moet != NULL && (moet == NULL || !streq(moet, f->moet_object)))
		set_text(o, "moet_object", f->moet_object);
	set_text(o, "why", f->why);
	set_text(o, "since", f->since);
	set_text(o, "until", f->until);
	set_text(o, "expected", f->expected);
	set_text(o, "blank", f->blank);
	if (f->has_min)
		json_object_set_new(o, "min", json_integer(f->min));
	if (f->has_max)
		json_object_set_new(o, "max", json_integer(f->max));
	if (f->scale > 0)
		json_object_set_new(o, "scale", json_integer(f->scale));
	return o;
}

/* What is asked of a record beside its fields. */
static json_t *describe_members(void)
{
	return json_pack("[{ss s{ss ss} ss sb si si}]", "name", "school_year", "label", "vi", year_label, "en", "School year (its first year)", "type", "integer",
	                 "required", 1, "min", SCHOOL_YEAR_MIN, "max", SCHOOL_YEAR_MAX);
}

json_t *catalog_describe(const struct record_type *t)
{
	json_t *fields = json_array(), *answers = json_array(), *o;

	for (size_t i = 0; i < t->n_fields; i++)
		json_array_append_new(fields, describe_field(&t->field[i], t->moet));
	for (size_t i = 0; i < t->n_answers; i++)
		json_array_append_new(answers, json_pack("{ss ss ss}", "moet_object", t->answer[i].object, "moet", t->answer[i].moet, "by", t->answer[i].by));
	o = json_pack("{ss ss s{ss ss} ss sb ss}", "name", t->name, "plural", t->plural, "label", "vi", t->label, "en", t->label_en, "module", t->module,
	              "year_bound", t->year_bound, "statuses", t->statuses->name);
	set_text(o, "moet_object", t->moet);
	if (t->year_bound)
		json_object_set_new(o, "members", describe_members());
	json_object_set_new(o, "fields", fields);
	if (t->entry != NULL)
		json_object_set_new(o, "entry", entry_describe(t));
	if (t->n_answers > 0)
		json_object_set(o, "answered_by", answers);
	json_decref(answers);
	return o;
}
