/* place.c - districts and communes by name, where the place above them stands in the same row; else by code.
 *
 * There are dozens of communes of one name: alone it tells nothing, and the reader too looks within the place above. */
#include "book/parts.h"

static const char *const levels[] = { "_commune", "_district", "_province" };

static size_t find_column(const struct book *b, const char *id)
{
	for (size_t k = 0; k < b->o->sheet->n_columns; k++)
		if (streq(b->o->sheet->column[k].id, id) && (b->o->left_out == NULL || !b->o->left_out[k]))
			return k;
	return SIZE_MAX;
}

/* "learner.residence_commune" lies in residence_district, and that in residence_province. */
void book_find_above(struct book *b, struct book_column *col)
{
	const char *id = col->of->id, *cut = strrchr(id, '_');

	col->above[0] = col->above[1] = SIZE_MAX;
	for (size_t i = 0; cut != NULL && i + 1 < COUNT(levels); i++)
		for (size_t up = i + 1; streq(cut, levels[i]) && up < COUNT(levels); up++)
			col->above[up - i - 1] = find_column(b, arena_fmt(b->c->arena, "%.*s%s", (int)(cut - id), id, levels[up]));
}

static const char *text_at(const struct val *row, size_t column)
{
	return column == SIZE_MAX || row[column].kind != VAL_TEXT ? NULL : row[column].s;
}

static bool tells(const struct list *list, const struct list_item *it, bool today)
{
	for (size_t i = 0; i < list->n_items; i++) {
		const struct list_item *other = &list->item[i];
		bool then = today ? other->valid_to == NULL : other->valid_from == NULL || other->valid_to != NULL;
		if (then && other->parent != NULL && streq(other->parent, it->parent) && streq(other->folded[0], it->folded[0]) && !streq(other->code, it->code))
			return false;
	}
	return true;
}

const char *book_shown_place(const struct book_column *col, const struct list_item *it, const struct val *row)
{
	const char *district = text_at(row, col->above[0]), *above = district != NULL ? district : text_at(row, col->above[1]);
	const bool today = it->valid_to == NULL;
	const char **shown = &col->list->place[it - col->list->list->item];

	if (it->parent == NULL || above == NULL || !streq(above, it->parent))
		return it->code;
	/* An old commune whose district nobody says is found by code only. */
	if (streq(col->list->list->name, "commune") && today != (district == NULL))
		return it->code;
	if (*shown == NULL)
		*shown = tells(col->list->list, it, today) ? it->name : it->code;
	return *shown;
}
