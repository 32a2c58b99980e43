/* select.h - the columns of a record in a query, and back.  Private to src/store. */
#ifndef SELECT_H
#define SELECT_H

#include "store/record.h"

enum { SELECT_FIXED = 11 };

/* What stands in another record, by the path that leads there: "learner.full_name". */
struct select_path {
	const char *name;          /* as asked for */
	size_t ref;                /* in refs */
};

/* A person whom paths tell of, and who is noted (store/seen.h). */
struct select_person {
	const struct record_type *type;
	size_t ref;                /* in refs: the code */
};

struct record_select {
	const struct record_type *type;
	const char *from;          /* instead of the type's table; NULL: the table */
	const char *leads;         /* "(SELECT ...) u" of a unit and a record_id: the row is found by it, and comes last; NULL: the other way round */
	const char *beside;        /* " JOIN ..." of what is read with it, NULL: nothing */
	struct expr_refs refs;     /* joins of references shown, and of the filter */
	const struct field **field;
	const char **masked;       /* what is taken for the column, as refs.mask lets it be seen; NULL: the column */
	size_t n_fields;
	struct select_path *path;
	size_t n_paths;
	struct select_person *person; /* their cells come after those of the paths */
	size_t n_persons;
	size_t unit_arg;           /* in the arguments: the one unit asked for */
	const char *status;        /* "t.status", or what it was on refs.on */
	bool masks;                /* numbers and addresses are not told wholly (field.masked) */
	bool no_nulls;             /* what holds nothing is not written */
};

/* Every field, for the program itself: nothing of it may go out.  scope: of a record that is looked for in it. */
MUST_CHECK bool select_fields(struct ctx *, struct record_select *, const struct record_type *, const struct scope *);

/* What the caller is shown.  names NULL: every field that is; a name with points is a path of expressions (catalog/expr.h), which may
 * end in "title", the name of the record it leads to.  on: NULL or a day, see expr_refs.on.  year: of the records of a year that a
 * path goes on to, 0: the running one.  ERR_INVALID "field.unknown"; ERR_FORBIDDEN "field.hidden": a name of what is not. */
MUST_CHECK bool select_shown(struct ctx *, struct record_select *, const struct record_type *, const char *names, const char *on, int year);

/* "SELECT ... FROM r_x t JOIN unit u ... LEFT JOIN ..."; further columns come last. */
void select_sql(struct buf *, const struct record_select *, const char *const *further, size_t n_further);

/* The same table and joins, without columns: "SELECT 1 FROM ...". */
void select_none_sql(struct buf *, const struct record_select *);

/* The first SELECT_FIXED cells: u.id u.code t.id t.code t.version t.status t.created_at t.changed_at t.client_id t.school_year
 * t.catalog_version */
void select_put_members(struct buf *, const struct record_select *, const struct val *cell);

bool select_masks(const struct record_select *); /* is there anything that it masks? */

/* Notes whom the paths tell of; cell: of the first path. */
void select_note_persons(struct ctx *, const struct record_select *, int64_t unit_id, const struct val *cell);

/* The paths alone, for a record that is there already: "SELECT ... WHERE t.unit_id = $1 AND t.id = $2". */
void select_paths_sql(struct buf *, const struct record_select *);
void select_put_paths(struct buf *, const struct record_select *, const struct val *cell);

#endif
