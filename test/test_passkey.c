/* test_passkey.c - passkeys, by an authenticator that is written here: what it says is made byte by byte. */
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include "api.h"
#include "api/routes.h"
#include "base/secret.h"
#include "base/webauthn.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/demand.h"
#include "domain/account/passkey.h"
#include "province.h"

#define SCHOOL "19172401"
#define NAME "head.bahang"
#define HOST "csdl.example.vn"
#define AT .host = HOST, .secure = true
#define PASSKEYS API "/session/passkeys"

enum { PRESENT = 0x01, VERIFIED = 0x04, ATTESTED = 0x40, POINT_LEN = 65, RSA_LEN = 256 };

struct authenticator {
	EVP_PKEY *key;
	unsigned char id[16];
	uint32_t counter;
	const char *handle;
	const char *host, *origin, *type; /* as it and the browser say them; type NULL: the right one */
	unsigned char flags;
	bool breaks; /* the signature */
};

static void put_u32(struct buf *b, uint32_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(b, (char)(n >> shift));
}

static void free_key(void *key)
{
	EVP_PKEY_free(key);
}

static struct authenticator authenticator_of(struct ctx *c, EVP_PKEY *key)
{
	static unsigned char n;
	struct authenticator a = { .key = key, .host = HOST, .origin = "https://" HOST, .flags = PRESENT | VERIFIED };

	assert_non_null(a.key);
	memset(a.id, ++n, sizeof a.id);
	arena_defer(c->arena, free_key, a.key);
	return a;
}

static struct authenticator authenticator(struct ctx *c)
{
	return authenticator_of(c, EVP_EC_gen("P-256"));
}

static void put_data(struct buf *b, const struct authenticator *a, unsigned char more)
{
	unsigned char hash[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)a->host, strlen(a->host), hash);
	buf_add(b, (const char *)hash, sizeof hash);
	buf_char(b, (char)(a->flags | more));
	put_u32(b, a->counter);
}

static const char *encoded(struct ctx *c, const struct buf *b)
{
	return webauthn_encode(c->arena, (struct webauthn_bytes){ (const unsigned char *)b->data, b->len });
}

static struct buf client_data(struct ctx *c, const struct authenticator *a, const char *type, const char *challenge)
{
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}", a->type != NULL ? a->type : type, challenge, a->origin);
	return b;
}

static void get_point(const struct authenticator *a, unsigned char *ret, size_t len)
{
	size_t n = 0;

	assert_int_equal(EVP_PKEY_get_octet_string_param(a->key, OSSL_PKEY_PARAM_PUB_KEY, ret, len, &n), 1);
	assert_int_equal(n, len);
}

