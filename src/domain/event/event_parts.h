/* event_parts.h - what the parts of events share.  Private to this folder. */
#ifndef EVENT_PARTS_H
#define EVENT_PARTS_H

#include "domain/event/event.h"

/* Whoever moved on has no more events in the unit they left.  ERR_INVALID "person.moved", "person.inactive". */
MUST_CHECK bool event_check_here(struct ctx *, const struct record *);

/* Whoever is there from the day on was not elsewhere after it: no other record of the person and the school year, in any unit,
 * has an event that counts after the day.  ERR_INVALID "event.date". */
MUST_CHECK bool event_check_others(struct ctx *, const struct life *, const struct record *, const char *date);

#endif
