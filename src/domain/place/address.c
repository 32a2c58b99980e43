/* address.c - addresses of records, from the communes before the reform to those since. */
#include "domain/place/address.h"

#include "store/shown.h"
#include "store/write.h"

enum { PAGE = 500 };

struct address {
	const struct field *commune, *province, *district; /* the last two may be NULL */
};

struct walk {
	const struct unit *unit;
	const struct record_type *type;
	const struct list *communes;
	struct address *address;
	size_t n_addresses;
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
			w->address[w->n_addresses++] = (struct address){ f, beside(c, w->type, f, "province"), beside(c, w->type, f, "district") };
	}
}

static void add_open(struct ctx *c, struct walk *w, const json_t *record, const struct field *f, const char *value, struct place_candidates all)
{
	struct address_summary *s = w->sum;

	s->open = input_grow(c->arena, s->open, s->n_open, &s->open_room, sizeof *s->open);
	s->open[s->n_open++] = (struct address_open){ w->type, f, arena_strdup(c->arena, json_string_value(json_object_get(record, "code"))), value, all };
}

static void set(struct draft *d, const struct field *f, struct val v)
{
	d->given[f->index] = true;
	d->value[f->index] = v;
}

/* Puts into the draft what one address becomes. */
static bool convert(struct ctx *c, struct walk *w, const json_t *record, const struct address *a, struct draft *d, bool *ret_changes)
{
	const char *value = json_string_value(json_object_get(record, a->commune->name)), *new_code;
	struct place_candidates all;

	if (value == NULL)
		return true;
	value = arena_strdup(c->arena, value);
	w->sum->addresses++;
	if (!place_lookup_conversion(c, value, &new_code, &all))
		return false;
	const struct list_item *today = list_find(w->communes, value, PLACE_REFORM);
	if (all.n == 0 && today != NULL) {
		w->sum->current++;
		return true;
	}
	/* Also the code of another commune of today: nothing says which of the two was meant. */
	if (new_code == NULL || (today != NULL && !streq(new_code, value))) {
		add_open(c, w, record, a->commune, value, all);
		return true;
	}
	const char *province = list_find(w->communes, new_code, PLACE_REFORM)->parent;
	const char *was = a->province == NULL ? NULL : json_string_value(json_object_get(record, a->province->name));
	bool district = a->district != NULL && json_is_string(json_object_get(record, a->district->name));
	if (streq(new_code, value) && (a->province == NULL || (was != NULL && streq(was, province))) && !district) {
		w->sum->current++;
		return true;
	}
	set(d, a->commune, val_text(new_code));
	if (a->province != NULL)
		set(d, a->province, val_text(province));
	if (district)
		set(d, a->district, val_null());
	w->sum->convertible++;
	*ret_changes = true;
	return true;
}

static bool write_changes(struct ctx *c, struct walk *w, const char *code, const struct draft *d)
{
	struct record rec;
	int64_t version;

	if (!record_find(c, w->type, actor_scope(c), code, &rec))
		return false;
	if (record_change(c, &rec, rec.version, d, &version)) {
		w->sum->changed++;
		return true;
	}
	if (c->err != ERR_INVALID && c->err != ERR_CONFLICT && c->err != ERR_STALE)
		return false;
	if (w->sum->refused++ == 0)
		w->sum->refused_detail = arena_fmt(c->arena, "%s: %s", code, c->problems.first != NULL ? c->problems.first->message : c->detail);
	ctx_clear(c);
	return true;
}

static bool convert_record(struct ctx *c, struct walk *w, const json_t *record)
{
	bool changes = false;
	struct draft d;

	draft_init(c, w->type, &d);
	for (size_t i = 0; i < w->n_addresses; i++)
		if (!convert(c, w, record, &w->address[i], &d, &changes))
			return false;
	return !changes || !w->apply || write_changes(c, w, json_string_value(json_object_get(record, "code")), &d);
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
static const char *present(struct ctx *c, const struct record_type *t)
{
	const char *moved = t->moved_status == NULL ? NULL : arena_fmt(c->arena, "status != \"%s\"", t->moved_status);

	return moved == NULL || t->merged_status == NULL ? moved : arena_fmt(c->arena, "%s and status != \"%s\"", moved, t->merged_status);
}

static bool convert_type(struct ctx *c, struct walk *w)
{
	struct record_query q = { .scope = actor_scope(c), .unit = w->unit, .filter = present(c, w->type), .sort = "code", .limit = PAGE };
	struct buf fields = buf_in(c->arena);

	for (size_t i = 0; i < w->n_addresses; i++) {
		const struct address *a = &w->address[i];
		buf_fmt(&fields, "%s%s%s%s%s%s", i > 0 ? "," : "", a->commune->name, a->province == NULL ? "" : ",", a->province == NULL ? "" : a->province->name,
		        a->district == NULL ? "" : ",", a->district == NULL ? "" : a->district->name);
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

bool address_convert_unit(struct ctx *c, const struct unit *u, bool apply, struct address_summary *ret)
{
	struct walk w = { .unit = u, .communes = catalog_list(c->catalog, "commune"), .apply = apply, .sum = ret };

	*ret = (struct address_summary){ 0 };
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		w.type = &c->catalog->type[i];
		find_addresses(c, &w);
		if (w.n_addresses > 0 && is_for_caller(c, &w) && !convert_type(c, &w))
			return false;
	}
	return true;
}
