/* otp.c - codes by the time. */
#include "base/otp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>

#include "base/secret.h"

enum { SECRET_BYTES = 20, CODES = 1000000, AROUND = 1 };

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* five bits each */

const char *otp_secret(struct arena *a)
{
	char *text = arena_alloc(a, SECRET_BYTES * 8 / 5 + 1);
	size_t n = 0;

	for (; n < SECRET_BYTES * 8 / 5; n++)
		text[n] = letters[randombytes_uniform(32)];
	text[n] = '\0';
	return text;
}

static bool key_of(const char *secret, unsigned char ret[SECRET_BYTES])
{
	unsigned bits = 0, n_bits = 0;
	size_t n = 0;

	for (const char *p = secret; *p != '\0'; p++) {
		const char *at = strchr(letters, *p);
		if (at == NULL)
			return false;
		bits = bits << 5 | (unsigned)(at - letters);
		n_bits += 5;
		if (n_bits >= 8 && n < SECRET_BYTES) {
			n_bits -= 8;
			ret[n++] = (unsigned char)(bits >> n_bits);
		}
	}
	return n == SECRET_BYTES;
}

void otp_code(const char *secret, int64_t step, char ret[OTP_DIGITS + 1])
{
	unsigned char key[SECRET_BYTES], counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned n_mac = 0;

	*ret = '\0';
	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	if (!key_of(secret, key) || HMAC(EVP_sha1(), key, SECRET_BYTES, counter, sizeof counter, mac, &n_mac) == NULL)
		return;
	const unsigned at = mac[n_mac - 1] & 15;
	const uint32_t word = (uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 | mac[at + 3];
	snprintf(ret, OTP_DIGITS + 1, "%0*u", OTP_DIGITS, word % CODES);
}

int64_t otp_step(const char *secret, const char *code, int64_t now_ms)
{
	const int64_t now = now_ms / OTP_STEP_MS;
	char due[OTP_DIGITS + 1];
	int64_t found = -1;

	for (int64_t step = now - AROUND; step <= now + AROUND; step++) {
		otp_code(secret, step, due);
		if (*due != '\0' && secret_equal(due, code))
			found = step;
	}
	return found;
}
