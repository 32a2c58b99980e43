/* guesses.h - how much is guessed: from an address, from a network, at an account, with one password at many.
 *
 * Of this process and forgotten with it, but for who was right (sign_in_remember); what an account has to wait for at one address is in the
 * database (session.c).  A guess is counted before the password is looked at, and taken back when it was right.  Counts run out at a rate of their own, and all are gone in a
 * quarter of an hour or when the clock is set back; whoever was right before, with that name from that address, is kept from nothing by others. */
#ifndef GUESSES_H
#define GUESSES_H

#include "base/base.h"

struct guess {
	const char *name, *password;
	const char *remote; /* of this machine no address is counted: a proxy that nobody named would be one of everybody */
};

/* In how many seconds it may be looked at; 0: now, and it is counted. */
int guess_begin(const struct guess *, int64_t now_ms);

/* It was not looked at after all. */
void guess_take_back(const struct guess *);

void guess_was_right(const struct guess *); /* it is no guess, and taken back */

void guess_know(const char *name, const char *remote); /* who was right there */

/* As in a new process; for tests. */
void guesses_forget(void);

#endif
