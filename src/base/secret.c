/* secret.c - libsodium with a semaphore around the costly hash. */
#include "base/secret.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <semaphore.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPS = 1, MEM = 46 * 1024 * 1024 };

static sem_t cores;
static unsigned char seal_key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
static unsigned char place_key[crypto_shorthash_KEYBYTES];
static bool cheap;

void secret_init(void)
{
	static bool ready;
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	if (ready)
		return;
	if (sodium_init() < 0 || sem_init(&cores, 0, n > 0 ? (unsigned)n : 1) != 0)
		abort();
	cheap = getenv("KHUE_TEST_CHEAP_PASSWORDS") != NULL;
	randombytes_buf(seal_key, sizeof seal_key);
	randombytes_buf(place_key, sizeof place_key);
	ready = true;
}

static void enter(void)
{
	while (sem_wait(&cores) != 0)
		continue; /* interrupted by a signal */
}

const char *secret_password_hash(struct arena *a, const char *password)
{
	char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);

	enter();
	int rc = crypto_pwhash_str(hash, password, strlen(password), OPS, cheap ? crypto_pwhash_MEMLIMIT_MIN : MEM);
	sem_post(&cores);
	if (rc != 0)
		abort(); /* out of memory */
	return hash;
}

bool secret_password_matches(const char *hash, const char *password)
{
	enter();
	int rc = crypto_pwhash_str_verify(hash, password, strlen(password));
	sem_post(&cores);
	return rc == 0;
}

