/* report.h - statistical forms: computed, submitted, returned or accepted, added up (T42 đ11).
 *
 * A school's form is counted from its records.  The form of an office is the sum
 * of the accepted forms of the institutions below it, the Ministry's the sum of
 * the Sở's; who is still missing is named, never counted as zero.  A submitted
 * form is frozen with its digest; later changes of records do not touch it. */
#ifndef REPORT_H
#define REPORT_H

#include "catalog/form.h"
#include "store/actor.h"

struct report {
	struct unit unit;
	const struct form *form;
	int64_t id, version, computed_at, submitted_at, decided_at;
	const char *code, *period, *state; /* draft submitted returned accepted */
	const char *cells, *hash, *note;   /* cells: JSON, see report_cells */
	int year;
};

/* "2025-start".  ERR_INVALID "report.period". */
MUST_CHECK bool report_period_year(struct ctx *, const char *period, int *ret_year);

/* Compute and keep as a draft.  ERR_CONFLICT "report.frozen": it is submitted or
 * accepted.  ERR_INVALID "report.not_for_unit": the unit does not file this form. */
MUST_CHECK bool report_compute(struct ctx *, const struct form *, const struct unit *, const char *period, struct report *ret);

/* All institutions below a unit in one pass.  Frozen forms are left as they are. */
struct report_summary {
	size_t computed, frozen;
};
MUST_CHECK bool report_compute_below(struct ctx *, const struct form *, const struct unit *, const char *period,
                                     struct report_summary *ret);

/* What the records give right now, below a unit by the tree of a day (NULL: the form's); nothing is kept. */
MUST_CHECK bool report_preview(struct ctx *, const struct form *, const struct unit *, const char *period, const char *tree_date,
                               const char **ret_cells);

/* Only the unit itself submits; only an office above it returns or accepts.
 * ERR_FORBIDDEN "report.not_yours", ERR_CONFLICT "report.state", ERR_INVALID "report.checks". */
MUST_CHECK bool report_submit(struct ctx *, struct report *);
MUST_CHECK bool report_return(struct ctx *, struct report *, const char *note);
MUST_CHECK bool report_accept(struct ctx *, struct report *);

/* Does the snapshot still have the digest it was submitted with?  ERR_CONFLICT "report.altered". */
MUST_CHECK bool report_verify(struct ctx *, const struct report *);

MUST_CHECK bool report_find(struct ctx *, const struct scope *, const char *code, struct report *ret);
MUST_CHECK bool report_of(struct ctx *, const struct form *, const struct unit *, const char *period, struct report *ret);

/* form, period may be NULL: any. */
MUST_CHECK bool report_list(struct ctx *, const struct scope *, const struct unit *within, const char *form, const char *period,
                            struct buf *ret_items);

/* Full: with rows, labels and values. */
void report_put_json(struct ctx *, struct buf *, const struct report *, bool full);

/* The broken checks of a form's figures as problems (field "row/column"). */
void report_check(struct ctx *, const struct form *, const char *cells, struct problems *ret);

/* The records a cell counts, as JSON items.  column: Excel letter ("E"). */
MUST_CHECK bool report_cell_records(struct ctx *, const struct report *, int row, const char *column, const char *cursor,
                                    size_t limit, struct buf *ret_items, const char **ret_cursor);

/* The official layout as an .xlsx file. */
MUST_CHECK bool report_write_xlsx(struct ctx *, const struct report *, const char *path);

#endif
