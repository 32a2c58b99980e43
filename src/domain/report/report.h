/* report.h - statistical forms: computed, submitted, returned or accepted, added up (T42 đ11).
 *
 * A school's form is counted from its records.  The form of an office is the sum
 * of the accepted forms of the institutions below it, the Ministry's the sum of
 * the Sở's; who is still missing is named, never counted as zero.  A submitted
 * form is frozen with its digest; later changes of records do not touch it.
 * A report is kept with the definition of the form it was computed by and with
 * its basis: the records that were counted, or the reports that were added up.
 * An accepted one is changed only by being reopened: that edition is kept, the
 * report goes on as the next, and the sums that took it in say they are stale. */
#ifndef REPORT_H
#define REPORT_H

#include "catalog/form.h"
#include "catalog/period.h"
#include "store/actor.h"

struct report {
	struct unit unit;
	const struct form *form;           /* as it was when the report was computed */
	int64_t id, version, computed_at, submitted_at, decided_at;
	int64_t decided_unit;              /* of the account that returned, accepted or reopened; 0: the command line */
	struct period when;                /* what `period` says */
	const char *code, *form_name, *period, *state; /* draft submitted returned accepted */
	const char *cells, *hash, *note;   /* cells: {"cells":{"37":[...]},"units":1,"missing":[]} */
	const char *definition, *basis;    /* as stored; NULL: computed before these were kept */
	int edition;
	int64_t reopened_at;               /* of an edition that was reopened; 0: this is the current one */
	const char *reason;                /* why it was */
};

/* "2025-start": one of the catalogue's.  ERR_INVALID "report.period". */
MUST_CHECK bool report_period(struct ctx *, const char *period, struct period *ret);

/* Compute and keep as a draft.  ERR_CONFLICT "report.frozen": it is submitted or
 * accepted; a problem with field "report" holds its code.  ERR_INVALID "report.not_for_unit": the unit does not file this form. */
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

/* What is wrong with one cell, said by the office that returned the report. */
struct report_remark {
	int row;                    /* code */
	const char *column, *note;  /* Excel letter */
	const char *sheet;          /* NULL: not said, or the form has no such row any more */
	int64_t at;
};

/* Only the unit itself submits; only an office above it returns or accepts.
 * ERR_FORBIDDEN "report.not_yours", ERR_CONFLICT "report.state", ERR_INVALID "report.checks".
 * Returned with remarks: ERR_INVALID with a problem for each ("cells[2]": "report.cell", "report.reason") that is of no cell of the form or says nothing. */
MUST_CHECK bool report_submit(struct ctx *, struct report *);
MUST_CHECK bool report_return(struct ctx *, struct report *, const char *note, const struct report_remark *, size_t n_remarks);
MUST_CHECK bool report_accept(struct ctx *, struct report *);

/* An accepted report goes on as its next edition, in state returned; the accepted one is kept for ever.  Only the
 * unit that accepted it may; where that is not known, is closed or no longer stands above, any office above. */
MUST_CHECK bool report_reopen(struct ctx *, struct report *, const char *reason);

/* Whether whoever asks may do that. */
MUST_CHECK bool report_reopens(struct ctx *, const struct report *, bool *ret);

/* Of the current edition those since it was sent last; of one that was reopened all there were. */
MUST_CHECK bool report_remarks(struct ctx *, const struct report *, struct report_remark **ret, size_t *ret_n);

/* "đã gửi" for "submitted". */
const char *report_state_name(const char *state);
bool report_is_state(const char *state);

/* Does the snapshot still have the digest it was submitted with?  ERR_CONFLICT "report.altered". */
MUST_CHECK bool report_verify(struct ctx *, const struct report *);

MUST_CHECK bool report_find(struct ctx *, const struct scope *, const char *code, struct report *ret);
MUST_CHECK bool report_of(struct ctx *, const struct form *, const struct unit *, const char *period, struct report *ret);
/* The same by the form's name, also when the catalogue has no such form any more. */
MUST_CHECK bool report_named(struct ctx *, const char *form, const struct unit *, const char *period, struct report *ret);

/* Another edition of a report: one that was accepted and reopened, or the current one.  ERR_NOT_FOUND "report.edition". */
MUST_CHECK bool report_edition(struct ctx *, const struct report *, int edition, struct report *ret);

/* What differs from the edition before, by code and column; none of the first edition. */
struct report_difference {
	int row;
	const char *column, *label; /* Excel letter; label of the row */
	bool was, is;               /* does the edition have the cell at all? */
	int64_t before, now;
};
MUST_CHECK bool report_differences(struct ctx *, const struct report *, struct report_difference **ret, size_t *ret_n);

