/* xls.h - inside table/: the pieces of an .xls. */
#ifndef XLS_H
#define XLS_H

#include "table/biff.h"
#include "table/read.h"
#include "table/strings.h"
#include "table/style.h"

struct xls_sheet {
	const char *name;
	size_t at; /* where its records begin */
	bool hidden, is_grid;
};

struct xls {
	const struct reading *r;
	struct biff biff;
	struct strings *strings;
	struct styles styles;
	struct cells cells;
	struct buf text; /* the one being read */
	struct xls_sheet *sheet;
	size_t n_sheets;
	bool is_1904, bare;
};

/* One sheet: rows to the sink, then the merged cells.  False after fail(), or just false when the file is damaged. */
bool xls_sheet_read(struct xls *, const struct xls_sheet *);

#endif
