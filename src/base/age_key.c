/* age_key.c - keys of age from text: Bech32, as age-keygen writes them; and what is derived from keys. */
#include <ctype.h>

#include "base/age_parts.h"

enum { PASSPHRASE_MIN = 12, WORD_MAX = 120 };

#define PUBLIC  "age"
#define PRIVATE "age-secret-key-"

static uint32_t polymod(uint32_t sum, unsigned value)
{
	static const uint32_t gen[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
	const uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= gen[i];
	return sum;
}

/* Of lower-case text: 32 bytes after the prefix and a 1. */
static bool bech32(const char *text, const char *prefix, unsigned char ret[AGE_KEY_BYTES])
{
	static const char letters[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	const size_t n_prefix = strlen(prefix);
	uint32_t sum = 1, bits = 0;
	size_t n = 0, n_bits = 0;

	if (strncmp(text, prefix, n_prefix) != 0 || text[n_prefix] != '1' || strlen(text) != n_prefix + 1 + 52 + 6)
		return false;
	for (const char *p = prefix; *p != '\0'; p++)
		sum = polymod(sum, (unsigned char)*p >> 5);
	sum = polymod(sum, 0);
	for (const char *p = prefix; *p != '\0'; p++)
		sum = polymod(sum, *p & 31);
	for (const char *p = text + n_prefix + 1; *p != '\0'; p++) {
		const char *at = strchr(letters, *p);
		if (at == NULL)
			return false;
		sum = polymod(sum, (unsigned)(at - letters));
		bits = (bits << 5 | (uint32_t)(at - letters)) & 0xfff;
		for (n_bits += 5; n_bits >= 8 && n < AGE_KEY_BYTES; n_bits -= 8)
			ret[n++] = (unsigned char)(bits >> (n_bits - 8));
	}
	return sum == 1;
}

/* The next word of the text in lower case, comments left out; NULL: none, or it is too long for a key. */
static const char *next_word(const char **p, char word[WORD_MAX])
{
	size_t n = 0;

	for (*p += strspn(*p, " \t\r\n"); **p == '#'; *p += strspn(*p, " \t\r\n"))
		*p += strcspn(*p, "\n");
	for (; **p != '\0' && strchr(" \t\r\n", **p) == NULL; (*p)++) {
		if (n + 1 == WORD_MAX)
			return NULL;
		word[n++] = (char)tolower((unsigned char)**p);
	}
	word[n] = '\0';
	return n == 0 ? NULL : word;
}

static bool read_keys(struct ctx *c, const char *text, const char *prefix, const char *what, struct age_key *ret)
{
	char word[WORD_MAX];

	*ret = (struct age_key){ 0 };
	while (next_word(&text, word) != NULL && ret->n < AGE_KEYS_MAX) {
		if (streq(prefix, PUBLIC) && strncmp(word, PRIVATE, strlen(PRIVATE)) == 0)
			return fail(c, ERR_INVALID, "age.key", "Tệp khoá này giữ khoá riêng; trên máy sao lưu chỉ để khoá công khai (age1…).");
		if (!bech32(word, prefix, ret->key[ret->n]))
			return fail(c, ERR_INVALID, "age.key", "Tệp khoá có một dòng không phải là %s.", what);
		ret->n++;
	}
	sodium_memzero(word, sizeof word);
	return ret->n > 0 || fail(c, ERR_INVALID, "age.key", "Tệp khoá không có %s nào.", what);
}

bool age_recipients(struct ctx *c, const char *text, struct age_key *ret)
{
	return read_keys(c, text, PUBLIC, "khoá công khai (age1…)", ret);
}

bool age_identities(struct ctx *c, const char *text, struct age_key *ret)
{
	return read_keys(c, text, PRIVATE, "khoá riêng (AGE-SECRET-KEY-1…)", ret);
}

bool age_passphrase(struct ctx *c, const char *text, struct age_key *ret)
{
	const size_t n = strcspn(text, "\r\n");

	*ret = (struct age_key){ .passphrase = arena_strndup(c->arena, text, n) };
	if (n - strspn(text, " \t") >= PASSPHRASE_MIN && text[n + strspn(text + n, "\r\n")] == '\0')
		return true;
	return fail(c, ERR_INVALID, "age.passphrase", "Cụm mật khẩu phải nằm trên một dòng và có ít nhất %d ký tự.", PASSPHRASE_MIN);
}

void age_derive(const unsigned char *key, size_t n_key, const unsigned char *salt, size_t n_salt, const char *info, unsigned char ret[AGE_KEY_BYTES])
{
	crypto_auth_hmacsha256_state h;
	unsigned char extracted[MAC];

	crypto_auth_hmacsha256_init(&h, salt, n_salt);
	crypto_auth_hmacsha256_update(&h, key, n_key);
	crypto_auth_hmacsha256_final(&h, extracted);
	crypto_auth_hmacsha256_init(&h, extracted, sizeof extracted);
	crypto_auth_hmacsha256_update(&h, (const unsigned char *)info, strlen(info));
	crypto_auth_hmacsha256_update(&h, (const unsigned char *)"\1", 1);
	crypto_auth_hmacsha256_final(&h, ret);
	sodium_memzero(extracted, sizeof extracted);
}

void age_header_mac(const unsigned char file_key[FILE_KEY], const char *header, size_t len, unsigned char ret[MAC])
{
	unsigned char key[AGE_KEY_BYTES];

	age_derive(file_key, FILE_KEY, (const unsigned char *)"", 0, "header", key);
	crypto_auth_hmacsha256(ret, (const unsigned char *)header, len, key);
}

bool age_x25519(const unsigned char own_secret[AGE_KEY_BYTES], const unsigned char other[AGE_KEY_BYTES], const unsigned char share[AGE_KEY_BYTES],
                const unsigned char recipient[AGE_KEY_BYTES], unsigned char ret[AGE_KEY_BYTES])
{
	unsigned char shared[AGE_KEY_BYTES], both[AGE_KEY_BYTES * 2];

	if (crypto_scalarmult_curve25519(shared, own_secret, other) != 0)
		return false;
	memcpy(both, share, AGE_KEY_BYTES);
	memcpy(both + AGE_KEY_BYTES, recipient, AGE_KEY_BYTES);
	age_derive(shared, sizeof shared, both, sizeof both, AGE_X25519, ret);
	sodium_memzero(shared, sizeof shared);
	return true;
}

bool age_scrypt(const char *passphrase, const unsigned char salt[SALT], unsigned work, unsigned char ret[AGE_KEY_BYTES])
{
	unsigned char whole[sizeof AGE_SCRYPT - 1 + SALT];

	memcpy(whole, AGE_SCRYPT, sizeof AGE_SCRYPT - 1);
	memcpy(whole + sizeof AGE_SCRYPT - 1, salt, SALT);
	return crypto_pwhash_scryptsalsa208sha256_ll((const unsigned char *)passphrase, strlen(passphrase), whole, sizeof whole, (uint64_t)1 << work, 8, 1, ret,
	                                             AGE_KEY_BYTES) == 0;
}

void age_nonce(uint64_t number, bool last, unsigned char ret[NONCE])
{
	memset(ret, 0, NONCE);
	for (int i = 0; i < 8; i++)
		ret[10 - i] = (unsigned char)(number >> (8 * i));
	ret[11] = last;
}
