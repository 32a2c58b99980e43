/* import_place.c - provinces, districts and communes as files name them, of today or of before July 2025.
 *
 * A name means something only within the place above it, so the three columns of an
 * address are read together: with a district it is an old address, without one a new one. */
#include "base/text.h"
#include "domain/import/import_plan.h"

enum era { BEFORE, TODAY, ERAS };

/* Of one address, by slot, or NOWHERE. */
struct family {
	size_t province, district, commune;
};

struct places {
	struct map by_name; /* "commune|new|79|ben nghe" to index in its list + 1, or AMBIGUOUS */
	struct family *family;
	size_t n_families;
};
#define AMBIGUOUS SIZE_MAX

/* "Tỉnh Hà Nam" is also "Hà Nam". */
static const char *bare(const char *folded)
{
	static const char *const kinds[] = { "thanh pho ", "tp. ", "tp.", "tp ", "tinh ", "quan ", "huyen ", "thi xa ", "thi tran ", "tt. ", "xa ", "phuong ",
		                             "p. ", "dac khu " };

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (strncmp(folded, kinds[i], strlen(kinds[i])) == 0 && folded[strlen(kinds[i])] != '\0')
			return folded + strlen(kinds[i]);
	return folded;
}

static const char *name_key(struct arena *a, const struct list *list, enum era era, const char *parent, const char *name)
{
	return arena_fmt(a, "%s|%d|%s|%s", list->name, era, parent == NULL ? "" : parent, name);
}

static void add_name(struct arena *a, struct places *x, const struct list *list, enum era era, const char *parent, const char *name, size_t item)
{
	size_t *at = map_put(a, &x->by_name, name_key(a, list, era, parent, name));

	*at = *at == 0 || (*at != AMBIGUOUS && streq(list->item[*at - 1].code, list->item[item].code)) ? item + 1 : AMBIGUOUS;
}

static void add_item(struct arena *a, struct places *x, const struct list *list, size_t i, const struct list *districts)
{
	const struct list_item *it = &list->item[i];
	const char *folded = it->folded[0];

	for (int era = BEFORE; era < ERAS; era++) {
		if (era == BEFORE ? it->valid_from != NULL && it->valid_to == NULL : it->valid_to != NULL)
			continue;
		add_name(a, x, list, (enum era)era, it->parent, folded, i);
		if (bare(folded) != folded)
			add_name(a, x, list, (enum era)era, it->parent, bare(folded), i);
		/* An old commune may stand without its district, where its province has one of the name only. */
		const struct list_item *district = era == BEFORE && districts != NULL && it->parent != NULL ? list_find(districts, it->parent, NULL) : NULL;
		if (district != NULL) {
			const char *province = arena_fmt(a, "in %s", district->parent);
			add_name(a, x, list, BEFORE, province, folded, i);
			if (bare(folded) != folded)
				add_name(a, x, list, BEFORE, province, bare(folded), i);
		}
	}
}

static void add_list(struct plan *plan, struct places *x, const char *name)
{
	const struct list *list = catalog_list(plan->c->catalog, name), *districts = streq(name, "commune") ? catalog_list(plan->c->catalog, "district") : NULL;

	for (size_t i = 0; list != NULL && i < list->n_items; i++)
		add_item(plan->c->arena, x, list, i, districts);
}

/* ---- families ---- */

static size_t sibling(const struct plan *plan, size_t slot, const char *ending)
{
	const struct sheet_column *col = &plan->sheet->column[slot];
	const char *id = arena_fmt(plan->c->arena, "%.*s%s", (int)(strlen(col->id) - strlen("province")), col->id, ending);

	for (size_t i = 0; i < plan->sheet->n_columns; i++)
		if (streq(plan->sheet->column[i].id, id))
			return plan->slot_of[i];
	return NOWHERE;
}

static bool ends_with(const char *text, const char *ending)
{
	size_t n = strlen(text), m = strlen(ending);

	return n > m && streq(text + n - m, ending);
}

bool import_is_place(const struct plan *plan, size_t slot)
{
	const struct field *f = plan->sheet->column[slot].field;

	return f != NULL && f->list != NULL && list_is_place(f->list);
}

struct places *import_places(struct plan *plan)
{
	struct places *x = NEW(plan->c->arena, struct places);

	x->family = NEW_N(plan->c->arena, struct family, plan->sheet->n_columns + 1);
	for (size_t i = 0; i < plan->sheet->n_columns; i++)
		if (plan->slot_of[i] == i && import_is_place(plan, i) && ends_with(plan->sheet->column[i].id, "province"))
			x->family[x->n_families++] = (struct family){ i, sibling(plan, i, "district"), sibling(plan, i, "commune") };
	if (x->n_families == 0)
		return x;
	add_list(plan, x, "province");
	add_list(plan, x, "district");
	add_list(plan, x, "commune");
	return x;
}

/* ---- one row ---- */

struct search {
	struct plan *plan;
	struct places *places;
	struct entry *entry;
};

/* Of five digits one may be lost, of two or three all but one. */
static const struct list_item *find_code(const struct search *s, const struct list *list, const char *text)
{
	const struct list_item *it = list_find(list, text, NULL);

	return it != NULL || (strlen(text) < 4 && streq(list->name, "commune")) ? it : list_find_number(s->plan->c->arena, list, text);
}

