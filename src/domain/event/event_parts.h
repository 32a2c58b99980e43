/* event_parts.h - what the parts of events share.  Private to this folder. */
#ifndef EVENT_PARTS_H
#define EVENT_PARTS_H

#include "domain/event/event.h"

/* Whoever moved on has no more events in the unit they left.  ERR_INVALID "person.moved", "person.inactive". */
MUST_CHECK bool event_check_here(struct ctx *, const struct record *);

/* The first event of a record that is said to begin on a day: none happens before it, but one that begins it, and that not after it.
 * ERR_INVALID "event.date". */
MUST_CHECK bool event_check_begun(struct ctx *, const struct record *, const char *date, bool begins);

/* Whoever a transfer brought in this year, or in the summer before it, is there already.  ERR_INVALID "event.date". */
MUST_CHECK bool event_check_first_coming(struct ctx *, const struct life *, const struct record *);

#endif
