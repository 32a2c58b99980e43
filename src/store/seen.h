/* seen.h - whom an answer shows: noted where records are written out, kept by domain/view once the answer is ready. */
#ifndef SEEN_H
#define SEEN_H

#include "catalog/catalog.h"

struct seen_one {
	const struct record_type *type; /* of a person, or of what tells of one where the person is not named */
	int64_t unit_id;
	const char *code;
};

struct seen {
	struct seen_one *one;
	size_t n, room;
	const char *purpose;       /* NULL: it was not said */
	size_t guesses;            /* values tried of what is masked: each as good as somebody seen */
	bool opened;               /* a record of their own; false: rows of a list */
};

bool seen_tells(const struct record_type *); /* whether its records tell of a person */

/* Nothing where nobody watches: c->seen is NULL. */
void seen_note(struct ctx *, const struct seen_one *);

struct record;
void seen_record(struct ctx *, const struct record *);
void seen_opened(struct ctx *, const struct record *); /* by themself */

/* What a row tells is of a record of this type; of what tells of no person nothing is noted. */
void seen_code(struct ctx *, const struct record_type *, int64_t unit_id, const char *code);

/* What a path leads to is of a person (the last one on it): the path to their code, or NULL: of nobody, of whom the record itself is about, or it is that code alone. */
const char *seen_way(struct arena *, const struct catalog *, const struct record_type *base, const char *path, const struct record_type **ret);

/* Of rows that are written out: which cell tells the person; *ret_path: it is selected nowhere, and is wanted.  SIZE_MAX: no person is told of. */
struct record_select;
size_t seen_cell(struct arena *, const struct record_select *, const struct record_type **ret, const char **ret_path);

#endif
