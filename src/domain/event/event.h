/* event.h - what happens to people in an institution: arriving, leaving, dropping out,
 * returning, being seconded, retiring.  The status follows (catalog/life/), nobody types it. */
#ifndef EVENT_H
#define EVENT_H

#include "catalog/life.h"
#include "store/hook.h"
#include "store/write.h"

/* Record an event of a record whose status follows from events.  The draft is of the
 * event type; which record it happens to is set here.  One transaction.
 * ERR_INVALID "event.none": statuses of this type do not follow from events;
 * "event.state": it cannot happen in the present status; "event.date": in the future,
 * before the last event, outside the school year, or, of whoever comes or returns, before the last event of
 * another enrolment of the year; "event.term": the official list
 * has no status for it in that term; "event.change": it follows by itself from a change of the record; "person.moved": the person is elsewhere by now;
 * "person.inactive": their record is not in use. */
MUST_CHECK bool event_add(struct ctx *, const struct record *, const struct draft *, struct record *ret);

/* The same inside the caller's transaction; the unit is held here. */
MUST_CHECK bool event_add_in(struct ctx *, const struct record *, const struct draft *, struct record *ret);

/* The same event of many records of one unit and school year at once, inside the caller's
 * transaction, which holds the unit; the people are here.  Of the records, what a
 * list shows suffices: fields are not looked at.  Failures as event_add. */
MUST_CHECK bool event_add_all_in(struct ctx *, const struct record *, size_t n, const struct draft *);

/* Take the last event back: it stays on record as undone, the status and the fields the event filled in return to what they
 * were, whoever had put them there; of an event that tells a change of a field, the field does.  The last recorded, not the last day.
 * ERR_INVALID "event.date": meanwhile they were in school by another enrolment; ERR_CONFLICT "event.nothing": there is none; "event.arrival": a transfer or a merger brought the person. */
MUST_CHECK bool event_undo(struct ctx *, const struct record *, struct record *ret);

/* Whoever is there from the day on was not elsewhere after it: no other record of the person and the school year, in any unit,
 * has an event that counts after the day.  ERR_INVALID "event.date". */
MUST_CHECK bool event_check_others(struct ctx *, const struct life *, const struct record *, const char *date);

/* In no school year are two records of the person, in whatever units, present on one day.  ERR_CONFLICT "event.twice". */
MUST_CHECK bool event_check_once(struct ctx *, const struct life *, const char *person);

/* Of two records of a unit and school year: a day on which only the one is present, "đầu năm" for the beginning; NULL: there is none. */
struct event_days {
	const char *only_first, *only_second;
};
MUST_CHECK bool event_compare_days(struct ctx *, const struct life *, const struct unit *, int64_t first, int64_t second, struct event_days *ret);

/* The day of the last event that counts, of whatever kind, of all records of the person in all units; person: a code, that of
 * whoever was merged into another included.  *ret_day NULL: none. */
MUST_CHECK bool event_last_of_person(struct ctx *, const struct life *, const char *person, const char **ret_day);

/* The last school year of those records that is not after `now`, and the last of all; 0: none. */
MUST_CHECK bool event_years_of_person(struct ctx *, const struct life *, const char *person, int now, int *ret_running, int *ret_last);

/* Events of a record as JSON items, oldest first, undone ones included. */
MUST_CHECK bool event_list(struct ctx *, const struct record *, struct buf *ret_items);

/* The hook before writing: a change of class keeps the grade within a school year, but for corrections, for years that
 * have not begun, and for what is meant otherwise.  Problem "event.grade". */
record_hook_fn event_check_alike;

/* The hook after writing: changes of fields that a life keeps the past of become events of today, and a change back on the
 * same day undoes its event.  None for corrections, nor before the school year. */
record_hook_fn event_keep_dated;

#endif
