/* life.h - which status follows from which event: catalog/life/TYPE.json.
 *
 * A status that the law derives (the Ministry's twelve of a pupil, the seven of a member
 * of staff) is never typed: an event with its day is recorded, and the file says what it
 * leads to, for enrolments by the term the day falls in. */
#ifndef LIFE_H
#define LIFE_H

#include "catalog/calendar.h"

struct life_event {
	const char *event;             /* code of the list of the event type's field "event" */
	const char *const *from;       /* statuses it may start from; ends with NULL */
	const char *const *to;         /* by term; one where terms do not count; NULL: not in that term */
	bool begins;                   /* from the initial status: the record was not there before the day of it */
};

/* A field whose past is kept: a change of it is an event of its own, which leaves the status as it is and is never
 * recorded by hand.  Changed together with `first` to the same value it is a correction and no event. */
struct life_dated {
	const struct field *field, *first; /* of the record; first may be NULL */
	const char *event;
	const struct field *before;    /* of the event type: what the field was */
	const struct field *alike, *unless; /* of what it points to: must stay the same within a school year, but where `unless` is true */
	const char *other;             /* the member that says it is meant otherwise: "other_grade" */
};

struct life_copy {
	const struct field *from, *to; /* of the event, of the record it happens to */
};

struct life {
	const struct record_type *type, *event_type;
	const struct field *subject;   /* of the event type: what it happened to */
	bool by_term;
	size_t n_terms;                /* 1 where terms do not count */
	const struct life_event *event;
	const struct life_copy *copy;
	const struct life_dated *dated;
	size_t n_events, n_copies, n_dated;
	const char *const *present;    /* statuses of those who are here; ends with NULL */
};

/* NULL: statuses of the type do not follow from events. */
const struct life *catalog_life(const struct catalog *, const struct record_type *);
const struct life_event *life_event_find(const struct life *, const char *event);

/* The dated field that an event tells of, NULL: it tells of the status; and that a field is kept by, NULL: it is not dated. */
const struct life_dated *life_dated_event(const struct life *, const char *event);
const struct life_dated *life_dated_field(const struct life *, const struct field *);
const struct life_dated *life_other(const struct life *, const char *member); /* that the member is of; life may be NULL */
bool life_is_present(const struct life *, const char *status);

/* Whoever is here by the life of the type, or whatever is in use where it has none. */
bool record_is_present(const struct catalog *, const struct record_type *, const char *status);

/* "t.status IN ('01', '04')": the same in SQL. */
void record_present_sql(struct buf *, const struct catalog *, const struct record_type *, const char *column);

bool life_begins_as(const struct life *, const char *status); /* of whom it tells that they came during the year */
bool life_starts_from(const struct life_event *, const char *status);

#endif
