/* calendar.h - the school year: its terms, which are the list "term" in its order, and the days they begin: catalog/calendar.tsv.
 *
 * The last term is the summer: teaching is over, the next school year has not begun. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include "catalog/catalog.h"

/* A day of every school year: "08-01", or "+01-18" of the calendar year after. */
struct year_day {
	const char *day;
	bool next;
};
bool year_day_parse(const char *text, struct year_day *ret); /* keeps the text */
const char *year_day_in(struct arena *, const struct year_day *, int school_year); /* "2026-01-18" */

/* One line of the file. */
struct calendar_line {
	int school_year;               /* 0: every other */
	const char *province;          /* NULL: every other */
	const struct year_day *begins; /* of each term */
};

size_t calendar_terms(const struct catalog *);
const char *calendar_term_code(const struct catalog *, int term);

/* The term, from 0, a day of a school year falls in; -1 when the day is not in that school year. */
int calendar_term(const struct catalog *, int school_year, const char *province, const char *date);
bool calendar_is_summer(const struct catalog *, int term);

#endif
