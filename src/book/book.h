/* book.h - a template as a workbook, empty or filled, that people change and send back.
 *
 * Sheets: the data, a guide, one for each code list that a column draws from (laid out and named as the Ministry's own
 * templates have them), and a hidden one that says what the workbook is.  Titles stand as the template prints them;
 * whatever is written here is read back as the same value, "+84…" and "=1+1" included.
 *
 * Dates are text dd/mm/yyyy in cells of text format.  That is how schools have always typed them, and it is the one form
 * that no program turns round: in a date cell an office suite set to American English takes 5/9 for 9 May.  Years before
 * 1900 need no exception either.  The reader takes true dates too.
 *
 * A book that somebody took says so in a line over the titles and at the foot of each printed page, and in the blanks of names and other
 * free texts (watermark.h), which the reader takes for blanks.
 *
 * In a filled book what tells a record (its code, what the template matches by) is locked, without a password: a slip of
 * the mouse must not turn one child into another.  New rows go below the last. */
#ifndef BOOK_H
#define BOOK_H

#include "base/val.h"
#include "book/watermark.h"
#include "catalog/sheets.h"

struct book_options {
	const struct sheet_template *sheet;
	const char *unit_code, *unit_name;
	const char *province;         /* of the unit, two digits: only its communes are listed; NULL: all */
	const char *levels;           /* the unit teaches: codes of other levels are not offered; NULL: all */
	int school_year;              /* codes that mean something in it are offered */
	bool filled;
	const bool *left_out;         /* by column of the template: the guide says that whoever asked may not read it; NULL: none */
	const char *const *ask;       /* by ask: what was told, as text; NULL: nothing, or no asks */
	const char *taken;            /* who took it, when, what it may be used for; NULL: nobody did */
	const struct watermark *watermark; /* NULL: none */
};

struct book;

MUST_CHECK bool book_open(struct ctx *, const char *path, const struct book_options *, struct book **ret);

/* One row: by column of the template; codes as codes, dates as yyyy-mm-dd, decimals scaled.  What has no column is passed
 * over, the ordinal is counted here.  Nothing is kept of it. */
MUST_CHECK bool book_row(struct book *, const struct val *value);

MUST_CHECK bool book_close(struct book *);

#define BOOK_MARK "_khue" /* the hidden sheet of the mark */

/* What a workbook says of itself. */
struct book_mark {
	const char *sheet;            /* name of the template; NULL: the workbook is none of ours */
	const char *unit, *digest, *made_at;
	int school_year, catalog_version;
	bool filled;
	const char *const *ask;       /* name, value, name, value ... NULL */
};
MUST_CHECK bool book_mark_read(struct ctx *, int fd, struct book_mark *ret);

#endif
