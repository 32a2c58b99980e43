/* writer.h - write an xlsx: lists as a stream, forms cell by cell.
 *
 * Rows and columns count from 0 here, as in libxlsxwriter.  Text is always written as
 * text, so nothing a user typed becomes a formula. */
#ifndef WRITER_H
#define WRITER_H

#include "base/ctx.h"

struct writer;

/* A style is any sum of these. */
enum {
	STYLE_PLAIN = 0,
	STYLE_BOLD = 1 << 0,
	STYLE_ITALIC = 1 << 1,
	STYLE_BIG = 1 << 2,
	STYLE_BORDER = 1 << 3,
	STYLE_WRAP = 1 << 4,
	STYLE_CENTER = 1 << 5,
	STYLE_RIGHT = 1 << 6,
	STYLE_SHADED = 1 << 7,      /* the grey of a header */
	STYLE_ERROR = 1 << 8,       /* the red of a mistake */
	STYLE_WARNING = 1 << 9,     /* the yellow of a doubt */
	STYLE_AS_TEXT = 1 << 10,    /* '@': what is typed there later stays text */
	STYLE_AS_INTEGER = 1 << 11, /* #,##0 */
	STYLE_AS_DATE = 1 << 12,    /* dd/mm/yyyy */
	STYLE_TOP = 1 << 13,        /* aligned at the top instead of the middle */
	STYLE_UNLOCKED = 1 << 14,   /* stays open to change when the sheet is protected */
	STYLE_REQUIRED = 1 << 15,   /* the orange of a title that must have something below */
	STYLE_INDENT = 1 << 16,     /* times 1 to 15 */
	STYLE_AS_PERCENT = 1 << 20, /* 0% */
	STYLE_DECIMAL = 1 << 21,    /* of these, times 1 to 15 */

	STYLE_TITLE = STYLE_BOLD | STYLE_BIG | STYLE_CENTER,
	STYLE_HEADER = STYLE_BOLD | STYLE_BORDER | STYLE_WRAP | STYLE_CENTER | STYLE_SHADED,
	STYLE_CELL = STYLE_BORDER | STYLE_WRAP
};

enum writer_mode {
	WRITER_STREAM, /* constant memory: rows strictly ascending; of a merged range only the first row is written */
	WRITER_FREE    /* all cells in memory, any order */
};

/* Failures are ERR_INTERNAL "sheet.write", or ERR_FULL "sheet.full" when the disk is full.
 * A file not closed by writer_close is worthless; its memory goes with the context. */
MUST_CHECK bool writer_open(struct ctx *, const char *path, enum writer_mode, struct writer **ret);
MUST_CHECK bool writer_sheet(struct writer *, const char *name); /* cells go to the latest; the name is made to fit Excel's rules */
MUST_CHECK bool writer_close(struct writer *);

void writer_widths(struct writer *, size_t first, size_t last, double characters);
void writer_height(struct writer *, size_t row, double points);
void writer_freeze(struct writer *, size_t rows, size_t columns);
void writer_hide(struct writer *); /* the latest sheet; not the first */
void writer_landscape(struct writer *, size_t repeated_rows); /* A4 across, one page wide; repeats the header when > 0 */
void writer_footer(struct writer *, const char *text); /* of each printed page, with its number; at most 200 characters */

/* Text longer than a cell may hold (32,767 characters) is cut. NULL or "" gives an empty cell of that style. */
MUST_CHECK bool writer_text(struct writer *, size_t row, size_t column, const char *text, unsigned style);
MUST_CHECK bool writer_number(struct writer *, size_t row, size_t column, double number, unsigned style);
MUST_CHECK bool writer_truth(struct writer *, size_t row, size_t column, bool, unsigned style);
MUST_CHECK bool writer_date(struct writer *, size_t row, size_t column, const char *yyyy_mm_dd, unsigned style); /* a day Excel cannot hold is text */
MUST_CHECK bool writer_merge(struct writer *, size_t row_first, size_t column_first, size_t row_last, size_t column_last,
                             const char *text, unsigned style);

/* ---- forms to be filled in ---- */

/* Width and style of a column, also of the cells nobody has written. */
void writer_column(struct writer *, size_t column, double characters, unsigned style);

/* What shows when the pointer rests on a cell. */
MUST_CHECK bool writer_note(struct writer *, size_t row, size_t column, const char *text);

/* From `row` down a cell of the column takes only what stands in rows first to last of column C of another sheet of this
 * workbook; whatever else is typed is answered with the message. */
MUST_CHECK bool writer_choice(struct writer *, size_t row, size_t column, const char *sheet, size_t row_first, size_t row_last,
                              const char *title, const char *message);

/* Cells without STYLE_UNLOCKED cannot be changed, until somebody lifts it: there is no password. Rows may still be added. */
void writer_protect(struct writer *);

#endif
