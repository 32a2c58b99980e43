/* test_office.h - other programs look at our workbooks: Python, and LibreOffice where it is installed. */
#ifndef TEST_OFFICE_H
#define TEST_OFFICE_H

#include "test_table_tools.h"

/* What test/xlsx_look.py prints; args end with NULL. */
const char *look(struct ctx *, const char *const *args);
#define LOOK(...) look(c, (const char *const[]){ __VA_ARGS__, NULL })

/* The path of an open file, for another program. */
const char *look_path(struct ctx *, int fd);

/* Converted by LibreOffice from a file called `name` to "xlsx", "xls", "ods", "csv": open.  Skips the test when there is none. */
int office_convert(struct ctx *, int fd, const char *name, const char *format);

/* Cells of a sheet given other values ("A5=text", "B2=#5"), everything else left alone: the new file, open. */
int look_set(struct ctx *, int fd, const char *sheet, const char *changes);

/* A file of test/fixtures/quirks, open. */
int fixture(struct ctx *, const char *name);

#endif
