/* strings.h - inside table/: the table of texts that the cells of a workbook refer to.
 *
 * Its size is the file's choice, so only its beginning stays in memory; the rest goes to a file without a name. */
#ifndef STRINGS_H
#define STRINGS_H

#include "table/cells.h"

struct strings;

/* `spill` is an open file to write to, or -1: everything stays in memory. */
struct strings *strings_new(struct ctx *, struct arena *, const struct table_limits *, int spill);

/* Append a text as it stands in the workbook.  False after fail(): there are too many. */
bool strings_add(struct strings *, const char *raw, size_t len);

/* One that cannot be read, or is too long for a cell. */
bool strings_add_lost(struct strings *);

size_t strings_count(const struct strings *);
void strings_forget(struct strings *, size_t from); /* that number and what came after */

/* The text with this number, for a cell in this font; it lives in `a`.  False: there is none, or it is lost. */
bool strings_find(struct strings *, struct arena *a, size_t index, enum legacy font, struct cell *ret);

#endif