/* A key of COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}; of EdDSA {1: 1, 3: -8, -1: 6, -2: x}; of RS256 {1: 3, 3: -257, -1: n, -2: e}. */
static void put_key(struct buf *b, const struct authenticator *a)
{
	unsigned char point[POINT_LEN], n[RSA_LEN];
	BIGNUM *number = NULL;

	if (EVP_PKEY_is_a(a->key, "ED25519")) {
		get_point(a, point, 32);
		buf_add(b, "\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20", 10);
		buf_add(b, (const char *)point, 32);
	} else if (EVP_PKEY_is_a(a->key, "RSA")) {
		assert_int_equal(EVP_PKEY_get_bn_param(a->key, OSSL_PKEY_PARAM_RSA_N, &number), 1);
		assert_int_equal(BN_bn2binpad(number, n, sizeof n), RSA_LEN);
		BN_free(number);
		buf_add(b, "\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00", 11);
		buf_add(b, (const char *)n, sizeof n);
		buf_add(b, "\x21\x43\x01\x00\x01", 5);
	} else {
		get_point(a, point, POINT_LEN);
		buf_add(b, "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10);
		buf_add(b, (const char *)point + 1, 32);
		buf_add(b, "\x22\x58\x20", 3);
		buf_add(b, (const char *)point + 33, 32);
	}
}

/* {"fmt": "none", "attStmt": {}, "authData": …} */
static struct buf attested(struct ctx *c, const struct authenticator *a)
{
	struct buf b = buf_in(c->arena), data = buf_in(c->arena);

	put_data(&data, a, ATTESTED);
	buf_add(&data, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	buf_add(&data, "\0\x10", 2);
	buf_add(&data, (const char *)a->id, sizeof a->id);
	put_key(&data, a);
	buf_add(&b, "\xa3\x63" "fmt\x64none\x67" "attStmt\xa0\x68" "authData\x59", 2 + 3 + 1 + 4 + 1 + 7 + 1 + 1 + 8 + 1);
	buf_char(&b, (char)(data.len >> 8));
	buf_char(&b, (char)data.len);
	buf_add(&b, data.data, data.len);
	return b;
}

static struct buf signature(struct ctx *c, const struct authenticator *a, const struct buf *data, const struct buf *client)
{
	struct buf all = buf_in(c->arena), b = buf_in(c->arena);
	unsigned char hash[SHA256_DIGEST_LENGTH], sig[RSA_LEN];
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	size_t len = sizeof sig;

	SHA256((const unsigned char *)client->data, client->len, hash);
	buf_add(&all, data->data, data->len);
	buf_add(&all, (const char *)hash, sizeof hash);
	assert_int_equal(EVP_DigestSignInit(md, NULL, EVP_PKEY_is_a(a->key, "ED25519") ? NULL : EVP_sha256(), NULL, a->key), 1);
	assert_int_equal(EVP_DigestSign(md, sig, &len, (const unsigned char *)all.data, all.len), 1);
	EVP_MD_CTX_free(md);
	if (a->breaks)
		sig[len - 1] ^= 1;
	buf_add(&b, (const char *)sig, len);
	return b;
}

static const char *id_of(struct ctx *c, const struct authenticator *a)
{
	return webauthn_encode(c->arena, (struct webauthn_bytes){ a->id, sizeof a->id });
}

static const char *made(struct ctx *c, const struct authenticator *a, const char *challenge)
{
	const struct buf client = client_data(c, a, "webauthn.create", challenge), object = attested(c, a);

	return arena_fmt(c->arena, "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"%s\",\"attestationObject\":\"%s\"}}",
	                 id_of(c, a), id_of(c, a), encoded(c, &client), encoded(c, &object));
}

static const char *signed_by(struct ctx *c, struct authenticator *a, const char *challenge)
{
	const struct buf client = client_data(c, a, "webauthn.get", challenge);
	struct buf data = buf_in(c->arena);

	a->counter++;
	put_data(&data, a, 0);
	const struct buf sig = signature(c, a, &data, &client);
	return arena_fmt(c->arena, "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"%s\",\"authenticatorData\":\"%s\","
	                 "\"signature\":\"%s\",\"userHandle\":\"%s\"}}", id_of(c, a), id_of(c, a), encoded(c, &client), encoded(c, &data), encoded(c, &sig), a->handle);
}

/* ---- what a page does ---- */

static struct api_reply options(struct ctx *c, const struct api_session *who)
{
	struct api_reply r = api_call(c, who, POST, API "/session/passkey/options", NULL, AT);

	EXPECT(r, 200);
	return r;
}

static const char *told(const struct api_reply *r, const char *member)
{
	return json_string_value(json_object_get(json_object_get(r->json, "publicKey"), member));
}

static struct api_reply send_made(struct ctx *c, const struct api_session *me, const char *credential)
{
	return api_call(c, me, POST, PASSKEYS, arena_fmt(c->arena, "{\"name\":\"Máy văn phòng\",\"password\":\"" API_PASSWORD "\",\"credential\":%s}", credential), AT);
}

static struct api_reply add(struct ctx *c, const struct api_session *me, struct authenticator *a)
{
	struct api_reply o = options(c, me);
	const json_t *user = json_object_get(json_object_get(o.json, "publicKey"), "user");

	a->handle = json_string_value(json_object_get(user, "id"));
	return send_made(c, me, made(c, a, told(&o, "challenge")));
}

static struct api_reply send_signed(struct ctx *c, const struct api_session *who, const char *credential)
{
	return api_call(c, who, POST, API "/session/passkey", arena_fmt(c->arena, "{\"credential\":%s}", credential), AT);
}

static struct api_reply sign_in(struct ctx *c, const struct api_session *who, struct authenticator *a)
{
	struct api_reply o = options(c, who);

	return send_signed(c, who, signed_by(c, a, told(&o, "challenge")));
}

static void refused(const struct api_reply *r, int status, const char *key)
{
	EXPECT(*r, status);
	assert_string_equal(r->key, key);
	assert_null(r->cookie);
}

/* By TLS, as all here: under the cookie's other name. */
static struct api_session person(struct ctx *c, const char *name, const char *role, const char *unit)
{
	return api_account(c, name, role, unit, NULL);
}

static struct api_session cookie_of(struct ctx *c, const struct api_reply *r)
{
	const char *token = strchr(r->cookie, '=') + 1;

	return (struct api_session){ .name = NAME, .token = arena_strndup(c->arena, token, strcspn(token, ";")), .csrf = api_text(r, "csrf") };
}

TEST(a_passkey_signs_in_by_itself)
{
	province_make(c);
	const struct api_session me = person(c, NAME, "head", SCHOOL);
	struct authenticator a = authenticator(c);
	struct api_reply r = options(c, &me);
	assert_string_equal(json_string_value(json_object_get(json_object_get(json_object_get(r.json, "publicKey"), "rp"), "id")), HOST);
	assert_null(strstr(json_string_value(json_object_get(json_object_get(json_object_get(r.json, "publicKey"), "user"), "id")), "head"));
	r = add(c, &me, &a);
	EXPECT(r, 201);
	r = api_call(c, &me, GET, PASSKEYS, NULL, AT);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_null(json_object_get(json_array_get(api_items(&r), 0), "last_used"));
	r = sign_in(c, &api_nobody, &a);
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "username"), NAME);
	const struct api_session in = cookie_of(c, &r);
	r = api_call(c, &in, GET, API "/learners", NULL, AT);
	EXPECT(r, 200);
	r = api_call(c, &in, GET, PASSKEYS, NULL, AT);
	assert_non_null(json_object_get(json_array_get(api_items(&r), 0), "last_used"));
	const char *id = json_string_value(json_object_get(json_array_get(api_items(&r), 0), "id"));
	r = api_call(c, &in, DELETE, arena_fmt(c->arena, PASSKEYS "/%s", id), NULL, AT);
	EXPECT(r, 204);
	r = sign_in(c, &api_nobody, &a);
	refused(&r, 403, "passkey.unknown");
	r = api_call(c, &in, DELETE, arena_fmt(c->arena, PASSKEYS "/%s", id), NULL, AT);
	EXPECT(r, 404);
}

