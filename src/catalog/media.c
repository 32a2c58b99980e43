/* media.c - which kinds of file a field takes, told by their first bytes. */
#include "catalog/media.h"

/* The first three bytes are the same in all; then comes a marker, which is never below C0. */
static bool is_jpeg(const unsigned char *b, size_t len)
{
	return len > 4 && b[0] == 0xFF && b[1] == 0xD8 && b[2] == 0xFF && b[3] >= 0xC0 && b[3] != 0xFF;
}

/* The signature and the whole first chunk: width and height are in it, and neither is 0. */
static bool is_png(const unsigned char *b, size_t len)
{
	static const unsigned char head[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
	static const unsigned char none[4] = { 0 };
	enum { WIDTH = sizeof head, HEIGHT = WIDTH + 4, CHUNK_END = WIDTH + 13 + 4 };

	return len >= CHUNK_END && memcmp(b, head, sizeof head) == 0 && memcmp(b + WIDTH, none, 4) != 0 && memcmp(b + HEIGHT, none, 4) != 0;
}

static const struct {
	const char *media, *type;
	bool (*is)(const unsigned char *, size_t);
} kinds[] = {
	{ "image", "image/jpeg", is_jpeg },
	{ "image", "image/png",  is_png },
};

bool media_is_known(const char *media)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].media, media))
			return true;
	return false;
}

const char *media_type(const char *media, const void *bytes, size_t len)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].media, media) && kinds[i].is(bytes, len))
			return kinds[i].type;
	return NULL;
}
