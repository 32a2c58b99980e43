/* screen_api.c - what a screen needs beside the fields: how a type is shown, what belongs to it, and the menu. */
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "catalog/life.h"
#include "catalog/menu.h"
#include "catalog/sheets.h"
#include "domain/unit/unit_levels.h"
#include "store/shown.h"

static SHAPE(menu_entry, "Một mục của thực đơn",
	{ "number", OUT_TEXT, .summary = "Số, như trang của Bộ", .maybe = true },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "to", OUT_TEXT, .summary = "Địa chỉ" });

SHAPE(menu_group, "Một nhóm của thực đơn",
	{ "number", OUT_TEXT, .summary = "Số", .maybe = true },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "icon", OUT_TEXT, .summary = "Hình" },
	{ "entries", OUT_SHAPE, .summary = "Các mục mà người gọi có quyền", .shape = &menu_entry_shape, .list = true });

SHAPE(type_name, "Một loại hồ sơ, chỉ tên",
	{ "name", OUT_TEXT, .summary = "Tên" },
	{ "plural", OUT_TEXT, .summary = "Tên trong đường dẫn" },
	{ "label", OUT_SHAPE, .summary = "Tên cho người đọc", .shape = &label_shape },
	{ "module", OUT_TEXT, .summary = "Phần việc, như trong quyền" },
	{ "year_bound", OUT_BOOL, .summary = "Mỗi năm học một hồ sơ" });

/* ---- the menu ---- */

/* Levels of education the caller has to do with; NULL: all. */
static const char *levels_of(const struct account *a)
{
	return a->levels != NULL ? a->levels : a->unit.levels;
}

bool api_menu_of(struct ctx *c, json_t **ret)
{
	const struct account *a = c->account;
	struct menu_reader who = { .role = a->role, .unit = a->unit.code, .kind = a->unit.kind, .levels = levels_of(a) };

	if (!unit_levels_below(c, &a->unit, &who.taught))
		return false;
	*ret = menu_for(c->catalog, &who);
	return true;
}

HANDLER(api_menu)
{
	json_t *menu;

	(void)q;
	return api_menu_of(c, &menu) && reply_document(c, r, json_pack("{so}", "items", menu));
}

/* ---- types ---- */

HANDLER(api_types)
{
	struct buf b = buf_in(c->arena);

	(void)q;
	api_open_items(&b);
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *t = &c->catalog->type[i];
		json_open_object(&b, NULL);
		json_put_text(&b, "name", t->name);
		json_put_text(&b, "plural", t->plural);
		api_put_label(&b, "label", t->label, t->label_en);
		json_put_text(&b, "module", t->module);
		json_put_bool(&b, "year_bound", t->year_bound);
		json_close_object(&b);
	}
	return api_reply_items(r, &b);
}

/* A list without a column would show nothing to open a record by. */
static json_t *columns_json(const struct ctx *c, const struct record_type *t)
{
	static const struct words code = { "Mã", "Code" };
	json_t *all = json_array();

	for (size_t i = 0; i < t->screen->n_columns; i++) {
		const struct screen_item *it = &t->screen->column[i];
		if (path_is_shown(c, t, it->path))
			json_array_append_new(all, json_pack("{ss so ss ss ss*}", "path", it->path, "label", words_json(&it->label), "type", it->type, "class",
			                                     class_names[it->sensitivity], "list", it->list == NULL ? NULL : it->list->name));
	}
	if (json_array_size(all) == 0)
		json_array_append_new(all, json_pack("{ss so ss ss}", "path", "code", "label", words_json(&code), "type", "text", "class", class_names[CLASS_OPEN]));
	return all;
}

/* A choice among records is offered to whoever sees them. */
static json_t *filters_json(const struct ctx *c, const struct record_type *t)
{
	json_t *all = json_array();

	for (size_t i = 0; i < t->screen->n_filters; i++) {
		const struct screen_item *it = &t->screen->filter[i];
		if (path_is_shown(c, t, it->path) && path_is_shown(c, t, it->by))
			json_array_append_new(all, json_pack("{ss ss so ss ss* ss*}", "path", it->path, "by", it->by, "label", words_json(&it->label), "type", it->type,
			                                     "list", it->list == NULL ? NULL : it->list->name, "to", it->to == NULL ? NULL : it->to->plural));
	}
	return all;
}

