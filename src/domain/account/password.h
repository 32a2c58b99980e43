/* password.h - what a password of one's own must be. */
#ifndef PASSWORD_H
#define PASSWORD_H

#include "store/actor.h"

/* ERR_INVALID "password.weak": shorter than policy.json says (with a second factor it may be shorter), or what is left of it is too little without what whoever guesses would try first: the
 * account's name, its unit's code and name, words of catalog/guessed.tsv, rows of keys, years, repetitions. */
MUST_CHECK bool password_check(struct ctx *, const struct account *, const char *password, bool has_factor);
bool password_is_short(const struct ctx *, const char *password); /* enough beside a second factor only */

#endif
