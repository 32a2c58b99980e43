/* head.c - the titles over the data: parents merged over their columns, leaves down to the last row. */
#include "book/parts.h"

static const char separator[] = " / ";

/* "Toán / Mức đạt được" is two rows; what has more parts than there are rows keeps the rest together. */
void book_split_title(struct book *b, struct book_column *col)
{
	const char *rest = col->title, *at;

	while (col->n_parts + 1 < BOOK_PARTS_MAX && (at = strstr(rest, separator)) != NULL) {
		col->part[col->n_parts++] = arena_strndup(b->c->arena, rest, (size_t)(at - rest));
		rest = at + strlen(separator);
	}
	col->part[col->n_parts++] = rest;
}

/* Both stand below the same parents in the rows up to and with this one. */
static bool same_parents(const struct book_column *x, const struct book_column *y, size_t row)
{
	if (x->n_parts <= row + 1 || y->n_parts <= row + 1)
		return false;
	for (size_t r = 0; r <= row; r++)
		if (!streq(x->part[r], y->part[r]))
			return false;
	return true;
}

static unsigned style_of(const struct book_column *col)
{
	return STYLE_HEADER | (col->required ? STYLE_REQUIRED : 0);
}

static bool write_leaf(struct book *b, size_t row, size_t k)
{
	const struct book_column *col = &b->column[k];
	const char *how = book_how(b, col), *why = book_why(b, col);

	return writer_merge(b->w, b->top + row, k, b->top + b->depth - 1, k, col->part[row], style_of(col)) &&
	       writer_note(b->w, b->top + row, k, arena_fmt(b->c->arena, "%s\n%s%s%s", col->title, how, *why == '\0' ? "" : "\n", why));
}

static bool write_parent(struct book *b, size_t row, size_t first, size_t *ret_last)
{
	size_t last = first;

	while (last + 1 < b->n_columns && same_parents(&b->column[first], &b->column[last + 1], row))
		last++;
	*ret_last = last;
	return writer_merge(b->w, b->top + row, first, b->top + row, last, b->column[first].part[row], STYLE_HEADER);
}

static bool write_row(struct book *b, size_t row)
{
	writer_height(b->w, b->top + row, row + 1 == b->depth ? 45 : 20);
	for (size_t k = 0; k < b->n_columns; k++) {
		const struct book_column *col = &b->column[k];
		bool ok = col->n_parts > row + 1    ? write_parent(b, row, k, &k)
		          : col->n_parts == row + 1 ? write_leaf(b, row, k)
		                                    : writer_text(b->w, b->top + row, k, NULL, style_of(col)); /* below a leaf */
		if (!ok)
			return false;
	}
	return true;
}

bool book_write_head(struct book *b)
{
	for (size_t row = 0; row < b->depth; row++)
		if (!write_row(b, row))
			return false;
	return true;
}