/* Why an office's sum is no longer that of what it accepted; of an institution: never. */
struct report_stale {
	const char *unit, *unit_name; /* name NULL: outside the caller's scope */
	const char *why;              /* reopened replaced accepted_since; below: a sum in this sum is stale itself */
	const char *message;
	int added, edition;           /* the edition in the sum (0: none) and the current one */
};
MUST_CHECK bool report_find_stale(struct ctx *, const struct report *, struct report_stale **ret, size_t *ret_n);

/* A page of the reports of a unit, within: and of all below it, by code of the unit, form and period.  form, period, state, kind (of
 * unit) NULL: any; cursor NULL: from the first.  *ret_cursor: where to go on, NULL: no more. */
struct report_query {
	const struct unit *unit;
	bool within, waiting; /* waiting: for the caller's office, report_waiting_sql */
	const char *form, *period, *state, *kind, *cursor;
	size_t limit;
};
/* A condition of reports r of units u: they wait for the caller's office, which adds them up or has the unit right below it. */
void report_waiting_sql(struct ctx *, struct buf *sql, struct sql_args *);
MUST_CHECK bool report_list(struct ctx *, const struct report_query *, struct buf *ret_items, const char **ret_cursor);

/* Those of the units, sorted by id, that must file the form, moved to the front; one may stand there twice, and is kept once. */
MUST_CHECK bool report_keep_filers(struct ctx *, const struct form *, const struct period *, struct unit *units, size_t *n);

/* How far the units below one are that owe it a form, by the tree of the form's day: whose reports it adds up.
 * A page by code, each with when it was reminded last; within, form, period, cursor and limit of the query count.  The totals are of all of
 * them, whatever the page. */
struct report_totals {
	size_t none, draft, submitted, returned, accepted; /* none: not computed yet */
};
MUST_CHECK bool report_progress(struct ctx *, const struct form *, const struct report_query *, struct report_totals *ret, struct buf *ret_items,
                                const char **ret_cursor);

/* Of the institutions inside each unit right below one (of an institution: of itself) how many owe it a form, and how far they are: by the tree of the
 * form's day too, whatever became of a unit since. */
struct report_part {
	int64_t unit_id;
	struct report_totals of;
	int64_t reminded_at;           /* of those that have not sent it, the one that was reminded the longest ago: of an office whose sums are added up, that
	                                  office itself; 0: one never was, or all have sent it */
};
MUST_CHECK bool report_parts(struct ctx *, const struct form *, const struct report_query *, struct report_part **ret, size_t *ret_n);

/* Whether the sections of the caller leave out nothing that the form counts: else they decide on none of its reports. */
bool report_is_of_section(const struct ctx *, const struct form *);

/* Whether small figures of the form are covered for the caller, who may not see the records behind them: then its digests, its figures as they are
 * right now and its former editions tell too much. */
bool report_hides(const struct ctx *, const struct form *);

/* Full: with what differs from the edition before, why a sum is stale, broken checks, and rows, labels and values. */
MUST_CHECK bool report_put_json(struct ctx *, struct buf *, const struct report *, bool full);

/* The layout of a form for a screen: titles, heads, rows, open cells, and what must hold between its rows. */
void report_put_layout(struct buf *, const struct form *);

/* Names a check, by what it says: "37=40+41", "46>=52"; and the same in words. */
const char *report_check_key(struct arena *, const struct form_check *);
const char *report_check_words(struct arena *, const struct form_check *);

/* What figures break of the checks of their form, a column each.  Where they cannot be read or were tampered with, that
 * is told alone or last, with the key of the failure and no cells. */
struct report_cell {
	const char *sheet, *column; /* Excel letter */
	int row;                    /* code */
};
struct report_broken {
	struct report_broken *next;
	const char *key, *message;
	bool warning;
	struct report_cell *cell;   /* the total, then what it is held against */
	size_t n_cells;
};
struct report_checked {
	struct report_broken *first, *last;
	size_t n;
};
struct report_checked report_check(struct ctx *, const struct report *);
struct report_checked report_check_figures(struct ctx *, const struct form *, const char *cells);

/* The records that were counted in a cell, as JSON items: each as it was then, with "counted_version", and with
 * "now" where it has changed since.  An office's are those of the editions it added up.  column: Excel letter ("E").
 * Over all pages, items, left out and without basis together are the figure; a page may be short.
 * ERR_NOT_FOUND "report.cell", ERR_FORBIDDEN "right.missing", "field.hidden" (the cell's condition), ERR_CONFLICT "report.no_basis", "report.altered". */
struct report_page {
	struct buf items;
	const struct record_type *type;
	const char *cursor;   /* NULL: this was the last */
	int64_t left_out;     /* records of units that are not, or no longer, in the caller's scope */
	int64_t unlisted;     /* of reports computed before what was counted was kept */
};
MUST_CHECK bool report_cell_records(struct ctx *, const struct report *, int row, const char *column, const char *cursor,
                                    size_t limit, struct report_page *ret);

/* The official layout as an .xlsx file. */
MUST_CHECK bool report_write_xlsx(struct ctx *, const struct report *, const char *path);

#endif
