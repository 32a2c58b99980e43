/* parts.h - inside annotate/: a workbook on its way to being marked. */
#ifndef ANNOTATE_PARTS_H
#define ANNOTATE_PARTS_H

#include <stdio.h>

#include "base/buf.h"
#include "annotate/annotate.h"
#include "table/part.h"

#define NOWHERE SIZE_MAX

enum { NOTE_WIDTH = 60 }; /* of the column, in characters */

/* ---- annotate.c: what is to be done ---- */

struct spot {
	size_t row, column; /* from 0; NOWHERE: the whole row */
	const char *letter, *message;
	bool warning;
};

/* A row that gets something: colours, and what stands in the column "Lỗi". */
struct line {
	size_t row;
	const struct spot *spot; /* by column */
	size_t n_spots;
	const char *text;        /* NULL: nothing is said */
	enum note_look look;
	bool whole;              /* a mistake of the whole row: all its cells are red */
};

/* A sheet of the workbook. */
struct leaf {
	const char *name;
	bool hidden, is_list;    /* is_list: ours, of an earlier time */
	bool is_lost;            /* damaged: what is known of it does not count */
	size_t title_row;        /* 0: not one of those to be marked */
	size_t columns, n_cells; /* columns: used ones */
	size_t column;           /* where "Lỗi" goes; NOWHERE: no room */
	bool had_column;         /* ours of an earlier time stands there */
	struct table_range *merged;
	size_t n_merged;
	struct line *line;       /* by row */
	size_t n_lines;
};

struct leaves {
	struct leaf *leaf;       /* in the order of the workbook */
	size_t n, room;
};

/* ---- leaves.c ---- */

const struct leaf *leaves_find(const struct leaves *, const char *name);
const char *leaves_free_name(struct arena *, const struct leaves *); /* for the list */

/* "AB12" or "AB": from 0; `otherwise` when it begins with no letter. */
size_t annotate_column(const char *reference, size_t otherwise);

/* From the line on that `*next` stands at: the one of this row, or NULL. Rows ascend. */
const struct line *leaf_line(const struct leaf *, size_t *next, size_t row);

/* ---- copy.c: a part written anew ---- */

struct copy {
	struct package *p;
	FILE *file;              /* without a name, beside the result */
	struct buf *tee;         /* also goes here; may be NULL */
	bool skipping;           /* nothing goes anywhere */
};
/* From here to copy_close what part_pass hands on goes to the copy, which must stay where it is. */
MUST_CHECK bool copy_open(struct package *, const char *beside, struct copy *ret);
MUST_CHECK bool copy_close(struct copy *);                /* then `file` is whole */
void copy_put(struct copy *, const char *text);           /* as it is */
void copy_fmt(struct copy *, const char *fmt, ...) PRINTF(2, 3);
void copy_text(struct copy *, const char *text);          /* escaped */

/* A start tag with the attributes of another, but for those that `instead` names: name, value, ..., NULL;
 * a NULL value leaves the attribute out. */
void copy_start(struct copy *, const char *name, const char **attributes, const char *const *instead);
void copy_string_cell(struct copy *, size_t row, size_t column, size_t style, const char *text); /* text NULL: empty */

/* ---- styles.c ---- */

enum tint { TINT_NONE, TINT_WARNING, TINT_ERROR, TINT__COUNT };

/* The styles of the workbook, and those that are added to them. */
struct palette {
	size_t n_fonts, n_fills, n_xfs;
	bool *is_tinted;         /* by style: carries an older mark of ours */
	bool has_tinted;
	uint32_t *tinted;        /* by style and tint: the clone, or 0 */
	struct clone {
		size_t xf;
		enum tint tint;
	} *clone;
	size_t n_clones, room;
};
MUST_CHECK bool palette_read(struct package *, const char *part, struct palette *ret); /* all counts 0: cannot be added to */
size_t palette_tint(struct arena *, struct palette *, size_t style, enum tint);
size_t palette_note(const struct palette *, enum note_look);
MUST_CHECK bool palette_write(struct package *, const char *part, const struct palette *, struct copy *);

/* ---- grid.c, frame.c, xlsx.c, new.c ---- */

MUST_CHECK bool grid_annotate(struct package *, const char *part, const struct leaf *, struct palette *, struct copy *);
void grid_list(struct copy *, const struct note_sheet *, const struct palette *, const char *namespace);

/* What the frame of the workbook says of a sheet to be added. */
struct addition {
	const char *name, *part;     /* of the sheet; part from the root of the package */
	const char *namespace;       /* found in the workbook: of worksheets */
};
MUST_CHECK bool frame_add_sheet(struct package *, const char *workbook, struct addition *, struct copy *);
MUST_CHECK bool frame_add_relation(struct package *, const char *relations, struct addition *, struct copy *);
MUST_CHECK bool frame_add_type(struct package *, struct addition *, struct copy *);

/* *ret_done false: this package cannot be added to, nothing was written. */
MUST_CHECK bool annotate_xlsx(struct ctx *, struct arena *, int fd, const struct leaves *, const struct note_sheet *list, const char *path,
                              bool *ret_done);
MUST_CHECK bool annotate_new(struct ctx *, int fd, const struct leaves *, const struct note_sheet *list, const char *path);

#endif
