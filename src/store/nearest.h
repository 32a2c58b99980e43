/* nearest.h - of the names that are found, which are nearest to what was typed. */
#ifndef NEAREST_H
#define NEAREST_H

#include "store/scope.h"

/* For ORDER BY, of a column of folded names: first those that end as was typed, then those that have its words, then those that have
 * words which begin so.  The text is clean. */
void nearest_sql(struct buf *, struct sql_args *, const char *column, const char *text);

#endif
