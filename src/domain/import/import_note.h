/* import_note.h - inside domain/import: what is said about rows and cells. */
#ifndef IMPORT_NOTE_H
#define IMPORT_NOTE_H

#include "base/map.h"
#include "domain/import/import.h"
#include "domain/import/import_rows.h"

struct plan;

struct noted {
	struct import_issue issue;
	size_t page, column, order;
};

struct notes {
	struct noted *item;
	size_t n, room;
	struct map told;      /* places and keys: another of the same is not told once rows are written or decided again */
	bool writes;
};

/* The value is that of the entry's cell; an error refuses the row. slot NOWHERE: the whole row. */
void note_error(struct plan *, struct entry *, size_t slot, const char *value, const char *key, const char *fmt, ...) PRINTF(6, 7);
void note_warning(struct plan *, const struct entry *, size_t slot, const char *value, const char *key, const char *fmt, ...)
	PRINTF(6, 7);
/* Of a column that feeds no slot. */
void note_cell_warning(struct plan *, const struct page *, size_t row, size_t column, const char *value, const char *key, const char *fmt, ...) PRINTF(7, 8);
/* Of a sheet, not of a row. */
void note_page(struct plan *, const struct page *, const char *key, const char *fmt, ...) PRINTF(4, 5);
void note_page_warning(struct plan *, const struct page *, const char *key, const char *fmt, ...) PRINTF(4, 5);
void note_rows(struct plan *, size_t n); /* the latest is about so many rows */
bool note_take_back(struct plan *, const struct entry *, const char *key); /* what was said of a row is no longer so; false: it was not */
void note_finish(struct plan *);
const char *note_where(struct plan *, const struct entry *); /* "dòng 7", with the sheet when there are several */

#endif
