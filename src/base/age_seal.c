/* age_seal.c - writing what age opens: the header, then chunk after chunk. */
#include <stdlib.h>

#include "base/age_parts.h"
#include "base/buf.h"

struct age_out {
	age_put_fn *put;
	void *arg;
	uint64_t number;
	size_t n;
	unsigned char key[AGE_KEY_BYTES], plain[AGE_CHUNK], sealed[SEALED_CHUNK];
};

static void put_base64(struct buf *b, const unsigned char *data, size_t len)
{
	char text[BASE64_OF(AGE_KEY_BYTES) + 2];

	buf_put(b, sodium_bin2base64(text, sizeof text, data, len, BASE64_VARIANT));
}

/* Without a nonce: a wrapping key wraps once. */
static void put_wrapped(struct buf *b, const unsigned char wrap[AGE_KEY_BYTES], const unsigned char file_key[FILE_KEY])
{
	static const unsigned char zero[NONCE];
	unsigned char wrapped[WRAPPED];

	crypto_aead_chacha20poly1305_ietf_encrypt(wrapped, NULL, file_key, FILE_KEY, NULL, 0, NULL, zero, wrap);
	buf_char(b, '\n');
	put_base64(b, wrapped, WRAPPED);
	buf_char(b, '\n');
}

static bool put_passphrase(struct ctx *c, struct buf *b, const char *passphrase, const unsigned char file_key[FILE_KEY])
{
	const unsigned work = getenv("KHUE_TEST_CHEAP_PASSWORDS") == NULL ? WORK : WORK_CHEAP;
	unsigned char salt[SALT], wrap[AGE_KEY_BYTES];

	randombytes_buf(salt, sizeof salt);
	if (!age_scrypt(passphrase, salt, work, wrap))
		return fail(c, ERR_BUSY, "age.memory", "Máy không đủ bộ nhớ (256 MB) để làm khoá từ cụm mật khẩu.");
	buf_put(b, "-> scrypt ");
	put_base64(b, salt, SALT);
	buf_fmt(b, " %u", work);
	put_wrapped(b, wrap, file_key);
	sodium_memzero(wrap, sizeof wrap);
	return true;
}

static bool put_recipient(struct ctx *c, struct buf *b, const unsigned char recipient[AGE_KEY_BYTES], const unsigned char file_key[FILE_KEY])
{
	unsigned char secret[AGE_KEY_BYTES], share[AGE_KEY_BYTES], wrap[AGE_KEY_BYTES];

	randombytes_buf(secret, sizeof secret);
	crypto_scalarmult_curve25519_base(share, secret);
	if (!age_x25519(secret, recipient, share, recipient, wrap))
		return fail(c, ERR_INVALID, "age.key", "Khoá công khai không dùng được.");
	buf_put(b, "-> X25519 ");
	put_base64(b, share, AGE_KEY_BYTES);
	put_wrapped(b, wrap, file_key);
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(wrap, sizeof wrap);
	return true;
}

static bool put_header(struct ctx *c, const struct age_key *k, struct buf *b, const unsigned char file_key[FILE_KEY])
{
	unsigned char mac[MAC];

	buf_put(b, AGE_VERSION "\n");
	if (k->passphrase != NULL && !put_passphrase(c, b, k->passphrase, file_key))
		return false;
	for (size_t i = 0; i < k->n; i++)
		if (!put_recipient(c, b, k->key[i], file_key))
			return false;
	buf_put(b, "---");
	age_header_mac(file_key, b->data, b->len, mac);
	buf_char(b, ' ');
	put_base64(b, mac, MAC);
	buf_char(b, '\n');
	return true;
}

bool age_seal(struct ctx *c, const struct age_key *k, age_put_fn *put, void *arg, struct age_out **ret)
{
	struct age_out *o = NEW(c->arena, struct age_out);
	unsigned char file_key[FILE_KEY], salt[SALT];
	struct buf b = buf_in(c->arena);

	o->put = put;
	o->arg = arg;
	randombytes_buf(file_key, sizeof file_key);
	randombytes_buf(salt, sizeof salt);
	age_derive(file_key, FILE_KEY, salt, SALT, "payload", o->key);
	bool ok = put_header(c, k, &b, file_key);
	sodium_memzero(file_key, sizeof file_key);
	*ret = o;
	return ok && put(c, arg, b.data, b.len) && put(c, arg, salt, SALT);
}

static bool put_chunk(struct ctx *c, struct age_out *o, bool last)
{
	unsigned char nonce[NONCE];

	age_nonce(o->number++, last, nonce);
	crypto_aead_chacha20poly1305_ietf_encrypt(o->sealed, NULL, o->plain, o->n, NULL, 0, NULL, nonce, o->key);
	const size_t n = o->n + TAG;
	o->n = 0;
	return o->put(c, o->arg, o->sealed, n);
}

/* A full chunk stays until more comes: it may be the last. */
bool age_put(struct ctx *c, struct age_out *o, const void *data, size_t len)
{
	for (const unsigned char *p = data; len > 0;) {
		if (o->n == AGE_CHUNK && !put_chunk(c, o, false))
			return false;
		const size_t n = len < AGE_CHUNK - o->n ? len : AGE_CHUNK - o->n;
		memcpy(o->plain + o->n, p, n);
		o->n += n;
		p += n;
		len -= n;
	}
	return true;
}

size_t age_room(const struct age_out *o)
{
	return AGE_CHUNK - o->n;
}

bool age_end(struct ctx *c, struct age_out *o)
{
	const bool ok = put_chunk(c, o, true);

	sodium_memzero(o, sizeof *o);
	return ok;
}
