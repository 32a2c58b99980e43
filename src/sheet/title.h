/* title.h - inside sheet/: titles and words as they are compared. */
#ifndef TITLE_H
#define TITLE_H

#include "table/table.h"

/* Letters, digits, '%' and '#' of the folded text; clean text in. */
const char *title_key(struct arena *, const char *text);

/* Whether a text that has the key of a title can stand for it: marks count where they alone tell words apart, as in
 * "Nam" and "Năm", "Họ" and "Hộ"; a text without any may be either. */
bool title_means(struct arena *, const char *title, const char *text);

/* What stands in a cell, whatever is hidden in it; NULL: it is no text. */
const char *cell_title(struct arena *, const struct cell *);

/* Lower case of Vietnamese, marks kept, each letter in its own bytes: offsets stay the same. */
char *title_lower(struct arena *, const char *text);

/* The class in "LỚP 1A" or "DANH SÁCH HỌC SINH LỚP 1A NĂM HỌC ..."; NULL when there is none. */
const char *title_class(struct arena *, const char *text);

#endif
