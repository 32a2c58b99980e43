/* lines.h - a row of a table as a line of text, the same from both engines.
 *
 * Tabs between the cells, in the order of the columns; \N is null; booleans are t and f, bytes hexadecimal after \\x;
 * tab, end of line and backslash are escaped: what COPY of PostgreSQL reads. */
#ifndef LINES_H
#define LINES_H

#include "base/buf.h"
#include "catalog/catalog.h"

/* With the end of the line. */
void line_put(struct buf *, const struct sql_table *, const struct val *cell);

/* Cells of a line without its end; they stand in the line, which is changed.  False: it is no row of the table. */
MUST_CHECK bool line_take(const struct sql_table *, char *line, size_t len, struct val *ret_cells);

/* All rows in the order of the key. */
const char *lines_select(struct arena *, const struct sql_table *);

#endif