const char *secret_token(struct arena *a, size_t n)
{
	unsigned char *raw = arena_alloc(a, n);
	size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(a, room);

	randombytes_buf(raw, n);
	return sodium_bin2base64(text, room, raw, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

const char *secret_decode64(struct arena *a, const char *base64)
{
	const size_t len = strlen(base64);
	char *text = arena_alloc(a, len + 1);
	size_t n;

	if (sodium_base642bin((unsigned char *)text, len, base64, len, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 || memchr(text, '\0', n) != NULL)
		return NULL;
	text[n] = '\0';
	return text;
}

const char *secret_one_time_password(struct arena *a)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	char *text = arena_alloc(a, 20), *p = text;

	for (int i = 0; i < 16; i++) {
		if (i > 0 && i % 4 == 0)
			*p++ = '-';
		*p++ = letters[randombytes_uniform(sizeof letters - 1)];
	}
	return text;
}

const char *secret_digest(struct arena *a, const void *data, size_t len)
{
	unsigned char raw[crypto_hash_sha256_BYTES];
	char *text = arena_alloc(a, sizeof raw * 2 + 1);

	SHA256(data, len, raw); /* uses the processor's instructions; libsodium's is portable C */
	return sodium_bin2hex(text, sizeof raw * 2 + 1, raw, sizeof raw);
}

static void digest_free(void *d)
{
	EVP_MD_CTX_free(d);
}

static void begin(EVP_MD_CTX *d)
{
	if (EVP_DigestInit_ex(d, EVP_sha256(), NULL) != 1)
		abort();
}

struct digest *secret_digest_new(struct arena *a)
{
	EVP_MD_CTX *d = EVP_MD_CTX_new();

	if (d == NULL)
		abort();
	arena_defer(a, digest_free, d);
	begin(d);
	return (struct digest *)d;
}

void secret_digest_add(struct digest *d, const void *data, size_t len)
{
	EVP_DigestUpdate((EVP_MD_CTX *)d, data, len);
}

const char *secret_digest_text(struct arena *a, struct digest *d)
{
	unsigned char raw[crypto_hash_sha256_BYTES];
	char *text = arena_alloc(a, sizeof raw * 2 + 1);

	EVP_DigestFinal_ex((EVP_MD_CTX *)d, raw, NULL);
	begin((EVP_MD_CTX *)d);
	return sodium_bin2hex(text, sizeof raw * 2 + 1, raw, sizeof raw);
}

const char *secret_derive(struct arena *a, const char *secret, const char *purpose)
{
	enum { LEN = 32 };
	const size_t room = sodium_base64_encoded_len(LEN, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	unsigned char raw[LEN];

	if (crypto_generichash(raw, LEN, (const unsigned char *)purpose, strlen(purpose), (const unsigned char *)secret, strlen(secret)) != 0)
		abort(); /* a secret that is too long */
	return sodium_bin2base64(arena_alloc(a, room), room, raw, LEN, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

struct secret_key secret_key_of(const char *secret, const char *purpose)
{
	struct secret_key k;

	if (crypto_generichash(k.raw, sizeof k.raw, (const unsigned char *)purpose, strlen(purpose), (const unsigned char *)secret, strlen(secret)) != 0)
		abort(); /* a secret that is too long */
	return k;
}

uint64_t secret_key_digest(const struct secret_key *k, const void *data, size_t len)
{
	static_assert(sizeof k->raw >= crypto_shorthash_KEYBYTES && crypto_shorthash_BYTES == sizeof(uint64_t), "");
	uint64_t hash;

	crypto_shorthash((unsigned char *)&hash, data, len, k->raw);
	return hash;
}

/* A key of its own for each name, so that none needs a nonce. */
void secret_key_stream(const struct secret_key *k, const char *name, void *ret, size_t n)
{
	static const unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];
	unsigned char own[crypto_stream_chacha20_KEYBYTES];

	crypto_generichash(own, sizeof own, (const unsigned char *)name, strlen(name), k->raw, sizeof k->raw);
	crypto_stream_chacha20(ret, n, nonce, own);
}

uint16_t secret_place(const void *data, size_t len)
{
	unsigned char hash[crypto_shorthash_BYTES];

	crypto_shorthash(hash, data, len, place_key);
	return (uint16_t)(hash[0] | hash[1] << 8);
}

bool secret_equal(const char *a, const char *b)
{
	size_t n = strlen(a);

	return n == strlen(b) && sodium_memcmp(a, b, n) == 0;
}

/* ---- seals ---- */

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };

void secret_set_seal_key(const char *text)
{
	crypto_generichash(seal_key, sizeof seal_key, (const unsigned char *)text, strlen(text), NULL, 0);
}

/* From all that is sealed: no two texts have the same. */
static void make_nonce(unsigned char nonce[NONCE], const char *text, const char *about)
{
	crypto_generichash_state h;

	crypto_generichash_init(&h, seal_key, sizeof seal_key, NONCE);
	crypto_generichash_update(&h, (const unsigned char *)about, strlen(about) + 1);
	crypto_generichash_update(&h, (const unsigned char *)text, strlen(text));
	crypto_generichash_final(&h, nonce, NONCE);
}

const char *secret_seal(struct arena *a, const char *text, const char *about)
{
	const size_t len = strlen(text), n = NONCE + len + TAG, room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	unsigned char *raw = arena_alloc(a, n);

	make_nonce(raw, text, about);
	crypto_aead_xchacha20poly1305_ietf_encrypt(raw + NONCE, NULL, (const unsigned char *)text, len, (const unsigned char *)about, strlen(about), NULL, raw,
	                                           seal_key);
	return sodium_bin2base64(arena_alloc(a, room), room, raw, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

const char *secret_open(struct arena *a, const char *sealed, const char *about)
{
	const size_t len = strlen(sealed);
	unsigned char *raw = arena_alloc(a, len + 1);
	char *text = arena_alloc(a, len + 1);
	unsigned long long n_text;
	size_t n;

	if (sodium_base642bin(raw, len, sealed, len, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || n < NONCE + TAG)
		return NULL;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)text, &n_text, NULL, raw + NONCE, n - NONCE, (const unsigned char *)about, strlen(about),
	                                               raw, seal_key) != 0)
		return NULL;
	text[n_text] = '\0';
	return text;
}
