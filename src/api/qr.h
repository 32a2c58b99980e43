/* qr.h - a text as a QR code. */
#ifndef QR_H
#define QR_H

#include "base/ctx.h"

struct qr {
	const char **row; /* "0110…": 1 is a dark module */
	size_t n;
};
MUST_CHECK bool qr_make(struct ctx *, const char *text, struct qr *ret);

/* The same as a picture, dark on white whatever the page wears, with the margin that cameras want. */
const char *qr_svg(struct arena *, const struct qr *, const char *label);

#endif
