/* xlsx.h - inside sheet/: the pieces of an xlsx. */
#ifndef XLSX_H
#define XLSX_H

#include "sheet/cells.h"
#include "sheet/part.h"

/* Shared strings, cleaned. */
struct strings {
	size_t n, bytes;
	struct cell **block; /* of STRINGS_PER_BLOCK each */
};
bool strings_read(struct package *, const char *part, struct strings *ret);
const struct cell *strings_find(const struct strings *, size_t index); /* NULL: there is none */

/* Which cell styles show a date. */
struct styles {
	size_t n;
	bool *is_date;
};
bool styles_read(struct package *, const char *part, struct styles *ret);
bool styles_code_is_date(const char *format_code);

struct book {
	struct package package;
	struct strings strings;
	struct styles styles;
	struct cells cells; /* shared by all sheets, like the text being collected */
	struct buf raw;
	bool is_1904;
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
bool grid_read(struct book *, const struct sheet_info *, const char *part, const struct sheet_sink *, void *arg);

/* Say why a file of this kind is not taken; returns false. */
bool sheet_refuse(struct ctx *, enum sheet_kind);

bool xlsx_read(struct ctx *, struct arena *, int fd, const struct sheet_limits *, const struct sheet_sink *, void *arg);
bool csv_read(struct ctx *, struct arena *, int fd, const struct sheet_limits *, const struct sheet_sink *, void *arg);

#endif
