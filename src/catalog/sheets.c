/* sheets.c - Excel templates from JSON. */
#include "catalog/sheets.h"

#include "catalog/loader.h"

static const char *const *joined_titles(struct loader *l, const char *const *a, const char *const *b)
{
	size_t n = 0;
	const char **all;

	for (const char *const *p = a; p != NULL && *p != NULL; p++)
		n++;
	for (const char *const *p = b; *p != NULL; p++)
		n++;
	all = NEW_N(l->c->arena, const char *, n + 1);
	n = 0;
	for (const char *const *p = a; p != NULL && *p != NULL; p++)
		all[n++] = *p;
	for (const char *const *p = b; *p != NULL; p++)
		all[n++] = *p;
	return all;
}

static void read_column(struct loader *l, const struct source *s, const json_t *o, struct sheet_column *col)
{
	const char *field = loader_text(l, s, o, "\"columns\"", "field");
	const char *near = field == NULL ? "\"columns\"" : arena_fmt(l->c->arena, "\"field\": \"%s\"", field);
	const char *repair = loader_text_or_null(l, s, o, near, "repair");

	loader_known(l, s, o, near, "field|titles|own_titles|required|repair");
	col->id = field == NULL ? "?" : field;
	col->required = loader_flag(l, s, o, near, "required");
	if (repair != NULL)
		col->repair = streq(repair, "identity") ? REPAIR_IDENTITY : streq(repair, "phone") ? REPAIR_PHONE : REPAIR_NONE;
	if (repair != NULL && col->repair == REPAIR_NONE)
		loader_bad(l, s, near, "\"repair\" phải là identity hoặc phone.");
	const char *dot = strchr(col->id, '.');
	if (dot != NULL) {
		col->type = catalog_type(l->catalog, arena_strndup(l->c->arena, col->id, (size_t)(dot - col->id)));
		col->field = col->type == NULL ? NULL : field_find(col->type, dot + 1);
	}
	bool known = col->field != NULL || streq(col->id, "class") || streq(col->id, "ordinal") || streq(col->id, "female") ||
	             (col->type != NULL && (streq(dot, ".code") || streq(dot, ".status")));
	if (!known)
		loader_bad(l, s, near, "không có trường \"%s\".", col->id);
	if (col->field != NULL && col->field->media != NULL)
		loader_bad(l, s, near, "cột \"%s\": tệp không nhập được từ bảng tính.", col->id);
	bool own = col->field == NULL || loader_flag(l, s, o, near, "own_titles");
	col->title = joined_titles(l, own ? NULL : col->field->title, loader_texts(l, s, o, near, "titles"));
	if (col->title[0] == NULL)
		loader_bad(l, s, near, "cột \"%s\" chưa có \"titles\".", col->id);
}

void load_sheets(struct loader *l)
{
	const char *const *path;
	size_t n = loader_files(l, "sheets", ".json", &path);
	struct sheet_template *all = NEW_N(l->c->arena, struct sheet_template, n + 1);
	struct source s;

	l->catalog->sheet = all;
	for (size_t i = 0; i < n; i++) {
		if (!loader_read_json(l, path[i], &s))
			continue;
		struct sheet_template *t = &all[l->catalog->n_sheets++];
		const json_t *columns = json_object_get(s.json, "columns");
		struct sheet_column *col = NEW_N(l->c->arena, struct sheet_column, json_array_size(columns) + 1);
		loader_known(l, &s, s.json, NULL, "name|label|columns");
		t->name = loader_text(l, &s, s.json, NULL, "name");
		t->name = t->name == NULL ? "?" : t->name;
		loader_label(l, &s, s.json, NULL, &t->label, &t->label_en);
		t->column = col;
		for (; t->n_columns < json_array_size(columns); t->n_columns++)
			read_column(l, &s, json_array_get(columns, t->n_columns), &col[t->n_columns]);
	}
}
