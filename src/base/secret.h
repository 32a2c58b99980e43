/* secret.h - passwords, tokens and digests, by libsodium. */
#ifndef SECRET_H
#define SECRET_H

#include "base/arena.h"

/* Once per process, before threads start. */
void secret_init(void);

/* argon2id.  At most one computation per core runs at a time; others wait here.
 * KHUE_TEST_CHEAP_PASSWORDS in the environment makes it cheap, for tests only. */
const char *secret_password_hash(struct arena *, const char *password);
bool secret_password_matches(const char *hash, const char *password);

/* n random bytes as URL-safe text. */
const char *secret_token(struct arena *, size_t n_bytes);

/* The text behind base64; NULL: it is none, or holds a NUL. */
const char *secret_decode64(struct arena *, const char *base64);

/* Text that comes back from outside unread and unchanged: only whole, and only with the same `about`, which is not in it.  The same
 * text gives the same.  secret_open NULL: it was never sealed so. */
const char *secret_seal(struct arena *, const char *text, const char *about);
const char *secret_open(struct arena *, const char *sealed, const char *about);

/* The key of seals, before threads start; random where nobody sets it, so that processes of one database must be told the same. */
void secret_set_seal_key(const char *text);

/* A password a person can type: four groups of four, no look-alike letters. */
const char *secret_one_time_password(struct arena *);

/* 32 bytes as URL-safe text that follow from a secret of at most 64 bytes and from what they are for; the secret does not follow from them. */
const char *secret_derive(struct arena *, const char *secret, const char *purpose);

/* A key that follows from a secret of at most 64 bytes and from what it is for. */
struct secret_key {
	unsigned char raw[32];
};
struct secret_key secret_key_of(const char *secret, const char *purpose);

/* Quick: 64 bits under the key.  n bytes that follow from it and from a name. */
uint64_t secret_key_digest(const struct secret_key *, const void *data, size_t len);
void secret_key_stream(const struct secret_key *, const char *name, void *ret, size_t n);

/* SHA-256 as 64 hexadecimal digits. */
const char *secret_digest(struct arena *, const void *data, size_t len);

/* The same of what comes in parts; asked for its text it is at its beginning again. */
struct digest;
struct digest *secret_digest_new(struct arena *);
void secret_digest_add(struct digest *, const void *data, size_t len);
const char *secret_digest_text(struct arena *, struct digest *);

/* A short digest under a key of this process: whoever chooses the data cannot choose with what it falls together. */
uint16_t secret_place(const void *data, size_t len);

/* Equal in constant time. */
bool secret_equal(const char *a, const char *b);

#endif
