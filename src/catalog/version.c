/* version.c - the published number of this catalogue, and the older ones still accepted. */
#include "base/time.h"
#include "catalog/loader.h"

enum { OLDER_MAX = 8 };

static int index_of(const struct catalog *k, int version)
{
	for (size_t i = 0; i < k->n_older; i++)
		if (k->older[i].number == version)
			return (int)i;
	return -1;
}

bool field_is_in(const struct field *f, const struct catalog *k, int version)
{
	int i = index_of(k, version);

	return i < 0 || (f->in_older >> i & 1) != 0;
}

bool field_is_required_in(const struct field *f, const struct catalog *k, int version)
{
	int i = index_of(k, version);

	return i < 0 || (f->required_in_older >> i & 1) != 0;
}

bool catalog_check_version(struct ctx *c, int version)
{
	const struct catalog *k = c->catalog;

	if (version == 0 || version == k->version || index_of(k, version) >= 0)
		return true;
	return fail(c, ERR_MALFORMED, "catalog.version", "Phiên bản danh mục %d không còn hoặc chưa có hiệu lực; phiên bản hiện nay là %d, xem /catalog.",
	            version, k->version);
}

static const json_t *named(const json_t *list, const char *name)
{
	size_t i;
	json_t *o;

	json_array_foreach(list, i, o) {
		const char *is = json_string_value(json_object_get(o, "name"));
		if (is != NULL && streq(is, name))
			return o;
	}
	return NULL;
}

static void mark_field(struct field *f, const json_t *was, size_t bit)
{
	if (was == NULL)
		return;
	f->in_older |= 1u << bit;
	if (json_is_true(json_object_get(was, "required")) || json_object_get(was, "required_when") != NULL)
		f->required_in_older |= 1u << bit;
}

/* Whoever still speaks the older version must find everything of it. */
static void check_kept(struct loader *l, const struct source *s, const json_t *was, const struct record_type *t)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(was, "fields"), i, o) {
		const char *name = json_string_value(json_object_get(o, "name"));
		if (name == NULL || field_find(t, name) == NULL)
			loader_bad(l, s, loader_anchor(l, name == NULL ? "" : name), "phiên bản này còn hiệu lực nhưng trường %s.%s không còn trong khai báo.",
			           t->name, name == NULL ? "?" : name);
	}
}

static void compare_types(struct loader *l, const struct source *s, const json_t *types, size_t bit)
{
	struct catalog *k = l->catalog;
	size_t i;
	json_t *o;

	for (size_t t = 0; t < k->n_types; t++) {
		const json_t *was = named(types, k->type[t].name);
		if (was == NULL)
			continue;
		for (size_t f = 0; f < k->type[t].n_fields; f++)
			mark_field((struct field *)&k->type[t].field[f], named(json_object_get(was, "fields"), k->type[t].field[f].name), bit);
		check_kept(l, s, was, &k->type[t]);
	}
	json_array_foreach(types, i, o) {
		const char *name = json_string_value(json_object_get(o, "name"));
		if (name == NULL || catalog_type(k, name) == NULL)
			loader_bad(l, s, NULL, "phiên bản này còn hiệu lực nhưng loại hồ sơ %s không còn trong khai báo.", name == NULL ? "?" : name);
	}
}

/* Read to compare and let go: it is as large as the catalogue itself. */
static void read_older(struct loader *l, int number, struct catalog_version *v)
{
	struct source s;
	json_error_t e;

	if (!loader_read(l, arena_fmt(l->c->arena, "versions/%d.json", number), &s))
		return;
	json_t *dictionary = json_loads(s.text, JSON_REJECT_DUPLICATES, &e);
	const char *published = json_string_value(json_object_get(dictionary, "published"));
	v->number = number;
	v->published = published == NULL ? "" : arena_strdup(l->c->arena, published);
	v->path = arena_fmt(l->c->arena, "%s/%s", l->catalog->dir, s.path);
	if (published == NULL || json_integer_value(json_object_get(dictionary, "version")) != number ||
	    !json_is_array(json_object_get(dictionary, "types")))
		loader_bad(l, &s, NULL, "đây không phải bản đã công bố số %d (tệp do khue catalog export viết ra).", number);
	else
		compare_types(l, &s, json_object_get(dictionary, "types"), (size_t)(v - l->catalog->older));
	json_decref(dictionary);
}

static void read_live(struct loader *l, const struct source *s, const json_t *live)
{
	struct catalog *k = l->catalog;
	struct catalog_version *all = NEW_N(l->c->arena, struct catalog_version, OLDER_MAX);
	int before = 0;
	size_t i;
	json_t *o;

	k->older = all;
	json_array_foreach(live, i, o) {
		int number = (int)json_integer_value(o);
		if (!json_is_integer(o) || number <= before || number >= k->version || k->n_older == OLDER_MAX)
			loader_bad(l, s, "\"older\"", "\"older\" gồm số của các phiên bản trước còn hiệu lực, tăng dần, nhỏ hơn \"version\".");
		else
			read_older(l, before = number, &all[k->n_older++]);
	}
}

void load_version(struct loader *l)
{
	struct catalog *k = l->catalog;
	struct source s;
	struct date d;

	k->version = 1;
	k->published = "2026-11-21";
	if (!loader_has(l, "version.json") || !loader_read_json(l, "version.json", &s))
		return;
	loader_known(l, &s, s.json, NULL, "version|published|older");
	k->version = (int)json_integer_value(json_object_get(s.json, "version"));
	k->published = loader_text(l, &s, s.json, NULL, "published");
	if (k->version < 1 || k->published == NULL || !date_parse(k->published, &d))
		loader_bad(l, &s, NULL, "cần \"version\" là số nguyên từ 1 và \"published\" là ngày yyyy-mm-dd.");
	else
		read_live(l, &s, json_object_get(s.json, "older"));
}
