/* model.h - what must hold between the figures of a form.  Private to the folder. */
#ifndef MODEL_H
#define MODEL_H

#include "catalog/expr.h"
#include "domain/small/small.h"

enum { PROFILES_MAX = 64 };

/* The columns of a sheet as sets of profiles: whoever is counted in a row has one profile, and stands in the columns that have it. */
struct small_columns {
	const struct form_sheet *sheet;   /* the first that has them */
	size_t n, n_profiles;
	uint64_t has[FORM_COLUMNS_MAX];   /* profiles of each column */
	bool of_unit[FORM_COLUMNS_MAX];   /* whose condition asks for the institution alone */
	struct small_shift {              /* what a change of profiles does to the columns */
		int8_t of[FORM_COLUMNS_MAX];
		unsigned n;                   /* columns it changes */
		const int8_t *by;             /* what it does to each of never */
	} *shift;                         /* those that change the fewest first */
	struct small_weights {            /* a sum of columns that is never below 0 */
		int8_t of[FORM_COLUMNS_MAX];
	} *never;
	size_t n_shifts, n_never, n_enough; /* the first of never, which say all the others do where a row has every column */
};

struct small_line {
	const struct form_row *row;
	const struct small_columns *columns;
	const char *source;
	const struct expr *when;          /* NULL: all of the source, or it is not known which */
	bool known, of_unit, gaps;        /* gaps: the form leaves cells of it out */
	uint64_t names[REFS_MAX / 64];    /* refs of the condition */
	size_t at;                        /* its first cell */
	size_t *rule, n_rules, room, signs_room;
	int8_t *sign;                     /* its own, in each of its rules */
};

/* The lines with their signs add up to what they do (0, unless the figures contradict themselves), or never below 0. */
struct small_rule {
	const size_t *line;
	const int8_t *sign;
	size_t n;
	bool equal, by_column;            /* by_column: the columns of the lines are not the same */
};

struct small_relations {
	const struct form *form;
	struct small_line *line;
	struct small_rule *rule;
	size_t n_lines, n_rules, room, n_cells, stride; /* of weighed: the most that n_enough is */
	bool *counts, *tells;             /* by cell */
};

/* A condition asks for nothing but the institution a record stands in. */
bool small_asks_unit(const struct expr_refs *, const struct expr_told *own);

void small_rule_add(struct arena *, struct small_relations *, const size_t *line, const int8_t *sign, size_t n, bool equal);

/* Of a sheet, from the conditions of its columns for a source. */
const struct small_columns *small_columns_of(struct ctx *, const struct form_sheet *, const struct expr_refs *, const struct expr *const *when);

/* Rows within rows, and rows that share nobody, from the conditions of all lines from `first`, which are of one source. */
void small_rows_of(struct ctx *, struct small_relations *, const struct expr_refs *, size_t first);

/* A walk over all that the names of expressions can be; false: there is too much of it. */
struct small_walk {
	const struct expr_told *told;
	struct val value[REFS_MAX];
	size_t name[REFS_MAX], at[REFS_MAX], n;
};
bool small_walk_begin(struct small_walk *, const struct expr_told *, const uint64_t *names);
bool small_walk_next(struct small_walk *);

#endif
