/* dictionary.c - the whole catalogue as it is published. */
#include "catalog/catalog.h"

static void set_text(json_t *o, const char *name, const char *text)
{
	if (text != NULL)
		json_object_set_new(o, name, json_string(text));
}

static json_t *code_json(const struct list_item *it)
{
	json_t *o = json_pack("{ss ss}", "code", it->code, "name", it->name);

	set_text(o, "name_en", it->name_en);
	set_text(o, "valid_from", it->valid_from);
	set_text(o, "valid_to", it->valid_to);
	set_text(o, "levels", it->levels);
	set_text(o, "parent", it->parent);
	set_text(o, "next", it->next);
	set_text(o, "ends", it->ends);
	return o;
}

static json_t *list_json(const struct list *l)
{
	json_t *o = json_pack("{ss s{ss ss} sI}", "name", l->name, "label", "vi", l->label, "en", l->label_en, "items", (json_int_t)l->n_items);

	set_text(o, "official", l->official);
	if (list_is_place(l))
		return o;
	json_t *codes = json_array();
	for (size_t i = 0; i < l->n_items; i++)
		json_array_append_new(codes, code_json(&l->item[i]));
	json_object_set_new(o, "codes", codes);
	return o;
}

json_t *catalog_dictionary(const struct catalog *k)
{
	json_t *types = json_array(), *lists = json_array(), *live = json_array();

	for (size_t i = 0; i < k->n_older; i++)
		json_array_append_new(live, json_integer(k->older[i].number));
	json_array_append_new(live, json_integer(k->version));
	for (size_t i = 0; i < k->n_types; i++)
		json_array_append_new(types, catalog_describe(&k->type[i]));
	for (size_t i = 0; i < k->n_lists; i++)
		json_array_append_new(lists, list_json(&k->list[i]));
	return json_pack("{si ss ss so so so}", "version", k->version, "published", k->published, "digest", k->digest, "live", live, "types", types,
	                 "lists", lists);
}

json_t *catalog_changes(const struct catalog *k)
{
	json_t *before = k->n_older == 0 ? NULL : json_load_file(k->older[k->n_older - 1].path, 0, NULL), *now, *changes;

	if (before == NULL)
		return json_null();
	now = catalog_dictionary(k);
	changes = catalog_difference(before, now);
	json_decref(before);
	json_decref(now);
	return changes;
}
