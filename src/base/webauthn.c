/* webauthn.c - passkeys on the wire, by libfido2. */
#include "base/webauthn.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <sodium.h>

enum { HASH_LEN = 32, DATA_MIN = 37, MAKER_LEN = 16, USER_PRESENT = 0x01, USER_VERIFIED = 0x04, ATTESTED = 0x40, EXTENDED = 0x80, DEPTH_MAX = 6 };
enum major { CBOR_UINT, CBOR_NEGATIVE, CBOR_BYTES, CBOR_TEXT, CBOR_LIST, CBOR_MAP, CBOR_TAG, CBOR_OTHER };

const int webauthn_algorithms[] = { COSE_ES256, COSE_EDDSA, COSE_RS256, 0 };

bool webauthn_decode(struct arena *a, const char *text, struct webauthn_bytes *ret)
{
	const size_t len = strlen(text);
	unsigned char *bytes = arena_alloc(a, len + 1);

	*ret = (struct webauthn_bytes){ .at = bytes };
	return sodium_base642bin(bytes, len, text, len, NULL, &ret->n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
}

const char *webauthn_encode(struct arena *a, struct webauthn_bytes b)
{
	const size_t size = sodium_base64_ENCODED_LEN(b.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(a, size);

	return sodium_bin2base64(text, size, b.at, b.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* ---- the attestation object: a map of CBOR, of which authData is wanted ---- */

/* What an item is and how much: its value, its length, how many are in it.  Lengths that are not said before are not of CTAP. */
static bool read_head(struct webauthn_bytes *b, enum major *ret, uint64_t *ret_n)
{
	if (b->n == 0)
		return false;
	const unsigned info = b->at[0] & 31, more = info < 24 ? 0 : 1u << (info - 24);
	*ret = b->at[0] >> 5;
	*ret_n = info;
	if (info > 27 || b->n <= more)
		return false;
	for (unsigned i = 0; i < more; i++)
		*ret_n = (i == 0 ? 0 : *ret_n << 8) | b->at[1 + i];
	b->at += 1 + more;
	b->n -= 1 + more;
	return true;
}

static bool take(struct webauthn_bytes *b, uint64_t n, struct webauthn_bytes *ret)
{
	if (n > b->n)
		return false;
	*ret = (struct webauthn_bytes){ b->at, (size_t)n };
	b->at += n;
	b->n -= (size_t)n;
	return true;
}

static bool skip(struct webauthn_bytes *b, int depth)
{
	struct webauthn_bytes over;
	enum major major;
	uint64_t n;

	if (depth > DEPTH_MAX || !read_head(b, &major, &n))
		return false;
	if (major == CBOR_BYTES || major == CBOR_TEXT)
		return take(b, n, &over);
	if (major == CBOR_TAG)
		return skip(b, depth + 1);
	if (major != CBOR_LIST && major != CBOR_MAP)
		return true;
	if (n > b->n) /* each takes a byte at least */
		return false;
	for (uint64_t i = 0; i < (major == CBOR_MAP ? 2 * n : n); i++)
		if (!skip(b, depth + 1))
			return false;
	return true;
}

bool webauthn_find_data(struct webauthn_bytes b, struct webauthn_bytes *ret)
{
	static const char wanted[] = "authData";
	struct webauthn_bytes name;
	bool found = false;
	enum major major;
	uint64_t n, len;

	if (!read_head(&b, &major, &n) || major != CBOR_MAP)
		return false;
	for (uint64_t i = 0; i < n; i++) {
		if (!read_head(&b, &major, &len) || major != CBOR_TEXT || !take(&b, len, &name))
			return false;
		if (name.n != strlen(wanted) || memcmp(name.at, wanted, name.n) != 0) {
			if (!skip(&b, 1))
				return false;
		} else if (found || !read_head(&b, &major, &len) || major != CBOR_BYTES || !take(&b, len, ret)) {
			return false;
		} else {
			found = true;
		}
	}
	return found && b.n == 0;
}

/* ---- what an authenticator says ---- */

/* All that is announced is there, and nothing more: libcbor takes the memory for as many entries as a map says it has before it looks for them. */
static bool is_whole(struct webauthn_bytes data)
{
	struct webauthn_bytes head, id;
	const unsigned flags = data.at[HASH_LEN];

	if (!take(&data, DATA_MIN, &head))
		return false;
	if ((flags & ATTESTED) != 0 && (!take(&data, MAKER_LEN + 2, &head) || !take(&data, head.at[MAKER_LEN] << 8 | head.at[MAKER_LEN + 1], &id) || !skip(&data, 1)))
		return false;
	return ((flags & EXTENDED) == 0 || skip(&data, 1)) && data.n == 0;
}

static enum webauthn_fault check_data(struct webauthn_bytes data, const char *host)
{
	unsigned char hash[HASH_LEN];

	if (data.n < DATA_MIN || !is_whole(data))
		return WEBAUTHN_FORM;
	crypto_hash_sha256(hash, (const unsigned char *)host, strlen(host));
	if (memcmp(hash, data.at, HASH_LEN) != 0)
		return WEBAUTHN_HOST;
	return (data.at[HASH_LEN] & (USER_PRESENT | USER_VERIFIED)) == (USER_PRESENT | USER_VERIFIED) ? WEBAUTHN_SOUND : WEBAUTHN_UNVERIFIED;
}

static bool read_key(struct arena *a, struct webauthn_bytes data, int algorithm, struct webauthn_key *ret)
{
	fido_cred_t *made = fido_cred_new();
	const bool ok = made != NULL && fido_cred_set_type(made, algorithm) == FIDO_OK && fido_cred_set_authdata_raw(made, data.at, data.n) == FIDO_OK &&
	                fido_cred_id_len(made) > 0 && fido_cred_pubkey_len(made) > 0;

	if (ok)
		*ret = (struct webauthn_key){
			.credential = webauthn_encode(a, (struct webauthn_bytes){ fido_cred_id_ptr(made), fido_cred_id_len(made) }),
			.key = webauthn_encode(a, (struct webauthn_bytes){ fido_cred_pubkey_ptr(made), fido_cred_pubkey_len(made) }),
			.algorithm = algorithm, .counter = fido_cred_sigcount(made),
		};
	fido_cred_free(&made);
	return ok;
}

enum webauthn_fault webauthn_read_made(struct arena *a, struct webauthn_bytes attested, const char *host, struct webauthn_key *ret)
{
	struct webauthn_bytes data;

	if (!webauthn_find_data(attested, &data))
		return WEBAUTHN_FORM;
	const enum webauthn_fault fault = check_data(data, host);
	if (fault != WEBAUTHN_SOUND)
		return fault;
	for (const int *algorithm = webauthn_algorithms; *algorithm != 0; algorithm++)
		if (read_key(a, data, *algorithm, ret))
			return WEBAUTHN_SOUND;
	return WEBAUTHN_FORM;
}

static bool verify(const fido_assert_t *said, int algorithm, struct webauthn_bytes key)
{
	es256_pk_t *es256 = algorithm == COSE_ES256 ? es256_pk_new() : NULL;
	rs256_pk_t *rs256 = algorithm == COSE_RS256 ? rs256_pk_new() : NULL;
	eddsa_pk_t *eddsa = algorithm == COSE_EDDSA ? eddsa_pk_new() : NULL;
	const bool ok = (es256 != NULL && es256_pk_from_ptr(es256, key.at, key.n) == FIDO_OK && fido_assert_verify(said, 0, algorithm, es256) == FIDO_OK) ||
	                (rs256 != NULL && rs256_pk_from_ptr(rs256, key.at, key.n) == FIDO_OK && fido_assert_verify(said, 0, algorithm, rs256) == FIDO_OK) ||
	                (eddsa != NULL && eddsa_pk_from_ptr(eddsa, key.at, key.n) == FIDO_OK && fido_assert_verify(said, 0, algorithm, eddsa) == FIDO_OK);

	es256_pk_free(&es256);
	rs256_pk_free(&rs256);
	eddsa_pk_free(&eddsa);
	return ok;
}

enum webauthn_fault webauthn_check_signed(struct arena *a, const struct webauthn_signed *s, const char *host, const struct webauthn_key *k, uint32_t *ret_counter)
{
	enum webauthn_fault fault = check_data(s->data, host);
	struct webauthn_bytes key;

	if (fault != WEBAUTHN_SOUND)
		return fault;
	fido_assert_t *said = fido_assert_new();
	if (said == NULL || fido_assert_set_rp(said, host) != FIDO_OK || fido_assert_set_up(said, FIDO_OPT_TRUE) != FIDO_OK ||
	    fido_assert_set_uv(said, FIDO_OPT_TRUE) != FIDO_OK || fido_assert_set_count(said, 1) != FIDO_OK ||
	    fido_assert_set_clientdata(said, s->client.at, s->client.n) != FIDO_OK || fido_assert_set_authdata_raw(said, 0, s->data.at, s->data.n) != FIDO_OK)
		fault = WEBAUTHN_FORM;
	else if (fido_assert_set_sig(said, 0, s->signature.at, s->signature.n) != FIDO_OK || !webauthn_decode(a, k->key, &key) || !verify(said, k->algorithm, key))
		fault = WEBAUTHN_SIGNATURE;
	else
		*ret_counter = fido_assert_sigcount(said, 0);
	fido_assert_free(&said);
	return fault;
}