TEST(a_passkey_that_is_not_what_it_says_opens_nothing)
{
	static const struct { const char *key, *host, *origin; unsigned char flags; bool breaks; } wrong[] = {
		{ "passkey.origin", HOST, "https://csdl.example.vn.la", PRESENT | VERIFIED, false }, { "passkey.origin", HOST, "http://" HOST, PRESENT | VERIFIED, false },
		{ "passkey.host", "example.vn", "https://" HOST, PRESENT | VERIFIED, false }, { "passkey.unverified", HOST, "https://" HOST, PRESENT, false },
		{ "passkey.unverified", HOST, "https://" HOST, VERIFIED, false }, { "passkey.signature", HOST, "https://" HOST, PRESENT | VERIFIED, true },
	};
	province_make(c);
	const struct api_session me = person(c, NAME, "head", SCHOOL);
	struct authenticator a = authenticator(c);
	struct api_reply r = add(c, &me, &a);
	EXPECT(r, 201);
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct authenticator other = a, fresh = authenticator(c);
		other.host = fresh.host = wrong[i].host;
		other.origin = fresh.origin = wrong[i].origin;
		other.flags = fresh.flags = wrong[i].flags;
		other.breaks = wrong[i].breaks;
		r = sign_in(c, &api_nobody, &other);
		refused(&r, 403, wrong[i].key);
		if (wrong[i].breaks)
			continue;
		r = add(c, &me, &fresh); /* neither is it registered */
		refused(&r, 403, wrong[i].key);
	}
	struct authenticator mixed = a;
	mixed.type = "webauthn.create";
	r = sign_in(c, &api_nobody, &mixed);
	refused(&r, 422, "passkey.form");
	struct rows kept;
	OK(db_query(c, &kept, "SELECT count(*) FROM sign_in WHERE session IS NULL AND account_id IS NOT NULL", NULL, 0));
	assert_int_equal(rows_int(&kept, 0, 0), COUNT(wrong) - 2); /* whose key it was is known once the page was ours */
	r = sign_in(c, &api_nobody, &a);
	EXPECT(r, 200);
}

