/* blob.h - files that wait in the database, for whichever process needs them: uploads before they are read, exports before they are fetched.
 *
 * They come and go in parts, each in a transaction of its own: neither memory nor a writer's turn grows with a file.  A blob
 * that is not whole is none.  Blobs hold personal data and stay for a day. */
#ifndef BLOB_H
#define BLOB_H

#include "base/ctx.h"

enum { BLOB_KEEP_MS = 24 * 60 * 60 * 1000, BLOB_PART = 512 * 1024 };

/* Keep what the descriptor holds from its beginning. */
MUST_CHECK bool blob_put(struct ctx *, int64_t unit_id, int fd, const char **ret_id);

/* Its bytes in a temporary file without a name, at its beginning.  ERR_NOT_FOUND "blob.gone": there is none of this id (which may be
 * NULL), or no more. */
MUST_CHECK bool blob_open(struct ctx *, const char *id, int *ret_fd);

/* Inside the caller's transaction; one that is not there is dropped already. */
MUST_CHECK bool blob_drop(struct ctx *, const char *id);

/* Drop all that were made before. */
MUST_CHECK bool blob_sweep(struct ctx *, int64_t before_ms);

#endif
