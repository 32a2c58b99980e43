/* transfer.h - a person goes from one institution to another, in two steps.
 *
 * The school that has the person offers and the other accepts; or the other asks,
 * proving by name and birth date that the person stands before it, and the first
 * releases.  A school that does not answer a request loses its say: after the
 * catalogue's transfer_release_days the person is released by itself.  Until then
 * the person stays where they are; with the last step everything changes at once:
 * never in no school, never in two.  An enrolment of a year that has not begun is
 * undone where the learner was; the new class may be of this year or of the next, and is of the grade the learner is in
 * unless said otherwise. */
#ifndef TRANSFER_H
#define TRANSFER_H

#include "store/write.h"

struct transfer {
	const char *code, *type, *person; /* of the transfer; "learner" or "staff"; the person's code */
	const char *name, *birth_date, *grade; /* of the person and, while it is open, of the class they are in; NULL: not for the caller to know */
	struct unit from, to;
	int64_t id, started_at, release_at, decided_at; /* release_at 0: an offer; decided_at 0: open */
	const char *started_by;           /* "from" or "to" */
	const char *state;                /* open done released refused withdrawn undone; released: done without an answer */
	const char *class_code, *day, *reason, *note;
	bool other_grade;                 /* a class of another grade is meant */
};

struct transfer_start {
	const char *person;               /* code */
	const char *full_name, *birth_date; /* of a request: what the asking school knows of the person; "2018" where only the year is known */
	const char *class_code;           /* of a request for a learner: where they will be */
	const char *day, *reason;
	bool other_grade;                 /* of a request: a class of another grade is meant */
};

/* ERR_NOT_FOUND "record.unknown": not the caller's; ERR_INVALID "transfer.school": no such
 * institution, or the same; "transfer.day": none, before the last event of the person or the
 * summer before the school year they are in, or after the years that run or are near; "person.moved"; ERR_CONFLICT "transfer.open". */
MUST_CHECK bool transfer_offer(struct ctx *, const struct transfer_start *, const char *to_code, struct transfer *ret);

/* Who may write transfers may write those of learners; of staff, with the right "staff_transfer".  ERR_FORBIDDEN "right.missing". */
MUST_CHECK bool transfer_check_right(struct ctx *, const char *type);

/* The same words for a code that is not there and for a name or birth date that is another's: ERR_NOT_FOUND
 * "transfer.person".  Each such miss is an entry in the logs of both schools, MISSED and ASKED, and so many a day are
 * answered (catalog/policy.json, "transfer_misses_a_day" of an account, "transfer_misses_of_person" of a unit and
 * one person): then ERR_LIMITED "transfer.quota", for what would be right, too. */
MUST_CHECK bool transfer_request(struct ctx *, const struct transfer_start *, const struct unit *to, struct transfer *ret);

/* Seen by either side and by the offices above them, who are shown such records.  ERR_NOT_FOUND "transfer.unknown". */
MUST_CHECK bool transfer_find(struct ctx *, const char *code, struct transfer *ret);

/* The other side, or an office above it, agrees.  class_code: of an accepted offer for a
 * learner; day NULL: as started.  ERR_FORBIDDEN "transfer.side"; ERR_CONFLICT
 * "transfer.state": decided already; ERR_INVALID "transfer.class", "transfer.grade" unless other_grade is set in it, "transfer.day", and what
 * event_add says. */
MUST_CHECK bool transfer_agree(struct ctx *, const struct transfer *, const char *class_code, const char *day, struct transfer *ret);
MUST_CHECK bool transfer_refuse(struct ctx *, const struct transfer *, const char *note, struct transfer *ret);
MUST_CHECK bool transfer_withdraw(struct ctx *, const struct transfer *, struct transfer *ret); /* by the side that started */

/* Taken back by the side that has the person now, or an office above it, as though nobody had moved: records, statuses, days
 * and codes are again what they were; what came into being on the way never was.  The reason becomes the note.
 * ERR_CONFLICT "transfer.used" with a problem for each thing the new school built on it; "transfer.state": not done;
 * "transfer.kept": of an older release; ERR_FORBIDDEN "transfer.side"; ERR_INVALID "person.moved". */
MUST_CHECK bool transfer_undo(struct ctx *, const struct transfer *, const char *reason, struct transfer *ret);

/* Every request whose time is over; one that cannot be carried out any more is refused with the reason. */
MUST_CHECK bool transfer_release_due(struct ctx *, size_t *ret_released);

/* Transfers from and to a unit by code, after a code ("" for the first), of people whose records the caller is shown;
 * states as "done,released", "" for all.  *ret_cursor: the code to go on after, NULL: no more. */
MUST_CHECK bool transfer_list(struct ctx *, const struct unit *, const char *states, const char *after, size_t limit, struct transfer **ret,
                              size_t *ret_n, const char **ret_cursor);

void transfer_put_json(struct ctx *, struct buf *, const struct transfer *);

#endif
