/* lookup.h - one line of search: persons, classes and units by what a clerk knows of them.
 *
 * Nobody finds by what they may not read: a type whose module is not the caller's is left out, and so is a field that is not
 * shown to them (store/shown.h).  The last digits of a number and a telephone number are looked for in one school only.  A
 * telephone is a person's own or of whoever belongs to them: that of a guardian finds the child.  Names come in the order of
 * store/nearest.h. */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "store/record.h"

/* What a text can mean; a member that it cannot be is NULL. */
struct lookup_text {
	const char *clean;     /* a name or a code */
	const char *date;      /* 2015-09-05; then it is nothing else */
	const char *last;      /* the four last digits of an identity number or a telephone */
	const char *number;    /* a whole one */
	const char *phone;
};

/* ERR_INVALID "search.text": empty or unreadable, "search.date": a day that there is not. */
MUST_CHECK bool lookup_read(struct ctx *, const char *text, struct lookup_text *ret);

struct lookup {
	const char *text;
	const struct unit *unit;   /* where; NULL: the caller's whole scope */
	bool within;               /* also the units below */
	int year;                  /* of classes, and of a learner's class */
	bool persons, classes, units;
	bool schools;              /* all that work, wherever they are: their names are public */
	size_t limit;              /* of each kind */
};

/* {"kind", "type", "code", "title", "note", "unit"} as JSON items.  ERR_INVALID "search.one_school", ERR_LIMITED
 * "search.quota": too many numbers looked for outside the caller's own school today. */
MUST_CHECK bool lookup_run(struct ctx *, const struct lookup *, struct buf *ret_items);

#endif
