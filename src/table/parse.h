/* parse.h - reading a workbook in this very process: for the child that table_read starts, and for the fuzzers. */
#ifndef PARSE_H
#define PARSE_H

#include "table/table.h"

/* As table_read.  `spill` is an empty file to write long tables to, or -1: they stay in memory. */
MUST_CHECK bool table_parse(struct ctx *, int fd, int spill, const struct table_limits *, const struct table_sink *, void *arg);

#endif
