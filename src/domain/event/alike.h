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

struct alike_named {
	const char *alike, *called; /* "Khối 1"; "1A", as people call the record */
};

/* The two where they differ within one school year; ret_was->alike NULL: they are alike, one of the
 * records is free of it (a combined class), or nothing is known of it. */
MUST_CHECK bool alike_find(struct ctx *, const struct life_dated *, struct alike_end was, struct alike_end is, struct alike_named *ret_was,
                           struct alike_named *ret_is);

#endif
