/* read.h - inside table/: one reader for each kind of file, and what each is given. */
#ifndef READ_H
#define READ_H

#include "table/cells.h"

struct reading {
	struct ctx *c;
	struct arena *arena; /* lives as long as the reading */
	int fd;              /* the file, from its start */
	int spill;           /* a file for long tables, or -1 */
	const struct table_limits *limits;
	const struct table_sink *sink;
	void *arg;
};

bool xlsx_read(const struct reading *);
bool xls_read(const struct reading *);
bool csv_read(const struct reading *);
bool html_read(const struct reading *);

/* Only a part of the file is damaged, which the rest can do without: the failure is forgotten.  False: it is of another kind. */
bool table_excuse(struct ctx *);

/* The same of a sheet, which is told to be lost. */
bool table_excuse_sheet(struct ctx *, const struct table_sink *, void *arg, const char *name);

/* Say why a file of this kind is not taken; returns false. */
bool table_refuse(struct ctx *, enum table_kind);

#endif
