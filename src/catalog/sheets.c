/* sheets.c - Excel templates from JSON. */
#include "catalog/sheets.h"

#include "catalog/loader.h"
#include "catalog/mapping.h"

/* One file on its way. */
struct reading {
	struct loader *l;
	const struct source *s;
	struct sheet_template *t;
};

size_t sheet_slot(const struct sheet_template *t, size_t column)
{
	for (size_t i = 0; i < column; i++)
		if (streq(t->column[i].id, t->column[column].id))
			return i;
	return column;
}

/* ---- records ---- */

static const struct sheet_ask *find_ask(const struct reading *r, const char *name, size_t *ret_at)
{
	for (size_t i = 0; i < r->t->n_asks; i++)
		if (streq(r->t->ask[i].name, name)) {
			*ret_at = i;
			return &r->t->ask[i];
		}
	return NULL;
}

/* "set" tells records apart, "also" only fills them; "?period" is asked. */
static void read_sets(const struct reading *r, const json_t *o, const char *near, const char *member, bool key, struct sheet_record *p,
                      struct sheet_set *set)
{
	const char *name;
	json_t *value;

	json_object_foreach(json_object_get(o, member), name, value) {
		struct sheet_set *one = &set[p->n_sets++];
		const char *text = json_is_string(value) ? json_string_value(value) : "";
		*one = (struct sheet_set){ .field = p->type == NULL ? NULL : field_find(p->type, name), .key = key };
		if (text[0] != '?')
			one->value = arena_strdup(r->l->c->arena, text);
		else if (find_ask(r, text + 1, &one->ask) == NULL)
			loader_bad(r->l, r->s, near, "\"%s\": không có \"asks\" tên %s.", member, text + 1);
		if (p->type != NULL && one->field == NULL)
			loader_bad(r->l, r->s, near, "\"%s\": %s không có trường \"%s\".", member, p->type->name, name);
		else if (one->value != NULL && one->field != NULL && one->field->list != NULL && list_find(one->field->list, one->value, NULL) == NULL)
			loader_bad(r->l, r->s, near, "\"%s\": danh mục %s không có mã %s.", member, one->field->list->name, one->value);
	}
}

static const struct field *owner_field(const struct sheet_record *p, const struct record_type *subject)
{
	for (size_t i = 0; i < p->type->n_fields; i++)
		if (p->type->field[i].to == subject)
			return &p->type->field[i];
	return NULL;
}

static void read_one_record(const struct reading *r, const json_t *o, struct sheet_record *p, size_t i)
{
	const char *name = loader_text(r->l, r->s, o, "\"records\"", "name");
	const char *near = arena_fmt(r->l->c->arena, "\"name\": \"%s\"", name == NULL ? "?" : name);
	const char *type = loader_text_or_null(r->l, r->s, o, near, "type");
	size_t n = json_object_size(json_object_get(o, "set")) + json_object_size(json_object_get(o, "also"));
	struct sheet_set *set = NEW_N(r->l->c->arena, struct sheet_set, n + 1);

	loader_known(r->l, r->s, o, near, "name|type|set|also");
	*p = (struct sheet_record){ .name = name == NULL ? "?" : name, .set = set };
	p->type = catalog_type(r->l->catalog, type == NULL ? p->name : type);
	if (p->type == NULL)
		loader_bad(r->l, r->s, near, "không có loại hồ sơ \"%s\".", type == NULL ? p->name : type);
	else if (p->type->undone_status == NULL)
		loader_bad(r->l, r->s, near, "%s chưa có \"undone_status\", nên một lần nạp không huỷ được.", p->type->name);
	read_sets(r, o, near, "set", true, p, set);
	p->role = i == 0 ? RECORD_SUBJECT : json_object_size(json_object_get(o, "set")) == 0 ? RECORD_YEAR : RECORD_MORE;
	read_sets(r, o, near, "also", false, p, set);
	const struct record_type *subject = r->t->record[0].type;
	if (i == 0 || p->type == NULL || subject == NULL)
		return;
	p->owner = owner_field(p, subject);
	if (p->owner == NULL)
		loader_bad(r->l, r->s, near, "%s không có trường nào trỏ tới %s.", p->type->name, subject->name);
	if (p->role == RECORD_YEAR && (i != 1 || !p->type->year_bound))
		loader_bad(r->l, r->s, near, "hồ sơ của năm học phải đứng thứ hai và theo năm; hồ sơ khác cần \"set\" để phân biệt.");
}

