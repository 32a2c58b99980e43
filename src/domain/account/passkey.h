/* passkey.h - signing in with a key that a telephone, a computer or a stick keeps and opens by finger, face or PIN (W3C WebAuthn): both factors in one. */
#ifndef PASSKEY_H
#define PASSKEY_H

#include "domain/account/account.h"

enum { PASSKEYS_MAX = 20, PASSKEY_WAIT_MS = 5 * 60 * 1000 };

/* Where the browser stands: a key is of one host, whatever its port. */
struct passkey_site {
	const char *host, *origin; /* "csdl.example.vn", "https://csdl.example.vn:8443" */
};

struct passkey {
	const char *id, *name, *credential;
	int64_t since_ms, used_ms; /* 0: never */
};
MUST_CHECK bool passkey_list(struct ctx *, int64_t account_id, struct passkey ret[PASSKEYS_MAX], size_t *ret_n);

/* By what authenticators tell accounts apart: random, the same for all keys of an account. */
MUST_CHECK bool passkey_find_handle(struct ctx *, const char **ret);

/* What is to be signed, good once and for PASSKEY_WAIT_MS, for the caller's session, or for the address where there is none.  handle: of the key that
 * is to be made, NULL: it is to sign in by.  Of very many the oldest are good no more. */
MUST_CHECK bool passkey_challenge(struct ctx *, const char *remote, const char *handle, const char **ret);

/* credential: PublicKeyCredential as JSON of the standard.  Of both ERR_INVALID "passkey.form"; ERR_FORBIDDEN "passkey.challenge", "passkey.origin",
 * "passkey.host", "passkey.unverified". */

/* A key for the caller, after session_prove.  ERR_CONFLICT "passkey.taken", "passkey.many". */
MUST_CHECK bool passkey_add(struct ctx *, const struct passkey_site *, const char *remote, const char *name, const json_t *credential, struct passkey *ret);
MUST_CHECK bool passkey_remove(struct ctx *, const char *id); /* ERR_NOT_FOUND "passkey.none" */

/* A whole session, of whoever nobody knows yet, or instead of half a one, the caller's.  name and password of the sign-in are not looked at.
 * ERR_FORBIDDEN "passkey.unknown", "passkey.other" (of another account than that half session), "passkey.signature", "passkey.counter": there is a copy. */
MUST_CHECK bool passkey_sign_in(struct ctx *, const struct passkey_site *, const struct sign_in *, const json_t *credential, const char **ret_token,
                                struct account *ret);

#endif
