/* import_batch.h - taking an import back as a whole. */
#ifndef IMPORT_BATCH_H
#define IMPORT_BATCH_H

#include "store/unit.h"

struct import_undone {
	size_t created, restored; /* records the batch had made; had changed */
};

/* Batches, the latest last, are taken back in one transaction, while nobody changed or used
 * what they wrote: what they made is undone (and made anew by the same file, under the same
 * codes), what they changed gets its former values back.
 * ERR_NOT_FOUND "import.batch"; ERR_CONFLICT "import.undone", "import.changed" with a problem
 * for each record in the way.  settle, which may be NULL, is called last in the transaction. */
typedef bool import_settle_fn(struct ctx *, void *arg, const struct import_undone *);
MUST_CHECK bool import_undo(struct ctx *, const struct unit *, const char *const *batch, size_t n, import_settle_fn *settle, void *arg,
                            struct import_undone *ret);

#endif
