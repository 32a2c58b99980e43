/* annotate.h - somebody's own workbook given back with its mistakes marked.
 *
 * An xlsx stays the file it was: only the sheets concerned, the table of styles and the frame
 * that names the sheets are written anew, as a stream; everything else is the same to the byte,
 * and so are widths, drop-downs, protection, comments and hidden sheets.  Any other kind of file
 * becomes an xlsx with the same sheets and cells.
 *
 * A marked cell keeps its style and gets a red (mistake) or yellow (doubt) ground; a mistake of a
 * whole row reddens all its cells.  Right of the last used column stands the column "Lỗi" with what is said of each row.  A workbook that was
 * marked before loses the old marks first.  All text is text: nothing becomes a formula. */
#ifndef ANNOTATE_H
#define ANNOTATE_H

#include "table/table.h"

#define ANNOTATE_TITLE "Lỗi" /* of the column, and of the sheet with the list */

struct sheet_mark {
	const char *sheet;   /* its name as table_read tells it */
	size_t row;          /* as Excel shows it, from 1 */
	const char *column;  /* Excel letter; NULL: the whole row */
	const char *message;
	bool warning;
};

/* The row that holds the titles of a sheet: "Lỗi" goes there, and nothing is said of it or above it. */
struct sheet_titles {
	const char *sheet;
	size_t row;
};

/* A sheet of our own, at the end; an older one of ours is replaced. */
enum note_look { NOTE_TEXT, NOTE_LINE /* runs on over its cell */, NOTE_NUMBER, NOTE_TITLE, NOTE_HEAD, NOTE_ERROR, NOTE_WARNING, NOTE__COUNT };
struct note_cell {
	const char *text;    /* NULL: an empty cell */
	enum note_look look;
};
struct note_row {
	const struct note_cell *cell;
	size_t n_cells;
};
struct note_sheet {
	const double *width; /* of the first columns, in characters */
	size_t n_widths;
	const struct note_row *row;
	size_t n_rows;
};

struct annotation {
	const struct sheet_mark *mark;     /* in any order; those of sheets or columns that are not there are left out */
	size_t n_marks;
	const struct sheet_titles *titles; /* only sheets named here are marked, and cleared of older marks */
	size_t n_titles;
	const struct note_sheet *list;     /* NULL: none.  Its first cell begins with ANNOTATE_LIST. */
};
#define ANNOTATE_LIST "LỖI KHI NHẬP"

/* Fails as table_read does, with ERR_FULL "sheet.full" or ERR_INTERNAL "sheet.write".  A file that
 * was not finished is removed. */
MUST_CHECK bool sheet_annotate(struct ctx *, int fd, const struct annotation *, const char *out_path);

/* A title, also "Toán / Lỗi", of the column that sheet_annotate adds. */
bool annotate_is_column(const char *title);

/* Is this the sheet that sheet_annotate adds?  first: the first text in it. */
bool annotate_is_list(const char *sheet_name, const char *first);

#endif
