/* parse.h - reading a workbook in this very process: for the child that sheet_read starts, and for the fuzzers. */
#ifndef PARSE_H
#define PARSE_H

#include "sheet/sheet.h"

/* As sheet_read.  `spill` is an empty file to write long tables to, or -1: they stay in memory. */
MUST_CHECK bool sheet_parse(struct ctx *, int fd, int spill, const struct sheet_limits *, const struct sheet_sink *, void *arg);

#endif
