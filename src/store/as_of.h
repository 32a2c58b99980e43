/* as_of.h - a record as it was at one of its earlier versions, from the change log. */
#ifndef AS_OF_H
#define AS_OF_H

#include <jansson.h>

#include "store/record.h"

/* The object that record_put_json would have given at that version; "now" in it where the record has changed since:
 * the members that differ, with status and version.  *ret is released with the arena. */
MUST_CHECK bool record_as_of(struct ctx *, const struct record *now, int64_t version, json_t **ret);

#endif
