/* age.h - streams sealed as the program age does it (age-encryption.org/v1), which opens them too.
 *
 * A random key seals the content in chunks, each with its number, so that what was cut off, moved or changed is told
 * from what is whole.  That key is sealed in turn: by a passphrase (scrypt), or to one or more public keys (X25519). */
#ifndef AGE_H
#define AGE_H

#include "base/ctx.h"

enum { AGE_CHUNK = 64 * 1024, AGE_KEYS_MAX = 8, AGE_KEY_BYTES = 32 };

struct age_key {
	const char *passphrase; /* NULL: the keys below */
	unsigned char key[AGE_KEYS_MAX][AGE_KEY_BYTES];
	size_t n;
};

/* From what a file holds.  ERR_INVALID "age.passphrase": too short; "age.key": no key, a wrong one, or of the wrong half. */
MUST_CHECK bool age_passphrase(struct ctx *, const char *text, struct age_key *ret);
MUST_CHECK bool age_recipients(struct ctx *, const char *text, struct age_key *ret); /* public: age1... */
MUST_CHECK bool age_identities(struct ctx *, const char *text, struct age_key *ret); /* private: AGE-SECRET-KEY-1... */

/* ---- sealing ---- */

struct age_out;
typedef bool age_put_fn(struct ctx *, void *arg, const void *data, size_t len);

MUST_CHECK bool age_seal(struct ctx *, const struct age_key *, age_put_fn *, void *arg, struct age_out **ret);
MUST_CHECK bool age_put(struct ctx *, struct age_out *, const void *data, size_t len);
size_t age_room(const struct age_out *); /* until the running chunk is full */
MUST_CHECK bool age_end(struct ctx *, struct age_out *);

/* ---- opening ---- */

struct age_in;
typedef bool age_take_fn(struct ctx *, void *arg, void *into, size_t room, size_t *ret_n); /* 0 only at the end */

/* ERR_INVALID "age.not_one", "age.newer", "age.wrong_key", "age.changed", and of age_take also "age.cut", "age.order". */
MUST_CHECK bool age_open(struct ctx *, const struct age_key *, age_take_fn *, void *arg, struct age_in **ret);

/* The next piece, good until the next call; of no bytes at the end, which is then the whole end. */
MUST_CHECK bool age_take(struct ctx *, struct age_in *, const unsigned char **ret, size_t *ret_n);

#endif
