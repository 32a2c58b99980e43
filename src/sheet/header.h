/* header.h - inside sheet/: the first rows of a sheet, the header of a template among them, and what its titles mean. */
#ifndef HEADER_H
#define HEADER_H

#include "sheet/template.h"

enum {
	HEAD_ROWS = 30,
	HEAD_TITLE_BYTES = 240,      /* nothing longer is a title */
	HEAD_BYTES = 32 * 1024 * 1024, /* of all sheets together */
	HEADER_ROWS_MAX = 3,
	SEVERAL = 3,                 /* titles or cells that are no coincidence */
	LATE_ROWS = 8,               /* from a row of several cells on, where the first 30 have few */
	LATE_LOOK = 500              /* so many rows it is looked for in */
};

struct head_title {
	const char *text, *key; /* NULL: nothing that could be a title */
	bool filled, marked;  /* marked: a text beyond ASCII */
	bool modern;          /* with letters that only Unicode has */
	int year;             /* of a day, or 0 */
	const char *legacy;   /* of a text that was converted by its own words alone */
};

struct head_row {
	size_t number, n;
	struct head_title *title;
};

struct head {
	struct head *next;
	size_t sheet;
	const char *name;
	bool is_list;
	size_t n_rows;
	struct head_row row[HEAD_ROWS];
	size_t n_merged;
	struct table_range *merged;
	size_t n_down;
	struct table_range *down; /* those over several rows, by their first */
	struct head *late;    /* where a list begins below; NULL: none was looked for, or found */
	size_t n_wide;        /* rows of several cells */
	size_t n_passed;      /* rows below that have fewer */
};

/* From the key of a title to the column of the template. */
struct lookup {
	const struct template *template;
	struct lookup_entry {
		const char *key, *title;
		size_t column;
	} *entry; /* by key */
	size_t n;
};
void lookup_build(struct arena *, const struct template *, struct lookup *ret);
size_t lookup_find(struct arena *, const struct lookup *, const char *key, const char *text); /* of a title; MATCH_NONE: none has it */
/* Of a title that stands under others: "Tên" under "Cha" is "Họ tên cha", "Mức" under "Toán" is "Toán / Mức đạt được". */
size_t lookup_find_under(struct arena *, const struct lookup *, const char *over, const char *key);

/* The best header of this sheet; false when no row holds any known title. */
bool header_find(struct arena *, const struct head *, const struct lookup *, struct match *ret);

#endif
