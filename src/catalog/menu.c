/* menu.c - the menu: groups and entries of a file, the record types that it forgot, and what of it a reader has. */
#include "catalog/menu.h"

#include "catalog/loader.h"
#include "catalog/unit_kind.h"

#define RECORDS "/ho-so/"

static const struct words others = { "Khác", "Other" };

/* ---- reading ---- */

static const char *read_units(struct loader *l, const struct source *s, const json_t *o, const char *near)
{
	struct buf b = buf_in(l->c->arena);

	if (json_object_get(o, "units") == NULL)
		return NULL;
	buf_char(&b, ' ');
	for (const char *const *p = loader_texts(l, s, o, near, "units"); *p != NULL; p++) {
		buf_fmt(&b, "%s ", *p);
		if (unit_kind_find(l->catalog, *p) == NULL)
			loader_bad(l, s, near, "\"units\": không có loại đơn vị \"%s\"; có: %s.", *p, unit_kinds_words(l->c->arena, l->catalog));
	}
	return buf_text(&b);
}

static const char *const *read_levels(struct loader *l, const struct source *s, const json_t *o, const char *near)
{
	const struct list *list = catalog_list(l->catalog, "education_level");
	const char *const *all = loader_texts(l, s, o, near, "levels");

	if (json_object_get(o, "levels") == NULL)
		return NULL;
	for (const char *const *p = all; *p != NULL; p++)
		if (list == NULL || list_find(list, *p, NULL) == NULL)
			loader_bad(l, s, near, "\"levels\": danh mục education_level không có mã \"%s\".", *p);
	return all;
}

static bool is_right(const struct catalog *k, const char *module, const char *action)
{
	for (size_t i = 0; i < k->n_roles && *action != '\0'; i++)
		if (role_may(&k->role[i], module, action))
			return true;
	return false;
}

static void read_right(struct loader *l, const struct source *s, const json_t *o, const char *near, struct menu_entry *e)
{
	const char *const *right = loader_texts(l, s, o, near, "right");

	e->to = loader_text(l, s, o, near, "to");
	e->module = right[0] == NULL ? "" : right[0];
	e->action = right[0] == NULL || right[1] == NULL ? "" : right[1];
	if (!is_right(l->catalog, e->module, e->action))
		loader_bad(l, s, near, "\"right\" phải là [phần việc, việc] mà một vai trò của rights.json có.");
	if (e->to != NULL && *e->to != '/')
		loader_bad(l, s, near, "\"to\" phải là một địa chỉ bắt đầu bằng \"/\".");
	e->own = false;
}

static void read_type(struct loader *l, const struct source *s, const json_t *o, const char *near, const char *type, struct menu_entry *e)
{
	e->type = catalog_type(l->catalog, type);
	e->own = loader_flag(l, s, o, near, "own");
	if (json_object_get(o, "to") != NULL || json_object_get(o, "right") != NULL)
		loader_bad(l, s, near, "mục của một loại hồ sơ không có \"to\" và \"right\": chúng theo loại ấy.");
	if (e->type == NULL)
		loader_bad(l, s, near, "không có loại hồ sơ \"%s\".", type);
	else if (e->own && !e->type->is_unit)
		loader_bad(l, s, near, "\"own\" chỉ dùng với loại hồ sơ của chính đơn vị (\"is_unit\").");
}

static void read_entry(struct loader *l, const struct source *s, const json_t *o, struct menu_entry *e)
{
	const char *type = json_string_value(json_object_get(o, "type")), *to = json_string_value(json_object_get(o, "to"));
	const char *near = type != NULL ? arena_fmt(l->c->arena, "\"type\": \"%s\"", type) : to != NULL ? arena_fmt(l->c->arena, "\"%s\"", to) : "\"entries\"";

	loader_known(l, s, o, near, "type|own|to|right|number|label|label_of_level|units|levels");
	e->number = loader_text_or_null(l, s, o, near, "number");
	e->units = read_units(l, s, o, near);
	e->level = read_levels(l, s, o, near);
	e->label_of_level = load_level_words(l, s, o, near, "label_of_level");
	if (type == NULL || json_object_get(o, "label") != NULL)
		loader_label(l, s, o, near, &e->label.vi, &e->label.en);
	if (type != NULL)
		read_type(l, s, o, near, type, e);
	else
		read_right(l, s, o, near, e);
}

static void read_group(struct loader *l, const struct source *s, const json_t *o, struct menu_group *g)
{
	const json_t *entries = json_object_get(o, "entries");
	struct menu_entry *all = NEW_N(l->c->arena, struct menu_entry, json_array_size(entries) + l->catalog->n_types + 1);
	const char *number = json_string_value(json_object_get(o, "number"));
	const char *near = number == NULL ? "\"groups\"" : arena_fmt(l->c->arena, "\"number\": \"%s\"", number);
	size_t i;
	json_t *entry;

	loader_known(l, s, o, near, "number|label|label_of_level|icon|entries");
	g->number = loader_text_or_null(l, s, o, near, "number");
	g->icon = loader_text(l, s, o, near, "icon");
	loader_label(l, s, o, near, &g->label.vi, &g->label.en);
	g->label_of_level = load_level_words(l, s, o, near, "label_of_level");
	g->entry = all;
	json_array_foreach(entries, i, entry)
		read_entry(l, s, entry, &all[g->n_entries++]);
	if (g->n_entries == 0)
		loader_bad(l, s, near, "nhóm này chưa có \"entries\".");
}

