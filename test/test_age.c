/* test_age.c - sealed streams: whole ones open, of every other it is said what is wrong; and what age itself wrote opens. */
#include <stdio.h>
#include <stdlib.h>

#include "base/age.h"
#include "base/buf.h"
#include "base/secret.h"
#include "rows.h"
#include "test.h"

enum { SEALED = AGE_CHUNK + 16, FIXTURE = 96000 };

#define PASSPHRASE "một cụm mật khẩu dài\n"

struct stream {
	struct buf all;
	size_t at, piece; /* piece: how much is given at once */
};

static bool put(struct ctx *c, void *arg, const void *data, size_t len)
{
	struct stream *s = arg;

	(void)c;
	buf_add(&s->all, data, len);
	return true;
}

static bool take(struct ctx *c, void *arg, void *into, size_t room, size_t *ret_n)
{
	struct stream *s = arg;
	const size_t left = s->all.len - s->at, n = room < s->piece ? room : s->piece;

	(void)c;
	*ret_n = n < left ? n : left;
	memcpy(into, s->all.data + s->at, *ret_n);
	s->at += *ret_n;
	return true;
}

static const char *text_of(struct ctx *c, const char *name)
{
	return test_file_text(c, arena_fmt(c->arena, "test/fixtures/age/%s", name));
}

static struct age_key passphrase(struct ctx *c, const char *text)
{
	struct age_key k;

	FAILS(age_passphrase(c, "            ", &k), "age.passphrase");
	OK(age_passphrase(c, text, &k));
	return k;
}

static struct age_key identity(struct ctx *c)
{
	struct age_key k;

	OK(age_identities(c, text_of(c, "identity.txt"), &k));
	return k;
}

static const char *plain(struct ctx *c, size_t len)
{
	char *text = arena_alloc(c->arena, len + 1);

	for (size_t i = 0; i < len; i++)
		text[i] = (char)((i * 7 + i / 251) & 0xff);
	return text;
}

static struct stream sealed(struct ctx *c, const struct age_key *k, size_t len)
{
	struct stream s = { .all = buf_in(c->arena), .piece = 1000 };
	struct age_out *o;
	const char *text = plain(c, len);

	OK(age_seal(c, k, put, &s, &o));
	for (size_t at = 0, n; at < len; at += n) {
		n = len - at < 30000 ? len - at : 30000;
		OK(age_put(c, o, text + at, n));
	}
	OK(age_end(c, o));
	return s;
}

static bool opened(struct ctx *c, const struct age_key *k, struct stream *s, struct buf *ret)
{
	const unsigned char *data;
	struct age_in *in;
	size_t n;

	s->at = 0;
	*ret = buf_in(c->arena);
	if (!age_open(c, k, take, s, &in))
		return false;
	for (;;) {
		if (!age_take(c, in, &data, &n))
			return false;
		if (n == 0)
			return true;
		buf_add(ret, (const char *)data, n);
	}
}

static void is_whole(struct ctx *c, const struct age_key *k, size_t len)
{
	struct stream s = sealed(c, k, len);
	struct buf b;

	OK(opened(c, k, &s, &b));
	assert_int_equal(b.len, len);
	assert_true(len == 0 || memcmp(b.data, plain(c, len), len) == 0);
}

TEST_PURE(what_is_sealed_opens_whole)
{
	const struct age_key k = passphrase(c, PASSPHRASE);
	const size_t sizes[] = { 0, 1, AGE_CHUNK - 1, AGE_CHUNK, AGE_CHUNK + 1, 3 * AGE_CHUNK, 200000 };

	for (size_t i = 0; i < COUNT(sizes); i++)
		is_whole(c, &k, sizes[i]);
}

TEST_PURE(what_is_sealed_to_a_public_key_opens_with_the_private_one)
{
	const struct age_key private = identity(c);
	struct age_key public, wrong = private;
	struct buf b;

	OK(age_recipients(c, text_of(c, "recipient.txt"), &public));
	struct stream s = sealed(c, &public, 70000);
	OK(opened(c, &private, &s, &b));
	assert_memory_equal(b.data, plain(c, 70000), 70000);
	wrong.key[0][5] ^= 1;
	FAILS(opened(c, &wrong, &s, &b), "age.wrong_key");
	wrong.key[1][0] = 1;
	memcpy(wrong.key[1], private.key[0], AGE_KEY_BYTES);
	wrong.n = 2;
	OK(opened(c, &wrong, &s, &b)); /* one of several fits */
	const struct age_key other_way = passphrase(c, PASSPHRASE);
	FAILS(opened(c, &other_way, &s, &b), "age.wrong_key");
}

