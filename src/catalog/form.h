/* form.h - statistical forms: catalog/forms/NAME.json.
 *
 * A form is sheets of rows and columns.  A cell counts the records of the row's
 * source (a record type, of the school year of the period) for which the
 * source's own condition, the row's and the column's all hold.  "{year}" in a
 * condition is the first year of that school year. */
#ifndef FORM_H
#define FORM_H

#include "catalog/catalog.h"

enum { FORM_COLUMNS_MAX = 24 };

struct form_source {              /* what counts at all, and as what */
	const char *name;             /* record type */
	const char *when;             /* may be NULL */
	const struct record_type *type;
};

struct form_measure {             /* a whole number per unit, for conditions on institutions */
	const char *name, *source, *when;
};

struct form_column {
	unsigned at;                  /* Excel column, A is 0 */
	const char *when;             /* NULL: every record of the row */
};

struct form_row {
	unsigned at;                  /* Excel row, 1 is the first */
	int code;                     /* Mã số; 0: a heading */
	const char *ordinal, *label, *measure_unit;
	const char *source, *when;    /* source NULL: heading, or no_source */
	const char *no_source;        /* why it cannot be computed yet */
	bool blank[FORM_COLUMNS_MAX]; /* by index of column: the form leaves this cell out */
};

struct form_text {                /* a cell of the heading */
	unsigned row, column;         /* row from 1, column from 0 */
	const char *text;
	unsigned to_row, to_column;   /* merged up to here; 0: not merged */
};

struct form_sheet {
	const char *name;
	const struct form_text *text;
	const struct form_column *column;
	const struct form_row *row;
	size_t n_texts, n_columns, n_rows;
};

struct form_check {               /* in every column: sum of rows, compared with a total */
	const int *row;
	size_t n_rows;
	int total;
	bool equal;                   /* else: at most */
	bool warning;                 /* told, but does not stop a form from being submitted */
};

struct form {
	const char *name, *official, *label, *label_en, *basis;
	const char *applies;          /* condition on the institution that must file it */
	const struct form_source *source;
	const struct form_measure *measure;
	const struct form_sheet *sheet;
	const struct form_check *check;
	size_t n_sources, n_measures, n_sheets, n_checks;
	int day, month;               /* the figures are as of this day of the first year */
	const char *definition;       /* the whole as JSON: names in order, no spaces */
	const char *digest;           /* SHA-256 of it */
};

const struct form_source *form_source_find(const struct form *, const char *name);
const struct form_row *form_row_find(const struct form *, int code, const struct form_sheet **ret_sheet);

/* A form from the JSON that `definition` once was: to be drawn, checked and traced, not counted by, since fields
 * its conditions name may have left the catalogue.  ERR_CONFLICT "report.damaged" when it is no form. */
MUST_CHECK bool form_parse(struct ctx *, const char *definition, const char *digest, struct form *ret);

/* A condition with {year} filled in. */
const char *form_condition(struct arena *, const char *text, int year);

#endif
