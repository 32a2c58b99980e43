/* support.h - requests for help and reports of faults (T42 đ13): an account asks about a page, whoever looks after its unit answers, and the asker sees it.
 *
 * Answered by accounts with the right "support" in whose scope the unit lies: of the unit itself and of those above it.  The unit's own and the one
 * directly above are told of it at once; those further up when nobody has answered for support_answer_days of the catalogue.  What is written may
 * hold personal data by accident: it stands in its row alone, and in no log. */
#ifndef SUPPORT_H
#define SUPPORT_H

#include "store/actor.h"

enum { SUPPORT_TEXT_MAX = 2000, SUPPORT_PAGE_MAX = 200 }; /* characters */

struct support_request {
	struct unit unit;          /* whose it is, mostly that of the account that asked: id, code, name, path, levels */
	int64_t id, asked_at, asked_account, answered_at, seen_at; /* answered_at 0: open; seen_at: when the asker had read the answer, 0: not yet */
	const char *code, *page, *text, *asked_by, *answer, *answered_by;
	const char *state;         /* open answered */
};

/* An office may ask for a unit below it, which has called.  page: an address of the application, without what follows "?".  So many a day (catalog/policy.json, "support_requests_a_day").
 * ERR_INVALID "support.page", "support.text"; ERR_LIMITED "support.quota". */
MUST_CHECK bool support_ask(struct ctx *, const struct unit *, const char *page, const char *text, struct support_request *ret);

/* The caller's own, or one that they may answer.  ERR_NOT_FOUND "support.unknown". */
MUST_CHECK bool support_find(struct ctx *, const char *code, struct support_request *ret);

/* Once, and not one's own.  ERR_CONFLICT "support.answered", "support.own"; ERR_INVALID "support.text". */
MUST_CHECK bool support_answer(struct ctx *, const struct support_request *, const char *text, struct support_request *ret);

/* The asker has read the answer.  ERR_CONFLICT "support.open", "support.other". */
MUST_CHECK bool support_see(struct ctx *, const struct support_request *, struct support_request *ret);

/* within NULL: the caller's own, the newest first.  Else those of units below it in the caller's scope: open ones the oldest first, others the newest.
 * state NULL: all.  *ret_cursor: where the next page begins, NULL when this is the last. */
MUST_CHECK bool support_list(struct ctx *, const struct unit *within, const char *state, const char *cursor, size_t limit, struct support_request **ret,
                             size_t *ret_n, const char **ret_cursor);

/* How many the caller is told to answer, and how many answers they have not read. */
MUST_CHECK bool support_count_waiting(struct ctx *, int64_t *ret);
MUST_CHECK bool support_count_unseen(struct ctx *, int64_t *ret);

#endif
