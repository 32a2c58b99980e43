/* catalog_book.h - the published dictionary as a workbook: fields, codes, changes. */
#ifndef CATALOG_BOOK_H
#define CATALOG_BOOK_H

#include "catalog/catalog.h"

/* Sheets "Trường", "Mã" and "Thay đổi", one row each for a field, a code, a change. */
MUST_CHECK bool catalog_book_write(struct ctx *, const struct catalog *, const char *path);

#endif
