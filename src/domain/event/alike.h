/* alike.h - what a change of class must keep: the grade (catalog/life/, "alike" of a dated field). */
#ifndef EVENT_ALIKE_H
#define EVENT_ALIKE_H

#include "catalog/life.h"
#include "store/record.h"

/* A record that a dated field points to, in its unit. */
struct alike_end {
	const struct unit *unit;
	const char *code;
};

/* The names of the two codes where they differ within one school year; *ret_was NULL: they are alike, one of the
 * records is free of it (a combined class), or nothing is known of it. */
MUST_CHECK bool alike_find(struct ctx *, const struct life_dated *, struct alike_end was, struct alike_end is, const char **ret_was,
                           const char **ret_is);

#endif
