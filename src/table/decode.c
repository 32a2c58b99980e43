/* decode.c - the encoding of a text file, found by its content, and its bytes as UTF-8. */
#include "table/decode.h"

#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"
#include "table/syllable.h"

enum { CHUNK = 64 * 1024, SAMPLE = 32 * 1024 };

/* ---- single bytes ---- */

/* 80 to 9F, which both Windows code pages share. */
static const uint16_t quotes[32] = {
	0x20AC, 0xFFFD, 0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0xFFFD, 0x17D, 0xFFFD,
	0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0xFFFD, 0x17E, 0x178,
};

/* Where Windows-1258 differs from the Western letters; five tones are marks of their own. */
static const struct {
	uint8_t byte;
	uint16_t is;
} vietnamese[] = {
	{ 0xC3, 0x102 }, { 0xCC, 0x300 }, { 0xD0, 0x110 }, { 0xD2, 0x309 }, { 0xD5, 0x1A0 }, { 0xDD, 0x1AF }, { 0xDE, 0x303 },
	{ 0xE3, 0x103 }, { 0xEC, 0x301 }, { 0xF0, 0x111 }, { 0xF2, 0x323 }, { 0xF5, 0x1A1 }, { 0xFD, 0x1B0 }, { 0xFE, 0x20AB },
};

static uint32_t from_byte(enum encoding e, uint8_t byte)
{
	if (byte >= 0x80 && byte < 0xA0)
		return quotes[byte - 0x80];
	for (size_t i = 0; e == ENCODING_1258 && i < COUNT(vietnamese); i++)
		if (vietnamese[i].byte == byte)
			return vietnamese[i].is;
	return byte;
}

static void decode_bytes(enum encoding e, const char *raw, size_t len, struct buf *ret)
{
	for (size_t i = 0; i < len; i++)
		utf8_add(ret, from_byte(e, (uint8_t)raw[i]));
}

/* A lonely half of a pair comes out as bad UTF-8 and is refused with the cell. */
static size_t decode_utf16(struct decoder *d, struct buf *ret)
{
	int low_byte = d->encoding == ENCODING_UTF16_LE ? 0 : 1;
	size_t i = 0;

	for (; i + 1 < d->n_raw; i += 2) {
		const unsigned char *p = (const unsigned char *)d->raw + i;
		uint32_t unit = (uint32_t)p[low_byte] | (uint32_t)p[1 - low_byte] << 8;
		if (d->high != 0 && (unit & 0xFC00) == 0xDC00)
			unit = 0x10000 + ((d->high & 0x3FF) << 10) + (unit & 0x3FF);
		else if (d->high != 0)
			utf8_add(ret, d->high);
		d->high = (unit & 0xFFFFFC00) == 0xD800 ? unit : 0;
		if (d->high == 0)
			utf8_add(ret, unit);
	}
	return i;
}

/* ---- which encoding ---- */

enum encoding encoding_of_head(const char *head, size_t len)
{
	size_t even = 0, odd = 0;

	if (len >= 2 && memcmp(head, "\xFF\xFE", 2) == 0)
		return ENCODING_UTF16_LE;
	if (len >= 2 && memcmp(head, "\xFE\xFF", 2) == 0)
		return ENCODING_UTF16_BE;
	for (size_t i = 0; i + 1 < len; i += 2) {
		even += head[i] == '\0';
		odd += head[i + 1] == '\0';
	}
	/* Blanks, digits and most letters of Vietnamese have a zero byte, on one side. */
	if (len >= 8 && odd * 3 > len / 2 && even == 0)
		return ENCODING_UTF16_LE;
	if (len >= 8 && even * 3 > len / 2 && odd == 0)
		return ENCODING_UTF16_BE;
	return ENCODING_UNKNOWN;
}

