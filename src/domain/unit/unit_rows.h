/* unit_rows.h - the list of education offices (Sở, Phòng) as it comes from a file.
 *
 * Codes: a Sở has 2 digits ("01"), a Phòng 3 ("058").  Files that went through a
 * spreadsheet lost leading zeros, and then "58" is both the Sở of Ninh Thuận and
 * a Phòng of Bắc Kạn; the name tells which it is.  Every repair is noted. */
#ifndef UNIT_ROWS_H
#define UNIT_ROWS_H

#include "base/ctx.h"
#include "domain/place/input.h"
#include "sheet/template.h"

enum office_kind { UNIT_SO, UNIT_PHONG };

struct unit_row {
	const char *code, *name;
	enum office_kind kind;
	const char *parent_code; /* of a Phòng: its Sở; NULL for a Sở */
	size_t row;
};

struct row_reject {
	size_t row;
	const char *code, *name; /* as given */
	const char *reason;      /* Vietnamese */
};

struct unit_rows {
	struct unit_row *unit;
	size_t n_units, units_room;
	struct row_reject *reject;
	size_t n_rejects, rejects_room;
	struct input_notes notes; /* field "code" or "parent_code", before and after */
};

extern const struct template unit_rows_template;

/* Rows of that template; bad ones are rejected one by one. */
void unit_rows_read(struct ctx *, const struct place_input *, size_t n_rows, struct unit_rows *ret);

/* Text of digits, at most len of them, with its leading zeros back; NULL when it is
 * something else.  "7" and "7.0" (a number of a spreadsheet) give "007". */
const char *unit_code_padded(struct arena *, const char *text, size_t len);

#endif
