/* test_report_tools.h - what the tests of reports share: one school's records, and the steps of a report. */
#ifndef TEST_REPORT_TOOLS_H
#define TEST_REPORT_TOOLS_H

#include "domain/report/report.h"

const struct form *report_test_form(struct ctx *);

/* A school with pupils of every kind the form asks for: 35 enrolments. */
void report_fill_school(struct ctx *, const char *school);

struct report report_test_compute(struct ctx *, const char *unit_code);

/* submit accept return reopen, or find; each must work. */
struct report report_test_step(struct ctx *, const char *unit_code, const char *verb);
struct report report_test_accepted(struct ctx *, const char *unit_code); /* computed, submitted, accepted */

/* The first page of the reports of a unit and all below it, as JSON items. */
const char *report_test_list(struct ctx *, const struct unit *);

/* The value of a cell by code and position; -1: null. */
int64_t report_test_value(const struct report *, int code, size_t column);

/* What stands behind a cell over all pages: items, those left out and those unlisted. */
size_t report_count_items(struct ctx *, const struct report *, int code, const char *letter, size_t limit);

/* How many records of a school SQL finds for a cell, as of the form's day. */
size_t report_count_by_sql(struct ctx *, const struct form *, const struct unit *, int year, const struct form_row *, const struct form_column *);

/* Every figure is the number of records behind it; returns how many are not zero. */
size_t report_check_every_cell(struct ctx *, const struct report *);

#endif
