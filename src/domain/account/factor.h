/* factor.h - a second factor beside the password: codes of an authenticator program, and codes on paper for when it is lost. */
#ifndef FACTOR_H
#define FACTOR_H

#include "store/actor.h"

enum { FACTOR_CODES = 10 };

struct factor {
	bool set;          /* and confirmed: signing in asks for it */
	int64_t since_ms;
	size_t n_codes;    /* on paper, not used yet */
};
MUST_CHECK bool factor_find(struct ctx *, int64_t account_id, struct factor *ret);

/* A secret for the caller, which counts for nothing until it is confirmed by a code that follows from it; then the codes on paper are told, once.
 * ERR_CONFLICT "otp.set": there is one already; "otp.none": there is none to confirm.  ERR_INVALID "otp.wrong". */
MUST_CHECK bool factor_make(struct ctx *, const char **ret_secret);
const char *factor_uri(struct ctx *, const char *secret); /* of the caller's, for a program to scan */
MUST_CHECK bool factor_find_secret(struct ctx *, const char **ret); /* the one that waits for its code; NULL: none */
MUST_CHECK bool factor_confirm(struct ctx *, const char *code, const char *ret_codes[FACTOR_CODES]);

/* Inside a transaction: whether the code is one of the account's, by its program or on paper; it is none from then on. */
MUST_CHECK bool factor_use(struct ctx *, int64_t account_id, const char *code, bool *ret);

/* The caller's own, after session_prove.  ERR_INVALID "otp.password": without it the password is too short. */
MUST_CHECK bool factor_remove(struct ctx *);
MUST_CHECK bool factor_drop(struct ctx *, int64_t account_id); /* inside a transaction, with a new password */

#endif
