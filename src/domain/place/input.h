/* input.h - rows of somebody's file, and what was noticed while reading them.
 *
 * The reader of published lists (sheet/list.h) hands rows over as texts in the order
 * of the list's template.  Nothing here knows where they came from. */
#ifndef PLACE_INPUT_H
#define PLACE_INPUT_H

#include "base/arena.h"

struct place_input {
	const char *const *cell; /* by column of the template, UTF-8; NULL and "" are the same */
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

/* A cell as clean text; "" when it is empty or not text. */
const char *input_cell(struct arena *, const struct place_input *, size_t column);

bool input_is_digits(const char *text, size_t len); /* exactly len digits */

#endif