static json_t *names_shown(const struct ctx *c, const struct record_type *t, const struct field *const *field)
{
	json_t *all = json_array();

	for (; *field != NULL; field++)
		if (field_is_shown(c, t, *field))
			json_array_append_new(all, json_string((*field)->name));
	return all;
}

static json_t *sections_json(const struct ctx *c, const struct record_type *t)
{
	json_t *all = json_array();

	for (size_t i = 0; i < t->screen->n_sections; i++) {
		const struct screen_section *s = &t->screen->section[i];
		json_t *names = names_shown(c, t, s->field);
		if (json_array_size(names) > 0)
			json_array_append_new(all, json_pack("{ss so sO}", "name", s->name, "label", words_json(&s->label), "fields", names));
		json_decref(names);
	}
	return all;
}

static json_t *grid_json(const struct ctx *c, const struct record_type *t)
{
	const struct screen_grid *g = &t->screen->grid;
	bool is_by = g->by != NULL && path_is_shown(c, t, g->by->path) && path_is_shown(c, t, g->by->by);
	bool is_of = g->of != NULL && field_is_shown(c, t, g->of);
	json_t *by = is_by ? json_pack("{ss ss so ss ss}", "path", g->by->path, "by", g->by->by, "label", words_json(&g->by->label), "type", g->by->type, "to",
	                               g->by->to->plural) : NULL;

	return json_pack("{so so* ss* so so}", "columns", names_shown(c, t, g->column), "by", by, "of", is_of ? g->of->name : NULL,
	                 "apart", names_shown(c, t, g->apart), "begins", names_shown(c, t, g->begins));
}

static json_t *screen_json(const struct ctx *c, const struct record_type *t)
{
	const struct screen *s = t->screen;

	return json_pack("{ss* so so so so so ss* so}", "number", s->number, "title", words_json(words_for(&s->title, s->title_of_level, levels_of(c->account))),
	                 "list", columns_json(c, t), "filters", filters_json(c, t), "missing", names_shown(c, t, s->missing), "sections", sections_json(c, t),
	                 "sheet", s->sheet == NULL ? NULL : s->sheet->name, "grid", grid_json(c, t));
}

static bool is_named_shown(const struct ctx *c, const struct record_type *t, const struct record_type *whole, const struct screen_named *n, size_t i)
{
	return field_is_shown(c, t, n->field[i]) && field_is_shown(c, whole, n->from[i]);
}

/* Told where the name is shown in both; the rest as far as it is. */
static json_t *named_json(const struct ctx *c, const struct record_type *part, const struct record_type *whole)
{
	json_t *all = json_array();

	for (size_t k = 0; k < part->screen->n_named; k++) {
		const struct screen_named *n = &part->screen->named[k];
		json_t *set = json_object(), *from = json_object();
		for (size_t i = 0; n->set[i] != NULL; i++)
			if (field_is_shown(c, part, n->set[i]))
				json_object_set_new(set, n->set[i]->name, json_string(n->code[i]));
		for (size_t i = 0; n->field[i] != NULL; i++)
			if (is_named_shown(c, part, whole, n, i))
				json_object_set_new(from, n->field[i]->name, json_string(n->from[i]->name));
		json_t *one = json_pack("{so so}", "set", set, "from", from);
		if (json_object_get(from, part->name_field->name) != NULL)
			json_array_append(all, one);
		json_decref(one);
	}
	return all;
}

/* Types of which every record belongs to one of this. */
static json_t *sublists_json(const struct ctx *c, const struct record_type *t)
{
	json_t *all = json_array();

	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *part = &c->catalog->type[i];
		const struct field *owner = screen_part_owner(c->catalog, part, t);
		if (owner == NULL || !field_is_shown(c, part, owner))
			continue;
		json_array_append_new(all, json_pack("{ss ss sb so so}", "type", part->plural, "field", owner->name,
		                                     "life", catalog_life(c->catalog, part) != NULL, "label", words_json(words_for(&part->screen->title, part->screen->title_of_level, levels_of(c->account))),
		                                     "named", part->screen->named_in == owner ? named_json(c, part, t) : json_array()));
	}
	return all;
}

