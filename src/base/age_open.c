/* age_open.c - reading what age, or age_seal.c, wrote: what is not whole is told, and how. */
#include "base/age_parts.h"

enum { HEADER_MAX = 16 * 1024, ORDER_MAX = 4096 };

struct age_in {
	age_take_fn *take;
	void *arg;
	uint64_t number;
	size_t n;                 /* bytes of raw that are there */
	bool ended, last;         /* nothing comes after them; the last chunk was given */
	unsigned char key[AGE_KEY_BYTES], raw[SEALED_CHUNK], plain[AGE_CHUNK];
};

static bool fill(struct ctx *c, struct age_in *in)
{
	while (in->n < sizeof in->raw && !in->ended) {
		size_t got;
		if (!in->take(c, in->arg, in->raw + in->n, sizeof in->raw - in->n, &got))
			return false;
		in->ended = got == 0;
		in->n += got;
	}
	return true;
}

static void drop(struct age_in *in, size_t n)
{
	in->n -= n;
	memmove(in->raw, in->raw + n, in->n);
}

/* ---- the header ---- */

struct header {
	const char *text;
	size_t len, at;
	bool known; /* a way of wrapping that the key at hand is meant for */
};

static bool changed(struct ctx *c)
{
	return fail(c, ERR_INVALID, "age.changed", "Phần đầu của tệp sao lưu đã bị sửa.");
}

/* A line without its end; false: there is no whole one. */
static bool next_line(struct header *h, const char **ret, size_t *ret_n)
{
	const char *p = h->text + h->at, *end = memchr(p, '\n', h->len - h->at);

	if (end == NULL)
		return false;
	*ret = p;
	*ret_n = (size_t)(end - p);
	h->at += *ret_n + 1;
	return true;
}

static bool is_base64(const char *text, size_t len, unsigned char *ret, size_t want)
{
	size_t n;

	return len == BASE64_OF(want) && sodium_base642bin(ret, want, text, len, NULL, &n, NULL, BASE64_VARIANT) == 0 && n == want;
}

