/* list.c - code lists beside the data: one sheet each, as the Ministry's templates have them. */
#include <ctype.h>
#include <strings.h>

#include "base/text.h"
#include "book/parts.h"

enum { TITLE_ROW = 1, HEADER_ROW = 3, FIRST_ROW = 4, NAME_BYTES = 31 };

static bool name_is_taken(const struct book *b, const char *name)
{
	for (const struct book_list *l = b->lists; l != NULL; l = l->next)
		if (streq(l->name, name))
			return true;
	return streq(name, BOOK_DATA) || streq(name, BOOK_GUIDE);
}

/* "DM_DAN_TOC" is the sheet DAN_TOC; lists that have no such name go by their own. */
static const char *sheet_name(const struct book *b, const struct list *list)
{
	static const struct {
		const char *list, *sheet;
	} places[] = { { "province", "TINH" }, { "district", "HUYEN" }, { "commune", "XA_PHUONG" } };
	char *own = arena_fmt(b->c->arena, "%.*s", NAME_BYTES, list->name);

	for (size_t i = 0; i < COUNT(places); i++)
		if (streq(list->name, places[i].list))
			return places[i].sheet;
	for (char *p = own; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	if (list->official == NULL || strncmp(list->official, "DM_", 3) != 0)
		return own;
	const char *name = arena_fmt(b->c->arena, "%.*s", NAME_BYTES, list->official + 3);
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != strlen(name) || name_is_taken(b, name) ? own : name;
}

/* Of the communes of one province the name tells enough, for the province stands beside it. */
static const char *place_name(const struct book_list *l, const struct list_item *it)
{
	for (size_t i = 0; i < l->n_offered; i++)
		if (l->offered[i] != it && streq(l->offered[i]->folded[0], it->folded[0]))
			return it->code;
	return it->name;
}

/* Levels and ratings are letters in every school's sheets: T, Đ, C, HTXS; the list says how they are written. */
static const char *letters(const struct list_item *it)
{
	if (strspn(it->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(it->code))
		return NULL;
	for (size_t i = 0; it->alias[i] != NULL; i++)
		if (strcasecmp(it->folded[i + 1], it->code) == 0)
			return it->alias[i];
	return it->code;
}

/* The text as people know it, where it tells the code; else the code. */
const char *book_shown(struct book *b, struct book_list *l, const struct list_item *it)
{
	const char **shown = &l->shown[it - l->list->item], *short_name = letters(it);

	if (*shown == NULL) {
		const struct list_item *named = list_find_name(l->list, short_name == NULL ? it->folded[0] : text_fold(b->c->arena, short_name));
		bool tells = named != NULL && streq(named->code, it->code);
		*shown = tells ? (short_name == NULL ? it->name : short_name) : it->code;
	}
	return *shown;
}

static bool teaches(const struct book *b, const struct list_item *it)
{
	const char *levels = b->o->levels;

	if (levels == NULL || it->levels == NULL)
		return true;
	for (const char *p = levels; p[0] != '\0' && p[1] != '\0'; p += p[2] == ',' ? 3 : 2)
		if (list_item_has_level(it, (const char[]){ p[0], p[1], '\0' }))
			return true;
	return false;
}

/* Communes are thousands: those of the province, right below it or, before July 2025, below its districts. */
static bool is_here(const struct book *b, const struct list *list, const struct list_item *it)
{
	const char *province = b->o->province;

	return province == NULL || it->parent == NULL || !list_is_place(list) || streq(list->name, "province") || streq(it->parent, province);
}

static bool is_offered(const struct book *b, const struct list *list, const struct list_item *it)
{
	const char *from = arena_fmt(b->c->arena, "%d-08-01", b->o->school_year), *to = arena_fmt(b->c->arena, "%d-08-01", b->o->school_year + 1);

	if ((it->valid_from != NULL && strcmp(it->valid_from, to) >= 0) || (it->valid_to != NULL && strcmp(it->valid_to, from) <= 0))
		return false;
	return is_here(b, list, it) && teaches(b, it);
}

struct book_list *book_list(struct book *b, const struct list *list)
{
	struct arena *a = b->c->arena;
	struct book_list *l = b->lists;

	for (; l != NULL; l = l->next)
		if (l->list == list)
			return l;
	l = NEW(a, struct book_list);
	*l = (struct book_list){ .next = b->lists, .list = list, .name = sheet_name(b, list), .shown = NEW_N(a, const char *, list->n_items),
		                 .place = NEW_N(a, const char *, list_is_place(list) ? list->n_items : 0),
		                 .offered = NEW_N(a, const struct list_item *, list->n_items) };
	for (size_t i = 0; i < list->n_items; i++)
		if (is_offered(b, list, &list->item[i]))
			l->offered[l->n_offered++] = &list->item[i];
	b->lists = l;
	return l;
}

static bool is_below_province(const struct list *list)
{
	return list_is_place(list) && !streq(list->name, "province");
}

static const char *other_names(struct book *b, const struct list_item *it, const char *shown)
{
	struct buf t = buf_in(b->c->arena);

	if (!streq(shown, it->name))
		buf_put(&t, it->name);
	for (const char *const *p = it->alias; p != NULL && *p != NULL; p++)
		if (!streq(*p, shown))
			buf_fmt(&t, "%s%s", t.len > 0 ? ", " : "", *p);
	return buf_text(&t);
}

static bool write_list(struct book *b, struct book_list *l)
{
	static const char *const head[] = { "STT", "Mã", "Tên trường dữ liệu", "Tên khác" };
	static const double width[] = { 6, 12, 45, 45 };
	struct writer *w = b->w;

	if (!writer_sheet(w, l->name) || !writer_text(w, TITLE_ROW, 0, arena_fmt(b->c->arena, "Danh mục %s", l->list->label), STYLE_BOLD))
		return false;
	for (size_t k = 0; k < COUNT(head); k++) {
		writer_widths(w, k, k, width[k]);
		if (!writer_text(w, HEADER_ROW, k, head[k], STYLE_HEADER))
			return false;
	}
	writer_freeze(w, FIRST_ROW, 0);
	for (size_t i = 0; i < l->n_offered; i++) {
		const struct list_item *it = l->offered[i];
		const char *shown = is_below_province(l->list) ? place_name(l, it) : book_shown(b, l, it), *others = other_names(b, it, shown);
		if (!writer_number(w, FIRST_ROW + i, 0, (double)(i + 1), STYLE_PLAIN) || !writer_text(w, FIRST_ROW + i, 1, it->code, STYLE_AS_TEXT) ||
		    !writer_text(w, FIRST_ROW + i, 2, shown, STYLE_AS_TEXT) || (*others != '\0' && !writer_text(w, FIRST_ROW + i, 3, others, STYLE_AS_TEXT)))
			return false;
	}
	return true;
}

/* The list met first comes first. */
bool book_write_lists(struct book *b)
{
	struct book_list *in_order = NULL, *next;

	for (struct book_list *l = b->lists; l != NULL; l = next) {
		next = l->next;
		l->next = in_order;
		in_order = l;
	}
	b->lists = in_order;
	for (struct book_list *l = b->lists; l != NULL; l = l->next)
		if (!write_list(b, l))
			return false;
	return true;
}
