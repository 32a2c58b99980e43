/* webauthn.h - passkeys on the wire (W3C WebAuthn, level 2): what an authenticator made, and what it signed.  Of attestation nothing is believed and nothing
 * needed. */
#ifndef WEBAUTHN_H
#define WEBAUTHN_H

#include "base/arena.h"

struct webauthn_bytes {
	const unsigned char *at;
	size_t n;
};

/* base64url without padding; false: it is none. */
bool webauthn_decode(struct arena *, const char *text, struct webauthn_bytes *ret);
const char *webauthn_encode(struct arena *, struct webauthn_bytes);

enum webauthn_fault {
	WEBAUTHN_SOUND,
	WEBAUTHN_FORM,       /* not what the standard says */
	WEBAUTHN_HOST,       /* made or signed for another host */
	WEBAUTHN_UNVERIFIED, /* nobody was there, or nobody was asked who they are */
	WEBAUTHN_SIGNATURE,
};

struct webauthn_key {
	const char *credential, *key; /* base64url */
	int algorithm;                /* of COSE: ES256, RS256 or EdDSA */
	uint32_t counter;
};

/* The algorithms, as options offer them; ends with 0. */
extern const int webauthn_algorithms[];

/* authData of an attestation object; false: it has none. */
bool webauthn_find_data(struct webauthn_bytes attested, struct webauthn_bytes *ret);

enum webauthn_fault webauthn_read_made(struct arena *, struct webauthn_bytes attested, const char *host, struct webauthn_key *ret);

struct webauthn_signed {
	struct webauthn_bytes data, client, signature; /* authenticatorData, clientDataJSON */
};
enum webauthn_fault webauthn_check_signed(struct arena *, const struct webauthn_signed *, const char *host, const struct webauthn_key *, uint32_t *ret_counter);

#endif
