/* lines.h - a body of lines read, and an answer of lines given, without ever having either whole in memory. */
#ifndef HTTP_LINES_H
#define HTTP_LINES_H

#include "http/http.h"
#include "http/spool.h"

enum { HTTP_LINE_MAX = 64 * 1024 };

struct http_lines {
	const struct request *q;
	size_t at;         /* of the body: what comes next from it */
	char *window;      /* of a body in a file; NULL: it is in memory */
	size_t begin, end; /* in the window: what was read and not given out */
	size_t number;     /* of the line given out last, from 1; empty ones count */
	bool begun;        /* the first line, which may have a mark before it, was read */
};

struct http_lines http_lines_of(struct arena *, const struct request *);

/* The next line that is not empty, without its end and without a byte order mark before the first; it lives until the next call.  NULL: there is none.  Of a line longer than
 * HTTP_LINE_MAX the length alone may be told. */
MUST_CHECK bool http_next_line(struct ctx *, struct http_lines *, const char **ret, size_t *ret_len);

/* Bytes of the body as they came, fewer than there is room for only at its end. */
MUST_CHECK bool http_body_read(struct ctx *, const struct request *, size_t from, char *ret, size_t room, size_t *ret_n);

/* The answer: parts of whole lines, in their order.  They go out when all are there, or from `begin` on as they come: it may not fail then,
 * for the client has its status.  Where no server sends it, `begin` does nothing. */
struct spool *reply_lines(struct ctx *, const struct request *);
MUST_CHECK bool reply_lines_add(struct ctx *, const struct request *, struct spool *, struct buf *);
MUST_CHECK bool reply_lines_begin(struct ctx *, const struct request *, struct response *, struct spool *);
MUST_CHECK bool reply_lines_end(struct ctx *, const struct request *, struct response *, struct spool *);

#endif
