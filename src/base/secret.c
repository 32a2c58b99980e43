/* secret.c - libsodium with a semaphore around the costly hash. */
#include "base/secret.h"

#include <openssl/sha.h>
#include <semaphore.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPS = 1, MEM = 46 * 1024 * 1024 };

static sem_t cores;
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

bool secret_equal(const char *a, const char *b)
{
	size_t n = strlen(a);

	return n == strlen(b) && sodium_memcmp(a, b, n) == 0;
}

uint64_t secret_random(void)
{
	uint64_t r;

	randombytes_buf(&r, sizeof r);
	return r;
}
