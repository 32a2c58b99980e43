/* utf8.c - code points out of and into UTF-8. */
#include "table/utf8.h"

/* Length of the character that begins here, 0 when none does or it is cut off. */
static size_t length_at(const unsigned char *s, size_t len)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;

	if (n > len)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF0 && s[1] < 0x90) ||
	    (s[0] == 0xF4 && s[1] > 0x8F))
		return 0; /* too long, half a pair, beyond Unicode */
	return n;
}

uint32_t utf8_next(const char *text, size_t len, size_t *at)
{
	const unsigned char *s = (const unsigned char *)text + *at;
	size_t n = length_at(s, len - *at);

	*at += n == 0 ? 1 : n;
	if (n < 2)
		return n == 0 ? 0xFFFD : s[0];
	uint32_t ch = s[0] & (0xFFu >> (n + 1));
	for (size_t i = 1; i < n; i++)
		ch = ch << 6 | (s[i] & 63);
	return ch;
}

void utf8_add(struct buf *b, uint32_t ch)
{
	if (ch < 0x80) {
		buf_char(b, (char)ch);
	} else if (ch < 0x800) {
		buf_char(b, (char)(0xC0 | ch >> 6));
		buf_char(b, (char)(0x80 | (ch & 63)));
	} else if (ch < 0x10000) {
		buf_char(b, (char)(0xE0 | ch >> 12));
		buf_char(b, (char)(0x80 | (ch >> 6 & 63)));
		buf_char(b, (char)(0x80 | (ch & 63)));
	} else {
		buf_char(b, (char)(0xF0 | ch >> 18));
		buf_char(b, (char)(0x80 | (ch >> 12 & 63)));
		buf_char(b, (char)(0x80 | (ch >> 6 & 63)));
		buf_char(b, (char)(0x80 | (ch & 63)));
	}
}

size_t utf8_valid(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len) {
		size_t n = (unsigned char)text[at] < 0x80 ? 1 : length_at((const unsigned char *)text + at, len - at);
		if (n == 0)
			break;
		at += n;
	}
	return at;
}
