/* age_parts.h - what sealing and opening have in common.  Private to age*.c. */
#ifndef AGE_PARTS_H
#define AGE_PARTS_H

#include <sodium.h>

#include "base/age.h"

enum { FILE_KEY = 16, SALT = 16, TAG = crypto_aead_chacha20poly1305_ietf_ABYTES, WRAPPED = FILE_KEY + TAG, NONCE = crypto_aead_chacha20poly1305_ietf_NPUBBYTES,
       SEALED_CHUNK = AGE_CHUNK + TAG, MAC = crypto_auth_hmacsha256_BYTES, WORK = 18, WORK_CHEAP = 10, WORK_MAX = 20 };

#define AGE_INTRO      "age-encryption.org/"
#define AGE_VERSION    AGE_INTRO "v1"
#define AGE_X25519     AGE_VERSION "/X25519"
#define AGE_SCRYPT     AGE_VERSION "/scrypt"
#define BASE64_OF(n)   (((n) * 4 + 2) / 3)
#define BASE64_VARIANT sodium_base64_VARIANT_ORIGINAL_NO_PADDING

/* HKDF with SHA-256, 32 bytes. */
void age_derive(const unsigned char *key, size_t n_key, const unsigned char *salt, size_t n_salt, const char *info, unsigned char ret[AGE_KEY_BYTES]);

/* What authenticates a header, up to and with its three dashes. */
void age_header_mac(const unsigned char file_key[FILE_KEY], const char *header, size_t len, unsigned char ret[MAC]);

/* The key that wraps the file's, from both public halves and the shared secret; false: no real public key. */
bool age_x25519(const unsigned char own_secret[AGE_KEY_BYTES], const unsigned char other[AGE_KEY_BYTES], const unsigned char share[AGE_KEY_BYTES],
                const unsigned char recipient[AGE_KEY_BYTES], unsigned char ret[AGE_KEY_BYTES]);

/* The same from a passphrase; work: log2 of the cost.  False: not enough memory. */
bool age_scrypt(const char *passphrase, const unsigned char salt[SALT], unsigned work, unsigned char ret[AGE_KEY_BYTES]);

void age_nonce(uint64_t number, bool last, unsigned char ret[NONCE]);

#endif
