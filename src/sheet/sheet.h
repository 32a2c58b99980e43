/* sheet.h - a workbook (xlsx, xls, csv, a table in HTML) read as a stream of rows.
 *
 * What a file is, is told by its first bytes, never by its name.  Memory does not
 * grow with the file, except for the shared strings of an xlsx, which are capped.
 * Every byte is hostile: all limits are kept while inflating, no DOCTYPE or entity
 * is accepted, and whatever is refused is refused with a sentence for a school clerk. */
#ifndef SHEET_H
#define SHEET_H

#include "base/ctx.h"

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL, CELL_ERROR };

/* `text` is never NULL and ends with a NUL:
 *   CELL_TEXT    clean NFC (see text_clean)
 *   CELL_NUMBER  the shortest exact decimal: "40425419", "8.5"
 *   CELL_DATE    "yyyy-mm-dd"; `number` keeps the serial as stored
 *   CELL_BOOL    "1" or "0"
 *   CELL_ERROR   "#VALUE!" as Excel shows it, or "#CHƯA TÍNH" for a formula that no program has computed */
struct cell {
	enum cell_kind kind;
	bool unclean; /* a CELL_TEXT with something text_fault names inside: kept exactly as it came */
	const char *legacy; /* "TCVN3" or "VNI": the text was in that encoding and has been converted; else NULL */
	const char *text;
	size_t len;
	double number;
};

struct sheet_row {
	size_t number;  /* as Excel shows it, from 1 */
	size_t n_cells; /* up to the last cell that is not empty; at least 1 */
	const struct cell *cell;
};

struct sheet_info {
	size_t index; /* place in the workbook, from 0 */
	const char *name;
	bool hidden;
};

/* Merged cells.  Rows from 1, columns from 0, both ends belong to it. */
struct sheet_range {
	size_t row_first, column_first, row_last, column_last;
};

enum sheet_go { SHEET_MORE, SHEET_ENOUGH, SHEET_FAILED };

/* Whom to tell.  What is passed lives until the callback returns.  A callback that
 * cannot go on calls fail() and returns SHEET_FAILED, or false from `end`. */
struct sheet_sink {
	/* Is this sheet wanted? NULL: all are. */
	bool (*begin)(struct ctx *, void *arg, const struct sheet_info *);
	/* SHEET_ENOUGH: no further row of this sheet.  Rows come in the order of the file
	 * (Excel writes them ascending); rows without content do not come at all. */
	enum sheet_go (*row)(struct ctx *, void *arg, const struct sheet_row *);
	/* NULL: merged cells are of no interest, and after SHEET_ENOUGH the rest is not even inflated. */
	bool (*end)(struct ctx *, void *arg, const struct sheet_range *merged, size_t n_merged);
};

struct sheet_limits {
	uint64_t file_bytes;         /* the file as it came */
	size_t entries;              /* files inside the package */
	uint64_t entry_bytes;        /* one of them inflated */
	uint64_t total_bytes;        /* all that were needed, inflated */
	unsigned ratio;              /* inflated to packed, once ratio_free_bytes are out */
	uint64_t ratio_free_bytes;
	size_t rows;                 /* with content, in one sheet */
	size_t columns;
	size_t strings;              /* shared strings, and their bytes */
	size_t string_bytes;
	size_t cell_bytes;
	size_t row_bytes;            /* text of one row */
};
extern const struct sheet_limits sheet_limits_default;

/* Read everything, from the start of the file; `fd` must be seekable and stays open, its offset is undefined
 * afterwards.  NULL limits are the default ones.  The reading is done by a process of its own, which can do nothing
 * but read this file, within limits of memory and time (sheet/child.h): the program's main() must call sheet_child(). */
MUST_CHECK bool sheet_read(struct ctx *, int fd, const struct sheet_limits *, const struct sheet_sink *, void *arg);

/* The same, and what it took of that process; all zero when it came to a bad end. */
struct sheet_cost {
	uint64_t cpu_ms, peak_kb;
};
MUST_CHECK bool sheet_read_cost(struct ctx *, int fd, const struct sheet_limits *, const struct sheet_sink *, void *arg,
                                struct sheet_cost *ret);

enum sheet_kind {
	SHEET_XLSX, SHEET_CSV, SHEET_XLS, SHEET_HTML, /* what sheet_read reads */
	SHEET_EMPTY, SHEET_ENCRYPTED, SHEET_OLD_XLS, SHEET_ODS, SHEET_WORD, SHEET_PDF, SHEET_IMAGE, SHEET_WEB_ARCHIVE, SHEET_XML,
	SHEET_ARCHIVE, SHEET_UNKNOWN, SHEET__COUNT
};

/* What the content is.  A zip is SHEET_XLSX until it is opened. */
MUST_CHECK bool sheet_kind_of(struct ctx *, int fd, enum sheet_kind *ret);

/* 0 -> "A", 26 -> "AA" */
const char *sheet_column_name(struct arena *, size_t column);

#endif
