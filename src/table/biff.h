/* biff.h - inside table/: the records of an .xls (BIFF8), one after the other. */
#ifndef BIFF_H
#define BIFF_H

#include "base/buf.h"
#include "table/cfb.h"

enum biff_type {
	BIFF_FORMULA = 0x0006,
	BIFF_EOF = 0x000A,
	BIFF_1904 = 0x0022,
	BIFF_FILEPASS = 0x002F,
	BIFF_FONT = 0x0031,
	BIFF_CONTINUE = 0x003C,
	BIFF_BOUNDSHEET = 0x0085,
	BIFF_MULRK = 0x00BD,
	BIFF_RSTRING = 0x00D6,
	BIFF_XF = 0x00E0,
	BIFF_MERGECELLS = 0x00E5,
	BIFF_SST = 0x00FC,
	BIFF_LABELSST = 0x00FD,
	BIFF_NUMBER = 0x0203,
	BIFF_LABEL = 0x0204,
	BIFF_BOOLERR = 0x0205,
	BIFF_STRING = 0x0207,
	BIFF_RK = 0x027E,
	BIFF_FORMAT = 0x041E,
	BIFF_BOF = 0x0809
};

struct biff {
	struct cfb_stream stream;
	size_t next;       /* where the following record begins */
	unsigned type;
	size_t len;
	size_t at;         /* how far the record has been read */
	unsigned char data[65536];
};

/* Step to the next record; false at the end of the stream. */
bool biff_next(struct biff *);

/* Is there anything left of the record, or of those that continue it? */
bool biff_more(struct biff *);

/* `n` bytes of the record from `at`; all zero where it is shorter. */
const unsigned char *biff_at(struct biff *, size_t at, size_t n);

/* A text with its length in one or two bytes in front, from b->at on, as UTF-8; it may run on in CONTINUE records,
 * and b->at stands behind it then.  False when it is cut off or longer than `max` bytes. */
bool biff_text(struct biff *, unsigned length_bytes, size_t max, struct buf *ret);

#endif