static const struct list_item *find(const struct search *s, size_t slot, enum era era, const char *parent, bool *ret_ambiguous)
{
	const struct list *list = s->plan->sheet->column[slot].field->list;
	const char *text = slot_text(s->entry, slot), *folded;
	struct arena *a = s->plan->c->arena;
	size_t at;

	const struct list_item *by_code = strspn(text, "0123456789") == strlen(text) ? find_code(s, list, text) : NULL;
	if (by_code != NULL)
		return by_code;
	folded = text_fold(a, text);
	at = map_get(&s->places->by_name, name_key(a, list, era, parent, folded));
	if (at == 0)
		at = map_get(&s->places->by_name, name_key(a, list, era, parent, bare(folded)));
	*ret_ambiguous = at == AMBIGUOUS;
	return at == 0 || at == AMBIGUOUS ? NULL : &list->item[at - 1];
}

static void refuse(const struct search *s, size_t slot, const char *within, bool ambiguous)
{
	const struct field *f = s->plan->sheet->column[slot].field;
	const char *text = slot_text(s->entry, slot);
	const char *where = within == NULL ? "" : arena_fmt(s->plan->c->arena, " của «%s»", within);

	const char *key = ambiguous ? "import.place_ambiguous" : "import.place";
	const char *message = arena_fmt(s->plan->c->arena, ambiguous ? "%s: có hơn một nơi tên «%s»%s. Hãy ghi đủ cả loại (xã, phường, thị trấn) hoặc ghi mã."
	                                : "%s: không có «%s»%s trong danh mục. Hãy ghi đúng tên trong danh mục.", f->label, text, where);
	if (s->plan->sheet->column[slot].lenient)
		note_warning(s->plan, s->entry, slot, text, key, "%s Mục này để trống.", message);
	else
		note_error(s->plan, s->entry, slot, text, key, "%s", message);
	slot_set(s->plan, s->entry, slot, val_null());
}

static bool is_told(const struct search *s, size_t slot)
{
	return slot != NOWHERE && slot_text(s->entry, slot) != NULL;
}

static const struct list_item *take(const struct search *s, size_t slot, enum era era, const struct list_item *above, const char *parent)
{
	bool ambiguous = false;
	const struct list_item *it = find(s, slot, era, parent, &ambiguous);

	if (it == NULL)
		refuse(s, slot, above == NULL ? NULL : above->name, ambiguous);
	return it;
}

/* Without a district: a commune of today, or an old one that its province has once. */
static const struct list_item *take_commune(const struct search *s, size_t slot, const struct list_item *province, const struct list_item *old)
{
	bool ambiguous = false, old_ambiguous = false;
	const struct list_item *it = find(s, slot, TODAY, province == NULL ? NULL : province->code, &ambiguous);

	if (it == NULL && !ambiguous)
		it = find(s, slot, BEFORE, old == NULL ? "" : arena_fmt(s->plan->c->arena, "in %s", old->code), &old_ambiguous);
	if (it == NULL)
		refuse(s, slot, province != NULL ? province->name : old != NULL ? old->name : NULL, ambiguous || old_ambiguous);
	return it;
}

static void store(const struct search *s, size_t slot, const struct list_item *it)
{
	const char *text = slot_text(s->entry, slot);

	if (it != NULL && strlen(text) < strlen(it->code) && strspn(text, "0123456789") == strlen(text))
		note_warning(s->plan, s->entry, slot, text, "import.code_repaired", "Mã «%s» mất số 0 ở đầu, đã hiểu là %s. Hãy xem lại.", text, it->code);
	slot_set(s->plan, s->entry, slot, it == NULL ? val_null() : val_text(it->code));
}

static void take_family(const struct search *s, const struct family *f)
{
	const struct list_item *old = NULL, *new = NULL, *district = NULL;
	const bool by_district = is_told(s, f->district);
	bool doubt;

	if (is_told(s, f->province)) {
		new = find(s, f->province, TODAY, NULL, &doubt);
		old = find(s, f->province, BEFORE, NULL, &doubt);
		if (new == NULL && old == NULL) {
			refuse(s, f->province, NULL, false);
			return; /* nothing below can be told */
		}
	}
	if (by_district) {
		district = take(s, f->district, BEFORE, old, old == NULL ? NULL : old->code);
		if (district != NULL && is_told(s, f->commune))
			store(s, f->commune, take(s, f->commune, BEFORE, district, district->code));
		if (old != NULL)
			new = old;
	}
	if (is_told(s, f->commune) && district == NULL && (!by_district || s->plan->sheet->column[f->district].lenient)) {
		const struct list_item *commune = take_commune(s, f->commune, new, old);
		if (commune != NULL && commune->valid_to != NULL && old != NULL)
			new = old;
		store(s, f->commune, commune);
	}
	if (is_told(s, f->province))
		store(s, f->province, new != NULL ? new : old);
	if (is_told(s, f->district))
		store(s, f->district, district);
}

void import_take_places(struct plan *plan, struct places *x, struct entry *p)
{
	const struct search s = { plan, x, p };

	for (size_t i = 0; i < x->n_families; i++)
		take_family(&s, &x->family[i]);
}
