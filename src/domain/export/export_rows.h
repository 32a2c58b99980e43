/* export_rows.h - the query behind a filled file.  Private to the folder. */
#ifndef EXPORT_ROWS_H
#define EXPORT_ROWS_H

#include "domain/export/export.h"

struct export_query {
	const char *sql;
	struct sql_args args;
};

/* left_out: by column; their values are NULL in the answer, which has one cell for each column of the template, and two more: the id of the
 * class, and what the rows of a class are sorted by. */
enum { EXPORT_OF_CLASS, EXPORT_SORTED_BY };

MUST_CHECK bool export_rows_query(struct ctx *, const struct export_wish *, const bool *left_out, struct export_query *ret);

/* The class that a row of the template is of: by which field, of the record that the query calls t or y; NULL: of none. */
const struct field *export_class_field(struct ctx *, const struct sheet_template *, const char **ret_alias);

/* The field by which a column marks women; NULL: the type has none. */
const struct field *export_female_field(const struct record_type *);

MUST_CHECK bool export_count_query(struct ctx *, const struct export_wish *, struct export_query *ret);

#endif
