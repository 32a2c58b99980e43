/* multipart.h - a multipart/form-data body, read as it arrives.
 *
 * Parts with a file name go to unlinked temporary files, others to memory.
 * Bytes may come in pieces of any size. */
#ifndef MULTIPART_H
#define MULTIPART_H

#include "http/http.h"

enum {
	PARTS_MAX = 64,
	PART_TEXT_MAX = 64 * 1024,
	PART_HEAD_MAX = 4 * 1024,
	PART_NAME_MAX = 255, /* characters */
};

struct multipart;

/* Lives in the arena of c, which also closes the files.  NULL, with c failed: no usable boundary. */
struct multipart *multipart_new(struct ctx *, const char *content_type, const char *tmp_dir);

MUST_CHECK bool multipart_feed(struct ctx *, struct multipart *, const char *data, size_t len);
MUST_CHECK bool multipart_end(struct ctx *, const struct multipart *); /* was the closing boundary seen? */
struct part *multipart_parts(const struct multipart *);

#endif