static void read_records(const struct reading *r)
{
	const json_t *all = json_object_get(r->s->json, "records");
	struct sheet_record *record = NEW_N(r->l->c->arena, struct sheet_record, json_array_size(all) + 1);

	r->t->record = record;
	for (size_t i = 0; i < json_array_size(all); i++, r->t->n_records++)
		read_one_record(r, json_array_get(all, i), &record[i], i);
	if (r->t->n_records == 0)
		loader_bad(r->l, r->s, NULL, "chưa có \"records\".");
}

/* ---- what is asked, what tells the subject ---- */

static const struct field *dotted_field(const struct reading *r, const char *id)
{
	const char *dot = id == NULL ? NULL : strchr(id, '.');
	const struct record_type *t = dot == NULL ? NULL : catalog_type(r->l->catalog, arena_strndup(r->l->c->arena, id, (size_t)(dot - id)));

	return t == NULL ? NULL : field_find(t, dot + 1);
}

static void read_asks(const struct reading *r)
{
	const json_t *all = json_object_get(r->s->json, "asks");
	struct sheet_ask *ask = NEW_N(r->l->c->arena, struct sheet_ask, json_array_size(all) + 1);

	r->t->ask = ask;
	for (; r->t->n_asks < json_array_size(all); r->t->n_asks++) {
		const json_t *o = json_array_get(all, r->t->n_asks);
		struct sheet_ask *a = &ask[r->t->n_asks];
		const char *of = loader_text(r->l, r->s, o, "\"asks\"", "of");
		loader_known(r->l, r->s, o, "\"asks\"", "name|of|default");
		a->name = loader_text(r->l, r->s, o, "\"asks\"", "name");
		a->name = a->name == NULL ? "?" : a->name;
		a->field = dotted_field(r, of);
		a->otherwise = loader_text_or_null(r->l, r->s, o, "\"asks\"", "default");
		if (a->field == NULL)
			loader_bad(r->l, r->s, "\"asks\"", "không có trường \"%s\".", of == NULL ? "?" : of);
	}
}

static void read_match(const struct reading *r)
{
	const char *const *name = loader_texts(r->l, r->s, r->s->json, NULL, "match");
	const struct field **match;
	size_t n = 0;

	while (name != NULL && name[n] != NULL)
		n++;
	if (n > SHEET_MATCH_MAX)
		loader_bad(r->l, r->s, "\"match\"", "không quá %d trường.", SHEET_MATCH_MAX);
	match = NEW_N(r->l->c->arena, const struct field *, n + 1);
	for (size_t i = 0; i < n && r->t->record[0].type != NULL; i++) {
		match[i] = field_find(r->t->record[0].type, name[i]);
		if (match[i] == NULL)
			loader_bad(r->l, r->s, "\"match\"", "%s không có trường \"%s\".", r->t->record[0].name, name[i]);
	}
	r->t->match = match;
}

/* ---- columns ---- */

static const char *const *joined_titles(struct loader *l, const char *const *a, const char *const *b)
{
	size_t n = 0;
	const char **all;

	for (const char *const *p = a; *p != NULL; p++)
		n++;
	for (const char *const *p = b; p != NULL && *p != NULL; p++)
		n++;
	all = NEW_N(l->c->arena, const char *, n + 1);
	n = 0;
	for (const char *const *p = a; *p != NULL; p++)
		all[n++] = *p;
	for (const char *const *p = b; p != NULL && *p != NULL; p++)
		all[n++] = *p;
	return all;
}

static bool find_use(const struct reading *r, struct sheet_column *col)
{
	static const struct {
		const char *id;
		enum column_use use;
	} special[] = { { "class", USE_CLASS }, { "class.grade", USE_GRADE }, { "female", USE_FEMALE }, { "male", USE_MALE }, { "managed_by", USE_MANAGER },
		        { "managed_by.district", USE_DISTRICT_OFFICE }, { "levels", USE_LEVELS }, { "ordinal", USE_ORDINAL }, { "ignored", USE_IGNORED } };
	const char *dot = strchr(col->id, '.');

	for (size_t i = 0; i < COUNT(special); i++)
		if (streq(col->id, special[i].id)) {
			col->use = special[i].use;
			col->field = col->use == USE_GRADE ? dotted_field(r, col->id) : NULL;
			col->type = col->use == USE_GRADE || col->use == USE_CLASS ? catalog_type(r->l->catalog, "class") : NULL;
			return true;
		}
	for (size_t i = 0; dot != NULL && i < r->t->n_records; i++) {
		const struct sheet_record *p = &r->t->record[i];
		if (p->type == NULL || strlen(p->name) != (size_t)(dot - col->id) || strncmp(p->name, col->id, strlen(p->name)) != 0)
			continue;
		col->record = i;
		col->type = p->type;
		col->field = field_find(p->type, dot + 1);
		col->use = col->field != NULL ? USE_FIELD : streq(dot, ".code") ? USE_CODE : USE_STATUS;
		return col->field != NULL || streq(dot, ".code") || streq(dot, ".status");
	}
	return false;
}

