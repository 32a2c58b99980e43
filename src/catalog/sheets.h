/* sheets.h - Excel templates: catalog/sheets/NAME.json.
 *
 * Several columns may have one id: of those that a file has, the first listed here counts.
 * "own_titles" leaves the field's own titles to another of them. */
#ifndef SHEETS_H
#define SHEETS_H

#include "catalog/catalog.h"

/* How the text of a cell is repaired before the field's own check. */
enum cell_repair { REPAIR_NONE, REPAIR_IDENTITY, REPAIR_PHONE };

struct sheet_column {
	const char *id;                    /* "learner.full_name"; "class": its name; "ordinal": STT; "female": marked x */
	const struct record_type *type;    /* NULL for the last three */
	const struct field *field;
	const char *const *title;          /* those of the field and of the template; ends with NULL */
	bool required;                     /* a sheet without it is not of this template */
	enum cell_repair repair;
};

struct sheet_template {
	const char *name, *label, *label_en;
	const struct sheet_column *column;
	size_t n_columns;
};

#endif