TEST(a_challenge_is_good_once_for_whom_it_was_made_and_for_five_minutes)
{
	province_make(c);
	const struct api_session me = person(c, NAME, "head", SCHOOL);
	struct authenticator a = authenticator(c);
	struct api_reply r = add(c, &me, &a), o = options(c, &api_nobody);
	EXPECT(r, 201);
	const char *said = signed_by(c, &a, told(&o, "challenge"));
	r = send_signed(c, &api_nobody, said);
	EXPECT(r, 200);
	r = send_signed(c, &api_nobody, said);
	refused(&r, 403, "passkey.challenge");
	o = options(c, &api_nobody);
	r = api_call(c, &api_nobody, POST, API "/session/passkey", arena_fmt(c->arena, "{\"credential\":%s}", signed_by(c, &a, told(&o, "challenge"))), AT, .remote = "192.0.2.77");
	refused(&r, 403, "passkey.challenge");
	o = options(c, &api_nobody);
	c->now_ms += PASSKEY_WAIT_MS + 1;
	r = send_signed(c, &api_nobody, signed_by(c, &a, told(&o, "challenge")));
	refused(&r, 403, "passkey.challenge");
	struct authenticator b = authenticator(c);
	o = options(c, &api_nobody); /* to sign in by, not to make a key */
	b.handle = a.handle;
	r = send_made(c, &me, made(c, &b, told(&o, "challenge")));
	refused(&r, 403, "passkey.challenge");
	o = options(c, &me);
	r = send_signed(c, &api_nobody, signed_by(c, &a, told(&o, "challenge")));
	refused(&r, 403, "passkey.challenge");
	struct rows kept; /* by its digest alone */
	o = options(c, &api_nobody);
	OK(db_query(c, &kept, "SELECT challenge_hash, bound_to FROM passkey_challenge", NULL, 0));
	for (size_t i = 0; i < kept.count; i++)
		assert_false(streq(rows_text(&kept, i, 0), told(&o, "challenge")) || streq(rows_text(&kept, i, 1), "192.0.2.1"));
}

/* A stranger at the same address does not keep others out, and does not fill the database. */
TEST(of_very_many_challenges_the_oldest_are_good_no_more)
{
	enum { MOST = 1000 };
	struct rows kept;

	province_make(c);
	const struct api_session me = person(c, NAME, "head", SCHOOL);
	struct authenticator a = authenticator(c);
	struct api_reply r = add(c, &me, &a), first = options(c, &api_nobody), second = first;
	EXPECT(r, 201);
	for (int i = 0; i < MOST; i++) {
		c->now_ms++;
		r = options(c, &api_nobody);
		second = i == 0 ? r : second;
	}
	OK(db_query(c, &kept, "SELECT count(*) FROM passkey_challenge", NULL, 0));
	assert_int_equal(rows_int(&kept, 0, 0), MOST);
	r = send_signed(c, &api_nobody, signed_by(c, &a, told(&first, "challenge")));
	refused(&r, 403, "passkey.challenge");
	r = send_signed(c, &api_nobody, signed_by(c, &a, told(&second, "challenge")));
	EXPECT(r, 200);
}

TEST(a_counter_that_goes_back_is_refused_and_told)
{
	province_make(c);
	const struct api_session me = person(c, NAME, "head", SCHOOL);
	struct authenticator a = authenticator(c);
	struct api_reply r = add(c, &me, &a);
	EXPECT(r, 201);
	a.counter = 40;
	r = sign_in(c, &api_nobody, &a);
	EXPECT(r, 200);
	struct authenticator copy = a;
	copy.counter = 40; /* says 41 again */
	r = sign_in(c, &api_nobody, &copy);
	refused(&r, 403, "passkey.counter");
	struct rows kept;
	OK(db_query(c, &kept, "SELECT count(*) FROM change WHERE event = 'PASSKEY_BACK'", NULL, 0));
	assert_int_equal(rows_int(&kept, 0, 0), 1);
	struct authenticator none = authenticator(c); /* those of telephones count nothing */
	r = add(c, &me, &none);
	EXPECT(r, 201);
	for (int i = 0; i < 2; i++) {
		none.counter = UINT32_MAX;
		r = sign_in(c, &api_nobody, &none);
		EXPECT(r, 200);
	}
}

