/* buf.c - text that grows. */
#include "base/buf.h"

#include <stdio.h>

static void grow(struct buf *b, size_t need)
{
	size_t room = b->room == 0 ? 256 : b->room;

	while (room < need)
		room *= 2;
	char *bigger = arena_alloc(b->arena, room);
	if (b->len > 0)
		memcpy(bigger, b->data, b->len);
	b->data = bigger;
	b->room = room;
}

char *buf_room(struct buf *b, size_t more)
{
	if (b->len + more + 1 > b->room)
		grow(b, b->len + more + 1);
	return b->data + b->len;
}

void buf_add(struct buf *b, const char *text, size_t len)
{
	char *at = buf_room(b, len);

	if (len > 0)
		memcpy(at, text, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_put(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_char(struct buf *b, char ch)
{
	char *at = buf_room(b, 1);

	at[0] = ch;
	at[1] = '\0';
	b->len++;
}

void buf_int(struct buf *b, int64_t i)
{
	char text[24];
	char *end = text + sizeof text, *p = end;
	uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;

	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	if (i < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(end - p));
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, fmt, ap);
	assert(len >= 0);
	vsnprintf(buf_room(b, (size_t)len), (size_t)len + 1, fmt, again);
	b->len += (size_t)len;
	va_end(again);
	va_end(ap);
}

void buf_hex(struct buf *b, const char *s, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	char piece[512];

	for (size_t i = 0; i < len;) {
		size_t n = 0;
		for (; n < sizeof piece && i < len; i++) {
			piece[n++] = hex[(unsigned char)s[i] >> 4];
			piece[n++] = hex[s[i] & 15];
		}
		buf_add(b, piece, n);
	}
}

bool buf_unhex(const char *digits, size_t n, char *ret)
{
	for (size_t i = 0; i < n; i++) {
		const int high = hex_digit(digits[i * 2]), low = hex_digit(digits[i * 2 + 1]);
		if (high < 0 || low < 0)
			return false;
		ret[i] = (char)(high << 4 | low);
	}
	return true;
}

void buf_escaped(struct buf *b, const char *s, size_t len)
{
	static const char letter[256] = { ['\\'] = '\\', ['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r' };
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		const char l = letter[(unsigned char)s[i]];
		if (l == '\0')
			continue;
		buf_add(b, s + from, i - from);
		buf_add(b, (char[]){ '\\', l }, 2);
		from = i + 1;
	}
	buf_add(b, s + from, len - from);
}

void buf_json(struct buf *b, const char *text, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	size_t from = 0;

	buf_char(b, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)text[i];
		if (ch >= 0x20 && ch != '"' && ch != '\\')
			continue;
		buf_add(b, text + from, i - from);
		from = i + 1;
		if (ch == '"' || ch == '\\')
			buf_add(b, (char[]){ '\\', (char)ch }, 2);
		else if (ch == '\n')
			buf_add(b, "\\n", 2);
		else
			buf_add(b, (char[]){ '\\', 'u', '0', '0', hex[ch >> 4], hex[ch & 15] }, 6);
	}
	buf_add(b, text + from, len - from);
	buf_char(b, '"');
}

void buf_json_text(struct buf *b, const char *text)
{
	if (text == NULL)
		buf_put(b, "null");
	else
		buf_json(b, text, strlen(text));
}

void buf_html(struct buf *b, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&': buf_put(b, "&amp;"); break;
		case '<': buf_put(b, "&lt;"); break;
		case '>': buf_put(b, "&gt;"); break;
		case '"': buf_put(b, "&quot;"); break;
		case '\'': buf_put(b, "&#39;"); break;
		default: buf_char(b, *text);
		}
	}
}

const char *buf_text(struct buf *b)
{
	buf_room(b, 0);
	return b->data;
}
