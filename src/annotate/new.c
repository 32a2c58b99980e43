/* new.c - a workbook that is no xlsx, written as one, with its marks. */
#include "annotate/parts.h"
#include "book/writer.h"

/* So many cells may lie in memory; beyond that only what merges within one row stays merged. */
enum { CELLS_IN_MEMORY = 400000, WIDTH = 18 };

struct rebuild {
	const struct leaves *leaves;
	struct writer *writer;
	enum writer_mode mode;
	const struct leaf *leaf;
	size_t n, next;
};

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	struct rebuild *r = arg;

	(void)info;
	r->leaf = &r->leaves->leaf[r->n++];
	r->next = 0;
	if (r->leaf->is_list || r->leaf->is_lost || !writer_sheet(r->writer, r->leaf->name))
		return false;
	(void)c;
	if (r->leaf->hidden && r->n > 1) /* Excel opens a workbook at its first sheet */
		writer_hide(r->writer);
	if (r->leaf->columns > 0)
		writer_widths(r->writer, 0, r->leaf->columns - 1, WIDTH);
	if (r->leaf->title_row > 0)
		writer_freeze(r->writer, r->leaf->title_row, 0);
	if (r->leaf->n_lines > 0 && r->leaf->column != NOWHERE)
		writer_widths(r->writer, r->leaf->column, r->leaf->column, NOTE_WIDTH);
	return true;
}

static unsigned ground(const struct line *l, size_t column)
{
	unsigned style = l != NULL && l->whole ? STYLE_ERROR : STYLE_PLAIN;

	for (size_t i = 0; l != NULL && i < l->n_spots; i++)
		if (l->spot[i].column == column && style != STYLE_ERROR)
			style = l->spot[i].warning ? STYLE_WARNING : STYLE_ERROR;
	return style;
}

/* "48,6%" */
static unsigned percent_style(const char *shown)
{
	const char *comma = strpbrk(shown, ",.");

	return STYLE_AS_PERCENT + (comma == NULL ? 0 : (unsigned)strspn(comma + 1, "0123456789")) * STYLE_DECIMAL;
}

/* A cell with an Excel error holds nothing: it comes out empty, and what was wrong is said beside it. */
static bool put_cell(struct rebuild *r, size_t row, size_t column, const struct cell *cell, unsigned style)
{
	switch (cell->kind) {
	case CELL_TEXT:   return writer_text(r->writer, row, column, cell->text, style | STYLE_AS_TEXT);
	case CELL_BOOL:   return writer_truth(r->writer, row, column, streq(cell->text, "1"), style);
	case CELL_NUMBER:
		if (cell->shown != NULL && strchr(cell->shown, '%') == NULL) /* "007" may be a code, and is the number as well */
			return writer_text(r->writer, row, column, cell->shown, style | STYLE_AS_TEXT);
		return writer_number(r->writer, row, column, cell->number, style | (cell->shown != NULL ? percent_style(cell->shown) : STYLE_PLAIN));
	case CELL_DATE:   return writer_date(r->writer, row, column, cell->text, style);
	default:          return style == STYLE_PLAIN || writer_text(r->writer, row, column, NULL, style);
	}
}

static bool put_note(struct rebuild *r, size_t row, const struct line *l)
{
	static const unsigned style[NOTE__COUNT] = { [NOTE_HEAD] = STYLE_HEADER, [NOTE_ERROR] = STYLE_ERROR | STYLE_WRAP | STYLE_TOP,
		                                     [NOTE_WARNING] = STYLE_WARNING | STYLE_WRAP | STYLE_TOP };

	return writer_text(r->writer, row, r->leaf->column, l->text, style[l->look] | STYLE_AS_TEXT);
}

static bool is_older_note(const struct leaf *leaf, size_t column)
{
	return leaf->had_column && column == leaf->column;
}

/* Merged cells that begin in this row; in a stream only those that also end there. */
static bool put_merged(struct rebuild *r, const struct table_row *row)
{
	static const struct cell empty = { .text = "" };

	for (size_t i = 0; i < r->leaf->n_merged; i++) {
		const struct table_range *m = &r->leaf->merged[i];
		if (m->row_first != row->number || (r->mode == WRITER_STREAM && m->row_last != m->row_first))
			continue;
		const struct cell *cell = m->column_first < row->n_cells ? &row->cell[m->column_first] : &empty;
		if (!writer_merge(r->writer, m->row_first - 1, m->column_first, m->row_last - 1, m->column_last, NULL, STYLE_PLAIN) ||
		    !put_cell(r, m->row_first - 1, m->column_first, cell, STYLE_PLAIN))
			return false;
	}
	return true;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct rebuild *r = arg;
	const struct line *l = leaf_line(r->leaf, &r->next, row->number);
	static const struct cell empty = { .text = "" };
	size_t columns = row->n_cells;

	(void)c;
	for (size_t i = 0; l != NULL && i < l->n_spots; i++)
		if (l->spot[i].column != NOWHERE && l->spot[i].column >= columns)
			columns = l->spot[i].column + 1;
	if (!put_merged(r, row))
		return TABLE_FAILED;
	for (size_t i = 0; i < columns; i++)
		if (!is_older_note(r->leaf, i) && !put_cell(r, row->number - 1, i, i < row->n_cells ? &row->cell[i] : &empty, ground(l, i)))
			return TABLE_FAILED;
	return l == NULL || l->text == NULL || put_note(r, row->number - 1, l) ? TABLE_MORE : TABLE_FAILED;
}

static bool put_list(struct rebuild *r, const struct note_sheet *s)
{
	static const unsigned style[NOTE__COUNT] = {
		[NOTE_LINE] = STYLE_AS_TEXT, [NOTE_TEXT] = STYLE_CELL | STYLE_AS_TEXT, [NOTE_NUMBER] = STYLE_CELL, [NOTE_TITLE] = STYLE_BOLD | STYLE_BIG,
		[NOTE_HEAD] = STYLE_HEADER, [NOTE_ERROR] = STYLE_CELL | STYLE_ERROR, [NOTE_WARNING] = STYLE_CELL | STYLE_WARNING,
	};

	if (!writer_sheet(r->writer, ANNOTATE_TITLE))
		return false;
	for (size_t i = 0; i < s->n_widths; i++)
		writer_widths(r->writer, i, i, s->width[i]);
	for (size_t i = 0; i < s->n_rows; i++)
		for (size_t j = 0; j < s->row[i].n_cells; j++) {
			const struct note_cell *cell = &s->row[i].cell[j];
			bool number = cell->look == NOTE_NUMBER && cell->text != NULL;
			if (!(number ? writer_number(r->writer, i, j, (double)part_number(cell->text, 0), STYLE_CELL)
			             : writer_text(r->writer, i, j, cell->text, style[cell->look])))
				return false;
		}
	return true;
}

bool annotate_new(struct ctx *c, int fd, const struct leaves *leaves, const struct note_sheet *list, const char *path)
{
	static const struct table_sink sink = { .begin = on_begin, .row = on_row };
	struct rebuild r = { .leaves = leaves };
	size_t cells = 0;

	for (size_t i = 0; i < leaves->n; i++)
		cells += leaves->leaf[i].n_cells;
	r.mode = cells > CELLS_IN_MEMORY ? WRITER_STREAM : WRITER_FREE;
	return writer_open(c, path, r.mode, &r.writer) && table_read(c, fd, NULL, &sink, &r) && (list == NULL || put_list(&r, list)) &&
	       writer_close(r.writer);
}
