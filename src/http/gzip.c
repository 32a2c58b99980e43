/* gzip.c - text answers made smaller, at the cheapest level. */
#include "http/inner.h"

#include <strings.h>
#include <unistd.h>
#include <zlib.h>

#include "http/spool.h"

enum { WORTH_IT = 1024, PIECE = 32 * 1024, GZIP_WINDOW = 15 + 16 };

static bool is_text(const char *type)
{
	static const char *const types[] = { "application/json", "application/problem+json", "application/x-ndjson",
		                             "application/javascript", "image/svg+xml" };

	if (type == NULL)
		return false;
	for (size_t i = 0; i < COUNT(types); i++)
		if (http_media_is(type, types[i]))
			return true;
	return strncasecmp(type, "text/", 5) == 0;
}

/* "gzip, deflate, br" yes; "gzip;q=0" no. */
bool http_accepts(const char *accept_encoding, const char *coding)
{
	for (const char *p = accept_encoding; p != NULL && *p != '\0'; p += strspn(p, ", \t")) {
		size_t len = strcspn(p, ","), name_len = strcspn(p, ";, \t");
		if (name_len == strlen(coding) && strncasecmp(p, coding, name_len) == 0)
			return memmem(p, len, "q=0", 3) == NULL || memmem(p, len, "q=0.", 4) != NULL;
		p += len;
	}
	return false;
}

static bool is_coded(const struct response *r)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (strcasecmp(r->header[i].name, "Content-Encoding") == 0)
			return true;
	return false;
}

static bool gzip_body(struct arena *a, struct response *r, z_stream *z)
{
	/* Kept only if it saves something, so the room need not hold the worst case. */
	size_t room = r->body_len - r->body_len / 8;
	char *out = arena_alloc(a, room);

	z->next_in = (unsigned char *)(uintptr_t)r->body;
	z->avail_in = (uInt)r->body_len;
	z->next_out = (unsigned char *)out;
	z->avail_out = (uInt)room;
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		return false;
	r->body = out;
	r->body_len = z->total_out;
	return true;
}

static bool gzip_file(struct ctx *c, struct response *r, z_stream *z, const char *tmp_dir)
{
	struct spool *s = spool_new(c->arena, tmp_dir, PIECE);
	unsigned char *in = arena_alloc(c->arena, PIECE), *out = arena_alloc(c->arena, PIECE);

	for (int64_t at = 0; at < r->file_size;) {
		const ssize_t n = pread(r->file, in, PIECE, at);
		if (n <= 0)
			return false;
		at += n;
		z->next_in = in;
		z->avail_in = (uInt)n;
		do {
			z->next_out = out;
			z->avail_out = PIECE;
			if (deflate(z, at < r->file_size ? Z_NO_FLUSH : Z_FINISH) == Z_STREAM_ERROR || !spool_add(c, s, (const char *)out, PIECE - z->avail_out))
				return false;
		} while (z->avail_out == 0);
	}
	if (!spool_end(c, s))
		return false;
	close(r->file);
	r->file = spool_take_file(s); /* 0: it became so small that it is in memory */
	r->file_size = (int64_t)s->len;
	r->body = s->data;
	r->body_len = s->len;
	return true;
}

bool gzip_reply(struct ctx *c, struct response *r, const char *accept_encoding, const char *tmp_dir)
{
	struct ctx own = { .arena = c->arena }; /* it may have failed, and that is what is told */
	z_stream z = { 0 };

	if ((r->file == 0 && (r->body_len < WORTH_IT || r->body_len > UINT32_MAX)) || !is_text(r->type) || !http_accepts(accept_encoding, "gzip") || is_coded(r))
		return false;
	if (deflateInit2(&z, 1, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	const bool done = r->file > 0 ? gzip_file(&own, r, &z, tmp_dir) : gzip_body(c->arena, r, &z);
	deflateEnd(&z);
	return done;
}
