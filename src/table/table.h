/* table.h - a workbook (xlsx, xls, csv, a table in HTML) read as a stream of rows.
 *
 * What a file is, is told by its first bytes, never by its name.  Memory does not
 * grow with the file, except for the shared strings of an xlsx, which are capped.
 * Every byte is hostile: all limits are kept while inflating, no DOCTYPE or entity
 * is accepted, and whatever is refused is refused with a sentence for a school clerk. */
#ifndef TABLE_H
#define TABLE_H

#include "base/ctx.h"

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL, CELL_ERROR };

#define CELL_NOT_COMPUTED "#CHƯA TÍNH"
#define CELL_UNREADABLE "#HỎNG"

/* `text` is never NULL and ends with a NUL:
 *   CELL_TEXT    clean NFC (see text_clean)
 *   CELL_NUMBER  the decimal with 15 significant digits, as Excel shows it: "40425419", "8.5"
 *   CELL_DATE    "yyyy-mm-dd"; `number` keeps the serial as stored
 *   CELL_BOOL    "1" or "0"
 *   CELL_ERROR   "#VALUE!" as Excel shows it, CELL_NOT_COMPUTED for a formula that no program has computed, or
 *                CELL_UNREADABLE for a text that is not in the file */
struct cell {
	enum cell_kind kind;
	bool unclean; /* a CELL_TEXT with something text_fault names inside: kept exactly as it came */
	bool no_break; /* a CELL_TEXT whose first blank between two letters (text_gap) does not break: as it was before it was made clean */
	bool twice;   /* another cell of the file has the same address and says something else: the later one is this */
	const char *legacy; /* "TCVN3" or "VNI": the text was in that encoding and has been converted; else NULL */
	const char *raw;    /* what stood there, where only the words of the cell speak for `legacy`; else NULL */
	const char *text;
	size_t len;
	double number;
	const char *shown;  /* a CELL_NUMBER as its format shows it, where that is not its text: "007", "50,5%"; else NULL */
};

/* Whether a text has letters that only Unicode has. */
bool table_cell_is_modern(const struct cell *);

/* Whether a text that stayed as it is has a word of an old encoding, as far as anybody can tell. */
bool table_cell_is_doubtful(const struct cell *);

/* A text read as its column is: "TCVN3" or "VNI", or "" where most are in Unicode. */
struct cell table_cell_of_column(struct arena *, const struct cell *, const char *legacy);

struct table_row {
	size_t number;  /* as Excel shows it, from 1 */
	size_t n_cells; /* up to the last cell that is not empty; at least 1 */
	const struct cell *cell;
	size_t beyond;  /* the first column, from 1, that has something and is not kept; 0: none */
};

struct table_info {
	size_t index; /* place in the workbook, from 0 */
	const char *name;
	bool hidden;
	bool bare; /* how its numbers are shown is lost: a day is a number, "007" is 7 */
};

/* Merged cells.  Rows from 1, columns from 0, both ends belong to it. */
struct table_range {
	size_t row_first, column_first, row_last, column_last;
};

enum table_go { TABLE_MORE, TABLE_ENOUGH, TABLE_FAILED };

/* Whom to tell.  What is passed lives until the callback returns.  A callback that
 * cannot go on calls fail() and returns TABLE_FAILED, or false from `end`. */
struct table_sink {
	/* Is this sheet wanted? NULL: all are. */
	bool (*begin)(struct ctx *, void *arg, const struct table_info *);
	/* TABLE_ENOUGH: no further row of this sheet.  Rows come in the order of the file
	 * (Excel writes them ascending); rows without content do not come at all. */
	enum table_go (*row)(struct ctx *, void *arg, const struct table_row *);
	/* NULL: merged cells are of no interest, and after TABLE_ENOUGH the rest is not even inflated. */
	bool (*end)(struct ctx *, void *arg, const struct table_range *merged, size_t n_merged);
	/* A sheet whose content is not in the file (key NULL), or the one begun last, which is damaged: none of its rows counts.  Others are there.
	 * NULL: what is not there is passed over, a wanted sheet that is damaged is a failure. */
	void (*lost)(struct ctx *, void *arg, const char *name, const char *key, const char *why);
};

struct table_limits {
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
extern const struct table_limits table_limits_default;

/* Read everything, from the start of the file; `fd` must be seekable and stays open, its offset is undefined
 * afterwards.  NULL limits are the default ones.  The reading is done by a process of its own, which can do nothing
 * but read this file, within limits of memory and time (sheet/child.h): the program's main() must call table_child(). */
MUST_CHECK bool table_read(struct ctx *, int fd, const struct table_limits *, const struct table_sink *, void *arg);

/* The same, and what it took of that process; all zero when it came to a bad end. */
struct table_cost {
	uint64_t cpu_ms, peak_kb;
};
MUST_CHECK bool table_read_cost(struct ctx *, int fd, const struct table_limits *, const struct table_sink *, void *arg,
                                struct table_cost *ret);

enum table_kind {
	TABLE_XLSX, TABLE_CSV, TABLE_XLS, TABLE_HTML, /* what table_read reads */
	TABLE_EMPTY, TABLE_ENCRYPTED, TABLE_OLD_XLS, TABLE_ODS, TABLE_WORD, TABLE_PDF, TABLE_IMAGE, TABLE_WEB_ARCHIVE, TABLE_XML,
	TABLE_ARCHIVE, TABLE_UNKNOWN, TABLE__COUNT
};

/* What the content is.  A zip is TABLE_XLSX until it is opened. */
MUST_CHECK bool table_kind_of(struct ctx *, int fd, enum table_kind *ret);

/* 0 -> "A", 26 -> "AA" */
const char *table_column_name(struct arena *, size_t column);

#endif
