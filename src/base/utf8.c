/* utf8.c - code points out of and into UTF-8. */
#include "base/utf8.h"

#include <unicode/utf8.h>

/* -1: no whole character begins here. */
static UChar32 character(const char *text, size_t len, size_t at, int32_t *ret_bytes)
{
	UChar32 ch;

	*ret_bytes = 0;
	U8_NEXT(text + at, *ret_bytes, (int32_t)(len - at), ch);
	return ch;
}

uint32_t utf8_next(const char *text, size_t len, size_t *at)
{
	int32_t n;
	const UChar32 ch = character(text, len, *at, &n);

	*at += ch < 0 ? 1 : (size_t)n;
	return ch < 0 ? 0xFFFD : (uint32_t)ch;
}

void utf8_add(struct buf *b, uint32_t ch)
{
	char bytes[U8_MAX_LENGTH];
	size_t n = 0;

	U8_APPEND_UNSAFE(bytes, n, ch);
	buf_add(b, bytes, n);
}

size_t utf8_valid(const char *text, size_t len)
{
	size_t at = 0;

	for (int32_t n; at < len && character(text, len, at, &n) >= 0; at += (size_t)n)
		;
	return at;
}
