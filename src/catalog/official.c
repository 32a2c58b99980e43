/* official.c - the exchange names of the Ministry's dictionary, and what answers each. */
#include <stdlib.h>

#include "catalog/loader.h"

/* "MaXa" belongs to the type's own object, "LstCanBo.MaXa" to another. */
static bool read_name(struct loader *l, const struct source *s, const struct record_type *t, const char *text, const char **object, const char **name)
{
	const char *dot = strchr(text, '.');

	*object = dot == NULL ? t->moet : arena_strndup(l->c->arena, text, (size_t)(dot - text));
	*name = dot == NULL ? text : dot + 1;
	if (*object != NULL && **object != '\0' && **name != '\0')
		return true;
	loader_bad(l, s, arena_fmt(l->c->arena, "\"moet\": \"%s\"", text), "tên trao đổi \"%s\" chưa rõ thuộc đối tượng nào; thêm \"moet\" cho loại hồ sơ hoặc ghi Đối_tượng.%s.",
	           text, *name);
	return false;
}

void official_read_field(struct loader *l, const struct source *s, const struct record_type *t, struct field *f)
{
	if (f->moet != NULL)
		read_name(l, s, t, f->moet, &f->moet_object, &f->moet);
}

void official_read_answers(struct loader *l, const struct source *s, struct record_type *t)
{
	const json_t *list = json_object_get(s->json, "answered_by");
	struct answer *all = NEW_N(l->c->arena, struct answer, json_array_size(list) + 1);
	size_t i;
	json_t *o;

	if (list != NULL && !json_is_array(list))
		loader_bad(l, s, "\"answered_by\"", "\"answered_by\" phải là danh sách { \"moet\": …, \"by\": … }.");
	t->answer = all;
	json_array_foreach(list, i, o) {
		const char *moet = loader_text(l, s, o, "\"answered_by\"", "moet");
		const char *near = moet == NULL ? "\"answered_by\"" : arena_fmt(l->c->arena, "\"moet\": \"%s\"", moet);
		struct answer *a = &all[t->n_answers];
		loader_known(l, s, o, near, "moet|by");
		a->by = loader_text(l, s, o, near, "by");
		t->n_answers += moet != NULL && a->by != NULL && read_name(l, s, t, moet, &a->object, &a->moet);
	}
}

struct place {
	const char *object, *name;
	const struct record_type *type;
	const struct source *source;
};

static int by_name(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int d = strcmp(x->object, y->object);

	d = d != 0 ? d : strcmp(x->name, y->name);
	return d != 0 ? d : x->source < y->source ? -1 : x->source > y->source;
}

void official_check_twins(struct loader *l, const struct source *source)
{
	const struct catalog *k = l->catalog;
	size_t n = 0, room = 0;

	for (size_t i = 0; i < k->n_types; i++)
		room += k->type[i].n_fields + k->type[i].n_answers;
	struct place *all = NEW_N(l->scratch, struct place, room + 1);
	for (size_t i = 0; i < k->n_types; i++) {
		const struct record_type *t = &k->type[i];
		for (size_t f = 0; f < t->n_fields; f++)
			if (t->field[f].moet_object != NULL)
				all[n++] = (struct place){ t->field[f].moet_object, t->field[f].moet, t, &source[i] };
		for (size_t a = 0; a < t->n_answers; a++)
			all[n++] = (struct place){ t->answer[a].object, t->answer[a].moet, t, &source[i] };
	}
	qsort(all, n, sizeof *all, by_name);
	for (size_t i = 1; i < n; i++)
		if (streq(all[i].object, all[i - 1].object) && streq(all[i].name, all[i - 1].name))
			loader_bad(l, all[i].source, arena_fmt(l->scratch, "%s\"", all[i].name), "tên trao đổi %s.%s đã có ở loại \"%s\"; mỗi tên chỉ một chỗ trả lời.", all[i].object, all[i].name,
			           all[i - 1].type->name);
}

struct official catalog_official(const struct catalog *k, const char *object, const char *name)
{
	for (size_t i = 0; i < k->n_types; i++) {
		const struct record_type *t = &k->type[i];
		for (size_t f = 0; f < t->n_fields; f++)
			if (t->field[f].moet != NULL && streq(t->field[f].moet, name) && streq(t->field[f].moet_object, object))
				return (struct official){ .type = t, .field = &t->field[f] };
		for (size_t a = 0; a < t->n_answers; a++)
			if (streq(t->answer[a].moet, name) && streq(t->answer[a].object, object))
				return (struct official){ .type = t, .by = t->answer[a].by };
	}
	return (struct official){ 0 };
}
