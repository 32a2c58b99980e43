/* figures.h - the numbers of a form: counting records, adding up, JSON.  Private to the folder. */
#ifndef FIGURES_H
#define FIGURES_H

#include "catalog/expr.h"
#include "db/db.h"
#include "domain/report/report.h"

/* One form's numbers for one unit: cell[row][column] in the order of the form. */
struct figures {
	const struct form *form;
	size_t n_cells;
	int64_t *cell;
	struct basis *basis; /* what was counted, see basis.h; NULL: not kept */
};

struct figures figures_new(struct arena *, const struct form *);

/* Index of the first column of a row, by sheet and position; SIZE_MAX for headings. */
size_t figures_at(const struct form *, const struct form_sheet *, size_t row_index);

void figures_add(struct figures *, const struct figures *);

/* {"1":[3,3,0],"25":null,...}: by code; null: no source; inside a row null: the form leaves the cell out. */
void figures_put_json(struct buf *, const char *name, const struct figures *);
void figures_put_row(struct buf *, const char *name, const struct form_sheet *, const struct form_row *, const int64_t *first,
                     const bool *covered); /* one of them; what is covered (NULL: nothing) is null */

/* The day whose end the figures of a period show: the period's, or the form's own where it names none. */
const char *figures_day(struct arena *, const struct form *, const struct period *);

/* Count for each of the units (sorted by id), as of the form's day: of each nothing but its own records is read. */
MUST_CHECK bool figures_count(struct ctx *, const struct form *, const struct period *, const struct unit *units, size_t n_units, struct figures *ret);

/* The same where they are looked at and no more: those of units of which nothing was written since this process counted them are known.
 * Inside one read, of figures without a basis. */
MUST_CHECK bool figures_find_or_count(struct ctx *, const struct form *, const struct period *, const struct unit *units, size_t n_units, struct figures *ret);

/* How many figures of an institution's report that is not sent would be others if it were computed now; x: those it has. */
MUST_CHECK bool report_count_changed(struct ctx *, const struct report *, const struct figures *x, size_t *ret);

/* A cell by its code and the index of its column; NULL: the form has no such row. */
const int64_t *figures_cell(const struct figures *, int code, size_t column);

/* The index of a column of a sheet by its Excel letters; SIZE_MAX: none. */
size_t figures_column_index(struct arena *, const struct form_sheet *, const char *letters);

/* Figures of one edition of a form as those of another: by code and column, what is in only one is left out. */
void figures_translate(const struct figures *from, struct figures *to);

/* The figures inside the stored JSON of a report.  ERR_CONFLICT "report.damaged": says where. */
MUST_CHECK bool figures_of(struct ctx *, const struct form *, const char *stored, struct figures *ret);

/* ---- small figures about persons: covered.c ---- */

/* For whoever may not see the records behind them: ret->of[cell] of the report's form; NULL: nothing is covered. */
struct covered {
	const bool *of;
	bool hides;      /* whether the caller is one of those for whom figures are covered, here or elsewhere */
};
MUST_CHECK bool covered_of(struct ctx *, const struct report *, struct covered *ret);

/* What would tell of covered cells: broken checks with their figures, and what was remarked on them. */
void covered_leave_out(struct ctx *, const struct covered *, const struct form *, struct report_checked *);
size_t covered_leave_out_remarks(struct ctx *, const struct covered *, const struct form *, struct report_remark *, size_t n); /* returns how many are left */

/* Is a cell of a report covered, by its code and the letter of its column? */
bool covered_is(struct ctx *, const struct covered *, const struct form *, int code, const char *column);

/* ---- who files: filers.c ---- */

/* Institutions at or below a unit that must file the form, by the tree of a day, or of the day of a period; sorted by id. */
MUST_CHECK bool report_filers_on(struct ctx *, const struct form *, const struct unit *, const char *date, struct unit **ret, size_t *ret_n);
MUST_CHECK bool report_filers(struct ctx *, const struct form *, const struct unit *, const struct period *, struct unit **ret, size_t *ret_n);

/* The units whose reports an office adds up, as its kind says: offices that are right below it today, who add up institutions
 * themselves, else the institutions; sorted by id. */
MUST_CHECK bool report_expected(struct ctx *, const struct form *, const struct unit *, const struct period *, struct unit **ret, size_t *ret_n);

/* Of the institutions t, those at work on a day whom the form is for: " LEFT JOIN ..." and a condition. */
MUST_CHECK bool report_filers_sql(struct ctx *, const struct form *, const char *date, struct buf *joins, struct buf *where, struct sql_args *);

/* Which of several reports are sums that are stale. */
MUST_CHECK bool report_mark_stale(struct ctx *, const struct report *, size_t n, bool *ret);

void report_put_remarks(struct buf *, const struct report_remark *, size_t n); /* "remarks" */
void report_put_checks(struct buf *, const struct report_checked *); /* "checks" */

/* Inside the caller's transaction; of a report as it is after the step. */
MUST_CHECK bool report_check_remarks(struct ctx *, const struct report *, const struct report_remark *, size_t n);
MUST_CHECK bool report_add_remarks(struct ctx *, const struct report *, const struct report_remark *, size_t n);
MUST_CHECK bool report_answer_remarks(struct ctx *, const struct report *);

MUST_CHECK bool report_keep_definition(struct ctx *, const struct form *); /* inside the caller's transaction */

/* What a report is held to: form, unit, period, edition, definition, figures and what was counted. */
const char *report_digest(struct ctx *, const struct report *);

const char *report_code(struct ctx *, const struct unit *, int64_t id);

/* Reports of before editions were kept are the first. */
static inline int report_edition_number(int64_t stored)
{
	return stored == 0 ? 1 : (int)stored;
}

/* Row and column conditions of one source, parsed for a period. */
struct figures_source {
	const struct form *form;
	const struct form_source *source;
	struct expr_refs refs;
	const struct expr *base;            /* NULL: everything */
	struct counted_row {
		const struct form_sheet *sheet;
		const struct form_row *row;
		const struct expr *when;
		size_t at;
	} *row;
	struct counted_sheet {
		const struct form_sheet *sheet;
		const struct expr *column[FORM_COLUMNS_MAX];
	} *sheet;
	const struct expr **measure;        /* by index of form->measure; only those of this source are set */
	bool *measured;
	size_t n_rows, n_sheets;
};

#endif
