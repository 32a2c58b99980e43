/* cursor.h - where the next page of what is told the newest first begins. */
#ifndef CURSOR_H
#define CURSOR_H

#include "base/ctx.h"

/* "1762000000000 id", of the last before the page; NULL: from the first.  ERR_INVALID "query.cursor". */
MUST_CHECK bool cursor_read(struct ctx *, const char *cursor, int64_t *ret_at, const char **ret_id);
const char *cursor_write(struct arena *, int64_t at, const char *id);

#endif
