/* value.h - what people type into cells, turned into what is stored.
 *
 * Pure functions: a cell in; out come the text to store and, when something is to
 * be said, a stable key and a Vietnamese sentence that says what is wrong and what
 * to do.  Nothing is ever guessed: where two readings are possible, it is an error. */
#ifndef VALUE_H
#define VALUE_H

#include "table/table.h"

enum value_verdict {
	VALUE_OK,
	VALUE_WARN, /* may be stored, but a person should look */
	VALUE_ERROR /* there is nothing to store */
};

struct value {
	enum value_verdict verdict;
	const char *text;    /* NULL: an empty cell, or an error */
	const char *key;     /* NULL when there is nothing to say */
	const char *message;
};

/* Nothing but dashes, dots and lines: what people put where there is nothing, and Word makes of it. */
bool value_is_blank(const char *text);

/* All of these: an empty cell, or a blank one, is OK with no text; a cell with an Excel error, or
 * with control characters inside, is an error. */

/* Text as it is shown ("007", "50%", "TRUE", "05/09/2019"), without the apostrophe that Excel shows in front of forced text. */
struct value value_text(struct arena *, const struct cell *);

/* "yyyy-mm-dd".  Day first, always: d/m/yyyy with / - or . between; yyyy-mm-dd, yyyymmdd;
 * a time of day is dropped; a date cell; a serial number from 20000 to 60000. */
struct value value_date(struct arena *, const struct cell *);

/* Personal identity number: 12 digits.  Zeros lost in front are put back when the result
 * begins with a province; both zeros: a warning.  9 digits are an old CMND: kept, with the warning
 * "value.identity_old". */
struct value value_identity(struct arena *, const struct cell *);

/* Telephone, as catalog/pattern.h has it; +84 and lost zeros are mended; words in brackets at either end are left out with the warning
 * "value.phone_words". */
struct value value_phone(struct arena *, const struct cell *);

/* A code of a fixed width: lost zeros in front are put back.  Width 0: any. */
struct value value_code(struct arena *, const struct cell *, size_t width);

/* "1" or "0": x, có, 1, đúng, true ... or không, 0, sai, false ... */
struct value value_bool(struct arena *, const struct cell *);

/* "Nam" or "Nữ". */
struct value value_sex(struct arena *, const struct cell *);

/* A decimal with a point: "8,5" and "8.5" are both 8.5; no separators of thousands. */
struct value value_decimal(struct arena *, const struct cell *);

/* A whole number: "35", also "35,0". */
struct value value_integer(struct arena *, const struct cell *);

#endif