static bool starts(const char *line, size_t n, const char *with)
{
	return n >= strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

static bool unwrap(const unsigned char wrapped[WRAPPED], const unsigned char wrap[AGE_KEY_BYTES], unsigned char file_key[FILE_KEY])
{
	static const unsigned char zero[NONCE];

	return crypto_aead_chacha20poly1305_ietf_decrypt(file_key, NULL, NULL, wrapped, WRAPPED, NULL, 0, zero, wrap) == 0;
}

static bool open_scrypt(const struct age_key *k, const char *args, size_t n, const unsigned char wrapped[WRAPPED], unsigned char file_key[FILE_KEY])
{
	unsigned char salt[SALT], wrap[AGE_KEY_BYTES];
	unsigned work = 0;

	if (n <= BASE64_OF(SALT) + 1 || n > BASE64_OF(SALT) + 3 || !is_base64(args, BASE64_OF(SALT), salt, SALT))
		return false;
	for (size_t i = BASE64_OF(SALT) + 1; i < n; i++)
		work = work * 10 + (unsigned)(args[i] - '0');
	return work > 0 && work <= WORK_MAX && age_scrypt(k->passphrase, salt, work, wrap) && unwrap(wrapped, wrap, file_key);
}

static bool open_x25519(const struct age_key *k, const char *args, size_t n, const unsigned char wrapped[WRAPPED], unsigned char file_key[FILE_KEY])
{
	unsigned char share[AGE_KEY_BYTES], own[AGE_KEY_BYTES], wrap[AGE_KEY_BYTES];

	if (!is_base64(args, n, share, AGE_KEY_BYTES))
		return false;
	for (size_t i = 0; i < k->n; i++) {
		crypto_scalarmult_curve25519_base(own, k->key[i]);
		if (age_x25519(k->key[i], share, share, own, wrap) && unwrap(wrapped, wrap, file_key))
			return true;
	}
	return false;
}

/* One way in: its words, then lines of base64, of which the last is short. */
static bool read_stanza(struct header *h, const struct age_key *k, const char *line, size_t n, bool *found, unsigned char file_key[FILE_KEY])
{
	static const char scrypt[] = "-> scrypt ", x25519[] = "-> X25519 ";
	unsigned char wrapped[WRAPPED];
	const char *body, *more;
	size_t n_body, n_more;

	if (!next_line(h, &body, &n_body))
		return false;
	for (n_more = n_body; n_more == 64;)
		if (!next_line(h, &more, &n_more))
			return false;
	const bool mine = starts(line, n, k->passphrase != NULL ? scrypt : x25519);
	h->known = h->known || mine;
	if (!mine || *found || !is_base64(body, n_body, wrapped, WRAPPED))
		return true;
	*found = k->passphrase != NULL ? open_scrypt(k, line + strlen(scrypt), n - strlen(scrypt), wrapped, file_key)
	                               : open_x25519(k, line + strlen(x25519), n - strlen(x25519), wrapped, file_key);
	return true;
}

static bool check_mac(struct ctx *c, const struct header *h, const char *line, size_t n, const unsigned char file_key[FILE_KEY])
{
	unsigned char said[MAC], is[MAC];

	if (n < 4 || line[3] != ' ' || !is_base64(line + 4, n - 4, said, MAC))
		return changed(c);
	age_header_mac(file_key, h->text, (size_t)(line + 3 - h->text), is);
	return sodium_memcmp(said, is, MAC) == 0 || changed(c);
}

static bool cannot_open(struct ctx *c, const struct age_key *k, const struct header *h)
{
	if (h->known && k->passphrase != NULL)
		return fail(c, ERR_INVALID, "age.wrong_key", "Cụm mật khẩu không mở được tệp này: sai cụm mật khẩu, hoặc phần đầu của tệp đã bị sửa.");
	if (h->known)
		return fail(c, ERR_INVALID, "age.wrong_key", "Khoá riêng không mở được tệp này: tệp được mã hoá cho khoá khác, hoặc phần đầu của tệp đã bị sửa.");
	if (k->passphrase != NULL)
		return fail(c, ERR_INVALID, "age.wrong_key", "Tệp này không mã hoá bằng cụm mật khẩu mà cho khoá công khai; cần --identity.");
	return fail(c, ERR_INVALID, "age.wrong_key", "Tệp này không mã hoá cho khoá công khai mà bằng cụm mật khẩu; cần --passphrase-file.");
}

static bool read_intro(struct ctx *c, struct header *h)
{
	const char *line;
	size_t n;

	if (!starts(h->text, h->len, AGE_INTRO))
		return fail(c, ERR_INVALID, "age.not_one", "Đây không phải là tệp do khue backup ghi.");
	if (!next_line(h, &line, &n))
		return fail(c, ERR_INVALID, "age.cut", "Tệp sao lưu bị cắt ngay trong phần đầu.");
	if (n != strlen(AGE_VERSION) || !starts(line, n, AGE_VERSION))
		return fail(c, ERR_INVALID, "age.newer", "Tệp sao lưu được mã hoá theo một bản mới hơn (%.*s); cần bản Khuê mới hơn.", (int)(n > 40 ? 40 : n), line);
	return true;
}

static bool read_header(struct ctx *c, struct age_in *in, const struct age_key *k, unsigned char file_key[FILE_KEY])
{
	struct header h = { .text = (const char *)in->raw, .len = in->n < HEADER_MAX ? in->n : HEADER_MAX };
	bool found = false;
	const char *line;
	size_t n;

	if (!read_intro(c, &h))
		return false;
	while (next_line(&h, &line, &n)) {
		if (starts(line, n, "---")) {
			if (!found)
				return cannot_open(c, k, &h);
			if (!check_mac(c, &h, line, n, file_key))
				return false;
			drop(in, h.at);
			return true;
		}
		if (!starts(line, n, "-> "))
			return changed(c);
		if (!read_stanza(&h, k, line, n, &found, file_key))
			break;
	}
	return fail(c, ERR_INVALID, "age.cut", "Tệp sao lưu bị cắt ngay trong phần đầu.");
}

bool age_open(struct ctx *c, const struct age_key *k, age_take_fn *take, void *arg, struct age_in **ret)
{
	struct age_in *in = NEW(c->arena, struct age_in);
	unsigned char file_key[FILE_KEY];

	in->take = take;
	in->arg = arg;
	if (!fill(c, in) || !read_header(c, in, k, file_key) || !fill(c, in))
		return false;
	if (in->n < SALT)
		return fail(c, ERR_INVALID, "age.cut", "Tệp sao lưu bị cắt ngay sau phần đầu.");
	age_derive(file_key, FILE_KEY, in->raw, SALT, "payload", in->key);
	sodium_memzero(file_key, sizeof file_key);
	drop(in, SALT);
	*ret = in;
	return true;
}

/* ---- chunks ---- */

static bool opens(struct age_in *in, uint64_t number, bool last)
{
	unsigned char nonce[NONCE];

	age_nonce(number, last, nonce);
	return in->n >= TAG && crypto_aead_chacha20poly1305_ietf_decrypt(in->plain, NULL, NULL, in->raw, in->n, NULL, 0, nonce, in->key) == 0;
}

/* A chunk that does not open where it stands: is it another one, or none any more? */
static bool tell(struct ctx *c, struct age_in *in)
{
	const uint64_t is = in->number;

	for (uint64_t i = 0; i < ORDER_MAX; i++)
		if (opens(in, i, false) || opens(in, i, true))
			return fail(c, ERR_INVALID, "age.order", "Tệp sao lưu bị xếp lại: ở chỗ của phần %" PRIu64 " là phần %" PRIu64 ".", is + 1, i + 1);
	return fail(c, ERR_INVALID, "age.changed", "Tệp sao lưu đã bị sửa hoặc hỏng ở phần %" PRIu64 " (mỗi phần 64 KB).", is + 1);
}

static bool cut(struct ctx *c, const struct age_in *in)
{
	return fail(c, ERR_INVALID, "age.cut", "Tệp sao lưu bị cắt: chỉ còn %" PRIu64 " phần trọn vẹn (mỗi phần 64 KB), thiếu phần cuối.", in->number);
}

bool age_take(struct ctx *c, struct age_in *in, const unsigned char **ret, size_t *ret_n)
{
	*ret = in->plain;
	*ret_n = 0;
	if (!fill(c, in))
		return false;
	if (in->last)
		return in->n == 0 || fail(c, ERR_INVALID, "age.changed", "Sau phần cuối của tệp sao lưu còn có dữ liệu khác.");
	if (in->n == 0)
		return cut(c, in);
	const bool whole = in->n == sizeof in->raw;
	if (whole && opens(in, in->number, false))
		in->last = false;
	else if (opens(in, in->number, true))
		in->last = true;
	else
		return whole ? tell(c, in) : cut(c, in);
	*ret_n = in->n - TAG;
	in->number++;
	in->n = 0;
	return *ret_n > 0 || !in->last || age_take(c, in, ret, ret_n);
}
