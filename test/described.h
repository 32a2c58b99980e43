/* described.h - does an answer keep to what its route says it gives? */
#ifndef DESCRIBED_H
#define DESCRIBED_H

#include "api.h"
#include "catalog/catalog.h"

/* What is wrong with a value that should be of a shape: "items[0].day: missing"; NULL: nothing.  type: of records in it, NULL: any. */
const char *described_fault(struct ctx *, const struct shape *, const struct record_type *type, const json_t *);

/* Status, content type and body of an answer of the route; the test fails with the place where it departs. */
void described_check(struct ctx *, const struct request *, const struct api_reply *);

#endif
