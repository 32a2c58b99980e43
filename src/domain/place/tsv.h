/* tsv.h - our own tab-separated files: UTF-8, no quoting, '#' begins a comment line, then one header line. */
#ifndef PLACE_TSV_H
#define PLACE_TSV_H

#include "base/ctx.h"

enum { TSV_COLUMNS_MAX = 8 };

struct tsv {
	const char *file; /* for messages */
	const char *at;   /* rest of the text */
	size_t line;      /* number of the line in cell */
	size_t n_columns;
	const char *cell[TSV_COLUMNS_MAX];
};

/* Start reading; the header must be exactly these columns.  ERR_INVALID "tsv.header". */
MUST_CHECK bool tsv_open(struct ctx *, struct tsv *, const char *file, const char *text, const char *const *column,
                         size_t n_columns);

/* The next line into cell; *ret_more is false at the end.  ERR_INVALID "tsv.line" when cells are missing or too many.
 */
MUST_CHECK bool tsv_next(struct ctx *, struct tsv *, bool *ret_more);

/* NULL for an empty cell. */
const char *tsv_text(const struct tsv *, size_t column);

/* A whole number from 0; ERR_INVALID "tsv.number". */
MUST_CHECK bool tsv_number(struct ctx *, const struct tsv *, size_t column, int64_t *ret);

#endif