/* Half a session is made whole by a key of the same account only. */
TEST(a_passkey_is_a_second_step)
{
	province_make(c);
	const struct api_session me = person(c, NAME, "head", SCHOOL), other = person(c, "van.thu", "clerk", SCHOOL);
	struct authenticator a = authenticator(c), b = authenticator(c);
	struct api_reply r = add(c, &me, &a);
	EXPECT(r, 201);
	r = add(c, &other, &b);
	EXPECT(r, 201);
	r = api_call(c, &api_nobody, POST, API "/session", "{\"username\":\"" NAME "\",\"password\":\"" API_PASSWORD "\"}");
	EXPECT(r, 200); /* left to each, it is one way more */
	OK(demand_set(c, true));
	r = api_call(c, &me, GET, API "/learners", NULL, AT); /* it is a second step */
	EXPECT(r, 200);
	r = api_call(c, &api_nobody, POST, API "/session", "{\"username\":\"" NAME "\",\"password\":\"" API_PASSWORD "\"}");
	refused(&r, 401, "session.passkey");
	r = api_call(c, &api_nobody, POST, "/dang-nhap", "username=" NAME "&password=" API_PASSWORD, .type = "application/x-www-form-urlencoded", AT);
	EXPECT(r, 303);
	assert_string_equal(r.location, "/xac-nhan");
	struct api_session half = cookie_of(c, &r);
	r = api_call(c, &half, GET, "/xac-nhan", NULL, AT);
	EXPECT(r, 200);
	const char *csrf = strstr(r.body, "data-csrf=\"");
	assert_non_null(csrf);
	csrf += strlen("data-csrf=\"");
	half.csrf = arena_strndup(c->arena, csrf, strcspn(csrf, "\""));
	r = api_call(c, &half, GET, PASSKEYS, NULL, AT);
	EXPECT(r, 401);
	struct api_reply o = options(c, &half);
	assert_int_equal(json_array_size(json_object_get(json_object_get(o.json, "publicKey"), "allowCredentials")), 1);
	r = sign_in(c, &half, &b);
	refused(&r, 403, "passkey.other");
	r = sign_in(c, &half, &a);
	EXPECT(r, 200);
	const struct api_session whole = cookie_of(c, &r);
	r = api_call(c, &whole, GET, API "/learners", NULL, AT);
	EXPECT(r, 200);
}

TEST(a_passkey_is_registered_with_the_password_and_goes_with_it)
{
	const char *once;

	province_make(c);
	const struct api_session me = person(c, NAME, "head", SCHOOL), other = person(c, "van.thu", "clerk", SCHOOL);
	struct authenticator a = authenticator(c);
	struct api_reply o = options(c, &me);
	struct api_reply r = api_call(c, &me, POST, PASSKEYS, arena_fmt(c->arena, "{\"name\":\"x\",\"password\":\"khong-phai-no\",\"credential\":%s}",
	                              made(c, &a, told(&o, "challenge"))), AT);
	refused(&r, 403, "password.old");
	r = add(c, &me, &a);
	EXPECT(r, 201);
	r = add(c, &other, &a); /* one key, one account */
	refused(&r, 409, "passkey.taken");
	r = api_call(c, &me, GET, PASSKEYS, NULL, AT);
	const char *id = json_string_value(json_object_get(json_array_get(api_items(&r), 0), "id"));
	r = api_call(c, &other, DELETE, arena_fmt(c->arena, PASSKEYS "/%s", id), NULL, AT);
	EXPECT(r, 404);
	const struct api_session forged = { .name = NAME, .token = me.token, .csrf = "x" };
	r = api_call(c, &forged, POST, API "/session/passkey/options", NULL, AT);
	EXPECT(r, 403);
	OK(account_disable(c, NAME));
	r = sign_in(c, &api_nobody, &a);
	refused(&r, 403, "passkey.unknown");
	OK(account_enable(c, NAME));
	OK(account_reset(c, NAME, &once));
	r = sign_in(c, &api_nobody, &a);
	refused(&r, 403, "passkey.unknown");
}

