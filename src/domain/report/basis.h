/* basis.h - what stands behind the figures of a report.  Private to the folder.
 *
 * Of an institution: the records that were counted, each with the version it had and the cells it fell into.
 *     {"patterns":[[[37,40],[0,1]],...],"records":{"enrolment":[[12,1,0],...]}}
 * A pattern is rows (by code) and columns (by position), in pairs, one for each sheet; it means every cell of these
 * rows and columns that the form does not leave out.  A record is [id, version, pattern].
 * Of an office: the editions that were added up.
 *     {"reports":[{"unit":"19172401","report":"19172401-B7","edition":1,"hash":"..."},...]} */
#ifndef BASIS_H
#define BASIS_H

#include "domain/report/figures.h"

struct basis *basis_new(struct arena *);

/* While the records of one source are counted: the cells of one record are marked, then noted with it. */
struct basis_marks;
struct basis_marks *basis_marks_new(struct arena *, const struct figures_source *);
void basis_mark(struct basis_marks *, size_t row, size_t sheet, size_t column); /* row, sheet: indexes in the source */
void basis_note(struct basis_marks *, struct basis *, int64_t id, int64_t version); /* and begin the next; basis may be NULL */

const char *basis_json(struct ctx *, const struct basis *);

struct basis_record {
	int64_t id, version;
};

/* The records of a type that fell into a cell, by id. */
MUST_CHECK bool basis_records(struct ctx *, const struct report *, const char *type, int code, size_t column,
                              struct basis_record **ret, size_t *ret_n);

struct basis_report {
	const char *unit, *report, *hash; /* codes */
	int edition;
};
void basis_put_report(struct buf *, const struct basis_report *); /* {"reports":[ ... ]} around them is the caller's */
MUST_CHECK bool basis_reports(struct ctx *, const struct report *, struct basis_report **ret, size_t *ret_n);

#endif