/* ---- what the file forgot ---- */

static bool is_in_group(const struct menu_group *g, const struct record_type *t, bool alike)
{
	for (size_t i = 0; i < g->n_entries; i++) {
		const struct record_type *has = g->entry[i].type;
		if (has != NULL && (has == t || (alike && streq(has->module, t->module))))
			return true;
	}
	return false;
}

static bool is_in_menu(const struct catalog *k, const struct record_type *t)
{
	for (size_t i = 0; i < k->n_menu; i++)
		if (is_in_group(&k->menu[i], t, false))
			return true;
	return false;
}

/* Where others of its module are, else in a group of their own at the end. */
static void add_type(struct loader *l, struct menu_group *group, const struct record_type *t)
{
	struct catalog *k = l->catalog;
	size_t i = 0;

	while (i < k->n_menu && !is_in_group(&group[i], t, true))
		i++;
	if (i == k->n_menu && (i == 0 || group[i - 1].label.vi != others.vi)) {
		group[i] = (struct menu_group){ .label = others, .icon = "other", .entry = NEW_N(l->c->arena, struct menu_entry, k->n_types + 1) };
		k->n_menu++;
	} else if (i == k->n_menu) {
		i--;
	}
	((struct menu_entry *)group[i].entry)[group[i].n_entries++] = (struct menu_entry){ .type = t };
}

void load_menu(struct loader *l)
{
	struct catalog *k = l->catalog;
	struct source s = { 0 };
	const json_t *groups;
	struct menu_group *all;
	size_t i;
	json_t *o;

	if (loader_has(l, "menu.json") && loader_read_json(l, "menu.json", &s))
		loader_known(l, &s, s.json, NULL, "groups");
	groups = json_object_get(s.json, "groups");
	k->menu = all = NEW_N(l->c->arena, struct menu_group, json_array_size(groups) + 2);
	json_array_foreach(groups, i, o)
		read_group(l, &s, o, &all[k->n_menu++]);
	for (size_t t = 0; t < k->n_types; t++)
		if (screen_stands_alone(k, &k->type[t]) && !is_in_menu(k, &k->type[t]))
			add_type(l, all, &k->type[t]);
}

/* ---- telling ---- */

static bool teaches_one(const char *const *level, const char *levels)
{
	if (level == NULL || levels == NULL)
		return true;
	for (; *level != NULL; level++)
		if (strstr(levels, *level) != NULL)
			return true;
	return false;
}

static bool is_had(const struct menu_entry *e, const struct menu_reader *who)
{
	char word[40];

	snprintf(word, sizeof word, " %s ", who->kind);
	if ((e->units != NULL && strstr(e->units, word) == NULL) || !teaches_one(e->level, who->levels) || !teaches_one(e->level, who->taught))
		return false;
	return e->type != NULL ? role_may_type(who->role, e->type, "read") : role_may(who->role, e->module, e->action);
}

static const struct words *label_of(const struct menu_entry *e, const char *levels)
{
	const struct screen *screen = e->type == NULL ? NULL : e->type->screen;

	if (e->label.vi != NULL || screen == NULL)
		return words_for(&e->label, e->label_of_level, levels);
	return words_for(words_for(&screen->title, screen->title_of_level, levels), e->label_of_level, levels);
}

static json_t *entry_json(const struct menu_entry *e, const struct menu_reader *who)
{
	const char *number = e->number == NULL && e->type != NULL ? e->type->screen->number : e->number;
	json_t *to = e->type == NULL ? json_string(e->to)
	             : e->own        ? json_sprintf(RECORDS "%s/%s", e->type->plural, who->unit)
	                             : json_sprintf(RECORDS "%s", e->type->plural);

	return json_pack("{ss* so so}", "number", number, "label", words_json(label_of(e, who->levels)), "to", to);
}

json_t *menu_for(const struct catalog *k, const struct menu_reader *who)
{
	json_t *all = json_array();

	for (size_t i = 0; i < k->n_menu; i++) {
		const struct menu_group *g = &k->menu[i];
		json_t *entries = json_array();
		for (size_t j = 0; j < g->n_entries; j++)
			if (is_had(&g->entry[j], who))
				json_array_append_new(entries, entry_json(&g->entry[j], who));
		if (json_array_size(entries) > 0)
			json_array_append_new(all, json_pack("{ss* so ss sO}", "number", g->number, "label", words_json(words_for(&g->label, g->label_of_level, who->levels)),
			                                     "icon", g->icon, "entries", entries));
		json_decref(entries);
	}
	return all;
}
