/* transfer_parts.h - what the steps of a transfer share.  Private to src/domain/transfer. */
#ifndef TRANSFER_PARTS_H
#define TRANSFER_PARTS_H

#include "domain/transfer/transfer.h"
#include "store/fence.h"
#include "store/hold.h"
#include "store/take_back.h"

bool transfer_covers_from(const struct ctx *, const struct transfer *);
bool transfer_covers_to(const struct ctx *, const struct transfer *);

/* Both institutions; the one that is left may have closed.  to: the other may, too. */
MUST_CHECK bool transfer_hold(struct ctx *, const struct unit *from, const struct unit *to, enum hold);

/* By its code, whoever asks. */
MUST_CHECK bool transfer_load(struct ctx *, const char *code, struct transfer *ret);

/* One entry in the log of both sides. */
MUST_CHECK bool transfer_log(struct ctx *, const struct transfer *, const char *event);

/* Asking for a person of another school, who may be nobody: counted before it is looked whether name and birth date fit, taken
 * back when they do.  ERR_LIMITED "transfer.quota", the same for whomever is asked. */
MUST_CHECK bool transfer_ask_count(struct ctx *, const char *person);
MUST_CHECK bool transfer_ask_right(struct ctx *, const char *person);

/* Fails with ERR_NOT_FOUND "transfer.person" after the logs of both have a line of it.  at: where the person is, NULL: nobody is asked for. */
MUST_CHECK bool transfer_ask_missed(struct ctx *, const struct unit *to, const char *code, const struct unit *at);

/* A request with the right name and birth date fails otherwise: whoever has the person has a line of it.  False, with the failure as it was. */
bool transfer_ask_told(struct ctx *, const struct unit *to, const struct unit *at);

/* The class at the school that takes the learner in is of the grade of the class they are in, in the same school year; combined
 * classes are free.  ERR_INVALID "transfer.grade". */
MUST_CHECK bool transfer_check_grade(struct ctx *, const struct record *learner, const struct unit *to, const char *class_code);

/* The grade a learner is in at a unit; *ret NULL: none, not a learner, or not for the caller to know. */
MUST_CHECK bool transfer_find_grade(struct ctx *, const struct record_type *, const struct unit *at, int64_t id, const char **ret);

/* A class that a request names is one of the school that asks, in use and of no old year.  ERR_INVALID "transfer.class". */
MUST_CHECK bool transfer_check_asked_class(struct ctx *, const struct unit *to, const char *class_code);

/* The school teaches the grade the learner is in, or the next one.  ERR_INVALID "transfer.level". */
MUST_CHECK bool transfer_check_level(struct ctx *, const struct record *learner, const struct unit *to);

/* A day that is one, of the school year the person is in, the summer before it or a year to come that is near, and not before
 * the last thing that happened to the person: who was counted somewhere until later did not leave on it.  ERR_INVALID "transfer.day". */
MUST_CHECK bool transfer_check_day(struct ctx *, const struct record *person, const char *day);

/* What a transfer wrote, on both sides, and the days it writes over: kept beside it, for an undo. */
struct transfer_span {
	struct span from, to;
	json_t *days;
};
MUST_CHECK bool transfer_marks(struct ctx *, const struct transfer *, bool end, struct transfer_span *);
MUST_CHECK bool transfer_days(struct ctx *, const struct transfer *, const char *day, struct transfer_span *);
MUST_CHECK bool transfer_keep(struct ctx *, const struct transfer *, const struct transfer_span *);

/* Carry it out inside the caller's transaction: leave, move, arrive. */
MUST_CHECK bool transfer_carry_out(struct ctx *, const struct transfer *, const char *class_code, const char *day);

#endif
