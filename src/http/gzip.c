/* gzip.c - text answers made smaller, at the cheapest level. */
#include "http/inner.h"

#include <strings.h>
#include <zlib.h>

enum { WORTH_IT = 1024, GZIP_WINDOW = 15 + 16 };

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

bool gzip_reply(struct arena *a, struct response *r, const char *accept_encoding)
{
	z_stream z = { 0 };

	if (r->file > 0 || r->body_len < WORTH_IT || r->body_len > UINT32_MAX || !is_text(r->type) || !http_accepts(accept_encoding, "gzip"))
		return false;
	for (size_t i = 0; i < r->n_headers; i++)
		if (strcasecmp(r->header[i].name, "Content-Encoding") == 0)
			return false;
	if (deflateInit2(&z, 1, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	/* Kept only if it saves something, so the room need not hold the worst case. */
	size_t room = r->body_len - r->body_len / 8;
	char *out = arena_alloc(a, room);
	z.next_in = (unsigned char *)(uintptr_t)r->body;
	z.avail_in = (uInt)r->body_len;
	z.next_out = (unsigned char *)out;
	z.avail_out = (uInt)room;
	bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
	if (done) {
		r->body = out;
		r->body_len = z.total_out;
	}
	deflateEnd(&z);
	return done;
}
