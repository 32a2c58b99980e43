/* parts.h - inside book/: a workbook on its way. */
#ifndef BOOK_PARTS_H
#define BOOK_PARTS_H

#include "book/book.h"
#include "book/writer.h"

enum { BOOK_PARTS_MAX = 3 };     /* header rows */

#define BOOK_DATA "Dữ liệu"
#define BOOK_GUIDE "Hướng dẫn"

enum book_show { SHOW_TEXT, SHOW_INTEGER, SHOW_DECIMAL, SHOW_DATE, SHOW_LIST, SHOW_BOOL, SHOW_MARK, SHOW_ORDINAL };

/* A code list that columns draw from. */
struct book_list {
	struct book_list *next;
	const struct list *list;
	const char *name;             /* of its sheet */
	const char **shown;           /* by item: what stands for it in a cell; NULL: not asked for yet */
	const char **place;           /* the same of a district or commune below the place it lies in */
	const struct list_item **offered;
	size_t n_offered;
};

struct book_column {
	const struct sheet_column *of;
	size_t at;                    /* in the template */
	const char *title;
	const char *part[BOOK_PARTS_MAX];
	size_t n_parts;
	enum book_show show;
	struct book_list *list;       /* SHOW_LIST */
	size_t above[2];              /* of a place: columns of the template with the places above it, the nearest first; or SIZE_MAX */
	unsigned style;
	bool required, is_place;      /* is_place: a district or a commune */
	bool carries;                 /* the watermark: free text, no code and no reference */
};

struct book {
	struct ctx *c;
	const struct book_options *o;
	struct writer *w;
	struct book_column *column;
	size_t n_columns, depth, top; /* depth: header rows; top: rows above them */
	struct book_list *lists;
	struct buf left_out;          /* titles of the columns that whoever asked may not read */
	size_t row, n_rows;
};

/* ---- list.c ---- */
struct book_list *book_list(struct book *, const struct list *);
const char *book_shown(struct book *, struct book_list *, const struct list_item *);
bool book_write_lists(struct book *);

/* ---- place.c ---- */
void book_find_above(struct book *, struct book_column *);
const char *book_shown_place(const struct book_column *, const struct list_item *, const struct val *row);

/* ---- head.c ---- */
void book_split_title(struct book *, struct book_column *);
bool book_write_head(struct book *);

/* ---- guide.c ---- */
const char *book_how(struct book *, const struct book_column *); /* what goes into the column, and how */
const char *book_why(struct book *, const struct book_column *); /* "Bắt buộc." and the reason; "" */
bool book_write_guide(struct book *);

/* ---- mark.c ---- */
bool book_write_mark(struct book *);

#endif