static json_t *texts_json(const char *const *text)
{
	json_t *all = json_array();

	for (; *text != NULL; text++)
		json_array_append_new(all, json_string(*text));
	return all;
}

/* What may be recorded of it, and from which statuses. */
static json_t *life_json(const struct life *life)
{
	json_t *events = json_array();

	for (size_t i = 0; i < life->n_events; i++)
		json_array_append_new(events, json_pack("{ss so sb}", "event", life->event[i].event, "from", texts_json(life->event[i].from), "begins",
		                                        life->event[i].begins));
	return json_pack("{ss so so}", "type", life->event_type->plural, "present", texts_json(life->present), "events", events);
}

/* Set by an operation in some type that has the same statuses: then by hand in none. */
static bool is_of_an_operation(const struct catalog *k, const struct record_type *t, const char *status)
{
	for (size_t i = 0; i < k->n_types; i++) {
		const struct record_type *other = &k->type[i];
		const char *const by_operation[] = { other->moved_status, other->merged_status, other->undone_status };
		for (size_t j = 0; other->statuses == t->statuses && j < COUNT(by_operation); j++)
			if (by_operation[j] != NULL && streq(by_operation[j], status))
				return true;
	}
	return t->is_unit && unit_is_over(status);
}

static json_t *statuses_json(const struct ctx *c, const struct record_type *t)
{
	json_t *all = json_array();

	if (!role_may_type(c->account->role, t, "write") || t->by_operation)
		return all;
	if (t->status_by_hand != NULL) {
		json_decref(all);
		return texts_json(t->status_by_hand);
	}
	for (size_t i = 0; i < t->statuses->n_items; i++)
		if (!is_of_an_operation(c->catalog, t, t->statuses->item[i].code))
			json_array_append_new(all, json_string(t->statuses->item[i].code));
	return all;
}

/* Told to whoever may set it. */
static void set_statuses(const struct ctx *c, json_t *o, const struct record_type *t)
{
	json_t *all = statuses_json(c, t), *status;
	size_t i;

	json_array_foreach(all, i, status)
		if (t->mistaken_status != NULL && streq(json_string_value(status), t->mistaken_status))
			json_object_set(o, "mistaken_status", status);
	json_object_set_new(o, "statuses_by_hand", all);
}

static void set_hints(json_t *o, const struct record_type *t)
{
	json_t *field;
	size_t i;

	json_array_foreach(json_object_get(o, "fields"), i, field) {
		if (t->field[i].wide)
			json_object_set_new(field, "width", json_string("wide"));
		if (t->field[i].expected_when != NULL)
			json_object_set_new(field, "expected_when", json_string(t->field[i].expected_when));
		if (t->field[i].show_when != NULL)
			json_object_set_new(field, "show_when", json_string(t->field[i].show_when));
	}
}

void api_set_screen(const struct ctx *c, json_t *o, const struct record_type *t)
{
	const struct life *life = catalog_life(c->catalog, t);

	set_hints(o, t);
	json_object_set_new(o, "screen", screen_json(c, t));
	json_object_set_new(o, "sublists", sublists_json(c, t));
	set_statuses(c, o, t);
	json_object_set_new(o, "person", json_boolean(t->code_scheme == CODE_PERSON));
	json_object_set_new(o, "is_unit", json_boolean(t->is_unit));
	json_object_set_new(o, "once_a_year", json_boolean(t->once_a_year));
	json_object_set_new(o, "by_operation", json_boolean(t->by_operation));
	if (t->name_field != NULL)
		json_object_set_new(o, "name_field", json_string(t->name_field->name));
	if (life != NULL && type_is_shown(c, life->event_type))
		json_object_set_new(o, "life", life_json(life));
}
