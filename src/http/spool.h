/* spool.h - bytes that come one after the other: in memory while they are few, beyond that in an unlinked temporary file. */
#ifndef SPOOL_H
#define SPOOL_H

#include "base/ctx.h"

struct spool {
	const char *dir; /* of the file */
	size_t keep;     /* no more than this is ever in memory */
	size_t len;      /* all that came */
	char *data;      /* what is not in the file; NULL while empty */
	size_t held, room;
	int fd;          /* 0: all is in memory */
};

/* A file without a name, closed with the arena; -1: c has failed. */
int spool_file(struct ctx *, struct arena *, const char *dir);
MUST_CHECK bool spool_write(struct ctx *, int fd, const char *data, size_t len);

/* What it holds is given back with the arena.  dir NULL: /var/tmp, which is a disk where /tmp is memory. */
struct spool *spool_new(struct arena *, const char *dir, size_t keep);
MUST_CHECK bool spool_add(struct ctx *, struct spool *, const char *data, size_t len);
MUST_CHECK bool spool_end(struct ctx *, struct spool *);     /* whatever went to the file is all there now */
MUST_CHECK bool spool_to_file(struct ctx *, struct spool *); /* and all of it went there */

/* The descriptor is the caller's to close from now on. */
int spool_take_file(struct spool *);

#endif
