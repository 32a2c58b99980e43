/* list.h - the rows of a published list, its columns found by title as those of any template. */
#ifndef SHEET_LIST_H
#define SHEET_LIST_H

#include "sheet/template.h"

/* One row below the header: a text for each column of the template, NULL where nothing stands. */
typedef void sheet_list_fn(struct ctx *, void *arg, size_t row, const char *const *cell);

/* Of the sheet that follows one of the templates best; *ret says which.  ERR_INVALID "sheet.no_header", "sheet.column_missing": all that are required,
 * "sheet.several": another sheet holds a list as well, "sheet.damaged": or may do. */
MUST_CHECK bool sheet_list_read(struct ctx *, int fd, const struct template *const *, size_t n, const struct template **ret, sheet_list_fn *, void *arg);

#endif
