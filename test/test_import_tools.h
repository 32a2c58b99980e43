/* test_import_tools.h - small lists of pupils as workbooks, and what became of them. */
#ifndef TEST_IMPORT_TOOLS_H
#define TEST_IMPORT_TOOLS_H

#include "domain/import/import_plan.h"
#include "test.h"

#define SCHOOL "19172401"
#define HEAD "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân|SĐT liên hệ\n"
#define STATUS_HEAD "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Trạng thái HS|Ngày nhập trạng thái\n"
#define CODE_HEAD "STT|Lớp|Mã định danh Bộ GD&ĐT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân\n"

struct writer;

/* A workbook of one sheet, open: cells between '|', rows between '\n'; "#5" is a number, "@2019-09-05" a date. */
int pupils_file(struct ctx *, const char *text);
void pupils_sheet(struct ctx *, struct writer *, const char *name, const char *text);

/* The import must work, into SCHOOL and 2025, and count every row once. */
struct import_options pupils_options(struct ctx *);
struct import_summary pupils_take(struct ctx *, int fd, bool dry_run);
struct import_summary pupils_take_text(struct ctx *, const char *text);

/* "5D key; 7! key; ": row, column ('!' for the whole row), key; '~' before a warning. */
const char *pupils_issues(struct ctx *, const struct import_summary *);
void pupils_issues_are(struct ctx *, const struct import_summary *, const char *expected);
const char *pupils_errors(struct ctx *, const struct import_summary *); /* a line for each, no warnings */

int64_t pupils_number(struct ctx *, const char *sql);
const char *pupils_learner(struct ctx *, const char *name, const char *column);
const char *pupils_class_of(struct ctx *, const char *name);

/* How many learners have no enrolment: a row half written. */
extern const char pupils_halves[];

#endif
