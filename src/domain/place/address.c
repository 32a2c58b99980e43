/* address.c - addresses of records, from the communes before the reform to those since. */
#include "domain/place/address.h"

#include <stdlib.h>

#include "base/text.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/shown.h"
#include "store/write.h"

enum { PAGE = 500 };

struct address {
	const struct field *commune, *province, *district, *text; /* the last three may be NULL */
};

/* One record on its way. */
struct change {
	const json_t *record;
	const char *code;
	struct draft draft;
	bool changes;
	const char **chosen; /* by address: the new commune that a person chose, or NULL */
};

struct walk {
	const struct unit *unit;
	const struct record_type *type;
	const struct list *communes;
	struct address *address;
	size_t n_addresses;
	const struct address_choice *choice;
	size_t n_choices;
	bool apply;
	struct address_summary *sum;
};

static const struct field *beside(struct ctx *c, const struct record_type *t, const struct field *commune, const char *what)
{
	size_t n = strlen(commune->name) - strlen("commune");

	return field_find(t, arena_fmt(c->arena, "%.*s%s", (int)n, commune->name, what));
}

static void find_addresses(struct ctx *c, struct walk *w)
{
	w->address = NEW_N(c->arena, struct address, w->type->n_fields + 1);
	w->n_addresses = 0;
	for (size_t i = 0; i < w->type->n_fields; i++) {
		const struct field *f = &w->type->field[i];
		const size_t n = strlen(f->name), end = strlen("commune");
		if (f->list == w->communes && n >= end && streq(f->name + n - end, "commune"))
			w->address[w->n_addresses++] =
				(struct address){ f, beside(c, w->type, f, "province"), beside(c, w->type, f, "district"), beside(c, w->type, f, "address") };
	}
	for (size_t i = 0; i < w->n_addresses; i++)
		if (w->address[i].text != NULL && !field_is_shown(c, w->type, w->address[i].text))
			w->address[i].text = NULL;
}

static const char *text_in(struct ctx *c, const struct change *x, const struct field *f)
{
	const char *s = f == NULL ? NULL : json_string_value(json_object_get(x->record, f->name));

	return s == NULL ? NULL : arena_strdup(c->arena, s);
}

static bool same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : streq(a, b);
}

static void add_group(struct ctx *c, struct walk *w, const char *code, const char *value, const char *text, struct place_candidates all)
{
	struct address_summary *s = w->sum;
	size_t i = 0;

	while (i < s->n_groups && !(streq(s->group[i].value, value) && same(s->group[i].text, text)))
		i++;
	if (i == s->n_groups) {
		s->group = arena_grow(c->arena, s->group, s->n_groups, &s->groups_room, sizeof *s->group);
		s->group[s->n_groups++] = (struct address_group){ .value = value, .text = text, .candidates = all };
	}
	struct address_group *g = &s->group[i];
	g->records += g->last_type != w->type || !same(g->last_code, code);
	g->last_type = w->type;
	g->last_code = code;
}

static void add_open(struct ctx *c, struct walk *w, const struct change *x, const struct address *a, const char *value, struct place_candidates all)
{
	struct address_summary *s = w->sum;

	s->open = arena_grow(c->arena, s->open, s->n_open, &s->open_room, sizeof *s->open);
	s->open[s->n_open++] = (struct address_open){ w->type, a->commune, x->code, value, all };
	if (all.n > 0)
		add_group(c, w, x->code, value, text_in(c, x, a->text), all);
}

static bool was_chosen(struct ctx *c, const struct walk *w, const struct change *x, const struct address *a, const char *value, bool *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_PLACE_CHOSEN, ARGS(val_text(w->type->name), val_text(x->code), val_text(a->commune->name), val_text(value))))
		return false;
	*ret = r.count > 0;
	return true;
}

static const char *choice_of(struct ctx *c, const struct walk *w, const struct change *x, const struct address *a, const char *value)
{
	const char *text = text_in(c, x, a->text);

	for (size_t i = 0; i < w->n_choices; i++)
		if (streq(w->choice[i].value, value) && same(w->choice[i].text, text))
			return w->choice[i].to;
	return NULL;
}