TEST_PURE(a_sealed_stream_that_was_cut_moved_or_changed_says_so)
{
	const struct age_key k = passphrase(c, PASSPHRASE), wrong = passphrase(c, "một cụm mật khẩu khác");
	const struct stream whole = sealed(c, &k, 4 * AGE_CHUNK);
	const size_t head = whole.all.len - 4 * SEALED;
	struct stream s = whole;
	struct buf b;

	FAILS(opened(c, &wrong, &s, &b), "age.wrong_key");
	const size_t cuts[] = { 30, head - 20, head - 3, head, head + 100, head + SEALED, head + SEALED + 1, head + 2 * SEALED, whole.all.len - 1 };
	for (size_t i = 0; i < COUNT(cuts); i++) {
		s.all.len = cuts[i];
		FAILS(opened(c, &k, &s, &b), "age.cut");
	}
	s = whole;
	s.all.data = arena_strndup(c->arena, whole.all.data, whole.all.len + 1);
	s.all.data[head + SEALED + 77] ^= 1;
	FAILS(opened(c, &k, &s, &b), "age.changed");
	memcpy(s.all.data + head + SEALED, whole.all.data + head + 2 * SEALED, SEALED);
	FAILS(opened(c, &k, &s, &b), "age.order");
	memcpy(s.all.data + head + SEALED, whole.all.data + head + 3 * SEALED, SEALED);
	s.all.len = head + 2 * SEALED; /* the end in the place of the second */
	FAILS(opened(c, &k, &s, &b), "age.order");
	s.all.data = arena_strndup(c->arena, whole.all.data, whole.all.len + 1);
	s.all.len = whole.all.len + 1;
	FAILS(opened(c, &k, &s, &b), "age.changed");
	s.all.len = whole.all.len;
	s.all.data[head - 17 - 20] ^= 1; /* in what authenticates the header */
	FAILS(opened(c, &k, &s, &b), "age.changed");
}

TEST_PURE(what_is_no_sealed_stream_or_a_newer_one_says_so)
{
	const struct age_key k = passphrase(c, PASSPHRASE);
	struct stream s = sealed(c, &k, 100);
	struct buf b;

	s.all.data[strlen("age-encryption.org/v")] = '2';
	FAILS(opened(c, &k, &s, &b), "age.newer");
	s.all.data[0] = 'A';
	FAILS(opened(c, &k, &s, &b), "age.not_one");
	s.all.len = 0;
	FAILS(opened(c, &k, &s, &b), "age.not_one");
}

TEST_PURE(keys_that_are_none_are_refused)
{
	const char *public = text_of(c, "recipient.txt"), *private = text_of(c, "identity.txt");
	struct age_key k;

	FAILS(age_passphrase(c, "ngắn\n", &k), "age.passphrase");
	FAILS(age_passphrase(c, "một cụm mật khẩu dài\nvà một dòng nữa\n", &k), "age.passphrase");
	FAILS(age_recipients(c, "", &k), "age.key");
	FAILS(age_recipients(c, private, &k), "age.key");
	FAILS(age_identities(c, public, &k), "age.key");
	char *typo = arena_strdup(c->arena, public);
	typo[20] = typo[20] == 'q' ? 'p' : 'q';
	FAILS(age_recipients(c, typo, &k), "age.key");
	OK(age_recipients(c, arena_fmt(c->arena, "# hai người\n%s\n%s", public, public), &k));
	assert_int_equal(k.n, 2);
}

/* The content of the fixtures: digests of 0, 1, 2 ... one after the other. */
static void is_fixture(struct ctx *c, const struct buf *b)
{
	assert_int_equal(b->len, FIXTURE);
	for (size_t i = 0; i < FIXTURE / 32; i++) {
		const char *no = arena_fmt(c->arena, "%zu", i), *digest = secret_digest(c->arena, no, strlen(no));
		for (size_t k = 0; k < 32; k++)
			assert_int_equal((unsigned char)b->data[i * 32 + k], strtoul(arena_strndup(c->arena, digest + k * 2, 2), NULL, 16));
	}
}

static struct stream fixture(struct ctx *c, const char *name)
{
	struct stream s = { .all = buf_in(c->arena), .piece = 65536 };
	char piece[4096];
	FILE *f = fopen(arena_fmt(c->arena, "%s/test/fixtures/age/%s", TEST_SOURCE_DIR, name), "rb");

	assert_non_null(f);
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		buf_add(&s.all, piece, n);
	fclose(f);
	return s;
}

TEST_PURE(what_age_itself_sealed_opens)
{
	const struct age_key private = identity(c), phrase = passphrase(c, "mot cau du dai");
	struct stream by_key = fixture(c, "recipient.age"), by_phrase = fixture(c, "passphrase.age");
	struct buf b;

	OK(opened(c, &private, &by_key, &b));
	is_fixture(c, &b);
	OK(opened(c, &phrase, &by_phrase, &b));
	is_fixture(c, &b);
}
