/* row.h - a record's own row: keys for search and order, JSON for the log.  Private to src/store. */
#ifndef ROW_H
#define ROW_H

#include "base/map.h"
#include "catalog/expr.h"
#include "store/write.h"

/* Folded text of every searched field, and the sort key of the name field. */
struct val row_search_key(struct ctx *, const struct record_type *, const struct val *value);
struct val row_sort_key(struct ctx *, const struct record_type *, const struct val *value);

/* The UPDATE of one row (db_run_one). */
struct row_write {
	const char *sql;
	struct sql_args args;
};

/* {"full_name": ...} of the fields that mask allows (NULL: those that are not null). */
const char *row_json(struct ctx *, const struct record_type *, const struct val *value, const bool *mask);

/* The stored values of references: codes looked up inside the unit.  stored[i] is the
 * id for references and the value itself otherwise; a code that is not there is a problem. */
struct row_lookup {
	struct map by_code; /* to index + 1 */
	struct entry {
		int64_t id;         /* 0: it is not there */
		const char *status; /* of a reference that is there */
		int school_year;    /* 0: of no year */
		const struct val *seen; /* what entry rules want of the record */
	} *entry;
	size_t n, room;
};
struct wanted;
MUST_CHECK bool row_find_ids(struct ctx *, const struct unit *, const struct record_type *, const struct wanted *also, const char *const *code,
                             size_t n, struct row_lookup *ret);

/* Problems "reference.gone" where a new reference leads to what never was, or to a thing that moved away; "reference.year": of another
 * school year than this record. */
void row_check_reference(struct ctx *, const struct field *, const struct entry *, int school_year, struct problems *);
struct entry *row_entry(struct arena *, struct row_lookup *, const char *code); /* made where there is none; good until the next */
const struct entry *row_found(const struct row_lookup *, const char *code);     /* all 0 where there is none */

#endif