/* Puts into the draft what one address becomes. */
static void becomes(struct ctx *c, struct walk *w, struct change *x, const struct address *a, const char *value, const char *new_code)
{
	const char *province = list_find(w->communes, new_code, PLACE_REFORM)->parent;
	const char *was = text_in(c, x, a->province), *district = text_in(c, x, a->district), *chosen = x->chosen[a - w->address];

	if (chosen == NULL && streq(new_code, value) && (a->province == NULL || (was != NULL && streq(was, province))) && district == NULL) {
		w->sum->current++;
		return;
	}
	draft_set_field(&x->draft, a->commune, val_text(new_code));
	if (a->province != NULL)
		draft_set_field(&x->draft, a->province, val_text(province));
	if (district != NULL)
		draft_set_field(&x->draft, a->district, val_null());
	w->sum->convertible++;
	w->sum->chosen += chosen != NULL;
	x->changes = true;
}

static bool convert(struct ctx *c, struct walk *w, struct change *x, const struct address *a)
{
	const char *value = text_in(c, x, a->commune), *new_code;
	struct place_candidates all;
	bool chosen;

	if (value == NULL)
		return true;
	w->sum->addresses++;
	if (!place_lookup_conversion(c, value, &new_code, &all))
		return false;
	const struct list_item *today = list_find(w->communes, value, PLACE_REFORM);
	if (all.n == 0 && today != NULL) {
		w->sum->current++;
		return true;
	}
	/* Also the code of another commune of today: nothing but a person says which of the two was meant. */
	if (new_code != NULL && (today == NULL || streq(new_code, value))) {
		becomes(c, w, x, a, value, new_code);
		return true;
	}
	if (!was_chosen(c, w, x, a, value, &chosen))
		return false;
	if (chosen) {
		w->sum->current++;
		return true;
	}
	x->chosen[a - w->address] = new_code = choice_of(c, w, x, a, value);
	if (new_code != NULL)
		becomes(c, w, x, a, value, new_code);
	else
		add_open(c, w, x, a, value, all);
	return true;
}

static bool write_change_in(struct ctx *c, const struct walk *w, const struct change *x, const struct record *rec)
{
	int64_t version;

	if (!record_change_in(c, rec, rec->version, &x->draft, &version))
		return false;
	for (size_t i = 0; i < w->n_addresses; i++)
		if (x->chosen[i] != NULL &&
		    !db_exec(c, SQL_PLACE_CHOOSE, ARGS(val_text(w->type->name), val_text(x->code), val_text(w->address[i].commune->name), val_text(x->chosen[i]),
		                                       val_int(c->now_ms), val_int(actor_id(c)))))
			return false;
	return true;
}

static bool write_change(struct ctx *c, struct walk *w, const struct change *x)
{
	struct record rec;

	if (!record_find(c, w->type, actor_scope(c), x->code, &rec))
		return false;
	if (db_begin(c) && db_end(c, write_change_in(c, w, x, &rec))) {
		w->sum->changed++;
		return true;
	}
	if (c->err != ERR_INVALID && c->err != ERR_CONFLICT && c->err != ERR_STALE)
		return false;
	if (w->sum->refused++ == 0)
		w->sum->refused_detail = arena_fmt(c->arena, "%s: %s", x->code, c->problems.first != NULL ? c->problems.first->message : c->detail);
	ctx_clear(c);
	return true;
}

static bool convert_record(struct ctx *c, struct walk *w, const json_t *record)
{
	struct change x = { .record = record, .code = arena_strdup(c->arena, json_string_value(json_object_get(record, "code"))),
	                    .chosen = NEW_N(c->arena, const char *, w->n_addresses + 1) };

	draft_init(c, w->type, &x.draft);
	for (size_t i = 0; i < w->n_addresses; i++)
		x.chosen[i] = NULL;
	for (size_t i = 0; i < w->n_addresses; i++)
		if (!convert(c, w, &x, &w->address[i]))
			return false;
	return !x.changes || !w->apply || write_change(c, w, &x);
}

