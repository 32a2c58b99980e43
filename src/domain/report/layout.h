/* layout.h - what every official form looks like, beyond what the catalogue says of one.  Private to the folder. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "catalog/form.h"

/* Columns A to D of every sheet; the figures come after them. */
enum { LAYOUT_ORDINAL, LAYOUT_LABEL, LAYOUT_MEASURE_UNIT, LAYOUT_CODE, LAYOUT_FIXED };

unsigned layout_width(unsigned column); /* in characters */

/* The head of the table is boxed; what stands above it is not. */
bool layout_is_head(const struct form_sheet *, const struct form_text *);

#endif
