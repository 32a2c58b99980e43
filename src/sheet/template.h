/* template.h - find the template that a workbook follows, by its titles and never by its letters.
 *
 * Titles are compared without marks, case, blanks, line breaks and punctuation, so that
 * "Mã định danh⏎Bộ GD&ĐT (*)" is "mã định danh bộ gdđt".  Headers of two or three rows
 * are joined from the top: "Toán / Điểm KTĐK". */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include "table/table.h"

struct template_column {
	const char *id;
	const char *const *titles; /* as they are printed; the first is shown to people */
	size_t n_titles;
	bool required;
	bool ordinal; /* STT: numbers without meaning */
	bool general; /* "Ghi chú" stands in any list: it proves no template */
	bool finds;   /* only tells of whom a row speaks, as in many templates */
};

struct template {
	const char *name;
	const struct template_column *column;
	size_t n_columns;
};

#define MATCH_NONE SIZE_MAX

/* Are the first texts of a column given names, that go with what stands left of them? */
enum given_names { GIVEN_NONE, GIVEN_DOUBTFUL, GIVEN_NAMES };

/* One column of the sheet. */
struct match_column {
	const char *title; /* as found, "Toán / Điểm KTĐK"; NULL: no title */
	size_t target;     /* which column of the template, or MATCH_NONE */
	size_t repeats;    /* the target that its title names as well, and an earlier column has; or MATCH_NONE */
	bool has_data;     /* among the first rows; a column with data and no target is to be shown to a person */
	enum given_names given;
	size_t width;      /* "Họ và tên" merged over two columns has 2: their texts belong together; 0: under such a title */
	bool is_day;       /* over three columns: day, month, year */
	const char *const *by_sex; /* over two columns, "nam" and "nu", of which one holds the day: the words of both; else NULL */
	bool halved;       /* the first rows fill both its first cell and its last, or of a single column the one right of it */
	const char *const *keys; /* what a repeated header may say here */
	size_t n_keys;
	int year;           /* the middle one of its days among the first rows; 0: there are none */
	const char *legacy; /* "TCVN3" or "VNI" when most texts beyond ASCII among the first rows are and none is in Unicode, "" when only some seem to be, NULL: none */
};

struct match {
	const struct template *template;
	size_t sheet; /* index in the workbook */
	const char *sheet_name;
	size_t header_first, header_last; /* row numbers */
	const char *section;              /* the class named above the header, or NULL */
	const struct table_range *down;   /* cells of the sheet merged over several rows, by their first */
	size_t n_down;
	size_t n_columns;
	struct match_column *column;
	size_t n_known;                   /* columns with a target, but for general ones */
	size_t n_general;                 /* those */
	size_t n_own;                     /* of the known: what the template is for */
	size_t n_unknown;                 /* titles without one, and data without a title */
	size_t n_missing;                 /* required columns that were not found */
	const struct template_column **missing;
};

struct sheet_lost {
	const char *name;
	const char *key, *why; /* how it is damaged; NULL: it is not in the file */
};

/* Every visible sheet (or, where none has rows, every hidden one) that follows the template, in the order of the workbook, and those that only lack a column it
 * requires, or the header (n_known 0) over rows like the others'. */
struct matches {
	const struct sheet_lost *lost; /* sheets whose content is not there */
	size_t n_lost;
	bool bare;            /* as in table_info */
	const char **hidden;  /* hidden sheets with rows of the same template, passed over */
	size_t n_hidden;
	bool is_hidden;       /* no other sheet has rows: hidden ones are taken */
	bool marked;          /* a hidden sheet says what the workbook is: book_mark_read */
	const struct head *head, *hidden_head; /* of every visible sheet, and hidden one, for sheet_left_find */
	const struct match *best;
	size_t n;
	const struct match *item;
};

/* Look at the first 30 rows of every sheet for the template that explains most titles.
 * Fails with "sheet.no_header" when none explains two. A missing required column is not a failure. */
MUST_CHECK bool sheet_match(struct ctx *, int fd, const struct table_limits *, const struct template *const *, size_t n,
                            struct matches *ret);

/* A sheet that holds a list and is none of the matches. */
struct sheet_left {
	const char *name;
	bool hidden;
	const struct template *template; /* the one it follows best */
	size_t header_last;
	bool late;                       /* its header is below the first 30 rows */
	const char *missing;             /* "«Họ tên», «Ngày sinh»": required columns that were not found; NULL: none */
};

size_t sheet_left_count(const struct matches *); /* sheets that were not taken, lists or not */

/* Those of which one of the templates explains two titles, over rows that are no mere numbers or codes; of hidden ones, which as a rule are kept
 * lists of codes, those that tell of whom as well. */
size_t sheet_left_find(struct arena *, const struct matches *, const struct template *const *, size_t n, struct sheet_left **ret);

/* The template that explains the sheet of a match better than its own does, by as many titles as stand in `more`; n: there is none. */
size_t sheet_left_better(struct arena *, const struct matches *, const struct match *, const struct template *const *, const size_t *more, size_t n);

enum row_kind {
	ROW_DATA,
	ROW_HEADER_AGAIN, /* the header, or a repetition of it, or a row that numbers the columns */
	ROW_SECTION,      /* "LỚP 1A": what follows belongs to that class */
	ROW_NOTE          /* titles, totals, signatures, numbered but empty rows */
};

/* "Tổng cộng: 12": of a list whose other rows are all told of, this one is none. */
bool sheet_row_is_total(struct arena *, const struct match *, const struct table_row *);

/* "Tỉ lệ %", "Trung bình" and figures: a row without a number of its own, in which nothing else stands. */
bool sheet_row_is_statistic(struct arena *, const struct match *, const struct table_row *);

bool sheet_cell_is_day(const struct cell *); /* "05/09/2019", or a date of Excel's */

/* What a row of a matched sheet is; *ret_section is set for ROW_SECTION only, in the arena. */
enum row_kind sheet_row_kind(struct arena *, const struct match *, const struct table_row *, const char **ret_section);

/* What a text among the rows is that is nobody's name: "Tổng số: 35", "Người lập bảng", "Danh sách bổ sung". */
enum remark { REMARK_NONE, REMARK_SUM, REMARK_SIGNATURE, REMARK_HEADING };
enum remark sheet_remark(struct arena *, const char *text);

#endif