static void read_repair(const struct reading *r, const json_t *o, const char *near, struct sheet_column *col)
{
	const char *repair = loader_text_or_null(r->l, r->s, o, near, "repair");

	if (repair == NULL)
		return;
	col->repair = streq(repair, "identity") ? REPAIR_IDENTITY : REPAIR_NONE;
	if (col->repair == REPAIR_NONE)
		loader_bad(r->l, r->s, near, "\"repair\" phải là identity.");
}

static void read_codes(const struct reading *r, const json_t *o, const char *near, struct sheet_column *col)
{
	const char *source = loader_text_or_null(r->l, r->s, o, near, "codes");
	const struct list *list = col->field != NULL ? col->field->list : col->use == USE_STATUS ? col->type->statuses : NULL;

	if (source == NULL)
		return;
	col->codes = list == NULL ? NULL : catalog_mapping(r->l->catalog, source, list->name);
	if (col->codes == NULL)
		loader_bad(r->l, r->s, near, "\"codes\": không có mappings/%s/%s.tsv.", source, list == NULL ? "?" : list->name);
}

static void read_column(const struct reading *r, const json_t *o, struct sheet_column *col)
{
	struct loader *l = r->l;
	const char *field = loader_text(l, r->s, o, "\"columns\"", "field");
	const char *near = field == NULL ? "\"columns\"" : arena_fmt(l->c->arena, "\"field\": \"%s\"", field);

	loader_known(l, r->s, o, near, "field|titles|own_titles|required|identifies|general|joins|spreads|repair|codes|lenient");
	col->id = field == NULL ? "?" : field;
	col->required = loader_flag(l, r->s, o, near, "required");
	col->identifies = loader_flag(l, r->s, o, near, "identifies");
	col->general = loader_flag(l, r->s, o, near, "general");
	col->between = loader_text_or_null(l, r->s, o, near, "joins");
	col->joins = col->between != NULL;
	col->spreads = loader_flag(l, r->s, o, near, "spreads");
	read_repair(r, o, near, col);
	if (!find_use(r, col))
		loader_bad(l, r->s, near, "không có trường \"%s\".", col->id);
	col->lenient = loader_flag(l, r->s, o, near, "lenient");
	read_codes(r, o, near, col);
	if (col->field != NULL && col->field->media != NULL)
		loader_bad(l, r->s, near, "cột \"%s\": tệp không nhập được từ bảng tính.", col->id);
	bool own = col->field == NULL || loader_flag(l, r->s, o, near, "own_titles");
	col->title = joined_titles(l, loader_texts(l, r->s, o, near, "titles"), own ? NULL : col->field->title);
	if (col->title[0] == NULL)
		loader_bad(l, r->s, near, "cột \"%s\" chưa có \"titles\".", col->id);
}

static void read_columns(const struct reading *r)
{
	const json_t *columns = json_object_get(r->s->json, "columns");
	struct sheet_column *col = NEW_N(r->l->c->arena, struct sheet_column, json_array_size(columns) + 1);

	r->t->column = col;
	for (; r->t->n_columns < json_array_size(columns); r->t->n_columns++)
		read_column(r, json_array_get(columns, r->t->n_columns), &col[r->t->n_columns]);
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
		const struct reading r = { l, &s, t };
		loader_known(l, &s, s.json, NULL, "name|label|row|file|levels|creates|records|match|asks|columns");
		t->name = loader_text(l, &s, s.json, NULL, "name");
		t->name = t->name == NULL ? "?" : t->name;
		loader_label(l, &s, s.json, NULL, &t->label, &t->label_en);
		t->row = loader_text(l, &s, s.json, NULL, "row");
		t->file = loader_text_or_null(l, &s, s.json, NULL, "file");
		t->levels = loader_text_or_null(l, &s, s.json, NULL, "levels");
		t->creates = loader_flag(l, &s, s.json, NULL, "creates");
		read_asks(&r);
		read_records(&r);
		if (t->n_records > 0)
			read_match(&r);
		read_columns(&r);
	}
}
