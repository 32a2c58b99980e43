/* event_parts.h - what the parts of events share.  Private to this folder. */
#ifndef EVENT_PARTS_H
#define EVENT_PARTS_H

#include "domain/event/event.h"

/* Whoever moved on has no more events in the unit they left.  ERR_INVALID "person.moved", "person.inactive". */
MUST_CHECK bool event_check_here(struct ctx *, const struct record *);

/* Nothing happens before the day a record is said to begin on.  ERR_INVALID "event.date". */
MUST_CHECK bool event_check_begun(struct ctx *, const struct record *, const char *date);

#endif
