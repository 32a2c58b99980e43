/* decode.h - inside table/: a text file in whatever encoding, as UTF-8.
 *
 * UTF-8, UTF-16 of both orders, Windows-1258, and the Western letters of TCVN3 and VNI are told by what the file holds. */
#ifndef DECODE_H
#define DECODE_H

#include "base/buf.h"
#include "base/ctx.h"
#include "table/legacy.h"

enum encoding { ENCODING_UNKNOWN, ENCODING_UTF8, ENCODING_UTF16_LE, ENCODING_UTF16_BE, ENCODING_1258, ENCODING_1252 };

struct decoder {
	struct ctx *c;
	int fd;
	enum encoding encoding;
	enum legacy font;  /* what all texts of the file are written for */
	char *raw;         /* bytes as they came, not yet decoded */
	size_t n_raw;
	uint32_t high;     /* first half of a surrogate pair */
};

/* UTF-16 by its first bytes, also without a byte order mark. */
enum encoding encoding_of_head(const char *head, size_t len);

/* Find out how to read the file, and stand at its first character. */
MUST_CHECK bool decoder_open(struct ctx *, struct arena *, int fd, struct decoder *ret);

/* Replace `ret` by the next piece; *ret_end when there is none. */
MUST_CHECK bool decoder_next(struct decoder *, struct buf *ret, bool *ret_end);

#endif
