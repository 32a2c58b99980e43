/* otp.h - codes of six digits that follow from a secret and the time (RFC 6238: SHA-1, 30 seconds), as authenticator programs show them. */
#ifndef OTP_H
#define OTP_H

#include "base/arena.h"

enum { OTP_DIGITS = 6, OTP_STEP_MS = 30 * 1000 };

/* 20 random bytes in base32. */
const char *otp_secret(struct arena *);

/* The code of a step, which is its time by OTP_STEP_MS.  "": the secret is no base32. */
void otp_code(const char *secret, int64_t step, char ret[OTP_DIGITS + 1]);

/* Which step of those around now the code is of, all compared; -1: of none. */
int64_t otp_step(const char *secret, const char *code, int64_t now_ms);

#endif
