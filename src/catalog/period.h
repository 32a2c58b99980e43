/* period.h - what a report speaks of: a school year and one of the kinds of periods of catalog/periods.json, "2025-start". */
#ifndef PERIOD_H
#define PERIOD_H

#include "catalog/calendar.h"

struct period_kind {
	const char *code, *label, *label_en;
	struct year_day day;           /* the day whose end the figures show; day NULL: each form names its own */
};

struct period {
	int year;                      /* the first of the school year */
	const struct period_kind *kind; /* NULL: none is said, figures are of the form's own day */
};

/* False: there is no such period. */
bool period_parse(const struct catalog *, const char *text, struct period *ret);

/* "2025-start": as the first kind is written; and every kind, "-start hoặc -end": for sentences. */
const char *period_example(struct arena *, const struct catalog *);
const char *period_endings(struct arena *, const struct catalog *);

#endif
