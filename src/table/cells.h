/* cells.h - inside table/: one row being filled, and how raw values become cells. */
#ifndef CELLS_H
#define CELLS_H

#include "base/buf.h"
#include "table/style.h"
#include "table/table.h"

/* The row under construction; its texts live in an arena of its own. */
struct cells {
	struct ctx *c;
	const struct table_limits *limits;
	struct arena *arena;
	struct cell *cell; /* limits->columns of them */
	size_t used, beyond; /* beyond: as in table_row */
	size_t bytes;      /* of its texts */
	size_t n_rows;    /* with content, so far in this sheet */
	const char *sheet; /* its name, for messages */
};

void cells_open(struct cells *, struct ctx *, struct arena *, const struct table_limits *);
void cells_clear(struct cells *);

/* Place a cell; empty ones may lie anywhere.  False after fail(). */
bool cells_set(struct cells *, size_t row, size_t column, struct cell);

/* Hand the row over, if anything is in it, and clear it. */
enum table_go cells_deliver(struct cells *, size_t row, const struct table_sink *, void *arg);

/* Clean text in Unicode, or empty.  The result points into the arena. */
struct cell cell_text(struct arena *, const char *raw, size_t len, enum legacy font);

/* Text of an xlsx, where "_x000D_" stands for a carriage return: put right in place, returns its length. */
size_t cells_unescape(char *raw, size_t len);

/* A text that is not in the file. */
struct cell cell_unreadable(void);

/* A number as XML holds it; a text cell when it is none. */
struct cell cell_number(struct arena *, const char *raw, size_t len);

/* "2025-09-05" or "2025-09-05T00:00:00" as XML holds it; a text cell when it is none. */
struct cell cell_iso_date(struct arena *, const char *raw, size_t len);

/* A number as its format shows it: a date, left alone when it is no day, or what is `shown`.
 * With `is_1904` the count starts on 1904-01-01. */
void cell_show(struct arena *, struct cell *, struct format, bool is_1904);

#endif
