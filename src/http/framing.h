/* framing.h - where a request begins and ends, byte by byte.
 *
 * What a proxy in front reads differently is how requests are smuggled.  So whatever says how long a request is must be said once, and as the standard
 * writes it: lines end by CR LF, a length is digits, the one transfer coding is "chunked", a chunk is a number and its bytes, and nothing follows the
 * last but an empty line.  Everything else is for the guard. */
#ifndef FRAMING_H
#define FRAMING_H

#include "base/base.h"

struct framing_fault {
	const char *key, *what;
};

struct framing {
	enum framing_state { FRAMING_START, FRAMING_FIRST, FRAMING_NAME, FRAMING_VALUE, FRAMING_BODY, FRAMING_SIZE, FRAMING_EXTENSION, FRAMING_DATA, FRAMING_DATA_END, FRAMING_END } state;
	const struct framing_fault *fault; /* NULL: none so far */
	uint64_t rest;              /* bytes of the body, or of a chunk, that are still to come */
	uint64_t tail;              /* the last eight characters of the request line */
	size_t len;                 /* of the line, or of its name or value, so far */
	size_t word;                /* of the request line, where its present word began */
	unsigned words;             /* and how many were before it */
	char name[20], value[20];   /* of a header, as far as they matter; its length is len */
	size_t name_len;
	bool cr, empty_before, old, has_length, chunked; /* old: HTTP/1.0 */
};

/* How many of these bytes are sound: all, or those before the request with the fault, which is 0 also where that began earlier. */
size_t framing_read(struct framing *, const char *data, size_t len);

#endif
