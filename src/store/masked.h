/* masked.h - numbers and addresses that a list does not tell wholly (field.masked). */
#ifndef MASKED_H
#define MASKED_H

#include "catalog/catalog.h"

/* Is the caller somebody who must say what for? Programs have said it when they were let in. */
bool masked_for(const struct ctx *);

const char *masked_text(struct arena *, const struct field *, const struct val *);
void masked_json(struct ctx *, const struct record_type *, json_t *record); /* of a record that is told whole */

#endif
