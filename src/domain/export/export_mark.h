/* export_mark.h - by what a file tells who took it.  Private to the folder. */
#ifndef EXPORT_MARK_H
#define EXPORT_MARK_H

#include "book/book.h"
#include "domain/export/export.h"

/* The keys of the database's watermarks; NULL: it has none, for it was not migrated since they are made. */
MUST_CHECK bool export_keys(struct ctx *, const struct watermark_keys **ret);

/* Line and watermark of a file, into what its book is made by. */
MUST_CHECK bool export_mark(struct ctx *, const struct export_wish *, struct book_options *);

/* Rows of a class and a given name that come one after the other, two and two, in the order that the watermark wants. */
struct export_order;
struct export_order *export_order_new(struct ctx *, const struct sheet_template *, const struct watermark *, struct book *);
MUST_CHECK bool export_order_take(struct export_order *, const struct val *row, size_t n); /* as export_rows_query gives it */
MUST_CHECK bool export_order_end(struct export_order *);

#endif
