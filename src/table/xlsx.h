/* xlsx.h - inside table/: the pieces of an xlsx. */
#ifndef XLSX_H
#define XLSX_H

#include "table/part.h"
#include "table/read.h"
#include "table/strings.h"
#include "table/style.h"

bool xlsx_strings(struct package *, const char *part, struct strings *to);
bool xlsx_styles(struct package *, const char *part, struct styles *ret);

struct book {
	struct package package;
	struct strings *strings;
	struct styles styles;
	struct cells cells; /* shared by all sheets, like the text being collected */
	struct buf raw;
	bool is_1904;
	bool bare;           /* as in table_info */
	bool strings_lost;   /* not all of them could be read */
};

/* Which parts of the package hold what; worksheets only, in the order of the workbook. */
struct frame {
	const char *workbook, *styles; /* styles NULL: there are none */
	struct frame_sheet {
		const char *name, *part;
	} *sheet;
	size_t n_sheets;
};
MUST_CHECK bool frame_read(struct package *, struct frame *ret);

/* One worksheet: rows to the sink, then the merged cells. */
bool grid_read(struct book *, const struct table_info *, const char *part, const struct table_sink *, void *arg);

#endif
