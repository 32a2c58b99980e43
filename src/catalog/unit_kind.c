/* unit_kind.c - kinds of units from catalog/unit_kinds.json. */
#include "catalog/unit_kind.h"

#include "catalog/loader.h"

bool unit_kind_is_among(const char *const *codes, const char *code)
{
	for (; code != NULL && *codes != NULL; codes++)
		if (streq(*codes, code))
			return true;
	return false;
}

const struct unit_kind *unit_kind_find(const struct catalog *k, const char *code)
{
	for (size_t i = 0; code != NULL && i < k->n_unit_kinds; i++)
		if (streq(k->unit_kind[i].code, code))
			return &k->unit_kind[i];
	return NULL;
}

bool unit_kind_is_institution(const struct catalog *k, const char *code)
{
	const struct unit_kind *kind = unit_kind_find(k, code);

	return kind != NULL && kind->record != NULL;
}

bool unit_kind_may_stand_under(const struct catalog *k, const char *code, const char *parent_code)
{
	const struct unit_kind *kind = unit_kind_find(k, code);

	return kind != NULL && unit_kind_is_among(kind->under, parent_code);
}

const char *unit_kind_of_record(const struct catalog *k, const struct record_type *t)
{
	for (size_t i = 0; i < k->n_unit_kinds; i++)
		if (k->unit_kind[i].record == t)
			return k->unit_kind[i].code;
	return NULL;
}

const char *unit_kind_of_place(const struct catalog *k, const char *list)
{
	for (size_t i = 0; i < k->n_unit_kinds; i++)
		if (k->unit_kind[i].place != NULL && streq(k->unit_kind[i].place, list))
			return k->unit_kind[i].code;
	return NULL;
}

bool unit_kind_adds_sums(const struct catalog *k, const char *code)
{
	const struct unit_kind *kind = unit_kind_find(k, code);

	return kind != NULL && kind->adds_up[0] != NULL;
}

const char *const *unit_kinds_added_up(const struct catalog *k, const char *code)
{
	return unit_kind_adds_sums(k, code) ? unit_kind_find(k, code)->adds_up : k->institution;
}

bool unit_kind_is_added_up(const struct catalog *k, const char *code)
{
	for (size_t i = 0; i < k->n_unit_kinds; i++)
		if (unit_kind_is_among(k->unit_kind[i].adds_up, code))
			return true;
	return false;
}

void unit_kinds_sql(struct buf *sql, const struct catalog *k, const char *column, const char *const *kinds)
{
	const char *const *first = kinds == NULL ? k->institution : kinds;

	buf_fmt(sql, "%s IN (", column);
	for (const char *const *p = first; *p != NULL; p++)
		buf_fmt(sql, "%s'%s'", p == first ? "" : ", ", *p);
	buf_char(sql, ')');
}

const char *unit_kinds_words(struct arena *a, const struct catalog *k)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < k->n_unit_kinds; i++)
		buf_fmt(&b, "%s%s", i == 0 ? "" : ", ", k->unit_kind[i].code);
	return buf_text(&b);
}

/* ---- reading ---- */

/* It stands in SQL as it is. */
static bool is_code(const char *code)
{
	return strlen(code) <= 20 && code[0] != '\0' && strspn(code, "abcdefghijklmnopqrstuvwxyz_") == strlen(code);
}

static void read_record(struct loader *l, const struct source *s, const json_t *o, const char *near, struct unit_kind *kind)
{
	const char *name = loader_text_or_null(l, s, o, near, "record");

	if (name == NULL)
		return;
	kind->record = catalog_type(l->catalog, name);
	if (kind->record == NULL || !kind->record->is_unit)
		loader_bad(l, s, near, "\"record\": \"%s\" phải là loại hồ sơ của chính đơn vị (\"is_unit\").", name);
	if (kind->adds_up[0] != NULL || kind->place != NULL)
		loader_bad(l, s, near, "\"adds_up\" và \"place\" là của cơ quan quản lý; \"record\" là của cơ sở giáo dục.");
}

static void read_kind(struct loader *l, const struct source *s, const json_t *o, struct unit_kind *kind)
{
	const char *code = loader_text(l, s, o, "\"kinds\"", "code");
	const char *near = arena_fmt(l->c->arena, "\"code\": \"%s\"", code == NULL ? "" : code);

	loader_known(l, s, o, near, "code|label|under|adds_up|place|record");
	if (code != NULL && (!is_code(code) || unit_kind_find(l->catalog, code) != NULL))
		loader_bad(l, s, near, "\"code\" gồm 1 đến 20 chữ cái thường hoặc _, và mỗi mã đứng một lần.");
	loader_label(l, s, o, near, &kind->label, &kind->label_en);
	kind->code = code == NULL ? "?" : code;
	kind->under = loader_texts(l, s, o, near, "under");
	for (const char *const *p = kind->under; *p != NULL; p++)
		if (unit_kind_find(l->catalog, *p) == NULL || unit_kind_is_institution(l->catalog, *p))
			loader_bad(l, s, near, "\"under\": \"%s\" phải là một loại cơ quan quản lý đứng trước loại này.", *p);
	if ((kind->under[0] == NULL) != (l->catalog->n_unit_kinds == 0))
		loader_bad(l, s, near, "chỉ loại đầu tiên, gốc của cây, không có \"under\".");
	kind->adds_up = loader_texts(l, s, o, near, "adds_up");
	kind->place = loader_text_or_null(l, s, o, near, "place");
	if (kind->place != NULL && (catalog_list(l->catalog, kind->place) == NULL || !list_is_place(catalog_list(l->catalog, kind->place))))
		loader_bad(l, s, near, "\"place\" phải là province, district hoặc commune.");
	read_record(l, s, o, near, kind);
}

/* Sums come from offices that are there. */
static void check_added_up(struct loader *l, const struct source *s, const struct unit_kind *kind)
{
	for (const char *const *p = kind->adds_up; *p != NULL; p++)
		if (unit_kind_find(l->catalog, *p) == NULL || !unit_kind_may_stand_under(l->catalog, *p, kind->code) ||
		    unit_kind_is_institution(l->catalog, *p))
			loader_bad(l, s, arena_fmt(l->c->arena, "\"code\": \"%s\"", kind->code), "\"adds_up\": \"%s\" phải là một cơ quan trực thuộc loại này.", *p);
}

void load_unit_kinds(struct loader *l)
{
	struct catalog *k = l->catalog;
	const json_t *kinds;
	struct unit_kind *all;
	const char **institution;
	struct source s;
	size_t n = 0;

	k->institution = institution = NEW_N(l->c->arena, const char *, 1);
	if (!loader_read_json(l, "unit_kinds.json", &s))
		return;
	loader_known(l, &s, s.json, NULL, "kinds");
	kinds = json_object_get(s.json, "kinds");
	k->unit_kind = all = NEW_N(l->c->arena, struct unit_kind, json_array_size(kinds) + 1);
	k->institution = institution = NEW_N(l->c->arena, const char *, json_array_size(kinds) + 1);
	for (size_t i = 0; i < json_array_size(kinds); i++, k->n_unit_kinds++) {
		read_kind(l, &s, json_array_get(kinds, i), &all[i]);
		if (all[i].record != NULL)
			institution[n++] = all[i].code;
	}
	for (size_t i = 0; i < k->n_unit_kinds; i++)
		check_added_up(l, &s, &all[i]);
	if (n == 0)
		loader_bad(l, &s, "\"kinds\"", "cần ít nhất một loại có \"record\": cơ sở giáo dục.");
}
