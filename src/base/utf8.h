/* utf8.h - code points out of and into UTF-8. */
#ifndef UTF8_H
#define UTF8_H

#include "base/buf.h"

/* The code point at *at, which moves behind it; 0xFFFD for a byte that is none. */
uint32_t utf8_next(const char *text, size_t len, size_t *at);

void utf8_add(struct buf *, uint32_t ch);

/* How many bytes from the start are whole, valid characters. */
size_t utf8_valid(const char *text, size_t len);

#endif