/* Of telephones, of sticks, of Windows. */
TEST_PURE(keys_of_every_algorithm_that_is_offered_are_read_and_checked)
{
	EVP_PKEY *const keys[] = { EVP_EC_gen("P-256"), EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"), EVP_RSA_gen(RSA_LEN * 8) };

	for (size_t i = 0; i < COUNT(keys); i++) {
		struct authenticator a = authenticator_of(c, keys[i]);
		const struct buf object = attested(c, &a), client = client_data(c, &a, "webauthn.get", "x");
		struct buf data = buf_in(c->arena);
		struct webauthn_key k;
		uint32_t counter = 0;
		a.counter = 7;
		put_data(&data, &a, 0);
		struct buf sig = signature(c, &a, &data, &client);
		assert_int_equal(webauthn_read_made(c->arena, (struct webauthn_bytes){ (const unsigned char *)object.data, object.len }, HOST, &k), WEBAUTHN_SOUND);
		assert_int_equal(k.algorithm, webauthn_algorithms[i]);
		const struct webauthn_signed s = { { (const unsigned char *)data.data, data.len }, { (const unsigned char *)client.data, client.len },
		                                   { (const unsigned char *)sig.data, sig.len } };
		assert_int_equal(webauthn_check_signed(c->arena, &s, HOST, &k, &counter), WEBAUTHN_SOUND);
		assert_int_equal(counter, 7);
		sig.data[sig.len - 1] ^= 1;
		assert_int_equal(webauthn_check_signed(c->arena, &s, HOST, &k, &counter), WEBAUTHN_SIGNATURE);
	}
}

/* A key that says it has four thousand million parts, and one with something behind it. */
TEST_PURE(what_is_not_whole_is_never_given_to_a_library)
{
	struct authenticator a = authenticator(c);
	struct buf object = attested(c, &a);
	struct webauthn_key k;
	char *key = memmem(object.data, object.len, "\xa5\x01\x02\x03\x26", 5);

	memcpy(key, "\xba\xff\xff\xff\xff", 5);
	assert_int_equal(webauthn_read_made(c->arena, (struct webauthn_bytes){ (const unsigned char *)object.data, object.len }, HOST, &k), WEBAUTHN_FORM);
	const struct buf client = client_data(c, &a, "webauthn.get", "x");
	struct buf data = buf_in(c->arena);
	put_data(&data, &a, 0);
	buf_char(&data, 'x');
	const struct buf sig = signature(c, &a, &data, &client);
	uint32_t counter;
	const struct webauthn_signed s = { { (const unsigned char *)data.data, data.len }, { (const unsigned char *)client.data, client.len },
	                                   { (const unsigned char *)sig.data, sig.len } };
	assert_int_equal(webauthn_check_signed(c->arena, &s, HOST, &(const struct webauthn_key){ .key = "", .algorithm = webauthn_algorithms[0] }, &counter), WEBAUTHN_FORM);
}

/* On one's own machine, without TLS and with a port. */
TEST(a_passkey_of_this_machine_is_of_its_port)
{
	province_make(c);
	const struct api_session me = person(c, NAME, "head", SCHOOL);
	struct authenticator a = authenticator(c);
	a.host = "localhost";
	a.origin = "http://localhost:8080";
	struct api_reply o = api_call(c, &me, POST, API "/session/passkey/options", NULL, .host = "LocalHost:8080");
	EXPECT(o, 200);
	struct api_reply r = api_call(c, &me, POST, PASSKEYS, arena_fmt(c->arena, "{\"name\":\"x\",\"password\":\"" API_PASSWORD "\",\"credential\":%s}",
	                              made(c, &a, told(&o, "challenge"))), .host = "LocalHost:8080");
	EXPECT(r, 201);
	r = api_call(c, &me, POST, API "/session/passkey/options", NULL);
	refused(&r, 422, "passkey.site");
}

TEST_PURE(what_is_attested_is_read_to_its_end)
{
	static const char good[] = "\xa2\x63" "fmt\x81\xa1\x01\xf5\x68" "authData\x42xy";
	struct webauthn_bytes b = { (const unsigned char *)good, sizeof good - 1 }, data;

	(void)c;
	assert_true(webauthn_find_data(b, &data));
	assert_int_equal(data.n, 2);
	assert_memory_equal(data.at, "xy", 2);
	for (b.n = 0; b.n < sizeof good - 1; b.n++)
		assert_false(webauthn_find_data(b, &data));
	b = (struct webauthn_bytes){ (const unsigned char *)"\xa2\x68" "authData\x41x\x68" "authData\x41y", 23 };
	assert_false(webauthn_find_data(b, &data)); /* twice */
	b = (struct webauthn_bytes){ (const unsigned char *)"\xa1\x68" "authData\x41x\x01", 13 };
	assert_false(webauthn_find_data(b, &data)); /* something behind it */
	b.n--;
	assert_true(webauthn_find_data(b, &data));
	b = (struct webauthn_bytes){ (const unsigned char *)"\xa2\x61x\x81\x81\x81\x81\x81\x81\x81\x81\x01\x68" "authData\x41x", 23 };
	assert_false(webauthn_find_data(b, &data)); /* lists in lists in lists */
}
