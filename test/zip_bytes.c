/* zip_bytes.c - zip files byte by byte, so that they can lie. */
#include "zip_bytes.h"

#include <stdlib.h>
#include <zlib.h>

static void put(struct buf *b, uint32_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(b, (char)(n >> 8 * i & 0xFF));
}

struct packed {
	char *data;
	size_t len, size;
	uint32_t crc;
	unsigned method;
	size_t at;
};

static struct packed pack(struct arena *a, const struct zip_part *p)
{
	size_t len = p->len != 0 ? p->len : strlen(p->content);
	z_stream z = { 0 };
	struct packed r = { .size = len, .crc = (uint32_t)crc32(0, (const Bytef *)p->content, (uInt)len) };

	r.method = p->method != 0 ? p->method : p->stored ? 0 : 8;
	if (p->stored) {
		r.data = arena_strndup(a, p->content, len);
		r.len = len;
		return r;
	}
	if (deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	r.data = arena_alloc(a, deflateBound(&z, len));
	z.next_in = (Bytef *)(uintptr_t)p->content;
	z.avail_in = (uInt)len;
	z.next_out = (Bytef *)r.data;
	z.avail_out = (uInt)deflateBound(&z, len);
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	r.len = z.total_out;
	deflateEnd(&z);
	return r;
}

/* What stands in the local header and in the directory alike. */
static void put_facts(struct buf *b, const struct zip_part *p, const struct packed *k, size_t extra)
{
	put(b, p->flags, 2);
	put(b, k->method, 2);
	put(b, 0x5A2D0000, 4); /* some day, midnight */
	put(b, p->crc != 0 ? p->crc : k->crc, 4);
	put(b, p->packed != 0 ? p->packed : (uint32_t)k->len, 4);
	put(b, p->size != 0 ? p->size : (uint32_t)k->size, 4);
	put(b, (uint32_t)strlen(p->name), 2);
	put(b, (uint32_t)extra, 2);
}

void zip_bytes(struct buf *b, const struct zip_part *part, size_t n, struct zip_end lie)
{
	struct packed *k = NEW_N(b->arena, struct packed, n);

	for (size_t i = 0; i < n; i++) {
		if (part[i].same_data && i > 0) {
			k[i] = k[i - 1];
			continue;
		}
		k[i] = pack(b->arena, &part[i]);
		k[i].at = b->len;
		buf_add(b, "PK\3\4\x14\0", 6);
		put_facts(b, &part[i], &k[i], 0);
		buf_put(b, part[i].name);
		buf_add(b, k[i].data, k[i].len);
	}
	size_t directory = b->len;
	for (size_t i = 0; i < n; i++) {
		buf_add(b, "PK\1\2\x14\0\x14\0", 8);
		put_facts(b, &part[i], &k[i], part[i].extra_len);
		put(b, 0, 2); /* comment */
		put(b, 0, 2); /* disk */
		put(b, 0, 2);
		put(b, 0, 4);
		put(b, (uint32_t)k[i].at, 4);
		buf_put(b, part[i].name);
		buf_add(b, part[i].extra, part[i].extra_len);
	}
	size_t end = b->len;
	buf_add(b, "PK\5\6\0\0\0\0", 8);
	put(b, lie.entries != 0 ? lie.entries : (uint32_t)n, 2);
	put(b, lie.entries != 0 ? lie.entries : (uint32_t)n, 2);
	put(b, (uint32_t)(end - directory), 4);
	put(b, lie.directory != 0 ? lie.directory : (uint32_t)directory, 4);
	put(b, 0, 2);
}
