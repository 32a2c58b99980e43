/* mapping.h - codes of other systems beside ours, for the borders only: import, exchange, reports to them.
 *
 * catalog/mappings/SOURCE/LIST.tsv: code, theirs, their_name, way.  A code may have several
 * partners; way "in" (theirs to ours only) and "out" (ours to theirs only) leave at most one
 * answer in each direction, which the loader checks.  Nothing here is ever a value of a record. */
#ifndef MAPPING_H
#define MAPPING_H

#include "catalog/catalog.h"

struct mapping_row {
	const char *code, *theirs, *their_name; /* their_name NULL: not known */
	bool in, out;
	int line;
};

struct mapping {
	const char *source;             /* "ndc", "sme" */
	const struct list *list;
	const struct mapping_row *row;  /* as in the file */
	size_t n_rows;
	struct mapping_way {
		const struct mapping_answer {
			const char *question, *answer;
			int line;
		} *answer;              /* by question */
		size_t n;
	} out, in;                      /* theirs by code, and the other way round */
};

/* NULL: none for this list. */
const struct mapping *catalog_mapping(const struct catalog *, const char *source, const char *list);

/* NULL: no single answer; a person must choose, or nothing is known. */
const char *mapping_theirs(const struct mapping *, const char *code);
const char *mapping_ours(const struct mapping *, const char *theirs);

#endif
