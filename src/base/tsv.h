/* tsv.h - our own tab-separated files: UTF-8, no quoting; lines that are empty or begin with '#' are passed over. */
#ifndef TSV_H
#define TSV_H

#include "base/ctx.h"

enum { TSV_CELLS_MAX = 16 };

struct tsv {
	char *rest;          /* of the text */
	const char *title;   /* the first line with '#' that was passed over, without it; NULL: none yet */
	size_t line;         /* number of the line in cell */
	size_t n;            /* its cells; more than there is room for are counted only */
	const char *cell[TSV_CELLS_MAX];
	const char *file;    /* tsv_open: for messages */
	size_t n_columns;
};

/* Any text; the cells live in the arena. */
void tsv_begin(struct arena *, struct tsv *, const char *text);
bool tsv_line(struct tsv *); /* the next line into cell; false at the end */

/* Room for one thing a line. */
size_t tsv_lines_max(const char *text);

/* ---- a file whose columns are known ---- */

/* Start reading; the first line must be exactly these columns.  ERR_INVALID "tsv.header". */
MUST_CHECK bool tsv_open(struct ctx *, struct tsv *, const char *file, const char *text, const char *const *column, size_t n_columns);

/* The next line; *ret_more is false at the end.  ERR_INVALID "tsv.line" when cells are missing or too many. */
MUST_CHECK bool tsv_next(struct ctx *, struct tsv *, bool *ret_more);

/* NULL for an empty cell. */
const char *tsv_text(const struct tsv *, size_t column);

/* A whole number from 0; ERR_INVALID "tsv.number". */
MUST_CHECK bool tsv_number(struct ctx *, const struct tsv *, size_t column, int64_t *ret);

#endif
