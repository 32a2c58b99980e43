/* test_hostile.h - a file that means harm, or only looks like it, and what is to be said about it. */
#ifndef TEST_HOSTILE_H
#define TEST_HOSTILE_H

#include "test_table_tools.h"
#include "zip_bytes.h"

struct hostile {
	const char *name;
	int (*make)(struct ctx *); /* an open file */
	const char *key;           /* how it is refused; NULL: it is read */
	const char *says;          /* a part of what is read, or NULL */
};

/* Each is refused with its own words or read, in little time and at most 64 MB. */
void hostile_check(struct ctx *, const struct hostile *, size_t n);

/* A package around a worksheet, in which one part may be replaced or added. */
int hostile_xlsx(struct ctx *, const char *worksheet, const struct zip_part *instead, size_t n_instead);
int hostile_zip(struct ctx *, const struct zip_part *, size_t n, struct zip_end);

/* `n` times the same text. */
const char *many(struct ctx *, const char *text, size_t n);

#endif
