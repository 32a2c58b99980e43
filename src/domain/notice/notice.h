/* notice.h - what waits for whom: reminders sent to units, and the few numbers that tell a caller what is theirs to do. */
#ifndef NOTICE_H
#define NOTICE_H

#include "catalog/form.h"
#include "store/actor.h"

/* An office asks units below it for a form: once a day a unit and form of a period.  Sorts the units by id.
 * ERR_INVALID "report.period"; ERR_NOT_FOUND "unit.unknown": one is not the caller's. */
enum { REMIND_MAX = 500 }; /* units at once */
struct reminded {
	const char *unit;         /* code */
	const char *key, *message; /* NULL: it was reminded; else why not: "reminder.own", "reminder.today", "reminder.sent", "report.not_for_unit", "unit.closed" */
};
MUST_CHECK bool notice_remind(struct ctx *, const struct form *, const char *period, struct unit *units, size_t n, struct reminded *ret);

/* Faults of records are not among these: they are found anew from every record of a school, which no frame of a screen may ask for. */
enum notice_kind {
	NOTICE_TRANSFERS,         /* of the other side, for the caller's unit to answer */
	NOTICE_EXPORTS,           /* that the caller may approve: of their unit, and of those below what nobody there may */
	NOTICE_RETURNED,          /* reports of the caller's unit */
	NOTICE_SUBMITTED,         /* reports of those below whom the caller's unit adds up */
	NOTICE_REMINDER,          /* one for each form and period that was asked for and is not sent yet; n: on how many days */
	NOTICE_PASSWORDS,         /* accounts that never changed their one-time password */
	NOTICE_ACCOUNTS,          /* of the caller's role and unit, issued, opened again or given a new password by others in two weeks, where the role decides */
	NOTICE_REGULATIONS,       /* rules of use that the caller has not acknowledged */
	NOTICE_FILES,             /* exports of the caller that are there to be fetched, and were not */
	NOTICE_REVIEW,            /* accounts that the caller keeps, not looked at for long */
	NOTICE_VIEWS,             /* accounts of the caller's unit and below that were shown as many persons as they may, in a week */
	NOTICE_WHOLE,             /* of accounts that were shown many people of the school whole */
	NOTICE_DECOYS,            /* and of those that opened records of nobody */
	NOTICE_REQUESTS,          /* for help, that the caller is to answer */
	NOTICE_ANSWERS,           /* to requests of the caller, not read yet */
	NOTICE__COUNT
};
struct notice {
	enum notice_kind kind;
	int64_t n;                /* never 0 */
	const char *form, *period; /* NOTICE_REMINDER */
};
MUST_CHECK bool notice_list(struct ctx *, struct notice **ret, size_t *ret_n);

#endif
