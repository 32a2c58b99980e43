/* search.h - what is looked for by name or code, in a list of records.  Private to src/store.
 *
 * Of one unit every key is looked at, on PostgreSQL before what else is asked: it would weigh that first.  Of many units either the list is walked in its order, which soon gives a page where
 * the words are common, or the index of words gives all there are, where they are few. */
#ifndef SEARCH_H
#define SEARCH_H

#include "store/record.h"

struct search {
	const struct record_type *type;
	const char *text;          /* clean; it may be a code */
	const char **word;         /* folded; none: nothing is found by name */
	size_t n_words;
	bool whole;                /* they are whole words */
	bool all;                  /* nothing was asked for */
	const char **index;        /* what the index is asked, by word; NULL: the list is walked */
	bool none;                 /* no record has such words */
	const struct unit *unit;   /* whose keys are looked through before anything else of a record is; NULL: together with it */
};

/* ERR_INVALID "query.q", ERR_FORBIDDEN "field.hidden". */
MUST_CHECK bool search_read(struct ctx *, const struct record_type *, const char *q, bool whole, struct search *ret);

/* Which way?  unit: the one it is about, NULL: many; then also whether the index is to be asked, and what. */
MUST_CHECK bool search_choose(struct ctx *, const struct unit *, struct search *);

/* " AND (t.code = $1 OR ...)"; unit_arg: in the arguments the one unit it is about, NULL: many. */
void search_sql(struct buf *sql, struct sql_args *, const struct search *, const size_t *unit_arg);

/* " AND (t.personal_id = $1 OR ...)"; and the rows of many units that an index gives, NULL: it has none to give. */
void match_sql(struct buf *sql, struct sql_args *, const struct record_match *);
const char *match_from(struct ctx *, struct sql_args *, const struct record_type *, const struct record_match *);

/* Instead of the table: the rows that are found first, "(SELECT ...)"; NULL: the table itself. */
const char *search_from(struct ctx *, struct sql_args *, const struct search *);

#endif
