/* test_table_tools.h - make small workbooks, good and bad, and read them back as text. */
#ifndef TEST_TABLE_TOOLS_H
#define TEST_TABLE_TOOLS_H

#include "base/buf.h"
#include "table/table.h"
#include "test.h"

/* An open file with this content; closed with the context. */
int sheet_file(struct ctx *, const void *content, size_t len);
int sheet_text_file(struct ctx *, const char *content);
int sheet_open(struct ctx *, const char *path);

/* One of test/fixtures/reading/, made by LibreOffice. */
int sheet_made(struct ctx *, const char *name);

/* One part of a package. */
struct sheet_part {
	const char *name, *content;
	size_t len; /* 0: strlen */
};
int sheet_zip(struct ctx *, const struct sheet_part *, size_t n);

/* A whole xlsx around one worksheet (what stands inside <worksheet>), with shared strings
 * (what stands inside <sst>; NULL: none) and three styles: 0 general, 1 dd/mm/yyyy, 2 [h]:mm, 3 a date, 4 000, 5 0%, 6 0.0%. */
int sheet_xlsx(struct ctx *, const char *worksheet, const char *strings);
extern const char sheet_rels[], sheet_workbook[], sheet_workbook_rels[], sheet_styles[];

/* Read everything: "[name]\n1|Ttext|N8.5|\n" with a letter for the kind (- T N D B E, lower case
 * t for unclean text, " ~TCVN3" behind converted text, " =007" behind a number shown so, "+XFD" behind a row with
 * cells that are not kept), "merged A1:B2\n" at the end of a sheet.  Stops at a failure. */
bool sheet_dump(struct ctx *, int fd, const struct table_limits *, const char **ret);

/* In the process that reads workbooks: do what the file asks for, if it begins with "MISDEED ". */
void table_misdeed(int fd);

/* The dump must be this. */
void sheet_is(struct ctx *, int fd, const char *expected);

#endif
