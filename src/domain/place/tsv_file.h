/* tsv_file.h - the text of one file of the catalogue's folder. */
#ifndef PLACE_TSV_FILE_H
#define PLACE_TSV_FILE_H

#include "base/ctx.h"

/* "catalog", "places/communes.tsv".  ERR_NOT_FOUND "tsv.file" when it cannot be read. */
MUST_CHECK bool tsv_file(struct ctx *, const char *catalog_dir, const char *name, const char **ret_text);

#endif