static bool convert_page(struct ctx *c, struct walk *w, struct buf *items)
{
	json_t *all = json_loadb(items->data == NULL ? "" : items->data, items->len, 0, NULL), *record;
	bool ok = true;
	size_t i;

	json_array_foreach(all, i, record)
		ok = ok && convert_record(c, w, record);
	json_decref(all);
	return ok;
}

/* A row that a person left behind keeps the past. */
static const char *not_elsewhere(struct ctx *c, const struct record_type *t)
{
	const char *moved = t->moved_status == NULL ? NULL : arena_fmt(c->arena, "status != \"%s\"", t->moved_status);

	return moved == NULL || t->merged_status == NULL ? moved : arena_fmt(c->arena, "%s and status != \"%s\"", moved, t->merged_status);
}

static bool convert_type(struct ctx *c, struct walk *w)
{
	struct record_query q = { .scope = actor_scope(c), .unit = w->unit, .filter = not_elsewhere(c, w->type), .sort = "code", .limit = PAGE };
	struct buf fields = buf_in(c->arena);

	for (size_t i = 0; i < w->n_addresses; i++) {
		const struct address *a = &w->address[i];
		const struct field *const part[] = { a->commune, a->province, a->district, a->text };
		for (size_t k = 0; k < COUNT(part); k++)
			if (part[k] != NULL)
				buf_fmt(&fields, "%s%s", fields.len > 0 ? "," : "", part[k]->name);
	}
	q.fields = buf_text(&fields);
	do {
		struct buf items = buf_in(c->arena);
		const char *next;
		buf_char(&items, '[');
		if (!record_list(c, w->type, &q, &items, &next))
			return false;
		buf_char(&items, ']');
		if (!convert_page(c, w, &items))
			return false;
		q.cursor = next;
	} while (q.cursor != NULL);
	return true;
}

/* Whose records the caller changes, and sees the addresses of. */
static bool is_for_caller(struct ctx *c, const struct walk *w)
{
	for (size_t i = 0; i < w->n_addresses; i++) {
		const struct address *a = &w->address[i];
		if (!field_is_shown(c, w->type, a->commune) || (a->province != NULL && !field_is_shown(c, w->type, a->province)) ||
		    (a->district != NULL && !field_is_shown(c, w->type, a->district)))
			return false;
	}
	return c->account == NULL || role_may_type(c->account->role, w->type, "write");
}

static bool check_choices(struct ctx *c, const struct address_choice *choice, size_t n)
{
	struct place_candidates all;
	const char *only;

	for (size_t i = 0; i < n; i++) {
		bool known = false;
		if (!place_lookup_conversion(c, choice[i].value, &only, &all))
			return false;
		for (size_t k = 0; k < all.n; k++)
			known = known || streq(all.change[k].new_code, choice[i].to);
		if (!known)
			return fail(c, ERR_INVALID, "place.choice", "Xã cũ mã %s không thành xã mới mã %s; hãy chọn trong những xã đã nêu.", choice[i].value, choice[i].to);
	}
	return true;
}

static int by_place(const void *a, const void *b)
{
	const struct address_group *x = a, *y = b;
	const int d = strcmp(x->value, y->value);

	return d != 0 ? d : strcmp(x->text == NULL ? "" : x->text, y->text == NULL ? "" : y->text);
}

bool address_convert_unit(struct ctx *c, const struct unit *u, const struct address_choice *choice, size_t n, bool apply, struct address_summary *ret)
{
	struct walk w = { .unit = u, .communes = catalog_list(c->catalog, "commune"), .choice = choice, .n_choices = n, .apply = apply, .sum = ret };

	*ret = (struct address_summary){ 0 };
	if (!check_choices(c, choice, n))
		return false;
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		w.type = &c->catalog->type[i];
		find_addresses(c, &w);
		if (w.n_addresses > 0 && is_for_caller(c, &w) && !convert_type(c, &w))
			return false;
	}
	if (ret->n_groups > 0)
		qsort(ret->group, ret->n_groups, sizeof *ret->group, by_place);
	return true;
}