/* Words beyond ASCII, and how many of them could be Vietnamese. */
static bool is_vietnamese(struct arena *a, const struct buf *text)
{
	const char *s = text_clean(a, text->data, text->len);
	uint32_t word[8];
	size_t n = 0, all = 0, possible = 0, len;
	bool beyond = false;

	if (s == NULL)
		return false;
	len = strlen(s);
	for (size_t at = 0; at <= len;) {
		uint32_t ch = at == len ? ' ' : utf8_next(s, len, &at);
		bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch >= 0xC0;
		at += ch == ' ' && at == len;
		if (letter && n < COUNT(word))
			word[n] = ch;
		n += letter;
		beyond = beyond || (letter && ch >= 0x80);
		if (letter)
			continue;
		all += beyond;
		possible += beyond && n <= COUNT(word) && syllable_is_possible(word, n);
		n = 0;
		beyond = false;
	}
	return all > 0 && possible * 10 >= all * 8;
}

/* The marks are what nothing but Windows-1258 has: without one, nothing is proven. */
static bool has_marks(const char *raw, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (memchr("\xCC\xD2\xDE\xEC\xF2", raw[i], 5) != NULL && memchr("aeiouyAEIOUY\xE2\xE3\xEA\xF4\xF5\xFD\xC2\xC3\xCA\xD4\xD5\xDD", raw[i - 1], 24) != NULL)
			return true;
	return false;
}

/* Line by line, for one that is no text of this encoding spoils only itself.  Most must convert, many must prove it. */
static bool is_legacy(struct arena *a, const struct buf *text, enum legacy which)
{
	size_t lines = 0, converted = 0, proven = 0;
	const char *name, *s = text->data, *end = text->data + text->len;
	enum legacy alone;

	while (s < end) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));
		size_t len = (size_t)((stop == NULL ? end : stop) - s);
		lines += legacy_is_candidate(s, len);
		converted += legacy_convert(a, s, len, which, &name) != NULL;
		alone = legacy_convert(a, s, len, LEGACY_NONE, &name) == NULL ? LEGACY_NONE : streq(name, "VNI") ? LEGACY_VNI : LEGACY_TCVN3;
		proven += alone == which;
		s += len + 1;
	}
	return proven > 0 && converted * 10 >= lines * 8 && proven * 2 >= lines;
}

static bool encoding_of_bytes(struct decoder *d, struct arena *a, const char *raw, size_t len)
{
	struct buf by_1258 = buf_in(a), by_1252 = buf_in(a);

	while (len > 0 && len == SAMPLE && raw[len - 1] != '\n')
		len--; /* the last line may be cut */
	decode_bytes(ENCODING_1258, raw, len, &by_1258);
	decode_bytes(ENCODING_1252, raw, len, &by_1252);
	d->encoding = ENCODING_1252;
	if (has_marks(raw, len) && is_vietnamese(a, &by_1258))
		d->encoding = ENCODING_1258;
	else if (is_legacy(a, &by_1252, LEGACY_TCVN3))
		d->font = LEGACY_TCVN3;
	else if (is_legacy(a, &by_1252, LEGACY_VNI))
		d->font = LEGACY_VNI;
	else
		return false;
	return true;
}

/* "Nguy+Hsk-n": sixteen bits in base64 between + and -. */
static bool is_utf7(const char *raw, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t found = 0;

	if (len >= 4 && memcmp(raw, "+/v", 3) == 0 && strchr("89+/", raw[3]) != NULL)
		return true;
	for (size_t i = 0; i + 4 < len && found < 3; i++) {
		uint32_t unit = 0;
		size_t k = 1;
		for (; raw[i] == '+' && k <= 3; k++) {
			const char *p = raw[i + k] == '\0' ? NULL : strchr(digits, raw[i + k]);
			if (p == NULL)
				break;
			unit = unit << 6 | (uint32_t)(p - digits);
		}
		unit >>= 2;
		found += k == 4 && ((unit >= 0x1EA0 && unit <= 0x1EF9) || (unit >= 0xC0 && unit <= 0x1B0));
	}
	return found >= 3;
}

static bool refuse(struct decoder *d, size_t line)
{
	return fail(d->c, ERR_INVALID, "sheet.encoding",
	            "Tệp không dùng bảng mã nào nhận ra được (dòng %zu), nên chữ tiếng Việt sẽ bị sai. Hãy mở tệp bằng Excel, chọn "
	            "Lưu thành (Save As), kiểu Excel Workbook (*.xlsx), rồi nộp lại.", line);
}

