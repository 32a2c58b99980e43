/* school_rows.h - a province's register of schools, in the template that Sở fill in.
 *
 * Columns by title (MA_TRUONG *, TEN_TRUONG_HOC *, ...), in any order, under some
 * title rows.  The register has codes of its own; what they mean was read off the
 * 813 institutions of Thái Nguyên and stands as tables in school_rows.c.  Codes
 * given back are those of catalog/lists. */
#ifndef SCHOOL_ROWS_H
#define SCHOOL_ROWS_H

#include "base/ctx.h"
#include "domain/place/input.h"
#include "domain/unit/unit_rows.h"

enum school_flag { SCHOOL_UNKNOWN = -1, SCHOOL_NO, SCHOOL_YES };

struct school_row {
	const char *code, *name; /* the code as given: old and new ones have 8 to 10 characters, some with letters */
	const char *unit_code;   /* managing office: Sở 2 digits, Phòng 3 */
	const char *levels;      /* list education_level, "02,03" */
	const char *level_group; /* list level_group; NULL: not clear */
	const char *status;      /* list operating_status */
	const char *ownership;   /* list ownership; NULL: not clear */
	const char *kind;        /* list school_kind; NULL: not clear */
	const char *quality;     /* list quality_standard; NULL: none, or not clear */
	const char *address, *hamlet;              /* NULL: not given, here and below */
	const char *commune, *district, *province; /* before 1 July 2025: 5, 3, 2 digits */
	const char *founded;                       /* yyyy-mm-dd */
	const char *website, *phone, *email, *fax, *principal_name, *principal_phone;
	enum school_flag is_difficult, is_border, has_party_cell;
	const char *same_as; /* code of another row that seems to be the same school */
	size_t row;
};

struct school_rows {
	struct school_row *school;
	size_t n_schools, schools_room;
	struct row_reject *reject;
	size_t n_rejects, rejects_room;
	struct input_notes notes;
	bool (*go_on)(struct ctx *, void *arg); /* asked before each is written; NULL: nobody is */
	void *arg;
};

/* ERR_INVALID "school.header" when a required column is missing; bad rows are rejected one by one. */
MUST_CHECK bool school_rows_read(struct ctx *, const struct place_input *, size_t n_rows, struct school_rows *ret);

#endif
