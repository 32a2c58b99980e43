/* biff.c - records of an .xls, and the texts in them that run over their edges. */
#include "table/biff.h"

#include "base/utf8.h"
#include "table/bytes.h"

enum { WIDE = 1, EXTRA = 4, RICH = 8 }; /* flags of a text */

bool biff_next(struct biff *b)
{
	unsigned char head[4];

	if (!cfb_read(&b->stream, b->next, head, sizeof head))
		return false;
	b->type = le16(head);
	b->len = le16(head + 2);
	if (!cfb_read(&b->stream, b->next + sizeof head, b->data, b->len))
		return false;
	b->next += sizeof head + b->len;
	b->at = 0;
	return true;
}

const unsigned char *biff_at(struct biff *b, size_t at, size_t n)
{
	if (at + n > b->len) {
		size_t from = at > b->len ? at : b->len;
		if (at + n > sizeof b->data)
			return (const unsigned char *)"\0\0\0\0\0\0\0";
		memset(b->data + from, 0, at + n - from);
	}
	return b->data + at;
}

/* Where the record is at its end: go on in the one that continues it, over those that are empty.  What follows otherwise stays where it is. */
bool biff_more(struct biff *b)
{
	unsigned char head[4];

	while (b->at >= b->len)
		if (!cfb_read(&b->stream, b->next, head, sizeof head) || le16(head) != BIFF_CONTINUE || !biff_next(b))
			return false;
	return true;
}

static bool number(struct biff *b, unsigned n_bytes, size_t *ret)
{
	*ret = 0;
	for (unsigned i = 0; i < n_bytes; i++) {
		if (!biff_more(b))
			return false;
		*ret |= (size_t)b->data[b->at++] << (8 * i);
	}
	return true;
}

static bool skip(struct biff *b, size_t n)
{
	while (n > 0) {
		if (!biff_more(b))
			return false;
		size_t part = n < b->len - b->at ? n : b->len - b->at;
		b->at += part;
		n -= part;
	}
	return true;
}

/* Characters; where they run over an edge, the new record says anew how wide they are. */
static bool characters(struct biff *b, size_t n, bool wide, size_t max, struct buf *ret)
{
	uint32_t high = 0;

	for (; n > 0; n--) {
		size_t ch, flags;
		while (b->at >= b->len) { /* a record of nothing but flags is followed by other flags */
			if (!number(b, 1, &flags))
				return false;
			wide = flags & WIDE;
		}
		if (!number(b, wide ? 2 : 1, &ch) || ret->len > max)
			return false;
		if (high != 0 && (ch & 0xFC00) == 0xDC00)
			ch = 0x10000 + ((high & 0x3FF) << 10) + (ch & 0x3FF);
		else if (high != 0)
			utf8_add(ret, 0xFFFD);
		high = (ch & 0xFFFFFC00) == 0xD800 ? (uint32_t)ch : 0;
		if (high == 0)
			utf8_add(ret, (ch & 0xFFFFFC00) == 0xDC00 ? 0xFFFD : (uint32_t)ch);
	}
	return true;
}

bool biff_text(struct biff *b, unsigned length_bytes, size_t max, struct buf *ret)
{
	size_t n, flags, runs = 0, extra = 0;

	ret->len = 0;
	if (!number(b, length_bytes, &n) || !number(b, 1, &flags))
		return false;
	if ((flags & RICH) && !number(b, 2, &runs))
		return false;
	if ((flags & EXTRA) && !number(b, 4, &extra))
		return false;
	return characters(b, n, flags & WIDE, max, ret) && skip(b, runs * 4 + extra);
}
