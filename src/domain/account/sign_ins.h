/* sign_ins.h - who came in, was refused and went, from which address and port: kept as long as the policy says, and for nobody but whoever keeps the server. */
#ifndef SIGN_INS_H
#define SIGN_INS_H

#include "domain/account/account.h"

enum { SIGN_IN_REFUSED_AN_HOUR = 2000 }; /* that many are kept, and of more the log of the program says that there were */

/* Inside a transaction.  account_id 0: a name that nobody has, which is kept nowhere; session: its digest, NULL: refused. */
MUST_CHECK bool sign_in_keep_in(struct ctx *, const struct sign_in *, int64_t account_id, const char *session);

/* As a program begins: who came in during the last days, and from where, waits for no others' guesses there (guesses.h). */
MUST_CHECK bool sign_in_remember(struct ctx *);

/* The same of those that ended by themselves, before their sessions are forgotten. */
MUST_CHECK bool sign_in_end_old_in(struct ctx *);

struct sign_in_kept {
	int64_t at;
	const char *account;           /* NULL: nobody has the name */
	bool refused;
	const char *address;           /* "" where there was none */
	int64_t port, ended_at;        /* 0: not known; not yet */
};
typedef bool sign_in_fn(struct ctx *, void *arg, const struct sign_in_kept *);

/* Those from a moment to another, of an account where one is named (NULL: of all), the oldest first. */
MUST_CHECK bool sign_in_each(struct ctx *, const char *account, int64_t from_ms, int64_t until_ms, sign_in_fn *, void *arg);

#endif
