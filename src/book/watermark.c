/* watermark.c - from texts to places of a word, by keyed digests. */
#include "book/watermark.h"

#include <pthread.h>

#include "base/text.h"

enum { TEXT_MAX = 400 }; /* bytes; of a longer text only the beginning counts */

void watermark_keys_make(const char *secret, struct watermark_keys *ret)
{
	*ret = (struct watermark_keys){ secret_key_of(secret, "watermark cell"), secret_key_of(secret, "watermark pair"),
		                        secret_key_of(secret, "watermark word") };
}

void watermark_make(const struct watermark_keys *keys, const char *code, struct watermark *ret)
{
	ret->keys = keys;
	secret_key_stream(&keys->word, code, ret->word, sizeof ret->word);
}

/* ---- what of a text counts ---- */

/* Letters of Vietnamese in capitals and not, without their marks: 0 is none of them.  By text_fold, which is too slow for each cell. */
static char plain_low[0x250 - 0xC0], plain_high[0x1F00 - 0x1E00];
static pthread_once_t plain_once = PTHREAD_ONCE_INIT;

static char plain_of(struct arena *a, unsigned ch)
{
	const char low[] = { (char)(0xC0 | ch >> 6), (char)(0x80 | (ch & 0x3F)), '\0' };
	const char high[] = { (char)(0xE0 | ch >> 12), (char)(0x80 | (ch >> 6 & 0x3F)), (char)(0x80 | (ch & 0x3F)), '\0' };
	const char *folded = text_fold(a, ch < 0x800 ? low : high);

	return *folded >= 'a' && *folded <= 'z' && folded[1] == '\0' ? *folded : '\0';
}

static void make_plain(void)
{
	struct arena *a = arena_new();

	for (unsigned i = 0; i < sizeof plain_low; i++)
		plain_low[i] = plain_of(a, 0xC0 + i);
	for (unsigned i = 0; i < sizeof plain_high; i++)
		plain_high[i] = plain_of(a, 0x1E00 + i);
	arena_free(a);
}

/* The letter at *text, and on behind it; 0: it is none of the table. */
static char take_plain(const unsigned char **text)
{
	const unsigned char *s = *text;
	unsigned ch;

	if (s[0] >= 0xC3 && s[0] < 0xC9 && s[1] != 0) {
		ch = (unsigned)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
		*text += 2;
		return plain_low[ch - 0xC0];
	}
	if (s[0] == 0xE1 && s[1] >= 0xB8 && s[1] < 0xBC && s[2] != 0) {
		ch = (unsigned)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
		*text += 3;
		return plain_high[ch - 0xE00];
	}
	return '\0';
}

/* False at a letter that is not in the table. */
static bool fold_quickly(const char *text, char *room, size_t *ret_len)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n = 0;

	while (*s != '\0' && n < TEXT_MAX) {
		char ch = (char)*s;
		if (*s >= 0x80) {
			ch = take_plain(&s);
			if (ch == '\0')
				return false;
		} else {
			s++;
		}
		if (ch >= 'A' && ch <= 'Z')
			ch = (char)(ch + 'a' - 'A');
		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))
			room[n++] = ch;
	}
	*ret_len = n;
	return true;
}

static size_t fold(struct arena *a, const char *text, char room[TEXT_MAX])
{
	size_t n;

	pthread_once(&plain_once, make_plain);
	if (fold_quickly(text, room, &n))
		return n;
	n = 0;
	for (const char *s = text_fold(a, text); *s != '\0' && n < TEXT_MAX; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || (unsigned char)*s >= 0x80)
			room[n++] = *s;
	return n;
}

/* ---- places ---- */

static struct watermark_place place_of(const struct secret_key *key, const char *data, size_t len)
{
	const uint64_t hash = secret_key_digest(key, data, len);

	return (struct watermark_place){ .at = hash % WATERMARK_BITS, .flip = hash >> 63 };
}

bool watermark_of_text(struct arena *a, const struct watermark_keys *keys, const char *text, struct watermark_place *ret)
{
	char room[TEXT_MAX];
	size_t gap;

	if (text_gap(text, strlen(text), &gap) == 0)
		return false;
	*ret = place_of(&keys->cell, room, fold(a, text, room));
	return true;
}

static const char *last_word(const char *text)
{
	const char *blank = strrchr(text, ' ');

	return blank == NULL ? NULL : blank + 1;
}

bool watermark_of_pair(struct arena *a, const struct watermark_keys *keys, const char *first, const char *second, struct watermark_place *ret,
                       bool *ret_turned)
{
	const char *x = last_word(first), *y = last_word(second);
	char room[2 * TEXT_MAX + 1], other[TEXT_MAX];

	if (x == NULL || y == NULL || !streq(x, y))
		return false;
	size_t n = fold(a, first, room), m = fold(a, second, other);
	const int order = memcmp(room, other, n < m ? n : m), by_length = order != 0 ? order : (n > m) - (n < m);
	if (by_length == 0)
		return false;
	*ret_turned = by_length > 0;
	if (*ret_turned) {
		memmove(room + m + 1, room, n);
		memcpy(room, other, m);
		room[m] = '\0';
	} else {
		room[n] = '\0';
		memcpy(room + n + 1, other, m);
	}
	*ret = place_of(&keys->pair, room, n + 1 + m);
	return true;
}
