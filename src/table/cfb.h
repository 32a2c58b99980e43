/* cfb.h - inside table/: a compound file (OLE), the box that an .xls comes in. */
#ifndef CFB_H
#define CFB_H

#include "base/ctx.h"

struct cfb_stream {
	int fd;
	unsigned shift;        /* of the sector size */
	size_t size;
	uint32_t *sector;      /* where each piece of the stream lies, in order */
	size_t n_sectors;
	char *mini;            /* the whole content of a small stream; NULL: it lies in sectors */
	char *window;          /* what was read last */
	size_t window_at, window_len;
};

/* Open the stream "Workbook" of the file.  `fd` stays open. */
MUST_CHECK bool cfb_open(struct ctx *, struct arena *, int fd, struct cfb_stream *ret);

/* Copy `len` bytes of the stream; false when it does not hold as many. */
MUST_CHECK bool cfb_read(struct cfb_stream *, size_t at, void *to, size_t len);

#endif
