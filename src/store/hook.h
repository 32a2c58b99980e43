/* hook.h - what the law adds to the writing of records of a type.
 *
 * The store knows no record type.  The domain fills the table (src/domain/hooks.c);
 * a hook looks at everything that is about to be written to one unit, adds problems
 * to what must not be, and sets computed fields.  The unit's chain is held, so what
 * it reads cannot change before the write. */
#ifndef HOOK_H
#define HOOK_H

#include "store/record.h"

struct record_write {
	const struct record *old;   /* NULL: a new record */
	struct val *value;          /* what it will be, by index of field; references are codes */
	const char *status;
	int school_year;
	bool correction;            /* what was written before was never so */
	bool otherwise;             /* what the life of the type questions is meant */
	bool as_it_was;             /* an operation puts it there and tells the rest itself */
	const char *where;          /* where it stands in what was sent: "dòng 3"; NULL: it was sent alone */
	const char *begins;         /* set by the hook of a new record: it was not there before this day; NULL: as its type has it */
	struct problems *problems;
};

typedef bool record_hook_fn(struct ctx *, const struct record_type *, const struct unit *, struct record_write *, size_t n);

struct record_hook {
	const char *type;
	record_hook_fn *before_write;
	record_hook_fn *after_write; /* of changed records, in the same transaction; problems and values are settled by then */
};
extern const struct record_hook record_hooks[]; /* ends with {0} */

/* NULL: the type has none. */
record_hook_fn *record_hook_find(const struct record_type *);
record_hook_fn *record_hook_after(const struct record_type *);

#endif
