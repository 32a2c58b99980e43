/* buf.h - text that grows, in an arena.  Always ends with a NUL that len does not count. */
#ifndef BUF_H
#define BUF_H

#include "base/arena.h"

struct buf {
	struct arena *arena;
	char *data; /* NULL while empty */
	size_t len, room;
	uint64_t open; /* objects and lists that json.h has opened and not closed */
};

static inline struct buf buf_in(struct arena *a)
{
	return (struct buf){ .arena = a };
}

/* In either case; -1: it is none. */
static inline int hex_digit(char ch)
{
	const char lower = ch | 0x20;

	return ch >= '0' && ch <= '9' ? ch - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool buf_unhex(const char *digits, size_t n, char *ret); /* n bytes, which may come to stand where the digits are; false: it is none */

char *buf_room(struct buf *, size_t more); /* where the next goes: room for as much and a NUL; whoever writes there says so in len */
void buf_add(struct buf *, const char *text, size_t len);
void buf_put(struct buf *, const char *text);
void buf_char(struct buf *, char);
void buf_int(struct buf *, int64_t);
void buf_fmt(struct buf *, const char *fmt, ...) PRINTF(2, 3);
void buf_hex(struct buf *, const char *bytes, size_t len);     /* two digits each */
void buf_escaped(struct buf *, const char *text, size_t len);  /* backslash, tab and ends of lines, as COPY of PostgreSQL has them */
void buf_json(struct buf *, const char *text, size_t len); /* as a quoted JSON string; text is UTF-8 */
void buf_json_text(struct buf *, const char *text);        /* likewise; NULL is null */
void buf_html(struct buf *, const char *text);             /* escaped for HTML text and attributes */
const char *buf_text(struct buf *);                        /* never NULL */

#endif
