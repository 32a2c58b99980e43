/* value_parts.h - inside sheet/: what the converters of values share. */
#ifndef VALUE_PARTS_H
#define VALUE_PARTS_H

#include "sheet/value.h"

struct value value_ok(const char *text);
struct value value_warn(struct arena *, const char *text, const char *key, const char *fmt, ...) PRINTF(4, 5);
struct value value_error(struct arena *, const char *key, const char *fmt, ...) PRINTF(3, 4);

/* What every converter does first.  True: *ret is final (empty, an Excel error, control
 * characters); false: go on with *ret_text, which has no apostrophe in front and no outer blanks; of a date it is for sentences. */
bool value_begin(struct arena *, const struct cell *, struct value *ret, const char **ret_text);

/* The same, with the text that Excel shows: "007", "50%", "TRUE". */
bool value_begin_shown(struct arena *, const struct cell *, struct value *ret, const char **ret_text);

bool value_is_digits(const char *text); /* and not empty */

/* Without blanks and the other characters listed. */
char *value_without(struct arena *, const char *text, const char *dropped);

/* "7.9E+10": Excel's short way of showing a number, saved as text: the digits are gone. */
bool value_is_scientific(const char *text);

#endif
