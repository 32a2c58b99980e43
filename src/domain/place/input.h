/* input.h - rows of somebody's file, and what was noticed while reading them.
 *
 * The reader of files (csv, xlsx) belongs to another layer; it hands rows over
 * as arrays of text.  Nothing here knows where they came from. */
#ifndef PLACE_INPUT_H
#define PLACE_INPUT_H

#include "base/arena.h"

struct place_input {
	size_t n_cells;
	const char *const *cell; /* UTF-8; NULL and "" are the same */
	size_t row;              /* number in the file, from 1, for messages */
};

/* One thing a person should know about one row. */
struct input_note {
	size_t row;
	const char *field;          /* what was repaired or doubted; NULL: the whole row */
	const char *before, *after; /* a repair; NULL when nothing was changed */
	const char *text;           /* Vietnamese */
};

struct input_notes {
	struct arena *arena;
	struct input_note *note;
	size_t n, room;
};

void input_note_add(struct input_notes *, size_t row, const char *field, const char *before, const char *after,
                    const char *fmt, ...) PRINTF(6, 7);

/* A cell as clean text; "" when the column is missing, the cell empty or not text. */
const char *input_cell(struct arena *, const struct place_input *, int column);

/* Where the columns with these titles stand in a header row; -1 for one that is
 * missing.  Case, marks, blanks and a star for "required" do not matter.
 * Returns how many of the titles were found. */
size_t input_find_columns(struct arena *, const struct place_input *header, const char *const *title, size_t n_titles,
                          int *ret_column);

bool input_is_digits(const char *text, size_t len); /* exactly len digits */

#endif
