/* import_undo_units.h - inside domain/import: taking back what an import did to institutions, each a unit with a log of its own. */
#ifndef IMPORT_UNDO_UNITS_H
#define IMPORT_UNDO_UNITS_H

#include "domain/import/import_batch.h"

/* Inside the caller's transaction, the tree held; failures are those of import_undo. */
MUST_CHECK bool import_undo_units(struct ctx *, const char *batch, struct import_undone *ret);

#endif