/* The whole file must be UTF-8, else it is something else.  *ret_sample: its part around the first other byte. */
static bool look_through(struct decoder *d, char *sample, size_t *ret_sample, size_t *ret_line, bool *ret_utf8)
{
	off_t at = 0;

	*ret_utf8 = true;
	*ret_line = 1;
	for (;;) {
		ssize_t n = pread(d->fd, d->raw, CHUNK, at);
		if (n < 0)
			return fail(d->c, ERR_INTERNAL, "sheet.io", "pread of the uploaded file failed");
		size_t good = utf8_valid(d->raw, (size_t)n), cut = (size_t)n - good;
		*ret_utf8 = cut == 0 || (cut < 4 && n == CHUNK);
		for (size_t i = 0; i < good; i++)
			*ret_line += d->raw[i] == '\n';
		if (*ret_utf8 && n == CHUNK) {
			at += (off_t)good;
			continue;
		}
		if (*ret_utf8)
			return true;
		at += (off_t)good;
		n = pread(d->fd, sample, SAMPLE, at < SAMPLE / 2 ? 0 : at - SAMPLE / 2);
		*ret_sample = n < 0 ? 0 : (size_t)n;
		return true;
	}
}

bool decoder_open(struct ctx *c, struct arena *a, int fd, struct decoder *ret)
{
	struct arena *scratch = arena_new();
	size_t n_sample = 0, line;
	bool is_utf8;

	*ret = (struct decoder){ .c = c, .fd = fd, .raw = arena_alloc(a, CHUNK) };
	ssize_t n = pread(fd, ret->raw, CHUNK, 0);
	off_t skip = 0;
	size_t len = n < 0 ? 0 : (size_t)n;
	bool ok = true, utf7 = is_utf7(ret->raw, len);
	ret->encoding = encoding_of_head(ret->raw, len < 4096 ? len : 4096);
	if (ret->encoding != ENCODING_UNKNOWN)
		skip = len >= 2 && ((uint8_t)ret->raw[0] >= 0xFE) ? 2 : 0;
	else if (len >= 3 && memcmp(ret->raw, "\xEF\xBB\xBF", 3) == 0)
		skip = 3;
	if (utf7)
		ok = fail(c, ERR_UNSUPPORTED, "sheet.utf7",
		          "Tệp dùng bảng mã UTF-7 (chữ tiếng Việt hiện ra dạng «+Hsk-»), không đọc an toàn được. Hãy mở tệp bằng Excel, chọn "
		          "Lưu thành (Save As), kiểu Excel Workbook (*.xlsx), rồi nộp lại.");
	else if (ret->encoding == ENCODING_UNKNOWN) {
		char *sample = arena_alloc(scratch, SAMPLE);
		ok = look_through(ret, sample, &n_sample, &line, &is_utf8);
		ret->encoding = ENCODING_UTF8;
		if (ok && !is_utf8)
			ok = encoding_of_bytes(ret, scratch, sample, n_sample) || refuse(ret, line);
	}
	arena_free(scratch);
	return ok && (lseek(fd, skip, SEEK_SET) == skip || fail(c, ERR_INTERNAL, "sheet.io", "lseek in the uploaded file failed"));
}

bool decoder_next(struct decoder *d, struct buf *ret, bool *ret_end)
{
	ssize_t n = read(d->fd, d->raw + d->n_raw, CHUNK - d->n_raw);
	size_t used = 0;

	if (n < 0)
		return fail(d->c, ERR_INTERNAL, "sheet.io", "read of the uploaded file failed");
	*ret_end = n == 0;
	d->n_raw += (size_t)n;
	ret->len = 0;
	if (d->encoding == ENCODING_UTF16_LE || d->encoding == ENCODING_UTF16_BE) {
		used = decode_utf16(d, ret);
		memmove(d->raw, d->raw + used, d->n_raw - used);
		d->n_raw -= used;
		return true;
	}
	if (d->encoding == ENCODING_UTF8)
		buf_add(ret, d->raw, d->n_raw);
	else
		decode_bytes(d->encoding, d->raw, d->n_raw, ret);
	d->n_raw = 0;
	return true;
}
