/* zip_bytes.h - zip files byte by byte, so that they can lie. */
#ifndef ZIP_BYTES_H
#define ZIP_BYTES_H

#include "base/buf.h"

struct zip_part {
	const char *name, *content;
	size_t len;              /* 0: strlen */
	bool stored;             /* not deflated */
	/* lies; 0: the truth */
	unsigned method, flags;
	uint32_t size, packed, crc;
	const char *extra;       /* of the directory entry */
	size_t extra_len;
	bool same_data;          /* no data of its own: the entry points at the part before */
};

struct zip_end {
	uint16_t entries;        /* how many the end claims; 0: the truth */
	uint32_t directory;      /* where it claims the directory to be; 0: the truth */
};

/* The whole file. */
void zip_bytes(struct buf *ret, const struct zip_part *, size_t n, struct zip_end lie);

#endif
